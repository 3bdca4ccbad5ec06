package io.github.procfs4j.micrometer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.procfs4j.Procfs;
import io.github.procfs4j.metrics.Instrument;
import io.github.procfs4j.metrics.SteadyCounters;
import io.github.procfs4j.system.NetDev;
import io.github.procfs4j.system.Stat;
import io.github.procfs4j.testing.CorpusCopy;
import io.micrometer.core.instrument.Clock;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MockClock;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.core.instrument.step.StepMeterRegistry;
import io.micrometer.core.instrument.step.StepRegistryConfig;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Counters that fall, as each kind of registry expects it. The texts after a fall are made up. */
class CountersTest {
  @TempDir private Path directory;

  private static final Instrument TIME =
      new Instrument("linux.t", Instrument.Kind.COUNTER, Instrument.SECONDS, false, "");
  private static final Instrument COUNT =
      new Instrument("linux.c", Instrument.Kind.COUNTER, "", true, "");

  private static List<Double> values(
      Instrument instrument, SteadyCounters.Reader reader, double... numbers) {
    SteadyCounters counters = new SteadyCounters(reader);
    counters.add(0, instrument);
    return Arrays.stream(numbers)
        .map(
            number -> {
              double[] values = {number};
              counters.next(values);
              return values[0];
            })
        .boxed()
        .toList();
  }

  @Test
  void aTimeThatIsCorrectedKeepsItsValueUntilItIsPassed() {
    for (SteadyCounters.Reader reader : SteadyCounters.Reader.values()) {
      double from = reader == SteadyCounters.Reader.OF_GROWTH ? -100 : 0;
      assertThat(values(TIME, reader, 100, 101, 99.5, 100.9, 102))
          .containsExactly(100 + from, 101 + from, 101 + from, 101 + from, 102 + from);
    }
  }

  @Test
  void aNewStartIsShownOrContinued() {
    assertThat(values(COUNT, SteadyCounters.Reader.OF_TOTALS, 100, 3, 5))
        .containsExactly(100.0, 3.0, 5.0);
    assertThat(values(TIME, SteadyCounters.Reader.OF_TOTALS, 100, 3, 5))
        .containsExactly(100.0, 3.0, 5.0);
    assertThat(values(COUNT, SteadyCounters.Reader.OF_TOTALS_THAT_NEVER_FALL, 100, 3, 5))
        .containsExactly(100.0, 100.0, 102.0);
    assertThat(values(COUNT, SteadyCounters.Reader.OF_GROWTH, 100, 110, 3, 5))
        .containsExactly(0.0, 10.0, 10.0, 12.0);
  }

  @Test
  void whatIsMissingOrNegativeIsNoValue() {
    assertThat(values(COUNT, SteadyCounters.Reader.OF_TOTALS, 1, Double.NaN, -5, 2))
        .containsExactly(1.0, Double.NaN, Double.NaN, 2.0);
    assertThat(values(COUNT, SteadyCounters.Reader.OF_GROWTH, Double.NaN, 7, Double.NaN, 9))
        .containsExactly(0.0, 0.0, 0.0, 2.0);
  }

  /** A registry that adds up differences, and publishes nothing by itself. */
  private static final class Steps extends StepMeterRegistry {
    Steps(Clock clock) {
      super(
          new StepRegistryConfig() {
            @Override
            public String prefix() {
              return "test";
            }

            @Override
            public @Nullable String get(String key) {
              return null;
            }
          },
          clock);
    }

    @Override
    protected void publish() {}

    @Override
    protected TimeUnit getBaseTimeUnit() {
      return TimeUnit.SECONDS;
    }
  }

  private ProcfsMetrics bind(CorpusCopy tree, MeterRegistry registry) {
    ProcfsMetrics metrics =
        ProcfsMetrics.builder()
            .procfs(Procfs.at(tree.root()))
            .files(List.of(NetDev.FILE, Stat.FILE))
            .withoutOwnProcess()
            .greatestAge(Duration.ZERO)
            .build();
    metrics.bindTo(registry);
    metrics.refresh();
    return metrics;
  }

  private static double received(MeterRegistry registry) {
    return registry
        .get("linux.network.io")
        .tags("interface", "lo", "direction", "receive")
        .functionCounter()
        .count();
  }

  @Test
  void registriesThatAddUpDifferencesSeeGrowthOnly() throws IOException {
    CorpusCopy tree = CorpusCopy.of(directory, "s1");
    MockClock clock = new MockClock();
    Steps registry = new Steps(clock);
    try (ProcfsMetrics metrics = bind(tree, registry)) {
      assertThat(metrics).isNotNull();
      for (int value : List.of(1000, 1500, 20, 60)) {
        String text = tree.text("net/dev").replaceFirst("lo: *\\d+", "lo: " + value);
        tree.put("net/dev", text.getBytes(UTF_8));
        received(registry);
        clock.add(Duration.ofMinutes(1));
        double step = received(registry);
        // Not what was counted since boot, and nothing negative.
        assertThat(step).isEqualTo(value == 1500 ? 500 : value == 60 ? 40 : 0);
      }
    }
  }

  @Test
  void otherRegistriesSeeANewStart() throws IOException {
    CorpusCopy tree = CorpusCopy.of(directory, "s1");
    MeterRegistry registry = new SimpleMeterRegistry();
    try (ProcfsMetrics metrics = bind(tree, registry)) {
      assertThat(metrics).isNotNull();
      assertThat(received(registry)).isGreaterThan(20);
      String text = tree.text("net/dev").replaceFirst("lo: *\\d+", "lo: 20");
      tree.put("net/dev", text.getBytes(UTF_8));
      assertThat(received(registry)).isEqualTo(20);
    }
  }
}
