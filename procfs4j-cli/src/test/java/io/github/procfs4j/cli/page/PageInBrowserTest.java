package io.github.procfs4j.cli.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.procfs4j.cli.page.Chart.Form;
import io.github.procfs4j.cli.page.Chart.Range;
import io.github.procfs4j.cli.report.PageNumbers;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.IntToDoubleFunction;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;

/** What a reader sees. The numbers in these pages are made up. */
class PageInBrowserTest {

  private static final int HEIGHT = 220;

  private static Browser browser;

  @TempDir Path directory;

  @BeforeAll
  static void start() {
    browser = Browser.start();
  }

  @AfterAll
  static void stop() {
    if (browser != null) {
      browser.close();
    }
  }

  @BeforeEach
  void light() {
    browser.prefer("light");
  }

  // ---- Opening

  @Test
  void opensFromAFileWithoutErrorAndAsksForNothing() throws IOException {
    browser.open(page(waves(100, 4)), directory);

    assertThat(browser.log()).isEmpty();
    assertThat(browser.requests()).containsExactly(browser.url());
  }

  @Test
  void drawsEverySeriesInAColourOfItsOwn() throws IOException {
    browser.open(page(waves(100, 4)), directory);

    for (String colour : List.of("#0072b2", "#d55e00", "#117733", "#cc79a7")) {
      assertThat(pixels(colour)).as(colour).isGreaterThan(100);
    }
  }

  @Test
  void drawsAStackUpToTheSum() throws IOException {
    double[] times = times(100);
    Chart stack =
        new Chart(
            "CPU time",
            "%",
            "",
            Form.STACK,
            Range.SHARE,
            List.of(
                new Series("user", times, values(100, i -> 25)),
                new Series("system", times, values(100, i -> 50))));
    browser.open(page(stack), directory);

    // A quarter of the height from 0 to 100 is user, half is system.
    long user = pixels("#0072b2");
    assertThat((double) pixels("#d55e00") / user).isCloseTo(2, within(0.1));
    assertThat(axis("y")).containsExactly(0.0, 100.0);
  }

  @Test
  void aChartOutOfViewIsDrawnWhenScrolledTo() throws IOException {
    Chart[] charts = new Chart[12];
    Arrays.fill(charts, waves(100, 1));
    browser.open(page(charts), directory);

    browser.run("document.querySelectorAll('figure')[11].scrollIntoView()");
    browser.await("charts[11].inView && charts[11].drawn === view");
  }

  @Test
  void opensTenMinutesAtAHundredHertz() throws IOException {
    double[] times = times(60_000);
    List<Chart> charts = new ArrayList<>();
    for (int c = 0; c < 20; c++) {
      List<Series> series = new ArrayList<>();
      for (int s = 0; s < 4; s++) {
        int phase = 4 * c + s;
        series.add(
            new Series(
                "s" + s, times, values(60_000, i -> 100 + 50 * Math.sin(i / 900.0 + phase))));
      }
      charts.add(new Chart("chart " + c, "/s", "", Form.LINES, null, series));
    }
    browser.open(page(charts.toArray(Chart[]::new)), directory);

    browser.await("charts.every((chart) => chart.drawn)");
    assertThat(browser.<Long>ask("return charts[19].series[3].values.length")).isEqualTo(60_000);
    assertThat(browser.log()).isEmpty();
  }

  @Test
  void saysSoWhereThereIsNothing() throws IOException {
    Chart noSeries = new Chart("none", "", "", Form.LINES, null, List.of());
    Series gaps = new Series("gaps", times(10), values(10, i -> Double.NaN));
    Chart noValues = new Chart("gaps", "", "", Form.STACK, null, List.of(gaps));
    Section charts = new Section("charts", null, List.of(noSeries, noValues));
    browser.open(
        new Page(
            "p", null, List.of(), List.of(charts, new Section("none", null, List.of())), List.of()),
        directory);

    assertThat(browser.all("main .empty").stream().map(WebElement::getText))
        .containsExactly(
            "No values in this recording.",
            "No values in this recording.",
            "Nothing was recorded.");

    browser.open(new Page("p", null, List.of(), List.of(), List.of()), directory);
    assertThat(browser.one("main").getText())
        .isEqualTo("Nothing was recorded that could be shown.");
    assertThat(browser.log()).isEmpty();
  }

  @Test
  void aSingleSampleIsSeen() throws IOException {
    Series one = new Series("one", new double[] {5}, new float[] {3});
    browser.open(page(new Chart("one", "", "", Form.LINES, null, List.of(one))), directory);

    assertThat(pixels("#0072b2")).isPositive();
  }

  // ---- Hostile names

  private static final Map<String, String> HOSTILE =
      Map.ofEntries(
          Map.entry("<script>hit = 1</script>", "<script>hit = 1</script>"),
          Map.entry("</script><script>hit = 1</script>", "</script><script>hit = 1</script>"),
          Map.entry("<img src=x onerror='hit = 1'>", "<img src=x onerror='hit = 1'>"),
          Map.entry("\" onmouseover=\"hit = 1", "\" onmouseover=\"hit = 1"),
          Map.entry("' onmouseover='hit = 1", "' onmouseover='hit = 1"),
          Map.entry("</title></figure><b>", "</title></figure><b>"),
          Map.entry("<!--", "<!--"),
          Map.entry("&lt;&#60;&amp;", "&lt;&#60;&amp;"),
          Map.entry("${hit = 1} %s %d", "${hit = 1} %s %d"),
          Map.entry("\u001b[2J\u0000\u0007", "\\x1b[2J\\x00\\x07"),
          Map.entry("a\nb\tc\rd", "a\\nb\\tc\\rd"),
          Map.entry("a\u2028b\u2029c", "a\\u2028b\\u2029c"),
          Map.entry("\ud800x\udc00", "\\ud800x\\udc00"),
          Map.entry("\u202etxt.exe\u2066", "\\u202etxt.exe\\u2066"),
          Map.entry("\u0085\ufeff\ufffe", "\\x85\\ufeff\\ufffe"),
          Map.entry("(odd) a  b)", "(odd) a  b)"),
          Map.entry("🙂 ü", "🙂 ü"));

  @Test
  void hostileNamesAreShownAndDoNothing() throws IOException {
    for (Map.Entry<String, String> entry : HOSTILE.entrySet()) {
      String name = entry.getKey();
      Series series = new Series(name, times(10), values(10, i -> i));
      Chart chart = new Chart(name, name + "/s", name, Form.LINES, null, List.of(series));
      Table table = new Table(List.of(name, name), List.of(List.of(name, name)));
      browser.open(
          new Page(
              name,
              null,
              List.of(new Fact(name, name)),
              List.of(new Section(name, table, List.of(chart))),
              List.of(new Page.Mark(0.05, name))),
          directory);
      // Anything that might listen to the mouse or the keyboard must be triggered.
      browser.mouse().moveToElement(browser.one(".plot")).perform();
      browser.mouse().moveToElement(browser.one(".legend button")).click().perform();

      for (String place :
          List.of(
              "title", "h1", "dt", "dd", "nav a", "h2", "thead th", "td", "h3", ".note", "bdi")) {
        assertThat(
                browser.<String>ask(
                    "return document.querySelector(arguments[0]).textContent", place))
            .as("%s in %s", entry.getValue(), place)
            .isEqualTo(entry.getValue());
      }
      assertThat(browser.<String>ask("return document.querySelector('.unit').textContent"))
          .isEqualTo(entry.getValue() + "/s");
      assertThat(browser.<String>ask("return typeof hit"))
          .as(entry.getValue())
          .isEqualTo("undefined");
      assertThat(browser.all("script:not([type]), img, b")).as(entry.getValue()).hasSize(1);
      assertThat(browser.log()).as(entry.getValue()).isEmpty();
    }
  }

  @Test
  void noOtherScriptCouldRun() throws IOException {
    browser.open(page(waves(100, 1)), directory);

    browser.run(
        """
        const script = document.createElement('script');
        script.textContent = 'hit = 1';
        document.body.append(script);
        const image = document.createElement('img');
        image.setAttribute('onerror', 'hit = 1');
        image.src = 'x';
        document.body.append(image);
        """);
    assertThat(browser.<String>ask("return typeof hit")).isEqualTo("undefined");
    assertThat(browser.log().toString()).contains("Content Security Policy");
  }

  // ---- Zooming

  @Test
  void aDragZoomsAllChartsAndADoubleClickShowsAll() throws IOException {
    browser.open(page(waves(1_001, 1), waves(1_001, 2), waves(1_001, 3)), directory);
    WebElement over = browser.one(".u-over");
    int width = over.getSize().width;

    // From a quarter to a half of ten seconds.
    browser
        .mouse()
        .moveToElement(over, -width / 4, 0)
        .clickAndHold()
        .moveByOffset(width / 4, 5)
        .release()
        .perform();

    for (int i = 0; i < 3; i++) {
      List<Double> x = axis("x", i);
      assertThat(x.get(0)).as("chart %s", i).isCloseTo(2.5, within(0.05));
      assertThat(x.get(1)).as("chart %s", i).isCloseTo(5, within(0.05));
    }
    assertThat(browser.one("#span").getText()).isEqualTo("2.50\u202fs to 4.99\u202fs");

    browser.mouse().doubleClick(over).perform();
    for (int i = 0; i < 3; i++) {
      assertThat(axis("x", i)).as("chart %s", i).containsExactly(0.0, 10.0);
    }
  }

  @Test
  void aChartOutOfViewFollowsWhenScrolledTo() throws IOException {
    Chart[] charts = new Chart[12];
    Arrays.fill(charts, waves(1_001, 1));
    browser.open(page(charts), directory);
    browser.await("charts.every((chart) => chart.drawn)");

    browser.run("zoom(2, 3)");
    assertThat(axis("x", 11)).containsExactly(0.0, 10.0);

    browser.run("document.querySelectorAll('figure')[11].scrollIntoView()");
    browser.await("charts[11].drawn === view");
    assertThat(axis("x", 11)).containsExactly(2.0, 3.0);
  }

  @Test
  void theKeyboardZoomsToo() throws IOException {
    browser.open(page(waves(1_001, 1)), directory);
    WebElement plot = browser.one(".plot");

    plot.sendKeys("+");
    assertThat(axis("x")).containsExactly(2.5, 7.5);
    plot.sendKeys(Keys.ARROW_RIGHT);
    assertThat(axis("x")).containsExactly(3.5, 8.5);
    browser.one("#out").click();
    assertThat(axis("x")).containsExactly(1.0, 10.0);
    plot.sendKeys(Keys.ESCAPE);
    assertThat(axis("x")).containsExactly(0.0, 10.0);
  }

  // ---- Reduction

  @Test
  void anExtremeOfASingleSampleIsDrawn() throws IOException {
    float[] values = values(60_000, i -> 10);
    values[34_567] = 1_000;
    values[45_678] = -500;
    Series series = new Series("spike", times(60_000), values);
    browser.open(page(new Chart("c", "", "", Form.LINES, null, List.of(series))), directory);

    assertThat(line("high")).contains(1_000.0).hasSizeLessThan(2_000);
    assertThat(line("low")).contains(-500.0);
    assertThat(axis("y").get(0)).isLessThan(-500);
    assertThat(axis("y").get(1)).isGreaterThan(1_000);
    // At that time the line reaches from near the bottom to the top.
    assertThat(rows("#0072b2", 345.67)).isGreaterThan(HEIGHT / 3);
    assertThat(rows("#0072b2", 300)).isLessThan(5);
  }

  @Test
  void aSampleAtTheVeryEndIsDrawn() throws IOException {
    float[] values = values(60_001, i -> 10);
    values[60_000] = 1_000;
    Series series = new Series("spike", times(60_001), values);
    browser.open(page(new Chart("c", "", "", Form.LINES, null, List.of(series))), directory);

    assertThat(axis("x")).containsExactly(0.0, 600.0);
    assertThat(axis("y").get(1)).isGreaterThan(1_000);
    assertThat(line("high")).contains(1_000.0);
  }

  @Test
  void everyPixelReachesAsFarAsItsSamples() throws IOException {
    browser.open(page(waves(10, 1)), directory);

    // A random walk with gaps, seen as a whole, in parts, and beyond its end.
    assertThat(
            browser.<List<Object>>ask(
                """
                let seed = 1;
                const random = () => (seed = seed * 48271 % 2147483647) / 2147483647;
                const times = Float64Array.from({length: 20000}, (_, i) => (i + random() / 2) / 100);
                let level = 0;
                const values = Float32Array.from(times, () => random() < 0.02 ? NaN : level += random() - 0.5);
                const failures = [];
                for (const [from, to] of [[0, 200], [50, 150], [20, 20.5], [150, 250]]) {
                  const columns = 400;
                  const columnOf = (t) => Math.floor((t - from) * columns / (to - from));
                  const line = reduce(times, values, from, to, columns);
                  const extremes = (x, low, high) => {
                    const of = {};
                    x.forEach((t, i) => {
                      if (!(t >= from && t < to) || Number.isNaN(low[i])) return;
                      const [least, greatest] = of[columnOf(t)] ?? [Infinity, -Infinity];
                      of[columnOf(t)] = [Math.min(least, low[i]), Math.max(greatest, high[i])];
                    });
                    return of;
                  };
                  const expected = extremes(times, values, values);
                  if (JSON.stringify(expected) !== JSON.stringify(extremes(line.x, line.low, line.high)))
                    failures.push(`${from} to ${to}`);
                  if (line.lowest !== Math.min(...Object.values(expected).map(([low]) => low))) failures.push('lowest');
                  if (line.highest !== Math.max(...Object.values(expected).map(([, high]) => high))) failures.push('highest');
                  if (line.dense !== to - from > 10) failures.push('dense');
                  if (line.x.length > 2 * columns + 4) failures.push('length ' + line.x.length);
                }
                return failures;
                """))
        .isEmpty();
  }

  @Test
  void aMeanIsWeightedWithTime() throws IOException {
    browser.open(page(waves(10, 1)), directory);

    // A rate of 10 for a second, then of 0 for three: 2.5 on the average, not 5.
    assertThat(
            browser.<Number>ask(
                "return summary(Float64Array.of(0, 1, 4), Float32Array.of(NaN, 10, 0), 0, 3).mean"))
        .isEqualTo(2.5);
  }

  @Test
  void aGapStaysAGap() throws IOException {
    float[] values = values(1_000, i -> 10);
    Arrays.fill(values, 400, 600, Float.NaN);
    Series series = new Series("gap", times(1_000), values);
    browser.open(page(new Chart("c", "", "", Form.LINES, null, List.of(series))), directory);

    assertThat(rows("#0072b2", 3)).isPositive();
    assertThat(rows("#0072b2", 5)).isZero();
    assertThat(rows("#0072b2", 7)).isPositive();
  }

  /** Within a pixel, and at its beginning. */
  @ParameterizedTest
  @ValueSource(ints = {12_345, 30_000})
  void aGapOfOneSampleBreaksTheLineHoweverMuchIsInView(int sample) throws IOException {
    float[] values = values(60_000, i -> i);
    values[sample] = Float.NaN;
    Series series = new Series("gap", times(60_000), values);
    browser.open(page(new Chart("c", "", "", Form.LINES, null, List.of(series))), directory);

    List<Double> x = line("x");
    List<Double> y = line("y");
    int[] gaps = IntStream.range(0, y.size()).filter(i -> y.get(i).isNaN()).toArray();
    double pixel = 600.0 / y.size();
    assertThat(gaps).hasSize(1);
    assertThat(x.get(gaps[0] - 1)).isCloseTo(sample / 100.0, within(2 * pixel));
    assertThat(x.get(gaps[0] + 1)).isCloseTo(sample / 100.0, within(2 * pixel));
  }

  @Test
  void aStackClosesUpWhereAPartHasAGapAndEndsWhereAllHave() throws IOException {
    double[] times = times(1_000);
    float[] user = values(1_000, i -> 40);
    float[] system = values(1_000, i -> 20);
    Arrays.fill(user, 300, 700, Float.NaN);
    Arrays.fill(system, 500, 900, Float.NaN);
    List<Series> parts =
        List.of(new Series("user", times, user), new Series("system", times, system));
    browser.open(page(new Chart("c", "%", "", Form.STACK, Range.SHARE, parts)), directory);

    assertThat(rows("#d55e00", 1)).isCloseTo(rows("#0072b2", 1) / 2, within(3L));
    assertThat(rows("#d55e00", 4)).isCloseTo(rows("#d55e00", 1), within(3L));
    assertThat(rows("#0072b2", 4)).isZero();
    assertThat(rows("#d55e00", 6)).isZero();
    assertThat(rows("#0072b2", 6)).isZero();
    assertThat(rows("#0072b2", 8)).isPositive();
  }

  // ---- Legend

  @Test
  void theLegendShowsTheSampleAtTheCursorOnAllCharts() throws IOException {
    double[] times = times(60_000);
    Series line = new Series("line", times, values(60_000, i -> 1e6 + i));
    Series bytes = new Series("bytes", times, values(60_000, i -> 3 << 20));
    browser.open(
        page(
            new Chart("a", "/s", "", Form.LINES, null, List.of(line)),
            new Chart("b", "B", "", Form.LINES, null, List.of(bytes))),
        directory);
    browser.mouse().moveToElement(browser.one(".u-over")).perform();

    double t =
        browser
            .<Number>ask("return charts[0].chart.posToVal(charts[0].chart.cursor.left, 'x')")
            .doubleValue();
    assertThat(t).isCloseTo(300, within(1.0));
    assertThat(browser.all(".legend output").stream().map(WebElement::getText))
        .containsExactly("1.03\u202fM/s", "3\u202fMiB");
    assertThat(browser.one("#cursor").getText()).startsWith("5:00");

    // A pixel now represents many samples: their mean and range are shown.
    Series jumps = new Series("jumps", times, values(60_000, i -> i % 4 * 1_000));
    browser.open(page(new Chart("a", "/s", "", Form.LINES, null, List.of(jumps))), directory);
    browser.mouse().moveToElement(browser.one(".u-over")).perform();
    assertThat(browser.one(".legend output").getText()).matches("1\\d\\d\\d \\(0 to 3000\\)/s");

    browser.mouse().moveToElement(browser.one("h1")).perform();
    assertThat(browser.all(".legend output").stream().map(WebElement::getText)).containsOnly("");
  }

  @Test
  void aSampleIsTheNearestOneAndNoneOutsideOrInAGap() throws IOException {
    browser.open(page(waves(10, 1)), directory);

    assertThat(
            browser.<List<Object>>ask(
                """
                const times = Float64Array.of(1, 2, 3, 4);
                const values = Float32Array.of(10, NaN, 30, 40);
                return [0.9, 1, 1.4, 1.6, 2.6, 4, 4.1].map((t) => String(values[nearest(times, t)]));
                """))
        .isEqualTo(List.of("undefined", "10", "10", "NaN", "30", "40", "undefined"));
  }

  @Test
  void aClickInTheLegendTakesASeriesAway() throws IOException {
    browser.open(page(waves(100, 2)), directory);
    WebElement first = browser.one(".legend button");

    first.click();
    browser.mouse().moveToElement(browser.one("h1")).click().perform();
    assertThat(first.getAttribute("aria-pressed")).isEqualTo("false");
    assertThat(pixels("#0072b2")).isZero();
    assertThat(pixels("#d55e00")).isPositive();

    first.click();
    browser.mouse().moveToElement(browser.one("h1")).click().perform();
    assertThat(pixels("#0072b2")).isPositive();
  }

  @Test
  void anAxisBeginsAtZeroUnlessFitted() throws IOException {
    Series series = new Series("s", times(100), values(100, i -> 1_000 + i % 2));
    browser.open(page(new Chart("c", "", "", Form.LINES, null, List.of(series))), directory);
    assertThat(axis("y").get(0)).isZero();

    browser.one(".fit").click();
    assertThat(axis("y").get(0)).isBetween(999.0, 1_000.0);
    assertThat(axis("y").get(1)).isBetween(1_001.0, 1_002.0);
  }

  // ---- Colours

  @Test
  void darkWhereTheReaderPrefersIt() throws IOException {
    browser.prefer("dark");
    browser.open(page(waves(100, 1)), directory);
    assertThat(background()).isEqualTo("rgb(21, 24, 28)");
    assertThat(pixels("#56b4e9")).isPositive();

    browser.prefer("light");
    browser.await("theme.ground === '#fff'");
    assertThat(background()).isEqualTo("rgb(255, 255, 255)");
    assertThat(pixels("#56b4e9")).isZero();
    assertThat(pixels("#0072b2")).isPositive();
  }

  @Test
  void paperIsWhite() throws IOException {
    browser.prefer("dark");
    browser.open(page(waves(100, 1)), directory);

    browser.run("dispatchEvent(new Event('beforeprint'))");
    assertThat(pixels("#0072b2")).isPositive();
    browser.run("dispatchEvent(new Event('afterprint'))");
    assertThat(pixels("#56b4e9")).isPositive();
  }

  @Test
  void chartsArePrintedAndButtonsAreNot() throws IOException {
    browser.open(page(waves(100, 1)), directory);

    browser.medium("print");
    try {
      assertThat(browser.one("canvas").getSize().width).isGreaterThan(400);
      assertThat(browser.one("#bar").isDisplayed()).isFalse();
    } finally {
      browser.medium("screen");
    }
  }

  // ---- Numbers

  @ParameterizedTest
  @CsvSource({
    "0, B, 0 B",
    "999, B, 999 B",
    "1024, B, 1 KiB",
    "33555000000, B, 31.25 GiB",
    "2621440, B/s, 2.5 MiB/s",
    "0.00025, s, 250 µs",
    "0.0000000001, s, 0.1 ns",
    "90, s, 90 s",
    "12.3456, %, 12.35 %",
    "12345, %, 12345 %",
    "7, /s, 7/s",
    "9999, /s, 9999/s",
    "12345, /s, 12.35 k/s",
    "12345, x, 12.35 k x",
    "0.004, '', 0.004",
    "NaN, B, –",
  })
  void numbersAreForPeople(String value, String unit, String expected) throws IOException {
    if (!browser.url().startsWith("file:")) {
      browser.open(page(waves(10, 1)), directory);
    }
    String shown =
        browser.ask(
            "const v = Number(arguments[0]); return format({low: v, high: v, mean: v},"
                + " arguments[1])",
            value,
            unit);
    assertThat(shown.replace('\u202f', ' ')).isEqualTo(expected);
  }

  /** The summary table and the legends beside it show the same amount with the same unit. */
  @Test
  void unitsAreTheSameInTablesAndLegends() throws IOException {
    browser.open(page(waves(10, 1)), directory);
    List<Double> sizes =
        DoubleStream.iterate(1e-7, size -> size * 1.37).limit(150).boxed().toList();
    for (String unit : List.of("bytes", "bytes/s", "ns", "µs", "ms", "s", "ms/s", "%", "/s", "x")) {
      List<String> shown =
          browser.ask(
              "const [sizes, unit, factor] = arguments;"
                  + " return sizes.map((size) => named(prefix(size * factor, unit)[1], unit))",
              sizes,
              PageNumbers.unit(unit),
              PageNumbers.factor(unit));
      assertThat(shown)
          .as(unit)
          .isEqualTo(sizes.stream().map(size -> PageNumbers.shown(unit, size)).toList());
    }
  }

  @Test
  void aLongUnitIsBesideTheHeadingOnly() throws IOException {
    Series series = new Series("s", times(10), values(10, i -> 1e6));
    browser.open(page(new Chart("c", "pages/s", "", Form.LINES, null, List.of(series))), directory);

    assertThat(browser.one(".unit").getText()).isEqualTo("pages/s");
    browser.mouse().moveToElement(browser.one(".u-over")).perform();
    assertThat(browser.one(".legend output").getText()).isEqualTo("1\u202fM");
  }

  @Test
  void extremesShareThePrefixOfTheMean() throws IOException {
    browser.open(page(waves(10, 1)), directory);

    String shown = browser.ask("return format({low: 0, high: 2048, mean: 512}, 'B')");
    assertThat(shown).isEqualTo("0.5 (0 to 2)\u202fKiB");
  }

  @ParameterizedTest
  @CsvSource({
    "0, 30, 0 s",
    "12.5, 0.5, 12.5 s",
    "0.0001234, 0.000001, 0.000123 s",
    "60, 1, 1:00",
    "59.9999, 0.1, 1:00.0",
    "600, 60, 10:00",
    "3723.5, 0.1, 1:02:03.5",
    "90061, 1, 1d 01:01:01",
    "90061, 3600, 1d 01:01",
  })
  void timesAreForPeople(double seconds, double step, String expected) throws IOException {
    if (!browser.url().startsWith("file:")) {
      browser.open(page(waves(10, 1)), directory);
    }
    String shown = browser.ask("return elapsed(arguments[0], arguments[1])", seconds, step);
    assertThat(shown.replace('\u202f', ' ')).isEqualTo(expected);
  }

  @Test
  void labelsOfAnAxisHaveOnePrefixAndTheDecimalsOfTheStep() throws IOException {
    browser.open(page(waves(10, 1)), directory);

    assertThat(browser.<List<Object>>ask("return ticks([0, 250, 500, 1000], 250, '/s')"))
        .isEqualTo(List.of("0/s", "250/s", "500/s", "1000/s"));
    assertThat(browser.<List<Object>>ask("return ticks([0, 2 ** 29, 2 ** 31], 2 ** 29, 'B')"))
        .isEqualTo(List.of("0\u202fB", "0.5\u202fGiB", "2.0\u202fGiB"));
    assertThat(browser.<List<Object>>ask("return ticks([0, 0.0025, 0.005], 0.0025, 's')"))
        .isEqualTo(List.of("0\u202fs", "2.5\u202fms", "5.0\u202fms"));
  }

  @Test
  void arraysArriveAsTheyWere() throws IOException {
    double[] times = {-0.5, 0, 1e-6, 0.010001, 3_600, 700_000.25, 700_000.25};
    float[] values = {Float.NaN, -0f, Float.MIN_VALUE, Float.MAX_VALUE, 1 / 3f, 16_777_217, -1e30f};
    Series series = new Series("s", times, values);
    browser.open(page(new Chart("c", "", "", Form.LINES, null, List.of(series))), directory);

    assertThat(
            browser.<List<Number>>ask("return [...charts[0].series[0].times]").stream()
                .mapToDouble(Number::doubleValue))
        .containsExactly(DoubleStream.of(times).boxed().toArray(Double[]::new));
    List<String> bits =
        browser.ask(
            "return [...new Uint32Array(charts[0].series[0].values.buffer)].map((bits) =>"
                + " bits.toString(16))");
    for (int i = 0; i < values.length; i++) {
      assertThat(bits.get(i)).isEqualTo(Integer.toHexString(Float.floatToIntBits(values[i])));
    }
  }

  // ---- The clock

  @Test
  void theCursorTellsTheTimeOfDayIfItIsKnown() throws IOException {
    Instant begin = Instant.parse("2026-03-28T12:00:00Z");
    ZoneOffset offset = ZoneOffset.ofHoursMinutes(5, 30);
    openWithClock(new Clock(begin, begin.plusSeconds(600), 600, offset));
    assertThat(cursor(300)).isEqualTo("5:00.0 · 17:35:00 +05:30");

    openWithClock(new Clock(begin, begin.plusSeconds(660), 600, ZoneOffset.UTC));
    assertThat(cursor(300)).as("it goes faster").isEqualTo("5:00.0 · 12:05:30 UTC");

    Instant night = Instant.parse("2026-03-28T23:58:00Z");
    openWithClock(new Clock(night, night.plusSeconds(600), 600, ZoneOffset.UTC));
    assertThat(cursor(60)).isEqualTo("1:00.0 · 2026-03-28 23:59:00 UTC");
    assertThat(cursor(120)).isEqualTo("2:00.0 · 2026-03-29 00:00:00 UTC");

    browser.open(page(waves(60_000, 1)), directory);
    assertThat(cursor(300)).isEqualTo("5:00.0");
  }

  private void openWithClock(Clock clock) throws IOException {
    List<Section> sections = List.of(new Section("s", null, List.of(waves(60_001, 1))));
    browser.open(new Page("p", clock, List.of(), sections, List.of()), directory);
  }

  private static String cursor(double seconds) {
    browser.run("point(" + seconds + ")");
    return browser.one("#cursor").getText();
  }

  // ---- Made-up pages

  private static Page page(Chart... charts) {
    return new Page(
        "Recording",
        null,
        List.of(new Fact("kernel", "6.1.0")),
        List.of(new Section("Section", null, List.of(charts))),
        List.of());
  }

  /** Sine waves, one above the other, for {@code samples} hundredths of a second. */
  private static Chart waves(int samples, int count) {
    double[] times = times(samples);
    List<Series> series = new ArrayList<>();
    for (int s = 0; s < count; s++) {
      int level = 10 * (s + 1);
      series.add(new Series("wave" + s, times, values(samples, i -> level + Math.sin(i / 9.0))));
    }
    return new Chart("Waves", "/s", "", Form.LINES, null, series);
  }

  private static double[] times(int samples) {
    return IntStream.range(0, samples).mapToDouble(i -> i / 100.0).toArray();
  }

  private static float[] values(int samples, IntToDoubleFunction value) {
    float[] values = new float[samples];
    for (int i = 0; i < samples; i++) {
      values[i] = (float) value.applyAsDouble(i);
    }
    return values;
  }

  // ---- Looking at the first chart

  /** The number of pixels with a color. */
  private static long pixels(String colour) {
    return browser.ask(
        """
        const {ctx} = charts[0].chart;
        const {data} = ctx.getImageData(0, 0, ctx.canvas.width, ctx.canvas.height);
        const colour = parseInt(arguments[0].slice(1), 16);
        let count = 0;
        for (let i = 0; i < data.length; i += 4) {
          if ((data[i] << 16 | data[i + 1] << 8 | data[i + 2]) === colour && data[i + 3] === 255) count++;
        }
        return count;
        """,
        colour);
  }

  /** The number of pixels in a column that have approximately a color at a time. */
  private static long rows(String colour, double time) {
    return browser.ask(
        """
        const {chart} = charts[0];
        const x = Math.round(chart.valToPos(arguments[1], 'x', true));
        const {data} = chart.ctx.getImageData(x - 1, 0, 3, chart.ctx.canvas.height);
        const near = (i, c) => data[i + 3] > 64 && Math.abs(data[i] - (c >> 16)) + Math.abs(data[i + 1] - (c >> 8 & 255)) + Math.abs(data[i + 2] - (c & 255)) < 60;
        let count = 0;
        for (let row = 0; row < data.length; row += 12) {
          if ([0, 4, 8].some((i) => near(row + i, parseInt(arguments[0].slice(1), 16)))) count++;
        }
        return count;
        """,
        colour,
        time);
  }

  private static List<Double> axis(String scale) {
    return axis(scale, 0);
  }

  private static List<Double> axis(String scale, int chart) {
    List<Number> ends =
        browser.ask(
            "const {min, max} = charts[arguments[1]].chart.scales[arguments[0]]; return [min, max]",
            scale,
            chart);
    return ends.stream().map(Number::doubleValue).toList();
  }

  /** The points of the first series as drawn; values that JSON cannot represent are NaN. */
  private static List<Double> line(String coordinate) {
    List<String> points =
        browser.ask(
            "return Array.from(charts[0].series[0].line[arguments[0]], String)", coordinate);
    return points.stream().map(Double::valueOf).toList();
  }

  private static String background() {
    return browser.ask("return getComputedStyle(document.body).backgroundColor");
  }
}
