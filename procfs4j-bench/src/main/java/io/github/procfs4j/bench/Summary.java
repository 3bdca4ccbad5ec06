package io.github.procfs4j.bench;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** A summary of the results: each goal, what was reached, and the sources that missed it. */
final class Summary {
  private static final double LIVE = 1.10;
  private static final double LIVE_MEAN = 1.05;

  /** Files whose lines come and go: their texts have to be learned repeatedly. */
  static final Set<String> CHURNING = Set.of("locks", "timer_list", "sched_debug");

  private static final double LIVE_CHURNING = 1.5;
  private static final double PACED = 1.35;
  private static final double REPLAY_OF_PLAIN = 1.2;
  private static final double REPLAY_PER_BYTE = 0.15;
  private static final double WIDE_PER_BYTE = 0.3;
  private static final double KEPT = 1.15;
  private static final double OPENED = 0.65;
  private static final double LATE_STAT = 0.55;
  private static final double LATE_STATUS = 0.30;
  private static final double LATE_BUSY = 1.25;
  private static final double HISTORY_BYTES = 3;
  private static final double HISTORY_NS = 30;

  /** In a shorter text, one number is more than the requested share. */
  private static final int LONG_TEXT = 400;

  private final List<Result> results;
  private final List<String> lines = new ArrayList<>();

  private Summary(List<Result> results) {
    this.results = results;
  }

  /**
   * The lines to print below the table.
   *
   * @param bytesPerChange the bytes of history for each change, averaged over all sources
   * @param bytesPerSample the bytes that the times of a sample take
   */
  static List<String> of(List<Result> results, double bytesPerChange, double bytesPerSample) {
    Summary summary = new Summary(results);
    summary.ratios("live", "x C", summary.steady("live"), LIVE);
    summary.mean("live", LIVE_MEAN);
    summary.ratios("live, lines come and go", "x C", summary.churning("live"), LIVE_CHURNING);
    summary.ratios("paced", "x C", summary.steady("paced"), PACED);
    summary.mean("paced", Double.NaN);
    summary.ratios("paced, lines come and go", "x C", summary.churning("paced"), Double.NaN);
    for (Result result : summary.of("replay 100%")) {
      summary.line(
          result.source() + ", replay of 100 % changed",
          result.ratio(),
          "x a plain loop",
          REPLAY_OF_PLAIN);
    }
    for (Result result : summary.of("replay 1%")) {
      summary.line(
          result.source() + ", replay of 1 % changed",
          result.nsPerByte(),
          "ns a byte",
          result.text() < LONG_TEXT ? Double.NaN : REPLAY_PER_BYTE);
    }
    for (Result result : results) {
      if (result.kase().endsWith(" cpus")) {
        summary.line(
            result.source() + ", replay of 5 % changed, " + result.kase(),
            result.nsPerByte(),
            "ns a byte",
            WIDE_PER_BYTE);
      }
    }
    summary.ratios("processes", "x C, kept open", summary.exact("kept"), KEPT);
    summary.ratios("processes", "x C, opened", summary.exact("opened"), OPENED);
    for (Result result : summary.of("kept")) {
      double most = mostIfLate(result.source());
      if (!Double.isNaN(most)) {
        summary.line(result.source(), result.ratio(), "x C, kept open", most);
      }
    }
    summary
        .of("kept")
        .forEach(
            result -> {
              if (!result.source().equals(ProcessBench.MACHINE)) {
                summary.line(result.source() + ", garbage", result.bytes(), "bytes a sample", 0);
              }
            });
    if (Double.isNaN(bytesPerChange)) {
      return summary.lines; // for processes only
    }
    summary.line("a change in a history", bytesPerChange, "bytes", HISTORY_BYTES);
    summary.line("the times of a sample in a history", bytesPerSample, "bytes", Double.NaN);
    summary.line(
        "a change appended, mean of sources",
        summary.of("history").stream().mapToDouble(Result::ns).average().orElse(Double.NaN),
        "ns",
        HISTORY_NS);
    return summary.lines;
  }

  private List<Result> of(String kase) {
    return results.stream().filter(result -> result.kase().equals(kase)).toList();
  }

  /** The results of tables all of whose files are read. */
  private List<Result> exact(String kase) {
    return of(kase).stream().filter(result -> Double.isNaN(mostIfLate(result.source()))).toList();
  }

  /** The goal of a table whose numbers may be late; NaN for all others. */
  private static double mostIfLate(String subject) {
    if (subject.startsWith(ProcessBench.LATE_STAT)) {
      return LATE_STAT;
    } else if (subject.startsWith(ProcessBench.LATE_STATUS)) {
      return LATE_STATUS;
    }
    boolean isBusy =
        subject.startsWith(ProcessBench.BUSY_STAT) || subject.startsWith(ProcessBench.BUSY_STATUS);
    return isBusy ? LATE_BUSY : Double.NaN;
  }

  private List<Result> steady(String kase) {
    return of(kase).stream().filter(result -> !CHURNING.contains(result.source())).toList();
  }

  private List<Result> churning(String kase) {
    return of(kase).stream().filter(result -> CHURNING.contains(result.source())).toList();
  }

  private void ratios(String what, String unit, List<Result> of, double most) {
    of.stream()
        .max(Comparator.comparingDouble(Result::ratio))
        .ifPresent(
            worst -> line(what + ", worst (" + worst.source() + ")", worst.ratio(), unit, most));
  }

  private void mean(String kase, double most) {
    List<Result> of = steady(kase);
    if (!of.isEmpty()) {
      line(
          kase + ", geometric mean",
          Statistics.geometricMean(of.stream().map(Result::ratio).toList()),
          "x C",
          most);
    }
  }

  private void line(String what, double reached, String unit, double most) {
    lines.add(text(what, reached, unit, most));
  }

  /**
   * A figure, and whether it reaches its goal.
   *
   * @param most the goal; NaN if there is none
   */
  static String text(String what, double reached, String unit, double most) {
    String target =
        Double.isNaN(most)
            ? ""
            : String.format(
                Locale.ROOT, "  at most %.2f: %s", most, reached <= most ? "met" : "MISSED");
    return String.format(Locale.ROOT, "%-42s %6.2f %-14s%s", what, reached, unit, target);
  }
}
