package io.github.procfs4j.process;

import io.github.procfs4j.model.Column;
import io.github.procfs4j.model.Figure;
import io.github.procfs4j.model.Layout;
import io.github.procfs4j.model.Limits;
import io.github.procfs4j.model.Row;
import io.github.procfs4j.model.Source;
import io.github.procfs4j.model.Table;
import io.github.procfs4j.sampling.FileReading;
import io.github.procfs4j.sampling.Printing;
import io.github.procfs4j.sampling.SampledFile;
import io.github.procfs4j.text.Cursor;
import java.util.List;

/**
 * {@code /proc/<pid>/statm}: the memory of a process, in pages.
 *
 * <pre>
 * 565 456 433 388 0 77 0
 * </pre>
 *
 * <p>One row of seven numbers, all 0 for a kernel thread and a process that has ended. All threads
 * of a process have the same numbers. Numbers that a newer kernel appends are kept, named after
 * their position. {@code fs/proc/array.c}, {@code fs/proc/task_mmu.c}, proc_pid_statm(5).
 */
public final class ProcessStatm extends ProcessView {
  private static final Table STATM = Table.of("statm");

  /** The file as a source; its root is the directory of a process or thread. */
  public static final SampledFile<ProcessStatm> FILE =
      new SampledFile<>(
          new Source(
              "pid/statm",
              "The memory of a process, in pages",
              Source.Mode.SAMPLED,
              "",
              "",
              "",
              "proc_pid_statm(5), fs/proc/array.c"),
          Printing.ONE_CALL,
          ProcessStatm::parse,
          figures(),
          ProcessStatm::new,
          directory -> directory.resolve("statm"));

  private ProcessStatm(FileReading reading) {
    super(reading, STATM);
  }

  /** The view of the columns of this file in a row of the process table. */
  ProcessStatm(FileReading reading, Row row) {
    super(reading, row);
  }

  private static List<Figure> figures() {
    Limits part =
        Limits.AMOUNT.partOf(
            ProcessStatmColumns.SIZE.name(),
            (i, row) -> i.amount(row, ProcessStatmColumns.SIZE) * i.pageSize());
    return List.of(
        pages("size", ProcessStatmColumns.SIZE),
        pages("resident", ProcessStatmColumns.RESIDENT).within(part),
        pages("shared", ProcessStatmColumns.SHARED).within(part),
        pages("data", ProcessStatmColumns.DATA).within(part));
  }

  private static Figure pages(String name, Column pages) {
    return new Figure(
        STATM.name(),
        name,
        "bytes",
        Limits.AMOUNT,
        pages.meaning(),
        pages.reference(),
        (i, row) -> i.amount(row, pages) * i.pageSize());
  }

  private static void parse(Cursor in, Layout.Builder out) {
    numbers(in, out.row(STATM), ProcessStatmColumns.COLUMNS, 0, 0, List.of());
    in.endLine();
  }

  /**
   * {@return {@code size}, in pages: the size of the address space: everything that is mapped, used
   * or not}
   *
   * <p>Source: proc_pid_statm(5), fs/proc/array.c.
   */
  public long size() {
    return printed(ProcessStatmColumns.SIZE);
  }

  /**
   * {@return {@code resident}, in pages: the resident set, including file and shared pages; lags
   * like rss of stat}
   *
   * <p>Source: proc_pid_statm(5), fs/proc/array.c, Documentation/filesystems/proc.rst.
   */
  public long resident() {
    return printed(ProcessStatmColumns.RESIDENT);
  }

  /**
   * {@return {@code shared}, in pages: resident pages of files and shared memory: RssFile and
   * RssShmem of status}
   *
   * <p>Source: proc_pid_statm(5), fs/proc/array.c, fs/proc/task_mmu.c.
   */
  public long shared() {
    return printed(ProcessStatmColumns.SHARED);
  }

  /**
   * {@return {@code text}, in pages: the address space of the code}
   *
   * <p>Source: proc_pid_statm(5), fs/proc/array.c.
   */
  public long text() {
    return printed(ProcessStatmColumns.TEXT);
  }

  /**
   * {@return {@code lib}, in pages: always 0: kept for compatibility since Linux 2.6}
   *
   * <p>Source: proc_pid_statm(5), fs/proc/array.c.
   */
  public long lib() {
    return printed(ProcessStatmColumns.LIB);
  }

  /**
   * {@return {@code data}, in pages: the address space of data and stack}
   *
   * <p>Source: proc_pid_statm(5), fs/proc/array.c.
   */
  public long data() {
    return printed(ProcessStatmColumns.DATA);
  }

  /**
   * {@return {@code dt}, in pages: always 0: kept for compatibility since Linux 2.6}
   *
   * <p>Source: proc_pid_statm(5), fs/proc/array.c.
   */
  public long dt() {
    return printed(ProcessStatmColumns.DT);
  }
}
