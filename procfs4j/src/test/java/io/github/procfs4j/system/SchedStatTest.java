package io.github.procfs4j.system;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.procfs4j.Procfs;
import io.github.procfs4j.model.Column;
import io.github.procfs4j.model.Row;
import io.github.procfs4j.sampling.Outcome;
import io.github.procfs4j.sampling.Sampler;
import io.github.procfs4j.sampling.Snapshot;
import io.github.procfs4j.testing.Corpus;
import io.github.procfs4j.text.MalformedTextException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SchedStatTest {
  private static final String CPU0 = "cpu0 1 0 3 4 5 6 7 8 9\n";

  private final Tree tree;

  SchedStatTest(@TempDir Path root) {
    tree = new Tree(root);
  }

  private Snapshot read(String text) {
    return tree.with("schedstat", text).read(SchedStat.FILE);
  }

  private SchedStat view() {
    return Procfs.at(tree.root()).schedStat();
  }

  private static SchedStat of(String variant, String moment) {
    return Procfs.at(Corpus.tree(variant, moment)).schedStat();
  }

  private static long amount(SchedStat view, Row row, String column) {
    return view.amount(row, SchedDomain.column(column)).orElseThrow();
  }

  /** Made up: numbers from {@code first} on. */
  private static String numbers(int first, int count) {
    return IntStream.range(first, first + count)
        .mapToObj(Integer::toString)
        .collect(Collectors.joining(" "));
  }

  @Test
  void timesOfACpu() {
    SchedStat view = of("amd64-6.1-smp8-numa2", "s0");
    assertThat(view.version()).isEqualTo("15");
    assertThat(view.timestamp()).hasValue(4294897485L);
    assertThat(view.cpus()).hasSize(8);
    Row cpu = SchedStat.cpu(2);
    assertThat(view.amount(cpu, SchedStatColumns.CPU_YLD_COUNT)).hasValue(16);
    assertThat(view.amount(cpu, SchedStatColumns.CPU_SCHED_COUNT)).hasValue(1558);
    assertThat(view.amount(cpu, SchedStatColumns.CPU_SCHED_GOIDLE)).hasValue(589);
    assertThat(view.amount(cpu, SchedStatColumns.CPU_TTWU_COUNT)).hasValue(700);
    assertThat(view.amount(cpu, SchedStatColumns.CPU_TTWU_LOCAL)).hasValue(440);
    assertThat(view.runNanos(cpu)).hasValue(4167932757L);
    assertThat(view.runDelayNanos(cpu)).hasValue(11416983214L);
    assertThat(view.amount(cpu, SchedStatColumns.CPU_PCOUNT)).hasValue(1142);
    assertThat(view.delayPerTimesliceNanos(cpu)).hasValue(11416983214.0 / 1142);
    assertThat(view.delayPerTimesliceNanos(SchedStat.cpu(99))).isEmpty();
  }

  @Test
  void aCpuIsKnownByItsNumberNotByItsPlace() {
    SchedStat after = of("amd64-6.1-smp8-numa2", "s2");
    assertThat(after.cpus())
        .extracting(row -> row.label("cpu"))
        .containsExactly("0", "2", "3", "4", "5", "6", "7");
    assertThat(after.runDelayNanos(SchedStat.cpu(1))).isEmpty();
    assertThat(after.runDelayNanos(SchedStat.cpu(2))).hasValue(24489498432L);
  }

  @Test
  void version15HasIdleBeforeBusy() {
    SchedStat view = of("amd64-6.1-smp8-numa2", "s0");
    assertThat(view.domains()).hasSize(16);
    Row domain = view.domains(0).get(0);
    assertThat(domain.labels()).containsExactly("0", "0", "", "0f");
    assertThat(domain.text()).isEqualTo("cpu=0 domain=0 cpus=0f");
    assertThat(view.domains(5).get(1).labels()).containsExactly("5", "1", "", "ff");
    assertThat(amount(view, domain, "idle_lb_count")).isEqualTo(473);
    assertThat(amount(view, domain, "idle_lb_nobusyg")).isEqualTo(451);
    assertThat(amount(view, domain, "busy_lb_count")).isEqualTo(30);
    assertThat(amount(view, domain, "busy_lb_imbalance")).isEqualTo(8159);
    assertThat(amount(view, domain, "newidle_lb_count")).isEqualTo(108);
    assertThat(amount(view, domain, "newidle_lb_gained")).isEqualTo(26);
    assertThat(view.amount(domain, SchedStatColumns.DOMAIN_ALB_COUNT)).hasValue(6);
    assertThat(amount(view, domain, "alb_failed")).isEqualTo(1);
    assertThat(amount(view, domain, "alb_pushed")).isEqualTo(5);
    assertThat(view.amount(domain, SchedStatColumns.DOMAIN_TTWU_WAKE_REMOTE)).hasValue(181);
    assertThat(view.amount(domain, SchedStatColumns.DOMAIN_TTWU_MOVE_AFFINE)).hasValue(14);
    assertThat(view.domains(1000)).isEmpty();
  }

  @Test
  void version16HasBusyBeforeIdle() {
    SchedStat view = of("amd64-6.12-smp4-numa2", "s0");
    assertThat(view.version()).isEqualTo("16");
    Row domain = view.domains(0).get(0);
    assertThat(domain.labels()).containsExactly("0", "0", "", "3");
    assertThat(amount(view, domain, "busy_lb_count")).isEqualTo(167);
    assertThat(amount(view, domain, "busy_lb_imbalance")).isEqualTo(20683);
    assertThat(amount(view, domain, "idle_lb_count")).isEqualTo(728);
    assertThat(amount(view, domain, "newidle_lb_count")).isEqualTo(248);
    assertThat(amount(view, domain, "ttwu_wake_remote")).isEqualTo(321);
  }

  @Test
  void version17HasNamesAndFourImbalances() {
    // Made up like kernel/sched/stats.c of Linux 6.14.
    Snapshot reading =
        read(
            "version 17\ntimestamp 4294900000\n"
                + CPU0
                + "domain0 SMT 00000000,00000003 "
                + numbers(1, 45)
                + "\ndomain1 NUMA 0000ffff,0000ffff "
                + numbers(101, 45)
                + "\n");
    assertThat(reading.problems()).isEmpty();
    assertThat(reading.layout().cells()).isEqualTo(1 + 9 + 45 + 45);
    SchedStat view = view();
    assertThat(view.domains(0).get(1).labels())
        .containsExactly("0", "1", "NUMA", "0000ffff,0000ffff");
    Row smt = view.domains(0).get(0);
    assertThat(smt.text()).isEqualTo("cpu=0 domain=0 name=SMT cpus=00000000,00000003");
    List<String> order =
        List.of(
            "lb_count",
            "lb_balanced",
            "lb_failed",
            "lb_imbalance_load",
            "lb_imbalance_util",
            "lb_imbalance_task",
            "lb_imbalance_misfit",
            "lb_gained",
            "lb_hot_gained",
            "lb_nobusyq",
            "lb_nobusyg");
    for (int i = 0; i < 11; i++) {
      assertThat(amount(view, smt, "busy_" + order.get(i))).isEqualTo(1 + i);
      assertThat(amount(view, smt, "idle_" + order.get(i))).isEqualTo(12 + i);
      assertThat(amount(view, smt, "newidle_" + order.get(i))).isEqualTo(23 + i);
    }
    assertThat(amount(view, smt, "alb_count")).isEqualTo(34);
    assertThat(amount(view, smt, "sbe_count")).isEqualTo(37);
    assertThat(amount(view, smt, "sbf_pushed")).isEqualTo(42);
    assertThat(amount(view, smt, "ttwu_move_balance")).isEqualTo(45);
    assertThat(view.amount(smt, SchedDomain.column("busy_lb_imbalance"))).isEmpty();
  }

  @Test
  void withoutItsVersionNothingIsTakenForWhatItIsNot() {
    // Made up.
    Snapshot reading = read(CPU0 + "domain0 SMT ff " + numbers(1, 45) + "\n");
    assertThat(Tree.cells(reading))
        .hasSize(9 + 45)
        .containsEntry("line[words=cpu0].field10", 9L)
        .containsEntry("line[words=domain0 SMT ff].field48", 45L);
    assertThat(reading.problems()).hasSize(1);
    assertThat(view().version()).isEmpty();
    assertThat(view().timestamp()).isEmpty();
    assertThat(view().runDelayNanos(SchedStat.cpu(0))).isEmpty();
  }

  @Test
  void oneCpuHasNoDomains() {
    SchedStat view = of("amd64-6.1-smp1", "s0");
    assertThat(view.cpus()).hasSize(1);
    assertThat(view.domains()).isEmpty();
    assertThat(view.domains(0)).isEmpty();
  }

  @Test
  void figuresOfACpu() {
    IntervalOf interval =
        IntervalOf.moments(tree, SchedStat.FILE, "amd64-6.1-smp8-numa2", "s0", "s2");
    Row cpu = SchedStat.cpu(2);
    double seconds = interval.seconds();
    assertThat(interval.figure("running", cpu))
        .isCloseTo((9546189881L - 4167932757L) / 1e7 / seconds, within(1e-6));
    assertThat(interval.figure("run delay", cpu))
        .isCloseTo((24489498432L - 11416983214L) / 1e6 / seconds, within(1e-6));
    assertThat(interval.figure("delay per timeslice", cpu))
        .isCloseTo((24489498432L - 11416983214L) / 1e6 / (2350 - 1142), within(1e-9));
    assertThat(interval.weight("delay per timeslice", cpu)).isEqualTo(2350 - 1142);
    assertThat(interval.figure("timeslices", cpu)).isCloseTo((2350 - 1142) / seconds, within(1e-6));
    // CPU 1 went offline.
    assertThat(interval.figure("run delay", SchedStat.cpu(1))).isNaN();
  }

  @Test
  void figuresOfADomain() {
    IntervalOf interval = IntervalOf.moments(tree, SchedStat.FILE, "i686-6.1-smp2", "s0", "s1");
    SchedStat first = of("i686-6.1-smp2", "s0");
    SchedStat second = of("i686-6.1-smp2", "s1");
    Row domain = first.domains(1).getFirst();
    assertThat(interval.figure("balancing", domain))
        .isCloseTo(
            grown(first, second, domain, SchedDomain.LB_COUNT) / interval.seconds(), within(1e-6));
    assertThat(interval.figure("tasks moved", domain))
        .isCloseTo(
            grown(first, second, domain, SchedDomain.LB_GAINED) / interval.seconds(), within(1e-6));
    assertThat(interval.figure("remote wakeups", domain))
        .isCloseTo(
            grown(first, second, domain, List.of(SchedStatColumns.DOMAIN_TTWU_WAKE_REMOTE))
                / interval.seconds(),
            within(1e-6));
  }

  private static double grown(SchedStat before, SchedStat after, Row row, List<Column> columns) {
    long grown = 0;
    for (Column column : columns) {
      grown += after.amount(row, column).orElseThrow() - before.amount(row, column).orElseThrow();
    }
    assertThat(grown).isPositive();
    return grown;
  }

  @Test
  void domainsThatAreMadeAnewAreOthers() {
    // CPU 1 goes offline between s1 and s2.
    tree.with("schedstat", text("s1"));
    try (Sampler<SchedStat> sampler = SchedStat.FILE.sampler(tree.root())) {
      sampler.sample();
      List<Row> before = sampler.view().domains(0);
      tree.with("schedstat", text("s2"));
      assertThat(sampler.sample()).isEqualTo(Outcome.SAMPLED);
      assertThat(Tree.cells(sampler)).isEqualTo(Tree.cells(tree.read(SchedStat.FILE)));
      List<Row> after = sampler.view().domains(0);
      assertThat(after).extracting(row -> row.label("cpus")).containsExactly("0d", "fd");
      assertThat(after).doesNotContainAnyElementsOf(before);
    }
  }

  private static String text(String moment) {
    return new String(Corpus.bytes("amd64-6.1-smp8-numa2", moment, "schedstat"), ISO_8859_1);
  }

  /** Made up; the wrong field is a number that has become narrower in its column. */
  @Test
  void aProblemMovesWithTheNumberThatItIsAbout() {
    tree.with("schedstat", " 8348\ndo\n");
    try (Sampler<SchedStat> sampler = SchedStat.FILE.sampler(tree.root())) {
      sampler.sample();
      tree.with("schedstat", "  834\ndo\n");
      sampler.sample();
      assertThat(sampler.problems()).isEqualTo(tree.read(SchedStat.FILE).problems());
    }
  }

  @Test
  void moreNumbersOfACpuAreKeptByTheirPlace() {
    // Made up like distributions that append numbers to version 16.
    String cpu0 = "cpu0 1 0 3 4 5 6 7 8 9 10 11\n";
    Snapshot reading = read("version 16\n" + cpu0 + cpu0.replace("cpu0", "cpu1"));
    assertThat(reading.problems()).isEmpty();
    assertThat(Tree.cells(reading))
        .containsEntry("cpu[cpu=0].pcount", 9L)
        .containsEntry("cpu[cpu=0].field11", 10L)
        .containsEntry("cpu[cpu=0].field12", 11L);
    Snapshot single = read("version 16\n" + cpu0);
    assertThat(single.problems())
        .as("one that is too many may stand anywhere")
        .singleElement()
        .satisfies(p -> assertThat(p.toString()).contains("9 numbers, not 11 in a single line"));
    assertThat(Tree.cells(single)).containsEntry("cpu[cpu=0].field2", 1L).hasSize(11);
  }

  @Test
  void oneCpuWithMoreNumbersThanTheOthersHasNoNames() {
    // Made up.
    Snapshot reading =
        read("version 15\n" + CPU0 + "cpu1 7 " + CPU0.substring(5) + CPU0.replace("cpu0", "cpu2"));
    assertThat(reading.problems()).hasSize(1);
    assertThat(Tree.cells(reading))
        .containsKeys("cpu[cpu=0].pcount", "cpu[cpu=2].pcount", "cpu[cpu=1].field11")
        .doesNotContainKey("cpu[cpu=1].pcount");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 35, 37, 45})
  void anotherCountOfNumbersOfADomainIsAProblem(int count) {
    // Made up.
    Snapshot reading =
        read(
            "version 15\n"
                + CPU0
                + "domain0 3 "
                + numbers(1, count)
                + "\ndomain1 f "
                + numbers(101, 36)
                + "\n");
    assertThat(reading.problems())
        .singleElement()
        .satisfies(problem -> assertThat(problem.line()).isEqualTo(3));
    assertThat(Tree.cells(reading))
        .hasSize(9 + count + 36)
        .doesNotContainKey("domain[cpu=0 domain=0 cpus=3].idle_lb_count")
        .containsEntry("domain[cpu=0 domain=1 cpus=f].idle_lb_count", 101L);
    if (count > 0) {
      assertThat(Tree.cells(reading)).containsEntry("domain[cpu=0 domain=0 cpus=3].field3", 1L);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"cpu1 1 0 3", "cpu1", "domain0", "timestamp", "version", "cpu1 x y"})
  void aLineThatEndsEarlyCostsNothingElse(String line) {
    // Made up.
    Snapshot reading = read("version 15\n" + CPU0 + line + "\n" + CPU0.replace("cpu0", "cpu7"));
    assertThat(reading.problems()).isNotEmpty().allMatch(problem -> problem.line() >= 3);
    Tree.cells(reading); // each cell has its row and column
    assertThat(view().runDelayNanos(SchedStat.cpu(0))).hasValue(8);
    assertThat(view().runDelayNanos(SchedStat.cpu(7))).hasValue(8);
  }

  @Test
  void aDomainOfNoCpuIsAProblem() {
    // Made up.
    Snapshot reading = read("version 15\ntimestamp 1\ndomain0 3 " + numbers(1, 36) + "\n");
    assertThat(reading.problems()).hasSize(1);
    assertThat(Tree.cells(reading)).hasSize(1);
  }

  @Test
  void aBadFieldCostsThatCell() {
    // Made up.
    Snapshot reading =
        read("version 15\ncpu0 1 0 3 4 x 6x 18446744073709551616 18446744073709551615 9\n");
    assertThat(Tree.problems(reading)).isEqualTo(3);
    assertThat(Tree.cells(reading))
        .hasSize(6)
        .containsEntry("cpu[cpu=0].sched_goidle", 4L)
        .containsEntry("cpu[cpu=0].run_delay", -1L)
        .containsEntry("cpu[cpu=0].pcount", 9L);
  }

  @Test
  void unknownLinesAreKeptUnderTheKernelsName() {
    // Made up.
    Snapshot reading = read("version 15\ntimestamp 1\nnovel 2 3\n\u00ff 4\ncpux 5\n");
    assertThat(reading.problems()).isEmpty();
    assertThat(Tree.cells(reading))
        .containsEntry("schedstat[version=15].novel", 2L)
        .containsEntry("schedstat[version=15].novel.2", 3L)
        .containsEntry("schedstat[version=15].\\xff", 4L)
        .containsEntry("schedstat[version=15].cpux", 5L);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "version 15\ntimestamp 1"})
  void anEmptyOrCutTextSaysNothing(String text) {
    assertThatThrownBy(() -> read(text)).isInstanceOf(MalformedTextException.class);
  }
}
