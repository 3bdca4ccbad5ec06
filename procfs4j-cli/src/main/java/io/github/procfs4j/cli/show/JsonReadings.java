package io.github.procfs4j.cli.show;

import io.github.procfs4j.cli.options.Amounts;
import io.github.procfs4j.cli.terminal.JsonLines;
import io.github.procfs4j.cli.terminal.Output;
import io.github.procfs4j.model.Column;
import io.github.procfs4j.model.Layout;
import io.github.procfs4j.model.Layout.TableLayout;
import io.github.procfs4j.model.Reading;
import io.github.procfs4j.model.Row;
import io.github.procfs4j.model.Source;
import io.github.procfs4j.sampling.Fact;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JsonGenerator;

/**
 * Readings as JSON, an object on one line for each source. Its content is a contract, specified by
 * {@code procfs show --help}.
 *
 * <p>Numbers are exact, whatever their size. A number that the kernel did not print is omitted.
 */
public final class JsonReadings implements ReadingWriter {
  private final Output out;

  /** The complete name of the thread of which the readings are; empty if it was not asked for. */
  private final Optional<String> thread;

  public JsonReadings(Output out) {
    this(out, Optional.empty());
  }

  JsonReadings(Output out, Optional<String> thread) {
    this.out = out;
    this.thread = thread;
  }

  @Override
  public void tables(Source source, Reading reading, List<String> problems) {
    JsonLines.write(
        out,
        json -> {
          head(json, source, reading.startNanos(), reading.endNanos());
          json.writeArrayPropertyStart("tables");
          for (TableLayout table : reading.layout().tables()) {
            table(json, table, reading);
          }
          json.writeEndArray();
          if (!problems.isEmpty()) {
            json.writeArrayPropertyStart("problems");
            problems.forEach(json::writeString);
            json.writeEndArray();
          }
        });
  }

  @Override
  public void text(Source source, List<Fact> facts, String text, long startNanos, long endNanos) {
    JsonLines.write(
        out,
        json -> {
          head(json, source, startNanos, endNanos);
          if (!facts.isEmpty()) {
            json.writeObjectPropertyStart("facts");
            facts.forEach(fact -> fact(json, fact));
            json.writeEndObject();
          }
          json.writeStringProperty("text", text);
        });
  }

  private static void fact(JsonGenerator json, Fact fact) {
    switch (fact) {
      case Fact.Count(String name, long value) -> json.writeNumberProperty(name, value);
      case Fact.Text(String name, String value) -> json.writeStringProperty(name, value);
      case Fact.Words(String name, List<String> values) -> list(json, name, values);
      case Fact.Items(String name, List<String> values) -> list(json, name, values);
    }
  }

  private static void list(JsonGenerator json, String name, List<String> values) {
    json.writeArrayPropertyStart(name);
    values.forEach(json::writeString);
    json.writeEndArray();
  }

  private void head(JsonGenerator json, Source source, long startNanos, long endNanos) {
    json.writeStringProperty("source", source.name());
    thread.ifPresent(name -> json.writeStringProperty("thread", name));
    json.writeArrayPropertyStart("read_ns");
    json.writeNumber(startNanos);
    json.writeNumber(endNanos);
    json.writeEndArray();
  }

  private static void table(JsonGenerator json, TableLayout table, Reading reading) {
    json.writeStartObject();
    json.writeStringProperty("name", table.table().name());
    json.writeArrayPropertyStart("columns");
    for (Column column : table.columns()) {
      json.writeStartObject();
      json.writeStringProperty("name", column.name());
      json.writeStringProperty("unit", column.unit().name());
      json.writeStringProperty("kind", column.kind().text());
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeArrayPropertyStart("rows");
    for (Row row : table.rows()) {
      row(json, row, reading);
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private static void row(JsonGenerator json, Row row, Reading reading) {
    json.writeStartObject();
    json.writeObjectPropertyStart("labels");
    List<String> names = row.table().labels();
    for (int i = 0; i < names.size(); i++) {
      json.writeStringProperty(names.get(i), row.labels().get(i));
    }
    json.writeEndObject();
    if (row.repeat() > 0) {
      json.writeNumberProperty("repeat", row.repeat());
    }
    json.writeObjectPropertyStart("values");
    Layout layout = reading.layout();
    for (Column column : layout.table(row.table().name()).orElseThrow().columns()) {
      int cell = layout.cell(row, column);
      if (cell != Layout.ABSENT) {
        // The column of the cell, because the unit of a column may differ between rows.
        json.writeNumberProperty(
            column.name(), Amounts.exact(layout.column(cell), reading.value(cell)));
      }
    }
    json.writeEndObject();
    json.writeEndObject();
  }
}
