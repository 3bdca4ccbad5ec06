package io.github.procfs4j.cli.options;

import io.github.procfs4j.cli.terminal.Output;
import io.github.procfs4j.cli.terminal.Text;
import java.util.function.Supplier;

/**
 * A line at the bottom of the terminal that a separate thread redraws in place until it is closed;
 * other output appears above it.
 */
public final class LiveLine implements AutoCloseable {
  /** Each redraw takes up to a millisecond, because code that runs so rarely is never compiled. */
  private static final long PERIOD_MILLIS = 1000;

  private final Output err;
  private boolean isClosed;

  /** Creates a line that is not drawn yet. */
  public LiveLine(Output err) {
    this.err = err;
  }

  /**
   * Draws the line from now on.
   *
   * @param text supplies the text each time the line is drawn, on the drawing thread
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

  /** Erases the line permanently. */
  @Override
  public synchronized void close() {
    isClosed = true;
    notifyAll();
    err.erase();
  }
}
