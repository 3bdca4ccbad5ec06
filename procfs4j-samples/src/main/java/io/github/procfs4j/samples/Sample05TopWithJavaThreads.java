package io.github.procfs4j.samples;

import io.github.procfs4j.Procfs;
import io.github.procfs4j.model.Figure;
import io.github.procfs4j.model.Interval;
import io.github.procfs4j.model.Row;
import io.github.procfs4j.processes.OwnProcess;
import io.github.procfs4j.processes.OwnThread;
import io.github.procfs4j.processes.ProcessEntry;
import io.github.procfs4j.processes.ProcessFigures;
import io.github.procfs4j.processes.ProcessTable;
import io.github.procfs4j.sampling.Sampler;
import java.util.Comparator;

/**
 * Prints the processes that used the most CPU time, as top does, and the threads of this JVM with
 * their Java names.
 *
 * <p>A row of the process table belongs to one process, identified by its number and start time: a
 * number that is used again is a new row. A process that started within the interval counts with
 * everything it has used. The kernel keeps only 15 bytes of a thread's name; the names printed here
 * come from a thread dump.
 *
 * <p>The table keeps the files of all processes open and costs a few microseconds for each; see
 * docs/processes.md. A thread dump stops the JVM for some milliseconds, once and when threads are
 * new.
 */
public final class Sample05TopWithJavaThreads {
  private Sample05TopWithJavaThreads() {}

  /** Optional argument: the length of the interval in milliseconds. */
  public static void main(String[] args) throws InterruptedException {
    long millis = args.length > 0 ? Long.parseLong(args[0]) : 500;
    Procfs proc = Procfs.mounted();
    Figure cpus = ProcessFigures.of(ProcessTable.PROCESS, "cpu");

    try (Sampler<ProcessTable> processes = proc.processes().sampler()) {
      Interval interval = processes.intervals();
      processes.sample();
      interval.next(); // the first sample ends no interval
      Thread.sleep(millis);
      processes.sample();
      if (interval.next()) {
        Comparator<Row> byCpu = Comparator.comparingDouble(row -> cpus.value(interval, row));
        System.out.println("    pid   CPU %  process");
        processes.view().processes().stream()
            .map(ProcessEntry::row)
            .filter(row -> cpus.value(interval, row) > 0) // not if it is NaN
            .sorted(byCpu.reversed())
            .limit(5)
            .forEach(row -> print(row, 100 * cpus.value(interval, row)));
      }
    }

    OwnProcess self = proc.self();
    System.out.println("    tid  CPU ms  thread of this JVM");
    self.threads().stream()
        .sorted(Comparator.comparingLong(OwnThread::cpuNanos).reversed())
        .limit(5)
        .forEach(
            thread ->
                System.out.printf(
                    "%7d %7d  %s%n", thread.tid(), thread.cpuNanos() / 1_000_000, thread.name()));
  }

  private static void print(Row process, double percent) {
    System.out.printf("%7s %7.1f  %s%n", process.label("pid"), percent, ProcessTable.name(process));
  }
}
