package io.github.procfs4j.cli.report;

import io.github.procfs4j.cli.page.Chart;
import io.github.procfs4j.model.Figure;
import io.github.procfs4j.processes.Processes;
import io.github.procfs4j.sampling.Self;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The lanes of the page, in order: which sources belong to them, and what their line shows. */
enum PageLane {
  CPU("cpu", "CPU"),
  MEMORY("memory", "Memory"),
  DISKS("disks", "Disks"),
  NETWORK("network", "Network"),
  STALLS("stalls", "Stalls"),
  INTERRUPTS("interrupts", "Interrupts"),
  PROCESSES("processes", "Processes"),
  LOCKS("locks", "Locks"),
  OTHER("other", "Other sources"),
  COST("cost", "Own cost");

  private static final Set<String> OF_CPU =
      Set.of(
          "stat",
          "schedstat",
          "uptime",
          "timer_list",
          "sched_debug",
          "loadavg",
          "cgroup/cpu",
          "sys/kernel/sched_schedstats");
  private static final Set<String> OF_MEMORY =
      Set.of(
          "meminfo",
          "vmstat",
          "swaps",
          "buddyinfo",
          "pagetypeinfo",
          "zoneinfo",
          "slabinfo",
          "allocinfo",
          "sysvipc/shm",
          "cgroup/memory");

  /** The figures of {@code stat} that are about interrupts. */
  private static final Set<String> OF_INTERRUPTS = Set.of("interrupts", "softirqs");

  private final String id;
  private final String title;

  PageLane(String id, String title) {
    this.id = id;
    this.title = title;
  }

  String id() {
    return id;
  }

  String title() {
    return title;
  }

  /** The lane of a source. */
  static PageLane of(String source) {
    if (Processes.isSource(source)) {
      return PROCESSES;
    }
    if (source.startsWith("net/")) {
      return NETWORK;
    }
    if (source.startsWith("pressure/")) {
      return STALLS;
    }
    return OF_CPU.contains(source)
        ? CPU
        : OF_MEMORY.contains(source)
            ? MEMORY
            : switch (source) {
              case "diskstats", "cgroup/io" -> DISKS;
              case "interrupts", "softirqs", "irq" -> INTERRUPTS;
              case "cgroup/pressure" -> STALLS;
              case "locks" -> LOCKS;
              case Self.NAME -> COST;
              default -> OTHER;
            };
  }

  /** The lane of a figure: a source may be about several resources. */
  static PageLane of(String source, Figure figure) {
    return source.equals("stat")
            && figure.table().equals("system")
            && OF_INTERRUPTS.contains(figure.name())
        ? INTERRUPTS
        : of(source);
  }

  /** What its line shows; null if that is not known, and so is no other figure. */
  @Nullable Chart headline(List<Findings> sources, PageCharts charts) {
    return switch (this) {
      case CPU -> charts.headline(sources, "stat", "cpu", TableFigures::isOfAll, "busy");
      case MEMORY -> charts.headline(sources, "meminfo", "meminfo", PageLane::any, "used share");
      case DISKS -> charts.headline(sources, "diskstats", "disk", PageLane::any, "%util");
      case NETWORK ->
          charts.headline(sources, "net/dev", "device", PageLane::any, "rxB/s", "txB/s");
      case STALLS -> charts.headline(sources, "pressure/", "pressure", PageLane::any, "stalled");
      case INTERRUPTS -> charts.headline(sources, "stat", "system", PageLane::any, "interrupts");
      case PROCESSES -> PageProcesses.headline(sources, charts);
      case LOCKS -> charts.locksHeadline(sources);
      case COST -> charts.headline(sources, Self.NAME, "self", PageLane::any, "cpu");
      case OTHER -> null;
    };
  }

  private static boolean any(RowFigures row) {
    return true;
  }
}
