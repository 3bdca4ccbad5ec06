package io.github.procfs4j.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * Texts that real kernels printed, byte for byte: {@code src/test/resources/corpus} of the library.
 * Each variant is a kernel on a machine; its moments s0, s1 and s2 are some seconds apart. Before
 * s2 a CPU went offline if there was more than one, a swap area on disk was removed, and disks were
 * added, removed and added again.
 */
public final class Corpus {
  /** The directory of all test data of the library, from the directory of any module. */
  public static final Path RESOURCES = Path.of("../procfs4j/src/test/resources");

  /** The directory of the texts. */
  public static final Path ROOT = RESOURCES.resolve("corpus");

  /** The moments, in their order. */
  public static final List<String> MOMENTS = List.of("s0", "s1", "s2");

  /** The files that each tree has. */
  public static final List<String> FILES =
      List.of(
          "stat",
          "meminfo",
          "vmstat",
          "diskstats",
          "uptime",
          "interrupts",
          "softirqs",
          "schedstat",
          "pressure/cpu",
          "pressure/memory",
          "pressure/io",
          "net/dev",
          "net/snmp",
          "net/snmp6",
          "net/netstat",
          "net/sockstat",
          "net/softnet_stat",
          "swaps",
          "buddyinfo",
          "pagetypeinfo",
          "zoneinfo",
          "slabinfo",
          "sysvipc/shm",
          "sys/fs/file-nr",
          "sys/fs/inode-state",
          "sys/fs/dentry-state",
          "sys/kernel/sched_schedstats",
          "locks",
          "timer_list",
          "sched_debug");

  /**
   * The files whose lines come and go between readings, with the locks, the armed timers and the
   * tasks of a CPU: a moment cannot be replayed from another one.
   */
  public static final List<String> CHURNING = List.of("locks", "timer_list", "sched_debug");

  /** The files whose lines remain the same unless a CPU or device comes or goes. */
  public static final List<String> STEADY =
      FILES.stream().filter(file -> !CHURNING.contains(file)).toList();

  private Corpus() {}

  /** The kernels. */
  public static List<String> variants() {
    try (Stream<Path> directories = Files.list(ROOT)) {
      return directories.map(path -> path.getFileName().toString()).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The directory used as {@code /proc}. */
  public static Path tree(String variant, String moment) {
    return ROOT.resolve(variant).resolve(moment);
  }

  /** The bytes of a file. */
  public static byte[] bytes(String variant, String moment, String file) {
    try {
      return Files.readAllBytes(tree(variant, moment).resolve(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** All combinations of variants, moments and files. */
  public static Stream<Text> texts() {
    return variants().stream()
        .flatMap(
            variant ->
                MOMENTS.stream()
                    .flatMap(
                        moment -> FILES.stream().map(file -> new Text(variant, moment, file))));
  }

  /** A file of one moment. */
  public record Text(String variant, String moment, String file) {
    /** Its bytes. */
    public byte[] bytes() {
      return Corpus.bytes(variant, moment, file);
    }

    /** The directory that contains it. */
    public Path tree() {
      return Corpus.tree(variant, moment);
    }

    @Override
    public String toString() {
      return variant + "/" + moment + "/" + file;
    }
  }
}
