package io.github.procfs4j.micrometer;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.procfs4j.Procfs;
import io.github.procfs4j.metrics.Choice;
import io.github.procfs4j.metrics.Exported;
import io.github.procfs4j.metrics.ExportedSource;
import io.github.procfs4j.metrics.Series;
import io.github.procfs4j.metrics.SteadyCounters;
import io.github.procfs4j.system.NetDev;
import io.github.procfs4j.testing.CorpusCopy;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ValuesTest {
  @TempDir private Path directory;

  private final MeterRegistry registry = new SimpleMeterRegistry();

  private void register(Series series, Value value) {
    value.readBy(
        Gauge.builder("meter" + series.slot(), value, Value::get)
            .strongReference(true)
            .register(registry));
  }

  @Test
  void eachSampleLoadsTheMetersThatThereAre() throws IOException {
    Choice choice =
        Choice.usual()
            .of(Procfs.at(CorpusCopy.of(directory, "s1").root()))
            .withFiles(List.of(NetDev.FILE))
            .withoutOwnProcess()
            .withGreatestAge(Duration.ZERO);
    try (ProcfsMetrics metrics = new ProcfsMetrics();
        Exported exported = Exported.of(choice)) {
      ExportedSource source = exported.sources().getFirst();
      source.refresh();
      List<Series> all = List.copyOf(source.series());
      Values values = new Values(metrics, source, SteadyCounters.Reader.OF_TOTALS);
      List<Value> added = new ArrayList<>();
      for (Series series : all) {
        Value value = values.add(series);
        register(series, value);
        added.add(value);
      }
      assertThat(added.getFirst().get()).isNotNaN();
      assertThat(values.loaded()).isEqualTo(all.size()).isGreaterThan(10);

      values.remove(all.getFirst(), added.getFirst());
      values.recent();
      assertThat(values.loaded()).isEqualTo(all.size() - 1);

      Value other = values.add(all.getFirst());
      values.recent();
      assertThat(values.loaded()).as("it has no meter yet").isEqualTo(all.size() - 1);
      register(all.getFirst(), other);
      values.remove(all.getFirst(), added.getFirst()); // its slot belongs to another one now
      values.recent();
      assertThat(values.loaded()).isEqualTo(all.size());
    }
  }
}
