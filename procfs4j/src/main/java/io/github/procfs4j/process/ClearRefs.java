package io.github.procfs4j.process;

import io.github.procfs4j.io.Errno;
import io.github.procfs4j.io.WrittenFile;
import io.github.procfs4j.sampling.Outcome;
import io.github.procfs4j.sampling.UnreadableException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

/**
 * {@code /proc/<pid>/clear_refs}: the values that can be written there, named after their effect.
 * The file acts on the process and returns nothing; the owner of the process and root may write it.
 *
 * <p>In this library only {@link #clear} and {@link WorkingSet} write it, for the process that the
 * caller specifies.
 *
 * <p>The kernel walks the page tables of the process while it holds the lock on its memory map,
 * since Linux 5.11 for writing. Page faults, mmap(2) and similar calls of the process wait that
 * long: 25 to 70 ms for each GiB in pages of 4 KiB. For a process without memory, nothing happens,
 * without an error. {@code fs/proc/task_mmu.c} (clear_refs_write), proc_pid_clear_refs(5).
 */
public enum ClearRefs {
  /**
   * 1: marks all pages of the process as not accessed, so that {@code Referenced} of {@code smaps}
   * counts from zero. Reclaim considers the pages unused until they are accessed again.
   */
  REFERENCED(1, ""),
  /** 2: as {@link #REFERENCED}, for mappings without a file. */
  REFERENCED_ANONYMOUS(2, ""),
  /** 3: as {@link #REFERENCED}, for mappings of files. */
  REFERENCED_FILES(3, ""),
  /**
   * 4: marks all pages as not written (soft-dirty, shown in {@code pagemap}), and write-protects
   * them, so that the next write to each page faults. No effect on a kernel without
   * CONFIG_MEM_SOFT_DIRTY. Since Linux 3.11.
   */
  SOFT_DIRTY(4, "3.11"),
  /** 5: resets the peak resident set size, {@code VmHWM} of {@code status}. Since Linux 4.0. */
  PEAK_RESIDENT(5, "4.0");

  private final int value;
  private final String since;

  ClearRefs(int value, String since) {
    this.value = value;
    this.since = since;
  }

  /** {@return the number that is written} */
  public int value() {
    return value;
  }

  /**
   * Writes this value for a process.
   *
   * @param process its directory, such as {@code /proc/1234}; the directory that contains it must
   *     be on a procfs, because no user can create links there
   * @return the time that it took, in nanoseconds: about as long as the memory map of the process
   *     was locked
   * @throws UnreadableException if it failed. The outcome is {@link Outcome#GONE} if there is no
   *     such process or this user cannot see it, {@link Outcome#ABSENT} if the kernel was built
   *     without CONFIG_PROC_PAGE_MONITOR, {@link Outcome#DENIED} if it belongs to another user,
   *     {@link Outcome#INVALID} if the kernel does not know this value or the directory is not on a
   *     procfs. Nothing has been written then
   */
  public long clear(Path process) {
    try (WrittenFile file = open(process)) {
      return clear(file, process);
    }
  }

  /** Opens the file of a process. The open file stays bound to this process. */
  static WrittenFile open(Path process) {
    WrittenFile file = new WrittenFile();
    Path absolute = process.toAbsolutePath();
    Path above = Objects.requireNonNullElse(absolute.getParent(), absolute);
    int opened = file.open(above, above.relativize(path(absolute)));
    if (opened < 0) {
      throw refused(process, -opened, "");
    }
    return file;
  }

  /** Writes this value for the process for which the file was opened. */
  long clear(WrittenFile file, Path process) {
    long start = System.nanoTime();
    int written = file.write(Integer.toString(value));
    long end = System.nanoTime();
    if (written < 0) {
      throw refused(
          process,
          -written,
          "; this kernel does not know the value "
              + value
              + (since.isEmpty() ? "" : ", which exists since Linux " + since));
    }
    return end - start;
  }

  private static Path path(Path process) {
    return process.resolve("clear_refs");
  }

  private static UnreadableException refused(Path process, int errno, String ifInvalid) {
    Outcome outcome = Outcome.of(errno);
    if (outcome == Outcome.GONE || (outcome == Outcome.ABSENT && !Files.isDirectory(process))) {
      return new UnreadableException(
          Outcome.GONE, process + ": " + Errno.text(Errno.ESRCH) + ", or not visible");
    }
    String advice =
        switch (outcome) {
          case ABSENT -> "; it depends on " + Smaps.OPTION;
          case DENIED -> "; it is writable by root and the owner of the process";
          case INVALID -> errno == Errno.EINVAL ? ifInvalid : "";
          default -> "";
        };
    return new UnreadableException(outcome, path(process) + ": " + Errno.text(errno) + advice);
  }
}
