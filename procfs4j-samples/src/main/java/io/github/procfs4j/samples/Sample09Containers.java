package io.github.procfs4j.samples;

import io.github.procfs4j.Procfs;
import io.github.procfs4j.processes.ProcessEntry;
import io.github.procfs4j.processes.ProcessFile;
import io.github.procfs4j.processes.ProcessTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/**
 * Sums up the memory of the processes of each container, from outside and without a daemon.
 *
 * <p>Processes of one container share a control group, whose path is in {@code cgroup} of each
 * process. To see the processes of the host from inside a container, mount the host's {@code /proc}
 * and pass the directory, such as {@code /host/proc}, as the root. For one control group only, use
 * {@code ProcessFilter.pids} with the numbers in its {@code cgroup.procs}.
 *
 * <p>{@code stat}, {@code system}-wide memory and interrupts in a container are those of the host,
 * unless lxcfs or similar replaces the files; {@code net/dev} is that of the container.
 *
 * <p>Reading the table once opens two files of each process, and {@code cgroup} is a third.
 */
public final class Sample09Containers {
  private Sample09Containers() {}

  /** Optional argument: the root, by default {@code /proc}. */
  public static void main(String[] args) {
    Procfs proc = Procfs.at(Path.of(args.length > 0 ? args[0] : "/proc"));
    ProcessTable table = proc.processes().with(ProcessFile.STATUS).read();

    Map<String, Sum> sums = new TreeMap<>();
    for (ProcessEntry process : table.processes()) {
      // Absent for kernel threads, which have no memory of their own.
      process
          .status()
          .vmRSS()
          .ifPresent(
              bytes -> {
                Sum sum = sums.computeIfAbsent(group(proc, process.pid()), group -> new Sum());
                sum.processes++;
                sum.bytes += bytes;
              });
    }
    sums.forEach(
        (group, sum) ->
            System.out.printf("%4d processes %,16d bytes  %s%n", sum.processes, sum.bytes, group));
  }

  /** The path of the control group: the last line, which is that of version 2 where it is used. */
  private static String group(Procfs proc, long pid) {
    try {
      String text = Files.readString(proc.process(pid).path().resolve("cgroup")).strip();
      return text.substring(text.lastIndexOf(':') + 1);
    } catch (IOException e) {
      return "(ended, or not shown)";
    }
  }

  private static final class Sum {
    private int processes;
    private long bytes;
  }
}
