package io.github.procfs4j.system;

import io.github.procfs4j.model.Column;
import io.github.procfs4j.model.Layout;
import io.github.procfs4j.model.Table;
import io.github.procfs4j.model.Unit;
import io.github.procfs4j.sampling.Descriptions;
import io.github.procfs4j.text.Cursor;
import io.github.procfs4j.text.MalformedTextException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Lines of a text whose version is not known, so that the meaning of their numbers is unknown. Each
 * line is a row of the table <b>line</b>, identified by its words. The column of a number is named
 * after its position among the words and numbers of the line, from 1; a number with six decimals
 * has a separate column. Anything else, such as a negative integer, remains among the words. No
 * file has figures for this table.
 */
final class UnknownLines {
  private static final Table LINE = Table.of("line", "words");

  private static final Pattern WHOLE = Pattern.compile("[0-9]+");
  private static final Pattern DECIMAL = Pattern.compile("-?[0-9]+\\.[0-9]{6}");
  private static final Unit MILLIONTHS = new Unit("count", 1, 6);

  private UnknownLines() {}

  /** Reads all lines that follow, and reports only once that {@code expected} was not found. */
  static void readAll(Cursor in, String expected, Layout.Builder out) {
    boolean[] isSaid = {false};
    in.eachLine(
        line -> {
          MalformedTextException unknown = line.malformed(expected);
          read(line, out);
          if (!isSaid[0]) {
            isSaid[0] = true;
            throw unknown;
          }
        });
  }

  /** Reads a line to its end. */
  static void read(Cursor line, Layout.Builder out) {
    StringBuilder words = new StringBuilder();
    Map<Column, Integer> cells = new LinkedHashMap<>();
    for (int place = 1; !line.atLineEnd(); place++) {
      String word = line.wordAhead();
      Column column = Descriptions.unnamed(place);
      if (WHOLE.matcher(word).matches()) {
        cells.put(column, line.unsigned());
      } else if (DECIMAL.matcher(word).matches()) {
        Column decimal = column.as(column.name() + ".decimal", MILLIONTHS).as(true);
        cells.put(decimal, line.millionths());
      } else {
        words.append(words.isEmpty() ? "" : " ").append(line.word());
      }
    }
    if (!words.isEmpty() || !cells.isEmpty()) {
      Layout.Builder.RowBuilder row = out.newRow(LINE, words.toString());
      cells.forEach(row::cell);
    }
  }
}
