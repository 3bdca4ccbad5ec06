package io.github.procfs4j.cli.report;

import static io.github.procfs4j.cli.report.MachineSummary.Resource.CPU;
import static io.github.procfs4j.cli.report.MachineSummary.Resource.DISKS;
import static io.github.procfs4j.cli.report.MachineSummary.Resource.LOCKS;
import static io.github.procfs4j.cli.report.MachineSummary.Resource.MEMORY;
import static io.github.procfs4j.cli.report.MachineSummary.Resource.NETWORK;
import static io.github.procfs4j.cli.report.MachineSummary.Resource.STALLS;
import static io.github.procfs4j.cli.report.Rule.Aspect.ERRORS;
import static io.github.procfs4j.cli.report.Rule.Aspect.SATURATION;
import static io.github.procfs4j.cli.report.Rule.Aspect.UTILISATION;

import io.github.procfs4j.cli.report.MachineSummary.Resource;
import io.github.procfs4j.processes.ProcessMeasure;
import io.github.procfs4j.processes.ProcessTable;
import java.util.List;
import java.util.stream.Stream;

/**
 * The rules of the summary. One rule of a resource also provides the value that is shown if nothing
 * about it is worth mentioning: the first one about its utilisation or, if there is none, the first
 * one. docs/summary.md contains the same table, with reasons.
 */
final class Rules {
  private static final double MIB = 1 << 20;

  /** All rules, by resource; of each resource the most important first. */
  static final List<Rule> ALL =
      List.of(
          // CPU. A throttled group waits although CPUs may be idle, and explains other findings.
          new Rule(
              "cpu-throttled",
              CPU,
              SATURATION,
              Watch.mean("cgroup/cpu", "cgroup", "throttled"),
              "%",
              25,
              "control group ROW throttled in VALUE of the periods"),
          new Rule(
              "cpu-busy",
              CPU,
              UTILISATION,
              Watch.mean("stat", "cpu", TableFigures::isOfAll, "busy"),
              "%",
              90,
              "VALUE busy"),
          new Rule(
              "cpu-process",
              CPU,
              UTILISATION,
              Watch.processes(
                  ProcessUsage::mostCpu,
                  ProcessTable.PROCESS.name(),
                  row -> true,
                  ProcessMeasure.CPU.figure(ProcessTable.PROCESS).name()),
              "CPUs",
              0.9,
              "ROW used VALUE"),
          new Rule(
              "cpu-thread",
              CPU,
              UTILISATION,
              Watch.processes(
                  ProcessUsage::mostCpuOfThreads,
                  ProcessTable.THREAD.name(),
                  row -> row.numericLabel("tid") != row.numericLabel("pid"),
                  ProcessMeasure.CPU.figure(ProcessTable.THREAD).name()),
              "CPUs",
              0.9,
              "thread ROW used VALUE"),
          new Rule(
              "cpu-gc",
              CPU,
              UTILISATION,
              Watch.processes(ProcessUsage::mostCollection),
              "%",
              10,
              "garbage collection took VALUE of the CPU time of ROW"),
          new Rule(
              "cpu-steal",
              CPU,
              SATURATION,
              Watch.mean("stat", "cpu", TableFigures::isOfAll, "steal"),
              "%",
              10,
              "VALUE stolen by the hypervisor"),
          new Rule(
              "cpu-queue",
              CPU,
              SATURATION,
              Watch.perCpu("system", "running"),
              "",
              2,
              "VALUE tasks for each CPU running or ready to run"),
          new Rule(
              "cpu-forks",
              CPU,
              SATURATION,
              Watch.mean("stat", "system", "forks"),
              "",
              100,
              "VALUE processes and threads created a second"),
          new Rule(
              "cpu-hot",
              CPU,
              UTILISATION,
              Watch.mean("stat", "cpu", row -> !TableFigures.isOfAll(row), "busy"),
              "%",
              90,
              "CPU ROW VALUE busy",
              "cpu-busy"),
          // Memory
          new Rule(
              "memory-used",
              MEMORY,
              UTILISATION,
              Watch.mean("meminfo", "meminfo", "used share"),
              "%",
              90,
              "VALUE used"),
          new Rule(
              "memory-oom",
              MEMORY,
              ERRORS,
              Watch.total("vmstat", "vmstat", "OOM kills"),
              Rule.WHOLE,
              1,
              "VALUE killed for lack of memory"),
          new Rule(
              "memory-growth",
              MEMORY,
              UTILISATION,
              Watch.processes(ProcessUsage::mostGrowth),
              "bytes",
              100 * MIB,
              "ROW grew by VALUE"),
          new Rule(
              "memory-swap-in",
              MEMORY,
              SATURATION,
              Watch.mean("vmstat", "vmstat", "swapped in"),
              "pages/s",
              10,
              "VALUE read back from swap"),
          new Rule(
              "memory-reclaim",
              MEMORY,
              SATURATION,
              Watch.mean("vmstat", "vmstat", "scanned directly"),
              "pages/s",
              256,
              "VALUE scanned by tasks that had to wait for memory"),
          // Disks
          new Rule(
              "disk-busy",
              DISKS,
              UTILISATION,
              Watch.mean("diskstats", "disk", "%util"),
              "%",
              70,
              "ROW VALUE busy"),
          new Rule(
              "disk-queue",
              DISKS,
              SATURATION,
              Watch.mean("diskstats", "disk", "aqu-sz"),
              "",
              2,
              "ROW had VALUE requests queued or being served"),
          // Network
          new Rule(
              "net-rate",
              NETWORK,
              UTILISATION,
              Watch.mean("net/dev", "device", "rxB/s", "txB/s"),
              "bytes/s",
              Double.POSITIVE_INFINITY,
              "ROW VALUE in one direction"),
          new Rule(
              "net-errors",
              NETWORK,
              ERRORS,
              Watch.total("net/dev", "device", "rxerr/s", "txerr/s"),
              Rule.WHOLE,
              1,
              "ROW VALUE packets with errors"),
          new Rule(
              "net-drops",
              NETWORK,
              SATURATION,
              Watch.mean("net/dev", "device", "rxdrop/s", "txdrop/s"),
              "packets/s",
              1,
              "ROW dropped VALUE"),
          new Rule(
              "net-retransmits",
              NETWORK,
              ERRORS,
              Watch.mean("net/snmp", "Tcp", "retransmitted"),
              "%",
              1,
              "VALUE of the TCP segments sent again"),
          new Rule(
              "net-listen",
              NETWORK,
              SATURATION,
              Watch.total("net/netstat", "TcpExt", "ListenOverflows"),
              Rule.WHOLE,
              1,
              "VALUE connections found the queue of their listener full"),
          new Rule(
              "net-backlog",
              NETWORK,
              SATURATION,
              Watch.total("net/softnet_stat", "cpu", "dropd/s"),
              Rule.WHOLE,
              1,
              "VALUE packets dropped because the backlog of CPU ROW was full"),
          // Locks
          new Rule(
              "lock-waiters",
              LOCKS,
              SATURATION,
              new Watch(LockedFile.SOURCE, Rules::lockWaiters),
              "",
              1,
              "VALUE waiting for ROW, held by WHO"),
          // Stalls
          new Rule(
              "stall-cpu",
              STALLS,
              SATURATION,
              stalled("pressure/cpu", "some"),
              "%",
              15,
              "some task waited for a CPU VALUE of the time"),
          new Rule(
              "stall-memory",
              STALLS,
              SATURATION,
              stalled("pressure/memory", "some"),
              "%",
              15,
              "some task waited for memory VALUE of the time"),
          new Rule(
              "stall-io",
              STALLS,
              SATURATION,
              stalled("pressure/io", "full"),
              "%",
              5,
              "all tasks waited for I/O VALUE of the time"),
          new Rule(
              "stall-irq",
              STALLS,
              SATURATION,
              stalled("pressure/irq", "full"),
              "%",
              5,
              "all tasks waited for interrupts VALUE of the time"));

  private Rules() {}

  private static Watch stalled(String source, String line) {
    return Watch.mean(source, "pressure", row -> row.labels().contains(line), "stalled");
  }

  private static Stream<Peak> lockWaiters(Findings findings) {
    return findings instanceof SourceFigures figures && figures.intervals().size() > 0
        ? LockedFile.of(figures).stream()
            .flatMap(file -> file.mostWaiters(figures.intervals()).stream())
        : Stream.empty();
  }

  /** The rules of a resource, the most important first. */
  static List<Rule> of(Resource resource) {
    return ALL.stream().filter(rule -> rule.resource() == resource).toList();
  }

  /** The rule of a resource whose value is shown if nothing about it is worth mentioning. */
  static Rule usual(Resource resource) {
    List<Rule> rules = of(resource);
    return rules.stream()
        .filter(rule -> rule.aspect() == UTILISATION)
        .findFirst()
        .orElse(rules.getFirst());
  }

  /** Whether a rule looks at a source of this name. */
  static boolean look(String source) {
    return ALL.stream().anyMatch(rule -> rule.watch().isOf(source));
  }
}
