package io.github.procfs4j.cli.page;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.procfs4j.cli.page.Chart.Form;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URLEncoder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.Keys;

/** Links to a view of the page, and within it, in a real browser: also those that make no sense. */
@SuppressWarnings("NullAway") // what is missing fails the test
class LinksInBrowserTest {
  private static final int ONE_IN = Integer.getInteger("procfs.one-in", 1);
  private static final String ALL = "0,100";

  @AutoClose private static Browser browser;

  @TempDir Path directory;

  @BeforeAll
  static void start() {
    browser = Browser.start();
  }

  @BeforeEach
  void asUsual() {
    browser.width(1400, 1000);
  }

  /** From when to when the page shows the made-up recording. */
  private static String shown() {
    return browser.ask("return [view.from, view.to].join()");
  }

  @Test
  void nonsenseInALinkIsLeftOutAndWhatIsMeantIsShown() throws IOException {
    Path page = directory.resolve("page.html");
    try (OutputStream out = Files.newOutputStream(page)) {
      PageWriter.write(MadeUpPages.full(), out);
    }
    List<String> fragments =
        List.of(
            "#t=NaN,NaN",
            "#t=Infinity,Infinity",
            "#t=-Infinity,Infinity",
            "#t=-1e308,1e308",
            "#t=1e308,1.7e308",
            "#t=-5,-3",
            "#t=100,200",
            "#t=20,10",
            "#t=5",
            "#t=%zz,3",
            "#open=%zz,cpu",
            "#open=__proto__,constructor,toString,",
            "#open=" + "x,".repeat(1_000),
            "#sel=__proto__",
            "#sel=%00%0a%e2%80%ae",
            "#sel=%ed%a0%80",
            "#q=constructor",
            "#q=" + "a".repeat(100_000),
            "#go=__proto__",
            "#go=constructor",
            "#go=main",
            "#__proto__=x&constructor=y&toString=z",
            "####&&&===");
    for (int i = 0; i < fragments.size(); i += ONE_IN) {
      String fragment = fragments.get(i);
      browser.open(page, fragment);
      assertThat(shown()).as(fragment).isEqualTo(ALL);
      assertThat(browser.all(".lane")).as(fragment).hasSize(3);
      assertThat(browser.all("figure")).as(fragment).isEmpty();
      browser.run("scale(0.5); pan(0.3); point(view.from); point(NaN); undo(); undo()");
      browser.run("setOpen('cpu', true); setOpen('processes', true); search('p1'); search('')");
      browser.await("document.querySelector('.tasks tbody tr')");
      browser.run("select('cpu=3'); select('cpu=3'); writeFragment()");
      assertThat(browser.log()).as(fragment).isEmpty();
    }
    browser.open(page, "#t=-5,30&open=__proto__,cpu&sel=cpu%3D3");
    assertThat(shown()).isEqualTo("0,30");
    assertThat(browser.<String>ask("return selected")).isEqualTo("cpu=3");
    assertThat(browser.one("#lane-cpu .body").isDisplayed()).isTrue();
    browser.open(page, "#t=99.9999999,1e9");
    assertThat(shown()).as("at least ten microseconds").isEqualTo("99.99999,100");
    assertThat(browser.log()).isEmpty();
  }

  /** The lists of processes are about the whole time. */
  @Test
  void aClickOnAProcessShowsTheWholeTime() throws IOException {
    browser.open(MadeUpPages.full(), directory, "");
    browser.all("#verdicts a").getFirst().click();
    browser.await("selected === 'cpu=3'");
    assertThat(shown()).isEqualTo("20,40");
    browser.all("#verdicts a").getLast().click();
    browser.await("selected === '107 p7'");
    assertThat(shown()).isEqualTo(ALL);
    browser.run("undo()");
    assertThat(shown()).isEqualTo("20,40");
    assertThat(browser.log()).isEmpty();
  }

  /** As a browser does with links in general. */
  @Test
  void aClickWithControlOpensAnotherTab() throws IOException {
    browser.open(MadeUpPages.full(), directory, "");
    int before = browser.windows();
    browser
        .mouse()
        .keyDown(Keys.CONTROL)
        .click(browser.one("#verdicts a"))
        .keyUp(Keys.CONTROL)
        .perform();
    try {
      assertThat(shown()).isEqualTo(ALL);
      assertThat(browser.all("figure")).isEmpty();
      assertThat(browser.windows()).isEqualTo(before + 1);
    } finally {
      browser.closeOthers();
    }
  }

  /** As the source stat is about CPU time and about interrupts. */
  @Test
  void aLinkToASourceInTwoLanesLeadsToTheOneThatItNames() throws IOException {
    Chart one = MadeUpPages.waves("one", 100, 2);
    Chart other = MadeUpPages.waves("other", 100, 2);
    browser.open(
        Page.of(
            "p",
            List.of(
                new Lane("cpu", "CPU", one, List.of(new Section("stat", List.of(one)))),
                new Lane(
                    "interrupts",
                    "Interrupts",
                    other,
                    List.of(new Section("stat", List.of(other)))))),
        directory,
        "#open=cpu");
    browser.run(
        "Element.prototype.scrollIntoView = function () {"
            + " window.led = this.closest('.lane').id; };");
    for (String lane : List.of("interrupts", "cpu", "interrupts")) {
      browser.run(
          "window.led = ''; document.querySelector(arguments[0]).click()",
          ".contents a[href='#open=%s&go=stat']".formatted(lane));
      browser.await("window.led !== ''");
      assertThat(browser.<String>ask("return window.led")).isEqualTo("lane-" + lane);
    }
    assertThat(browser.log()).isEmpty();
  }

  /** A newline is shown as a backslash and an n, which another name may contain. */
  @Test
  void namesThatLookAlikeAreNotOneRow() throws IOException {
    double[] times = MadeUpPages.seconds(11);
    float[] values = MadeUpPages.values(11, i -> i);
    List<Series> series =
        List.of(new Series("a\nb", times, values), new Series("a\\nb", times, values));
    Chart chart = new Chart("c", "B", "", Form.LINES, null, series);
    browser.open(
        new Page(
            "p",
            "",
            null,
            series.stream()
                .map(
                    one ->
                        new Verdict(
                            "v",
                            true,
                            List.of(
                                new Verdict.Phrase(
                                    "p",
                                    new Verdict.Target(
                                        "l", "c", Double.NaN, Double.NaN, one.key())))))
                .toList(),
            List.of(),
            List.of(),
            List.of(new Lane("l", "L", null, List.of(new Section("s", List.of(chart))))),
            List.of()),
        directory,
        "");
    for (int i = 0; i < 2; i++) {
      browser.all("#verdicts a").get(i).click();
      browser.await("document.querySelectorAll('.legend [aria-pressed=true]').length > 0");
      assertThat(
              browser.<List<Boolean>>ask(
                  "return [...document.querySelectorAll('.legend [aria-pressed]')]"
                      + ".map((button) => button.getAttribute('aria-pressed') === 'true')"))
          .containsExactly(i == 0, i == 1);
      browser.run("writeFragment()");
      assertThat(browser.url())
          .contains("sel=" + URLEncoder.encode(i == 0 ? "a\\nb" : "a\\\\nb", UTF_8));
    }
    assertThat(browser.log()).isEmpty();
  }
}
