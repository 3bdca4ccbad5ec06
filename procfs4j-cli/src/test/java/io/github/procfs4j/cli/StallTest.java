package io.github.procfs4j.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.procfs4j.recording.Recording;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A recording of a file whose reads do not return any more: a FUSE server that hangs. */
class StallTest {
  private static final Path SOURCE =
      Path.of("src/test/resources/io/github/procfs4j/cli/stalling.c");

  @TempDir private Path directory;

  @Test
  void aReadThatDoesNotReturnDoesNotKeepASignalFromEndingTheRecording() throws Exception {
    Path tree = Tree.copy(directory);
    Path mount = Files.createDirectory(directory.resolve("mount"));
    Files.delete(tree.resolve("stat"));
    Files.createSymbolicLink(tree.resolve("stat"), mount.resolve("stat"));
    Process server = serve(mount);
    Path file = directory.resolve("x.rec");
    Path err = directory.resolve("err");
    Path out = directory.resolve("out");
    Process process =
        new ProcessBuilder(
                Command.words(
                    "record",
                    "--root",
                    tree.toString(),
                    "-o",
                    file.toString(),
                    "stat@100ms",
                    "meminfo@100ms"))
            .redirectError(err.toFile())
            .redirectOutput(out.toFile())
            .start();
    try {
      awaitText(err, "stat: reading it has not ended after", process);
      process.destroy();
      awaitText(out, "x.rec: ", process);
      assertThat(Files.readString(err)).contains("that sample is left out");
      try (Recording recording = Recording.open(file)) {
        assertThat(recording.isComplete()).isTrue();
        assertThat(recording.sources())
            .filteredOn(source -> !source.name().equals("self"))
            .hasSize(2)
            .allSatisfy(source -> assertThat(source.samples()).isGreaterThan(1));
      }
    } finally {
      server.destroyForcibly().waitFor(); // with it the stall ends
      process.waitFor();
      new ProcessBuilder("umount", "-l", mount.toString()).start().waitFor();
    }
    assertThat(process.exitValue()).isZero();
  }

  private static void awaitText(Path file, String text, Process process) throws Exception {
    while (!Files.readString(file).contains(text)) {
      assertThat(process.isAlive()).as(Files.readString(file)).isTrue();
      Thread.sleep(50);
    }
  }

  /** Mounts a file system whose only file, {@code stat}, can be read a few times. */
  private Process serve(Path mount) throws IOException, InterruptedException {
    assumeTrue(Files.isWritable(Path.of("/dev/fuse")), "no /dev/fuse to be used");
    assumeTrue(Command.has("cc"), "there is no C compiler");
    Path program = directory.resolve("stalling");
    Process compiler =
        new ProcessBuilder("cc", "-O1", "-o", program.toString(), SOURCE.toString())
            .inheritIO()
            .start();
    assumeTrue(compiler.waitFor() == 0, "the C compiler cannot compile stalling.c");
    Process server =
        new ProcessBuilder(program.toString(), mount.toString(), "10")
            .redirectInput(Tree.REAL.resolve("stat").toFile())
            .start();
    String line = server.inputReader(UTF_8).readLine();
    assumeTrue("mounted".equals(line), "this user may not mount");
    return server;
  }
}
