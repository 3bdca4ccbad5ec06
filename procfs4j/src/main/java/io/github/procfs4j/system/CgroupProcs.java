package io.github.procfs4j.system;

import io.github.procfs4j.model.Layout;
import io.github.procfs4j.model.Row;
import io.github.procfs4j.model.Source;
import io.github.procfs4j.model.Table;
import io.github.procfs4j.sampling.FileReading;
import io.github.procfs4j.sampling.Gathering;
import io.github.procfs4j.sampling.Printing;
import io.github.procfs4j.sampling.SampledFile;
import io.github.procfs4j.sampling.View;
import io.github.procfs4j.text.Cursor;
import java.util.List;
import java.util.Objects;
import java.util.stream.LongStream;

/**
 * {@code cgroup.procs} of control groups: which processes belong to each.
 *
 * <pre>
 * 1234
 * </pre>
 *
 * <p>A row for each group and process, which has no numbers but its labels: joined to the table of
 * processes by the number of the process, it shows what the processes of each group use. In version
 * 1 it is read in the tree of the controller {@code cpu}. {@link Cgroups} selects the groups.
 * {@code kernel/cgroup/cgroup.c}, Documentation/admin-guide/cgroup-v2.rst.
 */
public final class CgroupProcs extends View {
  /** A row for each process, with the path of its group. */
  public static final Table MEMBER = Table.of("member", "cgroup", "pid");

  private static final CgroupText TEXT = new CgroupText("cpu", MEMBER, CgroupProcs::parse);

  /** The files of the group of this program as a source; {@link Cgroups#place} selects others. */
  public static final SampledFile<CgroupProcs> FILE =
      new SampledFile<>(
          new Source(
              "cgroup/procs",
              "The processes that belong to control groups",
              Source.Mode.SAMPLED,
              "",
              "CONFIG_CGROUPS",
              "",
              "Documentation/admin-guide/cgroup-v2.rst, kernel/cgroup/cgroup.c"),
          Printing.RECORDS,
          TEXT,
          List.of(),
          CgroupProcs::new,
          TEXT::place,
          new Gathering(Gathering.Reach.ITSELF, "", List.of("cgroup.procs")));

  private CgroupProcs(FileReading reading) {
    super(reading);
  }

  private static void parse(String group, String file, Cursor line, Layout.Builder out) {
    String pid = line.word();
    if (!pid.matches("[0-9]{1,10}")) {
      throw line.malformed("the number of a process before this");
    }
    out.newRow(MEMBER, group, pid);
  }

  /** {@return the groups and their processes, a row for each process} */
  public List<Row> members() {
    return rows(MEMBER);
  }

  /**
   * {@return the processes of a group, in the order of the text; none if it has none}
   *
   * @param group the path of the group, such as {@code /system.slice}
   */
  public LongStream processes(String group) {
    Objects.requireNonNull(group, "group");
    return members().stream()
        .filter(row -> row.label("cgroup").equals(group))
        .mapToLong(row -> Long.parseLong(row.label("pid")));
  }
}
