package io.github.procfs4j;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.procfs4j.sampling.SampledFile;
import io.github.procfs4j.sampling.Snapshot;
import io.github.procfs4j.system.SchedDebug;
import io.github.procfs4j.testing.Corpus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code .corpus/capture} takes numbers as they are, and replaces names. The tree is one of the
 * corpus, with a process, a network device and a machine's name that are made up.
 */
class CaptureTest {
  private static final Path CORPUS = Corpus.tree("amd64-6.1-smp1", "s0");

  @TempDir Path directory;
  private Path root;

  @BeforeEach
  void makeTree() throws IOException {
    root = directory.resolve("machine/proc");
    try (Stream<Path> files = Files.walk(CORPUS)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        write(CORPUS.relativize(file).toString(), Files.readString(file, ISO_8859_1));
      }
    }
    write("net/dev", Files.readString(CORPUS.resolve("net/dev")).replace("lo:", "acme-vpn:"));
    write("swaps", Files.readString(CORPUS.resolve("swaps")) + swap("/home/alice/swap"));
    write("version", "Linux version 6.1.0 (alice@build.acme.example) #1 SMP 10:20:30 UTC\n");
    write(
        "cmdline",
        "root=UUID=0a1b2c3d-0123-4567-89ab-0123456789ab ip=10.9.8.7 gw=fe80::7"
            + " ns=fd00:1:2:3:4:5:6:7 mac=52:54:00:ab:cd:ef quiet\n");
    write("sys/kernel/hostname", "acme-db1\n");
    write("../etc/passwd", "root:x:0:0::/root:/bin/sh\nalice:x:1000:1000::/home/alice:/bin/sh\n");
    write(
        "42/stat",
        "42 (acme (1) bill) S 1 42 42 0 -1 4194560 7 0 0 0 11 12 0 0 20 0 1 0 99 4096 5\n");
    write("42/comm", "acme (1) bill\n");
    write("42/cmdline", "/opt/acme/bill\0--password\0secret\0");
    write("42/status", "Name:\tacme (1) bill\nPid:\t42\n");
    write(
        "42/sched", "acme (1)\nbill (42, #threads: 1)\n" + "-".repeat(67) + "\nnr_switches : 7\n");
    write("42/environ", "TOKEN=secret\0");
    write(
        "42/numa_maps",
        "55d0 default file=/opt/acme/bill mapped=2 N0=2\n7f00 default heap anon=1 N0=1\n"
            + "7f10 default file=/opt/acme/lib mapped=1\n7f20 default file=/opt/acme/bill N0=1\n");
    write("irq/7/smp_affinity_list", "0-1\n");
    write("irq/7/acme/secret", "not captured\n");
    String groups = "../sys/fs/cgroup/";
    write(groups + "cgroup.controllers", "cpu memory\n");
    write(groups + "acme.slice/cpu.stat", "usage_usec 5\n");
    write(groups + "acme.slice/alice db/acme.slice/cpu.stat", "usage_usec 7\n");
    write(groups + "acme.slice/secret", "not captured\n");
    write("2/stat", "2 (kthreadd) S 0 0 0 0 -1 2129984 0 0 0 0 0 3 0 0 20 0 1 0 1 0 0\n");
    write("2/comm", "kthreadd\n");
    write("2/cmdline", "");
    write("2/status", "Name:\tkthreadd\nPid:\t2\n");
  }

  private static String swap(String path) {
    return path + "                         file\t\t1024\t\t0\t\t-3\n";
  }

  private void write(String name, String text) throws IOException {
    Path file = root.resolve(name).normalize();
    Files.createDirectories(file.getParent());
    Files.writeString(file, text, ISO_8859_1);
  }

  private String capture(Path target, int code) throws Exception {
    // A shell completes the name of a directory with a slash.
    return capture(code, target.toString(), root + "/", "0");
  }

  private static String capture(int code, String... arguments) throws Exception {
    List<String> words = new ArrayList<>(List.of("../.corpus/capture"));
    words.addAll(List.of(arguments));
    Process process = new ProcessBuilder(words).redirectErrorStream(true).start();
    String text = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor()).as(text).isEqualTo(code);
    return text;
  }

  @Test
  void numbersAreTakenAndNamesReplaced() throws Exception {
    Path target = directory.resolve("captured");
    assertThat(capture(target, 0)).startsWith("captured ");

    for (String moment : Corpus.MOMENTS) {
      Path tree = target.resolve(moment);
      for (String file : Corpus.FILES) {
        if (!List.of("net/dev", "swaps", "sched_debug").contains(file)) {
          assertThat(tree.resolve(file)).hasSameBinaryContentAs(CORPUS.resolve(file));
        }
      }
      for (SampledFile<?> file : Procfs.sampledFiles()) {
        if (Files.exists(tree.resolve(file.source().name()))) {
          assertThat(Snapshot.of(file, tree).problems()).as(file.toString()).isEmpty();
        }
      }
    }
    // Its tasks have names, except kernel threads, and as many numbers as before.
    Snapshot tasks = Snapshot.of(SchedDebug.FILE, target.resolve("s0"));
    assertThat(tasks.layout().cells())
        .isEqualTo(Snapshot.of(SchedDebug.FILE, CORPUS).layout().cells());
    assertThat(Files.readString(target.resolve("s0/sched_debug"), ISO_8859_1))
        .containsPattern("(?m)^ S         program +1 ")
        .containsPattern("(?m)^ S        kthreadd +2 ");

    String all = everything(target);
    assertThat(all)
        .doesNotContain("acme", "alice", "secret", "0a1b2c3d", "10.9.8.7", "fe80", "fd00", "ab:cd")
        .contains("/home/user1/swap", "(builder@host)", "kthreadd", "  dev1:", "SMP 10:20:30 UTC")
        .contains("ip=192.0.2.1 gw=2001:db8::1 ns=2001:db8::1 mac=02:00:00:00:00:01 quiet");

    assertThat(target.resolve("s0/irq/7/smp_affinity_list")).hasContent("0-1\n");
    assertThat(target.resolve("s1/cgroup/cgroup.controllers")).hasContent("cpu memory\n");
    assertThat(target.resolve("s1/cgroup/group1/cpu.stat")).hasContent("usage_usec 5\n");
    assertThat(target.resolve("s2/cgroup/group1/group2/group1/cpu.stat"))
        .hasContent("usage_usec 7\n");
    assertThat(target.resolve("s0/42/numa_maps"))
        .hasContent(
            "55d0 default file=/file1 mapped=2 N0=2\n7f00 default heap anon=1 N0=1\n"
                + "7f10 default file=/file2 mapped=1\n7f20 default file=/file1 N0=1\n");
    assertThat(target.resolve("s0/42/comm")).hasContent("program1\n");
    assertThat(target.resolve("s0/42/stat")).content().startsWith("42 (program1) S 1 42 42 ");
    assertThat(target.resolve("s0/42/sched"))
        .hasContent("program1 (42, #threads: 1)\n" + "-".repeat(67) + "\nnr_switches : 7\n");
    assertThat(target.resolve("s0/42/status")).hasContent("Name:\tprogram1\nPid:\t42\n");
    assertThat(target.resolve("s0/42/stat")).content().endsWith(" 11 12 0 0 20 0 1 0 99 4096 5\n");
    assertThat(target.resolve("s0/42/cmdline")).hasContent("program1\0argument1\0argument2\0");
  }

  private static String everything(Path directory) throws IOException {
    StringBuilder text = new StringBuilder();
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        text.append(Files.readString(file, ISO_8859_1));
      }
    }
    return text.toString();
  }

  @Test
  void nothingIsOverwritten() throws Exception {
    assertThat(capture(directory, 1)).isEqualTo("capture: " + directory + " exists already\n");
  }

  @Test
  void anOptionIsNotADirectory() throws Exception {
    assertThat(capture(2, "--help")).startsWith("usage: .corpus/capture DIRECTORY");
  }

  /** Files of processes are checked too; names in them are not replaced everywhere. */
  @Test
  void whatIsLeftIsAnError() throws Exception {
    write("../etc/passwd", "bob:x:1000:1000::/home/bob:/bin/sh\n");
    write("42/status", "Name:\tx\nOwner:\tbob\n");
    Path target = directory.resolve("captured");
    assertThat(capture(target, 1)).contains("so nothing was written", "s0/42/status:2:Owner:\tbob");
    assertThat(target).doesNotExist();
  }
}
