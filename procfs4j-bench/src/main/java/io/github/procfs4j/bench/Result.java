package io.github.procfs4j.bench;

import java.util.Locale;

/**
 * One line of the table.
 *
 * @param source the file
 * @param kase what was done; see {@link Bench} for the cases
 * @param ns the median, in nanoseconds
 * @param reference the reference, in nanoseconds; NaN if there is none
 * @param bytes bytes allocated on the heap each time; in the case {@code history}, the bytes of
 *     history for each change
 * @param text the length of the text, in bytes; for the process table, that of the texts of one
 *     process
 * @param spread the variation of the ratio between rounds: {@link Statistics#spread}; NaN if not
 *     known
 */
record Result(
    String source,
    String kase,
    double ns,
    double reference,
    double bytes,
    int text,
    double spread) {
  static final String TSV_HEADER = "source\tcase\tns_p50\tns_c\tratio\talloc_bytes\tspread";

  Result(String source, String kase, double ns, double reference, double bytes, int text) {
    this(source, kase, ns, reference, bytes, text, Double.NaN);
  }

  double ratio() {
    return ns / reference;
  }

  double nsPerByte() {
    return text == 0 ? Double.NaN : ns / text;
  }

  /** One line of tab-separated values; a missing value is an empty field. */
  String tsv() {
    return String.join(
        "\t",
        source,
        kase,
        number("%.1f", ns),
        number("%.1f", reference),
        number("%.3f", ratio()),
        number("%.1f", bytes),
        number("%.3f", spread));
  }

  static String number(String format, double value) {
    return Double.isNaN(value) ? "" : String.format(Locale.ROOT, format, value);
  }
}
