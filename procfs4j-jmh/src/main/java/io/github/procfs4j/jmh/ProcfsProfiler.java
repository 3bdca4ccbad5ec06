package io.github.procfs4j.jmh;

import io.github.procfs4j.Procfs;
import io.github.procfs4j.printable.Printable;
import io.github.procfs4j.sampling.UnreadableException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.infra.IterationParams;
import org.openjdk.jmh.profile.InternalProfiler;
import org.openjdk.jmh.profile.ProfilerException;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.runner.IterationType;

/**
 * Shows what the kernel counted during each iteration of a benchmark, and which iterations were
 * disturbed by whom.
 *
 * <pre>
 * java -cp benchmarks.jar:procfs4j-jmh.jar:procfs4j.jar org.openjdk.jmh.Main \
 *     -prof "io.github.procfs4j.jmh.ProcfsProfiler:others=10;record=samples"
 * </pre>
 *
 * <p>Secondary results, each per second and, with the suffix {@code .norm}, per operation: context
 * switches, page faults and run delay of the threads that run the benchmark; CPU time of the other
 * threads of the JVM; interrupts, softirqs, steal and CPU time of other processes of the machine. A
 * number that is not known is left out.
 *
 * <p>The result {@code procfs.disturbed} counts the iterations in which run delay, steal or the CPU
 * time of others was above its threshold, and names who used CPU time meanwhile; {@code
 * procfs.score.undisturbed} is the score of the remaining ones.
 *
 * <p>Everything is read before an iteration begins and after it has ended, in the thread that
 * starts it. Only with the option {@code period} is anything read within iterations, by another
 * thread. docs/jmh.md describes options, results and pitfalls.
 */
public final class ProcfsProfiler implements InternalProfiler {
  private static final Duration SHORTEST = Duration.ofMillis(1);

  private final Procfs proc;
  private final ProfilerOptions options;

  /** The samplers; null before the first iteration and after the last. */
  private @Nullable Borders borders;

  private @Nullable IterationType type;
  private int iterations;

  /**
   * Creates the profiler for JMH, which calls this in each of its processes. Nothing is sampled
   * before the first iteration.
   *
   * @param options the options, separated by semicolons, such as {@code others=10;record=samples};
   *     empty for none
   * @throws ProfilerException if an option is wrong, or there is no procfs with this process; the
   *     message is shown by JMH
   */
  public ProcfsProfiler(String options) throws ProfilerException {
    this(options, Procfs.mounted());
  }

  ProcfsProfiler(String options, Procfs proc) throws ProfilerException {
    this.options = ProfilerOptions.parse(options);
    this.proc = proc;
    try {
      proc.self();
    } catch (UnreadableException e) {
      throw new ProfilerException(
          "ProcfsProfiler: " + Printable.line(String.valueOf(e.getMessage())));
    }
  }

  @Override
  public String getDescription() {
    return "What the kernel counted, and which iterations were disturbed by whom (Linux)";
  }

  @Override
  public void beforeIteration(BenchmarkParams benchmark, IterationParams iteration) {
    if (borders == null) {
      borders = open(benchmark, iteration);
    }
    if (iteration.getType() != type) {
      type = iteration.getType();
      iterations = 0;
    }
    iterations++;
    borders.begin();
  }

  private Borders open(BenchmarkParams benchmark, IterationParams iteration) {
    Duration time = Duration.ofNanos(iteration.getTime().convertTo(TimeUnit.NANOSECONDS));
    return new Borders(
        proc,
        options.period(),
        time.compareTo(SHORTEST) < 0 ? SHORTEST : time,
        options.recordings().map(directory -> directory.resolve(fileName(benchmark))),
        benchmark.id());
  }

  /** A name that no other process and no later run uses. */
  private static Path fileName(BenchmarkParams benchmark) {
    String name = benchmark.id().replaceAll("[^\\w.=-]+", "_");
    String unique =
        "-%d-%d.rec".formatted(Instant.now().toEpochMilli(), ProcessHandle.current().pid());
    return Path.of(name.substring(0, Math.min(name.length(), 150)) + unique);
  }

  @Override
  public Collection<? extends Result<?>> afterIteration(
      BenchmarkParams benchmark, IterationParams iteration, IterationResult result) {
    if (borders == null) {
      return List.of();
    }
    Iteration ended = borders.end();
    List<Result<?>> results = new ArrayList<>(ended.results(result.getMetadata().getAllOps()));
    results.add(
        DisturbedResult.of(
            new DisturbedResult.Iteration(
                ProcessHandle.current().pid(),
                iterations,
                ended.disturbance(options.thresholds()),
                scores(result))));
    if (type == IterationType.MEASUREMENT && iterations >= iteration.getCount()) {
      borders.close();
      borders = null;
    }
    return results;
  }

  /** A copy of the result with nothing but the scores. */
  private static IterationResult scores(IterationResult result) {
    IterationResult scores =
        new IterationResult(result.getBenchmarkParams(), result.getParams(), result.getMetadata());
    result.getRawPrimaryResults().forEach(scores::addResult);
    return scores;
  }
}
