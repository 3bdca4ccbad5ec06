package io.github.procfs4j.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.procfs4j.Procfs;
import io.github.procfs4j.model.Column;
import io.github.procfs4j.model.Figure;
import io.github.procfs4j.model.Interval;
import io.github.procfs4j.model.Kind;
import io.github.procfs4j.model.Row;
import io.github.procfs4j.model.Source;
import io.github.procfs4j.model.Table;
import io.github.procfs4j.model.Unit;
import io.github.procfs4j.sampling.SampledFile;
import io.github.procfs4j.sampling.Sampler;
import io.github.procfs4j.system.Stat;
import io.github.procfs4j.testing.CorpusCopy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** When samples are taken, and where their values are. */
class ExportedSourceTest {
  private static final Duration HOUR = Duration.ofHours(1);
  private static final Table THING = Table.of("thing", "name");
  private static final Column NUMBER =
      new Column("number", Unit.COUNT, Kind.GAUGE, false, "", "", "A number.", "a test");

  @TempDir private Path directory;

  /** Counts its samples, each of which has the number of the sample in all of its rows. */
  private static final class Counted extends ComputedSampler {
    private final AtomicInteger samples = new AtomicInteger();
    private volatile List<String> names = List.of("a");

    Counted() {
      super(
          new Source("counted", "A test", Source.Mode.SAMPLED, "", "", "", "a test"), Path.of("/"));
    }

    @Override
    void compute() {
      int sample = samples.incrementAndGet();
      names.forEach(name -> add(THING.row(name), NUMBER, sample));
    }
  }

  private static ExportedSource source(Counted counted, Duration greatestAge) {
    return new ExportedSource(counted, greatestAge, false);
  }

  @Test
  void tenThreadsThatAskAtOnceGetOneSample() throws Exception {
    Counted counted = new Counted();
    try (ExportedSource source = source(counted, HOUR);
        ExecutorService threads = Executors.newFixedThreadPool(10)) {
      CyclicBarrier start = new CyclicBarrier(10);
      List<Future<Snapshot>> asked = new ArrayList<>();
      for (int i = 0; i < 10; i++) {
        boolean isFirst = i == 0;
        asked.add(
            threads.submit(
                () -> {
                  start.await();
                  if (isFirst) {
                    source.refresh();
                  }
                  return source.recent();
                }));
      }
      for (Future<Snapshot> one : asked) {
        one.get();
      }
      assertThat(counted.samples).hasValue(1);
    }
  }

  @Test
  void everyCallTakesASampleIfItIsAsked() {
    Counted counted = new Counted();
    try (ExportedSource source = source(counted, Duration.ZERO)) {
      source.refresh();
      assertThat(counted.samples).hasValue(1);
      for (int sample = 2; sample < 5; sample++) {
        assertThat(source.recent().value(0)).isEqualTo(sample);
      }
    }
  }

  @Test
  void refreshingTakesNoSampleWhileThereIsARecentOne() {
    Counted counted = new Counted();
    try (ExportedSource source = source(counted, HOUR)) {
      assertThat(source.refresh().came()).hasSize(1);
      assertThat(source.refresh().came()).isEmpty();
      source.recent();
      assertThat(counted.samples).hasValue(1);
    }
  }

  /** Who reads a series that has just left must not get the number of another one. */
  @Test
  void slotsOfSeriesThatLeftAreFreeAfterTheNextChange() {
    Counted counted = new Counted();
    try (ExportedSource source = source(counted, Duration.ZERO)) {
      int first = source.refresh().came().getFirst().slot();
      counted.names = List.of("b");
      assertThat(source.recent().isOutdated()).isTrue();
      ExportedSource.Changes changes = source.refresh();
      assertThat(changes.left()).singleElement().matches(series -> series.slot() == first);
      assertThat(changes.came()).singleElement().matches(series -> series.slot() != first);
      assertThat(source.recent().value(first)).isNaN();
      for (int i = 0; i < 100; i++) {
        counted.names = List.of("c" + i);
        assertThat(source.refresh().came().getFirst().slot()).isLessThan(3);
      }
    }
  }

  @Test
  void afterClosingThereAreNoValues() {
    Counted counted = new Counted();
    ExportedSource source = source(counted, HOUR);
    source.refresh();
    source.close();
    source.close();
    assertThat(source.recent().value(0)).isNaN();
    assertThat(source.refresh().came()).isEmpty();
    assertThat(source.series()).isEmpty();
  }

  /** A share of growth is what the figure of the same name is, of which guests are a part. */
  @Test
  void sharesAreTheFiguresOfStat() throws Exception {
    CorpusCopy tree = CorpusCopy.of(directory, "s0");
    SampledFile<?> file = Stat.FILE;
    try (Exported exported =
            Exported.of(
                Choice.usual()
                    .of(Procfs.at(tree.root()))
                    .withFiles(List.of(file))
                    .withGreatestAge(Duration.ZERO)
                    .withoutOwnProcess());
        Sampler<Stat> sampler = Procfs.at(tree.root()).sampler(Stat.FILE)) {
      ExportedSource source = exported.sources().getFirst();
      source.refresh();
      Interval interval = sampler.intervals();
      sampler.sample();
      interval.next();
      tree.goTo("s1");
      sampler.sample();
      assertThat(interval.next()).isTrue();
      Row all = Stat.allCpus();
      Map<String, List<String>> figures =
          Map.of(
              "user", List.of("user", "guest"),
              "nice", List.of("nice", "guest_nice"),
              "system", List.of("system"),
              "idle", List.of("idle"),
              "iowait", List.of("iowait"),
              "interrupt", List.of("irq", "softirq"),
              "steal", List.of("steal"));
      Snapshot now = source.recent();
      Set<String> modes = new HashSet<>();
      for (Series series : source.series()) {
        if (series.instrument().name().equals("system.cpu.utilization")) {
          String mode = series.attributes().getFirst().value();
          modes.add(mode);
          double percent = 0;
          for (String name : Objects.requireNonNull(figures.get(mode), mode)) {
            Figure figure = Stat.FILE.figure("cpu", name);
            percent += figure.value(interval, all);
          }
          assertThat(now.value(series.slot())).as(mode).isCloseTo(percent / 100, within(1e-12));
        }
      }
      assertThat(modes).isEqualTo(figures.keySet());
    }
  }
}
