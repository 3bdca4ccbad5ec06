package io.github.procfs4j.sampling;

import io.github.procfs4j.text.ProcfsException;
import java.util.Objects;

/**
 * Thrown if a file of procfs could not be read once, or written. The message states the file, the
 * reason, and what to do if that is known. Repeated sampling reports the same as an {@link Outcome}
 * instead.
 */
public final class UnreadableException extends ProcfsException {
  private static final long serialVersionUID = 1;

  /** How the attempt ended. */
  private final Outcome outcome;

  /**
   * Creates an exception whose message states the file and the reason.
   *
   * @param outcome how the attempt ended; never {@link Outcome#SAMPLED}
   * @param message the file, the reason, and what to do if that is known
   */
  public UnreadableException(Outcome outcome, String message) {
    super(Objects.requireNonNull(message, "message"), null);
    this.outcome = Objects.requireNonNull(outcome, "outcome");
  }

  /** {@return how the attempt ended; never {@link Outcome#SAMPLED}} */
  public Outcome outcome() {
    return outcome;
  }
}
