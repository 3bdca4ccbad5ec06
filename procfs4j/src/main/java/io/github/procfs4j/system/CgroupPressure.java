package io.github.procfs4j.system;

import io.github.procfs4j.model.Figure;
import io.github.procfs4j.model.Layout;
import io.github.procfs4j.model.Limits;
import io.github.procfs4j.model.Row;
import io.github.procfs4j.model.Source;
import io.github.procfs4j.model.Table;
import io.github.procfs4j.sampling.Descriptions;
import io.github.procfs4j.sampling.FileReading;
import io.github.procfs4j.sampling.Gathering;
import io.github.procfs4j.sampling.Printing;
import io.github.procfs4j.sampling.SampledFile;
import io.github.procfs4j.sampling.View;
import io.github.procfs4j.text.Cursor;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;

/**
 * {@code cpu.pressure}, {@code memory.pressure}, {@code io.pressure} and {@code irq.pressure} of
 * control groups: the time for which their work was stalled for lack of each.
 *
 * <p>The texts are those of {@link PressureStall}; a row for each group, resource and line. Only
 * version 2 has them. {@link Cgroups} selects the groups. {@code kernel/sched/psi.c},
 * Documentation/accounting/psi.rst.
 */
public final class CgroupPressure extends View {
  private static final Table PRESSURE = Table.of("pressure", "cgroup", "resource", "stall");
  private static final Descriptions DESCRIPTIONS = CgroupPressureColumns.DESCRIPTIONS;
  private static final String REFERENCE = "Documentation/accounting/psi.rst";
  private static final String SUFFIX = ".pressure";

  /** No controller has this name, so the tree of version 2 is read. */
  private static final CgroupText TEXT =
      new CgroupText("pressure", PRESSURE, CgroupPressure::parse);

  /** The files of the group of this program as a source; {@link Cgroups#place} selects others. */
  public static final SampledFile<CgroupPressure> FILE =
      new SampledFile<>(
          new Source(
              "cgroup/pressure",
              "Time that control groups lost waiting for CPUs, memory and I/O",
              Source.Mode.SAMPLED,
              "4.20",
              "CONFIG_PSI, CONFIG_CGROUPS",
              "",
              REFERENCE + ", kernel/sched/psi.c"),
          Printing.ONE_CALL,
          TEXT,
          List.of(
              new Figure(
                  PRESSURE.name(),
                  "stalled",
                  "%",
                  Limits.ofTime(100),
                  "Share of the time in which some task of the group, or all non-idle ones, were"
                      + " stalled.",
                  REFERENCE,
                  (interval, row) ->
                      interval.perSecond(row, CgroupPressureColumns.TOTAL) / 1e6 * 100)),
          CgroupPressure::new,
          TEXT::place,
          new Gathering(
              Gathering.Reach.ITSELF,
              "",
              List.of("cpu.pressure", "memory.pressure", "io.pressure", "irq.pressure")));

  private CgroupPressure(FileReading reading) {
    super(reading);
  }

  private static void parse(String group, String file, Cursor line, Layout.Builder out) {
    if (line.wordAhead().contains("=")) {
      throw line.malformed("\u00absome\u00bb or \u00abfull\u00bb");
    }
    if (!file.endsWith(SUFFIX)) {
      throw line.malformed(
          "a file of the name RESOURCE%s before this, not %s".formatted(SUFFIX, file));
    }
    String resource = file.substring(0, file.length() - SUFFIX.length());
    Layout.Builder.RowBuilder row = out.row(PRESSURE, group, resource, line.word());
    while (!line.atLineEnd()) {
      PressureStall.cell(line, DESCRIPTIONS, row);
    }
  }

  /** {@return the groups, resources and lines, a row for each} */
  public List<Row> stalls() {
    return rows(PRESSURE);
  }

  /**
   * {@return the row of a group, whether or not the text contains it}
   *
   * @param group the path of the group, such as {@code /system.slice}
   * @param resource {@code cpu}, {@code memory}, {@code io} or {@code irq}
   * @param stall {@code some} or {@code full}
   */
  public Row stall(String group, String resource, String stall) {
    Objects.requireNonNull(group, "group");
    Objects.requireNonNull(resource, "resource");
    Objects.requireNonNull(stall, "stall");
    return PRESSURE.row(group, resource, stall);
  }

  /**
   * {@return the time stalled since the group was made, in microseconds; empty if this kernel does
   * not print it}
   *
   * @param stall a row of {@link #stalls}
   */
  public OptionalLong totalMicros(Row stall) {
    return amount(stall, CgroupPressureColumns.TOTAL);
  }
}
