package io.github.procfs4j.cli.live;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.procfs4j.cli.Command;
import io.github.procfs4j.cli.Run;
import io.github.procfs4j.recording.Mark;
import io.github.procfs4j.recording.Recording;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code procfs live} in a real pseudo-terminal. */
class LiveTerminalTest {
  private static final String UTF8 = "LANG=C.UTF-8";

  /** What is shown in the first line when values are there. */
  private static final String LIVE = "^ \\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d  live  .*own";

  @TempDir private Path directory;

  @BeforeAll
  static void needsATerminal() {
    assumeTrue(Command.has("tmux"), "tmux makes the terminal");
  }

  /** A script, because the line that starts the command is longer than a screen. */
  private void script(String... arguments) throws IOException {
    Files.writeString(directory.resolve("live"), "exec " + Command.line(arguments) + "\n");
  }

  private Tmux start(int columns, int rows, String... environment)
      throws IOException, InterruptedException {
    Tmux tmux = new Tmux(directory, columns, rows, environment);
    tmux.type("echo be''fore; bash live; echo \"code $?\"");
    tmux.press("Enter");
    return tmux;
  }

  private void awaitEnd(Tmux tmux, int code) throws IOException, InterruptedException {
    String after = tmux.await("^code " + code);
    assertThat(after).contains("before").doesNotContain("own CPU", "? help");
    // Lines have their ends, and keys their echo, as before.
    tmux.type("stty -a | tr ' ;' '\\n\\n' | grep -xE 'icanon|echo|isig|icrnl' | tr '\\n' ' '");
    tmux.press("Enter");
    String ignored = tmux.await("^(isig|icanon|echo|icrnl)( (isig|icanon|echo|icrnl)){3}");
  }

  @Test
  void keysLeadThroughTimeAndTheTerminalIsAsItWas() throws Exception {
    script("live", "--every", "200ms");
    try (Tmux tmux = start(100, 30, UTF8)) {
      assertThat(tmux.await(LIVE)).contains("CPU     stat all", "? help");
      tmux.press("Space");
      String stopped = tmux.await("  stopped ");
      assertThat(stopped).contains("pid");
      tmux.press("Left", "Left");
      tmux.await("  stopped \\S+ \\S+ ago  ");
      tmux.press("?");
      tmux.await("What is on the screen");
      tmux.press("?", "End");
      tmux.await(LIVE);
      tmux.press(">");
      tmux.await("by system");
      tmux.press("t");
      tmux.await(" threads ");
      tmux.type("/no such name");
      tmux.press("Enter");
      tmux.await("none of them is found by «no such name»");
      tmux.press("q");
      awaitEnd(tmux, 0);
    }
  }

  @Test
  void theScreenFitsInEachSizeWhileItRuns() throws Exception {
    script("live", "--every", "200ms");
    try (Tmux tmux = start(80, 24, UTF8)) {
      tmux.await(LIVE);
      for (int[] size : new int[][] {{20, 5}, {300, 100}, {40, 6}, {120, 40}}) {
        tmux.resize(size[0], size[1]);
        // The heading of the processes goes to the right end.
        String last = size[0] < 40 ? "^\\? help  q quit" : "^\\? help  q quit  by cpu";
        tmux.await(last);
        String shown = tmux.await("^ \\d{4}-\\d\\d-\\d\\d \\d\\d:");
        assertThat(shown.lines().count()).isLessThanOrEqualTo(size[1]);
      }
      tmux.press("q");
      awaitEnd(tmux, 0);
    }
  }

  @Test
  void aStoppedCommandLeavesTheTerminalAndComesBack() throws Exception {
    script("live", "--every", "200ms");
    try (Tmux tmux = start(80, 24, UTF8)) {
      tmux.await(LIVE);
      tmux.press("C-z");
      assertThat(tmux.await("Stopped")).contains("before").doesNotContain("? help");
      tmux.type("fg");
      tmux.press("Enter");
      tmux.await(LIVE);
      tmux.press("C-z");
      tmux.await("Stopped(?s:.*)Stopped");
      tmux.type("fg");
      tmux.press("Enter");
      tmux.await(LIVE);
      tmux.press("q");
      tmux.await("^\\$ ?$");
      assertThat(tmux.shown()).contains("before").doesNotContain("? help");
    }
  }

  private static ProcessHandle command(Tmux tmux) throws IOException, InterruptedException {
    return ProcessHandle.of(tmux.shell()).orElseThrow().children().findFirst().orElseThrow();
  }

  @Test
  void signalsLeaveTheTerminalAsItWas() throws Exception {
    for (String signal : List.of("TERM", "INT", "HUP")) {
      script("live", "--every", "200ms");
      try (Tmux tmux = start(80, 24, UTF8)) {
        tmux.await(LIVE);
        assertThat(Command.shell("kill -" + signal + " " + command(tmux).pid()).code()).isZero();
        awaitEnd(tmux, 0);
      }
      Files.delete(directory.resolve("tmux"));
    }
  }

  /** Whether it exists, and is not a zombie. */
  private static boolean isRunning(ProcessHandle process) {
    try {
      String stat = Files.readString(Path.of("/proc", process.pid() + "", "stat"), ISO_8859_1);
      return !stat.startsWith(") Z", stat.lastIndexOf(')'));
    } catch (IOException e) {
      return false;
    }
  }

  @Test
  void aTerminalThatGoesAwayEndsTheCommand() throws Exception {
    script("live", "--every", "200ms");
    ProcessHandle command;
    try (Tmux tmux = start(80, 24, UTF8)) {
      tmux.await(LIVE);
      command = command(tmux);
    }
    // Not onExit: not every init process waits for those whose parents have ended.
    while (isRunning(command)) {
      Thread.sleep(20);
    }
  }

  @Test
  void withoutUtf8AndColoursAllIsAscii() throws Exception {
    script("live", "--every", "200ms");
    try (Tmux tmux = start(100, 30, "LANG=C", "NO_COLOR=1")) {
      tmux.await(LIVE);
      assertThat(tmux.styled())
          .matches("(?s)\\p{ASCII}*")
          .doesNotContainPattern("\033\\[[0-9;]*3[0-7]");
      tmux.press("q");
      awaitEnd(tmux, 0);
    }
  }

  @Test
  void coloursAreThoseThatUsersChoose() throws Exception {
    script("live", "--every", "200ms");
    try (Tmux tmux = start(100, 30, UTF8)) {
      tmux.await(LIVE);
      assertThat(tmux.styled())
          .containsPattern("\033\\[[0-9;]*36")
          .doesNotContain("[38;", ";38;", "[48;", ";48;");
      tmux.press("q");
      awaitEnd(tmux, 0);
    }
  }

  /** The name clears the screen, and sets the title of the terminal. */
  @Test
  void aNameOfAProcessDoesNotControlTheTerminal() throws Exception {
    script("live", "--every", "200ms");
    Process hostile =
        new ProcessBuilder("bash", "-c", "exec -a $'evil\\e[2J\\e]2;owned\\a漢字' sleep 1000")
            .start();
    try (Tmux tmux = start(300, 30, UTF8)) {
      tmux.await(LIVE);
      tmux.type("/evil");
      tmux.press("Enter");
      tmux.await("^\\? help.*only «evil»");
      assertThat(tmux.await("evil\\\\x1b\\[2J")).contains("漢字");
      tmux.press("q");
      awaitEnd(tmux, 0);
    } finally {
      hostile.destroyForcibly().waitFor();
    }
  }

  @SuppressWarnings("NullAway") // what is missing fails the test
  @Test
  void theTimeInMemoryIsWrittenAsARecordingAndAsAPage() throws Exception {
    script("live", "--every", "200ms");
    try (Tmux tmux = start(100, 30, UTF8)) {
      tmux.await(LIVE);
      tmux.await("^CPU     stat all");
      tmux.press("x");
      tmux.await("^busy of stat all: .*, the highest; the median is ");
      tmux.press("m");
      tmux.type("deploy\u0007 漢");
      tmux.press("Enter");
      tmux.await("^marked: deploy 漢; w writes it");
      tmux.press("End", "h");
      tmux.await("^procfs-\\d{8}-\\d{6}\\.html: the page of the report");
      tmux.press("w");
      tmux.await("^procfs-\\d{8}-\\d{6}\\.rec: [0-9,]+ samples; procfs report shows it");
      tmux.press("q");
      awaitEnd(tmux, 0);
    }
    try (Stream<Path> files = Files.list(directory)) {
      Map<String, Path> written =
          files
              .filter(path -> path.getFileName().toString().startsWith("procfs-"))
              .collect(
                  Collectors.toMap(
                      path -> path.toString().replaceFirst(".*\\.", ""), Function.identity()));
      assertThat(Files.readString(written.get("html"))).contains("procfs live", "deploy 漢");
      Path file = written.get("rec");
      try (Recording recording = Recording.open(file)) {
        assertThat(recording.isComplete()).isTrue();
        assertThat(recording.source("pid:*").orElseThrow().samples()).isGreaterThan(1);
        assertThat(recording.facts().command()).contains("procfs live");
        assertThat(recording.marks()).extracting(Mark::text).containsExactly("deploy 漢");
        assertThat(recording.instant(recording.endNanos())).isPresent();
      }
    }
  }

  @Test
  void aRecordingThatIsBeingWrittenIsFollowedToItsEnd() throws Exception {
    Path file = directory.resolve("x.rec");
    Process recorder =
        new ProcessBuilder(Command.words("record", "usual@100ms", "-o", file.toString()))
            .redirectErrorStream(true)
            .redirectOutput(directory.resolve("record.log").toFile())
            .start();
    try {
      Command.awaitTwoSamples(file, recorder);
      script("live", "x.rec");
      try (Tmux tmux = start(100, 30, UTF8)) {
        tmux.await("  growing  x.rec");
        tmux.await("^CPU     stat all");
        recorder.destroy();
        assertThat(recorder.waitFor()).isZero();
        tmux.await("  latest  x.rec");
        tmux.press("Home");
        tmux.await("  stopped");
        tmux.press("w");
        tmux.await("this is a recording; procfs cut makes");
        tmux.press("q");
        awaitEnd(tmux, 0);
      }
    } finally {
      recorder.destroyForcibly().waitFor();
    }
  }

  @Test
  void aTerminalThatCannotBeDrawnOnIsRefused() throws Exception {
    script("live");
    try (Tmux tmux = start(100, 30, UTF8, "TERM=dumb")) {
      assertThat(tmux.await("^code 2")).contains("TERM=dumb", "without drawing");
    }
  }

  @Test
  void withoutATerminalNothingIsDrawn() throws Exception {
    Run run = Command.shell(Command.line("live") + " < /dev/null");
    run.failed(2);
    assertThat(run.err()).contains("not both a terminal", "procfs record shows what happens");
    assertThat(run.out()).isEmpty();
  }

  @Test
  void tooShortAPeriodIsRefused() {
    Run.of("live", "--every", "99ms").failed(2);
    assertThat(Run.of("live", "--every", "99ms").err()).contains("the minimum is 100ms");
  }
}
