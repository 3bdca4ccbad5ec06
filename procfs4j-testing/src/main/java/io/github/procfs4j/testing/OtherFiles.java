package io.github.procfs4j.testing;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A tree with the files that no tree of the {@link Corpus} has. They are made up, except those of
 * control groups, which a real kernel printed.
 */
public final class OtherFiles {
  private static final Path GROUPS = Corpus.RESOURCES.resolve("cgroups/amd64-6.12-smp4-numa2/s1");

  private OtherFiles() {}

  /**
   * Writes the files below a directory; those of this program's control group are in {@code
   * sys/fs/cgroup}.
   *
   * @return the directory used as {@code /proc}
   */
  public static Path write(Path directory) throws IOException {
    Path proc = directory.resolve("proc");
    write(proc, "pressure/irq", "full avg10=0.00 avg60=0.00 avg300=0.00 total=0\n");
    write(
        proc,
        "allocinfo",
        "allocinfo - version: 1.0\n#     <size>  <calls> <tag info>\n"
            + "        4096        1 mm/slub.c:2259 func:alloc_slab_page\n");
    write(proc, "irq/9/smp_affinity_list", "0-1\n");
    write(proc, "irq/9/effective_affinity_list", "0\n");
    write(proc, "irq/9/node", "0\n");
    Path group = Files.createDirectories(directory.resolve("sys/fs/cgroup"));
    for (String name :
        List.of(
            "cpu.stat",
            "memory.current",
            "memory.events",
            "memory.stat",
            "pids.current",
            "pids.events",
            "pids.peak",
            "cpu.pressure",
            "cgroup.procs")) {
      write(group, name, Files.readString(GROUPS.resolve("wl grp").resolve(name)));
    }
    write(group, "cgroup.controllers", "cpu io memory pids\n");
    write(group, "io.stat", Files.readString(GROUPS.resolve("io.stat")));
    write(group, "cpu.max", "50000 100000\n"); // the kernels of the corpus limit none
    write(group, "memory.max", "104857600\n");
    write(group, "memory.high", "83886080\n");
    write(group, "pids.max", "100\n");
    return proc;
  }

  private static void write(Path directory, String name, String text) throws IOException {
    Path file = directory.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text, ISO_8859_1);
  }
}
