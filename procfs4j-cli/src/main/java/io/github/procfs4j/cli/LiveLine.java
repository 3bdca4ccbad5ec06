package io.github.procfs4j.cli;

import java.io.PrintWriter;
import java.util.function.Supplier;

/**
 * A line at the bottom of the terminal that is redrawn in place, by a thread of its own, until it
 * is closed; what is said meanwhile appears above it. It is erased by blanks, as any terminal
 * understands those.
 */
final class LiveLine implements AutoCloseable {
  /** Each time costs up to a millisecond, as code that runs so seldom stays interpreted. */
  private static final long PERIOD_MILLIS = 1000;

  private final PrintWriter err;
  private final int columns;
  private boolean isClosed;
  private int drawn;

  /** A line that is not drawn yet, on a terminal so wide. */
  LiveLine(PrintWriter err, int columns) {
    this.err = err;
    this.columns = columns;
  }

  /**
   * Draws the line from now on; one that is never started only says what it is told to.
   *
   * @param text asked each time it is drawn, on the thread that draws it
   */
  void start(Supplier<String> text) {
    Thread.ofPlatform().daemon().name("live line").start(() -> run(text));
  }

  private synchronized void run(Supplier<String> text) {
    try {
      while (!isClosed) {
        wait(PERIOD_MILLIS);
        if (!isClosed) {
          draw(text.get());
        }
      }
    } catch (InterruptedException e) {
      erase();
    }
  }

  private void draw(String line) {
    // Not the last column: some terminals go on to the next line there.
    String shown = line.substring(0, Math.clamp(line.length(), 0, columns - 1));
    err.print("\r" + shown + " ".repeat(Math.max(0, drawn - shown.length())));
    err.flush();
    drawn = shown.length();
  }

  private void erase() {
    if (drawn > 0) {
      draw("");
      err.print("\r");
      err.flush();
    }
  }

  /** Says something in a line that stays. */
  synchronized void say(String message) {
    erase();
    Messages.say(err, message);
  }

  /** Erases the line for good. */
  @Override
  public synchronized void close() {
    isClosed = true;
    notifyAll();
    erase();
  }
}
