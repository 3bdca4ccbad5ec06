package io.github.procfs4j.cli.report;

import io.github.procfs4j.cli.report.Comparison.Deviation;
import io.github.procfs4j.cli.report.Host.Measured;
import io.github.procfs4j.cli.report.MachineSummary.Leaders;
import io.github.procfs4j.cli.terminal.Output;
import io.github.procfs4j.cli.terminal.Text;
import io.github.procfs4j.cli.terminal.TextTable;
import io.github.procfs4j.printable.Printable;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A comparison of hosts for people. */
final class ComparisonText {
  /** The greatest number of figures of an outlier that have a line each. */
  private static final int FIGURES = 3;

  /** The greatest length of the name of a host or a row. */
  private static final int LONGEST = 40;

  /** The greatest length of a row or a process in a list. */
  private static final int IN_LIST = 24;

  /** The greatest number of names of several recordings that have a line each. */
  private static final int NAMESAKES = 10;

  /** The greatest number of names in a sentence. */
  private static final int NAMES = 3;

  /** Times before this one, in seconds, are the beginning. */
  private static final double AT_ONCE = 1;

  /** Lengths that differ by less than this factor are about the same. */
  private static final double SAME_LENGTH = 2;

  private final Comparison comparison;
  private final Output out;
  private final TerminalLines lines;
  private final int most;

  /**
   * Creates a writer.
   *
   * @param most the greatest number of hosts and of recordings in each list
   */
  ComparisonText(Comparison comparison, Output out, int most) {
    this.comparison = comparison;
    this.out = out;
    this.most = most;
    lines = new TerminalLines(out);
  }

  void print() {
    Text.strong(title()).wrapped(out.columns(), 2).forEach(out::line);
    unread();
    remarks(comparison).forEach(remark -> lines.wrapped("! ", remark));
    if (!comparison.hosts().isEmpty()) {
      outliers();
      problems();
      table();
      lines.line();
      lines.wrapped(
          "mean: over the whole time; most: over ten seconds, or a total; *: an outlier, at least"
              + " 3.5 usual distances from the median. A problem without a time is one since the"
              + " beginning. docs/summary.md explains outliers, and the figures.");
    }
  }

  private String title() {
    int recordings = comparison.hosts().size();
    String what =
        "Comparison of "
            + Overview.counted(recordings, "recording")
            + " of "
            + Overview.counted(comparison.hostNames(), "host");
    Optional<Instant> begin = comparison.begin();
    Optional<Instant> end = comparison.end();
    return begin.isPresent() && end.isPresent()
        ? what + ", " + Times.clock(begin.get(), end.get())
        : what;
  }

  private void unread() {
    List<Comparison.Unread> unread = comparison.unread();
    unread.stream()
        .limit(most)
        .forEach(it -> lines.wrapped("! ", "not compared: " + it.file() + ": " + it.reason()));
    if (unread.size() > most) {
      lines.wrapped(
          "! ", "and %,d more recordings are not compared".formatted(unread.size() - most));
    }
  }

  /** What a reader should know before the numbers. */
  static List<String> remarks(Comparison comparison) {
    List<String> remarks = new ArrayList<>();
    List<Host> hosts = comparison.hosts();
    Map<String, List<Host>> namesakes = comparison.namesakes();
    namesakes.entrySet().stream()
        .limit(NAMESAKES)
        .forEach(
            same ->
                remarks.add(
                    "%s is the name of the host of %,d recordings%s: %s"
                        .formatted(
                            same.getKey(),
                            same.getValue().size(),
                            booted(same.getValue()),
                            names(same.getValue().stream().map(Host::recording).toList()))));
    if (namesakes.size() > NAMESAKES) {
      remarks.add(
          "%,d more names are those of the hosts of several recordings"
              .formatted(namesakes.size() - NAMESAKES));
    }
    for (Shortcoming shortcoming : Shortcoming.values()) {
      List<String> those =
          hosts.stream()
              .filter(host -> host.remarks().contains(shortcoming))
              .map(comparison::name)
              .toList();
      if (!those.isEmpty()) {
        remarks.add(
            "%s %s: %s"
                .formatted(
                    Overview.counted(those.size(), "recording"), shortcoming.text(), names(those)));
      }
    }
    double shortest = hosts.stream().mapToDouble(Host::seconds).min().orElse(0);
    double longest = hosts.stream().mapToDouble(Host::seconds).max().orElse(0);
    if (longest > SAME_LENGTH * shortest) {
      remarks.add(
          "lengths differ, from %s to %s: the longer a recording, the higher its totals and its"
                  .formatted(duration(shortest), duration(longest))
              + " highest ten seconds");
    }
    Optional<Instant> lastBegin =
        hosts.stream().flatMap(host -> host.begin().stream()).max(Instant::compareTo);
    Optional<Instant> firstEnd =
        hosts.stream().flatMap(host -> host.end().stream()).min(Instant::compareTo);
    if (lastBegin.isPresent()
        && firstEnd.isPresent()
        && !lastBegin.get().isBefore(firstEnd.get())) {
      remarks.add("not all recordings are of the same time");
    }
    if (!hosts.isEmpty() && hosts.size() < Spread.FEWEST) {
      remarks.add(
          "no outliers are looked for among fewer than %d recordings".formatted(Spread.FEWEST));
    }
    return remarks;
  }

  /** Whether hosts of one name can be one machine. */
  private static String booted(List<Host> same) {
    List<String> times =
        same.stream().map(Host::booted).filter(time -> !time.isEmpty()).distinct().toList();
    return times.size() > 1
        ? ", which was started at %d times, or which are several machines".formatted(times.size())
        : "";
  }

  private static String names(List<String> names) {
    String shown =
        names.stream()
            .limit(NAMES)
            .map(name -> Printable.truncated(name, LONGEST))
            .collect(Collectors.joining(", "));
    return names.size() > NAMES ? shown + " and %,d more".formatted(names.size() - NAMES) : shown;
  }

  private static String duration(double seconds) {
    return Times.duration(Math.round(seconds * 10) * 100_000_000);
  }

  private String name(Host host) {
    return Printable.truncated(comparison.name(host), LONGEST);
  }

  private void outliers() {
    List<Host> outliers =
        comparison.hosts().stream()
            .filter(host -> comparison.deviations(host).stream().anyMatch(Deviation::isOutlier))
            .toList();
    lines.line();
    Text.strong(
            outliers.isEmpty()
                ? "No outliers"
                : "Outliers: %,d of %s"
                    .formatted(
                        outliers.size(), Overview.counted(comparison.hosts().size(), "recording")))
        .wrapped(out.columns(), 2)
        .forEach(out::line);
    List<Host> shown = outliers.stream().limit(most).toList();
    int width = TerminalLines.widest(shown.stream().map(this::name).toList()) + 2;
    for (Host host : shown) {
      Text name = Text.strong(name(host)).left(width);
      for (String text : texts(host)) {
        lines.wrapped(name, Text.of(text));
        name = Text.blank(width);
      }
    }
    if (outliers.size() > most) {
      lines.wrapped("and %,d more; --top shows more".formatted(outliers.size() - most));
    }
  }

  /** What is unusual about a host, and what else there is. */
  private List<String> texts(Host host) {
    List<Deviation> all =
        comparison.deviations(host).stream().filter(Deviation::isOutlier).toList();
    Set<String> names =
        all.stream().map(deviation -> deviation.compared().name()).collect(Collectors.toSet());
    List<Deviation> unusual =
        all.stream()
            .filter(deviation -> !names.contains(deviation.compared().rule().unless()))
            .toList();
    List<String> texts = new ArrayList<>();
    unusual.stream().limit(FIGURES).forEach(deviation -> texts.add(text(host, deviation)));
    List<String> more = new ArrayList<>();
    if (unusual.size() > FIGURES) {
      more.add(
          "also "
              + unusual.stream()
                  .skip(FIGURES)
                  .map(deviation -> deviation.compared().name())
                  .collect(Collectors.joining(", ")));
    }
    unusual.stream()
        .map(deviation -> deviation.compared().measure())
        .distinct()
        .flatMap(measure -> Optional.ofNullable(host.leaders().get(measure)).stream())
        .forEach(leaders -> more.add(text(leaders)));
    if (!more.isEmpty()) {
      texts.add(String.join("; ", more));
    }
    return texts;
  }

  private static String text(Leaders leaders) {
    MachineSummary.Leader leader = leaders.processes().getFirst();
    Scale scale = Scale.of(leaders.unit(), leader.number());
    return "most %s: %s, %s %s"
        .formatted(
            leaders.name(),
            Printable.truncated(leader.process(), LONGEST),
            scale.text(leader.number()),
            scale.unit())
        .strip();
  }

  private String text(Host host, Deviation deviation) {
    Rule rule = deviation.compared().rule();
    Comparison.Usual usual = comparison.usual(deviation.compared());
    Spread spread = deviation.isOfMean() ? usual.mean() : usual.peak();
    Peak peak = deviation.peak();
    Peak value = new Peak(peak.name(), peak.who(), deviation.value(), peak.from(), peak.to());
    return "%s: %s%s, %s the usual distance %s the median of %s%s"
        .formatted(
            deviation.compared().name(),
            rule.text(value.truncated(LONGEST)),
            deviation.isOfMean() ? " on average" : "",
            times(Math.abs(deviation.distance())),
            deviation.distance() > 0 ? "above" : "below",
            rule.number(spread.median()),
            since(host, deviation.since()));
  }

  private static String times(double number) {
    return number < 100
        ? String.format(Locale.ROOT, "%.1f times", number)
        : String.format(Locale.ROOT, "%,.0f times", number);
  }

  private String since(Host host, double seconds) {
    if (Double.isNaN(seconds)) {
      return "";
    }
    double after = seconds - host.from();
    return after < AT_ONCE
        ? ", since the beginning"
        : ", since " + at(host, seconds) + " (+" + duration(after) + ")";
  }

  private String at(Host host, double seconds) {
    return host.clock()
        .after(seconds)
        .map(time -> Times.timeOfDay(time, comparison.begin().orElse(time)))
        .orElse("+" + duration(seconds));
  }

  private void problems() {
    List<Comparison.Problem> problems = comparison.problems();
    lines.line();
    Text.strong(
            problems.isEmpty()
                ? "No problems by the rules of the summary"
                : "Problems by the rules of the summary")
        .wrapped(out.columns(), 2)
        .forEach(out::line);
    for (Comparison.Problem problem : problems) {
      Compared compared = problem.compared();
      String first =
          problem.met().stream()
              .limit(NAMES)
              .map(host -> text(host, compared))
              .collect(Collectors.joining(", "));
      int rest = problem.met().size() - NAMES;
      lines.wrapped(
          Text.strong(compared.rule().condition()).plus("  "),
          Text.of(
              "%,d of %,d: %s%s"
                  .formatted(
                      problem.met().size(),
                      comparison.usual(compared).peak().known(),
                      first,
                      rest > 0 ? " and %,d more".formatted(rest) : "")));
    }
  }

  /** A host that meets a rule, with its value and, unless it was the beginning, since when. */
  private String text(Host host, Compared compared) {
    Measured measured = host.measured().get(compared);
    if (measured == null) {
      return name(host);
    }
    String of = compared.rule().namesRow() ? measured.peak().truncated(IN_LIST).name() : "";
    double met = Comparison.met(host, compared);
    return (name(host) + " " + compared.rule().number(measured.peak().value()))
        + (of.isEmpty() ? "" : " (" + of + ")")
        + (Double.isNaN(met) || met - host.from() < AT_ONCE ? "" : " since " + at(host, met));
  }

  private void table() {
    List<Compared> known =
        Compared.ALL.stream()
            .filter(Compared::hasColumn)
            .filter(compared -> comparison.usual(compared).peak().known() > 0)
            .toList();
    List<Compared> shown =
        known.stream()
            .filter(
                compared ->
                    comparison.hosts().stream()
                        .flatMap(host -> Stream.ofNullable(host.measured().get(compared)))
                        .anyMatch(measured -> measured.peak().value() != 0))
            .toList();
    List<Host> rows = comparison.hosts().stream().limit(most).toList();
    List<List<Deviation>> deviations = rows.stream().map(comparison::deviations).toList();
    boolean[] isNumber = new boolean[1 + shown.size()];
    Arrays.fill(isNumber, 1, isNumber.length, true);
    TextTable table = new TextTable(1, isNumber);
    List<List<String>> columns = new ArrayList<>();
    columns.add(Stream.concat(Stream.of("", ""), rows.stream().map(this::name)).toList());
    shown.forEach(compared -> columns.add(column(compared, deviations)));
    for (int row = 0; row < 2 + rows.size(); row++) {
      int at = row;
      List<String> cells = columns.stream().map(column -> column.get(at)).toList();
      if (row < 2) {
        table.head(cells);
      } else {
        table.add(cells);
      }
    }
    lines.line();
    lines.table(table);
    int rest = comparison.hosts().size() - rows.size();
    if (rest > 0) {
      lines.wrapped(
          "and %,d more recordings; --top N shows N, --format csv or json all".formatted(rest));
    }
    List<String> zero =
        known.stream().filter(compared -> !shown.contains(compared)).map(Compared::name).toList();
    if (!zero.isEmpty()) {
      lines.wrapped("0 everywhere: " + String.join(", ", zero));
    }
  }

  /**
   * Two heads and, for each host, the mean and the greatest value in one cell, below each other.
   */
  private List<String> column(Compared compared, List<List<Deviation>> hosts) {
    List<Optional<Deviation>> found =
        hosts.stream()
            .map(all -> all.stream().filter(it -> it.compared().equals(compared)).findFirst())
            .toList();
    Scale scale =
        Scale.of(
            compared.rule().unit(),
            found.stream()
                .flatMap(Optional::stream)
                .mapToDouble(it -> Math.abs(it.measured().peak().value()))
                .filter(Double::isFinite)
                .max()
                .orElse(0),
            comparison.usual(compared).peak().median());
    List<String> means = new ArrayList<>(List.of(("mean " + scale.unit()).strip() + " "));
    List<String> greatest = new ArrayList<>(List.of("most "));
    for (Optional<Deviation> deviation : found) {
      means.add(deviation.map(it -> marked(scale, it.measured().mean(), it, true)).orElse("- "));
      greatest.add(
          deviation.map(it -> marked(scale, it.measured().peak().value(), it, false)).orElse("- "));
    }
    int ofMeans = TerminalLines.widest(means);
    int ofGreatest = TerminalLines.widest(greatest);
    List<String> column = new ArrayList<>(List.of(compared.name() + " "));
    for (int i = 0; i < means.size(); i++) {
      column.add(right(means.get(i), ofMeans) + " " + right(greatest.get(i), ofGreatest));
    }
    return column;
  }

  /** Units are printable, so that escaping does not change their widths. */
  private static String right(String text, int columns) {
    return " ".repeat(columns - Text.of(text).columns()) + text;
  }

  private static String marked(Scale scale, double value, Deviation deviation, boolean isOfMean) {
    boolean isOutlier = deviation.isOutlier() && deviation.isOfMean() == isOfMean;
    return scale.text(value) + (isOutlier ? "*" : " ");
  }
}
