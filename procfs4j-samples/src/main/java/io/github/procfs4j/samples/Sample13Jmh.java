package io.github.procfs4j.samples;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/**
 * Runs a JMH benchmark that reports which iterations were disturbed, and by which processes.
 *
 * <p>The profiler of the module procfs4j-jmh is an option of any benchmark: nothing in the
 * benchmark refers to it, and {@code -prof io.github.procfs4j.jmh.ProcfsProfiler} on the command
 * line does the same as {@code addProfiler} here. The summary has the score of the undisturbed
 * iterations beside the score of all; docs/jmh.md explains the other results.
 *
 * <p>It samples before and after each iteration, and costs nothing in between.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class Sample13Jmh {
  private final int[] numbers = new int[1000];

  /** Creates the state of a thread of the benchmark. */
  public Sample13Jmh() {}

  /** {@return a sum} This is what is measured. */
  @Benchmark
  public int sum() {
    int sum = 0;
    for (int number : numbers) {
      sum += number;
    }
    return sum;
  }

  /** Optional argument: the length of an iteration in milliseconds. */
  public static void main(String[] args) throws RunnerException {
    TimeValue time = TimeValue.milliseconds(args.length > 0 ? Long.parseLong(args[0]) : 500);
    new Runner(
            new OptionsBuilder()
                .include(Sample13Jmh.class.getName())
                .addProfiler("io.github.procfs4j.jmh.ProcfsProfiler")
                .forks(1)
                .warmupIterations(1)
                .warmupTime(time)
                .measurementIterations(3)
                .measurementTime(time)
                .build())
        .run();
  }
}
