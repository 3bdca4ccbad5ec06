package io.github.procfs4j.text;

import java.io.Serializable;
import java.util.Objects;

/**
 * What is wrong with a text, and where; or, without a place, what was left out of a text that this
 * library gathered itself from several files.
 *
 * @param file the file as the user knows it, such as {@code /proc/stat}
 * @param line the line, from 1; 0 if there is no place
 * @param column the byte within the line, from 1; 0 if there is no place
 * @param found what was found there, already printable; empty if there is no place
 * @param expected what was expected there; without a place, what was left out and why, as a clause
 * @param more how many more problems of this kind the text has; this is the first one
 */
public record Problem(String file, int line, int column, String found, String expected, int more)
    implements Serializable {
  /** Checks for null. */
  public Problem {
    Objects.requireNonNull(expected, "expected");
    Objects.requireNonNull(file, "file");
    Objects.requireNonNull(found, "found");
  }

  /** {@return whether it is about a place in the text} */
  public boolean hasPlace() {
    return line > 0;
  }

  /**
   * {@return the name of the file and what was expected, without digits: problems of the same kind
   * differ only in their place, the text found there, and numbers in what was expected}
   */
  public String kind() {
    StringBuilder kind = new StringBuilder(file.length() + expected.length());
    kind.append(file, file.lastIndexOf('/') + 1, file.length()).append(": ");
    for (int i = 0; i < expected.length(); i++) {
      char c = expected.charAt(i);
      if (c < '0' || c > '9') {
        kind.append(c);
      }
    }
    return kind.toString();
  }

  /**
   * The message, such as {@code /proc/uptime:1:1: expected a number, found «x»}, or without a place
   * {@code /sys/fs/cgroup: memory.stat cannot be read: Permission denied}.
   */
  @Override
  public String toString() {
    return file
        + (hasPlace()
            ? ":"
                + line
                + ":"
                + column
                + ": expected "
                + expected
                + ", found \u00ab"
                + found
                + "\u00bb"
            : ": " + expected)
        + (more == 0 ? "" : " (and " + more + " more like it)");
  }
}
