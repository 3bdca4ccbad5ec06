package io.github.procfs4j.system;

import io.github.procfs4j.model.Figure;
import io.github.procfs4j.model.Layout;
import io.github.procfs4j.model.Limits;
import io.github.procfs4j.model.Row;
import io.github.procfs4j.model.Source;
import io.github.procfs4j.model.Table;
import io.github.procfs4j.model.Unit;
import io.github.procfs4j.sampling.Descriptions;
import io.github.procfs4j.sampling.FileReading;
import io.github.procfs4j.sampling.Gathering;
import io.github.procfs4j.sampling.Printing;
import io.github.procfs4j.sampling.SampledFile;
import io.github.procfs4j.sampling.View;
import io.github.procfs4j.text.Cursor;
import java.util.List;
import java.util.OptionalLong;

/**
 * {@code pids.current}, {@code pids.max}, {@code pids.peak} and {@code pids.events} of control
 * groups: how many processes and threads they have, and how many they may have.
 *
 * <p>A row for each group. A limit that is {@code max} is absent. The files of version 1 are the
 * same. {@link Cgroups} selects the groups. {@code kernel/cgroup/pids.c},
 * Documentation/admin-guide/cgroup-v2.rst.
 */
public final class CgroupPids extends View {
  private static final Table CGROUP = Table.of("cgroup", "cgroup");
  private static final Descriptions DESCRIPTIONS = CgroupPidsColumns.DESCRIPTIONS;
  private static final String REFERENCE = "Documentation/admin-guide/cgroup-v2.rst";
  private static final CgroupText TEXT = new CgroupText("pids", CGROUP, CgroupPids::parse);

  /** The files of the group of this program as a source; {@link Cgroups#place} selects others. */
  public static final SampledFile<CgroupPids> FILE =
      new SampledFile<>(
          new Source(
              "cgroup/pids",
              "Processes and threads of control groups, and their limit",
              Source.Mode.SAMPLED,
              "4.3",
              "CONFIG_CGROUP_PIDS",
              "",
              REFERENCE + ", kernel/cgroup/pids.c"),
          Printing.ONE_CALL,
          TEXT,
          List.of(
              Figure.gauge(CGROUP, "tasks", "", CgroupPidsColumns.CURRENT),
              new Figure(
                  CGROUP.name(),
                  "of limit",
                  "%",
                  Limits.AMOUNT,
                  "Processes and threads as a share of their limit, which those that are moved into"
                      + " the group may exceed.",
                  REFERENCE,
                  (interval, row) -> {
                    if (interval.has(row, CgroupPidsColumns.CURRENT)
                        && !interval.has(row, CgroupPidsColumns.MAX)) {
                      return interval.inapplicable(); // there is no limit
                    }
                    double most = interval.amount(row, CgroupPidsColumns.MAX);
                    return most == 0
                        ? Double.NaN
                        : 100 * interval.amount(row, CgroupPidsColumns.CURRENT) / most;
                  }),
              Figure.rate(CGROUP, "refused", "/s", CgroupPidsColumns.EVENTS_MAX)),
          CgroupPids::new,
          TEXT::place,
          new Gathering(
              Gathering.Reach.ITSELF,
              "",
              List.of("pids.current", "pids.max", "pids.peak", "pids.events")));

  private CgroupPids(FileReading reading) {
    super(reading);
  }

  private static void parse(String group, String file, Cursor line, Layout.Builder out) {
    Layout.Builder.RowBuilder row = out.row(CGROUP, group);
    switch (file) {
      case "pids.current" -> row.cell(CgroupPidsColumns.CURRENT, line.unsigned());
      case "pids.peak" -> row.cell(CgroupPidsColumns.PEAK, line.unsigned());
      case "pids.max" -> {
        int most = CgroupText.limit(line);
        if (most != Cursor.NONE) {
          row.cell(CgroupPidsColumns.MAX, most);
        }
      }
      case "pids.events" ->
          row.cell(DESCRIPTIONS.column("events." + line.word(), Unit.COUNT), line.unsigned());
      default -> throw line.malformed("the name of a file before this");
    }
  }

  /** {@return the groups, a row each; one if no descendants are read} */
  public List<Row> groups() {
    return rows(CGROUP);
  }

  /**
   * {@return the processes and threads of a group and all below it; empty if the controller is not
   * enabled for it}
   *
   * @param group a row of {@link #groups}
   */
  public OptionalLong tasks(Row group) {
    return amount(group, CgroupPidsColumns.CURRENT);
  }

  /**
   * {@return the limit of the processes and threads of a group; empty if it has none}
   *
   * @param group a row of {@link #groups}
   */
  public OptionalLong limit(Row group) {
    return amount(group, CgroupPidsColumns.MAX);
  }
}
