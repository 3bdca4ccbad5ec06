package io.github.procfs4j.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.procfs4j.Procfs;
import io.github.procfs4j.model.Row;
import io.github.procfs4j.sampling.Outcome;
import io.github.procfs4j.sampling.Sampler;
import io.github.procfs4j.sampling.Snapshot;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * No kernel of the corpus has this file. The texts are made up after {@code lib/alloc_tag.c}, with
 * lines from Documentation/filesystems/proc.rst.
 */
public class AllocInfoTest {
  private static final String HEAD = "allocinfo - version: 1.0\n#     <size>  <calls> <tag info>\n";

  /** Some lines. */
  public static final String TEXT =
      HEAD
          + "   127664768    31168 mm/page_ext.c:270 func:alloc_page_ext\n"
          + "    56373248     4737 mm/slub.c:2259 func:alloc_slab_page\n"
          + "     4136960     1010 drivers/staging/ctagmod/ctagmod.c:20 [ctagmod]"
          + " func:ctagmod_start\n"
          + "           0        0 init/main.c:1314 func:do_initcalls\n";

  private final Tree tree;

  AllocInfoTest(@TempDir Path root) {
    tree = new Tree(root);
  }

  private AllocInfo read(String text) {
    tree.with("allocinfo", text);
    return Procfs.at(tree.root()).allocInfo();
  }

  @Test
  void aPlaceIsModuleLineAndFunction() {
    AllocInfo memory = read(TEXT);
    assertThat(memory.allocations())
        .extracting(
            row -> row.label("module"), row -> row.label("place"), row -> row.label("function"))
        .contains(
            org.assertj.core.groups.Tuple.tuple("", "mm/page_ext.c:270", "alloc_page_ext"),
            org.assertj.core.groups.Tuple.tuple(
                "ctagmod", "drivers/staging/ctagmod/ctagmod.c:20", "ctagmod_start"))
        .hasSize(4);
    Row first = memory.allocations().getFirst();
    assertThat(memory.size(first)).hasValue(127_664_768);
    assertThat(memory.calls(first)).hasValue(31_168);
    assertThat(AllocInfo.isAccurate(first)).isTrue();
  }

  @Test
  void figures() {
    Map<String, Double> figures = Figured.last(AllocInfo.FILE, tree.root(), TEXT, TEXT);
    assertThat(figures.keySet()).anyMatch(name -> name.contains("alloc_slab_page].size"));
    assertThat(figures.entrySet().stream().filter(f -> f.getKey().contains("alloc_slab_page")))
        .extracting(Map.Entry::getValue)
        .containsExactly(56_373_248.0, 4_737.0, 56_373_248.0 / 4_737);
    assertThat(
            figures.entrySet().stream()
                .filter(f -> f.getKey().contains("do_initcalls].mean size"))
                .map(Map.Entry::getValue))
        .containsExactly(Double.NaN);
  }

  @Test
  void version2SaysWhatIsNotCompletelyCounted() {
    AllocInfo memory =
        read(
            TEXT.replace("1.0", "2.0")
                .replace("func:alloc_slab_page", "func:alloc_slab_page accurate:no"));
    assertThat(memory.allocations())
        .filteredOn(row -> !AllocInfo.isAccurate(row))
        .singleElement()
        .satisfies(row -> assertThat(row.label("place")).isEqualTo("mm/slub.c:2259"));
    assertThat(memory.allocations()).hasSize(4);
  }

  /** Sums over CPUs that are made without a lock. */
  @Test
  void aNegativeSizeIsKept() {
    AllocInfo memory = read(HEAD + "        -4096        0 mm/slub.c:2259 func:alloc_slab_page\n");
    assertThat(memory.size(memory.allocations().getFirst())).hasValue(-4096);
  }

  @Test
  void aPlaceTwiceIsTwoRows() {
    Snapshot reading =
        tree.with("allocinfo", HEAD + " 1 1 a.c:1 func:f\n 2 1 a.c:1 func:f\n")
            .read(AllocInfo.FILE);
    assertThat(reading.problems()).isEmpty();
    assertThat(reading.layout().cells()).isEqualTo(4);
    assertThat(reading.layout().table("allocation").orElseThrow().rows()).hasSize(2);
  }

  @Test
  void otherNumbersThanTheHeadingNames() {
    Snapshot reading =
        tree.with("allocinfo", HEAD + " 1 a.c:1 func:f\n 2 3 a.c:2 func:g\n x\n")
            .read(AllocInfo.FILE);
    assertThat(Tree.problems(reading)).isEqualTo(2);
    assertThat(Tree.cells(reading).values()).containsExactly(1L, 2L, 3L);
    assertThat(Tree.cells(reading).keySet()).anyMatch(name -> name.endsWith("].field1"));
    Snapshot more =
        tree.with("allocinfo", HEAD.replace("<calls>", "<calls> <peak>") + "1 2 3 a.c:1 func:f\n")
            .read(AllocInfo.FILE);
    assertThat(more.problems()).isEmpty();
    assertThat(Tree.cells(more).keySet()).anyMatch(name -> name.endsWith("].peak"));
  }

  /** As many places as a large kernel has; the numbers change, and no line is learned again. */
  @Test
  void fiveThousandLines() {
    tree.with("allocinfo", many(0));
    try (Sampler<AllocInfo> sampler = AllocInfo.FILE.sampler(tree.root())) {
      for (int sample = 0; sample < 3; sample++) {
        tree.with("allocinfo", many(sample));
        assertThat(sampler.sample()).isEqualTo(Outcome.SAMPLED);
        assertThat(sampler.problems()).isEmpty();
        assertThat(sampler.isContinuation()).isEqualTo(sample > 0);
        AllocInfo memory = sampler.view();
        assertThat(memory.allocations()).hasSize(5_000);
        Row row = memory.allocations().get(4_321);
        assertThat(row.label("place")).isEqualTo("drivers/d21/file4321.c:4321");
        assertThat(row.label("module")).isEqualTo("module21");
        assertThat(memory.size(row)).hasValue((4_321L + sample) * 4096);
        assertThat(memory.calls(row)).hasValue(4_321L + sample);
      }
    }
  }

  private static String many(int grown) {
    StringBuilder text = new StringBuilder(HEAD);
    for (int i = 0; i < 5_000; i++) {
      long calls = (long) i + grown;
      text.append(
          "%12d %8d drivers/d%d/file%d.c:%d %sfunc:function_%d\n"
              .formatted(
                  calls * 4096,
                  calls,
                  i % 100,
                  i,
                  i,
                  i % 3 == 1 ? "[module" + i % 100 + "] " : "",
                  i));
    }
    return text.toString();
  }
}
