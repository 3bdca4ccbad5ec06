package io.github.procfs4j.cli.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.procfs4j.cli.page.Chart.Form;
import io.github.procfs4j.cli.page.Chart.Range;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;

/** What a reader sees. The numbers in these pages are made up. */
class ChartsInBrowserTest {

  private static final int HEIGHT = 200;

  @AutoClose private static Browser browser;

  @TempDir Path directory;

  @BeforeAll
  static void start() {
    browser = Browser.start();
  }

  @BeforeEach
  void light() {
    browser.prefer("light");
  }

  // ---- Opening

  @Test
  void opensFromAFileWithoutErrorAndAsksForNothing() throws IOException {
    open(waves(100, 4));

    assertThat(browser.log()).isEmpty();
    assertThat(browser.requests()).containsExactly(browser.url().replaceFirst("#.*", ""));
  }

  @Test
  void drawsEverySeriesInAColourOfItsOwn() throws IOException {
    open(waves(100, 4));

    List<String> colours = IntStream.range(0, 4).mapToObj(i -> colour(i)).toList();
    assertThat(colours).doesNotHaveDuplicates();
    for (String colour : colours) {
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
    open(stack);

    browser.run("charts()[0].nameAreas = () => {}; charts()[0].chart.redraw()");
    // A quarter of the height from 0 to 100 is user, half is system.
    long user = pixels(colour(0));
    assertThat((double) pixels(colour(1)) / user).isCloseTo(2, within(0.1));
    assertThat(axis("y")).containsExactly(0.0, 100.0);
  }

  @Test
  void aChartOutOfViewIsDrawnWhenScrolledTo() throws IOException {
    Chart[] charts = new Chart[12];
    Arrays.fill(charts, waves(100, 1));
    open(charts);

    browser.run("document.querySelectorAll('figure')[11].scrollIntoView()");
    browser.await("charts()[11].inView && charts()[11].drawn === view");
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
    open(charts.toArray(Chart[]::new));

    browser.await("charts().every((chart) => chart.drawn)");
    assertThat(browser.<Long>ask("return charts()[19].series[3].values.length")).isEqualTo(60_000);
    assertThat(browser.log()).isEmpty();
  }

  @Test
  void aSingleSampleIsSeen() throws IOException {
    Series one = new Series("one", new double[] {5}, new float[] {3});
    open(new Chart("one", "", "", Form.LINES, null, List.of(one)));

    assertThat(pixels(colour(0))).isPositive();
  }

  // ---- Zooming

  @Test
  void aDragZoomsAllChartsAndADoubleClickShowsAll() throws IOException {
    open(waves(1_001, 1), waves(1_001, 2), waves(1_001, 3));
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
    assertThat(browser.one("#span").getText())
        .matches("2\\.[45]\\d\u202fs to (4\\.9|5\\.0)\\d\u202fs, 2\\.[45]\\d\u202fs");

    browser.mouse().doubleClick(over).perform();
    for (int i = 0; i < 3; i++) {
      assertThat(axis("x", i)).as("chart %s", i).containsExactly(0.0, 10.0);
    }
  }

  @Test
  void aChartOutOfViewFollowsWhenScrolledTo() throws IOException {
    Chart[] charts = new Chart[12];
    Arrays.fill(charts, waves(1_001, 1));
    open(charts);
    browser.await("charts().every((chart) => chart.drawn)");

    browser.run("zoom(2, 3)");
    assertThat(axis("x", 11)).containsExactly(0.0, 10.0);

    browser.run("document.querySelectorAll('figure')[11].scrollIntoView()");
    browser.await("charts()[11].drawn === view");
    assertThat(axis("x", 11)).containsExactly(2.0, 3.0);
  }

  @Test
  void theKeyboardZoomsToo() throws IOException {
    open(waves(1_001, 1));
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
    open(new Chart("c", "", "", Form.LINES, null, List.of(series)));

    assertThat(line("high")).contains(1_000.0).hasSizeLessThan(2_000);
    assertThat(line("low")).contains(-500.0);
    assertThat(axis("y").get(0)).isLessThan(-500);
    assertThat(axis("y").get(1)).isGreaterThan(1_000);
    // At that time the line reaches from near the bottom to the top.
    assertThat(rows(colour(0), 345.67)).isGreaterThan(HEIGHT / 3);
    assertThat(rows(colour(0), 300)).isLessThan(5);
  }

  @Test
  void aSampleAtTheVeryEndIsDrawn() throws IOException {
    float[] values = values(60_001, i -> 10);
    values[60_000] = 1_000;
    Series series = new Series("spike", times(60_001), values);
    open(new Chart("c", "", "", Form.LINES, null, List.of(series)));

    assertThat(axis("x")).containsExactly(0.0, 600.0);
    assertThat(axis("y").get(1)).isGreaterThan(1_000);
    assertThat(line("high")).contains(1_000.0);
  }

  @Test
  void aGapStaysAGap() throws IOException {
    float[] values = values(1_000, i -> 10);
    Arrays.fill(values, 400, 600, Float.NaN);
    Series series = new Series("gap", times(1_000), values);
    open(new Chart("c", "", "", Form.LINES, null, List.of(series)));

    assertThat(rows(colour(0), 3)).isPositive();
    assertThat(rows(colour(0), 5)).isZero();
    assertThat(rows(colour(0), 7)).isPositive();
  }

  /** Within a pixel, and at its beginning. */
  @ParameterizedTest
  @ValueSource(ints = {12_345, 30_000})
  void aGapOfOneSampleBreaksTheLineHoweverMuchIsInView(int sample) throws IOException {
    float[] values = values(60_000, i -> i);
    values[sample] = Float.NaN;
    Series series = new Series("gap", times(60_000), values);
    open(new Chart("c", "", "", Form.LINES, null, List.of(series)));

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
    open(new Chart("c", "%", "", Form.STACK, Range.SHARE, parts));
    browser.run("charts()[0].nameAreas = () => {}; charts()[0].chart.redraw()");

    assertThat(rows(colour(1), 1)).isCloseTo(rows(colour(0), 1) / 2, within(3L));
    assertThat(rows(colour(1), 4)).isCloseTo(rows(colour(1), 1), within(3L));
    assertThat(rows(colour(0), 4)).isZero();
    assertThat(rows(colour(1), 6)).isZero();
    assertThat(rows(colour(0), 6)).isZero();
    assertThat(rows(colour(0), 8)).isPositive();
  }

  /** Six samples, each of which may be a fifth too high or too low. */
  @ParameterizedTest
  @EnumSource(names = {"LINES", "STACK"})
  void anUncertainRateHasABarAtEachSample(Form form) throws IOException {
    double[] times = {0, 1, 2, 3, 4, 5};
    List<Series> series = List.of(new Series("rate", times, values(6, i -> 60)));
    float[] spread = {0.2f, 0.2f, 0.2f, 0, 0.2f, 0.2f};
    open(new Chart("c", "c", "/s", "", form, new Range(0, 100), series, spread));

    // Of 100: 50 to 75 at a sample; the line, or the area up to 60, elsewhere.
    assertThat(drawn(2, 68)).isTrue();
    assertThat(drawn(2, 80)).isFalse();
    assertThat(drawn(2.5, 68)).as("between samples").isFalse();
    assertThat(drawn(3, 68)).as("a certain sample").isFalse();
    if (form == Form.LINES) {
      assertThat(drawn(2, 53)).isTrue();
      assertThat(drawn(2, 45)).isFalse();
    }
  }

  /** Whether anything but the grid is drawn at a time and a value. */
  private static boolean drawn(double time, double value) {
    return browser.ask(
        """
        const {chart} = charts()[0];
        const x = Math.round(chart.valToPos(arguments[0], 'x', true));
        const y = Math.round(chart.valToPos(arguments[1], 'y', true));
        const {data} = chart.ctx.getImageData(x, y, 1, 1);
        const [red, green, blue] = parts(theme.grid);
        return data[3] > 0 && (data[0] !== red || data[1] !== green || data[2] !== blue);
        """,
        time,
        value);
  }

  // ---- Legend

  @Test
  void theLegendShowsTheSampleAtTheCursorOnAllCharts() throws IOException {
    double[] times = times(60_000);
    Series line = new Series("line", times, values(60_000, i -> 1e6 + i));
    Series bytes = new Series("bytes", times, values(60_000, i -> 3 << 20));
    open(
        new Chart("a", "/s", "", Form.LINES, null, List.of(line)),
        new Chart("b", "B", "", Form.LINES, null, List.of(bytes)));
    browser.mouse().moveToElement(browser.one(".u-over")).perform();

    double t =
        browser
            .<Number>ask("return charts()[0].chart.posToVal(charts()[0].chart.cursor.left, 'x')")
            .doubleValue();
    assertThat(t).isCloseTo(300, within(1.0));
    assertThat(now()).containsExactly("1.03\u202fM/s", "3\u202fMiB");
    assertThat(browser.one("#cursor").getText()).startsWith("5:00");

    // A pixel now represents many samples: their mean and range are shown.
    Series jumps = new Series("jumps", times, values(60_000, i -> i % 4 * 1_000));
    open(new Chart("a", "/s", "", Form.LINES, null, List.of(jumps)));
    browser.mouse().moveToElement(browser.one(".u-over")).perform();
    assertThat(now()).singleElement().asString().matches("1\\d\\d\\d \\(0 to 3000\\)/s");

    browser.mouse().moveToElement(browser.one("h1")).perform();
    assertThat(now()).containsOnly("");
  }

  private static List<String> now() {
    return browser.all(".legend td.now").stream().map(WebElement::getText).toList();
  }

  @Test
  void aBoxInTheLegendTakesASeriesAway() throws IOException {
    open(waves(100, 2));

    browser.one(".legend input").click();
    assertThat(pixels(colour(0))).isZero();
    assertThat(pixels(colour(1))).isPositive();

    browser.one(".legend input").click();
    assertThat(pixels(colour(0))).isPositive();
  }

  @Test
  void anAxisBeginsAtZeroUnlessFitted() throws IOException {
    Series series = new Series("s", times(100), values(100, i -> 1_000 + i % 2));
    open(new Chart("c", "", "", Form.LINES, null, List.of(series)));
    assertThat(axis("y").get(0)).isZero();

    browser.one(".fit").click();
    assertThat(axis("y").get(0)).isBetween(999.0, 1_000.0);
    assertThat(axis("y").get(1)).isBetween(1_001.0, 1_002.0);
  }

  // ---- Colours

  @Test
  void darkWhereTheReaderPrefersIt() throws IOException {
    browser.prefer("dark");
    open(waves(100, 1));
    String dark = colour(0);
    assertThat(background()).isEqualTo("rgb(21, 24, 28)");
    assertThat(pixels(dark)).isPositive();

    browser.prefer("light");
    browser.await("theme.ground === '#ffffff'");
    assertThat(background()).isEqualTo("rgb(255, 255, 255)");
    assertThat(colour(0)).isNotEqualTo(dark);
    assertThat(pixels(dark)).isZero();
    assertThat(pixels(colour(0))).isPositive();
  }

  @Test
  void paperIsWhite() throws IOException {
    browser.prefer("dark");
    open(waves(100, 1));
    String dark = colour(0);

    browser.run("dispatchEvent(new Event('beforeprint'))");
    assertThat(colour(0)).isNotEqualTo(dark);
    assertThat(pixels(colour(0))).isPositive();
    browser.run("dispatchEvent(new Event('afterprint'))");
    assertThat(pixels(dark)).isPositive();
  }

  // ---- Made-up pages

  private void open(Chart... charts) throws IOException {
    browser.open(page(charts), directory, "#open=lane");
  }

  private static Page page(Chart... charts) {
    Section section = new Section("Section", List.of(charts));
    return Page.of("Recording", List.of(new Lane("lane", "Lane", null, List.of(section))));
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

  /** The colour of a series. */
  private static String colour(int series) {
    return browser.ask("return colourOf(charts()[0].series[arguments[0]].key)", series);
  }

  /** The number of pixels with a color. */
  private static long pixels(String colour) {
    return browser.ask(
        """
        const {ctx} = charts()[0].chart;
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
        const {chart} = charts()[0];
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
    browser.drawn();
    List<Number> ends =
        browser.ask(
            "const {min, max} = charts()[arguments[1]].chart.scales[arguments[0]]; return [min,"
                + " max]",
            scale,
            chart);
    return ends.stream().map(Number::doubleValue).toList();
  }

  /** The points of the first series as drawn; values that JSON cannot represent are NaN. */
  private static List<Double> line(String coordinate) {
    List<String> points =
        browser.ask(
            "return Array.from(charts()[0].series[0].line[arguments[0]], String)", coordinate);
    return points.stream().map(Double::valueOf).toList();
  }

  private static String background() {
    return browser.ask("return getComputedStyle(document.body).backgroundColor");
  }
}
