package io.github.procfs4j.cli.record;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.ThreadMXBean;
import io.github.procfs4j.recording.RecordingWriter;
import io.github.procfs4j.sampling.Outcome;
import io.github.procfs4j.sampling.Recorder;
import io.github.procfs4j.sampling.Sampler;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;

/**
 * Measures what sampling costs, at the pace of a recording: at each tick all sources are sampled,
 * one after the other, and written; then it sleeps. So caches are as cold as in a recording;
 * sampling in a tight loop would hide that.
 */
public final class CostMeter {
  /** A time between ticks that is long enough for caches to get cold. */
  static final long LONGEST_PACE = 100_000_000;

  private static final long WARM_UP_NANOS = 50_000_000;
  private static final int WARM_UP_SAMPLES = 300;

  private static final int MOST_TICKS = 2_000;
  private static final int FEWEST_TICKS = 5;

  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private final RecordingWriter writer;
  private final Meter[] meters;
  private volatile boolean isStopped;

  /** The measurements of one source. */
  private static final class Meter {
    final Sampler<?> sampler;
    final long[] read = new long[MOST_TICKS];
    final long[] onTop = new long[MOST_TICKS];
    int samples;
    long bytes;
    long cpu;
    long allocated;

    Meter(Sampler<?> sampler) {
      this.sampler = sampler;
    }
  }

  /**
   * The cost of a source; times are in nanoseconds, for each sample.
   *
   * @param samples the number of samples
   * @param bytes the mean length of the text
   * @param read the wall-clock time of reading
   * @param onTop the wall-clock time of everything else: comparing, parsing, encoding, writing
   * @param cpu the mean CPU time, including that of the kernel
   * @param allocated the mean number of bytes allocated on the heap
   */
  record Cost(int samples, long bytes, Times read, Times onTop, double cpu, double allocated) {}

  /** The median and the 99th percentile of times. */
  record Times(long p50, long p99) {
    /** Computes them from the first {@code count} values, at least one. */
    static Times of(long[] values, int count) {
      long[] ascending = Arrays.copyOf(values, count);
      Arrays.sort(ascending);
      return new Times(percentile(ascending, 50), percentile(ascending, 99));
    }

    private static long percentile(long[] ascending, int percent) {
      return ascending[Math.ceilDiv(ascending.length * percent, 100) - 1];
    }
  }

  /**
   * The result of a measurement.
   *
   * @param sources the cost of each source, in the specified order; with 0 samples if it could no
   *     longer be read
   * @param paceNanos the time from one tick to the next
   * @param wakeUpNanos CPU time for waking up at a tick and finding what is due
   * @param jvmShare the share of one CPU that the JVM took in addition: compiling, collecting
   *     garbage
   */
  record Measured(List<Cost> sources, long paceNanos, double wakeUpNanos, double jvmShare) {}

  /**
   * Creates a meter.
   *
   * @param samplers the samplers; each has been sampled once
   * @param writer the writer of the samples, created for these samplers in this order
   */
  CostMeter(List<Sampler<?>> samplers, RecordingWriter writer) {
    this.writer = writer;
    meters = samplers.stream().map(Meter::new).toArray(Meter[]::new);
  }

  /** The samplers as tracks of a writer. */
  static List<Recorder.Track> tracks(List<Sampler<?>> samplers, long periodNanos) {
    return samplers.stream()
        .<Recorder.Track>map(sampler -> new Recorder.Track(sampler, Duration.ofNanos(periodNanos)))
        .toList();
  }

  /** Ends {@link #measure} after the current tick; may be called from any thread. */
  void stop() {
    isStopped = true;
  }

  /**
   * Measures for this duration, or 2,000 ticks: more ticks give no more information.
   *
   * @param periodNanos the requested period, which is also the pace, unless it is longer than 100
   *     ms or so short that a tick takes half of it
   */
  Measured measure(long periodNanos, long durationNanos) {
    warmUp();
    long empty = emptyCpu();
    // The shortest of several, because a tick may have waited for a CPU.
    long tick = IntStream.range(0, 3).mapToLong(i -> tick()).min().orElseThrow();
    long pace = Math.max(Math.min(periodNanos, LONGEST_PACE), 2 * tick);
    for (Meter meter : meters) {
      meter.samples = 0;
      meter.bytes = 0;
      meter.cpu = 0;
      meter.allocated = 0;
    }
    OperatingSystemMXBean process =
        (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    long jvmBefore = process.getProcessCpuTime();
    long cpuBefore = THREADS.getCurrentThreadCpuTime();
    long start = System.nanoTime();
    long due = start;
    int ticks = 0;
    do {
      due = Math.max(due + pace, System.nanoTime());
      sleepUntil(due);
      tick();
      ticks++;
    } while (!isStopped
        && ticks < MOST_TICKS
        && (due - start < durationNanos || ticks < FEWEST_TICKS));
    long elapsed = System.nanoTime() - start;
    long cpu = THREADS.getCurrentThreadCpuTime() - cpuBefore;
    long jvm = process.getProcessCpuTime() - jvmBefore - cpu;
    long ofSources = Arrays.stream(meters).mapToLong(meter -> meter.cpu).sum();
    return new Measured(
        Arrays.stream(meters).map(meter -> cost(meter, empty)).toList(),
        pace,
        Math.max(0, cpu - ofSources) / (double) ticks,
        Math.max(0, jvm) / (double) elapsed);
  }

  /** Samples until the JVM has compiled the code. */
  private void warmUp() {
    for (int i = 0; i < meters.length && !isStopped; i++) {
      long start = System.nanoTime();
      for (int n = 0; n < WARM_UP_SAMPLES && System.nanoTime() - start < WARM_UP_NANOS; n++) {
        sample(i, meters[i]);
      }
    }
  }

  /** The CPU time that reading the CPU time of a thread adds. */
  private static long emptyCpu() {
    long[] empty =
        IntStream.range(0, 1_001)
            .mapToLong(
                i -> {
                  long before = THREADS.getCurrentThreadCpuTime();
                  return THREADS.getCurrentThreadCpuTime() - before;
                })
            .sorted()
            .toArray();
    return empty[empty.length / 2];
  }

  private void sleepUntil(long due) {
    for (long left; !isStopped && (left = due - System.nanoTime()) > 0; ) {
      LockSupport.parkNanos(left);
    }
  }

  /** Samples all sources; returns the time that it took. */
  private long tick() {
    long start = System.nanoTime();
    for (int i = 0; i < meters.length; i++) {
      sample(i, meters[i]);
    }
    writer.idleUntil(System.nanoTime());
    return System.nanoTime() - start;
  }

  private void sample(int i, Meter meter) {
    long allocated = THREADS.getCurrentThreadAllocatedBytes();
    long cpu = THREADS.getCurrentThreadCpuTime();
    long start = System.nanoTime();
    Outcome outcome = meter.sampler.sample();
    if (outcome != Outcome.SAMPLED) {
      return;
    }
    writer.sampled(i, meter.sampler);
    long all = System.nanoTime() - start;
    meter.cpu += THREADS.getCurrentThreadCpuTime() - cpu;
    meter.allocated += THREADS.getCurrentThreadAllocatedBytes() - allocated;
    meter.bytes += meter.sampler.bytes();
    long read = meter.sampler.endNanos() - meter.sampler.startNanos();
    meter.read[meter.samples] = read;
    meter.onTop[meter.samples] = all - read;
    meter.samples++;
  }

  private static Cost cost(Meter meter, long empty) {
    int samples = meter.samples;
    if (samples == 0) {
      return new Cost(0, 0, new Times(0, 0), new Times(0, 0), 0, 0);
    }
    return new Cost(
        samples,
        meter.bytes / samples,
        Times.of(meter.read, samples),
        Times.of(meter.onTop, samples),
        Math.max(0, meter.cpu / (double) samples - empty),
        meter.allocated / (double) samples);
  }
}
