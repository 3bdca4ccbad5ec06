package io.github.procfs4j.cli.terminal;

import io.github.procfs4j.output.FileProblems;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;

/**
 * Standard output, whose first error ends the command wherever it stands. The writers on top of it
 * would keep an {@link IOException} to themselves and go on, to print into a pipe that no process
 * reads.
 */
public final class StandardOutput extends OutputStream {
  private final OutputStream out;

  StandardOutput(OutputStream out) {
    this.out = out;
  }

  /** Whether standard output is meant, and no file: a file that is called so is {@code ./-}. */
  public static boolean isMeant(Path file) {
    return file.toString().equals("-");
  }

  /** That of this process, whatever the command was given in its place. */
  public static StandardOutput ofProcess() {
    return new StandardOutput(new FileOutputStream(FileDescriptor.out));
  }

  /** Nothing more can be written to standard output. */
  public static final class FailedException extends UncheckedIOException {
    private static final long serialVersionUID = 1;

    /** For this reason. */
    public FailedException(IOException cause) {
      super("standard output: " + FileProblems.reason(cause), cause);
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
