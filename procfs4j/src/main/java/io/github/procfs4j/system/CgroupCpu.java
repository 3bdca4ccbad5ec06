package io.github.procfs4j.system;

import io.github.procfs4j.model.Column;
import io.github.procfs4j.model.Figure;
import io.github.procfs4j.model.Interval;
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
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * {@code cpu.stat} and {@code cpu.max} of control groups: their CPU time, their limit, and how
 * often they were throttled by it.
 *
 * <pre>
 * usage_usec 16315699
 * nr_periods 120
 * nr_throttled 40
 * throttled_usec 1987654
 * </pre>
 *
 * <p>A row for each group. A group without a limit has no {@code quota}. In version 1 these are
 * {@code cpu.stat}, whose times are nanoseconds ({@code throttled_time}), {@code cpu.cfs_quota_us}
 * and {@code cpu.cfs_period_us}, and {@code cpuacct.usage}: if that controller is not mounted
 * together with {@code cpu}, that of the group with the same path in its own tree. {@link Cgroups}
 * selects the groups. {@code kernel/sched/core.c}, Documentation/admin-guide/cgroup-v2.rst.
 */
public final class CgroupCpu extends View {
  private static final Table CGROUP = Table.of("cgroup", "cgroup");
  private static final Descriptions DESCRIPTIONS = CgroupCpuColumns.DESCRIPTIONS;
  private static final String REFERENCE = "Documentation/admin-guide/cgroup-v2.rst";
  private static final CgroupText TEXT =
      new CgroupText("cpu", CGROUP, CgroupCpu::parse, Map.of("cpuacct.usage", "cpuacct"));

  /** The files of the group of this program as a source; {@link Cgroups#place} selects others. */
  public static final SampledFile<CgroupCpu> FILE =
      new SampledFile<>(
          new Source(
              "cgroup/cpu",
              "CPU time of control groups, their limit, and how often they were throttled",
              Source.Mode.SAMPLED,
              "4.15",
              "CONFIG_CGROUP_SCHED",
              "",
              REFERENCE + ", kernel/sched/core.c"),
          Printing.ONE_CALL,
          TEXT,
          figures(),
          CgroupCpu::new,
          TEXT::place,
          new Gathering(
              Gathering.Reach.ITSELF,
              "",
              List.of(
                  "cpu.stat", "cpu.max", "cpu.cfs_quota_us", "cpu.cfs_period_us", "cpuacct.usage"),
              TEXT.elsewhere()));

  private CgroupCpu(FileReading reading) {
    super(reading);
  }

  private static List<Figure> figures() {
    return List.of(
        new Figure(
                CGROUP.name(),
                "throttled",
                "%",
                Limits.SHARE,
                "Share of the periods in which the group had used up its quota, so that its tasks"
                    + " had to wait.",
                REFERENCE,
                CgroupCpu::throttled)
            .weightedBy("periods", (i, row) -> i.growth(row, CgroupCpuColumns.NR_PERIODS)),
        new Figure(
            CGROUP.name(),
            "throttled time",
            "%",
            Limits.AMOUNT,
            "Time for which the group was throttled as a share of the time, added up over the CPUs"
                + " on which it was, so it may exceed 100 %.",
            REFERENCE,
            CgroupCpu::throttledTime),
        new Figure(
            CGROUP.name(),
            "used",
            "CPUs",
            Limits.AMOUNT,
            "CPU time that the group used, as a number of CPUs.",
            REFERENCE,
            CgroupCpu::used),
        new Figure(
            CGROUP.name(),
            "limit",
            "CPUs",
            Limits.AMOUNT,
            "CPU time that the group may use, as a number of CPUs: its quota divided by the"
                + " period.",
            REFERENCE,
            CgroupCpu::limit),
        new Figure(
            CGROUP.name(),
            "of limit",
            "%",
            Limits.AMOUNT,
            "CPU time that the group used as a share of what it may use. Bursts may exceed it.",
            REFERENCE,
            CgroupCpu::ofLimit));
  }

  private static double throttled(Interval interval, Row row) {
    double periods = interval.growth(row, CgroupCpuColumns.NR_PERIODS);
    return periods == 0
        ? Double.NaN
        : 100 * interval.growth(row, CgroupCpuColumns.NR_THROTTLED) / periods;
  }

  private static double throttledTime(Interval interval, Row row) {
    return interval.has(row, CgroupCpuColumns.THROTTLED_TIME)
        ? interval.perSecond(row, CgroupCpuColumns.THROTTLED_TIME) / 1e7
        : interval.perSecond(row, CgroupCpuColumns.THROTTLED_USEC) / 1e4;
  }

  private static double used(Interval interval, Row row) {
    return interval.has(row, CgroupCpuColumns.CPUACCT_USAGE)
        ? interval.perSecond(row, CgroupCpuColumns.CPUACCT_USAGE) / 1e9
        : interval.perSecond(row, CgroupCpuColumns.USAGE_USEC) / 1e6;
  }

  private static double ofLimit(Interval interval, Row row) {
    double limit = limit(interval, row);
    return Double.isNaN(limit) ? limit : 100 * used(interval, row) / limit;
  }

  private static double limit(Interval interval, Row row) {
    if (interval.has(row, CgroupCpuColumns.PERIOD) && !interval.has(row, CgroupCpuColumns.QUOTA)) {
      return interval.inapplicable(); // there is no limit
    }
    double period = interval.amount(row, CgroupCpuColumns.PERIOD);
    return period == 0 ? Double.NaN : interval.amount(row, CgroupCpuColumns.QUOTA) / period;
  }

  private static void parse(String group, String file, Cursor line, Layout.Builder out) {
    Layout.Builder.RowBuilder row = out.row(CGROUP, group);
    switch (file) {
      case "cpu.stat" -> {
        Column column = DESCRIPTIONS.column(line.word(), Unit.COUNT);
        int cell = line.unsigned();
        row.cell(Descriptions.alone(line, column), cell);
      }
      case "cpu.max" -> {
        int quota = CgroupText.limit(line);
        if (quota != Cursor.NONE) {
          row.cell(CgroupCpuColumns.QUOTA, quota);
        }
        row.cell(CgroupCpuColumns.PERIOD, line.unsigned());
      }
      case "cpu.cfs_quota_us" -> {
        if (line.wordAhead().equals("-1")) {
          line.word(); // no limit
        } else {
          row.cell(CgroupCpuColumns.QUOTA, line.unsigned());
        }
      }
      case "cpu.cfs_period_us" -> row.cell(CgroupCpuColumns.PERIOD, line.unsigned());
      case "cpuacct.usage" -> row.cell(CgroupCpuColumns.CPUACCT_USAGE, line.unsigned());
      default -> throw line.malformed("the name of a file before this");
    }
  }

  /** {@return the groups, a row each; one if no descendants are read} */
  public List<Row> groups() {
    return rows(CGROUP);
  }

  /**
   * {@return how many CPUs a group may use, such as 1.5; empty if it has no limit, or is gone}
   *
   * @param group a row of {@link #groups}
   */
  public OptionalDouble limit(Row group) {
    OptionalLong quota = amount(group, CgroupCpuColumns.QUOTA);
    OptionalLong period = amount(group, CgroupCpuColumns.PERIOD);
    return quota.isPresent() && period.isPresent() && period.getAsLong() > 0
        ? OptionalDouble.of((double) quota.getAsLong() / period.getAsLong())
        : OptionalDouble.empty();
  }

  /**
   * {@return {@code nr_periods}: the periods in which the group was runnable and had a limit; empty
   * if the controller is not enabled for it}
   *
   * @param group a row of {@link #groups}
   */
  public OptionalLong periods(Row group) {
    return amount(group, CgroupCpuColumns.NR_PERIODS);
  }

  /**
   * {@return {@code nr_throttled}: the periods in which the group had used up its quota; empty if
   * the controller is not enabled for it}
   *
   * @param group a row of {@link #groups}
   */
  public OptionalLong throttled(Row group) {
    return amount(group, CgroupCpuColumns.NR_THROTTLED);
  }
}
