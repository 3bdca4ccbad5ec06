package io.github.procfs4j.metrics;

import io.github.procfs4j.model.Column;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * The names of what the conventions do not have: {@code linux.}, the source, its table unless the
 * source is named after it, and the column. They are in lower case, with dots between these and
 * underscores between words: {@code linux.vmstat.nr_free_pages}.
 */
final class Names {
  private static final Pattern NEW_WORD =
      Pattern.compile("(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z]{2})|(?<=[0-9])(?=[A-Z][a-z])");
  private static final Pattern NO_WORD = Pattern.compile("[^a-z0-9]+");
  private static final Pattern ENDS = Pattern.compile("^_+|_+$");
  private static final Pattern OF_CPU = Pattern.compile("cpu\\d+");

  private Names() {}

  static String of(String source, String table, String column) {
    StringBuilder name = new StringBuilder("linux");
    for (String part : source.split("/", -1)) {
      append(name, part);
    }
    String last = source.substring(source.lastIndexOf('/') + 1);
    if (!source.contains(table) && !table.startsWith(last)) {
      append(name, table);
    }
    append(name, column);
    return name.toString();
  }

  private static void append(StringBuilder name, String part) {
    String word = word(part);
    if (!word.isEmpty()) {
      name.append('.').append(word);
    }
  }

  /** A name in lower case, with underscores between its words. */
  static String word(String name) {
    String words = NEW_WORD.matcher(name).replaceAll("_").toLowerCase(Locale.ROOT);
    return ENDS.matcher(NO_WORD.matcher(words).replaceAll("_")).replaceAll("");
  }

  /** Whether a column is one of those that a table has for each CPU, such as {@code cpu0}. */
  static boolean isOfCpu(Column column) {
    return OF_CPU.matcher(column.name()).matches();
  }
}
