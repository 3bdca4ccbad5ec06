package io.github.procfs4j.io;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Only files of the tree are read, wherever its links lead and whatever is replaced meanwhile. */
class TreeWalkTest {
  private static final long EXCHANGING_NANOS = 1_000_000_000;

  @TempDir Path directory;
  private Path root;
  private final Buffer buffer = new Buffer(64);

  /** The ways to read a file. */
  enum Way {
    CHANNEL {
      @Override
      KeptFile file(Path root, Path path) {
        return new ChannelFile(root, path, false, new ProcfsDevices());
      }
    },
    ONCE {
      @Override
      KeptFile file(Path root, Path path) {
        return KeptFile.once(root, path, false);
      }
    },
    NATIVE {
      @Override
      KeptFile file(Path root, Path path) {
        assumeTrue(NativeAccess.isEnabled(), "native access is not enabled");
        return KeptFile.at(root, path, false);
      }
    };

    abstract KeptFile file(Path root, Path path);
  }

  @BeforeEach
  void makeTree() throws IOException {
    root = Files.createDirectories(directory.resolve("tree"));
    Files.writeString(Files.createDirectories(root.resolve("17/net")).resolve("dev"), "inside");
    Files.writeString(Files.createDirectories(directory.resolve("net")).resolve("dev"), "secret");
  }

  /** JUnit warns of links that lead elsewhere. */
  @AfterEach
  void unlink() throws IOException {
    Files.walkFileTree(
        directory,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            if (attributes.isSymbolicLink()) {
              Files.delete(file);
            }
            return FileVisitResult.CONTINUE;
          }
        });
  }

  /** The text that is read, or the reason why none is. */
  private String read(KeptFile file) {
    int length = file.read(buffer);
    return length < 0 ? Errno.text(-length) : new String(buffer.copy(), UTF_8);
  }

  @ParameterizedTest
  @CsvSource({
    "17/net, inside",
    "./17/./net, inside",
    "17/../17/net, inside",
    "TREE/17/net, inside",
    "DIRECTORY/net/../tree/17/net, inside",
    "net, too many symbolic links",
    "17, no such file",
    "17/net/dev, not a directory",
    "../net, leads out of the tree",
    "../tree/17/net, leads out of the tree",
    "17/../../net, leads out of the tree",
    "DIRECTORY/net, leads out of the tree",
    "/proc/self/net, leads out of the tree",
  })
  void aLinkIsFollowedWithinTheTree(String target, String expected) throws IOException {
    Path to =
        Path.of(target.replace("TREE", root.toString()).replace("DIRECTORY", directory.toString()));
    Files.createSymbolicLink(root.resolve("net"), to);
    for (Way way : Way.values()) {
      try (KeptFile file = way.file(root, root.resolve("net/dev"))) {
        assertThat(read(file)).as("%s", way).startsWith(expected);
      }
    }
  }

  /** The longest links, of which the kernel follows forty. */
  @Test
  void pathsOfThousandsOfNamesAreNotFollowed() throws IOException {
    String there = "17/../".repeat(680);
    Files.createSymbolicLink(root.resolve("once"), Path.of(there + "17/net"));
    Files.createSymbolicLink(root.resolve("twice"), Path.of(there + "once"));
    for (Way way : Way.values()) {
      try (KeptFile once = way.file(root, root.resolve("once/dev"));
          KeptFile twice = way.file(root, root.resolve("twice/dev"))) {
        assertThat(read(once)).as("%s", way).isEqualTo("inside");
        assertThat(read(twice)).as("%s", way).startsWith("too many symbolic links");
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Way.class)
  void besideTheRootNoLinkIsFollowed(Way way) throws IOException {
    Path path = Files.createDirectories(directory.resolve("sys/kernel")).resolve("dev");
    Files.writeString(path, "beside");
    try (KeptFile file = way.file(root, path)) {
      assertThat(read(file)).isEqualTo("beside");
    }
    Files.delete(path);
    Files.createSymbolicLink(path, Path.of("../../net/dev"));
    try (KeptFile file = way.file(root, path)) {
      assertThat(read(file)).startsWith("leads out of the tree");
    }
  }

  /** As another user with write access to the tree might do. */
  @ParameterizedTest
  @EnumSource(Way.class)
  void aDirectoryThatIsExchangedForALinkAllTheTimeDoesNotLeadOut(Way way) throws Exception {
    Path net = root.resolve("net");
    Path link = Files.createSymbolicLink(root.resolve("link"), directory.resolve("net"));
    Path real = root.resolve("17/net");
    readWhile(
        () -> {
          move(real, net);
          move(net, real);
          move(link, net);
          move(net, link);
        },
        way,
        net.resolve("dev"));
  }

  @ParameterizedTest
  @EnumSource(Way.class)
  void aFileThatIsExchangedForALinkAllTheTimeDoesNotLeadOut(Way way) throws Exception {
    Path path = root.resolve("dev");
    Path link = root.resolve("link");
    Path file = root.resolve("file");
    readWhile(
        () -> {
          Files.createSymbolicLink(link, directory.resolve("net/dev"));
          move(link, path);
          Files.writeString(file, "inside");
          move(file, path);
        },
        way,
        path);
  }

  /**
   * Opening a FIFO would be noticed by a program that waits for a reader of it; opening a device
   * may have an effect.
   */
  @ParameterizedTest
  @EnumSource(names = {"ONCE", "NATIVE"})
  void aFifoThatTakesThePlaceOfAFileAllTheTimeIsNeverOpened(Way way) throws Exception {
    assumeTrue(NativeAccess.isEnabled(), "native access is not enabled");
    Path path = Files.writeString(root.resolve("dev"), "inside");
    Path file = root.resolve("file");
    Path fifo = root.resolve("fifo");
    assertThat(new ProcessBuilder("mkfifo", fifo.toString()).start().waitFor()).isZero();
    Path sameFifo = Files.createLink(directory.resolve("fifo"), fifo);
    Thread writer =
        Thread.ofPlatform()
            .start(
                () -> {
                  try {
                    new FileOutputStream(sameFifo.toFile()).close(); // waits for a reader
                  } catch (IOException e) {
                    throw new UncheckedIOException(e);
                  }
                });
    readWhile(
        () -> {
          move(path, file);
          move(fifo, path);
          move(path, fifo);
          move(file, path);
        },
        way,
        path);
    assertThat(writer.isAlive()).isTrue();
    new FileInputStream(sameFifo.toFile()).close();
    writer.join();
  }

  private interface Exchange {
    void run() throws IOException;
  }

  private void readWhile(Exchange exchange, Way way, Path path) throws Exception {
    AtomicBoolean isOver = new AtomicBoolean();
    Thread attacker =
        Thread.ofPlatform()
            .start(
                () -> {
                  try {
                    while (!isOver.get()) {
                      exchange.run();
                    }
                  } catch (IOException e) {
                    throw new UncheckedIOException(e);
                  }
                });
    try {
      boolean isEverInside = false;
      long start = System.nanoTime();
      do {
        try (KeptFile file = way.file(root, path)) {
          String read = read(file);
          assertThat(read)
              .containsAnyOf(
                  "inside",
                  "no such file",
                  "not a directory",
                  "a FIFO",
                  "leads out of the tree",
                  "replaced by another file");
          isEverInside |= read.equals("inside");
        }
        assertThat(attacker.isAlive()).isTrue();
      } while (!isEverInside || System.nanoTime() - start < EXCHANGING_NANOS);
    } finally {
      isOver.set(true);
      attacker.join();
    }
  }

  private static void move(Path from, Path to) throws IOException {
    Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
  }

  /** The tree of a container, whose paths lead elsewhere for processes outside. */
  @ParameterizedTest
  @EnumSource(Way.class)
  void aTreeThatIsReachedThroughTheRootOfAProcessIsRead(Way way) throws Exception {
    Path mounted = Files.createDirectories(directory.resolve("mounted"));
    Process container =
        container(
            "mount -t tmpfs none \"$1\" && cp -r \"$0\" \"$1\" && cd \"$1/tree\""
                + " && ln -s 17/net net && ln -s /tree/17/net absolute",
            root,
            mounted);
    try {
      Path tree = seenFromOutside(container, mounted.resolve("tree"));
      for (String name : new String[] {"17/net/dev", "net/dev"}) {
        try (KeptFile file = way.file(tree, tree.resolve(name))) {
          assertThat(read(file)).isEqualTo("inside");
        }
      }
      try (KeptFile file = way.file(tree, tree.resolve("absolute/dev"))) {
        assertThat(read(file)).isNotEqualTo("inside");
      }
    } finally {
      end(container);
    }
  }

  /** Like lxcfs, which mounts files over those of procfs. */
  @ParameterizedTest
  @EnumSource(Way.class)
  void aFileThatIsMountedInTheProcfsOfAContainerIsRead(Way way) throws Exception {
    Path proc = Path.of("/proc");
    Path file = root.resolve("17/net/dev");
    Process container = container("mount --bind \"$0\" /proc/uptime", file, proc);
    try {
      Path tree = seenFromOutside(container, proc);
      try (KeptFile mounted = way.file(tree, tree.resolve("uptime"));
          KeptFile printed = way.file(tree, tree.resolve("version"))) {
        assertThat(read(mounted)).isEqualTo("inside");
        assertThat(read(printed)).isEqualTo(Files.readString(proc.resolve("version")));
      }
    } finally {
      end(container);
    }
  }

  /** A waiting process in namespaces of its own, in which it has executed a script. */
  private static Process container(String script, Path first, Path second) throws IOException {
    Process container =
        new ProcessBuilder(
                "unshare",
                "-Urm",
                "sh",
                "-c",
                script + " && echo done && cat",
                first.toString(),
                second.toString())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    String line = container.inputReader().readLine();
    assumeTrue("done".equals(line), "no user and mount namespaces for a process here");
    return container;
  }

  private static Path seenFromOutside(Process container, Path path) {
    return Path.of("/proc/" + container.pid() + "/root" + path);
  }

  private static void end(Process container) throws Exception {
    container.getOutputStream().close();
    container.waitFor();
  }
}
