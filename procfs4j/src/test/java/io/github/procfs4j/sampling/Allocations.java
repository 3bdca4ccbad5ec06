package io.github.procfs4j.sampling;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;

/** What a sampler allocates, counted by the JVM for the sampling thread. */
public final class Allocations {
  /** For how many samples a sampler must allocate nothing. */
  public static final int SAMPLES = Integer.getInteger("procfs.samples", 10_000);

  /** Code that rarely runs takes several attempts until it is compiled. */
  private static final int MOST_ATTEMPTS = Math.max(10, 100_000 / SAMPLES);

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

  private Allocations() {}
}
