package io.github.procfs4j.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.procfs4j.Procfs;
import io.github.procfs4j.model.History;
import io.github.procfs4j.model.Interval;
import io.github.procfs4j.model.Row;
import io.github.procfs4j.sampling.Sampler;
import io.github.procfs4j.sampling.Snapshot;
import io.github.procfs4j.testing.Corpus;
import io.github.procfs4j.text.MalformedTextException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Texts that are not from the corpus are made up like those of the named kernels. */
class InterruptsTest {
  private static final String HEAD = "           CPU0       CPU2       \n";

  private final Tree tree;

  InterruptsTest(@TempDir Path root) {
    tree = new Tree(root);
  }

  private Snapshot read(String text) {
    return tree.with("interrupts", text).read(Interrupts.FILE);
  }

  private Interrupts view() {
    return Procfs.at(tree.root()).interrupts();
  }

  private static Interrupts of(String variant, String moment) {
    return Procfs.at(Corpus.tree(variant, moment)).interrupts();
  }

  private static Row only(Interrupts interrupts, String irq) {
    assertThat(interrupts.interrupts(irq)).as(irq).hasSize(1);
    return interrupts.interrupts(irq).getFirst();
  }

  private static List<String> labels(Interrupts interrupts, String irq) {
    return only(interrupts, irq).labels();
  }

  @Test
  void countsByCpuOfX86() {
    Interrupts before = of("amd64-6.1-smp8-numa2", "s0");
    assertThat(before.cpus()).containsExactly(0, 1, 2, 3, 4, 5, 6, 7);
    Row disk = only(before, "25");
    assertThat(disk.labels()).containsExactly("25", "PCI-MSI", "16385-edge", "virtio0-req.0");
    assertThat(Interrupts.chip(disk)).isEqualTo("PCI-MSI");
    assertThat(Interrupts.trigger(disk)).isEqualTo("16385-edge");
    assertThat(Interrupts.device(disk)).isEqualTo("virtio0-req.0");
    assertThat(before.count(disk, 7)).hasValue(249);
    assertThat(before.count(disk, 0)).hasValue(0);
    assertThat(before.count(disk, 8)).isEmpty();
    assertThat(before.total(disk)).hasValue(249);
    assertThat(before.busiestCpu(disk)).hasValue(7);
    assertThat(before.shareOfBusiestCpu(disk)).hasValue(1);

    Row timer = only(before, "LOC");
    assertThat(timer.labels()).containsExactly("LOC", "", "", "Local timer interrupts");
    assertThat(before.total(timer)).hasValue(14516);
    assertThat(before.busiestCpu(timer)).hasValue(5);
    assertThat(before.shareOfBusiestCpu(timer).orElseThrow()).isEqualTo(2112.0 / 14516);
    assertThat(before.shareOfBusiestCpu(only(before, "NMI"))).isEmpty();
    assertThat(before.busiestCpu(only(before, "NMI"))).isEmpty();
    assertThat(before.interrupts("none")).isEmpty();
  }

  @Test
  void aCpuIsKnownByTheHeadNotByItsPlace() {
    // CPU 1 went offline before s2: the second number of each line is that of CPU 2.
    Interrupts after = of("amd64-6.1-smp8-numa2", "s2");
    assertThat(after.cpus()).containsExactly(0, 2, 3, 4, 5, 6, 7);
    Row row = only(after, "41");
    assertThat(after.count(row, 1)).isEmpty();
    assertThat(after.count(row, 2)).hasValue(36);
    assertThat(after.count(only(after, "38"), 7)).hasValue(28);
  }

  @Test
  void errorsAndMismatchesAreTotalsEvenOnOneCpu() {
    for (String variant : List.of("amd64-6.1-smp1", "amd64-6.1-smp8-numa2", "i686-6.1-smp2")) {
      Snapshot reading = Snapshot.of(Interrupts.FILE, Corpus.tree(variant, "s2"));
      assertThat(Tree.cells(reading))
          .containsEntry("interrupt[irq=ERR].total", 0L)
          .containsEntry("interrupt[irq=MIS].total", 0L)
          .doesNotContainKey("interrupt[irq=ERR].cpu0");
    }
    read(HEAD + "ERR:         17\n");
    assertThat(view().total(only(view(), "ERR"))).hasValue(17);
    assertThat(view().busiestCpu(only(view(), "ERR"))).isEmpty();
    // s390x: one CPU, no text, and counted by CPU.
    read("           CPU0       \nEXT:         17 \n");
    assertThat(view().count(only(view(), "EXT"), 0)).hasValue(17);
  }

  @Test
  void arm64() {
    Interrupts interrupts = of("arm64-6.1-smp4", "s2");
    assertThat(labels(interrupts, "11")).containsExactly("11", "GICv3", "27 Level", "arch_timer");
    assertThat(labels(interrupts, "23"))
        .containsExactly("23", "ITS-MSI", "32768 Edge", "virtio1-config");
    assertThat(labels(interrupts, "IPI3"))
        .containsExactly("IPI3", "", "", "CPU stop (for crash dump) interrupts");
    assertThat(interrupts.count(only(interrupts, "IPI0"), 3)).hasValue(168);
    assertThat(interrupts.total(only(interrupts, "Err"))).hasValue(0);
  }

  @Test
  void s390x() {
    Interrupts interrupts = of("s390x-6.1-smp3", "s0");
    assertThat(labels(interrupts, "I/O")).containsExactly("I/O", "", "", "");
    assertThat(interrupts.count(only(interrupts, "I/O"), 2)).hasValue(20);
    assertThat(labels(interrupts, "C15")).containsExactly("C15", "", "", "[I/O] 3215");
    assertThat(labels(interrupts, "CMS"))
        .containsExactly("CMS", "", "", "[EXT] CPU-Measurement: Sampling");
  }

  @Test
  void ppc64RiscvAndOthers() {
    Snapshot reading =
        read(
            HEAD
                + " 16:          3          4  XIVE-IPI   0 Edge      IPI\n"
                + "257:      12372          5  XIVE-IRQ 4353 Edge      ibmvscsi\n"
                + "  5:        100        200  RISC-V INTC   5 Edge      riscv-timer\n"
                + " 10:         30         40  SiFive PLIC  10 Edge      ttyS0\n"
                + " 11:          1          2  481ac000.gpio   8 Edge      mmc0 cd\n"
                + " 12:          1          2  gpio-mxc   3 Edge      1-0044\n"
                + " 17:          5          6   IO-APIC  17-fasteoi   ehci_hcd:usb1, snd hda\n"
                + " 18:          5          6   PCI-MSI-edge      eth0\n"
                + " 19:          5          6   MIPS   7  timer\n"
                + " 20:          5          6   GICv2  29 Level    -level     foo\n"
                + " 21:          5          6   bar  29 Level\n"
                + " 22:          5          6      None  \n"
                + "LOC:      10508       1000   Local timer interrupts for timer event device\n"
                + "BCT:          0          1   Broadcast timer interrupts for timer event device\n"
                + "LOC:          7          8   Local timer interrupts for others\n"
                + "IPI0:        76         38  Rescheduling interrupts\n"
                + "FIQ:              usb_fiq\n");
    assertThat(reading.problems()).isEmpty();
    Interrupts view = view();
    assertThat(view.interrupts().subList(0, 12))
        .extracting(Row::labels)
        .containsExactly(
            List.of("16", "XIVE-IPI", "0 Edge", "IPI"),
            List.of("257", "XIVE-IRQ", "4353 Edge", "ibmvscsi"),
            List.of("5", "RISC-V INTC", "5 Edge", "riscv-timer"),
            List.of("10", "SiFive PLIC", "10 Edge", "ttyS0"),
            List.of("11", "481ac000.gpio", "8 Edge", "mmc0 cd"),
            List.of("12", "gpio-mxc", "3 Edge", "1-0044"),
            List.of("17", "IO-APIC", "17-fasteoi", "ehci_hcd:usb1, snd hda"),
            List.of("18", "PCI-MSI-edge", "", "eth0"),
            List.of("19", "MIPS", "7", "timer"),
            List.of("20", "GICv2", "29 Level -level", "foo"),
            List.of("21", "bar", "29 Level", ""),
            List.of("22", "None", "", ""));
    // Two lines with the same name, distinguished by their order and described by their texts.
    List<Row> timers = view.interrupts("LOC");
    assertThat(timers).hasSize(2);
    assertThat(view.total(timers.get(0))).hasValue(11508);
    assertThat(view.total(timers.get(1))).hasValue(15);
    assertThat(Interrupts.device(timers.get(1))).isEqualTo("Local timer interrupts for others");
    // A line without a count: a row without one.
    assertThat(labels(view, "FIQ")).containsExactly("FIQ", "", "", "usb_fiq");
    assertThat(view.total(only(view, "FIQ"))).isEmpty();
  }

  @Test
  void moreThan1024InterruptsOnManyCpus() {
    StringBuilder text = new StringBuilder(" ".repeat(12));
    IntStream.range(0, 300).forEach(cpu -> text.append("CPU").append(cpu).append("     "));
    text.append('\n');
    for (int irq = 0; irq < 1500; irq++) {
      text.append(irq).append(':');
      for (int cpu = 0; cpu < 300; cpu++) {
        text.append("          ").append((long) irq * 1000 + cpu);
      }
      text.append("  PCI-MSIX-0000:00:04.0 ").append(irq).append("-edge      nvme0q\n");
    }
    assertThat(read(text.toString()).problems()).isEmpty();
    Interrupts view = view();
    assertThat(view.interrupts()).hasSize(1500);
    assertThat(view.count(view.interrupts().get(1499), 299)).hasValue(1_499_299);
    assertThat(view.count(only(view, "1024"), 0)).hasValue(1_024_000);
  }

  @Test
  void aDriverThatJoinsASharedInterruptLeavesTheRowWhatItIs() {
    String line = " 17:          5         %s   IO-APIC  17-fasteoi   %s\n";
    tree.with("interrupts", HEAD + line.formatted("6", "ehci_hcd:usb1"));
    try (Sampler<Interrupts> sampler = Interrupts.FILE.sampler(tree.root(), History.keepingAll())) {
      sampler.sample();
      Row before = only(sampler.view(), "17");
      tree.with("interrupts", HEAD + line.formatted("8", "ehci_hcd:usb1, i801_smbus"));
      sampler.sample();
      Row after = only(sampler.view(), "17");
      assertThat(after).isEqualTo(before).hasSameHashCodeAs(before);
      assertThat(Interrupts.device(after)).isEqualTo("ehci_hcd:usb1, i801_smbus");
      assertThat(Interrupts.device(before)).isEqualTo("ehci_hcd:usb1");
      var series = sampler.history().series(before, PerCpuCounts.column(2));
      assertThat(series.size()).isEqualTo(2);
      assertThat(series.value(1)).isEqualTo(8);
      // The same number assigned to another source is another row.
      tree.with("interrupts", HEAD + line.formatted("1", "nvme0q1").replace("17-fast", "18-fast"));
      sampler.sample();
      assertThat(only(sampler.view(), "17")).isNotEqualTo(before);
    }
  }

  @Test
  void rateAndShareOfTheBusiestCpu() {
    IntervalOf interval = IntervalOf.moments(tree, Interrupts.FILE, "amd64-6.1-smp1", "s0", "s1");
    Interrupts first = of("amd64-6.1-smp1", "s0");
    Interrupts second = of("amd64-6.1-smp1", "s1");
    Row timer = only(first, "LOC");
    double grown = second.total(timer).orElseThrow() - first.total(timer).orElseThrow();
    assertThat(grown).isPositive();
    assertThat(interval.figure("interrupts", timer))
        .isCloseTo(grown / interval.seconds(), within(1e-6));
    assertThat(interval.figure("on busiest CPU", timer)).isEqualTo(100);
    assertThat(interval.weight("on busiest CPU", timer)).isEqualTo(grown);
    // None occurred in between, and what is not counted by CPU has no busiest one.
    assertThat(interval.figure("interrupts", only(first, "NMI"))).isZero();
    assertThat(interval.figure("on busiest CPU", only(first, "NMI"))).isNaN();
    assertThat(interval.figure("on busiest CPU", only(first, "ERR"))).isNaN();
  }

  @Test
  void rateAcrossACpuThatWentIsThatOfTheOthers() {
    // Line 25 in s1 and s2, where CPU 1 is offline; LOC of CPUs 0 and 2 to 7.
    Interrupts first = of("amd64-6.1-smp8-numa2", "s1");
    Interrupts second = of("amd64-6.1-smp8-numa2", "s2");
    IntervalOf interval =
        IntervalOf.moments(tree, Interrupts.FILE, "amd64-6.1-smp8-numa2", "s1", "s2");
    Row timer = only(first, "LOC");
    long all = 0;
    long most = 0;
    for (int cpu : second.cpus()) {
      long grown = second.count(timer, cpu).orElseThrow() - first.count(timer, cpu).orElseThrow();
      all += grown;
      most = Math.max(most, grown);
    }
    assertThat(all).isPositive();
    assertThat(interval.interval().growthOfAll(timer)).isEqualTo((double) all);
    assertThat(interval.figure("interrupts", timer))
        .isCloseTo(all / interval.seconds(), within(1e-6));
    assertThat(interval.figure("on busiest CPU", timer)).isEqualTo(100.0 * most / all);
  }

  @Test
  void figuresOfACounterThatWrapsOrOfARowThatIsNewCannotBeSaid() {
    IntervalOf interval =
        IntervalOf.texts(
            tree,
            Interrupts.FILE,
            HEAD + "LOC:  4294967290  10  Local\n",
            HEAD + "LOC:  4  20  Local\nRES: 1 2 Res\nERR: 3\n");
    for (String irq : List.of("LOC", "RES", "ERR")) {
      Row row = only(view(), irq);
      assertThat(interval.figure("interrupts", row)).as(irq).isNaN();
      assertThat(interval.figure("on busiest CPU", row)).as(irq).isNaN();
    }
  }

  @Test
  void figuresAcrossAGapCannotBeSaid() {
    tree.with("interrupts", HEAD + "LOC: 1 2 Local\n");
    try (Sampler<Interrupts> sampler = Interrupts.FILE.sampler(tree.root(), History.keepingAll())) {
      sampler.sample();
      Row timer = only(sampler.view(), "LOC");
      tree.with("interrupts", "");
      sampler.sample();
      tree.with("interrupts", HEAD + "LOC: 3 4 Local\n");
      sampler.sample();
      Interval interval = new Interval(sampler.history().playback());
      assertThat(interval.next()).isTrue();
      assertThat(interval.isAfterGap()).isTrue();
      assertThat(interval.growthOfAll(timer)).isNaN();
      assertThat(interval.greatestGrowth(timer)).isNaN();
    }
  }

  @Test
  void aLineWithMoreOrFewerNumbersThanCpusIsOfNoCpu() {
    for (String numbers : List.of("1", "1 2 3", "")) {
      Snapshot reading =
          read(HEAD + " 1: 5 6 chip 1-edge a\n 2: " + numbers + " chip 2-edge b\n 3: 7 8 c 3 d\n");
      assertThat(reading.problems())
          .as(numbers)
          .singleElement()
          .satisfies(problem -> assertThat(problem.line()).isEqualTo(3))
          .satisfies(problem -> assertThat(problem.toString()).contains("CPUs of the head, 2"));
      assertThat(Tree.cells(reading))
          .as(numbers)
          .hasSize(4 + numbers.replace(" ", "").length())
          .doesNotContainKey("interrupt[irq=2 chip=chip trigger=2-edge device=b].cpu0")
          .containsEntry("interrupt[irq=3 chip=c trigger=3 device=d].cpu2", 8L);
      if (!numbers.isEmpty()) {
        assertThat(Tree.cells(reading))
            .containsEntry("interrupt[irq=2 chip=chip trigger=2-edge device=b].field2", 1L);
      }
    }
  }

  @Test
  void aNumberTooLargeCostsThatCell() {
    Snapshot reading = read(HEAD + " 1: 18446744073709551616 18446744073709551615 c 1-edge a\n");
    assertThat(reading.problems()).hasSize(1);
    assertThat(Tree.cells(reading))
        .containsExactly(Map.entry("interrupt[irq=1 chip=c trigger=1-edge device=a].cpu2", -1L));
  }

  @Test
  void theNumberAtTheChipIsToldFromADeviceThatBeginsWithDigits() {
    // Like show_interrupts of 3.x, which prints no such number, and of later kernels.
    read(
        HEAD
            + "185:          1          2      GPIO  1-0053\n"
            + "186:          1          2   ARMCTRL  dma channel 4\n"
            + "187:          1          2      GPIO   1-edge      1-0053\n"
            + "188:          1          2  gpio-omap  30200000.gpio, 2-001a\n"
            + "189:          1          2       GIC  Level     1-wire\n"
            + "190:          1          2  xen-pirq    -ioapic-level  ehci_hcd\n"
            + "191:          1          2  IO-APIC 2-edge timer\n");
    assertThat(view().interrupts())
        .extracting(Row::labels)
        .containsExactly(
            List.of("185", "GPIO", "", "1-0053"),
            List.of("186", "ARMCTRL", "", "dma channel 4"),
            List.of("187", "GPIO", "1-edge", "1-0053"),
            List.of("188", "gpio-omap", "", "30200000.gpio, 2-001a"),
            List.of("189", "GIC", "Level", "1-wire"),
            List.of("190", "xen-pirq", "-ioapic-level", "ehci_hcd"),
            List.of("191", "IO-APIC", "2-edge", "timer"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"-5", "1e3", "0x10", "1.5", "18446744073709551616"})
  void aCountThatIsNoPlainNumberCostsItselfAlone(String count) {
    Snapshot reading = read(HEAD + " 25: 5 " + count + "  PCI-MSI 16385-edge      virtio0\n");
    Row row = only(view(), "25");
    assertThat(row.labels()).containsExactly("25", "PCI-MSI", "16385-edge", "virtio0");
    assertThat(view().count(row, 0)).hasValue(5);
    if (count.equals("-5")) {
      assertThat(view().count(row, 2)).hasValue(-5);
      assertThat(reading.problems()).isEmpty();
    } else {
      assertThat(view().count(row, 2)).isEmpty();
      assertThat(reading.problems()).hasSize(1);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"25", " 25 1 2 x", ":", " : 1 2", "25:", "25 7: 1 2 x y"})
  void aLineThatIsNoneCostsNothingElse(String line) {
    Snapshot reading = read(HEAD + " 1: 5 6 c 1-edge a\n" + line + "\n 3: 7 8 c 3-edge d\n");
    assertThat(reading.problems()).isNotEmpty().allMatch(problem -> problem.line() >= 3);
    assertThat(Tree.cells(reading))
        .hasSize(4)
        .containsEntry("interrupt[irq=3 chip=c trigger=3-edge device=d].cpu2", 8L);
  }

  @Test
  void namesOfAnyBytes() {
    Snapshot reading = read(HEAD + " 1: 5 6 \u00ff\u0001c 1-edge \u00fe, \u001b[2J\n");
    assertThat(reading.problems()).isEmpty();
    assertThat(labels(view(), "1"))
        .containsExactly("1", "\\xff\u0001c", "1-edge", "\\xfe, \u001b[2J");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "\n",
        "  0:        115   IO-APIC   2-edge      timer\n",
        "CPU0 CPUx\n",
        "CPU0 CPU\n",
        "CPU0 1\n",
        "CPU99999999999\n",
        "           CPU0       CPU1"
      })
  void withoutItsHeadATextSaysNothing(String text) {
    assertThatThrownBy(() -> read(text)).isInstanceOf(MalformedTextException.class);
  }
}
