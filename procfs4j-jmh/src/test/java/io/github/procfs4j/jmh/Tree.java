package io.github.procfs4j.jmh;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/** A made-up tree, with texts in the form of Linux 6.18. Times are in ticks. */
final class Tree {
  private final Path root;

  Tree(Path root) {
    this.root = root;
  }

  /** The CPU times of a machine with two CPUs. */
  void machine(long user, long steal) throws IOException {
    Files.writeString(
        root.resolve("stat"),
        """
        cpu  %d 0 0 1 0 0 0 %d 0 0
        cpu0 1 0 0 1 0 0 0 0 0 0
        cpu1 1 0 0 1 0 0 0 0 0 0
        intr 5 5
        ctxt 7
        processes 10
        softirq 0 0 0 0 0 0 0 0 0 0 0
        """
            .formatted(user, steal));
    Files.writeString(root.resolve("uptime"), "1000.00 1.00\n");
  }

  /** A process that started at boot. */
  void process(int pid, String name, int parent, int ticks, int ofChildren) throws IOException {
    process(pid, name, parent, ticks, ofChildren, 0);
  }

  void process(int pid, String name, int parent, int ticks, int ofChildren, long start)
      throws IOException {
    Path directory = Files.createDirectories(root.resolve(Integer.toString(pid)));
    task(directory, pid, name, parent, ticks, ofChildren, start);
    Files.writeString(directory.resolve("cmdline"), "/bin/" + name + "\0");
  }

  /** A thread that ran and waited for so many nanoseconds. */
  void thread(int pid, int tid, String name, long ran, long waited, int switches)
      throws IOException {
    Path directory = Files.createDirectories(root.resolve(pid + "/task/" + tid));
    task(directory, tid, name, 1, 0, 0, 0);
    Files.writeString(directory.resolve("schedstat"), "%d %d 3\n".formatted(ran, waited));
    Files.writeString(
        directory.resolve("status"),
        """
        Name:\t%s
        State:\tS (sleeping)
        voluntary_ctxt_switches:\t%d
        nonvoluntary_ctxt_switches:\t2
        """
            .formatted(name, switches));
  }

  private static void task(
      Path directory, int id, String name, int parent, int ticks, int ofChildren, long start)
      throws IOException {
    Files.writeString(
        directory.resolve("stat"),
        ("%d (%s) S %d 1 1 0 -1 4194560 9 0 0 0 %d 0 %d 0 20 0 1 0 %d 9 9 9 0 0 0 0 0 0 0 0 0 0 0 0"
                + " 17 1 0 0 0 0 0 0 0 0 0 0 0 0 0\n")
            .formatted(id, name, parent, ticks, ofChildren, start));
  }

  void ended(int pid) throws IOException {
    try (Stream<Path> files = Files.walk(root.resolve(Integer.toString(pid)))) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
