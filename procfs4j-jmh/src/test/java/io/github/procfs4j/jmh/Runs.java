package io.github.procfs4j.jmh;

import java.nio.file.Path;
import java.util.Objects;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/** Runs benchmarks of {@link Summing} with the profiler. */
final class Runs {
  private Runs() {}

  /** Options for iterations that are just long enough for numbers in ticks. */
  static ChainedOptionsBuilder of(String method, String options) {
    return new OptionsBuilder()
        .include(Summing.class.getName() + "\\." + method + "$")
        .addProfiler(ProcfsProfiler.class, options)
        .shouldFailOnError(true)
        .warmupIterations(1)
        .warmupTime(TimeValue.milliseconds(100))
        .measurementIterations(2)
        .measurementTime(TimeValue.milliseconds(300));
  }

  /** Runs the one benchmark, with JMH's output in a file. */
  static RunResult run(ChainedOptionsBuilder options, Path output) throws RunnerException {
    return new Runner(options.output(output.toString()).build()).runSingle();
  }

  static Result<?> secondary(RunResult result, String label) {
    return Objects.requireNonNull(result.getSecondaryResults().get(label), label);
  }

  static DisturbedResult disturbed(RunResult result) {
    return (DisturbedResult) secondary(result, DisturbedResult.LABEL);
  }
}
