package io.github.procfs4j.cli.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.procfs4j.cli.page.Clock;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

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
