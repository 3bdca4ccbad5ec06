package io.github.procfs4j.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.procfs4j.model.Column;
import io.github.procfs4j.model.Kind;
import io.github.procfs4j.model.Row;
import io.github.procfs4j.model.Source;
import io.github.procfs4j.model.Table;
import io.github.procfs4j.model.Unit;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class GrowthTest {
  private static final Row ROW = Table.of("thing").row();

  /** Numbers by the names of their columns. */
  private static final class Numbers extends ComputedSampler {
    private final Map<String, Long> numbers = new LinkedHashMap<>();

    Numbers() {
      super(new Source("test", "A test", Source.Mode.SAMPLED, "", "", "", "a test"), Path.of("/"));
    }

    @Override
    void compute() {
      numbers.forEach((name, number) -> add(ROW, column(name), number));
    }

    private static Column column(String name) {
      return new Column(name, Unit.COUNT, Kind.COUNTER, false, "", "", "A number.", "a test");
    }

    /** Takes a sample with some other numbers. */
    Numbers with(Map<String, Long> others) {
      numbers.putAll(others);
      sample();
      return this;
    }
  }

  private final Numbers numbers = new Numbers();
  private final Growth growth =
      new Growth(ROW, List.of("busy", "idle", "stolen"), List.of("busy", "idle", "stolen"));

  private double share(String... columns) {
    return growth.share(growth.indexes(List.of(columns)));
  }

  @Test
  void aShareIsThatOfTheGrowthSinceThePreviousSample() {
    growth.next(numbers.with(Map.of("busy", 100L, "idle", 1000L, "stolen", 0L)));
    assertThat(share("busy")).isNaN();
    growth.next(numbers.with(Map.of("busy", 101L, "idle", 1003L)));
    assertThat(share("busy")).isEqualTo(0.25);
    assertThat(share("busy", "idle")).isEqualTo(1);
    assertThat(share("stolen")).isZero();
    growth.next(numbers.with(Map.of("stolen", 2L)));
    assertThat(share("busy")).isZero();
    assertThat(share("stolen")).isEqualTo(1);
  }

  /** The values of a sample are computed again after its series have been determined. */
  @Test
  void theSameSampleIsNoGrowth() {
    growth.next(numbers.with(Map.of("busy", 100L, "idle", 1000L, "stolen", 0L)));
    growth.next(numbers.with(Map.of("busy", 101L)));
    growth.next(numbers);
    assertThat(share("busy")).isEqualTo(1);
  }

  @Test
  void nothingIsKnownIfNothingGrewOrOneFell() {
    growth.next(numbers.with(Map.of("busy", 100L, "idle", 1000L, "stolen", 0L)));
    growth.next(numbers.with(Map.of()));
    assertThat(share("busy")).isNaN();
    growth.next(numbers.with(Map.of("busy", 101L, "idle", 999L)));
    assertThat(share("busy")).isNaN();
    growth.next(numbers.with(Map.of("busy", 102L)));
    assertThat(share("busy")).isEqualTo(1);
  }

  @Test
  void aColumnThatTheKernelDoesNotHaveIsLeftOut() {
    growth.next(numbers.with(Map.of("busy", 100L, "idle", 1000L)));
    growth.next(numbers.with(Map.of("busy", 103L, "idle", 1001L)));
    assertThat(share("busy")).isEqualTo(0.75);
  }
}
