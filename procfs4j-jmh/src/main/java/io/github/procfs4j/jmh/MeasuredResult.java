package io.github.procfs4j.jmh;

import java.util.Collection;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.results.AggregationPolicy;
import org.openjdk.jmh.results.Aggregator;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.ResultRole;
import org.openjdk.jmh.util.ListStatistics;
import org.openjdk.jmh.util.Statistics;

/**
 * A number of an iteration, and its mean over the iterations that have it. JMH's own scalar result
 * would count as 0 in iterations without it.
 */
final class MeasuredResult extends Result<MeasuredResult> {
  private static final long serialVersionUID = 1;

  MeasuredResult(ResultRole role, String label, Statistics statistics, String unit) {
    super(role, label, statistics, unit, AggregationPolicy.AVG);
  }

  static MeasuredResult of(String label, double value, String unit) {
    return new MeasuredResult(ResultRole.SECONDARY, label, of(value), unit);
  }

  @Override
  protected Aggregator<MeasuredResult> getThreadAggregator() {
    return MeasuredResult::mean;
  }

  @Override
  protected Aggregator<MeasuredResult> getIterationAggregator() {
    return MeasuredResult::mean;
  }

  private static MeasuredResult mean(Collection<MeasuredResult> results) {
    ListStatistics all = new ListStatistics();
    results.forEach(result -> all.addValue(result.getScore()));
    MeasuredResult one = results.iterator().next();
    return new MeasuredResult(one.role, one.label, all, one.unit);
  }

  @Override
  @SuppressWarnings("NullAway") // JMH expects null, and is not annotated
  protected @Nullable MeasuredResult getZeroResult() {
    return null;
  }

  /** Nothing: it is in JMH's table. */
  @Override
  public String extendedInfo() {
    return "";
  }
}
