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
import io.github.procfs4j.text.MalformedTextException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.SequencedMap;
import java.util.function.ToDoubleBiFunction;
import org.jspecify.annotations.Nullable;

/**
 * {@code /proc/pagetypeinfo}: the free blocks of {@code buddyinfo} by migrate type, and the number
 * of page blocks set aside for each type.
 *
 * <pre>
 * Page block order: 9
 * Pages per block:  512
 *
 * Free pages count per migrate type at order       0      1      2      3
 * Node    0, zone    DMA32, type    Unmovable      1      1      0      1
 * Node    0, zone    DMA32, type      Movable      0      0      1 &gt;100000
 *
 * Number of blocks type     Unmovable      Movable  Reclaimable   HighAtomic      Isolate
 * Node 0, zone    DMA32           33          463            8            0            0
 * </pre>
 *
 * <p>All of this is repeated for each node. There are four tables. <b>free</b>: free blocks by
 * order, of each type in each zone. <b>block</b>: page blocks by type, of each zone. <b>mixed</b>:
 * those that contain pages of other types, if the kernel was booted with page_owner=on.
 * <b>pageblock</b>: the size of a page block, for each node. The lines below an unknown heading are
 * kept in a separate table, and the heading is a problem. {@code mm/vmstat.c} ({@code
 * pagetypeinfo_show}), Documentation/filesystems/proc.rst.
 *
 * <p>Since Linux 5.4 the kernel stops counting a list at 100,000 and prints {@code >100000}. Such a
 * number is a bound, not a count. It has a column of its own, {@code at_least_order3}, and {@code
 * order3} is then absent.
 */
public final class PageTypeInfo extends View {
  private static final String FREE_HEADING = "Free pages count per migrate type at order";
  private static final String BLOCK_HEADING = "Number of blocks type";
  private static final String MIXED_HEADING = "Number of mixed blocks";

  private static final Table PAGE_BLOCK = Table.of("pageblock", "node");
  private static final Table FREE = Table.of("free", "node", "zone", "type");
  private static final Table BLOCK = Table.of("block", "node", "zone");
  private static final Table MIXED = Table.of("mixed", "node", "zone");

  /** The table of counts that are not preceded by a heading. */
  private static final Table HEADLESS = Table.of("headless", "node", "zone", "type");

  private static final Descriptions PAGE_BLOCK_DESCRIPTIONS =
      PageTypeInfoColumns.PAGEBLOCK_DESCRIPTIONS;
  private static final Descriptions FREE_DESCRIPTIONS = PageTypeInfoColumns.FREE_DESCRIPTIONS;
  private static final Descriptions BLOCK_DESCRIPTIONS = PageTypeInfoColumns.BLOCK_DESCRIPTIONS;
  private static final Descriptions MIXED_DESCRIPTIONS = PageTypeInfoColumns.MIXED_DESCRIPTIONS;

  /** The page blocks of a zone, which are the same for all types. */
  private static final ToDoubleBiFunction<Interval, Row> BLOCKS = PageTypeInfo::blocks;

  /** The file as a source. */
  public static final SampledFile<PageTypeInfo> FILE =
      new SampledFile<>(
          new Source(
              "pagetypeinfo",
              "Free blocks of memory by migrate type, and page blocks by type",
              Source.Mode.SAMPLED,
              "",
              "",
              "only root since Linux 5.4",
              "Documentation/filesystems/proc.rst, mm/vmstat.c"),
          Printing.RECORDS,
          PageTypeInfo::parse,
          figures(),
          PageTypeInfo::new);

  private PageTypeInfo(FileReading reading) {
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
            "Pages in the free blocks of all orders; no value if the kernel stopped counting.",
            "mm/vmstat.c (pagetypeinfo_showfree_print)",
            (interval, row) -> Orders.pages(interval, row, 0)));
    for (String type :
        List.of("Unmovable", "Movable", "Reclaimable", "HighAtomic", "CMA", "Reserve", "Isolate")) {
      Column blocks = BLOCK_DESCRIPTIONS.column(type);
      figures.add(
          new Figure(
                  BLOCK.name(),
                  type,
                  "%",
                  Limits.SHARE,
                  "Share of the zone's page blocks that are of this type. " + blocks.meaning(),
                  blocks.reference(),
                  (interval, row) ->
                      isOfKernel(interval, row, blocks)
                          ? 100 * interval.amount(row, blocks) / interval.once(row, BLOCKS)
                          : interval.inapplicable())
              .asPart());
    }
    return figures;
  }

  /**
   * Whether the kernel has a type, as far as it prints its types: they come and go between
   * versions.
   */
  private static boolean isOfKernel(Interval interval, Row row, Column type) {
    return interval.isPrinted(row.table(), type)
        || !interval.isPrinted(row.table(), PageTypeInfoColumns.BLOCK_MOVABLE);
  }

  /** The page blocks of a zone, of all types: NaN if there are none. */
  private static double blocks(Interval interval, Row row) {
    double blocks = 0;
    List<Column> columns = TableOf.columns(interval.layout(), BLOCK.name());
    for (int c = 0; c < columns.size() && !Double.isNaN(blocks); c++) {
      Column column = columns.get(c);
      if (!Descriptions.isUnnamed(column)) { // not of lines that do not fit their heading
        blocks += interval.amount(row, column);
      }
    }
    return blocks == 0 ? Double.NaN : blocks;
  }

  private static void parse(Cursor in, Layout.Builder out) {
    in.expectText();
    out.table(PAGE_BLOCK).table(FREE).table(BLOCK);
    Parser parser = new Parser(out);
    in.eachLine(parser::line);
    parser.pageBlocksOf("");
  }

  /** Reads line by line, below the last heading found. */
  private static final class Parser {
    private final Layout.Builder out;
    private final Map<String, Table> unknown = new HashMap<>();

    private Table table = HEADLESS;

    /** The columns that the heading names, if it is a known one. */
    private @Nullable List<Column> columns;

    /** The size of page blocks, until it is known which node it belongs to. */
    private final SequencedMap<Integer, Column> pageBlocks = new LinkedHashMap<>();

    Parser(Layout.Builder out) {
      this.out = out;
    }

    void line(Cursor line) {
      if (line.atLineEnd()) {
        return; // an empty line separates the parts
      }
      if (line.isNext("Page")) {
        pageBlock(line);
      } else if (line.isNext("Node ")) {
        counts(line);
      } else {
        heading(line);
      }
    }

    private void pageBlock(Cursor line) {
      String key = line.until(':').toLowerCase(Locale.ROOT).replace(' ', '_');
      int cell = line.unsigned();
      Column column = PAGE_BLOCK_DESCRIPTIONS.column(key, Unit.COUNT);
      pageBlocks.put(cell, Descriptions.alone(line, column));
    }

    private void pageBlocksOf(String node) {
      if (!pageBlocks.isEmpty()) {
        Layout.Builder.RowBuilder row = out.newRow(PAGE_BLOCK, node);
        pageBlocks.forEach((cell, column) -> row.cell(column, cell));
        pageBlocks.clear();
      }
    }

    private void heading(Cursor line) {
      columns = new ArrayList<>();
      if (line.isNext(FREE_HEADING)) {
        line.expect(FREE_HEADING);
        table = FREE;
        orders(line, columns);
      } else if (line.isNext(BLOCK_HEADING)) {
        types(line, BLOCK_HEADING, BLOCK, BLOCK_DESCRIPTIONS, columns);
      } else if (line.isNext(MIXED_HEADING)) {
        types(line, MIXED_HEADING, MIXED, MIXED_DESCRIPTIONS, columns);
      } else {
        unknown(line);
      }
    }

    /** Reads the orders of a heading, which count up from 0. */
    private void orders(Cursor line, List<Column> orders) {
      while (!line.atLineEnd()) {
        if (!line.wordAhead().equals(Integer.toString(orders.size()))) {
          columns = null;
          throw line.malformed("order " + orders.size());
        }
        orders.add(FREE_DESCRIPTIONS.column(Orders.name(line.word()), Unit.COUNT));
      }
    }

    private void types(
        Cursor line, String heading, Table of, Descriptions described, List<Column> types) {
      line.expect(heading);
      table = of;
      while (!line.atLineEnd()) {
        types.add(described.column(line.word(), Unit.COUNT));
      }
    }

    /** An unknown heading is reported once, even if it is repeated for each node. */
    private void unknown(Cursor line) {
      columns = null;
      MalformedTextException problem = line.malformed("a known section heading");
      StringBuilder words = new StringBuilder();
      while (!line.atLineEnd()) {
        words.append(line.word()).append(' ');
      }
      boolean isNew = !unknown.containsKey(words.toString());
      table =
          unknown.computeIfAbsent(
              words.toString(),
              heading -> Table.of("section" + (unknown.size() + 1), "node", "zone", "type"));
      if (isNew) {
        throw problem;
      }
    }

    private void counts(Cursor line) {
      NodeZone at = NodeZone.read(line);
      pageBlocksOf(at.node());
      String type = "";
      int place = 5;
      if (!line.atLineEnd() && line.isNext("type ")) {
        line.expect("type");
        type = line.word();
        place = 7;
      }
      Layout.Builder.RowBuilder row =
          table.labels().size() == 3
              ? out.newRow(table, at.node(), at.zone(), type)
              : out.newRow(table, at.node(), at.zone());
      List<Integer> cells = new ArrayList<>();
      List<Boolean> isBound = new ArrayList<>();
      while (!line.atLineEnd()) {
        boolean isCut = line.isNext(">");
        if (isCut) {
          line.expect(">");
        }
        isBound.add(isCut);
        cells.add(line.unsigned());
      }
      boolean isAsHeaded = columns != null && columns.size() == cells.size();
      for (int i = 0; i < cells.size(); i++) {
        Column column =
            columns != null && isAsHeaded ? columns.get(i) : Descriptions.unnamed(place + i);
        row.cell(isBound.get(i) ? atLeast(column) : column, cells.get(i));
      }
      if (table.equals(HEADLESS)) {
        throw line.malformed("a heading before this line");
      }
      if (columns != null && !isAsHeaded) {
        throw line.malformed(columns.size() + " numbers, as the heading has, not " + cells.size());
      }
    }
  }

  private static Column atLeast(Column column) {
    return FREE_DESCRIPTIONS.column(Orders.atLeast(column.name()), Unit.COUNT);
  }

  /** {@return the types of the zones, each a row of free blocks, in the order of the text} */
  public List<Row> types() {
    return rows(FREE);
  }

  /**
   * {@return the row of the free blocks of a type in a zone, whether or not the text contains it}
   *
   * @param node the number of the zone's node, 0 on a machine without NUMA
   * @param zone the kernel's name for the zone, such as {@code Normal}
   * @param type the kernel's name for the type: {@code Unmovable}, {@code Movable}, {@code
   *     Reclaimable}, {@code HighAtomic} (before 4.4 {@code Reserve}), {@code CMA}, {@code Isolate}
   */
  public Row type(int node, String zone, String type) {
    Objects.requireNonNull(type, "type");
    Objects.requireNonNull(zone, "zone");
    return FREE.row(Integer.toString(node), zone, type);
  }

  /**
   * {@return the free blocks of 2<sup><i>order</i></sup> pages of a type; empty if there is no such
   * row or order, or if the kernel stopped counting ({@link #freeBlocksAtLeast})}
   *
   * @param type a row of {@link #types}
   * @param order the order, from 0
   */
  public OptionalLong freeBlocks(Row type, int order) {
    return amount(type, FREE_DESCRIPTIONS.column(Orders.name(order), Unit.COUNT));
  }

  /**
   * {@return a lower bound of the free blocks of 2<sup><i>order</i></sup> pages of a type: their
   * count, or, since Linux 5.4, the 100,000 at which the kernel stopped counting} Empty if there is
   * no such row or order.
   *
   * @param type a row of {@link #types}
   * @param order the order, from 0
   */
  public OptionalLong freeBlocksAtLeast(Row type, int order) {
    OptionalLong count = freeBlocks(type, order);
    return count.isPresent()
        ? count
        : amount(type, FREE_DESCRIPTIONS.column(Orders.atLeast(Orders.name(order)), Unit.COUNT));
  }

  /**
   * {@return the pages in the free blocks of all orders of a type; empty if there is no such row,
   * or if the kernel stopped counting one of the orders}
   *
   * @param type a row of {@link #types}
   */
  public OptionalLong freePages(Row type) {
    double pages = Orders.pages(reading(), type, 0);
    return Double.isNaN(pages) ? OptionalLong.empty() : OptionalLong.of((long) pages);
  }

  /** {@return the zones, each a row of page blocks by type, in the order of the text} */
  public List<Row> zones() {
    return rows(BLOCK);
  }

  /**
   * {@return the row of the page blocks of a zone, whether or not the text contains it}
   *
   * @param node the number of its node, 0 on a machine without NUMA
   * @param name the kernel's name for it, such as {@code Normal}
   */
  public Row zone(int node, String name) {
    Objects.requireNonNull(name, "name");
    return BLOCK.row(Integer.toString(node), name);
  }

  /**
   * {@return the page blocks of a zone that are of a type; empty if there is no such zone or type}
   *
   * @param zone a row of {@link #zones}
   * @param type the kernel's name for the migrate type, such as {@code Movable}
   */
  public OptionalLong blocks(Row zone, String type) {
    Objects.requireNonNull(type, "type");
    return amount(zone, BLOCK_DESCRIPTIONS.column(type, Unit.COUNT));
  }

  /**
   * {@return the page blocks of a zone that are of a type and contain pages of another; empty
   * unless the kernel was built with CONFIG_PAGE_OWNER and booted with {@code page_owner=on}}
   *
   * @param zone a row of {@link #zones}
   * @param type the kernel's name for the migrate type, such as {@code Movable}
   */
  public OptionalLong mixedBlocks(Row zone, String type) {
    Objects.requireNonNull(type, "type");
    return amount(
        new Row(MIXED, zone.labels(), zone.repeat()), MIXED_DESCRIPTIONS.column(type, Unit.COUNT));
  }

  /** {@return the order of a page block, which consists of 2<sup><i>order</i></sup> pages} */
  public OptionalInt pageBlockOrder() {
    return rows(PAGE_BLOCK).stream()
        .map(row -> amount(row, PageTypeInfoColumns.PAGEBLOCK_PAGE_BLOCK_ORDER))
        .flatMapToLong(OptionalLong::stream)
        .mapToInt(Math::toIntExact)
        .findFirst();
  }
}
