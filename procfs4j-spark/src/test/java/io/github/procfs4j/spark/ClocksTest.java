package io.github.procfs4j.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** No sample whose time is asked for is left out, however the clock was set. */
class ClocksTest {
  private static final long SECOND = 1_000_000_000;

  @Test
  void noTimeWithinTheLimitsIsOutsideOfTheWindow() {
    Random random = new Random(22);
    int outside = 0;
    for (int round = 0; round < 2_000; round++) {
      NavigableMap<Long, Instant> noted = new TreeMap<>();
      for (int i = random.nextInt(5); i >= 0; i--) {
        noted.put(random.nextLong(100 * SECOND), Instant.ofEpochSecond(random.nextInt(200)));
      }
      Clocks clocks = new Clocks(noted);
      long from = random.nextLong(200_000_000);
      long to = from + random.nextLong(50_000_000);
      long[] window = clocks.nanosOf(from, to);
      long begin = random.nextLong(50 * SECOND);
      long end = begin + random.nextLong(50 * SECOND);
      Instant[] bounds = clocks.between(begin, end);
      if (bounds == null) {
        throw new AssertionError("no times between " + begin + " and " + end);
      }
      for (int i = 0; i < 50; i++) {
        long nanos = begin + random.nextLong(end - begin + 1);
        Instant time = instant(noted, nanos);
        assertThat(time).isBetween(bounds[0], bounds[1]);
        long micros = ChronoUnit.MICROS.between(Instant.EPOCH, time);
        boolean isIn = window != null && nanos >= window[0] && nanos < window[1];
        if (micros >= from && micros <= to) {
          assertThat(isIn).isTrue();
        } else if (!isIn) {
          outside++;
        }
      }
    }
    assertThat(outside).as("times that are left out").isGreaterThan(10_000);
  }

  /** As {@link io.github.procfs4j.recording.Recording#instant}. */
  private static Instant instant(NavigableMap<Long, Instant> noted, long nanos) {
    Map.Entry<Long, Instant> note = noted.floorEntry(nanos);
    note = note == null ? noted.firstEntry() : note;
    return note.getValue().plusNanos(nanos - note.getKey());
  }

  @Test
  void extremeTimesAreNoProblem() {
    NavigableMap<Long, Instant> noted = new TreeMap<>();
    noted.put(Long.MIN_VALUE, Instant.ofEpochSecond(1L << 40));
    noted.put(Long.MAX_VALUE, Instant.ofEpochSecond(-(1L << 40)));
    Clocks clocks = new Clocks(noted);
    assertThat(clocks.nanosOf(Long.MIN_VALUE, Long.MAX_VALUE)).isNotNull();
    assertThat(clocks.between(Long.MIN_VALUE, Long.MAX_VALUE)).isNotNull();
    assertThat(new Clocks(new TreeMap<>()).nanosOf(0, 1)).isNull();
    assertThat(new Clocks(new TreeMap<>()).between(0, 1)).isNull();
  }
}
