package io.github.procfs4j.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.github.procfs4j.Procfs;
import io.github.procfs4j.model.Unit;
import io.github.procfs4j.sampling.Snapshot;
import io.github.procfs4j.testing.Corpus;
import io.github.procfs4j.text.MalformedTextException;
import io.github.procfs4j.text.Problem;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.NoSuchElementException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MemInfoTest {
  private final Tree tree;

  MemInfoTest(@TempDir Path root) {
    tree = new Tree(root);
  }

  private Snapshot read(String text) {
    return tree.with("meminfo", text).read(MemInfo.FILE);
  }

  private MemInfo view() {
    return Procfs.at(tree.root()).memInfo();
  }

  private static Unit unit(Snapshot reading, String key) {
    return reading.layout().column(cell(reading, key)).unit();
  }

  private static int cell(Snapshot reading, String key) {
    return reading.layout().cell(reading.layout().row(0), key);
  }

  /** Made up: it is not known which of two numbers belongs to the key. */
  @Test
  void anotherNumberIsNoUnit() {
    Snapshot reading = read("MemTotal: 1 kB\nHugePages_Total: 7 16\nNovel: 1 2\n");
    assertThat(reading.problems())
        .singleElement()
        .satisfies(
            problem ->
                assertThat(problem.toString())
                    .contains("meminfo:2:20: expected a unit or the end of the line"));
    assertThat(Tree.cells(reading))
        .containsOnlyKeys(
            "meminfo[].MemTotal", "meminfo[].HugePages_Total (16)", "meminfo[].Novel (2)");
  }

  @Test
  void theKernelsKilobyteIs1024Bytes() {
    MemInfo memInfo = Procfs.at(Corpus.tree("i686-6.1-smp2", "s0")).memInfo();
    assertThat(memInfo.memTotal()).isEqualTo(2_059_176L * 1024);
    assertThat(memInfo.amount(MemInfoColumns.HIGH_TOTAL)).hasValue(1_195_832L * 1024);
    assertThat(memInfo.amount(MemInfoColumns.HUGEPAGESIZE)).hasValue(2048L * 1024);
  }

  @Test
  void countsOfHugePagesAreNotBytes() {
    MemInfo memInfo = Procfs.at(Corpus.tree("i686-6.1-smp2", "s0")).memInfo();
    assertThat(memInfo.amount(MemInfoColumns.HUGE_PAGES_TOTAL)).hasValue(16);
    assertThat(memInfo.amount("HugePages_Free")).hasValue(14);
  }

  @Test
  void aValueWithoutAUnit() {
    // HugePages_Total has no unit; it is the only line so that nothing else helps.
    Snapshot reading = read("HugePages_Total:       0\n");
    assertThat(view().amount(MemInfoColumns.HUGE_PAGES_TOTAL)).hasValue(0);
    assertThat(reading.problems()).isEmpty();
    assertThat(unit(reading, "HugePages_Total").factor()).isEqualTo(1);
  }

  @Test
  void aColonThatTouchesTheValue() {
    // arm64 with a shadow call stack prints it like this.
    Snapshot reading = read("KernelStack: 1 kB\nShadowCallStack:10373888 kB\n");
    assertThat(view().amount(MemInfoColumns.SHADOW_CALL_STACK)).hasValue(10_373_888L * 1024);
    assertThat(reading.problems()).isEmpty();
  }

  @Test
  void aSizeBeyond2To63BytesIsExactOrAnErrorNeverAnotherNumber() {
    // As once printed by a kernel while swap areas changed.
    Snapshot reading = read("MemTotal: 5 kB\nSwapFree:18014398503714728 kB\n");
    int cell = cell(reading, "SwapFree");
    assertThat(reading.value(cell)).isEqualTo(18_014_398_503_714_728L);
    assertThat(reading.layout().column(cell).unit().exactAmount(reading.value(cell), false))
        .isEqualTo(new BigDecimal("18446744067803881472"));
    assertThatThrownBy(() -> view().swapFree()).isInstanceOf(ArithmeticException.class);
    assertThat(view().memTotal()).isEqualTo(5 * 1024);
  }

  @Test
  void zeroPaddedIsStillDecimal() {
    read(
        "MemTotal: 0000000010 kB\n"
            + "MemFree: 00000000000000000000000000000000000000000000000007 kB\n");
    assertThat(view().memTotal()).isEqualTo(10 * 1024);
    assertThat(view().memFree()).isEqualTo(7 * 1024);
  }

  @Test
  void unknownKeysAreKeptUnderTheKernelsNameInTheirUnit() {
    // Made up.
    Snapshot reading =
        read("MemTotal: 1 kB\nNovelPages:   12 kB\nNovel_Count: 34\nOdd(x) y: 5 MB\n");
    assertThat(view().amount("NovelPages")).hasValue(12 * 1024);
    assertThat(view().amount("Novel_Count")).hasValue(34);
    assertThat(Tree.cells(reading)).containsEntry("meminfo[].Odd(x) y", 5L);
    assertThat(unit(reading, "Odd(x) y")).isEqualTo(new Unit("MB", 1, 0));
    assertThat(reading.problems()).isEmpty();
  }

  @Test
  void aSizeInAnotherUnitThanKilobytesIsNotTakenForOne() {
    // Made up: sizes without a unit and in megabytes, and a count with a unit.
    Snapshot reading = read("MemTotal: 7\nMemFree: 5 MB\nHugePages_Total: 3 kB\nCached: 2 kB\n");
    assertThat(view().amount("MemTotal")).isEmpty();
    assertThat(view().amount("Cached")).hasValue(2 * 1024);
    assertThat(Tree.cells(reading))
        .containsEntry("meminfo[].MemTotal (count)", 7L)
        .containsEntry("meminfo[].MemFree (MB)", 5L)
        .containsEntry("meminfo[].HugePages_Total (bytes)", 3L);
    assertThat(unit(reading, "MemFree (MB)").name()).isEqualTo("MB");
    assertThat(reading.problems())
        .extracting(Problem::line, Problem::more)
        .containsExactly(tuple(1, 1), tuple(3, 0));
  }

  @Test
  void theHeadingOfLinux24() {
    Snapshot reading =
        read(
            """
                    total:    used:    free:  shared: buffers:  cached:
            Mem:  1055760384 1041887232 13873152        0 100417536 711233536
            Swap: 1077501952  8540160 1068961792
            MemTotal:      1031016 kB
            """);
    assertThat(reading.problems()).isEmpty();
    assertThat(view().amount("Mem.used")).hasValue(1041887232L);
    assertThat(view().amount("Swap.free")).hasValue(1068961792L);
    assertThat(Tree.cells(reading)).hasSize(10);
  }

  @Test
  void aBadFieldCostsThatKeyOnly() {
    Snapshot reading =
        read("MemTotal: 1 kB\nMemFree: 5x kB\nno colon\nCached: 3 kB kB\nBuffers: 4 kB\n");
    assertThat(Tree.cells(reading))
        .containsEntry("meminfo[].MemTotal", 1L)
        .containsEntry("meminfo[].Buffers", 4L)
        .doesNotContainKey("meminfo[].MemFree");
    assertThat(reading.problems()).extracting(Problem::line).containsExactly(2, 3, 4);
    assertThatThrownBy(() -> view().memFree())
        .isInstanceOf(NoSuchElementException.class)
        .hasMessageContaining("MemFree");
  }

  @Test
  void anAbsentKeySaysWhatItDependsOn() {
    read("MemTotal: 1 kB\n");
    assertThatThrownBy(() -> view().memAvailable())
        .isInstanceOf(NoSuchElementException.class)
        .hasMessageContaining("MemAvailable")
        .hasMessageContaining("3.14");
    assertThat(view().amount(MemInfoColumns.ZSWAP)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\n", "MemTotal: 1 kB", "rubbish\n", "MemTotal: x kB\n"})
  void whatHoldsNoNumberIsNotTaken(String text) {
    assertThatThrownBy(() -> read(text))
        .isInstanceOf(MalformedTextException.class)
        .hasMessageContaining(tree.root().resolve("meminfo") + ":");
  }
}
