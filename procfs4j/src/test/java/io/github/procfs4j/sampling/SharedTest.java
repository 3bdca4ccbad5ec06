package io.github.procfs4j.sampling;

import static io.github.procfs4j.sampling.Allocations.allocated;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.procfs4j.Procfs;
import io.github.procfs4j.Rewritten;
import io.github.procfs4j.model.Column;
import io.github.procfs4j.model.Figure;
import io.github.procfs4j.model.Lack;
import io.github.procfs4j.model.Row;
import io.github.procfs4j.model.Source;
import io.github.procfs4j.model.Table;
import io.github.procfs4j.model.Unit;
import io.github.procfs4j.processes.ProcessTable;
import io.github.procfs4j.system.NetDev;
import io.github.procfs4j.system.Stat;
import io.github.procfs4j.system.StatColumns;
import io.github.procfs4j.testing.Corpus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.AbstractQueuedSynchronizer;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A source that many threads read. The numbers of the short texts are made up. */
@Timeout(60)
class SharedTest {
  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final Duration LONG = Duration.ofHours(1);
  private static final int THREADS = 10;

  @TempDir Path root;
  private long now = 1_000_000_000;

  private void stat(long switches) throws IOException {
    write("stat", "cpu  " + switches + " 0 0 0 0 0 0\nctxt " + switches + "\n");
  }

  private void write(String name, String text) throws IOException {
    Path file = root.resolve(name);
    Files.createDirectories(file.getParent());
    Rewritten.with(file, text.getBytes(ISO_8859_1));
  }

  /** A shared source that uses the clock of the test. */
  private <V> Shared<V> shared(SampledFile<V> file, Duration greatestAge) {
    return new Shared<>(file.sampler(root), greatestAge, () -> now);
  }

  private void pass(long millis) {
    now += millis * 1_000_000;
  }

  /** Starts threads that all begin their work at the same time. */
  private static List<Thread> start(int count, Runnable work) {
    CyclicBarrier barrier = new CyclicBarrier(count);
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      threads.add(
          Thread.ofPlatform()
              .start(
                  () -> {
                    try {
                      barrier.await();
                    } catch (Exception e) {
                      throw new AssertionError(e);
                    }
                    work.run();
                  }));
    }
    return threads;
  }

  private static void join(List<Thread> threads) throws InterruptedException {
    for (Thread thread : threads) {
      thread.join();
    }
  }

  /**
   * Waits until all of them wait for the lock; threads at the barrier are blocked by a condition
   * instead.
   */
  private static void awaitBlocked(List<Thread> threads) throws InterruptedException {
    for (Thread thread : threads) {
      while (!(LockSupport.getBlocker(thread) instanceof AbstractQueuedSynchronizer)) {
        Thread.sleep(1);
      }
    }
  }

  @Test
  void threadsThatAskAtOnceGetOneSample() throws InterruptedException {
    try (Shared<Stat> stat = Procfs.mounted().shared(Stat.FILE, LONG)) {
      List<Double> read = new ArrayList<>();
      join(
          start(
              THREADS,
              () -> {
                double switches = stat.readDouble(Stat::contextSwitches);
                synchronized (read) {
                  read.add(switches);
                }
              }));
      assertThat(stat.samples()).isEqualTo(1);
      assertThat(read).hasSize(THREADS).containsOnly(read.getFirst());
    }
  }

  @Test
  void threadsThatWaitedTogetherGetOneSampleThoughItMayNotBeOlderThanTheirCall() throws Exception {
    stat(1);
    try (Shared<Stat> stat = Procfs.at(root).shared(Stat.FILE, Duration.ZERO)) {
      CountDownLatch isReading = new CountDownLatch(1);
      CountDownLatch mayEnd = new CountDownLatch(1);
      Thread first =
          Thread.ofPlatform()
              .start(
                  () ->
                      stat.visit(
                          view -> {
                            isReading.countDown();
                            try {
                              mayEnd.await();
                            } catch (InterruptedException e) {
                              throw new AssertionError(e);
                            }
                          }));
      isReading.await();
      List<Thread> others = start(THREADS, stat::outcome);
      awaitBlocked(others);
      mayEnd.countDown();
      first.join();
      join(others);
      assertThat(stat.samples()).as("one for the first, one for all others").isEqualTo(2);
    }
  }

  @Test
  void whatIsYoungerIsNotSampledAgain() throws IOException {
    stat(1);
    try (Shared<Stat> stat = shared(Stat.FILE, SECOND)) {
      assertThat(stat.readDouble(Stat::contextSwitches)).isEqualTo(1);
      stat(2);
      pass(1000);
      assertThat(stat.readDouble(Stat::contextSwitches)).isEqualTo(1);
      assertThat(stat.read(Stat::contextSwitches)).contains(1L);
      pass(1);
      assertThat(stat.read(Stat::contextSwitches)).contains(2L);
      assertThat(stat.samples()).isEqualTo(2);
    }
  }

  @Test
  void anAgeMayBeLongerThanANumberOfNanosecondsCanTell() throws IOException {
    stat(1);
    try (Shared<Stat> stat = shared(Stat.FILE, Duration.ofSeconds(Long.MAX_VALUE))) {
      stat.outcome();
      pass(1_000_000_000_000L);
      stat.outcome();
      assertThat(stat.samples()).isEqualTo(1);
      assertThat(stat.greatestAge()).isEqualTo(Duration.ofSeconds(Long.MAX_VALUE));
    }
  }

  @Test
  void theViewDoesNotChangeWhileItIsRead() throws Exception {
    stat(1);
    try (Shared<Stat> stat = Procfs.at(root).shared(Stat.FILE, Duration.ZERO)) {
      AtomicReference<Double> other = new AtomicReference<>();
      List<Thread> threads = new ArrayList<>();
      stat.visit(
          view -> {
            try {
              stat(2);
              threads.addAll(start(1, () -> other.set(stat.readDouble(Stat::contextSwitches))));
              awaitBlocked(threads);
            } catch (IOException | InterruptedException e) {
              throw new AssertionError(e);
            }
            assertThat(view.contextSwitches()).isEqualTo(1);
            assertThat(stat.read(Stat::contextSwitches)).as("within").contains(1L);
            assertThat(other.get()).isNull();
          });
      join(threads);
      assertThat(other.get()).isEqualTo(2);
    }
  }

  @Test
  void whatIsAbsentIsAnOutcomeAndComesBack() throws IOException {
    try (Shared<Stat> stat = shared(Stat.FILE, SECOND)) {
      SharedReader<Stat> reader = stat.reader();
      assertThat(stat.outcome()).isEqualTo(Outcome.ABSENT);
      assertThat(stat.problem().orElseThrow()).contains(root.resolve("stat").toString());
      assertThat(stat.readDouble(Stat::contextSwitches)).isNaN();
      assertThat(stat.read(Stat::contextSwitches)).isEmpty();
      assertThat(stat.visit(view -> fail())).isEqualTo(Outcome.ABSENT);
      assertThat(reader.read((view, interval) -> 1)).isEmpty();
      assertThat(reader.rowChanges().isEmpty()).isTrue();
      stat(7);
      assertThat(stat.outcome()).as("not tried again yet").isEqualTo(Outcome.ABSENT);
      pass(1001);
      assertThat(stat.outcome()).isEqualTo(Outcome.SAMPLED);
      assertThat(stat.problem()).isEmpty();
      assertThat(stat.readDouble(Stat::contextSwitches)).isEqualTo(7);
      assertThat(reader.rowChanges().came()).isNotEmpty();
    }
  }

  private static void fail() {
    throw new AssertionError("was called");
  }

  @Test
  void aRootThatVanishedIsAnOutcome() throws IOException {
    stat(1);
    try (Shared<Stat> stat = shared(Stat.FILE, SECOND);
        Shared<ProcessTable> processes =
            Procfs.at(root.resolve("none")).processes().shared(SECOND)) {
      assertThat(stat.outcome()).isEqualTo(Outcome.SAMPLED);
      Files.delete(root.resolve("stat"));
      Files.delete(root);
      pass(1001);
      assertThat(stat.outcome()).isEqualTo(Outcome.ABSENT);
      assertThat(processes.outcome()).isEqualTo(Outcome.ABSENT);
      assertThat(processes.read(ProcessTable::processCount)).isEmpty();
      Files.createDirectory(root);
    }
  }

  @Test
  void whatCannotBeReadIsAnOutcome() throws IOException {
    Files.createDirectories(root.resolve("stat"));
    write("uptime", "not a number\n");
    try (Shared<Stat> stat = shared(Stat.FILE, SECOND)) {
      assertThat(stat.outcome()).isEqualTo(Outcome.INVALID);
      assertThat(stat.readDouble(Stat::contextSwitches)).isNaN();
    }
  }

  @Test
  void closingIsFinal() throws IOException {
    stat(1);
    Shared<Stat> stat = shared(Stat.FILE, SECOND);
    SharedReader<Stat> reader = stat.reader();
    assertThatThrownBy(() -> stat.visit(view -> stat.close()))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("cannot be closed by a function that reads it");
    assertThat(stat.outcome()).isEqualTo(Outcome.SAMPLED);
    stat.close();
    stat.close();
    Row row = Stat.allCpus();
    Figure busy = Stat.FILE.figure("cpu", "busy");
    List<Runnable> uses =
        List.of(
            stat::outcome,
            () -> stat.read(view -> 1),
            () -> stat.readDouble(view -> 1),
            () -> stat.visit(view -> {}),
            () -> reader.read((view, interval) -> 1),
            () -> reader.value(busy, row),
            reader::rowChanges);
    for (Runnable use : uses) {
      assertThatThrownBy(use::run)
          .isInstanceOf(IllegalStateException.class)
          .hasMessage("the shared " + root.resolve("stat") + " is closed");
    }
  }

  @Test
  void whatAFunctionThrowsIsPassedOnAndOthersReadOn() throws Exception {
    stat(1);
    try (Shared<Stat> stat = shared(Stat.FILE, SECOND)) {
      RuntimeException thrown = new IllegalArgumentException("made up");
      assertThatThrownBy(
              () ->
                  stat.readDouble(
                      view -> {
                        throw thrown;
                      }))
          .isSameAs(thrown);
      join(start(1, () -> assertThat(stat.outcome()).isEqualTo(Outcome.SAMPLED)));
      assertThat(stat.samples()).isEqualTo(1);
    }
  }

  @Test
  @SuppressWarnings("NullAway") // what is not to be done
  void nullsAndNegativeAgesAreRefused() throws IOException {
    stat(1);
    assertThatThrownBy(() -> Procfs.at(root).shared(Stat.FILE, Duration.ofNanos(-1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("PT-0.000000001S");
    try (Shared<Stat> stat = shared(Stat.FILE, SECOND)) {
      SharedReader<Stat> reader = stat.reader();
      List<Runnable> uses =
          List.of(
              () -> Procfs.at(root).shared(null, SECOND),
              () -> Procfs.at(root).shared(Stat.FILE, null),
              () -> Shared.of(null, SECOND),
              () -> stat.read(null),
              () -> stat.read(view -> null),
              () -> stat.readDouble(null),
              () -> stat.visit(null),
              () -> reader.read(null),
              () -> reader.value(null, Stat.allCpus()),
              () -> reader.value(Stat.FILE.figure("cpu", "busy"), null));
      for (Runnable use : uses) {
        assertThatThrownBy(use::run).isInstanceOf(NullPointerException.class);
      }
    }
  }

  @Test
  void eachReaderHasIntervalsOfItsOwn() throws IOException {
    stat(0);
    try (Shared<Stat> stat = shared(Stat.FILE, SECOND)) {
      SharedReader<Stat> often = stat.reader();
      SharedReader<Stat> seldom = stat.reader();
      assertThat(growth(often)).as("one sample has no interval").isNaN();
      assertThat(growth(seldom)).isNaN();
      for (int i = 1; i <= 5; i++) {
        stat(i);
        pass(1001);
        assertThat(growth(often)).isEqualTo(1);
        assertThat(growth(often)).as("the same interval while the sample is young").isEqualTo(1);
      }
      assertThat(growth(seldom)).isEqualTo(5);
      assertThat(stat.samples()).isEqualTo(6);
    }
  }

  private static double growth(SharedReader<Stat> reader) {
    return reader
        .read((view, interval) -> interval.growth(Stat.allCpus(), StatColumns.CPU_USER))
        .orElse(Double.NaN);
  }

  @Test
  void aFigureWithoutAValueIsNoNumber() throws IOException {
    Figure busy = Stat.FILE.figure("cpu", "busy");
    write("stat", "cpu  10 0 0 10 0 0 0\n");
    try (Shared<Stat> stat = shared(Stat.FILE, SECOND)) {
      SharedReader<Stat> reader = stat.reader();
      assertThat(reader.value(busy, Stat.allCpus())).as("after one sample").isNaN();
      write("stat", "cpu  20 0 0 40 0 0 0\n");
      pass(1001);
      assertThat(reader.value(busy, Stat.allCpus())).isEqualTo(25);
      assertThat(reader.value(busy, Stat.cpu(4711))).as("of no row").isNaN();
      write("stat", "cpu  15 0 0 50 0 0 0\n");
      pass(1001);
      assertThat(reader.value(busy, Stat.allCpus())).as("of a counter that fell").isNaN();
      Files.delete(root.resolve("stat"));
      pass(1001);
      assertThat(reader.value(busy, Stat.allCpus())).as("of a file that is gone").isNaN();
      write("stat", "cpu  25 0 0 60 0 0 0\n");
      pass(1001);
      assertThat(reader.value(busy, Stat.allCpus())).as("across a gap").isNaN();
      assertThat(
              reader.read(
                  (view, interval) -> {
                    assertThat(busy.value(interval, Stat.allCpus())).isNaN();
                    return interval.lack();
                  }))
          .contains(Lack.GAP);
    }
  }

  private void devices(String... names) throws IOException {
    StringBuilder text = new StringBuilder();
    text.append("Inter-|   Receive                         |  Transmit\n");
    text.append(" face |bytes packets errs drop fifo frame compressed multicast|");
    text.append("bytes packets errs drop fifo colls carrier compressed\n");
    for (String name : names) {
      text.append(name).append(": 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16\n");
    }
    write("net/dev", text.toString());
  }

  @Test
  void rowsThatComeAndGoAreToldOncePerReader() throws IOException {
    devices("lo", "eth0");
    try (Shared<NetDev> net = shared(NetDev.FILE, SECOND)) {
      SharedReader<NetDev> reader = net.reader();
      RowChanges first = reader.rowChanges();
      assertThat(first.came()).containsExactly(NetDev.device("lo"), NetDev.device("eth0"));
      assertThat(first.left()).isEmpty();
      assertThat(reader.rowChanges().isEmpty()).as("told already").isTrue();
      devices("lo", "eth1");
      pass(1001);
      assertThat(net.outcome()).as("another reader looks first").isEqualTo(Outcome.SAMPLED);
      RowChanges next = reader.rowChanges();
      assertThat(next.came()).containsExactly(NetDev.device("eth1"));
      assertThat(next.left()).containsExactly(NetDev.device("eth0"));
      assertThat(next.isEmpty()).isFalse();
      assertThat(net.reader().rowChanges().came())
          .as("of a new reader")
          .containsExactly(NetDev.device("lo"), NetDev.device("eth1"));

      Files.delete(root.resolve("net/dev"));
      pass(1001);
      assertThat(reader.rowChanges().isEmpty()).as("nothing is known").isTrue();
      devices("eth1");
      pass(1001);
      RowChanges back = reader.rowChanges();
      assertThat(back.came()).isEmpty();
      assertThat(back.left()).containsExactly(NetDev.device("lo"));
      devices("eth1");
      pass(1001);
      assertThat(reader.rowChanges()).as("the same rows").isSameAs(RowChanges.NONE);
    }
  }

  @Test
  void rowsThatAreDescribedOtherwiseAreTold() {
    Table table = Table.of("made_up", "name").describedBy("of");
    Row one = table.row("a", "one");
    Row other = table.row("a", "other");
    RowChanges changes =
        RowChanges.between(List.of(one, table.row("b", "")), List.of(table.row("b", ""), other));
    assertThat(changes.came()).isEmpty();
    assertThat(changes.left()).isEmpty();
    assertThat(changes.described()).containsExactly(one);
    assertThat(changes.described().getFirst().label("of")).isEqualTo("other");
    assertThat(changes.isEmpty()).isFalse();
  }

  @Test
  void processesAreSharedAlike() {
    try (Shared<ProcessTable> processes = Procfs.mounted().processes().shared(Duration.ZERO)) {
      long self = ProcessHandle.current().pid();
      assertThat(processes.read(table -> table.process(self).isPresent())).contains(true);
      SharedReader<ProcessTable> reader = processes.reader();
      assertThat(reader.rowChanges().came())
          .anyMatch(
              row ->
                  row.table().equals(ProcessTable.PROCESS)
                      && row.label("pid").equals(Long.toString(self)));
    }
  }

  /** A file that the library does not know. */
  private static final SampledFile<FileReading> DRIVER =
      new SampledFile<>(
          new Source("driver", "made up", Source.Mode.SAMPLED, "", "", "", ""),
          Printing.ONE_CALL,
          (in, out) -> {
            out.row(Table.of("driver"))
                .cell(Column.undescribed("count", Unit.COUNT), in.unsigned());
            in.endLine();
          },
          List.of(),
          reading -> reading);

  @Test
  void anOwnFileIsSharedAlike() throws IOException {
    write("driver", "17\n");
    try (Shared<FileReading> driver = Procfs.at(root).shared(DRIVER, SECOND)) {
      assertThat(driver.readDouble(reading -> reading.value(0))).isEqualTo(17);
      assertThat(driver.source()).isSameAs(DRIVER.source());
      assertThat(driver).hasToString("Shared[" + root.resolve("driver") + ", at most PT1S old]");
    }
  }

  @Test
  @Tag("alone") // by C2, which finds that some objects need not be allocated
  void readingAllocatesNothing() throws IOException {
    String variant = Corpus.variants().getFirst();
    byte[][] texts = {Corpus.bytes(variant, "s0", "stat"), Corpus.bytes(variant, "s1", "stat")};
    Path path = Rewritten.with(root.resolve("stat"), texts[0]);
    Figure busy = Stat.FILE.figure("cpu", "busy");
    Row all = Stat.allCpus();
    try (Shared<Stat> stat = shared(Stat.FILE, SECOND)) {
      SharedReader<Stat> reader = stat.reader();
      long least = Long.MAX_VALUE;
      for (int attempt = 0; attempt < 20 && least > 0; attempt++) {
        long sum = 0;
        for (int i = 0; i < 3_000; i++) {
          Rewritten.with(path, texts[i % 2]);
          pass(1001);
          stat.outcome(); // the cost of checking a file outside procfs is tested elsewhere
          long before = allocated();
          stat.readDouble(Stat::contextSwitches);
          stat.visit(Stat::contextSwitches);
          reader.value(busy, all);
          reader.rowChanges();
          sum += allocated() - before;
        }
        least = Math.min(least, sum);
      }
      assertThat(least).as("bytes allocated in 3,000 readings").isZero();
    }
  }

  @Test
  void readingWithASampleEachAllocatesNothing() {
    try (Shared<Stat> stat = Procfs.mounted().shared(Stat.FILE, Duration.ZERO)) {
      long least = Long.MAX_VALUE;
      for (int attempt = 0; attempt < 20 && least > 0; attempt++) {
        long before = allocated();
        for (int i = 0; i < 3_000; i++) {
          stat.readDouble(Stat::contextSwitches);
        }
        least = Math.min(least, allocated() - before);
      }
      assertThat(least).as("bytes allocated in 3,000 readings with a sample each").isZero();
    }
  }
}
