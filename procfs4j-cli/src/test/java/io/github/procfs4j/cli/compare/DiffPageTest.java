package io.github.procfs4j.cli.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.procfs4j.cli.Command;
import io.github.procfs4j.cli.Run;
import io.github.procfs4j.cli.options.CommandException;
import io.github.procfs4j.cli.report.RecordedTexts;
import io.github.procfs4j.testing.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code procfs diff --html}. The texts that are recorded are made up. */
class DiffPageTest {
  @TempDir private Path directory;
  private Path page;

  @BeforeEach
  void namePage() {
    page = directory.resolve("page.html");
  }

  /** A recording of a disk of which each request takes that long, however fast samples come. */
  private Path run(String name, String disk, long millis, int samples) throws IOException {
    List<Map<String, String>> texts =
        IntStream.range(0, samples)
            .mapToObj(
                i ->
                    Map.of(
                        "diskstats",
                        String.format(
                            Locale.ROOT,
                            "8 0 %s %d 0 %d %d 0 0 0 0 0 0 0\n",
                            disk,
                            1000 * i,
                            8000 * i,
                            1000L * i * millis)))
            .toList();
    return Files.move(
        RecordedTexts.record(Files.createTempDirectory(directory, "work"), texts),
        directory.resolve(name + ".rec"));
  }

  private List<Path> runs(String group, int count, String disk, long millis) throws IOException {
    List<Path> runs = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      runs.add(run(group + i, disk, millis + i, 5));
    }
    return runs;
  }

  /** The index of a page, from which its scripts build it. */
  private static Object index(String html) {
    Matcher index =
        Pattern.compile("<script type=\"application/json\" id=\"index\">(.*?)</script>")
            .matcher(html);
    assertThat(index.find()).isTrue();
    return Json.parse(index.group(1));
  }

  @Test
  void thePageIsWrittenBesideTheSameText() throws IOException {
    List<Path> a = runs("a", 4, "sda", 100);
    List<Path> b = runs("b", 4, "sda", 400);
    Run alone = DiffCommandTest.diff(a, b, "--fail-if", "disk r_await > +10 %");
    Run both =
        DiffCommandTest.diff(a, b, "--fail-if", "disk r_await > +10 %", "--html", page.toString());
    assertThat(alone.code()).isEqualTo(ComparisonOptions.MET);
    assertThat(both.code()).isEqualTo(ComparisonOptions.MET);
    assertThat(both.out()).isEqualTo(alone.out() + "\nPage: " + page + "\n");
    String html = Files.readString(page);
    assertThat(html)
        .contains("<title>A and B: ")
        .contains("diskstats sda: r_await +296 % [")
        .contains("--fail-if</span> &#39;disk r_await &gt; +10 %&#39;: met by 1 of 1 figure");
    Run toStandardOutput = DiffCommandTest.diff(a, b, "--html", "-");
    assertThat(toStandardOutput.isDone().out()).startsWith("<!DOCTYPE html>").endsWith("</html>\n");
  }

  /** The chart and the sentence of each difference that JSON has, and no other. */
  @Test
  void thePageHasTheDifferencesOfJson() throws IOException {
    Run run =
        DiffCommandTest.diff(
            runs("a", 5, "sda", 100),
            runs("b", 5, "sda", 400),
            "--format",
            "json",
            "--html",
            page.toString());
    assertThat(run.isDone().out()).startsWith("{").doesNotContain("Page: ");
    List<?> differences = Json.list(Json.parse(run.out()), "differences");
    assertThat(differences).isNotEmpty();
    String html = Files.readString(page);
    List<String> drawn = new ArrayList<>();
    for (Object lane : Json.list(index(html), "lanes")) {
      if (Json.text(lane, "id").startsWith("row")) {
        for (Object section : Json.list(lane, "sections")) {
          drawn.add((Json.text(lane, "title") + ": " + Json.text(section, "title")));
        }
      }
    }
    assertThat(drawn)
        .containsExactlyInAnyOrderElementsOf(
            differences.stream()
                .map(
                    it ->
                        Json.text(it, "source")
                            + " "
                            + Json.text(it, "row")
                            + ": "
                            + Json.text(it, "figure"))
                .toList());
    for (Object difference : differences) {
      assertThat(html).contains(">" + Json.text(difference, "text") + "</a>");
    }
  }

  @Test
  void noFileIsReplacedThatMustNotBe() throws IOException {
    List<Path> a = runs("a", 1, "sda", 100);
    List<Path> b = runs("b", 1, "sda", 400);
    Files.writeString(page, "mine");
    DiffCommandTest.diff(a, b, "--html", page.toString())
        .failed(CommandException.USAGE, "page.html", "--force");
    assertThat(page).hasContent("mine");
    Path recording = b.getFirst();
    byte[] before = Files.readAllBytes(recording);
    DiffCommandTest.diff(a, b, "--html", recording.toString(), "--force")
        .failed(CommandException.FAILED, "is the recording itself");
    assertThat(recording).hasBinaryContent(before);
    Path link = Files.createSymbolicLink(directory.resolve("link.html"), page);
    DiffCommandTest.diff(a, b, "--html", link.toString(), "--force")
        .failed(CommandException.USAGE, "link.html");
    assertThat(page).hasContent("mine");
    DiffCommandTest.diff(a, b, "--html", directory.resolve("no/page.html").toString())
        .failed(CommandException.FAILED, "no/page.html");
    DiffCommandTest.diff(a, b, "--html", "-", "--format", "json")
        .failed(CommandException.USAGE, "--html - and ");
    DiffCommandTest.diff(a, b, "--html", page.toString(), "--force").isDone();
    assertThat(Files.readString(page)).startsWith("<!DOCTYPE html>");
  }

  @Test
  void withoutAComparisonThereIsNoPage() throws IOException {
    List<Path> a = runs("a", 2, "sda", 100);
    DiffCommandTest.diff(a, runs("b", 2, "sdb", 100), "--html", page.toString())
        .failed(CommandException.FAILED, "A and B have no figure of any row in common");
    DiffCommandTest.diff(a, a, "--html", page.toString())
        .failed(CommandException.USAGE, "is given twice");
    Run none =
        DiffCommandTest.diff(a, List.of(directory.resolve("none.rec")), "--html", page.toString());
    assertThat(none.code()).isEqualTo(CommandException.FAILED);
    assertThat(none.err()).contains("no recording of B can be compared");
    assertThat(page).doesNotExist();
  }

  @Test
  void oneRunOfEachAndRunsOfDifferentLengths() throws IOException {
    Path a = run("a", "sda", 100, 200);
    Path b = run("b", "sda", 100, 5);
    DiffCommandTest.diff(List.of(a), List.of(b), "--html", page.toString()).isDone();
    assertThat(Files.readString(page))
        .contains("<p class=\"warning\">one run of each: ")
        .contains("lengths differ, from ");
  }

  @Test
  void namesOfAnyOriginAreShownAsTheyAre() throws IOException {
    String name = "<b>s\033[2J\u202ed</b>";
    DiffCommandTest.diff(
            runs("a", 4, name, 100), runs("b", 4, name, 400), "--html", page.toString())
        .isDone();
    assertThat(Files.readString(page).replaceFirst("(?s)<script>.*</script>", ""))
        .doesNotContain("<b>", "\033", "\u202e")
        .contains("diskstats &lt;b&gt;s\\x1b[2J");
  }

  @Test
  void theHelpNamesThePage() {
    assertThat(Run.of("diff", "--help").isDone().out()).contains("--html=OUT.html", "--force");
    assertThat(Run.of("study", "--help").isDone().out()).contains("--html=OUT.html", "--force");
  }

  /** A study takes long: what is wrong with its page is known before. */
  @Test
  void aStudyDoesNotBeginIfItsPageCannotBeWritten() throws IOException {
    Files.writeString(page, "mine");
    Path study = directory.resolve("study");
    Run.of("study", "--a", "true", "--b", "true", "--html", page.toString(), "-o", study.toString())
        .failed(CommandException.USAGE, "page.html", "--force");
    assertThat(study).doesNotExist();
    assertThat(page).hasContent("mine");
  }

  /** The directory does not exist when the study begins. */
  @Test
  void thePageOfAStudyMayBeInItsDirectory() throws IOException, InterruptedException {
    assumeTrue(Files.isReadable(Path.of("/proc/self/stat")), "there is no procfs");
    assumeTrue(Command.has("sh"), "sh is not installed");
    Path study = directory.resolve("study");
    Path inside = study.resolve("page.html");
    List<String> words = new ArrayList<>(Command.words("study", "-n", "1", "--pause", "1ms"));
    words.addAll(List.of("--a", "true", "--b", "true", "-o", study.toString()));
    words.addAll(List.of("--html", inside.toString()));
    Run run = Command.end(new ProcessBuilder(words).start());
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.out()).endsWith("\nPage: " + inside + "\n");
    assertThat(Files.readString(inside)).contains("one run of each: ");
  }
}
