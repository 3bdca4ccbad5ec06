package io.github.procfs4j.recording;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.procfs4j.model.History;
import io.github.procfs4j.model.Playback;
import io.github.procfs4j.sampling.Outcome;
import io.github.procfs4j.sampling.Recorder;
import io.github.procfs4j.sampling.Sampler;
import io.github.procfs4j.system.DiskStats;
import io.github.procfs4j.system.Uptime;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Histories as recordings. The texts are made up. */
class HistoryCopyTest {
  @TempDir private Path directory;
  private final Random random = new Random(1);

  private void write(int second) throws IOException {
    StringBuilder disks = new StringBuilder();
    for (String disk : List.of("sda", "sdb", "sdc")) {
      if (random.nextInt(4) > 0) { // disks come and go
        disks
            .append("8 0 ")
            .append(disk)
            .append(" 1 0 80 40 0 0 0 0 0 ")
            .append(second)
            .append(" 1\n");
      }
    }
    Files.writeString(directory.resolve("diskstats"), disks);
    Files.writeString(directory.resolve("uptime"), second % 7 == 3 ? "cut" : second + ".00 1.00\n");
  }

  private static List<String> texts(Playback samples) {
    List<String> texts = new ArrayList<>();
    while (samples.next()) {
      texts.add(samples.startNanos() + " " + samples.isAfterGap() + " " + samples.text());
    }
    return texts;
  }

  @Test
  void theRecordingHasWhatTheHistoriesHave() throws IOException {
    Path file = directory.resolve("x.rec");
    try (Sampler<?> disks = DiskStats.FILE.sampler(directory, History.keepingAll());
        Sampler<?> uptime = Uptime.FILE.sampler(directory, History.keepingAll())) {
      int failed = 0;
      for (int second = 0; second < 100; second++) {
        write(second);
        Outcome ignored = disks.sample();
        failed += uptime.sample() == Outcome.SAMPLED ? 0 : 1;
      }
      assertThat(failed).isPositive();
      List<Recorder.Track> tracks =
          List.of(
              new Recorder.Track(disks, Duration.ofSeconds(1)),
              new Recorder.Track(uptime, Duration.ofSeconds(2)));
      TreeMap<Long, Instant> clocks = new TreeMap<>();
      clocks.put(0L, Instant.EPOCH);
      RecordingFacts facts = RecordingFacts.none().with("hostname", "h");
      Mark after = new Mark(System.nanoTime(), "after it");
      List<Mark> marks = List.of(new Mark(Long.MIN_VALUE, "before it"), after);
      long now = System.nanoTime();
      RecordedSource.Failure failure = new RecordedSource.Failure(now, "malformed", "made up");
      List<HistoryCopy.Missing> missing =
          List.of(
              new HistoryCopy.Missing(
                  List.of(new LateTicks(now - 3_600_000_000_000L, 5), new LateTicks(now, 7)),
                  List.of()),
              new HistoryCopy.Missing(List.of(), List.of(failure)));
      assertThatThrownBy(
              () ->
                  HistoryCopy.write(
                      tracks, missing.subList(0, 1), clocks, marks, facts, file, false))
          .isInstanceOf(IllegalArgumentException.class);
      assertThat(HistoryCopy.write(tracks, missing, clocks, marks, facts, file, false))
          .isEqualTo(200 - failed);
      assertThatThrownBy(
              () -> HistoryCopy.write(tracks, missing, clocks, marks, facts, file, false))
          .isInstanceOf(FileAlreadyExistsException.class);
      try (Recording recording = Recording.open(file)) {
        assertThat(recording.isComplete()).isTrue();
        assertThat(recording.facts()).isEqualTo(facts);
        assertThat(recording.marks()).containsExactly(after);
        assertThat(recording.sources())
            .extracting(RecordedSource::lateTicks)
            .containsExactly(7L, 0L);
        assertThat(recording.sources())
            .extracting(RecordedSource::failures)
            .containsExactly(List.of(), List.of(failure));
        assertThat(recording.sources())
            .extracting(RecordedSource::period)
            .containsExactly(Duration.ofSeconds(1), Duration.ofSeconds(2));
        assertThat(texts(recording.playback(recording.sources().get(0))))
            .isEqualTo(texts(disks.history().playback()));
        assertThat(texts(recording.playback(recording.sources().get(1))))
            .isEqualTo(texts(uptime.history().playback()))
            .anyMatch(text -> text.contains(" true "));
        long nanos = recording.endNanos();
        assertThat(recording.instant(nanos)).contains(Instant.EPOCH.plusNanos(nanos));
      }
    }
  }

  @Test
  void aSamplerWithoutHistoryIsRejected() {
    try (Sampler<?> uptime = Uptime.FILE.sampler(directory)) {
      List<Recorder.Track> tracks = List.of(new Recorder.Track(uptime, Duration.ofSeconds(1)));
      Path file = directory.resolve("x.rec");
      assertThatThrownBy(
              () ->
                  HistoryCopy.write(
                      tracks,
                      List.of(),
                      new TreeMap<>(),
                      List.of(),
                      RecordingFacts.none(),
                      file,
                      false))
          .isInstanceOf(IllegalStateException.class);
      assertThat(file).doesNotExist();
    }
  }
}
