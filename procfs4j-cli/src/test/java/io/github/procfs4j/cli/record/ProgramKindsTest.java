package io.github.procfs4j.cli.record;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.procfs4j.cli.Command;
import io.github.procfs4j.cli.Run;
import io.github.procfs4j.processes.ProcessTable;
import io.github.procfs4j.recording.RecordedSample;
import io.github.procfs4j.recording.RecordedSource;
import io.github.procfs4j.recording.Recording;
import io.github.procfs4j.testing.CProgram;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code procfs record -- COMMAND} with commands that are not as simple as others. */
class ProgramKindsTest {
  @TempDir private Path directory;
  private Path file;

  @BeforeEach
  void needsProcfs() {
    assumeTrue(Files.isReadable(Path.of("/proc/self/stat")), "there is no procfs");
    assumeTrue(Command.has("bash") && Command.has("setsid"), "bash or setsid is not installed");
    file = directory.resolve("x.rec");
  }

  private static boolean isRoot() throws IOException {
    return Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0);
  }

  private List<String> words(String... command) {
    List<String> words = new ArrayList<>(Command.words("record", "stat", "-o", file.toString()));
    words.add("--");
    words.addAll(List.of(command));
    return words;
  }

  private Run around(String... command) throws IOException, InterruptedException {
    return Command.end(new ProcessBuilder(words(command)).directory(directory.toFile()).start());
  }

  private Set<String> names() throws IOException {
    Set<String> names = new TreeSet<>();
    try (Recording recording = Recording.open(file)) {
      RecordedSource tree =
          recording.sources().stream()
              .filter(source -> source.name().endsWith("/*"))
              .findFirst()
              .orElseThrow();
      for (RecordedSample<ProcessTable> sample : recording.samples(tree, ProcessTable::of)) {
        sample.view().processes().forEach(process -> names.add(process.name()));
      }
    }
    return names;
  }

  /** How long a sleeper of this test sleeps; that of another build sleeps for another time. */
  private static final String SECONDS = "73." + ProcessHandle.current().pid();

  /** Waits until the sleeper runs, and no shell that starts it does; grep does not find itself. */
  private static final String ONLY_SLEEPER =
      """

      is() { grep -lqsxz "[7]${1#7}" /proc/[0-9]*/cmdline; }
      shells() { grep -lsz '^(exec sleep SECONDS' /proc/[0-9]*/cmdline; }
      until is SECONDS && [ -z "$(shells)" ]; do sleep 0.1; done
      """;

  /** Each leaves a process behind that no longer belongs to its parent, group or session. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "sleep SECONDS >/dev/null 2>&1 & disown",
        "( (sleep SECONDS >/dev/null 2>&1 &) & )",
        "setsid sleep SECONDS >/dev/null 2>&1 &",
        "(setsid bash -c '(exec sleep SECONDS >/dev/null 2>&1 &)' &)"
      })
  void whatIsLeftBehindIsNamed(String line) throws Exception {
    String script = (line + ONLY_SLEEPER + "sleep 1; exit 6").replace("SECONDS", SECONDS);
    Run run = around("bash", "-c", script);
    List<ProcessHandle> left =
        ProcessHandle.allProcesses().filter(process -> isSleeper(process.pid())).toList();
    left.forEach(ProcessHandle::destroyForcibly);
    assertThat(run.code()).isEqualTo(6);
    String sleeper = "sleep " + SECONDS;
    assertThat(names()).contains(sleeper, "sleep 1");
    assertThat(run.err())
        .containsPattern(
            "Still running, and not in the total: 1 process: \\d+ \\Q" + sleeper + "\\E\n");
    assertThat(left)
        .as("it goes on")
        .anyMatch(process -> run.err().contains(process.pid() + " " + sleeper));
  }

  private static boolean isSleeper(long pid) {
    try {
      return Files.readString(Path.of("/proc/" + pid + "/cmdline"))
          .equals("sleep\0" + SECONDS + "\0");
    } catch (IOException e) {
      return false;
    }
  }

  /** It changes its own directory; the recording is where the recorder was started. */
  @Test
  void aProgramMayChangeItsDirectory() throws Exception {
    List<String> words = words("bash", "-c", "cd /; pwd; sleep 0.5");
    words.set(words.indexOf(file.toString()), "x.rec");
    Process process = new ProcessBuilder(words).directory(directory.toFile()).start();
    Run run = Command.end(process);
    assertThat(run.out()).isEqualTo("/\n");
    assertThat(run.code()).isZero();
    assertThat(run.err()).contains("x.rec: ");
    assertThat(names()).contains("sleep 0.5");
  }

  @Test
  void aProgramMayRemoveItsDirectory() throws Exception {
    Path gone = Files.createDirectory(directory.resolve("gone"));
    Process process =
        new ProcessBuilder(words("bash", "-c", "rmdir \"$PWD\"; sleep 0.5; exit 8"))
            .directory(gone.toFile())
            .start();
    assertThat(Command.end(process).code()).isEqualTo(8);
    assertThat(gone).doesNotExist();
    assertThat(names()).contains("sleep 0.5");
  }

  /** As root: the processes of the other user belong to the tree, and so do their signals. */
  @Test
  void aProgramMayChangeItsUser() throws Exception {
    assumeTrue(isRoot(), "only root can change the user");
    assumeTrue(Command.has("setpriv"), "there is no setpriv, of util-linux");
    String[] other = {"setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"};
    assumeTrue(
        new ProcessBuilder(List.of(other))
                .command("setpriv", "--reuid=65534", "true")
                .start()
                .waitFor()
            == 0,
        "setpriv is not permitted here");
    List<String> command = new ArrayList<>(List.of(other));
    command.addAll(List.of("bash", "-c", "id -u; sleep 0.5; exec sleep 60"));
    Process process = new ProcessBuilder(words(command.toArray(String[]::new))).start();
    assertThat(process.inputReader(UTF_8).readLine()).isEqualTo("65534");
    while (process.children().noneMatch(it -> isSleeping(it.pid()))) {
      assertThat(process.isAlive()).isTrue();
      Thread.sleep(20);
    }
    process.toHandle().destroy(); // process.destroy() would close the streams
    Run run = Command.end(process);
    assertThat(run.code()).isEqualTo(128 + 15);
    assertThat(names()).contains("sleep 0.5");
  }

  private static boolean isSleeping(long pid) {
    try {
      return Files.readString(Path.of("/proc/" + pid + "/cmdline")).equals("sleep\00060\0");
    } catch (IOException e) {
      return false;
    }
  }

  /**
   * Root without the capabilities to examine and to signal other users: for it, the setuid program
   * is one of another user, whose I/O the kernel does not show. Its total is known all the same.
   */
  @Test
  void aSetuidProgramOfAnotherUser() throws Exception {
    assumeTrue(isRoot(), "only root can make a setuid program of another user");
    assumeTrue(Command.has("setpriv"), "there is no setpriv, of util-linux");
    Path program = CProgram.compiled(directory, "cost");
    Files.setAttribute(program, "unix:uid", 65534);
    Files.setAttribute(program, "unix:mode", 04755);
    Files.setAttribute(directory, "unix:mode", 0755);
    List<String> words =
        new ArrayList<>(
            List.of("setpriv", "--bounding-set=-sys_ptrace,-kill,-dac_override,-dac_read_search"));
    words.addAll(words(program.toString(), "300", "0", "-", "0", "0", "0", "0"));
    Process process = new ProcessBuilder(words).start();
    assertThat(process.inputReader(UTF_8).readLine()).startsWith("self=");
    List<ProcessHandle> children = process.children().toList();
    boolean isOfOther =
        children.stream()
            .anyMatch(
                it -> {
                  try {
                    return Files.readString(Path.of("/proc/" + it.pid() + "/status"))
                        .contains("\t0\t65534\t65534\t");
                  } catch (IOException e) {
                    return false;
                  }
                });
    process.outputWriter(UTF_8).close();
    Run run = Command.end(process);
    assumeTrue(isOfOther, "the temporary directory is mounted without setuid programs");
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.err())
        .containsPattern("CPU +0\\.[3-9]\\d s: ")
        .containsPattern("\n\\d+ cost 300 .* 0\\.\\d\\d s ");
  }

  /** The file system is full after a mebibyte; what was recorded before can be read. */
  @Test
  void aProgramMayFillTheDisk() throws Exception {
    assumeTrue(isRoot(), "only root can mount a small file system");
    assumeTrue(Command.has("unshare"), "there is no unshare, of util-linux");
    Path small = Files.createDirectory(directory.resolve("small"));
    List<String> words =
        words(
            "bash",
            "-c",
            "size() { stat -c %s x.rec; }; s=$(size); until [ $(size) -gt $s ]; do sleep 0.1; done;"
                + " dd if=/dev/zero of=fill bs=4k 2>/dev/null; sleep 5; exit 5");
    words.set(words.indexOf(file.toString()), "x.rec");
    words.set(words.indexOf("stat"), "stat@1ms");
    String command =
        String.join(
            " ", words.stream().map(word -> "'" + word.replace("'", "'\\''") + "'").toList());
    Process process =
        new ProcessBuilder(
                "unshare",
                "-m",
                "bash",
                "-c",
                ("mount -t tmpfs -o size=1m none '%1$s' || exit 99; cd '%1$s'; %2$s; code=$?;"
                        + " cp x.rec '%3$s'; exit $code")
                    .formatted(small, command, file))
            .start();
    Run run = Command.end(process);
    assumeTrue(run.code() != 99, "mounting is not permitted here");
    assertThat(run.code()).as(run.err()).isEqualTo(5);
    assertThat(run.err())
        .contains("x.rec: No space left on device", "what was written before can be read");
    assertThat(names()).anyMatch(name -> name.startsWith("bash"));
  }
}
