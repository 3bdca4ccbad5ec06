package io.github.procfs4j.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.procfs4j.Procfs;
import io.github.procfs4j.model.Row;
import io.github.procfs4j.sampling.Outcome;
import io.github.procfs4j.sampling.Sampler;
import io.github.procfs4j.sampling.Snapshot;
import io.github.procfs4j.testing.Corpus;
import io.github.procfs4j.text.MalformedTextException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Texts that are not of the corpus are made up after ipc/shm.c. */
class SysvipcShmTest {
  private static final String HEAD =
      "       key      shmid perms                  size  cpid  lpid nattch   uid   gid  cuid  cgid"
          + "      atime      dtime      ctime                   rss                  swap\n";

  private final Tree tree;

  SysvipcShmTest(@TempDir Path root) {
    tree = new Tree(root);
  }

  private static String segment(int key, int id, int perms, long size, int attached, long rss) {
    return "%10d %10d  %4o %21d %5d %5d  %5d %5d %5d %5d %5d %10d %10d %10d %21d %21d\n"
        .formatted(key, id, perms, size, 17, 18, attached, 1000, 100, 0, 0, 7, 0, 5, rss, 0);
  }

  private SysvipcShm read(String text) {
    tree.with("sysvipc/shm", text);
    return Procfs.at(tree.root()).sharedMemory();
  }

  @Test
  void segmentsOfARealKernel() {
    SysvipcShm memory = Procfs.at(Corpus.tree("amd64-6.1-smp8-numa2", "s1")).sharedMemory();
    assertThat(memory.segments())
        .extracting(row -> row.label("shmid"), row -> row.label("key"), row -> row.label("perms"))
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("0", "153", "600"),
            org.assertj.core.groups.Tuple.tuple("1", "154", "600"),
            org.assertj.core.groups.Tuple.tuple("2", "4660", "640"),
            org.assertj.core.groups.Tuple.tuple("3", "0", "1600"));
    Row segment = memory.segments().get(2);
    assertThat(memory.size(segment)).hasValue(524_288);
    assertThat(memory.resident(segment)).hasValue(262_144);
    assertThat(memory.swapped(segment)).hasValue(0);
    assertThat(memory.attached(segment)).hasValue(2);
    assertThat(memory.amount(segment, SysvipcShmColumns.LPID)).hasValue(326);
  }

  @Test
  void aSegmentKeepsItsRowWhenItsOwnerChanges() {
    String before = HEAD + segment(-5, 98_304, 0600, 1 << 20, 1, 4096);
    tree.with("sysvipc/shm", before);
    try (Sampler<SysvipcShm> sampler = SysvipcShm.FILE.sampler(tree.root())) {
      assertThat(sampler.sample()).isEqualTo(Outcome.SAMPLED);
      Row row = sampler.view().segments().getFirst();
      assertThat(row.label("key")).isEqualTo("-5");
      tree.with("sysvipc/shm", before.replace(" 1000 ", " 1001 "));
      assertThat(sampler.sample()).isEqualTo(Outcome.SAMPLED);
      assertThat(sampler.view().segments()).containsExactly(row);
      assertThat(sampler.view().segments().getFirst().label("uid")).isEqualTo("1001");
      tree.with("sysvipc/shm", HEAD);
      assertThat(sampler.sample()).isEqualTo(Outcome.SAMPLED);
      assertThat(sampler.view().segments()).isEmpty();
      assertThat(sampler.view().size(row)).isEmpty();
    }
  }

  @Test
  void noSegments() {
    assertThat(read(HEAD).segments()).isEmpty();
    assertThat(read(HEAD).reading().layout().table("segment")).isPresent();
  }

  /** Before Linux 2.6.37 there were neither rss nor swap. */
  @Test
  void withoutTheLastColumns() {
    SysvipcShm memory =
        read(
            HEAD.replaceAll(" +rss +swap", "")
                + segment(1, 2, 0600, 4096, 0, 0).replaceAll(" +0 +0\n", "\n"));
    Row segment = memory.segments().getFirst();
    assertThat(memory.size(segment)).hasValue(4096);
    assertThat(memory.resident(segment)).isEmpty();
  }

  @Test
  void aColumnOfANewerKernelHasItsName() {
    Snapshot reading =
        tree.with(
                "sysvipc/shm",
                HEAD.replace("\n", " heat\n")
                    + segment(1, 2, 0600, 4096, 0, 0).replace("\n", " 77\n"))
            .read(SysvipcShm.FILE);
    assertThat(reading.problems()).isEmpty();
    assertThat(Tree.cells(reading).entrySet())
        .anyMatch(cell -> cell.getKey().endsWith("].heat") && cell.getValue() == 77);
  }

  @Test
  void aLineOfAnotherFormCostsItself() {
    String good = segment(1, 2, 0600, 4096, 0, 0);
    for (String bad : List.of("1 2 600\n", good.replace("\n", " 9\n"), "x\n")) {
      Snapshot reading = tree.with("sysvipc/shm", HEAD + bad + good).read(SysvipcShm.FILE);
      assertThat(Tree.problems(reading)).as(bad).isEqualTo(1);
      assertThat(reading.layout().table("segment").orElseThrow().rows()).hasSize(1);
    }
  }

  @Test
  void withoutAHeadingNothingIsKnown() {
    tree.with("sysvipc/shm", segment(1, 2, 0600, 4096, 0, 0));
    assertThatThrownBy(() -> tree.read(SysvipcShm.FILE))
        .isInstanceOf(MalformedTextException.class)
        .hasMessageContaining("heading");
  }
}
