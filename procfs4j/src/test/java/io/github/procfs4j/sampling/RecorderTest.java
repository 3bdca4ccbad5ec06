package io.github.procfs4j.sampling;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.procfs4j.sampling.Recorder.Track;
import io.github.procfs4j.system.Stat;
import io.github.procfs4j.system.Uptime;
import io.github.procfs4j.text.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is true even on a busy machine: nothing here requires that a thread is woken up in time. */
@Tag("alone")
class RecorderTest {
  private static final long MS = 1_000_000;

  @TempDir Path root;

  private final List<AutoCloseable> opened = new ArrayList<>();

  @BeforeEach
  void write() throws IOException {
    write("uptime", "1.00 2.00\n");
    write("stat", "cpu  1 2 3 4\n");
  }

  @AfterEach
  void close() throws Exception {
    for (AutoCloseable each : opened) {
      each.close();
    }
  }

  private void write(String file, String text) throws IOException {
    Files.writeString(root.resolve(file), text, ISO_8859_1);
  }

  private Track track(SampledFile<?> file, long periodNanos) {
    Sampler<?> sampler = file.sampler(root);
    opened.add(sampler);
    return new Track(sampler, Duration.ofNanos(periodNanos));
  }

  /** A tick of a source: when its sample began, and its number on the grid. */
  private record Tick(int source, long number, long startNanos) {}

  /** Records everything that it receives. */
  private static class Notes implements Recorder.Listener {
    final List<Tick> ticks = new ArrayList<>();
    final List<String> failures = new ArrayList<>();
    final long[] next = new long[8];
    final long[] late = new long[8];
    int idle;

    @Override
    public void sampled(int source, Sampler<?> sampler) {
      ticks.add(new Tick(source, next[source]++, sampler.startNanos()));
    }

    @Override
    public void failed(int source, Sampler<?> sampler, Outcome outcome, boolean isNews) {
      next[source]++;
      failures.add(source + " " + outcome + (isNews ? " news" : ""));
    }

    @Override
    public void late(int source, long ticks) {
      assertThat(ticks).isPositive();
      next[source] += ticks;
      late[source] += ticks;
    }

    @Override
    public void idleUntil(long nanoTime) {
      idle++;
    }

    Stream<Tick> of(int source) {
      return ticks.stream().filter(tick -> tick.source() == source);
    }
  }

  @Test
  void everyTickOfTheGridIsSampledOrCountedAsLate() {
    Notes notes = new Notes();
    long before = System.nanoTime();
    new Recorder(List.of(track(Uptime.FILE, 5 * MS), track(Stat.FILE, 17 * MS)), notes)
        .run(Duration.ofMillis(300));
    long after = System.nanoTime();
    assertThat(notes.next[0]).as("ticks at 0, 5, ..., 300 ms").isEqualTo(61);
    assertThat(notes.next[1]).as("ticks at 0, 17, ..., 289 ms").isEqualTo(18);
    assertThat(notes.failures).isEmpty();
    assertThat(after - before).isGreaterThanOrEqualTo(300 * MS);
    // A sample is never early, whatever was late before it: delays do not add up.
    for (Tick tick : notes.ticks) {
      long period = tick.source() == 0 ? 5 * MS : 17 * MS;
      assertThat(tick.startNanos()).isGreaterThanOrEqualTo(before + tick.number() * period);
    }
    assertThat(notes.idle).isPositive();
  }

  @Test
  void eachSampleIsAnnouncedBeforeItIsRead() {
    List<Long> announced = new ArrayList<>();
    Notes notes =
        new Notes() {
          @Override
          public void sampling(int source, Sampler<?> sampler) {
            assertThat(announced).hasSize(ticks.size());
            announced.add(System.nanoTime());
          }
        };
    new Recorder(List.of(track(Uptime.FILE, 5 * MS)), notes).run(Duration.ofMillis(20));
    assertThat(announced).hasSameSizeAs(notes.ticks).isNotEmpty();
    for (int i = 0; i < announced.size(); i++) {
      assertThat(announced.get(i)).isLessThanOrEqualTo(notes.ticks.get(i).startNanos());
    }
  }

  /** A thread that only sleeps measures how punctual threads can currently be on this machine. */
  @Test
  void aSampleIsOnItsTickWhereTheMachineAllows() throws InterruptedException {
    Notes notes = new Notes();
    List<Long> sleeper = new ArrayList<>();
    long before = System.nanoTime();
    Thread beside =
        Thread.ofPlatform()
            .start(
                () -> {
                  for (int i = 0; i < 50; i++) {
                    sleepUntil(before + i * (10L * MS));
                    sleeper.add(System.nanoTime() - before - i * (10L * MS));
                  }
                });
    new Recorder(List.of(track(Uptime.FILE, 10 * MS)), notes).run(Duration.ofMillis(500));
    beside.join();
    // Its ticks are counted from the origin that the earliest of them implies.
    long origin =
        notes.ticks.stream()
            .mapToLong(tick -> tick.startNanos() - tick.number() * 10 * MS)
            .min()
            .orElseThrow();
    assertThat(origin).isGreaterThanOrEqualTo(before);
    long onTime =
        notes.ticks.stream()
            .filter(tick -> tick.startNanos() - origin - tick.number() * 10 * MS < 5 * MS)
            .count();
    long possible = sleeper.stream().filter(late -> late < 5 * MS).count();
    assertThat(onTime).isGreaterThanOrEqualTo(possible / 2 - 5);
  }

  private static void sleepUntil(long nanoTime) {
    long left = nanoTime - System.nanoTime();
    while (left > 0) {
      LockSupport.parkNanos(left);
      left = nanoTime - System.nanoTime();
    }
  }

  @Test
  void ticksMissedBehindASlowListenerAreCountedAndLeftOut() {
    Notes notes =
        new Notes() {
          @Override
          public void sampled(int source, Sampler<?> sampler) {
            super.sampled(source, sampler);
            if (ticks.size() == 3) {
              block(105 * MS);
            }
          }
        };
    long before = System.nanoTime();
    new Recorder(List.of(track(Uptime.FILE, 10 * MS)), notes).run(Duration.ofMillis(400));
    assertThat(notes.late[0]).isGreaterThanOrEqualTo(9);
    assertThat(notes.next[0]).isEqualTo(41);
    assertThat(notes.ticks).hasSize((int) (41 - notes.late[0]));
    for (Tick tick : notes.ticks) {
      assertThat(tick.startNanos()).isGreaterThanOrEqualTo(before + tick.number() * 10 * MS);
    }
  }

  @Test
  void ticksAfterTheEndAreNotLate() {
    Notes notes =
        new Notes() {
          @Override
          public void sampled(int source, Sampler<?> sampler) {
            super.sampled(source, sampler);
            if (ticks.size() == 2) {
              block(300 * MS);
            }
          }
        };
    new Recorder(List.of(track(Uptime.FILE, 10 * MS)), notes).run(Duration.ofMillis(50));
    assertThat(notes.next[0]).as("ticks at 0, 10, ..., 50 ms").isEqualTo(6);
  }

  /** From 10 to 40 ms at the fifth tick, and back at the third one after that. */
  @Test
  void aPeriodThatChangesKeepsTheGrid() {
    List<Long> due = new ArrayList<>();
    List<Long> changed = new ArrayList<>();
    Recorder[] recorder = new Recorder[1];
    Notes notes =
        new Notes() {
          @Override
          public void sampled(int source, Sampler<?> sampler) {
            super.sampled(source, sampler);
            due.add(sampler.startNanos());
            if (due.size() == 5) {
              change(Duration.ofMillis(40));
            } else if (due.size() == 8) {
              change(Duration.ofMillis(10));
            }
          }

          private void change(Duration period) {
            recorder[0].period(0, period);
            changed.add(System.nanoTime());
          }
        };
    recorder[0] = new Recorder(List.of(track(Uptime.FILE, 10 * MS)), notes);
    long before = System.nanoTime();
    recorder[0].run(Duration.ofMillis(300));
    // If the machine was in time: 0, 10, 20, 30, 40, 80, 120, 160, 170, ... ms; never earlier.
    for (int i = 0; i < due.size(); i++) {
      long tick = i < 5 ? 10L * i : i < 8 ? 40L * (i - 3) : 160 + 10L * (i - 7);
      assertThat(due.get(i) - before).as("tick %d", i).isGreaterThanOrEqualTo(tick * MS);
    }
    // A change that came too late for the next tick applies from the tick after that.
    boolean wereInTime = changed.get(0) - before < 80 * MS && changed.get(1) - before < 170 * MS;
    if (notes.late[0] == 0 && wereInTime) {
      assertThat(due).hasSize(8 + 14);
      assertThat(recorder[0].period(0)).isEqualTo(Duration.ofMillis(10));
    }
  }

  @Test
  void aTickThatIsDueAlreadyIsNotLostWhenItsPeriodChanges() {
    List<String> order = new ArrayList<>();
    Recorder[] recorder = new Recorder[1];
    Notes notes =
        new Notes() {
          @Override
          public void sampled(int source, Sampler<?> sampler) {
            super.sampled(source, sampler);
            order.add(sampler.source().name());
            if (order.size() == 1) {
              recorder[0].period(1, Duration.ofMillis(50)); // its turn is next
            }
          }
        };
    recorder[0] =
        new Recorder(List.of(track(Uptime.FILE, 100 * MS), track(Stat.FILE, 100 * MS)), notes);
    recorder[0].run(Duration.ZERO);
    assertThat(order).containsExactly("uptime", "stat");
  }

  @Test
  void aPeriodStaysPositive() {
    Recorder recorder = new Recorder(List.of(track(Uptime.FILE, MS)), new Notes());
    assertThatIllegalArgumentException().isThrownBy(() -> recorder.period(0, Duration.ZERO));
  }

  private static void block(long nanos) {
    long until = System.nanoTime() + nanos;
    while (System.nanoTime() - until < 0) {
      Thread.onSpinWait();
    }
  }

  @Test
  void noDurationIsOneTickAndANegativeOneNone() {
    Notes notes = new Notes();
    new Recorder(List.of(track(Uptime.FILE, MS), track(Stat.FILE, MS)), notes).run(Duration.ZERO);
    assertThat(notes.next).startsWith(1, 1, 0);
    notes = new Notes();
    new Recorder(List.of(track(Uptime.FILE, MS)), notes).run(Duration.ofNanos(-1));
    assertThat(notes.next[0]).isZero();
  }

  @Test
  void aSourceThatFailsIsNewsOnceIsTriedAgainAndStopsNoOther() throws IOException {
    Files.delete(root.resolve("stat"));
    Recorder[] recorder = new Recorder[1];
    Notes notes =
        new Notes() {
          private int tries;

          @Override
          public void failed(int source, Sampler<?> sampler, Outcome outcome, boolean isNews) {
            super.failed(source, sampler, outcome, isNews);
            rewrite();
          }

          @Override
          public void sampled(int source, Sampler<?> sampler) {
            super.sampled(source, sampler);
            if (source == 1) {
              rewrite();
            }
          }

          private void rewrite() {
            tries++;
            try {
              if (tries < 3) {
                return; // absent
              }
              write("stat", tries < 6 || tries > 8 ? "rubbish\n" : "cpu  1 2 3 4\n");
              if (tries == 12) {
                recorder[0].stop();
              }
            } catch (IOException e) {
              throw new AssertionError(e);
            }
          }
        };
    recorder[0] =
        new Recorder(List.of(track(Uptime.FILE, 10 * MS), track(Stat.FILE, 10 * MS)), notes);
    recorder[0].run();
    // Every tick of the other source was sampled or late, even after this one had failed.
    assertThat(notes.of(0)).hasSize((int) (notes.next[0] - notes.late[0])).hasSizeGreaterThan(1);
    assertThat(notes.of(1)).hasSize(3);
    assertThat(notes.failures).hasSize(9);
    assertThat(notes.failures).startsWith("1 ABSENT news", "1 ABSENT");
    List<String> news = notes.failures.stream().filter(note -> note.endsWith("news")).toList();
    assertThat(news).containsExactly("1 ABSENT news", "1 MALFORMED news", "1 MALFORMED news");
  }

  @Test
  void isStoppedFromAnotherThread() throws InterruptedException {
    CountDownLatch sampled = new CountDownLatch(3);
    Recorder recorder = new Recorder(List.of(track(Uptime.FILE, MS)), new Counting(sampled));
    Thread thread = Thread.ofPlatform().start(recorder::run);
    assertThat(sampled.await(5, TimeUnit.MINUTES)).isTrue();
    recorder.stop();
    assertThat(thread.join(Duration.ofMinutes(5))).isTrue();
  }

  @Test
  void isStoppedWhileItSleepsForLong() throws InterruptedException {
    CountDownLatch sampled = new CountDownLatch(1);
    Recorder recorder =
        new Recorder(List.of(track(Uptime.FILE, 3_600_000 * MS)), new Counting(sampled));
    Thread thread = Thread.ofPlatform().start(recorder::run);
    assertThat(sampled.await(5, TimeUnit.MINUTES)).isTrue();
    awaitSleep(thread);
    recorder.stop();
    assertThat(thread.join(Duration.ofMinutes(5))).isTrue();
  }

  @Test
  void anInterruptStopsIt() throws InterruptedException {
    CountDownLatch sampled = new CountDownLatch(1);
    Recorder recorder =
        new Recorder(List.of(track(Uptime.FILE, 3_600_000 * MS)), new Counting(sampled));
    AtomicBoolean isInterrupted = new AtomicBoolean();
    Thread thread =
        Thread.ofPlatform()
            .start(
                () -> {
                  recorder.run();
                  isInterrupted.set(Thread.currentThread().isInterrupted());
                });
    assertThat(sampled.await(5, TimeUnit.MINUTES)).isTrue();
    awaitSleep(thread);
    thread.interrupt();
    assertThat(thread.join(Duration.ofMinutes(5))).isTrue();
    assertThat(isInterrupted).as("the status, once it has ended").isTrue();
  }

  @Test
  void anInterruptStopsOneThatIsTooLateToSleep() {
    Notes notes =
        new Notes() {
          @Override
          public void sampled(int source, Sampler<?> sampler) {
            super.sampled(source, sampler);
            Thread.currentThread().interrupt();
          }
        };
    new Recorder(List.of(track(Uptime.FILE, 1), track(Stat.FILE, 1)), notes).run();
    assertThat(Thread.interrupted()).as("the status, once it has ended").isTrue();
    assertThat(notes.ticks).as("what was due at once").hasSizeGreaterThanOrEqualTo(2);
    assertThat(notes.of(0)).as("and nothing after the next sleep").hasSize(1);
    assertThat(notes.idle).as("informed that it is idle, the last time at the end").isEqualTo(2);
  }

  @Test
  void samplesNothingAfterAnInterrupt() {
    Notes notes = new Notes();
    Recorder recorder = new Recorder(List.of(track(Uptime.FILE, MS)), notes);
    Thread.currentThread().interrupt();
    recorder.run();
    assertThat(Thread.interrupted()).isTrue();
    int sampled = notes.ticks.size();
    recorder.run();
    assertThat(notes.ticks).hasSize(sampled);
  }

  @Test
  void aSamplerThatAnotherThreadClosesEndsIt() throws InterruptedException {
    CountDownLatch sampled = new CountDownLatch(3);
    Recorder.Track track = track(Uptime.FILE, 50 * MS);
    Recorder recorder = new Recorder(List.of(track), new Counting(sampled));
    AtomicReference<Throwable> thrown = new AtomicReference<>();
    Thread thread =
        Thread.ofPlatform()
            .start(
                () -> {
                  try {
                    recorder.run();
                  } catch (IllegalStateException e) {
                    thrown.set(e);
                  }
                });
    assertThat(sampled.await(5, TimeUnit.MINUTES)).isTrue();
    awaitSleep(thread);
    track.sampler().close();
    assertThat(thread.join(Duration.ofMinutes(5))).isTrue();
    assertThat(thrown.get()).hasMessageContaining("is closed");
  }

  @Test
  void whatTheListenerThrowsEndsItAndItMayRunAgain() {
    RuntimeException thrown = new IllegalArgumentException("made up");
    List<Integer> sampled = new ArrayList<>();
    Recorder recorder =
        new Recorder(
            List.of(track(Uptime.FILE, MS)),
            (source, sampler) -> {
              sampled.add(source);
              if (sampled.size() == 3) {
                throw thrown;
              }
            });
    assertThatThrownBy(recorder::run).isSameAs(thrown);
    assertThat(sampled).hasSize(3);
    recorder.run(Duration.ZERO);
    assertThat(sampled).hasSize(4);
    recorder.stop();
    recorder.run(Duration.ZERO);
    assertThat(sampled).as("once it was stopped").hasSize(4);
  }

  @Test
  void whileItRunsNoOtherThreadRunsItOrChangesItsPeriods() throws InterruptedException {
    CountDownLatch sampled = new CountDownLatch(1);
    Recorder recorder =
        new Recorder(List.of(track(Uptime.FILE, 3_600_000 * MS)), new Counting(sampled));
    Thread thread = Thread.ofPlatform().start(recorder::run);
    assertThat(sampled.await(5, TimeUnit.MINUTES)).isTrue();
    assertThatThrownBy(recorder::run)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("already running");
    assertThatThrownBy(() -> recorder.period(0, Duration.ofMillis(1)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("only the recorder's own thread");
    assertThat(recorder.period(0)).isEqualTo(Duration.ofHours(1));
    recorder.stop();
    assertThat(thread.join(Duration.ofMinutes(5))).isTrue();
    recorder.period(0, Duration.ofMillis(1));
    assertThat(recorder.period(0)).isEqualTo(Duration.ofMillis(1));
  }

  @Test
  @SuppressWarnings("NullAway") // what is not to be done
  void nullsAreRefused() {
    Track track = track(Uptime.FILE, MS);
    Recorder recorder = new Recorder(List.of(track), (source, sampler) -> {});
    for (ThrowingCallable use :
        List.<ThrowingCallable>of(
            () -> new Track(null, Duration.ofSeconds(1)),
            () -> new Track(track.sampler(), null),
            () -> new Recorder(null, (source, sampler) -> {}),
            () -> new Recorder(List.of(track), null),
            () -> recorder.run(null),
            () -> recorder.period(0, null))) {
      assertThatThrownBy(use).isInstanceOf(NullPointerException.class);
    }
  }

  private static void awaitSleep(Thread thread) throws InterruptedException {
    while (thread.getState() != Thread.State.TIMED_WAITING) {
      Thread.sleep(1);
    }
  }

  @Test
  void stoppedBeforeItRunsItSamplesNothing() {
    Notes notes = new Notes();
    Recorder recorder = new Recorder(List.of(track(Uptime.FILE, MS)), notes);
    recorder.stop();
    recorder.run();
    assertThat(notes.ticks).isEmpty();
  }

  /** Counts samples down. */
  private static final class Counting extends Notes {
    private final CountDownLatch latch;

    Counting(CountDownLatch latch) {
      this.latch = latch;
    }

    @Override
    public void sampled(int source, Sampler<?> sampler) {
      latch.countDown();
    }
  }

  @Test
  void aPeriodIsPositive() {
    assertThatIllegalArgumentException().isThrownBy(() -> track(Uptime.FILE, 0));
    assertThatIllegalArgumentException().isThrownBy(() -> track(Uptime.FILE, -1));
  }

  @Test
  void nothingToRecordIsNothingToRun() {
    assertThatIllegalArgumentException().isThrownBy(() -> new Recorder(List.of(), new Notes()));
  }

  @Test
  void aPeriodOfANanosecondIsMostlyLateAndEndsInTime() {
    Notes notes = new Notes();
    new Recorder(List.of(track(Uptime.FILE, 1)), notes).run(Duration.ofMillis(20));
    assertThat(notes.next[0]).isEqualTo(20 * MS + 1);
    assertThat(notes.late[0]).isPositive();
  }

  /** A sampler whose reading does not return before it is released. */
  private static final class Stuck extends Sampler<String> {
    final CountDownLatch released = new CountDownLatch(1);

    Stuck() {
      super(Uptime.FILE.source(), Path.of("/"), "/", null);
    }

    @Override
    protected Outcome take() {
      try {
        released.await();
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
      return Outcome.ABSENT;
    }

    @Override
    public Optional<String> problem() {
      return Optional.empty();
    }

    @Override
    public List<Problem> problems() {
      return List.of();
    }

    @Override
    public String view() {
      return "";
    }

    @Override
    protected String viewOf(FileReading reading) {
      return "";
    }

    @Override
    public long value(int cell) {
      return 0;
    }

    @Override
    public int changes() {
      return 0;
    }

    @Override
    public int changed(int i) {
      return 0;
    }

    @Override
    public long delta(int i) {
      return 0;
    }

    @Override
    public int bytes() {
      return 0;
    }
  }

  @Test
  void aSampleThatDoesNotEndIsAbandonedAndNothingOfItIsHeard() throws InterruptedException {
    Notes notes = new Notes();
    Stuck stuck = new Stuck();
    long before = System.nanoTime();
    Recorder recorder =
        new Recorder(
            List.of(track(Uptime.FILE, 5 * MS), new Track(stuck, Duration.ofMillis(5))), notes);
    assertThat(recorder.underWay()).isEmpty();
    Thread thread = Thread.ofPlatform().start(recorder::run);
    while (recorder.underWay().filter(sample -> sample.source() == 1).isEmpty()) {
      Thread.sleep(1);
    }
    Recorder.UnderWay abandoned = recorder.abandon().orElseThrow();
    assertThat(abandoned.source()).isEqualTo(1);
    assertThat(abandoned.sinceNanos()).isBetween(before, System.nanoTime());
    assertThat(notes.ticks).hasSize(1);
    stuck.released.countDown();
    thread.join();
    assertThat(notes.ticks).hasSize(1);
    assertThat(notes.failures).isEmpty();
    assertThat(notes.idle).isZero();
  }

  @Test
  void betweenSamplesNothingIsAbandoned() throws InterruptedException {
    Notes notes = new Notes();
    Recorder recorder = new Recorder(List.of(track(Uptime.FILE, Long.MAX_VALUE / 4)), notes);
    Thread thread = Thread.ofPlatform().start(recorder::run);
    while (thread.getState() != Thread.State.TIMED_WAITING) {
      Thread.sleep(1);
    }
    assertThat(recorder.abandon()).isEmpty();
    thread.join();
    assertThat(notes.ticks).hasSize(1);
  }
}
