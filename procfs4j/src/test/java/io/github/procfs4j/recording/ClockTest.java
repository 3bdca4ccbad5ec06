package io.github.procfs4j.recording;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.procfs4j.system.SystemFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClockTest {
  @TempDir Path directory;

  private static byte[] clock(long nanos, Instant wall) {
    return Pieces.record(
        8, out -> out.signed(nanos).signed(wall.getEpochSecond()).number(wall.getNano()));
  }

  @Test
  void theLastClockNotedBeforeCounts() throws IOException {
    Path file = directory.resolve("recording");
    Instant noon = Instant.parse("2026-03-29T12:00:00Z");
    Instant summer = Instant.parse("1969-12-31T23:59:59.999999999Z"); // set back a long way
    Files.write(
        file,
        Pieces.join(
            Pieces.header(1),
            Pieces.block(clock(1_000_000_000, noon)),
            Pieces.block(clock(61_000_000_000L, summer))));
    try (Recording recording = Recording.open(file)) {
      assertThat(recording.instant(1_000_000_000)).contains(noon);
      assertThat(recording.instant(0)).contains(noon.minusSeconds(1));
      assertThat(recording.instant(60_999_999_999L)).contains(noon.plusNanos(59_999_999_999L));
      assertThat(recording.instant(61_000_000_000L)).contains(summer);
      assertThat(recording.instant(61_000_000_001L)).contains(Instant.EPOCH);
    }
  }

  @Test
  void withoutAClockThereIsNoInstant() throws IOException {
    Path file = directory.resolve("recording");
    Files.write(file, Pieces.header(1));
    try (Recording recording = Recording.open(file)) {
      assertThat(recording.instant(0)).isEmpty();
    }
  }

  @Test
  void theWriterNotesTheClockWhenItBegins() throws IOException {
    try (Session session = new Session(directory, List.of(SystemFiles.ALL.getLast()))) {
      Instant now = Instant.now();
      long nanos = System.nanoTime();
      try (Recording recording = Recording.open(session.file)) {
        assertThat(recording.instant(nanos).orElseThrow())
            .isCloseTo(now, within(50, ChronoUnit.MILLIS));
      }
    }
  }
}
