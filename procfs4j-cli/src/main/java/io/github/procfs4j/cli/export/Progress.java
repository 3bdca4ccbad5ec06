package io.github.procfs4j.cli.export;

import io.github.procfs4j.cli.options.LiveLine;
import io.github.procfs4j.cli.terminal.Streams;
import java.util.Locale;
import java.util.concurrent.atomic.LongAdder;

/**
 * A line on the terminal that shows how many rows have been written. A signal ends the export at
 * the next row.
 */
final class Progress implements AutoCloseable {
  private final LiveLine line;
  private final LongAdder rows = new LongAdder();
  private final Interruption interruption;
  private volatile String current = "";

  Progress(Streams streams, Interruption interruption) {
    this.interruption = interruption;
    line = new LiveLine(streams.err());
    if (streams.err().isTerminal()) {
      line.start(() -> (current.isEmpty() ? "" : current + ": ") + grouped(rows.sum()) + " rows");
    }
  }

  /** What is being written. */
  void at(String name) {
    current = name;
  }

  void row() {
    interruption.check();
    rows.increment();
  }

  void rows(long more) {
    interruption.check();
    rows.add(more);
  }

  static String grouped(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }

  @Override
  public void close() {
    line.close();
  }
}
