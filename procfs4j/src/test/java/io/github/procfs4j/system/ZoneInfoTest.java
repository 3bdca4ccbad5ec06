package io.github.procfs4j.system;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.procfs4j.Procfs;
import io.github.procfs4j.Reported;
import io.github.procfs4j.model.Kind;
import io.github.procfs4j.model.Lack;
import io.github.procfs4j.model.Row;
import io.github.procfs4j.sampling.Snapshot;
import io.github.procfs4j.testing.Corpus;
import io.github.procfs4j.text.MalformedTextException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ZoneInfoTest {
  /** Made up, as short as possible. */
  private static final String TEXT =
      """
      Node 0, zone      DMA
        per-node stats
            nr_dirty     5
        pages free     100
              min      120
              low      130
              high     140
              present  4000
              protection: (0, 991)
            nr_free_pages 101
        pagesets
          cpu: 0
                    count: 1
                    high:  2
        vm stats threshold: 3
          cpu: 2
                    count: 4
        vm stats threshold: 6
        node_unreclaimable:  0
        start_pfn:           1
      Node 0, zone   Normal
        pages free     0
              min      32
              low      32
              high     32
              present  0
              protection: (0, 0)
      """;

  private final Tree tree;

  ZoneInfoTest(@TempDir Path root) {
    tree = new Tree(root);
  }

  /** A copied tree: the last number may be half a number, and there is no other problem. */
  @Test
  void aTextWithoutItsLastNewlineCostsItsLastNumber() {
    String text = TEXT.stripTrailing();
    Snapshot reading = read(text);
    assertThat(reading.problems()).hasSize(1);
    Map<String, Long> cells = Tree.cells(reading);
    Map<String, Long> usual = Tree.cells(read(text + "\n"));
    assertThat(usual).hasSize(cells.size() + 1).containsAllEntriesOf(cells);
  }

  private Snapshot read(String text) {
    return tree.with("zoneinfo", text).read(ZoneInfo.FILE);
  }

  private ZoneInfo view() {
    return Procfs.at(tree.root()).zoneInfo();
  }

  private static String text(String variant, String moment) {
    return new String(Corpus.bytes(variant, moment, "zoneinfo"), ISO_8859_1);
  }

  @Test
  void nodesZonesAndPageSets() {
    ZoneInfo info = Procfs.at(Corpus.tree("amd64-6.1-smp8-numa2", "s2")).zoneInfo();
    assertThat(info.nodes()).containsExactly(info.node(0), info.node(1));
    assertThat(info.amount(info.node(0), "nr_inactive_anon")).hasValue(4277);
    assertThat(info.zones()).hasSize(10).contains(info.zone(1, "Device"));
    Row zone = info.zone(0, "DMA32");
    assertThat(info.free(zone)).hasValue(211_461);
    assertThat(info.min(zone)).hasValue(8119);
    assertThat(info.low(zone)).hasValue(10_148);
    assertThat(info.high(zone)).hasValue(12_177);
    assertThat(info.amount(zone, "start_pfn")).hasValue(4096);
    // CPU 1 is offline, and there are 3 zones with memory.
    assertThat(info.pageSets()).hasSize(21);
    assertThat(info.amount(info.pageSet(0, "DMA32", 7), "count")).hasValue(648);
    assertThat(info.amount(info.pageSet(0, "DMA32", 7), "high")).hasValue(3382);
    assertThat(info.amount(info.pageSet(0, "DMA32", 1), "count")).isEmpty();
    assertThat(info.amount(info.pageSet(0, "DMA32", 7), "start_pfn")).isEmpty();
  }

  @Test
  void distancesToTheWatermarks() {
    ZoneInfo info = Procfs.at(Corpus.tree("amd64-6.1-smp8-numa2", "s2")).zoneInfo();
    assertThat(info.aboveMin(info.zone(0, "DMA32"))).hasValue(211_461 - 8119);
    assertThat(info.aboveLow(info.zone(0, "DMA32"))).hasValue(211_461 - 10_148);
    assertThat(info.aboveHigh(info.zone(0, "DMA32"))).hasValue(211_461 - 12_177);
    assertThat(info.aboveMin(info.zone(9, "DMA32"))).isEmpty();
    assertThat(read(TEXT).problems()).isEmpty();
    assertThat(view().aboveMin(view().zone(0, "DMA"))).hasValue(-20);
    assertThat(view().aboveMin(view().zone(0, "Normal"))).as("has no memory").isEmpty();
    assertThat(view().min(view().zone(0, "Normal"))).hasValue(32);
  }

  @Test
  void protectionIsByTheNumberOfTheZone() {
    ZoneInfo info = Procfs.at(Corpus.tree("amd64-6.1-smp8-numa2", "s2")).zoneInfo();
    Row dma = info.zone(0, "DMA");
    assertThat(info.protection(dma, 0)).hasValue(0);
    assertThat(info.protection(dma, 1)).hasValue(946);
    assertThat(info.protection(dma, 4)).hasValue(946);
    assertThat(info.protection(dma, 5)).isEmpty();
  }

  @Test
  void figures() {
    Map<String, Double> figures =
        Figured.last(
            ZoneInfo.FILE,
            tree.root(),
            text("amd64-6.1-smp8-numa2", "s1"),
            text("amd64-6.1-smp8-numa2", "s2"));
    assertThat(figures)
        .containsEntry("zone[node=0 zone=DMA32].above min", 211_461.0 - 8119)
        .containsEntry("zone[node=0 zone=DMA32].above low", 211_461.0 - 10_148)
        .containsEntry("zone[node=0 zone=DMA32].above high", 211_461.0 - 12_177)
        .containsEntry("zone[node=0 zone=DMA32].free", 211_461.0);
    assertThat(figures.get("zone[node=0 zone=Normal].above min")).isNaN();
    assertThat(figures.get("zone[node=0 zone=DMA32].numa_miss/s")).isNotNegative();
    assertThat(Figured.last(ZoneInfo.FILE, tree.root(), TEXT, TEXT))
        .containsEntry("zone[node=0 zone=DMA].above min", -20.0);
  }

  /** The second text is made up: the first one with more counted, or without a page set. */
  @Test
  void beforeLinux2618TheCountersOfAZoneAreThoseOfItsPageSets() {
    String before = Reported.text("23-zoneinfo-2614", "zoneinfo");
    String after =
        before
            .replace("numa_miss:      26392398", "numa_miss:      26392408")
            .replace("numa_miss:      1482", "numa_miss:      1487");
    IntervalOf both = IntervalOf.texts(tree, ZoneInfo.FILE, before, after);
    Row zone = view().zone(1, "Normal");
    assertThat(both.figure("numa_miss/s", zone) * both.seconds()).isCloseTo(15, within(1e-6));
    assertThat(both.figure("numa_foreign/s", zone)).isZero();

    String without = after.replaceFirst("(?s)    cpu: 1 pcp: 0.*(?=  all_unrec)", "");
    IntervalOf gone = IntervalOf.texts(tree, ZoneInfo.FILE, before, without);
    assertThat(gone.figure("numa_miss/s", zone)).isNaN();
    assertThat(gone.interval().lack()).isEqualTo(Lack.NOT_IN_ROW);
    IntervalOf back = IntervalOf.texts(tree, ZoneInfo.FILE, without, after);
    assertThat(back.figure("numa_miss/s", zone)).isNaN();
    assertThat(back.interval().lack()).isEqualTo(Lack.NOT_BEFORE);
    String other = before.replaceAll("(?m)^  pagesets\n(    .*\n)*", "");
    other = other.replace("Node 1", "Node 0") + after;
    IntervalOf none = IntervalOf.texts(tree, ZoneInfo.FILE, other, other);
    assertThat(none.figure("numa_miss/s", view().zone(0, "Normal"))).isNaN();
    assertThat(none.interval().lack()).isEqualTo(Lack.NOT_IN_ROW);
  }

  @Test
  void whatFollowsThePageSetsIsOfTheZone() {
    assertThat(Tree.cells(read(TEXT)))
        .hasSize(23)
        .containsEntry("node[node=0].nr_dirty", 5L)
        .containsEntry("pageset[node=0 zone=DMA cpu=2].vm_stats_threshold", 6L)
        .containsEntry("zone[node=0 zone=DMA].start_pfn", 1L)
        .containsEntry("zone[node=0 zone=DMA].protection.1", 991L);
  }

  @Test
  void anOlderKernel() {
    // Made up like 4.4, which has no per-node stats and prints the protection after the counters.
    String old =
        """
        Node 0, zone      DMA
          pages free     3840
                min      15
                low      18
                high     22
                scanned  7
                spanned  4095
                present  3996
                managed  3840
            nr_free_pages 3840
            nr_unstable  0
                protection: (0, 3354, 15871, 15871)
          pagesets
            cpu: 0
                      count: 0
                      high:  0
                      batch: 1
          vm stats threshold: 8
          all_unreclaimable: 0
          start_pfn:         1
          inactive_ratio:    1
        """;
    Snapshot reading = read(old);
    assertThat(reading.problems()).isEmpty();
    assertThat(view().nodes()).isEmpty();
    Row zone = view().zone(0, "DMA");
    assertThat(view().amount(zone, "scanned")).hasValue(7);
    assertThat(view().amount(zone, "inactive_ratio")).hasValue(1);
    assertThat(view().amount(zone, "all_unreclaimable")).hasValue(0);
    assertThat(view().protection(zone, 2)).hasValue(15871);
    assertThat(view().aboveHigh(zone)).hasValue(3840 - 22);
  }

  @Test
  void newerKeysAreKeptUnderTheirNames() {
    Snapshot reading =
        read(
            TEXT.replace("            high:  2\n", "            high:  2\n              cold: 9\n")
                .replace("  start_pfn", "  warm pages:  77\n  start_pfn")
                .replace("      nr_dirty     5\n", "      nr_dirty     5\n      nr_new 6\n"));
    assertThat(reading.problems()).isEmpty();
    assertThat(Tree.cells(reading))
        .containsEntry("pageset[node=0 zone=DMA cpu=0].cold", 9L)
        .containsEntry("zone[node=0 zone=DMA].warm_pages", 77L)
        .containsEntry("node[node=0].nr_new", 6L);
  }

  @Test
  void aCountWithoutAName() {
    // As 4.14 to 4.18 print it.
    Snapshot reading =
        read(
            TEXT.replace(
                "  pages free     100", "                   64928320\n  pages free     100"));
    assertThat(reading.problems()).isEmpty();
    assertThat(Tree.cells(reading)).containsEntry("node[node=0].field1", 64928320L);
  }

  @Test
  void sharedNamesMeanWhatTheyDoInVmstat() {
    ZoneInfo info = Procfs.at(Corpus.tree("amd64-6.12-smp4-numa2", "s0")).zoneInfo();
    var layout = info.reading().layout();
    var stacks = layout.column(layout.cell(info.node(0), "nr_kernel_stack"));
    assertThat(stacks.unit().factor()).isEqualTo(1024);
    var hit = layout.column(layout.cell(info.zone(0, "DMA32"), "numa_hit"));
    assertThat(hit.kind()).isEqualTo(Kind.COUNTER);
    assertThat(hit.meaning()).contains("this zone");
    for (int cell = 0; cell < layout.cells(); cell++) {
      assertThat(layout.column(cell).reference())
          .as("%s of %s is described", layout.column(cell), layout.row(cell))
          .isNotEmpty();
    }
  }

  @Test
  void aBadFieldOrLineCostsNothingElse() {
    assertCosts("      nr_dirty     5\n", "      nr_dirty     x\n", 1);
    assertCosts("      nr_dirty     5\n", "      nr_dirty\n", 1);
    assertCosts("      nr_dirty     5\n", "      nr_dirty 18446744073709551616\n", 1);
    assertCosts("        protection: (0, 991)\n", "        protection: (0, x)\n", 1);
    assertCosts("        protection: (0, 991)\n", "        protection: 0\n", 2);
    assertCosts("        protection: (0, 991)\n", "        protection:\n", 2);
    assertCosts("        protection: (0, 991)\n", "        protection: (0 991)\n", 1);
    assertCosts("        protection: (0, 991)\n", "        protection: (0, 991\n", 0);
    assertCosts("              high:  2\n", "              high:  2.5\n", 1);
    // Without the number of the CPU, its values belong to no row, and not to the previous CPU.
    assertCosts("    cpu: 2\n", "    cpu:\n", 2);
    // The row of the node loses its only number.
    assertCosts("  per-node stats\n      nr_dirty     5\n", "  per-node stats 7\n", 1);
  }

  private void assertCosts(String line, String bad, int cells) {
    assertThat(TEXT).contains(line);
    Snapshot reading = read(TEXT.replace(line, bad));
    assertThat(reading.problems()).as(bad).isNotEmpty();
    assertThat(Tree.cells(reading)).as(bad).hasSize(23 - cells);
    assertThat(view().amount(view().zone(0, "DMA"), "start_pfn")).as(bad).hasValue(1);
    assertThat(view().amount(view().pageSet(0, "DMA", 0), "count")).as(bad).hasValue(1);
  }

  @Test
  void whatStandsBelowABadHeadIsNoOtherZones() {
    for (String head : new String[] {"Nod 0, zone Normal\n", "Node 0 zone Normal\n", "Node 0,\n"}) {
      Snapshot reading = read(TEXT.replace("Node 0, zone   Normal\n", head));
      assertThat(Tree.problems(reading)).as(head).isEqualTo(7);
      assertThat(Tree.cells(reading)).as(head).hasSize(16);
      assertThat(view().free(view().zone(0, "DMA"))).hasValue(100);
    }
  }

  @Test
  void aZoneThatComesTwiceIsTwoRows() {
    Snapshot reading = read(TEXT + TEXT);
    assertThat(Tree.cells(reading))
        .hasSize(46)
        .containsEntry("zone[node=0 zone=DMA #2].free", 100L);
  }

  @Test
  void anEmptyTextIsRejected() {
    assertThatThrownBy(() -> read("")).isInstanceOf(MalformedTextException.class);
  }
}
