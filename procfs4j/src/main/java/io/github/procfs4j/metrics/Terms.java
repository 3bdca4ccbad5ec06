package io.github.procfs4j.metrics;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a value is computed: a sum of columns or figures, which may be divided by a column.
 *
 * @param areFigures whether the names are those of figures in percent, otherwise of columns
 * @param names what is added or subtracted
 * @param isSubtracted for each of them, whether it is subtracted
 * @param divisor the column that divides the sum; null if there is none
 */
record Terms(
    boolean areFigures, List<String> names, List<Boolean> isSubtracted, @Nullable String divisor) {
  private static final String FIGURE = "figure";

  /** The sum of these columns. */
  static Terms sum(List<String> columns) {
    return new Terms(false, columns, columns.stream().map(column -> false).toList(), null);
  }

  /** Reads what is in the table, such as {@code Size - Used / Size}. */
  static Terms parse(String text) {
    List<String> names = new ArrayList<>();
    List<Boolean> isSubtracted = new ArrayList<>();
    String divisor = null;
    boolean areFigures = false;
    String sign = "+";
    for (String word : text.split(" ", -1)) {
      switch (word) {
        case FIGURE -> areFigures = true;
        case "+", "-", "/" -> sign = word;
        default -> {
          if (sign.equals("/")) {
            divisor = word;
          } else {
            names.add(word);
            isSubtracted.add(sign.equals("-"));
          }
        }
      }
    }
    return new Terms(areFigures, List.copyOf(names), List.copyOf(isSubtracted), divisor);
  }
}
