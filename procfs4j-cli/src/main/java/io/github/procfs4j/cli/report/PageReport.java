package io.github.procfs4j.cli.report;

import io.github.procfs4j.cli.page.Chart;
import io.github.procfs4j.cli.page.Fact;
import io.github.procfs4j.cli.page.Lane;
import io.github.procfs4j.cli.page.Page;
import io.github.procfs4j.cli.page.Section;
import io.github.procfs4j.cli.page.Table;
import io.github.procfs4j.cli.page.Verdict;
import io.github.procfs4j.recording.Mark;
import io.github.procfs4j.recording.RecordedSource;
import io.github.procfs4j.recording.Recording;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The report as a page: the summary, then a lane for each resource. */
final class PageReport {
  /** The greatest number of values of a measure that are kept for processes over time. */
  static final int VALUES = 2_000_000;

  /** The greatest number of sources in a sentence. */
  private static final int LATE = 12;

  private PageReport() {}

  /** The page of a recording. */
  static Page page(String name, Recording recording, Span span, List<Findings> sources) {
    MachineSummary summary = MachineSummary.of(recording, span, sources);
    List<Mark> marks = Overview.marks(recording, span);
    PageCharts charts = new PageCharts();
    List<Lane> lanes = lanes(sources, Membership.find(recording).orElse(null), charts);
    List<Verdict> verdicts = new PageVerdicts(summary, sources, charts).verdicts();
    List<String> warnings = new ArrayList<>(Overview.warnings(recording));
    late(recording).ifPresent(warnings::add);
    warnings.addAll(summary.remarks());
    return new Page(
        name,
        new SummaryTexts(summary).title(),
        Times.clock(recording).orElse(null),
        verdicts,
        warnings,
        facts(recording, span, sources, marks, charts),
        lanes,
        marks.stream().map(mark -> mark(recording, mark)).toList());
  }

  /** What was skipped because the recorder was late, of all sources in one sentence. */
  private static Optional<String> late(Recording recording) {
    List<RecordedSource> late =
        recording.sources().stream().filter(source -> source.lateTicks() > 0).toList();
    if (late.size() < 2) {
      return Overview.late(recording).stream().findFirst();
    }
    return Optional.of(
        "ticks skipped because the recorder was late: "
            + late.stream()
                .map(source -> "%s %,d".formatted(source.name(), source.lateTicks()))
                .limit(LATE)
                .collect(Collectors.joining(", "))
            + (late.size() > LATE ? ", and more" : ""));
  }

  private static Page.Mark mark(Recording recording, Mark mark) {
    return new Page.Mark((mark.nanos() - recording.startNanos()) / 1e9, mark.text());
  }

  private static List<Fact> facts(
      Recording recording, Span span, List<Findings> sources, List<Mark> marks, PageCharts charts) {
    List<Fact> facts = new ArrayList<>();
    Overview.facts(recording, span).forEach((what, value) -> facts.add(new Fact(what, value)));
    if (Times.clock(recording).isEmpty() && Overview.begin(recording).isPresent()) {
      facts.add(
          new Fact(
              "note",
              "times of day are not shown: the clock was not recorded, or was set meanwhile"));
    }
    Overview.texts(recording, marks).forEach(mark -> facts.add(new Fact("mark", mark)));
    for (Findings source : sources) {
      String nothing = Overview.nothing(source);
      facts.add(
          new Fact(
              source.source().name(),
              Overview.samples(source.source(), Overview.hasBudget(recording))
                  + (nothing.isEmpty() ? "" : "; " + nothing)));
    }
    if (sources.stream().anyMatch(ProcessUsage.class::isInstance)) {
      facts.add(new Fact("how to read", Overview.USE));
    }
    for (Findings source : sources) {
      List<String> notes = new ArrayList<>(Remark.texts(Overview.gaps(source)));
      switch (source) {
        case SourceFigures figures -> {
          for (TableFigures table : figures.tables()) {
            notes.addAll(Overview.remarks(figures, table));
          }
          notes.addAll(charts.leftOut(figures));
          List<String> notThere = Overview.namesNotThere(figures);
          if (!notThere.isEmpty()) {
            notes.add("missing: " + String.join(", ", notThere));
          }
        }
        case ProcessUsage usage -> notes.addAll(Remark.texts(Overview.notes(usage)));
        case OwnCost cost -> {
          if (!cost.sentence().isEmpty()) {
            facts.add(new Fact("cost", cost.sentence()));
          }
        }
      }
      String of = source.source().name() + ": ";
      notes.forEach(note -> facts.add(new Fact("note", of + note)));
    }
    facts.add(
        new Fact(
            "rules",
            "A verdict is the mean over the ten seconds in which it was greatest; docs/summary.md"
                + " explains the rules in brackets."));
    return facts;
  }

  private static List<Lane> lanes(
      List<Findings> sources, @Nullable Membership membership, PageCharts charts) {
    List<Lane> lanes = new ArrayList<>();
    for (PageLane lane : PageLane.values()) {
      List<Section> sections = new ArrayList<>();
      for (Findings source : sources) {
        if (source.intervals().size() > 0) {
          add(sections, lane, source, membership, charts);
        }
      }
      if (!sections.isEmpty()) {
        Chart headline = lane.headline(sources, charts);
        lanes.add(new Lane(lane.id(), lane.title(), headline, sections));
      }
    }
    return lanes;
  }

  private static void add(
      List<Section> sections,
      PageLane lane,
      Findings source,
      @Nullable Membership membership,
      PageCharts charts) {
    boolean isHere = PageLane.of(source.source().name()) == lane;
    switch (source) {
      case SourceFigures figures -> {
        Section section =
            charts.section(
                figures,
                title(source.source()),
                isHere,
                figure -> PageLane.of(source.source().name(), figure) == lane);
        if (isHere || !section.charts().isEmpty()) {
          sections.add(section);
        }
      }
      case ProcessUsage usage -> {
        if (isHere) {
          sections.add(PageProcesses.section(usage, membership, title(source.source()), charts));
        }
      }
      case OwnCost cost -> {
        if (isHere) {
          Section section =
              charts.section(cost.figures(), title(source.source()), true, figure -> true);
          sections.add(
              new Section(
                  section.title(),
                  new Table(OwnCost.HEADS, cost.lines()),
                  section.charts(),
                  section.flat(),
                  null));
        }
      }
    }
  }

  private static String title(RecordedSource source) {
    return source.name() + ": " + source.purpose();
  }
}
