package io.github.procfs4j.sampling;

import static io.github.procfs4j.sampling.Allocations.assertAllocatesNothing;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.procfs4j.io.NativeAccess;
import io.github.procfs4j.recording.RecordedSource;
import io.github.procfs4j.recording.Recording;
import io.github.procfs4j.recording.RecordingFacts;
import io.github.procfs4j.recording.RecordingWriter;
import io.github.procfs4j.sampling.Recorder.Track;
import io.github.procfs4j.system.Stat;
import io.github.procfs4j.system.Uptime;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The cost of recording itself, where the cost is known. */
class SelfSamplerTest {
  private static final long MS = 1_000_000;
  private static final int SELF = 2;

  @TempDir Path root;

  private final List<Sampler<?>> opened = new ArrayList<>();

  @BeforeEach
  void write() throws IOException {
    Files.writeString(root.resolve("uptime"), "1.00 2.00\n");
    Files.writeString(root.resolve("stat"), "cpu  1 2 3 4\n");
  }

  @AfterEach
  void close() {
    opened.forEach(Sampler::close);
  }

  private List<Track> tracks(@Nullable LongSupplier allocated) {
    List<Track> tracks =
        SelfSampler.with(
            List.of(
                new Track(Uptime.FILE.sampler(root), Duration.ofNanos(10 * MS)),
                new Track(Stat.FILE.sampler(root), Duration.ofNanos(100 * MS))),
            allocated);
    tracks.forEach(track -> opened.add(track.sampler()));
    return tracks;
  }

  /**
   * Counts, uses CPU time of its thread with each sample of the first source, and keeps the numbers
   * of self. CPU time is independent of what others take meanwhile.
   */
  private static final class Busy implements Recorder.Listener {
    private final long burnNanos;
    final long[] samples = new long[3];
    final long[] late = new long[3];
    final List<Long> cpu = new ArrayList<>();
    final List<List<Long>> selfSamples = new ArrayList<>();

    Busy(long burnNanos) {
      this.burnNanos = burnNanos;
    }

    @Override
    public void sampled(int source, Sampler<?> sampler) {
      samples[source]++;
      if (sampler.view() instanceof Self self) {
        cpu.add(self.cpu().orElseThrow());
        selfSamples.add(self.sources().stream().map(Self.OfSource::samples).toList());
      }
      if (source == 0) {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        long until = threads.getCurrentThreadCpuTime() + burnNanos;
        while (threads.getCurrentThreadCpuTime() < until) {
          Thread.onSpinWait();
        }
      }
    }

    @Override
    public void failed(int source, Sampler<?> sampler, Outcome outcome, boolean isNews) {
      samples[source]++;
    }

    @Override
    public void late(int source, long ticks) {
      late[source] += ticks;
    }

    @Override
    public void idleUntil(long nanoTime) {}
  }

  /** How far CPU time between two samples may be from the truth, in nanoseconds. */
  long resolution() {
    return 0;
  }

  private static Self self(List<Track> tracks) {
    return (Self) tracks.getLast().sampler().view();
  }

  @Test
  void isSampledBeforeAllOthersAndAtTheEndAndHasSeenThemAllByThen() {
    List<Track> tracks = tracks(null);
    Busy busy = new Busy(0);
    new Recorder(tracks, busy).run(Duration.ofNanos(1_230 * MS));

    // At 0, at 1 s, and at the end: its own sample is counted once it is over. The one at 1 s is
    // left
    // out if the recorder has no CPU from then to the end, which makes 23 others late.
    assertThat(busy.samples[SELF]).isBetween(busy.late[0] < 23 ? 3L : 2L, 3L);
    assertThat(busy.selfSamples.getFirst()).containsExactly(0L, 0L, 0L);
    assertThat(busy.selfSamples.getLast())
        .containsExactly(busy.samples[0], busy.samples[1], busy.samples[SELF] - 1);
    assertThat(self(tracks).sources())
        .extracting(Self.OfSource::name)
        .containsExactly("uptime", "stat", "self");
    assertThat(self(tracks).sources())
        .extracting(Self.OfSource::period)
        .containsExactly(10 * MS, 100 * MS, 1000 * MS);
    assertThat(self(tracks).sources())
        .extracting(Self.OfSource::late)
        .containsExactly(busy.late[0], busy.late[1], busy.late[2]);
    assertThat(self(tracks).sources().getFirst().bytes())
        .isEqualTo(busy.samples[0] * "1.00 2.00\n".length());
  }

  @Test
  void aTickAtTheVeryEndIsItsLast() {
    Busy busy = new Busy(0);
    new Recorder(tracks(null), busy).run(Duration.ofNanos(1_000 * MS));
    assertThat(busy.samples[SELF]).as("at 0 and at 1 s").isEqualTo(2);
  }

  @Test
  void whatNeverRunsIsNotSampled() {
    Busy busy = new Busy(0);
    new Recorder(tracks(null), busy).run(Duration.ofNanos(-1));
    assertThat(busy.samples).containsOnly(0);
  }

  /** The listener's work counts in addition to the read, and is CPU time of the process. */
  @Test
  void workOfAKnownLengthIsFoundAgain() {
    List<Track> tracks = tracks(null);
    Busy busy = new Busy(3 * MS);
    long before = System.nanoTime();
    new Recorder(tracks, busy).run(Duration.ofNanos(600 * MS));
    long all = System.nanoTime() - before;

    Self.OfSource uptime = self(tracks).sources().getFirst();
    long burnt = busy.samples[0] * 3 * MS;
    assertThat(uptime.parse()).isBetween(burnt, all);
    assertThat(uptime.read()).isPositive().isLessThan(all - burnt);
    assertThat(self(tracks).sources().get(1).parse()).isLessThan(all - burnt);
    assertThat(busy.cpu.getLast() - busy.cpu.getFirst())
        .isGreaterThanOrEqualTo(burnt - resolution());
  }

  @Test
  void ticksThatWereLeftOutAreCounted() {
    List<Track> tracks = tracks(null);
    Busy busy = new Busy(35 * MS);
    new Recorder(tracks, busy).run(Duration.ofNanos(500 * MS));
    assertThat(busy.late[0]).isPositive();
    assertThat(self(tracks).sources().getFirst().late()).isEqualTo(busy.late[0]);
  }

  @Test
  void aSampleThatFailedCountsWithoutBytes() throws IOException {
    List<Track> tracks = tracks(null);
    Files.delete(root.resolve("stat"));
    new Recorder(tracks, new Busy(0)).run(Duration.ofNanos(300 * MS));
    Self.OfSource stat = self(tracks).sources().get(1);
    assertThat(stat.samples()).isPositive();
    assertThat(stat.bytes()).isZero();
  }

  @Test
  void aPeriodThatIsChangedIsInTheNextSample() {
    List<Track> tracks = tracks(null);
    Recorder recorder = new Recorder(tracks, new Busy(0));
    recorder.period(1, Duration.ofNanos(40 * MS));
    recorder.run(Duration.ofNanos(10 * MS));
    assertThat(self(tracks).sources().get(1).period()).isEqualTo(40 * MS);
  }

  @Test
  void whatNobodyTellsIsAbsent() throws IOException {
    List<Track> tracks = tracks(null);
    new Recorder(tracks, new Busy(0)).run(Duration.ZERO);
    Self self = self(tracks);
    assertThat(self.allocated()).isEmpty();
    assertThat(self.written()).isEmpty();
    assertThat(self.user().isPresent()).isEqualTo(NativeAccess.isEnabled());
    assertThat(self.system().isPresent()).isEqualTo(NativeAccess.isEnabled());
    if (NativeAccess.isEnabled()) {
      assertThat(self.cpu().orElseThrow())
          .isEqualTo(1000 * (self.user().orElseThrow() + self.system().orElseThrow()));
    }
    String statm = Files.readString(Path.of("/proc/self/statm"));
    assertThat(self.resident().orElseThrow())
        .isCloseTo(
            Long.parseLong(statm.split(" ", -1)[1]),
            org.assertj.core.data.Percentage.withPercentage(20));

    tracks = tracks(() -> 4711);
    new Recorder(tracks, new Busy(0)).run(Duration.ZERO);
    assertThat(self(tracks).allocated()).hasValue(4711);
  }

  /** Both clocks of the kernel agree; ticks are a hundredth of a second. */
  @Test
  void cpuTimeIsThatOfTheProcess() {
    List<Track> tracks = tracks(null);
    new Recorder(tracks, new Busy(0)).run(Duration.ZERO);
    long byTicks = ProcessHandle.current().info().totalCpuDuration().orElseThrow().toNanos();
    assertThat(self(tracks).cpu().orElseThrow()).isBetween(byTicks - 2000 * MS, byTicks + 20 * MS);
  }

  @Test
  void nothingIsAllocated() throws IOException {
    assumeTrue(
        NativeAccess.isEnabled(), "without native access, asking for the CPU time allocates");
    List<Track> tracks = tracks(() -> 1);
    SelfSampler self = (SelfSampler) tracks.getLast().sampler();
    Sampler<?> uptime = tracks.getFirst().sampler();
    assertThat(uptime.sample()).isEqualTo(Outcome.SAMPLED);
    self.writes(() -> 2);
    assertAllocatesNothing(self, i -> self.sampled(0, uptime, Outcome.SAMPLED, i));
  }

  @Test
  void aRecordingHoldsWhatWasSampled() throws IOException {
    List<Track> tracks = tracks(() -> 17);
    Path file = root.resolve("recording");
    try (RecordingWriter writer =
        RecordingWriter.create(file, false, tracks, RecordingFacts.none())) {
      new Recorder(tracks, writer).run(Duration.ofNanos(1_100 * MS));
    }
    Self self = self(tracks);
    try (Recording recording = Recording.open(file)) {
      RecordedSource recorded = recording.source(Self.NAME).orElseThrow();
      assertThat(recorded.samples()).isEqualTo(3);
      var playback = recording.playback(recorded);
      long[] last = {};
      while (playback.next()) {
        last = new long[playback.layout().cells()];
        for (int i = 0; i < last.length; i++) {
          last[i] = playback.value(i);
        }
      }
      for (int i = 0; i < last.length; i++) {
        assertThat(last[i]).as("cell %d", i).isEqualTo(self.reading().value(i));
      }
    }
    // The last block had not been written yet, but was counted; only its own sample and the end
    // were not.
    assertThat(self.written().orElseThrow()).isBetween(Files.size(file) - 500, Files.size(file));
  }

  @Test
  void itIsOfTheTracksThatItIsRecordedWith() {
    List<Track> tracks = tracks(null);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Recorder(tracks.subList(1, 3), new Busy(0)))
        .withMessage("2 tracks, and a sampler of the cost of 3");
  }

  /** The page contains the description of each column. */
  @Test
  void thePageNamesAllColumns() throws IOException {
    String page = Files.readString(Path.of("..", "docs", "self.md"));
    Descriptions ofProcess = SelfColumns.SELF_DESCRIPTIONS;
    Descriptions ofSource = SelfColumns.SELF_SOURCE_DESCRIPTIONS;
    for (String name : List.of("cpu", "user", "system", "resident", "allocated", "written")) {
      assertThat(page).contains("| `" + name + "` |", ofProcess.column(name).meaning());
    }
    for (String name : List.of("period", "samples", "late", "bytes", "read", "parse")) {
      assertThat(page).contains("| `" + name + "` |", ofSource.column(name).meaning());
    }
  }
}
