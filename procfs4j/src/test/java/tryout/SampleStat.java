package tryout;

import io.github.procfs4j.Procfs;
import io.github.procfs4j.system.Stat;

/** A minimal program of a user; its package does not belong to the library. */
public final class SampleStat {
  private SampleStat() {}

  /** Samples stat below the given root, and prints a number. */
  public static void main(String[] arguments) {
    try (var stat = Procfs.at(java.nio.file.Path.of(arguments[0])).sampler(Stat.FILE)) {
      for (int i = 0; i < 3; i++) {
        System.out.println(stat.sample() + " " + stat.view().contextSwitches());
      }
    }
  }
}
