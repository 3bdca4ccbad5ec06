package io.github.procfs4j.sampling;

import io.github.procfs4j.text.ProcfsException;
import java.util.Objects;

/**
 * A file of procfs that was asked for once could not be read, or written: names the file, the
 * reason, and what to do where that is known. Repeated sampling reports the same as an {@link
 * Outcome} instead.
 */
public final class UnreadableException extends ProcfsException {
  private static final long serialVersionUID = 1;

  private final Outcome outcome;

  /** States which file could not be read, and why. */
  public UnreadableException(Outcome outcome, String message) {
    super(Objects.requireNonNull(message, "message"), null);
    this.outcome = Objects.requireNonNull(outcome, "outcome");
  }

  /** How the attempt ended; never {@link Outcome#SAMPLED}. */
  public Outcome outcome() {
    return outcome;
  }
}
