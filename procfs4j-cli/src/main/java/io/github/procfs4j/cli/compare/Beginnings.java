package io.github.procfs4j.cli.compare;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** When differences between two groups of runs began, and their order by that. */
final class Beginnings {
  /** Differences that began less than this number of parts apart began together. */
  private static final int TOGETHER = 2;

  /** With fewer runs to compare with, it is not clear what is outside of them. */
  private static final int FEWEST = 3;

  private final List<Run> a;
  private final List<Run> b;
  private final double partSeconds;

  /** Of differences between these groups. */
  Beginnings(List<Run> a, List<Run> b) {
    this.a = a;
    this.b = b;
    partSeconds =
        Math.max(
            a.stream().mapToDouble(Run::partSeconds).max().orElse(0),
            b.stream().mapToDouble(Run::partSeconds).max().orElse(0));
  }

  /** The length of the parts in which it shows when a difference began, in seconds. */
  double partSeconds() {
    return partSeconds;
  }

  /**
   * When b first differed, in seconds: from then on, the median of its runs is mostly outside of
   * all runs of a, and before, it was mostly within. 0 if it always did; NaN if that cannot be
   * said.
   */
  double of(Difference difference) {
    if (a.size() < FEWEST) {
      return Double.NaN;
    }
    List<double[]> ofA = courses(difference.key(), a);
    List<double[]> ofB = courses(difference.key(), b);
    int parts = 0;
    for (double[] course : ofB) {
      parts = Math.max(parts, course.length);
    }
    double sign = Math.signum(difference.difference());
    boolean[] isBeyond = new boolean[parts];
    boolean[] isKnown = new boolean[parts];
    for (int i = 0; i < parts; i++) {
      int part = i;
      double[] before = at(ofA, part);
      double after = Statistics.median(at(ofB, part));
      isKnown[i] = before.length > 0 && !Double.isNaN(after);
      double most = Arrays.stream(before).map(value -> sign * value).max().orElse(0);
      isBeyond[i] = isKnown[i] && sign * after > most;
    }
    return first(isBeyond, isKnown) * partSeconds;
  }

  private static double[] at(List<double[]> courses, int part) {
    return courses.stream()
        .mapToDouble(course -> part < course.length ? course[part] : Double.NaN)
        .filter(value -> !Double.isNaN(value))
        .toArray();
  }

  /**
   * The first part from which on most are beyond, and before which few are; 0 if nothing is known
   * before, NaN if there is none.
   */
  static double first(boolean[] isBeyond, boolean[] isKnown) {
    int beyondAfter = 0;
    int knownAfter = 0;
    int allBeyond = 0;
    int allKnown = 0;
    for (int i = 0; i < isBeyond.length; i++) {
      allBeyond += isBeyond[i] ? 1 : 0;
      allKnown += isKnown[i] ? 1 : 0;
    }
    int best = -1;
    for (int i = isBeyond.length - 1; i >= 0; i--) {
      beyondAfter += isBeyond[i] ? 1 : 0;
      knownAfter += isKnown[i] ? 1 : 0;
      int beyondBefore = allBeyond - beyondAfter;
      int knownBefore = allKnown - knownAfter;
      if (isBeyond[i]
          && knownAfter > 1
          && 4 * beyondAfter >= 3 * knownAfter
          && 10 * beyondBefore <= knownBefore) {
        best = i;
      }
    }
    int first = 0;
    while (first < best && !isKnown[first]) {
      first++;
    }
    return best < 0 ? Double.NaN : best == first ? 0 : best;
  }

  /** The courses of a figure, in parts of the same length in all runs. */
  private List<double[]> courses(Key key, List<Run> runs) {
    List<double[]> courses = new ArrayList<>();
    for (Run run : runs) {
      double[] course = course(key, run);
      if (course != null) {
        courses.add(course);
      }
    }
    return courses;
  }

  /** The course of a figure in a run, in parts of {@link #partSeconds}; null if it is not known. */
  double @Nullable [] course(Key key, Run run) {
    RunValue value = run.values().get(key);
    if (value != null) {
      return merged(value.course(), (int) Math.round(partSeconds / run.partSeconds()));
    }
    return run.missing(key) == 0 ? new double[(int) Math.ceil(run.seconds() / partSeconds)] : null;
  }

  private static double[] merged(float[] course, int times) {
    double[] merged = new double[(course.length + times - 1) / times];
    for (int i = 0; i < merged.length; i++) {
      double sum = 0;
      int known = 0;
      for (int part = i * times; part < Math.min(course.length, (i + 1) * times); part++) {
        if (!Float.isNaN(course[part])) {
          sum += course[part];
          known++;
        }
      }
      merged[i] = known == 0 ? Double.NaN : sum / known;
    }
    return merged;
  }

  /**
   * The differences in their order: earlier ones first, of those that began together the strongest.
   * Those of which the beginning is not known are among those from the beginning.
   */
  List<Difference> ordered(List<Difference> differences) {
    Comparator<Difference> byStrength =
        Comparator.comparingDouble(Difference::strength)
            .thenComparingDouble(Difference::separation)
            .reversed()
            .thenComparing(Difference::key);
    List<Difference> byTime = new ArrayList<>(differences);
    byTime.sort(Comparator.comparingLong(this::part));
    List<Difference> ordered = new ArrayList<>();
    for (int from = 0; from < byTime.size(); from = ordered.size()) {
      long end = part(byTime.get(from)) + TOGETHER;
      byTime.subList(from, byTime.size()).stream()
          .takeWhile(difference -> part(difference) < end)
          .sorted(byStrength)
          .forEach(ordered::add);
    }
    return ordered;
  }

  private long part(Difference difference) {
    return Double.isNaN(difference.since()) ? 0 : Math.round(difference.since() / partSeconds);
  }
}
