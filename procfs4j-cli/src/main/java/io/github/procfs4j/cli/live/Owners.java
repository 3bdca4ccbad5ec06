package io.github.procfs4j.cli.live;

import io.github.procfs4j.model.Interval;
import io.github.procfs4j.model.Layout.TableLayout;
import io.github.procfs4j.model.Row;
import io.github.procfs4j.process.ProcessStatusColumns;
import io.github.procfs4j.system.CgroupProcs;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The users and control groups of processes, as far as samples contain them: the user is in {@code
 * status}, and {@code cgroup/procs} lists the processes of control groups.
 */
class Owners {
  private static final String GROUPS = CgroupProcs.FILE.source().name();

  private Map<String, String> groups = Map.of();

  /**
   * To whom a process belongs.
   *
   * @param user its effective user; empty if it is not known
   * @param group the path of its control group; empty if it is not known
   */
  record Owner(String user, String group) {
    static final Owner UNKNOWN = new Owner("", "");
  }

  /** Whether a source shows to whom processes belong; it must be added before their own. */
  static boolean isSource(String source) {
    return source.equals(GROUPS);
  }

  /** Takes what the next interval of a source shows. */
  void add(String source, Interval interval) {
    if (isSource(source)) {
      Map<String, String> now = new HashMap<>();
      for (Row row :
          interval
              .layout()
              .table(CgroupProcs.MEMBER.name())
              .map(TableLayout::rows)
              .orElse(List.of())) {
        now.put(row.label("pid"), row.label("cgroup"));
      }
      groups = now;
    }
  }

  /** The owner of a process in an interval. */
  Owner of(Interval interval, Row row) {
    double user = interval.amountIfPrinted(row, ProcessStatusColumns.UID_EFFECTIVE);
    return new Owner(
        Double.isNaN(user) ? "" : Long.toString((long) user),
        groups.getOrDefault(row.label("pid"), ""));
  }
}
