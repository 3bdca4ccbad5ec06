package io.github.procfs4j.cli.compare;

import io.github.procfs4j.cli.compare.Bootstrap.Range;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A figure in two groups of runs.
 *
 * @param key what it is
 * @param verdict whether it differs
 * @param a its values in the runs of group a; NaN where it is not known
 * @param b its values in the runs of group b
 * @param p the p value of the rank sum test; NaN if there is none
 * @param adjusted the p value adjusted for all that was looked at, which decides; NaN if there is
 *     none
 * @param intervals confidence intervals; null if they were not computed
 * @param since when b first differed, in seconds since the beginning; 0 if it always did; NaN if
 *     that cannot be said
 */
@SuppressWarnings("ArrayRecordComponent") // they are neither changed nor compared
record Difference(
    Key key,
    Verdict verdict,
    double[] a,
    double[] b,
    double p,
    double adjusted,
    Bootstrap.@Nullable Ranges intervals,
    double since) {

  /** Whether a figure differs. */
  enum Verdict {
    /** It differs. */
    DIFFERENT,
    /** Nothing shows that it differs; it may. */
    NOT_SHOWN,
    /** The test shows that it differs, but so do too many for an interval of each. */
    NOT_EXAMINED,
    /** What it can differ by is less than what the kernel's counting can show. */
    TOO_COARSE,
    /** It is the same in all runs. */
    THE_SAME
  }

  /** With what a test has shown. */
  Difference with(double ofTest, double afterAdjustment) {
    return new Difference(key, verdict, a, b, ofTest, afterAdjustment, intervals, since);
  }

  Difference with(Verdict other) {
    return new Difference(key, other, a, b, p, adjusted, intervals, since);
  }

  Difference with(Bootstrap.Ranges ranges, double began) {
    return new Difference(key, verdict, a, b, p, adjusted, ranges, began);
  }

  double medianOfA() {
    return Statistics.median(a);
  }

  double medianOfB() {
    return Statistics.median(b);
  }

  /** By how much the median of b is greater. */
  double difference() {
    return medianOfB() - medianOfA();
  }

  /** The same as a part of the median of a; NaN if that is not positive. */
  double relative() {
    double before = medianOfA();
    return before > 0 ? difference() / before : Double.NaN;
  }

  /** The interval of the relative difference; null if there is none. */
  @Nullable Range relativeRange() {
    return intervals == null || Double.isNaN(intervals.relative().low())
        ? null
        : intervals.relative();
  }

  /** Cliff's delta: 1 if each run of b is above each of a, -1 if each is below. */
  double delta() {
    return Statistics.delta(Statistics.known(a), Statistics.known(b));
  }

  /** The number of runs of b on the side of the median of a on which their median is. */
  long runsBeyond() {
    double before = medianOfA();
    double sign = Math.signum(difference());
    return Arrays.stream(b).filter(value -> sign * (value - before) > 0).count();
  }

  /**
   * How strong it is: the least factor between the groups, as a logarithm, that agrees with the
   * interval; for one from or to zero, that from or to the least amount that was found.
   */
  double strength() {
    if (intervals == null) {
      return Math.abs(ratio(medianOfA(), medianOfB()));
    }
    Range range = intervals.difference();
    double near = range.low() > 0 ? range.low() : range.high() < 0 ? range.high() : 0;
    return Math.abs(ratio(medianOfA(), medianOfA() + near));
  }

  /**
   * How far the groups are apart, in spreads of their runs: which of the differences from or to
   * zero, all of the greatest strength, shows most.
   */
  double separation() {
    double spread = spread(a) + spread(b);
    double size = Math.abs(difference());
    return size == 0 ? 0 : spread > 0 ? size / spread : Double.POSITIVE_INFINITY;
  }

  private static double spread(double[] values) {
    double[] known = Statistics.known(values);
    Arrays.sort(known);
    return known.length == 0 ? 0 : known[known.length - 1] - known[0];
  }

  /** From or to nothing counts as a factor of a thousand: there is no other. */
  private static double ratio(double before, double after) {
    double most = Math.log(1_000);
    if (before == after) {
      return 0;
    }
    return before <= 0 || after <= 0 ? most : Math.clamp(Math.log(after / before), -most, most);
  }
}
