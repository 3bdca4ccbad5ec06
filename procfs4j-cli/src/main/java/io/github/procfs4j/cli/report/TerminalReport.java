package io.github.procfs4j.cli.report;

import io.github.procfs4j.cli.terminal.Printable;
import io.github.procfs4j.recording.Recording;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The report as lines of text: for each row of a table a block, in it a line for each figure with
 * its minimum, mean, percentiles and maximum, and a curve as wide as the terminal allows.
 */
final class TerminalReport {
  /** So many rows of a table are told of in full; of more, the first figure of each is. */
  private static final int FULL_ROWS = 4;

  /** So many rows of a table are told of at all. */
  private static final int ROWS = 20;

  private static final int LONGEST_NAME = 28;
  private static final int LONGEST_LIST = 20;
  private static final int NUMBER = 7;
  private static final int NARROWEST_CURVE = 4;

  private static final String STRONG = "\033[1m";
  private static final String PLAIN = "\033[0m";

  private final PrintWriter out;
  private final int columns;
  private final boolean isTerminal;

  TerminalReport(PrintWriter out, int columns, boolean isTerminal) {
    this.out = out;
    this.columns = Math.max(columns, 40);
    this.isTerminal = isTerminal;
  }

  /** What is to be known before the numbers are. */
  void begin(Recording recording, Span span) {
    Map<String, String> facts = Overview.brief(recording, span);
    int width = facts.keySet().stream().mapToInt(String::length).max().orElse(0);
    facts.forEach((name, value) -> wrapped(name + " ".repeat(width - name.length() + 2), value));
    for (String warning : Overview.warnings(recording)) {
      wrapped("! ", warning);
    }
    if (recording.sources().stream().anyMatch(source -> source.samples() > 1)) {
      out.println();
      wrapped(
          "",
          "Over the intervals between samples. The curve ends at the maximum and begins at 0, or at"
              + " the minimum where that is above half the maximum; blank: no value.");
    }
  }

  /** All that there is to tell of a source. */
  void source(SourceFigures figures) {
    out.println();
    wrapped(
        "",
        strong(Printable.line(figures.source().name()))
            + "  "
            + Printable.line(figures.source().purpose()));
    String nothing = Overview.nothing(figures);
    wrapped("", Overview.samples(figures.source()) + (nothing.isEmpty() ? "" : "; " + nothing));
    Overview.notes(figures).forEach(note -> wrapped("! ", note));
    for (TableFigures table : figures.tables()) {
      table(figures, table);
    }
  }

  private void table(SourceFigures source, TableFigures table) {
    List<RowFigures> rows = table.busiestFirst();
    int full = rows.size() <= FULL_ROWS + 1 ? rows.size() : FULL_ROWS;
    List<String> alwaysZero = alwaysZero(rows);
    for (RowFigures row : rows.subList(0, full)) {
      List<Line> lines = new ArrayList<>();
      List<String> zero = new ArrayList<>();
      for (FigureValues figure : row.figures()) {
        String name = Printable.line(figure.figure().name());
        if (figure.summary().isZero()) {
          if (!alwaysZero.contains(name)) {
            zero.add(name);
          }
        } else if (figure.summary().size() > 0) {
          lines.add(Line.of(name, figure));
        }
      }
      block(row.text(), lines, source.intervals());
      list("always 0: ", zero);
      Overview.notes(source, row).forEach(note -> wrapped("! ", note));
    }
    if (rows.size() > full) {
      List<RowFigures> brief = rows.subList(full, Math.min(rows.size(), ROWS));
      List<Line> lines =
          brief.stream()
              .filter(row -> row.figures().getFirst().summary().size() > 0)
              .map(row -> Line.of(row.briefText(), row.figures().getFirst()))
              .toList();
      block(Printable.line(table.figures().getFirst().name()), lines, source.intervals());
    }
    if (rows.size() > ROWS) {
      wrapped(
          "",
          "%s more, less busy than these, left out here; --html tells of all"
              .formatted(Overview.counted(rows.size() - ROWS, "row")));
    }
    if (!rows.isEmpty()) {
      list(rows.size() == 1 ? "always 0: " : "always 0 in each: ", alwaysZero);
    }
    list(
        "nothing but 0 or no value: ",
        table.rows().stream().filter(row -> !row.hasValues()).map(RowFigures::shortText).toList());
  }

  /** The figures that are 0 in every row in which they have a value, and have one somewhere. */
  private static List<String> alwaysZero(List<RowFigures> rows) {
    Set<String> zero = new LinkedHashSet<>();
    Set<String> other = new LinkedHashSet<>();
    for (RowFigures row : rows) {
      for (FigureValues figure : row.figures()) {
        if (figure.summary().size() > 0) {
          (figure.summary().isZero() ? zero : other).add(Printable.line(figure.figure().name()));
        }
      }
    }
    zero.removeAll(other);
    return List.copyOf(zero);
  }

  /** A line of a block. */
  private record Line(String name, FigureValues figure, Scale scale) {
    static Line of(String name, FigureValues figure) {
      return new Line(name, figure, Scale.of(figure.figure().unit(), figure.summary()));
    }
  }

  private void block(String title, List<Line> lines, Intervals intervals) {
    if (lines.isEmpty()) {
      return;
    }
    int names = Math.min(LONGEST_NAME, widest(lines.stream().map(Line::name).toList()));
    int units = widest(lines.stream().map(line -> line.scale.unit()).toList());
    int left = names + (units == 0 ? 0 : 1 + units);
    StringBuilder head = new StringBuilder();
    Summary.HEADS.forEach(text -> head.append(padded(text, NUMBER)));
    out.println();
    // The first head leaves room that a title may take.
    int room = left + NUMBER - Summary.HEADS.getFirst().length() - 1;
    if (length(title) > room) {
      wrapped("", strong(title));
      out.println(" ".repeat(left) + head);
    } else {
      String blank = " ".repeat(left) + head;
      out.println(strong(title) + blank.substring(length(title)));
    }
    int curve = columns - left - NUMBER * Summary.HEADS.size() - 2;
    for (Line line : lines) {
      String name = cut(line.name, names);
      StringBuilder text = new StringBuilder(name).append(" ".repeat(names - length(name)));
      if (units > 0) {
        String unit = line.scale.unit();
        text.append(' ').append(unit).append(" ".repeat(units - unit.length()));
      }
      line.figure
          .summary()
          .texts(line.scale)
          .forEach(number -> text.append(padded(number, NUMBER)));
      if (curve >= NARROWEST_CURVE) {
        FigureValues figure = line.figure;
        text.append("  ").append(Sparkline.of(figure.values(), intervals, figure.summary(), curve));
      }
      out.println(text.toString().stripTrailing());
    }
  }

  private static int widest(List<String> texts) {
    return texts.stream().mapToInt(TerminalReport::length).max().orElse(0);
  }

  /** How many columns a text takes. */
  private static int length(String text) {
    String shown = text.replace(STRONG, "").replace(PLAIN, "");
    return shown.codePointCount(0, shown.length());
  }

  private static String padded(String text, int width) {
    return " ".repeat(Math.max(1, width - text.length())) + text;
  }

  /** Text in at most so many columns; what was cut off is marked. */
  private static String cut(String text, int width) {
    return length(text) <= width
        ? text
        : text.substring(0, text.offsetByCodePoints(0, Math.max(0, width - 1))) + "…";
  }

  private void list(String before, List<String> names) {
    if (!names.isEmpty()) {
      int shown = names.size() <= LONGEST_LIST + 1 ? names.size() : LONGEST_LIST;
      wrapped(
          "",
          before
              + String.join(", ", names.subList(0, shown))
              + (shown == names.size() ? "" : " and %,d more".formatted(names.size() - shown)));
    }
  }

  /** Text in as many lines as it takes, the later ones indented as the first begins. */
  private void wrapped(String before, String text) {
    int indent = Math.clamp(length(before), 2, columns / 2);
    StringBuilder line = new StringBuilder(before);
    boolean isEmpty = true;
    for (String word : text.split(" ", -1)) {
      if (!isEmpty && length(line.toString()) + 1 + length(word) > columns) {
        out.println(line.toString().stripTrailing());
        line.setLength(0);
        line.append(" ".repeat(indent));
        isEmpty = true;
      }
      line.append(isEmpty ? "" : " ").append(word);
      isEmpty = false;
    }
    out.println(line.toString().stripTrailing());
  }

  private String strong(String text) {
    return isTerminal ? STRONG + text + PLAIN : text;
  }
}
