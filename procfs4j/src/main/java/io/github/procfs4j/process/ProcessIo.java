package io.github.procfs4j.process;

import io.github.procfs4j.model.Figure;
import io.github.procfs4j.model.Layout;
import io.github.procfs4j.model.Row;
import io.github.procfs4j.model.Source;
import io.github.procfs4j.model.Table;
import io.github.procfs4j.model.Unit;
import io.github.procfs4j.sampling.Descriptions;
import io.github.procfs4j.sampling.FileReading;
import io.github.procfs4j.sampling.Printing;
import io.github.procfs4j.sampling.SampledFile;
import io.github.procfs4j.text.Cursor;
import java.util.List;

/**
 * {@code /proc/<pid>/io}: what a process or thread has read and written.
 *
 * <pre>
 * rchar: 4044
 * wchar: 0
 * syscr: 27
 * syscw: 0
 * read_bytes: 1677312
 * write_bytes: 0
 * cancelled_write_bytes: 0
 * </pre>
 *
 * <p>One row, a line for each column: its name, a colon, a number. A line that is not described
 * here is kept under the kernel's name. In {@code /proc/<pid>} the numbers are sums over all
 * threads, including those that have ended, and over children that were waited for: the numbers of
 * a child are added all at once when it is waited for. On 32-bit kernels a number may be torn while
 * it changes. {@code fs/proc/base.c}, proc_pid_io(5).
 */
public final class ProcessIo extends ProcessView {
  private static final Table IO = Table.of("io");
  private static final Descriptions DESCRIPTIONS = ProcessIoColumns.DESCRIPTIONS;

  /** The file as a source; its root is the directory of a process or thread. */
  public static final SampledFile<ProcessIo> FILE =
      new SampledFile<>(
          new Source(
              "pid/io",
              "What a process or thread has read and written, through the page cache and to"
                  + " devices",
              Source.Mode.SAMPLED,
              "",
              "CONFIG_TASK_IO_ACCOUNTING",
              "users who may trace the process (ptrace(2)): usually its own user and root",
              "proc_pid_io(5), Documentation/filesystems/proc.rst"),
          Printing.ONE_CALL,
          ProcessIo::parse,
          figures(),
          ProcessIo::new,
          directory -> directory.resolve("io"));

  private ProcessIo(FileReading reading) {
    super(reading, IO);
  }

  /** The view of the columns of this file in a row of the process table. */
  ProcessIo(FileReading reading, Row row) {
    super(reading, row);
  }

  private static List<Figure> figures() {
    return List.of(
        Figure.rate(IO, "read", "bytes/s", ProcessIoColumns.READ_BYTES),
        Figure.rate(IO, "written", "bytes/s", ProcessIoColumns.WRITE_BYTES),
        Figure.rate(IO, "cancelled", "bytes/s", ProcessIoColumns.CANCELLED_WRITE_BYTES),
        Figure.rate(IO, "rchar", "bytes/s", ProcessIoColumns.RCHAR),
        Figure.rate(IO, "wchar", "bytes/s", ProcessIoColumns.WCHAR),
        Figure.rate(IO, "syscr", "/s", ProcessIoColumns.SYSCR),
        Figure.rate(IO, "syscw", "/s", ProcessIoColumns.SYSCW));
  }

  private static void parse(Cursor in, Layout.Builder out) {
    in.expectText();
    Layout.Builder.RowBuilder row = out.row(IO);
    in.eachLine(
        line -> {
          String key = line.until(':');
          int cell = line.unsigned();
          row.cell(Descriptions.alone(line, DESCRIPTIONS.column(key, Unit.COUNT)), cell);
        });
  }

  /**
   * {@return {@code rchar}, in bytes: the bytes that read(2) and similar calls returned to the
   * process, from any source: the page cache, a terminal, a pipe}
   *
   * <p>Source: proc_pid_io(5), Documentation/filesystems/proc.rst.
   */
  public long rchar() {
    return printed(ProcessIoColumns.RCHAR);
  }

  /**
   * {@return {@code wchar}, in bytes: the bytes that the process passed to write(2) and similar
   * calls, to any destination}
   *
   * <p>Source: proc_pid_io(5), Documentation/filesystems/proc.rst.
   */
  public long wchar() {
    return printed(ProcessIoColumns.WCHAR);
  }

  /**
   * {@return {@code syscr}: the number of calls of read(2) and similar functions}
   *
   * <p>Source: proc_pid_io(5), Documentation/filesystems/proc.rst.
   */
  public long syscr() {
    return printed(ProcessIoColumns.SYSCR);
  }

  /**
   * {@return {@code syscw}: the number of calls of write(2) and similar functions}
   *
   * <p>Source: proc_pid_io(5), Documentation/filesystems/proc.rst.
   */
  public long syscw() {
    return printed(ProcessIoColumns.SYSCW);
  }

  /**
   * {@return {@code read_bytes}, in bytes: the bytes fetched from block devices for the process, by
   * reads, page faults or read-ahead}
   *
   * <p>Source: proc_pid_io(5), Documentation/filesystems/proc.rst.
   */
  public long readBytes() {
    return printed(ProcessIoColumns.READ_BYTES);
  }

  /**
   * {@return {@code write_bytes}, in bytes: the bytes that the process made dirty in the page
   * cache, or wrote directly, to be written to block devices} They are counted when they become
   * dirty, not when they are written.
   *
   * <p>Source: proc_pid_io(5), Documentation/filesystems/proc.rst.
   */
  public long writeBytes() {
    return printed(ProcessIoColumns.WRITE_BYTES);
  }

  /**
   * {@return {@code cancelled_write_bytes}, in bytes: the bytes that it spared from being written
   * by truncating files, whichever process had made them dirty; they remain in the write_bytes of
   * that process}
   *
   * <p>Source: proc_pid_io(5), Documentation/filesystems/proc.rst.
   */
  public long cancelledWriteBytes() {
    return printed(ProcessIoColumns.CANCELLED_WRITE_BYTES);
  }
}
