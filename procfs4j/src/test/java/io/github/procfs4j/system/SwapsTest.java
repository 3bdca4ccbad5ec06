package io.github.procfs4j.system;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.procfs4j.Procfs;
import io.github.procfs4j.model.Row;
import io.github.procfs4j.sampling.Outcome;
import io.github.procfs4j.sampling.Sampler;
import io.github.procfs4j.sampling.Snapshot;
import io.github.procfs4j.testing.Corpus;
import io.github.procfs4j.text.MalformedTextException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SwapsTest {
  private static final String HEAD = "Filename\t\t\t\tType\t\tSize\t\tUsed\t\tPriority\n";
  private static final String DISK =
      "/dev/vdc2                               partition\t19452\t\t9532\t\t10\n";

  private final Tree tree;

  SwapsTest(@TempDir Path root) {
    tree = new Tree(root);
  }

  private Snapshot read(String text) {
    return tree.with("swaps", text).read(Swaps.FILE);
  }

  private Swaps view() {
    return Procfs.at(tree.root()).swaps();
  }

  private static String text(String moment) {
    return new String(Corpus.bytes("amd64-6.1-smp8-numa2", moment, "swaps"), ISO_8859_1);
  }

  @Test
  void sizesAreBytesAndPrioritiesMayBeNegative() {
    Swaps swaps = Procfs.at(Corpus.tree("amd64-6.1-smp8-numa2", "s1")).swaps();
    assertThat(swaps.areas())
        .extracting(row -> row.label("filename"), row -> row.label("type"))
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("/dev/vdc2", "partition"),
            org.assertj.core.groups.Tuple.tuple("/dev/zram0", "partition"),
            org.assertj.core.groups.Tuple.tuple("/data/swap file", "file"));
    Row file = swaps.area("/data/swap file").orElseThrow();
    assertThat(swaps.size(file)).hasValue(8184 * 1024);
    assertThat(swaps.used(file)).hasValue(0);
    assertThat(swaps.priority(file)).hasValue(-2);
    assertThat(swaps.usedShare(file)).hasValue(0);
    Row disk = swaps.area("/dev/vdc2").orElseThrow();
    assertThat(swaps.used(disk)).hasValue(9532 * 1024);
    assertThat(swaps.priority(disk)).hasValue(10);
    assertThat(swaps.usedShare(disk).orElseThrow()).isEqualTo(9532.0 / 19452);
    assertThat(swaps.area("/data/swap\\040file")).isEmpty();
  }

  @Test
  void anAreaThatIsLeftIsGone() {
    tree.with("swaps", text("s1"));
    Row disk = view().area("/dev/vdc2").orElseThrow();
    try (Sampler<Swaps> sampler = Swaps.FILE.sampler(tree.root())) {
      for (String moment : List.of("s1", "s2", "s1")) {
        tree.with("swaps", text(moment));
        assertThat(sampler.sample()).isEqualTo(Outcome.SAMPLED);
        Swaps swaps = sampler.view();
        assertThat(swaps.used(swaps.area("/dev/zram0").orElseThrow()))
            .hasValue((moment.equals("s1") ? 4092 : 3836) * 1024L);
        assertThat(swaps.used(disk).isPresent()).isEqualTo(moment.equals("s1"));
        assertThat(swaps.usedShare(disk).isPresent()).isEqualTo(moment.equals("s1"));
        assertThat(swaps.priority(swaps.area("/data/swap file").orElseThrow())).hasValue(-2);
      }
    }
  }

  @Test
  void figures() {
    Map<String, Double> figures = Figured.last(Swaps.FILE, tree.root(), text("s0"), text("s1"));
    String disk = "swap[filename=/dev/vdc2 type=partition].";
    assertThat(figures.get(disk + "used")).isCloseTo(100 * 9532.0 / 19452, within(1e-9));
    assertThat(figures).containsEntry(disk + "used size", 9532.0 * 1024);
    assertThat(
            Figured.last(
                    Swaps.FILE, tree.root(), HEAD + "/a file 0 0 -2\n", HEAD + "/a file 0 0 -2\n")
                .get("swap[filename=/a type=file].used"))
        .isNaN();
  }

  @Test
  void pathsOfAnyBytes() {
    read(
        HEAD
            + "/a\\040b\\011c\\012d\\134e\\134040 file\t\t8\t\t1\t\t-2\n"
            + "/swap\\040(deleted) file\t\t8\t\t2\t\t-3\n"
            + "/\u00ff\u0001\u001b[2J file\t\t8\t\t3\t\t-4\n"
            + "/s\u00c3\u00a9 file\t\t8\t\t4\t\t-5\n");
    assertThat(view().areas())
        .extracting(row -> row.label("filename"))
        .containsExactly(
            "/a b\tc\nd\\e\\040", "/swap (deleted)", "/\\xff\u0001\u001b[2J", "/s\u00e9");
  }

  @Test
  void sizesThatLeaveOneTabOrATallName() {
    // Padded like the kernel does: one tab after eight digits, one blank after a name of 40
    // characters or more.
    String longName = "/" + "x".repeat(60);
    Snapshot reading = read(HEAD + longName + " file\t\t12345678\t1234567\t\t32767\n" + DISK);
    assertThat(reading.problems()).isEmpty();
    Row area = view().area(longName).orElseThrow();
    assertThat(view().size(area)).hasValue(12345678L * 1024);
    assertThat(view().priority(area)).hasValue(32767);
  }

  @Test
  void noSwapAtAll() {
    for (String text : new String[] {HEAD, ""}) {
      assertThat(read(text).problems()).isEmpty();
      assertThat(view().areas()).isEmpty();
      assertThat(view().reading().layout().table("swap")).isPresent();
    }
  }

  @Test
  void aColumnOfANewerKernel() {
    Snapshot reading = read(HEAD.replace("\n", "\t\tHeat\n") + DISK.replace("\n", "\t\t77\n"));
    assertThat(reading.problems()).isEmpty();
    assertThat(Tree.cells(reading))
        .containsEntry("swap[filename=/dev/vdc2 type=partition].Heat", 77L);
    assertThat(view().priority(view().area("/dev/vdc2").orElseThrow())).hasValue(10);
  }

  @Test
  void aLineThatDoesNotFitTheHeadingIsKeptUnderOtherNames() {
    for (String line : new String[] {"/a file 1 2\n", "/a file 1 2 -3 4\n"}) {
      Snapshot reading = read(HEAD + DISK + line);
      assertThat(reading.problems())
          .singleElement()
          .satisfies(p -> assertThat(p.line()).isEqualTo(3));
      assertThat(Tree.cells(reading))
          .containsEntry("swap[filename=/a type=file].field3", 1L)
          .doesNotContainKey("swap[filename=/a type=file].Size");
      assertThat(view().size(view().area("/a").orElseThrow())).isEmpty();
      assertThat(view().size(view().area("/dev/vdc2").orElseThrow())).hasValue(19452 * 1024);
    }
    var layout = view().reading().layout();
    Row area = view().area("/a").orElseThrow();
    assertThat(layout.column(layout.cell(area, "field5")).amount(-3)).isEqualTo(-3);
  }

  @Test
  void aBadFieldCostsItsCellAndABadLineItself() {
    Snapshot reading =
        read(HEAD + DISK.replace("9532", "18446744073709551616") + "/a\n" + "/b file -1 5 x\n");
    assertThat(Tree.problems(reading)).isEqualTo(3);
    assertThat(view().used(view().area("/dev/vdc2").orElseThrow())).isEmpty();
    assertThat(view().priority(view().area("/dev/vdc2").orElseThrow())).hasValue(10);
    assertThat(view().used(view().area("/b").orElseThrow())).hasValue(5 * 1024);
    assertThat(view().priority(view().area("/b").orElseThrow())).isEmpty();
  }

  @Test
  void aTextThatIsCutBeforeItsFirstNumberIsRejected() {
    assertThatThrownBy(() -> read(HEAD + DISK.substring(0, 50)))
        .isInstanceOf(MalformedTextException.class);
  }
}
