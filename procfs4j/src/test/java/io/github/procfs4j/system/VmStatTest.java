package io.github.procfs4j.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.github.procfs4j.Procfs;
import io.github.procfs4j.Reported;
import io.github.procfs4j.model.Kind;
import io.github.procfs4j.model.Row;
import io.github.procfs4j.model.Unit;
import io.github.procfs4j.sampling.Descriptions;
import io.github.procfs4j.sampling.Snapshot;
import io.github.procfs4j.testing.Corpus;
import io.github.procfs4j.text.MalformedTextException;
import io.github.procfs4j.text.Problem;
import java.io.IOException;
import java.lang.module.ModuleDescriptor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class VmStatTest {
  private static final Descriptions DESCRIPTIONS = VmStatColumns.DESCRIPTIONS;

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
    // It is printed among counters, but decreased, for example from 8 to 7, on real kernels.
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

  /** Each line of the resource contains a version and its keys. */
  static Stream<Arguments> versions() throws IOException {
    return Files.readAllLines(Path.of("src/test/resources/vmstat/keys.txt")).stream()
        .filter(line -> !line.startsWith("#"))
        .map(line -> line.split(": ", 2))
        .map(part -> Arguments.of(part[0], List.of(part[1].split(" "))));
  }

  @ParameterizedTest
  @MethodSource("versions")
  void everyKeyOfEachVersionIsDescribed(String version, List<String> keys) {
    assertThat(keys).as(version).allMatch(DESCRIPTIONS::has);
    Pattern gauge = Pattern.compile("nr_.*|workingset_nodes");
    Set<String> countersAmongThem =
        Set.of(
            "nr_vmscan_write",
            "nr_vmscan_immediate_reclaim",
            "nr_dirtied",
            "nr_written",
            "nr_throttled_written",
            "nr_foll_pin_acquired",
            "nr_foll_pin_released",
            "nr_tlb_remote_flush",
            "nr_tlb_remote_flush_received",
            "nr_tlb_local_flush_all",
            "nr_tlb_local_flush_one");
    for (String key : keys) {
      assertThat(DESCRIPTIONS.column(key, Unit.COUNT).kind())
          .as(key)
          .isEqualTo(
              gauge.matcher(key).matches() && !countersAmongThem.contains(key)
                  ? Kind.GAUGE
                  : Kind.COUNTER);
    }
  }

  /** Of each key of a version, the description does not say that it came later or went earlier. */
  @ParameterizedTest
  @MethodSource("versions")
  void everyKeyIsPrintedByTheVersionsOfItsDescription(String version, List<String> keys) {
    ModuleDescriptor.Version printed = ModuleDescriptor.Version.parse(version);
    for (String key : keys) {
      String[] range = DESCRIPTIONS.column(key, Unit.COUNT).since().split("\\.\\.", 2);
      if (range[0].matches("[0-9.]+")) {
        assertThat(printed)
            .as(key)
            .isGreaterThanOrEqualTo(ModuleDescriptor.Version.parse(range[0]));
      }
      if (range.length > 1) {
        assertThat(printed).as(key).isLessThanOrEqualTo(ModuleDescriptor.Version.parse(range[1]));
      }
    }
  }

  @Test
  void everyKeyOfTheCorpusAndOfReportsIsDescribed() throws IOException {
    List<Path> texts = new ArrayList<>(List.of(Reported.tree("27-vmstat-rhel6").resolve("vmstat")));
    Corpus.variants().forEach(v -> texts.add(Corpus.tree(v, "s0").resolve("vmstat")));
    for (Path text : texts) {
      assertThat(Files.readAllLines(text))
          .as("%s", text)
          .allMatch(line -> DESCRIPTIONS.has(line.substring(0, line.indexOf(' '))));
    }
  }

  @Test
  void reclaimIsTheSumOfTheZonesWhereTheKernelCountsByZone() throws IOException {
    String before = Files.readString(Reported.tree("27-vmstat-rhel6").resolve("vmstat"));
    String after =
        before
            .replace("pgscan_kswapd_dma 760", "pgscan_kswapd_dma 770")
            .replace("pgscan_kswapd_normal 12890195", "pgscan_kswapd_normal 12890285")
            .replace("pgscan_direct_normal 1419725", "pgscan_direct_normal 1419825")
            .replace("pgsteal_dma 660", "pgsteal_dma 670")
            .replace("pgsteal_normal 13517461", "pgsteal_normal 13517551")
            .replace("kswapd_steal 29617432", "kswapd_steal 29617472");
    IntervalOf interval = IntervalOf.texts(tree, VmStat.FILE, before, after);
    Row row = interval.interval().layout().row(0);
    assertThat(grown(interval, "scanned by kswapd", row)).isEqualTo(100);
    assertThat(grown(interval, "scanned directly", row)).isEqualTo(100);
    assertThat(grown(interval, "stolen by kswapd", row)).isEqualTo(40);
    assertThat(grown(interval, "stolen directly", row)).isEqualTo(60);
    assertThat(interval.figure("reclaim efficiency", row)).isEqualTo(50);
  }

  @Test
  void reclaimByZoneAndByWhoDoesIt() {
    // Made up like Linux 3.5 to 4.7.
    String text =
        "pgsteal_kswapd_dma %d\npgsteal_kswapd_movable 5\npgsteal_direct_dma 7\n"
            + "pgsteal_direct_movable %d\npgscan_kswapd_dma %d\npgscan_direct_dma 1\n";
    IntervalOf interval =
        IntervalOf.texts(tree, VmStat.FILE, text.formatted(1, 2, 3), text.formatted(11, 22, 43));
    Row row = interval.interval().layout().row(0);
    assertThat(grown(interval, "stolen by kswapd", row)).isEqualTo(10);
    assertThat(grown(interval, "stolen directly", row)).isEqualTo(20);
    assertThat(grown(interval, "scanned by kswapd", row)).isEqualTo(40);
    assertThat(grown(interval, "scanned directly", row)).isZero();
    assertThat(interval.figure("reclaim efficiency", row)).isEqualTo(75);
  }

  private static double grown(IntervalOf interval, String figure, Row row) {
    return Math.rint(interval.figure(figure, row) * interval.seconds());
  }

  @Test
  void aBadFieldCostsThatKeyOnly() {
    Snapshot reading =
        read("a 1\nb 18446744073709551616\nc\nd 4 5\n\ne 0000000000000000000000000000000006\n");
    assertThat(Tree.cells(reading))
        .hasSize(3)
        .containsEntry("vmstat[].a", 1L)
        .containsEntry("vmstat[].d (5)", 4L)
        .containsEntry("vmstat[].e", 6L);
    assertThat(reading.problems())
        .extracting(Problem::line, Problem::more)
        .containsExactly(tuple(2, 1), tuple(4, 0));
  }

  @Test
  void anEmptyTextIsNone() {
    assertThatThrownBy(() -> read("")).isInstanceOf(MalformedTextException.class);
  }
}
