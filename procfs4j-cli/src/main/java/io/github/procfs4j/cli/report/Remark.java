package io.github.procfs4j.cli.report;

import java.util.List;
import java.util.Locale;

/**
 * What is missing or odd in the numbers of a report, and why. All forms of the report use the same
 * remarks.
 *
 * @param kind a fixed word for its kind, such as {@code went_back}; docs/report-json.md lists them
 * @param what the names of the figures, measures or files to which it applies; empty if it applies
 *     to none in particular
 * @param count the number of intervals, values, processes and so on to which it applies; 0 if it
 *     counts nothing
 * @param of their total number; 0 if there is no such number
 * @param text the remark as a sentence without a final period
 */
public record Remark(String kind, List<String> what, long count, long of, String text) {
  /** Copies the names. */
  public Remark {
    what = List.copyOf(what);
  }

  /** A remark that counts nothing. */
  static Remark of(String kind, List<String> what, String text) {
    return new Remark(kind, what, 0, 0, text);
  }

  /** The word for a constant. */
  static String kind(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }

  /** The sentences alone. */
  static List<String> texts(List<Remark> remarks) {
    return remarks.stream().map(Remark::text).toList();
  }
}
