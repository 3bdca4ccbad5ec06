package io.github.procfs4j.cli.parquet;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hardwood.InputFile;
import dev.hardwood.reader.ParquetFileReader;
import dev.hardwood.reader.RowReader;
import io.github.procfs4j.tables.Chunks;
import io.github.procfs4j.tables.Field;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What two independent readers find in a file is what was written into it. */
class ParquetFileTest {
  private static final BigDecimal MOST =
      new BigDecimal(BigInteger.TEN.pow(38).subtract(BigInteger.ONE), 2);

  @TempDir private Path directory;

  /** A column, and its value in each row. */
  private record Column(Field field, IntFunction<@Nullable Object> value) {}

  private static Column column(
      String name, Field.Type type, int scale, IntFunction<@Nullable Object> value) {
    return new Column(new Field(name, type, scale, Field.Role.OTHER, "", "", ""), value);
  }

  /** A number that depends on a row and nothing else. */
  private static long random(int row, int salt) {
    return new Random(31L * row + salt).nextLong();
  }

  private static final long[] EXTREMES = {
    Long.MIN_VALUE, Long.MAX_VALUE, 0, -1, 1, Long.MAX_VALUE - 1, Integer.MIN_VALUE, 1L << 32
  };

  private static final double[] REALS = {
    0.0, -0.0, Double.MIN_VALUE, -Double.MAX_VALUE, Double.POSITIVE_INFINITY, 0.1, 1 / 3.0
  };

  private static List<Column> columns() {
    return List.of(
        column("same", Field.Type.LONG, 0, row -> 7L),
        column("none", Field.Type.LONG, 0, row -> null),
        column("no_text", Field.Type.TEXT, 0, row -> null),
        column("counter", Field.Type.LONG, 0, row -> 1_000_000L + 3L * row + row % 7),
        column("steps", Field.Type.LONG, 0, row -> (long) (row / 1000)),
        column("random", Field.Type.LONG, 0, row -> random(row, 1)),
        column("extremes", Field.Type.LONG, 0, row -> EXTREMES[row % EXTREMES.length]),
        column("jumps", Field.Type.LONG, 0, row -> row % 2 == 0 ? random(row, 2) : Long.MIN_VALUE),
        column("small", Field.Type.LONG, 0, row -> random(row / 5, 3) & 15),
        column(
            "holes",
            Field.Type.LONG,
            0,
            row -> random(row, 4) % 3 == 0 ? null : (Object) (long) row),
        column(
            "time",
            Field.Type.TIME,
            0,
            row -> row == 3 ? null : (Object) (1_764_500_000_000_000L + row)),
        column("ancient", Field.Type.TIME, 0, row -> -row * 1_000_003L),
        column(
            "short", Field.Type.SHORT_DECIMAL, 2, row -> (row % 2 == 0 ? 1 : -1) * (12L * row + 5)),
        column(
            "wide",
            Field.Type.DECIMAL,
            2,
            row -> row % 3 == 0 ? MOST : row % 3 == 1 ? MOST.negate() : new BigDecimal(row)),
        column("real", Field.Type.DOUBLE, 0, row -> REALS[row % REALS.length]),
        column(
            "many_reals", Field.Type.DOUBLE, 0, row -> row % 11 == 0 ? null : (Object) (row / 7.0)),
        column("nan", Field.Type.DOUBLE, 0, row -> row % 2 == 0 ? Double.NaN : row),
        column(
            "text",
            Field.Type.TEXT,
            0,
            row ->
                row % 5 == 0
                    ? null
                    : row % 5 == 1 ? "" : "line\n\"'\\,\u0000ä\uD83D\uDE00" + row % 100),
        column("texts", Field.Type.TEXT, 0, row -> "t".repeat(row % 90) + row));
  }

  /** Some rows of columns. */
  private static final class MadeUpChunks implements Chunks {
    private final List<Column> columns;
    private final int rows;
    private int first = -MOST;

    MadeUpChunks(List<Column> columns, int rows) {
      this.columns = columns;
      this.rows = rows;
    }

    @Override
    public boolean next() {
      first += MOST;
      return first < rows;
    }

    @Override
    public int size() {
      return Math.min(MOST, rows - first);
    }

    private @Nullable Object value(int index, int row) {
      return columns.get(index).value.apply(first + row);
    }

    @Override
    public boolean[] nulls(int index) {
      boolean[] nulls = new boolean[MOST];
      for (int row = 0; row < size(); row++) {
        nulls[row] = value(index, row) == null;
      }
      return nulls;
    }

    @Override
    public long[] numbers(int index) {
      return IntStream.range(0, size())
          .mapToLong(row -> value(index, row) instanceof Long number ? number : 99)
          .toArray();
    }

    @Override
    public double[] reals(int index) {
      return IntStream.range(0, size())
          .mapToDouble(row -> value(index, row) instanceof Number number ? number.doubleValue() : 9)
          .toArray();
    }

    @Override
    public @Nullable BigDecimal[] decimals(int index) {
      return IntStream.range(0, size())
          .mapToObj(row -> (BigDecimal) value(index, row))
          .toArray(BigDecimal[]::new);
    }

    @Override
    public @Nullable String[] texts(int index) {
      return IntStream.range(0, size())
          .mapToObj(row -> (String) value(index, row))
          .toArray(String[]::new);
    }
  }

  private static void write(List<Column> columns, int rows, OutputStream out) throws IOException {
    List<Field> fields = columns.stream().map(Column::field).toList();
    try (ParquetFile file = new ParquetFile("test version 1", fields, out)) {
      for (Chunks chunks = new MadeUpChunks(columns, rows); chunks.next(); ) {
        file.add(chunks);
      }
      file.end();
      assertThat(file.rows()).isEqualTo(rows);
    }
  }

  private Path write(List<Column> columns, int rows) throws IOException {
    Path path = directory.resolve("x.parquet");
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(path))) {
      write(columns, rows, out);
    }
    return path;
  }

  private static List<@Nullable Object> expected(List<Column> columns, int row) {
    List<@Nullable Object> values = new ArrayList<>();
    for (Column column : columns) {
      Object value = column.value.apply(row);
      values.add(
          value == null
              ? null
              : switch (column.field.type()) {
                case SHORT_DECIMAL -> BigDecimal.valueOf((long) value, column.field.scale());
                case DECIMAL -> ((BigDecimal) value).setScale(column.field.scale());
                case DOUBLE -> ((Number) value).doubleValue();
                default -> value;
              });
    }
    return values;
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 7, 8, 9, 31, 33, 127, 128, 129, 130, 500, 505, 513, 5000})
  void oneReaderFindsWhatWasWritten(int rows) throws IOException {
    List<Column> columns = columns();
    try (ParquetFileReader file = ParquetFileReader.open(InputFile.of(write(columns, rows)));
        RowReader reader = file.rowReader()) {
      for (int row = 0; row < rows; row++) {
        assertThat(reader.hasNext()).isTrue();
        reader.next();
        List<@Nullable Object> values = new ArrayList<>();
        for (Column column : columns) {
          String name = column.field.name();
          values.add(
              reader.isNull(name)
                  ? null
                  : switch (column.field.type()) {
                    case TEXT -> reader.getString(name);
                    case LONG, TIME -> reader.getLong(name);
                    case DOUBLE -> reader.getDouble(name);
                    case SHORT_DECIMAL, DECIMAL -> reader.getDecimal(name);
                  });
        }
        assertThat(values).as("row %d", row).isEqualTo(expected(columns, row));
      }
      assertThat(reader.hasNext()).isFalse();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 8, 33, 129, 505, 5000})
  void anotherReaderFindsWhatWasWritten(int rows) throws IOException, SQLException {
    List<Column> columns = columns();
    Path path = write(columns, rows);
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = connection.createStatement();
        ResultSet found =
            statement.executeQuery(
                "SELECT * REPLACE (epoch_us(time) AS time, epoch_us(ancient) AS ancient) FROM '%s'"
                    .formatted(path))) {
      for (int row = 0; row < rows; row++) {
        assertThat(found.next()).isTrue();
        List<@Nullable Object> values = new ArrayList<>();
        for (int i = 1; i <= columns.size(); i++) {
          values.add(found.getObject(i));
        }
        assertThat(values).as("row %d", row).isEqualTo(expected(columns, row));
      }
      assertThat(found.next()).isFalse();
    }
  }

  /** More rows than a group has; the readers skip groups by the limits of their columns. */
  @Test
  void manyGroupsAreOneFile() throws IOException, SQLException {
    int rows = 600_000;
    List<Column> columns =
        List.of(
            column("id", Field.Type.LONG, 0, row -> (long) row),
            column("real", Field.Type.DOUBLE, 0, row -> -row / 2.0),
            column("wide", Field.Type.DECIMAL, 0, row -> new BigDecimal(row / 1000 - 300)),
            column(
                "text",
                Field.Type.TEXT,
                0,
                row -> "%c%d".formatted('a' + row % 26, row / 100_000)));
    Path path = write(columns, rows);
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = connection.createStatement()) {
      assertThat(
              answer(
                  statement,
                  "SELECT count(*) || ' ' || sum(id) || ' ' || min(real) || ' ' || min(text) FROM"
                      + " '%s'",
                  path))
          .isEqualTo("600000 179999700000 -299999.5 a0");
      assertThat(answer(statement, "SELECT count(*) FROM '%s' WHERE id = 523456", path))
          .isEqualTo("1");
      assertThat(answer(statement, "SELECT count(*) FROM '%s' WHERE real < -299999", path))
          .isEqualTo("1");
      assertThat(answer(statement, "SELECT count(*) FROM '%s' WHERE wide < -299", path))
          .isEqualTo("1000");
      assertThat(answer(statement, "SELECT count(*) FROM '%s' WHERE text = 'z5'", path))
          .isEqualTo("3846");
      assertThat(
              answer(
                  statement,
                  "SELECT string_agg(row_group_id || ':' || stats_min_value || '-' ||"
                      + " stats_max_value, ' ' ORDER BY row_group_id) FROM parquet_metadata('%s')"
                      + " WHERE path_in_schema = 'id'",
                  path))
          .startsWith("0:0-")
          .endsWith("-599999")
          .contains(" 1:", " 2:");
    }
  }

  private static @Nullable String answer(Statement statement, String query, Path path)
      throws SQLException {
    try (ResultSet found = statement.executeQuery(query.formatted(path))) {
      assertThat(found.next()).isTrue();
      return found.getString(1);
    }
  }

  @Test
  void whatIsUnchangedCostsNextToNothing() throws IOException {
    List<Column> columns = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      columns.add(column("c" + i, Field.Type.LONG, 0, row -> (long) (row / 10_000)));
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    write(columns, 100_000, out);
    assertThat(out.size()).isLessThan(5000); // of 8 MB
    assertThat(new String(out.toByteArray(), 0, 4, UTF_8)).isEqualTo("PAR1");
  }
}
