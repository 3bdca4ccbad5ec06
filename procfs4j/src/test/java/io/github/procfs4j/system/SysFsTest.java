package io.github.procfs4j.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.procfs4j.Procfs;
import io.github.procfs4j.sampling.Snapshot;
import io.github.procfs4j.testing.Corpus;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The sysctls that are lines of numbers. Texts without the name of a tree are made up. */
class SysFsTest {
  private final Tree tree;

  SysFsTest(@TempDir Path root) {
    tree = new Tree(root);
  }

  @Test
  void valuesOfRealKernels() {
    Procfs proc = Procfs.at(Corpus.tree("amd64-6.1-smp8-numa2", "s2"));
    assertThat(proc.fileNr().files()).isEqualTo(77);
    assertThat(proc.fileNr().freeFiles()).isZero();
    assertThat(proc.fileNr().maxFiles()).isEqualTo(198_616);
    assertThat(proc.inodeState().inodes()).isEqualTo(28_171);
    assertThat(proc.inodeState().unused()).isZero();
    assertThat(proc.dentryState().names()).isEqualTo(28_193);
    assertThat(proc.dentryState().unused()).isEqualTo(3_397);
    assertThat(proc.dentryState().negative()).isEqualTo(81);
    assertThat(proc.schedSchedStats().isEnabled()).isTrue();
  }

  @Test
  void statisticsThatAreOff() {
    tree.with("sys/kernel/sched_schedstats", "0\n");
    assertThat(Procfs.at(tree.root()).schedSchedStats().isEnabled()).isFalse();
  }

  @Test
  void openFilesAreThoseInUse() {
    Map<String, Double> figures =
        Figured.last(SysFsFileNr.FILE, tree.root(), "90\t10\t400\n", "100\t20\t400\n");
    assertThat(figures).containsEntry("files[].open", 80.0);
    assertThat(figures.get("files[].used")).isCloseTo(20, within(1e-9));
    assertThat(Figured.last(SysFsFileNr.FILE, tree.root(), "1\t0\t0\n", "1\t0\t0\n"))
        .containsEntry("files[].used", Double.NaN);
  }

  /** What systemd sets, and what root may open beyond the limit. */
  @Test
  void limitsThatAreNone() {
    String text = "826\t0\t9223372036854775807\n";
    assertThat(Figured.last(SysFsFileNr.FILE, tree.root(), text, text).get("files[].used"))
        .isCloseTo(0, within(1e-9));
    String beyond = "300\t0\t200\n";
    assertThat(Figured.last(SysFsFileNr.FILE, tree.root(), beyond, beyond))
        .containsEntry("files[].used", 150.0);
  }

  @Test
  void anotherNumberOfNumbersHasNoNames() {
    for (String text : new String[] {"1\t2\n", "1\t2\t3\t4\n"}) {
      Snapshot reading = tree.with("sys/fs/file-nr", text).read(SysFsFileNr.FILE);
      assertThat(Tree.problems(reading)).isEqualTo(1);
      assertThat(Tree.cells(reading))
          .containsEntry("files[].field1", 1L)
          .doesNotContainKey("files[].nr_files");
    }
  }

  @Test
  void aBadFieldCostsItself() {
    Snapshot reading =
        tree.with("sys/fs/dentry-state", "5\tx\t45\t0\t7\t0\n").read(SysFsDentryState.FILE);
    assertThat(Tree.problems(reading)).isEqualTo(1);
    assertThat(Tree.cells(reading))
        .containsEntry("dentries[].nr_dentry", 5L)
        .containsEntry("dentries[].nr_negative", 7L)
        .doesNotContainKey("dentries[].nr_unused");
  }
}
