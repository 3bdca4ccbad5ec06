package io.github.procfs4j.cli.record;

import io.github.procfs4j.Procfs;
import io.github.procfs4j.cli.report.ProgramCost;
import io.github.procfs4j.io.NativeAccess;
import io.github.procfs4j.io.ResourceUsage;
import io.github.procfs4j.process.ProcessStat;
import io.github.procfs4j.sampling.UnreadableException;
import java.util.Optional;

/** What a program used that this process has started, and which of its processes still run. */
final class ProgramUsage {
  private ProgramUsage() {}

  /** What it and its descendants used that were waited for; empty without native access. */
  static Optional<ProgramCost.Total> total() {
    if (!NativeAccess.isEnabled()) {
      return Optional.empty();
    }
    ResourceUsage usage = ResourceUsage.ofChildren();
    usage.read();
    return Optional.of(
        new ProgramCost.Total(
            usage.userMicros() / 1e6,
            usage.systemMicros() / 1e6,
            usage.minorFaults(),
            usage.majorFaults(),
            usage.readBytes(),
            usage.writtenBytes(),
            usage.voluntarySwitches(),
            usage.involuntarySwitches()));
  }

  /** Whether a process exists now, and has not become a zombie. */
  static boolean isAlive(ProgramCost.Key process) {
    try {
      ProcessStat stat = Procfs.mounted().process(process.pid()).stat();
      return stat.starttime() == process.start() && stat.state() != 'Z';
    } catch (UnreadableException e) {
      return false;
    }
  }
}
