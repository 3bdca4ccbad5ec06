package io.github.procfs4j.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A tree in which the names of files belong to something else: each costs only its own source. */
@Timeout(300)
class HostileRootTest {
  /** A process of the tree. */
  private static final String PID = "17";

  private static final List<String> SYSTEM_WIDE =
      List.of(
          "stat",
          "meminfo",
          "net/dev",
          "version",
          "cmdline",
          "cpuinfo",
          "allocinfo",
          "sysvipc/shm",
          "sys/fs/file-nr",
          "sys/kernel/sched_schedstats");

  private static final List<String> OF_PROCESS =
      List.of(
          "stat",
          "status",
          "cmdline",
          "comm",
          "limits",
          "numa_maps",
          "sched",
          "smaps_rollup",
          "cpuset",
          "wchan",
          "syscall",
          "stack");

  @TempDir private Path directory;
  private Path tree = Path.of("");

  /** What may be in place of a file. */
  enum Impostor {
    FIFO("a FIFO") {
      @Override
      void make(Path path) throws Exception {
        int made = new ProcessBuilder("mkfifo", path.toString()).start().waitFor();
        assumeTrue(made == 0, "no mkfifo");
      }
    },
    DEVICE("a device") {
      @Override
      void make(Path path) throws IOException {
        Files.createSymbolicLink(path, Path.of("/dev/zero"));
      }
    },
    DIRECTORY("is a directory") {
      @Override
      void make(Path path) throws IOException {
        Files.createDirectory(path);
      }
    },
    SOCKET("a socket") {
      @Override
      void make(Path path) throws IOException {
        // A path of more than a hundred characters cannot be bound.
        Path socket = Files.createTempDirectory("procfs").resolve("socket");
        try (ServerSocketChannel channel = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
          channel.bind(UnixDomainSocketAddress.of(socket));
        }
        Files.move(socket, path);
        Files.delete(socket.getParent());
      }
    },
    SPARSE("longer than") {
      @Override
      void make(Path path) throws IOException {
        try (RandomAccessFile sparse = new RandomAccessFile(path.toFile(), "rw")) {
          sparse.setLength(3L << 30);
        }
      }
    },
    LOOP("symbolic links") {
      @Override
      void make(Path path) throws IOException {
        Files.createSymbolicLink(path, path);
      }
    },
    LINK_TO_PROCFS("leads out of the tree") {
      @Override
      void make(Path path) throws IOException {
        Files.createSymbolicLink(path, Path.of("/proc/self/stat"));
      }
    },
    LINK_ELSEWHERE("leads out of the tree") {
      @Override
      void make(Path path) throws IOException {
        Files.createSymbolicLink(path, Path.of("pom.xml").toAbsolutePath());
      }
    };

    /** Its name in the message that rejects it. */
    final String reason;

    Impostor(String reason) {
      this.reason = reason;
    }

    abstract void make(Path path) throws Exception;
  }

  @BeforeEach
  void copy() throws IOException {
    tree = Tree.copy(directory);
    Path process = Files.createDirectories(tree.resolve(PID));
    for (String name : List.of("stat", "statm", "status", "io", "schedstat", "comm", "cmdline")) {
      Files.copy(Path.of("/proc/self").resolve(name), process.resolve(name));
    }
  }

  /** JUnit warns of links that lead elsewhere. */
  @AfterEach
  void unlink() throws IOException {
    try (var all = Files.walk(directory)) {
      for (Path path : all.filter(Files::isSymbolicLink).toList()) {
        Files.delete(path);
      }
    }
  }

  /** Puts something in the place of a file. */
  private void put(Impostor what, String name) throws Exception {
    Files.createDirectories(tree.resolve(name).getParent());
    Files.deleteIfExists(tree.resolve(name));
    what.make(tree.resolve(name));
  }

  private Run run(String... words) {
    List<String> all = new ArrayList<>(List.of(words));
    all.addAll(List.of("--root", tree.toString()));
    return Run.of(all.toArray(String[]::new));
  }

  private Run record(String... words) {
    List<String> all = new ArrayList<>(List.of("record"));
    all.addAll(List.of(words));
    all.addAll(List.of("--duration", "200ms", "-o", directory.resolve("x.rec").toString()));
    return run(all.toArray(String[]::new)).withTables(directory.resolve("x.rec"));
  }

  @ParameterizedTest
  @EnumSource
  void aSystemWideFileIsRefusedByWhatItIs(Impostor what) throws Exception {
    for (String name : SYSTEM_WIDE) {
      put(what, name);
      assertThat(run("show", name).failed(3, name + ": ", what.reason).out()).isEmpty();
    }
    assertThat(run("show", "vmstat", "stat").out()).contains("nr_free_pages");
    assertThat(run("sources").isDone().out())
        .containsPattern("(?m)^stat .*\\Q" + what.reason)
        .containsPattern("(?m)^version .*\\Q" + what.reason)
        .containsPattern("(?m)^vmstat +sampled +yes");
  }

  @ParameterizedTest
  @EnumSource
  void theOthersAreRecordedAndReported(Impostor what) throws Exception {
    for (String name : List.of("stat", "diskstats", "version", "sys/kernel/hostname", "softirqs")) {
      put(what, name);
    }
    Run run = record("stat", "meminfo", "diskstats", "vmstat");
    assertThat(run.code()).isZero();
    assertThat(run.out()).contains("x.rec: ", "meminfo");
    assertThat(run.err().lines())
        .hasSize(2)
        .allSatisfy(line -> assertThat(line).contains(what.reason).doesNotContain("internal"));
    Run report = Run.of("report", "--full", directory.resolve("x.rec").toString());
    assertThat(report.code()).isZero();
    assertThat(report.out().replaceAll("\\s+", " ")).contains("vmstat", what.reason);
  }

  @ParameterizedTest
  @EnumSource
  void aFileOfAProcessIsRefusedByWhatItIs(Impostor what) throws Exception {
    for (String name : OF_PROCESS) {
      put(what, PID + "/" + name);
      run("show", "pid/" + name, "--pid", PID).failed(3, name + ": ", what.reason);
    }
    Run run = record("meminfo", "pid:*");
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.err()).doesNotContain("internal");
    record("pid:" + PID, "--force")
        .failed(3, "process " + PID + " could not be read: an error of reading, or not a regular");
  }

  @Test
  void aDirectoryOfAProcessThatLinksOutOfTheTreeIsNotFollowed() throws Exception {
    Path outside = Files.move(tree.resolve(PID), directory.resolve("outside"));
    Files.createSymbolicLink(tree.resolve(PID), outside);
    for (String name : List.of("stat", "status", "cmdline", "comm")) {
      run("show", "pid/" + name, "--pid", PID).failed(3, name + ": ", "leads out of the tree");
    }
    run("cost", "pid/stat", "--pid", PID).failed(3, "stat: ", "leads out of the tree");
    assertThat(run("sources", "--pid", PID).isDone().out()).contains("leads out of the tree");
  }

  @ParameterizedTest
  @EnumSource
  void aProcessGoesWithoutAFileThatIsNone(Impostor what) throws Exception {
    for (String name : List.of("statm", "io", "cmdline")) {
      put(what, PID + "/" + name);
    }
    Run run = record("pid:*");
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.out()).contains("1 process");
  }

  @ParameterizedTest
  @EnumSource
  void waitsAreShownWithoutAFileThatIsNone(Impostor what) throws Exception {
    String thread = PID + "/task/" + PID + "/";
    Files.createDirectories(tree.resolve(thread));
    for (String name : List.of("stat", "schedstat", "comm")) {
      Files.copy(tree.resolve(PID).resolve(name), tree.resolve(thread + name));
    }
    for (String name : List.of("wchan", "syscall", "stack")) {
      put(what, thread + name);
    }
    put(what, PID + "/fd");
    Run run = run("waits", "pid:*", "--every", "10ms", "--for", "60ms", "--stacks");
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.err()).doesNotContain("internal", "java.");
    put(what, thread + "schedstat");
    run = run("waits", "pid:*", "--every", "10ms", "--for", "60ms");
    assertThat(run.code()).as(run.err()).isIn(0, 3);
    assertThat(run.err()).doesNotContain("internal", "java.");
  }

  /** The topology is in sysfs, beside the root, and cpuinfo is shown without it. */
  @ParameterizedTest
  @EnumSource
  void theTopologyIsLeftOutIfItsFilesAreNone(Impostor what) throws Exception {
    Path cpus = Files.createDirectories(tree.resolveSibling("sys/devices/system/cpu"));
    what.make(cpus.resolve("online"));
    Files.writeString(tree.resolve("cpuinfo"), "processor\t: 0\n\nprocessor\t: 1\n\n");
    for (int cpu = 0; cpu < 2; cpu++) {
      Path topology = Files.createDirectories(cpus.resolve("cpu" + cpu + "/topology"));
      what.make(topology.resolve("thread_siblings_list"));
      what.make(topology.resolve("core_siblings_list"));
    }
    assertThat(run("show", "cpuinfo").isDone().out()).contains("processor").doesNotContain("cores");
  }

  /** A text is gathered from the files of many directories. */
  @ParameterizedTest
  @EnumSource
  void aFileOfAControlGroupCostsOnlyItself(Impostor what) throws Exception {
    Path groups = tree.resolve("groups");
    for (String group : List.of("good", "bad")) {
      Files.createDirectories(groups.resolve(group));
      Files.writeString(groups.resolve(group).resolve("cpu.stat"), "usage_usec 5\nuser_usec 3\n");
    }
    put(what, "groups/bad/cpu.stat");
    String[] options = {"--cgroup-root", groups.toString(), "--cgroup", "/**"};
    Run run = run("show", "cgroup/cpu", options[0], options[1], options[2], options[3]);
    assertThat(run.out()).contains("/good").doesNotContain("/bad");
    assertThat(run.err()).contains("cpu.stat cannot be read: ").doesNotContain("internal");
    Run recorded = record("meminfo", "cgroup/cpu", options[0], options[1], options[2], options[3]);
    assertThat(recorded.code()).as(recorded.err()).isZero();
    assertThat(recorded.out()).contains("cgroup/cpu");
  }

  /** Which group is that of this program is in a file of the tree, too. */
  @ParameterizedTest
  @EnumSource
  void whatNamesTheOwnControlGroupIsReadOnlyIfItIsAFile(Impostor what) throws Exception {
    Path groups = Files.createDirectories(tree.resolve("groups"));
    Files.writeString(groups.resolve("cgroup.controllers"), "cpu\n");
    Files.writeString(groups.resolve("cpu.stat"), "usage_usec 5\nuser_usec 3\n");
    put(what, "self/cgroup");
    Run run = run("show", "cgroup/cpu", "--cgroup-root", groups.toString()).isDone();
    assertThat(run.out()).contains("usage_usec");
  }

  /** A directory of control groups that is a link is not entered. */
  @Test
  void aControlGroupThatLinksOutOfTheTreeIsNotRead() throws Exception {
    Path groups = Files.createDirectories(tree.resolve("groups"));
    Path outside = Files.createDirectories(directory.resolve("outside"));
    for (Path group : List.of(groups, outside)) {
      Files.writeString(group.resolve("cpu.stat"), "usage_usec 5\nuser_usec 3\n");
    }
    Files.createSymbolicLink(groups.resolve("link"), outside);
    String root = groups.toString();
    Run below = run("show", "cgroup/cpu", "--cgroup-root", root, "--cgroup", "/**").isDone();
    assertThat(below.out()).doesNotContain("link");
    run("show", "cgroup/cpu", "--cgroup-root", root, "--cgroup", "/link")
        .failed(3, "leads out of the tree");
  }

  @ParameterizedTest
  @EnumSource
  void aFileOfAnInterruptCostsOnlyItself(Impostor what) throws Exception {
    for (String irq : List.of("7", "8")) {
      Files.createDirectories(tree.resolve("irq").resolve(irq));
      Files.writeString(tree.resolve("irq").resolve(irq).resolve("smp_affinity_list"), "0-1\n");
      Files.writeString(tree.resolve("irq").resolve(irq).resolve("node"), "0\n");
    }
    put(what, "irq/7/smp_affinity_list");
    Run run = run("show", "irq", "--format", "csv");
    assertThat(run.out()).contains("8").contains("0-1");
    assertThat(run.err()).contains("smp_affinity_list cannot be read: ").doesNotContain("internal");
  }

  @ParameterizedTest
  @EnumSource
  void nothingIsClearedButByTheKernel(Impostor what) throws Exception {
    put(what, PID + "/clear_refs");
    Run run = run("wss", PID);
    assertThat(run.code()).isEqualTo(3);
    assertThat(run.err()).hasLineCount(1).contains("clear_refs: not a file of the kernel's");
  }

  @ParameterizedTest
  @EnumSource
  void whatIsNoFileIsNoRecording(Impostor what) throws Exception {
    Path file = directory.resolve("x.rec");
    what.make(file);
    Run.of("report", file.toString()).failed(1, file + ": ");
  }

  /** A text within the length limit whose rows and columns need more than the heap. */
  @Test
  void aTextThatDoesNotFitTheHeapCostsItselfOrIsSaid() throws Exception {
    Files.writeString(tree.resolve("stat"), "cpu " + "1 ".repeat(450_000) + "\n");
    List<String> words =
        Command.words("show", "stat", "uptime", "--root", tree.toString(), "--format", "csv");
    words.add(1, "-Xmx48m");
    Run run = Command.end(new ProcessBuilder(words).start());
    assertThat(run.code()).isEqualTo(1);
    assertThat(run.err())
        .hasLineCount(1)
        .containsAnyOf("the heap has room for", "that fit in the heap", "out of memory");
    assertThat(run.err()).doesNotContain("internal", "java.");
  }

  @Test
  void whatMayNotBeReadIsSaidToBeDenied() throws Exception {
    Files.setPosixFilePermissions(
        tree.resolve("stat"), PosixFilePermissions.fromString("-wx-wx-wx"));
    Path closed = Files.createDirectories(tree.resolve("net"));
    Files.createFile(closed.resolve("dev"));
    Files.setPosixFilePermissions(closed, PosixFilePermissions.fromString("rw-rw-rw-"));
    try {
      String line = Command.line("show", "meminfo", "stat", "net/dev", "--root", tree.toString());
      if (Files.isReadable(tree.resolve("stat"))) { // root can read everything except this
        assumeTrue(Command.has("setpriv"), "there is no setpriv, of util-linux");
        line = "setpriv --bounding-set=-dac_override,-dac_read_search " + line;
      }
      Run run = Command.shell(line);
      assertThat(run.code()).isEqualTo(3);
      assertThat(run.out()).contains("MemTotal");
      assertThat(run.err().lines())
          .satisfiesExactly(
              said -> assertThat(said).contains("stat: permission denied"),
              said -> assertThat(said).contains("net/dev: permission denied"));
    } finally {
      Files.setPosixFilePermissions(closed, PosixFilePermissions.fromString("rwxrwxrwx"));
    }
  }

  /** As in a chroot: files are then opened by name instead of by their links in /proc/self/fd. */
  @Test
  void aTreeIsReadWhereNoProcfsIsMounted() throws Exception {
    assumeTrue(Command.has("unshare"), "no unshare, of util-linux");
    String withoutProc =
        "unshare -Urm sh -c 'mount -t tmpfs none /proc && exec \"$@\"' sh "
            + "env LD_LIBRARY_PATH="
            + Path.of(System.getProperty("java.home"), "lib")
            + " ";
    assumeTrue(
        Command.shell(withoutProc + "true").code() == 0,
        "no user and mount namespaces for a process here");
    Run run =
        Command.shell(withoutProc + Command.line("show", "uptime", "--root", tree.toString()));
    assertThat(run.err()).isEmpty();
    assertThat(run.code()).isZero();
    assertThat(run.out()).contains("idle");
  }
}
