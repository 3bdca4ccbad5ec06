package io.github.procfs4j.process;

import io.github.procfs4j.model.Column;
import io.github.procfs4j.model.Row;
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

  /** Its row, by which a history has its series. */
  public Row row() {
    return row;
  }

  /** The number of the process, of a thread that of its process. */
  public long pid() {
    return Long.parseLong(row.label("pid"));
  }

  /** When it started, in ticks since boot: with its number what tells it apart for good. */
  public long start() {
    return Long.parseLong(row.label("start"));
  }

  /** Its name, of at most 15 bytes: of the program that it runs, unless it chose another. */
  public String comm() {
    return row.label("comm");
  }

  /**
   * Its arguments with a space between them, or the title that it gave itself, of which the first
   * 1,024 characters are kept; its name in brackets if it has none, as kernel threads. Of a thread
   * that of its process is not repeated: empty.
   *
   * <p>It is read again when {@code stat} tells that another program runs: by another name, the
   * flag PF_FORKNOEXEC that went off, or other addresses, which only those see who may trace the
   * process. A program that starts itself once more, seen by another process, shows in none of
   * them, nor does a title that is written over the arguments later.
   */
  public String command() {
    return row.table().equals(ProcessTable.PROCESS) ? row.label("command") : "";
  }

  /**
   * What tells it apart in a list: of a process {@link CommandLine#name}, such as the main class
   * that {@code java} runs, as of when {@link #command} was read; of a thread its own name.
   */
  public String name() {
    return ProcessTable.name(row);
  }

  /** The number of the thread, of a process its own. */
  public long tid() {
    return row.table().equals(ProcessTable.THREAD) ? Long.parseLong(row.label("tid")) : pid();
  }

  /** What it has used, and how it stands. */
  public ProcessStat stat() {
    return new ProcessStat(reading, row);
  }

  /**
   * Its memory in pages; nothing is printed in it unless {@link ProcessFile#STATM} was asked for.
   */
  public ProcessStatm statm() {
    return new ProcessStatm(reading, row);
  }

  /**
   * The numbers of {@code status}; nothing is printed in it unless {@link ProcessFile#STATUS} was
   * asked for. What it tells in words is no column: {@link ProcessDirectory#status} has it.
   */
  public ProcessStatus status() {
    return new ProcessStatus(reading, row);
  }

  /**
   * What it has read and written; nothing is printed in it unless {@link ProcessFile#IO} was asked
   * for and this user may trace the process.
   */
  public ProcessIo io() {
    return new ProcessIo(reading, row);
  }

  /**
   * How long it ran and waited to; nothing is printed in it unless {@link ProcessFile#SCHEDSTAT}
   * was asked for.
   */
  public ProcessSchedStat schedStat() {
    return new ProcessSchedStat(reading, row);
  }

  /**
   * Its memory, shared pages by their parts; nothing is printed in it unless {@link
   * ProcessFile#SMAPS_ROLLUP} was asked for, this user may trace the process, and it has memory.
   */
  public SmapsRollup smapsRollup() {
    return new SmapsRollup(reading, row);
  }

  /** The amount in a column, in the column's unit; empty if this row has none. */
  public OptionalLong amount(Column column) {
    return reading.amountIfPrinted(row, column);
  }

  /** The line of its row, as the text of a reading has it. */
  @Override
  public String toString() {
    return reading.text(row);
  }
}
