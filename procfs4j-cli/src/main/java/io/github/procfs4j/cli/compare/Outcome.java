package io.github.procfs4j.cli.compare;

import io.github.procfs4j.cli.compare.Difference.Verdict;
import io.github.procfs4j.cli.options.CommandException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What became of a {@link Condition}. The figures that it names were chosen before anything was
 * looked at, so only they are corrected for each other.
 *
 * @param condition the condition
 * @param named the figures that it names
 * @param met those that differ by as much
 * @param isDecided whether there are enough runs to say so
 */
record Outcome(Condition condition, List<Key> named, List<Difference> met, boolean isDecided) {
  /** Copies the lists. */
  Outcome {
    named = List.copyOf(named);
    met = List.copyOf(met);
  }

  /** The number of figures that it names. */
  int figures() {
    return named.size();
  }

  /** What becomes of a condition; throws a usage error if it names nothing. */
  static Outcome of(Condition condition, RunComparison comparison) {
    List<Key> common = comparison.all().stream().map(Difference::key).toList();
    Set<Key> keys = condition.among(common);
    if (keys.isEmpty()) {
      boolean isSum = common.stream().anyMatch(condition::wouldName);
      throw CommandException.usage(
          "--fail-if: «"
              + condition.text()
              + "» names no figure that both groups have"
              + (isSum
                  ? "; of processes there is only the mean"
                  : NearestFigures.hint(condition, common, comparison)));
    }
    RunComparison named =
        new RunComparison(
            only(condition, keys, comparison.a()),
            only(condition, keys, comparison.b()),
            List.of());
    boolean isDecided =
        switch (named.method()) {
          case BENJAMINI_HOCHBERG, GREATEST_STATISTIC -> true;
          // Of single runs only means are known block by block.
          case BLOCKS -> condition.statistic() == Condition.Statistic.MEAN;
          case TOO_FEW_RUNS -> false;
        };
    List<Difference> met = new ArrayList<>();
    for (Difference difference : named.all()) {
      if (isDecided && difference.verdict() == Verdict.DIFFERENT && condition.isMet(difference)) {
        met.add(difference);
      }
    }
    boolean couldBeMet = named.all().stream().anyMatch(condition::isMet);
    return new Outcome(
        condition,
        named.all().stream().map(Difference::key).toList(),
        met,
        isDecided || !couldBeMet);
  }

  /** The runs with the figures that a condition names, and of them the statistic as the mean. */
  private static List<Run> only(Condition condition, Set<Key> keys, List<Run> runs) {
    List<Run> reduced = new ArrayList<>();
    for (Run run : runs) {
      Map<Key, RunValue> values = new HashMap<>();
      run.values()
          .forEach(
              (key, value) -> {
                if (keys.contains(key)) {
                  values.put(
                      key,
                      new RunValue(
                          condition.statistic().of(value),
                          value.resolution(),
                          value.course(),
                          value.values()));
                }
              });
      reduced.add(run.with(values));
    }
    return reduced;
  }
}
