package io.github.procfs4j.system;

import io.github.procfs4j.model.Column;
import io.github.procfs4j.model.Layout;
import io.github.procfs4j.model.Row;
import io.github.procfs4j.model.Source;
import io.github.procfs4j.model.Table;
import io.github.procfs4j.sampling.Descriptions;
import io.github.procfs4j.sampling.FileReading;
import io.github.procfs4j.sampling.Printing;
import io.github.procfs4j.sampling.SampledFile;
import io.github.procfs4j.sampling.View;
import io.github.procfs4j.text.Cursor;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;

/**
 * {@code /proc/uptime}: the time since boot, and the idle time of the CPUs.
 *
 * <pre>
 * 307.83 573.57
 * </pre>
 *
 * <p>Two numbers of seconds with two decimals: since boot, and idle, summed over all CPUs (so it
 * grows by up to the number of CPUs each second). If there are one or three numbers, they cannot be
 * identified, and are named after their positions. {@code fs/proc/uptime.c}, proc_uptime(5).
 */
public final class Uptime extends View {
  private static final Table UPTIME = Table.of("uptime");
  private static final List<Column> NUMBERS = List.of(UptimeColumns.UPTIME, UptimeColumns.IDLE);
  private static final Row ROW = UPTIME.row();

  /** The file as a source. */
  public static final SampledFile<Uptime> FILE =
      new SampledFile<>(
          new Source(
              "uptime",
              "Time since boot and time spent idle",
              Source.Mode.SAMPLED,
              "",
              "",
              "",
              "proc_uptime(5), fs/proc/uptime.c"),
          Printing.ONE_CALL,
          Uptime::parse,
          List.of(),
          Uptime::new);

  private Uptime(FileReading reading) {
    super(reading);
  }

  private static void parse(Cursor in, Layout.Builder out) {
    Layout.Builder.RowBuilder row = out.row(UPTIME);
    List<Integer> cells = new ArrayList<>();
    while (!in.atLineEnd()) {
      cells.add(in.hundredths());
    }
    boolean isWhole = cells.size() == NUMBERS.size();
    if (!isWhole) {
      in.note("%d numbers before this, not %d".formatted(NUMBERS.size(), cells.size()));
    }
    for (int i = 0; i < cells.size(); i++) {
      Column unnamed = Descriptions.unnamed(i + 1);
      row.cell(
          isWhole ? NUMBERS.get(i) : unnamed.as(unnamed.name(), UptimeColumns.IDLE.unit()),
          cells.get(i));
    }
    in.endLine();
  }

  /**
   * {@return the time since boot, including suspended time, in nanoseconds; the kernel prints
   * hundredths of a second}
   */
  public long sinceBootNanos() {
    return Math.multiplyExact(hundredths(UptimeColumns.UPTIME), 10_000_000L);
  }

  /**
   * {@return the time that all CPUs together were idle, in nanoseconds; it may decrease when a CPU
   * comes or goes}
   */
  public long idleNanos() {
    return Math.multiplyExact(hundredths(UptimeColumns.IDLE), 10_000_000L);
  }

  private long hundredths(Column column) {
    return reading()
        .value(ROW, column.name())
        .orElseThrow(() -> new NoSuchElementException(ROW + " has no " + column.name()));
  }
}
