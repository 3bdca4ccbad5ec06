package io.github.procfs4j.cli.exposition;

import java.util.regex.Pattern;

/** Names and texts of foreign origin, as formats can have them. */
final class Names {
  private static final Pattern NO_PART = Pattern.compile("[^a-zA-Z0-9_]");

  private Names() {}

  /**
   * A name of a metric. As node_exporter has them, {@code Active(anon)} is {@code Active_anon};
   * anything else that a name cannot contain becomes an underscore.
   */
  static String metric(String text) {
    return NO_PART.matcher(text.replace("(", "_").replace(")", "")).replaceAll("_");
  }

  /** The value of a label between quotes. Other control characters belong to it unchanged. */
  static String label(String value) {
    return value.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
  }

  /** A help text in a format: OpenMetrics escapes quotes, too. */
  static String help(String text, Format format) {
    return format.isOpenMetrics() ? label(text) : text.replace("\\", "\\\\").replace("\n", "\\n");
  }
}
