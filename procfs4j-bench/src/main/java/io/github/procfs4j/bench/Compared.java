package io.github.procfs4j.bench;

import java.util.Arrays;

/**
 * What one of several that do the same was measured at.
 *
 * @param subject what is done: the file that is read, or what is recorded
 * @param how under which circumstances
 * @param who who does it
 * @param ns the median of the rounds, in nanoseconds of a reading or sample
 * @param reference that of the bare reading in C
 * @param spread how far the ratio varied from round to round: {@link Statistics#spread}
 * @param bytes the bytes written for a sample; NaN of readers
 * @param startNs the CPU time that starting took, until all samples cost the same; NaN of readers
 * @param resident the resident memory in bytes; NaN of readers
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

  /** A reader, from the times of rounds in which the reading in C was done as well. */
  static Compared reader(String subject, String how, String who, long[] ns, long[] reference) {
    return recorder(subject, how, who, ns, reference, Double.NaN, Double.NaN, Double.NaN);
  }

  /** A recorder, likewise. */
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

  /** A value that there is not is an empty field. */
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
