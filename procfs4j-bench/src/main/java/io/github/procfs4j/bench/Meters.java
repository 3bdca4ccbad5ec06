package io.github.procfs4j.bench;

import com.sun.management.ThreadMXBean;
import io.github.procfs4j.Procfs;
import io.github.procfs4j.micrometer.ProcfsMetrics;
import io.github.procfs4j.sampling.SampledFile;
import io.github.procfs4j.sampling.Sampler;
import io.github.procfs4j.system.DiskStats;
import io.github.procfs4j.system.MemInfo;
import io.github.procfs4j.system.NetDev;
import io.github.procfs4j.system.Stat;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.DoubleAccumulator;
import oshi.SystemInfo;
import oshi.hardware.HardwareAbstractionLayer;

/**
 * Measures a scrape of meters: each meter of a registry is read once. Scrapes of all kinds are made
 * in turn, with a pause before each, because caches are cold in a service, too.
 */
final class Meters {
  static final String HELP =
      """
      Usage: ./bench meters
      Measures a scrape, the reading of each meter of a registry, in about a minute.

      Columns: meters, how many there are; us_p50, the median of the time; alloc_b, bytes allocated on
      the heap.

        samples       the usual files sampled, without meters
        procfs4j      their meters
        four samples  stat, meminfo, diskstats and net/dev sampled
        procfs4j      their meters
        OSHI          CPU ticks, memory, disks and network interfaces, which are in these four files
        Micrometer    its own binders of processor, uptime and file descriptors
      """;

  private static final int ROUNDS = 150;
  private static final Duration PAUSE = Duration.ofMillis(20);

  /** Longer than a scrape takes, and shorter than the pause. */
  private static final Duration GREATEST_AGE = Duration.ofMillis(10);

  private static final double NANOS_PER_MICRO = 1_000;
  private static final double NANOS_PER_MILLI = 1_000_000;

  /** Receives what is read, so that no reading can be left out. */
  private final DoubleAccumulator sink = new DoubleAccumulator(Math::max, 0);

  private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private final List<AutoCloseable> opened = new ArrayList<>();

  /** Something that is measured in turn with the others. */
  private static final class Contender {
    private final String name;
    private final int meters;
    private final Runnable scrape;
    private final long[] nanos = new long[ROUNDS];
    private final long[] bytes = new long[ROUNDS];

    Contender(String name, int meters, Runnable scrape) {
      this.name = name;
      this.meters = meters;
      this.scrape = scrape;
    }
  }

  private Meters() {}

  static void run(PrintStream out) throws Exception {
    Meters bench = new Meters();
    try {
      bench.measure(out);
    } finally {
      for (AutoCloseable closeable : bench.opened) {
        closeable.close();
      }
    }
  }

  private void measure(PrintStream out) throws InterruptedException {
    MeterRegistry first = new SimpleMeterRegistry();
    long begin = System.nanoTime();
    ProcfsMetrics cold = new ProcfsMetrics();
    cold.bindTo(first);
    long bound = System.nanoTime();
    cold.refresh();
    long ready = System.nanoTime();
    opened.add(cold);

    HardwareAbstractionLayer oshi = new SystemInfo().getHardware();
    MeterRegistry own = new SimpleMeterRegistry();
    ProcessorMetrics processor = new ProcessorMetrics();
    processor.bindTo(own);
    new UptimeMetrics().bindTo(own);
    new FileDescriptorMetrics().bindTo(own);
    List<SampledFile<?>> four = List.of(Stat.FILE, MemInfo.FILE, DiskStats.FILE, NetDev.FILE);
    List<Contender> all =
        List.of(
            samples("samples", Procfs.usualFiles()),
            meters("procfs4j", bound(Procfs.usualFiles())),
            samples("four samples", four),
            meters("procfs4j", bound(four)),
            new Contender("OSHI", 0, () -> read(oshi)),
            meters("Micrometer", own));
    for (int round = -ROUNDS; round < ROUNDS; round++) {
      for (Contender contender : all) {
        Thread.sleep(PAUSE);
        scrape(contender, round);
      }
    }
    print(out, all);
    out.printf(
        Locale.ROOT,
        "%nbinding, in a JVM that has just started: %.1f ms; until all meters are there: %.1f ms%n",
        (bound - begin) / NANOS_PER_MILLI,
        (ready - begin) / NANOS_PER_MILLI);
  }

  private Contender samples(String name, List<SampledFile<?>> files) {
    List<Sampler<?>> samplers = new ArrayList<>();
    files.forEach(file -> samplers.add(Procfs.mounted().sampler(file)));
    opened.addAll(samplers);
    return new Contender(name, 0, () -> samplers.forEach(Sampler::sample));
  }

  private MeterRegistry bound(List<SampledFile<?>> files) {
    ProcfsMetrics metrics =
        ProcfsMetrics.builder().files(files).withoutOwnProcess().greatestAge(GREATEST_AGE).build();
    opened.add(metrics);
    MeterRegistry registry = new SimpleMeterRegistry();
    metrics.bindTo(registry);
    metrics.refresh();
    return registry;
  }

  private Contender meters(String name, MeterRegistry registry) {
    List<Meter> meters = registry.getMeters();
    return new Contender(name, meters.size(), () -> meters.forEach(this::read));
  }

  private void read(Meter meter) {
    double value =
        switch (meter) {
          case Gauge gauge -> gauge.value();
          case FunctionCounter counter -> counter.count();
          default -> meter.measure().iterator().next().getValue();
        };
    sink.accumulate(value);
  }

  private void read(HardwareAbstractionLayer oshi) {
    sink.accumulate(
        (double) oshi.getProcessor().getSystemCpuLoadTicks()[0]
            + oshi.getMemory().getAvailable()
            + oshi.getDiskStores().size()
            + oshi.getNetworkIFs().size());
  }

  private void scrape(Contender contender, int round) {
    long bytes = threads.getCurrentThreadAllocatedBytes();
    long nanos = System.nanoTime();
    contender.scrape.run();
    long end = System.nanoTime();
    long allocated = threads.getCurrentThreadAllocatedBytes() - bytes;
    if (round >= 0) {
      contender.nanos[round] = end - nanos;
      contender.bytes[round] = allocated;
    }
  }

  private static void print(PrintStream out, List<Contender> all) {
    out.printf("%-14s %7s %10s %12s%n", "", "meters", "us_p50", "alloc_b");
    for (Contender contender : all) {
      out.printf(
          Locale.ROOT,
          "%-14s %7s %10.1f %12.0f%n",
          contender.name,
          contender.meters == 0 ? "" : contender.meters,
          Statistics.median(contender.nanos) / NANOS_PER_MICRO,
          Statistics.median(contender.bytes));
    }
    double ratio = Statistics.median(all.get(1).nanos) / Statistics.median(all.get(0).nanos);
    out.printf(Locale.ROOT, "%na scrape takes %.2f times as long as the samples in it%n", ratio);
  }
}
