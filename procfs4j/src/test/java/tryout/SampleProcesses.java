package tryout;

import io.github.procfs4j.Procfs;
import io.github.procfs4j.process.ProcessIoColumns;
import io.github.procfs4j.processes.ProcessEntry;
import io.github.procfs4j.processes.ProcessFile;
import io.github.procfs4j.processes.ProcessTable;
import io.github.procfs4j.processes.Processes;
import io.github.procfs4j.sampling.Outcome;
import io.github.procfs4j.sampling.Sampler;
import java.io.Closeable;
import java.io.FileInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * A program that samples the process table: the arguments are the root, and the number of
 * descriptors to leave free, -1 for all; "late" after them lets numbers be late.
 */
public final class SampleProcesses {
  private static final int SAMPLES = 10;
  private static final long PAUSE = 20_000_000;

  private SampleProcesses() {}

  public static void main(String[] args) throws IOException {
    int free = Integer.parseInt(args[1]);
    try (Sampler<ProcessTable> none = Procfs.at(Path.of("/none")).processes().sampler()) {
      none.sample(); // the classes for messages are loaded after that
      var ignored = none.problem();
    }
    Processes which =
        Procfs.at(Path.of(args[0])).processes().with(ProcessFile.IO, ProcessFile.SCHEDSTAT);
    boolean mayBeLate = args.length > 2;
    if (mayBeLate) {
      which = which.lateByAtMost(Duration.ofHours(1));
    }
    try (Sampler<ProcessTable> first = which.sampler()) {
      tell(first); // everything is loaded after that
    }
    try (Sampler<ProcessTable> sampler = which.sampler()) {
      List<Closeable> taken = free < 0 ? List.of() : takeAllBut(free);
      tell(sampler);
      if (mayBeLate) {
        awaitEvidence(sampler);
      }
      tell(sampler);
      for (Closeable each : taken) {
        each.close();
      }
      tell(sampler);
    }
  }

  /** Samples until it may show of processes that they have not run. */
  private static void awaitEvidence(Sampler<ProcessTable> sampler) {
    for (int i = 0; i < SAMPLES; i++) {
      sampler.sample();
      LockSupport.parkNanos(PAUSE);
    }
  }

  private static List<Closeable> takeAllBut(int free) throws IOException {
    List<Closeable> taken = new ArrayList<>();
    try {
      while (true) {
        taken.add(new FileInputStream("/dev/null"));
      }
    } catch (IOException e) {
      for (int i = 0; i < free; i++) {
        taken.removeLast().close();
      }
    }
    return taken;
  }

  private static void tell(Sampler<ProcessTable> sampler) {
    if (sampler.sample() != Outcome.SAMPLED) {
      System.out.println(sampler.problem().orElseThrow());
      return;
    }
    ProcessTable table = sampler.view();
    long self = ProcessHandle.current().pid();
    int withIo = 0;
    for (ProcessEntry entry : table.processes()) {
      withIo += entry.io().amount(ProcessIoColumns.RCHAR).isPresent() ? 1 : 0;
    }
    System.out.printf(
        "%d processes, %d with io, self %s, init %s, %d unread, opening %b%n",
        table.processes().size(),
        withIo,
        table.process(self).isPresent() ? "there" : "missing",
        table.process(1).isPresent() ? "there" : "missing",
        table.unread(),
        table.readByOpening() > 0);
  }
}
