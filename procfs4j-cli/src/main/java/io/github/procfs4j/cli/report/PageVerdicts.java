package io.github.procfs4j.cli.report;

import io.github.procfs4j.cli.page.Verdict;
import io.github.procfs4j.cli.page.Verdict.Phrase;
import io.github.procfs4j.cli.page.Verdict.Target;
import io.github.procfs4j.printable.Printable;
import io.github.procfs4j.processes.ProcessMeasure;
import io.github.procfs4j.processes.Waits;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The summary at the top of the page, each of whose phrases leads to what it is about. */
final class PageVerdicts {
  /** How much of the time around a finding is shown, as a multiple of its length. */
  private static final double AROUND = 1;

  /** The time around a moment, in seconds. */
  private static final double LEAST = 5;

  /** The width in characters of a wide page; phrases are wrapped where it is narrow. */
  private static final int WIDE = 160;

  /** The greatest length of a process in a list, which is wrapped where the page is narrow. */
  private static final int LONGEST = 48;

  private final MachineSummary summary;
  private final SummaryTexts texts;
  private final List<Findings> sources;
  private final PageCharts charts;

  PageVerdicts(MachineSummary summary, List<Findings> sources, PageCharts charts) {
    this.summary = summary;
    this.sources = sources;
    this.charts = charts;
    texts = new SummaryTexts(summary, WIDE);
  }

  List<Verdict> verdicts() {
    List<Verdict> verdicts = new ArrayList<>();
    for (MachineSummary.Verdict verdict : summary.verdicts()) {
      List<String> words = texts.texts(verdict, Integer.MAX_VALUE);
      List<MachineSummary.Finding> found =
          verdict.found().isEmpty() ? verdict.usual().stream().toList() : verdict.found();
      List<Phrase> phrases = new ArrayList<>();
      for (int i = 0; i < words.size(); i++) {
        phrases.add(new Phrase(words.get(i), i < found.size() ? target(found.get(i)) : null));
      }
      verdicts.add(new Verdict(verdict.resource().text(), !verdict.found().isEmpty(), phrases));
    }
    busiest(verdicts);
    summary
        .waits()
        .forEach(
            use ->
                verdicts.add(
                    new Verdict("Waits", false, List.of(new Phrase(use.text(), ofWaits())))));
    return verdicts;
  }

  private @Nullable Target target(MachineSummary.Finding finding) {
    Watch watch = finding.rule().watch();
    Peak peak = finding.peak();
    double around = Math.max(LEAST, AROUND * (peak.to() - peak.from()));
    double from = Math.max(0, peak.from() - around);
    double to = peak.to() + around;
    if (watch.source().equals(Watch.PROCESSES)) {
      boolean isGrowth = finding.rule().unit().equals("bytes");
      return new Target(
          PageLane.PROCESSES.id(),
          isGrowth ? chartOfProcesses(ProcessMeasure.MEMORY) : chartOfProcesses(ProcessMeasure.CPU),
          from,
          to,
          peak.name());
    }
    if (watch.figures().isEmpty()) {
      return new Target(
          PageLane.of(watch.source()).id(),
          charts.chartOf(watch.source(), "file", "waiters"),
          from,
          to,
          "file=" + peak.name());
    }
    String chart = "";
    for (String figure : watch.figures()) {
      if (chart.isEmpty()) {
        chart = charts.chartOf(watch.source(), watch.table(), figure);
      }
    }
    return new Target(PageLane.of(watch.source()).id(), chart, from, to, key(watch, peak.name()));
  }

  private static Target ofWaits() {
    String lane = PageLane.of(Waits.PREFIX).id();
    return new Target(lane, "", Double.NaN, Double.NaN, "");
  }

  private String chartOfProcesses(ProcessMeasure measure) {
    for (Findings findings : sources) {
      if (findings instanceof ProcessUsage usage && usage.intervals().size() > 0) {
        TaskUsage tasks = usage.tables().getFirst();
        return usage.source().name() + "/" + tasks.table().name() + "/" + measure.text();
      }
    }
    return "";
  }

  /** The identity of the row that a finding is about; empty if it is the only one. */
  private String key(Watch watch, String name) {
    for (Findings findings : sources) {
      if (findings instanceof SourceFigures source && watch.isOf(source.source().name())) {
        for (TableFigures table : source.tables()) {
          for (RowFigures row : table.rows()) {
            if (!name.isEmpty()
                && row.row().table().name().equals(watch.table())
                && row.shortText().equals(name)) {
              return row.text();
            }
          }
        }
      }
    }
    return "";
  }

  private void busiest(List<Verdict> verdicts) {
    if (!summary.hasProcesses()) {
      verdicts.add(
          new Verdict(
              "Processes",
              false,
              List.of(new Phrase("not recorded: procfs record usual shows who is busy", null))));
      return;
    }
    for (MachineSummary.Leaders leaders : summary.leaders()) {
      double greatest =
          leaders.processes().stream().mapToDouble(MachineSummary.Leader::number).max().orElse(0);
      Scale scale = Scale.of(leaders.unit(), greatest);
      List<Phrase> phrases = new ArrayList<>();
      for (MachineSummary.Leader leader : leaders.processes()) {
        phrases.add(
            new Phrase(
                "%s %s %s"
                    .formatted(
                        Printable.truncated(leader.process(), LONGEST),
                        scale.text(leader.number()),
                        scale.unit())
                    .strip(),
                new Target(PageLane.PROCESSES.id(), "", Double.NaN, Double.NaN, leader.process())));
      }
      if (phrases.isEmpty()) {
        phrases.add(new Phrase("none", null));
      }
      if (!leaders.note().isEmpty()) {
        phrases.add(new Phrase("(" + leaders.note() + ")", null));
      }
      verdicts.add(new Verdict("By " + leaders.name(), false, phrases));
    }
  }
}
