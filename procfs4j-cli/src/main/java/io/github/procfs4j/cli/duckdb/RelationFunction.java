package io.github.procfs4j.cli.duckdb;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.procfs4j.cli.relations.Recordings;
import io.github.procfs4j.cli.relations.Recordings.Merged;
import io.github.procfs4j.cli.relations.Recordings.Reader;
import io.github.procfs4j.tables.Chunks;
import io.github.procfs4j.tables.Field;
import java.math.BigDecimal;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import org.duckdb.DuckDBColumnType;
import org.duckdb.DuckDBDataChunkWriter;
import org.duckdb.DuckDBLogicalType;
import org.duckdb.DuckDBTableFunction;
import org.duckdb.DuckDBTableFunctionBindInfo;
import org.duckdb.DuckDBTableFunctionCallInfo;
import org.duckdb.DuckDBTableFunctionInitInfo;
import org.duckdb.DuckDBTableFunctionState;
import org.duckdb.DuckDBWritableVector;
import org.jspecify.annotations.Nullable;

/**
 * The function of SQL that returns the rows of a relation: {@code procfs_rows('stat.cpu', from,
 * to)}. It reads only the fields that a query needs. Times are numbers of microseconds.
 */
final class RelationFunction
    implements DuckDBTableFunction<Merged, RelationFunction.State, Object> {
  static final String NAME = "procfs_rows";

  private final Recordings recordings;
  private final LongAdder rows;

  /**
   * Creates the function.
   *
   * @param rows counts the returned rows
   */
  RelationFunction(Recordings recordings, LongAdder rows) {
    this.recordings = recordings;
    this.rows = rows;
  }

  /** The reader of one use of the function in a query. */
  record State(Reader reader, List<Field> fields) implements DuckDBTableFunctionState {
    @Override
    public void close() {
      reader.close();
    }
  }

  /** What is bound: the relation, and the part of the time. */
  @Override
  public Merged bind(DuckDBTableFunctionBindInfo info) throws Exception {
    String name = info.getParameter(0).getString();
    Merged relation =
        recordings
            .find(name)
            .orElseThrow(() -> new SQLException("no recording has a relation " + name));
    for (Field field : relation.fields()) {
      switch (field.type()) {
        case TEXT -> info.addResultColumn(field.name(), DuckDBColumnType.VARCHAR);
        case TIME, LONG -> info.addResultColumn(field.name(), DuckDBColumnType.BIGINT);
        case DOUBLE -> info.addResultColumn(field.name(), DuckDBColumnType.DOUBLE);
        case SHORT_DECIMAL -> decimal(info, field, Field.PRECISION_OF_LONG);
        case DECIMAL -> decimal(info, field, Field.PRECISION);
      }
    }
    return new Merged(
        relation.schema(),
        relation.name(),
        relation.fields(),
        info.getParameter(1).getLong(),
        info.getParameter(2).getLong());
  }

  private static void decimal(DuckDBTableFunctionBindInfo info, Field field, int precision)
      throws SQLException {
    try (DuckDBLogicalType type = DuckDBLogicalType.decimal(precision, field.scale())) {
      info.addResultColumn(field.name(), type);
    }
  }

  @Override
  public State init(DuckDBTableFunctionInitInfo info) {
    info.setMaxThreads(1);
    Merged relation = info.getBindData();
    int[] wanted = new int[Math.toIntExact(info.getColumnCount())];
    for (int i = 0; i < wanted.length; i++) {
      wanted[i] = Math.toIntExact(info.getColumnIndex(i));
    }
    List<Field> fields = Arrays.stream(wanted).mapToObj(relation.fields()::get).toList();
    return new State(
        recordings.new Reader(relation, wanted, relation.from(), relation.to()), fields);
  }

  @Override
  public long apply(DuckDBTableFunctionCallInfo info, DuckDBDataChunkWriter out) {
    State state = info.getInitData();
    Chunks chunk = state.reader.next();
    if (chunk == null) {
      return 0;
    }
    int size = chunk.size();
    for (int i = 0; i < state.fields.size(); i++) {
      DuckDBWritableVector vector = out.vector(i);
      Field here = state.reader.field(i);
      if (here == null) {
        for (int row = 0; row < size; row++) {
          vector.setNull(row);
        }
      } else {
        write(vector, chunk, state.reader.index(i), here, state.fields.get(i));
      }
    }
    rows.add(size);
    return size;
  }

  private static void write(
      DuckDBWritableVector vector, Chunks chunk, int index, Field here, Field field) {
    boolean[] nulls = chunk.nulls(index);
    int size = chunk.size();
    switch (field.type()) {
      case LONG, TIME -> {
        long[] numbers = chunk.numbers(index);
        for (int row = 0; row < size; row++) {
          if (nulls[row]) {
            vector.setNull(row);
          } else {
            vector.setLong(row, numbers[row]);
          }
        }
      }
      case DOUBLE -> {
        double[] reals = chunk.reals(index);
        for (int row = 0; row < size; row++) {
          if (nulls[row]) {
            vector.setNull(row);
          } else {
            vector.setDouble(row, reals[row]);
          }
        }
      }
      case TEXT -> texts(vector, chunk, index, here);
      default -> {
        for (int row = 0; row < size; row++) {
          BigDecimal amount = amount(chunk, index, here, row);
          if (amount == null) {
            vector.setNull(row);
          } else {
            vector.setBigDecimal(row, amount.setScale(field.scale()));
          }
        }
      }
    }
  }

  private static @Nullable BigDecimal amount(Chunks chunk, int index, Field here, int row) {
    return chunk.nulls(index)[row]
        ? null
        : here.type() == Field.Type.DECIMAL
            ? chunk.decimals(index)[row]
            : BigDecimal.valueOf(chunk.numbers(index)[row], here.scale());
  }

  @SuppressWarnings("ReferenceEquality") // equal texts are usually the same object
  private static void texts(DuckDBWritableVector vector, Chunks chunk, int index, Field here) {
    int size = chunk.size();
    byte[][] bytes = new byte[size][];
    if (here.type() == Field.Type.TEXT) {
      @Nullable String[] texts = chunk.texts(index);
      for (int row = 0; row < size; row++) {
        String text = chunk.nulls(index)[row] ? null : texts[row];
        if (text != null) {
          boolean isSame = row > 0 && text == texts[row - 1] && bytes[row - 1] != null;
          bytes[row] = isSame ? bytes[row - 1] : text.getBytes(UTF_8);
        }
      }
    } else {
      for (int row = 0; row < size; row++) {
        BigDecimal amount = amount(chunk, index, here, row);
        if (amount != null) {
          bytes[row] = amount.toPlainString().getBytes(UTF_8);
        }
      }
    }
    vector.setStringUtf8Batch(0, bytes);
  }
}
