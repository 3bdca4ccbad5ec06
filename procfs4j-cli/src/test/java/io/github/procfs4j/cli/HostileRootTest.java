package io.github.procfs4j.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A tree in which other things than files have the names of files: each costs its own source. */
@Timeout(300)
class HostileRootTest {
  @TempDir private Path directory;
  private Path tree;

  @BeforeEach
  void make() throws Exception {
    tree = Tree.copy(directory);
    Files.delete(tree.resolve("stat"));
    int made = new ProcessBuilder("mkfifo", tree.resolve("stat").toString()).start().waitFor();
    assumeTrue(made == 0, "no mkfifo");
    Files.delete(tree.resolve("vmstat"));
    try (RandomAccessFile sparse = new RandomAccessFile(tree.resolve("vmstat").toFile(), "rw")) {
      sparse.setLength(3L << 30);
    }
    link("version", Path.of("/dev/zero"));
    link("interrupts", tree.resolve("stat"));
    link("softirqs", Path.of("/dev/zero"));
    Files.deleteIfExists(tree.resolve("diskstats"));
    Files.createDirectory(tree.resolve("diskstats"));
    Files.deleteIfExists(tree.resolve("swaps"));
    // A path of more than a hundred characters cannot be bound.
    Path socket = Files.createTempDirectory("procfs").resolve("socket");
    try (ServerSocketChannel channel = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      channel.bind(UnixDomainSocketAddress.of(socket));
    }
    Files.move(socket, tree.resolve("swaps"));
    Files.delete(socket.getParent());
  }

  /** JUnit warns of links that lead elsewhere. */
  @AfterEach
  void unlink() throws IOException {
    Files.delete(tree.resolve("version"));
    Files.delete(tree.resolve("softirqs"));
  }

  private void link(String name, Path to) throws Exception {
    Files.deleteIfExists(tree.resolve(name));
    Files.createSymbolicLink(tree.resolve(name), to);
  }

  @Test
  void eachIsShownAsWhatItIs() {
    assertThat(
            List.of(
                Run.of("show", "stat", "--root", tree.toString()).failed(3, "stat: a FIFO"),
                Run.of("show", "interrupts", "--root", tree.toString())
                    .failed(3, "interrupts: a FIFO"),
                Run.of("show", "version", "--root", tree.toString()).failed(3, "version: a device"),
                Run.of("show", "vmstat", "--root", tree.toString()).failed(3, "vmstat: longer"),
                Run.of("show", "diskstats", "--root", tree.toString())
                    .failed(3, "diskstats: is a directory"),
                Run.of("show", "swaps", "--root", tree.toString()).failed(3, "swaps: a socket")))
        .allSatisfy(run -> assertThat(run.out()).isEmpty());
  }

  @Test
  void theOthersAreRecorded() {
    Run run =
        Run.of(
            "record",
            "--root",
            tree.toString(),
            "--duration",
            "300ms",
            "-o",
            directory.resolve("x.rec").toString());
    assertThat(run.code()).isZero();
    assertThat(run.out()).contains("x.rec: ");
    assertThat(run.err())
        .contains("stat: a FIFO", "vmstat: longer", "diskstats: is a directory")
        .doesNotContain("internal error", "meminfo");
  }
}
