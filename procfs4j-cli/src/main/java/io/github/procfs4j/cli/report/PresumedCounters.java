package io.github.procfs4j.cli.report;

import io.github.procfs4j.model.Column;
import io.github.procfs4j.model.Figure;
import io.github.procfs4j.model.Layout;
import io.github.procfs4j.model.Layout.TableLayout;
import io.github.procfs4j.model.Limits;
import io.github.procfs4j.model.Playback;
import io.github.procfs4j.model.Row;
import io.github.procfs4j.model.Table;
import io.github.procfs4j.model.slots.SlotLayout;
import io.github.procfs4j.sampling.Descriptions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The columns of a source without a description, which therefore count as gauges, and whose numbers
 * grew and never fell in the whole recording: most likely they are counters, for which a rate is
 * more useful than the value.
 */
public final class PresumedCounters {
  private static final String MEANING =
      "Presumed: this column has no description, and its numbers never fell in this recording,"
          + " like those of a counter.";

  private final Map<String, Course> courses = new HashMap<>();

  private PresumedCounters() {}

  /** How the numbers of a column changed in all rows. */
  private static final class Course {
    final Map<Row, Last> ofRow = new HashMap<>();
    boolean rose;
    boolean fell;
  }

  /** The last number of a cell, and the course of its column. */
  private static final class Last {
    final Course course;
    long number;
    boolean isKnown;

    Last(Course course) {
      this.course = course;
    }

    void next(long now) {
      int direction = isKnown ? Long.compareUnsigned(now, number) : 0;
      course.rose |= direction > 0;
      course.fell |= direction < 0;
      number = now;
      isKnown = true;
    }
  }

  /** No column is presumed to be a counter. */
  public static PresumedCounters none() {
    return new PresumedCounters();
  }

  /** The presumed counters among the columns of the first of these samples. */
  @SuppressWarnings("ReferenceEquality") // a deeper comparison would cost more than it saves
  public static PresumedCounters of(Playback samples) {
    PresumedCounters presumed = new PresumedCounters();
    Layout layout = null;
    @Nullable Last[] here = {};
    while (samples.next()) {
      boolean isNew = samples.layout() != layout;
      if (isNew) {
        boolean isFirst = layout == null;
        layout = samples.layout();
        // Rows that come and go are those of processes, whose columns are all described.
        if (layout instanceof SlotLayout) {
          return none();
        }
        here = presumed.cells(layout);
        if (isFirst && presumed.courses.isEmpty()) {
          break; // nearly always the case
        }
      }
      @Nullable Last[] cells = here;
      IntConsumer look =
          cell -> {
            Last last = cells[cell];
            if (last != null) {
              last.next(samples.value(cell));
            }
          };
      if (isNew || !samples.changed(look)) {
        IntStream.range(0, cells.length).forEach(look);
      }
    }
    return presumed;
  }

  private @Nullable Last[] cells(Layout layout) {
    @Nullable Last[] here = new Last[layout.cells()];
    for (TableLayout table : layout.tables()) {
      for (Column column : table.columns()) {
        if (column.isDescribed() || Descriptions.isUnnamed(column)) {
          continue;
        }
        Course course = courses.computeIfAbsent(key(table.table(), column), any -> new Course());
        for (Row row : table.rows()) {
          int cell = layout.cell(row, column);
          if (cell != Layout.ABSENT) {
            here[cell] = course.ofRow.computeIfAbsent(row, any -> new Last(course));
          }
        }
      }
    }
    return here;
  }

  private static String key(Table table, Column column) {
    return table.name() + '\t' + column.name();
  }

  /** The rates of the presumed counters among the columns of a table. */
  public List<Figure> figures(Table table, List<Column> columns) {
    List<Figure> figures = new ArrayList<>();
    for (Column column : columns) {
      Course course = courses.get(key(table, column));
      if (course != null && course.rose && !course.fell) {
        String unit = column.unit().name();
        figures.add(
            new Figure(
                table.name(),
                column.name() + " (presumed)",
                (unit.equals("count") ? "" : unit) + "/s",
                Limits.AMOUNT,
                MEANING,
                "",
                (interval, row) -> interval.perSecond(row, column)));
      }
    }
    return figures;
  }
}
