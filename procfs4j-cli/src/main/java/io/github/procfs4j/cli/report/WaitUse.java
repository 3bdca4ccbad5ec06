package io.github.procfs4j.cli.report;

import io.github.procfs4j.model.Row;
import io.github.procfs4j.printable.Printable;
import io.github.procfs4j.processes.WaitTable;
import io.github.procfs4j.processes.Waits;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * How the threads of a source of waits spent their time, all together. What {@code schedstat} says
 * about running and being ready to run is exact; the rest is divided among the waits in the ratio
 * of the times for which samples found threads in them, as in {@code procfs waits}.
 *
 * @param source which threads, as after {@code waits:}
 * @param threads how many threads there were
 * @param running the share of the time in which they ran, in percent
 * @param runnable the share of the time in which they waited for a CPU; NaN if the kernel does not
 *     count it, and {@code running} then includes it
 * @param waiting the rest
 * @param waits their waits, the longest first, up to a number
 */
record WaitUse(
    String source,
    int threads,
    double running,
    double runnable,
    double waiting,
    List<Share> waits) {
  private static final int LONGEST = 40;

  private static final int MOST = 50;

  /** The greatest number of waits in a sentence. */
  private static final int SHOWN = 4;

  private static final double LEAST = 0.05;

  /** A wait, and which share of the time it was, in percent. */
  record Share(String state, String call, String function, double percent) {
    private String text() {
      String words = String.join(" ", List.of(state, call, function)).strip();
      return Printable.truncated(words.replace("  ", " "), LONGEST) + " " + share(percent);
    }
  }

  /** What distinguishes waits. */
  private record Place(String state, String call, String function) {
    static Place of(Row row) {
      return new Place(row.label("state"), row.label("call"), row.label("function"));
    }
  }

  /** Whether a source has waits. */
  static boolean isOf(String source) {
    return Waits.isSource(source);
  }

  /** The use of the threads of a source of waits. */
  static WaitUse of(SourceFigures source) {
    double seconds = 0;
    double running = 0;
    double runnable = 0;
    int threads = 0;
    double found = 0;
    double foundRunning = 0;
    Map<Place, Double> places = new HashMap<>();
    for (TableFigures table : source.tables()) {
      for (RowFigures row : table.rows()) {
        if (WaitRow.isOne(row.row())) {
          double time = time(row, "found", source.intervals());
          found += time;
          if (row.row().label("state").equals("R")) {
            foundRunning += time;
          } else {
            places.merge(Place.of(row.row()), time, Double::sum);
          }
        } else if (table.isOf(WaitTable.THREAD)) {
          threads++;
          double known = known(row, "running", source.intervals());
          double ran = Math.min(known, time(row, "running", source.intervals()));
          seconds += known;
          running += ran;
          runnable += Math.min(known - ran, time(row, "run delay", source.intervals()));
        }
      }
    }
    double waited = found - foundRunning;
    boolean isCounted = seconds > 0;
    double ran = isCounted ? running / seconds : foundRunning / found;
    double ready = isCounted ? runnable / seconds : Double.NaN;
    if (isCounted && waited == 0) { // a delay that has not ended
      ready = 1 - ran;
    }
    double waiting = Math.max(0, 1 - ran - (isCounted ? ready : 0));
    List<Share> shares =
        places.entrySet().stream()
            .filter(place -> place.getValue() > 0)
            .map(
                place ->
                    new Share(
                        place.getKey().state,
                        place.getKey().call,
                        place.getKey().function,
                        100 * waiting * place.getValue() / waited))
            .sorted(
                Comparator.comparingDouble(Share::percent)
                    .reversed()
                    .thenComparing(Share::toString))
            .limit(MOST)
            .toList();
    return new WaitUse(
        source.source().name().substring(Waits.PREFIX.length()),
        threads,
        100 * ran,
        100 * ready,
        100 * waiting,
        shares);
  }

  /** For how long something was, of which a figure is the share, in seconds. */
  private static double time(RowFigures row, String figure, Intervals intervals) {
    return sum(row, figure, intervals, true);
  }

  /** For how long a figure is known. */
  private static double known(RowFigures row, String figure, Intervals intervals) {
    return sum(row, figure, intervals, false);
  }

  private static double sum(RowFigures row, String name, Intervals intervals, boolean isShare) {
    double sum = 0;
    for (FigureValues figure : row.figures()) {
      if (figure.figure().name().equals(name)) {
        Values values = figure.values();
        int from = 0;
        for (int run = 0; run < values.runs(); run++) {
          float value = values.ofRun(run);
          if (!Float.isNaN(value)) {
            sum += intervals.seconds(from, values.end(run)) * (isShare ? value / 100 : 1);
          }
          from = values.end(run);
        }
      }
    }
    return sum;
  }

  /** All of it in a sentence. */
  String text() {
    String of =
        String.format(
            Locale.ROOT,
            "%,d thread%s of %s: %s running%s",
            threads,
            threads == 1 ? "" : "s",
            Printable.truncated(source, LONGEST),
            share(running),
            Double.isNaN(runnable) ? " or runnable" : ", " + share(runnable) + " runnable");
    List<Share> shown = waits.stream().filter(w -> w.percent >= LEAST).limit(SHOWN).toList();
    double rest = waiting - shown.stream().mapToDouble(Share::percent).sum();
    return of
        + ", "
        + share(waiting)
        + " waiting"
        + (shown.isEmpty()
            ? ""
            : ": " + shown.stream().map(Share::text).collect(Collectors.joining(", ")))
        + (shown.isEmpty() || rest < LEAST ? "" : ", others " + share(rest));
  }

  private static String share(double share) {
    return Double.isNaN(share) ? "-" : String.format(Locale.ROOT, "%.1f %%", share);
  }
}
