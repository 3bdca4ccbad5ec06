package io.github.procfs4j.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.procfs4j.Corpus;
import io.github.procfs4j.Procfs;
import io.github.procfs4j.model.Kind;
import io.github.procfs4j.sampling.Snapshot;
import io.github.procfs4j.text.MalformedTextException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VmStatTest {
  private final Tree tree;

  VmStatTest(@TempDir Path root) {
    tree = new Tree(root);
  }

  private Snapshot read(String text) {
    return tree.with("vmstat", text).read(VmStat.FILE);
  }

  @Test
  void unknownKeysAreKeptUnderTheKernelsNameAndCountAsGauges() {
    // Made up.
    Snapshot reading = read("nr_free_pages 1\nnr_novel_things 18446744073709551615\n");
    assertThat(Tree.cells(reading)).containsEntry("vmstat[].nr_novel_things", -1L);
    assertThat(reading.layout().column(1).kind()).isEqualTo(Kind.GAUGE);
    assertThat(Procfs.at(tree.root()).vmStat().amount("none")).isEmpty();
  }

  @Test
  void workingsetNodesFallsAndIsAGauge() {
    // Among counters: it went from 8 to 7 or the like on real kernels.
    Snapshot reading = Snapshot.of(VmStat.FILE, Corpus.tree("amd64-6.1-smp8-numa2", "s0"));
    int cell = reading.layout().cell(reading.layout().row(0), "workingset_nodes");
    assertThat(reading.layout().column(cell).kind()).isEqualTo(Kind.GAUGE);
  }

  @Test
  void noCounterFallsFromMomentToMoment() {
    for (String variant : Corpus.variants()) {
      for (int moment = 1; moment < 3; moment++) {
        Snapshot before =
            Snapshot.of(VmStat.FILE, Corpus.tree(variant, Corpus.MOMENTS.get(moment - 1)));
        Snapshot after = Snapshot.of(VmStat.FILE, Corpus.tree(variant, Corpus.MOMENTS.get(moment)));
        assertThat(after.layout().isSameAs(before.layout())).isTrue();
        for (int cell = 0; cell < after.layout().cells(); cell++) {
          if (after.layout().column(cell).kind() == Kind.COUNTER) {
            assertThat(after.value(cell))
                .as("%s %s", variant, after.layout().column(cell))
                .isGreaterThanOrEqualTo(before.value(cell));
          }
        }
      }
    }
  }

  @Test
  void keysOfZonesAreOfAFamily() {
    Snapshot reading = read("pgalloc_dma 1\npgalloc_device 2\nallocstall_normal 3\n");
    assertThat(reading.layout().column(1).kind()).isEqualTo(Kind.COUNTER);
    assertThat(reading.layout().column(1).name()).isEqualTo("pgalloc_device");
    assertThat(reading.layout().column(2).kind()).isEqualTo(Kind.COUNTER);
  }

  @Test
  void aBadFieldCostsThatKeyOnly() {
    Snapshot reading =
        read("a 1\nb 18446744073709551616\nc\nd 4 5\n\ne 0000000000000000000000000000000006\n");
    assertThat(Tree.cells(reading))
        .hasSize(3)
        .containsEntry("vmstat[].a", 1L)
        .containsEntry("vmstat[].d", 4L)
        .containsEntry("vmstat[].e", 6L);
    assertThat(reading.problems())
        .extracting(MalformedTextException::line)
        .containsExactly(2, 3, 4, 5);
  }

  @Test
  void anEmptyTextIsNone() {
    assertThatThrownBy(() -> read("")).isInstanceOf(MalformedTextException.class);
  }
}
