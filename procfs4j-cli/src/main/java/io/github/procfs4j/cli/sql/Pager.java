package io.github.procfs4j.cli.sql;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.procfs4j.cli.terminal.Output;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import org.jspecify.annotations.Nullable;

/**
 * Shows lines on the terminal if they fit there, otherwise in less, to which they are written as
 * they come. Without less, all of them are shown on the terminal.
 */
final class Pager extends Writer {
  private final Output terminal;
  private final int height;
  private final StringBuilder held = new StringBuilder();
  private int lines;
  private boolean isWithoutLess;
  private @Nullable Process less;
  private @Nullable Writer toLess;

  /**
   * Creates a pager.
   *
   * @param height the number of lines that fit on the terminal
   */
  Pager(Output terminal, int height) {
    this.terminal = terminal;
    this.height = height;
  }

  /** Thrown when the user has seen enough. */
  static final class ClosedException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private ClosedException() {
      super("less was left");
    }
  }

  @Override
  public void write(char[] characters, int from, int length) {
    if (toLess == null) {
      held.append(characters, from, length);
      for (int i = from; i < from + length; i++) {
        lines += characters[i] == '\n' ? 1 : 0;
      }
      if (lines < height) {
        return;
      }
      if (!isWithoutLess) {
        start();
      }
      if (isWithoutLess) {
        show();
        return;
      }
    }
    pass(characters, from, length);
  }

  /** Starts less, with the lines so far, if there is one. */
  private void start() {
    try {
      Process started =
          new ProcessBuilder("less", "-S", "-R")
              .redirectOutput(ProcessBuilder.Redirect.INHERIT)
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start();
      less = started;
      toLess = new OutputStreamWriter(started.getOutputStream(), UTF_8);
    } catch (IOException e) {
      isWithoutLess = true;
    }
  }

  private void pass(char[] characters, int from, int length) {
    try {
      Writer to = toLess;
      if (to == null) {
        return;
      }
      if (held.isEmpty()) {
        to.write(characters, from, length);
      } else {
        to.append(held); // which ends in these characters
        held.setLength(0);
      }
    } catch (IOException e) {
      throw new ClosedException();
    }
  }

  /** Shows the complete lines. */
  private void show() {
    int end = held.lastIndexOf("\n") + 1;
    held.substring(0, end).lines().forEach(terminal::verbatim);
    held.delete(0, end);
    terminal.flush();
  }

  @Override
  public void flush() {
    try {
      if (toLess != null) {
        toLess.flush();
      }
    } catch (IOException e) {
      throw new ClosedException();
    }
  }

  /** Shows the rest, and waits until less is left. */
  @Override
  public void close() {
    if (toLess == null) {
      show();
      return;
    }
    try {
      toLess.close();
    } catch (IOException e) {
      // It was left before it had read everything.
    }
    try {
      if (less != null) {
        less.waitFor();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
