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
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;
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
      Measures in two and a half minutes a scrape, the reading of each meter of a registry, and what
      binding takes in JVMs that have just started.

      Columns: meters, how many there are; us_p50, the median of the time after a pause of 20 ms in
      which the others had their turn, so that caches are cold; warm_us, that of scrapes one after the
      other, between which the thread does not sleep; alloc_b, bytes allocated on the heap.

        samples       the usual files sampled, without meters
        procfs4j      all meters of these files read
        constants     as many meters read of the same kinds, names and tags, which are numbers in memory:
                      what Micrometer itself takes
        text          those meters of procfs4j in the text format of Prometheus
        constant text the constants in that format
        four samples  stat, meminfo, diskstats and net/dev sampled
        procfs4j      all meters of these four read
        OSHI          CPU ticks, memory, disks and network interfaces, which are in these four files
        Micrometer    its own binders of processor, uptime and file descriptors

      The time of binding is that of the thread that binds, in a JVM in which Micrometer already has
      another meter: its CPU time, and the time that passed.
      """;

  private static final int ROUNDS = 150;
  private static final Duration PAUSE = Duration.ofMillis(20);

  private static final int WARM_ROUNDS = 50;

  /** Some ten thousand samples. */
  private static final int WARM_UPS = 20;

  /** Longer than a scrape takes, and shorter than the time from one scrape to its next. */
  private static final Duration GREATEST_AGE = Duration.ofMillis(100);

  private static final double NANOS_PER_MICRO = 1_000;

  /** Receives what is read, so that no reading can be left out. */
  private final DoubleAccumulator sink = new DoubleAccumulator(Math::max, 0);

  private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private final List<AutoCloseable> opened = new ArrayList<>();

  /** Registries do not keep them. */
  private final List<Constant> constants = new ArrayList<>();

  /** Something that is measured in turn with the others. */
  private static final class Contender {
    private final String name;
    private final int meters;
    private final Runnable scrape;
    private final long[] nanos = new long[ROUNDS];
    private final long[] warmNanos = new long[WARM_ROUNDS];
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

  private void measure(PrintStream out) throws InterruptedException, IOException {
    HardwareAbstractionLayer oshi = new SystemInfo().getHardware();
    MeterRegistry own = new SimpleMeterRegistry();
    ProcessorMetrics processor = new ProcessorMetrics();
    processor.bindTo(own);
    new UptimeMetrics().bindTo(own);
    new FileDescriptorMetrics().bindTo(own);
    List<SampledFile<?>> usual = Procfs.usualFiles();
    List<SampledFile<?>> four = List.of(Stat.FILE, MemInfo.FILE, DiskStats.FILE, NetDev.FILE);
    MeterRegistry meters = bound(usual, new SimpleMeterRegistry());
    List<Contender> all =
        List.of(
            samples("samples", usual),
            meters("procfs4j", meters),
            meters("constants", constants(meters, new SimpleMeterRegistry())),
            text("text", bound(usual, prometheus())),
            text("constant text", constants(meters, prometheus())),
            samples("four samples", four),
            meters("procfs4j", bound(four, new SimpleMeterRegistry())),
            new Contender("OSHI", 0, () -> read(oshi)),
            meters("Micrometer", own));
    warmUp(usual);
    for (int round = -ROUNDS; round < ROUNDS; round++) {
      for (Contender contender : all) {
        Thread.sleep(PAUSE);
        scrape(contender, round);
      }
    }
    all.forEach(Meters::scrapeWarm);
    print(out, all);
    out.print(FirstBinding.measure());
  }

  /**
   * Reads meters each of which takes a sample, until their code is compiled for good, as in a
   * service that has run for some time: it runs once a scrape only.
   */
  private void warmUp(List<SampledFile<?>> files) {
    MeterRegistry registry = bound(files, new SimpleMeterRegistry(), Duration.ZERO);
    for (int i = 0; i < WARM_UPS; i++) {
      registry.getMeters().forEach(this::read);
    }
  }

  private Contender samples(String name, List<SampledFile<?>> files) {
    List<Sampler<?>> samplers = new ArrayList<>();
    files.forEach(file -> samplers.add(Procfs.mounted().sampler(file)));
    opened.addAll(samplers);
    return new Contender(name, 0, () -> samplers.forEach(Sampler::sample));
  }

  private <T extends MeterRegistry> T bound(List<SampledFile<?>> files, T registry) {
    return bound(files, registry, GREATEST_AGE);
  }

  private <T extends MeterRegistry> T bound(
      List<SampledFile<?>> files, T registry, Duration greatestAge) {
    ProcfsMetrics metrics =
        ProcfsMetrics.builder().files(files).withoutOwnProcess().greatestAge(greatestAge).build();
    opened.add(metrics);
    metrics.bindTo(registry);
    metrics.refresh();
    return registry;
  }

  private static PrometheusMeterRegistry prometheus() {
    return new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  }

  /** A number in memory. */
  private static final class Constant {
    private final double number;

    Constant(double number) {
      this.number = number;
    }

    double number() {
      return number;
    }
  }

  private <T extends MeterRegistry> T constants(MeterRegistry meters, T registry) {
    // A registry returns its meters in an order of its own; neither these nor those of procfs4j are
    // created in that order, in which they would be next to each other in memory.
    List<Meter> created = new ArrayList<>(meters.getMeters());
    Collections.shuffle(created, new Random(1));
    for (Meter meter : created) {
      Meter.Id id = meter.getId();
      Constant constant = new Constant(value(meter));
      constants.add(constant);
      if (meter instanceof FunctionCounter) {
        FunctionCounter.builder(id.getName(), constant, Constant::number)
            .tags(id.getTags())
            .baseUnit(id.getBaseUnit())
            .description(id.getDescription())
            .register(registry);
      } else {
        Gauge.builder(id.getName(), constant, Constant::number)
            .tags(id.getTags())
            .baseUnit(id.getBaseUnit())
            .description(id.getDescription())
            .register(registry);
      }
    }
    return registry;
  }

  private Contender text(String name, PrometheusMeterRegistry registry) {
    int meters = registry.getMeters().size();
    return new Contender(name, meters, () -> sink.accumulate(registry.scrape().length()));
  }

  private Contender meters(String name, MeterRegistry registry) {
    List<Meter> meters = registry.getMeters();
    return new Contender(name, meters.size(), () -> meters.forEach(this::read));
  }

  private void read(Meter meter) {
    sink.accumulate(value(meter));
  }

  private static double value(Meter meter) {
    return switch (meter) {
      case Gauge gauge -> gauge.value();
      case FunctionCounter counter -> counter.count();
      default -> meter.measure().iterator().next().getValue();
    };
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

  private static void scrapeWarm(Contender contender) {
    for (int round = 0; round < WARM_ROUNDS; round++) {
      long nanos = System.nanoTime();
      contender.scrape.run();
      long end = System.nanoTime();
      contender.warmNanos[round] = end - nanos;
      while (System.nanoTime() - end < GREATEST_AGE.toNanos()) {
        Thread.onSpinWait();
      }
    }
  }

  private static void print(PrintStream out, List<Contender> all) {
    out.printf("%-14s %7s %10s %10s %12s%n", "", "meters", "us_p50", "warm_us", "alloc_b");
    for (Contender contender : all) {
      out.printf(
          Locale.ROOT,
          "%-14s %7s %10.1f %10.1f %12.0f%n",
          contender.name,
          contender.meters == 0 ? "" : contender.meters,
          Statistics.median(contender.nanos) / NANOS_PER_MICRO,
          Statistics.median(contender.warmNanos) / NANOS_PER_MICRO,
          Statistics.median(contender.bytes));
    }
    out.printf(
        Locale.ROOT,
        "%nreading all meters takes %.2f times as long as the samples in it, %.2f times if warm;"
            + " of constants, %.2f and %.2f%n",
        ratio(all.get(1).nanos, all.get(0).nanos),
        ratio(all.get(1).warmNanos, all.get(0).warmNanos),
        ratio(all.get(2).nanos, all.get(0).nanos),
        ratio(all.get(2).warmNanos, all.get(0).warmNanos));
  }

  private static double ratio(long[] nanos, long[] reference) {
    return Statistics.median(nanos) / Statistics.median(reference);
  }
}
