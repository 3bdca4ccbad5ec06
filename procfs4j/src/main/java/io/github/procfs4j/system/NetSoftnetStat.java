package io.github.procfs4j.system;

import io.github.procfs4j.model.Column;
import io.github.procfs4j.model.Figure;
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
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * {@code /proc/net/softnet_stat}: how many incoming packets each CPU processed, how often it had to
 * drop some, and how often it had to stop before it was done.
 *
 * <pre>
 * 000001da 00000000 00000009 00000000 ... 00000000 00000000 00000000 00000000 00000000 00000000
 * 000001ba 00000000 0000000a 00000000 ... 00000000 00000000 00000000 00000002 00000000 00000000
 * </pre>
 *
 * <p>A line for each online CPU, without a label, with hexadecimal 32-bit numbers: 9, since Linux
 * 2.6.36 10, since 3.11 11, since 5.10 13 (and in older kernels of some distributions), since 6.4
 * 15. The position of a line is not the number of the CPU, because offline CPUs have no line. The
 * 13th number is, and if it is printed, it is the label of the row in table <b>cpu</b>. Lines of
 * older kernels are rows of table <b>line</b>, identified by their position from 1; after a CPU
 * went offline, the same position may be another CPU. The count of numbers determines their
 * meaning. Numbers that a newer kernel appends are kept, named after their position. A line with a
 * count that no kernel prints, or that differs from the other lines, is a problem: its numbers and
 * the line itself are named after their positions, because its 13th number need not be the CPU.
 * {@code net/core/net-procfs.c}.
 *
 * <p>The counters are those of the machine, whatever the network namespace. They wrap at 2^32.
 */
public final class NetSoftnetStat extends View {
  private static final Table CPU = Table.of("cpu", "cpu");
  private static final Table LINE = Table.of("line", "line");

  /** The position of the number of the CPU, from 0; it is a label, not a column. */
  private static final int CPU_AT = 12;

  private static final Pattern CPU_NUMBER = Pattern.compile("[0-9a-f]{1,7}|0[0-9a-f]{7}");

  /** The columns in order of position. */
  private static final List<Column> BY_POSITION =
      List.of(
          NetSoftnetStatColumns.PROCESSED,
          NetSoftnetStatColumns.DROPPED,
          NetSoftnetStatColumns.TIME_SQUEEZE,
          NetSoftnetStatColumns.FIELD4,
          NetSoftnetStatColumns.FIELD5,
          NetSoftnetStatColumns.FIELD6,
          NetSoftnetStatColumns.FIELD7,
          NetSoftnetStatColumns.FIELD8,
          NetSoftnetStatColumns.CPU_COLLISION,
          NetSoftnetStatColumns.RECEIVED_RPS,
          NetSoftnetStatColumns.FLOW_LIMIT_COUNT,
          NetSoftnetStatColumns.SOFTNET_BACKLOG_LEN,
          Descriptions.unnamed(CPU_AT + 1),
          NetSoftnetStatColumns.INPUT_QLEN,
          NetSoftnetStatColumns.PROCESS_QLEN);

  /** The file as a source. */
  public static final SampledFile<NetSoftnetStat> FILE =
      new SampledFile<>(
          new Source(
              "net/softnet_stat",
              "Packets that each CPU processed, dropped, and had to defer",
              Source.Mode.SAMPLED,
              "",
              "CONFIG_NET",
              "",
              "net/core/net-procfs.c"),
          Printing.RECORDS,
          NetSoftnetStat::parse,
          figures(),
          NetSoftnetStat::new);

  private NetSoftnetStat(FileReading reading) {
    super(reading);
  }

  private static List<Figure> figures() {
    List<Figure> figures = new ArrayList<>();
    for (Table table : List.of(CPU, LINE)) {
      figures.add(rate(table, "total/s", NetSoftnetStatColumns.PROCESSED));
      figures.add(rate(table, "dropd/s", NetSoftnetStatColumns.DROPPED));
      figures.add(rate(table, "squeezd/s", NetSoftnetStatColumns.TIME_SQUEEZE));
      figures.add(rate(table, "rx_rps/s", NetSoftnetStatColumns.RECEIVED_RPS));
      figures.add(rate(table, "flw_lim/s", NetSoftnetStatColumns.FLOW_LIMIT_COUNT));
    }
    figures.add(
        new Figure(
            CPU.name(),
            "blg_len",
            "",
            Limits.AMOUNT,
            NetSoftnetStatColumns.SOFTNET_BACKLOG_LEN.meaning(),
            "sar(1) -n SOFT",
            (interval, row) -> interval.amount(row, NetSoftnetStatColumns.SOFTNET_BACKLOG_LEN)));
    return figures;
  }

  private static Figure rate(Table table, String name, Column counter) {
    return new Figure(
        table.name(),
        name,
        "/s",
        Limits.AMOUNT,
        counter.meaning(),
        "sar(1) -n SOFT",
        (interval, row) -> interval.perSecond(row, counter));
  }

  private static void parse(Cursor in, Layout.Builder out) {
    in.expectText();
    int[] place = {0};
    AlikeLines lines = new AlikeLines(NetSoftnetStat::columns, 1);
    in.eachLine(line -> row(line, out, ++place[0], lines));
    lines.name(in);
  }

  private static void row(Cursor line, Layout.Builder out, int place, AlikeLines lines) {
    List<Integer> cells = new ArrayList<>();
    String cpu = "";
    while (!line.atLineEnd()) {
      if (cells.size() == CPU_AT) {
        cpu = line.word();
        cells.add(Cursor.NONE);
      } else {
        cells.add(line.hexadecimal());
      }
    }
    int count = cells.size();
    boolean hasCpu = CPU_NUMBER.matcher(cpu).matches();
    boolean isOfACpu = hasCpu && !columns(count).isEmpty() && lines.isLikeFirst(count);
    Layout.Builder.RowBuilder row =
        isOfACpu
            ? out.newRow(CPU, Integer.toString(Integer.parseInt(cpu, 16)))
            : out.newRow(LINE, Integer.toString(place));
    lines.add(row, cells, line);
    if (columns(count).isEmpty()) {
      throw line.malformed("9, 10, 11, 13 or 15 numbers, not " + count);
    }
    if (!hasCpu && count > CPU_AT) {
      throw line.malformed("the number of a CPU as the 13th, not " + cpu);
    }
  }

  /**
   * The columns of a line with this many numbers, in order; empty if no kernel prints that many.
   */
  private static List<Column> columns(int count) {
    return switch (count) {
      case 9, 10, 11, 13 -> BY_POSITION.subList(0, count);
      default -> count >= BY_POSITION.size() ? BY_POSITION : List.of();
    };
  }

  /**
   * {@return the rows: of the online CPUs, each identified by its number or, if the kernel does not
   * print it (before 5.10), of the lines, identified by their positions}
   */
  public List<Row> rows() {
    List<Row> cpus = rows(CPU);
    return cpus.isEmpty() ? rows(LINE) : cpus;
  }

  /**
   * {@return the row of a CPU by the kernel's number for it, whether or not it is online}
   *
   * @param number the number, from 0
   */
  public static Row cpu(int number) {
    return CPU.row(Integer.toString(number));
  }

  /**
   * {@return the row of a line by its position from 1, if the kernel does not print the CPU; the
   * position is not the number of the CPU}
   *
   * @param place the position of the line, from 1
   */
  public static Row line(int place) {
    return LINE.row(Integer.toString(place));
  }
}
