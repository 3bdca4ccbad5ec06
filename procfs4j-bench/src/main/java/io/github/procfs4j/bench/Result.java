package io.github.procfs4j.bench;

import java.util.Locale;

/**
 * One line of the table.
 *
 * @param source the file
 * @param kase what was done; {@link Bench} says what each case is
 * @param ns the median, in nanoseconds
 * @param reference what it is compared with, in nanoseconds; NaN if with nothing
 * @param bytes bytes allocated on the heap each time; in the case {@code history}, the bytes of
 *     history that a change takes
 * @param text the length of the text, in bytes; of the process table that of a process's texts
 * @param spread how far the ratio varied from round to round: {@link Statistics#spread}; NaN if not
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

  /** A value that there is not is an empty field. */
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
