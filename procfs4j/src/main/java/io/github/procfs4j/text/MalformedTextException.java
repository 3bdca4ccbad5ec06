package io.github.procfs4j.text;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Thrown if a text of procfs is not as expected. States the file, the line and the column (both
 * from 1, the column in bytes), what was expected there, and what was found.
 *
 * <p>A problem that is only noted has no stack trace: none is needed, and each line of a text may
 * have a problem.
 */
public final class MalformedTextException extends ProcfsException {
  private static final long serialVersionUID = 2;

  /** What is wrong, and where. */
  private final Problem problem;

  /**
   * States what is wrong.
   *
   * @param file the file as the user knows it, such as {@code /proc/stat}
   * @param line the line, from 1
   * @param column the byte within the line, from 1
   * @param found what was found there, already printable
   * @param expected what was expected there
   */
  public MalformedTextException(String file, int line, int column, String found, String expected) {
    this(new Problem(file, line, column, found, expected, 0));
  }

  /**
   * States what is wrong.
   *
   * @param problem what is wrong
   */
  public MalformedTextException(Problem problem) {
    this(problem, null, true);
  }

  private MalformedTextException(Problem problem, @Nullable Exception cause, boolean isThrown) {
    super(Objects.requireNonNull(problem, "problem").toString(), cause, isThrown);
    this.problem = problem;
  }

  /**
   * {@return an exception without a stack trace, for a problem that costs one line at most}
   *
   * @param problem what is wrong
   */
  public static MalformedTextException noted(Problem problem) {
    return new MalformedTextException(problem, null, false);
  }

  /**
   * {@return an exception that states that a text does not contain what is expected, at a position
   * in bytes from its start}
   *
   * @param file the file as the user knows it, such as {@code /proc/stat}
   * @param text the bytes of the text
   * @param at the position, from 0
   * @param expected what was expected there
   */
  public static MalformedTextException at(String file, byte[] text, int at, String expected) {
    Objects.requireNonNull(expected, "expected");
    Objects.requireNonNull(file, "file");
    int line = 1;
    int lineStart = 0;
    for (int i = 0; i < at; i++) {
      if (text[i] == '\n') {
        line++;
        lineStart = i + 1;
      }
    }
    return new MalformedTextException(
        file, line, at - lineStart + 1, Words.shown(text, at), expected);
  }

  /**
   * {@return an exception that states that the parser of a file failed unexpectedly, at an unknown
   * place}
   *
   * @param file the file as the user knows it, such as {@code /proc/stat}
   * @param failure what the parser threw, which becomes the cause
   */
  public static MalformedTextException unforeseen(String file, Exception failure) {
    Objects.requireNonNull(file, "file");
    String expected = "a text that its parser can read to the end";
    return new MalformedTextException(
        new Problem(file, 1, 1, failure.toString(), expected, 0), failure, true);
  }

  /** {@return what is wrong} */
  public Problem problem() {
    return problem;
  }

  /** {@return the {@linkplain Problem#kind kind} of the problem} */
  public String kind() {
    return problem.kind();
  }

  /** {@return the file as the user knows it, such as {@code /proc/stat}} */
  public String file() {
    return problem.file();
  }

  /** {@return the line, from 1} */
  public int line() {
    return problem.line();
  }

  /** {@return the byte within the line, from 1} */
  public int column() {
    return problem.column();
  }

  /** {@return how many more problems of this kind the text has; this is the first one} */
  public int more() {
    return problem.more();
  }
}
