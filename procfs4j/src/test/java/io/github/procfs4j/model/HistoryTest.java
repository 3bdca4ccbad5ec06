package io.github.procfs4j.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.procfs4j.Procfs;
import io.github.procfs4j.model.Samples.Made;
import io.github.procfs4j.model.changes.ChangeHistory;
import io.github.procfs4j.sampling.SampledFile;
import io.github.procfs4j.sampling.Sampler;
import io.github.procfs4j.testing.Corpus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HistoryTest {
  private final long seed = Long.getLong("procfs.seed", System.nanoTime());
  private final Random random = new Random(seed);

  private record Appended(Made sample, boolean isAfterGap) {}

  /** Tens of thousands of samples with rows that come and go, and some that fail. */
  @SuppressWarnings("ReferenceEquality") // identity is meant
  private List<Appended> append(ChangeHistory history, int samples) {
    List<Appended> appended = new ArrayList<>();
    List<Layout> layouts =
        List.of(
            Samples.layout("a", "b", "c"),
            Samples.layout("a", "c"),
            Samples.layout("c", "b", "a", "d"),
            Samples.layout());
    Made last = null;
    boolean gap = false;
    long time = 0;
    for (int i = 0; i < samples; i++) {
      time += random.nextInt(2_000_000);
      if (random.nextInt(500) == 0) {
        history.appendGap();
        gap = true;
        last = null;
      }
      Layout layout =
          random.nextInt(300) == 0 || last == null
              ? layouts.get(random.nextInt(layouts.size()))
              : last.layout();
      List<Long> before =
          last == null || last.layout() != layout
              ? Collections.nCopies(layout.cells(), 0L)
              : last.values();
      List<Long> values = Samples.next(random, before);
      last =
          last == null || last.layout() != layout
              ? Samples.first(layout, time, time + 1000, values)
              : Samples.after(last, time, time + 1000, values);
      history.append(last);
      appended.add(new Appended(last, gap));
      gap = false;
    }
    return appended;
  }

  @SuppressWarnings("ReferenceEquality") // identity is meant
  private void assertPlays(ChangeHistory history, List<Appended> expected) {
    Playback playback = history.playback();
    for (int i = 0; i < expected.size(); i++) {
      Appended each = expected.get(i);
      boolean right =
          playback.next()
              && playback.layout() == each.sample().layout()
              && playback.startNanos() == each.sample().startNanos()
              && playback.endNanos() == each.sample().endNanos()
              && playback.isAfterGap() == each.isAfterGap()
              && values(playback).equals(each.sample().values());
      assertThat(right).as("seed %d, sample %d of %d", seed, i, expected.size()).isTrue();
    }
    assertThat(playback.next()).isFalse();
    assertThat(playback.next()).isFalse();
  }

  private static List<Long> values(Reading reading) {
    return IntStream.range(0, reading.layout().cells()).mapToObj(reading::value).toList();
  }

  @Test
  void playsWhatWasAppended() {
    ChangeHistory history = ChangeHistory.keepingAll();
    List<Appended> appended = append(history, 100_000);
    assertThat(history.samples()).isEqualTo(appended.size());
    assertThat(history.dropped()).isZero();
    assertThat(history.bytes()).isGreaterThan(1 << 20); // more than its initial memory
    assertPlays(history, appended);
    assertPlays(history, appended); // again
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 1 << 17, 1 << 19})
  void keepsTheLatestWhereItIsBounded(long bytes) {
    ChangeHistory history = ChangeHistory.keeping(bytes);
    List<Appended> appended = append(history, 60_000);
    assertThat(history.samples() + history.dropped()).isEqualTo(appended.size());
    assertThat(history.dropped()).isPositive();
    assertThat(history.bytes()).isBetween(1L << 16, Math.max(bytes, 1 << 17));
    List<Appended> latest = appended.subList(Math.toIntExact(history.dropped()), appended.size());
    assertThat(latest).isNotEmpty();
    assertPlays(history, latest);
  }

  /** At least the time that is wanted, and at most one piece more. */
  @ParameterizedTest
  @ValueSource(longs = {1, 1_000_000_000L, 10_000_000_000L})
  void keepsTheLatestTime(long nanos) {
    ChangeHistory history = ChangeHistory.keeping(Duration.ofNanos(nanos), 1 << 30);
    assertThat(history.bytes()).isZero();
    List<Appended> appended = append(history, 60_000);
    assertThat(history.dropped()).isPositive();
    List<Appended> latest = appended.subList(Math.toIntExact(history.dropped()), appended.size());
    long newest = latest.getLast().sample().startNanos();
    assertThat(newest - latest.getFirst().sample().startNanos())
        .as("seed %d", seed)
        .isGreaterThanOrEqualTo(nanos);
    // What would be left without the oldest piece is too short.
    long oldest = latest.getFirst().sample().startNanos();
    assertThat(newest - oldest).isLessThan(nanos + 40_000_000_000L);
    assertPlays(history, latest);
  }

  @Test
  void keepsNoMoreBytesThanWantedHoweverLongTheTimeIs() {
    ChangeHistory history = ChangeHistory.keeping(Duration.ofDays(1), 1 << 18);
    List<Appended> appended = append(history, 60_000);
    assertThat(history.dropped()).isPositive();
    assertThat(history.bytes()).isBetween(1L << 16, 1L << 18);
    assertPlays(history, appended.subList(Math.toIntExact(history.dropped()), appended.size()));
    assertThatThrownBy(() -> ChangeHistory.keeping(Duration.ZERO, 1))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void keepsTheLatestOfASourceThatFlaps() {
    // Half of the samples fail: nevertheless the latest 64 KiB are kept, not only the latest two
    // samples.
    ChangeHistory history = ChangeHistory.keeping(0);
    Layout layout = Samples.layout("a");
    for (int i = 0; i < 20_000; i++) {
      history.append(Samples.first(layout, i, i, List.of(1L, 2L)));
      history.appendGap();
    }
    assertThat(history.samples()).isGreaterThan(4_000);
    assertThat(history.dropped()).isPositive();
  }

  @Test
  void aSampleLargerThanAChunk() {
    Layout layout =
        Samples.layout(
            IntStream.range(0, 10_000).mapToObj(Integer::toString).toArray(String[]::new));
    ChangeHistory history = ChangeHistory.keeping(0);
    List<Appended> appended = new ArrayList<>();
    Made last = null;
    for (int i = 0; i < 6; i++) {
      List<Long> values = random.longs(layout.cells()).boxed().toList();
      last = last == null ? Samples.first(layout, i, i, values) : Samples.after(last, i, i, values);
      history.append(last);
      appended.add(new Appended(last, false));
    }
    assertThat(history.samples()).isPositive();
    assertPlays(history, appended.subList(Math.toIntExact(history.dropped()), appended.size()));
  }

  @Test
  void anEmptyHistoryPlaysNothing() {
    ChangeHistory history = ChangeHistory.keepingAll();
    assertThat(history.playback().next()).isFalse();
    assertThatThrownBy(() -> history.playback().layout())
        .isInstanceOf(NoSuchElementException.class);
    assertThat(history.series(Samples.TABLE.row("a"), Samples.COUNTER).size()).isZero();
    history.appendGap();
    assertThat(history.playback().next()).isFalse();
  }

  @Test
  void aRowThatLeftAndCameBackHasAGap() {
    Layout both = Samples.layout("a", "b");
    Layout one = Samples.layout("b");
    ChangeHistory history = ChangeHistory.keepingAll();
    history.append(Samples.first(both, 0, 0, List.of(1L, 0L, 1L, 0L)));
    history.append(Samples.first(one, 10, 10, List.of(2L, 0L)));
    history.append(Samples.first(both, 20, 20, List.of(3L, 0L, 3L, 0L)));
    TimeSeries left = history.series(Samples.TABLE.row("a"), Samples.COUNTER);
    assertThat(left.size()).isEqualTo(2);
    assertThat(left.isAfterGap(1)).isTrue();
    TimeSeries stayed = history.series(Samples.TABLE.row("b"), Samples.COUNTER);
    assertThat(stayed.size()).isEqualTo(3);
    assertThat(stayed.isAfterGap(1)).isFalse();
    assertThat(stayed.isAfterGap(2)).isFalse();
    assertThat(stayed.value(2)).isEqualTo(3);
  }

  @Test
  void aColumnThatComesLaterHasNoEarlierPoints() {
    Table table = Table.of("t");
    Layout.Builder builder = new Layout.Builder();
    builder.row(table).cell(Samples.GAUGE, 0);
    Layout fewer = builder.build();
    builder = new Layout.Builder();
    builder.row(table).cell(Samples.COUNTER, 0).cell(Samples.GAUGE, 1);
    Layout more = builder.build();
    ChangeHistory history = ChangeHistory.keepingAll();
    history.append(Samples.first(fewer, 0, 0, List.of(1L)));
    history.append(Samples.first(more, 1, 1, List.of(5L, 2L)));
    TimeSeries series = history.series(table.row(), Samples.COUNTER);
    assertThat(series.size()).isEqualTo(1);
    assertThat(series.value(0)).isEqualTo(5);
    assertThat(history.series(table.row(), Samples.GAUGE).value(1)).isEqualTo(2);
  }

  @Test
  void theUnitOfASeriesIsThatOfTheSamples() {
    Table table = Table.of("t");
    Column kib = Samples.COUNTER.as("counter", Unit.KIBIBYTES);
    Layout.Builder builder = new Layout.Builder();
    builder.row(table).cell(kib, 0);
    Layout layout = builder.build();
    ChangeHistory history = ChangeHistory.keepingAll();
    history.append(Samples.first(layout, 0, 0, List.of(3L)));

    // Regardless of the unit that the caller specifies: a series once returned 3 bytes for 3 KiB.
    TimeSeries series = history.series(table.row(), Column.undescribed("counter", Unit.COUNT));
    assertThat(series.amount(0)).isEqualTo(3 * 1024);
    assertThat(series.column().unit()).isEqualTo(Unit.KIBIBYTES);
    assertThat(series.rate().skipped()).isZero();
  }

  @Test
  void whatIsComputedForAllRowsIsComputedOnceAnInterval() {
    Layout layout = Samples.layout("a", "b");
    ChangeHistory history = ChangeHistory.keepingAll();
    for (long i = 0; i < 3; i++) {
      history.append(Samples.first(layout, i, i, List.of(i, 0L, 10 * i, 0L)));
    }
    List<Double> computed = new ArrayList<>();
    Function<Interval, Double> ofB =
        interval -> {
          computed.add(interval.amount(Samples.TABLE.row("b"), Samples.COUNTER));
          return computed.getLast();
        };
    Interval interval = new Interval(history.playback());
    assertThat(interval.next()).isTrue();
    assertThat(interval.onceForAll(ofB)).isEqualTo(10);
    assertThat(interval.onceForAll(ofB)).isEqualTo(10);
    assertThat(interval.next()).isTrue();
    assertThat(interval.onceForAll(ofB)).isEqualTo(20);
    assertThat(computed).containsExactly(10.0, 20.0);
  }

  @Test
  void theLastIntervalStaysWhenThereIsNoOther() {
    Layout layout = Samples.layout("a");
    ChangeHistory history = ChangeHistory.keepingAll();
    history.append(Samples.first(layout, 0, 0, List.of(1L, 2L)));
    history.appendGap();
    history.append(Samples.first(layout, 2_000_000_000, 2_000_000_000, List.of(1L, 2L)));
    Interval interval = new Interval(history.playback());
    assertThat(interval.next()).isTrue();
    assertThat(interval.next()).isFalse();
    assertThat(interval.seconds()).isEqualTo(2);
    assertThat(interval.isAfterGap()).isTrue();
    assertThat(interval.wentBack(Samples.TABLE.row("a"))).isFalse();
    assertThat(interval).hasToString("Interval[2.000 s, after a gap, table 1×2, 2 cells]");
  }

  /** As if a recording was made on one kernel and continued on another. */
  @Test
  void aPointInAnotherUnitIsMissing() {
    Table table = Table.of("t");
    Layout.Builder builder = new Layout.Builder();
    builder.row(table).cell(Samples.GAUGE, 0);
    Layout counts = builder.build();
    builder = new Layout.Builder();
    builder.row(table).cell(Samples.GAUGE.as("gauge", Unit.KIBIBYTES), 0);
    Layout sizes = builder.build();
    ChangeHistory history = ChangeHistory.keepingAll();
    history.append(Samples.first(counts, 0, 0, List.of(1L)));
    history.append(Samples.first(sizes, 1, 1, List.of(2L)));
    history.append(Samples.first(counts, 2, 2, List.of(3L)));
    TimeSeries series = history.series(table.row(), Samples.GAUGE);
    assertThat(series.size()).isEqualTo(2);
    assertThat(series.amount(1)).isEqualTo(3);
    assertThat(series.isAfterGap(1)).isTrue();
  }

  /**
   * Between moments of real machines, seconds apart, under load: in addition to nine bytes for the
   * times of a sample.
   */
  @Test
  void aChangeCostsThreeBytesOnTheAverageFromMomentToMoment(@TempDir Path root) throws IOException {
    long bytes = 0;
    long changes = 0;
    long samples = 0;
    for (String variant : Corpus.variants()) {
      for (SampledFile<?> file : Procfs.sampledFiles()) {
        String name = file.source().name();
        if (!Corpus.FILES.contains(name)) {
          continue;
        }
        Files.createDirectories(root.resolve(name).getParent());
        try (Sampler<?> sampler = file.sampler(root, History.keepingAll())) {
          Files.createDirectories(root.resolve(name).getParent());
          Files.write(root.resolve(name), Corpus.bytes(variant, "s0", name));
          sampler.sample();
          long before = sampler.history().bytes();
          Files.write(root.resolve(name), Corpus.bytes(variant, "s1", name));
          sampler.sample();
          if (Corpus.STEADY.contains(name)) { // the others start over, with all their rows
            bytes += sampler.history().bytes() - before;
            changes += sampler.changes();
            samples++;
          }
        }
      }
    }
    assertThat(changes).isGreaterThan(1000);
    assertThat(bytes)
        .as("bytes of %d changes in %d samples", changes, samples)
        .isLessThanOrEqualTo(9 * samples + 3 * changes);
  }

  /**
   * On the running kernel, where there is one: in addition to nine bytes for the times of a sample.
   */
  @Test
  void aChangeCostsThreeBytesOnTheAverageLive() throws InterruptedException {
    Path proc = Path.of("/proc");
    long bytes = 0;
    long changes = 0;
    long samples = 0;
    List<Sampler<?>> samplers = new ArrayList<>();
    for (SampledFile<?> file : Procfs.sampledFiles()) {
      if (Files.isReadable(proc.resolve(file.source().name()))) {
        samplers.add(file.sampler(proc, History.keepingAll()));
      }
    }
    for (int i = 0; i < 20; i++) {
      for (Sampler<?> sampler : samplers) {
        long before = sampler.history().bytes();
        sampler.sample();
        if (sampler.isContinuation()) {
          bytes += sampler.history().bytes() - before;
          changes += sampler.changes();
          samples++;
        }
      }
      Thread.sleep(50);
    }
    samplers.forEach(Sampler::close);
    assertThat(bytes)
        .as("bytes of %d changes in %d samples", changes, samples)
        .isLessThanOrEqualTo(9 * samples + 3 * changes);
  }
}
