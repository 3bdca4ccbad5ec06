package io.github.procfs4j.recording;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.groups.Tuple.tuple;

import io.github.procfs4j.Procfs;
import io.github.procfs4j.model.Kind;
import io.github.procfs4j.model.Rates;
import io.github.procfs4j.model.TimeSeries;
import io.github.procfs4j.model.Unit;
import io.github.procfs4j.processes.ProcessFilter;
import io.github.procfs4j.processes.ProcessTable;
import io.github.procfs4j.sampling.Recorder;
import io.github.procfs4j.sampling.Sampler;
import io.github.procfs4j.system.DiskStatsColumns;
import io.github.procfs4j.system.MemInfo;
import io.github.procfs4j.system.Stat;
import io.github.procfs4j.system.StatColumns;
import io.github.procfs4j.system.Uptime;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Recorded samples with typed views. The numbers of the short texts are made up. */
class RecordedSamplesTest {
  private static final int COUNT = 4;

  @TempDir Path directory;
  private Instant before;
  private Path file;

  /** CPU 0 uses 10 more ticks in each sample; before the last one the file is absent once. */
  @BeforeEach
  void record() throws IOException {
    before = Instant.now();
    try (Session session = new Session(directory, List.of(Stat.FILE, Uptime.FILE))) {
      for (int i = 0; i < COUNT; i++) {
        if (i == COUNT - 1) {
          Files.delete(session.root.resolve("stat"));
          session.tick(0);
        }
        int ticks = 10 * i;
        session.write(
            "stat", "cpu  " + ticks + " 0 0 0\ncpu0 " + ticks + " 0 0 0\nctxt " + i + "\n");
        session.tick(0);
      }
      file = session.file;
    }
  }

  @Test
  void samplesAreCopiesWithInstants() throws IOException {
    List<RecordedSample<Stat>> samples = new ArrayList<>();
    try (Recording recording = Recording.open(file)) {
      for (RecordedSample<Stat> sample : recording.samples(Stat.FILE)) {
        samples.add(sample);
      }
      assertThat(recording.samples(Stat.FILE).stream().map(s -> s.view().contextSwitches()))
          .containsExactly(0L, 1L, 2L, 3L);
      assertThat(recording.samples(Stat.FILE).stream().count()).isEqualTo(COUNT);
      assertThat(recording.samples(Stat.FILE).source().name()).isEqualTo("stat");
    }
    assertThat(samples).hasSize(COUNT);
    for (int i = 0; i < COUNT; i++) {
      RecordedSample<Stat> sample = samples.get(i);
      assertThat(sample.view().contextSwitches()).as("kept after all were read").isEqualTo(i);
      assertThat(sample.view().ticks(Stat.cpu(0), StatColumns.CPU_USER)).hasValue(10L * i);
      assertThat(sample.isAfterGap()).isEqualTo(i == COUNT - 1);
      assertThat(sample.instant()).isBetween(before.minusMillis(5), Instant.now().plusMillis(5));
      assertThat(sample.reading().endNanos()).isGreaterThanOrEqualTo(sample.reading().startNanos());
      assertThat(sample).hasToString(sample.instant() + "\n" + sample.view());
    }
    assertThat(samples).extracting(RecordedSample::instant).isSorted();
  }

  @Test
  void aPlaybackHasOneViewThatChanges() throws IOException {
    try (Recording recording = Recording.open(file)) {
      RecordedPlayback<Stat> playback = recording.samples(Stat.FILE).play();
      Stat live = playback.liveView();
      List<RecordedSample<Stat>> copies = new ArrayList<>();
      for (int i = 0; i < COUNT; i++) {
        assertThat(playback.next()).isTrue();
        assertThat(live.contextSwitches()).isEqualTo(i);
        assertThat(playback.instant()).isEqualTo(playback.copy().instant());
        copies.add(playback.copy());
      }
      assertThat(playback.next()).isFalse();
      assertThat(copies.getFirst().view().contextSwitches()).as("a copy").isZero();
      assertThat(playback.liveView()).isSameAs(live);
      assertThat(playback.root()).as("it was not stated").isEqualTo(Path.of("/proc"));
    }
  }

  @Test
  void seriesHaveUnitAndKindOfWhatWasRecorded() throws IOException {
    try (Recording recording = Recording.open(file)) {
      TimeSeries user = recording.series(Stat.FILE, Stat.cpu(0), StatColumns.CPU_USER);
      assertThat(user.unit()).isEqualTo(Unit.TICKS);
      assertThat(user.kind()).isEqualTo(Kind.COUNTER);
      assertThat(user.toAmounts()).containsExactly(0, 10, 20, 30);
      assertThat(user.toTimesNanos())
          .containsExactly(IntStream.range(0, COUNT).mapToLong(user::timeNanos).toArray());
      assertThat(user.stream())
          .extracting(TimeSeries.Point::amount, TimeSeries.Point::isAfterGap)
          .containsExactly(
              tuple(0.0, false), tuple(10.0, false), tuple(20.0, false), tuple(30.0, true));
      assertThat(user.stream())
          .allSatisfy(point -> assertThat(recording.instant(point.timeNanos())).isPresent());
      assertThat(user).hasToString("TimeSeries[user, ticks, 4 points]");
      user.toAmounts()[0] = 17;
      assertThat(user.toAmounts()[0]).as("an array of the caller's own").isZero();
      Rates rates = user.rate();
      assertThat(rates.skipped()).as("the interval with the gap").isEqualTo(1);
      assertThat(rates.toArray()).hasSize(2);
      assertThat(rates.stream())
          .extracting(Rates.Rate::perSecond)
          .containsExactly(rates.perSecond(0), rates.perSecond(1));
      rates.toArray()[0] = -1;
      assertThat(rates.perSecond(0)).isPositive();
    }
  }

  @Test
  void aRowOrColumnThatWasNotRecordedIsAnEmptySeries() throws IOException {
    try (Recording recording = Recording.open(file)) {
      assertThat(recording.series(Stat.FILE, Stat.cpu(4711), StatColumns.CPU_USER).size()).isZero();
      assertThat(
              recording
                  .series(Stat.FILE, Stat.cpu(0), DiskStatsColumns.READS_COMPLETED)
                  .toAmounts())
          .isEmpty();
      assertThat(recording.samples(Uptime.FILE)).as("recorded, and never sampled").isEmpty();
    }
  }

  @Test
  void aFileThatWasNotRecordedIsAnsweredWithThoseThatWere() throws IOException {
    try (Recording recording = Recording.open(file)) {
      assertThatThrownBy(() -> recording.samples(MemInfo.FILE))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("meminfo was not recorded, but: stat, uptime");
      assertThatThrownBy(() -> recording.series(MemInfo.FILE, Stat.cpu(0), StatColumns.CPU_USER))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("meminfo was not recorded, but: stat, uptime");
    }
  }

  @Test
  void oneSampleIsOnePointAndNoRate() throws IOException {
    Path one = directory.resolve("one");
    try (Session session = new Session(Files.createDirectory(one), List.of(Stat.FILE))) {
      session.write("stat", "cpu  1 0 0 0\ncpu0 1 0 0 0\n");
      session.tick();
      session.end();
      try (Recording recording = Recording.open(session.file)) {
        TimeSeries user = recording.series(Stat.FILE, Stat.cpu(0), StatColumns.CPU_USER);
        assertThat(user.toAmounts()).containsExactly(1);
        assertThat(user.rate().stream()).isEmpty();
        Iterator<RecordedSample<Stat>> samples = recording.samples(Stat.FILE).iterator();
        samples.next();
        assertThat(samples.hasNext()).isFalse();
        assertThatThrownBy(samples::next).isInstanceOf(NoSuchElementException.class);
      }
    }
  }

  @Test
  void aSourceOfAnotherRecordingIsRefused() throws IOException {
    Path other = directory.resolve("other");
    RecordingWriter.create(other, false, List.of(), RecordingFacts.none()).close();
    try (Recording recording = Recording.open(file);
        Recording without = Recording.open(other)) {
      RecordedSource source = recording.source("uptime").orElseThrow();
      assertThatThrownBy(() -> without.playback(source))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("uptime is not a source of " + other + ", but of another recording");
    }
  }

  @Test
  void afterClosingNothingIsRead() throws IOException {
    Recording recording = Recording.open(file);
    recording.close();
    assertThatThrownBy(() -> recording.samples(Stat.FILE).iterator().hasNext())
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("is closed");
  }

  @Test
  void processTablesHaveTheirViewToo() throws IOException {
    Path of = directory.resolve("processes");
    long self = ProcessHandle.current().pid();
    try (Sampler<ProcessTable> sampler =
        Procfs.mounted().processes().matching(ProcessFilter.pids(self)).sampler()) {
      List<Recorder.Track> tracks = List.of(new Recorder.Track(sampler, Duration.ofMillis(1)));
      RecordingFacts facts = RecordingFacts.ofMachine(Path.of("/proc"));
      try (RecordingWriter writer = RecordingWriter.create(of, false, tracks, facts)) {
        new Recorder(tracks, writer).run(Duration.ZERO);
      }
    }
    try (Recording recording = Recording.open(of)) {
      RecordedSource source = recording.sources().getFirst();
      for (RecordedSample<ProcessTable> sample : recording.samples(source, ProcessTable::of)) {
        assertThat(sample.view().process(self).orElseThrow().stat().numThreads()).isPositive();
        assertThat(sample.reading().root()).isEqualTo(Path.of("/proc"));
      }
      assertThat(recording.samples(source, ProcessTable::of)).hasSize(1);
    }
  }

  @Test
  @SuppressWarnings("NullAway") // what is not to be done
  void nullsAreRefused() throws IOException {
    try (Recording recording = Recording.open(file)) {
      RecordedSource source = recording.sources().getFirst();
      for (Runnable use :
          List.<Runnable>of(
              () -> recording.samples(null),
              () -> recording.samples(null, reading -> reading),
              () -> recording.samples(source, null),
              () -> recording.series(Stat.FILE, null, StatColumns.CPU_USER),
              () -> recording.series(Stat.FILE, Stat.cpu(0), null),
              () -> ProcessTable.of(null))) {
        assertThatThrownBy(use::run).isInstanceOf(NullPointerException.class);
      }
    }
  }
}
