package io.github.procfs4j.cli.compare;

import io.github.procfs4j.cli.compare.RunComparison.Method;
import io.github.procfs4j.cli.page.Chart;
import io.github.procfs4j.cli.page.Fact;
import io.github.procfs4j.cli.page.Lane;
import io.github.procfs4j.cli.page.Page;
import io.github.procfs4j.cli.page.Section;
import io.github.procfs4j.cli.page.Verdict;
import io.github.procfs4j.cli.page.Verdict.Phrase;
import io.github.procfs4j.cli.page.Verdict.Target;
import io.github.procfs4j.cli.report.Times;
import io.github.procfs4j.printable.Printable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A comparison of runs as a page: the sentences of {@link ComparisonText}, then a lane for each row
 * in which a figure differs, and one for the other figures of each source.
 */
final class ComparisonPage {
  /** The greatest number of figures that are drawn. */
  static final int FIGURES = 300;

  /** The greatest number of values over time on the page. */
  static final int VALUES = 2_000_000;

  /** The greatest number of figures of a source that are drawn although they do not differ. */
  static final int OTHERS = 24;

  /** The greatest number of runs that are facts. */
  private static final int FACTS = 200;

  /**
   * The greatest number of parts of a run in a chart: a chart is about a thousand pixels wide, and
   * a line needs two to show that something came and went.
   */
  static final int PARTS = 512;

  /** How many values a line of a table is worth. */
  private static final int CELLS = 8;

  /** The lines of a figure that are not runs. */
  private static final int OTHER_LINES = 7;

  private static final int LONGEST = 40;

  private final RunComparison comparison;
  private final Sentences sentences;
  private final List<Outcome> outcomes;
  private final Cut cut;
  private final int top;
  private final FigureSection.Times coarse;
  private FigureSection.Times fine;

  /** The lanes in which figures are drawn. */
  private final Map<Key, String> laneOf = new HashMap<>();

  private final List<Lane> lanes = new ArrayList<>();
  private final List<Fact> leftOut = new ArrayList<>();
  private final List<Planned> planned = new ArrayList<>();
  private int left;

  /**
   * A lane that will be drawn.
   *
   * @param drawn its figures
   */
  private record Planned(String id, String title, List<Difference> drawn, boolean isOfOneRow) {}

  private ComparisonPage(RunComparison comparison, List<Outcome> outcomes, Cut cut, int top) {
    this.comparison = comparison;
    this.outcomes = outcomes;
    this.cut = cut;
    this.top = top;
    sentences = new Sentences(comparison);
    coarse = new FigureSection.Times(new Courses(comparison.a(), comparison.b()));
    fine = coarse;
    left = figures(comparison.a().size(), comparison.b().size(), coarse.ends().length);
  }

  /** The number of figures for which there is room, at least one. */
  static int figures(int runsOfA, int runsOfB, int parts) {
    int lines =
        FigureSection.drawn(runsOfA).length + FigureSection.drawn(runsOfB).length + OTHER_LINES;
    long values = (long) lines * parts;
    long cells = CELLS * ((long) runsOfA + runsOfB);
    return Math.clamp(VALUES / (values + cells), 1, FIGURES);
  }

  /** In how many parts of a run so many figures can be drawn. */
  static int parts(int figures, int runsOfA, int runsOfB) {
    int parts = PARTS;
    while (parts > Parts.MOST && figures(runsOfA, runsOfB, parts) < figures) {
      parts /= 2;
    }
    return parts;
  }

  /**
   * The page of a comparison, without finer parts.
   *
   * @param top the greatest number of differences in the list
   */
  static Page of(RunComparison comparison, List<Outcome> outcomes, Cut cut, int top) {
    return of(comparison, outcomes, cut, top, (keys, parts, known) -> known);
  }

  /**
   * The page of a comparison.
   *
   * @param top the greatest number of differences in the list
   * @param source reads what is drawn in finer parts
   */
  static Page of(
      RunComparison comparison, List<Outcome> outcomes, Cut cut, int top, Courses.Source source) {
    return new ComparisonPage(comparison, outcomes, cut, top).page(source);
  }

  private Page page(Courses.Source source) {
    plan();
    Set<Key> keys = new LinkedHashSet<>();
    planned.forEach(lane -> lane.drawn.forEach(figure -> keys.add(figure.key())));
    int parts = parts(keys.size(), comparison.a().size(), comparison.b().size());
    if (parts > Parts.MOST) {
      Courses courses = source.of(keys, parts, coarse.courses());
      fine = courses == coarse.courses() ? coarse : new FigureSection.Times(courses);
    }
    planned.forEach(this::draw);
    String summary =
        switch (comparison.method()) {
          case TOO_FEW_RUNS -> "too few runs";
          case BENJAMINI_HOCHBERG, GREATEST_STATISTIC, BLOCKS ->
              comparison.found().isEmpty()
                  ? outcomes.stream().anyMatch(outcome -> !outcome.met().isEmpty())
                      ? "a condition is met"
                      : "no difference shown"
                  : Sentences.counted(comparison.found().size(), "difference");
        };
    return new Page(
        "A and B: " + summary,
        String.join(" · ", sentences.runs()),
        null,
        verdicts(),
        sentences.remarks(),
        facts(),
        lanes,
        List.of(),
        new Page.Subject("About this comparison", "No figure could differ.", times(), true));
  }

  /** What the times of the charts are counted from. */
  private String times() {
    String fromMark = cut.fromMark();
    String from =
        fromMark == null
            ? "the beginning of each run"
            : "the mark «" + Printable.truncated(fromMark, LONGEST) + "» in each run";
    return cut.skipNanos() == 0
        ? "Time since " + from
        : "Time since %s after %s".formatted(Times.duration(cut.skipNanos()), from);
  }

  // ---- What was found

  private List<Verdict> verdicts() {
    List<Verdict> verdicts = new ArrayList<>();
    comparison
        .time()
        .ifPresent(
            time ->
                sentences
                    .time()
                    .ifPresent(
                        text ->
                            add(
                                verdicts,
                                "Time",
                                time.verdict() == Difference.Verdict.DIFFERENT,
                                List.of(new Phrase(text, target(time))))));
    boolean isTooFew = comparison.method() == Method.TOO_FEW_RUNS;
    List<Difference> all =
        comparison.withoutRepetitions(
            isTooFew
                ? ComparisonText.largest(comparison, Integer.MAX_VALUE).toList()
                : comparison.found());
    List<Difference> listed = all.subList(0, Math.min(top, all.size()));
    List<Phrase> phrases = new ArrayList<>();
    phrases.add(new Phrase(sentences.verdict(outcomes), null));
    listed.forEach(it -> phrases.add(phrase(isTooFew ? "? " : "", it)));
    if (!isTooFew) {
      more(phrases, all.size());
    }
    sentences.note(listed).ifPresent(note -> phrases.add(new Phrase(note, null)));
    add(verdicts, isTooFew ? "Cannot tell" : "Differences", !comparison.found().isEmpty(), phrases);
    for (Outcome outcome : outcomes) {
      List<Phrase> met = new ArrayList<>();
      met.add(new Phrase(sentences.of(outcome), null));
      outcome.met().stream().limit(top).forEach(it -> met.add(phrase("", it)));
      more(met, outcome.met().size());
      add(verdicts, "Condition", !outcome.met().isEmpty(), met);
    }
    addAll(verdicts, "Others", sentences.others());
    addAll(verdicts, "In one only", sentences.unmatched());
    return verdicts;
  }

  private void more(List<Phrase> phrases, int all) {
    if (all > top) {
      phrases.add(
          new Phrase("and " + Sentences.counted(all - top, "more difference") + " below", null));
    }
  }

  private static void addAll(List<Verdict> verdicts, String name, List<String> texts) {
    if (!texts.isEmpty()) {
      add(verdicts, name, false, texts.stream().map(text -> new Phrase(text, null)).toList());
    }
  }

  private static void add(
      List<Verdict> verdicts, String name, boolean isRemarkable, List<Phrase> phrases) {
    verdicts.add(new Verdict(name, isRemarkable, phrases));
  }

  private Phrase phrase(String before, Difference difference) {
    return new Phrase(before + sentences.of(difference), target(difference));
  }

  private @Nullable Target target(Difference difference) {
    String lane = laneOf.get(difference.key());
    return lane == null
        ? null
        : new Target(lane, FigureSection.chartId(difference.key()), Double.NaN, Double.NaN, "");
  }

  // ---- The lanes

  private void plan() {
    comparison.time().ifPresent(time -> lane("time", "Time", List.of(time), false));
    Map<List<String>, List<Difference>> found = new LinkedHashMap<>();
    for (Difference difference : comparison.found()) {
      Key key = difference.key();
      found
          .computeIfAbsent(List.of(key.source(), key.table(), key.row()), any -> new ArrayList<>())
          .add(difference);
    }
    found.values().forEach(row -> lane("row" + planned.size(), subject(row), row, true));
    Map<String, List<Difference>> others = new LinkedHashMap<>();
    ComparisonText.largest(comparison, Integer.MAX_VALUE)
        .filter(difference -> difference.verdict() != Difference.Verdict.DIFFERENT)
        .forEach(
            difference ->
                others
                    .computeIfAbsent(difference.key().source(), any -> new ArrayList<>())
                    .add(difference));
    others.forEach(this::others);
  }

  private String subject(List<Difference> row) {
    return comparison.names().of(row.getFirst().key().subject());
  }

  /** A lane of figures, as far as there is room for them. */
  private void lane(String id, String title, List<Difference> all, boolean isOfOneRow) {
    List<Difference> drawn = all.subList(0, Math.min(all.size(), left));
    leftOut(title, all.size() - drawn.size());
    if (drawn.isEmpty()) {
      return;
    }
    left -= drawn.size();
    planned.add(new Planned(id, title, drawn, isOfOneRow));
  }

  private void draw(Planned lane) {
    List<Section> sections = new ArrayList<>();
    Chart headline = null;
    for (Difference difference : lane.drawn) {
      FigureSection figure = new FigureSection(comparison, difference, fine, coarse);
      Key key = difference.key();
      Section section =
          figure.section(
              lane.isOfOneRow
                  ? key.figure()
                  : comparison.names().of(key.subject()) + ": " + key.figure());
      sections.add(section);
      laneOf.put(key, lane.id);
      if (headline == null && lane.isOfOneRow && !section.charts().isEmpty()) {
        headline = section.charts().getLast();
      }
    }
    lanes.add(new Lane(lane.id, lane.title, headline, sections));
  }

  /** Figures of a source that do not differ: those that look most as if they did. */
  private void others(String source, List<Difference> all) {
    List<Difference> most = all.subList(0, Math.min(all.size(), OTHERS));
    leftOut("Others: " + source, all.size() - most.size());
    lane("others" + planned.size(), "Others: " + source, most, false);
  }

  private void leftOut(String lane, int figures) {
    if (figures > 0) {
      leftOut.add(
          new Fact(
              "not drawn",
              lane + ": " + Sentences.counted(figures, "more figure") + " were tested"));
    }
  }

  // ---- Facts

  private List<Fact> facts() {
    List<Fact> facts = new ArrayList<>();
    addRuns(facts, "A", comparison.a());
    addRuns(facts, "B", comparison.b());
    facts.add(
        new Fact(
            "method",
            switch (comparison.method()) {
              case BENJAMINI_HOCHBERG ->
                  "rank sum test, corrected for all figures as Benjamini and Hochberg do";
              case GREATEST_STATISTIC ->
                  "the greatest statistic of all other divisions of the runs (Westfall and Young)";
              case BLOCKS ->
                  "each run divided into %d blocks, which count as runs".formatted(Evidence.BLOCKS);
              case TOO_FEW_RUNS -> "none: there are too few runs";
            }));
    facts.add(
        new Fact(
            "how to read",
            "Each point is the mean of a run over the "
                + part()
                + " before it. A thick line is the median of the runs of a group at that time, the"
                + " band around it is their middle half, and below is the difference of the"
                + " medians. The sentences are about the means of complete runs; docs/compare.md"
                + " describes how they are found."));
    facts.addAll(leftOut);
    return facts;
  }

  private String part() {
    return Times.duration(Math.round(fine.courses().partSeconds() * 10) * 100_000_000);
  }

  private static void addRuns(List<Fact> facts, String group, List<Run> runs) {
    for (Run run : runs.subList(0, Math.min(runs.size(), FACTS))) {
      List<String> parts = new ArrayList<>();
      parts.add(String.format(Locale.ROOT, "%,.1f s", run.seconds()));
      for (String part : List.of(run.host(), run.kernel(), run.disturbance())) {
        if (!part.isEmpty()) {
          parts.add(part);
        }
      }
      facts.add(new Fact(group + ": " + run.name(), String.join(", ", parts)));
    }
    if (runs.size() > FACTS) {
      facts.add(new Fact(group, Sentences.counted(runs.size() - FACTS, "more run")));
    }
  }
}
