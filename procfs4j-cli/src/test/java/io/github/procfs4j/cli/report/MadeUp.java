package io.github.procfs4j.cli.report;

import io.github.procfs4j.model.Column;
import io.github.procfs4j.model.Kind;
import io.github.procfs4j.model.Layout;
import io.github.procfs4j.model.Playback;
import io.github.procfs4j.model.Table;
import io.github.procfs4j.model.Unit;
import io.github.procfs4j.recording.RecordedSource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

/** Made-up samples: a second apart, with one table and columns by name. */
final class MadeUp implements Playback {
  private static final long SECOND = 1_000_000_000;

  private final String source;
  private final Table table;
  private final List<Layout> layouts = new ArrayList<>();
  private final List<long[]> cells = new ArrayList<>();
  private final List<Boolean> gaps = new ArrayList<>();
  private boolean gap;
  private int at = -1;

  MadeUp(String source, Table table) {
    this.source = source;
    this.table = table;
  }

  static Column counter(String name) {
    return new Column(name, Unit.COUNT, Kind.COUNTER, false, "", "", "Counts.", "");
  }

  static Column gauge(String name, Unit unit) {
    return new Column(name, unit, Kind.GAUGE, false, "", "", "Stands.", "");
  }

  /** Adds a sample: for each row, by its label or "" for none, the cells of these columns. */
  MadeUp sample(List<Column> columns, SequencedMap<String, List<Long>> rows) {
    Layout.Builder layout = new Layout.Builder();
    List<Long> numbers = new ArrayList<>();
    for (Map.Entry<String, List<Long>> row : rows.entrySet()) {
      Layout.Builder.RowBuilder builder =
          table.labels().isEmpty() ? layout.row(table) : layout.row(table, row.getKey());
      for (int c = 0; c < columns.size(); c++) {
        builder.cell(columns.get(c), numbers.size());
        numbers.add(row.getValue().get(c));
      }
    }
    Layout built = layout.build();
    layouts.add(
        !layouts.isEmpty() && built.isSameAs(layouts.getLast()) ? layouts.getLast() : built);
    cells.add(numbers.stream().mapToLong(Long::longValue).toArray());
    gaps.add(gap);
    gap = false;
    return this;
  }

  MadeUp gap() {
    gap = true;
    return this;
  }

  SourceFigures figures() {
    return figures(new Span(0, Long.MAX_VALUE));
  }

  SourceFigures figures(Span span) {
    RecordedSource recorded =
        new RecordedSource(
            0,
            source,
            "Made up for a test",
            "",
            Duration.ofNanos(SECOND),
            layouts.size(),
            0,
            0,
            0,
            List.of());
    at = -1;
    return SourceFigures.of(recorded, this, 0, span);
  }

  @Override
  public boolean next() {
    at++;
    return at < layouts.size();
  }

  @Override
  public boolean isAfterGap() {
    return gaps.get(at);
  }

  @Override
  public Layout layout() {
    return layouts.get(at);
  }

  @Override
  public long value(int cell) {
    return cells.get(at)[cell];
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
