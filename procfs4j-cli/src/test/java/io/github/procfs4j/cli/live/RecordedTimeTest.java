package io.github.procfs4j.cli.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.procfs4j.cli.HostileRecordingsTest;
import io.github.procfs4j.cli.report.RecordedTexts;
import io.github.procfs4j.cli.screens.Gauge;
import io.github.procfs4j.cli.screens.Moment;
import io.github.procfs4j.cli.screens.Range;
import io.github.procfs4j.cli.screens.Screens;
import io.github.procfs4j.cli.screens.Series;
import io.github.procfs4j.cli.screens.State;
import io.github.procfs4j.cli.screens.Strip;
import io.github.procfs4j.cli.screens.Subject;
import io.github.procfs4j.cli.terminal.Key;
import io.github.procfs4j.cli.terminal.Styled;
import io.github.procfs4j.recording.DamagedRecordingException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Recordings over time. The texts are made up. */
class RecordedTimeTest {
  private static final long SECOND = 1_000_000_000;

  @TempDir private Path directory;

  static State at(OptionalLong nanos, boolean hasThreads) {
    return State.initial().at(nanos).withThreads(hasThreads);
  }

  private static String cpu(long busy, long idle) {
    return "cpu  %d 0 0 %d 0 0 0 0 0 0\n".formatted(busy, idle)
        + "intr 0\nctxt 0\nbtime 1\nprocesses 1\nprocs_running 1\nprocs_blocked 0\n"
        + "softirq 0 0 0 0 0 0 0 0 0 0 0\n";
  }

  /** The CPU is 0, 10, 20... percent busy in each interval. */
  private Path recording(int samples, boolean isInBlocks) throws IOException {
    List<Map<String, String>> texts = new ArrayList<>();
    long busy = 0;
    long idle = 0;
    for (int i = 0; i < samples; i++) {
      busy += 10L * i;
      idle += 100 - 10L * i;
      texts.add(Map.of("stat", cpu(busy, idle)));
    }
    return RecordedTexts.record(directory, texts, isInBlocks);
  }

  private static Gauge busy(Moment moment) {
    return moment.sections().stream()
        .flatMap(section -> section.strips().stream())
        .filter(strip -> strip.source().equals("stat"))
        .map(Strip::gauges)
        .flatMap(List::stream)
        .filter(gauge -> gauge.figure().name().equals("busy"))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void eachMomentHasTheValuesOfTheStepThatEndsThen() throws IOException {
    Path file = recording(8, false);
    try (RecordedTime time = new RecordedTime(file, 1_000_000, () -> {})) {
      Range range = time.range();
      assertThat(range.isGrowing()).isFalse();
      Gauge last = busy(time.moment(at(OptionalLong.empty(), false)));
      assertThat(last.value()).isEqualTo(70);
      assertThat(last.before()).endsWith(50, 60, 70);
    }
  }

  @Test
  void aStepThatIsLongerThanThePeriodSpansItsSamples() throws IOException {
    Path file = recording(8, false);
    try (RecordedTime time = new RecordedTime(file, 3_600 * SECOND, () -> {})) {
      Moment only = time.moment(at(OptionalLong.empty(), false));
      assertThat(only.sections()).isEmpty(); // no two samples are an hour apart
    }
  }

  @Test
  void earlierMomentsAreShownAsTheyWere() throws IOException {
    Path file = recording(8, false);
    try (RecordedTime time = new RecordedTime(file, 1, () -> {})) {
      long from = time.range().firstNanos();
      long to = time.range().lastNanos();
      double before = -1;
      for (int i = 0; i <= 1_000; i++) {
        Moment moment = time.moment(at(OptionalLong.of(from + (to - from) * i / 1_000), false));
        if (!moment.sections().isEmpty()) {
          double now = busy(moment).value();
          assertThat(now).isGreaterThanOrEqualTo(before);
          before = now;
        }
      }
      assertThat(before).isEqualTo(70);
    }
  }

  /**
   * A recording that is renamed into the place of another one while it is viewed, as --keep does.
   */
  @Test
  void aRecordingThatIsNotCompleteIsFollowed() throws IOException {
    Path file = recording(8, true);
    byte[] all = Files.readAllBytes(file);
    Path growing = directory.resolve("growing.rec");
    Files.write(growing, Arrays.copyOf(all, all.length * 2 / 3));
    try (RecordedTime time = new RecordedTime(growing, 1, () -> {})) {
      assertThat(time.range().isGrowing()).isTrue();
      long end = time.range().lastNanos();
      Path next = directory.resolve("next.rec");
      Files.write(next, all);
      Files.move(next, growing, StandardCopyOption.REPLACE_EXISTING);
      while (time.range().isGrowing()) {
        time.update();
      }
      assertThat(time.range().lastNanos()).isGreaterThan(end);
      assertThat(busy(time.moment(at(OptionalLong.empty(), false))).value()).isEqualTo(70);
    }
  }

  @Test
  void aRecordingThatBecomesShorterIsAProblemOnTheScreen() throws IOException {
    Path file = recording(8, true);
    try (RecordedTime time = new RecordedTime(file, 1, () -> {})) {
      try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
        channel.truncate(100);
      }
      Moment moment = time.moment(at(OptionalLong.empty(), false));
      assertThat(moment.sections()).isEmpty();
      assertThat(time.status(true).problem()).contains("became shorter while it was read");
    }
  }

  /** The CPU is busier in each interval, so the last one is the highest; 70 % is unusual. */
  @Test
  void theHighestMomentOfAFigureIsFound() throws IOException {
    try (RecordedTime time = new RecordedTime(recording(8, false), 1, () -> {})) {
      Series series = time.series(new Subject("stat", "cpu", "all", "busy"));
      assertThat(series.values()).containsExactly(10, 20, 30, 40, 50, 60, 70);
      long nanos = series.nanos()[series.highest().orElseThrow()];
      assertThat(busy(time.moment(at(OptionalLong.of(nanos), false))).value()).isEqualTo(70);
      assertThat(time.series(new Subject("stat", "cpu", "cpu 9", "busy")).values())
          .containsOnly(Double.NaN);
      assertThat(time.series(new Subject("none", "cpu", "all", "busy")).values()).isEmpty();
    }
  }

  /** Of a longer time, with more values than one for each character. */
  @Test
  void curvesOfMoreTimeHaveMoreValues() throws IOException {
    List<Map<String, String>> texts = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      texts.add(Map.of("stat", cpu(i, i)));
    }
    Path file = RecordedTexts.record(directory, texts, false);
    try (RecordedTime time = new RecordedTime(file, 1, () -> {})) {
      State near = at(OptionalLong.empty(), false);
      State far =
          near.key(new Key(Key.Kind.CHARACTER, "z"), time.moment(near), time.range()).state();
      assertThat(busy(time.moment(near)).before()).hasSize(Meters.POINTS);
      assertThat(busy(time.moment(far)).before()).hasSize(2 * Meters.POINTS);
    }
  }

  private static Stream<Path> hostile() throws Exception {
    return HostileRecordingsTest.recordings();
  }

  /** Recordings created by mutation, with valid checksums. */
  @ParameterizedTest
  @MethodSource("hostile")
  void whateverARecordingHasIsShown(Path file) throws IOException {
    RecordedTime time;
    try {
      time = new RecordedTime(file, SECOND, () -> {});
    } catch (DamagedRecordingException e) {
      return;
    }
    try (time) {
      Range range = time.range();
      long middle = range.firstNanos() + (range.lastNanos() - range.firstNanos()) / 2;
      for (long nanos : new long[] {range.firstNanos(), middle, range.lastNanos()}) {
        State state = at(OptionalLong.of(nanos), true);
        List<Styled> lines =
            Screens.lines(state, time.moment(state), range, time.status(true), 80, 24);
        assertThat(lines).hasSizeLessThanOrEqualTo(24);
        assertThat(lines)
            .allSatisfy(
                line -> assertThat(line.toString()).doesNotContainPattern("[\\p{Cntrl}\\p{Cf}]"));
      }
    }
  }
}
