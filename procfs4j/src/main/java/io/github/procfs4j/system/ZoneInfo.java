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
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * {@code /proc/zoneinfo}: the memory zones of each node, the watermarks at which the kernel
 * reclaims memory in them, and the pages of a zone that each CPU keeps.
 *
 * <pre>
 * Node 0, zone    DMA32
 *   per-node stats
 *       nr_inactive_anon 2422
 *   pages free     214749
 *         min      8536
 *         low      10670
 *         high     12804
 *         managed  253773
 *         protection: (0, 0, 0, 0, 0)
 *       nr_free_pages 214749
 *       numa_hit     46756
 *   pagesets
 *     cpu: 0
 *               count: 1868
 *               high:  10670
 *               batch: 63
 *   vm stats threshold: 16
 *   node_unreclaimable:  0
 *   start_pfn:           4096
 * </pre>
 *
 * <p>A block for each zone. Three tables. <b>node</b>: the <i>per-node stats</i>, which since Linux
 * 4.8 are in the block of the node's first zone that has memory. <b>zone</b>: everything that
 * follows, except the page sets; for a zone without memory the kernel prints only the first few
 * numbers (before 4.12, nothing). <b>pageset</b>: the pages of a zone that an online CPU keeps, so
 * that it can allocate them without the zone's lock. Before Linux 2.6.25 a CPU had two lists for a
 * zone, one for pages that are hot in its cache and one for cold ones: they are in table
 * <b>pcp</b>, and what was counted for both (2.6.13 to 2.6.17) is in <b>pageset</b>. A line is
 * identified by its key, not by its position; a key that is not described here is kept under the
 * kernel's name. {@code mm/vmstat.c} ({@code zoneinfo_show_print}), proc_zoneinfo(5).
 *
 * <p>Sizes are pages. Names that {@code vmstat} has too have the same meaning here, for the node or
 * the zone.
 */
public final class ZoneInfo extends View {
  private static final String WATERMARKS =
      "Documentation/admin-guide/sysctl/vm.rst, mm/page_alloc.c";

  private static final Table NODE = Table.of("node", "node");
  private static final Table ZONE = Table.of("zone", "node", "zone");
  private static final Table PAGE_SET = Table.of("pageset", "node", "zone", "cpu");

  /** The page set of a zone that has none: it has no numbers, and the interval gives the reason. */
  private static final Row NO_PAGE_SET = PAGE_SET.row("", "", "");

  private static final Table LIST = Table.of("pcp", "node", "zone", "cpu", "pcp");

  /**
   * The keys printed for each list; everything else below the line of the list belongs to the page
   * set.
   */
  private static final Set<String> LIST_KEYS = Set.of("count", "low", "high", "batch");

  /** The lines that have no number. */
  private static final Set<String> HEADS = Set.of("per-node_stats", "pagesets");

  private static final Descriptions VMSTAT = VmStatColumns.DESCRIPTIONS;
  private static final Descriptions NODE_DESCRIPTIONS = VMSTAT;
  private static final Descriptions ZONE_ONLY = ZoneInfoColumns.ZONE_DESCRIPTIONS;
  private static final Descriptions ZONE_DESCRIPTIONS = ZONE_ONLY.or(VMSTAT);
  private static final Descriptions PAGE_SET_DESCRIPTIONS = ZoneInfoColumns.PAGESET_DESCRIPTIONS;

  private static final Column FREE = ZONE_DESCRIPTIONS.column("free");
  private static final Column MIN = ZONE_DESCRIPTIONS.column("min");
  private static final Column LOW = ZONE_DESCRIPTIONS.column("low");
  private static final Column HIGH = ZONE_DESCRIPTIONS.column("high");
  private static final Column PRESENT = ZONE_DESCRIPTIONS.column("present");

  /** The counters that older kernels print for each page set. */
  private static final List<Column> NUMA =
      List.of(ZONE_DESCRIPTIONS.column("numa_miss"), ZONE_DESCRIPTIONS.column("numa_foreign"));

  /** So many comparisons take no longer than a table of the zones. */
  private static final int FEW = 1 << 13;

  private static final Function<Interval, Map<List<String>, double[]>> BY_ZONE = ZoneInfo::byZone;

  /** The file as a source. */
  public static final SampledFile<ZoneInfo> FILE =
      new SampledFile<>(
          new Source(
              "zoneinfo",
              "Memory zones and nodes: watermarks, free pages, pages kept for each CPU",
              Source.Mode.SAMPLED,
              "",
              "",
              "",
              "proc_zoneinfo(5), mm/vmstat.c"),
          Printing.RECORDS,
          ZoneInfo::parse,
          figures(),
          ZoneInfo::new);

  private ZoneInfo(FileReading reading) {
    super(reading);
  }

  private static List<Figure> figures() {
    List<Figure> figures = new ArrayList<>();
    figures.add(
        above(
            MIN,
            "below it allocations have to reclaim memory themselves before they get any, except"
                + " those that must not wait"));
    figures.add(above(LOW, "when this is used up, kswapd is woken to reclaim"));
    figures.add(above(HIGH, "if this is positive, kswapd has done its part and sleeps"));
    figures.add(
        new Figure(
            ZONE.name(),
            "free",
            "pages",
            Limits.AMOUNT.partOf(PRESENT),
            FREE.meaning(),
            FREE.reference(),
            (interval, row) -> populated(interval, row, interval.amount(row, FREE))));
    NUMA.forEach(counter -> figures.add(numa(counter)));
    return figures;
  }

  private static Figure numa(Column counter) {
    return new Figure(
        ZONE.name(),
        counter.name() + "/s",
        "/s",
        Limits.AMOUNT,
        counter.meaning() + " Before Linux 2.6.18 the sum over the page sets of the CPUs.",
        counter.reference(),
        (interval, row) -> numa(interval, row, counter));
  }

  /**
   * The rate of a counter that the kernel does not have for a zone without memory, and that it
   * prints for each CPU before Linux 2.6.18. These kernels omit the page sets that are empty, and
   * what was counted for them is then unknown.
   */
  private static double numa(Interval interval, Row zone, Column counter) {
    if (interval.has(zone, counter) || !interval.isPrinted(PAGE_SET, counter)) {
      return !interval.has(zone, counter) && interval.amount(zone, PRESENT) == 0
          ? interval.inapplicable()
          : interval.perSecond(zone, counter);
    }
    double growth = 0;
    boolean hasPageSet = false;
    List<Row> before = interval.layoutBefore().rows(PAGE_SET);
    List<Row> now = interval.layout().rows(PAGE_SET);
    if (isTooMuch(interval, before.size() + now.size())) {
      double[] growths = interval.onceForAll(BY_ZONE).get(key(zone));
      double sum = growths == null ? Double.NaN : growths[NUMA.indexOf(counter)];
      return (Double.isNaN(sum) ? interval.growth(NO_PAGE_SET, counter) : sum)
          / interval.secondsPassed();
    }
    for (int i = 0; i < before.size() + now.size(); i++) { // an iterator is an allocation
      Row pageSet = i < before.size() ? before.get(i) : now.get(i - before.size());
      if (isOf(zone, pageSet) && (i < before.size() || !interval.wasThere(pageSet))) {
        growth += interval.growth(pageSet, counter);
        hasPageSet = true;
      }
    }
    return (hasPageSet ? growth : interval.growth(NO_PAGE_SET, counter)) / interval.secondsPassed();
  }

  /**
   * Whether comparing each page set with each zone would take longer than a table of the zones,
   * which has to be allocated.
   */
  private static boolean isTooMuch(Interval interval, long pageSets) {
    return pageSets * TableOf.rows(interval.layout(), ZONE.name()).size() > FEW;
  }

  /** The growth of each of {@link #NUMA} in the page sets of each zone. */
  private static Map<List<String>, double[]> byZone(Interval interval) {
    Map<List<String>, double[]> zones = new HashMap<>();
    for (Row pageSet : interval.layoutBefore().rows(PAGE_SET)) {
      addGrowth(interval, pageSet, zones);
    }
    for (Row pageSet : interval.layout().rows(PAGE_SET)) {
      if (!interval.wasThere(pageSet)) {
        addGrowth(interval, pageSet, zones);
      }
    }
    return zones;
  }

  private static void addGrowth(Interval interval, Row pageSet, Map<List<String>, double[]> zones) {
    double[] growths = zones.computeIfAbsent(key(pageSet), zone -> new double[NUMA.size()]);
    for (int i = 0; i < growths.length; i++) {
      growths[i] += interval.growth(pageSet, NUMA.get(i));
    }
  }

  private static List<String> key(Row ofZone) {
    return List.of(ofZone.label("node"), ofZone.label("zone"));
  }

  private static boolean isOf(Row zone, Row pageSet) {
    return pageSet.label("node").equals(zone.label("node"))
        && pageSet.label("zone").equals(zone.label("zone"));
  }

  private static Figure above(Column watermark, String what) {
    return new Figure(
        ZONE.name(),
        "above " + watermark.name(),
        "pages",
        Limits.NONE,
        "Free pages minus the watermark " + watermark.name() + ": " + what + ".",
        WATERMARKS,
        (interval, row) ->
            populated(interval, row, interval.amount(row, FREE) - interval.amount(row, watermark)));
  }

  /** The value, except for a zone without memory, which may have watermarks nevertheless. */
  private static double populated(Interval interval, Row row, double value) {
    return interval.amount(row, PRESENT) == 0 ? interval.inapplicable() : value;
  }

  private static void parse(Cursor in, Layout.Builder out) {
    in.expectText();
    out.table(NODE).table(ZONE).table(PAGE_SET);
    Parser parser = new Parser(out);
    in.eachLine(parser::line);
    parser.protections.name(in);
  }

  /** Reads line by line, and keeps the current zone and the current part of its block. */
  private static final class Parser {
    private final Layout.Builder out;
    private final AlikeLines protections = new AlikeLines(ZoneInfo::protections, 2);
    private @Nullable NodeZone at;
    private Layout.Builder.@Nullable RowBuilder zone;

    /**
     * The row to which numbers are added, null if it is not known, and what describes its columns.
     */
    private Layout.Builder.@Nullable RowBuilder row;

    private Descriptions columns = ZONE_DESCRIPTIONS;
    private boolean isPageSet;

    /** The CPU whose list of pages {@link #row} is, if it has two. */
    private @Nullable String cpuOfLists;

    Parser(Layout.Builder out) {
      this.out = out;
    }

    void line(Cursor line) {
      if (line.isNext("\n")) {
        throw line.malformed("a non-empty line");
      }
      if (!line.isNext(" ")) {
        begin(line);
        return;
      }
      boolean isDeep = line.isNext("   ");
      String key = key(line);
      switch (key) {
        case "per-node_stats" -> go(nodeRow(line), NODE_DESCRIPTIONS, false);
        case "pages_free" -> {
          go(zone, ZONE_DESCRIPTIONS, false);
          cell("free", line);
        }
        case "pagesets" -> go(null, PAGE_SET_DESCRIPTIONS, true);
        case "cpu" -> {
          go(null, PAGE_SET_DESCRIPTIONS, true);
          String cpu = line.word();
          NodeZone here = known(at, line);
          if (line.atLineEnd()) {
            go(out.newRow(PAGE_SET, here.node(), here.zone(), cpu), PAGE_SET_DESCRIPTIONS, true);
          } else {
            line.expect("pcp:");
            Layout.Builder.RowBuilder list =
                out.newRow(LIST, here.node(), here.zone(), cpu, line.word());
            go(list, PAGE_SET_DESCRIPTIONS, true);
            cpuOfLists = cpu;
          }
        }
        case "protection" -> protection(line);
        default -> {
          if (isPageSet && !isDeep && !key.equals("vm_stats_threshold")) {
            // After the page sets, the numbers of the zone continue.
            go(zone, ZONE_DESCRIPTIONS, false);
          }
          cell(key, line);
        }
      }
    }

    private void begin(Cursor line) {
      forget();
      NodeZone here = NodeZone.read(line);
      at = here;
      zone = out.newRow(ZONE, here.node(), here.zone());
      go(zone, ZONE_DESCRIPTIONS, false);
    }

    /** What follows belongs to an unknown zone, until another one begins. */
    private void forget() {
      at = null;
      zone = null;
      go(null, ZONE_DESCRIPTIONS, false);
    }

    private Layout.Builder.RowBuilder nodeRow(Cursor line) {
      row = null;
      return out.newRow(NODE, known(at, line).node());
    }

    private void go(
        Layout.Builder.@Nullable RowBuilder to, Descriptions described, boolean pageSet) {
      row = to;
      columns = described;
      isPageSet = pageSet;
      cpuOfLists = null;
    }

    private void cell(String key, Cursor line) {
      if (columns == NODE_DESCRIPTIONS && ZONE_ONLY.has(key)) {
        go(null, ZONE_DESCRIPTIONS, false); // the line that ends the numbers of the node is missing
      }
      Layout.Builder.RowBuilder to = known(row, line);
      if (cpuOfLists != null && !LIST_KEYS.contains(key)) {
        NodeZone here = known(at, line);
        to = out.row(PAGE_SET, here.node(), here.zone(), cpuOfLists);
      }
      Column column = columns.column(key, Unit.COUNT);
      int cell = Descriptions.number(line, column);
      to.cell(Descriptions.alone(line, column), cell);
      if (line.atLineEnd()) {
        return;
      }
      if (line.isNext("(")) {
        parts(key, to, line);
      } else if (!columns.has(key)) {
        go(null, columns, isPageSet); // perhaps the heading of what follows
      }
    }

    /** Further parts of a number: {@code (a: 24 i: 0)}. */
    private void parts(String key, Layout.Builder.RowBuilder to, Cursor line) {
      line.expect("(");
      while (!line.isNext(")")) {
        if (!line.wordAhead().matches("[^:]+:")) {
          throw line.malformed("a name that ends in \u00ab:\u00bb, or \u00ab)\u00bb");
        }
        Column part = columns.column(key + "." + line.until(':'), Unit.COUNT);
        to.cell(part, line.unsigned());
      }
      line.expect(")");
    }

    /** A number for each zone that an allocation might have preferred: {@code (0, 991, 991)}. */
    private void protection(Cursor line) {
      Layout.Builder.RowBuilder to = known(zone, line);
      if (line.atLineEnd()) {
        throw line.malformed("\u00ab(\u00bb");
      }
      List<Integer> cells = new ArrayList<>();
      try {
        list(line, cells);
      } catch (MalformedTextException e) {
        cells.forEach(cell -> to.cell(Descriptions.unnamed(cells.indexOf(cell) + 2), cell));
        throw e;
      }
      protections.add(to, cells, line);
    }

    private static void list(Cursor line, List<Integer> cells) {
      line.expect("(");
      boolean isMore = true;
      while (isMore) {
        int cell = line.signed();
        cells.add(cell);
        boolean isSkipped =
            cell == Cursor.NONE && !line.isNext(")"); // including the comma after it
        isMore = isSkipped ? !line.atLineEnd() : line.isNext(",");
        if (!isSkipped) {
          line.expect(isMore ? "," : ")");
        }
      }
    }

    private static <T> T known(@Nullable T what, Cursor line) {
      if (what == null) {
        throw line.malformed("a line that names the node, zone or CPU before this");
      }
      return what;
    }

    /** The words before the number, joined, without a colon at the end. */
    private String key(Cursor line) {
      if (!line.atLineEnd() && isNumberNext(line)) {
        if (line.lineAhead().contains("zone")) {
          forget();
          throw line.malformed("a name before this number");
        }
        if (!line.lineAhead().equals(line.wordAhead())) {
          go(null, columns, isPageSet); // perhaps the heading of what follows
          throw line.malformed("a name before this number");
        }
        // 4.14 to 4.18 print a count without a name.
        return Descriptions.unnamed(1).name();
      }
      StringBuilder key = new StringBuilder(line.word());
      while (!isColonLast(key) && !line.atLineEnd() && !isNumberNext(line)) {
        key.append('_').append(line.word());
      }
      if (isColonLast(key)) {
        key.setLength(key.length() - 1);
      } else if (line.atLineEnd()
          && !HEADS.contains(key.toString())
          && !columns.has(key.toString())) {
        go(null, columns, isPageSet); // perhaps the rest of a heading
        throw line.malformed("a number");
      }
      return key.toString();
    }

    private static boolean isColonLast(StringBuilder key) {
      return key.charAt(key.length() - 1) == ':';
    }

    private static boolean isNumberNext(Cursor line) {
      for (char first : "-0123456789".toCharArray()) {
        if (line.isNext(String.valueOf(first))) {
          return true;
        }
      }
      return false;
    }
  }

  private static List<Column> protections(int count) {
    return IntStream.range(0, count).mapToObj(ZoneInfo::protectionOf).toList();
  }

  private static Column protectionOf(int preferred) {
    return ZONE_DESCRIPTIONS.column("protection." + preferred, Unit.PAGES);
  }

  /**
   * {@return the nodes, in the order of the text; none before Linux 4.8, because everything was
   * counted by zone}
   */
  public List<Row> nodes() {
    return rows(NODE);
  }

  /**
   * {@return the row of a node, whether or not the text contains it}
   *
   * @param node the kernel's number for it, from 0
   */
  public Row node(int node) {
    return NODE.row(Integer.toString(node));
  }

  /** {@return the zones, including those without memory, in the order of the text} */
  public List<Row> zones() {
    return rows(ZONE);
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
    return ZONE.row(Integer.toString(node), name);
  }

  /**
   * {@return the page sets of all online CPUs and zones that have memory, in the order of the text}
   */
  public List<Row> pageSets() {
    return rows(PAGE_SET);
  }

  /**
   * {@return the row of the pages of a zone that a CPU keeps, whether or not the text contains it}
   *
   * @param node the number of the node, from 0
   * @param zone the kernel's name for the zone, such as {@code Normal}
   * @param cpu the kernel's number for the CPU, from 0
   */
  public Row pageSet(int node, String zone, int cpu) {
    Objects.requireNonNull(zone, "zone");
    return PAGE_SET.row(Integer.toString(node), zone, Integer.toString(cpu));
  }

  /**
   * {@return the number of free pages of a zone, {@code pages free}, excluding those that CPUs
   * keep; empty if there is no such zone}
   *
   * @param zone a row of {@link #zones}
   */
  public OptionalLong free(Row zone) {
    return amount(zone, FREE);
  }

  /**
   * {@return the watermark {@code min} of a zone, in pages: below it allocations have to reclaim
   * memory themselves, except those that must not wait} It includes {@code boost} since Linux 5.0.
   * Empty if there is no such zone.
   *
   * @param zone a row of {@link #zones}
   */
  public OptionalLong min(Row zone) {
    return amount(zone, MIN);
  }

  /**
   * {@return the watermark {@code low} of a zone, in pages: below it kswapd is woken} It includes
   * {@code boost} since Linux 5.0. Empty if there is no such zone.
   *
   * @param zone a row of {@link #zones}
   */
  public OptionalLong low(Row zone) {
    return amount(zone, LOW);
  }

  /**
   * {@return the watermark {@code high} of a zone, in pages: above it kswapd sleeps} It includes
   * {@code boost} since Linux 5.0. Empty if there is no such zone.
   *
   * @param zone a row of {@link #zones}
   */
  public OptionalLong high(Row zone) {
    return amount(zone, HIGH);
  }

  /**
   * {@return the number of free pages of a zone above its watermark {@code min}, negative if it is
   * below; empty if there is no such zone or it has no memory} {@code mm/page_alloc.c}.
   *
   * @param zone a row of {@link #zones}
   */
  public OptionalLong aboveMin(Row zone) {
    return above(zone, MIN);
  }

  /**
   * As {@link #aboveMin}, for the watermark {@code low}.
   *
   * @param zone a row of {@link #zones}
   * @return the number of free pages of the zone above that watermark
   */
  public OptionalLong aboveLow(Row zone) {
    return above(zone, LOW);
  }

  /**
   * As {@link #aboveMin}, for the watermark {@code high}.
   *
   * @param zone a row of {@link #zones}
   * @return the number of free pages of the zone above that watermark
   */
  public OptionalLong aboveHigh(Row zone) {
    return above(zone, HIGH);
  }

  private OptionalLong above(Row zone, Column watermark) {
    OptionalLong free = free(zone);
    OptionalLong mark = amount(zone, watermark);
    boolean isPopulated = amount(zone, PRESENT).orElse(0) != 0;
    return isPopulated && free.isPresent() && mark.isPresent()
        ? OptionalLong.of(free.getAsLong() - mark.getAsLong())
        : OptionalLong.empty();
  }

  /**
   * {@return the number of pages of a zone that are reserved, in addition to a watermark, against
   * allocations that could have used a higher zone; empty if there is no such zone}
   * Documentation/admin-guide/sysctl/vm.rst, {@code lowmem_reserve_ratio}.
   *
   * @param zone a row of {@link #zones}
   * @param preferred the kernel's number for that higher zone, from 0, in the order in which zones
   *     follow each other in a node; zones without memory count, although they were not printed
   *     before Linux 4.12
   */
  public OptionalLong protection(Row zone, int preferred) {
    return amount(zone, protectionOf(preferred));
  }
}
