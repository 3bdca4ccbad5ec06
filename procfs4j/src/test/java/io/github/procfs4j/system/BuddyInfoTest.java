package io.github.procfs4j.system;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.procfs4j.Procfs;
import io.github.procfs4j.model.Lack;
import io.github.procfs4j.model.Row;
import io.github.procfs4j.sampling.Snapshot;
import io.github.procfs4j.testing.Corpus;
import io.github.procfs4j.text.MalformedTextException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BuddyInfoTest {
  private static final String TWO =
      """
      Node 0, zone      DMA      1      0      2
      Node 1, zone   Normal      7      8      9
      """;

  private final Tree tree;

  BuddyInfoTest(@TempDir Path root) {
    tree = new Tree(root);
  }

  private Snapshot read(String text) {
    return tree.with("buddyinfo", text).read(BuddyInfo.FILE);
  }

  private static BuddyInfo real(String variant, String moment) {
    return Procfs.at(Corpus.tree(variant, moment)).buddyInfo();
  }

  private static String text(String variant, String moment) {
    return new String(Corpus.bytes(variant, moment, "buddyinfo"), ISO_8859_1);
  }

  @Test
  void blocksOfEachZoneOfEachNode() {
    BuddyInfo buddy = real("amd64-6.1-smp8-numa2", "s2");
    assertThat(buddy.zones())
        .containsExactly(buddy.zone(0, "DMA"), buddy.zone(0, "DMA32"), buddy.zone(1, "DMA32"));
    assertThat(buddy.freeBlocks(buddy.zone(0, "DMA"), 0)).hasValue(0);
    assertThat(buddy.freeBlocks(buddy.zone(1, "DMA32"), 0)).hasValue(122);
    assertThat(buddy.freeBlocks(buddy.zone(1, "DMA32"), 10)).hasValue(208);
    assertThat(buddy.freeBlocks(buddy.zone(1, "DMA32"), 11)).isEmpty();
    assertThat(buddy.freeBlocks(buddy.zone(1, "Normal"), 0)).isEmpty();
    // 64 + 128 + 512 + 3 * 1024
    assertThat(buddy.freePages(buddy.zone(0, "DMA"))).hasValue(3776);
    assertThat(buddy.freePages(buddy.zone(1, "DMA32"))).hasValue(217354);
    assertThat(buddy.freePages(buddy.zone(7, "DMA32"))).isEmpty();
  }

  /**
   * The content of extfrag/unusable_index of debugfs at the same time, truncated to three decimals.
   */
  @Test
  void theUnusableFreeSpaceIndexIsTheKernelsOwn() {
    assertIndexes("amd64-6.1-smp1", 0, 0, 0, 0, 0, 0, 0.008, 0.025, 0.058, 0.058, 0.193);
    assertIndexes("amd64-6.1-smp8-numa2", 0, 0, 0, 0, 0, 0, 0, 0.016, 0.050, 0.050, 0.186);
    assertIndexes("i686-6.1-smp2", 0, 0, 0, 0, 0, 0, 0, 0, 0, 0.066, 0.200);
  }

  private static void assertIndexes(String variant, double... thousandths) {
    BuddyInfo buddy = real(variant, "s0");
    Row zone = buddy.zone(0, "DMA");
    for (int order = 0; order < thousandths.length; order++) {
      double index = buddy.unusableFreeSpaceIndex(zone, order).orElseThrow();
      assertThat(Math.floor(index * 1000) / 1000).isEqualTo(thousandths[order]);
    }
    assertThat(buddy.unusableFreeSpaceIndex(zone, thousandths.length)).isEmpty();
  }

  @Test
  void allIsUnusableWhereNothingIsFree() {
    read("Node 0, zone      DMA      0      0 \n");
    BuddyInfo buddy = Procfs.at(tree.root()).buddyInfo();
    Row zone = buddy.zone(0, "DMA");
    assertThat(buddy.unusableFreeSpaceIndex(zone, 0)).hasValue(1);
    assertThat(buddy.unusableFreeSpaceIndex(zone, 1)).hasValue(1);
    assertThat(buddy.unusableFreeSpaceIndex(zone, 2)).isEmpty();
    assertThat(buddy.unusableFreeSpaceIndex(buddy.zone(1, "DMA"), 0)).isEmpty();
  }

  @Test
  void figuresAreOfTheLaterMoment() {
    Map<String, Double> figures =
        Figured.last(
            BuddyInfo.FILE,
            tree.root(),
            text("amd64-6.1-smp8-numa2", "s1"),
            text("amd64-6.1-smp8-numa2", "s2"));
    String zone = "free[node=1 zone=DMA32].";
    assertThat(figures).containsEntry(zone + "free", 217354.0);
    assertThat(figures.get(zone + "unusable 1")).isCloseTo(122.0 / 217354, within(1e-12));
    assertThat(figures.get(zone + "unusable 10")).isCloseTo(4362.0 / 217354, within(1e-12));
    assertThat(figures.get(zone + "unusable 11")).isNaN();
  }

  @Test
  void nobodyMissesBlocksOfASizeThatTheKernelHasNot() {
    IntervalOf between = IntervalOf.texts(tree, BuddyInfo.FILE, TWO, TWO.replace("9", "x"));
    Row zone = between.interval().layout().tables().getFirst().rows().get(1);
    assertThat(between.figure("unusable 2", zone)).isNaN();
    assertThat(between.interval().lack()).isEqualTo(Lack.NOT_IN_ROW);
    assertThat(between.figure("unusable 3", zone)).isNaN();
    assertThat(between.interval().lack()).isEqualTo(Lack.INAPPLICABLE);
  }

  @Test
  void moreOrdersThanUsual() {
    // Made up: as on arm64 with pages of 64 KiB.
    read("Node 0, zone   Normal" + "      1".repeat(14) + "\n");
    BuddyInfo buddy = Procfs.at(tree.root()).buddyInfo();
    Row zone = buddy.zone(0, "Normal");
    assertThat(buddy.freeBlocks(zone, 13)).hasValue(1);
    assertThat(buddy.freePages(zone)).hasValue((1 << 14) - 1);
    assertThat(buddy.unusableFreeSpaceIndex(zone, 13).orElseThrow()).isEqualTo(8191.0 / 16383);
  }

  @Test
  void aLineOfAnotherLengthIsKeptUnderOtherNames() {
    for (String line :
        new String[] {"Node 0, zone Movable 5 6\n", "Node 0, zone Movable 5 6 7 8\n"}) {
      Snapshot reading = read(TWO + line);
      assertThat(reading.problems())
          .singleElement()
          .satisfies(p -> assertThat(p.line()).isEqualTo(3));
      assertThat(Tree.cells(reading))
          .containsEntry("free[node=0 zone=Movable].field5", 5L)
          .containsEntry("free[node=1 zone=Normal].order2", 9L)
          .doesNotContainKey("free[node=0 zone=Movable].order0");
      BuddyInfo buddy = Procfs.at(tree.root()).buddyInfo();
      assertThat(buddy.freePages(buddy.zone(0, "Movable"))).isEmpty();
      assertThat(buddy.freePages(buddy.zone(1, "Normal"))).hasValue(7 + 16 + 36);
    }
  }

  @Test
  void aBadFieldCostsItsCellAndASum() {
    Snapshot reading = read(TWO.replace(" 8 ", " 18446744073709551616 "));
    assertThat(reading.problems()).hasSize(1);
    assertThat(Tree.cells(reading))
        .hasSize(5)
        .containsEntry("free[node=1 zone=Normal].order2", 9L)
        .doesNotContainKey("free[node=1 zone=Normal].order1");
    BuddyInfo buddy = Procfs.at(tree.root()).buddyInfo();
    Row zone = buddy.zone(1, "Normal");
    assertThat(buddy.freePages(zone)).isEmpty();
    assertThat(buddy.unusableFreeSpaceIndex(zone, 1)).isEmpty();
    assertThat(buddy.unusableFreeSpaceIndex(zone, 2)).isEmpty();
  }

  @Test
  void aBadLineCostsThatLine() {
    for (String line :
        new String[] {"Node\n", "Node 2\n", "Node 2, zone\n", "Node 2, zone X\n", "x 1 2 3\n"}) {
      Snapshot reading = read(TWO.replace("Node 1", line + "Node 1"));
      assertThat(reading.problems()).as(line).isNotEmpty().allMatch(p -> p.line() == 2);
      assertThat(Tree.cells(reading)).as(line).hasSize(6);
    }
  }

  @Test
  void anEmptyTextIsRejected() {
    assertThatThrownBy(() -> read("")).isInstanceOf(MalformedTextException.class);
  }

  @Test
  void aNameOfAnyBytes() {
    read("Node 0, zone \u00ff\u0001 3 4\n");
    BuddyInfo buddy = Procfs.at(tree.root()).buddyInfo();
    assertThat(buddy.freeBlocks(buddy.zone(0, "\\xff\u0001"), 1)).hasValue(4);
  }
}
