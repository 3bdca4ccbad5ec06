package io.github.procfs4j.cli.report;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import io.github.procfs4j.cli.report.ReportCommand.Format;
import io.github.procfs4j.cli.terminal.JsonLines;
import io.github.procfs4j.cli.terminal.Output;
import io.github.procfs4j.cli.terminal.Text;
import io.github.procfs4j.cli.terminal.TextTable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import tools.jackson.core.JsonGenerator;

/** Writes chosen parts, a table after the other, in one of the formats. */
final class PartsWriter {
  /** A text that a spreadsheet would interpret as a formula begins with one of these. */
  private static final String FORMULA = "=+-@\t\r";

  /** The numbers that people compare; programs get all. */
  private static final List<String> FOR_PEOPLE =
      List.of("first", "last", "growth", "mean", "peak", "total");

  /** The summary compares samples, of which the first is before the first interval. */
  private static final String FIRST_AND_LAST =
      "first, last: of the first and the last interval; growth: their difference";

  private PartsWriter() {}

  static void write(List<List<Part>> tables, Format format, Output out) {
    switch (format) {
      case TEXT -> {
        tables.forEach(table -> text(table, out));
        out.line();
        out.wrapped(FIRST_AND_LAST);
      }
      case MARKDOWN -> tables.forEach(table -> markdown(table, out));
      case CSV -> csv(tables, out);
      case JSON -> JsonLines.write(out, json -> json(tables, json));
    }
  }

  private static String title(List<Part> table) {
    return table.getFirst().source() + ": " + table.getFirst().table();
  }

  /** The numbers for people, with one unit in a line; the total has its own. */
  private static List<String> texts(Part part) {
    double[] numbers = part.numbers();
    Scale scale = Scale.of(part.unit(), part.summary());
    List<String> texts = new ArrayList<>(List.of(scale.unit()));
    for (String name : FOR_PEOPLE) {
      double number = numbers[Part.NUMBERS.indexOf(name)];
      if (name.equals("total")) {
        Scale ofTotal = Scale.of(part.totalUnit(), number);
        texts.add(
            Double.isNaN(number) ? "" : (ofTotal.text(number) + " " + ofTotal.unit()).strip());
      } else {
        texts.add(scale.text(number));
      }
    }
    return texts;
  }

  private static List<String> heads() {
    List<String> heads = new ArrayList<>(List.of("", "figure", "unit"));
    heads.addAll(FOR_PEOPLE);
    return heads;
  }

  private static List<String> cells(Part part) {
    List<String> cells = new ArrayList<>(List.of(part.row(), part.figure()));
    cells.addAll(texts(part));
    return cells;
  }

  private static void text(List<Part> parts, Output out) {
    boolean[] isNumber = new boolean[3 + FOR_PEOPLE.size()];
    Arrays.fill(isNumber, 3, isNumber.length, true);
    TextTable table = new TextTable(2, isNumber).spaced(1, 0).cut().head(heads());
    String row = "";
    for (Part part : parts) {
      List<String> cells = cells(part);
      if (part.row().equals(row)) {
        cells.set(0, "");
      }
      row = part.row();
      table.add(cells);
    }
    out.line();
    out.line(Text.strong(title(parts)));
    table.print(out, out.columns());
  }

  private static void markdown(List<Part> parts, Output out) {
    out.line();
    out.line("**" + escaped(title(parts)) + "**");
    out.line();
    List<String> heads = heads();
    out.line(line(heads));
    out.line("| --- | --- | --- |" + " ---: |".repeat(FOR_PEOPLE.size()));
    parts.forEach(part -> out.line(line(cells(part))));
  }

  private static String line(List<String> cells) {
    return "| " + String.join(" | ", cells.stream().map(PartsWriter::escaped).toList()) + " |";
  }

  /** Text in which no character has a meaning in Markdown or HTML. */
  private static String escaped(String text) {
    return text.replaceAll("[\\\\`*_{}\\[\\]<>()#!|&~]", "\\\\$0");
  }

  private static void csv(List<List<Part>> tables, Output out) {
    CsvWriter csv = CsvWriter.builder().lineDelimiter(LineDelimiter.LF).build(out.printer());
    List<String> heads =
        new ArrayList<>(List.of("source", "table", "row", "figure", "unit", "intervals"));
    heads.addAll(Part.NUMBERS);
    heads.add("total_unit");
    csv.writeRecord(heads);
    for (Part part : tables.stream().flatMap(List::stream).toList()) {
      List<String> cells =
          new ArrayList<>(
              List.of(
                  safe(part.source()),
                  safe(part.table()),
                  safe(part.row()),
                  safe(part.figure()),
                  safe(part.unit()),
                  Integer.toString(part.intervals())));
      for (double number : part.numbers()) {
        cells.add(digits(number));
      }
      cells.add(Double.isNaN(part.total()) ? "" : part.totalUnit());
      csv.writeRecord(cells);
    }
    try {
      csv.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String safe(String field) {
    return !field.isEmpty() && FORMULA.indexOf(field.charAt(0)) >= 0 ? "'" + field : field;
  }

  /** All digits of a number, of which a value of an interval has 24 bits; empty for none. */
  private static String digits(double number) {
    if (!Double.isFinite(number)) {
      return "";
    }
    String text = number == (float) number ? Float.toString((float) number) : "" + number;
    return new BigDecimal(text).stripTrailingZeros().toPlainString();
  }

  private static void json(List<List<Part>> tables, JsonGenerator json) {
    json.writeArrayPropertyStart("parts");
    for (Part part : tables.stream().flatMap(List::stream).toList()) {
      json.writeStartObject();
      json.writeStringProperty("source", part.source());
      json.writeStringProperty("table", part.table());
      json.writeStringProperty("row", part.row());
      json.writeStringProperty("figure", part.figure());
      json.writeStringProperty("unit", part.unit());
      json.writeNumberProperty("intervals", part.intervals());
      double[] numbers = part.numbers();
      for (int i = 0; i < numbers.length; i++) {
        JsonReport.number(json, Part.NUMBERS.get(i), numbers[i]);
      }
      if (!Double.isNaN(part.total())) {
        json.writeStringProperty("total_unit", part.totalUnit());
      }
      json.writeEndObject();
    }
    json.writeEndArray();
  }
}
