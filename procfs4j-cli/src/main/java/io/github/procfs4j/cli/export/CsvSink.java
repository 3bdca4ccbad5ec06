package io.github.procfs4j.cli.export;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import de.siegmar.fastcsv.writer.QuoteStrategies;
import io.github.procfs4j.cli.options.CommandException;
import io.github.procfs4j.cli.relations.Recordings;
import io.github.procfs4j.tables.Field;
import io.github.procfs4j.tables.Relation;
import io.github.procfs4j.tables.Rows;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * CSV (RFC 4180, except that lines end in a newline): a file for each relation, with a line of
 * names. A field without quotes that is empty is null; an empty text has quotes.
 */
final class CsvSink implements RowSink {
  /** How many characters wait to be written, of all sources together. */
  private static final int WAITING = 1 << 20;

  private static final int SHORTEST_BUFFER = 256;
  private static final int LONGEST_BUFFER = 1 << 14;

  /** Opens the file of a relation. */
  interface Files {
    OutputStream of(String relation) throws IOException;
  }

  private final Recordings recordings;
  private final Files files;
  private final Values values = new Values();
  private final Map<String, Table> tables = new LinkedHashMap<>();
  private final Map<Relation, Table> tableOf = new HashMap<>();

  private static final class Table {
    final CsvWriter csv;
    final List<Field> fields;

    /** The indexes of the fields of relations; -1 for those that a relation lacks. */
    final Map<Relation, int[]> indexes = new HashMap<>();

    Table(CsvWriter csv, List<Field> fields) {
      this.csv = csv;
      this.fields = fields;
    }
  }

  CsvSink(Recordings recordings, Files files) {
    this.recordings = recordings;
    this.files = files;
  }

  @Override
  public void write(Rows rows) throws IOException {
    Relation relation = rows.relation();
    Table table = tableOf.get(relation);
    if (table == null) {
      table = tables.get(relation.fullName());
      table = table == null ? open(relation) : table;
      tableOf.put(relation, table);
      table.indexes.put(relation, indexes(table.fields, relation));
    }
    int[] indexes = table.indexes.getOrDefault(relation, new int[0]);
    @Nullable String[] line = new @Nullable String[indexes.length];
    for (int i = 0; i < line.length; i++) {
      int index = indexes[i];
      line[i] = index < 0 ? null : values.text(rows, index, relation.fields().get(index));
    }
    table.csv.writeRecord(line);
  }

  private Table open(Relation relation) throws IOException {
    List<Field> fields =
        recordings
            .find(relation.fullName())
            .orElseThrow(() -> CommandException.failed("no relation " + relation.fullName()))
            .fields();
    CsvWriter csv =
        CsvWriter.builder()
            .bufferSize(
                Math.clamp(
                    WAITING / Math.max(1, recordings.schemas().size()),
                    SHORTEST_BUFFER,
                    LONGEST_BUFFER))
            .lineDelimiter(LineDelimiter.LF)
            .quoteStrategy(QuoteStrategies.EMPTY)
            .build(new OutputStreamWriter(files.of(relation.fullName()), StandardCharsets.UTF_8));
    Table table = new Table(csv, fields);
    csv.writeRecord(fields.stream().map(Field::name).toArray(String[]::new));
    tables.put(relation.fullName(), table);
    return table;
  }

  private static int[] indexes(List<Field> fields, Relation relation) {
    List<String> names =
        relation.fields().stream().map(f -> f.name().toLowerCase(Locale.ROOT)).toList();
    return fields.stream()
        .mapToInt(field -> names.indexOf(field.name().toLowerCase(Locale.ROOT)))
        .toArray();
  }

  @Override
  public void end() throws IOException {
    for (Table table : tables.values()) {
      table.csv.flush();
    }
  }
}
