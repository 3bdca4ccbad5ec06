package io.github.procfs4j.cli.page;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.procfs4j.cli.compare.MadeUpComparisons;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.openqa.selenium.WebElement;

/** The page of a comparison of made-up runs as a reader uses it, in a real browser. */
@SuppressWarnings("NullAway") // what is missing fails the test
class ComparisonInBrowserTest {
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

  private void open(int runs, String row, int special, String fragment) throws IOException {
    browser.open(MadeUpComparisons.page(runs, row, special), directory, fragment);
  }

  private static List<String> texts(String selector) {
    return browser.all(selector).stream().map(WebElement::getText).toList();
  }

  @Test
  void aFindingLeadsToItsLane() throws IOException {
    open(4, "db", 2, "");
    assertThat(browser.log()).isEmpty();
    assertThat(browser.requests()).containsExactly(browser.url());
    assertThat(browser.one("h1").getText()).isEqualTo("A and B: 2 differences");
    assertThat(browser.one("#verdicts .remarkable").getText())
        .contains("Differences")
        .contains("2 of 3 figures that could differ differ")
        .contains("db: rss0 +");
    assertThat(texts(".lane .fold bdi")).containsExactly("db", "Others: stat");
    assertThat(texts(".zone")).containsExactly("Time since the beginning of each run");
    assertThat(browser.all("figure")).isEmpty();

    browser.one("#verdicts a").click();
    browser.drawn();
    assertThat(browser.<String>ask("return document.activeElement.dataset.chart"))
        .startsWith("pid:*/process/db/rss");
    assertThat(
            browser.<Boolean>ask(
                "const {top, bottom} = document.activeElement.getBoundingClientRect();"
                    + " return top >= 0 && top < innerHeight"))
        .isTrue();
    assertThat(browser.one(".lane.flagged").getAttribute("id")).isEqualTo("lane-row0");
    assertThat(browser.log()).isEmpty();
  }

  /** What is drawn of both groups, the numbers in the page's own scripts. */
  @Test
  void runsMediansAndMiddleHalvesAreDrawn() throws IOException {
    open(4, "db", 1, "#open=row0");
    assertThat(
            browser.<List<Object>>ask(
                "return charts()[0].lines.map(({name, part}) => name + ' ' + part)"))
        .containsExactly(
            "A: median of 4 runs median",
            "B: median of 4 runs median",
            "A: old0 run",
            "A: old1 run",
            "A: old2 run",
            "A: old3 run",
            "B: new0 run",
            "B: new1 run",
            "B: new2 run",
            "B: new3 run");
    assertThat(browser.<List<Object>>ask("return [...charts()[0].halves.keys()]"))
        .containsExactly("A", "B");
    assertThat(
            browser.<Boolean>ask(
                """
                const [runs] = charts();
                const {low, high} = runs.halves.get('B');
                const median = runs.lines[1];
                return low.values.every((value, i) =>
                  value <= median.values[i] && median.values[i] <= high.values[i]);
                """))
        .isTrue();
    browser.run("charts()[0].fit = true; charts()[0].redraw()");
    int withBand = browser.<Number>ask(FAINT).intValue();
    browser.run("charts()[0].halves.clear(); charts()[0].redraw()");
    int withoutBand = browser.<Number>ask(FAINT).intValue();
    assertThat(withBand).as("pixels of the band").isGreaterThan(withoutBand + 100);
    assertThat(
            browser.<Boolean>ask(
                "return colourOf('A') !== colourOf('B') && colourOf('A') === theme.series[0]"))
        .isTrue();
    assertThat(texts(".legend thead th"))
        .contains("at cursor", "least", "median", "greatest")
        .doesNotContain("mean");
  }

  /**
   * The number of pixels, after B has become different, in the colour of B as faint as its band is;
   * the edges of lines have some, too.
   */
  private static final String FAINT =
      """
      const [{chart: {ctx, bbox, valToPos}}] = charts();
      const from = Math.round(valToPos(10, 'x', true));
      const to = Math.round(valToPos(15, 'x', true));
      const {data} = ctx.getImageData(from, bbox.top, to - from, bbox.height);
      const [r, g, b] = colourOf('B').match(/[0-9a-f]{2}/g).map((part) => parseInt(part, 16));
      let count = 0;
      for (let i = 0; i < data.length; i += 4) {
        const isOfB = Math.abs(data[i] - r) + Math.abs(data[i + 1] - g)
          + Math.abs(data[i + 2] - b) < 12;
        if (isOfB && Math.abs(data[i + 3] - 0.22 * 255) < 4) count++;
      }
      return count;
      """;

  @Test
  void theDifferenceIsBelowOnTheSameAxis() throws IOException {
    open(4, "db", 1, "#open=row0");
    assertThat(
            browser.<Boolean>ask(
                """
                const [runs, difference] = charts();
                const [above, below] = [runs, difference].map(({chart}) =>
                  chart.over.getBoundingClientRect());
                return above.bottom < below.top && above.left === below.left
                  && above.width === below.width;
                """))
        .isTrue();
    assertThat(
            browser.<Boolean>ask(
                """
                const [runs, difference] = charts();
                const [a, b] = runs.lines;
                return difference.lines[0].values.every((value, i) =>
                  Math.abs(value - (b.values[i] - a.values[i])) <= 1e-3 * b.values[i]);
                """))
        .isTrue();
    assertThat(browser.one("[data-form=difference] .plot").getAttribute("aria-label"))
        .contains("B − A: from ");
  }

  @Test
  void tablesAreThereForThoseWhoCannotSeeCharts() throws IOException {
    open(4, "db", 1, "#open=row0");
    assertThat(texts("#lane-row0 .folded summary"))
        .containsExactly("The runs as a table", "Over time as a table");
    assertThat(browser.one("#lane-row0 .folded table").isDisplayed()).isFalse();
    browser.one("#lane-row0 .folded summary").click();
    assertThat(texts("#lane-row0 .folded:first-of-type tbody th"))
        .startsWith("A: old0", "A: old1")
        .contains("B: new3", "A: median", "B: median", "B − A");
    assertThat(browser.accessible())
        .anyMatch(
            node ->
                node.startsWith("image rss0 in the runs, ")
                    && node.contains("A: median of 4 runs: from ")
                    && node.contains("B: median of 4 runs: from "));
  }

  @Test
  void aRunCanBeSelected() throws IOException {
    open(4, "db", 1, "#open=row0");
    browser.run("select('B: new2')");
    browser.drawn();
    assertThat(
            browser.<Boolean>ask(
                "const [one] = charts(); const of = (name) => one.colour(one.lines.find("
                    + "(line) => line.name === name));"
                    + " return of('B: new2') === tint(colourOf('B'), 1)"
                    + " && of('B: new1') === tint(colourOf('B'), 0.25)"))
        .isTrue();
    assertThat(browser.log()).isEmpty();
  }

  @Test
  void oneRunOfEachHasALineAndNoBand() throws IOException {
    open(1, "db", 1, "");
    assertThat(browser.one(".warning").getText()).startsWith("one run of each: ");
    assertThat(
            browser.<Boolean>ask(
                "return document.querySelector('.warning').getBoundingClientRect().top"
                    + " < document.getElementById('verdicts').getBoundingClientRect().top"))
        .isTrue();
    browser.run("for (const {spec} of lanes) setOpen(spec.id, true)");
    browser.drawn();
    assertThat(browser.<Object>ask("return charts()[0].halves.size")).isEqualTo(0L);
    assertThat(browser.log()).isEmpty();
  }

  @Test
  void nothingFoundAndTooFewRuns() throws IOException {
    open(5, "db", 0, "");
    assertThat(browser.one("h1").getText()).isEqualTo("A and B: no difference shown");
    assertThat(browser.all("#verdicts .remarkable")).isEmpty();
    open(3, "db", 1, "");
    assertThat(browser.one("h1").getText()).isEqualTo("A and B: too few runs");
    assertThat(browser.one("#verdicts").getText()).contains("Cannot tell", "? db: rss0 +");
    browser.one("#verdicts a").click();
    browser.drawn();
    assertThat(browser.one("figcaption .note").getText()).startsWith("Too few runs to say");
    assertThat(browser.log()).isEmpty();
  }

  @Test
  void namesCannotDoAnything() throws IOException {
    open(4, MadeUpComparisons.HOSTILE, 1, "#open=row0");
    assertThat(browser.all("img")).isEmpty();
    assertThat(browser.one("#lane-row0 .fold bdi").getText()).startsWith("</script><img src=x");
    assertThat(browser.log()).isEmpty();
    assertThat(browser.requests()).hasSize(1);
  }

  @Test
  void manyRunsFitAndAreNamed() throws IOException {
    open(50, "db", 1, "#open=row0");
    assertThat(browser.one("figcaption .note").getText()).contains("At most 40 runs of each");
    assertThat(browser.<Number>ask("return charts()[0].lines.length").intValue()).isEqualTo(82);
    assertThat(
            browser.<Boolean>ask(
                "return document.querySelector('[data-form=groups] .scroll').clientHeight < 300"))
        .isTrue();
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 700, 1000, 1150, 1300, 1600})
  void fitsAWindowAndTheDark(int width) throws IOException {
    browser.width(width, 800);
    browser.prefer("dark");
    open(4, "org.example.AVeryLongNameOfAProcess --with", 2, "#open=row0");
    assertThat(browser.<Boolean>ask("return document.documentElement.scrollWidth <= innerWidth"))
        .isTrue();
    assertThat(browser.<String>ask("return colourOf('A')")).isEqualTo("#56b4e9");
    assertThat(browser.log()).isEmpty();
  }

  @Test
  void patternsDistinguishTheGroupsWithoutColours() throws IOException {
    browser.forceColours(true);
    try {
      open(4, "db", 1, "#open=row0");
      assertThat(
              browser.<Boolean>ask(
                  "return colourOf('A') === colourOf('B') && dashOf('A').length === 0"
                      + " && dashOf('B').length > 0"))
          .isTrue();
    } finally {
      browser.forceColours(false);
    }
  }
}
