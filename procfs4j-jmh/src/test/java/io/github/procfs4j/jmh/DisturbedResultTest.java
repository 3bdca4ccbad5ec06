package io.github.procfs4j.jmh;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.infra.IterationParams;
import org.openjdk.jmh.results.AverageTimeResult;
import org.openjdk.jmh.results.BenchmarkResult;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.IterationResultMetaData;
import org.openjdk.jmh.results.ResultRole;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.IterationType;
import org.openjdk.jmh.runner.WorkloadParams;
import org.openjdk.jmh.runner.options.TimeValue;

/** The summary of made-up iterations of several forks, as JMH puts them together. */
class DisturbedResultTest {
  private static final IterationParams ITERATION =
      new IterationParams(IterationType.MEASUREMENT, 2, TimeValue.seconds(1), 1);

  private static final BenchmarkParams BENCHMARK =
      new BenchmarkParams(
          "a.B.c",
          "a.B.c",
          true,
          1,
          new int[] {1},
          List.of(),
          2,
          0,
          ITERATION,
          ITERATION,
          Mode.AverageTime,
          new WorkloadParams(),
          TimeUnit.NANOSECONDS,
          1,
          "java",
          List.of(),
          "25",
          "VM",
          "25",
          "1.37",
          TimeValue.minutes(10));

  private static final Disturbance NO = new Disturbance(List.of(), List.of(), false, List.of());

  private static final Disturbance YES =
      new Disturbance(
          List.of(
              new Disturbance.Excess("run delay", 12.34, 1),
              new Disturbance.Excess("steal", 3, 2.5)),
          List.of(
              new Disturbance.User("small", 0.001),
              new Disturbance.User("middle (pid 7)", 0.051),
              new Disturbance.User("large", 1.5)),
          true,
          List.of());

  private static IterationResult iteration(long pid, int number, double score, Disturbance how) {
    IterationResult all = scores(score);
    all.addResult(
        DisturbedResult.of(new DisturbedResult.Iteration(pid, number, how, scores(score))));
    return all;
  }

  private static IterationResult scores(double score) {
    IterationResult scores =
        new IterationResult(BENCHMARK, ITERATION, new IterationResultMetaData(1, 1));
    scores.addResult(
        new AverageTimeResult(ResultRole.PRIMARY, "c", 1, (long) score, TimeUnit.NANOSECONDS));
    return scores;
  }

  private static RunResult run(IterationResult... iterations) {
    List<BenchmarkResult> forks = new ArrayList<>();
    for (int i = 0; i < iterations.length; i += 2) {
      forks.add(new BenchmarkResult(BENCHMARK, List.of(iterations[i], iterations[i + 1])));
    }
    return new RunResult(BENCHMARK, forks);
  }

  @Test
  void theScoreWithoutDisturbedIterationsIsBesideTheScore() {
    RunResult run =
        run(
            iteration(5, 1, 10, NO),
            iteration(5, 2, 12, NO),
            iteration(6, 1, 11, NO),
            iteration(6, 2, 47, YES));
    assertThat(run.getPrimaryResult().getScore()).isEqualTo(20);
    assertThat(Runs.secondary(run, "procfs.score.undisturbed").getScore()).isEqualTo(11);
    assertThat(Runs.secondary(run, "procfs.score.undisturbed").getScoreUnit()).isEqualTo("ns/op");
    assertThat(Runs.secondary(run, "procfs.disturbed").getScore()).isEqualTo(1);
    assertThat(Runs.secondary(run, "procfs.disturbed").extendedInfo().lines())
        .satisfiesExactly(
            line -> assertThat(line).isEqualTo("  1 of 4 iterations was disturbed"),
            line ->
                assertThat(line)
                    .isEqualTo(
                        "    fork 2, iteration 2: run delay 12 % (limit 1 %), steal 3.0 % (limit"
                            + " 2.5 %); CPU time meanwhile: large 150 %, middle (pid 7) 5.1 %; the"
                            + " rest of the delay: its own threads, or a CPU limit"),
            line -> assertThat(line).startsWith("  score of all iterations: 20.000 ±(99.9%) "),
            line -> assertThat(line).startsWith("  score of the 3 undisturbed: 11.000 ±(99.9%) "));
  }

  @Test
  void thereMayBeNoUndisturbedIteration() {
    RunResult run = run(iteration(5, 1, 10, YES), iteration(5, 2, 12, YES));
    assertThat(run.getSecondaryResults()).containsOnlyKeys("procfs.disturbed");
    assertThat(Runs.secondary(run, "procfs.disturbed").extendedInfo())
        .contains("2 of 2 iterations were disturbed")
        .contains("no iteration was undisturbed");
  }

  @Test
  void aLongListIsCutShort() {
    IterationResult[] all = new IterationResult[50];
    for (int i = 0; i < all.length; i++) {
      all[i] = iteration(i / 2, i % 2 + 1, 10, YES);
    }
    assertThat(Runs.secondary(run(all), "procfs.disturbed").extendedInfo())
        .contains("fork 10, iteration 2: ")
        .doesNotContain("fork 11")
        .contains("and 30 more");
  }

  @Test
  void whatIsNotKnownIsShown() {
    Disturbance partly =
        new Disturbance(List.of(), List.of(), false, List.of("/proc/stat: not permitted"));
    assertThat(partly).hasToString("no, as far as known: /proc/stat: not permitted");
    assertThat(NO).hasToString("no");
    RunResult run = run(iteration(5, 1, 10, partly), iteration(5, 2, 12, partly));
    assertThat(Runs.secondary(run, "procfs.disturbed").extendedInfo())
        .containsOnlyOnce("  not known: /proc/stat: not permitted");
  }

  /** JMH's own results count as 0 in an iteration that lacks them. */
  @Test
  void aNumberThatAnIterationLacksIsNotZero() {
    IterationResult one = iteration(5, 1, 10, NO);
    IterationResult other = iteration(5, 2, 10, NO);
    one.addResult(MeasuredResult.of("procfs.x", 30, "#/s"));
    assertThat(Runs.secondary(run(one, other), "procfs.x").getScore()).isEqualTo(30);
    other.addResult(MeasuredResult.of("procfs.x", 40, "#/s"));
    assertThat(Runs.secondary(run(one, other), "procfs.x").getScore()).isEqualTo(35);
  }
}
