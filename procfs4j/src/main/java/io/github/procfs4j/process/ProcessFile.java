package io.github.procfs4j.process;

import io.github.procfs4j.sampling.SampledFile;

/**
 * The files of a process whose columns its row can have besides those of {@code stat}, which it
 * always has.
 */
public enum ProcessFile {
  /** {@code statm}: memory in pages. */
  STATM(ProcessStatm.FILE, true),
  /** {@code status}: memory by kind, credentials, signals, context switches. */
  STATUS(ProcessStatus.FILE, true),
  /**
   * {@code io}: bytes and calls of reading and writing. The kernel shows it to those who may trace
   * the process.
   */
  IO(ProcessIo.FILE, true),
  /** {@code schedstat}: time on a CPU, time waiting for one, timeslices. */
  SCHEDSTAT(ProcessSchedStat.FILE, true),
  /**
   * {@code smaps_rollup}: proportional and private memory. The kernel walks the page tables of the
   * process for it, which takes milliseconds for each gigabyte; threads have none.
   */
  SMAPS_ROLLUP(SmapsRollup.FILE, false);

  @SuppressWarnings("ImmutableEnumChecker") // it is a record of what never changes
  private final SampledFile<?> file;

  private final boolean isOfThreads;

  ProcessFile(SampledFile<?> file, boolean isOfThreads) {
    this.file = file;
    this.isOfThreads = isOfThreads;
  }

  /** What it is called in the directory of a process, such as {@code io}. */
  public String fileName() {
    return TaskFiles.name(file);
  }

  /** The file as a source. */
  public SampledFile<?> file() {
    return file;
  }

  /** Whether threads have one, too. */
  public boolean isOfThreads() {
    return isOfThreads;
  }
}
