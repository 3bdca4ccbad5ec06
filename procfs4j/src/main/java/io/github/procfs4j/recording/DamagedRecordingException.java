package io.github.procfs4j.recording;

import java.io.IOException;
import java.util.Objects;

/**
 * A file that is no recording, or not one that this version can read: the message says which, and
 * where.
 */
public final class DamagedRecordingException extends IOException {
  private static final long serialVersionUID = 1;

  /** States what is wrong with which file. */
  public DamagedRecordingException(String message) {
    super(Objects.requireNonNull(message, "message"));
  }
}
