package io.github.procfs4j.cli.options;

import io.github.procfs4j.cli.terminal.Output;
import io.github.procfs4j.cli.terminal.Text;
import java.util.function.Supplier;

/**
 * A line at the bottom of the terminal that is redrawn in place, by a thread of its own, until it
 * is closed; what is printed meanwhile appears above it.
 */
public final class LiveLine implements AutoCloseable {
  /** Each time costs up to a millisecond, as code that runs so seldom stays interpreted. */
  private static final long PERIOD_MILLIS = 1000;

  private final Output err;
  private boolean isClosed;

  /** A line that is not drawn yet. */
  public LiveLine(Output err) {
    this.err = err;
  }

  /**
   * Draws the line from now on.
   *
   * @param text asked each time it is drawn, on the thread that draws it
   */
  public void start(Supplier<String> text) {
    Thread.ofPlatform().daemon().name("live line").start(() -> run(text));
  }

  private synchronized void run(Supplier<String> text) {
    try {
      while (!isClosed) {
        wait(PERIOD_MILLIS);
        if (!isClosed) {
          err.redraw(Text.of(text.get()));
        }
      }
    } catch (InterruptedException e) {
      err.erase();
    }
  }

  /** Erases the line for good. */
  @Override
  public synchronized void close() {
    isClosed = true;
    notifyAll();
    err.erase();
  }
}
