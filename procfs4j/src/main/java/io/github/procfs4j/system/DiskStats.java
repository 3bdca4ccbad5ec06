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
import java.util.function.ToDoubleBiFunction;
import java.util.stream.Stream;

/**
 * {@code /proc/diskstats}: what was asked of each block device and partition, and how long it took.
 *
 * <pre>
 *  254       0 vda 5696 3587 525186 5426 507 3580 263216 1290 0 2156 7253 2970 71 40096 535 4 0
 * </pre>
 *
 * <p>A line for each device: its major and minor number, its name, and 11 numbers, 15 since Linux
 * 4.18 (discards), 17 since 5.5 (flushes); until 2.6.24, 4 of a partition. How many there are tells
 * what they mean. LXCFS prints 14 of the devices of a container. Numbers that a newer kernel
 * appends are kept, named by their place. A line with a count that no kernel prints is a problem,
 * and its numbers are kept under generated names, so that none is taken for what it is not.
 * Documentation/admin-guide/iostats.rst, {@code block/genhd.c}.
 *
 * <p>A device that is removed and added again is the same row with its counters back at zero.
 */
public final class DiskStats extends View {
  private static final String IOSTAT = "iostat(1)";

  private static final Table DISK = Table.of("disk", "device");

  /** The columns of a line of 17 numbers after the name, in their order. */
  private static final List<Column> COLUMNS = DiskStatsColumns.COLUMNS.subList(2, 19);

  /** What was printed of a partition until Linux 2.6.24, in its order. */
  private static final List<Column> PARTITION_COLUMNS =
      List.of(
          DiskStatsColumns.READS_ISSUED,
          DiskStatsColumns.SECTORS_READ,
          DiskStatsColumns.WRITES_ISSUED,
          DiskStatsColumns.SECTORS_WRITTEN);

  /** What LXCFS prints: no discards_completed. {@code src/proc_fuse.c} of LXCFS 4.0. */
  private static final List<Column> LXCFS_COLUMNS =
      Stream.concat(
              COLUMNS.subList(0, 11).stream(),
              Stream.of(
                  DiskStatsColumns.DISCARDS_MERGED,
                  DiskStatsColumns.SECTORS_DISCARDED,
                  DiskStatsColumns.TIME_DISCARDING))
          .toList();

  /** The requests of a partition until Linux 2.6.24, in place of those completed. */
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
            .weighedBy((i, row) -> i.growth(row, DiskStatsColumns.FLUSHES_COMPLETED)));
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
            .weighedBy(requests));
    figures.add(
        figure(
                letter + "areq-sz",
                "bytes",
                "Mean size of a " + what + " request.",
                (i, row) -> each(i, row, sectors, completed) * 512)
            .weighedBy(requests));
  }

  /** The column that counts the requests of a row: those issued if it has that, else completed. */
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
    List<MalformedTextException> ofLxcfs = new ArrayList<>();
    List<Runnable> names = new ArrayList<>();
    in.eachLine(
        line -> {
          int major = line.unsigned();
          int minor = line.unsigned();
          // A line that ends here is a problem below; its two numbers need a row all the same.
          String name = line.atLineEnd() ? "" : line.word();
          Layout.Builder.RowBuilder row = out.newRow(DISK, name);
          // Where the name stands in place of the minor number, the first may be that.
          row.cell(minor == Cursor.NONE ? Descriptions.unnamed(1) : DiskStatsColumns.MAJOR, major);
          row.cell(DiskStatsColumns.MINOR, minor);
          List<Integer> cells = new ArrayList<>();
          while (!line.atLineEnd()) {
            cells.add(line.unsigned());
          }
          int count = cells.size();
          List<Column> columns = columns(count);
          if (!columns.isEmpty()) {
            name(row, columns, cells);
            return;
          }
          String expected = "4, 11, 15 or 17 numbers after the name of the device, not " + count;
          if (count == LXCFS_COLUMNS.size()) {
            ofLxcfs.add(
                line.malformed(
                    expected + " (as LXCFS prints, but a single such line does not prove that)"));
            names.add(() -> name(row, isOfLxcfs(ofLxcfs) ? LXCFS_COLUMNS : List.of(), cells));
          } else {
            name(row, columns, cells);
            throw line.malformed(expected);
          }
        });
    names.forEach(Runnable::run);
    if (!isOfLxcfs(ofLxcfs)) {
      ofLxcfs.forEach(in::note);
    }
  }

  /** Whether lines of as many numbers are LXCFS's: one alone may as well lack one of 15. */
  private static boolean isOfLxcfs(List<MalformedTextException> lines) {
    return lines.size() > 1;
  }

  private static void name(
      Layout.Builder.RowBuilder row, List<Column> columns, List<Integer> cells) {
    for (int i = 0; i < cells.size(); i++) {
      row.cell(i < columns.size() ? columns.get(i) : Descriptions.unnamed(i + 4), cells.get(i));
    }
  }

  /** What so many numbers mean, in their order: empty if no kernel prints so many. */
  private static List<Column> columns(int count) {
    return switch (count) {
      case 4 -> PARTITION_COLUMNS;
      case 11, 15 -> COLUMNS.subList(0, count);
      default -> count >= COLUMNS.size() ? COLUMNS : List.of();
    };
  }

  /** The devices and partitions, in the order of the text. */
  public List<Row> devices() {
    return rows(DISK);
  }

  /**
   * The row of a device or partition by the kernel's name for it, such as {@code sda}, whether it
   * is there or not.
   */
  public Row device(String name) {
    return DISK.row(name);
  }
}
