package io.github.procfs4j.cli.compare;

import io.github.procfs4j.cli.compare.Difference.Verdict;
import io.github.procfs4j.cli.compare.Matching.Unmatched;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;
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

  /**
   * So many differences that the test shows are examined further in any comparison, as their
   * intervals take time; further ones for each of so many bytes of the recordings.
   */
  static final int EXAMINED = 2_000;

  private static final int BYTES_AN_EXAMINED = 512;

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

  private final List<Run> a;
  private final List<Run> b;
  private final List<Unread> unread;
  private final List<Unmatched> unmatched;
  private final Evidence evidence;
  private final Beginnings beginnings;
  private final Bootstrap bootstrap = new Bootstrap(SEED);
  private final RankSum rankSum = new RankSum();
  private final Map<Key, Difference> all = new TreeMap<>();
  private final List<Difference> found;
  private final Method method;

  private final List<Matching.RanInOne> ranInOne;

  /** How subjects are shown, and what repeats others; null until first needed. */
  private @Nullable DistinctNames names;

  private @Nullable Set<Key> repeated;

  /** How long the recorded commands ran; null if that is not known, or all that is compared. */
  private final @Nullable Difference time;

  /**
   * Compares runs.
   *
   * @param a the runs to compare with
   * @param b the runs that may differ
   * @param unread the recordings that could not be read
   */
  RunComparison(List<Run> a, List<Run> b, List<Unread> unread) {
    this.a = List.copyOf(a);
    this.b = List.copyOf(b);
    this.unread = List.copyOf(unread);
    evidence = new Evidence(this.a, this.b);
    beginnings = new Beginnings(this.a, this.b);
    Matching matching = Matching.of(a, b);
    unmatched = matching.unmatched();
    ranInOne = matching.ranInOne();
    List<Key> keys = new ArrayList<>(matching.common());
    // What a study is about was chosen before anything was looked at, so it is tested alone.
    List<Key> times = keys.stream().filter(Key::isOfCommand).toList();
    if (times.size() < keys.size() && !times.isEmpty()) {
      keys.removeAll(times);
      RunComparison alone = new RunComparison(times(a), times(b), List.of());
      time = alone.all().getFirst();
    } else {
      time = null;
    }
    List<Looked> looked = look(keys);
    method = method(looked.size());
    found = beginnings.ordered(test(looked));
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

  /**
   * A figure that can be tested.
   *
   * @param difference what is known about it
   * @param values the numbers of {@link Evidence#of}
   * @param resolution the least difference that means anything
   */
  @SuppressWarnings("ArrayRecordComponent") // they are neither changed nor compared
  private record Looked(Difference difference, double[] values, double resolution) {}

  /** Notes all figures; returns those that can be tested. */
  private List<Looked> look(List<Key> keys) {
    List<Looked> looked = new ArrayList<>();
    for (Key key : keys) {
      double[] values = evidence.of(key);
      double resolution = evidence.resolution(key);
      Difference difference =
          new Difference(
              key,
              look(values, evidence.ofA(), evidence.ofB(), resolution),
              Evidence.values(key, a),
              Evidence.values(key, b),
              Double.NaN,
              Double.NaN,
              null,
              Double.NaN);
      all.put(key, difference);
      if (difference.verdict() == Verdict.NOT_SHOWN) {
        looked.add(new Looked(difference, values, resolution));
      }
    }
    return looked;
  }

  /** Whether a figure can be compared at all. It must not depend on which run is in which group. */
  private static Verdict look(double[] values, int ofA, int ofB, double resolution) {
    double[] known = Statistics.known(values);
    if (known.length == 0) {
      return Verdict.THE_SAME;
    }
    double least = known[0];
    double most = known[0];
    int others = 0;
    for (double value : known) {
      least = Math.min(least, value);
      most = Math.max(most, value);
      others += value != 0 ? 1 : 0;
    }
    if (least == most) {
      return Verdict.THE_SAME;
    }
    boolean isRare = others < Math.min(2, Math.min(ofA, ofB));
    return most - least <= 2 * resolution || isRare ? Verdict.TOO_COARSE : Verdict.NOT_SHOWN;
  }

  private Method method(int figures) {
    if (evidence.isOfBlocks()) {
      return Method.BLOCKS;
    }
    int ofA = evidence.ofA();
    int ofB = evidence.ofB();
    if (Statistics.leastRankSum(ofA, ofB) * figures <= RATE && figures > 0) {
      return Method.BENJAMINI_HOCHBERG;
    }
    return leastOfGreatest(ofA, ofB) <= RATE ? Method.GREATEST_STATISTIC : Method.TOO_FEW_RUNS;
  }

  /** The least p value that the greatest statistic can have: with equal groups, twice. */
  static double leastOfGreatest(int ofA, int ofB) {
    return (ofA == ofB ? 2 : 1) / Statistics.divisions(ofA, ofB);
  }

  /** Tests figures, and notes the result; returns those that differ. */
  private List<Difference> test(List<Looked> looked) {
    double[][] values = looked.stream().map(Looked::values).toArray(double[][]::new);
    double[] p = Arrays.stream(values).mapToDouble(this::rankSum).toArray();
    double[] adjusted =
        switch (method) {
          case BENJAMINI_HOCHBERG -> Statistics.benjaminiHochberg(p);
          case GREATEST_STATISTIC, BLOCKS ->
              GreatestStatistic.adjusted(
                  values,
                  evidence.ofA(),
                  looked.stream().mapToDouble(Looked::resolution).toArray(),
                  GreatestStatistic.most(values.length, evidence.ofA() + evidence.ofB(), bytes()),
                  SEED);
          case TOO_FEW_RUNS -> DoubleStream.generate(() -> Double.NaN).limit(p.length).toArray();
        };
    List<Difference> tested = new ArrayList<>();
    for (int i = 0; i < p.length; i++) {
      tested.add(looked.get(i).difference.with(p[i], adjusted[i]));
    }
    BitSet examined = examined(tested);
    List<Difference> different = new ArrayList<>();
    for (int i = 0; i < p.length; i++) {
      Difference difference = tested.get(i);
      if (examined.get(i)) {
        difference = confirmed(difference, looked.get(i));
      } else if (difference.adjusted() <= RATE) {
        difference = difference.with(Verdict.NOT_EXAMINED);
      }
      all.put(difference.key(), difference);
      if (difference.verdict() == Verdict.DIFFERENT) {
        different.add(difference);
      }
    }
    return different;
  }

  private long bytes() {
    return Stream.concat(a.stream(), b.stream()).mapToLong(Run::bytes).sum();
  }

  /**
   * Which of the differences that the test shows are examined: if they are too many, the surest.
   */
  private BitSet examined(List<Difference> tested) {
    int[] shown =
        IntStream.range(0, tested.size()).filter(i -> tested.get(i).adjusted() <= RATE).toArray();
    long most = EXAMINED + bytes() / BYTES_AN_EXAMINED;
    if (shown.length > most) {
      double[] deltas = tested.stream().mapToDouble(it -> Math.abs(it.delta())).toArray();
      shown =
          Arrays.stream(shown)
              .boxed()
              .sorted(
                  Comparator.comparingDouble((Integer i) -> tested.get(i).adjusted())
                      .thenComparingDouble(i -> -deltas[i]))
              .limit(most)
              .mapToInt(Integer::intValue)
              .toArray();
    }
    BitSet examined = new BitSet();
    Arrays.stream(shown).forEach(examined::set);
    return examined;
  }

  private double[] ofA(double[] values) {
    return Statistics.known(Arrays.copyOf(values, evidence.ofA()));
  }

  private double[] ofB(double[] values) {
    return Statistics.known(Arrays.copyOfRange(values, evidence.ofA(), values.length));
  }

  private double rankSum(double[] values) {
    double p = rankSum.p(ofA(values), ofB(values));
    return Double.isNaN(p) ? 1 : p;
  }

  /**
   * A difference that the test shows counts if its interval shows it, too, and it is not a tick.
   */
  private Difference confirmed(Difference difference, Looked looked) {
    Bootstrap.Ranges ranges = bootstrap.of(ofA(looked.values), ofB(looked.values));
    boolean isShown =
        ranges.difference().excludes(0)
            && Math.abs(difference.difference()) > 2 * looked.resolution;
    Difference with = difference.with(ranges, isShown ? beginnings.of(difference) : Double.NaN);
    return isShown ? with.with(Verdict.DIFFERENT) : with;
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

  /** The processes that ran in all runs of one group and in none of the other. */
  List<Matching.RanInOne> ranInOne() {
    return ranInOne;
  }

  /** Differences without those of threads that are those of a process once more. */
  List<Difference> withoutRepetitions(List<Difference> differences) {
    return differences.stream().filter(it -> !repeated().contains(it.key())).toList();
  }

  /** How many of the figures that differ are those of a process once more. */
  int repetitions() {
    return found.size() - withoutRepetitions(found).size();
  }

  private Set<Key> repeated() {
    Set<Key> known = repeated;
    if (known == null) {
      known = OnlyThreads.of(all.values(), evidence::resolution);
      repeated = known;
    }
    return known;
  }

  /** What its subjects are called in sentences. */
  DistinctNames names() {
    DistinctNames known = names;
    if (known == null) {
      Set<String> subjects = new HashSet<>();
      all.keySet().forEach(key -> subjects.add(key.subject()));
      unmatched.forEach(one -> subjects.add(one.what()));
      ranInOne.forEach(one -> subjects.add(one.what()));
      known = new DistinctNames(subjects);
      names = known;
    }
    return known;
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
    return beginnings.partSeconds();
  }
}
