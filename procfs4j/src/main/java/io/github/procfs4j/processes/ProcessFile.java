package io.github.procfs4j.processes;

import io.github.procfs4j.process.ProcessIo;
import io.github.procfs4j.process.ProcessSchedStat;
import io.github.procfs4j.process.ProcessStatm;
import io.github.procfs4j.process.ProcessStatus;
import io.github.procfs4j.process.SmapsRollup;
import io.github.procfs4j.sampling.SampledFile;

/**
 * The files of a process whose columns can be added to its row. The row always has the columns of
 * {@code stat}.
 */
public enum ProcessFile {
  /** {@code statm}: memory in pages. */
  STATM(ProcessStatm.FILE, true),
  /** {@code status}: memory by kind, credentials, signals, context switches. */
  STATUS(ProcessStatus.FILE, true),
  /**
   * {@code io}: bytes read and written, and calls. The kernel shows it only to those who may trace
   * the process.
   */
  IO(ProcessIo.FILE, true),
  /** {@code schedstat}: time on a CPU, time waiting for one, timeslices. */
  SCHEDSTAT(ProcessSchedStat.FILE, true),
  /**
   * {@code smaps_rollup}: proportional and private memory. To print it, the kernel walks the page
   * tables of the process, which takes milliseconds for each gigabyte. Threads do not have this
   * file.
   */
  SMAPS_ROLLUP(SmapsRollup.FILE, false);

  @SuppressWarnings("ImmutableEnumChecker") // it is an immutable record
  private final SampledFile<?> file;

  private final boolean isOfThreads;

  ProcessFile(SampledFile<?> file, boolean isOfThreads) {
    this.file = file;
    this.isOfThreads = isOfThreads;
  }

  /** {@return its name in the directory of a process, such as {@code io}} */
  public String fileName() {
    return TaskFiles.name(file);
  }

  /** {@return the file as a source} */
  public SampledFile<?> file() {
    return file;
  }

  /** {@return whether threads have this file too} */
  public boolean isOfThreads() {
    return isOfThreads;
  }
}
