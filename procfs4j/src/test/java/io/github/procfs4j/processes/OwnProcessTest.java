package io.github.procfs4j.processes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.procfs4j.Procfs;
import io.github.procfs4j.sampling.Sampler;
import io.github.procfs4j.sampling.UnreadableException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The process of this JVM, compared with what a thread reports about itself. */
@Timeout(120)
class OwnProcessTest {
  private static final OwnProcess SELF = Procfs.mounted().self();

  private final CountDownLatch end = new CountDownLatch(1);
  private final List<Waiting> waiting = new ArrayList<>();

  /** A thread that has read its number from the kernel, and waits. */
  private record Waiting(Thread thread, long tid) {}

  private Waiting start(String name) throws InterruptedException {
    long[] tid = new long[1];
    CountDownLatch hasBegun = new CountDownLatch(1);
    Thread thread =
        Thread.ofPlatform()
            .daemon()
            .name(name)
            .start(
                () -> {
                  tid[0] = ownTid();
                  hasBegun.countDown();
                  try {
                    end.await();
                  } catch (InterruptedException e) {
                    throw new AssertionError(e);
                  }
                });
    hasBegun.await();
    Waiting started = new Waiting(thread, tid[0]);
    waiting.add(started);
    return started;
  }

  /** {@code /proc/thread-self} leads to {@code 17/task/18}. */
  private static long ownTid() {
    try {
      return Long.parseLong(
          Files.readSymbolicLink(Path.of("/proc/thread-self")).getFileName().toString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @AfterEach
  void end() throws InterruptedException {
    end.countDown();
    for (Waiting each : waiting) {
      each.thread.join();
    }
  }

  private static OwnThread thread(long tid, List<OwnThread> threads) {
    return threads.stream().filter(thread -> thread.tid() == tid).findFirst().orElseThrow();
  }

  private static OwnThread thread(long tid) {
    return thread(tid, SELF.threads());
  }

  @Test
  void knowsItself() {
    assertThat(SELF.pid()).isEqualTo(ProcessHandle.current().pid());
    assertThat(SELF.directory().comm()).isNotEmpty();
    assertThat(SELF).hasToString("OwnProcess[/proc/" + SELF.pid() + "]");
  }

  @Test
  void threadsHaveTheWholeNamesOfJava() throws InterruptedException {
    String longName = "a name of which the kernel keeps fifteen bytes only, ";
    for (int i = 0; i < 20; i++) {
      start(longName + i);
    }
    start("twice");
    start("twice");
    start("a \"quoted\"\nname #77 [3] prio=5 nid=3 ");
    start("\u00fcml\u00e4ut \ud83d\ude80 without end, without end");
    start("");
    List<OwnThread> threads = SELF.threads();
    assertThat(SELF.namesProblem()).isEmpty();
    assertThat(waiting)
        .allSatisfy(
            each -> {
              OwnThread thread = thread(each.tid, threads);
              assertThat(thread.javaThread()).containsSame(each.thread);
              assertThat(thread.javaName()).contains(each.thread.getName());
              assertThat(thread.name()).isEqualTo(each.thread.getName());
              assertThat(thread.javaId()).hasValue(each.thread.threadId());
              assertThat(thread.isCarrier()).isFalse();
            });
    OwnThread own = thread(ownTid(), threads);
    assertThat(own.name()).isEqualTo(Thread.currentThread().getName());
    assertThat(own)
        .hasToString(
            "OwnThread[" + own.tid() + " «" + own.name() + "», cpu " + own.cpuNanos() + " ns]");
  }

  @Test
  void aThreadThatIsRenamedByAnotherHasItsNameOfNow() throws InterruptedException {
    Waiting one = start("swapped-1");
    Waiting other = start("swapped-2");
    assertThat(thread(one.tid).name()).isEqualTo("swapped-1");
    one.thread.setName("swapped-2");
    other.thread.setName("swapped-1");
    List<OwnThread> threads = SELF.threads();
    assertThat(thread(one.tid, threads).name()).isEqualTo("swapped-2");
    assertThat(thread(one.tid, threads).comm())
        .as("nobody tells the kernel")
        .isEqualTo("swapped-1");
    assertThat(thread(other.tid, threads).name()).isEqualTo("swapped-1");
  }

  /** The names are looked up by samplers, of processes and of waits. */
  @Test
  void samplesOfThreadsHaveTheNamesOfJava() throws InterruptedException {
    String name = "a name of which the kernel keeps fifteen bytes only";
    Waiting one = start(name);
    ThreadNames names = SELF.threadNames();
    try (Sampler<ProcessTable> sampler =
            Procfs.mounted()
                .processes()
                .matching(ProcessFilter.pids(SELF.pid()))
                .withThreads()
                .withThreadNames(names)
                .sampler();
        Sampler<WaitTable> waits =
            Procfs.mounted()
                .waits()
                .matching(ProcessFilter.pids(SELF.pid()))
                .withThreadNames(SELF.threadNames())
                .sampler()) {
      sampler.sample();
      assertThat(named(sampler.view(), one.tid)).isEqualTo(name);
      waits.sample();
      assertThat(waits.view().threads())
          .filteredOn(thread -> thread.tid() == one.tid)
          .extracting(WaitTable.OfThread::name, WaitTable.OfThread::comm)
          .containsExactly(tuple(name, name.substring(0, 15)));
      one.thread.setName("another name");
      sampler.sample();
      assertThat(named(sampler.view(), one.tid)).isEqualTo("another name");
      Waiting later = start(name);
      do { // dumps take a part of the time only
        sampler.sample();
      } while (!named(sampler.view(), later.tid).equals(name));
    }
    assertThat(names.name(SELF.pid() + 1, one.tid, 0, "x")).isEmpty();
    end.countDown();
    one.thread.join();
    assertThat(names.name(SELF.pid(), one.tid, 0, "x")).as("its number may be reused").isEmpty();
  }

  private static String named(ProcessTable table, long tid) {
    return table.threads().stream()
        .filter(thread -> thread.tid() == tid)
        .findFirst()
        .orElseThrow()
        .name();
  }

  @Test
  void aNameThatLooksLikeTheLineOfAnotherThreadNamesNone() throws InterruptedException {
    Waiting victim = start("victim");
    Waiting forger =
        start("x\n\"victim\" #%d [1] prio=5 nid=1 ".formatted(victim.thread.threadId()));
    List<OwnThread> threads = SELF.threads();
    assertThat(thread(victim.tid, threads).javaName()).as("two lines may be its own").isEmpty();
    assertThat(thread(victim.tid, threads).name()).isEqualTo("victim").as("the kernel's");
    assertThat(thread(forger.tid, threads).javaName()).contains(forger.thread.getName());
    assertThat(threads).noneMatch(thread -> thread.tid() == 1);
  }

  @Test
  void threadsThatVirtualOnesRunOnAreMarked() throws Exception {
    try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
      boolean isMarked =
          executor
              .submit(
                  () -> {
                    long before = ownTid();
                    OwnThread carrier = thread(before);
                    // The virtual thread may continue on another carrier, and this one may be new.
                    return carrier.isCarrier() && carrier.name().startsWith("ForkJoinPool");
                  })
              .get();
      assertThat(isMarked).isTrue();
    }
  }

  @Test
  void threadsOfTheJvmHaveTheKernelsName() {
    Optional<OwnThread> found =
        SELF.threads().stream().filter(thread -> thread.comm().equals("VM Thread")).findFirst();
    assumeTrue(found.isPresent(), "no HotSpot");
    assertThat(found.orElseThrow().javaName()).isEmpty();
    assertThat(found.orElseThrow().javaId()).isEmpty();
    assertThat(found.orElseThrow().name()).isEqualTo("VM Thread");
  }

  @Test
  void threadsComeInTheOrderOfTheirNumbersAndGo() throws InterruptedException {
    Waiting started = start("that ends");
    assertThat(SELF.threads())
        .isSortedAccordingTo((a, b) -> Long.compare(a.tid(), b.tid()))
        .anyMatch(thread -> thread.tid() == started.tid);
    end.countDown();
    started.thread.join();
    while (Files.exists(Path.of("/proc/self/task/" + started.tid))) { // Java's thread ends first
      Thread.sleep(1);
    }
    assertThat(SELF.threads()).noneMatch(thread -> thread.name().equals("that ends"));
  }

  @Test
  void cpuTimeOfAThreadIsWhatItsClockShows() {
    List<OwnThread> threads = SELF.threads();
    assumeTrue(thread(ownTid(), threads).runDelayNanos().isPresent(), "no CONFIG_SCHED_INFO");
    var clock = ManagementFactory.getThreadMXBean();
    long before = clock.getCurrentThreadCpuTime();
    long read = thread(ownTid()).cpuNanos();
    assertThat(read).isBetween(before, clock.getCurrentThreadCpuTime());
    OwnThread own = thread(ownTid());
    assertThat(own.timeslices().orElseThrow()).isPositive();
    assertThat(own.minorFaults()).isPositive();
    assertThat(own.majorFaults()).isNotNegative();
    assertThat(own.voluntarySwitches() + own.involuntarySwitches()).isPositive();
  }

  @Test
  void samplesOfTheTableHaveTheNamesToo() throws InterruptedException {
    Waiting early = start("early, and with a long name");
    try (Sampler<ProcessTable> sampler = SELF.table().sampler()) {
      sampler.sample();
      List<OwnThread> first = SELF.threads(sampler.view());
      assertThat(thread(early.tid, first).name()).isEqualTo(early.thread.getName());
      Waiting late = start("late, and with a long name");
      sampler.sample();
      OwnThread unknown = thread(late.tid, SELF.threads(sampler.view()));
      assertThat(unknown.javaName()).as("known after the sample only").isEmpty();
      assertThat(unknown.name()).isEqualTo("late, and with ");
      sampler.sample();
      OwnThread known = thread(late.tid, SELF.threads(sampler.view()));
      assertThat(known.name()).isEqualTo(late.thread.getName());
      assertThat(first).as("a copy").noneMatch(thread -> thread.tid() == late.tid);
    }
    ProcessTable other = Procfs.mounted().processes().withThreads().read();
    assertThatThrownBy(() -> SELF.threads(other)).isInstanceOf(NoSuchElementException.class);
  }

  boolean isNative() {
    return true;
  }

  @Test
  void usageIsThatOfTheWholeProcess() throws IOException {
    OwnUsage before = SELF.usage();
    long sum = 0;
    for (long begin = cpu(); cpu() - begin < 60_000_000; ) {
      sum += new byte[1 << 20].length;
    }
    assertThat(sum).isPositive();
    OwnUsage after = SELF.usage();
    assertThat(after.cpuNanos() - before.cpuNanos()).isGreaterThan(30_000_000);
    assertThat(after.cpuNanos()).isEqualTo(after.userNanos() + after.systemNanos());
    assertThat(after.minorFaults()).isGreaterThanOrEqualTo(before.minorFaults()).isPositive();
    assertThat(after.majorFaults()).isGreaterThanOrEqualTo(before.majorFaults());
    assertThat(after.voluntarySwitches().isPresent()).isEqualTo(isNative());
    assertThat(after.involuntarySwitches().isPresent()).isEqualTo(isNative());
    if (isNative()) {
      assertThat(after.voluntarySwitches().getAsLong())
          .isGreaterThanOrEqualTo(before.voluntarySwitches().getAsLong())
          .as("of the main thread alone")
          .isGreaterThan(SELF.directory().status().voluntaryCtxtSwitches());
    }
    assertThat(after.residentBytes()).isBetween(1L << 20, 1L << 40);
    assertThat(after.peakResidentBytes().orElseThrow()).isGreaterThanOrEqualTo(1L << 20);
    assertThat(after.threads()).isGreaterThan(3);
    assertThat(after.toString())
        .matches("OwnUsage\\[cpu \\d+ ns, resident \\d+ bytes, \\d+ threads]");
  }

  private static long cpu() {
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
  }

  @Test
  void aCopyHoldsNoOwnProcess(@TempDir Path root) throws IOException {
    assertThatThrownBy(() -> Procfs.at(root).self())
        .isInstanceOf(UnreadableException.class)
        .hasMessageStartingWith(root + "/self: this process is missing");
    Files.createDirectory(root.resolve("17"));
    Files.createSymbolicLink(root.resolve("self"), Path.of("17"));
    assertThatThrownBy(() -> Procfs.at(root).self())
        .isInstanceOf(UnreadableException.class)
        .hasMessageStartingWith(root + ": not a procfs of the running kernel");
  }

  @Test
  @SuppressWarnings("NullAway") // what is not to be done
  void nullIsRefused() {
    assertThatThrownBy(() -> SELF.threads(null)).isInstanceOf(NullPointerException.class);
  }
}
