package io.github.procfs4j.process;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * The names of system calls, which have other numbers on each architecture.
 *
 * <p>The tables are made from the headers that the kernel publishes for programs: {@code
 * asm/unistd_64.h} for x86_64, and {@code asm-generic/unistd.h} as selected by {@code
 * arch/arm64/include/uapi/asm/unistd.h} for aarch64, both of Linux 6.1; the calls from number 451
 * on are those of {@code scripts/syscall.tbl} up to Linux 6.17. Immutable.
 */
public final class SystemCallTable {
  private static final String RESOURCE = "system-calls.tsv";
  private static final List<String> ARCHITECTURES = List.of("x86_64", "aarch64");
  private static final Map<String, String> OTHER_NAMES =
      Map.of("amd64", "x86_64", "arm64", "aarch64");

  /** The calls whose first argument is the descriptor on whose file or socket they may wait. */
  private static final Set<String> OF_DESCRIPTOR =
      Set.of(
          "accept",
          "accept4",
          "close",
          "connect",
          "copy_file_range",
          "epoll_pwait",
          "epoll_pwait2",
          "epoll_wait",
          "fallocate",
          "fcntl",
          "fdatasync",
          "flock",
          "fstat",
          "fsync",
          "ftruncate",
          "getdents",
          "getdents64",
          "io_uring_enter",
          "ioctl",
          "lseek",
          "pread64",
          "preadv",
          "preadv2",
          "pwrite64",
          "pwritev",
          "pwritev2",
          "read",
          "readahead",
          "readv",
          "recvfrom",
          "recvmmsg",
          "recvmsg",
          "sendmmsg",
          "sendmsg",
          "sendto",
          "splice",
          "sync_file_range",
          "syncfs",
          "tee",
          "vmsplice",
          "write",
          "writev");

  private static final Map<String, SystemCallTable> TABLES = read();

  private final String architecture;
  private final Map<Long, String> names;

  private SystemCallTable(String architecture, Map<Long, String> names) {
    this.architecture = architecture;
    this.names = names;
  }

  /**
   * {@return the table of an architecture; empty for one that is not known: its calls have numbers
   * only}
   *
   * @param architecture its name as {@code uname -m} or the system property {@code os.arch} has it,
   *     such as {@code x86_64}
   */
  public static Optional<SystemCallTable> of(String architecture) {
    Objects.requireNonNull(architecture, "architecture");
    return Optional.ofNullable(TABLES.get(OTHER_NAMES.getOrDefault(architecture, architecture)));
  }

  /** {@return the table of the architecture on which this JVM runs, if it is known} */
  public static Optional<SystemCallTable> ofThisMachine() {
    return of(System.getProperty("os.arch", ""));
  }

  /** {@return the architecture, such as {@code x86_64}} */
  public String architecture() {
    return architecture;
  }

  /**
   * {@return the name of a system call, such as {@code futex}; empty if the table does not have
   * this number, because the call is newer}
   *
   * @param number its number
   */
  public Optional<String> name(long number) {
    return Optional.ofNullable(names.get(number));
  }

  /**
   * {@return whether the first argument of a call is the descriptor on whose file or socket it may
   * wait, as for {@code read} and {@code flock}} Of {@code poll} and {@code select} it is not:
   * their descriptors are in the memory of the process.
   *
   * @param name the name of the call
   */
  public static boolean takesDescriptor(String name) {
    Objects.requireNonNull(name, "name");
    return OF_DESCRIPTOR.contains(name);
  }

  private static Map<String, SystemCallTable> read() {
    Map<String, Map<Long, String>> names = new HashMap<>();
    ARCHITECTURES.forEach(architecture -> names.put(architecture, new HashMap<>()));
    try (InputStream in = SystemCallTable.class.getResourceAsStream(RESOURCE)) {
      if (in == null) {
        throw new FileNotFoundException("the build lacks the resource " + RESOURCE);
      }
      BufferedReader lines = new BufferedReader(new InputStreamReader(in, UTF_8));
      List<String> heading = List.of(lines.readLine().split("\t", -1));
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        String[] fields = line.split("\t", -1);
        names.forEach(
            (architecture, known) -> {
              String number = fields[heading.indexOf(architecture)];
              if (!number.isEmpty()) {
                known.put(Long.valueOf(number), fields[0]);
              }
            });
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Map<String, SystemCallTable> tables = new HashMap<>();
    names.forEach((name, known) -> tables.put(name, new SystemCallTable(name, known)));
    return tables;
  }

  /** Such as {@code SystemCallTable[x86_64, 381 calls]}. */
  @Override
  public String toString() {
    return "SystemCallTable[" + architecture + ", " + names.size() + " calls]";
  }
}
