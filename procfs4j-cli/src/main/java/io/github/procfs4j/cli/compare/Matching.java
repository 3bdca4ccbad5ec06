package io.github.procfs4j.cli.compare;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * Which figures two groups of runs have in common, and which only one of them has.
 *
 * @param common the figures that both groups have
 * @param unmatched what only one group has
 * @param ranInOne the processes that ran in all runs of one group and in none of the other; they
 *     are compared
 */
record Matching(List<Key> common, List<Unmatched> unmatched, List<RanInOne> ranInOne) {
  /** Averages of tasks that did nothing in the other group are not what a group lacks. */
  private static final String AVERAGES = "averages of processes and threads";

  /**
   * What cannot be compared.
   *
   * @param what a source, or a row of one
   * @param reason why
   * @param figures the number of figures that it has
   */
  record Unmatched(String what, String reason, int figures) {}

  /**
   * Processes that ran in one group only.
   *
   * @param what their name
   * @param isInB whether that is group b
   */
  record RanInOne(String what, boolean isInB) {}

  /** Copies the lists. */
  Matching {
    common = List.copyOf(common);
    unmatched = List.copyOf(unmatched);
    ranInOne = List.copyOf(ranInOne);
  }

  /** Matches the figures of two groups. */
  static Matching of(List<Run> a, List<Run> b) {
    Map<Key, int[]> counts = new TreeMap<>();
    count(a, 0, counts);
    count(b, 1, counts);
    Set<String> ofA = all(a, Run::sources);
    Set<String> ofB = all(b, Run::sources);
    Set<String> limitedInA = all(a, Run::limited);
    Set<String> limitedInB = all(b, Run::limited);
    List<Key> common = new ArrayList<>();
    Map<String, int[]> only = new TreeMap<>();
    Map<String, int[]> onlyLookedAt = new TreeMap<>();
    counts.forEach(
        (key, count) -> {
          boolean isLimited = (count[0] > 0 ? limitedInB : limitedInA).contains(key.source());
          boolean isSumInBoth =
              key.isSum() && ofA.contains(key.source()) && ofB.contains(key.source()) && !isLimited;
          if (isSumInBoth || (count[0] > 0 && count[1] > 0)) {
            common.add(key);
            return;
          }
          boolean isSourceOfOne =
              !key.isOfCommand() && ofA.contains(key.source()) != ofB.contains(key.source());
          String what =
              isSourceOfOne
                  ? "source " + key.source()
                  : key.isOfTasks() && !key.isSum() && !isLimited ? AVERAGES : key.subject();
          (isLimited ? onlyLookedAt : only)
              .computeIfAbsent(what, any -> new int[2])[count[0] > 0 ? 0 : 1]++;
        });
    List<Unmatched> unmatched = new ArrayList<>();
    only.forEach(
        (what, count) -> {
          add(unmatched, what, "only in A", count[0]);
          add(unmatched, what, "only in B", count[1]);
        });
    onlyLookedAt.forEach(
        (what, count) -> {
          add(unmatched, what, "only read of A", count[0]);
          add(unmatched, what, "only read of B", count[1]);
        });
    return new Matching(common, unmatched, ranInOne(a, b, counts));
  }

  private static List<RanInOne> ranInOne(List<Run> a, List<Run> b, Map<Key, int[]> counts) {
    Map<String, int[]> ran = new TreeMap<>();
    counts.forEach(
        (key, count) -> {
          if (key.isSum() && key.isOfProcesses() && seeAll(a, key) && seeAll(b, key)) {
            int[] most = ran.computeIfAbsent(key.subject(), any -> new int[2]);
            most[0] = Math.max(most[0], count[0]);
            most[1] = Math.max(most[1], count[1]);
          }
        });
    List<RanInOne> those = new ArrayList<>();
    ran.forEach(
        (what, runs) -> {
          boolean isInB = runs[1] == b.size() && runs[0] == 0;
          if (isInB || (runs[0] == a.size() && runs[1] == 0)) {
            those.add(new RanInOne(what, isInB));
          }
        });
    return those;
  }

  /** Whether a process that is not in a run did not run, rather than was not read. */
  private static boolean seeAll(List<Run> runs, Key key) {
    return runs.stream().allMatch(run -> !Double.isNaN(run.missing(key)));
  }

  private static void add(List<Unmatched> unmatched, String what, String reason, int figures) {
    if (figures > 0) {
      unmatched.add(new Unmatched(what, reason, figures));
    }
  }

  private static void count(List<Run> runs, int group, Map<Key, int[]> counts) {
    for (Run run : runs) {
      run.values().keySet().forEach(key -> counts.computeIfAbsent(key, any -> new int[2])[group]++);
    }
  }

  private static Set<String> all(List<Run> runs, Function<Run, Set<String>> sources) {
    Set<String> all = new TreeSet<>();
    runs.forEach(run -> all.addAll(sources.apply(run)));
    return all;
  }
}
