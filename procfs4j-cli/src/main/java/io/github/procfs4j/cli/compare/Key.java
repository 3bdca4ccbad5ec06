package io.github.procfs4j.cli.compare;

import io.github.procfs4j.processes.Processes;
import java.util.Comparator;

/**
 * What identifies a figure of a row in all recordings.
 *
 * @param source the name of the source; for the processes of {@code record -- COMMAND} without the
 *     number of the recorder
 * @param table the name of the table
 * @param row the values of the labels that identify the row, or the name of the processes or
 *     threads; empty for the row of a table without labels
 * @param figure the name of the figure
 * @param unit its unit
 * @param isSum whether it is a sum over all processes or threads of that name, so that it is 0
 *     where there is none
 */
record Key(String source, String table, String row, String figure, String unit, boolean isSum)
    implements Comparable<Key> {
  private static final Comparator<Key> ORDER =
      Comparator.comparing(Key::source)
          .thenComparing(Key::table)
          .thenComparing(Key::row)
          .thenComparing(Key::figure)
          .thenComparing(Key::unit)
          .thenComparing(Key::isSum);

  /** The source of what is not read from a file: the time that a recorded command took. */
  static final String COMMAND = "command";

  /** The source of the processes of a recorded command. */
  static final String SOURCE_OF_COMMAND = Processes.PREFIX + COMMAND;

  /** The name of the tables of processes and of threads. */
  static final String PROCESS = "process";

  static final String THREAD = "thread";

  /** Whether it is a figure of processes or threads of one name. */
  boolean isOfTasks() {
    return table.equals(PROCESS) || table.equals(THREAD);
  }

  /** Whether it is how long a recorded command ran. */
  boolean isOfCommand() {
    return source.equals(COMMAND);
  }

  /** The row in words: {@code postgres}, {@code thread C2 CompilerThre}, {@code diskstats sda}. */
  String subject() {
    if (isOfCommand() || (table.equals(PROCESS) && !row.isEmpty())) {
      return row;
    }
    return table.equals(THREAD) ? "thread " + row : row.isEmpty() ? source : source + " " + row;
  }

  @Override
  public int compareTo(Key other) {
    return ORDER.compare(this, other);
  }
}
