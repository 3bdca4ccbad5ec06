package io.github.procfs4j.cli.compare;

import java.util.Arrays;
import java.util.List;

/**
 * The numbers that are compared of each figure: one for each run or, if there is one run in each
 * group, one for each block of these two.
 */
final class Evidence {
  /** The number of blocks into which single runs are divided. */
  static final int BLOCKS = 8;

  private final List<Run> a;
  private final List<Run> b;
  private final boolean isOfBlocks;

  /** Of these groups. */
  Evidence(List<Run> a, List<Run> b) {
    this.a = a;
    this.b = b;
    isOfBlocks = a.size() == 1 && b.size() == 1;
  }

  /** Whether the numbers are those of blocks. */
  boolean isOfBlocks() {
    return isOfBlocks;
  }

  /** How many numbers of each figure are those of group a, which come first. */
  int ofA() {
    return isOfBlocks ? BLOCKS : a.size();
  }

  /** How many numbers of each figure are those of group b. */
  int ofB() {
    return isOfBlocks ? BLOCKS : b.size();
  }

  /** The numbers of a figure, first those of group a; NaN where one is not known. */
  double[] of(Key key) {
    return isOfBlocks
        ? concat(blocks(key, a.getFirst()), blocks(key, b.getFirst()))
        : concat(values(key, a), values(key, b));
  }

  /** What the kernel's counting can show at all, in the run in which that is least precise. */
  double resolution(Key key) {
    return Math.max(resolution(key, a), resolution(key, b));
  }

  private static double resolution(Key key, List<Run> runs) {
    double least = 0;
    for (Run run : runs) {
      RunValue value = run.values().get(key);
      least = Math.max(least, value == null ? 0 : value.resolution());
    }
    return least;
  }

  /** The values of a figure in some runs; NaN where it is not known. */
  static double[] values(Key key, List<Run> runs) {
    double[] values = new double[runs.size()];
    for (int i = 0; i < values.length; i++) {
      RunValue value = runs.get(i).values().get(key);
      values[i] = value != null ? value.mean() : runs.get(i).missing(key);
    }
    return values;
  }

  /** The means in blocks of one run, each of several parts. */
  private static double[] blocks(Key key, Run run) {
    double[] blocks = new double[BLOCKS];
    RunValue value = run.values().get(key);
    if (value == null) {
      Arrays.fill(blocks, run.missing(key));
      return blocks;
    }
    float[] course = value.course();
    for (int i = 0; i < BLOCKS; i++) {
      int from = course.length * i / BLOCKS;
      int to = Math.max(from + 1, course.length * (i + 1) / BLOCKS);
      double sum = 0;
      int known = 0;
      for (int part = from; part < Math.min(to, course.length); part++) {
        if (!Float.isNaN(course[part])) {
          sum += course[part];
          known++;
        }
      }
      blocks[i] = known == 0 || course.length < BLOCKS ? Double.NaN : sum / known;
    }
    return blocks;
  }

  private static double[] concat(double[] one, double[] other) {
    double[] both = Arrays.copyOf(one, one.length + other.length);
    System.arraycopy(other, 0, both, one.length, other.length);
    return both;
  }
}
