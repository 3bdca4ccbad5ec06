package io.github.procfs4j.recording;

import java.io.IOException;
import java.util.Objects;

/**
 * Thrown if a file is not a recording, or not one that this version can read. The message states
 * the reason, and where.
 */
public final class DamagedRecordingException extends IOException {
  private static final long serialVersionUID = 1;

  /**
   * Creates an exception whose message states the file and what is wrong with it.
   *
   * @param message the file and what is wrong with it
   */
  public DamagedRecordingException(String message) {
    super(Objects.requireNonNull(message, "message"));
  }
}
