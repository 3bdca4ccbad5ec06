package io.github.procfs4j.cli.terminal;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;

/**
 * Standard output, whose first error ends the command wherever it stands. The writers on top of it
 * would keep an {@link IOException} to themselves and go on, to print into a pipe that nobody
 * reads.
 */
public final class StandardOutput extends OutputStream {
  private final OutputStream out;

  StandardOutput(OutputStream out) {
    this.out = out;
  }

  /** Nothing more can be written to standard output. */
  public static final class FailedException extends UncheckedIOException {
    private static final long serialVersionUID = 1;

    FailedException(IOException cause) {
      super("standard output: " + cause.getMessage(), cause);
    }
  }

  @Override
  public void write(int b) {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int from, int length) {
    try {
      out.write(bytes, from, length);
    } catch (IOException e) {
      throw new FailedException(e);
    }
  }

  @Override
  public void flush() {
    try {
      out.flush();
    } catch (IOException e) {
      throw new FailedException(e);
    }
  }
}
