package io.github.procfs4j.cli.compare;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A figure of two groups of runs on one axis of time, which begins with each run: the mean of each
 * run in successive parts of it, and what these amount to in each group. Where fewer than half of
 * the runs of a group are known, because the others have ended, that is not known: it would show
 * which runs were longer.
 */
final class Overlay {
  /** The parts of the runs of a group that its middle half is between. */
  private static final double LOW = 0.25;

  private static final double HIGH = 0.75;

  private final int parts;
  private final Group a;
  private final Group b;

  /**
   * The runs of a group.
   *
   * @param courses the course of each run, NaN where it is not known
   * @param median the median of the runs in each part
   * @param low the lower quartile
   * @param high the upper quartile
   */
  @SuppressWarnings("ArrayRecordComponent") // they are neither changed nor compared
  record Group(List<double[]> courses, double[] median, double[] low, double[] high) {}

  private Overlay(List<double[]> ofA, List<double[]> ofB) {
    int most = 0;
    for (List<double[]> courses : List.of(ofA, ofB)) {
      for (double[] course : courses) {
        most = Math.max(most, course.length);
      }
    }
    parts = most;
    a = group(ofA);
    b = group(ofB);
  }

  /** A figure of the runs that are compared. */
  static Overlay of(Key key, Courses courses) {
    return new Overlay(courses.of(key, courses.a()), courses.of(key, courses.b()));
  }

  private Group group(List<double[]> given) {
    List<double[]> courses = new ArrayList<>();
    for (double[] course : given) {
      double[] longer = Arrays.copyOf(course, parts);
      Arrays.fill(longer, course.length, parts, Double.NaN);
      courses.add(longer);
    }
    long known = given.stream().filter(course -> course.length > 0).count();
    double[] median = new double[parts];
    double[] low = new double[parts];
    double[] high = new double[parts];
    for (int i = 0; i < parts; i++) {
      int part = i;
      double[] sorted =
          Statistics.known(courses.stream().mapToDouble(course -> course[part]).toArray());
      if (2L * sorted.length < known) {
        sorted = new double[0];
      }
      Arrays.sort(sorted);
      median[i] = Statistics.medianOfSorted(sorted);
      low[i] = quantile(sorted, LOW);
      high[i] = quantile(sorted, HIGH);
    }
    return new Group(courses, median, low, high);
  }

  /** A quantile of sorted numbers, interpolated between them as the median is; NaN of none. */
  static double quantile(double[] sorted, double part) {
    if (sorted.length == 0) {
      return Double.NaN;
    }
    double at = part * (sorted.length - 1);
    int below = (int) at;
    int above = Math.min(below + 1, sorted.length - 1);
    return sorted[below] + (at - below) * (sorted[above] - sorted[below]);
  }

  /** The number of parts; 0 if nothing is known over time. */
  int parts() {
    return parts;
  }

  Group a() {
    return a;
  }

  Group b() {
    return b;
  }

  /** By how much the median of b is greater in each part; NaN where one is not known. */
  double[] difference() {
    double[] difference = new double[parts];
    for (int i = 0; i < parts; i++) {
      difference[i] = b.median[i] - a.median[i];
    }
    return difference;
  }
}
