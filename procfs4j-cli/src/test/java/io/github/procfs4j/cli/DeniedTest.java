package io.github.procfs4j.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Paths to which this user has no access: the message names what is missing. */
class DeniedTest {
  /** Makes root a user without the capabilities that ignore permissions. */
  private static final String WITHOUT =
      "setpriv --bounding-set=-dac_override,-dac_read_search,-sys_ptrace ";

  @TempDir private Path directory;
  private Path closed;

  @BeforeEach
  void makeDirectories() throws IOException {
    closed = Files.createDirectories(directory.resolve("closed"));
    Files.createDirectory(closed.resolve("tree"));
    Files.setPosixFilePermissions(closed, PosixFilePermissions.fromString("---------"));
    Path recording = Files.createFile(directory.resolve("x.rec"));
    Files.setPosixFilePermissions(recording, PosixFilePermissions.fromString("---------"));
  }

  @AfterEach
  void open() throws IOException {
    Files.setPosixFilePermissions(closed, PosixFilePermissions.fromString("rwx------"));
  }

  private Run run(String line) throws Exception {
    String command =
        Command.line(
            Stream.of(line.split(" "))
                .map(word -> word.replace("CLOSED", closed.toString()))
                .map(word -> word.replace("DIRECTORY", directory.toString()))
                .toArray(String[]::new));
    boolean isRoot = Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0);
    assumeTrue(!isRoot || Command.has("setpriv"), "there is no setpriv, of util-linux");
    return Command.shell((isRoot ? WITHOUT : "") + command);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "show uptime --root CLOSED/tree",
        "sources --root CLOSED/tree",
        "record uptime --duration 1s --root CLOSED/tree",
        "record uptime --duration 1s -o CLOSED/tree/x.rec",
        "report CLOSED/tree/x.rec",
      })
  void aDirectoryThatMayNotBeSearchedIsNamed(String line) throws Exception {
    Run run = run(line);
    assertThat(run.err()).hasLineCount(1);
    assertThat(run.err())
        .contains("permission denied: " + closed + " belongs to ", "has the mode ---------;")
        .contains("CAP_DAC_READ_SEARCH");
    assertThat(run.code()).isNotZero();
    assertThat(run.out()).isEmpty();
  }

  @Test
  void aFileThatMayNotBeReadIsNamed() throws Exception {
    Run run = run("report DIRECTORY/x.rec");
    assertThat(run.err()).hasLineCount(1).contains("permission denied", "has the mode ---------");
    assertThat(run.code()).isEqualTo(1);
  }

  /** These files are opened by anyone, but reading them is denied. */
  @Test
  void aFileOfAProcessOfAnotherUserIsDenied() throws Exception {
    Run run = run("show pid/io --pid 1");
    assumeTrue(run.code() != 0, "process 1 is this user's own");
    assertThat(run.err()).hasLineCount(1).contains("/proc/1/io: permission denied");
    assertThat(run.code()).isEqualTo(3);
  }

  @Test
  void theRootOfAProcessOfAnotherUserNeedsAPrivilege() throws Exception {
    Run run = run("show uptime --root /proc/1/root/proc");
    assumeTrue(run.code() != 0, "process 1 is this user's own");
    assertThat(run.err())
        .hasLineCount(1)
        .contains("/proc/1/root/proc: permission denied", "CAP_SYS_PTRACE");
    assertThat(run.code()).isEqualTo(3);
  }

  /** EACCES is neither ENOENT nor a file without the number. */
  @Test
  void aFileOfAnotherProcessThatMayNotBeReadIsNotAbsent() throws Exception {
    Process other = new ProcessBuilder("sleep", "1000").start();
    try {
      Path io = Path.of("/proc/" + other.pid() + "/io");
      assumeTrue(Files.exists(io), "this kernel has no " + io);
      Run cat = Command.shell(WITHOUT + "cat " + io);
      assumeTrue(cat.err().contains("denied"), "needs root, and capabilities to drop: " + cat);
      Run run = run("record pid:" + other.pid() + " --duration 3s --every 10ms -o DIRECTORY/io");
      assertThat(run.err())
          .hasLineCount(1)
          .contains("io of the process could not be read: not permitted");
      Run report = run("report DIRECTORY/io --full");
      assertThat(report.out().replaceAll("\\s+", " "))
          .contains("! io of the process could not be read: not permitted")
          .doesNotContain("absent", "does not contain it", "no such");
      assertThat(run("report --full DIRECTORY/io").out().replaceAll("\\s+", " "))
          .contains("nothing is known of I/O of the processes: io could not be read")
          .doesNotContain("absent", "does not contain it", "no such");
    } finally {
      other.destroyForcibly();
    }
  }
}
