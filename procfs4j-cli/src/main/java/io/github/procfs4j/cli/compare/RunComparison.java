package io.github.procfs4j.cli.compare;

import io.github.procfs4j.cli.compare.Difference.Verdict;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.DoubleStream;
import org.jspecify.annotations.Nullable;

/**
 * Two groups of runs and the differences between them. A run is the unit of evidence: what happened
 * in it counts as one number for each figure. docs/compare.md describes how a difference is found,
 * and how sure it is.
 */
final class RunComparison {
  /** The part of comparisons of equal runs that may find any difference. */
  static final double RATE = 0.05;

  /** Results can be repeated. */
  private static final long SEED = 20;

  /** The number of blocks into which single runs are divided. */
  static final int BLOCKS = 8;

  /** Differences that began less than this number of parts apart began together. */
  private static final int TOGETHER = 2;

  /** With fewer runs to compare with, it is not clear what is outside of them. */
  private static final int FEWEST_FOR_TIME = 3;

  /** How it is decided what differs. */
  enum Method {
    /** By the rank sum test, corrected as Benjamini and Hochberg do. */
    BENJAMINI_HOCHBERG,
    /** By the greatest statistic of all other divisions of the runs (Westfall and Young). */
    GREATEST_STATISTIC,
    /** As with the greatest statistic, but of blocks of one run each. */
    BLOCKS,
    /** Not at all: there are too few runs. */
    TOO_FEW_RUNS
  }

  /**
   * A recording that is not compared.
   *
   * @param file its path
   * @param reason why
   */
  record Unread(String file, String reason) {}

  /**
   * What cannot be compared.
   *
   * @param what a source, or a row of one
   * @param reason why
   * @param figures the number of figures that it has
   */
  record Unmatched(String what, String reason, int figures) {}

  private final List<Run> a;
  private final List<Run> b;
  private final List<Unread> unread;
  private final List<Unmatched> unmatched = new ArrayList<>();
  private final Map<Key, Difference> all = new TreeMap<>();
  private final List<Difference> found = new ArrayList<>();
  private final Method method;
  private final double partSeconds;

  /** How long the recorded commands ran; null if that is not known, or all that is compared. */
  private final @Nullable Difference time;

  /**
   * Compares runs.
   *
   * @param a the runs to compare with
   * @param b the runs that may differ
   */
  RunComparison(List<Run> a, List<Run> b, List<Unread> unread) {
    this.a = List.copyOf(a);
    this.b = List.copyOf(b);
    this.unread = List.copyOf(unread);
    partSeconds = runs().stream().mapToDouble(Run::partSeconds).max().orElse(1);
    List<Key> keys = match();
    // What a study is about was chosen before anything was looked at, so it is tested alone.
    List<Key> times = keys.stream().filter(Key::isOfCommand).toList();
    if (times.size() < keys.size() && !times.isEmpty()) {
      keys.removeAll(times);
      RunComparison alone = new RunComparison(times(a), times(b), List.of());
      time = alone.all().getFirst();
    } else {
      time = null;
    }
    method = decide(keys);
    if (time != null) {
      all.put(time.key(), time);
    }
  }

  private static List<Run> times(List<Run> runs) {
    return runs.stream()
        .map(
            run -> {
              Map<Key, RunValue> times = new HashMap<>(run.values());
              times.keySet().removeIf(key -> !key.isOfCommand());
              return run.with(times);
            })
        .toList();
  }

  private List<Run> runs() {
    List<Run> runs = new ArrayList<>(a);
    runs.addAll(b);
    return runs;
  }

  /** The figures that both groups have; notes the others. */
  private List<Key> match() {
    Map<Key, int[]> counts = new TreeMap<>();
    count(a, 0, counts);
    count(b, 1, counts);
    Set<String> ofA = sources(a);
    Set<String> ofB = sources(b);
    List<Key> keys = new ArrayList<>();
    Map<String, int[]> only = new TreeMap<>();
    counts.forEach(
        (key, count) -> {
          boolean isSumInBoth =
              key.isSum() && ofA.contains(key.source()) && ofB.contains(key.source());
          if (isSumInBoth || (count[0] > 0 && count[1] > 0)) {
            keys.add(key);
          } else if (!key.isOfCommand()
              && ofA.contains(key.source()) != ofB.contains(key.source())) {
            only.computeIfAbsent("source " + key.source(), any -> new int[2])[
                count[0] > 0 ? 0 : 1]++;
          } else {
            only.computeIfAbsent(key.subject(), any -> new int[2])[count[0] > 0 ? 0 : 1]++;
          }
        });
    only.forEach(
        (what, count) -> {
          if (count[0] > 0) {
            unmatched.add(new Unmatched(what, "only in A", count[0]));
          }
          if (count[1] > 0) {
            unmatched.add(new Unmatched(what, "only in B", count[1]));
          }
        });
    return keys;
  }

  private static void count(List<Run> runs, int group, Map<Key, int[]> counts) {
    for (Run run : runs) {
      run.values().keySet().forEach(key -> counts.computeIfAbsent(key, any -> new int[2])[group]++);
    }
  }

  private static Set<String> sources(List<Run> runs) {
    Set<String> sources = new TreeSet<>();
    runs.forEach(run -> sources.addAll(run.sources()));
    return sources;
  }

  private Method decide(List<Key> keys) {
    boolean isOfBlocks = a.size() == 1 && b.size() == 1;
    List<Difference> looked = new ArrayList<>();
    List<double[]> values = new ArrayList<>();
    List<Double> resolutions = new ArrayList<>();
    int ofA = isOfBlocks ? BLOCKS : a.size();
    int ofB = isOfBlocks ? BLOCKS : b.size();
    for (Key key : keys) {
      double[] here =
          isOfBlocks
              ? concat(blocks(key, a.getFirst()), blocks(key, b.getFirst()))
              : concat(values(key, a), values(key, b));
      double resolution = resolution(key);
      Verdict verdict = look(here, ofA, ofB, resolution);
      Difference difference =
          new Difference(
              key,
              verdict,
              values(key, a),
              values(key, b),
              Double.NaN,
              Double.NaN,
              null,
              Double.NaN);
      all.put(key, difference);
      if (verdict == Verdict.NOT_SHOWN) {
        looked.add(difference);
        values.add(here);
        resolutions.add(resolution);
      }
    }
    double[][] matrix = values.toArray(double[][]::new);
    double[] p =
        values.stream()
            .mapToDouble(
                here ->
                    Statistics.rankSum(
                        Statistics.known(Arrays.copyOf(here, ofA)),
                        Statistics.known(Arrays.copyOfRange(here, ofA, ofA + ofB))))
            .map(here -> Double.isNaN(here) ? 1 : here)
            .toArray();
    Method chosen = method(isOfBlocks, ofA, ofB, looked.size());
    double[] adjusted =
        switch (chosen) {
          case BENJAMINI_HOCHBERG -> Statistics.benjaminiHochberg(p);
          case GREATEST_STATISTIC, BLOCKS ->
              GreatestStatistic.adjusted(
                  matrix,
                  ofA,
                  resolutions.stream().mapToDouble(Double::doubleValue).toArray(),
                  SEED);
          case TOO_FEW_RUNS -> DoubleStream.generate(() -> Double.NaN).limit(p.length).toArray();
        };
    for (int i = 0; i < p.length; i++) {
      Difference known = looked.get(i);
      Difference difference =
          new Difference(
              known.key(),
              known.verdict(),
              known.a(),
              known.b(),
              p[i],
              adjusted[i],
              null,
              Double.NaN);
      if (adjusted[i] <= RATE) {
        difference = confirmed(difference, matrix[i], ofA);
      }
      all.put(difference.key(), difference);
      if (difference.verdict() == Verdict.DIFFERENT) {
        found.add(difference);
      }
    }
    found.sort(order());
    return chosen;
  }

  /**
   * A difference that the test shows counts if its interval shows it, too, and it is not a tick.
   */
  private Difference confirmed(Difference difference, double[] values, int ofA) {
    Bootstrap.Ranges ranges =
        Bootstrap.of(
            Statistics.known(Arrays.copyOf(values, ofA)),
            Statistics.known(Arrays.copyOfRange(values, ofA, values.length)),
            SEED);
    boolean isShown =
        ranges.difference().excludes(0)
            && Math.abs(difference.difference()) > 2 * resolution(difference.key());
    Difference with = difference.with(ranges, isShown ? since(difference) : Double.NaN);
    return isShown ? with.with(Verdict.DIFFERENT) : with;
  }

  private static Method method(boolean isOfBlocks, int ofA, int ofB, int figures) {
    if (isOfBlocks) {
      return Method.BLOCKS;
    }
    if (Statistics.leastRankSum(ofA, ofB) * figures <= RATE && figures > 0) {
      return Method.BENJAMINI_HOCHBERG;
    }
    return leastOfGreatest(ofA, ofB) <= RATE ? Method.GREATEST_STATISTIC : Method.TOO_FEW_RUNS;
  }

  /** The least p value that the greatest statistic can have: with equal groups, twice. */
  static double leastOfGreatest(int ofA, int ofB) {
    return (ofA == ofB ? 2 : 1) / Statistics.divisions(ofA, ofB);
  }

  /** Whether a figure can be compared at all. It must not depend on which run is in which group. */
  private static Verdict look(double[] values, int ofA, int ofB, double resolution) {
    double[] known = Statistics.known(values);
    double least = Arrays.stream(known).min().orElse(0);
    double most = Arrays.stream(known).max().orElse(0);
    long others = Arrays.stream(known).filter(value -> value != 0).count();
    if (least == most) {
      return Verdict.THE_SAME;
    }
    boolean isRare = others < Math.min(2, Math.min(ofA, ofB));
    return most - least <= 2 * resolution || isRare ? Verdict.TOO_COARSE : Verdict.NOT_SHOWN;
  }

  private double resolution(Key key) {
    double resolution = 0;
    for (Run run : runs()) {
      RunValue value = run.values().get(key);
      resolution = value == null ? resolution : Math.max(resolution, value.resolution());
    }
    return resolution;
  }

  private static double[] values(Key key, List<Run> runs) {
    return runs.stream()
        .mapToDouble(
            run -> {
              RunValue value = run.values().get(key);
              return value != null
                  ? value.mean()
                  : key.isSum() && run.sources().contains(key.source()) ? 0 : Double.NaN;
            })
        .toArray();
  }

  /** The means in blocks of one run, each of several parts. */
  private static double[] blocks(Key key, Run run) {
    double[] blocks = new double[BLOCKS];
    RunValue value = run.values().get(key);
    if (value == null) {
      Arrays.fill(blocks, key.isSum() ? 0 : Double.NaN);
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

  /**
   * When b first differed: from then on, the median of its runs is mostly outside of all runs of a,
   * and before, it was mostly within.
   */
  private double since(Difference difference) {
    if (a.size() < FEWEST_FOR_TIME) {
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
    return since(isBeyond, isKnown) * partSeconds;
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
  static double since(boolean[] isBeyond, boolean[] isKnown) {
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
    return key.isSum() && run.sources().contains(key.source())
        ? new double[(int) Math.ceil(run.seconds() / partSeconds)]
        : null;
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

  /** Earlier differences first, of those that began together the strongest. */
  private Comparator<Difference> order() {
    return Comparator.comparingLong(this::beginning)
        .thenComparing(Comparator.comparingDouble(Difference::strength).reversed())
        .thenComparing(Difference::key);
  }

  /** Differences whose beginning is not known are among those from the beginning. */
  private long beginning(Difference difference) {
    return Double.isNaN(difference.since())
        ? 0
        : Math.round(difference.since() / partSeconds) / TOGETHER;
  }

  List<Run> a() {
    return a;
  }

  List<Run> b() {
    return b;
  }

  List<Unread> unread() {
    return unread;
  }

  List<Unmatched> unmatched() {
    return unmatched;
  }

  Method method() {
    return method;
  }

  /** All figures that both groups have. */
  List<Difference> all() {
    return List.copyOf(all.values());
  }

  /** Those that differ, causes before consequences where that is known, the strongest first. */
  List<Difference> found() {
    return found;
  }

  /** How many figures have each verdict. */
  Map<Verdict, Integer> counts() {
    Map<Verdict, Integer> counts = new HashMap<>();
    all.values().forEach(difference -> counts.merge(difference.verdict(), 1, Integer::sum));
    return counts;
  }

  /** How long the recorded commands ran, which is not among {@link #found}. */
  Optional<Difference> time() {
    return Optional.ofNullable(time);
  }

  /** The number of figures that were tested. */
  @SuppressWarnings("ReferenceEquality") // it is that object
  int tested() {
    return (int) all.values().stream().filter(it -> it != time && !Double.isNaN(it.p())).count();
  }

  /** The length of the parts in which it shows when a difference began, in seconds. */
  double partSeconds() {
    return partSeconds;
  }
}
