package io.github.procfs4j.system;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.procfs4j.Procfs;
import io.github.procfs4j.model.Row;
import io.github.procfs4j.model.Table;
import io.github.procfs4j.sampling.Outcome;
import io.github.procfs4j.sampling.Sampler;
import io.github.procfs4j.sampling.Snapshot;
import io.github.procfs4j.testing.Corpus;
import io.github.procfs4j.text.MalformedTextException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PageTypeInfoTest {
  /** Made up, with the part that CONFIG_PAGE_OWNER adds. */
  private static final String TEXT =
      """
      Page block order: 9
      Pages per block:  512

      Free pages count per migrate type at order       0      1      2
      Node    0, zone   Normal, type    Unmovable      1      2      3
      Node    0, zone   Normal, type      Movable      4      5      6

      Number of blocks type     Unmovable      Movable
      Node 0, zone   Normal           30           10

      Number of mixed blocks    Unmovable      Movable
      Node 0, zone   Normal            3            1
      """;

  private final Tree tree;

  PageTypeInfoTest(@TempDir Path root) {
    tree = new Tree(root);
  }

  private Snapshot read(String text) {
    return tree.with("pagetypeinfo", text).read(PageTypeInfo.FILE);
  }

  private PageTypeInfo view() {
    return Procfs.at(tree.root()).pageTypeInfo();
  }

  @Test
  void everyPartOfEveryNode() {
    PageTypeInfo types = Procfs.at(Corpus.tree("amd64-6.1-smp8-numa2", "s2")).pageTypeInfo();
    assertThat(types.types()).hasSize(15);
    assertThat(types.zones())
        .containsExactly(types.zone(0, "DMA"), types.zone(0, "DMA32"), types.zone(1, "DMA32"));
    assertThat(types.pageBlockOrder()).hasValue(9);
    Row movable = types.type(1, "DMA32", "Movable");
    assertThat(types.freeBlocks(movable, 0)).hasValue(71);
    assertThat(types.freeBlocks(movable, 10)).hasValue(208);
    assertThat(types.freeBlocks(movable, 11)).isEmpty();
    // 71 + 44 + 60 + 64 + 112 + 96 + 256 + 256 + 208 * 1024
    assertThat(types.freePages(movable)).hasValue(213_951);
    assertThat(types.blocks(types.zone(1, "DMA32"), "Movable")).hasValue(470);
    assertThat(types.blocks(types.zone(1, "DMA32"), "CMA")).isEmpty();
    assertThat(types.mixedBlocks(types.zone(1, "DMA32"), "Movable")).isEmpty();
  }

  @Test
  void mixedBlocksWhereTheKernelCountsThem() {
    assertThat(read(TEXT).problems()).isEmpty();
    Row zone = view().zone(0, "Normal");
    assertThat(view().mixedBlocks(zone, "Unmovable")).hasValue(3);
    assertThat(view().mixedBlocks(zone, "Movable")).hasValue(1);
    assertThat(view().blocks(zone, "Unmovable")).hasValue(30);
  }

  @Test
  void aBoundIsNoCount() {
    Snapshot reading = read(TEXT.replace("      4      5", "  >100000      5"));
    assertThat(reading.problems()).isEmpty();
    Row type = view().type(0, "Normal", "Movable");
    assertThat(view().freeBlocks(type, 0)).isEmpty();
    assertThat(view().freeBlocksAtLeast(type, 0)).hasValue(100_000);
    assertThat(view().freeBlocksAtLeast(type, 1)).hasValue(5);
    assertThat(view().freeBlocksAtLeast(type, 3)).isEmpty();
    assertThat(view().freePages(type)).isEmpty();
    assertThat(view().freePages(view().type(0, "Normal", "Unmovable"))).hasValue(1 + 4 + 12);
    assertThat(Tree.cells(reading))
        .containsEntry("free[node=0 zone=Normal type=Movable].at_least_order0", 100_000L)
        .doesNotContainKey("free[node=0 zone=Normal type=Movable].order0");
  }

  @Test
  void aSumThatAllTypesLackIsMissingToo() {
    read(
        TEXT.replace("      1      2      3\n", " >100000      2      3\n")
            .replace("      4      5", "  >100000      5"));
    assertThat(view().freePages(view().type(0, "Normal", "Unmovable"))).isEmpty();
    assertThat(view().freeBlocks(view().type(0, "Normal", "Unmovable"), 1)).hasValue(2);
  }

  @Test
  void aCountBecomesABoundAndACountAgain() {
    String cut = TEXT.replace("      4      5", " >100000      5");
    Row type = Procfs.at(tree.with("pagetypeinfo", TEXT).root()).pageTypeInfo().types().get(1);
    try (Sampler<PageTypeInfo> sampler = PageTypeInfo.FILE.sampler(tree.root())) {
      for (int i = 0; i < 3; i++) {
        tree.with("pagetypeinfo", TEXT);
        assertThat(sampler.sample()).isEqualTo(Outcome.SAMPLED);
        assertThat(sampler.view().freeBlocks(type, 0)).hasValue(4);
        tree.with("pagetypeinfo", cut);
        assertThat(sampler.sample()).isEqualTo(Outcome.SAMPLED);
        assertThat(sampler.view().freeBlocks(type, 0)).isEmpty();
        assertThat(sampler.view().freeBlocksAtLeast(type, 0)).hasValue(100_000);
      }
    }
  }

  @Test
  void figures() {
    Map<String, Double> figures = Figured.last(PageTypeInfo.FILE, tree.root(), TEXT, TEXT);
    assertThat(figures)
        .containsEntry("free[node=0 zone=Normal type=Unmovable].free", 17.0)
        .containsEntry("block[node=0 zone=Normal].Unmovable", 75.0)
        .containsEntry("block[node=0 zone=Normal].Movable", 25.0);
    assertThat(figures.get("block[node=0 zone=Normal].CMA")).isNaN();
    String cut = TEXT.replace("Number of mixed", "Node 0, zone DMA 1\nNumber of mixed");
    assertThat(Figured.last(PageTypeInfo.FILE, tree.root(), cut, cut))
        .as("beside a line that does not fit")
        .containsEntry("block[node=0 zone=Normal].Movable", 25.0);
    String real =
        new String(Corpus.bytes("amd64-6.1-smp8-numa2", "s2", "pagetypeinfo"), ISO_8859_1);
    assertThat(
            Figured.last(PageTypeInfo.FILE, tree.root(), real, real)
                .get("block[node=1 zone=DMA32].Movable"))
        .isCloseTo(100.0 * 470 / 512, within(1e-9));
  }

  @Test
  void anUnknownTypeIsKeptUnderItsName() {
    assertThat(read(TEXT.replace("Movable", "Warm")).problems()).isEmpty();
    assertThat(view().freeBlocks(view().type(0, "Normal", "Warm"), 2)).hasValue(6);
  }

  @Test
  void anUnknownPartIsKeptAndSaidOnce() {
    String part =
        """

        Number of cold blocks     Unmovable      Movable
        Node 0, zone   Normal            8            9
        Node 0, zone      DMA, type Movable 7
        """;
    Snapshot reading =
        read(TEXT + part + TEXT.replace("0, zone", "1, zone") + part.replace("0, zone", "1, zone"));
    assertThat(reading.problems()).hasSize(1);
    Table unknown = Table.of("section1", "node", "zone", "type");
    assertThat(reading.value(unknown.row("0", "Normal", ""), "field5")).hasValue(8);
    assertThat(reading.value(unknown.row("0", "DMA", "Movable"), "field7")).hasValue(7);
    assertThat(reading.value(unknown.row("1", "Normal", ""), "field6")).hasValue(9);
    assertThat(view().blocks(view().zone(1, "Normal"), "Movable")).hasValue(10);
  }

  @Test
  void aLineThatDoesNotFitItsHeadingIsKeptUnderOtherNames() {
    for (String[] change :
        new String[][] {{"4      5      6", "4      5"}, {"5      6", "5      6     7"}}) {
      Snapshot reading = read(TEXT.replace(change[0], change[1]));
      assertThat(reading.problems()).hasSize(1);
      assertThat(Tree.cells(reading))
          .containsEntry("free[node=0 zone=Normal type=Movable].field7", 4L)
          .containsEntry("free[node=0 zone=Normal type=Unmovable].order2", 3L)
          .doesNotContainKey("free[node=0 zone=Normal type=Movable].order0");
    }
  }

  @Test
  void thereIsNoSumWhereTheHeadingDoesNotNameTheOrdersFromZeroOn() {
    Snapshot reading = read(TEXT.replace(" at order       0", " at order"));
    assertThat(reading.problems())
        .singleElement()
        .satisfies(problem -> assertThat(problem.toString()).contains("expected order 0"));
    assertThat(view().freePages(view().type(0, "Normal", "Movable"))).isEmpty();
  }

  @Test
  void aBadFieldCostsItsCell() {
    Snapshot reading = read(TEXT.replace(" 5 ", " 18446744073709551616 ").replace(" 30 ", " x "));
    assertThat(Tree.problems(reading)).isEqualTo(2);
    assertThat(view().freeBlocks(view().type(0, "Normal", "Movable"), 1)).isEmpty();
    assertThat(view().freeBlocks(view().type(0, "Normal", "Movable"), 2)).hasValue(6);
    assertThat(view().blocks(view().zone(0, "Normal"), "Unmovable")).isEmpty();
    assertThat(view().blocks(view().zone(0, "Normal"), "Movable")).hasValue(10);
  }

  @Test
  void countsWithoutAHeadingHaveNoNames() {
    Snapshot reading = read("Node 0, zone DMA 3 4\n" + TEXT);
    assertThat(reading.problems()).hasSize(1);
    Table headless = Table.of("headless", "node", "zone", "type");
    assertThat(reading.value(headless.row("0", "DMA", ""), "field5")).hasValue(3);
    assertThat(view().blocks(view().zone(0, "Normal"), "Movable")).hasValue(10);
  }

  @Test
  void whatIsSaidOfPageBlocksIsKeptWithoutANodeToo() {
    Snapshot reading = read("Page block order: 9\nPages per block: x\nPage weight: 3\n");
    assertThat(reading.problems()).hasSize(1);
    assertThat(Tree.cells(reading)).hasSize(2).containsValues(9L, 3L);
    assertThat(view().pageBlockOrder()).hasValue(9);
  }

  @Test
  void anEmptyTextIsRejected() {
    assertThatThrownBy(() -> read("")).isInstanceOf(MalformedTextException.class);
  }
}
