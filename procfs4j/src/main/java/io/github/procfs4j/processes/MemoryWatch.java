package io.github.procfs4j.processes;

import io.github.procfs4j.io.Buffer;
import io.github.procfs4j.io.Directory;
import io.github.procfs4j.io.KeptFile;
import java.nio.ByteBuffer;

/**
 * Determines whether the kernel can have changed the memory of processes that did not run, at a
 * lower cost than reading the {@code statm} of each: by reclaiming it, within a limit or of the
 * whole machine, bringing it back from swap, or joining it to huge pages.
 *
 * <p>{@code /proc/vmstat} counts the pages that are scanned before any of them is unmapped, and
 * those that are freed. Pages may be unmapped some time after they were counted, so each change
 * counts for some seconds. {@code pgscan_anon} and {@code pgscan_file} include reclaim within the
 * limit of a memory cgroup; kernels without them (before Linux 5.8) do not show that, so nothing is
 * concluded there. {@code mm/vmscan.c}, {@code mm/khugepaged.c}.
 */
final class MemoryWatch implements AutoCloseable {
  /** For how long a change counts. */
  private static final long LASTING_NANOS = 2_000_000_000;

  /** With fewer processes, reading the {@code statm} of each costs less. */
  private static final int FEWEST_TASKS = 32;

  private static final byte[][] NAMES = {
    name("pgscan_anon"),
    name("pgscan_file"),
    name("pgsteal_anon"),
    name("pgsteal_file"),
    name("pswpin"),
    name("pswpout"),
    name("oom_kill"),
    name("thp_collapse_alloc"),
    name("thp_split_page"),
    name("thp_underused_split_page"),
  };

  /** The names without which nothing is concluded: the first two. */
  private static final int NEEDED = 0b11;

  private final KeptFile vmstat;
  private long last;
  private long changed;
  private boolean isRead;

  MemoryWatch(Directory root) {
    vmstat = root.file("vmstat", true);
  }

  private static byte[] name(String name) {
    return ("\n" + name + " ").getBytes(java.nio.charset.StandardCharsets.US_ASCII);
  }

  /**
   * Whether the memory of processes may have changed since the last sample.
   *
   * @param now the time
   * @param tasks the number of processes
   */
  boolean mayHaveMoved(long now, int tasks, Buffer buffer) {
    if (tasks < FEWEST_TASKS) {
      isRead = false;
      return true;
    }
    int length = vmstat.read(buffer);
    long sum = length < 0 ? 0 : hash(buffer.bytes(), length);
    if (sum == 0 || !isRead || sum != last) {
      changed = now;
    }
    isRead = sum != 0;
    last = sum;
    return !isRead || now - changed < LASTING_NANOS;
  }

  /** A hash of the numbers with these names; 0 if one that is needed is missing. */
  static long hash(ByteBuffer text, int length) {
    long hash = 1;
    int found = 0;
    for (int at = 0; at < length; at++) {
      if (text.get(at) == '\n') {
        for (int i = 0; i < NAMES.length; i++) {
          if (isAt(text, at, length, NAMES[i])) {
            found |= 1 << i;
            for (int d = at + NAMES[i].length; d < length && text.get(d) != '\n'; d++) {
              hash = hash * 31 + text.get(d);
            }
            hash = hash * 31 + i;
          }
        }
      }
    }
    return (found & NEEDED) == NEEDED ? hash : 0;
  }

  private static boolean isAt(ByteBuffer text, int at, int length, byte[] name) {
    if (at + name.length > length) {
      return false;
    }
    for (int i = 1; i < name.length; i++) {
      if (text.get(at + i) != name[i]) {
        return false;
      }
    }
    return true;
  }

  @Override
  public void close() {
    vmstat.close();
  }
}
