package io.github.procfs4j.processes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.procfs4j.Procfs;
import io.github.procfs4j.model.History;
import io.github.procfs4j.model.Row;
import io.github.procfs4j.model.TimeSeries;
import io.github.procfs4j.process.ProcessIo;
import io.github.procfs4j.process.ProcessIoColumns;
import io.github.procfs4j.process.ProcessStatColumns;
import io.github.procfs4j.process.ProcessStatmColumns;
import io.github.procfs4j.sampling.Outcome;
import io.github.procfs4j.sampling.Sampler;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The process table of the running kernel: processes that this test starts come, change and go. It
 * assumes a /proc and a C compiler.
 */
class ProcessTableLiveTest {
  private static final Path PROC = Path.of("/proc");
  private static final int COLUMNS_OF_STAT = 50;

  @TempDir static Path programs;

  private Tasks tasks;

  @BeforeEach
  void start() {
    assumeTrue(Files.isReadable(PROC.resolve("self/stat")), "there is no /proc");
    tasks = new Tasks(programs);
  }

  @AfterEach
  void end() {
    if (tasks != null) { // otherwise the test was skipped
      tasks.close();
    }
  }

  private static Processes all() {
    return Procfs.mounted().processes();
  }

  private static void sample(Sampler<?> sampler) {
    assertThat(sampler.sample()).as(() -> sampler.problem().toString()).isEqualTo(Outcome.SAMPLED);
  }

  private static ProcessEntry process(Sampler<ProcessTable> sampler, long pid) {
    return sampler.view().process(pid).orElseThrow();
  }

  private static Set<Long> tids(Sampler<ProcessTable> sampler) {
    return sampler.view().threads().stream().map(ProcessEntry::tid).collect(Collectors.toSet());
  }

  @Test
  void withoutArgumentsAProcessHasOnlyItsName() {
    Processes names = all().withoutArguments().lateByAtMost(Duration.ofSeconds(1));
    assertThat(names.toString()).contains(", no arguments");
    assertThat(names.read().processes())
        .isNotEmpty()
        .allSatisfy(
            process ->
                assertThat(List.of(process.command(), process.name()))
                    .isSubsetOf(process.comm(), "[" + process.comm() + "]"));
  }

  @Test
  void processesComeAndGo() {
    try (Sampler<ProcessTable> sampler = all().sampler(History.keepingAll())) {
      sample(sampler);
      assertThat(process(sampler, tasks.pid()).comm()).isEqualTo("tasks");

      long child = tasks.child();
      assertThat(sampler.view().process(child)).as("not sampled yet").isEmpty();
      sample(sampler);
      ProcessEntry entry = process(sampler, child);
      assertThat(entry.stat().ppid()).isEqualTo(tasks.pid());
      assertThat(entry.start()).isEqualTo(entry.stat().starttime());
      Row row = entry.row();

      tasks.end(child);
      sample(sampler);
      assertThat(sampler.view().process(child)).isEmpty();
      TimeSeries faults = sampler.history().series(row, ProcessStatColumns.MINFLT);
      assertThat(faults.size()).as("in one of three samples").isEqualTo(1);
    }
  }

  @Test
  void aZombieIsWhole() {
    long zombie = tasks.zombie();
    try (Sampler<ProcessTable> sampler = all().with(EnumSet.allOf(ProcessFile.class)).sampler()) {
      for (int i = 0; i < 3; i++) {
        sample(sampler);
        ProcessEntry entry = process(sampler, zombie);
        assertThat(entry.stat().state()).isEqualTo('Z');
        assertThat(entry.command()).isEqualTo("[tasks]");
        assertThat(entry.smapsRollup().rss()).as("it has no memory").isEmpty();
        assertThat(entry.statm().amount(ProcessStatmColumns.SIZE)).hasValue(0);
      }
      tasks.await(zombie);
      sample(sampler);
      assertThat(sampler.view().process(zombie)).isEmpty();
    }
  }

  @Test
  void aProcessThatEndedAndIsNotWaitedForKeepsItsCommandLine() throws Exception {
    Process shell = new ProcessBuilder("sh", "-c", "sleep 0.3 & exec sleep 600").start();
    try (Sampler<ProcessTable> sampler = all().sampler()) {
      Optional<ProcessEntry> child = Optional.empty();
      while (child.isEmpty()) {
        sample(sampler);
        child =
            sampler.view().processes().stream()
                .filter(entry -> entry.stat().ppid() == shell.pid() && entry.comm().equals("sleep"))
                .findFirst();
      }
      long pid = child.get().pid();
      while (process(sampler, pid).stat().state() != 'Z') {
        Thread.sleep(10);
        sample(sampler);
      }
      assertThat(process(sampler, pid).command()).isEqualTo("sleep 0.3");
    } finally {
      shell.destroyForcibly().waitFor();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        ")",
        "(",
        ") R 1 1",
        "a\nb",
        "\n",
        "\033[2J",
        "<script>",
        "1 (x) S 2",
        "tab\there",
        "caf\u00c3",
        "\u00ff\u00fe"
      })
  void namesMayHoldAnything(String name) throws IOException {
    long child = tasks.child(name);
    try (Sampler<ProcessTable> sampler = all().with(ProcessFile.STATUS).sampler()) {
      sample(sampler);
      ProcessEntry entry = process(sampler, child);
      assertThat(entry.comm()).isEqualTo(Procfs.mounted().process(child).comm());
      assertThat(entry.stat().ppid()).isEqualTo(tasks.pid());
      assertThat(sampler.problems()).isEmpty();
    }
  }

  @Test
  void anotherProgramIsTheSameProcessUnderAnotherName() throws Exception {
    long child = tasks.child("before");
    try (Sampler<ProcessTable> sampler = all().sampler(History.keepingAll())) {
      sample(sampler);
      ProcessEntry before = process(sampler, child);
      assertThat(before.comm()).isEqualTo("before");
      assertThat(before.command()).endsWith("tasks");

      tasks.exec(child);
      awaitCommand(child, "another --child with arguments");
      sample(sampler);
      ProcessEntry after = process(sampler, child);
      assertThat(after.comm()).isEqualTo("exe");
      assertThat(after.command()).isEqualTo("another --child with arguments");
      assertThat(after.row()).isEqualTo(before.row());
      assertThat(sampler.history().series(before.row(), ProcessStatColumns.MINFLT).size())
          .isEqualTo(2);
    }
  }

  private static void awaitCommand(long pid, String command) throws InterruptedException {
    while (!Procfs.mounted().process(pid).displayName().equals(command)) {
      Thread.sleep(1);
    }
  }

  @Test
  void aProgramThatStartsItselfOnceMoreShowsByItsAddresses() throws Exception {
    long child = tasks.child();
    tasks.exec(child);
    awaitCommand(child, "another --child with arguments");
    assumeTrue(
        Procfs.mounted().process(child).stat().amount(ProcessStatColumns.STARTSTACK).orElseThrow()
            > 1,
        "addresses are not shown here");
    assumeTrue(
        Files.readString(PROC.resolve("sys/kernel/randomize_va_space")).startsWith("2"),
        "addresses are not moved here");
    long second = tasks.child("exe");
    try (Sampler<ProcessTable> sampler = all().sampler()) {
      sample(sampler);
      assertThat(process(sampler, second).comm()).isEqualTo("exe");
      tasks.exec(second); // from the name exe to the name exe
      awaitCommand(second, "another --child with arguments");
      sample(sampler);
      assertThat(process(sampler, second).command()).isEqualTo("another --child with arguments");
    }
  }

  /** {@code io} of a task that has not run is not read again. */
  @Test
  void whatAProcessReadAndWroteIsNeverOld() {
    try (Sampler<ProcessTable> sampler =
        all()
            .matching(ProcessFilter.pids(tasks.pid()))
            .with(ProcessFile.IO, ProcessFile.SCHEDSTAT)
            .withThreads()
            .sampler()) {
      long thread = 0;
      for (int i = 0; i < 30; i++) {
        if (i == 10) {
          thread = tasks.thread();
        } else if (i == 20) {
          tasks.endThread(thread);
        } else if (i % 3 == 0) {
          tasks.name("name" + i);
        }
        sample(sampler);
        sample(sampler);
        ProcessIo now = Procfs.mounted().process(tasks.pid()).io();
        ProcessEntry sampled = process(sampler, tasks.pid());
        assertThat(sampled.amount(ProcessIoColumns.RCHAR)).hasValue(now.rchar());
        assertThat(sampled.amount(ProcessIoColumns.WCHAR)).hasValue(now.wchar());
      }
    }
  }

  /**
   * The process sleeps, and then runs to answer, which shows in the run time of its first thread.
   */
  @Test
  void threadsOfAnIdleProcessAreNotReadAgain() {
    long thread = tasks.thread();
    Processes these = all().matching(ProcessFilter.pids(tasks.pid())).with(ProcessFile.SCHEDSTAT);
    try (Sampler<ProcessTable> every = these.withThreads().sampler();
        Sampler<ProcessTable> active = these.withThreadsOfActive().sampler()) {
      sample(active);
      sample(active);
      sample(every);
      int ofProcess = process(active, tasks.pid()).toString().length();
      assertThat(ofProcess).isPositive();
      assertThat(active.bytes()).as("only the process").isLessThan(every.bytes());
      assertThat(tids(active)).containsExactlyInAnyOrder(tasks.pid(), thread);
      assertThat(active.view().toString()).contains("threads 2");

      long second = tasks.thread();
      sample(active);
      assertThat(tids(active)).containsExactlyInAnyOrder(tasks.pid(), thread, second);
      tasks.endThread(thread);
      sample(active);
      sample(every);
      assertThat(tids(active)).containsExactlyInAnyOrder(tasks.pid(), second);
      assertThat(active.bytes()).as("all of it").isEqualTo(every.bytes());
    }
  }

  /** The JDK starts each program from a helper, whose command line is another one. */
  @Test
  void aProgramThatIsExecutedDuringTheFirstReadingHasItsName() throws Exception {
    List<Process> programs = new ArrayList<>();
    Thread starter =
        new Thread(
            () -> {
              try {
                for (int i = 0; i < 80; i++) {
                  programs.add(new ProcessBuilder("sleep", "600." + i).start());
                }
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            });
    try (Sampler<ProcessTable> sampler = all().sampler()) {
      starter.start();
      while (starter.isAlive()) {
        sample(sampler);
      }
      sample(sampler);
      assertThat(programs).hasSize(80);
      for (int i = 0; i < programs.size(); i++) {
        assertThat(process(sampler, programs.get(i).pid()).name()).isEqualTo("sleep 600." + i);
      }
    } finally {
      starter.join();
      programs.forEach(Process::destroyForcibly);
    }
  }

  @Test
  void threadsComeAndGo() {
    long first = tasks.thread();
    try (Sampler<ProcessTable> sampler =
        all()
            .matching(ProcessFilter.pids(tasks.pid()))
            .with(EnumSet.allOf(ProcessFile.class))
            .withThreads()
            .sampler()) {
      sample(sampler);
      assertThat(tids(sampler)).containsExactlyInAnyOrder(tasks.pid(), first);

      long second = tasks.thread();
      sample(sampler);
      assertThat(tids(sampler)).containsExactlyInAnyOrder(tasks.pid(), first, second);

      tasks.endThread(first);
      long third = tasks.thread();
      sample(sampler);
      assertThat(tids(sampler))
          .as("as many as before, and others")
          .containsExactlyInAnyOrder(tasks.pid(), second, third);
      assertThat(sampler.view().threads())
          .allSatisfy(thread -> assertThat(thread.stat().pid()).isEqualTo(thread.tid()));

      tasks.close();
      sample(sampler);
      assertThat(sampler.view().processes()).isEmpty();
      assertThat(sampler.view().threads()).isEmpty();
    }
  }

  @Test
  void aNameIsWaitedFor() throws Exception {
    try (Sampler<ProcessTable> sampler =
        all().matching(ProcessFilter.named("awaited name is longer")).sampler()) {
      sample(sampler);
      assertThat(sampler.view().processes()).isEmpty();

      long child = tasks.child("awaited name is longer");
      long other = tasks.child("another");
      sample(sampler);
      assertThat(sampler.view().processes()).extracting(ProcessEntry::pid).containsExactly(child);

      tasks.end(other);
      tasks.end(child);
      sample(sampler);
      assertThat(sampler.view().processes()).isEmpty();
    }
  }

  @Test
  void aProcessThatTakesTheNameLaterIsFound() throws Exception {
    long child = tasks.child("later");
    try (Sampler<ProcessTable> byName = all().matching(ProcessFilter.named("exe")).sampler();
        Sampler<ProcessTable> byCommand =
            all()
                .matching(ProcessFilter.commandLine(Pattern.compile("--child with arg")))
                .sampler()) {
      sample(byName);
      sample(byCommand);
      assertThat(byName.view().process(child)).isEmpty();
      assertThat(byCommand.view().process(child)).isEmpty();

      tasks.exec(child);
      awaitCommand(child, "another --child with arguments");
      sample(byName);
      sample(byCommand);
      assertThat(byName.view().process(child)).isPresent();
      assertThat(byCommand.view().processes()).extracting(ProcessEntry::pid).contains(child);
    }
  }

  @Test
  void aNumberStandsForTheProcessThatHadItAtTheBeginning() {
    long child = tasks.child();
    try (Sampler<ProcessTable> sampler =
        all().matching(ProcessFilter.pids(child, Integer.MAX_VALUE)).sampler()) {
      sample(sampler);
      assertThat(sampler.view().processes()).extracting(ProcessEntry::pid).containsExactly(child);
      tasks.end(child);
      for (int i = 0; i < 2; i++) {
        sample(sampler);
        assertThat(sampler.view().processes()).isEmpty();
      }
    }
  }

  @Test
  void rowsAreWholeWhileThousandsAreForkedEachSecond() throws Exception {
    long openBefore = openFiles();
    long storm = tasks.storm(10_000, 2);
    int rows = 0;
    try (Sampler<ProcessTable> sampler =
        all().with(ProcessFile.STATM, ProcessFile.SCHEDSTAT).withThreads().sampler()) {
      for (int i = 0; i < 100; i++) {
        sample(sampler);
        assertThat(sampler.problems()).isEmpty();
        assertThat(process(sampler, storm).stat().ppid()).isEqualTo(tasks.pid());
        for (ProcessEntry entry : sampler.view().processes()) {
          long cells =
              ProcessStatColumns.COLUMNS.stream().filter(c -> entry.amount(c).isPresent()).count();
          assertThat(cells).as("%s", entry.row()).isEqualTo(COLUMNS_OF_STAT);
          assertThat(entry.start()).isEqualTo(entry.stat().starttime());
          rows++;
        }
        Thread.sleep(10);
      }
      assertThat(rows).isGreaterThan(100);
    }
    tasks.await(storm);
    assertThat(openFiles()).as("no descriptor stays").isLessThanOrEqualTo(openBefore + 2);
  }

  private static long openFiles() throws IOException {
    try (Stream<Path> files = Files.list(PROC.resolve("self/fd"))) {
      return files.count();
    }
  }

  private static Set<String> openFilesOfProcesses() throws IOException {
    try (Stream<Path> files = Files.list(PROC.resolve("self/fd"))) {
      return files
          .map(ProcessTableLiveTest::target)
          .flatMap(Optional::stream)
          .filter(target -> target.matches("/proc/\\d+/.*"))
          .collect(Collectors.toSet());
    }
  }

  private static Optional<String> target(Path link) {
    try {
      return Optional.of(Files.readSymbolicLink(link).toString());
    } catch (IOException e) {
      return Optional.empty(); // closed meanwhile
    }
  }

  @Test
  void noMoreFilesStayOpenThanAllowedAndAllAreRead() throws IOException {
    long[] children = new long[12];
    for (int i = 0; i < children.length; i++) {
      children[i] = tasks.child();
    }
    Processes some = all().matching(ProcessFilter.pids(children)).with(ProcessFile.STATM);
    Set<String> before = openFilesOfProcesses();
    try (Sampler<ProcessTable> sampler = some.sampler(null, new Descriptors(9))) {
      for (int i = 0; i < 3; i++) {
        sample(sampler);
        assertThat(sampler.view().processes()).hasSize(children.length);
        assertThat(sampler.view().readByOpening()).isEqualTo(children.length - 4);
        Set<String> open = openFilesOfProcesses();
        open.removeAll(before);
        assertThat(open).hasSize(8);
      }
      for (int i = 0; i < 6; i++) {
        tasks.end(children[i]);
      }
      sample(sampler);
      sample(sampler);
      assertThat(sampler.view().processes()).hasSize(6);
      assertThat(sampler.view().readByOpening()).isEqualTo(2);
    }
    assertThat(openFilesOfProcesses()).isEqualTo(before);
  }

  @Test
  void whatIsRefusedIsAbsentAndNothingElse() throws IOException {
    assumeTrue(
        !Files.isReadable(PROC.resolve("1/io")), "this user may read the files of every process");
    try (Sampler<ProcessTable> sampler = all().with(ProcessFile.IO, ProcessFile.STATM).sampler()) {
      sample(sampler);
      ProcessEntry init = process(sampler, 1);
      assertThat(init.io().amount(ProcessIoColumns.RCHAR)).isEmpty();
      assertThat(init.statm().amount(ProcessStatmColumns.SIZE)).isPresent();
      assertThat(process(sampler, tasks.pid()).io().amount(ProcessIoColumns.RCHAR)).isPresent();
    }
  }

  @Test
  void readingOnceTellsTheSame() {
    List<Long> children = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      children.add(tasks.child());
    }
    ProcessTable table = all().withThreads().read();
    assertThat(table.processes()).extracting(ProcessEntry::pid).containsAll(children);
    assertThat(table.threads()).extracting(ProcessEntry::tid).containsAll(children);
    assertThat(table.readByOpening()).isPositive();
  }
}
