package io.github.procfs4j.recording;

import io.github.procfs4j.output.FileProblems;
import io.github.procfs4j.text.ProcfsException;
import java.io.IOException;
import java.util.Objects;

/**
 * Thrown if an open recording can no longer be read or written. The message states the file and the
 * reason. Opening and creating a recording throw {@link IOException} instead.
 */
public final class RecordingException extends ProcfsException {
  private static final long serialVersionUID = 1;

  RecordingException(String message, IOException cause) {
    super(message, cause);
  }

  RecordingException(IOException cause) {
    this(FileProblems.text(cause), cause);
  }

  /** The reason. */
  @Override
  public synchronized IOException getCause() {
    return (IOException) Objects.requireNonNull(super.getCause());
  }
}
