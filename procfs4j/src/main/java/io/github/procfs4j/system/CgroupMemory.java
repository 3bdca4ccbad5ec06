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
import java.util.OptionalLong;

/**
 * {@code memory.current}, {@code memory.max}, {@code memory.high}, {@code memory.events} and {@code
 * memory.stat} of control groups: their memory, their limits, and what happened at these.
 *
 * <p>A row for each group. The keys of {@code memory.events} and {@code memory.stat} are columns
 * such as {@code events.oom_kill} and {@code stat.anon}. A limit that is {@code max} is absent;
 * version 1 prints nearly 2^63 instead. In version 1 these are {@code memory.usage_in_bytes},
 * {@code memory.limit_in_bytes}, {@code memory.failcnt}, {@code memory.oom_control} and {@code
 * memory.stat}, whose keys are others. {@link Cgroups} selects the groups. {@code mm/memcontrol.c},
 * Documentation/admin-guide/cgroup-v2.rst.
 */
public final class CgroupMemory extends View {
  private static final Table CGROUP = Table.of("cgroup", "cgroup");
  private static final Descriptions DESCRIPTIONS = CgroupMemoryColumns.DESCRIPTIONS;
  private static final String REFERENCE = "Documentation/admin-guide/cgroup-v2.rst";
  private static final CgroupText TEXT = new CgroupText("memory", CGROUP, CgroupMemory::parse);

  /** Version 1 prints 2^63 - 1, rounded down to whole pages, if there is no limit. */
  private static final long LEAST_NO_LIMIT = Long.MAX_VALUE - (1 << 20);

  /** The files of the group of this program as a source; {@link Cgroups#place} selects others. */
  public static final SampledFile<CgroupMemory> FILE =
      new SampledFile<>(
          new Source(
              "cgroup/memory",
              "Memory of control groups, their limits, and what happened at these",
              Source.Mode.SAMPLED,
              "4.5",
              "CONFIG_MEMCG",
              "",
              REFERENCE + ", mm/memcontrol.c"),
          Printing.ONE_CALL,
          TEXT,
          figures(),
          CgroupMemory::new,
          TEXT::place,
          new Gathering(
              Gathering.Reach.ITSELF,
              "",
              List.of(
                  "memory.current",
                  "memory.max",
                  "memory.high",
                  "memory.usage_in_bytes",
                  "memory.limit_in_bytes",
                  "memory.failcnt",
                  "memory.oom_control",
                  "memory.events",
                  "memory.stat")));

  private CgroupMemory(FileReading reading) {
    super(reading);
  }

  private static List<Figure> figures() {
    return List.of(
        new Figure(
            CGROUP.name(),
            "used",
            "bytes",
            Limits.AMOUNT,
            "Memory of the group and all below it, with its page cache.",
            REFERENCE,
            CgroupMemory::used),
        new Figure(
            CGROUP.name(),
            "of limit",
            "%",
            Limits.AMOUNT,
            "Memory of the group as a share of the lower one of its limits. Page cache fills a"
                + " group up to its limit, so a high share alone is not a lack.",
            REFERENCE,
            (interval, row) -> {
              double limit = limit(interval, row);
              return Double.isNaN(limit) ? limit : 100 * used(interval, row) / limit;
            }),
        new Figure(
            CGROUP.name(),
            "headroom",
            "bytes",
            Limits.NONE,
            "The lower one of the limits minus the memory of the group; negative beyond the limit"
                + " high.",
            REFERENCE,
            (interval, row) -> {
              double limit = limit(interval, row);
              return Double.isNaN(limit) ? limit : limit - used(interval, row);
            }),
        new Figure(
            CGROUP.name(),
            "OOM kills",
            "/s",
            Limits.AMOUNT,
            "Tasks of the group that were killed for lack of memory.",
            REFERENCE,
            (interval, row) ->
                interval.perSecond(
                    row,
                    interval.has(row, CgroupMemoryColumns.OOM_CONTROL_OOM_KILL)
                        ? CgroupMemoryColumns.OOM_CONTROL_OOM_KILL
                        : CgroupMemoryColumns.EVENTS_OOM_KILL)),
        new Figure(
            CGROUP.name(),
            "at limit",
            "/s",
            Limits.AMOUNT,
            "Times that the group was about to exceed its limit max.",
            REFERENCE,
            (interval, row) ->
                interval.perSecond(
                    row,
                    interval.has(row, CgroupMemoryColumns.FAILCNT)
                        ? CgroupMemoryColumns.FAILCNT
                        : CgroupMemoryColumns.EVENTS_MAX)),
        Figure.rate(CGROUP, "slowed down", "/s", CgroupMemoryColumns.EVENTS_HIGH),
        Figure.gauge(CGROUP, "anonymous", "bytes", CgroupMemoryColumns.STAT_ANON),
        Figure.gauge(CGROUP, "file", "bytes", CgroupMemoryColumns.STAT_FILE));
  }

  private static double used(Interval interval, Row row) {
    return interval.amount(
        row,
        interval.has(row, CgroupMemoryColumns.USAGE_IN_BYTES)
            ? CgroupMemoryColumns.USAGE_IN_BYTES
            : CgroupMemoryColumns.CURRENT);
  }

  private static double limit(Interval interval, Row row) {
    if (interval.has(row, CgroupMemoryColumns.LIMIT_IN_BYTES)) {
      double limit = interval.amount(row, CgroupMemoryColumns.LIMIT_IN_BYTES);
      return limit >= LEAST_NO_LIMIT ? interval.inapplicable() : limit;
    }
    if (!interval.has(row, CgroupMemoryColumns.HIGH)) {
      boolean hasNone =
          interval.has(row, CgroupMemoryColumns.CURRENT)
              && !interval.has(row, CgroupMemoryColumns.MAX);
      return hasNone ? interval.inapplicable() : interval.amount(row, CgroupMemoryColumns.MAX);
    }
    double high = interval.amount(row, CgroupMemoryColumns.HIGH);
    return interval.has(row, CgroupMemoryColumns.MAX)
        ? Math.min(high, interval.amount(row, CgroupMemoryColumns.MAX))
        : high;
  }

  private static void parse(String group, String file, Cursor line, Layout.Builder out) {
    Layout.Builder.RowBuilder row = out.row(CGROUP, group);
    switch (file) {
      case "memory.stat" -> keyed(line, "stat.", row);
      case "memory.events" -> keyed(line, "events.", row);
      case "memory.oom_control" -> keyed(line, "oom_control.", row);
      case "memory.current" -> row.cell(CgroupMemoryColumns.CURRENT, line.unsigned());
      case "memory.max" -> limit(line, CgroupMemoryColumns.MAX, row);
      case "memory.high" -> limit(line, CgroupMemoryColumns.HIGH, row);
      case "memory.limit_in_bytes" -> limit(line, CgroupMemoryColumns.LIMIT_IN_BYTES, row);
      case "memory.usage_in_bytes" -> row.cell(CgroupMemoryColumns.USAGE_IN_BYTES, line.unsigned());
      case "memory.failcnt" -> row.cell(CgroupMemoryColumns.FAILCNT, line.unsigned());
      default -> throw line.malformed("the name of a file before this");
    }
  }

  private static void limit(Cursor line, Column column, Layout.Builder.RowBuilder row) {
    int cell = CgroupText.limit(line);
    if (cell != Cursor.NONE) {
      row.cell(column, cell);
    }
  }

  private static void keyed(Cursor line, String prefix, Layout.Builder.RowBuilder row) {
    Column column = DESCRIPTIONS.column(prefix + line.word(), Unit.COUNT);
    int cell = line.unsigned();
    row.cell(Descriptions.alone(line, column), cell);
  }

  /** {@return the groups, a row each; one if no descendants are read} */
  public List<Row> groups() {
    return rows(CGROUP);
  }

  /**
   * {@return the memory of a group and all below it, in bytes; empty if the controller is not
   * enabled for it}
   *
   * @param group a row of {@link #groups}
   */
  public OptionalLong used(Row group) {
    OptionalLong current = amount(group, CgroupMemoryColumns.CURRENT);
    return current.isPresent() ? current : amount(group, CgroupMemoryColumns.USAGE_IN_BYTES);
  }

  /**
   * {@return the limit that a group never exceeds, in bytes; empty if it has none}
   *
   * @param group a row of {@link #groups}
   */
  public OptionalLong limit(Row group) {
    OptionalLong max = amount(group, CgroupMemoryColumns.MAX);
    if (max.isPresent()) {
      return max;
    }
    OptionalLong ofVersion1 = amount(group, CgroupMemoryColumns.LIMIT_IN_BYTES);
    return ofVersion1.orElse(0) >= LEAST_NO_LIMIT ? OptionalLong.empty() : ofVersion1;
  }

  /**
   * {@return how many tasks of a group were killed for lack of memory; empty if the kernel does not
   * count them for it}
   *
   * @param group a row of {@link #groups}
   */
  public OptionalLong oomKills(Row group) {
    OptionalLong kills = amount(group, CgroupMemoryColumns.EVENTS_OOM_KILL);
    return kills.isPresent() ? kills : amount(group, CgroupMemoryColumns.OOM_CONTROL_OOM_KILL);
  }
}
