package io.github.procfs4j.cli.record;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.procfs4j.cli.Command;
import io.github.procfs4j.cli.Run;
import io.github.procfs4j.processes.ProcessTable;
import io.github.procfs4j.recording.Mark;
import io.github.procfs4j.recording.RecordedSample;
import io.github.procfs4j.recording.RecordedSource;
import io.github.procfs4j.recording.Recording;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code procfs record -- COMMAND}, with real programs. */
class RecordAroundTest {
  @TempDir private Path directory;
  private Path file;

  @BeforeAll
  static void needsProcfs() {
    assumeTrue(Files.isReadable(Path.of("/proc/self/stat")), "there is no procfs");
    assumeTrue(Command.has("bash") && Command.has("setsid"), "bash or setsid is not installed");
  }

  @BeforeEach
  void nameFile() {
    file = directory.resolve("x.rec");
  }

  private List<String> words(String... command) {
    List<String> words =
        new ArrayList<>(List.of(Command.words("record", "stat", "-o").toArray(String[]::new)));
    words.add(file.toString());
    words.add("--");
    words.addAll(List.of(command));
    return words;
  }

  private Run around(String... command) throws IOException, InterruptedException {
    return Command.end(new ProcessBuilder(words(command)).start());
  }

  private RecordedSource tree(Recording recording) {
    return recording.sources().stream()
        .filter(source -> source.name().endsWith("/*"))
        .findFirst()
        .orElseThrow();
  }

  private Set<String> names() throws IOException {
    Set<String> names = new TreeSet<>();
    try (Recording recording = Recording.open(file)) {
      for (RecordedSample<ProcessTable> sample :
          recording.samples(tree(recording), ProcessTable::of)) {
        sample.view().processes().forEach(process -> names.add(process.name()));
      }
    }
    return names;
  }

  @Test
  void outputInputAndExitCodeArePassedOnAndTheCostIsPrinted() throws Exception {
    Process process =
        new ProcessBuilder(
                words("bash", "-c", "read line; echo out $line; echo err >&2; sleep 1; exit 7"))
            .start();
    process.outputWriter(UTF_8).append("in\n").close();
    Run run = Command.end(process);
    assertThat(run.code()).isEqualTo(7);
    assertThat(run.out()).isEqualTo("out in\n");
    assertThat(run.err())
        .startsWith("err\nbash -c read line")
        .containsPattern("sleep 1; exit 7: [0-9.]+ m?s, exit code 7\nCPU ")
        .containsPattern("\n[0-9]+ sleep 1 +[0-9.]+ s ")
        .contains("\nMeanwhile, the rest of the machine: ", file + ": ");
    try (Recording recording = Recording.open(file)) {
      assertThat(recording.isComplete()).isTrue();
      assertThat(recording.marks())
          .extracting(Mark::text)
          .satisfiesExactly(
              text -> assertThat(text).startsWith("begin: bash -c read line"),
              text -> assertThat(text).startsWith("end: bash").endsWith(", exit code 7"));
      assertThat(recording.facts().value("command").orElseThrow()).contains(" -- bash -c read");
      Mark end = recording.marks().getLast();
      assertThat(recording.endNanos())
          .as("sampled once more, unless a sample began less than two ticks before")
          .isGreaterThan(end.nanos() - 20_000_000);
    }
  }

  @Test
  void aProgramThatIsKilledHasTheExitCodeOfAShell() throws Exception {
    Run run = around("bash", "-c", "kill -KILL $$");
    assertThat(run.code()).isEqualTo(137);
    assertThat(run.err()).contains(", signal 9\n");
  }

  /** They belong to no session or group of the program any more, and their parent has ended. */
  @Test
  void childrenThatDetachBelongToIt() throws Exception {
    Run run =
        around(
            "bash",
            "-c",
            "(setsid bash -c 'exec sleep 61 >/dev/null 2>&1' &); (setsid sleep 0.2 &); sleep 3;"
                + " cat /dev/null");
    try {
      assertThat(run.code()).isZero();
      assertThat(names()).contains("sleep 61", "sleep 3");
      assertThat(run.err())
          .containsPattern("Still running, and not in the total: 1 process: \\d+ sl");
    } finally {
      Pattern.compile("(\\d+) sleep 61")
          .matcher(run.err())
          .results()
          .map(found -> Long.valueOf(found.group(1)))
          .distinct()
          .flatMap(pid -> ProcessHandle.of(pid).stream())
          .forEach(ProcessHandle::destroyForcibly);
    }
  }

  @Test
  void signalsArePassedOn() throws Exception {
    Process process =
        new ProcessBuilder(
                words("bash", "-c", "trap 'exit 3' TERM; echo ready; while :; do sleep 0.05; done"))
            .start();
    assertThat(process.inputReader(UTF_8).readLine()).isEqualTo("ready");
    process.toHandle().destroy();
    assertThat(process.waitFor(5, TimeUnit.MINUTES)).isTrue();
    assertThat(process.exitValue()).isEqualTo(3);
  }

  @Test
  void itInheritsNeitherDescriptorsNorBlockedSignals() throws Exception {
    Run run = around("bash", "-c", "echo /proc/self/fd/*; grep SigBlk /proc/self/status");
    assertThat(run.out())
        .matches("(/proc/self/fd/[012] ){3}/proc/self/fd/\\d+\nSigBlk:\t0000000000000000\n");
  }

  /** What came and went is in the total: the CPU time of each of these is far below a sample. */
  @Test
  void whatCameAndWentBetweenSamplesIsInTheTotal() throws Exception {
    Run run = around("bash", "-c", "for i in {1..150}; do /bin/true; done");
    assertThat(run.code()).isZero();
    assertThat(run.err()).containsPattern("page faults +[0-9]{1,2},[0-9]{3}, and ");
  }

  /** The file may not grow beyond 64 KiB. */
  @Test
  void theProgramGoesOnIfTheRecordingCannotBeWritten() throws Exception {
    Path messages = directory.resolve("messages");
    List<String> words =
        words(
            "bash",
            "-c",
            "until grep -q \"can be read\" " + messages + "; do sleep 0.1; done; exit 5");
    words.add(words.indexOf("stat"), "stat@1ms");
    words.remove("stat");
    String line = String.join(" ", words.stream().map(word -> "'" + word + "'").toList());
    Run run = Command.shell("ulimit -f 64; exec 2>" + messages + " " + line);
    assertThat(messages)
        .content()
        .contains("procfs: " + file + ": ", "what was written before can be read");
    assertThat(run.code()).isEqualTo(5);
  }

  @ParameterizedTest
  @CsvSource({
    "127, -- no-such-command, no-such-command: no such command",
    "127, -- ./no-such-command, ./no-such-command: no such command",
    "126, -- /etc/passwd, /etc/passwd: is not executable",
    "126, -- /etc, /etc: is not executable",
    "2, --, a command is missing after --",
    "2, --duration 1s -- true, with a command",
    "2, -o - --force -- true, standard output is that of the command",
    "2, --root src/test/resources/openvz -- true, the command runs here",
    "2, statt -- true, unknown source «statt»"
  })
  void whatCannotBeDoneIsSaidBeforeAnythingIsRecorded(int code, String words, String message) {
    List<String> all = new ArrayList<>(List.of("record"));
    if (!words.contains("-o ")) {
      all.addAll(List.of("-o", file.toString()));
    }
    all.addAll(List.of(words.split(" ", -1)));
    Run.of(all.toArray(String[]::new)).failed(code, message);
    assertThat(file).doesNotExist();
  }
}
