package io.github.procfs4j.cli.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.procfs4j.cli.page.Clock;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TimesTest {
  private static final long SECOND = 1_000_000_000;
  private static final Instant BEGIN = Instant.parse("2026-11-23T10:00:00Z");

  /** The clock if it is not set. */
  private static Optional<Instant> even(long nanos) {
    return Optional.of(BEGIN.plusNanos(nanos));
  }

  @Test
  void aClockThatWentOnTellsTheTimeOfDay() {
    Clock clock = Times.clock(0, 60 * SECOND, TimesTest::even).orElseThrow();

    assertThat(clock.begin()).isEqualTo(BEGIN);
    assertThat(clock.end()).isEqualTo(BEGIN.plusSeconds(60));
    assertThat(clock.seconds()).isEqualTo(60);
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0 s",
    "999, 999 ns",
    "999949, 999.9 µs",
    "999950, 1 ms",
    "999949999, 999.9 ms",
    "999950000, 1 s",
    "59949999999, 59.9 s",
    "59950000000, 1 min",
    "3599499999999, 59 min 59 s",
    "3599500000000, 1 h"
  })
  void aDurationIsRoundedBeforeItsUnitIsChosen(long nanos, String text) {
    assertThat(Times.duration(nanos)).isEqualTo(text);
  }

  @Test
  void oneThatWasSetDoesNot() {
    assertThat(Times.clock(0, 60 * SECOND, nanos -> even(nanos >= 30 * SECOND ? 0 : nanos)))
        .isEmpty();
    assertThat(
            Times.clock(
                0, 60 * SECOND, nanos -> even(nanos / (10 * SECOND) == 3 ? nanos / 2 : nanos)))
        .as("set back, and forth again")
        .isEmpty();
  }

  @Test
  void norDoesOneThatIsNotKnownOrIsCenturiesOff() {
    assertThat(Times.clock(0, 60 * SECOND, nanos -> Optional.empty())).isEmpty();
    assertThat(
            Times.clock(
                0,
                60 * SECOND,
                nanos ->
                    Optional.of(
                        Instant.parse(
                            nanos == 0 ? "1001-01-01T00:00:00Z" : "9001-01-01T00:00:00Z"))))
        .isEmpty();
  }
}
