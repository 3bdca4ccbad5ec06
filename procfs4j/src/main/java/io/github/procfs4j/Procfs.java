package io.github.procfs4j;

import io.github.procfs4j.machine.CpuInfo;
import io.github.procfs4j.machine.KernelCommandLine;
import io.github.procfs4j.machine.KernelConfig;
import io.github.procfs4j.machine.KernelVersion;
import io.github.procfs4j.machine.Topology;
import io.github.procfs4j.model.History;
import io.github.procfs4j.printable.Printable;
import io.github.procfs4j.process.ProcessDirectory;
import io.github.procfs4j.process.ProcessFiles;
import io.github.procfs4j.processes.OwnProcess;
import io.github.procfs4j.processes.Processes;
import io.github.procfs4j.processes.Waits;
import io.github.procfs4j.sampling.OnceFile;
import io.github.procfs4j.sampling.SampledFile;
import io.github.procfs4j.sampling.Sampler;
import io.github.procfs4j.sampling.Shared;
import io.github.procfs4j.sampling.SingleReadings;
import io.github.procfs4j.system.AllocInfo;
import io.github.procfs4j.system.BuddyInfo;
import io.github.procfs4j.system.DiskStats;
import io.github.procfs4j.system.FileByName;
import io.github.procfs4j.system.Interrupts;
import io.github.procfs4j.system.Irq;
import io.github.procfs4j.system.Locks;
import io.github.procfs4j.system.MemInfo;
import io.github.procfs4j.system.NetDev;
import io.github.procfs4j.system.NetNetstat;
import io.github.procfs4j.system.NetSnmp;
import io.github.procfs4j.system.NetSnmp6;
import io.github.procfs4j.system.NetSockstat;
import io.github.procfs4j.system.NetSoftnetStat;
import io.github.procfs4j.system.PageTypeInfo;
import io.github.procfs4j.system.PressureStall;
import io.github.procfs4j.system.SchedDebug;
import io.github.procfs4j.system.SchedStat;
import io.github.procfs4j.system.SlabInfo;
import io.github.procfs4j.system.SoftIrqs;
import io.github.procfs4j.system.Stat;
import io.github.procfs4j.system.Swaps;
import io.github.procfs4j.system.SysFsDentryState;
import io.github.procfs4j.system.SysFsFileNr;
import io.github.procfs4j.system.SysFsInodeState;
import io.github.procfs4j.system.SysKernelSchedSchedStats;
import io.github.procfs4j.system.SystemFiles;
import io.github.procfs4j.system.SysvipcShm;
import io.github.procfs4j.system.TimerList;
import io.github.procfs4j.system.Uptime;
import io.github.procfs4j.system.VmStat;
import io.github.procfs4j.system.ZoneInfo;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * A procfs tree: that of the running kernel, at {@code /proc}, or any other tree of the same form,
 * such as the host's as seen by a container, or a copy.
 *
 * <p>Each method for a file reads it once and returns its content as an immutable value. {@link
 * #sampler(SampledFile)} reads a file repeatedly, at a fraction of the cost:
 *
 * <pre>{@code
 * Procfs proc = Procfs.mounted();
 * System.out.println(proc.memInfo().memAvailable());
 * try (Sampler<Stat> stat = proc.sampler(Stat.FILE)) {
 *   while (stat.sample() == Outcome.SAMPLED) {
 *     System.out.println(stat.view().contextSwitches());
 *     Thread.sleep(1000);
 *   }
 * }
 * }</pre>
 *
 * <p>All of these methods throw {@link io.github.procfs4j.sampling.UnreadableException} if the file
 * cannot be read, and {@link io.github.procfs4j.text.MalformedTextException} if its text is
 * malformed.
 */
public final class Procfs {
  private static final Procfs MOUNTED = at(Path.of("/proc"));

  private final Path root;
  private final SingleReadings readings;

  private Procfs(Path root) {
    this.root = root;
    readings = new SingleReadings(root);
  }

  /** {@return the tree of the running kernel, at {@code /proc}; always the same object} */
  public static Procfs mounted() {
    return MOUNTED;
  }

  /**
   * {@return the tree at {@code root}, such as {@code /host/proc}} Nothing is read yet.
   *
   * <p>In a tree that is not a procfs, such as a copy, each sample looks up the name of its file
   * again: it reads a file that was renamed into place, and reports a deleted file as {@link
   * io.github.procfs4j.sampling.Outcome#ABSENT}. FIFOs, devices, sockets and directories are never
   * read, and no file beyond 64 MiB, or a 64th of the heap if that is less: they are {@link
   * io.github.procfs4j.sampling.Outcome#INVALID}.
   *
   * @param root the directory where a procfs is mounted, or a copy of such a tree
   */
  public static Procfs at(Path root) {
    Objects.requireNonNull(root, "root");
    return new Procfs(root);
  }

  /** {@return the directory that is used as {@code /proc}} */
  public Path root() {
    return root;
  }

  /** {@return the files that can be sampled, whether or not they exist} */
  public static List<SampledFile<?>> sampledFiles() {
    return SystemFiles.ALL;
  }

  /**
   * {@return the sampled file with this name, such as {@code net/dev}; empty if there is none} The
   * classes of other files are not loaded.
   *
   * @param name the path of the file below the root, as in {@link
   *     io.github.procfs4j.model.Source#name}
   */
  public static Optional<SampledFile<?>> sampledFile(String name) {
    Objects.requireNonNull(name, "name");
    return FileByName.of(name);
  }

  /**
   * {@return the files with which a study of a machine begins; they are recorded by default, with
   * {@link io.github.procfs4j.system.Cgroups#usualFiles}}
   */
  public static List<SampledFile<?>> usualFiles() {
    return SystemFiles.USUAL;
  }

  /** {@return the files that are read once, whether or not they exist} */
  public static List<OnceFile<?>> onceFiles() {
    return List.of(KernelVersion.FILE, KernelCommandLine.FILE, CpuInfo.FILE);
  }

  /**
   * {@return the files of a process or thread that can be sampled: their root is {@link
   * ProcessDirectory#path}}
   */
  public static List<SampledFile<?>> sampledProcessFiles() {
    return ProcessFiles.SAMPLED;
  }

  /** {@return the files of a process or thread that are read once} */
  public static List<OnceFile<?>> onceProcessFiles() {
    return ProcessFiles.ONCE;
  }

  /**
   * Creates a sampler of a file of this tree, such as {@link Stat#FILE}, that keeps only its last
   * sample. Nothing is opened or read until it samples, and each sample looks for an absent file
   * again. A network file, such as {@code net/dev}, remains that of the network namespace in which
   * it was first sampled.
   *
   * @param <V> the typed view of a sample
   * @param file the file, such as {@link Stat#FILE}
   * @return a new sampler, which the caller closes
   */
  public <V> Sampler<V> sampler(SampledFile<V> file) {
    return file.sampler(root);
  }

  /**
   * Creates a sampler that keeps its samples in {@code history}.
   *
   * @param <V> the typed view of a sample
   * @param file the file, such as {@link Stat#FILE}
   * @param history receives a copy of each sample
   * @return a new sampler, which the caller closes
   */
  public <V> Sampler<V> sampler(SampledFile<V> file, History history) {
    return file.sampler(root, history);
  }

  /**
   * {@return a file that many threads read, such as those of exporters: sampled on request if the
   * last sample is older than {@code greatestAge}} Each call returns a new object with a sampler of
   * its own; to share samples, share the object. {@link Processes#shared} does the same for the
   * process table.
   *
   * @param <V> the typed view of a sample
   * @param file the file, such as {@link Stat#FILE}
   * @param greatestAge the greatest age of a sample on request; with {@link Duration#ZERO}, only
   *     threads that wait at the same time share a sample
   * @throws IllegalArgumentException if the age is negative
   */
  public <V> Shared<V> shared(SampledFile<V> file, Duration greatestAge) {
    return Shared.of(sampler(file), greatestAge);
  }

  /**
   * {@return the process table: all or some processes, with the requested files and threads, to be
   * read once or sampled}
   */
  public Processes processes() {
    return Processes.at(root);
  }

  /** {@return where threads wait: those of all or some processes, to be sampled} */
  public Waits waits() {
    return Waits.at(root);
  }

  /**
   * {@return the files of one process and of its threads} Whether the process exists is only known
   * when the first file is read.
   *
   * @param pid its number in the PID namespace of this procfs
   * @throws IllegalArgumentException if it is 0 or negative; process numbers start at 1
   */
  public ProcessDirectory process(long pid) {
    return ProcessDirectory.of(root, pid);
  }

  /**
   * {@return the process of this JVM, and its threads with their Java names}
   *
   * @throws io.github.procfs4j.sampling.UnreadableException if this is not a procfs of the running
   *     kernel, but a copy, for example
   */
  public OwnProcess self() {
    return OwnProcess.in(root);
  }

  /**
   * {@return the kernel option that a file needs, as {@link
   * io.github.procfs4j.model.Source#requires()} names them, and that this kernel was built without
   * according to {@code config.gz}; empty if it has all of them or {@code config.gz} cannot be
   * read}
   *
   * @param requires a text that may contain names of options, such as {@code CONFIG_NUMA}
   */
  public Optional<String> missingOption(String requires) {
    Objects.requireNonNull(requires, "requires");
    return KernelConfig.ifReadable(root).flatMap(config -> config.missing(requires));
  }

  /** {@return the kernel version: {@code version}} */
  public KernelVersion kernelVersion() {
    return KernelVersion.FILE.read(root);
  }

  /**
   * {@return the options that the kernel was built with, if it provides them: {@code config.gz}}
   */
  public KernelConfig kernelConfig() {
    return KernelConfig.FILE.read(root);
  }

  /** {@return the command line of the kernel: {@code cmdline}} */
  public KernelCommandLine commandLine() {
    return KernelCommandLine.FILE.read(root);
  }

  /** {@return the processors and their features: {@code cpuinfo}} */
  public CpuInfo cpuInfo() {
    return CpuInfo.FILE.read(root);
  }

  /**
   * {@return the hardware threads that share a core, and the cores that share a package: from
   * {@code cpuinfo} or, on architectures where that does not contain it, from {@code
   * devices/system/cpu} in the {@code sys} beside the root} Empty if neither contains it.
   */
  public Optional<Topology> topology() {
    return Topology.of(cpuInfo(), root);
  }

  /** {@return CPU time, interrupts, context switches, forks, run queue: {@code stat}} */
  public Stat stat() {
    return readings.read(Stat.FILE);
  }

  /** {@return memory in detail: {@code meminfo}} */
  public MemInfo memInfo() {
    return readings.read(MemInfo.FILE);
  }

  /** {@return virtual memory, pages in use and events: {@code vmstat}} */
  public VmStat vmStat() {
    return readings.read(VmStat.FILE);
  }

  /** {@return block devices, their operations, sectors, time and queue: {@code diskstats}} */
  public DiskStats diskStats() {
    return readings.read(DiskStats.FILE);
  }

  /** {@return time since boot and time spent idle: {@code uptime}} */
  public Uptime uptime() {
    return readings.read(Uptime.FILE);
  }

  /** {@return interrupts by source and CPU: {@code interrupts}} */
  public Interrupts interrupts() {
    return readings.read(Interrupts.FILE);
  }

  /** {@return softirqs by kind and CPU: {@code softirqs}} */
  public SoftIrqs softIrqs() {
    return readings.read(SoftIrqs.FILE);
  }

  /** {@return the scheduler by CPU and domain: {@code schedstat}} */
  public SchedStat schedStat() {
    return readings.read(SchedStat.FILE);
  }

  /** {@return time lost because tasks had to wait for a CPU: {@code pressure/cpu}} */
  public PressureStall cpuPressure() {
    return readings.read(PressureStall.CPU);
  }

  /** {@return time lost for lack of memory: {@code pressure/memory}} */
  public PressureStall memoryPressure() {
    return readings.read(PressureStall.MEMORY);
  }

  /** {@return time lost because tasks had to wait for I/O: {@code pressure/io}} */
  public PressureStall ioPressure() {
    return readings.read(PressureStall.IO);
  }

  /** {@return time lost to interrupts and softirqs: {@code pressure/irq}} */
  public PressureStall irqPressure() {
    return readings.read(PressureStall.IRQ);
  }

  /** {@return network devices, their bytes, packets, errors and drops: {@code net/dev}} */
  public NetDev netDev() {
    return readings.read(NetDev.FILE);
  }

  /** {@return counters of IP, ICMP, TCP and UDP: {@code net/snmp}} */
  public NetSnmp netSnmp() {
    return readings.read(NetSnmp.FILE);
  }

  /** {@return counters of IPv6, ICMPv6 and UDP over IPv6: {@code net/snmp6}} */
  public NetSnmp6 netSnmp6() {
    return readings.read(NetSnmp6.FILE);
  }

  /** {@return TCP and IP in detail, retransmissions and drops by cause: {@code net/netstat}} */
  public NetNetstat netNetstat() {
    return readings.read(NetNetstat.FILE);
  }

  /** {@return number of sockets, by protocol: {@code net/sockstat}} */
  public NetSockstat netSockstat() {
    return readings.read(NetSockstat.FILE);
  }

  /** {@return packets that each CPU processed, dropped and deferred: {@code net/softnet_stat}} */
  public NetSoftnetStat netSoftnetStat() {
    return readings.read(NetSoftnetStat.FILE);
  }

  /** {@return swap areas, their use and priority: {@code swaps}} */
  public Swaps swaps() {
    return readings.read(Swaps.FILE);
  }

  /** {@return free blocks of memory by size, node and zone: {@code buddyinfo}} */
  public BuddyInfo buddyInfo() {
    return readings.read(BuddyInfo.FILE);
  }

  /**
   * {@return free blocks of memory by migrate type, and page blocks by type: {@code pagetypeinfo}}
   */
  public PageTypeInfo pageTypeInfo() {
    return readings.read(PageTypeInfo.FILE);
  }

  /** {@return memory zones and nodes, their watermarks and page sets: {@code zoneinfo}} */
  public ZoneInfo zoneInfo() {
    return readings.read(ZoneInfo.FILE);
  }

  /**
   * {@return memory allocated by the kernel, by the place in its source: {@code allocinfo}} Linux
   * 6.10 and later, if its profiling is on.
   */
  public AllocInfo allocInfo() {
    return readings.read(AllocInfo.FILE);
  }

  /** {@return System V shared memory segments: {@code sysvipc/shm}} */
  public SysvipcShm sharedMemory() {
    return readings.read(SysvipcShm.FILE);
  }

  /** {@return open files of the whole system, and their limit: {@code sys/fs/file-nr}} */
  public SysFsFileNr fileNr() {
    return readings.read(SysFsFileNr.FILE);
  }

  /** {@return inodes in memory, used and unused: {@code sys/fs/inode-state}} */
  public SysFsInodeState inodeState() {
    return readings.read(SysFsInodeState.FILE);
  }

  /** {@return names in the directory cache: {@code sys/fs/dentry-state}} */
  public SysFsDentryState dentryState() {
    return readings.read(SysFsDentryState.FILE);
  }

  /**
   * {@return whether the scheduler collects the statistics that are off by default: {@code
   * sys/kernel/sched_schedstats}}
   */
  public SysKernelSchedSchedStats schedSchedStats() {
    return readings.read(SysKernelSchedSchedStats.FILE);
  }

  /**
   * {@return the CPUs that each interrupt may be delivered to, and is delivered to: {@code
   * irq/<number>/smp_affinity_list}}
   */
  public Irq irq() {
    return readings.read(Irq.FILE);
  }

  /** {@return the kernel's own allocator, by cache: {@code slabinfo}} */
  public SlabInfo slabInfo() {
    return readings.read(SlabInfo.FILE);
  }

  /** {@return file locks, which processes hold them and which wait: {@code locks}} */
  public Locks locks() {
    return readings.read(Locks.FILE);
  }

  /**
   * {@return armed timers by CPU and clock, and the devices that wake up the CPUs: {@code
   * timer_list}}
   */
  public TimerList timerList() {
    return readings.read(TimerList.FILE);
  }

  /**
   * {@return the run queues of each CPU and all tasks: {@code sched_debug}, or {@code sched/debug}
   * in the debugfs of the {@code sys} beside the root} For any other place see {@link
   * SchedDebug#at}.
   */
  public SchedDebug schedDebug() {
    return readings.read(SchedDebug.FILE);
  }

  /** Such as {@code Procfs[/proc]}. */
  @Override
  public String toString() {
    return "Procfs[" + Printable.line(root.toString()) + "]";
  }
}
