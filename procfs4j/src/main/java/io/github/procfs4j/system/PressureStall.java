package io.github.procfs4j.system;

import io.github.procfs4j.model.Column;
import io.github.procfs4j.model.Figure;
import io.github.procfs4j.model.Layout;
import io.github.procfs4j.model.Limits;
import io.github.procfs4j.model.Row;
import io.github.procfs4j.model.Source;
import io.github.procfs4j.model.Table;
import io.github.procfs4j.model.Unit;
import io.github.procfs4j.sampling.Descriptions;
import io.github.procfs4j.sampling.FileReading;
import io.github.procfs4j.sampling.Printing;
import io.github.procfs4j.sampling.SampledFile;
import io.github.procfs4j.sampling.View;
import io.github.procfs4j.text.Cursor;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Set;

/**
 * {@code /proc/pressure/cpu}, {@code memory}, {@code io} and {@code irq}: the time for which work
 * was stalled for lack of each.
 *
 * <pre>
 * some avg10=2.74 avg60=0.59 avg300=0.12 total=476308
 * full avg10=1.44 avg60=0.31 avg300=0.06 total=268351
 * </pre>
 *
 * <p>{@code some} is the time during which at least one task was stalled, {@code full} the time
 * during which all non-idle tasks were stalled at once. {@code avg10}, {@code avg60} and {@code
 * avg300} are shares in percent over that many seconds, a moving average that the kernel updates
 * every two seconds; {@code total} is the time itself in microseconds, from which the share over
 * any interval follows. {@code irq} has only {@code full}. An unknown key is kept under its own
 * name.
 *
 * <p>Documentation/accounting/psi.rst, {@code kernel/sched/psi.c}.
 */
public final class PressureStall extends View {
  private static final Table PRESSURE = Table.of("pressure", "stall");
  private static final Descriptions DESCRIPTIONS = PressureStallColumns.DESCRIPTIONS;
  private static final Row SOME = PRESSURE.row("some");
  private static final Row FULL = PRESSURE.row("full");

  private static final Set<String> STALLS = Set.of("some", "full");

  /** The keys of each line, all of which exist since the file does. */
  private static final List<String> KEYS =
      PressureStallColumns.COLUMNS.stream().map(Column::name).toList();

  /**
   * Only those options are named without which the file does not exist, because they are looked up.
   */
  private static final String SWITCH =
      "CONFIG_PSI, and on psi=1 on the kernel's command line if it is off by default";

  /** Time lost because tasks had to wait for a CPU. */
  public static final SampledFile<PressureStall> CPU =
      file("cpu", "Time lost because tasks had to wait for a CPU", "4.20", SWITCH);

  /** Time lost for lack of memory: reclaim, refaults, swapping. */
  public static final SampledFile<PressureStall> MEMORY =
      file("memory", "Time lost for lack of memory: reclaim, refaults, swapping", "4.20", SWITCH);

  /** Time lost because tasks had to wait for I/O. */
  public static final SampledFile<PressureStall> IO =
      file("io", "Time lost because tasks had to wait for I/O", "4.20", SWITCH);

  /** Time lost to the handling of interrupts and softirqs. */
  public static final SampledFile<PressureStall> IRQ =
      file(
          "irq",
          "Time lost to interrupts and softirqs",
          "6.1",
          "CONFIG_IRQ_TIME_ACCOUNTING, " + SWITCH);

  /** The four files, in the order in which people usually want them. */
  public static final List<SampledFile<PressureStall>> FILES = List.of(CPU, MEMORY, IO, IRQ);

  private PressureStall(FileReading reading) {
    super(reading);
  }

  private static SampledFile<PressureStall> file(
      String resource, String purpose, String since, String requires) {
    return new SampledFile<>(
        new Source(
            "pressure/" + resource,
            purpose,
            Source.Mode.SAMPLED,
            since,
            requires,
            "",
            "Documentation/accounting/psi.rst, kernel/sched/psi.c"),
        Printing.ONE_CALL,
        PressureStall::parse,
        List.of(
            new Figure(
                PRESSURE.name(),
                "stalled",
                "%",
                Limits.ofTime(100),
                "Share of the time in which some task, or all non-idle tasks, were stalled.",
                "Documentation/accounting/psi.rst",
                (i, row) -> i.perSecond(row, PressureStallColumns.TOTAL) / 1e6 * 100)),
        PressureStall::new);
  }

  private static void parse(Cursor in, Layout.Builder out) {
    in.expectText();
    in.eachLine(
        line -> {
          if (line.wordAhead().contains("=")) {
            throw line.malformed("\u00absome\u00bb or \u00abfull\u00bb");
          }
          String stall = line.word();
          if (line.atLineEnd()) {
            throw line.malformed("averages and a total");
          }
          Layout.Builder.RowBuilder row = out.newRow(PRESSURE, stall);
          Set<String> keys = new HashSet<>();
          while (!line.atLineEnd()) {
            keys.add(cell(line, DESCRIPTIONS, row));
          }
          if (STALLS.contains(stall) && !keys.containsAll(KEYS)) {
            throw line.malformed(String.join(", ", KEYS) + " before this");
          }
        });
  }

  /** {@return the row of the time during which at least one task was stalled} */
  public static Row some() {
    return SOME;
  }

  /** {@return the row of the time during which all non-idle tasks were stalled at once} */
  public static Row full() {
    return FULL;
  }

  /** {@return the rows: {@code some}, {@code full}, and what a newer kernel may add} */
  public List<Row> stalls() {
    return rows(PRESSURE);
  }

  /**
   * {@return the time stalled since boot, in microseconds; empty if this kernel does not print it:
   * {@code full} of {@code cpu} before Linux 5.13, {@code some} of {@code irq} always}
   *
   * @param stall {@link #some} or {@link #full}
   */
  public OptionalLong totalMicros(Row stall) {
    return amount(stall, PressureStallColumns.TOTAL);
  }

  /** Adds the next cell of a line, a name and a number; returns the name. */
  static String cell(Cursor line, Descriptions descriptions, Layout.Builder.RowBuilder row) {
    if (!line.wordAhead().contains("=")) {
      throw line.malformed("a name and \u00ab=\u00bb");
    }
    String key = line.until('=');
    if (key.startsWith("avg")) {
      // All averages are percentages, also those over a time that no kernel prints yet.
      row.cell(descriptions.column(key, PressureStallColumns.AVG10.unit()), line.hundredths());
    } else {
      row.cell(descriptions.column(key, Unit.COUNT), line.unsigned());
    }
    return key;
  }

  /**
   * {@return the kernel's moving average of the share of the time that was stalled, in percent;
   * empty if this kernel does not print it}
   *
   * @param stall {@link #some} or {@link #full}
   * @param over one of {@link PressureStallColumns#AVG10}, {@link PressureStallColumns#AVG60} and
   *     {@link PressureStallColumns#AVG300}
   */
  public OptionalDouble average(Row stall, Column over) {
    OptionalLong hundredths = reading().value(stall, over.name());
    return hundredths.isEmpty()
        ? OptionalDouble.empty()
        : OptionalDouble.of(hundredths.getAsLong() / 100.0);
  }
}
