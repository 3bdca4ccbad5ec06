package io.github.procfs4j.cli.report;

import io.github.procfs4j.cli.terminal.JsonLines;
import io.github.procfs4j.cli.terminal.TextTable;
import io.github.procfs4j.model.Figure;
import io.github.procfs4j.model.Limits;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import tools.jackson.core.JsonGenerator;

/** The files with locks, as text, as JSON and as chosen parts. */
final class LockedFiles {
  /** The name of the table of chosen parts. */
  private static final String TABLE = "file";

  private static final int ROWS = 20;

  private LockedFiles() {}

  /** A line for each of the files with the most waiters. */
  static void print(SourceFigures source, TerminalLines lines) {
    List<LockedFile> files = LockedFile.of(source);
    if (files.isEmpty()) {
      return;
    }
    TextTable table = new TextTable(1, false, true, true, true, false, false).spaced(1, 1);
    table.head(List.of("file", "locks", "waiters", "most", "held by", "waited for by"));
    for (LockedFile file : files.subList(0, Math.min(ROWS, files.size()))) {
      table.add(
          List.of(
              file.name(),
              number(LockedFile.mean(file.locks(), source.intervals())),
              number(LockedFile.mean(file.waiters(), source.intervals())),
              number(most(file.waiters())),
              LockedFile.names(file.holders()),
              LockedFile.names(file.waiting())));
    }
    lines.line();
    lines.table(table);
    lines.wrapped(
        "locks, waiters: their mean number, weighted by time; most: the most waiters in an"
            + " interval");
    if (files.size() > ROWS) {
      lines.wrapped(
          "%s more, with fewer waiters or locks"
              .formatted(Overview.counted(files.size() - ROWS, "file")));
    }
  }

  private static String number(double number) {
    return Double.isNaN(number) ? "-" : String.format(Locale.ROOT, "%.2f", number);
  }

  private static double most(Values values) {
    double most = Double.NaN;
    for (int run = 0; run < values.runs(); run++) {
      most = Double.isNaN(most) ? values.ofRun(run) : Math.max(most, values.ofRun(run));
    }
    return most;
  }

  /** The member {@code files}; absent if there are none. */
  static void write(SourceFigures source, JsonGenerator json) {
    List<LockedFile> files = LockedFile.of(source);
    if (files.isEmpty()) {
      return;
    }
    json.writeArrayPropertyStart("files");
    for (LockedFile file : files) {
      json.writeStartObject();
      json.writeStringProperty("name", file.name());
      json.writeStringProperty("file", file.file());
      names(json, "holders", file.holders());
      names(json, "waiting", file.waiting());
      JsonLines.number(json, "locks_mean", LockedFile.mean(file.locks(), source.intervals()));
      JsonLines.number(json, "waiters_mean", LockedFile.mean(file.waiters(), source.intervals()));
      JsonLines.number(json, "waiters_max", most(file.waiters()));
      JsonLines.number(
          json,
          "max_at_seconds",
          FigureValues.peakAt(file.waiters(), null, most(file.waiters()), source.intervals()));
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private static void names(JsonGenerator json, String member, List<String> names) {
    json.writeArrayPropertyStart(member);
    names.forEach(json::writeString);
    json.writeEndArray();
  }

  /** The chosen figures of each file, a list for each file. */
  static List<List<Part>> parts(SourceFigures source, Choice choice) {
    List<List<Part>> parts = new ArrayList<>();
    for (LockedFile file : LockedFile.of(source)) {
      String row =
          file.holders().isEmpty()
              ? file.name()
              : "%s, held by %s".formatted(file.name(), LockedFile.names(file.holders()));
      Map<String, Values> figures = new LinkedHashMap<>();
      figures.put("waiters", file.waiters());
      figures.put("locks", file.locks());
      parts.add(
          figures.entrySet().stream()
              .filter(figure -> choice.isWanted(figure.getKey()))
              .map(
                  figure ->
                      Part.ofSum(
                          source,
                          TABLE,
                          row,
                          figure(figure.getKey()),
                          figure.getValue(),
                          Double.NaN,
                          Double.NaN))
              .toList());
    }
    return parts;
  }

  private static Figure figure(String name) {
    return new Figure(
        TABLE, name, "", Limits.AMOUNT, name, "fs/locks.c", (interval, row) -> Double.NaN);
  }
}
