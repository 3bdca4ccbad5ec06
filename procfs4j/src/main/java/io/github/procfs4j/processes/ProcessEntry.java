package io.github.procfs4j.processes;

import io.github.procfs4j.model.Column;
import io.github.procfs4j.model.Row;
import io.github.procfs4j.process.CommandLine;
import io.github.procfs4j.process.ProcessDirectory;
import io.github.procfs4j.process.ProcessIo;
import io.github.procfs4j.process.ProcessSchedStat;
import io.github.procfs4j.process.ProcessStat;
import io.github.procfs4j.process.ProcessStatm;
import io.github.procfs4j.process.ProcessStatus;
import io.github.procfs4j.process.SmapsRollup;
import io.github.procfs4j.sampling.FileReading;
import java.util.OptionalLong;

/** A process or thread in a process table. */
public final class ProcessEntry {
  private final FileReading reading;
  private final Row row;

  ProcessEntry(FileReading reading, Row row) {
    this.reading = reading;
    this.row = row;
  }

  /** {@return its row, which identifies its series in a history} */
  public Row row() {
    return row;
  }

  /** {@return the number of the process; for a thread, that of its process} */
  public long pid() {
    return Long.parseLong(row.label("pid"));
  }

  /**
   * {@return when it started, in ticks since boot; together with its number this identifies it
   * permanently}
   */
  public long start() {
    return Long.parseLong(row.label("start"));
  }

  /**
   * {@return its name, at most 15 bytes: that of the program that it runs, unless it chose another
   * one}
   */
  public String comm() {
    return row.label("comm");
  }

  /**
   * {@return its arguments separated by spaces, or the title that it gave itself, limited to the
   * first 1,024 characters; its name in brackets if it has neither, as for kernel threads} Empty
   * for a thread, because that of its process is not repeated.
   *
   * <p>It is read again when {@code stat} shows that another program is running: by another name,
   * by the flag PF_FORKNOEXEC having been cleared, or by other addresses, which are shown only to
   * those who may trace the process. Two changes are not detected: a program that executes itself
   * again, if its addresses are not shown to the reader, and a title that is written over the
   * arguments later.
   */
  public String command() {
    return row.table().equals(ProcessTable.PROCESS) ? row.label("command") : "";
  }

  /**
   * {@return a short name that identifies it in a list: for a process {@link CommandLine#name},
   * such as the main class that {@code java} runs, from when {@link #command} was read; for a
   * thread its own name}
   */
  public String name() {
    return ProcessTable.name(row);
  }

  /** {@return the number of the thread; for a process, that of the process} */
  public long tid() {
    return row.table().equals(ProcessTable.THREAD) ? Long.parseLong(row.label("tid")) : pid();
  }

  /** {@return resource usage and state} */
  public ProcessStat stat() {
    return new ProcessStat(reading, row);
  }

  /**
   * {@return its memory in pages; contains values only if {@link ProcessFile#STATM} was requested}
   */
  public ProcessStatm statm() {
    return new ProcessStatm(reading, row);
  }

  /**
   * {@return the numbers of {@code status}; contains values only if {@link ProcessFile#STATUS} was
   * requested} Its words are not columns of the table; {@link ProcessDirectory#status} returns
   * them.
   */
  public ProcessStatus status() {
    return new ProcessStatus(reading, row);
  }

  /**
   * {@return what it has read and written; contains values only if {@link ProcessFile#IO} was
   * requested and this user may trace the process}
   */
  public ProcessIo io() {
    return new ProcessIo(reading, row);
  }

  /**
   * {@return how long it ran and waited to run; contains values only if {@link
   * ProcessFile#SCHEDSTAT} was requested}
   */
  public ProcessSchedStat schedStat() {
    return new ProcessSchedStat(reading, row);
  }

  /**
   * {@return its memory, with shared pages divided among the processes that map them; contains
   * values only if {@link ProcessFile#SMAPS_ROLLUP} was requested, this user may trace the process,
   * and it has memory}
   */
  public SmapsRollup smapsRollup() {
    return new SmapsRollup(reading, row);
  }

  /**
   * {@return the amount in a column, in the column's unit; empty if the row does not have it}
   *
   * @param column the column, identified by its name
   */
  public OptionalLong amount(Column column) {
    return reading.amountIfPrinted(row, column);
  }

  /** The line of its row, as in the text of a reading. */
  @Override
  public String toString() {
    return reading.text(row);
  }
}
