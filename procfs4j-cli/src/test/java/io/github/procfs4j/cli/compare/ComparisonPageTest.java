package io.github.procfs4j.cli.compare;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.procfs4j.cli.page.Chart;
import io.github.procfs4j.cli.page.Lane;
import io.github.procfs4j.cli.page.Page;
import io.github.procfs4j.cli.page.PageWriter;
import io.github.procfs4j.cli.page.Section;
import io.github.procfs4j.cli.page.Series;
import io.github.procfs4j.cli.page.Verdict;
import io.github.procfs4j.testing.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/** The content of the page of a comparison, without a browser. All runs are made up. */
@SuppressWarnings("NullAway") // what is missing fails the test
class ComparisonPageTest {

  private static Object json(RunComparison comparison) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = new JsonFactory().createGenerator(ObjectWriteContext.empty(), text)) {
      json.writeStartObject();
      ComparisonJson.write(comparison, List.of(), json);
      json.writeEndObject();
    }
    return Json.parse(text.toString());
  }

  private static Verdict verdict(Page page, String name) {
    return page.verdicts().stream().filter(it -> it.name().equals(name)).findAny().orElseThrow();
  }

  private static Stream<Section> sections(Page page) {
    return page.lanes().stream().map(Lane::sections).flatMap(List::stream);
  }

  private static Chart chart(Page page, String id) {
    return sections(page)
        .flatMap(section -> section.charts().stream())
        .filter(chart -> chart.id().equals(id))
        .findAny()
        .orElseThrow();
  }

  private static Series series(Chart chart, String name) {
    return chart.series().stream().filter(it -> it.name().equals(name)).findAny().orElseThrow();
  }

  private static double mean(float[] values) {
    double sum = 0;
    for (float value : values) {
      sum += value;
    }
    return sum / values.length;
  }

  /** The same comparison as JSON: the sentences, and the numbers of all runs. */
  @ParameterizedTest
  @CsvSource({"1, 2", "3, 2", "4, 0", "5, 3", "20, 2"})
  void theSameAsJson(int runs, int special) {
    RunComparison comparison = MadeUpComparisons.comparison(runs, "db", special);
    Page page = MadeUpComparisons.page(comparison);
    Object json = json(comparison);
    boolean isTooFew = "too_few_runs".equals(Json.at(json, "method"));
    List<?> listed = Json.list(json, isTooFew ? "largest" : "differences");

    List<Verdict.Phrase> phrases =
        verdict(page, isTooFew ? "Cannot tell" : "Differences").phrases();
    assertThat(phrases.getFirst().text()).isEqualTo(Json.at(json, "verdict"));
    assertThat(phrases.stream().skip(1).map(phrase -> phrase.text().replaceFirst("^\\? ", "")))
        .isEqualTo(listed.stream().map(it -> Json.at(it, "text")).toList());
    assertThat(page.warnings()).isEqualTo(Json.list(json, "remarks"));
    if (runs > 1) {
      assertThat(listed).hasSize(isTooFew ? special + 1 : special);
    }
    for (int i = 0; i < listed.size(); i++) {
      Object difference = listed.get(i);
      Verdict.Target target = phrases.get(i + 1).target();
      assertThat(page.lanes()).extracting(Lane::id).contains(target.lane());
      Chart chart = chart(page, target.chart());
      assertThat(chart.note()).contains((String) Json.at(difference, "text"));
      for (String group : List.of("a", "b")) {
        List<?> means = Json.list(difference, group);
        for (int run = 0; run < runs; run++) {
          String name = (group.equals("a") ? "A: old" : "B: new") + run;
          assertThat(mean(series(chart, name).values()))
              .as(name)
              .isCloseTo(
                  Double.parseDouble((String) means.get(run)),
                  within(1e-4 * Double.parseDouble((String) means.get(run))));
        }
      }
    }
  }

  /** Medians, middle halves and differences of a few runs, worked out by hand. */
  @Test
  void mediansMiddleHalvesAndTheDifferenceAreThoseOfTheRuns() {
    Key key = MadeUpComparisons.busy();
    List<Run> a = new ArrayList<>();
    for (float level : new float[] {1, 2, 3, 4, 10}) {
      a.add(
          MadeUpComparisons.run(
              "a" + level, 2, Map.of(key, MadeUpComparisons.value(level, Float.NaN))));
    }
    List<Run> b = new ArrayList<>();
    for (float level : new float[] {5, 7}) {
      b.add(
          MadeUpComparisons.run(
              "b" + level, 2, Map.of(key, MadeUpComparisons.value(level, level))));
    }
    Overlay overlay = Overlay.of(key, new Courses(a, b));
    assertThat(overlay.a().median()).containsExactly(3, Double.NaN);
    assertThat(overlay.a().low()).containsExactly(2, Double.NaN);
    assertThat(overlay.a().high()).containsExactly(4, Double.NaN);
    assertThat(overlay.b().median()).containsExactly(6, 6);
    assertThat(overlay.b().low()).containsExactly(5.5, 5.5);
    assertThat(overlay.b().high()).containsExactly(6.5, 6.5);
    assertThat(overlay.difference()).containsExactly(3, Double.NaN);
  }

  /** What is left of a group when most of its runs have ended is not its median. */
  @Test
  void theMedianEndsWhenFewerThanHalfOfTheRunsAreLeft() {
    Key key = MadeUpComparisons.busy();
    List<Run> a = new ArrayList<>();
    List<Run> b = new ArrayList<>();
    for (int parts = 1; parts <= 4; parts++) {
      float[] course = new float[parts];
      Arrays.fill(course, parts);
      a.add(
          MadeUpComparisons.run("a" + parts, parts, Map.of(key, MadeUpComparisons.value(course))));
      b.add(
          MadeUpComparisons.run("b" + parts, 4, Map.of(key, MadeUpComparisons.value(9, 9, 9, 9))));
    }
    RunComparison comparison = new RunComparison(a, b, List.of());
    Overlay overlay = Overlay.of(key, new Courses(comparison.a(), comparison.b()));
    assertThat(overlay.a().median()).containsExactly(2.5, 3, 3.5, Double.NaN);
    assertThat(overlay.a().courses().getLast()).containsExactly(4, 4, 4, 4);
    assertThat(overlay.difference()).containsExactly(6.5, 6, 5.5, Double.NaN);
    assertThat(MadeUpComparisons.page(comparison).warnings())
        .anyMatch(warning -> warning.startsWith("lengths differ, from 1 s to 4 s"));
  }

  @Test
  void theTablesHaveTheNumbersOfTheCharts() {
    RunComparison comparison = MadeUpComparisons.comparison(4, "db", 1);
    Page page = MadeUpComparisons.page(comparison);
    Section section = page.lanes().getFirst().sections().getFirst();
    Difference found = comparison.found().getFirst();
    List<List<String>> runs = section.folded().getFirst().table().rows();
    assertThat(section.folded().getFirst().table().columns()).containsExactly("run", "mean, MiB");
    assertThat(runs).hasSize(8 + 8);
    for (int i = 0; i < 8; i++) {
      List<String> row = runs.get(i);
      assertThat(row.getFirst()).isEqualTo((i < 4 ? "A: old" : "B: new") + i % 4);
      assertThat(Double.parseDouble(row.getLast()) * (1 << 20))
          .isCloseTo(i < 4 ? found.a()[i] : found.b()[i - 4], within(0.01 * (1 << 20)));
    }
    assertThat(runs).anyMatch(row -> row.getFirst().equals("B − A, interval of 95 %"));
    assertThat(runs)
        .anyMatch(row -> row.equals(List.of("effect (Cliff's delta, from -1 to 1)", "1.00")));

    List<List<String>> times = section.folded().getLast().table().rows();
    assertThat(times).hasSize(MadeUpComparisons.PARTS);
    Chart difference = section.charts().getLast();
    for (int i = 0; i < times.size(); i++) {
      assertThat(times.get(i).getFirst()).isEqualTo("%d.0 s".formatted(i + 1));
      assertThat(Double.parseDouble(times.get(i).getLast()) * (1 << 20))
          .isCloseTo(difference.series().getFirst().values()[i], within(0.01 * (1 << 20)));
    }
  }

  @Test
  void whatIsEqualAndWhatOnlyOneGroupHasIsCounted() {
    List<Run> a = MadeUpComparisons.runs(4, false, "db", 0);
    List<Run> b = new ArrayList<>();
    for (Run run : MadeUpComparisons.runs(4, true, "db", 0)) {
      Map<Key, RunValue> values = new HashMap<>(run.values());
      values.put(
          new Key("diskstats", "disk", "sda", "r/s", "/s", false), MadeUpComparisons.value(1, 2));
      b.add(run.with(values));
    }
    Page page =
        MadeUpComparisons.page(
            new RunComparison(a, b, List.of(new RunComparison.Unread("lost.rec", "no such file"))));
    assertThat(verdict(page, "Differences").isRemarkable()).isFalse();
    assertThat(verdict(page, "Others").phrases())
        .extracting(Verdict.Phrase::text)
        .containsExactly("1 figure in which no difference is shown");
    assertThat(verdict(page, "In one only").phrases())
        .extracting(Verdict.Phrase::text)
        .containsExactly("1 figure only in B: diskstats sda");
    assertThat(page.warnings()).contains("not compared: lost.rec: no such file");
    assertThat(page.lanes()).extracting(Lane::title).containsExactly("Others: stat");
  }

  @Test
  void oneRunOfEachIsSaidFirst() {
    Page page = MadeUpComparisons.page(1, "db", 1);
    assertThat(page.warnings().getFirst()).startsWith("one run of each: ");
    Chart chart = sections(page).findFirst().orElseThrow().charts().getFirst();
    assertThat(chart.series())
        .extracting(Series::name)
        .as("no median of a single run")
        .containsExactly("A: old0", "B: new0");
  }

  /** However many runs and figures there are, the page does not grow beyond this. */
  @ParameterizedTest
  @CsvSource({"4, 400", "41, 310"})
  void thePageIsBounded(int runs, int special) throws IOException {
    RunComparison comparison = MadeUpComparisons.comparison(runs, "db", special);
    assertThat(comparison.found()).hasSize(special);
    Page page = MadeUpComparisons.page(comparison);
    long figures = sections(page).filter(section -> !section.charts().isEmpty()).count();
    long values =
        sections(page)
            .flatMap(section -> section.charts().stream())
            .flatMap(chart -> chart.series().stream())
            .mapToLong(series -> series.values().length)
            .sum();
    assertThat(figures).isEqualTo(ComparisonPage.FIGURES);
    assertThat(values).isLessThanOrEqualTo(ComparisonPage.VALUES);
    Chart first = sections(page).findFirst().orElseThrow().charts().getFirst();
    assertThat(first.series()).hasSizeLessThanOrEqualTo(2 * FigureSection.RUNS + 6);
    if (runs > FigureSection.RUNS) {
      assertThat(first.note()).contains("At most 40 runs of each are drawn");
    }
    if (special > figures) {
      assertThat(page.facts())
          .anyMatch(
              fact ->
                  fact.name().equals("not drawn")
                      && fact.value()
                          .equals("db: %,d more figures were tested".formatted(special - figures)));
    }
    assertThat(verdict(page, "Differences").phrases().getLast().text())
        .isEqualTo("and %,d more differences below".formatted(special - 20));
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    PageWriter.write(page, out);
    assertThat(out.size()).isLessThan(16 << 20);
  }

  /** With very many runs fewer figures are drawn. */
  @Test
  void thereIsRoomForFewerFiguresOfMoreRuns() {
    assertThat(ComparisonPage.figures(10, 10, Parts.MOST)).isEqualTo(ComparisonPage.FIGURES);
    int last = ComparisonPage.FIGURES;
    for (int runs = 1; runs < 1 << 20; runs *= 2) {
      int figures = ComparisonPage.figures(runs, runs, Parts.MOST);
      assertThat(figures).isBetween(1, last);
      assertThat((long) figures * 2 * FigureSection.drawn(runs).length * Parts.MOST)
          .isLessThanOrEqualTo(ComparisonPage.VALUES);
      last = figures;
    }
    assertThat(last).isEqualTo(1);
  }

  /** The fewer figures and runs are drawn, the finer. */
  @Test
  void chartsAreAsFineAsThereIsRoom() {
    assertThat(ComparisonPage.parts(10, 2, 2)).isEqualTo(ComparisonPage.PARTS);
    assertThat(ComparisonPage.parts(ComparisonPage.FIGURES, 40, 40)).isBetween(32, 64);
    RunComparison comparison = MadeUpComparisons.comparison(4, "db", 1);
    List<Set<Key>> asked = new ArrayList<>();
    Page page =
        ComparisonPage.of(
            comparison,
            List.of(),
            Cut.NOTHING,
            20,
            (keys, parts, known) -> {
              asked.add(keys);
              return new Courses(finer(known.a()), finer(known.b()));
            });
    assertThat(asked).hasSize(1);
    assertThat(asked.getFirst()).contains(MadeUpComparisons.special("db", 0));
    Section first = sections(page).findFirst().orElseThrow();
    assertThat(first.charts())
        .allSatisfy(
            chart ->
                assertThat(chart.series())
                    .allMatch(series -> series.values().length == 2 * MadeUpComparisons.PARTS));
    assertThat(first.folded().getLast().table().rows()).hasSize(MadeUpComparisons.PARTS);
  }

  /** The same runs in parts of half the length. */
  private static List<Run> finer(List<Run> runs) {
    return runs.stream()
        .map(
            run -> {
              Map<Key, RunValue> values = new HashMap<>();
              run.values()
                  .forEach(
                      (key, value) -> {
                        float[] course = new float[2 * value.course().length];
                        for (int i = 0; i < course.length; i++) {
                          course[i] = value.course()[i / 2];
                        }
                        values.put(
                            key, new RunValue(value.mean(), value.resolution(), course, null));
                      });
              return new Run(
                  run.name(),
                  run.host(),
                  run.kernel(),
                  run.cpus(),
                  run.seconds(),
                  run.partSeconds() / 2,
                  run.bytes(),
                  run.sources(),
                  run.limited(),
                  values,
                  run.wentBack(),
                  run.gaps(),
                  run.shortcomings(),
                  run.disturbance());
            })
        .toList();
  }

  @Test
  void ofManyRunsSomeFromTheFirstToTheLastAreDrawn() {
    assertThat(FigureSection.drawn(1)).containsExactly(0);
    assertThat(FigureSection.drawn(3)).containsExactly(0, 1, 2);
    assertThat(FigureSection.drawn(1000)).hasSize(40).startsWith(0, 25).endsWith(999);
  }

  @Test
  void quantilesAreInterpolated() {
    Random random = new Random(3);
    double[] numbers = random.doubles(9).sorted().toArray();
    assertThat(Overlay.quantile(numbers, 0.5)).isEqualTo(Statistics.median(numbers));
    assertThat(Overlay.quantile(new double[] {1, 2, 3, 4}, 0.25)).isEqualTo(1.75);
    assertThat(Overlay.quantile(new double[] {7}, 0.75)).isEqualTo(7);
    assertThat(Overlay.quantile(new double[0], 0.25)).isNaN();
  }

  @Test
  void timesAreCountedFromWhereTheComparisonBegins() {
    RunComparison comparison = MadeUpComparisons.comparison(4, "db", 0);
    assertThat(MadeUpComparisons.page(comparison).subject().time())
        .isEqualTo("Time since the beginning of each run");
    Page page = ComparisonPage.of(comparison, List.of(), new Cut("go", null, 30_000_000_000L), 20);
    assertThat(page.subject().time()).isEqualTo("Time since 30 s after the mark «go» in each run");
  }

  @Test
  void namesCannotBecomeMarkup() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    PageWriter.write(MadeUpComparisons.page(4, MadeUpComparisons.HOSTILE, 1), out);
    String html = out.toString(UTF_8);
    assertThat(html)
        .doesNotContain("<img", "\033", "\u202e")
        .contains("&lt;/script&gt;&lt;img src=")
        .contains("\\u003C/script\\u003E\\u003Cimg src=x");
  }
}
