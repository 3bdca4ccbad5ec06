package io.github.procfs4j.cli.report;

import io.github.procfs4j.cli.page.Fact;
import io.github.procfs4j.printable.Printable;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** The summary in words, for the terminal and the page. */
final class SummaryTexts {
  /** The width of a terminal for which the lengths of names are made. */
  static final int COLUMNS = 80;

  /** The greatest length of names in findings, where there are as many columns. */
  private static final int LONGEST = 40;

  /** The greatest length of the number and name of a process in a list, where there are as many. */
  private static final int LONGEST_IN_LIST = 24;

  /** No name is longer, however wide the terminal. */
  private static final int LONGEST_OF_ALL = 120;

  private final MachineSummary summary;
  private final int columns;

  SummaryTexts(MachineSummary summary) {
    this(summary, COLUMNS);
  }

  /** With names that are longer where there is more room. */
  SummaryTexts(MachineSummary summary, int columns) {
    this.summary = summary;
    this.columns = columns;
  }

  /** A length for this width; the number of lines is about the same for all widths. */
  private int length(int longest) {
    return Math.clamp((long) longest * columns / COLUMNS, longest, LONGEST_OF_ALL);
  }

  /** What was summarized. */
  String title() {
    return "Summary of "
        + Times.when(summary.recording(), summary.span())
        + summary.recording().facts().value("host").map(host -> ", on " + host).orElse("");
  }

  /**
   * All lines, each with a name, which is empty in a further line about the same.
   *
   * @param most the greatest number of findings for each resource
   * @param processes the greatest number of processes in a list
   */
  List<Fact> lines(int most, int processes) {
    List<Fact> lines = new ArrayList<>();
    for (MachineSummary.Verdict verdict : summary.verdicts()) {
      String name = verdict.resource().text();
      for (String text : texts(verdict, most)) {
        lines.add(new Fact(name, text));
        name = "";
      }
    }
    lines.addAll(busiest(processes));
    summary.waits().forEach(use -> lines.add(new Fact("Waits", use.text())));
    return lines;
  }

  /** What there is to say about a resource: a text for each finding, up to a number, or one. */
  List<String> texts(MachineSummary.Verdict verdict, int most) {
    List<MachineSummary.Finding> found = verdict.found();
    String missing = verdict.missing().isEmpty() ? "" : "no samples of " + or(verdict.missing());
    if (!verdict.examined()) {
      return List.of("not known: " + missing);
    }
    if (found.isEmpty()) {
      return List.of(
          "nothing remarkable"
              + (missing.isEmpty() ? "" : ", but " + missing)
              + verdict
                  .usual()
                  .filter(usual -> usual.peak().value() > 0)
                  .map(usual -> "; at most " + usual.text(length(LONGEST)) + " " + when(usual))
                  .orElse(""));
    }
    List<String> texts = new ArrayList<>();
    found.stream().limit(most).forEach(finding -> texts.add(text(finding)));
    if (found.size() > most) {
      texts.add(
          texts.removeLast()
              + "; also "
              + found.stream()
                  .skip(most)
                  .map(finding -> finding.rule().name())
                  .collect(Collectors.joining(", ")));
    }
    return texts;
  }

  private static String or(List<String> names) {
    return names.size() == 1
        ? names.getFirst()
        : String.join(", ", names.subList(0, names.size() - 1)) + " or " + names.getLast();
  }

  private String text(MachineSummary.Finding finding) {
    return "%s: %s %s%s [%s]"
        .formatted(
            finding.rule().aspect(),
            finding.text(length(LONGEST)),
            when(finding),
            finding.others() == 0 ? "" : ", and %,d more".formatted(finding.others()),
            finding.rule().condition());
  }

  private String when(MachineSummary.Finding finding) {
    Peak peak = finding.peak();
    if (Double.isNaN(peak.from())) {
      return "";
    }
    String at = at(peak.from());
    return finding.rule().unit().equals(Rule.WHOLE)
        ? "first at " + at
        : "over %s from %s".formatted(duration(peak.to() - peak.from()), at);
  }

  /** Rounded to tenths of a second, unless it is shorter than that. */
  private static String duration(double seconds) {
    long tenths = Math.round(seconds * 10);
    return Times.duration(tenths > 0 ? tenths * 100_000_000 : Math.round(seconds * 1e9));
  }

  /** The time of day, and the time since the beginning. */
  private String at(double seconds) {
    Optional<Instant> instant = instant(seconds);
    String since = "+" + duration(seconds);
    return instant
        .map(time -> Times.timeOfDay(time, instant(0).orElse(time)) + " (" + since + ")")
        .orElse(since);
  }

  /** The wall-clock time this many seconds after the beginning, if it was recorded. */
  Optional<Instant> instant(double seconds) {
    return summary
        .recording()
        .instant(summary.recording().startNanos() + Math.round(seconds * 1e9));
  }

  private List<Fact> busiest(int most) {
    if (!summary.hasProcesses()) {
      return List.of(new Fact("Processes", "not recorded: procfs record usual shows who is busy"));
    }
    List<Fact> lines = new ArrayList<>();
    for (MachineSummary.Leaders leaders : summary.leaders()) {
      double greatest =
          leaders.processes().stream().mapToDouble(MachineSummary.Leader::number).max().orElse(0);
      Scale scale = Scale.of(leaders.unit(), greatest);
      String note = leaders.note().isEmpty() ? "" : " (" + leaders.note() + ")";
      lines.add(
          new Fact(
              "By " + leaders.name(),
              leaders.processes().isEmpty()
                  ? "none" + note
                  : leaders.processes().stream()
                          .limit(most)
                          .map(
                              leader ->
                                  "%s %s %s"
                                      .formatted(
                                          Printable.truncated(
                                              leader.process(), length(LONGEST_IN_LIST)),
                                          scale.text(leader.number()),
                                          scale.unit())
                                      .strip())
                          .collect(Collectors.joining(", "))
                      + note));
    }
    return lines;
  }

  /** What to type for more. */
  String more() {
    return "procfs report FILE --full shows all tables. docs/summary.md explains the rules in"
        + " brackets.";
  }
}
