package io.github.procfs4j.system;

import io.github.procfs4j.sampling.SampledFile;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The files of {@link SystemFiles} by name. Looking a file up there would load the classes and
 * descriptions of all of them, which takes longer than a complete reading of one.
 */
public final class FileByName {
  private FileByName() {}

  /**
   * {@return the file of this name; empty if there is none}
   *
   * @param name its name, such as {@code net/dev}
   */
  public static Optional<SampledFile<?>> of(String name) {
    Objects.requireNonNull(name, "name");
    @Nullable SampledFile<?> file =
        switch (name) {
          case "stat" -> Stat.FILE;
          case "meminfo" -> MemInfo.FILE;
          case "vmstat" -> VmStat.FILE;
          case "diskstats" -> DiskStats.FILE;
          case "uptime" -> Uptime.FILE;
          case "interrupts" -> Interrupts.FILE;
          case "softirqs" -> SoftIrqs.FILE;
          case "schedstat" -> SchedStat.FILE;
          case "locks" -> Locks.FILE;
          case "timer_list" -> TimerList.FILE;
          case "sched_debug" -> SchedDebug.FILE;
          case "pressure/cpu" -> PressureStall.CPU;
          case "pressure/memory" -> PressureStall.MEMORY;
          case "pressure/io" -> PressureStall.IO;
          case "pressure/irq" -> PressureStall.IRQ;
          case "net/dev" -> NetDev.FILE;
          case "net/snmp" -> NetSnmp.FILE;
          case "net/snmp6" -> NetSnmp6.FILE;
          case "net/netstat" -> NetNetstat.FILE;
          case "net/sockstat" -> NetSockstat.FILE;
          case "net/softnet_stat" -> NetSoftnetStat.FILE;
          case "swaps" -> Swaps.FILE;
          case "buddyinfo" -> BuddyInfo.FILE;
          case "pagetypeinfo" -> PageTypeInfo.FILE;
          case "zoneinfo" -> ZoneInfo.FILE;
          case "allocinfo" -> AllocInfo.FILE;
          case "sysvipc/shm" -> SysvipcShm.FILE;
          case "sys/fs/file-nr" -> SysFsFileNr.FILE;
          case "sys/fs/inode-state" -> SysFsInodeState.FILE;
          case "sys/fs/dentry-state" -> SysFsDentryState.FILE;
          case "sys/kernel/sched_schedstats" -> SysKernelSchedSchedStats.FILE;
          case "irq" -> Irq.FILE;
          case "cgroup/cpu" -> CgroupCpu.FILE;
          case "cgroup/memory" -> CgroupMemory.FILE;
          case "cgroup/io" -> CgroupIo.FILE;
          case "cgroup/pids" -> CgroupPids.FILE;
          case "cgroup/pressure" -> CgroupPressure.FILE;
          case "cgroup/procs" -> CgroupProcs.FILE;
          case "slabinfo" -> SlabInfo.FILE;
          default -> null;
        };
    return Optional.ofNullable(file);
  }
}
