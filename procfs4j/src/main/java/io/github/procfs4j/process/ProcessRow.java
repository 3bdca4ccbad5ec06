package io.github.procfs4j.process;

import io.github.procfs4j.model.Column;
import io.github.procfs4j.model.Row;
import io.github.procfs4j.sampling.FileReading;
import java.util.Objects;
import java.util.OptionalLong;

/**
 * A row of the process table as views of the files whose columns it has. Programs get it as a
 * {@link io.github.procfs4j.processes.ProcessEntry}.
 */
public abstract class ProcessRow {
  private final FileReading reading;
  private final Row row;

  /**
   * A row of a reading. Only the library extends this class.
   *
   * @param reading the reading
   * @param row a row that has the columns of the files of a process
   */
  protected ProcessRow(FileReading reading, Row row) {
    this.reading = Objects.requireNonNull(reading, "reading");
    this.row = Objects.requireNonNull(row, "row");
  }

  /** {@return its row, which identifies its series in a history} */
  public final Row row() {
    return row;
  }

  /** {@return resource usage and state} */
  public final ProcessStat stat() {
    return new ProcessStat(reading, row);
  }

  /**
   * {@return its memory in pages; contains values only if {@link
   * io.github.procfs4j.processes.ProcessFile#STATM} was requested}
   */
  public final ProcessStatm statm() {
    return new ProcessStatm(reading, row);
  }

  /**
   * {@return the numbers of {@code status}; contains values only if {@link
   * io.github.procfs4j.processes.ProcessFile#STATUS} was requested} Its words are not columns of
   * the table; {@link ProcessDirectory#status} returns them.
   */
  public final ProcessStatus status() {
    return new ProcessStatus(reading, row);
  }

  /**
   * {@return what it has read and written; contains values only if {@link
   * io.github.procfs4j.processes.ProcessFile#IO} was requested and this user may trace the process}
   */
  public final ProcessIo io() {
    return new ProcessIo(reading, row);
  }

  /**
   * {@return how long it ran and waited to run; contains values only if {@link
   * io.github.procfs4j.processes.ProcessFile#SCHEDSTAT} was requested}
   */
  public final ProcessSchedStat schedStat() {
    return new ProcessSchedStat(reading, row);
  }

  /**
   * {@return its memory, with shared pages divided among the processes that map them; contains
   * values only if {@link io.github.procfs4j.processes.ProcessFile#SMAPS_ROLLUP} was requested,
   * this user may trace the process, and it has memory}
   */
  public final SmapsRollup smapsRollup() {
    return new SmapsRollup(reading, row);
  }

  /**
   * {@return the amount in a column, in the column's unit; empty if the row does not have it}
   *
   * @param column the column, identified by its name
   */
  public final OptionalLong amount(Column column) {
    return reading.amountIfPrinted(row, column);
  }

  /** The line of its row, as in the text of a reading. */
  @Override
  public final String toString() {
    return reading.text(row);
  }
}
