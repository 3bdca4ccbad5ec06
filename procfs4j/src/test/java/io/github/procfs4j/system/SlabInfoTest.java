package io.github.procfs4j.system;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.procfs4j.Procfs;
import io.github.procfs4j.model.Row;
import io.github.procfs4j.sampling.Snapshot;
import io.github.procfs4j.testing.Corpus;
import io.github.procfs4j.text.MalformedTextException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SlabInfoTest {
  private static final String HEADS =
      "# name            <active_objs> <num_objs> <objsize> <objperslab> <pagesperslab>"
          + " : tunables <limit> <batchcount> <sharedfactor>"
          + " : slabdata <active_slabs> <num_slabs> <sharedavail>\n";
  private static final String VERSION = "slabinfo - version: 2.1\n";
  private static final String DENTRY =
      "dentry             28414  28434    192   21    1"
          + " : tunables    0    0    0 : slabdata   1354   1354      0\n";
  private static final String KMALLOC =
      "kmalloc-8            512    512      8  512    1"
          + " : tunables    1    2    3 : slabdata      1      1      4\n";
  private static final String TEXT = VERSION + HEADS + DENTRY + KMALLOC;

  private final Tree tree;

  SlabInfoTest(@TempDir Path root) {
    tree = new Tree(root);
  }

  private Snapshot read(String text) {
    return tree.with("slabinfo", text).read(SlabInfo.FILE);
  }

  private SlabInfo view() {
    return Procfs.at(tree.root()).slabInfo();
  }

  @Test
  void everyCache() {
    SlabInfo slabs = Procfs.at(Corpus.tree("amd64-6.1-smp8-numa2", "s2")).slabInfo();
    assertThat(slabs.caches()).hasSize(178);
    Row dentry = slabs.cache("dentry");
    assertThat(slabs.activeObjects(dentry)).hasValue(28414);
    assertThat(slabs.objects(dentry)).hasValue(28434);
    assertThat(slabs.objectSize(dentry)).hasValue(192);
    assertThat(slabs.objectsPerSlab(dentry)).hasValue(21);
    assertThat(slabs.pagesPerSlab(dentry)).hasValue(1);
    assertThat(slabs.activeSlabs(dentry)).hasValue(1354);
    assertThat(slabs.slabs(dentry)).hasValue(1354);
    assertThat(slabs.amount(dentry, "limit")).hasValue(0);
    assertThat(slabs.amount(dentry, "nonsense")).isEmpty();
    assertThat(slabs.slabs(slabs.cache("nonsense"))).isEmpty();
  }

  @Test
  void bytesHeldAndWasted() {
    SlabInfo slabs = Procfs.at(Corpus.tree("amd64-6.1-smp8-numa2", "s2")).slabInfo();
    // 1354 slabs of one page, 28414 dentries of 192 bytes.
    assertThat(slabs.bytesHeld(slabs.cache("dentry"), 4096)).hasValue(5_545_984);
    assertThat(slabs.bytesWasted(slabs.cache("dentry"), 4096)).hasValue(90_496);
    // 4 slabs of one page, 1536 of 2048 handles of 8 bytes.
    assertThat(slabs.bytesHeld(slabs.cache("zs_handle"), 4096)).hasValue(16_384);
    assertThat(slabs.bytesWasted(slabs.cache("zs_handle"), 4096)).hasValue(4096);
    assertThat(slabs.bytesHeld(slabs.cache("nonsense"), 4096)).isEmpty();
    assertThat(slabs.bytesWasted(slabs.cache("nonsense"), 4096)).isEmpty();
  }

  @Test
  void figures() {
    String real = new String(Corpus.bytes("amd64-6.1-smp8-numa2", "s2", "slabinfo"), ISO_8859_1);
    Map<String, Double> figures = Figured.last(SlabInfo.FILE, tree.root(), real, real);
    assertThat(figures)
        .containsEntry("cache[name=dentry].held", 5_545_984.0)
        .containsEntry("cache[name=dentry].wasted", 90_496.0)
        .containsEntry("cache[name=zs_handle].active", 75.0);
    assertThat(figures.get("cache[name=dentry].active"))
        .isCloseTo(100 - 100 * 90_496.0 / 5_545_984, within(1e-9));
    assertThat(figures).containsEntry("cache[name=xfs_dqtrx].held", 0.0);
    assertThat(figures.get("cache[name=xfs_dqtrx].active")).isNaN();
  }

  @Test
  void theStatisticsOfADebugKernel() {
    // Made up like CONFIG_DEBUG_SLAB.
    Snapshot reading =
        read(
            "slabinfo - version: 2.1 (statistics)\n"
                + HEADS.replace(
                    "\n", " : globalstat <listallocs> <maxobjs> : cpustat <allochit> <allocmiss>\n")
                + DENTRY.replace("\n", " : globalstat    5   6 : cpustat 7 8\n"));
    assertThat(reading.problems()).isEmpty();
    assertThat(view().amount(view().cache("dentry"), "maxobjs")).hasValue(6);
    assertThat(view().amount(view().cache("dentry"), "allocmiss")).hasValue(8);
    assertThat(view().slabs(view().cache("dentry"))).hasValue(1354);
  }

  @Test
  void columnsAreWhatTheHeadingNames() {
    Snapshot reading =
        read(
            VERSION
                + "# name <num_objs> <active_objs> <weight> : slabdata <num_slabs>\n"
                + "dentry 10 5 3 : slabdata 2\n");
    assertThat(reading.problems()).isEmpty();
    assertThat(view().objects(view().cache("dentry"))).hasValue(10);
    assertThat(view().activeObjects(view().cache("dentry"))).hasValue(5);
    assertThat(view().amount(view().cache("dentry"), "weight")).hasValue(3);
    assertThat(view().slabs(view().cache("dentry"))).hasValue(2);
    assertThat(view().bytesHeld(view().cache("dentry"), 4096)).isEmpty();
  }

  @Test
  void aVersionThatIsNotKnownIsSaidOnceAndLendsNoNames() {
    for (String version : new String[] {"99", "3.0", "2.2", "1.9", ""}) {
      Snapshot reading = read(TEXT.replace("2.1", version));
      assertThat(reading.problems())
          .as(version)
          .singleElement()
          .satisfies(
              problem ->
                  assertThat(problem.toString())
                      .contains("expected a known version (1.0, 1.1, 1.2, 2.0 or 2.1)"));
      assertThat(view().caches()).isEmpty();
      assertThat(Tree.cells(reading))
          .hasSize(22)
          .containsEntry("line[words=dentry : tunables : slabdata].field2", 28414L);
    }
    assertThat(read(TEXT.replace("2.1", "2.0")).problems()).isEmpty();
  }

  @Test
  void withoutAHeadingTheUsualColumnsAreMeant() {
    assertThat(Tree.cells(read(DENTRY + KMALLOC))).isEqualTo(Tree.cells(read(TEXT)));
  }

  @Test
  void namesWithBlanksDigitsAndColons() {
    Snapshot reading =
        read(
            TEXT
                + KMALLOC.replace("kmalloc-8", "kmalloc-64(123:my cgroup)")
                + KMALLOC.replace("kmalloc-8", "9p-fcall-cache")
                + KMALLOC.replace("kmalloc-8", ":0000192")
                + KMALLOC.replace("kmalloc-8", "\u00ff"));
    assertThat(reading.problems()).isEmpty();
    assertThat(view().caches())
        .extracting(row -> row.label("name"))
        .containsExactly(
            "dentry",
            "kmalloc-8",
            "kmalloc-64(123:my cgroup)",
            "9p-fcall-cache",
            ":0000192",
            "\\xff");
  }

  @Test
  void twoCachesOfOneNameAreTwoRows() {
    assertThat(Tree.cells(read(TEXT + DENTRY.replace("1354", "7"))))
        .containsEntry("cache[name=dentry].num_slabs", 1354L)
        .containsEntry("cache[name=dentry #2].num_slabs", 7L);
  }

  @Test
  void aGroupThatDoesNotFitTheHeadingIsKeptUnderOtherNames() {
    assertGroupIsUnnamed("odd 1 2 3 4 : tunables 1 2 3 : slabdata 1 2 3\n", "active_objs", 2);
    assertGroupIsUnnamed("odd 1 2 3 4 5 6 : tunables 1 2 3 : slabdata 1 2 3\n", "objsize", 2);
    assertGroupIsUnnamed("odd 1 2 3 4 5 : tunables 1 2 3 : slabdata 1 2\n", "num_slabs", 10);
    assertGroupIsUnnamed("odd 1 2 3 4 5 : tunables 1 2 3 : slabdata 1 2 3 4\n", "num_slabs", 10);
    assertGroupIsUnnamed("odd 1 2 3 4 5 : tunables 1 2 3 : novelty 1 2 3\n", "num_slabs", 10);
    assertGroupIsUnnamed("odd 1 2 3 4 5 : tunables 1 2 3 : 1 2 3\n", "num_slabs", 10);
  }

  private void assertGroupIsUnnamed(String line, String name, int place) {
    Snapshot reading = read(TEXT + line + KMALLOC.replace("-8", "-16"));
    assertThat(reading.problems()).as(line).isNotEmpty().allMatch(p -> p.line() == 5);
    assertThat(Tree.cells(reading))
        .as(line)
        .containsEntry("cache[name=odd].field" + place, 1L)
        .doesNotContainKey("cache[name=odd]." + name)
        .containsEntry("cache[name=odd].sharedfactor", 3L)
        .containsEntry("cache[name=kmalloc-16].limit", 1L);
  }

  @Test
  void aBadFieldCostsItsCell() {
    Snapshot reading =
        read(TEXT.replace(" 28434 ", " 18446744073709551616 ").replace(" 192 ", " 192x "));
    assertThat(Tree.problems(reading)).isEqualTo(2);
    Row dentry = view().cache("dentry");
    assertThat(view().objects(dentry)).isEmpty();
    assertThat(view().objectSize(dentry)).isEmpty();
    assertThat(view().bytesHeld(dentry, 4096)).hasValue(5_545_984);
    assertThat(view().bytesWasted(dentry, 4096)).isEmpty();
  }

  @Test
  void aBadLineCostsThatLine() {
    for (String line : new String[] {"odd\n", "odd :\n", "odd : tunables\n", "odd words : :\n"}) {
      Snapshot reading = read(VERSION + HEADS + line + DENTRY);
      assertThat(reading.problems()).as(line).isNotEmpty().allMatch(p -> p.line() == 3);
      assertThat(Tree.cells(reading)).as(line).hasSize(11);
    }
  }

  @Test
  void aBadHeadingIsAProblem() {
    Snapshot reading = read(TEXT.replace("<objsize>", "objsize"));
    assertThat(reading.problems()).isNotEmpty();
    assertThat(view().objects(view().cache("dentry"))).isEmpty();
    assertThat(Tree.cells(reading)).containsEntry("cache[name=dentry].field2", 28414L);
  }

  @Test
  void anEmptyTextIsRejected() {
    assertThatThrownBy(() -> read("")).isInstanceOf(MalformedTextException.class);
  }
}
