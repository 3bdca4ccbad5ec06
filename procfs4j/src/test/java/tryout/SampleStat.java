package tryout;

import io.github.procfs4j.Procfs;
import io.github.procfs4j.system.Stat;

/** A user's program, as small as it can be; its package is none of the library's. */
public final class SampleStat {
  private SampleStat() {}

  /** Samples stat below the root given, and prints a number that it said. */
  public static void main(String[] arguments) {
    try (var stat = Procfs.at(java.nio.file.Path.of(arguments[0])).sampler(Stat.FILE)) {
      for (int i = 0; i < 3; i++) {
        System.out.println(stat.sample() + " " + stat.view().contextSwitches());
      }
    }
  }
}
