package io.github.procfs4j.system;

import io.github.procfs4j.model.Row;
import io.github.procfs4j.model.Source;
import io.github.procfs4j.model.Table;
import io.github.procfs4j.sampling.FileReading;
import io.github.procfs4j.sampling.Printing;
import io.github.procfs4j.sampling.SampledFile;
import io.github.procfs4j.sampling.View;
import java.util.List;

/**
 * {@code /proc/sys/kernel/sched_schedstats}: whether the scheduler collects the statistics that are
 * off by default. While it does not, the numbers of {@code schedstat}, {@code sched_debug} and
 * {@code <pid>/sched} that depend on it stand still, mostly at 0.
 *
 * <pre>
 * 0
 * </pre>
 *
 * <p>One number. {@code kernel/sched/core.c}, Documentation/admin-guide/sysctl/kernel.rst.
 */
public final class SysKernelSchedSchedStats extends View {
  private static final Table SCHED_SCHEDSTATS = Table.of("sched_schedstats");
  private static final Row ROW = SCHED_SCHEDSTATS.row();

  /** The file as a source. */
  public static final SampledFile<SysKernelSchedSchedStats> FILE =
      new SampledFile<>(
          new Source(
              "sys/kernel/sched_schedstats",
              "Whether the scheduler collects the statistics that are off by default",
              Source.Mode.SAMPLED,
              "4.6",
              "CONFIG_SCHEDSTATS",
              "",
              "Documentation/admin-guide/sysctl/kernel.rst, kernel/sched/core.c"),
          Printing.ONE_CALL,
          (in, out) ->
              NumberLine.parse(
                  in, out.row(SCHED_SCHEDSTATS), SysKernelSchedSchedStatsColumns.COLUMNS),
          List.of(),
          SysKernelSchedSchedStats::new);

  private SysKernelSchedSchedStats(FileReading reading) {
    super(reading);
  }

  /** {@return whether the statistics are collected now} */
  public boolean isEnabled() {
    return amountOf(ROW, SysKernelSchedSchedStatsColumns.SCHED_SCHEDSTATS) != 0;
  }
}
