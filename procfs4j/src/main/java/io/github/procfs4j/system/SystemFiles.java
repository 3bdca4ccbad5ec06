package io.github.procfs4j.system;

import io.github.procfs4j.sampling.SampledFile;
import java.util.List;

/** All system-wide files that are sampled: where a new one is entered. */
public final class SystemFiles {
  /** The files, the most asked for first. */
  public static final List<SampledFile<?>> ALL =
      List.of(
          Stat.FILE,
          MemInfo.FILE,
          VmStat.FILE,
          DiskStats.FILE,
          Uptime.FILE,
          Interrupts.FILE,
          SoftIrqs.FILE,
          SchedStat.FILE,
          Locks.FILE,
          TimerList.FILE,
          SchedDebug.FILE,
          PressureStall.CPU,
          PressureStall.MEMORY,
          PressureStall.IO,
          PressureStall.IRQ,
          NetDev.FILE,
          NetSnmp.FILE,
          NetSnmp6.FILE,
          NetNetstat.FILE,
          NetSockstat.FILE,
          NetSoftnetStat.FILE);

  private SystemFiles() {}
}
