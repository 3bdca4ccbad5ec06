package io.github.procfs4j.cli.screens;

import java.util.Arrays;
import java.util.OptionalInt;
import java.util.function.LongPredicate;
import java.util.stream.IntStream;

/**
 * The values of a figure over all the time that can be shown.
 *
 * <p>A value is unusual if it is further away from the median of all values than five times the
 * median of these distances, and than a tenth of the range of the values. Of several unusual values
 * in succession, the first one counts.
 *
 * @param unit the unit of the values
 * @param nanos the moments, in ascending order
 * @param values the values; NaN where they are not known
 */
@SuppressWarnings("ArrayRecordComponent") // never changed; compared by identity
public record Series(String unit, long[] nanos, double[] values) {
  /** Nothing is known. */
  public static final Series NONE = new Series("", new long[0], new double[0]);

  private static final double MANY_TIMES = 5;
  private static final double PART_OF_RANGE = 0.1;

  /** The index of the highest value, of several the latest; empty if none is known. */
  public OptionalInt highest() {
    return known().reduce((one, other) -> values[other] >= values[one] ? other : one);
  }

  /**
   * The index of a moment at which the value became unusual.
   *
   * @param isMeant which of them are meant
   * @param isFirst whether the first one of them is, or the last one
   */
  public OptionalInt unusual(LongPredicate isMeant, boolean isFirst) {
    return unusual()
        .filter(i -> isMeant.test(nanos[i]))
        .reduce((one, other) -> isFirst ? one : other);
  }

  private IntStream unusual() {
    double[] all = known().mapToDouble(i -> values[i]).sorted().toArray();
    if (all.length == 0) {
      return IntStream.empty();
    }
    double median = median(all);
    double[] distances = Arrays.stream(all).map(value -> Math.abs(value - median)).toArray();
    Arrays.sort(distances);
    double most =
        Math.max(MANY_TIMES * median(distances), PART_OF_RANGE * (all[all.length - 1] - all[0]));
    boolean[] isUnusual = new boolean[values.length];
    known().forEach(i -> isUnusual[i] = Math.abs(values[i] - median) > most);
    return IntStream.range(0, values.length)
        .filter(i -> isUnusual[i] && (i == 0 || !isUnusual[i - 1]));
  }

  /** The median of the known values; NaN if there are none. */
  public double median() {
    return median(known().mapToDouble(i -> values[i]).sorted().toArray());
  }

  private static double median(double[] ascending) {
    return ascending.length == 0 ? Double.NaN : ascending[ascending.length / 2];
  }

  private IntStream known() {
    return IntStream.range(0, values.length).filter(i -> !Double.isNaN(values[i]));
  }

  /** A value as text. */
  public String text(double value) {
    return Numbers.text(value, unit);
  }

  @Override
  public String toString() {
    return values.length + " values in " + unit;
  }
}
