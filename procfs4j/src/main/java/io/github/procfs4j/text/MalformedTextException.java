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
        new Problem(file, line, at - lineStart + 1, Words.shown(text, at), expected, 0));
  }

  /**
   * {@return an exception that states that the parser of a file failed unexpectedly, at an unknown
   * place; its message does not repeat that of the failure, which may contain parts of the text}
   *
   * @param file the file as the user knows it, such as {@code /proc/stat}
   * @param failure what the parser threw, which becomes the cause
   */
  public static MalformedTextException unforeseen(String file, Exception failure) {
    Objects.requireNonNull(failure, "failure");
    Objects.requireNonNull(file, "file");
    String expected = "a text that its parser can read to the end";
    String found = "one at which the parser fails";
    return new MalformedTextException(new Problem(file, 1, 1, found, expected, 0), failure, true);
  }

  /** {@return what is wrong, and where} */
  public Problem problem() {
    return problem;
  }
}
