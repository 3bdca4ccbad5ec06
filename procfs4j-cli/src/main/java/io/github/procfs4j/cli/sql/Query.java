package io.github.procfs4j.cli.sql;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import de.siegmar.fastcsv.writer.QuoteStrategies;
import io.github.procfs4j.cli.duckdb.Database;
import io.github.procfs4j.cli.sql.SqlCommand.Format;
import io.github.procfs4j.cli.terminal.JsonLines;
import io.github.procfs4j.cli.terminal.Output;
import io.github.procfs4j.cli.terminal.TextTable;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/** Runs queries and prints their results. */
final class Query {
  /** So many rows of a table have the same widths; more would have to be kept in memory. */
  private static final int ROWS_OF_TABLE = 1000;

  private static final Set<Integer> NUMBERS =
      Set.of(
          Types.TINYINT,
          Types.SMALLINT,
          Types.INTEGER,
          Types.BIGINT,
          Types.DECIMAL,
          Types.NUMERIC,
          Types.FLOAT,
          Types.REAL,
          Types.DOUBLE);

  private final Database database;
  private final Format format;
  private final Output err;
  private volatile @Nullable Statement running;
  private volatile boolean isCancelled;

  /**
   * Creates a runner of queries.
   *
   * @param err where progress is shown, if it is a terminal
   */
  Query(Database database, Format format, Output err) {
    this.database = database;
    this.format = format;
    this.err = err;
  }

  /** The rows of a result, the first of which has been computed. */
  private static final class Rows {
    final ResultSet result;
    private boolean isBeforeFirst;

    Rows(ResultSet result) throws SQLException {
      this.result = result;
      isBeforeFirst = result.next();
    }

    boolean next() throws SQLException {
      if (isBeforeFirst) {
        isBeforeFirst = false;
        return true;
      }
      return result.next();
    }
  }

  /**
   * Runs a statement and prints its rows.
   *
   * @param isNext whether the result of another one has been printed before, so that a line between
   *     them is needed
   * @return how many rows there are; empty if the statement has no result
   */
  OptionalLong run(String query, boolean isNext, Output out) throws SQLException, IOException {
    try (QueryProgress progress = new QueryProgress(database, err);
        Statement statement = database.connection().createStatement()) {
      database.prepare(query);
      isCancelled = false;
      running = statement;
      if (!statement.execute(query)) {
        return OptionalLong.empty();
      }
      try (ResultSet result = statement.getResultSet()) {
        Rows rows = new Rows(result);
        if (out.isTerminal()) {
          progress.end(); // the rows are shown in its place
        }
        if (isNext && format != Format.JSON) {
          out.line();
        }
        return OptionalLong.of(
            switch (format) {
              case TABLE -> table(rows, out);
              case CSV -> csv(rows, out);
              case JSON -> json(rows, out);
              case MARKDOWN -> markdown(rows, out);
            });
      }
    } finally {
      running = null;
    }
  }

  /** Ends the query that is running, if any. */
  void cancel() {
    Statement statement = running;
    if (statement != null) {
      isCancelled = true;
      try {
        statement.cancel();
      } catch (SQLException e) {
        // It has ended.
      }
    }
  }

  /** Whether the last query was ended by {@link #cancel}. */
  boolean isCancelled() {
    return isCancelled;
  }

  private static List<String> names(ResultSet rows) throws SQLException {
    ResultSetMetaData columns = rows.getMetaData();
    List<String> names = new ArrayList<>();
    for (int i = 1; i <= columns.getColumnCount(); i++) {
      names.add(columns.getColumnLabel(i));
    }
    return names;
  }

  private static boolean[] numbers(ResultSet rows) throws SQLException {
    ResultSetMetaData columns = rows.getMetaData();
    boolean[] numbers = new boolean[columns.getColumnCount()];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] =
          NUMBERS.contains(columns.getColumnType(i + 1))
              || columns.getColumnTypeName(i + 1).endsWith("INT");
    }
    return numbers;
  }

  /** The value of a column as a text; null if there is none. */
  private static @Nullable String text(ResultSet rows, int column) throws SQLException {
    Object value = rows.getObject(column);
    return switch (value) {
      case null -> null;
      case Timestamp time -> {
        LocalDateTime local = rows.getObject(column, LocalDateTime.class);
        yield withSeconds(local.toString(), local.toLocalTime());
      }
      case OffsetDateTime time ->
          withSeconds(time.toLocalDateTime().toString(), time.toLocalTime()) + time.getOffset();
      case LocalTime time -> withSeconds(time.toString(), time);
      case BigDecimal number -> number.toPlainString();
      case Double number -> number.toString();
      default -> rows.getString(column);
    };
  }

  /** What {@code java.time} prints of a time ends with the minutes if the rest is zero. */
  private static String withSeconds(String text, LocalTime time) {
    return time.getSecond() == 0 && time.getNano() == 0 ? text + ":00" : text;
  }

  private static long table(Rows rows, Output out) throws SQLException {
    boolean[] numbers = numbers(rows.result);
    List<String> names = names(rows.result);
    long count = 0;
    while (true) {
      TextTable table = new TextTable(0, numbers).head(names).cut();
      int inTable = 0;
      while (inTable < ROWS_OF_TABLE && rows.next()) {
        List<String> cells = new ArrayList<>();
        for (int i = 0; i < numbers.length; i++) {
          String text = text(rows.result, i + 1);
          cells.add(text == null ? "-" : text);
        }
        table.add(cells);
        inTable++;
      }
      if (inTable > 0 || count == 0) {
        table.print(out);
      }
      count += inTable;
      if (inTable < ROWS_OF_TABLE) {
        return count;
      }
    }
  }

  private static long csv(Rows rows, Output out) throws SQLException, IOException {
    CsvWriter csv =
        CsvWriter.builder()
            .lineDelimiter(LineDelimiter.LF)
            .quoteStrategy(QuoteStrategies.EMPTY)
            .build(out.printer());
    List<String> names = names(rows.result);
    csv.writeRecord(names);
    long count = 0;
    @Nullable String[] line = new @Nullable String[names.size()];
    while (rows.next()) {
      for (int i = 0; i < line.length; i++) {
        line[i] = text(rows.result, i + 1);
      }
      csv.writeRecord(line);
      count++;
    }
    csv.flush();
    return count;
  }

  private static long json(Rows rows, Output out) throws SQLException {
    List<String> names = names(rows.result);
    long count = 0;
    while (rows.next()) {
      @Nullable Object[] values = new @Nullable Object[names.size()];
      for (int i = 0; i < values.length; i++) {
        Object value = rows.result.getObject(i + 1);
        boolean isLiteral = value instanceof Number || value instanceof Boolean;
        values[i] = isLiteral ? value : text(rows.result, i + 1);
      }
      JsonLines.write(out, json -> members(json, names, values));
      count++;
    }
    return count;
  }

  private static void members(JsonGenerator json, List<String> names, @Nullable Object[] values) {
    for (int i = 0; i < values.length; i++) {
      json.writeName(names.get(i));
      switch (values[i]) {
        case null -> json.writeNull();
        case Boolean isTrue -> json.writeBoolean(isTrue);
        case BigDecimal number -> json.writeNumber(number);
        case BigInteger number -> json.writeNumber(number);
        case Double number when !Double.isFinite(number) -> json.writeNull();
        case Double number -> json.writeNumber(number);
        case Float number -> json.writeNumber(number);
        case Number number -> json.writeNumber(number.longValue());
        default -> json.writeString(String.valueOf(values[i]));
      }
    }
  }

  private static long markdown(Rows rows, Output out) throws SQLException {
    boolean[] numbers = numbers(rows.result);
    out.line(
        "| " + String.join(" | ", names(rows.result).stream().map(Query::escaped).toList()) + " |");
    StringBuilder line = new StringBuilder("|");
    for (boolean isNumber : numbers) {
      line.append(isNumber ? " ---: |" : " --- |");
    }
    out.line(line.toString());
    long count = 0;
    while (rows.next()) {
      line = new StringBuilder("|");
      for (int i = 0; i < numbers.length; i++) {
        String text = text(rows.result, i + 1);
        line.append(' ').append(text == null ? "" : escaped(text)).append(" |");
      }
      out.line(line.toString());
      count++;
    }
    return count;
  }

  /** A text that is a single cell, and no markup. */
  private static String escaped(String text) {
    return text.replaceAll("[\\\\`*_\\[\\]<>|]", "\\\\$0").replaceAll("\\R", " ");
  }
}
