package io.github.procfs4j.text;

import org.jspecify.annotations.Nullable;

/**
 * The superclass of the exceptions that this library throws if a file or its content is not as
 * expected. The message states the file, the reason, and what to do if that is known. Incorrect use
 * of the library causes exceptions of the JDK instead, such as {@link IllegalStateException}.
 */
public abstract class ProcfsException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /**
   * With a stack trace.
   *
   * @param message the file, the reason, and what to do if that is known
   * @param cause the cause; null if there is none
   */
  protected ProcfsException(String message, @Nullable Exception cause) {
    this(message, cause, true);
  }

  /**
   * With a stack trace or without.
   *
   * @param message the file, the reason, and what to do if that is known
   * @param cause the cause; null if there is none
   * @param hasStackTrace whether the stack trace is recorded; without one, an exception is cheap
   */
  protected ProcfsException(String message, @Nullable Exception cause, boolean hasStackTrace) {
    super(message, cause, true, hasStackTrace);
  }
}
