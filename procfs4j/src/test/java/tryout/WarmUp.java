package tryout;

import io.github.procfs4j.processes.ProcessFile;
import io.github.procfs4j.processes.Processes;
import io.github.procfs4j.sampling.Allocations;
import io.github.procfs4j.sampling.Outcome;
import io.github.procfs4j.sampling.Sampler;
import io.github.procfs4j.system.Uptime;
import java.nio.file.Path;

/** Prints each sample for which memory was allocated, as its number from 0 and the bytes. */
public final class WarmUp {
  /** The number of samples. */
  public static final int SAMPLES = 2_000;

  private WarmUp() {}

  /** Samples {@code uptime} or {@code processes} below the given root. */
  public static void main(String[] arguments) {
    Path root = Path.of(arguments[1]);
    try (Sampler<?> sampler =
        arguments[0].equals("uptime")
            ? Uptime.FILE.sampler(root)
            : Processes.at(root).with(ProcessFile.STATM, ProcessFile.STATUS).sampler()) {
      long[] bytes = new long[SAMPLES];
      for (int i = 0; i < 2 * bytes.length; i++) {
        Allocations.allocated(); // it is called through a handle, too
      }
      for (int i = 0; i < bytes.length; i++) {
        long before = Allocations.allocated();
        Outcome outcome = sampler.sample();
        bytes[i] = Allocations.allocated() - before;
        if (outcome != Outcome.SAMPLED) {
          throw new IllegalStateException(sampler.problem().orElseThrow());
        }
      }
      for (int i = 0; i < bytes.length; i++) {
        if (bytes[i] > 0) {
          System.out.println(i + " " + bytes[i]);
        }
      }
    }
  }
}
