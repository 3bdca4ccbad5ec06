package io.github.procfs4j.cli.compare;

import io.github.procfs4j.processes.Processes;
import org.jspecify.annotations.Nullable;

/** What identifies a figure of a row in all recordings. */
final class Key implements Comparable<Key> {
  /** The multiplier of hashes, that of FNV-1a. */
  private static final long MIX = 0x100000001b3L;

  private final String source;
  private final String table;
  private final String row;
  private final String figure;
  private final String unit;
  private final boolean isSum;

  /** It is looked up many times. */
  private final int hash;

  /** The source of what is not read from a file: the time that a recorded command took. */
  static final String COMMAND = "command";

  /** The source of the processes of a recorded command. */
  static final String SOURCE_OF_COMMAND = Processes.PREFIX + COMMAND;

  /** The name of the tables of processes and of threads. */
  static final String PROCESS = "process";

  static final String THREAD = "thread";

  /**
   * Creates a key.
   *
   * @param source the name of the source; for the processes of {@code record -- COMMAND} without
   *     the number of the recorder
   * @param table the name of the table
   * @param row the values of the labels that identify the row, or the name of the processes or
   *     threads; empty for the row of a table without labels
   * @param figure the name of the figure
   * @param unit its unit
   * @param isSum whether it is a sum over all processes or threads of that name, so that it is 0
   *     where there is none
   */
  Key(String source, String table, String row, String figure, String unit, boolean isSum) {
    this.source = source;
    this.table = table;
    this.row = row;
    this.figure = figure;
    this.unit = unit;
    this.isSum = isSum;
    long mixed = isSum ? 1 : 0;
    for (String part : new String[] {source, table, row, figure, unit}) {
      mixed = (mixed ^ part.hashCode()) * MIX;
    }
    hash = (int) (mixed >>> 32);
  }

  String source() {
    return source;
  }

  String table() {
    return table;
  }

  String row() {
    return row;
  }

  String figure() {
    return figure;
  }

  String unit() {
    return unit;
  }

  boolean isSum() {
    return isSum;
  }

  /** Whether it is a figure of processes or threads of one name. */
  boolean isOfTasks() {
    return table.equals(PROCESS) || table.equals(THREAD);
  }

  /** Whether it is a figure of processes of one name. */
  boolean isOfProcesses() {
    return table.equals(PROCESS) && !row.isEmpty();
  }

  /** Whether it is a figure of threads of one name. */
  boolean isOfThreads() {
    return table.equals(THREAD);
  }

  /** Whether it is how long a recorded command ran. */
  boolean isOfCommand() {
    return source.equals(COMMAND);
  }

  /** The row in words: {@code postgres}, {@code thread C2 CompilerThre}, {@code diskstats sda}. */
  String subject() {
    if (isOfCommand() || isOfProcesses()) {
      return row;
    }
    return isOfThreads() ? "thread " + row : row.isEmpty() ? source : source + " " + row;
  }

  @Override
  public int compareTo(Key other) {
    if (other == this) {
      return 0;
    }
    int order = source.compareTo(other.source);
    order = order == 0 ? table.compareTo(other.table) : order;
    order = order == 0 ? row.compareTo(other.row) : order;
    order = order == 0 ? figure.compareTo(other.figure) : order;
    order = order == 0 ? unit.compareTo(other.unit) : order;
    return order == 0 ? Boolean.compare(isSum, other.isSum) : order;
  }

  @Override
  public boolean equals(@Nullable Object object) {
    return object == this
        || (object instanceof Key other && hash == other.hash && compareTo(other) == 0);
  }

  @Override
  public int hashCode() {
    return hash;
  }

  /** Such as {@code stat/cpu/all/busy %}. */
  @Override
  public String toString() {
    return String.join("/", source, table, row, figure) + (unit.isEmpty() ? "" : " " + unit);
  }
}
