package io.github.procfs4j.cli.screens;

import java.util.Arrays;

/**
 * A process or thread at a moment.
 *
 * @param number its number; {@link #UNKNOWN} if a recording has something else in its place
 * @param parent the number of its parent, of a thread that of its process; {@link #UNKNOWN} if it
 *     is not known
 * @param name its name, which any user may have chosen
 * @param command what else a filter finds it by: its command line
 * @param user its effective user; empty if it is not known
 * @param group the path of its control group; empty if it is not known
 * @param values its figures, in the order of {@link Tasks#figures}; NaN where they are not known
 */
@SuppressWarnings("ArrayRecordComponent") // never changed; compared by identity
public record Task(
    long number,
    long parent,
    String name,
    String command,
    String user,
    String group,
    float[] values) {
  /** The number is not known. */
  public static final long UNKNOWN = -1;

  /** The same with other values. */
  public Task with(float[] others) {
    return new Task(number, parent, name, command, user, group, others);
  }

  @Override
  public String toString() {
    return number + " " + name + " " + Arrays.toString(values);
  }
}
