package io.github.procfs4j.cli.page;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.procfs4j.cli.compare.MadeUpComparisons;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.WebElement;

/** The page of a comparison of made-up runs as a reader uses it, in a real browser. */
@SuppressWarnings("NullAway") // what is missing fails the test
class ComparisonInBrowserTest {
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
    // In the colour of B, less of it where the band is, and none of it before it differs.
    assertThat(browser.<List<Object>>ask(ink("B", 12.5)).stream().map(Object::toString))
        .containsExactly("true", "true");
    assertThat(
            browser.<Boolean>ask(
                "return colourOf('A') !== colourOf('B') && colourOf('A') === theme.series[0]"))
        .isTrue();
    assertThat(texts(".legend thead th"))
        .contains("at cursor", "least", "median", "greatest")
        .doesNotContain("mean");
  }

  /** Whether the line of the median, and the band around it, are on the canvas at a time. */
  private static String ink(String group, double time) {
    return """
    const [runs] = charts();
    const {ctx, bbox} = runs.chart;
    const x = Math.round(runs.chart.valToPos(%s, 'x', true));
    const {data} = ctx.getImageData(x, bbox.top, 1, bbox.height);
    const near = (share) => {
      const [r, g, b] = tint(colourOf('%s'), share).match(/\\d+/g).map(Number);
      for (let i = 0; i < data.length; i += 4) {
        if (Math.abs(data[i] - r) + Math.abs(data[i + 1] - g) + Math.abs(data[i + 2] - b) < 12
            && data[i + 3] > 200) return true;
      }
      return false;
    };
    const faint = () => {
      const [r, g, b] = colourOf('%s').match(/[0-9a-f]{2}/g).map((part) => parseInt(part, 16));
      for (let i = 0; i < data.length; i += 4) {
        if (data[i] === r && data[i + 1] === g && data[i + 2] === b
            || data[i + 3] > 40 && data[i + 3] < 80) return true;
      }
      return false;
    };
    return [near(1), faint()];
    """
        .formatted(time, group, group);
  }

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

  @Test
  void fitsANarrowWindowAndTheDark() throws IOException {
    browser.width(400, 800);
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
