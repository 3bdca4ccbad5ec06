package io.github.procfs4j.system;

import io.github.procfs4j.model.Column;
import io.github.procfs4j.model.Figure;
import io.github.procfs4j.model.Layout;
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
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;

/**
 * {@code /proc/sysvipc/shm}: the System V shared memory segments.
 *
 * <pre>
 *        key      shmid perms                  size  cpid  lpid nattch   uid   gid  cuid  cgid      atime      dtime      ctime                   rss                  swap
 *       4660          2   640                524288   263   263      2     0     0     0     0 1795376355          0 1795376355                262144                     0
 * </pre>
 *
 * <p>A line for each segment below a heading that names the columns; a column that a newer kernel
 * adds is kept under the name that the heading gives it. A segment is identified by its {@code
 * shmid}, which contains a sequence number, so that it is not used again soon. Its key, its
 * permissions in octal, the process that created it, and the numbers of its owner and creator
 * describe it. {@code ipc/shm.c} ({@code sysvipc_shm_proc_show}), sysvipc(7).
 */
public final class SysvipcShm extends View {
  private static final List<String> LABELS =
      List.of("shmid", "key", "perms", "cpid", "uid", "gid", "cuid", "cgid");
  private static final Table SEGMENT = new Table("segment", LABELS, 1);
  private static final Descriptions DESCRIPTIONS = SysvipcShmColumns.DESCRIPTIONS;

  /** The file as a source. */
  public static final SampledFile<SysvipcShm> FILE =
      new SampledFile<>(
          new Source(
              "sysvipc/shm",
              "System V shared memory segments",
              Source.Mode.SAMPLED,
              "",
              "CONFIG_SYSVIPC",
              "",
              "sysvipc(7), shmctl(2), ipc/shm.c"),
          Printing.RECORDS,
          SysvipcShm::parse,
          List.of(
              Figure.gauge(SEGMENT, "resident", "bytes", SysvipcShmColumns.RSS),
              Figure.gauge(SEGMENT, "swapped", "bytes", SysvipcShmColumns.SWAP),
              Figure.gauge(SEGMENT, "size", "bytes", SysvipcShmColumns.SIZE),
              Figure.gauge(SEGMENT, "attached", "", SysvipcShmColumns.NATTCH)),
          SysvipcShm::new);

  private SysvipcShm(FileReading reading) {
    super(reading);
  }

  private static void parse(Cursor in, Layout.Builder out) {
    out.table(SEGMENT);
    List<String> names = new ArrayList<>();
    in.eachLine(
        line -> {
          if (names.isEmpty()) {
            heading(line, names);
          } else {
            segment(line, names, out);
          }
        });
  }

  private static void heading(Cursor line, List<String> names) {
    if (line.isNumberNext()) {
      throw line.malformed("a heading with the names of the columns");
    }
    while (!line.atLineEnd()) {
      names.add(line.word());
    }
    if (!names.containsAll(LABELS)) {
      names.clear();
      throw line.malformed("a heading with " + String.join(", ", LABELS) + " before this");
    }
  }

  private static void segment(Cursor line, List<String> names, Layout.Builder out) {
    int fields = line.lineAhead().strip().split("[ \t]+", -1).length;
    if (fields != names.size()) {
      throw line.malformed("%d fields, as the heading has, not %d".formatted(names.size(), fields));
    }
    String[] labels = new String[LABELS.size()];
    Arrays.fill(labels, "");
    List<Column> columns = new ArrayList<>();
    List<Integer> cells = new ArrayList<>();
    for (String name : names) {
      int label = LABELS.indexOf(name);
      if (label >= 0) {
        labels[label] = line.word();
      } else {
        Column column = DESCRIPTIONS.column(name, Unit.COUNT);
        columns.add(column);
        cells.add(Descriptions.number(line, column));
      }
    }
    Layout.Builder.RowBuilder row = out.newRow(SEGMENT, labels);
    for (int i = 0; i < cells.size(); i++) {
      row.cell(columns.get(i), cells.get(i));
    }
  }

  /** {@return the segments, in the order of the text} */
  public List<Row> segments() {
    return rows(SEGMENT);
  }

  /**
   * {@return the size of a segment as requested, in bytes; empty if it does not exist}
   *
   * @param segment a row of {@link #segments}
   */
  public OptionalLong size(Row segment) {
    return amount(segment, SysvipcShmColumns.SIZE);
  }

  /**
   * {@return the part of a segment that is in memory, in bytes; empty if it does not exist, or
   * before Linux 2.6.37}
   *
   * @param segment a row of {@link #segments}
   */
  public OptionalLong resident(Row segment) {
    return amount(segment, SysvipcShmColumns.RSS);
  }

  /**
   * {@return the part of a segment that is swapped out, in bytes; empty if it does not exist, or
   * before Linux 2.6.37}
   *
   * @param segment a row of {@link #segments}
   */
  public OptionalLong swapped(Row segment) {
    return amount(segment, SysvipcShmColumns.SWAP);
  }

  /**
   * {@return the number of mappings of a segment; empty if it does not exist} A segment without any
   * remains until it is removed.
   *
   * @param segment a row of {@link #segments}
   */
  public OptionalLong attached(Row segment) {
    return amount(segment, SysvipcShmColumns.NATTCH);
  }
}
