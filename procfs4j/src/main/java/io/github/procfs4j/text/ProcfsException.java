package io.github.procfs4j.text;

import org.jspecify.annotations.Nullable;

/**
 * What this library throws when a file, or what it holds, is not as it should be; its message says
 * which file, why, and what to do where that is known. A program that is used wrongly meets the
 * exceptions of the JDK instead, such as {@link IllegalStateException}.
 */
public abstract class ProcfsException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /** With a stack trace. */
  protected ProcfsException(String message, @Nullable Exception cause) {
    this(message, cause, true);
  }

  /** With a stack trace or without. */
  protected ProcfsException(String message, @Nullable Exception cause, boolean hasStackTrace) {
    super(message, cause, true, hasStackTrace);
  }
}
