package io.github.procfs4j.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.procfs4j.Procfs;
import io.github.procfs4j.sampling.Outcome;
import io.github.procfs4j.sampling.SampledFile;
import io.github.procfs4j.sampling.Sampler;
import io.github.procfs4j.sampling.UnreadableException;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Uses a tree of the corpus, and the running kernel with processes started here. */
class ProcessDirectoryTest {
  private static final Path PROC = Path.of("/proc");
  private static final List<String> FILES =
      List.of(
          "stat",
          "statm",
          "status",
          "io",
          "schedstat",
          "smaps",
          "smaps_rollup",
          "comm",
          "cpuset",
          "cmdline");
  private static final String VARIANT = "amd64-6.1-smp8-numa2";

  @TempDir Path root;

  static boolean isLinux() {
    return Files.isReadable(PROC.resolve("self/stat"));
  }

  @ParameterizedTest
  @ValueSource(longs = {0, -1, Long.MIN_VALUE})
  void aNumberThatIsNotPositiveIsNone(long pid) {
    assertThatThrownBy(() -> Procfs.at(root).process(pid))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("the number of a process must be positive, and " + pid + " is not");
    assertThatThrownBy(() -> Procfs.at(root).process(1).thread(pid))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("the number of a thread must be positive, and " + pid + " is not");
  }

  @Test
  void whatIsNotThereIsGone() {
    ProcessDirectory process = Procfs.at(root).process(1234);
    for (Runnable read :
        List.<Runnable>of(
            process::stat,
            process::statm,
            process::status,
            process::io,
            process::schedStat,
            process::comm,
            process::cpuset,
            process::commandLine,
            process::threads,
            process::displayName)) {
      assertThatExceptionOfType(UnreadableException.class)
          .isThrownBy(read::run)
          .withMessage("no process 1234")
          .extracting(UnreadableException::outcome)
          .isEqualTo(Outcome.GONE);
    }
    assertThatThrownBy(() -> process.thread(1235).stat())
        .hasMessage("no thread 1235 of process 1234");
  }

  /** The content of the files is made up, and must not be read. */
  @Test
  void aDirectoryThatLinksOutOfTheTreeIsNotFollowed() throws IOException {
    Path outside = Files.createDirectories(root.resolve("outside/17/task/18")).resolve("../..");
    for (String name : FILES) {
      Files.writeString(outside.resolve(name), "secret\n");
      Files.writeString(outside.resolve("task/18").resolve(name), "secret\n");
    }
    Path tree = Files.createDirectories(root.resolve("proc"));
    Path link = Files.createSymbolicLink(tree.resolve("17"), Path.of("../outside/17"));
    try {
      ProcessDirectory process = Procfs.at(tree).process(17);
      for (ProcessDirectory of : List.of(process, process.thread(18))) {
        for (Runnable read :
            List.<Runnable>of(
                of::stat,
                of::statm,
                of::status,
                of::io,
                of::schedStat,
                of::smaps,
                of::smapsRollup,
                of::comm,
                of::cpuset,
                of::commandLine,
                of::name)) {
          assertThatExceptionOfType(UnreadableException.class)
              .isThrownBy(read::run)
              .withMessageContaining("leads out of the tree");
        }
        try (Sampler<?> sampler = of.sampler(ProcessStat.FILE)) {
          assertThat(sampler.sample()).isNotEqualTo(Outcome.SAMPLED);
          assertThat(sampler.problem().orElseThrow()).contains("leads out of the tree");
        }
      }
    } finally {
      Files.delete(link); // JUnit warns of links that lead elsewhere
    }
  }

  @Test
  void aDirectoryThatLinksWithinTheTreeIsFollowed() throws IOException {
    Files.writeString(Files.createDirectories(root.resolve("17")).resolve("comm"), "sh\n");
    Files.createSymbolicLink(root.resolve("18"), Path.of("17"));
    assertThat(Procfs.at(root).process(18).comm()).isEqualTo("sh");
  }

  @Test
  void aFileThatTheKernelLacksIsAbsent() throws IOException {
    Files.createDirectories(root.resolve("17"));
    assertThatExceptionOfType(UnreadableException.class)
        .isThrownBy(() -> Procfs.at(root).process(17).io())
        .withMessageContaining("17/io: no such file")
        .withMessageContaining("CONFIG_TASK_IO_ACCOUNTING")
        .extracting(UnreadableException::outcome)
        .isEqualTo(Outcome.ABSENT);
  }

  @Test
  void theThreadsAreListedInTheirOrder() {
    ProcessTrees processes = ProcessTrees.of(VARIANT);
    processes.unpack("s0", root);
    long pid = Long.parseLong(processes.pid("threads"));
    ProcessDirectory process = Procfs.at(root).process(pid);
    List<Long> threads = process.threads();
    assertThat(threads).hasSize(20).isSorted().contains(pid);
    assertThat(process.stat().numThreads()).isEqualTo(20);
    for (long tid : threads) {
      assertThat(process.thread(tid).stat().pid()).isEqualTo(tid);
      assertThat(process.thread(tid).comm()).isEqualTo(process.thread(tid).status().name());
    }
    assertThat(process.path()).isEqualTo(root.resolve(Long.toString(pid)));
    long noLeader = Long.parseLong(processes.pid("noleader"));
    ProcessDirectory leaderless = Procfs.at(root).process(noLeader);
    assertThat(leaderless.stat().state()).isEqualTo('Z');
    assertThat(leaderless.threads()).hasSize(2);
    assertThat(leaderless.thread(leaderless.threads().get(1)).stat().state()).isEqualTo('S');
  }

  @Test
  void theCpusetIsAPath() {
    ProcessTrees processes = ProcessTrees.of(VARIANT);
    processes.unpack("s0", root);
    Procfs procfs = Procfs.at(root);
    assertThat(procfs.process(Long.parseLong(processes.pid("init"))).cpuset()).isEqualTo("/");
    assertThat(procfs.process(Long.parseLong(processes.pid("cpuset"))).cpuset())
        .startsWith("/")
        .hasSizeGreaterThan(1);
  }

  @Test
  @EnabledIf("isLinux")
  void thisVeryProcess() {
    ProcessDirectory self = Procfs.mounted().process(ProcessHandle.current().pid());
    ProcessStat stat = self.stat();
    assertThat(stat.pid()).isEqualTo(ProcessHandle.current().pid());
    assertThat(stat.ppid())
        .isEqualTo(ProcessHandle.current().parent().map(ProcessHandle::pid).orElse(0L));
    assertThat(stat.numThreads()).isGreaterThan(5);
    assertThat(stat.rss()).isPositive();
    assertThat(stat.utime() + stat.stime()).isPositive();
    assertThat(self.threads()).contains(ProcessHandle.current().pid()).hasSizeGreaterThan(5);
    assertThat(self.status().tgid()).isEqualTo(stat.pid());
    assertThat(self.status().vmRSS().orElseThrow()).isPositive();
    assertThat(self.statm().size() * pageSize())
        .isBetween(self.stat().vsize() / 2, self.stat().vsize() * 2);
    assertThat(self.commandLine().arguments()).isNotEmpty();
    assertThat(self.comm()).isEqualTo(stat.comm());
  }

  private static long pageSize() {
    return io.github.procfs4j.sampling.KernelConstants.ofRunningKernel().pageSize();
  }

  /** Starts a program under another name, which the kernel uses as the name of the process. */
  private Process started(String name, String... arguments) throws IOException {
    Path program = Files.copy(Path.of("/bin/sleep").toRealPath(), root.resolve(name));
    assumeTrue(program.toFile().setExecutable(true));
    String[] command = new String[arguments.length + 1];
    command[0] = program.toString();
    System.arraycopy(arguments, 0, command, 1, arguments.length);
    return new ProcessBuilder(command).start();
  }

  private static void await(BooleanSupplier condition) throws InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.MINUTES.toNanos(5);
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("within 5 minutes").isLessThan(deadline);
      Thread.sleep(5);
    }
  }

  @ParameterizedTest
  @EnabledIf("isLinux")
  @ValueSource(strings = {"a) (b c", "new\nline", ") S 1 2", "gr\u00fc\u00df", "back\\slash"})
  void aProcessOfAnOddNameThatEnds(String name) throws Exception {
    assumeTrue(Files.isExecutable(Path.of("/bin/sleep")));
    assumeTrue(
        Charset.forName(System.getProperty("sun.jnu.encoding")).newEncoder().canEncode(name),
        "the JDK cannot name such a file in this locale");
    Process process = started(name, "60");
    ProcessDirectory directory = Procfs.mounted().process(process.pid());
    try (Sampler<ProcessStat> stat = ProcessStat.FILE.sampler(directory.path());
        Sampler<ProcessStatus> status = ProcessStatus.FILE.sampler(directory.path())) {
      await(() -> directory.comm().equals(name));
      assertThat(stat.sample()).isEqualTo(Outcome.SAMPLED);
      assertThat(status.sample()).isEqualTo(Outcome.SAMPLED);
      assertThat(stat.view().comm()).isEqualTo(name);
      assertThat(status.view().name()).isEqualTo(name);
      assertThat(directory.commandLine().arguments())
          .containsExactly(root.resolve(name).toString(), "60");
      assertThat(stat.view().ppid()).isEqualTo(ProcessHandle.current().pid());

      process.destroyForcibly().waitFor();
      await(() -> stat.sample() != Outcome.SAMPLED);
      assertThat(stat.sample()).isIn(Outcome.GONE, Outcome.ABSENT);
      assertThatThrownBy(directory::stat).hasMessage("no process " + process.pid());
    } finally {
      process.destroyForcibly();
    }
  }

  @Test
  @EnabledIf("isLinux")
  void aTitleOfALiveProcess() throws Exception {
    assumeTrue(Files.isExecutable(Path.of("/usr/bin/perl")));
    Process process =
        new ProcessBuilder("/usr/bin/perl", "-e", "$0 = 'x' x 300; sleep 600").start();
    try {
      ProcessDirectory directory = Procfs.mounted().process(process.pid());
      await(() -> directory.displayName().startsWith("xxx"));
      // How much room there is for it depends on the environment.
      assertThat(directory.commandLine().title())
          .hasValueSatisfying(title -> assertThat(title).matches("x+"));
    } finally {
      process.destroyForcibly();
    }
  }

  @Test
  @EnabledIf("isLinux")
  void aZombieHasItsNameOnly() throws Exception {
    Process process = new ProcessBuilder("/bin/sh", "-c", "sleep 0 & exec sleep 600").start();
    try {
      await(() -> process.children().anyMatch(child -> isZombie(child.pid())));
      long zombie = process.children().map(ProcessHandle::pid).findFirst().orElseThrow();
      ProcessDirectory directory = Procfs.mounted().process(zombie);
      assertThat(directory.status().state()).isEqualTo('Z');
      assertThat(directory.commandLine().arguments()).isEmpty();
      assertThat(directory.displayName()).isEqualTo("[sleep]");
      assertThat(directory.status().vmSize()).isEmpty();
    } finally {
      process.destroyForcibly();
    }
  }

  private static boolean isZombie(long pid) {
    try {
      return Procfs.mounted().process(pid).stat().state() == 'Z';
    } catch (UnreadableException e) {
      return false;
    }
  }

  @Test
  @EnabledIf("isLinux")
  void aBusyProcessIsSampledInPlace() throws Exception {
    Process process = new ProcessBuilder("/bin/sh", "-c", "while :; do :; done").start();
    try {
      ProcessDirectory directory = Procfs.mounted().process(process.pid());
      await(() -> directory.stat().utime() > 0);
      for (SampledFile<?> file : ProcessFiles.SAMPLED) {
        if (!Files.exists(file.place().apply(directory.path()))) {
          continue; // the kernel does not have it
        }
        try (Sampler<?> sampler = file.sampler(directory.path())) {
          int replayed = 0;
          for (int i = 0; i < 100; i++) {
            assertThat(sampler.sample()).as(sampler.path()).isEqualTo(Outcome.SAMPLED);
            assertThat(sampler.problems()).isEmpty();
            replayed += sampler.isContinuation() ? 1 : 0;
            Thread.sleep(1);
          }
          assertThat(replayed).as(sampler.path()).isGreaterThan(90);
        }
      }
    } finally {
      process.destroyForcibly();
    }
  }

  @Test
  @EnabledIf("isLinux")
  void ioOfAnotherUserIsDenied() {
    assumeFalse("root".equals(System.getProperty("user.name")));
    assumeTrue(Files.exists(PROC.resolve("1/io")));
    assertThatExceptionOfType(UnreadableException.class)
        .isThrownBy(() -> Procfs.mounted().process(1).io())
        .withMessageContaining("permission denied")
        .withMessageContaining("may trace")
        .extracting(UnreadableException::outcome)
        .isEqualTo(Outcome.DENIED);
  }
}
