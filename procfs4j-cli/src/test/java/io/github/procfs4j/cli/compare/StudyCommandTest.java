package io.github.procfs4j.cli.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.procfs4j.cli.Command;
import io.github.procfs4j.cli.Run;
import io.github.procfs4j.cli.SignalTest;
import io.github.procfs4j.cli.options.CommandException;
import io.github.procfs4j.testing.Json;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code procfs study}, with real programs. */
class StudyCommandTest {
  @TempDir private Path temporary;
  private Path directory;

  @BeforeAll
  static void needsProcfs() {
    assumeTrue(Files.isReadable(Path.of("/proc/self/stat")), "there is no procfs");
    assumeTrue(Command.has("sh"), "sh is not installed");
  }

  @BeforeEach
  void nameDirectory() {
    directory = temporary.resolve("study");
  }

  private Run study(String... options) throws IOException, InterruptedException {
    List<String> words = new ArrayList<>(Command.words("study"));
    words.addAll(List.of("--pause", "1ms", "-o", directory.toString()));
    words.addAll(Arrays.asList(options));
    return Command.end(new ProcessBuilder(words).start());
  }

  private static List<String> names(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  /** The slower command takes so much longer that no other load hides it. */
  @Test
  void theSlowerCommandIsFound() throws Exception {
    String rule = "command time > +10 %";
    Run run =
        study(
            "-n",
            "4",
            "--a",
            "true",
            "--b",
            "sleep 2; echo done",
            "--fail-if",
            rule,
            "--format",
            "json");
    assertThat(run.code()).as(run.err()).isEqualTo(ComparisonOptions.MET);
    assertThat(names(directory.resolve("a")))
        .containsExactly("01.rec", "02.rec", "03.rec", "04.rec");
    assertThat(names(directory.resolve("b"))).hasSize(4);
    assertThat(run.err()).contains("4 runs of each command; the order is that of --seed ");
    Object json = Json.parse(run.out());
    Object time = Json.at(json, "time");
    assertThat(Json.members(time))
        .containsEntry("verdict", "different")
        .containsEntry("figure", "time")
        .containsEntry("delta", "1");
    assertThat(Double.parseDouble((String) Json.at(time, "median_b"))).isGreaterThan(2);
    String a = directory.resolve("a").toString();
    String b = directory.resolve("b").toString();
    Run again = Run.of("diff", "--fail-if", rule, a, "--", b);
    assertThat(again.code()).isEqualTo(ComparisonOptions.MET);
    assertThat(again.out())
        .containsPattern("Time of the command: \\+[0-9,]+ %")
        .contains("--fail-if '" + rule + "': met by 1 of 1 figure");
  }

  @Test
  void aCommandThatFailsEndsTheStudy() throws Exception {
    Path count = temporary.resolve("count");
    Files.writeString(count, "");
    Run run =
        study(
            "-n",
            "3",
            "--seed",
            "7",
            "--a",
            "true",
            "--b",
            "echo x >> '" + count + "'; test $(wc -l < '" + count + "') -lt 2 || exit 3");
    assertThat(run.code()).isEqualTo(StudyCommand.COMMAND_FAILED);
    assertThat(run.err())
        .contains("the order is that of --seed 7")
        .contains("run 2 of B (" + directory.resolve("b/02.rec") + ") failed with exit code 3; its")
        .contains("the study ends; " + directory + " has ")
        .contains("procfs diff " + directory.resolve("a") + " -- " + directory.resolve("b"));
    assertThat(names(directory.resolve("b"))).containsExactly("01.rec");
    assertThat(names(directory.resolve("failed"))).containsExactly("b-02.rec");
    assertThat(run.out()).isEmpty();
  }

  /** Beside a process that uses CPU time all the time, each run is disturbed. */
  @Test
  void disturbedRunsAreRepeated() throws Exception {
    Path count = temporary.resolve("count");
    Files.writeString(count, "");
    AtomicBoolean isOver = new AtomicBoolean();
    int busy = 1 + Runtime.getRuntime().availableProcessors() / 4;
    for (int i = 0; i < busy; i++) {
      Thread.ofPlatform()
          .daemon()
          .start(
              () -> {
                while (!isOver.get()) {
                  Thread.onSpinWait();
                }
              });
    }
    try {
      String command = "echo x >> '" + count + "'; sleep 0.3";
      Run run = study("-n", "1", "--repeat", "--a", command, "--b", command);
      assertThat(run.code()).as(run.err()).isZero();
      assertThat(Files.readString(count)).hasSize(8 * "x\n".length());
      assertThat(names(directory.resolve("a"))).containsExactly("01.rec");
      assertThat(names(directory.resolve("disturbed")))
          .containsExactly(
              "a-01-1.rec", "a-01-2.rec", "a-01-3.rec", "b-01-1.rec", "b-01-2.rec", "b-01-3.rec");
      assertThat(run.err())
          .containsPattern("was disturbed: other processes used .* %.*; it is repeated");
      assertThat(run.out()).contains("! disturbed: a/01: other processes used ");
    } finally {
      isOver.set(true);
    }
  }

  /** The signal reaches the command, too, and the study says what there is. */
  @ParameterizedTest
  @CsvSource({"INT, 2", "TERM, 15"})
  void aSignalEndsTheStudy(String signal, int number) throws Exception {
    Path count = temporary.resolve("count");
    Files.writeString(count, "");
    List<String> words = new ArrayList<>(Command.words("study"));
    // From the third run on, it waits.
    String command =
        "echo x >> '" + count + "'; test $(wc -l < '" + count + "') -lt 3 || exec sleep 600";
    words.addAll(List.of("--pause", "1ms", "-n", "3", "-o", directory.toString()));
    words.addAll(List.of("--a", command, "--b", command));
    Process process = new ProcessBuilder(words).start();
    while (Files.size(count) < 3L * "x\n".length()) {
      assertThat(process.isAlive()).isTrue();
      Thread.sleep(20);
    }
    SignalTest.assumeHeeds(process, number);
    Run sent = Command.shell("kill -" + signal + " " + process.pid());
    assertThat(sent.code()).isZero();
    Run run = Command.end(process);
    assertThat(run.code()).as(run.err()).isEqualTo(128 + number);
    assertThat(run.err())
        .containsPattern("interrupted by SIG" + signal + "; its recording is now .*failed/[ab]-02")
        .contains(" has 1 complete run of A and 1 complete run of B; procfs diff ");
    assertThat(names(directory.resolve("a"))).containsExactly("01.rec");
    assertThat(names(directory.resolve("b"))).containsExactly("01.rec");
    assertThat(run.out()).isEmpty();
  }

  /** Between two commands nothing is lost. */
  @Test
  void aSignalInAPauseEndsTheStudy() throws Exception {
    Path count = temporary.resolve("count");
    Files.writeString(count, "");
    List<String> words = new ArrayList<>(Command.words("study"));
    String command = "echo x >> '" + count + "'";
    words.addAll(List.of("--pause", "600s", "-n", "3", "-o", directory.toString()));
    words.addAll(List.of("--a", command, "--b", command));
    Process process = new ProcessBuilder(words).start();
    try (BufferedReader err = process.errorReader()) {
      assertThat(err.readLine()).contains("3 runs of each command");
      while (!Files.exists(directory.resolve("b"))) {
        Thread.sleep(20);
      }
      Thread.sleep(200);
      assertThat(process.toHandle().destroy()).isTrue(); // the process would close the stream
      assertThat(process.waitFor()).isEqualTo(128 + 15);
      assertThat(err.readLine())
          .endsWith(
              "interrupted by SIGTERM; "
                  + directory
                  + " has 0 complete runs of A and 0"
                  + " complete runs of B");
      assertThat(Files.readString(count)).isEmpty();
    }
  }

  @Test
  void theOrderIsThatOfTheSeed() throws Exception {
    Path order = temporary.resolve("order");
    List<String> orders = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      directory = temporary.resolve("study" + i);
      Files.writeString(order, "");
      study(
          "-n",
          "3",
          "--seed",
          "12",
          "--a",
          "echo a >> '" + order + "'",
          "--b",
          "echo b >> '" + order + "'");
      orders.add(Files.readString(order).replace("\n", ""));
    }
    assertThat(orders.getFirst()).hasSize(6).matches("(ab|ba){3}").contains("ab").contains("ba");
    assertThat(orders.getLast()).isEqualTo(orders.getFirst());
  }

  @Test
  void wrongOptions() throws Exception {
    Run.of("study", "--a", "true").failed(CommandException.USAGE, "--b");
    Run.of("study", "--a", "true", "--b", " ").failed(CommandException.USAGE, "--b: ");
    Run.of("study", "--a", "true", "--b", "true", "-n", "0")
        .failed(CommandException.USAGE, "-n: from 1 to 1000");
    Run.of("study", "--a", "true", "--b", "true", "-o", temporary.toString())
        .failed(CommandException.USAGE, "already exists");
    Run.of(
            "study",
            "--a",
            "true",
            "--b",
            "true",
            "--fail-if",
            "nonsense",
            "-o",
            directory.toString())
        .failed(CommandException.USAGE, "--fail-if: ");
    assertThat(directory).doesNotExist();
  }
}
