package io.github.procfs4j.cli.record;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.procfs4j.cli.Run;
import io.github.procfs4j.cli.Tree;
import io.github.procfs4j.cli.options.CommandException;
import io.github.procfs4j.recording.Mark;
import io.github.procfs4j.recording.MarkInbox;
import io.github.procfs4j.recording.Recording;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Marks of a recording, from {@code procfs mark} to the report. */
class MarkCommandTest {
  private static final String HOSTILE = "\033[2J<b>&\u202e";

  @TempDir private Path directory;
  private Path file;

  @BeforeEach
  void nameFile() {
    file = directory.resolve("x.rec");
  }

  private FutureTask<Run> recording(String... options) throws Exception {
    List<String> words =
        new ArrayList<>(List.of("record", "uptime", "-o", file.toString(), "--root"));
    words.add(Tree.copy(directory).toString());
    words.addAll(List.of(options));
    FutureTask<Run> run =
        new FutureTask<>((Callable<Run>) () -> Run.of(words.toArray(String[]::new)));
    Thread.ofPlatform().daemon().start(run);
    while (!Files.exists(MarkInbox.path(file))) {
      assertThat(run.isDone()).isFalse();
      Thread.sleep(10);
    }
    return run;
  }

  private List<Mark> marks() throws IOException {
    try (Recording recording = Recording.open(file)) {
      return recording.marks();
    }
  }

  @Test
  void theyAreInTheReportAsTextAsJsonAndOnThePage() throws Exception {
    FutureTask<Run> recording = recording("--duration", "2s");
    Run.of("mark", file.toString(), "deploy", "started").isDone();
    Run.of("mark", file.toString(), HOSTILE).isDone();
    Run run = recording.get(5, TimeUnit.MINUTES);
    assertThat(run.err()).isEmpty();
    assertThat(marks()).extracting(Mark::text).containsExactly("deploy started", HOSTILE);
    assertThat(run.out())
        .containsPattern("\nmark  -?[0-9.]+ m?s \\(..:..:..\\): deploy started\n")
        .contains(": \\x1b[2J<b>&\\u202e\n")
        .doesNotContain("\033", "\u202e");
    assertThat(directory).isDirectoryNotContaining(path -> path.toString().endsWith(".marks"));
    assertThat(Run.of("report", file.toString(), "--format", "json").isDone().out())
        .containsPattern(
            "\"marks\":\\[\\{\"after_ns\":-?[0-9]+,\"time\":\"[^\"]+\",\"text\":\"deploy ")
        .contains("\"text\":\"\\u001B[2J<b>&\\u202E\"}]");
    Path page = directory.resolve("page.html");
    Run.of("report", file.toString(), "--html", page.toString()).isDone();
    assertThat(Files.readString(page))
        .containsPattern("\\{\"at\":[-0-9.E]+,\"text\":\"deploy started\"}")
        .contains("<dt>mark</dt>")
        .doesNotContain("<b>", "\033", "\u202e");
  }

  @Test
  void aPartOfTheRecordingHasTheMarksInIt() throws Exception {
    FutureTask<Run> recording = recording("--duration", "2s");
    Thread.sleep(300);
    Run.of("mark", file.toString(), "early").isDone();
    recording.get(5, TimeUnit.MINUTES);
    assertThat(Run.of("report", file.toString(), "--until", "-1ms").isDone().out())
        .contains(": early\n");
    assertThat(Run.of("report", file.toString(), "--from", "-1ms").out()).doesNotContain("early");
  }

  @Test
  void anInboxThatCannotBeCreatedIsReportedAndTheRecordingGoesOn() throws Exception {
    Files.writeString(MarkInbox.path(file), "precious");
    Run run = recording("--duration", "300ms").get(5, TimeUnit.MINUTES);
    assertThat(run.code()).isZero();
    assertThat(run.err())
        .isEqualTo(
            "procfs: "
                + MarkInbox.path(file)
                + ": already exists; --force replaces it; procfs mark cannot mark moments of this"
                + " recording\n");
    assertThat(MarkInbox.path(file)).hasContent("precious");
  }

  @Test
  void whatIsWrongIsSaid() throws IOException {
    Run.of("mark", file.toString(), "now").failed(CommandException.FAILED, "no such file");
    Files.writeString(file, "text");
    Run.of("mark", file.toString(), "now").failed(CommandException.FAILED, "not a recording");
    Run.of("mark", file.toString()).failed(CommandException.USAGE, "TEXT is missing");
    Run.of("mark", file.toString(), "").failed(CommandException.USAGE, "is empty");
    Run.of("mark", file.toString(), " ", "\t").failed(CommandException.USAGE, "is empty");
    Run.of("mark", directory.toString(), "now").failed(CommandException.FAILED, "a directory");
    Run.of("mark", "/dev/null", "now").failed(CommandException.FAILED, "not a regular file");
    Run.of("mark", file.toString(), "x".repeat(1025)).failed(CommandException.USAGE, "1,025 bytes");
    Run.of("record", "uptime", "--mark-on", "SIGINT")
        .failed(CommandException.USAGE, "--mark-on: «SIGINT» cannot mark a moment", "SIGUSR1");
    assertThat(Files.readAllBytes(file)).isEqualTo("text".getBytes(UTF_8));
  }

  @Test
  void aRecordingIsMarkedByALinkToItWhileItIsWritten() throws Exception {
    FutureTask<Run> recording = recording("--duration", "2s");
    Path link = Files.createSymbolicLink(directory.resolve("latest"), file.getFileName());
    Run.of("mark", link.toString(), "by a link").isDone();
    recording.get(5, TimeUnit.MINUTES);
    assertThat(marks()).extracting(Mark::text).containsExactly("by a link");
    for (Path closed : List.of(link, file)) {
      Run.of("mark", closed.toString(), "late")
          .failed(CommandException.FAILED, closed + ": is not being recorded");
    }
  }

  @Test
  void aSignalMarksTheMoment() throws Exception {
    FutureTask<Run> recording = recording("--duration", "2s", "--mark-on", "usr1");
    String self = Long.toString(ProcessHandle.current().pid());
    assertThat(new ProcessBuilder("kill", "-USR1", self).start().waitFor()).isZero();
    recording.get(5, TimeUnit.MINUTES);
    assertThat(marks()).extracting(Mark::text).containsExactly("SIGUSR1");
  }
}
