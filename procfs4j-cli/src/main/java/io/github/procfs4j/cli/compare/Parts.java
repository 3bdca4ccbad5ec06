package io.github.procfs4j.cli.compare;

/**
 * The parts into which the time of a run is divided, so that it shows when a difference began. They
 * are a tenth of a second long, or a power of two times as long, so that parts of runs of different
 * lengths can be compared.
 */
final class Parts {
  /** The greatest number of parts of a run, unless another one is given. */
  static final int MOST = 32;

  private static final double SHORTEST = 0.1;

  private final int most;
  private final double from;
  private final double to;
  private final double length;

  /** The times of what was spread last, in parts, and the part in which it begins. */
  private double lastBegin = Double.NaN;

  private double lastEnd = Double.NaN;
  private double first;
  private double last;
  private int firstPart;

  /** The parts of a run between two times, in seconds. */
  Parts(double from, double to) {
    this(from, to, MOST);
  }

  /** At most this many parts of a run. */
  Parts(double from, double to, int most) {
    this.from = from;
    this.to = to;
    this.most = most;
    double wide = SHORTEST;
    while (wide * most < to - from) {
      wide *= 2;
    }
    length = wide;
  }

  /** The length of a part, in seconds. */
  double length() {
    return length;
  }

  /** The greatest number of parts. */
  int most() {
    return most;
  }

  /** The number of parts. */
  int count() {
    return Math.clamp((long) Math.ceil((to - from) / length - 1e-6), 1, most);
  }

  /** The length of a part as far as it belongs to the run. */
  double seconds(int part) {
    return Math.min(length, to - from - part * length);
  }

  /**
   * Adds a sum of values and their weight, which came evenly between two times, to the parts in
   * which they came.
   *
   * @param sums for each of {@link #most} parts the values, then for each the weights
   */
  void spread(double values, double weight, double begin, double end, float[] sums) {
    if (begin != lastBegin || end != lastEnd) { // usually the same for many figures
      lastBegin = begin;
      lastEnd = end;
      first = (begin - from) / length;
      last = (end - from) / length;
      firstPart = Math.clamp((long) first, 0, most - 1);
    }
    int part = firstPart;
    if (last <= part + 1 || last <= first) {
      sums[part] += (float) values;
      sums[most + part] += (float) weight;
      return;
    }
    double whole = last - first;
    double at = first;
    while (at < last) {
      double next = Math.min(last, part == most - 1 ? last : part + 1.0);
      sums[part] += (float) (values * (next - at) / whole);
      sums[most + part] += (float) (weight * (next - at) / whole);
      at = next;
      part = Math.min(part + 1, most - 1);
    }
  }
}
