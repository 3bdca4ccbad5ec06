package io.github.procfs4j.system;

import io.github.procfs4j.sampling.SampledFile;
import java.util.List;

/** All system-wide files that are sampled. New ones are added here. */
public final class SystemFiles {
  /** The files, the most requested ones first. */
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
          NetSoftnetStat.FILE,
          Swaps.FILE,
          BuddyInfo.FILE,
          PageTypeInfo.FILE,
          ZoneInfo.FILE,
          AllocInfo.FILE,
          SysvipcShm.FILE,
          SysFsFileNr.FILE,
          SysFsInodeState.FILE,
          SysFsDentryState.FILE,
          SysKernelSchedSchedStats.FILE,
          Irq.FILE,
          CgroupCpu.FILE,
          CgroupMemory.FILE,
          CgroupIo.FILE,
          CgroupPids.FILE,
          CgroupPressure.FILE,
          CgroupProcs.FILE,
          SlabInfo.FILE);

  /**
   * The files with which a study of a machine begins, and that are recorded by default: the kernel
   * prints all of them in less time than some of the other files alone.
   */
  public static final List<SampledFile<?>> USUAL =
      List.of(
          Stat.FILE,
          MemInfo.FILE,
          VmStat.FILE,
          DiskStats.FILE,
          Uptime.FILE,
          NetDev.FILE,
          PressureStall.CPU,
          PressureStall.MEMORY,
          PressureStall.IO);

  private SystemFiles() {}
}
