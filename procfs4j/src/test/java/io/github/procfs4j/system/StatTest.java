package io.github.procfs4j.system;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.procfs4j.Procfs;
import io.github.procfs4j.model.Row;
import io.github.procfs4j.sampling.Outcome;
import io.github.procfs4j.sampling.Sampler;
import io.github.procfs4j.sampling.Snapshot;
import io.github.procfs4j.testing.Corpus;
import io.github.procfs4j.text.MalformedTextException;
import io.github.procfs4j.text.Problem;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StatTest {
  private final Tree tree;

  StatTest(@TempDir Path root) {
    tree = new Tree(root);
  }

  private Snapshot read(String text) {
    return tree.with("stat", text).read(Stat.FILE);
  }

  private Stat view() {
    return Procfs.at(tree.root()).stat();
  }

  @Test
  void theTypedViewNamesWhatTheFileSays() {
    Stat stat = Procfs.at(Corpus.tree("amd64-6.1-smp8-numa2", "s2")).stat();
    assertThat(stat.ticks(Stat.allCpus(), StatColumns.CPU_USER)).hasValue(722);
    assertThat(stat.ticks(Stat.cpu(7), StatColumns.CPU_SOFTIRQ)).hasValue(43);
    assertThat(stat.interrupts()).isEqualTo(90171);
    assertThat(stat.interrupts(0)).hasValue(94);
    assertThat(stat.interrupts(4)).hasValue(23);
    assertThat(stat.interrupts(100_000)).isEmpty();
    assertThat(stat.contextSwitches()).isEqualTo(27560);
    assertThat(stat.bootTimeSeconds()).isEqualTo(1795376271);
    assertThat(stat.forks()).isEqualTo(531);
    assertThat(stat.running()).isEqualTo(1);
    assertThat(stat.blocked()).isZero();
    assertThat(stat.softirqs()).isEqualTo(29344);
    assertThat(stat.softirqs("NET_RX")).hasValue(1164);
    assertThat(stat.softirqs("RCU")).hasValue(10763);
    assertThat(stat.softirqs("NONE")).isEmpty();
    assertThat(stat.amount("ctxt")).hasValue(27560);
  }

  @Test
  void aCpuIsKnownByItsNumberNotByItsPlace() {
    // CPU 1 went offline before s2: the third line is that of CPU 2.
    Stat stat = Procfs.at(Corpus.tree("amd64-6.1-smp8-numa2", "s2")).stat();
    assertThat(stat.cpus())
        .extracting(row -> row.label("cpu"))
        .containsExactly("all", "0", "2", "3", "4", "5", "6", "7");
    assertThat(stat.ticks(Stat.cpu(1), StatColumns.CPU_USER)).isEmpty();
    assertThat(stat.ticks(Stat.cpu(2), StatColumns.CPU_USER)).hasValue(94);
  }

  @Test
  void cpusOfManyDigitsInAnyOrder() {
    // Made up.
    read("cpu  3 0 0 0\ncpu1023 2 0 0 0\ncpu7 1 0 0 0\n");
    assertThat(view().ticks(Stat.cpu(1023), StatColumns.CPU_USER)).hasValue(2);
    assertThat(view().ticks(Stat.cpu(7), StatColumns.CPU_USER)).hasValue(1);
  }

  @Test
  void fewerModesOfAnOlderKernel() {
    // Made up like Linux 2.6.24 and earlier, which had no guest and guest_nice.
    read("cpu  1 2 3 4 5 6 7 8\ncpu0 1 2 3 4 5 6 7 8\n");
    assertThat(view().ticks(Stat.cpu(0), StatColumns.CPU_STEAL)).hasValue(8);
    assertThat(view().ticks(Stat.cpu(0), StatColumns.CPU_GUEST)).isEmpty();
  }

  /** Made up: it is not known which mode is missing in a line. */
  @Test
  void aCpuWithFewerModesThanTheOthersHasNoNames() {
    Snapshot reading =
        read("cpu  3 1 6 4 0 0 0 0 0 0\ncpu0 1 2 3 0 0 0 0 0 0\ncpu1 2 1 4 1 0 0 0 0 0 0\n");
    assertThat(reading.problems())
        .singleElement()
        .satisfies(
            problem ->
                assertThat(problem.toString())
                    .contains("stat:2:")
                    .contains("10 numbers, as the first line has, not 9"));
    assertThat(view().ticks(Stat.cpu(1), StatColumns.CPU_SYSTEM)).hasValue(4);
    assertThat(view().ticks(Stat.cpu(0), StatColumns.CPU_SYSTEM)).isEmpty();
    assertThat(Tree.cells(reading)).containsEntry("cpu[cpu=0].field4", 3L);
  }

  @Test
  void moreModesOfANewerKernelAreKept() {
    // Made up: no kernel has an eleventh mode yet.
    String cpu0 = "cpu0 1 2 3 4 5 6 7 8 9 10 11 12\n";
    Snapshot reading = read(cpu0.replace("0 ", " ") + cpu0);
    assertThat(Tree.cells(reading))
        .hasSize(24)
        .containsEntry("cpu[cpu=0].guest_nice", 10L)
        .containsEntry("cpu[cpu=0].field12", 11L)
        .containsEntry("cpu[cpu=0].field13", 12L);
    assertThat(reading.problems()).isEmpty();
    Snapshot single = read(cpu0);
    assertThat(Tree.cells(single)).containsEntry("cpu[cpu=0].field2", 1L).hasSize(12);
    assertThat(single.problems())
        .singleElement()
        .satisfies(p -> assertThat(p.toString()).contains("10 numbers, not 12 in a single line"));
  }

  /** Made up: the first kernel printed four. */
  @Test
  void fewerTimesThanAnyKernelPrintsAreAProblem() {
    Snapshot reading = read("cpu  1 2 3\ncpu0 1 2 3\n");
    assertThat(reading.problems())
        .singleElement()
        .satisfies(p -> assertThat(p.toString()).contains("at least 4 numbers, not 3"));
    assertThat(Tree.cells(reading)).containsEntry("cpu[cpu=0].field2", 1L);
  }

  @Test
  void unknownLinesAreKeptUnderTheKernelsName() {
    // Made up.
    Snapshot reading = read("cpu  1 2 3 4\nwakeups 77\nnovel 1 2 3\n");
    assertThat(Tree.cells(reading))
        .containsEntry("system[].wakeups", 77L)
        .containsEntry("system[].novel", 1L)
        .containsEntry("system[].novel.2", 2L)
        .containsEntry("system[].novel.3", 3L);
    assertThat(view().amount("wakeups")).hasValue(77);
    assertThat(reading.problems()).isEmpty();
  }

  /** A real text in which a number is left out, at each position followed by other numbers. */
  @ParameterizedTest
  @ValueSource(strings = {"amd64-6.1-smp1", "amd64-6.12-smp4-numa2", "arm64-6.1-smp4"})
  void aNumberMissingAmongTheInterruptsCostsTheirNames(String corpus) {
    String stat = text(corpus, "stat");
    Matcher intr = Pattern.compile("(?m)^intr .*$").matcher(stat);
    assertThat(intr.find()).isTrue();
    List<String> words = List.of(intr.group().split(" "));
    tree.with("interrupts", text(corpus, "interrupts"));
    assertThat(read(stat).problems()).isEmpty();
    int last = words.size() - 1;
    while (words.get(last).equals("0")) {
      last--;
    }
    for (int place = 1; place < last; place++) {
      List<String> others = new ArrayList<>(words);
      others.remove(place);
      Snapshot reading = read(intr.replaceFirst(String.join(" ", others)));
      assertThat(reading.problems())
          .as("without number %s of %s", place, words)
          .singleElement()
          .satisfies(p -> assertThat(p.toString()).contains("that interrupts has counted"));
      assertThat(Tree.cells(reading))
          .containsKey("line[words=intr].field2")
          .doesNotContainKeys("interrupt[irq=0].count", "system[].intr");
    }
  }

  /**
   * The kernel's own text is not compared with {@code interrupts}, by whatever path its procfs is
   * reached; a copy is.
   */
  @Test
  void onlyACopyIsComparedWithInterrupts() {
    String uncompared = "interrupts=0]";
    assertThat(Path.of("/proc/self/root/proc/stat")).exists();
    for (String procfs : List.of("/proc", "/proc/self/root/proc")) {
      assertThat(Stat.FILE.parser().at(Path.of(procfs)).toString()).as(procfs).endsWith(uncompared);
    }
    tree.with("interrupts", text("amd64-6.1-smp1", "interrupts"));
    tree.with("stat", text("amd64-6.1-smp1", "stat"));
    assertThat(Stat.FILE.parser().at(tree.root()).toString()).doesNotEndWith(uncompared);
  }

  private static String text(String corpus, String file) {
    return new String(Corpus.bytes(corpus, "s0", file), ISO_8859_1);
  }

  /** The kernel's list may grow; made up. */
  @Test
  void aListOfInterruptsThatGotShorterLacksOne() {
    tree.with("stat", "intr 9 1 2 3\n");
    try (Sampler<Stat> sampler = Stat.FILE.sampler(tree.root())) {
      for (String grown : List.of("intr 9 1 2 3\n", "intr 9 1 2 3 0\n", "intr 9 1 2 3\n")) {
        tree.with("stat", grown);
        assertThat(sampler.sample()).isEqualTo(Outcome.SAMPLED);
        assertThat(sampler.problems()).isEmpty();
        assertThat(sampler.view().interrupts(2)).hasValue(3);
      }
      tree.with("stat", "intr 9 1 3\n");
      sampler.sample();
      assertThat(sampler.problems())
          .singleElement()
          .satisfies(p -> assertThat(p.toString()).contains("at least 4 numbers after intr"));
      assertThat(sampler.view().interrupts(1)).isEmpty();
    }
  }

  /** Made up: imitations of the kernel print only zeros, or only a total. */
  @ParameterizedTest
  @ValueSource(strings = {"intr 0 0 0 0\n", "intr 77\n"})
  void aListThatSaysNothingIsNoProblem(String intr) {
    tree.with("interrupts", " CPU0\n 1: 5 chip dev\n 9: 5 chip dev\n");
    assertThat(read(intr).problems()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"ctxt 1 2\n", "procs_running 1 2\n", "page 1\n", "page 1 2 3\n"})
  void aLineOfAnotherCountOfNumbersLendsNoNames(String line) {
    Snapshot reading = read("cpu  1 2 3 4\n" + line);
    assertThat(reading.problems()).hasSize(1);
    assertThat(Tree.cells(reading).keySet())
        .contains("line[words=" + line.substring(0, line.indexOf(' ')) + "].field2")
        .noneMatch(name -> name.startsWith("system["));
  }

  @Test
  void moreSoftirqsOfANewerKernelAreKeptByTheirNumber() {
    // Made up: an eleventh kind.
    Snapshot reading = read("softirq 66 1 2 3 4 5 6 7 8 9 10 11\n");
    assertThat(Tree.cells(reading))
        .containsEntry("softirq[softirq=0].count", 1L)
        .containsEntry("softirq[softirq=10].count", 11L);
  }

  @Test
  void moreThan1024Interrupts() {
    StringBuilder text = new StringBuilder("intr 7");
    for (int i = 0; i < 5000; i++) {
      text.append(' ').append(i * 3);
    }
    read(text.append('\n').toString());
    assertThat(view().interrupts(4999)).hasValue(4999 * 3);
    assertThat(view().interrupts(5000)).isEmpty();
  }

  @Test
  void procsBlockedNear2To64IsExact() {
    // As once printed by a kernel whose count was below zero.
    Snapshot reading = read("cpu  1 2 3 4\nprocs_blocked 18446744073709551615\nctxt 5\n");
    int cell = reading.layout().cell(reading.layout().row(4), "procs_blocked");
    assertThat(Long.toUnsignedString(reading.value(cell))).isEqualTo("18446744073709551615");
    assertThat(reading.layout().column(cell).unit().exactAmount(reading.value(cell), false))
        .isEqualTo(new BigDecimal("18446744073709551615"));
    assertThat(reading.layout().column(cell).amount(reading.value(cell))).isEqualTo(0x1p64);
    assertThat(view().contextSwitches()).isEqualTo(5);
    assertThat(reading.problems()).isEmpty();
  }

  @Test
  void aNegativeNumberOfProcessesIsKept() {
    // As once printed by a kernel whose counter had overflowed.
    Snapshot reading = read("cpu  1 2 3 4\nctxt 10\nprocesses -1948031333\nprocs_running 2\n");
    assertThat(Tree.cells(reading)).hasSize(7).containsEntry("system[].processes", -1948031333L);
    int cell = reading.layout().cell(reading.layout().row(4), "processes");
    assertThat(reading.layout().column(cell).signed()).isTrue();
    assertThat(reading.layout().column(cell).amount(reading.value(cell))).isEqualTo(-1948031333);
    assertThat(reading.problems()).isEmpty();
  }

  @Test
  void aBadFieldInALineOfManyCostsThatCellOnly() {
    Snapshot reading = read("cpu  1 2 x 4\nintr 9 1 x 3\nsoftirq 9 1 x 3\n");
    assertThat(Tree.cells(reading))
        .hasSize(3 + 3 + 3)
        .containsEntry("cpu[cpu=all].nice", 2L)
        .doesNotContainKey("cpu[cpu=all].system")
        .containsEntry("cpu[cpu=all].idle", 4L)
        .containsEntry("interrupt[irq=0].count", 1L)
        .doesNotContainKey("interrupt[irq=1].count")
        .containsEntry("interrupt[irq=2].count", 3L)
        .doesNotContainKey("softirq[softirq=1].count")
        .containsEntry("softirq[softirq=2].count", 3L);
    assertThat(Tree.problems(reading)).isEqualTo(3);
  }

  @Test
  void aKeyWithoutANumberIsAProblemOfItsLine() {
    Snapshot reading = read("cpu\nctxt\nbtime 5\n\n");
    assertThat(Tree.cells(reading)).containsEntry("system[].btime", 5L).hasSize(1);
    assertThat(reading.problems()).extracting(Problem::line).contains(2).doesNotContain(3, 4);
  }

  @Test
  void aLineThatComesTwiceHidesNothing() {
    Snapshot reading = read("cpu0 1 0 0 0\ncpu0 2 0 0 0\nctxt 3\nctxt 4\nintr 5 6\nintr 7 8\n");
    assertThat(Tree.cells(reading).values())
        .containsExactly(1L, 0L, 0L, 0L, 2L, 0L, 0L, 0L, 3L, 4L, 5L, 6L, 7L, 8L);
    assertThat(Tree.cells(reading))
        .containsEntry("system[].ctxt", 3L)
        .containsEntry("system[].ctxt#2", 4L)
        .containsEntry("cpu[cpu=0].user", 1L)
        .containsEntry("cpu[cpu=0 #2].user", 2L);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\n", "rubbish\n", "\u0000\u0001\u0002\n", "x x x\ny y y\n"})
  void whatHoldsNoNumberIsNotTaken(String text) {
    assertThatThrownBy(() -> read(text))
        .isInstanceOf(MalformedTextException.class)
        .hasMessageContaining(tree.root().resolve("stat") + ":");
  }

  @Test
  void anAbsentColumnSaysWhichAndWhy() {
    read("cpu  1 2 3 4\n");
    assertThatThrownBy(() -> view().contextSwitches())
        .isInstanceOf(NoSuchElementException.class)
        .hasMessageContaining("system")
        .hasMessageContaining("ctxt");
  }

  @Test
  void aRowMayBeAskedForThatIsNotThere() {
    read("cpu  1 2 3 4\n");
    Row none = Stat.cpu(99);
    assertThat(none.toString()).isEqualTo("cpu[cpu=99]");
    assertThat(view().ticks(none, StatColumns.CPU_IDLE)).isEmpty();
  }
}
