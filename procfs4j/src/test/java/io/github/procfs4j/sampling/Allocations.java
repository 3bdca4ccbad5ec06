package io.github.procfs4j.sampling;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.procfs4j.model.Figure;
import io.github.procfs4j.model.Interval;
import io.github.procfs4j.model.Layout;
import io.github.procfs4j.model.Row;
import io.github.procfs4j.model.Table;
import java.io.IOException;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** What a sampler allocates, counted by the JVM for the sampling thread. */
public final class Allocations {
  /** For how many samples a sampler must allocate nothing. */
  public static final int SAMPLES = Integer.getInteger("procfs.samples", 10_000);

  /** Code that rarely runs takes several attempts until it is compiled. */
  private static final int MOST_ATTEMPTS = Math.max(10, 100_000 / SAMPLES);

  private static final int INTERVALS = 300;
  private static final int MOST_ATTEMPTS_OF_INTERVALS = 100;

  /** Found by name: the library does not require the modules that manage the JVM. */
  private static final MethodHandle ALLOCATED_BYTES = allocatedBytes();

  private static MethodHandle allocatedBytes() {
    try {
      Object bean =
          Class.forName("java.lang.management.ManagementFactory")
              .getMethod("getThreadMXBean")
              .invoke(null);
      return MethodHandles.publicLookup()
          .findVirtual(
              Class.forName("com.sun.management.ThreadMXBean"),
              "getCurrentThreadAllocatedBytes",
              MethodType.methodType(long.class))
          .bindTo(bean);
    } catch (ReflectiveOperationException e) {
      throw new LinkageError(e.getMessage(), e);
    }
  }

  /** What this thread has allocated so far, in bytes. */
  public static long allocated() {
    try {
      return (long) ALLOCATED_BYTES.invokeExact();
    } catch (Throwable e) {
      throw new AssertionError(e);
    }
  }

  /** Creates the next text; it may allocate. */
  public interface Change {
    void make(int sample) throws IOException;
  }

  private static long allocated(Sampler<?> sampler, int samples, Change change) throws IOException {
    long sum = 0;
    for (int i = 0; i < samples; i++) {
      change.make(i);
      long before = allocated();
      Outcome outcome = sampler.sample();
      sum += allocated() - before;
      if (outcome != Outcome.SAMPLED) {
        throw new AssertionError(sampler.problem().orElseThrow());
      }
    }
    return sum;
  }

  /** Compilation changes what is allocated, so this is repeated until nothing is allocated. */
  static void assertAllocatesNothing(Sampler<?> sampler, Change change) throws IOException {
    assertAllocatesNothing(sampler, SAMPLES, change);
  }

  /** The same for a sampler that needs fewer samples, because each does a lot. */
  public static void assertAllocatesNothing(Sampler<?> sampler, int samples, Change change)
      throws IOException {
    assertAllocatesAtMost(0, sampler, samples, change);
  }

  /** Checks that a sample allocates at most this many bytes. */
  static void assertAllocatesAtMost(int bytes, Sampler<?> sampler, Change change)
      throws IOException {
    assertAllocatesAtMost(bytes, sampler, SAMPLES, change);
  }

  /** The same for this number of samples. */
  static void assertAllocatesAtMost(int bytes, Sampler<?> sampler, int samples, Change change)
      throws IOException {
    allocated(sampler, samples, change);
    long most = (long) samples * bytes;
    long least = Long.MAX_VALUE;
    for (int attempt = 0; attempt < MOST_ATTEMPTS && least > most; attempt++) {
      least = Math.min(least, allocated(sampler, samples, change));
    }
    assertThat(least)
        .as("bytes allocated in %d samples of %s", samples, sampler.source())
        .isLessThanOrEqualTo(most);
  }

  /**
   * Checks that neither an interval nor a figure of any row allocates anything. They take more
   * attempts than samples, as only C2 finds that some objects need not be allocated.
   *
   * @param figures the figures of the table with a name
   */
  public static void assertIntervalsAllocateNothing(
      Sampler<?> sampler, Function<Table, List<Figure>> figures, Change change) throws IOException {
    Interval interval = sampler.intervals();
    change.make(0);
    sampler.sample();
    List<Figure> all = new ArrayList<>();
    List<Row> rows = new ArrayList<>();
    for (Layout.TableLayout table : sampler.layout().tables()) {
      for (Figure figure : figures.apply(table.table())) {
        for (Row row : table.rows()) {
          all.add(figure);
          rows.add(row);
        }
      }
    }
    long least = Long.MAX_VALUE;
    for (int attempt = 0; attempt < MOST_ATTEMPTS_OF_INTERVALS && least > 0; attempt++) {
      long sum = 0;
      for (int i = 1; i <= INTERVALS; i++) {
        change.make(i);
        sampler.sample();
        long before = allocated();
        if (interval.next()) {
          for (int f = 0; f < all.size(); f++) {
            all.get(f).value(interval, rows.get(f));
          }
        }
        sum += allocated() - before;
      }
      least = Math.min(least, sum);
    }
    assertThat(least)
        .as("bytes allocated in %d intervals of %s", INTERVALS, sampler.source())
        .isZero();
  }

  private Allocations() {}
}
