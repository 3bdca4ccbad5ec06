package io.github.procfs4j.cli.report;

import static io.github.procfs4j.cli.report.MadeUpProcesses.process;
import static io.github.procfs4j.process.ProcessStatColumns.RSS;
import static io.github.procfs4j.process.ProcessStatColumns.STIME;
import static io.github.procfs4j.process.ProcessStatColumns.UTIME;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.procfs4j.cli.page.Chart;
import io.github.procfs4j.cli.page.Section;
import io.github.procfs4j.cli.page.Tasks;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What the page has of processes. */
@SuppressWarnings("NullAway") // what is missing fails the test
class PageProcessesTest {
  private final MadeUpProcesses made = new MadeUpProcesses();

  private Section section() {
    for (int s = 0; s <= 3; s++) {
      made.sample(
          process(1, 5, "java", "java").with(UTIME, 50L * s).with(STIME, 0).with(RSS, 256L * s));
    }
    return PageProcesses.section(
        made.usage(new Span(0, Long.MAX_VALUE), 1_000), null, "processes", new PageCharts());
  }

  /** Reading takes 100 ms each time, so that the time between two readings may be 0.9 to 1.1 s. */
  @Test
  void ratesAreAsUncertainAsTheTimeBetweenTheReadings() {
    made.reading(100_000_000);
    Section section = section();

    Map<String, Chart> charts =
        section.charts().stream().collect(Collectors.toMap(Chart::title, chart -> chart));
    assertThat(charts.get("processes: CPU").spread()).containsExactly(0.1f, 0.1f, 0.1f);
    assertThat(charts.get("processes: memory").spread()).as("a gauge").isNull();
    Tasks tasks = Objects.requireNonNull(section.tasks());
    assertThat(tasks.spread()).containsExactly(0.1f, 0.1f, 0.1f);
    assertThat(tasks.measures().stream().filter(Tasks.Measure::isRate).map(Tasks.Measure::name))
        .contains("CPU")
        .doesNotContain("memory");
  }

  @Test
  void whatIsUncertainByLessThanAPixelIsLeftOut() {
    made.reading(1_000_000);
    Section section = section();
    assertThat(section.charts()).allMatch(chart -> chart.spread() == null);
    assertThat(Objects.requireNonNull(section.tasks()).spread()).isNull();
  }
}
