package io.github.procfs4j.cli.waits;

import io.github.procfs4j.cli.jvm.JavaPrints;
import io.github.procfs4j.cli.report.Times;
import io.github.procfs4j.cli.terminal.Output;
import io.github.procfs4j.cli.terminal.TextTable;
import io.github.procfs4j.processes.WaitTableColumns;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The result as tables for people. */
final class WaitsText {
  /** How many waits are shown of each group or thread, and the least share of one. */
  private static final int WAITS = 4;

  private static final double LEAST = 0.0005;

  private static final Comparator<ThreadShares> BUSIEST_FIRST =
      Comparator.comparingDouble(WaitsText::waiting).thenComparing(ThreadShares::name);

  private WaitsText() {}

  private static double waiting(ThreadShares shares) {
    double waiting = shares.waiting();
    return Double.isNaN(waiting) ? Double.MAX_VALUE : waiting;
  }

  static void print(WaitResult result, int top, Output out) {
    out.wrapped(headline(result));
    out.line();
    table("group", result.groups(), top, true, out);
    out.line();
    table("thread", result.each(), top, false, out);
    out.line();
    WaitRemarks.of(result).forEach(remark -> out.wrapped("! " + remark));
  }

  /** What was sampled, in a sentence. */
  static String headline(WaitResult result) {
    long processes = result.processes();
    return String.format(
        Locale.ROOT,
        "%s: %s of %,d process%s, %s in %s",
        result.source(),
        count(result.threads().size(), "thread"),
        processes,
        processes == 1 ? "" : "es",
        count(result.table().about(WaitTableColumns.WAITS_SAMPLES), "sample"),
        Times.duration(result.nanos()));
  }

  private static void table(
      String what, List<ThreadShares> all, int top, boolean hasTotal, Output out) {
    TextTable table = new TextTable(1, false, true, true, true, true);
    table.head(List.of(what, "threads", "running", "runnable", "waiting"));
    List<ThreadShares> sorted = new ArrayList<>(all);
    sorted.sort(BUSIEST_FIRST);
    if (hasTotal) {
      line(ThreadShares.sum("all threads", sorted), table);
    }
    int shown = Math.min(top, sorted.size());
    for (ThreadShares shares : sorted.subList(0, shown)) {
      line(shares, table);
      waits(shares, table);
      if (shares.threads() == 1) {
        frames(shares, table);
      }
    }
    List<ThreadShares> others = sorted.subList(shown, sorted.size());
    line(ThreadShares.sum(count(others.size(), "further " + what), others), table);
    table.print(out);
    if (!others.isEmpty()) {
      out.wrapped("--top shows more than " + String.format(Locale.ROOT, "%,d %ss", top, what));
    }
  }

  private static void line(@Nullable ThreadShares shares, TextTable table) {
    if (shares != null) {
      table.add(
          List.of(
              shares.name(),
              String.format(Locale.ROOT, "%,d", shares.threads()),
              percent(shares.running()),
              percent(shares.runnable()),
              percent(shares.waiting())));
    }
  }

  /** Adds the longest waits, and the sum of the others, so that all of the waiting is there. */
  private static void waits(ThreadShares shares, TextTable table) {
    List<ThreadShares.Waited> waits = shares.waits();
    int shown = (int) waits.stream().filter(wait -> wait.share() >= LEAST).limit(WAITS).count();
    if (waits.size() == shown + 1 && waits.getLast().share() >= LEAST) {
      shown++; // a line for one wait says what it is
    }
    for (ThreadShares.Waited wait : waits.subList(0, shown)) {
      table.add(List.of("  " + describe(wait.place()), "", "", "", percent(wait.share())));
    }
    List<ThreadShares.Waited> others = waits.subList(shown, waits.size());
    double rest = others.stream().mapToDouble(ThreadShares.Waited::share).sum();
    if (rest >= LEAST) {
      table.add(List.of("  " + count(others.size(), "further wait"), "", "", "", percent(rest)));
    }
  }

  private static String count(long number, String what) {
    return String.format(Locale.ROOT, "%,d %s%s", number, what, number == 1 ? "" : "s");
  }

  private static void frames(ThreadShares shares, TextTable table) {
    JavaPrints.Named named = shares.java();
    if (named != null && !named.frames().isEmpty()) {
      Map.Entry<List<String>, Integer> most = named.frames().getFirst();
      if (!most.getKey().isEmpty()) {
        table.span(
            "  java, in %d of %d prints: %s"
                .formatted(most.getValue(), named.prints(), JavaPrints.line(most.getKey())));
      }
    }
  }

  static String describe(ThreadShares.Place place) {
    List<String> words = new ArrayList<>();
    words.add(place.state());
    for (String word : List.of(place.call(), place.function(), place.on())) {
      if (!word.isEmpty()) {
        words.add(word);
      }
    }
    return String.join(" ", words);
  }

  private static String percent(double share) {
    return Double.isNaN(share) ? "-" : String.format(Locale.ROOT, "%.1f %%", 100 * share);
  }
}
