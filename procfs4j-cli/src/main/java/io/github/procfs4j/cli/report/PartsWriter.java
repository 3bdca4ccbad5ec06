package io.github.procfs4j.cli.report;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import io.github.procfs4j.cli.report.ReportCommand.Format;
import io.github.procfs4j.cli.terminal.JsonLines;
import io.github.procfs4j.cli.terminal.Output;
import io.github.procfs4j.cli.terminal.Text;
import io.github.procfs4j.cli.terminal.TextTable;
import io.github.procfs4j.model.Figure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.core.JsonGenerator;

/** Writes chosen parts, a table after the other, in one of the formats. */
final class PartsWriter {
  /** A text that a spreadsheet would interpret as a formula begins with one of these. */
  private static final String FORMULA = "=+-@\t\r";

  /** The numbers that people compare; programs get all. */
  private static final List<String> FOR_PEOPLE =
      List.of("first", "last", "growth", "mean", "peak", "total");

  private static final String FIRST_AND_LAST =
      "first, last: in the first and the last sample that contain it, of rates in the first and the"
          + " last interval; growth: the difference";

  private PartsWriter() {}

  static void write(List<List<Part>> tables, double ticksPerSecond, Format format, Output out) {
    switch (format) {
      case TEXT -> {
        tables.forEach(table -> text(table, out));
        TerminalLines lines = new TerminalLines(out);
        lines.line();
        notes(tables, ticksPerSecond).forEach(lines::wrapped);
      }
      case MARKDOWN -> {
        tables.forEach(table -> markdown(table, out));
        for (String note : notes(tables, ticksPerSecond)) {
          out.line();
          out.line(escaped(note));
        }
      }
      case CSV -> csv(tables, out);
      case JSON -> JsonLines.write(out, json -> json(tables, json));
    }
  }

  /** What the columns mean. */
  private static List<String> notes(List<List<Part>> tables, double ticksPerSecond) {
    List<String> notes = new ArrayList<>(List.of(FIRST_AND_LAST));
    Map<String, Set<String>> weighted = new LinkedHashMap<>();
    Set<String> inTicks = new LinkedHashSet<>();
    for (Part part : tables.stream().flatMap(List::stream).toList()) {
      if (!part.weightedBy().equals(Figure.TIME)) {
        weighted
            .computeIfAbsent(part.weightedBy(), weight -> new LinkedHashSet<>())
            .add(part.figure());
      }
      if (!Double.isNaN(part.window())) {
        inTicks.add(part.figure());
      }
    }
    StringBuilder mean = new StringBuilder("mean: weighted by time");
    weighted.forEach(
        (weight, figures) ->
            mean.append("; by ")
                .append(weight)
                .append(" that of ")
                .append(String.join(", ", figures)));
    notes.add(mean.toString());
    String cgroup = Grouping.CGROUP.toString();
    if (tables.stream()
        .flatMap(List::stream)
        .anyMatch(
            part -> part.table().equals(cgroup) && part.row().startsWith(Membership.NONE + " ("))) {
      notes.add(Membership.NONE_MEANS);
    }
    if (!inTicks.isEmpty()) {
      notes.add(String.join(", ", inTicks) + ": " + Overview.inTicks(ticksPerSecond));
    }
    return notes;
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
    boolean isOneFigure = parts.stream().map(Part::figure).distinct().count() == 1;
    out.line();
    Text.strong(title(parts)).wrapped(out.columns(), 2).forEach(out::line);
    List<String> names = parts.stream().map(Part::row).toList();
    if (isOneFigure && !RowNames.areTooLong(names, out.columns())) {
      TextTable table = new TextTable(1, isNumber).spaced(1, 0).cut().head(heads());
      parts.forEach(part -> table.add(cells(part)));
      table.print(out, out.columns());
      return;
    }
    List<String> heads = heads();
    TextTable table =
        new TextTable(1, Arrays.copyOfRange(isNumber, 1, isNumber.length))
            .spaced(1, 0)
            .head(heads.subList(1, heads.size()));
    String row = "";
    for (Part part : parts) {
      if (!part.row().equals(row)) {
        table.span(RowNames.shortened(part.row(), out.columns()));
      }
      row = part.row();
      List<String> cells = cells(part);
      cells.set(1, "  " + cells.get(1));
      table.add(cells.subList(1, cells.size()));
    }
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

  /** A line of a table in Markdown. */
  static String line(List<String> cells) {
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
    heads.addAll(List.of("total_unit", "weighted_by", "window_seconds"));
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
      cells.add(safe(part.weightedBy()));
      cells.add(digits(part.window()));
      csv.writeRecord(cells);
    }
    try {
      csv.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A field that no spreadsheet interprets as a formula. */
  static String safe(String field) {
    return !field.isEmpty() && FORMULA.indexOf(field.charAt(0)) >= 0 ? "'" + field : field;
  }

  /** All digits of a number, of which a value of an interval has 24 bits; empty for none. */
  static String digits(double number) {
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
        JsonLines.number(json, Part.NUMBERS.get(i), numbers[i]);
      }
      if (!Double.isNaN(part.total())) {
        json.writeStringProperty("total_unit", part.totalUnit());
      }
      json.writeStringProperty("weighted_by", part.weightedBy());
      JsonLines.number(json, "window_seconds", part.window());
      json.writeEndObject();
    }
    json.writeEndArray();
  }
}
