package consumer;

import io.github.procfs4j.Procfs;
import io.github.procfs4j.model.Figure;
import io.github.procfs4j.model.Interval;
import io.github.procfs4j.processes.OwnProcess;
import io.github.procfs4j.processes.ProcessFilter;
import io.github.procfs4j.processes.ProcessTable;
import io.github.procfs4j.sampling.Outcome;
import io.github.procfs4j.sampling.Sampler;
import io.github.procfs4j.system.Stat;
import java.nio.file.Path;

/** Reads a file, samples it for a figure, and looks at its own process and threads. */
public final class Main {
  private Main() {}

  /** Prints what it found. */
  public static void main(String[] arguments) throws InterruptedException {
    Procfs proc = Procfs.mounted();
    System.out.println("context switches " + proc.stat().contextSwitches());

    Figure busy = Stat.FILE.figure("cpu", "busy");
    try (Sampler<Stat> stat = Stat.FILE.sampler(Path.of("/proc"))) {
      Interval interval = stat.intervals();
      do {
        Thread.sleep(50);
        if (stat.sample() != Outcome.SAMPLED) {
          throw new IllegalStateException(stat.problem().orElse("no problem"));
        }
      } while (!interval.next());
      System.out.println("busy " + busy.value(interval, Stat.allCpus()) + " %");
    }

    ProcessTable own =
        proc.processes().matching(ProcessFilter.pids(ProcessHandle.current().pid())).read();
    System.out.println("processes " + own.processes().size());

    OwnProcess self = proc.self();
    boolean isNamed = self.threads().stream().anyMatch(thread -> thread.name().equals("main"));
    System.out.println(isNamed ? "main is named" : self.namesProblem().orElse("no problem"));
  }
}
