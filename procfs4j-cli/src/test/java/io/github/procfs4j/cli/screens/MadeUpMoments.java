package io.github.procfs4j.cli.screens;

import io.github.procfs4j.model.Figure;
import io.github.procfs4j.processes.ProcessMeasure;
import io.github.procfs4j.processes.ProcessTable;
import io.github.procfs4j.system.DiskStats;
import io.github.procfs4j.system.Stat;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Moments that are made up, with figures of this library. */
final class MadeUpMoments {
  static final long SECOND = 1_000_000_000;

  private MadeUpMoments() {}

  static final Figure BUSY = Stat.FILE.figure("cpu", "busy");
  static final Figure CPU = ProcessMeasure.CPU.figure(ProcessTable.PROCESS);
  static final Figure RSS = ProcessMeasure.MEMORY.figure(ProcessTable.PROCESS);

  static Gauge gauge(Figure figure, double value, float... before) {
    return new Gauge(figure, value, before);
  }

  /** A process. */
  static Task task(long number, String name, double cpus, double bytes) {
    return task(number, Task.UNKNOWN, name, "", "", cpus, bytes);
  }

  /** A process with a parent, a user and a control group. */
  static Task task(
      long number, long parent, String name, String user, String group, double cpus, double bytes) {
    return new Task(
        number,
        parent,
        name,
        "/usr/bin/" + name,
        user,
        group,
        new float[] {(float) cpus, (float) bytes});
  }

  static Moment moment(long nanos, Task... tasks) {
    return new Moment(
        nanos,
        Optional.of(Instant.EPOCH.plusNanos(nanos)),
        List.of(
            new Section(
                "CPU",
                List.of(
                    new Strip("stat", "all", List.of(gauge(BUSY, 34.2, 0, 50, 100, Float.NaN))),
                    new Strip("stat", "cpu 0", List.of(gauge(BUSY, 1.5, 1, 2))))),
            new Section(
                "Disks",
                List.of(
                    new Strip(
                        "diskstats",
                        "漢字-disk-with-a-long-name",
                        List.of(
                            gauge(DiskStats.FILE.figure("disk", "%util"), 70, 10, 70),
                            gauge(DiskStats.FILE.figure("disk", "aqu-sz"), Double.NaN)))))),
        List.of(new Moment.Verdict("CPU", "utilisation: 99.0 % busy [cpu-busy ≥ 90 %]")),
        new Tasks(List.of(CPU, RSS), List.of(tasks)),
        Tasks.NONE);
  }

  /** So many processes, some of which have hostile names. */
  static Moment busy(int count) {
    List<Task> tasks = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      String name = i % 7 == 0 ? "evil\033[2J\u202e\n" + i : i % 5 == 0 ? "漢字" + i : "worker-" + i;
      String user = i % 4 == 0 ? "" : "user-with-a-long-name\033" + i % 4;
      double cpus = i % 3 == 0 ? Double.NaN : i / 1000.0;
      tasks.add(task(i, i / 2, name, user, "/a.slice/\n" + i % 9, cpus, 4096.0 * i));
    }
    return moment(100 * SECOND, tasks.toArray(Task[]::new));
  }

  static Range range() {
    return Range.of(10 * SECOND, 100 * SECOND, SECOND, true, List.of());
  }

  static Status status() {
    return new Status("host\033[2J", "live", "own CPU 1.0 % 60 MiB", "", true, true);
  }
}
