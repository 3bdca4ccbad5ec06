package io.github.procfs4j.cli.sql;

import io.github.procfs4j.cli.duckdb.Database;
import io.github.procfs4j.cli.options.LiveLine;
import io.github.procfs4j.cli.terminal.Output;
import java.util.Locale;

/** A line on the terminal that shows how far a query has read the recordings. */
final class QueryProgress implements AutoCloseable {
  private final Database database;
  private final LiveLine line;

  /** The rows that earlier queries have read. */
  private final long before;

  /** Begins to show the line, if it is a terminal and there are recordings to read. */
  QueryProgress(Database database, Output err) {
    this.database = database;
    before = database.rows();
    line = new LiveLine(err);
    if (err.isTerminal() && database.recordings().size() > 0) {
      line.start(this::text);
    }
  }

  private String text() {
    int all = database.recordings().size();
    String rows = String.format(Locale.ROOT, "%,d rows", database.rows() - before);
    return all == 1
        ? rows
        : String.format(
            Locale.ROOT, "recording %,d of %,d, %s", database.recordings().current(), all, rows);
  }

  /** Removes the line; nothing is shown from now on. */
  void end() {
    line.close();
  }

  @Override
  public void close() {
    end();
  }
}
