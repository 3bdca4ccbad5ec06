package io.github.procfs4j.metrics;

import java.util.ArrayList;
import java.util.List;

/**
 * How a value is computed: a sum of columns, which may be divided by a sum of others.
 *
 * @param isShareOfGrowth whether both sums are those of the growth since the previous sample
 * @param names what is added or subtracted
 * @param isSubtracted for each of them, whether it is subtracted
 * @param divisors what divides the sum; empty if nothing does
 */
record Terms(
    boolean isShareOfGrowth,
    List<String> names,
    List<Boolean> isSubtracted,
    List<String> divisors) {
  private static final String SHARE_OF_GROWTH = "share";

  /** The sum of these columns. */
  static Terms sum(List<String> columns) {
    return new Terms(false, columns, columns.stream().map(column -> false).toList(), List.of());
  }

  /** Reads what is in the table, such as {@code Size - Used / Size}. */
  static Terms parse(String text) {
    List<String> names = new ArrayList<>();
    List<Boolean> isSubtracted = new ArrayList<>();
    List<String> divisors = new ArrayList<>();
    boolean isShareOfGrowth = false;
    boolean isDivisor = false;
    boolean isMinus = false;
    for (String word : text.split(" ", -1)) {
      switch (word) {
        case SHARE_OF_GROWTH -> isShareOfGrowth = true;
        case "/" -> isDivisor = true;
        case "+", "-" -> isMinus = word.equals("-");
        default -> {
          if (isDivisor) {
            divisors.add(word);
          } else {
            names.add(word);
            isSubtracted.add(isMinus);
          }
        }
      }
    }
    return new Terms(
        isShareOfGrowth, List.copyOf(names), List.copyOf(isSubtracted), List.copyOf(divisors));
  }
}
