package io.github.procfs4j.cli.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.procfs4j.model.Column;
import io.github.procfs4j.model.Layout;
import io.github.procfs4j.model.Playback;
import io.github.procfs4j.recording.RecordedSource;
import io.github.procfs4j.sampling.Self;
import io.github.procfs4j.sampling.SelfColumns;
import io.github.procfs4j.testing.Json;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** The cost of recording, from three samples a second apart. The numbers are made up. */
class OwnCostTest {
  private static final long SECOND = 1_000_000_000;
  private static final Span ALL = new Span(0, Long.MAX_VALUE);

  private static final List<Column> OF_PROCESS =
      List.of(
          SelfColumns.SELF_CPU,
          SelfColumns.SELF_RESIDENT,
          SelfColumns.SELF_ALLOCATED,
          SelfColumns.SELF_WRITTEN);
  private static final List<Column> OF_SOURCE =
      List.of(
          SelfColumns.SELF_SOURCE_PERIOD,
          SelfColumns.SELF_SOURCE_SAMPLES,
          SelfColumns.SELF_SOURCE_LATE,
          SelfColumns.SELF_SOURCE_BYTES,
          SelfColumns.SELF_SOURCE_READ,
          SelfColumns.SELF_SOURCE_PARSE);

  private static final long[][] PROCESS = {
    {0, 100, 0, 0}, {10_000_000, 300, 1024, 10_000}, {30_000_000, 200, 4096, 10_400}
  };
  private static final long[][] OFTEN = {
    {SECOND / 10, 0, 0, 0, 0, 0},
    {SECOND / 10, 10, 0, 1000, 100_000, 50_000},
    {SECOND / 5, 15, 3, 1500, 300_000, 100_000}
  };
  private static final long[][] DEAR = {
    {SECOND, 0, 0, 0, 0, 0},
    {SECOND, 1, 0, 100, 1_000_000, 1_000_000},
    {SECOND, 2, 0, 300, 2_000_000, 4_000_000}
  };
  private static final long[][] CHEAP = {
    {SECOND, 0, 0, 0, 0, 0}, {SECOND, 1, 0, 10, 100, 0}, {SECOND, 1, 0, 10, 100, 0}
  };

  private static OwnCost cost(Span span) {
    return new Samples(OF_PROCESS, PROCESS, OFTEN, DEAR, CHEAP).cost(span);
  }

  @Test
  void eachSourceHasALineTheCostliestFirst() {
    assertThat(cost(ALL).lines())
        .containsExactly(
            List.of("dear", "1 s", "2", "0", "150.0 B", "1.00 ms", "2.00 ms", "0.30 %"),
            List.of(
                "often\033",
                "100 ms to 200 ms",
                "15",
                "3",
                "100.0 B",
                "20.0 µs",
                "6.67 µs",
                "0.02 %"),
            List.of("cheap", "1 s", "1", "0", "10.0 B", "100.0 ns", "0 µs", "<0.01 %"));
  }

  @Test
  void theSentenceSumsUp() {
    assertThat(cost(ALL).sentence())
        .isEqualTo(
            "Cost of recording: 1.50 % of one CPU; 1.17 MiB of memory at most; 2.00 KiB a second"
                + " allocated; 10.2 KiB written, 66.7 B a sample; 3 late ticks. Taking samples"
                + " took 0.32 % of the time, reading alone 0.12 %; the rest is the JVM, waking up"
                + " and writing.");
  }

  @Test
  void theJsonHasTheSameNumbers() {
    Object cost = Json.at(TextAndJson.of(cost(ALL)).json(), "sources", 0, "cost");
    Map<String, Object> all = Json.members(cost);
    assertThat(all)
        .containsEntry("resident_bytes", Long.toString(300 * 4096))
        .containsEntry("allocated_bytes_per_second", "2048")
        .containsEntry("late_ticks", "3");
    assertThat(number(all, "cpu_percent")).isCloseTo(1.5, within(1e-9));
    assertThat(number(all, "written_bytes_per_sample")).isCloseTo(66.7, within(0.05));
    assertThat(number(all, "samples_percent")).isCloseTo(0.32, within(0.005));
    assertThat(number(all, "read_percent")).isCloseTo(0.12, within(0.005));
    assertThat(Json.list(cost, "sources"))
        .extracting(source -> Json.at(source, "source"))
        .containsExactly("dear", "often\033", "cheap");
    Map<String, Object> often = Json.members(cost, "sources", 1);
    assertThat(often)
        .containsEntry("shortest_period_ns", "100000000")
        .containsEntry("longest_period_ns", "200000000")
        .containsEntry("samples", "15")
        .containsEntry("late_ticks", "3")
        .containsEntry("bytes_per_sample", "100")
        .containsEntry("read_ns_per_sample", "20000");
    assertThat(number(often, "parse_ns_per_sample")).isCloseTo(6667, within(0.5));
    assertThat(number(often, "percent")).isCloseTo(0.02, within(1e-9));
  }

  private static double number(Map<String, Object> members, String name) {
    return Double.parseDouble(String.valueOf(members.get(name)));
  }

  @Test
  void aPartOfTheTimeIsToldOfAlone() {
    assertThat(cost(new Span(SECOND, 2 * SECOND)).sentence())
        .startsWith(
            "Cost of recording: 2.00 % of one CPU; 800.0 KiB of memory at most; 3.00 KiB a second"
                + " allocated; 400.0 B written, 66.7 B a sample; 3 late ticks.");
    assertThat(cost(new Span(5 * SECOND, 6 * SECOND)).sentence()).isEmpty();
  }

  @Test
  void whatIsNotKnownIsNotSaid() {
    long[][] late = {{SECOND, 0, 0, 0, 0, 0}, {SECOND, 1, 1, 10, 2_000_000, 0}};
    long[][] nothing = {{}, {}};
    assertThat(new Samples(List.of(), nothing, late).cost(ALL).sentence())
        .isEqualTo(
            "Cost of recording: 1 late tick. Taking samples took 0.20 % of the time, reading alone"
                + " 0.20 %.");
  }

  /** Samples of the process and of sources named often, dear (expensive) and cheap. */
  private static final class Samples implements Playback {
    private static final List<String> NAMES = List.of("often\033", "dear", "cheap");

    private final Layout layout;
    private final long[][] cells;
    private int at = -1;

    Samples(List<Column> ofProcess, long[][] process, long[][]... sources) {
      Layout.Builder builder = new Layout.Builder();
      Layout.Builder.RowBuilder self = builder.row(Self.PROCESS);
      int cell = 0;
      for (Column column : ofProcess) {
        self.cell(column, cell++);
      }
      for (int i = 0; i < sources.length; i++) {
        Layout.Builder.RowBuilder row = builder.row(Self.SOURCE_TABLE, NAMES.get(i));
        for (Column column : OF_SOURCE) {
          row.cell(column, cell++);
        }
      }
      layout = builder.build();
      cells = new long[process.length][];
      for (int s = 0; s < cells.length; s++) {
        LongStream all = LongStream.of(process[s]);
        for (long[][] source : sources) {
          all = LongStream.concat(all, LongStream.of(source[s]));
        }
        cells[s] = all.toArray();
      }
    }

    OwnCost cost(Span span) {
      RecordedSource source =
          new RecordedSource(
              0, Self.NAME, "", "", Duration.ofNanos(SECOND), cells.length, 0, 0, 0, List.of());
      SourceFigures figures = SourceFigures.of(source, this, 0, span);
      at = -1;
      return OwnCost.of(figures, this, span, 4096);
    }

    @Override
    public boolean next() {
      at++;
      return at < cells.length;
    }

    @Override
    public boolean isAfterGap() {
      return false;
    }

    @Override
    public Layout layout() {
      return layout;
    }

    @Override
    public long value(int cell) {
      return cells[at][cell];
    }

    @Override
    public long startNanos() {
      return at * SECOND;
    }

    @Override
    public long endNanos() {
      return at * SECOND;
    }
  }
}
