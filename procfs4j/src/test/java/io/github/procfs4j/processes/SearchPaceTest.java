package io.github.procfs4j.processes;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SearchPaceTest {
  private static final long MILLI = 1_000_000;

  /** Code is loaded in the first search, or threads that start soon afterwards would be missed. */
  @Test
  void oneSlowSearchDoesNotDelayTheNext() {
    SearchPace pace = new SearchPace();
    assertThat(pace.next(0, 900 * MILLI)).isEqualTo(100 * MILLI);
    assertThat(pace.next(1_000 * MILLI, 1_001 * MILLI)).isEqualTo(1_100 * MILLI);
    assertThat(pace.next(2_000 * MILLI, 2_900 * MILLI)).isEqualTo(2_100 * MILLI);
  }

  @Test
  void slowSearchesTakeAFiftiethOfTheTime() {
    SearchPace pace = new SearchPace();
    assertThat(pace.next(0, 40 * MILLI)).isEqualTo(100 * MILLI);
    assertThat(pace.next(100 * MILLI, 130 * MILLI)).isEqualTo(1_600 * MILLI);
    assertThat(pace.next(1_600 * MILLI, 1_650 * MILLI)).isEqualTo(3_100 * MILLI);
  }
}
