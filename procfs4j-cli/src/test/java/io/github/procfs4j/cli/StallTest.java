package io.github.procfs4j.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.procfs4j.recording.Recording;
import io.github.procfs4j.testing.CProgram;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A recording of a file whose reads no longer return: a FUSE server that hangs. */
class StallTest {
  @TempDir private Path directory;
  private @Nullable Process server;

  @Test
  void aReadThatDoesNotReturnDoesNotKeepASignalFromEndingTheRecording() throws Exception {
    Process process = record("stat", 10);
    try {
      awaitText(err(), "stat: reading has not ended after", process);
      process.destroy();
      awaitText(directory.resolve("out"), "x.rec: ", process);
      assertThat(Files.readString(err())).contains("that sample is omitted");
      try (Recording recording = Recording.open(file())) {
        assertThat(recording.isComplete()).isTrue();
        assertThat(recording.sources())
            .filteredOn(source -> !source.name().equals("self"))
            .hasSize(2)
            .allSatisfy(source -> assertThat(source.samples()).isGreaterThan(1));
      }
      assertThat(Run.of("report", file().toString()).isDone().out().replaceAll("\\s+", " "))
          .contains("stat: reading has not ended after", "that sample is omitted");
    } finally {
      end(process);
    }
    assertThat(process.exitValue()).isZero();
  }

  /** Before the recording begins, stat is read twice for itself and twice for the boot time. */
  @Test
  void aStallOfTheVeryFirstSampleIsWhyThereIsNone() throws Exception {
    Process process = record("stat", 4);
    try {
      awaitText(err(), "stat: reading has not ended after", process);
      process.destroy();
      awaitText(err(), "contains no sample: ", process);
    } finally {
      end(process);
    }
    assertThat(process.exitValue()).isOne();
    assertThat(Files.readString(err()).replaceAll("\\s+", " "))
        .containsPattern("x.rec: contains no sample: stat: reading has not ended after \\d");
    try (Recording recording = Recording.open(file())) {
      assertThat(recording.isComplete()).isTrue();
      assertThat(recording.source("stat").orElseThrow().failures()).hasSize(1);
    }
  }

  /** The first sample of a source, and a text that is read before the recording begins. */
  @ParameterizedTest
  @ValueSource(strings = {"stat", "version"})
  void aStallBeforeTheRecordingBeginsIsSaidAndASignalEndsIt(String name) throws Exception {
    Process process = record(name, 0);
    try {
      awaitText(err(), name, process);
      assertThat(Files.readString(err()))
          .hasLineCount(1)
          .contains(": reading has not ended after", "nothing is sampled meanwhile");
      process.destroy();
    } finally {
      end(process);
    }
    assertThat(process.exitValue()).as("ended by SIGTERM").isEqualTo(143);
    assertThat(file()).doesNotExist();
  }

  private Path file() {
    return directory.resolve("x.rec");
  }

  private Path err() {
    return directory.resolve("err");
  }

  private Path mount() {
    return directory.resolve("proc/mount"); // links out of the tree are not followed
  }

  /** Records a tree in which one file can be read only a limited number of times. */
  private Process record(String name, int reads) throws Exception {
    Path tree = Tree.copy(directory);
    Files.createDirectory(mount());
    Files.delete(tree.resolve(name));
    Files.createSymbolicLink(tree.resolve(name), mount().resolve("stat"));
    server = serve(reads);
    return new ProcessBuilder(
            Command.words(
                "record",
                "--root",
                tree.toString(),
                "-o",
                file().toString(),
                "stat@100ms",
                "meminfo@100ms"))
        .redirectError(err().toFile())
        .redirectOutput(directory.resolve("out").toFile())
        .start();
  }

  /** The kernel releases a thread that waits for a server when the server has ended. */
  private void end(Process process) throws Exception {
    Objects.requireNonNull(server).destroyForcibly().waitFor();
    process.destroy(); // otherwise it continues after a failed test
    process.waitFor();
    new ProcessBuilder("umount", "-l", mount().toString()).start().waitFor();
  }

  private static void awaitText(Path file, String text, Process process) throws Exception {
    while (!Files.readString(file).contains(text)) {
      assertThat(process.isAlive()).as(Files.readString(file)).isTrue();
      Thread.sleep(50);
    }
  }

  /** Mounts a file system whose only file, {@code stat}, can be read a few times. */
  private Process serve(int reads) throws IOException, InterruptedException {
    assumeTrue(Files.isWritable(Path.of("/dev/fuse")), "no /dev/fuse to be used");
    Path program = CProgram.compiled(directory, "stalling");
    Process server =
        new ProcessBuilder(program.toString(), mount().toString(), Integer.toString(reads))
            .redirectInput(Tree.REAL.resolve("stat").toFile())
            .start();
    String line = server.inputReader(UTF_8).readLine();
    assumeTrue("mounted".equals(line), "this user may not mount");
    return server;
  }
}
