package io.github.procfs4j.process;

import io.github.procfs4j.io.Errno;
import io.github.procfs4j.io.WrittenFile;
import io.github.procfs4j.sampling.Outcome;
import io.github.procfs4j.sampling.UnreadableException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

/**
 * {@code /proc/<pid>/clear_refs}: what can be written there, named by what it does. It acts on the
 * process and tells nothing; the owner of the process and root may write it.
 *
 * <p>Nothing in this library writes it but {@link #clear} and {@link WorkingSet}, both for the
 * process that the caller names.
 *
 * <p>The kernel walks the page tables of the process while it holds its memory map locked, since
 * Linux 5.11 for writing: page faults, mmap(2) and similar calls of the process wait that long, 25
 * to 70 ms for each GiB in pages of 4 KiB. A process without memory is left alone without an error.
 * {@code fs/proc/task_mmu.c} (clear_refs_write), proc_pid_clear_refs(5).
 */
public enum ClearRefs {
  /**
   * 1: marks all pages of the process as not accessed, so that {@code Referenced} of {@code smaps}
   * counts from zero. Reclaim takes the pages for unused until they are accessed again.
   */
  REFERENCED(1, ""),
  /** 2: the same for mappings without a file. */
  REFERENCED_ANONYMOUS(2, ""),
  /** 3: the same for mappings of files. */
  REFERENCED_FILES(3, ""),
  /**
   * 4: marks all pages as not written (soft-dirty, to be seen in {@code pagemap}), and
   * write-protects them to notice: the next write to each page faults. It does nothing on a kernel
   * without CONFIG_MEM_SOFT_DIRTY. Since Linux 3.11.
   */
  SOFT_DIRTY(4, "3.11"),
  /** 5: resets the peak of the resident size, {@code VmHWM} of {@code status}. Since Linux 4.0. */
  PEAK_RESIDENT(5, "4.0");

  private final int value;
  private final String since;

  ClearRefs(int value, String since) {
    this.value = value;
    this.since = since;
  }

  /** What is written. */
  public int value() {
    return value;
  }

  /**
   * Does it to a process.
   *
   * @param process its directory, such as {@code /proc/1234}; what it stands in has to be of a
   *     procfs, as no user can create links there
   * @return how long it took, in nanoseconds: about as long as the process's memory map was locked
   * @throws UnreadableException if it was refused, its outcome being {@link Outcome#GONE} if there
   *     is no such process or none that this user can see, {@link Outcome#ABSENT} if the kernel was
   *     built without CONFIG_PROC_PAGE_MONITOR, {@link Outcome#DENIED} if it is another user's,
   *     {@link Outcome#INVALID} if the kernel does not know this value, or the directory is none of
   *     a procfs: nothing was written then
   */
  public long clear(Path process) {
    try (WrittenFile file = open(process)) {
      return clear(file, process);
    }
  }

  /** The file of a process, which stays that of this very process. */
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

  /** Does it to the process that the file was opened for. */
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
