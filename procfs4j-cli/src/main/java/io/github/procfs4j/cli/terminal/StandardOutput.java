package io.github.procfs4j.cli.terminal;

import io.github.procfs4j.output.FileProblems;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;

/**
 * Standard output, whose first error ends the command immediately. The writers on top of it would
 * swallow an {@link IOException} and continue to print into a pipe that no process reads.
 */
public final class StandardOutput extends OutputStream {
  private final OutputStream out;

  StandardOutput(OutputStream out) {
    this.out = out;
  }

  /**
   * Whether this means standard output, not a file: a file with this name is written as {@code
   * ./-}.
   */
  public static boolean isMeant(Path file) {
    return file.toString().equals("-");
  }

  /** The standard output of this process, even if the command was given another stream. */
  public static StandardOutput ofProcess() {
    return new StandardOutput(new FileOutputStream(FileDescriptor.out));
  }

  /** Thrown if nothing more can be written to standard output. */
  public static final class FailedException extends UncheckedIOException {
    private static final long serialVersionUID = 1;

    /** Creates an exception with this cause. */
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
