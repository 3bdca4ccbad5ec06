package io.github.procfs4j.bench;

import io.github.procfs4j.micrometer.ProcfsMetrics;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/** What the first binding in a JVM takes: a program of its own, which is run several times. */
final class FirstBinding {
  private static final int RUNS = 15;
  private static final double NANOS_PER_MILLI = 1_000_000;

  private FirstBinding() {}

  /** Runs the program, and returns a line with the medians. */
  static String measure() throws IOException {
    long[][] columns = new long[4][RUNS];
    for (int run = 0; run < RUNS; run++) {
      String[] words = line().split(" ", -1);
      for (int column = 0; column < columns.length; column++) {
        columns[column][run] = Long.parseLong(words[column]);
      }
    }
    return String.format(
        Locale.ROOT,
        "binding: %.1f ms of CPU time, %.1f ms passed; Micrometer's first meter before that: %.1f"
            + " and %.1f%n",
        millis(columns[2]),
        millis(columns[3]),
        millis(columns[0]),
        millis(columns[1]));
  }

  private static double millis(long[] nanos) {
    return Statistics.median(nanos) / NANOS_PER_MILLI;
  }

  private static String line() throws IOException {
    Process process =
        new ProcessBuilder(
                ProcessHandle.current().info().command().orElse("java"),
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                FirstBinding.class.getName())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try (var lines = process.inputReader()) {
      String line = lines.readLine();
      if (line == null) {
        throw new IOException("a JVM that should have bound meters printed nothing");
      }
      return line;
    }
  }

  /** Something that a meter of Micrometer may measure. */
  private static final class One implements ToDoubleFunction<One> {
    @Override
    public double applyAsDouble(One one) {
      return 1;
    }
  }

  /**
   * Prints the nanoseconds of Micrometer's first meter, CPU time and time that passed, and of
   * binding.
   */
  public static void main(String[] args) {
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    threads.getCurrentThreadCpuTime();
    MeterRegistry registry = new SimpleMeterRegistry();
    One one = new One();
    long cpu = threads.getCurrentThreadCpuTime();
    long nanos = System.nanoTime();
    Gauge.builder("one", one, one).register(registry);
    long cpuThen = threads.getCurrentThreadCpuTime();
    long nanosThen = System.nanoTime();
    ProcfsMetrics metrics = new ProcfsMetrics();
    metrics.bindTo(registry);
    long cpuNow = threads.getCurrentThreadCpuTime();
    long nanosNow = System.nanoTime();
    System.out.printf(
        "%d %d %d %d%n", cpuThen - cpu, nanosThen - nanos, cpuNow - cpuThen, nanosNow - nanosThen);
    metrics.close();
  }
}
