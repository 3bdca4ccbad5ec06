package io.github.procfs4j.cli.report;

import java.util.List;
import java.util.Locale;

/**
 * What is missing or odd in the numbers of a report, and why. Every form of the report draws from
 * the same remarks.
 *
 * @param kind what it is in a word that stays the same, such as {@code went_back};
 *     docs/report-json.md lists them
 * @param what the names of the figures, measures or files that it is about; empty if it is about no
 *     particular one
 * @param count how many intervals, values, processes and so on it is true of; 0 if it counts
 *     nothing
 * @param of of how many of them; 0 if there is no such number
 * @param text the same in a sentence without an end
 */
public record Remark(String kind, List<String> what, long count, long of, String text) {
  /** Keeps the names as they are now. */
  public Remark {
    what = List.copyOf(what);
  }

  /** One that counts nothing. */
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
