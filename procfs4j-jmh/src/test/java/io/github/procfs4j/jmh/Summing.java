package io.github.procfs4j.jmh;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** A benchmark for the tests of the profiler. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class Summing {
  /** The number of context switches that each operation of {@link #sleep} causes. */
  static final int SWITCHES = 1;

  private final int[] numbers = new int[1000];

  /** Uses a CPU all the time. */
  @Benchmark
  public int sum() {
    int sum = 0;
    for (int number : numbers) {
      sum += number;
    }
    return sum;
  }

  /** Gives up its CPU. */
  @Benchmark
  public void sleep() throws InterruptedException {
    Thread.sleep(1);
  }
}
