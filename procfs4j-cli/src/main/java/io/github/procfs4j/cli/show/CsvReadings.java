package io.github.procfs4j.cli.show;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import io.github.procfs4j.cli.options.Amounts;
import io.github.procfs4j.cli.terminal.Output;
import io.github.procfs4j.model.Column;
import io.github.procfs4j.model.Layout;
import io.github.procfs4j.model.Layout.TableLayout;
import io.github.procfs4j.model.Reading;
import io.github.procfs4j.model.Row;
import io.github.procfs4j.model.Source;
import io.github.procfs4j.sampling.Fact;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

/**
 * Readings as CSV (RFC 4180, except that lines end in a newline): a line for each number, exact;
 * then one for each row that has only labels and no numbers.
 *
 * <p>A text that a spreadsheet would interpret as a formula is preceded by an apostrophe.
 */
public final class CsvReadings implements ReadingWriter {
  private static final String FORMULA = "=+-@\t\r";

  private final CsvWriter csv;

  public CsvReadings(Output out) {
    csv = CsvWriter.builder().lineDelimiter(LineDelimiter.LF).build(out.printer());
    csv.writeRecord("source", "table", "labels", "column", "value", "unit");
  }

  @Override
  public void tables(Source source, Reading reading, List<String> problems) {
    Layout layout = reading.layout();
    for (int cell = 0; cell < layout.cells(); cell++) {
      if (layout.isHole(cell)) {
        continue;
      }
      Row row = layout.row(cell);
      Column column = layout.column(cell);
      csv.writeRecord(
          text(source.name()),
          text(row.table().name()),
          text(row.text()),
          text(column.name()),
          Amounts.exact(column, reading.value(cell)).toPlainString(),
          text(column.unit().name()));
    }
    for (TableLayout table : layout.tables()) {
      for (Row row : table.rows()) {
        if (table.columns().stream().allMatch(c -> layout.cell(row, c) == Layout.ABSENT)) {
          csv.writeRecord(
              text(source.name()), text(table.table().name()), text(row.text()), "", "", "");
        }
      }
    }
    flush();
  }

  @Override
  public void text(Source source, List<Fact> facts, String text, long startNanos, long endNanos) {
    for (Fact fact : facts) {
      for (String value : values(fact)) {
        csv.writeRecord(text(source.name()), "facts", "", text(fact.name()), text(value), "");
      }
    }
    csv.writeRecord(text(source.name()), "", "", "text", text(text), "");
    flush();
  }

  private static List<String> values(Fact fact) {
    return switch (fact) {
      case Fact.Count count -> List.of(Long.toString(count.value()));
      case Fact.Text text -> List.of(text.value());
      case Fact.Words words -> words.values();
      case Fact.Items items -> items.values();
    };
  }

  private static String text(String field) {
    boolean isFormula = !field.isEmpty() && FORMULA.indexOf(field.charAt(0)) >= 0;
    return isFormula ? "'" + field : field;
  }

  private void flush() {
    try {
      csv.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
