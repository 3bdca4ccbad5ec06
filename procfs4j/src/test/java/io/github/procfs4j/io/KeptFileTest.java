package io.github.procfs4j.io;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.FileInputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is true of a kept file however it is read; each way has a class of its own. */
@SuppressWarnings("try") // a kept file that was closed is opened by the next read
abstract class KeptFileTest {
  private static final Path PROC = Path.of("/proc");

  /** A text that cannot be right by accident. */
  static final byte[] LONG = new byte[1 << 20];

  static {
    new Random(1).nextBytes(LONG);
  }

  @TempDir Path root;
  private final Buffer buffer = new Buffer(64);

  /** A file, not opened yet. */
  abstract KeptFile at(Path path, boolean isPrintedByOneCall);

  Path root() {
    return root;
  }

  int read(KeptFile file) {
    return file.read(buffer);
  }

  private byte[] text() {
    return buffer.copy();
  }

  private static byte[] head(int length) {
    return Arrays.copyOf(LONG, length);
  }

  private static boolean isRoot() throws IOException {
    return Files.getAttribute(PROC.resolve("self"), "unix:uid").equals(0);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void textsOfEverySizeAreWhole(boolean isPrintedByOneCall) throws IOException {
    int[] sizes = {
      0, 1, 63, 64, 65, 127, 128, 129, 4095, 4096, 4097, 8191, 8192, 65536, 100_000, 1 << 20, 5, 0,
      64
    };
    Path path = root.resolve("file");
    try (KeptFile file = at(path, isPrintedByOneCall)) {
      for (int size : sizes) {
        Files.write(path, head(size));
        for (int again = 0; again < 2; again++) {
          assertThat(read(file)).isEqualTo(size);
          assertThat(buffer.length()).isEqualTo(size);
          assertThat(text()).isEqualTo(head(size));
        }
      }
    }
  }

  /** Larger than a page, readable by all users, and the same in successive readings. */
  @ParameterizedTest
  @ValueSource(ints = {64, 4096, 1 << 20})
  void aFilePrintedRecordByRecordIsWholeThoughNoReadOfItIs(int capacity) throws IOException {
    Path path =
        Stream.of("crypto", "kallsyms")
            .map(PROC::resolve)
            .filter(Files::isReadable)
            .findFirst()
            .orElse(PROC);
    assumeFalse(path.equals(PROC), "neither /proc/crypto nor /proc/kallsyms");
    byte[] whole = Files.readAllBytes(path);
    assumeTrue(whole.length > 8192, path + " has only " + whole.length + " bytes");
    Buffer into = new Buffer(capacity);
    try (KeptFile file = at(path, false)) {
      for (int i = 0; i < 3; i++) {
        assertThat(file.read(into)).isEqualTo(whole.length);
        assertThat(into.copy(0, whole.length)).isEqualTo(whole);
      }
    }
  }

  @Test
  void aFilePrintedByOneCallIsWholeHoweverSmallTheBuffer() throws IOException {
    Path path = PROC.resolve("self/status");
    assumeTrue(Files.isReadable(path), "no " + path);
    try (KeptFile file = at(path, true)) {
      for (int i = 0; i < 3; i++) {
        assertThat(read(file)).isGreaterThan(64);
        String status = new String(text(), ISO_8859_1);
        assertThat(status).startsWith("Name:").contains("\nPid:").endsWith("\n");
        assertThat(status).contains("nonvoluntary_ctxt_switches");
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "a 1\\r\\nb 2\\r\\n, a 1\\nb 2\\n",
    "\\r\\n\\r\\n, \\n\\n",
    "a 1\\r\\nb 2, a 1\\nb 2", // truncated
    "a\\rb\\r\\r\\n, a\\rb\\r\\n",
    "a 1\\nb 2\\r\\n, a 1\\nb 2\\r\\n", // a name may end like this
    "a 1\\r\\nb 2\\n, a 1\\r\\nb 2\\n",
    "a\\r\\n\\0b, a\\r\\n\\0b", // arguments
    "a\\r, a\\r",
  })
  void linesThatAllEndInACarriageReturnEndAsTheKernelEndsThem(String is, String read)
      throws IOException {
    byte[] text = is.translateEscapes().getBytes(ISO_8859_1);
    Path path = Files.write(root.resolve("file"), text);
    try (KeptFile file = at(path, false)) {
      for (int i = 0; i < 2; i++) {
        int length = read(file);
        assertThat(new String(text(), ISO_8859_1)).isEqualTo(read.translateEscapes());
        assertThat(file.isOfSize(length)).isTrue();
        buffer.length(1);
        assertThat(file.append(buffer)).isEqualTo(length);
        assertThat(buffer.length()).isEqualTo(1 + length);
      }
    }
  }

  @Test
  void anAbsentFileIsFoundWhenItComes() throws IOException {
    Path path = root.resolve("file");
    try (KeptFile file = at(path, true)) {
      assertThat(read(file)).isEqualTo(-Errno.ENOENT);
      assertThat(read(file)).isEqualTo(-Errno.ENOENT);
      Files.writeString(path, "text");
      assertThat(read(file)).isEqualTo(4);
      file.close();
      Files.delete(path);
      assertThat(read(file)).isEqualTo(-Errno.ENOENT);
      Files.writeString(path, "other text");
      assertThat(read(file)).isEqualTo(10);
    }
  }

  @Test
  void aDirectoryIsNotReadable() {
    try (KeptFile file = at(root, true)) {
      assertThat(read(file)).isEqualTo(-Errno.EISDIR);
      assertThat(read(file)).isEqualTo(-Errno.EISDIR);
    }
  }

  @Test
  void aFileBelowAFileIsNotThere() throws IOException {
    Files.writeString(root.resolve("file"), "");
    try (KeptFile file = at(root.resolve("file/below"), true)) {
      assertThat(read(file)).isEqualTo(-Errno.ENOTDIR);
    }
  }

  @Test
  void aFileThatOneMayNotReadIsDenied() throws IOException {
    assumeFalse(isRoot(), "root may read everything");
    Path path = Files.writeString(root.resolve("file"), "text");
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("---------"));
    try (KeptFile file = at(path, true)) {
      assertThat(read(file)).isEqualTo(-Errno.EACCES);
      Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-------"));
      assertThat(read(file)).isEqualTo(4);
    }
  }

  @Test
  void aFileThatIsOnlyWrittenIsNotReadable() throws IOException {
    // Writing this file clears bits of this process's pages; it cannot be read, not even by root.
    Path path = PROC.resolve("self/clear_refs");
    assumeTrue(Files.exists(path), "no " + path);
    try (KeptFile file = at(path, true)) {
      for (int i = 0; i < 3; i++) {
        assertThat(read(file)).isEqualTo(isRoot() ? -Errno.EINVAL : -Errno.EACCES);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aProcessThatEndedIsGoneNotAbsent(boolean isPrintedByOneCall) throws Exception {
    Process process = new ProcessBuilder("sleep", "1000").start();
    Path path = PROC.resolve(process.pid() + "/stat");
    assumeTrue(Files.isReadable(path), "no " + path);
    try (KeptFile file = at(path, isPrintedByOneCall)) {
      assertThat(read(file)).isPositive();
      assertThat(new String(text(), ISO_8859_1)).startsWith(process.pid() + " (sleep)");
      process.destroyForcibly();
      assertThat(process.waitFor(5, TimeUnit.MINUTES)).isTrue();
      int gone = read(file);
      while (gone > 0) { // a zombie until the JVM has read its exit code
        Thread.sleep(1);
        gone = read(file);
      }
      assertThat(gone).isEqualTo(-Errno.ESRCH);
      assertThat(read(file)).as("opened again").isEqualTo(-Errno.ENOENT);
    } finally {
      process.destroyForcibly();
    }
  }

  @Test
  void aFifoIsRefusedAndNothingIsTakenFromIt() throws Exception {
    Path fifo = fifo(root.resolve("fifo"));
    Path link = Files.createSymbolicLink(root.resolve("link"), fifo);
    try (RandomAccessFile writer = new RandomAccessFile(fifo.toFile(), "rw");
        FileInputStream unread = new FileInputStream(writer.getFD());
        KeptFile file = at(fifo, true);
        KeptFile linked = at(link, true)) {
      writer.write(head(100));
      for (int i = 0; i < 3; i++) {
        assertThat(read(file)).isEqualTo(-Errno.FIFO);
        assertThat(read(linked)).isEqualTo(-Errno.FIFO);
      }
      assertThat(unread.available()).isEqualTo(100);
    }
  }

  @Test
  void aFifoThatNobodyWritesToIsNotWaitedFor() throws Exception {
    try (KeptFile file = at(fifo(root.resolve("fifo")), true)) {
      assertThat(read(file)).isEqualTo(-Errno.FIFO);
    }
  }

  private static Path fifo(Path path) throws Exception {
    int made = new ProcessBuilder("mkfifo", path.toString()).start().waitFor();
    assumeTrue(made == 0, "no mkfifo");
    return path;
  }

  @ParameterizedTest
  @ValueSource(strings = {"/dev/zero", "/dev/null", "/dev/tty"})
  void aDeviceIsRefused(String device) throws IOException {
    assumeTrue(Files.exists(Path.of(device)), "no " + device);
    Path link = Files.createSymbolicLink(root.resolve("link"), Path.of(device));
    try (KeptFile file = at(Path.of(device), false);
        KeptFile linked = at(link, true)) {
      assertThat(read(file)).isEqualTo(-Errno.DEVICE);
      assertThat(read(linked)).isEqualTo(-Errno.DEVICE);
    }
    Files.delete(link); // JUnit warns of links that lead elsewhere
  }

  @Test
  void aSocketIsRefused() throws IOException {
    Path path = root.resolve("socket");
    try (ServerSocketChannel socket = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        KeptFile file = at(path, true)) {
      socket.bind(UnixDomainSocketAddress.of(path));
      assertThat(read(file)).isEqualTo(-Errno.SOCKET);
    }
  }

  @Test
  void aLinkThatLeadsToItselfIsNotReadable() throws IOException {
    Path link = root.resolve("link");
    Files.createSymbolicLink(link, link);
    try (KeptFile file = at(link, true)) {
      assertThat(read(file)).isEqualTo(-Errno.ELOOP);
    }
  }

  @Test
  void aNameThatIsTooLongIsSaidToBe() {
    try (KeptFile file = at(root.resolve("x".repeat(1_000)), true)) {
      assertThat(read(file)).isEqualTo(-Errno.ENAMETOOLONG);
    }
  }

  @Test
  void aFileThatIsTooLongIsNotRead() throws IOException {
    Path path = root.resolve("file");
    try (RandomAccessFile sparse = new RandomAccessFile(path.toFile(), "rw");
        KeptFile file = at(path, true)) {
      for (long length : new long[] {KeptFile.LONGEST + 1L, 3L << 30}) {
        sparse.setLength(length);
        assertThat(read(file)).isEqualTo(-Errno.EFBIG);
      }
      assertThat(buffer.capacity()).as("taken for it").isEqualTo(64);
      sparse.setLength(5);
      assertThat(read(file)).isEqualTo(5);
    }
  }

  /** A file of procfs has no size, so its length is only known after reading it. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aTextWithoutAnEndIsNotReadBeyondTheBound(boolean isPrintedByOneCall) {
    Path endless = PROC.resolve("self/pagemap"); // eight bytes for each page of the address space
    assumeTrue(Files.isReadable(endless), "no " + endless);
    try (KeptFile file = at(endless, isPrintedByOneCall)) {
      assertThat(read(file)).isEqualTo(-Errno.EFBIG);
    }
    assertThat(buffer.capacity()).as("kept of what was taken for it").isEqualTo(64);
  }

  @Test
  void whatTheKernelPrintsHasNoSize() throws IOException {
    Path path = Files.writeString(root.resolve("uptime"), "1.00 1.00");
    assumeTrue(Files.isReadable(PROC.resolve("uptime")), "no /proc/uptime");
    Path link = Files.createSymbolicLink(root.resolve("link"), PROC.resolve("uptime"));
    try (KeptFile copied = at(path, true);
        KeptFile printed = at(PROC.resolve("uptime"), true);
        KeptFile linked = at(link, true)) {
      for (int i = 0; i < 2; i++) {
        assertThat(copied.isOfSize(read(copied))).isTrue();
        assertThat(copied.isOfSize(8)).isFalse();
        assertThat(printed.isOfSize(read(printed))).isFalse();
        assertThat(linked.isOfSize(read(linked))).isFalse();
        Files.writeString(path, i + "1.00 1.00");
      }
    }
    Files.delete(link);
  }

  @Test
  void aFileThatTookItsNameIsReadFromThenOn() throws IOException {
    Path path = Files.writeString(root.resolve("file"), "1\n");
    try (KeptFile file = at(path, true)) {
      for (int i = 2; i < 100; i++) {
        assertThat(read(file)).isPositive();
        Path other = Files.writeString(root.resolve("other"), i + "\n");
        Files.setLastModifiedTime(other, Files.getLastModifiedTime(path));
        Files.move(other, path, StandardCopyOption.ATOMIC_MOVE);
        assertThat(read(file)).isPositive();
        assertThat(new String(text(), ISO_8859_1)).isEqualTo(i + "\n");
      }
    }
  }

  @Test
  void aFileThatIsDeletedIsAbsentAndOneThatIsMadeAgainIsRead() throws IOException {
    Path path = Files.createDirectory(root.resolve("net")).resolve("dev");
    try (KeptFile file = at(path, true)) {
      for (int i = 0; i < 100; i++) {
        Files.writeString(path, i + "\n");
        assertThat(read(file)).isPositive();
        assertThat(new String(text(), ISO_8859_1)).isEqualTo(i + "\n");
        Files.delete(path);
        if (i % 2 == 0) {
          assertThat(read(file)).isEqualTo(-Errno.ENOENT);
        }
        if (i % 3 == 0) { // its directory goes with it
          Files.delete(path.getParent());
          assertThat(read(file)).isEqualTo(-Errno.ENOENT);
          Files.createDirectory(path.getParent());
        }
      }
    }
  }

  @Test
  void aDirectoryThatTookTheNameOfAnotherIsTheOneThatIsReadBelow() throws IOException {
    Path path = Files.createDirectory(root.resolve("proc")).resolve("file");
    Files.writeString(path, "old\n");
    Path other = Files.createDirectory(root.resolve("other"));
    Files.writeString(other.resolve("file"), "newer\n");
    try (KeptFile file = at(path, true)) {
      assertThat(read(file)).isEqualTo(4);
      Files.move(path.getParent(), root.resolve("away"));
      assertThat(read(file)).isEqualTo(-Errno.ENOENT);
      Files.move(other, path.getParent());
      assertThat(read(file)).isEqualTo(6);
      assertThat(new String(text(), ISO_8859_1)).isEqualTo("newer\n");
    }
  }

  @Test
  void nothingIsLeftOpen() throws IOException {
    assumeTrue(Files.isDirectory(PROC.resolve("self/fd")), "no /proc/self/fd");
    Path path = Files.writeString(root.resolve("file"), "text");
    read(at(path, true)); // what this way of reading needs once
    long before = descriptors();
    for (int i = 0; i < 10_000; i++) {
      try (KeptFile absent = at(root.resolve("absent"), true);
          KeptFile directory = at(root, true);
          KeptFile file = at(path, true)) {
        assertThat(read(absent)).isNegative();
        assertThat(read(directory)).isNegative();
        assertThat(read(file)).isEqualTo(4);
        if (i % 2 == 0) {
          file.close();
        }
      }
    }
    assertThat(descriptors()).isLessThan(before + 20); // the JVM opens and closes files of its own
  }

  @Test
  void anErrorOfReadingGivesTheDescriptorBack() throws IOException {
    assumeTrue(Files.isDirectory(PROC.resolve("self/fd")), "no /proc/self/fd");
    KeptFile[] directories = new KeptFile[500];
    long before = descriptors();
    for (int i = 0; i < directories.length; i++) {
      directories[i] = at(root, true);
      assertThat(read(directories[i])).isEqualTo(-Errno.EISDIR);
    }
    assertThat(descriptors()).isLessThan(before + 20);
  }

  private static long descriptors() throws IOException {
    try (Stream<Path> all = Files.list(PROC.resolve("self/fd"))) {
      return all.count();
    }
  }

  @Test
  void closingTwiceIsClosing() throws IOException {
    Path path = Files.writeString(root.resolve("file"), "text");
    KeptFile file = at(path, true);
    file.close();
    assertThat(read(file)).isEqualTo(4);
    file.close();
    file.close();
    assertThat(read(file)).isEqualTo(4);
    file.close();
  }

  @Test
  void aPathOfAnyCharacters() throws IOException {
    Path path = root.resolve("a b\n'\"grüß€\u001b");
    try {
      Files.writeString(path, "text");
    } catch (InvalidPathException e) {
      assumeTrue(false, "a JVM whose file names are " + System.getProperty("sun.jnu.encoding"));
    }
    try (KeptFile file = at(path, true)) {
      assertThat(read(file)).isEqualTo(4);
    }
  }

  @Test
  void aFileThatGrowsAndShrinksBetweenTheReads() throws IOException {
    Path path = root.resolve("file");
    Random random = new Random(3);
    try (KeptFile file = at(path, random.nextBoolean())) {
      for (int i = 0; i < 500; i++) {
        int size = random.nextInt(1 << random.nextInt(16));
        Files.write(path, head(size));
        assertThat(read(file)).isEqualTo(size);
        assertThat(text()).isEqualTo(head(size));
      }
    }
  }
}
