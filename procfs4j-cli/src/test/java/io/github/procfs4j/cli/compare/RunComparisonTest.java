package io.github.procfs4j.cli.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.github.procfs4j.cli.compare.Difference.Verdict;
import io.github.procfs4j.cli.compare.RunComparison.Method;
import io.github.procfs4j.cli.report.Shortcoming;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Made-up runs. */
@SuppressWarnings("NullAway") // what is missing fails the test
class RunComparisonTest {
  private static final int PARTS = 16;

  private static Key key(String figure) {
    return new Key("stat", "cpu", "all", figure, "%", false);
  }

  private static Run run(String name, Map<Key, RunValue> values) {
    return new Run(
        name,
        "",
        "",
        2,
        16,
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

  /** A run with this many figures, all near 100, and one more. */
  private static Run run(String name, int noise, Random random, double special) {
    Map<Key, RunValue> values = new HashMap<>();
    for (int i = 0; i < noise; i++) {
      values.put(key("noise" + i), value(100 + random.nextGaussian()));
    }
    values.put(key("special"), value(special));
    return run(name, values);
  }

  private static RunValue value(double mean) {
    float[] course = new float[PARTS];
    Arrays.fill(course, (float) mean);
    return new RunValue(mean, 0, course, null);
  }

  private static List<Run> runs(int count, IntFunction<Run> make) {
    return IntStream.range(0, count).mapToObj(make).toList();
  }

  private static RunComparison compare(int runs, int noise, double change) {
    Random random = new Random(11);
    List<Run> a = new ArrayList<>();
    List<Run> b = new ArrayList<>();
    for (int i = 0; i < runs; i++) {
      a.add(run("a" + i, noise, random, 100 + random.nextGaussian()));
      b.add(run("b" + i, noise, random, change * (100 + random.nextGaussian())));
    }
    return new RunComparison(a, b, List.of());
  }

  @Test
  void aChangeIsFoundAmongManyFigures() {
    for (int runs : new int[] {4, 5, 8, 10}) {
      RunComparison comparison = compare(runs, 300, 1.3);
      assertThat(comparison.found())
          .as("%d runs", runs)
          .hasSizeLessThanOrEqualTo(2) // one in twenty of those that are found may be chance
          .first()
          .satisfies(
              found -> {
                assertThat(found.key()).isEqualTo(key("special"));
                assertThat(found.relative()).isBetween(0.27, 0.33);
                assertThat(found.delta()).isEqualTo(1);
                assertThat(found.runsBeyond()).isEqualTo(runs);
                assertThat(found.relativeRange().low()).isLessThan(found.relative());
                assertThat(found.relativeRange().high()).isGreaterThan(found.relative());
              });
      assertThat(comparison.tested()).isEqualTo(301);
    }
  }

  /** The method follows from the numbers of runs and figures alone. */
  @Test
  void theMethodDependsOnTheNumberOfRuns() {
    assertThat(compare(10, 300, 1).method()).isEqualTo(Method.BENJAMINI_HOCHBERG);
    assertThat(compare(5, 300, 1).method()).isEqualTo(Method.GREATEST_STATISTIC);
    assertThat(compare(3, 300, 1).method()).isEqualTo(Method.TOO_FEW_RUNS);
    assertThat(compare(1, 300, 1).method()).isEqualTo(Method.BLOCKS);
  }

  @Test
  void tooFewRunsShowNothingAndSaySo() {
    RunComparison comparison = compare(3, 50, 2);
    assertThat(comparison.found()).isEmpty();
    assertThat(new Sentences(comparison).verdict(List.of()))
        .startsWith("Too few runs: 3 of A and 3 of B");
    assertThat(ComparisonText.largest(comparison, 1))
        .singleElement()
        .satisfies(largest -> assertThat(largest.key()).isEqualTo(key("special")));
  }

  @Test
  void oneNightIsComparedWithTwenty() {
    Random random = new Random(2);
    List<Run> nights = runs(20, i -> run("night" + i, 200, random, 100 + random.nextGaussian()));
    RunComparison comparison =
        new RunComparison(nights, List.of(run("tonight", 200, random, 150)), List.of());
    assertThat(comparison.method()).isEqualTo(Method.GREATEST_STATISTIC);
    assertThat(comparison.found()).extracting(Difference::key).containsExactly(key("special"));
    RunComparison usual =
        new RunComparison(nights, List.of(run("tonight", 200, random, 100)), List.of());
    assertThat(usual.found()).isEmpty();
  }

  @Test
  void singleRunsAreComparedInBlocks() {
    Random random = new Random(4);
    Map<Key, RunValue> a = new HashMap<>();
    Map<Key, RunValue> b = new HashMap<>();
    for (int figure = 0; figure < 50; figure++) {
      a.put(key("noise" + figure), noisy(random, 100));
      b.put(key("noise" + figure), noisy(random, 100));
    }
    a.put(key("special"), noisy(random, 100));
    b.put(key("special"), noisy(random, 130));
    RunComparison comparison =
        new RunComparison(List.of(run("a", a)), List.of(run("b", b)), List.of());
    assertThat(comparison.found()).extracting(Difference::key).containsExactly(key("special"));
    assertThat(new Sentences(comparison).remarks())
        .anyMatch(remark -> remark.startsWith("one run of each: "));
  }

  private static RunValue noisy(Random random, double mean) {
    float[] course = new float[PARTS];
    double sum = 0;
    for (int i = 0; i < PARTS; i++) {
      course[i] = (float) (mean + random.nextGaussian());
      sum += course[i];
    }
    return new RunValue(sum / PARTS, 0, course, null);
  }

  @Test
  void constantAndCoarseFiguresAreCounted() {
    IntFunction<Run> make =
        i ->
            run(
                "r" + i,
                Map.of(
                    key("same"), value(5),
                    key("coarse"), new RunValue(1 + i % 2 * 0.1, 0.1, new float[PARTS], null),
                    key("other"), value(i)));
    RunComparison comparison = new RunComparison(runs(5, make), runs(5, make), List.of());
    assertThat(comparison.counts())
        .containsEntry(Verdict.THE_SAME, 1)
        .containsEntry(Verdict.TOO_COARSE, 1)
        .containsEntry(Verdict.NOT_SHOWN, 1);
    assertThat(comparison.tested()).isEqualTo(1);
  }

  /** A difference of a tick is no difference, however often it is seen. */
  @Test
  void aDifferenceOfATickIsNotTold() {
    List<Run> a =
        runs(
            6,
            i ->
                run(
                    "a" + i,
                    Map.of(
                        key("x"),
                        new RunValue(1 + 0.001 * i, 0.1, new float[PARTS], null),
                        key("y"),
                        value(i))));
    List<Run> b =
        runs(
            6,
            i ->
                run(
                    "b" + i,
                    Map.of(
                        key("x"),
                        new RunValue(1.21 + 0.001 * i, 0.1, new float[PARTS], null),
                        key("y"),
                        value(i))));
    assertThat(new RunComparison(a, b, List.of()).found())
        .extracting(Difference::key)
        .containsExactly(key("x"));
    List<Run> near =
        runs(
            6,
            i ->
                run(
                    "b" + i,
                    Map.of(
                        key("x"),
                        new RunValue(1.198 + 0.001 * i, 0.1, new float[PARTS], null),
                        key("y"),
                        value(i))));
    assertThat(new RunComparison(a, near, List.of()).found()).isEmpty();
  }

  /** What only one group has is listed; processes that did not run used nothing. */
  @Test
  void unmatchedFiguresAreListed() {
    Key process = new Key("pid:*", "process", "postgres", "cpu", "CPUs", true);
    Key other = new Key("diskstats", "disk", "sdb", "%util", "%", false);
    List<Run> a = runs(5, i -> run("a" + i, Map.of(key("x"), value(i), other, value(i))));
    List<Run> b =
        runs(5, i -> run("b" + i, Map.of(key("x"), value(i), process, value(1 + 0.01 * i))));
    RunComparison comparison = new RunComparison(a, b, List.of());
    assertThat(comparison.found()).extracting(Difference::key).containsExactly(process);
    assertThat(comparison.unmatched())
        .extracting(Matching.Unmatched::what, Matching.Unmatched::reason)
        .containsExactly(tuple("diskstats sdb", "only in A"));
    assertThat(new Sentences(comparison).of(comparison.found().getFirst()))
        .startsWith("postgres: cpu +1.02 CPUs [")
        .endsWith(", from 0 to 1.02 CPUs, in all 5 runs");
  }

  private static Key process(String name, String figure) {
    return new Key("pid:*", "process", name, figure, "bytes/s", true);
  }

  /** Nothing can be shown among many figures, but what is there is said. */
  @Test
  void aProcessThatRanInOneGroupIsNamedThoughNothingIsShown() {
    Random random = new Random(5);
    Map<Key, RunValue> more =
        Map.of(
            process("dd", "written"),
            value(50),
            new Key("pid:*", "process", "dd", "run delay", "ms", false),
            value(2));
    List<Run> a = runs(3, i -> run("a" + i, 20, random, 100));
    List<Run> b = runs(3, i -> with(run("b" + i, 20, random, 100), more));
    RunComparison comparison = new RunComparison(a, b, List.of());
    assertThat(comparison.ranInOne()).containsExactly(new Matching.RanInOne("dd", true));
    assertThat(new Sentences(comparison).verdict(List.of()))
        .endsWith("; dd ran in all 3 runs of B and in none of A");
    assertThat(new Sentences(comparison).unmatched())
        .as("it is compared, so it is not listed as what cannot be")
        .containsExactly("1 figure only in B: averages of processes and threads");
    assertThat(new Sentences(new RunComparison(b, a, List.of())).verdict(List.of()))
        .endsWith("; dd ran in all 3 runs of A and in none of B");
    // One that ran in some runs only may have been chance.
    List<Run> some = List.of(a.getFirst(), b.get(1), b.get(2));
    assertThat(new RunComparison(a, some, List.of()).ranInOne()).isEmpty();
    // Where not all was read, it may have run.
    List<Run> partly = a.stream().map(RunComparisonTest::limited).toList();
    assertThat(new RunComparison(partly, runs(3, i -> with(a.get(i), more)), List.of()).ranInOne())
        .isEmpty();
  }

  private static Run with(Run run, Map<Key, RunValue> more) {
    Map<Key, RunValue> values = new HashMap<>(run.values());
    values.putAll(more);
    return run.with(values);
  }

  /** A condition is corrected only for what it names, so it can be met where nothing is shown. */
  @Test
  void aConditionThatIsMetIsInTheHeadline() {
    Random random = new Random(6);
    List<Run> a = runs(4, i -> run("a" + i, 300, random, 100 + 10 * i));
    List<Run> b = runs(4, i -> run("b" + i, 300, random, 150 + 10 * i));
    RunComparison comparison = new RunComparison(a, b, List.of());
    assertThat(comparison.found()).isEmpty();
    assertThat(new Sentences(comparison).verdict(List.of()))
        .isEqualTo("No difference is shown in 301 figures that could differ");
    Outcome met = Outcome.of(Condition.of("special > +10 %"), comparison);
    Outcome notMet = Outcome.of(Condition.of("special > +90 %"), comparison);
    assertThat(met.met()).hasSize(1);
    assertThat(new Sentences(comparison).verdict(List.of(met)))
        .isEqualTo(
            "No difference is shown in 301 figures that could differ, corrected for all of them;"
                + " but the condition of --fail-if is met");
    assertThat(new Sentences(comparison).verdict(List.of(met, notMet)))
        .endsWith("; but 1 of 2 conditions of --fail-if is met");
    assertThat(new Sentences(comparison).verdict(List.of(notMet)))
        .isEqualTo("No difference is shown in 301 figures that could differ");
    assertThat(new Sentences(comparison).of(notMet))
        .endsWith("not met by the figure: stat all special");
  }

  /** From zero all factors are the same: what is farthest apart comes first, whatever its name. */
  @Test
  void differencesFromZeroAreOrderedByHowFarApartTheyAre() {
    double[] spread = {9, 1, 3};
    RunComparison comparison =
        new RunComparison(
            runs(3, i -> run("a" + i, Map.of(key("x"), value(i)))),
            runs(
                3,
                i ->
                    run(
                        "b" + i,
                        Map.of(
                            key("x"), value(i),
                            process("a", "written"), value(50 + spread[0] * i),
                            process("b", "written"), value(50 + spread[1] * i),
                            process("c", "written"), value(50 + spread[2] * i)))),
            List.of());
    assertThat(ComparisonText.largest(comparison, 3).map(it -> it.key().row()))
        .containsExactly("b", "c", "a");
  }

  /** A process with one thread is listed once; one with several is not the same as its first. */
  @Test
  void theOnlyThreadOfAProcessIsNotListedAgain() {
    Key one = process("dd2", "written");
    Key many = process("java", "written");
    Key ofOne = new Key("pid:*", "thread", "ddN", "written", "bytes/s", true);
    Key ofMany = new Key("pid:*", "thread", "java", "written", "bytes/s", true);
    RunComparison comparison =
        new RunComparison(
            runs(5, i -> run("a" + i, Map.of(key("x"), value(i)))),
            runs(
                5,
                i ->
                    run(
                        "b" + i,
                        Map.of(
                            one, value(50 + i),
                            ofOne, value((50 + i) * 1.001),
                            many, value(80 + i),
                            ofMany, value(60 + i)))),
            List.of());
    assertThat(comparison.found()).extracting(Difference::key).contains(one, ofOne, many, ofMany);
    List<Difference> listed = comparison.withoutRepetitions(comparison.found());
    assertThat(listed).extracting(Difference::key).containsExactlyInAnyOrder(one, many, ofMany);
    Sentences sentences = new Sentences(comparison);
    assertThat(sentences.others())
        .contains("1 difference of a thread that is also that of a process, which is listed");
    assertThat(sentences.note(listed))
        .hasValueSatisfying(note -> assertThat(note).contains("children"));
    assertThat(sentences.note(listed.subList(0, 1))).isEmpty();
  }

  /** A process may have been among those for which there was no room. */
  @Test
  void whatWasNotReadIsNotZero() {
    Key process = new Key("pid:*", "process", "postgres", "cpu", "CPUs", true);
    List<Run> a = runs(5, i -> limited(run("a" + i, Map.of(key("x"), value(i)))));
    List<Run> b =
        runs(5, i -> run("b" + i, Map.of(key("x"), value(i), process, value(1 + 0.01 * i))));
    RunComparison comparison = new RunComparison(a, b, List.of());
    assertThat(comparison.found()).isEmpty();
    assertThat(comparison.unmatched())
        .extracting(Matching.Unmatched::what, Matching.Unmatched::reason)
        .containsExactly(tuple("postgres", "only read of B"));
    assertThat(new Sentences(comparison).remarks())
        .anyMatch(
            remark ->
                remark.startsWith("5 recordings with more figures")
                    && remark.contains("rows of pid:* are left out: a0"));
  }

  private static Run limited(Run run) {
    return new Run(
        run.name(),
        run.host(),
        run.kernel(),
        run.cpus(),
        run.seconds(),
        run.partSeconds(),
        run.bytes(),
        run.sources(),
        Set.of("pid:*"),
        run.values(),
        run.wentBack(),
        run.gaps(),
        run.shortcomings(),
        run.disturbance());
  }

  /** Of very many differences only some have an interval; the others are counted. */
  @Test
  void soManyDifferencesAreExamined() {
    Map<Key, RunValue> ofA = new HashMap<>();
    Map<Key, RunValue> ofB = new HashMap<>();
    for (int i = 0; i < RunComparison.EXAMINED + 7; i++) {
      ofA.put(key("x" + i), value(1));
      ofB.put(key("x" + i), value(2));
    }
    RunComparison comparison =
        new RunComparison(
            runs(5, i -> run("a" + i, ofA)), runs(5, i -> run("b" + i, ofB)), List.of());
    assertThat(comparison.found()).hasSize(RunComparison.EXAMINED);
    assertThat(comparison.counts()).containsEntry(Verdict.NOT_EXAMINED, 7);
    assertThat(new Sentences(comparison).others())
        .contains(
            "7 more figures of which the test shows a difference: too many to examine each"
                + " further");
  }

  /** What began earlier comes first, even if it is weaker. */
  @Test
  void causesComeBeforeConsequences() {
    List<Run> a =
        runs(
            6,
            i ->
                run(
                    "a" + i,
                    Map.of(key("cause"), stepped(i, 0, 16), key("effect"), stepped(i, 0, 16))));
    List<Run> b =
        runs(
            6,
            i ->
                run(
                    "b" + i,
                    Map.of(key("cause"), stepped(i, 50, 4), key("effect"), stepped(i, 200, 9))));
    RunComparison comparison = new RunComparison(a, b, List.of());
    assertThat(comparison.found())
        .extracting(Difference::key)
        .containsExactly(key("cause"), key("effect"));
    assertThat(comparison.found()).extracting(Difference::since).containsExactly(4.0, 9.0);
    assertThat(new Sentences(comparison).of(comparison.found().getFirst()))
        .endsWith(", from 4 s on");
  }

  /** Of differences that began at nearly the same time, the strongest comes first. */
  @Test
  void whatBeganTogetherIsOrderedByStrength() {
    for (int part = 3; part < 6; part++) {
      int first = part;
      List<Run> a =
          runs(
              6,
              i ->
                  run(
                      "a" + i,
                      Map.of(key("weak"), stepped(i, 0, 16), key("strong"), stepped(i, 0, 16))));
      List<Run> b =
          runs(
              6,
              i ->
                  run(
                      "b" + i,
                      Map.of(
                          key("weak"),
                          stepped(i, 50, first),
                          key("strong"),
                          stepped(i, 300, first + 1))));
      assertThat(new RunComparison(a, b, List.of()).found())
          .as("from part %d on", first)
          .extracting(Difference::key)
          .containsExactly(key("strong"), key("weak"));
    }
  }

  /** With many runs to compare with, it shows from which moment on a single one was different. */
  @Test
  void sinceWhenOneNightIsOutside() {
    IntFunction<Run> night =
        i -> run("night" + i, Map.of(key("x"), stepped(i, 0, 16), key("y"), value(i)));
    Run tonight = run("tonight", Map.of(key("x"), stepped(3, 400, 9), key("y"), value(4)));
    assertThat(new RunComparison(runs(20, night), List.of(tonight), List.of()).found())
        .singleElement()
        .satisfies(
            found -> {
              assertThat(found.key()).isEqualTo(key("x"));
              assertThat(found.since()).isEqualTo(9);
            });
  }

  /** Near 100, and greater from a part on. */
  private static RunValue stepped(int run, double by, int from) {
    float[] course = new float[PARTS];
    double sum = 0;
    for (int i = 0; i < PARTS; i++) {
      course[i] = (float) (100 + run + (i >= from ? by : 0));
      sum += course[i];
    }
    return new RunValue(sum / PARTS, 0, course, null);
  }

  @Test
  void nothingIsFoundInNoise() {
    int found = 0;
    Random random = new Random(9);
    for (int i = 0; i < 20; i++) {
      List<Run> all = new ArrayList<>();
      for (int run = 0; run < 12; run++) {
        all.add(run("r" + run, 200, random, 100 + random.nextGaussian()));
      }
      found +=
          new RunComparison(all.subList(0, 6), all.subList(6, 12), List.of()).found().isEmpty()
              ? 0
              : 1;
    }
    assertThat(found).isLessThanOrEqualTo(4); // 5 % are one; more than four have a chance of 0.3 %
  }
}
