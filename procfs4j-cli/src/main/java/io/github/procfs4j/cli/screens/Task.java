package io.github.procfs4j.cli.screens;

import java.util.Arrays;

/**
 * A process or thread at a moment.
 *
 * @param number its number; {@link #UNKNOWN} if a recording has something else in its place
 * @param name its name, which any user may have chosen
 * @param command what else a filter finds it by: its command line
 * @param values its figures, in the order of {@link Tasks#figures}; NaN where they are not known
 */
@SuppressWarnings("ArrayRecordComponent") // never changed; compared by identity
public record Task(long number, String name, String command, float[] values) {
  /** The number is not known. */
  public static final long UNKNOWN = -1;

  @Override
  public String toString() {
    return number + " " + name + " " + Arrays.toString(values);
  }
}
