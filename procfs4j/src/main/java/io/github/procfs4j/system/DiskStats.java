package io.github.procfs4j.system;

import io.github.procfs4j.model.Column;
import io.github.procfs4j.model.Figure;
import io.github.procfs4j.model.Interval;
import io.github.procfs4j.model.Layout;
import io.github.procfs4j.model.Limits;
import io.github.procfs4j.model.Row;
import io.github.procfs4j.model.Source;
import io.github.procfs4j.model.Table;
import io.github.procfs4j.sampling.Descriptions;
import io.github.procfs4j.sampling.FileReading;
import io.github.procfs4j.sampling.Printing;
import io.github.procfs4j.sampling.SampledFile;
import io.github.procfs4j.sampling.View;
import io.github.procfs4j.text.Cursor;
import io.github.procfs4j.text.MalformedTextException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.ToDoubleBiFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * {@code /proc/diskstats}: the requests to each block device and partition, and the time that they
 * took.
 *
 * <pre>
 *  254       0 vda 5696 3587 525186 5426 507 3580 263216 1290 0 2156 7253 2970 71 40096 535 4 0
 * </pre>
 *
 * <p>A line for each device: its major and minor number, its name, and 11 numbers, 15 since Linux
 * 4.18 (discards), 17 since 5.5 (flushes); until 2.6.24, 4 for a partition. Their count determines
 * their meaning. LXCFS prints 14 for the devices of a container. Numbers that a newer kernel
 * appends are kept, named after their position. A line with a count that no kernel prints is a
 * problem, and its numbers are kept under generated names, so that none is mistaken for another
 * one. Documentation/admin-guide/iostats.rst, {@code block/genhd.c}.
 *
 * <p>A device that is removed and added again is the same row with its counters reset to zero.
 */
public final class DiskStats extends View {
  private static final String IOSTAT = "iostat(1)";

  private static final Table DISK = Table.of("disk", "device");

  /** The columns of a line with 17 numbers after the name, in order. */
  private static final List<Column> DISK_COLUMNS = DiskStatsColumns.COLUMNS.subList(2, 19);

  /** What was printed for a partition until Linux 2.6.24, in order. */
  private static final List<Column> PARTITION_COLUMNS =
      List.of(
          DiskStatsColumns.READS_ISSUED,
          DiskStatsColumns.SECTORS_READ,
          DiskStatsColumns.WRITES_ISSUED,
          DiskStatsColumns.SECTORS_WRITTEN);

  /**
   * The columns that LXCFS prints, without discards_completed. {@code src/proc_fuse.c} of LXCFS
   * 4.0.
   */
  private static final List<Column> LXCFS_COLUMNS =
      Stream.concat(
              DISK_COLUMNS.subList(0, 11).stream(),
              Stream.of(
                  DiskStatsColumns.DISCARDS_MERGED,
                  DiskStatsColumns.SECTORS_DISCARDED,
                  DiskStatsColumns.TIME_DISCARDING))
          .toList();

  /**
   * The columns of requests issued, printed for partitions until Linux 2.6.24 in place of requests
   * completed.
   */
  private static final Map<Column, Column> ISSUED =
      Map.of(
          DiskStatsColumns.READS_COMPLETED, DiskStatsColumns.READS_ISSUED,
          DiskStatsColumns.WRITES_COMPLETED, DiskStatsColumns.WRITES_ISSUED);

  /** The file as a source. */
  public static final SampledFile<DiskStats> FILE =
      new SampledFile<>(
          new Source(
              "diskstats",
              "Block devices: operations, sectors, time, queue",
              Source.Mode.SAMPLED,
              "",
              "CONFIG_BLOCK",
              "",
              "Documentation/admin-guide/iostats.rst, block/genhd.c"),
          Printing.RECORDS,
          DiskStats::parse,
          figures(),
          DiskStats::new);

  private DiskStats(FileReading reading) {
    super(reading);
  }

  private static List<Figure> figures() {
    List<Figure> figures = new ArrayList<>();
    figures.add(
        new Figure(
            DISK.name(),
            "%util",
            "%",
            Limits.ofTime(100),
            "Share of the time in which the device had a request in flight; 100 % does not mean"
                + " saturation if a device serves several at once; it is coarse over few jiffies.",
            IOSTAT,
            (i, row) -> i.perSecond(row, DiskStatsColumns.TIME_IO) / 10));
    figures.add(
        figure(
            "aqu-sz",
            "",
            "Mean number of requests queued or being served.",
            (i, row) -> i.perSecond(row, DiskStatsColumns.WEIGHTED_TIME_IO) / 1000));
    requests(
        figures,
        "r",
        "read",
        DiskStatsColumns.READS_COMPLETED,
        DiskStatsColumns.SECTORS_READ,
        DiskStatsColumns.TIME_READING);
    requests(
        figures,
        "w",
        "write",
        DiskStatsColumns.WRITES_COMPLETED,
        DiskStatsColumns.SECTORS_WRITTEN,
        DiskStatsColumns.TIME_WRITING);
    requests(
        figures,
        "d",
        "discard",
        DiskStatsColumns.DISCARDS_COMPLETED,
        DiskStatsColumns.SECTORS_DISCARDED,
        DiskStatsColumns.TIME_DISCARDING);
    figures.add(
        figure(
            "f/s",
            "/s",
            "Flush requests that the disk executed a second.",
            (i, row) -> i.perSecond(row, DiskStatsColumns.FLUSHES_COMPLETED)));
    figures.add(
        figure(
                "f_await",
                "ms",
                "Mean time of a flush request.",
                (i, row) ->
                    each(
                        i, row, DiskStatsColumns.TIME_FLUSHING, DiskStatsColumns.FLUSHES_COMPLETED))
            .weightedBy(
                "flush requests", (i, row) -> i.growth(row, DiskStatsColumns.FLUSHES_COMPLETED)));
    return figures;
  }

  private static void requests(
      List<Figure> figures,
      String letter,
      String what,
      Column completed,
      Column sectors,
      Column time) {
    ToDoubleBiFunction<Interval, Row> requests =
        (i, row) -> i.growth(row, counted(i, row, completed));
    figures.add(
        figure(
            letter + "/s",
            "/s",
            "Completed "
                + what
                + " requests a second, after merging."
                + (ISSUED.containsKey(completed)
                    ? " For partitions until Linux 2.6.24: requests issued, before merging."
                    : ""),
            (i, row) -> i.perSecond(row, counted(i, row, completed))));
    figures.add(
        figure(
            letter + "B/s",
            "bytes/s",
            "Bytes in " + what + " requests a second.",
            (i, row) -> i.perSecond(row, sectors) * 512));
    figures.add(
        figure(
                letter + "_await",
                "ms",
                "Mean time of a " + what + " request from queueing to completion.",
                (i, row) -> each(i, row, time, completed))
            .weightedBy(what + " requests", requests));
    figures.add(
        figure(
                letter + "areq-sz",
                "bytes",
                "Mean size of a " + what + " request.",
                (i, row) -> each(i, row, sectors, completed) * 512)
            .weightedBy(what + " requests", requests));
  }

  /**
   * The column that counts the requests of a row: requests issued if the row has it, otherwise
   * requests completed.
   */
  private static Column counted(Interval interval, Row row, Column completed) {
    Column issued = ISSUED.getOrDefault(completed, completed);
    return interval.layout().cell(row, issued) == Layout.ABSENT ? completed : issued;
  }

  private static double each(Interval interval, Row row, Column sum, Column count) {
    double requests = interval.growth(row, counted(interval, row, count));
    return requests == 0 ? Double.NaN : interval.growth(row, sum) / requests;
  }

  private static Figure figure(
      String name, String unit, String meaning, ToDoubleBiFunction<Interval, Row> formula) {
    return new Figure(DISK.name(), name, unit, Limits.AMOUNT, meaning, IOSTAT, formula);
  }

  private static void parse(Cursor in, Layout.Builder out) {
    out.table(DISK);
    List<Line> lines = new ArrayList<>();
    in.eachLine(line -> parseLine(line, out, lines));
    Map<Integer, Long> alike =
        lines.stream().collect(Collectors.groupingBy(Line::count, Collectors.counting()));
    for (int i = 0; i < lines.size(); i++) {
      Line line = lines.get(i);
      boolean mayBeCut = in.isCut() && i == lines.size() - 1;
      List<Column> columns =
          mayBeCut && line.count() == PARTITION_COLUMNS.size()
              ? List.of()
              : columns(line.count(), alike);
      name(line.row(), columns, line.cells());
      if (columns.isEmpty()) {
        in.note(line.doubt());
      }
    }
  }

  /**
   * A line whose first numbers and name have been read.
   *
   * @param doubt the problem with it if its numbers cannot be identified
   */
  private record Line(
      Layout.Builder.RowBuilder row, List<Integer> cells, MalformedTextException doubt) {
    int count() {
      return cells.size();
    }
  }

  private static void parseLine(Cursor line, Layout.Builder out, List<Line> lines) {
    int major = line.unsigned();
    int minor = line.unsigned();
    boolean isNamed = !line.isNumberNext();
    MalformedTextException unnamed = line.malformed("the name of a device after two numbers");
    // A line that ends here is reported below; its two numbers need a row all the same.
    Layout.Builder.RowBuilder row = out.newRow(DISK, line.atLineEnd() ? "" : line.word());
    // If the name is in place of the minor number, the first number may be the minor number; three
    // numbers may be any two of these and something else.
    row.cell(
        isNamed && minor != Cursor.NONE ? DiskStatsColumns.MAJOR : Descriptions.unnamed(1), major);
    row.cell(isNamed ? DiskStatsColumns.MINOR : Descriptions.unnamed(2), minor);
    List<Integer> cells = new ArrayList<>();
    while (!line.atLineEnd()) {
      cells.add(line.unsigned());
    }
    if (!isNamed) {
      name(row, List.of(), cells);
      throw unnamed;
    }
    lines.add(
        new Line(
            row,
            cells,
            line.malformed(
                "4, 11, 15 or 17 numbers after the name of the device, not "
                    + unproven(cells.size()))));
  }

  /** So many numbers, and what they would need to have names. */
  private static String unproven(int count) {
    boolean hasNamesInSeveral = count == LXCFS_COLUMNS.size() || count > DISK_COLUMNS.size();
    return count == PARTITION_COLUMNS.size()
        ? count + " beside lines of other than 11"
        : count + (hasNamesInSeveral ? " in a single line" : "");
  }

  /**
   * The columns of a line with this many numbers; empty if they cannot be determined. A kernel
   * prints 11, 15 or 17, and 4 for a partition if disks have 11. Other counts, from LXCFS or from a
   * kernel that appended numbers, must occur in two lines: in a single line any number may be
   * missing or extra.
   *
   * @param alike the number of lines by their count of numbers
   */
  private static List<Column> columns(int count, Map<Integer, Long> alike) {
    boolean isSeveral = alike.getOrDefault(count, 0L) > 1;
    return switch (count) {
      case 4 -> Set.of(4, 11).containsAll(alike.keySet()) ? PARTITION_COLUMNS : List.of();
      case 11, 15, 17 -> DISK_COLUMNS.subList(0, count);
      case 14 -> isSeveral ? LXCFS_COLUMNS : List.of();
      default -> count > DISK_COLUMNS.size() && isSeveral ? DISK_COLUMNS : List.of();
    };
  }

  private static void name(
      Layout.Builder.RowBuilder row, List<Column> columns, List<Integer> cells) {
    for (int i = 0; i < cells.size(); i++) {
      row.cell(i < columns.size() ? columns.get(i) : Descriptions.unnamed(i + 4), cells.get(i));
    }
  }

  /** {@return the devices and partitions, in the order of the text} */
  public List<Row> devices() {
    return rows(DISK);
  }

  /**
   * {@return the row of a device or partition by the kernel's name for it, such as {@code sda},
   * whether or not the text contains it}
   *
   * @param name the kernel's name for it
   */
  public Row device(String name) {
    Objects.requireNonNull(name, "name");
    return DISK.row(name);
  }
}
