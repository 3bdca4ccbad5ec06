package io.github.procfs4j.sampling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.github.procfs4j.Procfs;
import io.github.procfs4j.model.Column;
import io.github.procfs4j.model.Figure;
import io.github.procfs4j.model.History;
import io.github.procfs4j.model.Interval;
import io.github.procfs4j.model.Row;
import io.github.procfs4j.model.Source;
import io.github.procfs4j.model.Table;
import io.github.procfs4j.model.Unit;
import io.github.procfs4j.process.ProcessStatm;
import io.github.procfs4j.processes.ProcessTable;
import io.github.procfs4j.system.Stat;
import io.github.procfs4j.system.StatColumns;
import io.github.procfs4j.system.Uptime;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How a sampler reacts to incorrect use: closed, too early, by two threads. */
class SamplerUseTest {
  private static final Procfs PROC = Procfs.mounted();

  private static final Table TABLE = Table.of("loadavg");
  private static final Column PID = Column.undescribed("pid", Unit.NONE);

  @TempDir Path directory;

  private static List<Sampler<?>> ofEachKind() {
    return List.of(
        PROC.sampler(Uptime.FILE),
        PROC.processes().sampler(),
        PROC.self().directory().sampler(ProcessStatm.FILE),
        SelfSampler.with(List.of(), null).getLast().sampler());
  }

  @Test
  void nothingIsOpenedBeforeTheFirstSample() throws IOException {
    long before = descriptorsOf("/proc");
    assertThat(ofEachKind()).hasSize(4);
    assertThat(descriptorsOf("/proc")).isEqualTo(before);
    Procfs tree = Procfs.at(directory);
    try (Sampler<Stat> sampler = tree.sampler(Stat.FILE)) {
      assertThat(sampler.sample()).isEqualTo(Outcome.ABSENT);
      Files.writeString(directory.resolve("stat"), "cpu  1 2 3 4\n");
      assertThat(sampler.sample()).isEqualTo(Outcome.SAMPLED);
    }
  }

  @Test
  void closingIsFinal() {
    for (Sampler<?> sampler : ofEachKind()) {
      assertThat(sampler.sample()).as(sampler.path()).isEqualTo(Outcome.SAMPLED);
      int cells = sampler.layout().cells();
      sampler.close();
      assertThatIllegalStateException()
          .isThrownBy(sampler::sample)
          .withMessage("the sampler of %s is closed", sampler.path());
      assertThat(sampler.layout().cells()).as("the last sample stays").isEqualTo(cells);
      sampler.close();
    }
  }

  @Test
  void whatWasNeverSampledIsClosed() {
    for (Sampler<?> sampler : ofEachKind()) {
      sampler.close();
      assertThatIllegalStateException().isThrownBy(sampler::sample);
    }
  }

  @Test
  void aClosedSamplerHoldsNoDescriptor() throws IOException {
    long before = descriptorsOf("/proc/uptime");
    Sampler<Uptime> sampler = PROC.sampler(Uptime.FILE);
    sampler.sample();
    assertThat(descriptorsOf("/proc/uptime")).isEqualTo(before + 1);
    sampler.close();
    assertThat(descriptorsOf("/proc/uptime")).isEqualTo(before);
  }

  @Test
  void oneThatIsForgottenIsClosed() throws IOException, InterruptedException {
    forget(100);
    for (int i = 0; i < 600 && descriptorsOf("/proc/loadavg") > 0; i++) {
      System.gc();
      Thread.sleep(50);
    }
    assertThat(descriptorsOf("/proc/loadavg")).isZero();
  }

  /** Samples a file that no other test here opens. */
  private static void forget(int count) throws IOException {
    SampledFile<Object> loadavg =
        new SampledFile<>(
            new Source("loadavg", "made up", Source.Mode.SAMPLED, "", "", "", "proc(5)"),
            Printing.ONE_CALL,
            (in, out) -> {
              in.word();
              in.word();
              in.word();
              in.word();
              out.row(TABLE).cell(PID, in.unsigned());
              in.endLine();
            },
            List.of(),
            reading -> reading);
    for (int i = 0; i < count; i++) {
      assertThat(PROC.sampler(loadavg).sample()).isEqualTo(Outcome.SAMPLED);
    }
    assertThat(descriptorsOf("/proc/loadavg")).isPositive();
  }

  private static long descriptorsOf(String path) throws IOException {
    try (Stream<Path> all = Files.list(Path.of("/proc/self/fd"))) {
      return all.filter(
              fd -> {
                try {
                  return Files.readSymbolicLink(fd).toString().equals(path);
                } catch (IOException e) {
                  return false; // it has been closed
                }
              })
          .count();
    }
  }

  @Test
  void aSecondThreadMeetsAnException() throws InterruptedException {
    CountDownLatch inside = new CountDownLatch(1);
    CountDownLatch released = new CountDownLatch(1);
    SampledFile<Stat> slow =
        new SampledFile<>(
            Stat.FILE.source(),
            Stat.FILE.printing(),
            (in, out) -> {
              inside.countDown();
              try {
                released.await();
              } catch (InterruptedException e) {
                throw new AssertionError(e);
              }
              Stat.FILE.parser().parse(in, out);
            },
            List.of(),
            Stat.FILE.view());
    Sampler<Stat> sampler = PROC.sampler(slow);
    AtomicReference<Outcome> outcome = new AtomicReference<>();
    Thread first = Thread.ofPlatform().name("first").start(() -> outcome.set(sampler.sample()));
    inside.await();
    assertThatIllegalStateException()
        .isThrownBy(sampler::sample)
        .withMessageContaining("is in use by thread first");
    assertThatIllegalStateException().isThrownBy(sampler::close);
    released.countDown();
    first.join();
    assertThat(outcome.get()).isEqualTo(Outcome.SAMPLED);
    assertThat(sampler.sample()).isEqualTo(Outcome.SAMPLED);
    sampler.close();
  }

  @Test
  void beforeTheFirstSampleTheMessageSaysSo() {
    try (Sampler<Stat> stat = PROC.sampler(Stat.FILE);
        Sampler<ProcessTable> processes = PROC.processes().sampler()) {
      assertThatExceptionOfType(NoSuchElementException.class)
          .isThrownBy(() -> stat.amount(Stat.cpu(0), StatColumns.CPU_USER))
          .withMessage("no user of cpu[cpu=0]: no sample was made yet, or the last one failed");
      assertThat(processes.view().processes()).isEmpty();
      stat.sample();
      assertThatExceptionOfType(NoSuchElementException.class)
          .isThrownBy(() -> stat.amount(Stat.cpu(99_999), StatColumns.CPU_USER))
          .withMessage("no user of cpu[cpu=99999]: there is no such row");
      assertThatIllegalStateException()
          .isThrownBy(stat::history)
          .withMessageContaining("keeps no history");
    }
  }

  @Test
  void aHistoryIsKeptWhereItIsAskedFor() {
    try (Sampler<Stat> stat = PROC.sampler(Stat.FILE, History.keeping(1 << 16))) {
      stat.sample();
      stat.sample();
      assertThat(stat.history().series(Stat.allCpus(), StatColumns.CPU_USER).size()).isEqualTo(2);
    }
  }

  @Test
  void aCopyStaysAsItIsAndIsForAnyThread() throws IOException, InterruptedException {
    Files.writeString(directory.resolve("uptime"), "100.00 5.00\n");
    try (Sampler<Uptime> sampler = Procfs.at(directory).sampler(Uptime.FILE)) {
      assertThatExceptionOfType(NoSuchElementException.class)
          .isThrownBy(sampler::copy)
          .withMessage("no sample of %s to copy: none was made yet", sampler.path());
      sampler.sample();
      Uptime copy = sampler.copy();
      Files.writeString(directory.resolve("uptime"), "200.00 7.00\n");
      sampler.sample();
      assertThat(sampler.view().sinceBootNanos()).isEqualTo(200_000_000_000L);
      assertThat(copy.sinceBootNanos()).isEqualTo(100_000_000_000L);
      assertThat(copy.reading().endNanos()).isLessThan(sampler.endNanos());
      AtomicReference<Long> elsewhere = new AtomicReference<>();
      Thread.ofPlatform().start(() -> elsewhere.set(copy.sinceBootNanos())).join();
      assertThat(elsewhere.get()).isEqualTo(100_000_000_000L);
      Files.delete(directory.resolve("uptime"));
      sampler.sample();
      assertThatExceptionOfType(NoSuchElementException.class)
          .isThrownBy(sampler::copy)
          .withMessageContaining("no such file");
      assertThat(copy.sinceBootNanos()).isEqualTo(100_000_000_000L);
    }
  }

  @Test
  void aWrongRowOrColumnAndASingleSampleHaveNoValue() throws IOException {
    Files.writeString(directory.resolve("stat"), "cpu  1 2 3 4\ncpu0 1 2 3 4\n");
    Figure busy = Stat.FILE.figure("cpu", "busy");
    Row otherTable = TABLE.row();
    try (Sampler<Stat> stat = Procfs.at(directory).sampler(Stat.FILE, History.keeping(1 << 16))) {
      Interval interval = stat.intervals();
      stat.sample();
      assertThat(interval.next()).as("there is one sample").isFalse();
      assertThat(busy.value(interval, Stat.cpu(0))).isNaN();
      assertThat(stat.history().series(Stat.cpu(0), StatColumns.CPU_USER).rate().size()).isZero();
      stat.sample();
      assertThat(interval.next()).isTrue();
      assertThat(stat.view().amount(otherTable, StatColumns.CPU_USER)).isEmpty();
      assertThat(stat.view().amount(Stat.cpu(0), PID)).isEmpty();
      assertThat(stat.handle(otherTable, PID).isPresent()).isFalse();
      assertThat(interval.growth(otherTable, StatColumns.CPU_USER)).isNaN();
      assertThat(interval.growth(Stat.cpu(0), PID)).isNaN();
      assertThatIllegalArgumentException()
          .isThrownBy(() -> busy.value(interval, otherTable))
          .withMessage("loadavg[] has no figure cpu/busy %: that is one of the table cpu");
      assertThat(stat.history().series(otherTable, PID).size()).isZero();
      assertThat(interval.has(Stat.cpu(0), StatColumns.CPU_USER)).as("it goes on").isTrue();
    }
  }

  @Test
  void aRootThatVanishedIsAbsentUntilItIsBack() throws IOException {
    Path root = Files.createDirectory(directory.resolve("root"));
    Path uptime = root.resolve("uptime");
    Files.writeString(uptime, "100.00 5.00\n");
    Procfs tree = Procfs.at(root);
    try (Sampler<Uptime> sampler = tree.sampler(Uptime.FILE);
        Sampler<ProcessTable> processes = tree.processes().sampler()) {
      assertThat(sampler.sample()).isEqualTo(Outcome.SAMPLED);
      Files.delete(uptime);
      Files.delete(root);
      assertThat(sampler.sample()).isEqualTo(Outcome.ABSENT);
      assertThat(processes.sample()).isEqualTo(Outcome.ABSENT);
      assertThatExceptionOfType(UnreadableException.class).isThrownBy(tree::uptime);
      Files.createDirectory(root);
      Files.writeString(uptime, "200.00 5.00\n");
      assertThat(sampler.sample()).isEqualTo(Outcome.SAMPLED);
      assertThat(sampler.view().sinceBootNanos()).isEqualTo(200_000_000_000L);
    }
  }
}
