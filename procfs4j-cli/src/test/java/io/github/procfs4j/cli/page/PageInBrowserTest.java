package io.github.procfs4j.cli.page;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.procfs4j.cli.page.Chart.Form;
import io.github.procfs4j.cli.page.Verdict.Phrase;
import io.github.procfs4j.cli.page.Verdict.Target;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;

/** The page as a reader uses it, in a real browser. */
@SuppressWarnings("NullAway") // what is missing fails the test
class PageInBrowserTest {
  private static final int ONE_IN = Integer.getInteger("procfs.one-in", 1);

  @AutoClose private static Browser browser;

  @TempDir Path directory;

  @BeforeAll
  static void start() {
    browser = Browser.start();
  }

  @BeforeEach
  void asUsual() {
    browser.prefer("light");
    browser.width(1400, 1000);
  }

  private void open(String fragment) throws IOException {
    browser.open(MadeUpPages.full(), directory, fragment);
  }

  // ---- The first screen

  @Test
  void oneScreenHasTheSummaryTheOverviewAndEachLaneOnALine() throws IOException {
    open("");

    assertThat(browser.log()).isEmpty();
    assertThat(browser.requests()).containsExactly(browser.url());
    assertThat(browser.one("#verdicts").getText()).contains("CPU 3 90 % busy");
    assertThat(browser.one(".warning").getText()).isEqualTo("a made-up remark");
    assertThat(browser.all(".lane .fold bdi").stream().map(WebElement::getText))
        .containsExactly("CPU", "Processes", "Own cost");
    assertThat(browser.all("figure")).isEmpty();
    assertThat(browser.<Number>ask("return document.body.scrollHeight").intValue())
        .isLessThan(1000);
    assertThat(browser.one("#facts dl").isDisplayed()).as("in a drawer").isFalse();
  }

  @Test
  void aVerdictLeadsToItsChartItsTimeAndItsRow() throws IOException {
    open("");

    browser.one("#verdicts a").click();
    browser.drawn();
    assertThat(browser.<Boolean>ask("return view.from === 20 && view.to === 40")).isTrue();
    assertThat(browser.<String>ask("return selected")).isEqualTo("cpu=3");
    assertThat(browser.<String>ask("return document.activeElement.dataset.chart"))
        .isEqualTo("busy");
    assertThat(
            browser.<Boolean>ask(
                "const {top, bottom} = document.activeElement.querySelector('.plot')"
                    + ".getBoundingClientRect();"
                    + " const under = document.getElementById('sticky').getBoundingClientRect();"
                    + " return top >= under.bottom - 60 && bottom <= innerHeight"))
        .as("it is in view, not behind the bar")
        .isTrue();
    assertThat(browser.log()).isEmpty();
  }

  @Test
  void aLaneWithAVerdictIsMarked() throws IOException {
    open("");
    assertThat(browser.all(".lane.flagged")).hasSize(1);
    assertThat(browser.one("#lane-cpu").getAttribute("class")).contains("flagged");
  }

  @Test
  void aFlatHeadlineIsListedNotDrawn() throws IOException {
    Series flat = new Series("x", MadeUpPages.seconds(10), MadeUpPages.values(10, i -> 2048));
    Chart line = new Chart("size", "B", "", Form.LINES, null, List.of(flat));
    Section section = new Section("s", null, List.of(), List.of("2 KiB throughout: x"), null);
    browser.open(
        Page.of("p", List.of(new Lane("l", "L", line, List.of(section)))), directory, "#open=l");
    assertThat(browser.one(".what").getText()).isEqualTo("size: 2\u202fKiB throughout");
    assertThat(browser.one(".line canvas").isDisplayed()).isFalse();
    assertThat(browser.one(".flat").getText()).contains("2 KiB throughout: x");
  }

  @Test
  void saysSoWhereThereIsNothing() throws IOException {
    Chart noSeries = new Chart("none", "", "", Form.LINES, null, List.of());
    Series gaps =
        new Series("gaps", MadeUpPages.times(10), MadeUpPages.values(10, i -> Double.NaN));
    Chart noValues = new Chart("gaps", "", "", Form.STACK, null, List.of(gaps));
    Section charts = new Section("charts", List.of(noSeries, noValues));
    Section none = new Section("none", List.of());
    browser.open(
        Page.of("p", List.of(new Lane("l", "L", null, List.of(charts, none)))),
        directory,
        "#open=l");

    assertThat(browser.all("main .empty").stream().map(WebElement::getText))
        .containsExactly(
            "No values in this recording.",
            "No values in this recording.",
            "Nothing was recorded.");

    browser.open(Page.of("p", List.of()), directory);
    assertThat(browser.one("main").getText())
        .isEqualTo("Nothing was recorded that could be shown.");
    assertThat(browser.log()).isEmpty();
  }

  // ---- The overview

  /** A comparison may have a lane for each of a hundred rows. */
  @Test
  void theOverviewHasARowForTheFirstLanesOnly() throws IOException {
    Chart waves = MadeUpPages.waves("waves", 100, 1);
    List<Lane> lanes =
        IntStream.range(0, 30)
            .mapToObj(
                i -> new Lane("lane" + i, "Lane " + i, waves, List.of(new Section("s", List.of()))))
            .toList();
    browser.open(Page.of("p", lanes), directory);
    assertThat(browser.all("#overview .names bdi").stream().map(WebElement::getText))
        .hasSize(10)
        .startsWith("Lane 0", "Lane 1");
    assertThat(browser.all(".lane")).hasSize(30);
  }

  /** Of four lanes one never changes, and one is left out. */
  @Test
  void theOverviewHasARowForEachLaneInWhichSomethingHappens() throws IOException {
    double[] times = MadeUpPages.seconds(101);
    List<Lane> lanes =
        List.of(
            lane("cpu", new Series("c", times, MadeUpPages.values(101, i -> i))),
            lane("memory", new Series("m", times, MadeUpPages.values(101, i -> 7))),
            lane(
                "disks",
                new Series(
                    "d", times, MadeUpPages.values(101, i -> i > 60 && i < 80 ? Double.NaN : i))),
            lane("interrupts", new Series("i", times, MadeUpPages.values(101, i -> i))));
    Verdict verdict =
        new Verdict(
            "Disks", true, List.of(new Phrase("busy", new Target("disks", "chart", 20, 40, ""))));
    browser.open(
        new Page(
            "p",
            "",
            null,
            List.of(verdict),
            List.of(),
            List.of(),
            lanes,
            List.of(new Page.Mark(50, "deploy"))),
        directory);

    assertThat(browser.all("#overview .names bdi").stream().map(WebElement::getText))
        .containsExactly("CPU", "DISKS");
    assertThat(browser.log()).isEmpty();
    assertThat(browser.one("#overview canvas").getAttribute("aria-label"))
        .startsWith("The whole time: CPU, chart; DISKS, chart. Marks: deploy at 50\u202fs. Arrows");
    // The finding is in the lower row, at its time; the gap is hatched there, and the mark in all.
    assertThat(overviewHas("theme.warn", 30, 51)).isTrue();
    assertThat(overviewHas("theme.warn", 30, 38)).isFalse();
    assertThat(overviewHas("theme.warn", 50, 51)).isFalse();
    assertThat(overviewHas("theme.muted", 50, 20)).isTrue();
    assertThat(overviewHas("theme.muted", 50, 45)).isTrue();
    assertThat(browser.<Boolean>ask(INKED, 62, 78, 41, 52)).as("the gap").isTrue();
  }

  private static Lane lane(String id, Series series) {
    Chart chart = new Chart("chart", "%", "", Form.LINES, Chart.Range.SHARE, List.of(series));
    String title = id.toUpperCase(java.util.Locale.ROOT);
    return new Lane(id, title, chart, List.of(new Section("s", List.of(chart))));
  }

  /** Whether a pixel of the overview has a colour, at a time and so many pixels below the top. */
  private static boolean overviewHas(String colour, double time, int y) {
    return browser.ask(
        """
        const x = Math.round(overview.x(arguments[0]));
        const {data} = overview.canvas.getContext('2d').getImageData(x, arguments[1], 1, 1);
        return parts(%s).every((part, i) => Math.abs(part - data[i]) < 3) && data[3] > 250;
        """
            .formatted(colour),
        time,
        y);
  }

  /** Whether there is anything in a part of the overview: from and to a time, and a height. */
  private static final String INKED =
      """
      const [from, to, top, bottom] = arguments;
      const x = overview.x(from);
      const ctx = overview.canvas.getContext('2d');
      const {data} = ctx.getImageData(x, top, overview.x(to) - x, bottom - top);
      return data.some((part, i) => i % 4 === 3 && part > 100);
      """;

  @Test
  void aRowBelowTheFirstShowsChangesButSmallOnesStaySmall() {
    List<List<Number>> reaches =
        browser.ask(
            """
            const times = Float64Array.of(1, 2, 3);
            return [[[14, 15, 16], {low: 0, high: 100}], [[40, 70, 90], {low: 0, high: 100}],
                [[99.9, 100, 100], {low: 0, high: 100}], [[3, 5, 9], {}], [[NaN, NaN, NaN], {}]]
              .map(([values, of]) => reachOf({times, values: Float32Array.from(values)}, of))
              .map(({low, high}) => [low, high]);
            """);
    assertThat(reaches.stream().map(Object::toString))
        .containsExactly("[14, 19]", "[40, 90]", "[95, 100]", "[0, 9]", "[0, 1]");
  }

  // ---- Time

  @Test
  void aRangeIsDraggedInTheOverviewMovedAndUndone() throws IOException {
    open("#open=cpu");
    WebElement overview = browser.one("#overview canvas");
    int width = overview.getSize().width;

    drag(overview, -width / 4, width / 4);
    assertThat(view()).satisfies(near(25, 50));
    drag(overview, -width / 8, width / 4);
    assertThat(view()).as("moved").satisfies(near(50, 75));
    drag(overview, width / 4, width / 8);
    assertThat(view()).as("its end").satisfies(near(50, 87.5));
    browser.drawn();
    assertThat(browser.one("#span").getText())
        .matches("17:30:(49\\.[5-9]|50\\.\\d) \\(\\+(49|50).*");
    assertThat(browser.one(".zone").getText()).isEqualTo("Times of day in +05:30");

    browser.one("#undo").click();
    assertThat(view()).satisfies(near(50, 75));
    browser.type("u");
    assertThat(view()).satisfies(near(25, 50));
    browser.type("u");
    assertThat(view()).satisfies(near(0, 100));
    assertThat(browser.one("#undo").isEnabled()).isFalse();
  }

  private static void drag(WebElement element, int from, int by) {
    browser
        .mouse()
        .moveToElement(element, from, 0)
        .clickAndHold()
        .moveByOffset(by / 2, 0)
        .moveByOffset(by - by / 2, 0)
        .release()
        .perform();
  }

  private static List<Number> view() {
    return browser.ask("return [view.from, view.to]");
  }

  private static java.util.function.Consumer<List<? extends Number>> near(double from, double to) {
    return view -> {
      assertThat(view.get(0).doubleValue()).isBetween(from - 0.6, from + 0.6);
      assertThat(view.get(1).doubleValue()).isBetween(to - 0.6, to + 0.6);
    };
  }

  @Test
  void arrowsMoveAndZoomInTheOverview() throws IOException {
    open("");
    browser.one("#overview canvas").sendKeys(Keys.ARROW_UP);
    assertThat(view()).satisfies(near(25, 75));
    browser.type(Keys.ARROW_RIGHT);
    assertThat(view()).satisfies(near(35, 85));
    browser.type(Keys.ARROW_LEFT, Keys.ARROW_DOWN);
    assertThat(view()).satisfies(near(0, 100));
  }

  @Test
  void statisticsAreThoseOfTheTimeInView() throws IOException {
    Series steps =
        new Series(
            "steps", MadeUpPages.seconds(101), MadeUpPages.values(101, i -> i <= 50 ? 10 : 30));
    Chart chart = new Chart("c", "", "", Form.LINES, null, List.of(steps));
    browser.open(
        Page.of("p", List.of(new Lane("l", "L", chart, List.of(new Section("s", List.of(chart)))))),
        directory,
        "#open=l");
    assertThat(cells(".legend tbody tr")).containsExactly("steps", "", "19.9", "30", "30", "");
    browser.run("zoom(0, 50)");
    browser.await("document.querySelector('.legend td:nth-child(3)').textContent === '10'");
    assertThat(cells(".legend tbody tr")).containsExactly("steps", "", "10", "10", "10", "");
    browser.await("document.querySelector('.statistics').textContent === 'mean 10max 10'");
  }

  private static List<String> cells(String row) {
    return browser.ask(
        "return [...document.querySelector(arguments[0]).children].map((cell) => cell.textContent)",
        row);
  }

  @Test
  void theCursorHasItsPlaceAndNothingMoves() throws IOException {
    open("#open=cpu");
    String layout =
        "return JSON.stringify([...document.querySelectorAll('.legend, .lane, figure, #overview')]"
            + ".map((node) => { const {x, width, top, height} = node.getBoundingClientRect();"
            + " return [x, width, top, height]; }))";
    String before = browser.ask(layout);
    browser.run("point(50)");
    assertThat(browser.one("#cursor").getText()).isEqualTo("17:30:50.0 (+50.0\u202fs) · deploy");
    assertThat(browser.one("#lane-cpu .now").getText()).isEqualTo("–");
    assertThat(browser.<String>ask(layout)).isEqualTo(before);
    browser.run("point(null)");
    assertThat(browser.<String>ask(layout)).isEqualTo(before);
  }

  // ---- The address

  @Test
  void theViewIsInTheAddressAndComesBack() throws IOException {
    open("");
    browser.run(
        "setOpen('cpu', true); zoom(10, 20); select('cpu=5'); search('bus'); writeFragment()");
    String address = browser.url();
    assertThat(address).endsWith("#open=cpu&t=10,20&sel=cpu%3D5&q=bus");

    browser.get("about:blank");
    browser.get(address);
    browser.await("'ready' in document.documentElement.dataset");
    assertThat(view()).satisfies(near(10, 20));
    assertThat(browser.<String>ask("return selected + ' ' + [...openLanes] + ' ' + query"))
        .isEqualTo("cpu=5 cpu bus");
    assertThat(browser.one("#search").getAttribute("value")).isEqualTo("bus");
    assertThat(browser.one("#body-cpu").isDisplayed()).isTrue();

    browser.run("location.hash = ''");
    browser.await("view === whole && selected === null && openLanes.size === 0 && query === ''");
  }

  // ---- Search

  @Test
  void aSearchByKeyboardLeadsToAProcess() throws IOException {
    open("");
    browser.type("/");
    browser.type("p7");
    browser.await("document.querySelectorAll('.results a').length > 0");
    assertThat(browser.one(".results").getText()).contains("process 107 p7");
    browser.type(Keys.ENTER);
    browser.await("selected === '107 p7' && !document.getElementById('body-processes').hidden");
    browser.await("document.querySelector('.tasks .selected')?.textContent.includes('107 p7')");
    assertThat(browser.log()).isEmpty();
  }

  // ---- Processes

  @Test
  void processesAreSortedFilteredAndExpanded() throws IOException {
    open("#open=processes");
    browser.await("document.querySelector('.tasks tbody tr')");

    assertThat(names()).startsWith("100 p0", "101 p1").hasSize(15);
    assertThat(cells(".tasks tbody tr").get(2)).isEqualTo("90.9\u202fs");
    browser.run("[...document.querySelectorAll('.tasks thead button')].at(-1).click()");
    assertThat(names().getFirst()).isEqualTo("101 p1");
    assertThat(cells(".tasks tbody tr").getLast()).isEqualTo("95.37\u202fMiB");
    browser.run("document.querySelector('.tasks thead button').click()");
    assertThat(names()).startsWith("100 p0", "101 p1", "102 p2");

    browser.run("document.querySelector('.tasks .expand').click()");
    assertThat(names()).startsWith("100 p0", "1000 t0 of 100", "1001 t1 of 100", "101 p1");

    browser.one(".taskTable input").sendKeys("p33");
    browser.await("document.querySelectorAll('.tasks tbody tr').length === 1");
    assertThat(names()).containsExactly("133 p33");
    assertThat(browser.one(".taskTable output").getText()).isEqualTo("1 of 40 processes");
    browser.run(
        "const input = document.querySelector('.taskTable input'); input.value = '';"
            + " input.dispatchEvent(new Event('input')); search('p1')");
    browser.await("document.querySelectorAll('.tasks tbody tr').length !== 1");
    assertThat(browser.one(".taskTable output").getText())
        .isEqualTo("11 of 40 processes, those that the search finds");
    browser.run("search('nothing like it')");
    assertThat(browser.one(".taskTable output").getText()).isEqualTo("40 processes");
    assertThat(browser.log()).isEmpty();
  }

  @Test
  void processesAreSortedAndFilteredByControlGroup() throws IOException {
    double[] times = MadeUpPages.seconds(3);
    float[] values = {1, 1, 1};
    List<String> groups = List.of("/b", "/a", "/b/<i>", "/a");
    List<Tasks.Task> tasks = new ArrayList<>();
    for (String group : groups) {
      String pid = Integer.toString(tasks.size() + 1);
      tasks.add(new Tasks.Task(pid, pid + " p", pid, false, group, List.of(() -> values)));
    }
    List<Tasks.Measure> measures = List.of(new Tasks.Measure("CPU", "CPUs", "s", 1, true, ""));
    browser.open(
        withTasks(new Tasks(times, -1, measures, tasks, null, "")), directory, "#open=processes");
    browser.await("document.querySelector('.tasks tbody tr')");
    assertThat(groups()).isEqualTo(groups);
    browser.run("document.querySelector('.tasks thead .group button').click()");
    assertThat(groups()).containsExactly("/a", "/a", "/b", "/b/<i>");
    browser.one(".taskTable input").sendKeys("/B");
    browser.await("document.querySelectorAll('.tasks tbody tr').length === 2");
    assertThat(groups()).containsExactly("/b", "/b/<i>");
    assertThat(browser.log()).isEmpty();
  }

  private static List<String> groups() {
    return browser.ask(
        "return [...document.querySelectorAll('.tasks tbody .group')].map((td) => td.textContent)");
  }

  @Test
  void processesAndThreadsHaveHeatmapsOfTheNumbersInTheTable() throws IOException {
    open("#open=processes");
    browser.await("document.querySelector('.tasks tbody tr') && charts().every(({data}) => data)");
    assertThat(
            browser.<List<Object>>ask(
                """
                const {data} = lanes[1].tables[0].tasks.measures[0];
                return charts().map(({spec, series, mode}) => [spec.title, mode, series.length,
                  series.every(({key, values}) => values ===
                    data.arrays[lanes[1].tables[0].rows.findIndex((row) => row.key === key)])].join());
                """))
        .isEqualTo(
            List.of("each process: CPU,heatmap,40,true", "each thread: CPU,heatmap,80,true"));
  }

  private static List<String> names() {
    return browser.ask(
        "return [...document.querySelectorAll('.tasks tbody bdi')].map((bdi) => bdi.textContent)");
  }

  @Test
  void aClickSelectsAnEntityEverywhere() throws IOException {
    open("#open=processes,cpu");
    browser.await("document.querySelector('.tasks tbody .name')");
    browser.run("document.querySelector('.tasks tbody .name').click()");
    assertThat(browser.all(".tasks .selected")).hasSize(1);
    browser.run("select('cpu=9')");
    browser.drawn();
    assertThat(
            browser.<String>ask(
                "return document.querySelector('.legend [aria-pressed=true] bdi').textContent"))
        .isEqualTo("9");
  }

  /** All columns are there, or the table scrolls within itself and the names stay in view. */
  @ParameterizedTest
  @ValueSource(ints = {1600, 1200, 800, 400})
  void theTableOfProcessesFitsOrScrollsWithinItself(int width) throws IOException {
    browser.width(width, 900);
    browser.open(withTasks(wideTasks()), directory, "#open=processes");
    browser.await("document.querySelector('.tasks tbody tr')");
    List<Boolean> seen =
        browser.ask(
            """
            const scroll = document.querySelector('.tasks').parentElement;
            const isWider = scroll.scrollWidth > scroll.clientWidth;
            scroll.scrollLeft = 9999;
            const box = scroll.getBoundingClientRect();
            const isWithin = ({left, right}) => left >= box.left - 1 && right <= box.right + 1;
            const row = document.querySelector('.tasks tbody tr');
            return [isWider, isWithin(row.lastChild.getBoundingClientRect()),
              isWithin(row.querySelector('bdi').getBoundingClientRect()),
              row.querySelector('bdi').clientWidth > 80,
              document.documentElement.scrollWidth <= innerWidth];
            """);
    assertThat(seen).containsExactly(width <= 800, true, true, true, true);
    // No number is cut off.
    assertThat(
            browser.<List<Object>>ask(
                "return [...document.querySelectorAll('.tasks td')]"
                    + ".filter((cell) => cell.scrollWidth > cell.clientWidth)"
                    + ".map((cell) => cell.textContent)"))
        .isEmpty();
  }

  /** The seven columns of a recording of processes, with long numbers. */
  private static Tasks wideTasks() {
    double[] times = MadeUpPages.seconds(61);
    List<Tasks.Measure> measures =
        List.of(
            new Tasks.Measure("CPU", "CPUs", "s", 1, true, ""),
            new Tasks.Measure("memory", "B", "", 0, false, ""),
            new Tasks.Measure("I/O", "B/s", "B", 1, true, ""),
            new Tasks.Measure("page faults", "/s", "", 1, true, ""),
            new Tasks.Measure("context switches", "/s", "", 1, true, ""),
            new Tasks.Measure("run delay", "%", "s", 0.01, true, ""));
    float[] values = MadeUpPages.values(61, i -> 1000.6 * (61 - i));
    List<java.util.function.Supplier<float[]>> each =
        java.util.Collections.nCopies(6, () -> values);
    String name = "1234567 java -jar batch.jar --with-a-long-option=of-no-use";
    return new Tasks(
        times, -1, measures, List.of(new Tasks.Task(name, name, "1", false, "", each)), null, "");
  }

  private static Page withTasks(Tasks tasks) {
    Section section = new Section("s", null, List.of(), List.of(), tasks);
    return Page.of("p", List.of(new Lane("processes", "Processes", null, List.of(section))));
  }

  @Test
  void theCurvesOfProcessesShowHowUncertainTheyAre() throws IOException {
    double[] times = {1, 2, 3, 4};
    float[] values = {5, 5, 5, 10};
    List<Tasks.Task> tasks =
        List.of(new Tasks.Task("p", "p", "1", false, "", List.of(() -> values)));
    List<Tasks.Measure> measures = List.of(new Tasks.Measure("I/O", "B/s", "B", 1, true, ""));
    long certain = inkOfCurve(new Tasks(times, 0, measures, tasks, null, ""));
    long uncertain =
        inkOfCurve(new Tasks(times, 0, measures, tasks, new float[] {0, 0.4f, 0.4f, 0}, ""));
    assertThat(uncertain).isGreaterThan(certain + 8);
  }

  private long inkOfCurve(Tasks tasks) throws IOException {
    browser.open(withTasks(tasks), directory, "#open=processes");
    browser.await("document.querySelector('.tasks tbody tr')");
    return browser.ask(
        """
        const canvas = document.querySelector('.tasks .strip');
        const {data} = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
        return data.filter((part, i) => i % 4 === 3 && part > 80).length;
        """);
  }

  // ---- Heatmaps

  @Test
  void manyRowsAreAHeatmapWithOtherWaysToLookAtThem() throws IOException {
    open("#open=cpu");
    browser.drawn();
    assertThat(browser.<String>ask("return charts()[1].mode")).isEqualTo("heatmap");
    assertThat(browser.<Number>ask("return charts()[1].rows[0]")).isEqualTo(3L);
    // The busiest row is dark from the left to the right.
    assertThat(
            browser.<Boolean>ask(
                """
                const {ctx, bbox} = charts()[1].chart;
                const {data} = ctx.getImageData(bbox.left + 5, bbox.top + 2, bbox.width - 10, 1);
                for (let i = 0; i < data.length; i += 4) if (data[i] > 80) return false;
                return true;
                """))
        .isTrue();
    for (String mode : List.of("percentiles", "lines", "multiples", "heatmap")) {
      browser.run("document.querySelector('[data-mode=' + arguments[0] + ']').click()", mode);
      browser.run("point(50)");
      assertThat(browser.<String>ask("return charts()[1].mode")).isEqualTo(mode);
      assertThat(browser.all(".multiple")).hasSize(mode.equals("multiples") ? 48 : 0);
      if (mode.equals("percentiles")) {
        assertThat(browser.one("figure[data-chart=busy] .hover").getText())
            .contains("median 5\u202f%");
      }
    }
    assertThat(browser.log()).isEmpty();
  }

  // ---- Readers of all kinds

  @ParameterizedTest
  @ValueSource(ints = {1400, 800, 400})
  void nothingIsWiderThanTheWindow(int width) throws IOException {
    browser.width(width, 900);
    open("#open=cpu,processes,cost");
    browser.await("document.querySelector('.tasks tbody tr')");
    assertThat(browser.<Number>ask("return document.documentElement.scrollWidth").intValue())
        .isLessThanOrEqualTo(width);
    assertThat(browser.log()).isEmpty();
  }

  @Test
  void chartsAreToldInWordsAndTablesHaveHeadings() throws IOException {
    open("#open=cpu");
    browser.drawn();
    assertThat(browser.one("#lane-cpu .plot").getAttribute("aria-label"))
        .startsWith("parts, 17:30:00")
        .contains("user: mean 30\u202f%, at most 30\u202f%");
    assertThat(browser.all("table caption, .tasks")).isNotEmpty();
    // Each control has a name, and each heading follows one at most one level above it.
    assertThat(
            browser.<List<Object>>ask(
                """
                const nameless = [...document.querySelectorAll('button, input, a, [role=img], [role=group]')]
                  .filter((node) => !(node.getAttribute('aria-label') ?? node.textContent).trim() && !node.hidden)
                  .map((node) => node.outerHTML);
                let last = 0;
                const skipped = [...document.querySelectorAll('h1, h2, h3, h4')].filter((head) => {
                  const level = +head.tagName[1];
                  const isSkipping = level > last + 1;
                  last = level;
                  return isSkipping;
                }).map((head) => head.outerHTML);
                return [...nameless, ...skipped];
                """))
        .isEmpty();
  }

  /** The tree that the browser gives to a screen reader, with everything open. */
  @Test
  void eachControlAndEachChartHasARoleAndAName() throws IOException {
    open("#open=cpu,processes,cost");
    browser.await("document.querySelector('.tasks tbody tr')");
    browser.run("document.querySelector('[data-mode=multiples]').click()");
    browser.drawn();
    List<String> nodes = browser.accessible();
    assertThat(nodes)
        .filteredOn(
            node ->
                node.matches(
                    "(button|link|checkbox|searchbox|textbox|image|img|region|table|columnheader|navigation)"
                        + " *"))
        .as("without a name")
        .isEmpty();
    assertThat(nodes)
        .contains(
            "button CPU (remarkable)",
            "searchbox Search sources, figures, rows and processes",
            "button Undo",
            "button 100 p0",
            "link CPU 3 90 % busy",
            "region Processes",
            "table What each process used in the time in view")
        .anyMatch(
            node -> node.startsWith("image parts, 17:30:00") && node.contains("user: mean 30"))
        .anyMatch(node -> node.startsWith("group The whole time: CPU, busy of all. Marks: deploy"))
        .anyMatch(node -> node.startsWith("group busy, 17:30:00"))
        .as("a small multiple is a button")
        .contains("button 3");
  }

  @Test
  void forcedColoursAreUsedAndPatternsDistinguish() throws IOException {
    browser.forceColours(true);
    try {
      open("#open=cpu");
      browser.drawn();
      assertThat(browser.<Number>ask("return new Set(theme.series).size")).isEqualTo(1L);
      assertThat(
              browser.<Number>ask(
                  "return new Set(DASHES.map((_, slot) => slot).map((slot) => {"
                      + " slots.set('x', slot); return String(dashOf('x')); })).size"))
          .as("patterns of neighbours")
          .isEqualTo(4L);
      assertThat(browser.log()).isEmpty();
      // Areas, which are above each other in a stack, are hatched, and so are their samples.
      browser.run("charts()[0].nameAreas = () => {}; charts()[0].chart.redraw()");
      assertThat(
              browser.<List<Number>>ask(
                  """
                  const {chart} = charts()[0];
                  return [15, 40].map((value) => {
                    const {data} = chart.ctx.getImageData(
                      chart.bbox.left + 0.8 * chart.bbox.width, chart.valToPos(value, 'y', true), 60, 8);
                    return new Set(new Uint32Array(data.buffer)).size;
                  });
                  """))
          .as("user, then system")
          .satisfies(shades -> assertThat(shades.get(0).intValue()).isOne())
          .satisfies(shades -> assertThat(shades.get(1).intValue()).isGreaterThan(1));
      assertThat(
              browser.<Boolean>ask(
                  "return charts()[0].series.every((series) =>"
                      + " document.querySelector(`.swatch[data-place='${series.index}']`))"))
          .isTrue();
    } finally {
      browser.forceColours(false);
    }
  }

  @Test
  void whatIsOpenIsPrintedAndControlsAreNot() throws IOException {
    open("#open=cpu");
    browser.drawn();
    browser.medium("print");
    try {
      assertThat(browser.one(".plot canvas").getSize().width).isGreaterThan(400);
      assertThat(browser.one("#all").isDisplayed()).isFalse();
      assertThat(browser.one("#side").isDisplayed()).isFalse();
      assertThat(browser.one("#verdicts").isDisplayed()).isTrue();
    } finally {
      browser.medium("screen");
    }
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
          Map.entry("__proto__", "__proto__"),
          Map.entry("constructor", "constructor"),
          Map.entry("a,b&t=1,2&sel=c#%zz", "a,b&t=1,2&sel=c#%zz"),
          Map.entry("\u001b[2J\u0000\u0007", "\\x1b[2J\\x00\\x07"),
          Map.entry("a\nb\tc\rd", "a\\nb\\tc\\rd"),
          Map.entry("a\u2028b\u2029c", "a\\u2028b\\u2029c"),
          Map.entry("\ud800x\udc00", "\\ud800x\\udc00"),
          Map.entry("\u202etxt.exe\u2066", "\\u202etxt.exe\\u2066"),
          Map.entry("\u0085\ufeff\ufffe", "\\x85\\ufeff\\ufffe"),
          Map.entry("(odd) a  b)", "(odd) a  b)"),
          Map.entry(
              "\u05e9\u05dc\u05d5\u05dd \u0645\u0631\u062d\u0628\u0627",
              "\u05e9\u05dc\u05d5\u05dd \u0645\u0631\u062d\u0628\u0627"),
          Map.entry("🙂 ü", "🙂 ü"));

  @Test
  void hostileNamesAreShownAndDoNothing() throws IOException {
    // The order of the map is another one in each run.
    List<Map.Entry<String, String>> tried =
        HOSTILE.entrySet().stream().limit(Math.ceilDiv(HOSTILE.size(), ONE_IN)).toList();
    for (Map.Entry<String, String> entry : tried) {
      String shown = entry.getValue();
      browser.open(named(entry.getKey()), directory, "#open=lane");
      browser.drawn();
      browser.await("document.querySelector('.tasks tbody bdi')");
      // Anything that might listen to the mouse or the keyboard must be triggered.
      browser.mouse().moveToElement(browser.one(".plot")).perform();
      browser.one(".legend button").click();
      browser.one("#verdicts a").click();
      browser.run("search(arguments[0]); point(5)", shown);

      for (String place :
          List.of(
              "title",
              "h1",
              "#when",
              "#verdicts strong",
              "#verdicts a",
              ".warning",
              "dt",
              "dd",
              ".fold bdi",
              "h3 bdi",
              "h4 bdi",
              "figcaption .note",
              ".contents a",
              ".contents ol a",
              ".results bdi",
              ".flat li",
              ".legend bdi",
              ".tasks bdi",
              ".table th",
              ".table td")) {
        assertThat(
                browser.<String>ask(
                    "return document.querySelector(arguments[0]).textContent", place))
            .as("%s in %s", shown, place)
            .isEqualTo(shown);
      }
      assertThat(browser.one("#cursor").getAttribute("textContent")).as(shown).endsWith(shown);
      assertThat(browser.<String>ask("return selected")).as("the link selects it").isEqualTo(shown);
      assertThat(browser.<String>ask("return typeof hit")).as(shown).isEqualTo("undefined");
      assertThat(browser.all("script:not([type]), img, b")).as(shown).hasSize(1);
      assertThat(browser.log()).as(shown).isEmpty();
    }
  }

  /** A page with a name in each place. */
  private static Page named(String name) {
    double[] times = MadeUpPages.seconds(11);
    float[] values = MadeUpPages.values(11, i -> i);
    Series series = new Series(name, times, values);
    Chart chart = new Chart(name, name + "/s", name, Form.LINES, null, List.of(series));
    Tasks tasks =
        new Tasks(
            times,
            -1,
            List.of(new Tasks.Measure(name, name, name, 1, true, name)),
            List.of(new Tasks.Task(name, name, name, false, "", List.of(() -> values))),
            null,
            name);
    Section section =
        new Section(
            name,
            new Table(List.of(name, name), List.of(List.of(name, name))),
            List.of(chart),
            List.of(name),
            tasks);
    return new Page(
        name,
        name,
        null,
        List.of(
            new Verdict(
                name,
                true,
                List.of(new Phrase(name, new Target("lane", name, Double.NaN, 0, name))))),
        List.of(name),
        List.of(new Fact(name, name)),
        List.of(new Lane("lane", name, chart, List.of(section))),
        List.of(new Page.Mark(5, name)));
  }

  /** The browser would write numbers beside a name from right to left on its other side. */
  @Test
  void namesFromRightToLeftDoNotMoveTheNumbersBesideThem() throws IOException {
    String hostile = "26 \u05e9\u05dc\u05d5\u05dd 99 x \u0645\u0631 7";
    browser.open(named(hostile), directory, "#open=lane");
    browser.await("document.querySelector('.tasks tbody bdi')");
    browser.run(
        "search(arguments[0]); point(5); document.getElementById('facts').open = true", hostile);
    for (String place :
        List.of(
            "h1",
            "#when",
            "#verdicts strong",
            "#verdicts a",
            ".warning",
            "dt",
            "dd",
            ".fold bdi",
            ".names bdi",
            ".what",
            "h3 bdi",
            "h4 bdi",
            "figcaption .note",
            ".results bdi",
            ".flat li",
            ".legend .name bdi",
            ".tasks .name bdi",
            ".table th",
            ".table td",
            "#cursor")) {
      assertThat(fromLeftToRight(place))
          .as(place)
          .endsWith("26 \u05e9\u05dc\u05d5\u05dd 99 x \u0645\u0631 7");
    }
    assertThat(browser.log()).isEmpty();
  }

  /** The words in a place as they are on the screen. */
  private static String fromLeftToRight(String place) {
    return browser.ask(
        """
        const words = [];
        const texts = document.createTreeWalker(
          document.querySelector(arguments[0]), NodeFilter.SHOW_TEXT);
        for (let text; (text = texts.nextNode()); ) {
          for (const {0: word, index} of text.data.matchAll(/\\S+/g)) {
            const range = document.createRange();
            range.setStart(text, index);
            range.setEnd(text, index + word.length);
            const {left, bottom} = range.getBoundingClientRect();
            words.push({word, left, line: Math.round(bottom)});
          }
        }
        words.sort((a, b) => (Math.abs(a.line - b.line) > 6 ? a.line - b.line : a.left - b.left));
        return words.map(({word}) => word).join(' ');
        """,
        place);
  }

  /** More than a browser takes as the arguments of a function. */
  @Test
  void veryManyLinesAreListed() throws IOException {
    List<String> lines = IntStream.range(0, 200_000).mapToObj(i -> "line " + i).toList();
    Section section = new Section("s", null, List.of(), lines, null);
    browser.open(Page.of("p", List.of(new Lane("l", "L", null, List.of(section)))), directory);
    browser.run("setOpen('l', true)");
    assertThat(browser.<Number>ask("return document.querySelectorAll('.flat li').length"))
        .isEqualTo(200_000L);
    assertThat(browser.log()).isEmpty();
  }

  @Test
  void noOtherScriptCouldRun() throws IOException {
    open("");

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

  // ---- Odd recordings

  /** The clock was set back, or is not known: only the time since the beginning is shown. */
  @Test
  void withoutAClockThereAreNoTimesOfDay() throws IOException {
    Page page = MadeUpPages.full();
    browser.open(
        new Page(
            page.title(),
            page.subtitle(),
            null,
            page.verdicts(),
            page.warnings(),
            page.facts(),
            page.lanes(),
            page.marks()),
        directory,
        "#open=cpu");
    browser.drawn();
    browser.run("point(50)");
    assertThat(browser.one(".zone").getText())
        .isEqualTo("Time since the beginning: times of day are not known");
    assertThat(browser.one("#cursor").getText()).isEqualTo("50.0\u202fs · deploy");
    assertThat(browser.one("#span").getText()).doesNotContain("17:30");
    assertThat(browser.one("#overview .axis").getText())
        .doesNotContain("17:")
        .contains("30\u202fs");
    assertThat(browser.one("#lane-cpu .plot").getAttribute("aria-label"))
        .startsWith("parts, 0\u202fs to");
    assertThat(browser.log()).isEmpty();
  }

  /** Processes that came and went, a long name, many CPUs, and values near 2^64. */
  @Test
  void oddAmountsAreShown() throws IOException {
    String longName = "x".repeat(4_096);
    double[] times = MadeUpPages.seconds(61);
    float[] huge = MadeUpPages.values(61, i -> 0x1p64 - i * 1e12);
    Chart large =
        new Chart("large", "B", "", Form.LINES, null, List.of(new Series(longName, times, huge)));
    Chart cpus = MadeUpPages.rows("cpus", 512, 61);
    Lane lane =
        new Lane(
            "l",
            longName,
            large,
            List.of(
                new Section(
                    longName, null, List.of(large, cpus), List.of(longName), tasks(10_000))));
    browser.open(Page.of(longName, List.of(lane)), directory, "#open=l");
    browser.drawn();
    browser.await("document.querySelector('.tasks tbody tr')");
    browser.run("document.querySelector('figure').scrollIntoView()");
    browser.await("document.querySelector('.legend tbody tr')");
    assertThat(cells(".legend tbody tr").get(2)).isEqualTo("16\u202fEiB");
    assertThat(browser.one(".taskTable output").getText()).isEqualTo("10000 processes");
    assertThat(browser.<Number>ask("return document.documentElement.scrollWidth").intValue())
        .isLessThanOrEqualTo(1400);
    browser.run("search('p9999')");
    browser.await("document.querySelector('.results a')");
    assertThat(browser.<Number>ask("return document.querySelectorAll('*').length").intValue())
        .as("few elements")
        .isLessThan(5_000);
    assertThat(browser.log()).isEmpty();
  }

  private static Tasks tasks(int count) {
    double[] times = MadeUpPages.seconds(61);
    List<Tasks.Task> tasks =
        IntStream.range(0, count)
            .mapToObj(
                p ->
                    new Tasks.Task(
                        p + " p" + p,
                        p + " p" + p,
                        "" + p,
                        false,
                        "",
                        List.of(
                            () ->
                                MadeUpPages.values(61, i -> i == p % 61 ? 0.01 * p : Double.NaN))))
            .toList();
    return new Tasks(
        times, -1, List.of(new Tasks.Measure("CPU", "CPUs", "s", 1, true, "")), tasks, null, "");
  }

  @ParameterizedTest
  @CsvSource({"1, false", "1, true", "2, false", "50, true"})
  void fewSamplesAndNothingButGapsAreNoProblem(int samples, boolean isGap) throws IOException {
    double[] times = MadeUpPages.seconds(samples);
    float[] values = MadeUpPages.values(samples, i -> isGap ? Double.NaN : i + 1);
    List<Series> series = List.of(new Series("a", times, values));
    Chart line = new Chart("line", "", "", Form.LINES, null, series);
    Chart stack = new Chart("stack", "", "", Form.STACK, null, series);
    Chart rows = new Chart("rows", "", "", Form.ROWS, null, series);
    Tasks tasks =
        new Tasks(
            times,
            -1,
            List.of(new Tasks.Measure("CPU", "CPUs", "s", 1, true, "")),
            List.of(new Tasks.Task("1 a", "1 a", "1", false, "", List.of(() -> values))),
            null,
            "");
    Section section = new Section("s", null, List.of(line, stack, rows), List.of(), tasks);
    browser.open(
        Page.of("p", List.of(new Lane("l", "L", line, List.of(section)))), directory, "#open=l");
    browser.drawn();
    browser.await("document.querySelector('.tasks tbody tr')");
    browser.run("point(0); zoom(0, 0.5); point(0.2); undo()");
    for (String mode : List.of("percentiles", "lines", "multiples", "heatmap")) {
      browser.run(
          "document.querySelector('[data-mode=' + arguments[0] + ']')?.click(); point(0)", mode);
    }
    assertThat(browser.log()).isEmpty();
  }
}
