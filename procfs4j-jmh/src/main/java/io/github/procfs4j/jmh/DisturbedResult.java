package io.github.procfs4j.jmh;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.results.AggregationPolicy;
import org.openjdk.jmh.results.Aggregator;
import org.openjdk.jmh.results.BenchmarkResult;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.ResultRole;
import org.openjdk.jmh.util.ListStatistics;

/**
 * How many iterations were disturbed. Of an iteration it shows by whom, of a run the summary: the
 * iterations, and the score with and without them.
 */
final class DisturbedResult extends Result<DisturbedResult> {
  private static final long serialVersionUID = 1;

  static final String LABEL = "procfs.disturbed";
  static final String SCORE_LABEL = "procfs.score.undisturbed";

  /** The greatest number of iterations that a summary lists. */
  private static final int LISTED = 20;

  /**
   * An iteration.
   *
   * @param pid the process in which it ran
   * @param number its number there, from 1
   * @param disturbance whether it was disturbed
   * @param scores the iteration with nothing but its scores
   */
  record Iteration(long pid, int number, Disturbance disturbance, IterationResult scores)
      implements Serializable {
    private static final long serialVersionUID = 1;
  }

  private final ArrayList<Iteration> iterations;
  private final boolean isSummary;

  private DisturbedResult(Collection<Iteration> iterations, boolean isSummary) {
    super(ResultRole.SECONDARY, LABEL, statistics(iterations), "iterations", AggregationPolicy.SUM);
    this.iterations = new ArrayList<>(iterations);
    this.isSummary = isSummary;
  }

  static DisturbedResult of(Iteration iteration) {
    return new DisturbedResult(List.of(iteration), false);
  }

  private static ListStatistics statistics(Collection<Iteration> iterations) {
    ListStatistics all = new ListStatistics();
    iterations.forEach(iteration -> all.addValue(iteration.disturbance.isDisturbed() ? 1 : 0));
    return all;
  }

  List<Iteration> iterations() {
    return iterations;
  }

  @Override
  protected Aggregator<DisturbedResult> getThreadAggregator() {
    return results -> results.iterator().next(); // there is one for each iteration
  }

  @Override
  protected Aggregator<DisturbedResult> getIterationAggregator() {
    return results ->
        new DisturbedResult(
            results.stream().flatMap(result -> result.iterations.stream()).toList(), true);
  }

  @Override
  @SuppressWarnings("NullAway") // JMH expects null, and is not annotated
  protected @Nullable DisturbedResult getZeroResult() {
    return null;
  }

  /** The score of the undisturbed iterations, if there are any. */
  @Override
  @SuppressWarnings("rawtypes") // as JMH declares it
  protected Collection<? extends Result> getDerivativeResults() {
    List<Iteration> undisturbed = undisturbed();
    if (!isSummary || undisturbed.isEmpty()) {
      return List.of();
    }
    Result<?> score = score(undisturbed);
    return List.of(
        new MeasuredResult(
            ResultRole.SECONDARY_DERIVATIVE,
            SCORE_LABEL,
            score.getStatistics(),
            score.getScoreUnit()));
  }

  private List<Iteration> undisturbed() {
    return iterations.stream().filter(iteration -> !iteration.disturbance.isDisturbed()).toList();
  }

  /** The score of iterations as JMH computes it if there are no others. */
  private static Result<?> score(List<Iteration> of) {
    return new BenchmarkResult(
            of.getFirst().scores.getBenchmarkParams(), of.stream().map(Iteration::scores).toList())
        .getPrimaryResult();
  }

  @Override
  public String toString() {
    return isSummary ? super.toString() : iterations.getFirst().disturbance.toString();
  }

  /** The summary. */
  @Override
  public String extendedInfo() {
    List<Iteration> undisturbed = undisturbed();
    int disturbed = iterations.size() - undisturbed.size();
    List<String> lines = new ArrayList<>();
    lines.add(
        "%d of %d iterations %s disturbed"
            .formatted(disturbed, iterations.size(), disturbed == 1 ? "was" : "were"));
    List<Long> forks = iterations.stream().map(Iteration::pid).distinct().toList();
    iterations.stream()
        .filter(iteration -> iteration.disturbance.isDisturbed())
        .limit(LISTED)
        .forEach(
            iteration ->
                lines.add(
                    "  fork %d, iteration %d: %s"
                        .formatted(
                            forks.indexOf(iteration.pid) + 1,
                            iteration.number,
                            iteration.disturbance.text())));
    if (disturbed > LISTED) {
      lines.add("  and %d more".formatted(disturbed - LISTED));
    }
    lines.add("score of all iterations: " + score(iterations));
    if (undisturbed.isEmpty()) {
      lines.add("no iteration was undisturbed");
    } else if (disturbed > 0) {
      lines.add(
          "score of the %d undisturbed: %s".formatted(undisturbed.size(), score(undisturbed)));
    }
    iterations.stream()
        .flatMap(iteration -> iteration.disturbance.unknown().stream())
        .distinct()
        .forEach(unknown -> lines.add("not known: " + unknown));
    return lines.stream().collect(Collectors.joining("\n  ", "  ", "\n"));
  }
}
