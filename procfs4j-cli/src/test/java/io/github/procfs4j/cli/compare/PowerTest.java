package io.github.procfs4j.cli.compare;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.procfs4j.cli.compare.Difference.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * How often a difference is found, if there is one and if there is none. The runs are real: the
 * table has the means of 24 recordings of one program on a busy machine. The changes are made up: a
 * figure is multiplied in the runs of B.
 */
class PowerTest {
  private static final Path PAGE = Path.of("../docs/compare.md");
  private static final String BEGIN = "<!-- power -->\n";
  private static final String END = "<!-- end of power -->\n";

  private static final List<Run> RUNS = RunTable.read("runs.tsv");
  private static final int DIVISIONS = 20;

  /** The number of divisions without a change: enough with -Pfull to know the rate. */
  private static final int EQUAL = Integer.getInteger("procfs.equal-runs", 20);

  /** The figures that are changed, by their names in the page. */
  private static final Map<String, Key> CHANGED = new LinkedHashMap<>();

  static {
    CHANGED.put(
        "time of the command", new Key("command", "command", "command", "time", "s", false));
    CHANGED.put(
        "CPU time of a process",
        new Key("pid:command", "process", "paced.py", "cpu", "CPUs", true));
    CHANGED.put(
        "its page faults", new Key("pid:command", "process", "paced.py", "faults", "/s", true));
    CHANGED.put(
        "`w_await` of the disk", new Key("diskstats", "disk", "vda", "w_await", "ms", false));
  }

  /** Some of the runs, in two groups that chance has chosen. */
  private static List<List<Run>> divided(int runs, Random random) {
    List<Run> shuffled = new ArrayList<>(RUNS);
    Collections.shuffle(shuffled, random);
    return List.of(shuffled.subList(0, runs), shuffled.subList(runs, 2 * runs));
  }

  private static List<Run> changed(List<Run> runs, double factor) {
    return runs.stream()
        .map(
            run -> {
              Map<Key, RunValue> values = new HashMap<>(run.values());
              CHANGED
                  .values()
                  .forEach(
                      key ->
                          values.computeIfPresent(
                              key,
                              (same, value) ->
                                  new RunValue(
                                      value.mean() * factor,
                                      value.resolution(),
                                      value.course(),
                                      null)));
              return run.with(values);
            })
        .toList();
  }

  /** Of pairs of equal runs, no more than one in twenty differ. */
  @Test
  void equalRunsDoNotDiffer() {
    for (int runs : new int[] {4, 5, 8, 12}) {
      Random random = new Random(1);
      int found = 0;
      for (int i = 0; i < EQUAL; i++) {
        List<List<Run>> groups = divided(runs, random);
        found +=
            new RunComparison(groups.get(0), groups.get(1), List.of()).found().isEmpty() ? 0 : 1;
      }
      assertThat(found).as("%d runs", runs).isLessThanOrEqualTo(EQUAL / 20);
    }
  }

  /** How often each change is found, in percent, among all figures. */
  private static Map<String, Integer> found(int runs, double factor) {
    Random random = new Random(2);
    Map<String, Integer> found = new LinkedHashMap<>();
    CHANGED.keySet().forEach(name -> found.put(name, 0));
    for (int i = 0; i < DIVISIONS; i++) {
      List<List<Run>> groups = divided(runs, random);
      RunComparison comparison =
          new RunComparison(groups.get(0), changed(groups.get(1), factor), List.of());
      List<Key> keys =
          comparison.all().stream()
              .filter(difference -> difference.verdict() == Verdict.DIFFERENT)
              .map(Difference::key)
              .toList();
      CHANGED.forEach(
          (name, key) -> found.merge(name, keys.contains(key) ? 100 / DIVISIONS : 0, Integer::sum));
    }
    return found;
  }

  private static String table() {
    StringBuilder table = new StringBuilder("| | spread between runs |");
    int[] runs = {4, 5, 8, 10, 12};
    double[] factors = {1.05, 1.1, 1.2};
    List<Map<String, Integer>> columns = new ArrayList<>();
    for (int count : runs) {
      for (double factor : factors) {
        table.append(String.format(Locale.ROOT, " %d, +%.0f %% |", count, 100 * (factor - 1)));
        columns.add(found(count, factor));
      }
    }
    table.append("\n|").append(" --- |".repeat(columns.size() + 2)).append('\n');
    CHANGED.forEach(
        (name, key) -> {
          table
              .append("| ")
              .append(name)
              .append(String.format(Locale.ROOT, " | %.1f %% |", spread(key)));
          columns.forEach(column -> table.append(' ').append(column.get(name)).append(" |"));
          table.append('\n');
        });
    return table.toString();
  }

  /** The standard deviation of the runs, in percent of their mean. */
  private static double spread(Key key) {
    double[] values =
        RUNS.stream()
            .filter(run -> run.values().containsKey(key))
            .mapToDouble(run -> run.values().get(key).mean())
            .toArray();
    double mean = Arrays.stream(values).average().orElseThrow();
    double squares = Arrays.stream(values).map(value -> (value - mean) * (value - mean)).sum();
    return 100 * Math.sqrt(squares / (values.length - 1)) / mean;
  }

  /** Writes the page if the property {@code procfs.pages} is {@code write}. */
  @Test
  void thePageStatesThePower() throws IOException {
    String page = Files.readString(PAGE);
    int begin = page.indexOf(BEGIN) + BEGIN.length();
    int end = page.indexOf(END);
    assertThat(end).isGreaterThanOrEqualTo(begin);
    String table = "\n" + table() + "\n";
    if ("write".equals(System.getProperty("procfs.pages"))) {
      Files.writeString(PAGE, page.substring(0, begin) + table + page.substring(end));
    } else {
      assertThat(page.substring(begin, end)).isEqualTo(table);
    }
  }
}
