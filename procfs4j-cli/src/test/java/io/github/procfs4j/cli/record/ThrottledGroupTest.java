package io.github.procfs4j.cli.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.procfs4j.cli.Run;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A real control group that is throttled, in a recording of the sources that are the default. */
@Timeout(120)
class ThrottledGroupTest {
  private final String name = "procfs4j-test-" + ProcessHandle.current().pid() + "-record";

  @TempDir private Path directory;
  private @Nullable Path group;
  private @Nullable Process busy;

  /** A group that may use a fiftieth of a CPU, with a shell that would use all of it. */
  @BeforeEach
  void makeGroup() throws Exception {
    Path mount = Path.of("/sys/fs/cgroup");
    Path tree = Files.isDirectory(mount.resolve("cpu")) ? mount.resolve("cpu") : mount;
    assumeTrue(Files.isWritable(tree), "control groups may not be made here");
    Path made = tree.resolve(name);
    try {
      Files.createDirectory(made);
    } catch (IOException e) {
      abort("control groups may not be made here: " + e.getMessage());
    }
    group = made;
    if (Files.exists(made.resolve("cpu.cfs_quota_us"))) {
      Files.writeString(made.resolve("cpu.cfs_quota_us"), "2000");
    } else {
      assumeTrue(Files.exists(made.resolve("cpu.max")), "there is no controller cpu");
      Files.writeString(made.resolve("cpu.max"), "2000 100000");
    }
    String line = "echo $$ > \"$0\" && while :; do :; done";
    busy = new ProcessBuilder("sh", "-c", line, made + "/cgroup.procs").start();
    while (Files.readAllLines(made.resolve("cpu.stat")).contains("nr_throttled 0")) {
      assertThat(busy.isAlive()).isTrue();
      Thread.sleep(20);
    }
  }

  @AfterEach
  void remove() throws Exception {
    if (busy != null) {
      busy.destroyForcibly().waitFor();
    }
    while (group != null && Files.exists(group)) {
      try {
        Files.delete(group);
      } catch (IOException e) {
        Thread.sleep(10); // until the shell has been reaped
      }
    }
  }

  @Test
  void throttlingIsAVerdictWithoutBeingAskedFor() {
    String file = directory.resolve("x.rec").toString();
    Run.of("record", "--cgroup", "/" + name, "--duration", "3500ms", "-o", file).isDone();
    Run report = Run.of("report", file, "--format", "json").isDone();
    String verdict = "control group /" + name + " throttled in \\S+ %";
    assertThat(report.out()).containsPattern(verdict);
    // Before anything else that this machine is busy with.
    assertThat(Run.of("report", file).isDone().out().replaceAll("\\s+", " "))
        .containsPattern("^Summary of [^:]+(:[^:]+)+ CPU saturation: " + verdict);
  }
}
