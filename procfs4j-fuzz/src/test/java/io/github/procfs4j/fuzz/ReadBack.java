package io.github.procfs4j.fuzz;

import de.siegmar.fastcsv.reader.CsvReader;
import io.github.procfs4j.model.Column;
import io.github.procfs4j.model.Layout;
import io.github.procfs4j.model.Layout.TableLayout;
import io.github.procfs4j.model.Reading;
import io.github.procfs4j.model.Row;
import io.github.procfs4j.model.Source;
import io.github.procfs4j.testing.Json;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Attribute;
import org.jsoup.nodes.Comment;
import org.jsoup.nodes.DataNode;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.DocumentType;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Node;
import org.jsoup.nodes.TextNode;
import org.jspecify.annotations.Nullable;

/** Reads back output for programs, and checks it against its source. */
final class ReadBack {
  private static final String FORMULA = "=+-@\t\r";

  /** All elements and attributes in pages. */
  private static final Set<String> MARKUP =
      Set.of(
          "html lang",
          "head",
          "meta charset",
          "meta http-equiv",
          "meta content",
          "meta name",
          "title",
          "style",
          "body",
          "header id",
          "h1",
          "p id",
          "p class",
          "section id",
          "section class",
          "section aria-label",
          "ul",
          "li",
          "li class",
          "strong",
          "a href",
          "details id",
          "details class",
          "summary",
          "dl class",
          "div",
          "dt",
          "dd",
          "noscript",
          "span class",
          "main",
          "main id",
          "script type",
          "script id",
          "script");

  private ReadBack() {}

  /** A reading as JSON. */
  static void json(String written, Source source, Reading reading) {
    Map<?, ?> json = object(written);
    same("source", json.get("source"), source.name());
    List<Layout.TableLayout> tables = reading.layout().tables();
    List<?> tablesRead = list(json, "tables");
    same("tables", tablesRead.size(), tables.size());
    for (int t = 0; t < tables.size(); t++) {
      Map<?, ?> table = (Map<?, ?>) tablesRead.get(t);
      same("table", table.get("name"), tables.get(t).table().name());
      List<Row> rows = tables.get(t).rows();
      List<?> rowsRead = list(table, "rows");
      same("rows", rowsRead.size(), rows.size());
      for (int r = 0; r < rows.size(); r++) {
        row((Map<?, ?>) rowsRead.get(r), rows.get(r), tables.get(t).columns(), reading);
      }
    }
  }

  private static void row(Map<?, ?> json, Row row, List<Column> columns, Reading reading) {
    List<String> names = row.table().labels();
    for (int i = 0; i < names.size(); i++) {
      same("label", object(json, "labels").get(names.get(i)), row.labels().get(i));
    }
    Map<?, ?> values = object(json, "values");
    int count = 0;
    for (Column column : columns) {
      int cell = reading.layout().cell(row, column);
      if (cell != Layout.ABSENT) {
        count++;
        number(String.valueOf(values.get(column.name())));
      }
    }
    same("values", values.size(), count);
  }

  /** A text as JSON. */
  static void json(String written, String text) {
    same("text", object(written).get("text"), text);
  }

  private static List<?> list(Map<?, ?> json, String name) {
    return (List<?>) Objects.requireNonNull(json.get(name), name);
  }

  private static Map<?, ?> object(Map<?, ?> json, String name) {
    return (Map<?, ?>) Objects.requireNonNull(json.get(name), name);
  }

  private static Map<?, ?> object(String written) {
    if (written.indexOf('\n') != written.length() - 1) {
      throw new AssertionError("not one line: " + written);
    }
    if (written.chars().anyMatch(c -> c != '\n' && (c < ' ' || c > '~'))) {
      throw new AssertionError("not printable ASCII: " + written);
    }
    return (Map<?, ?>) Json.parse(written);
  }

  /** A reading as CSV. */
  static void csv(String written, Source source, Reading reading) {
    List<List<String>> expected = new ArrayList<>();
    Layout layout = reading.layout();
    for (int cell = 0; cell < layout.cells(); cell++) {
      Row row = layout.row(cell);
      expected.add(
          List.of(
              source.name(),
              row.table().name(),
              row.text(),
              layout.column(cell).name(),
              "",
              layout.column(cell).unit().name()));
    }
    int numbers = expected.size();
    for (TableLayout table : layout.tables()) {
      for (Row row : table.rows()) {
        if (table.columns().stream().allMatch(c -> layout.cell(row, c) == Layout.ABSENT)) {
          expected.add(List.of(source.name(), table.table().name(), row.text(), "", "", ""));
        }
      }
    }
    csv(written, expected, 4, numbers);
  }

  /** A text as CSV. */
  static void csv(String written, Source source, String text) {
    csv(written, List.of(List.of(source.name(), "", "", "text", text, "")), 4, 0);
  }

  /** Checks CSV lines; the field {@code number} of the first {@code numbers} lines is a number. */
  private static void csv(String written, List<List<String>> expected, int number, int numbers) {
    List<List<String>> read = new ArrayList<>();
    CsvReader.builder()
        .skipEmptyLines(false)
        .ofCsvRecord(written)
        .forEach(line -> read.add(line.getFields()));
    same("lines", read.size(), expected.size() + 1);
    for (int line = 0; line < expected.size(); line++) {
      List<String> fields = read.get(line + 1);
      same("fields", fields.size(), expected.get(line).size());
      for (int f = 0; f < fields.size(); f++) {
        String field = fields.get(f);
        String text = expected.get(line).get(f);
        if (f == number && line < numbers) {
          number(field);
        } else if (!field.isEmpty() && FORMULA.indexOf(field.charAt(0)) >= 0) {
          throw new AssertionError("a formula: " + field);
        } else {
          boolean isFormula = !text.isEmpty() && FORMULA.indexOf(text.charAt(0)) >= 0;
          same("field", field, isFormula ? "'" + text : text);
        }
      }
    }
  }

  private static void number(String text) {
    try {
      var _ = new BigDecimal(text);
    } catch (NumberFormatException e) {
      throw new AssertionError("no number: " + text, e);
    }
  }

  /**
   * A page: it contains only the elements of pages, and everything that a reader sees is what it
   * seems.
   */
  static void page(String written, List<String> names) {
    Document page = Jsoup.parse(written);
    Set<String> other = new TreeSet<>();
    List<String> scripts = new ArrayList<>();
    page.forEachNode(node -> visit(node, other, scripts, names));
    if (!other.isEmpty()) {
      throw new AssertionError("markup that does not belong there: " + other);
    }
    same("scripts", scripts.size(), 1);
    same("script tags", count(written, "<script"), page.select("script").size());
    same("script end tags", count(written, "</script"), page.select("script").size());
  }

  private static void visit(
      Node node, Set<String> other, List<String> scripts, List<String> names) {
    switch (node) {
      case Document document -> {}
      case Element element -> {
        if (element.attributes().isEmpty() && !isBare(element)) {
          other.add(element.tagName());
        }
        for (Attribute attribute : element.attributes()) {
          String both = element.tagName() + " " + attribute.getKey();
          if (!MARKUP.contains(both)) {
            other.add(both);
          }
          Hostile.holdText(attribute.getValue(), names);
          if (attribute.getKey().equals("href")
              && !attribute
                  .getValue()
                  .matches("#open=[a-z]+\\d*(&t=[-0-9.,]+)?(&sel=[-\\w.*%]+)?&go=[-\\w.*%]+")) {
            other.add(both + "=" + attribute.getValue());
          }
        }
      }
      case TextNode text -> Hostile.holdText(text.getWholeText(), names);
      case DataNode data -> {
        Element script = data.parent();
        if (script != null && script.tagName().equals("script")) {
          if (script.attr("type").isEmpty()) {
            scripts.add(data.getWholeData());
          } else if (script.attr("type").equals("application/json")) {
            holdTexts(Json.parse(data.getWholeData()), names);
          } else if (!script.attr("type").equals("text/plain")) {
            other.add("script of type " + script.attr("type"));
          } else if (!data.getWholeData().matches("[A-Za-z0-9+/=]*")) {
            other.add("data " + data.getWholeData());
          }
        }
      }
      case Comment comment -> {
        if (!comment.getData().startsWith(" Charts are drawn by uPlot")) {
          other.add("comment " + comment.getData());
        }
      }
      case DocumentType type -> {}
      default -> other.add(node.nodeName());
    }
  }

  /** Every string in a JSON value is shown as it is. */
  private static void holdTexts(@Nullable Object json, List<String> names) {
    switch (json) {
      case String text -> Hostile.holdText(text, names);
      case List<?> list -> list.forEach(element -> holdTexts(element, names));
      case Map<?, ?> members ->
          members.forEach(
              (name, member) -> {
                holdTexts(name, names);
                holdTexts(member, names);
              });
      case null, default -> {}
    }
  }

  private static boolean isBare(Element element) {
    return MARKUP.contains(element.tagName());
  }

  private static int count(String text, String part) {
    int count = 0;
    for (int at = text.indexOf(part); at >= 0; at = text.indexOf(part, at + 1)) {
      count++;
    }
    return count;
  }

  private static void same(String what, @Nullable Object is, Object expected) {
    if (!expected.equals(is)) {
      throw new AssertionError("%s: %s, not %s".formatted(what, is, expected));
    }
  }
}
