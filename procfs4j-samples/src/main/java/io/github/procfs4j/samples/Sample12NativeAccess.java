package io.github.procfs4j.samples;

import io.github.procfs4j.Procfs;
import io.github.procfs4j.sampling.Sampler;
import io.github.procfs4j.system.Uptime;

/**
 * Measures a sample with and without native access.
 *
 * <p>Without the option {@code --enable-native-access} everything works, and the JDK prints no
 * warning: files are read through a {@code FileChannel}, which costs 0.1 to 0.2 microseconds a read
 * and wakes up {@code Recorder}s up to 50 microseconds late. Java 21 always works this way.
 *
 * <p>{@code ./sample} starts programs with the option. To compare, start this one without it:
 *
 * <pre>
 * ./sample 12
 * java -cp 'procfs4j-samples/target/apps/current/*' io.github.procfs4j.samples.Sample12NativeAccess
 * </pre>
 *
 * <p>The value of the option is {@code ALL-UNNAMED} on the class path, and {@code
 * io.github.procfs4j} on the module path.
 */
public final class Sample12NativeAccess {
  private Sample12NativeAccess() {}

  /** Optional argument: how many samples in each of five rounds. */
  public static void main(String[] args) {
    int samples = args.length > 0 ? Integer.parseInt(args[0]) : 20_000;
    System.out.println(
        Procfs.class.getModule().isNativeAccessEnabled()
            ? "with native access: pread through java.lang.foreign"
            : "without native access: FileChannel");

    try (Sampler<Uptime> uptime = Procfs.mounted().sampler(Uptime.FILE)) {
      long best = Long.MAX_VALUE; // of several rounds, as the first ones run before C2 has compiled
      for (int round = 0; round < 5; round++) {
        long start = System.nanoTime();
        for (int i = 0; i < samples; i++) {
          uptime.sample();
        }
        best = Math.min(best, (System.nanoTime() - start) / samples);
      }
      System.out.printf("%,d ns for a sample of uptime%n", best);
    }
  }
}
