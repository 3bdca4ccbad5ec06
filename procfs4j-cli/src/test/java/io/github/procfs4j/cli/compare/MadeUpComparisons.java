package io.github.procfs4j.cli.compare;

import io.github.procfs4j.cli.page.Page;
import io.github.procfs4j.cli.report.Shortcoming;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/** Comparisons of made-up runs, each of 16 parts of a second. */
@SuppressWarnings("NullAway") // what is missing fails the test
public final class MadeUpComparisons {
  static final int PARTS = 16;

  /** The part from which on B differs. */
  static final int SINCE = 8;

  /** What a hostile process may be called. */
  public static final String HOSTILE = "</script><img src=x onerror=alert(1)>\u202e\033[2J";

  private MadeUpComparisons() {}

  static Key busy() {
    return new Key("stat", "cpu", "all", "busy", "%", false);
  }

  static Key special(String row, int number) {
    return new Key("pid:*", Key.PROCESS, row, "rss" + number, "bytes", true);
  }

  /** A run that is that long, in parts of a second. */
  static Run run(String name, int parts, Map<Key, RunValue> values) {
    return new Run(
        name,
        "",
        "6.1.0",
        2,
        parts,
        1,
        0,
        Set.of("stat", "pid:*"),
        Set.of(),
        values,
        0,
        0,
        EnumSet.noneOf(Shortcoming.class),
        "");
  }

  /** A figure with this course. */
  static RunValue value(float... course) {
    double sum = 0;
    for (float value : course) {
      sum += value;
    }
    return new RunValue(sum / course.length, 0, course, null);
  }

  /**
   * Runs of which some figures differ from the eighth second on.
   *
   * @param ofB whether they are of the group that differs
   * @param row the name of the process
   * @param special the number of figures that differ
   */
  static List<Run> runs(int count, boolean ofB, String row, int special) {
    Random random = new Random(ofB ? 2 : 1);
    List<Run> runs = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Map<Key, RunValue> values = new HashMap<>();
      values.put(busy(), value(course(random, 50, 50)));
      for (int s = 0; s < special; s++) {
        values.put(special(row, s), value(course(random, 1 << 20, (1 << 20) * (ofB ? 2 : 1))));
      }
      runs.add(run((ofB ? "new" : "old") + i, PARTS, values));
    }
    return runs;
  }

  private static float[] course(Random random, double before, double after) {
    float[] course = new float[PARTS];
    double own = 1 + 0.02 * random.nextGaussian();
    for (int i = 0; i < PARTS; i++) {
      course[i] = (float) (own * (i < SINCE ? before : after) * (1 + 0.01 * random.nextGaussian()));
    }
    return course;
  }

  static RunComparison comparison(int runs, String row, int special) {
    return new RunComparison(
        runs(runs, false, row, special), runs(runs, true, row, special), List.of());
  }

  static Page page(RunComparison comparison) {
    return ComparisonPage.of(comparison, List.of(), Cut.NOTHING, 20);
  }

  /**
   * The page of groups of equally many runs.
   *
   * @param row the name of the process of which figures differ
   * @param special the number of these figures
   */
  public static Page page(int runs, String row, int special) {
    return page(comparison(runs, row, special));
  }
}
