package io.github.procfs4j.cli.page;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.procfs4j.cli.HostileRecordingsTest;
import io.github.procfs4j.cli.Run;
import io.github.procfs4j.cli.report.RecordedTexts;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.WebElement;

/** Pages of recordings that are damaged, or have next to nothing in them, in a real browser. */
class OddRecordingsInBrowserTest {
  @AutoClose private static Browser browser;

  @TempDir Path directory;

  @BeforeAll
  static void start() {
    browser = Browser.start();
  }

  /** Opens the page of a recording, with all its lanes. */
  private void open(Path recording) {
    Path page = directory.resolve("page.html");
    Run.of("report", recording.toString(), "--html", page.toString(), "--force").isDone();
    openPage(page);
  }

  private static void openPage(Path page) {
    browser.open(page, "");
    browser.run("for (const {spec} of lanes) setOpen(spec.id, true)");
    browser.await("lanes.every(({body}) => !body.hidden)");
    browser.drawn();
    browser.run(
        "if (lanes.length > 0) {"
            + " zoom(whole.from, (whole.from + whole.to) / 2); point(whole.from); undo(); }");
    browser.drawn();
    assertThat(browser.log()).isEmpty();
  }

  @Test
  void aRecordingThatWasCutInTheMiddleIsShownAsFarAsItGoes() throws IOException {
    List<Map<String, String>> samples = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      samples.add(Map.of("meminfo", "MemTotal: 9000 kB\nMemFree: %d kB\n".formatted(8000 - i)));
    }
    Path recording = RecordedTexts.record(directory, samples, true);
    open(recording);
    double all = browser.<Number>ask("return whole.to").doubleValue();

    byte[] bytes = Files.readAllBytes(recording);
    byte[] part = Arrays.copyOf(bytes, bytes.length * 2 / 3);
    open(Files.write(directory.resolve("cut.rec"), part));
    assertThat(browser.all(".warning").stream().map(WebElement::getText))
        .anyMatch(warning -> warning.contains("cut: the last"));
    assertThat(browser.<Number>ask("return whole.to").doubleValue()).isBetween(0.001, 0.9 * all);
    assertThat(browser.all("figure canvas")).isNotEmpty();
  }

  @Test
  void oneWithoutASampleSaysSo() throws IOException {
    byte[] bytes = Files.readAllBytes(uptimes("1.00 2.00\n", "2.00 3.00\n"));
    open(Files.write(directory.resolve("none.rec"), Arrays.copyOf(bytes, bytes.length - 5)));
    assertThat(browser.one("#when").getText()).contains("no samples");
    assertThat(browser.one("main").getText())
        .isEqualTo("Nothing was recorded that could be shown.");
  }

  @Test
  void oneSampleHasNoRatesAndThePageSaysSo() throws IOException {
    open(uptimes("1.00 2.00\n"));
    assertThat(browser.one("main").getText())
        .isEqualTo("Nothing was recorded that could be shown.");
    assertThat(browser.one("#facts").getAttribute("textContent")).contains("uptime", "1 sample");
  }

  private Path uptimes(String... texts) throws IOException {
    List<Map<String, String>> samples = new ArrayList<>();
    for (String text : texts) {
      samples.add(Map.of("uptime", text));
    }
    return RecordedTexts.record(directory, samples);
  }

  /** With valid checksums, but nonsense in between. */
  @Test
  void mutatedRecordingsDoNotStopTheScripts() throws IOException, URISyntaxException {
    Path page = directory.resolve("page.html");
    int shown = 0;
    try (Stream<Path> recordings = HostileRecordingsTest.recordings()) {
      for (Path recording : recordings.toList()) {
        Run run = Run.of("report", recording.toString(), "--html", page.toString(), "--force");
        if (run.code() == 0) {
          openPage(page);
          shown++;
        }
      }
    }
    assertThat(shown).isPositive();
  }
}
