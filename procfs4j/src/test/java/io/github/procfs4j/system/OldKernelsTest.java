package io.github.procfs4j.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.procfs4j.Procfs;
import io.github.procfs4j.Reported;
import io.github.procfs4j.model.Column;
import io.github.procfs4j.model.Kind;
import io.github.procfs4j.model.Row;
import io.github.procfs4j.sampling.SampledFile;
import io.github.procfs4j.sampling.Sampler;
import io.github.procfs4j.sampling.Snapshot;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Texts of kernels older than those of the corpus, and of unknown versions: each number has the
 * name from the kernel's document of that time, or none.
 */
class OldKernelsTest {
  private final Tree tree;

  OldKernelsTest(@TempDir Path root) {
    tree = new Tree(root);
  }

  private Snapshot read(SampledFile<?> file, String text) {
    return tree.with(file.source().name(), text).read(file);
  }

  /** The cells of a text that is parsed completely. */
  private static Map<String, Long> cells(String reported, SampledFile<?> file) {
    return understood(Reported.read(reported, file));
  }

  private static Map<String, Long> understood(Snapshot reading) {
    assertThat(reading.problems()).isEmpty();
    return Tree.cells(reading);
  }

  private static Column column(Snapshot reading, String cell) {
    int at = List.copyOf(Tree.cells(reading).keySet()).indexOf(cell);
    return reading.layout().column(at);
  }

  private static void assertKinds(Snapshot reading, Kind kind, String... cells) {
    for (String cell : cells) {
      Column column = column(reading, cell);
      assertThat(column.kind()).as(cell).isEqualTo(kind);
      assertThat(column.reference()).as("%s is described", cell).isNotEmpty();
    }
  }

  @Test
  void schedstatVersion12() {
    assertThat(cells("01-schedstat-v12-rhel5", SchedStat.FILE))
        .hasSize(1 + 2 * (12 + 36))
        .containsEntry("cpu[cpu=0].yld_both_empty", 21L)
        .containsEntry("cpu[cpu=0].yld_act_empty", 34L)
        .containsEntry("cpu[cpu=0].yld_exp_empty", 5L)
        .containsEntry("cpu[cpu=0].yld_cnt", 138764L)
        .containsEntry("cpu[cpu=0].sched_switch", 12L)
        .containsEntry("cpu[cpu=0].sched_cnt", 287651940L)
        .containsEntry("cpu[cpu=0].sched_goidle", 136527481L)
        .containsEntry("cpu[cpu=0].ttwu_cnt", 138022415L)
        .containsEntry("cpu[cpu=0].ttwu_local", 136982710L)
        .containsEntry("cpu[cpu=0].cpu_time", 48215630711984L)
        .containsEntry("cpu[cpu=0].run_delay", 5120734419203L)
        .containsEntry("cpu[cpu=0].pcnt", 151122103L)
        .containsEntry("domain[cpu=1 domain=0 cpus=03].idle_lb_count", 151120334L)
        .containsEntry("domain[cpu=1 domain=0 cpus=03].busy_lb_count", 190112L)
        .containsEntry("domain[cpu=1 domain=0 cpus=03].newidle_lb_count", 2913444L)
        .containsEntry("domain[cpu=1 domain=0 cpus=03].alb_count", 1399L)
        .containsEntry("domain[cpu=1 domain=0 cpus=03].ttwu_wake_remote", 1100023L);
  }

  @Test
  void timesOfOldVersionsOfSchedstatHaveNoUnitAndNoFigure() {
    String before = Reported.text("01-schedstat-v12-rhel5", "schedstat");
    String after = before.replace("5120734419203 151122103", "5120734519203 151122203");
    Map<String, Double> figures = Figured.last(SchedStat.FILE, tree.root(), before, after);
    assertThat(figures.get("cpu[cpu=0].running")).isNaN();
    assertThat(figures.get("cpu[cpu=0].run delay")).isNaN();
    assertThat(figures.get("cpu[cpu=0].delay per timeslice")).isNaN();
    assertThat(figures.get("cpu[cpu=0].timeslices")).isPositive();
    assertThat(figures.get("domain[cpu=0 domain=0 cpus=03].balancing")).isZero();
    SchedStat view = Procfs.at(tree.root()).schedStat();
    assertThat(view.runDelayNanos(SchedStat.cpu(0))).isEmpty();
    assertThat(view.delayPerTimesliceNanos(SchedStat.cpu(0))).isEmpty();
    assertThat(view.amount(SchedStat.cpu(0), SchedCpu.columns("12").getLast())).hasValue(151122203);
  }

  @Test
  void schedstatVersion10() {
    // Made up like kernel/sched.c of Linux 2.6.9.
    Map<String, Long> cells =
        understood(
            read(
                SchedStat.FILE,
                "version 10\n"
                    + "timestamp 7\n"
                    + "cpu0 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 23 24 25 26 27"
                    + " 28\n"
                    + "domain0 3 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19\n"));
    assertThat(cells)
        .hasSize(1 + 28 + 19)
        .containsEntry("cpu[cpu=0].sched_noswitch", 5L)
        .containsEntry("cpu[cpu=0].alb_failed", 12L)
        .containsEntry("cpu[cpu=0].sbe_cnt", 19L)
        .containsEntry("cpu[cpu=0].run_delay", 21L)
        .containsEntry("cpu[cpu=0].pcnt", 22L)
        .containsEntry("cpu[cpu=0].idle_pt_gained", 23L)
        .containsEntry("cpu[cpu=0].newidle_pt_lost", 28L)
        .containsEntry("domain[cpu=0 domain=0 cpus=3].idle_lb_failed", 2L)
        .containsEntry("domain[cpu=0 domain=0 cpus=3].busy_lb_count", 6L)
        .containsEntry("domain[cpu=0 domain=0 cpus=3].newidle_lb_nobusyg", 15L)
        .containsEntry("domain[cpu=0 domain=0 cpus=3].sbe_pushed", 16L)
        .containsEntry("domain[cpu=0 domain=0 cpus=3].ttwu_wake_balance", 19L);
  }

  @Test
  void schedstatVersions11And14() {
    // Made up like the patch that created version 11, and kernel/sched.c of Linux 2.6.20.
    String cpu = "cpu0 1 2 3 4 5 6 7 8 9 10 11 12\n";
    String domain = "domain0 3" + " 5".repeat(24) + " 25 26 27 28 29 30 31 32";
    assertThat(understood(read(SchedStat.FILE, "version 11\n" + cpu + domain + "\n")))
        .hasSize(12 + 32)
        .containsEntry("cpu[cpu=0].pcnt", 12L)
        .containsEntry("domain[cpu=0 domain=0 cpus=3].sbe_attempts", 29L)
        .containsEntry("domain[cpu=0 domain=0 cpus=3].ttwu_move_balance", 32L);
    assertThat(understood(read(SchedStat.FILE, "version 14\n" + cpu + domain + " 33 34 35 36\n")))
        .hasSize(12 + 36)
        .containsEntry("cpu[cpu=0].cpu_time", 10L)
        .containsEntry("domain[cpu=0 domain=0 cpus=3].sbf_pushed", 33L)
        .containsEntry("domain[cpu=0 domain=0 cpus=3].ttwu_move_balance", 36L);
  }

  @Test
  void schedstatVersion17() {
    assertThat(cells("38-schedstat17", SchedStat.FILE))
        .hasSize(1 + 9 + 2 * 45)
        .containsEntry("cpu[cpu=0].pcount", 1215L)
        .containsEntry("domain[cpu=0 domain=1 name=NUMA cpus=0f].ttwu_move_balance", 145L);
  }

  @ParameterizedTest
  @ValueSource(strings = {"9", "13", "18", "99", "novel"})
  void aVersionOfSchedstatThatIsNotKnownLendsNoNames(String version) {
    // Made up.
    String text =
        "version " + version + "\ntimestamp 5\ncpu0 1 0 3 4 5 6 7 8 9\ndomain0 SMT f0 1 2\n";
    Snapshot reading = read(SchedStat.FILE, text + text.substring(text.indexOf("cpu0")));
    assertThat(reading.problems())
        .singleElement()
        .satisfies(
            problem ->
                assertThat(problem.toString())
                    .contains("schedstat:1:9: expected a known version (10, 11")
                    .contains("\u00ab" + version + "\u00bb"));
    assertThat(Tree.cells(reading))
        .hasSize(1 + 2 * (9 + 2))
        .containsEntry("line[words=timestamp].field2", 5L)
        .containsEntry("line[words=cpu0].field9", 8L)
        .containsEntry("line[words=cpu0 #2].field10", 9L)
        .containsEntry("line[words=domain0 SMT f0].field4", 1L);
    assertThat(Procfs.at(tree.root()).schedStat().version()).isEqualTo(version);
    assertThat(Figured.last(SchedStat.FILE, tree.root(), text, text)).isEmpty();
  }

  @Test
  void softirqsAreNamedAsTheTreeNamesThem() {
    assertThat(cells("31-stat-9softirqs", Stat.FILE))
        .containsEntry("softirq[softirq=BLOCK].count", 5706L)
        .containsEntry("softirq[softirq=TASKLET].count", 604L)
        .containsEntry("softirq[softirq=SCHED].count", 17165L)
        .containsEntry("softirq[softirq=HRTIMER].count", 22L)
        .containsEntry("softirq[softirq=RCU].count", 10422L);
    String nine = Reported.text("31-stat-9softirqs", "stat");
    assertThat(understood(read(Stat.FILE, nine)))
        .as("nothing tells the names")
        .containsEntry("softirq[softirq=4].count", 5706L)
        .containsEntry("softirq[softirq=5].count", 604L)
        .containsEntry("softirq[softirq=8].count", 10422L)
        .doesNotContainKey("softirq[softirq=TASKLET].count");
    tree.with("softirqs", " CPU0\n HI: 1\n TIMER: 2\n");
    Snapshot other = read(Stat.FILE, nine);
    assertThat(Tree.cells(other))
        .as("those of the tree are not as many: none is known, the total neither")
        .containsEntry("line[words=softirq].field2", 39363L)
        .containsEntry("line[words=softirq].field11", 10422L)
        .doesNotContainKeys("softirq[softirq=TIMER].count", "system[].softirq");
    assertThat(other.problems())
        .singleElement()
        .satisfies(p -> assertThat(p.toString()).contains("3 numbers after softirq, not 10"));
    tree.with("softirqs", "no softirqs");
    assertThat(understood(read(Stat.FILE, nine))).doesNotContainKey("softirq[softirq=TIMER].count");
  }

  @Test
  void tenSoftirqsAreNamedByTheTreeBeforeTheirCount() {
    String ten = "softirq 55 1 2 3 4 5 6 7 8 9 10\n";
    assertThat(understood(read(Stat.FILE, ten)))
        .containsEntry("softirq[softirq=IRQ_POLL].count", 6L)
        .containsEntry("softirq[softirq=RCU].count", 10L);
    tree.with(
        "softirqs",
        " CPU0\nHI: 1\nTIMER: 1\nNET_TX: 1\nNET_RX: 1\nBLOCK: 1\nBLOCK_IOPOLL: 1\nTASKLET: 1\n"
            + "SCHED: 1\nHRTIMER: 1\nRCU: 1\n");
    assertThat(understood(read(Stat.FILE, ten)))
        .containsEntry("softirq[softirq=BLOCK_IOPOLL].count", 6L)
        .doesNotContainKey("softirq[softirq=IRQ_POLL].count");
  }

  @Test
  void theNamesOfSoftirqsAreFixedWithTheSampler() {
    String nine = Reported.text("31-stat-9softirqs", "stat");
    tree.with("stat", nine).with("softirqs", Reported.text("31-stat-9softirqs", "softirqs"));
    try (Sampler<Stat> sampler = Procfs.at(tree.root()).sampler(Stat.FILE)) {
      sampler.sample();
      tree.with("softirqs", " CPU0\n").with("stat", nine.replace(" 10422\n", " 10423\n"));
      sampler.sample();
      assertThat(sampler.view().softirqs("RCU")).as("replayed").hasValue(10423);
      tree.with("stat", nine.replace("procs_blocked", "novel 1\nprocs_blocked"));
      sampler.sample();
      assertThat(sampler.view().amount("novel")).hasValue(1);
      assertThat(sampler.view().softirqs("RCU")).as("learned again").hasValue(10422);
    }
  }

  @Test
  void aStatWithoutSoftirqs() {
    assertThat(cells("16-rhel5-stat", Stat.FILE))
        .containsEntry("cpu[cpu=3].steal", 0L)
        .containsEntry("interrupt[irq=3].count", 2L)
        .doesNotContainKey("system[].softirq");
  }

  @Test
  void zoneinfoOfLinux2618() {
    Snapshot reading = Reported.read("22-zoneinfo-2618", ZoneInfo.FILE);
    assertThat(understood(reading))
        .hasSize(12 + 16 + 2 + 12 + 2 + 3)
        .containsEntry("zone[node=0 zone=DMA].free", 130474L)
        .containsEntry("zone[node=0 zone=DMA].scanned", 0L)
        .containsEntry("zone[node=0 zone=DMA].scanned.a", 24L)
        .containsEntry("zone[node=0 zone=DMA].scanned.i", 0L)
        .containsEntry("zone[node=0 zone=DMA].numa_foreign", 1048457L)
        .containsEntry("pcp[node=0 zone=DMA cpu=0 pcp=0].count", 77L)
        .containsEntry("pcp[node=0 zone=DMA cpu=0 pcp=1].count", 3L)
        .containsEntry("pcp[node=0 zone=DMA cpu=1 pcp=1].batch", 15L)
        .containsEntry("pageset[node=0 zone=DMA cpu=1].vm_stats_threshold", 16L)
        .containsEntry("zone[node=0 zone=DMA].prev_priority", 12L);
    assertKinds(
        reading,
        Kind.COUNTER,
        "zone[node=0 zone=DMA].numa_hit",
        "zone[node=0 zone=DMA].numa_interleave",
        "zone[node=0 zone=DMA].numa_other");
    assertKinds(
        reading,
        Kind.GAUGE,
        "zone[node=0 zone=DMA].active",
        "zone[node=0 zone=DMA].inactive",
        "zone[node=0 zone=DMA].scanned",
        "zone[node=0 zone=DMA].scanned.a",
        "zone[node=0 zone=DMA].nr_mapped",
        "zone[node=0 zone=DMA].prev_priority");
  }

  @Test
  void zoneinfoOfLinux2628() {
    // Made up like mm/vmstat.c of Linux 2.6.28.
    String text =
        """
        Node 0, zone      DMA
          pages free     3
                scanned  7 (aa: 1 ia: 2 af: 3 if: 4)
                present  4000
        """;
    assertThat(understood(read(ZoneInfo.FILE, text)))
        .hasSize(7)
        .containsEntry("zone[node=0 zone=DMA].scanned.if", 4L);
    assertThat(read(ZoneInfo.FILE, text.replace("af: 3 ", "af 3 ")).problems()).hasSize(1);
    assertThat(read(ZoneInfo.FILE, text.replace("if: 4)", "if: x")).problems()).isNotEmpty();
  }

  @Test
  void zoneinfoOfLinux2614() {
    Snapshot reading = Reported.read("23-zoneinfo-2614", ZoneInfo.FILE);
    String pageSet = "pageset[node=1 zone=Normal cpu=1].";
    assertThat(understood(reading))
        .hasSize(11 + 4 + 2 * (2 * 4 + 6) + 4)
        .containsEntry("pcp[node=1 zone=Normal cpu=0 pcp=1].count", 127L)
        .containsEntry("pcp[node=1 zone=Normal cpu=1 pcp=0].low", 0L)
        .containsEntry("pageset[node=1 zone=Normal cpu=0].numa_hit", 2155L)
        .containsEntry(pageSet + "numa_hit", 41672333L)
        .containsEntry(pageSet + "other_node", 0L)
        .containsEntry("zone[node=1 zone=Normal].scanned", 66L)
        .containsEntry("zone[node=1 zone=Normal].temp_priority", 12L);
    for (String counter :
        List.of(
            "numa_hit",
            "numa_miss",
            "numa_foreign",
            "interleave_hit",
            "local_node",
            "other_node")) {
      assertKinds(reading, Kind.COUNTER, pageSet + counter);
    }
    assertKinds(reading, Kind.GAUGE, "pcp[node=1 zone=Normal cpu=1 pcp=0].low");
  }

  @Test
  void partitionsInDiskstats() {
    Snapshot reading = Reported.read("26-diskstats-26-partition", DiskStats.FILE);
    assertThat(understood(reading))
        .hasSize(3 * 13 + 3 * 6)
        .containsEntry("disk[device=hda1].reads_issued", 35486L)
        .containsEntry("disk[device=hda2].reads_issued", 1195714L)
        .containsEntry("disk[device=hda2].sectors_read", 9512640L)
        .containsEntry("disk[device=hda2].writes_issued", 737573L)
        .containsEntry("disk[device=hda2].sectors_written", 5922040L)
        .containsEntry("disk[device=cciss/c0d0p1].writes_issued", 24L)
        .containsEntry("disk[device=hda].reads_completed", 446216L)
        .containsEntry("disk[device=sda].in_flight", -1L);
    assertKinds(
        reading,
        Kind.COUNTER,
        "disk[device=hda2].reads_issued",
        "disk[device=hda2].sectors_read",
        "disk[device=hda2].writes_issued",
        "disk[device=hda2].sectors_written");
  }

  @Test
  void figuresOfAPartition() {
    IntervalOf interval =
        IntervalOf.texts(
            tree, DiskStats.FILE, "3 2 hda2 100 1000 50 400\n", "3 2 hda2 110 1080 70 500\n");
    Row partition = Procfs.at(tree.root()).diskStats().device("hda2");
    double seconds = interval.seconds();
    assertThat(interval.figure("r/s", partition)).isCloseTo(10 / seconds, within(1e-6));
    assertThat(interval.figure("rB/s", partition)).isCloseTo(80 * 512 / seconds, within(1e-3));
    assertThat(interval.figure("rareq-sz", partition)).isEqualTo(80 * 512 / 10.0);
    assertThat(interval.figure("w/s", partition)).isCloseTo(20 / seconds, within(1e-6));
    assertThat(interval.figure("wareq-sz", partition)).isEqualTo(100 * 512 / 20.0);
    assertThat(interval.figure("r_await", partition)).isNaN();
    assertThat(interval.figure("%util", partition)).isNaN();
  }

  @Test
  void diskstatsOfLxcfs() {
    Snapshot reading = Reported.read("08-lxcfs-diskstats", DiskStats.FILE);
    assertThat(Tree.cells(reading))
        .hasSize(2 * 16 + 19)
        .containsEntry("disk[device=sda].reads_completed", 18L)
        .containsEntry("disk[device=sda].sectors_read", 1808L)
        .containsEntry("disk[device=dm-0].time_discarding", 0L)
        .doesNotContainKey("disk[device=dm-0].discards_completed")
        .containsEntry("disk[device=nvme0c0n1].flushes_completed", 7740L);
    assertThat(reading.problems()).isEmpty();
  }

  /** A line of as many numbers as LXCFS prints, but the only one: any of 15 may be missing. */
  @Test
  void aLineThatMayLackANumberHasNoNames() {
    Snapshot reading =
        read(
            DiskStats.FILE,
            " 8 0 sda 1 2 3 4 5 6 7 8 9 10 11 12 13 14\n"
                + " 8 1 sda1 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15\n");
    assertThat(Tree.cells(reading))
        .containsEntry("disk[device=sda].field4", 1L)
        .containsEntry("disk[device=sda1].reads_completed", 1L);
    assertThat(reading.problems())
        .singleElement()
        .satisfies(problem -> assertThat(problem.line()).isEqualTo(1))
        .satisfies(problem -> assertThat(problem.toString()).contains("not 14 in a single line"));
  }

  /** As posted for Linux 2.4.17, and with a second disk. */
  @Test
  void disksInStatOfLinux24() {
    String text =
        "cpu 1 2 3 4\ndisk_io: (8,0):(6097,5247,103381,850,29624) (22,1):(5,2,40,3,%s) \nctxt 7\n";
    Snapshot reading = read(Stat.FILE, text.formatted("24"));
    String second = "disk_io[disk=22,1].";
    assertThat(understood(reading))
        .containsEntry("disk_io[disk=8,0].requests", 6097L)
        .containsEntry("disk_io[disk=8,0].sectors_written", 29624L)
        .containsEntry(second + "reads", 2L)
        .containsEntry(second + "sectors_read", 40L)
        .containsEntry(second + "writes", 3L)
        .containsEntry("system[].ctxt", 7L);
    assertKinds(reading, Kind.COUNTER, second + "requests", second + "sectors_written");
    for (String bad : List.of("24,5", "x", "", "24) (")) {
      Snapshot odd = read(Stat.FILE, text.formatted(bad));
      assertThat(odd.problems()).as(bad).isNotEmpty().allMatch(problem -> problem.line() == 2);
      assertThat(Tree.cells(odd))
          .as(bad)
          .containsEntry("disk_io[disk=8,0].requests", 6097L)
          .containsEntry("system[].ctxt", 7L);
    }
  }

  /** Made up: a single line is a reason only for counts that have names in several. */
  @Test
  void theReasonWhyNumbersOfADiskHaveNoNames() {
    String of12 = " 8 0 sda 1 2 3 4 5 6 7 8 9 10 11 12\n 8 1 sdb 1 2 3 4 5 6 7 8 9 10 11 12\n";
    assertThat(read(DiskStats.FILE, of12).problems())
        .singleElement()
        .satisfies(problem -> assertThat(problem.toString()).contains("not 12, found"));
    String of15 = " 8 0 sda 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15\n";
    assertThat(read(DiskStats.FILE, of15 + " 8 1 sda1 1 2 3 4\n").problems())
        .singleElement()
        .satisfies(problem -> assertThat(problem.toString()).contains("not 4 beside lines of"));
  }

  /** Linux 2.6.21 counts idle time with outstanding I/O like any other. */
  @Test
  void timeInIdleWithoutWaitingForIo() {
    String before = Reported.text("28-timerlist-v03", "timer_list");
    IntervalOf interval =
        IntervalOf.texts(
            tree, TimerList.FILE, before, before.replace("286135498094", "286135598094"));
    assertThat(interval.figure("%idle", TimerList.cpu(0)) * interval.seconds())
        .isCloseTo(0.0001 * 100, within(1e-9));
  }

  @Test
  void timerListVersion03() {
    Snapshot reading = Reported.read("28-timerlist-v03", TimerList.FILE);
    Map<String, Long> cells = understood(reading);
    String timer = "timer[cpu=0 clock=1 function=tick_sched_timer timer=c1e39e38].";
    assertThat(cells)
        .containsEntry(timer + "expires", 294117187500L)
        .containsEntry(timer + "in", 1647950L)
        .doesNotContainKey(timer + "soft_expires")
        .containsEntry("cpu[cpu=0].idle_tick", 294078125000L)
        .containsEntry("cpu[cpu=0].next_jiffies", 4294966555L);
    assertKinds(reading, Kind.GAUGE, "cpu[cpu=0].idle_tick", "cpu[cpu=0].next_jiffies");
    TimerList view = Procfs.at(Reported.tree("28-timerlist-v03")).timerList();
    assertThat(view.timers()).hasSize(2);
    assertThat(view.timers().getLast().row().label("function")).isEqualTo("it_real_fn");
    assertThat(view.byFunction().get("it_real_fn")).isNotNull();
    String text = Reported.text("28-timerlist-v03", "timer_list");
    String late = text.replace("[in 1647950 nsecs]", "[in 18446744073709551614 nsecs]");
    assertThat(understood(read(TimerList.FILE, late)))
        .as("without a sign, as Linux 2.6.21 prints it")
        .containsEntry(timer + "in", -2L);
    assertThat(understood(read(TimerList.FILE, text.replace("[in 16", "[in -16"))))
        .containsEntry(timer + "in", -1647950L);
    assertThat(Figured.last(TimerList.FILE, tree.root(), text, late))
        .containsEntry("timers_of[function=tick_sched_timer].overdue", 1.0)
        .containsEntry("timers_of[function=tick_sched_timer].overdue by", 2e-6)
        .containsEntry("timers_of[function=it_real_fn].overdue", 0.0);
  }

  @Test
  void schedDebugVersion009() {
    Snapshot reading = Reported.read("29-scheddebug-v009", SchedDebug.FILE);
    String header = "header[version=v0.09 kernel=2.6.31-19-generic #56-Ubuntu].";
    assertThat(understood(reading))
        .containsEntry(header + "now", 68800580419206L)
        .containsEntry(header + "sysctl_sched_child_runs_first", 1L)
        .containsEntry("cpu[cpu=0].nr_load_updates", 6856056L)
        .containsEntry("cpu[cpu=0].cpu_load[4]", 1024L)
        .containsEntry("cfs_rq[cpu=0 group=/].shares", 0L)
        .containsEntry("task[pid=16022 task=pm-suspend].switches", 86L)
        .containsEntry("task[pid=1328 task=console-kit-dae].sum-sleep", 277814482610L);
    assertThat(column(reading, header + "sysctl_sched_child_runs_first").unit().name())
        .isEqualTo("count");
    assertKinds(
        reading,
        Kind.COUNTER,
        header + "now",
        "cpu[cpu=0].nr_load_updates",
        "cpu[cpu=0].sched_switch",
        "cpu[cpu=0].bkl_count");
    assertKinds(
        reading,
        Kind.GAUGE,
        "cpu[cpu=0].load",
        "cpu[cpu=0].cpu_load[0]",
        "cfs_rq[cpu=0 group=/].shares");
  }

  @Test
  void schedDebugVersion007() {
    Snapshot reading = Reported.read("44-scheddebug-v007", SchedDebug.FILE);
    assertThat(understood(reading))
        .containsEntry("cpu[cpu=0].nr_uninterruptible", -2955L)
        .containsEntry("cpu[cpu=0].jiffies", 4299311921L)
        .containsEntry("cpu[cpu=1].bkl_count", 7654L)
        .containsEntry("cfs_rq[cpu=1].spread0", 1055403614312384L);
    assertKinds(reading, Kind.COUNTER, "cpu[cpu=0].jiffies", "cpu[cpu=0].yld_exp_empty");
  }

  @Test
  void schedDebugVersion010() {
    String text = Reported.text("45-scheddebug-v010", "sched_debug");
    assertThat(Figured.last(SchedDebug.FILE, tree.root(), text, text))
        .as("a sum over time, not the average that Linux 4.3 and later print")
        .containsEntry("cfs_rq[cpu=0 group=/].load_avg", Double.NaN);
    assertThat(understood(Reported.read("45-scheddebug-v010", SchedDebug.FILE)))
        .containsEntry("cfs_rq[cpu=0 group=/].load_avg (decimals)", 0L)
        .containsEntry("header[version=v0.10 kernel=2.6.39-rc4+ #1].sched_clock_stable", 1L)
        .containsEntry("cfs_rq[cpu=0 group=/].load_period", 0L)
        .containsEntry("cpu[cpu=0].nr_switches", 146510L);
  }

  /** Made up after the kernels of MediaTek, which add whether a CPU is online. */
  @Test
  void schedDebugOfAPhone() {
    String text =
        Reported.text("46-scheddebug-v011-arm", "sched_debug").replace("cpu#0", "cpu#0: Online");
    assertThat(understood(read(SchedDebug.FILE, text))).containsEntry("cpu[cpu=0].load", 7168L);
  }

  @Test
  void schedDebugOfLinux419() {
    assertThat(understood(Reported.read("47-scheddebug-v011-419", SchedDebug.FILE)))
        .containsEntry("dl_rq[cpu=0].dl_bw->bw", 996147L)
        .containsEntry("cfs_rq[cpu=0 group=/].util_est_enqueued", 64L)
        .containsEntry("task[pid=13 task=kworker/0:1].sum-exec", 1338405481L)
        .containsEntry("task[pid=13 task=kworker/0:1].group-id", 0L);
  }

  /** What a kernel without CONFIG_SCHEDSTATS prints for what it does not count is not a number. */
  @ParameterizedTest
  @ValueSource(strings = {"v0.11", "v0.10", "v0.09"})
  void tasksWithoutSchedstats(String version) {
    String text = Reported.text("46-scheddebug-v011-arm", "sched_debug").replace("v0.11", version);
    if (!version.equals("v0.11")) {
      text = text.replace(" 0 /\n", " /\n"); // the node is of Linux 3.13 and later
    }
    Snapshot reading = read(SchedDebug.FILE, text);
    Map<String, Long> cells = understood(reading);
    String task = "task[pid=37 task=kswapd0].";
    assertThat(cells)
        .containsEntry(task + "tree-key", -3000000L)
        .containsEntry(task + "switches", 17266L)
        .containsEntry(task + "prio", 2L);
    assertThat(cells.keySet().stream().filter(name -> name.startsWith(task)))
        .hasSize(version.equals("v0.11") ? 4 : 3);
    assertThat(cells.containsKey(task + "node")).isEqualTo(version.equals("v0.11"));
    assertThat(Figured.last(SchedDebug.FILE, tree.root(), text, text))
        .containsEntry(task + "%cpu", Double.NaN)
        .containsEntry(task + "switches", 0.0);
    String counted = text.replaceFirst("0 +0 +0\\.000000 +0\\.000000 ", "0 0 0.000000 0.000001 ");
    assertThat(read(SchedDebug.FILE, counted).problems()).isNotEmpty();
  }

  @Test
  void timerListVersion04() {
    Snapshot reading = Reported.read("48-timerlist-v04", TimerList.FILE);
    assertThat(understood(reading))
        .containsEntry("clock[cpu=0 clock=1].base", 0x8031b688L)
        .containsEntry("clock[cpu=0 clock=1].resolution", 999848L)
        .containsEntry(
            "timer[cpu=0 clock=1 function=hrtimer_wakeup timer=83867a38].soft_in",
            4293633473840282L)
        .containsEntry("device[cpu=0 device=BCM Periph Timer].next_event", 1586621000000L);
    assertThat(column(reading, "clock[cpu=0 clock=1].base").unit().name()).isEqualTo("address");
  }

  @Test
  void timerListVersion05() {
    assertThat(understood(Reported.read("49-timerlist-v05", TimerList.FILE)))
        .containsEntry(
            "timer[cpu=0 clock=1 function=tick_sched_timer timer=c7004a60].in", -5437343L)
        .containsEntry("cpu[cpu=0].idle_tick", 15492236000000L)
        .containsEntry("cpu[cpu=0].idle_sleeptime", 14901605968046L)
        .containsEntry("device[cpu=broadcast device=hpet].next_event", Long.MAX_VALUE);
  }

  @Test
  void timerListVersion07() {
    Snapshot reading = Reported.read("50-timerlist-v07", TimerList.FILE);
    assertThat(understood(reading))
        .containsEntry("cpu[cpu=0].iowait_sleeptime", 11883637656L)
        .containsEntry("clock[cpu=0 clock=3].offset", 1411301051531545251L);
    assertThat(reading.layout().table("started").orElseThrow().rows())
        .extracting(row -> row.label("by"))
        .contains("schedule_hrtimeout_range_clock, /usr/bin/termin/2683");
  }

  /** Addresses that could not be hashed are words. */
  @Test
  void timerListOfAPanic() {
    assertThat(understood(Reported.read("51-timerlist-v09-panic", TimerList.FILE)))
        .containsEntry("clock[cpu=0 clock=1].offset", 1713027022323372591L)
        .containsEntry(
            "timer[cpu=0 clock=1 function=timerfd_tmrproc timer=        pK-error].expires",
            Long.MAX_VALUE);
  }

  @Test
  void theFirstSchedDebug() {
    // Made up like kernel/sched_debug.c of Linux 2.6.23.
    String text =
        """
        Sched Debug Version: v0.05-v20, 2.6.22.9-cfs #1
        now at 68800580419206 nsecs

        cpu#0, 1596.210 MHz
          .nr_running                    : 1
          .clock_warps                   : 3

        cfs_rq c0123456
          .wait_runtime_overruns         : 5

        """;
    assertThat(understood(read(SchedDebug.FILE, text)))
        .hasSize(5)
        .containsEntry("header[version=v0.05-v20 kernel=2.6.22.9-cfs #1].now", 68800580419206L)
        .containsEntry("cfs_rq[cpu=0 group=c0123456].wait_runtime_overruns", 5L);
  }

  @ParameterizedTest
  @ValueSource(strings = {"v0.2", "v0.11", "v1.0", "9"})
  void aVersionOfTimerListThatIsNotKnownLendsNoNames(String version) {
    String text =
        Reported.text("28-timerlist-v03", "timer_list")
            .replace("Version: v0.3", "Version: " + version);
    Snapshot reading = read(TimerList.FILE, text);
    assertThat(reading.problems())
        .singleElement()
        .satisfies(p -> assertThat(p.toString()).contains("v0.3 to v0.10, not " + version));
    assertThat(Tree.cells(reading))
        .containsEntry("line[words=now at nsecs].field3", 294115539550L)
        .containsEntry("line[words=.idle_calls :].field3", 2798L)
        .containsEntry("line[words=# expires at nsecs [in nsecs]].field4", 294117187500L);
    assertThat(reading.layout().row(0).table().name()).isEqualTo("line");
    assertThat(Figured.last(TimerList.FILE, tree.root(), text, text)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"v0.02", "v0.12", "v1.0"})
  void aVersionOfSchedDebugThatIsNotKnownLendsNoNames(String version) {
    String text = Reported.text("29-scheddebug-v009", "sched_debug").replace("v0.09", version);
    Snapshot reading = read(SchedDebug.FILE, text);
    assertThat(reading.problems())
        .singleElement()
        .satisfies(p -> assertThat(p.toString()).contains("v0.03 to v0.11, not " + version));
    assertThat(Tree.cells(reading))
        .containsEntry("line[words=.nr_switches :].field3", 29402722L)
        .containsEntry("line[words=.clock :].field3.decimal", 68800580012041L);
    assertThat(Figured.last(SchedDebug.FILE, tree.root(), text, text)).isEmpty();
  }

  @Test
  void slabinfoWithStatistics() {
    Snapshot reading = Reported.read("30-slabinfo-stats", SlabInfo.FILE);
    assertThat(reading.problems())
        .as("a group of nine numbers below a heading of eight")
        .singleElement()
        .satisfies(problem -> assertThat(problem.line()).isEqualTo(5));
    assertThat(Tree.cells(reading))
        .containsEntry("cache[name=fib6_nodes].remotefrees", 5L)
        .containsEntry("cache[name=fib6_nodes].allocmiss", 2L)
        .containsEntry("cache[name=biovec-(256)].num_slabs", 268L)
        .containsEntry("cache[name=size-131072(DMA)].objsize", 131072L)
        .containsEntry("cache[name=mm_struct].num_slabs", 14L)
        .containsEntry("cache[name=mm_struct].field13", 2781L)
        .containsEntry("cache[name=mm_struct].allochit", 368800L)
        .doesNotContainKey("cache[name=mm_struct].listallocs");
  }

  @Test
  void slabinfoVersion20() {
    // Lines that were posted for Linux 2.6.8.
    Snapshot reading =
        read(
            SlabInfo.FILE,
            """
            slabinfo - version: 2.0 (statistics)
            # name            <active_objs> <num_objs> <objsize> <objperslab> <pagesperslab> \
            : tunables <batchcount> <limit> <sharedfactor> : slabdata <active_slabs> <num_slabs> \
            <sharedavail> : globalstat <listallocs> <maxobjs> <grown> <reaped> <error> \
            <maxfreeable> <freelimit> : cpustat <allochit> <allocmiss> <freehit> <freemiss>
            nfs_write_data        36     40    816    5    1 : tunables   32   16    0 : slabdata \
                 8      8      0 : globalstat      44     40     8    0    0    0   37 : cpustat     \
            37      9     10      0
            """);
    assertThat(understood(reading))
        .hasSize(22)
        .containsEntry("cache[name=nfs_write_data].limit", 32L)
        .containsEntry("cache[name=nfs_write_data].batchcount", 16L)
        .containsEntry("cache[name=nfs_write_data].freelimit", 37L)
        .containsEntry("cache[name=nfs_write_data].freehit", 10L);
  }

  @Test
  void slabinfoVersion1() {
    // Lines that were posted for Linux 2.4, or made up like mm/slab.c of 2.2 and 2.5.
    assertThat(
            understood(
                read(
                    SlabInfo.FILE,
                    "slabinfo - version: 1.1 (SMP)\n"
                        + "inode_cache       920558 930264    480 116267 116283    1 :  124   6\n"
                        + "file lock cache        2     42     92    1    1    1 : 252 126\n")))
        .hasSize(16)
        .containsEntry("cache[name=inode_cache].objsize", 480L)
        .containsEntry("cache[name=inode_cache].active_slabs", 116267L)
        .containsEntry("cache[name=inode_cache].num_slabs", 116283L)
        .containsEntry("cache[name=inode_cache].pagesperslab", 1L)
        .containsEntry("cache[name=inode_cache].limit", 124L)
        .containsEntry("cache[name=file lock cache].batchcount", 126L);
    assertThat(
            understood(
                read(
                    SlabInfo.FILE,
                    "slabinfo - version: 1.1 (statistics)\n"
                        + "kmem_cache 58 84 136 3 3 1 :     58      59     3    0    0\n")))
        .hasSize(11)
        .containsEntry("cache[name=kmem_cache].maxobjs", 58L)
        .containsEntry("cache[name=kmem_cache].allocs", 59L);
    assertThat(
            understood(
                read(
                    SlabInfo.FILE,
                    "slabinfo - version: 1.0 (statistics)\nkmem_cache 1 2 3 4 5 6 7 8 9 10\n")))
        .containsEntry("cache[name=kmem_cache].pages", 5L)
        .containsEntry("cache[name=kmem_cache].error", 10L);
    assertThat(understood(read(SlabInfo.FILE, "slabinfo - version: 1.0\nkmem_cache 1 2\n")))
        .containsEntry("cache[name=kmem_cache].num_objs", 2L);
    assertThat(
            understood(
                read(
                    SlabInfo.FILE,
                    "slabinfo - version: 1.2 (statistics)\n"
                        + "kmem_cache 1 2 3 4 5 6 : 7 8 : 9 10 11 12 13 14 15 : 16 17 18 19\n")))
        .containsEntry("cache[name=kmem_cache].limit", 7L)
        .containsEntry("cache[name=kmem_cache].freelimit", 15L)
        .containsEntry("cache[name=kmem_cache].freemiss", 19L);
    Snapshot other = read(SlabInfo.FILE, "slabinfo - version: 1.1\nkmem_cache 1 2 3 4 5 6 : 7 8\n");
    assertThat(other.problems()).hasSize(1);
    assertThat(Tree.cells(other))
        .containsEntry("cache[name=kmem_cache].objsize", 3L)
        .containsEntry("cache[name=kmem_cache].field8", 7L);
  }

  @Test
  void freeBlocks() {
    assertThat(cells("39-buddyinfo", BuddyInfo.FILE))
        .hasSize(33)
        .containsEntry("free[node=0 zone=Normal].order0", 181234L)
        .containsEntry("free[node=0 zone=DMA32].order10", 431L);
    assertThat(cells("36-pagetypeinfo-beats", PageTypeInfo.FILE))
        .containsEntry("free[node=0 zone=Normal type=Movable].at_least_order0", 100000L)
        .containsEntry("free[node=0 zone=Normal type=Movable].order2", 95123L)
        .containsEntry("block[node=0 zone=Normal].Movable", 30123L)
        .doesNotContainKey("free[node=0 zone=Normal type=Movable].order1");
  }
}
