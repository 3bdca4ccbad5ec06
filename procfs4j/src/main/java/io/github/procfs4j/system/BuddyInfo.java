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
import io.github.procfs4j.sampling.Printing;
import io.github.procfs4j.sampling.SampledFile;
import io.github.procfs4j.sampling.View;
import io.github.procfs4j.text.Cursor;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.stream.IntStream;

/**
 * {@code /proc/buddyinfo}: the number of free blocks of memory of each size, by node and zone.
 *
 * <pre>
 * Node 0, zone      DMA      0      0      0      0      0      0      1      1      0      1      3
 * Node 0, zone    DMA32      1      6      2      6      4      8      2      4      6      2    203
 * </pre>
 *
 * <p>A line for each zone that has memory: its node, its name, and a number for each order from 0
 * on. A block of order <i>n</i> is 2<sup><i>n</i></sup> contiguous pages. The number of orders
 * depends on the architecture and the configuration; 11 is usual. A line with another count than
 * most lines is a problem, and its numbers are kept under generated names. {@code mm/vmstat.c}
 * ({@code frag_show}), proc_buddyinfo(5), Documentation/filesystems/proc.rst.
 *
 * <p>Pages in the lists of a CPU (see {@link ZoneInfo}) are free too, but not counted here.
 */
public final class BuddyInfo extends View {
  private static final String INDEX_REFERENCE =
      "/sys/kernel/debug/extfrag/unusable_index, mm/vmstat.c (unusable_free_index)";

  /** Larger than in any usual configuration; figures of orders that do not exist have no value. */
  private static final int MOST_ORDER = 15;

  private static final Table FREE = Table.of("free", "node", "zone");
  private static final Descriptions DESCRIPTIONS = BuddyInfoColumns.DESCRIPTIONS;

  /** The blocks of a single page, which all kernels count. */
  private static final Column SINGLE = column(0);

  /** The file as a source. */
  public static final SampledFile<BuddyInfo> FILE =
      new SampledFile<>(
          new Source(
              "buddyinfo",
              "Free blocks of memory by size, node and zone: fragmentation",
              Source.Mode.SAMPLED,
              "",
              "",
              "",
              "proc_buddyinfo(5), mm/vmstat.c"),
          Printing.RECORDS,
          BuddyInfo::parse,
          figures(),
          BuddyInfo::new);

  private BuddyInfo(FileReading reading) {
    super(reading);
  }

  private static List<Figure> figures() {
    List<Figure> figures = new ArrayList<>();
    figures.add(
        new Figure(
            FREE.name(),
            "free",
            "pages",
            Limits.AMOUNT,
            "Pages in the free blocks of all orders.",
            "mm/vmstat.c (fill_contig_page_info)",
            (interval, row) -> Orders.pages(interval, row, 0)));
    // All free memory is usable for single pages.
    for (int order = 1; order <= MOST_ORDER; order++) {
      int wanted = order;
      Column blocks = column(order);
      figures.add(
          new Figure(
              FREE.name(),
              "unusable " + order,
              "",
              Limits.AMOUNT.upTo(1),
              "Unusable free space index of order "
                  + order
                  + ": the share of the free pages that is in blocks too small for "
                  + (1 << order)
                  + " contiguous pages; 1 if nothing is free.",
              INDEX_REFERENCE,
              (interval, row) -> unusable(interval, row, wanted, blocks)));
    }
    return figures;
  }

  private static double unusable(Interval interval, Row row, int order, Column blocks) {
    if (!interval.isPrinted(row.table(), blocks)
        && interval.isPrinted(row.table(), SINGLE)
        && !interval.had(row, blocks)) {
      return interval.inapplicable(); // the kernel has no blocks of this size
    }
    return Double.isNaN(interval.amount(row, blocks))
        ? Double.NaN
        : unusable(Orders.pages(interval, row, 0), Orders.pages(interval, row, order));
  }

  private static double unusable(double free, double suitable) {
    return free == 0 ? 1 : (free - suitable) / free;
  }

  private static Column column(int order) {
    return DESCRIPTIONS.column(Orders.name(order), Unit.COUNT);
  }

  private static void parse(Cursor in, Layout.Builder out) {
    in.expectText();
    out.table(FREE);
    AlikeLines zones = new AlikeLines(BuddyInfo::columns, 5);
    in.eachLine(
        line -> {
          NodeZone at = NodeZone.read(line);
          Layout.Builder.RowBuilder row = out.newRow(FREE, at.node(), at.zone());
          List<Integer> cells = new ArrayList<>();
          while (!line.atLineEnd()) {
            cells.add(line.unsigned());
          }
          if (cells.isEmpty()) {
            throw line.malformed("some numbers after the zone");
          }
          zones.add(row, cells, line);
        });
    zones.name(in);
  }

  private static List<Column> columns(int count) {
    return IntStream.range(0, count).mapToObj(BuddyInfo::column).toList();
  }

  /** {@return the zones that have memory, in the order of the text} */
  public List<Row> zones() {
    return rows(FREE);
  }

  /**
   * {@return the row of a zone, whether or not the text contains it}
   *
   * @param node the number of its node, 0 on a machine without NUMA
   * @param name the kernel's name for it: {@code DMA}, {@code DMA32}, {@code Normal}, {@code
   *     HighMem}, {@code Movable} or {@code Device}
   */
  public Row zone(int node, String name) {
    Objects.requireNonNull(name, "name");
    return FREE.row(Integer.toString(node), name);
  }

  /**
   * {@return the free blocks of 2<sup><i>order</i></sup> pages in a zone; empty if there is no such
   * zone or this kernel keeps no blocks of that order}
   *
   * @param zone a row of {@link #zones}
   * @param order the order, from 0
   */
  public OptionalLong freeBlocks(Row zone, int order) {
    return amount(zone, column(order));
  }

  /**
   * {@return the pages in the free blocks of all orders of a zone; empty if there is no such zone}
   * {@code mm/vmstat.c}, {@code fill_contig_page_info}.
   *
   * @param zone a row of {@link #zones}
   */
  public OptionalLong freePages(Row zone) {
    double pages = Orders.pages(reading(), zone, 0);
    return Double.isNaN(pages) ? OptionalLong.empty() : OptionalLong.of((long) pages);
  }

  /**
   * The share of the free pages of a zone that cannot be used for an allocation of
   * 2<sup><i>order</i></sup> pages because they are in smaller blocks: 0 if all can be used, 1 if
   * none can, or none is free. The kernel, with CONFIG_COMPACTION, prints it with three decimals in
   * {@code extfrag/unusable_index} of debugfs; {@code mm/vmstat.c}, {@code unusable_free_index}, by
   * Mel Gorman.
   *
   * @param zone a row of {@link #zones}
   * @param order the order, from 0
   * @return empty if there is no such zone, or this kernel keeps no blocks of that order
   */
  public OptionalDouble unusableFreeSpaceIndex(Row zone, int order) {
    double free = Orders.pages(reading(), zone, 0);
    if (Double.isNaN(free) || freeBlocks(zone, order).isEmpty()) {
      return OptionalDouble.empty();
    }
    return OptionalDouble.of(unusable(free, Orders.pages(reading(), zone, order)));
  }
}
