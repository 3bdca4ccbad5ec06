package io.github.procfs4j.bench;

import java.util.Arrays;

/**
 * The measurement of one of several programs that do the same.
 *
 * @param subject the subject: the file that is read, or what is recorded
 * @param how the circumstances
 * @param who the program
 * @param ns the median of the rounds, in nanoseconds for a reading or sample
 * @param reference the median of the bare reading in C
 * @param spread the variation of the ratio between rounds: {@link Statistics#spread}
 * @param bytes the bytes written for each sample; NaN for readers
 * @param startNs the CPU time that starting took, until all samples cost the same; NaN for readers
 * @param resident the resident memory in bytes; NaN for readers
 */
record Compared(
    String subject,
    String how,
    String who,
    double ns,
    double reference,
    double spread,
    double bytes,
    double startNs,
    double resident) {
  static final String TSV_HEADER =
      "subject\thow\twho\tns_p50\tns_c\tratio\tspread\tbytes\tstart_ns\tresident_bytes";

  /** The result of a reader, from rounds in which the reading in C was measured too. */
  static Compared reader(String subject, String how, String who, long[] ns, long[] reference) {
    return recorder(subject, how, who, ns, reference, Double.NaN, Double.NaN, Double.NaN);
  }

  /** The result of a recorder. */
  static Compared recorder(
      String subject,
      String how,
      String who,
      long[] ns,
      long[] reference,
      double bytes,
      double startNs,
      double resident) {
    return new Compared(
        subject,
        how,
        who,
        Statistics.median(ns),
        Statistics.median(reference),
        Statistics.spread(ns, reference),
        bytes,
        startNs,
        resident);
  }

  double ratio() {
    return ns / reference;
  }

  /** One line of tab-separated values; a missing value is an empty field. */
  String tsv() {
    return String.join(
        "\t",
        Arrays.asList(
            subject,
            how,
            who,
            Result.number("%.1f", ns),
            Result.number("%.1f", reference),
            Result.number("%.3f", ratio()),
            Result.number("%.3f", spread),
            Result.number("%.1f", bytes),
            Result.number("%.0f", startNs),
            Result.number("%.0f", resident)));
  }
}
