package io.github.procfs4j.processes;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.procfs4j.Procfs;
import io.github.procfs4j.model.Figure;
import io.github.procfs4j.model.History;
import io.github.procfs4j.model.Interval;
import io.github.procfs4j.model.Row;
import io.github.procfs4j.process.SystemCallTable;
import io.github.procfs4j.processes.WaitTable.OfThread;
import io.github.procfs4j.processes.WaitTable.Wait;
import io.github.procfs4j.sampling.Outcome;
import io.github.procfs4j.sampling.Sampler;
import io.github.procfs4j.testing.CProgram;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Waits of threads, of a program that waits for known things, and in made-up trees. */
@SuppressWarnings("NullAway") // what is missing fails the test
class WaitsTest {
  @TempDir private Path directory;

  /** Which call each thread of waiting.c waits in, besides clock_nanosleep. */
  private static final Map<String, String> CALLS =
      Map.of(
          "w-sleep", "clock_nanosleep",
          "w-pipe", "read",
          "w-futex", "futex",
          "w-lock", "flock",
          "w-socket", "recvfrom");

  private Optional<Wait> wait(WaitTable table, String thread, String call) {
    return table.threads().stream()
        .filter(of -> of.comm().equals(thread))
        .flatMap(of -> of.waits().stream())
        .filter(wait -> wait.call().equals(call))
        .findFirst();
  }

  @Test
  void eachThreadIsFoundInItsWait() throws Exception {
    Process program =
        new ProcessBuilder(
                CProgram.compiled(directory, "waiting").toString(),
                directory.resolve("file").toString())
            .start();
    try (Sampler<WaitTable> sampler =
        Procfs.mounted()
            .waits()
            .matching(ProcessFilter.pids(program.pid()))
            .threadsLike(Pattern.compile("^w-"))
            .sampler()) {
      do {
        assertThat(sampler.sample()).isEqualTo(Outcome.SAMPLED);
        Thread.sleep(3);
      } while (!CALLS.entrySet().stream()
          .allMatch(of -> wait(sampler.view(), of.getKey(), of.getValue()).isPresent()));

      WaitTable table = sampler.view();
      assertThat(table.threads())
          .extracting(OfThread::comm)
          .allMatch(name -> name.startsWith("w-"));
      assertThat(table.threads())
          .extracting(OfThread::processName)
          .containsOnly("waiting " + directory.resolve("file"));
      assertThat(wait(table, "w-pipe", "read").orElseThrow().on()).matches("pipe:\\[\\d+\\]");
      assertThat(wait(table, "w-socket", "recvfrom").orElseThrow().on()).matches("unix \\d+");
      assertThat(wait(table, "w-lock", "flock").orElseThrow().on())
          .isEqualTo(directory.toRealPath().resolve("file.lock").toString());
      assertThat(wait(table, "w-lock", "flock").orElseThrow().state()).isEqualTo("S");
      for (OfThread thread : table.threads()) {
        assertThat(thread.waits().stream().mapToLong(Wait::samples).sum())
            .isEqualTo(thread.samples());
        assertThat(thread.runningNanos().orElse(0) + thread.runDelayNanos().orElse(0))
            .isLessThanOrEqualTo(thread.elapsedNanos() + 50_000_000);
      }
    } finally {
      program.destroyForcibly().waitFor();
    }
  }

  @Test
  void aProcessThatEndsLeavesItsCounts() throws Exception {
    Process program = new ProcessBuilder("sleep", "600").start();
    try (Sampler<WaitTable> sampler =
        Procfs.mounted().waits().matching(ProcessFilter.pids(program.pid())).sampler()) {
      do {
        sampler.sample();
      } while (wait(sampler.view(), "sleep", "clock_nanosleep").isEmpty());
      program.destroyForcibly().waitFor();
      do {
        assertThat(sampler.sample()).isEqualTo(Outcome.SAMPLED);
      } while (sampler.view().processCount() > 0);
      assertThat(wait(sampler.view(), "sleep", "clock_nanosleep").orElseThrow().samples())
          .isPositive();
      long samples = sampler.view().threads().getFirst().samples();
      sampler.sample();
      assertThat(sampler.view().threads().getFirst().samples()).isEqualTo(samples);
    }
  }

  @Test
  void tenThousandThreadsAreSampled() throws Exception {
    Process program =
        new ProcessBuilder(
                CProgram.compiled(directory, "waiting").toString(),
                directory.resolve("file").toString(),
                "10000")
            .start();
    try (BufferedReader answers = program.inputReader(US_ASCII);
        Sampler<WaitTable> sampler =
            Procfs.mounted().waits().matching(ProcessFilter.pids(program.pid())).sampler()) {
      program.getOutputStream().write('\n');
      program.getOutputStream().flush();
      assumeTrue(answers.readLine() != null, "not so many threads here");
      sampler.sample();
      sampler.sample();
      WaitTable table = sampler.view();
      assertThat(table.about(WaitTableColumns.WAITS_THREADS)).isGreaterThanOrEqualTo(10_000);
      assertThat(table.threads().stream().filter(thread -> thread.samples() == 2))
          .hasSizeGreaterThanOrEqualTo(10_000);
      assertThat(table.threads().stream().filter(thread -> isIn(thread, "pause", "ppoll")))
          .hasSizeGreaterThanOrEqualTo(10_000);
    } finally {
      program.destroyForcibly().waitFor();
    }
  }

  private static boolean isIn(OfThread thread, String... calls) {
    return thread.waits().stream().anyMatch(wait -> List.of(calls).contains(wait.call()));
  }

  @Test
  void samplesAndHistoryAgree() throws Exception {
    Process program = new ProcessBuilder("sleep", "600").start();
    try (Sampler<WaitTable> sampler =
        Procfs.mounted()
            .waits()
            .matching(ProcessFilter.pids(program.pid()))
            .sampler(History.keepingAll())) {
      Interval interval = sampler.intervals();
      sampler.sample();
      assertThat(interval.next()).isFalse();
      sampler.sample();
      assertThat(interval.next()).isTrue();
      assertThat(interval.growth(WaitTable.ABOUT.row(), WaitTableColumns.WAITS_SAMPLES))
          .isEqualTo(1);
      assertThat(sampler.copy().threads()).hasSize(1);
    } finally {
      program.destroyForcibly().waitFor();
    }
  }

  @Test
  void noProcessIsNoThread() {
    try (Sampler<WaitTable> sampler =
        Procfs.mounted().waits().matching(ProcessFilter.named("no such name")).sampler()) {
      assertThat(sampler.sample()).isEqualTo(Outcome.SAMPLED);
      assertThat(sampler.view().processCount()).isZero();
      assertThat(sampler.view().threads()).isEmpty();
    }
  }

  // ---- Made-up trees, in the form of Linux 6.18

  private void thread(long pid, long tid, String name, Map<String, String> files)
      throws IOException {
    String stat = tid + " (" + name + ") S" + " 1".repeat(18) + " 4711 0 0\n";
    Path process = Files.createDirectories(directory.resolve(Long.toString(pid)));
    Files.writeString(process.resolve("stat"), stat);
    Files.writeString(process.resolve("comm"), name + "\n");
    Files.writeString(process.resolve("cmdline"), "/bin/made-up\0up\0");
    Path thread = Files.createDirectories(process.resolve("task/" + tid));
    Map<String, String> all = new TreeMap<>(Map.of("stat", stat, "comm", name + "\n"));
    all.putAll(files);
    for (Map.Entry<String, String> file : all.entrySet()) {
      Files.writeString(thread.resolve(file.getKey()), file.getValue(), UTF_8);
    }
  }

  private static final String READ = "0 0x5 0x1 0x1 0x0 0x0 0x0 0x7ffd1b3c5e38 0x7f640608a117\n";

  private OfThread only(Sampler<WaitTable> sampler) {
    assertThat(sampler.sample()).isEqualTo(Outcome.SAMPLED);
    assertThat(sampler.view().threads()).hasSize(1);
    return sampler.view().threads().getFirst();
  }

  private static List<Wait> withoutTimes(OfThread thread) {
    return thread.waits().stream()
        .map(
            wait ->
                new Wait(
                    wait.state(),
                    wait.call(),
                    wait.function(),
                    wait.on(),
                    wait.stack(),
                    wait.samples(),
                    0))
        .toList();
  }

  private Waits madeUp() {
    return Waits.at(directory);
  }

  @Test
  void aWaitHasWhatTheFilesContain() throws IOException {
    thread(
        1,
        1,
        "x",
        Map.of(
            "schedstat",
            "5 6 7\n",
            "syscall",
            READ,
            "wchan",
            "pipe_read",
            "stack",
            "[<0>] pipe_read+0x1/0x2\n[<0>] vfs_read+0x1/0x2\n"));
    try (Sampler<WaitTable> sampler = madeUp().withStacks().sampler()) {
      only(sampler);
      String call = SystemCallTable.ofThisMachine().flatMap(of -> of.name(0)).orElse("0");
      assertThat(withoutTimes(only(sampler)))
          .containsExactly(
              new Wait("S", call, "pipe_read", "", List.of("pipe_read", "vfs_read"), 2, 0));
      assertThat(only(sampler).processName()).isEqualTo("x: made-up up");
    }
  }

  /** A wait that is found once may be longer than one that is found often. */
  @Test
  void theTimeBetweenTwoSamplesIsThatOfTheWaitsThatTheyFound() throws Exception {
    thread(1, 1, "x", Map.of("schedstat", "5 6 7\n", "syscall", READ, "wchan", "pipe_read"));
    try (Sampler<WaitTable> sampler = madeUp().sampler()) {
      only(sampler);
      only(sampler);
      thread(1, 1, "x", Map.of("schedstat", "5 6 8\n", "syscall", READ, "wchan", "pipe_poll"));
      Thread.sleep(200);
      only(sampler);
      Thread.sleep(400);
      thread(1, 1, "x", Map.of("schedstat", "5 6 9\n", "syscall", READ, "wchan", "pipe_read"));
      only(sampler);
      only(sampler);
      OfThread thread = only(sampler);
      Map<String, Wait> waits =
          thread.waits().stream().collect(Collectors.toMap(Wait::function, wait -> wait));
      assertThat(waits.get("pipe_poll").samples()).isEqualTo(1);
      assertThat(waits.get("pipe_poll").nanos()).isGreaterThanOrEqualTo(300_000_000);
      assertThat(waits.get("pipe_read").samples()).isEqualTo(5);
      assertThat(waits.get("pipe_read").nanos()).isGreaterThanOrEqualTo(300_000_000);
      assertThat(waits.values().stream().mapToLong(Wait::nanos).sum())
          .isEqualTo(thread.elapsedNanos());
    }
  }

  /** However late a thread is read in a sample: its time passes between its own readings. */
  @Test
  void theSharesOfTheWaitsOfAThreadAreThoseOfItsOwnTime() throws Exception {
    for (int tid = 1; tid <= 200; tid++) {
      thread(1, tid, "x", Map.of("schedstat", "5 6 7\n", "syscall", READ, "wchan", "pipe_read"));
    }
    try (Sampler<WaitTable> sampler = madeUp().sampler()) {
      Interval interval = sampler.intervals();
      sampler.sample();
      assertThat(interval.next()).isFalse();
      thread(1, 200, "x", Map.of("schedstat", "5 6 8\n", "syscall", READ, "wchan", "pipe_poll"));
      sampler.sample();
      assertThat(interval.next()).isTrue();
      Map<String, Double> shares = new HashMap<>();
      for (Row row : sampler.view().reading().layout().table("wait").orElseThrow().rows()) {
        shares.merge(row.label("tid"), FOUND.value(interval, row), Double::sum);
      }
      assertThat(shares).hasSize(200);
      assertThat(shares.values()).allMatch(share -> share == 100);
    }
  }

  private static final Figure FOUND =
      WaitTable.FIGURES.stream()
          .filter(figure -> figure.name().equals("found"))
          .findFirst()
          .orElseThrow();

  @Test
  void aDelayThatHasNotEndedIsNotAWait() throws Exception {
    Path stat = directory.resolve("1/task/1/stat");
    thread(1, 1, "x", Map.of("schedstat", "5 6 7\n", "syscall", READ, "wchan", "pipe_read"));
    try (Sampler<WaitTable> sampler = madeUp().sampler()) {
      only(sampler);
      Files.writeString(directory.resolve("1/task/1/syscall"), "running\n");
      Files.writeString(stat, Files.readString(stat).replace(") S ", ") R "));
      only(sampler);
      Thread.sleep(100);
      OfThread thread = only(sampler);
      assertThat(thread.runDelayNanos().orElseThrow())
          .isGreaterThanOrEqualTo(100_000_000)
          .isLessThanOrEqualTo(thread.elapsedNanos());
      assertThat(thread.runningNanos()).hasValue(0);
    }
  }

  /** Names that another one than the kernel knows: of the row of a thread and of its waits. */
  @Test
  void threadsMayHaveCompleteNames() throws IOException {
    thread(1, 1, "a rather long n", Map.of("schedstat", "5 6 7\n", "syscall", READ, "wchan", "0"));
    AtomicLong version = new AtomicLong();
    ThreadNames names =
        new ThreadNames() {
          @Override
          public long version() {
            return version.get();
          }

          @Override
          public Optional<String> name(long pid, long tid, long start, String comm) {
            assertThat(List.of(pid, tid, start)).containsExactly(1L, 1L, 4711L);
            return version.get() == 0 ? Optional.empty() : Optional.of(comm + "ame");
          }
        };
    try (Sampler<WaitTable> sampler = madeUp().withThreadNames(names).sampler()) {
      OfThread thread = only(sampler);
      assertThat(thread.name()).isEqualTo(thread.comm()).isEqualTo("a rather long n");
      version.incrementAndGet();
      thread = only(sampler);
      assertThat(thread.name()).isEqualTo("a rather long name");
      assertThat(thread.comm()).isEqualTo("a rather long n");
      assertThat(thread.processName()).isEqualTo("a rather long n: made-up up");
      assertThat(thread.waits().getFirst().samples()).isEqualTo(2);
      Row wait = sampler.layout().table("wait").orElseThrow().rows().getFirst();
      assertThat(wait.label("name")).isEqualTo("a rather long name");
      assertThat(FOUND.value(sampler.intervals(), wait)).isNaN();
    }
    assertThat(madeUp().withThreadNames(names).toString()).contains(", complete names;");
  }

  @Test
  void aThreadWithoutACompleteNameHasTheKernelsName() throws IOException {
    thread(1, 1, "x", Map.of("schedstat", "5 6 7\n", "syscall", READ, "wchan", "pipe_read"));
    try (Sampler<WaitTable> sampler = madeUp().sampler()) {
      assertThat(only(sampler).name()).isEqualTo("x");
      assertThat(only(sampler).processName()).isEqualTo("x: made-up up");
    }
  }

  @Test
  void wchanMayBe0() throws IOException {
    thread(1, 1, "x", Map.of("schedstat", "5 6 7\n", "syscall", READ, "wchan", "0"));
    try (Sampler<WaitTable> sampler = madeUp().sampler()) {
      assertThat(only(sampler).waits().getFirst().function()).isEmpty();
      assertThat(sampler.view().about(WaitTableColumns.WAITS_FUNCTIONS_HIDDEN)).isEqualTo(1);
    }
  }

  /** It is in no function, so none is hidden. */
  @Test
  void wchanOfAZombieIs0() throws IOException {
    thread(1, 1, "x", Map.of("schedstat", "5 6 7\n", "syscall", "-1 0x0 0x0\n", "wchan", "0"));
    Path stat = directory.resolve("1/task/1/stat");
    Files.writeString(stat, Files.readString(stat).replace(") S ", ") Z "));
    try (Sampler<WaitTable> sampler = madeUp().sampler()) {
      assertThat(only(sampler).waits().getFirst().state()).isEqualTo("Z");
      assertThat(sampler.view().about(WaitTableColumns.WAITS_FUNCTIONS_HIDDEN)).isZero();
    }
  }

  @Test
  void callsAndStacksMayBeHidden() throws IOException {
    thread(1, 1, "x", Map.of("schedstat", "5 6 7\n", "wchan", "pipe_read"));
    try (Sampler<WaitTable> sampler = madeUp().withStacks().sampler()) {
      assertThat(only(sampler).waits())
          .containsExactly(new Wait("S", "", "pipe_read", "", List.of(), 1, 0));
      assertThat(sampler.view().about(WaitTableColumns.WAITS_CALLS_HIDDEN)).isEqualTo(1);
      assertThat(sampler.view().about(WaitTableColumns.WAITS_STACKS_HIDDEN)).isEqualTo(1);
    }
  }

  @Test
  void aKernelThatDoesNotCountRunsHasNoTimes() throws IOException {
    thread(1, 1, "x", Map.of("schedstat", "0 0 0\n", "syscall", READ, "wchan", "pipe_read"));
    try (Sampler<WaitTable> sampler = madeUp().sampler()) {
      only(sampler);
      assertThat(only(sampler).runningNanos()).isEmpty();
      assertThat(only(sampler).runDelayNanos()).isEmpty();
      assertThat(only(sampler).waits().getFirst().samples()).isEqualTo(4);
    }
  }

  /** A shell forks, and the child then executes another program. */
  @Test
  @Timeout(120)
  void aProcessThatExecutesAnotherProgramHasItsName() throws Exception {
    Process program =
        new ProcessBuilder("sh", "-c", "read wait; exec sleep 600")
            .redirectErrorStream(true)
            .start();
    try (Sampler<WaitTable> sampler =
        Procfs.mounted().waits().matching(ProcessFilter.pids(program.pid())).sampler()) {
      assertThat(sampler.sample()).isEqualTo(Outcome.SAMPLED);
      assertThat(sampler.view().threads().getFirst().processName()).startsWith("sh -c ");
      program.getOutputStream().write('\n');
      program.getOutputStream().flush();
      do {
        Thread.sleep(5);
        assertThat(program.isAlive()).isTrue();
        assertThat(sampler.sample()).isEqualTo(Outcome.SAMPLED);
      } while (!sampler.view().threads().getFirst().processName().equals("sleep 600"));
      assertThat(sampler.view().threads()).hasSize(1);
    } finally {
      program.destroyForcibly().waitFor();
    }
  }

  /** The kernel prints zeros for a thread that has not run yet, too. */
  @Test
  void aThreadThatHasNotRunYetIsCounted() throws IOException {
    Files.writeString(
        Files.createDirectories(directory.resolve("self")).resolve("schedstat"), "9 9 9\n");
    Map<String, String> files = Map.of("schedstat", "0 0 0\n", "syscall", READ, "wchan", "0");
    thread(1, 1, "x", files);
    try (Sampler<WaitTable> sampler = madeUp().sampler()) {
      only(sampler);
      assertThat(only(sampler).runningNanos()).hasValue(0);
      assertThat(only(sampler).runDelayNanos()).isPresent();
    }
  }

  @Test
  void onAnUnknownArchitectureCallsAreNumbers() throws IOException {
    thread(1, 1, "x", Map.of("schedstat", "5 6 7\n", "syscall", READ, "wchan", "pipe_read"));
    String here = System.setProperty("os.arch", "riscv64");
    try (Sampler<WaitTable> sampler = madeUp().sampler()) {
      Wait wait = only(sampler).waits().getFirst();
      assertThat(wait.call()).isEqualTo("0");
      assertThat(wait.on()).as("which argument is a descriptor is not known").isEmpty();
    } finally {
      System.setProperty("os.arch", here);
    }
  }

  @Test
  void aNumberOfThe32BitTableHasNoName() throws IOException {
    thread(
        1,
        1,
        "x",
        Map.of(
            "schedstat", "5 6 7\n",
            "syscall", "3 0x0 0xff9c 0x1 0x0 0x0 0x0 0xff9c1f40 0xf7f3a579\n",
            "wchan", "pipe_read"));
    try (Sampler<WaitTable> sampler = madeUp().sampler()) {
      assertThat(only(sampler).waits().getFirst().call()).isEqualTo("3 (32-bit)");
    }
  }

  @Test
  void aMalformedFileCostsWhatItContains() throws IOException {
    thread(1, 1, "x", Map.of("schedstat", "5 6 7\n", "syscall", "?\n", "wchan", "a b"));
    try (Sampler<WaitTable> sampler = madeUp().sampler()) {
      assertThat(only(sampler).waits()).containsExactly(new Wait("S", "", "", "", List.of(), 1, 0));
      assertThat(sampler.problems()).hasSize(2);
    }
  }

  @Test
  void aHostileNameIsALabelLikeAnyOther() throws IOException {
    String name = "a) R ;\n\u001b[2J(";
    thread(1, 1, name, Map.of("schedstat", "5 6 7\n", "syscall", READ, "wchan", "pipe_read"));
    try (Sampler<WaitTable> sampler = madeUp().sampler()) {
      assertThat(only(sampler).comm()).isEqualTo(name);
      assertThat(only(sampler).waits().getFirst().state()).isEqualTo("S");
    }
  }

  @Test
  void aThreadWhoseNumberWasReusedIsAnotherOne() throws IOException {
    thread(1, 1, "x", Map.of("schedstat", "5 6 7\n", "syscall", READ, "wchan", "pipe_read"));
    try (Sampler<WaitTable> sampler = madeUp().sampler()) {
      only(sampler);
      thread(1, 1, "y", Map.of("schedstat", "9 6 7\n", "syscall", READ, "wchan", "pipe_read"));
      Path stat = directory.resolve("1/task/1/stat");
      Files.writeString(stat, Files.readString(stat).replace("4711", "4712"));
      do {
        sampler.sample();
      } while (sampler.view().threads().size() < 2);
      assertThat(sampler.view().threads())
          .extracting(OfThread::comm)
          .containsExactlyInAnyOrder("x", "y");
    }
  }

  @Test
  void socketsHaveAddresses() {
    assertThat(SocketNames.address("0100007F:1538")).isEqualTo("127.0.0.1:5432");
    assertThat(SocketNames.address("00000000000000000000000001000000:0050"))
        .isEqualTo("[0:0:0:0:0:0:0:1]:80");
    assertThat(SocketNames.address("0100007F")).isEmpty();
    assertThat(SocketNames.address("0100007G:1538")).isEmpty();
  }
}
