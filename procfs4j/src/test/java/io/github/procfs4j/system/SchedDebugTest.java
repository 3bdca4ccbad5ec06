package io.github.procfs4j.system;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.procfs4j.Procfs;
import io.github.procfs4j.model.Column;
import io.github.procfs4j.model.Figure;
import io.github.procfs4j.model.History;
import io.github.procfs4j.model.Interval;
import io.github.procfs4j.model.Layout;
import io.github.procfs4j.model.Row;
import io.github.procfs4j.model.Unit;
import io.github.procfs4j.sampling.Outcome;
import io.github.procfs4j.sampling.Sampler;
import io.github.procfs4j.sampling.Snapshot;
import io.github.procfs4j.testing.Corpus;
import io.github.procfs4j.text.MalformedTextException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Texts are real if they are from the corpus; otherwise they are made up, as stated. */
class SchedDebugTest {
  private static final String NUMA = "amd64-6.1-smp8-numa2";
  private static final String LATER = "amd64-6.12-smp4-numa2";

  private final Tree tree;

  SchedDebugTest(@TempDir Path root) {
    tree = new Tree(root);
  }

  private static SchedDebug real(String variant) {
    return Procfs.at(Corpus.tree(variant, "s1")).schedDebug();
  }

  private SchedDebug madeUp(String text) {
    tree.with("sched_debug", text);
    return Procfs.at(tree.root()).schedDebug();
  }

  private static SchedTask task(SchedDebug view, int pid) {
    return view.tasks().stream().filter(task -> task.pid() == pid).findFirst().orElseThrow();
  }

  @Test
  void clocksAndSettings() {
    SchedDebug view = real(NUMA);
    assertThat(view.amount("ktime")).hasValue(30_734_606_365L);
    assertThat(view.amount("sched_clock_stable()")).hasValue(0);
    assertThat(view.amount("sysctl_sched_latency")).hasValue(24_000_000);
    assertThat(view.amount("sysctl_sched_base_slice")).isEmpty();
    assertThat(real(LATER).amount("sysctl_sched_base_slice")).hasValue(2_100_000);
    assertThat(view.reading().layout().table("header").orElseThrow().rows().getFirst().text())
        .isEqualTo("version=v0.11 kernel=6.1.0-50-amd64 #1");
  }

  @Test
  void cpusAndRunQueues() {
    SchedDebug view = real(NUMA);
    assertThat(view.cpus()).hasSize(8);
    assertThat(view.reading().value(SchedDebug.cpu(1), "nr_switches")).hasValue(2894);
    assertThat(view.reading().value(SchedDebug.cpu(1), "MHz")).hasValue(2_596_134);
    assertThat(view.reading().value(SchedDebug.cpu(1), "next_balance")).hasValue(4_294_899_907L);
    assertThat(real("arm64-6.1-smp4").amount(SchedDebug.cpu(1), "MHz")).isEmpty();
    Row group = SchedDebug.cfsRunQueue(1, "/wl grp");
    assertThat(view.cfsRunQueues()).contains(group, SchedDebug.cfsRunQueue(1, "/"));
    assertThat(view.reading().value(group, "spread0")).hasValue(-62_084_157_834L);
    assertThat(view.reading().value(group, "se->sum_exec_runtime")).hasValue(1_435_622_575L);
    assertThat(view.rtRunQueues()).hasSize(8);
    assertThat(view.reading().value(view.rtRunQueues().getFirst(), "rt_runtime"))
        .hasValue(950_000_000);
    assertThat(view.dlRunQueues()).hasSize(8);
    assertThat(view.reading().value(view.dlRunQueues().getFirst(), "dl_bw->bw")).hasValue(996_147);
    assertThat(
            view.reading()
                .layout()
                .column(view.reading().layout().cell(SchedDebug.cpu(1), "next_balance"))
                .amount(4_294_899_907L))
        .as("jiffies")
        .isEqualTo(4_294_899_907.0);
  }

  @Test
  void aTask() {
    SchedDebug view = real(NUMA);
    SchedTask task = task(view, 326);
    assertThat(task.name()).isEqualTo("mm-rich");
    assertThat(task.cpu()).isZero();
    assertThat(task.state()).isEqualTo("S");
    assertThat(task.isRunning()).isFalse();
    assertThat(task.group()).isEqualTo("/");
    assertThat(view.reading().value(task.row(), "tree-key")).hasValue(69_741_335_230L);
    assertThat(view.reading().value(task.row(), "switches")).hasValue(172);
    assertThat(view.reading().value(task.row(), "prio")).hasValue(120);
    assertThat(view.reading().value(task.row(), "wait-time")).hasValue(896_491_888);
    assertThat(view.reading().value(task.row(), "sum-exec")).hasValue(5_716_817_360L);
    assertThat(view.reading().value(task.row(), "sum-sleep")).hasValue(11_497_213_687L);
    assertThat(view.reading().value(task.row(), "sum-block")).hasValue(41_106_585);
    assertThat(view.reading().value(task.row(), "node")).hasValue(0);
    SchedTask running = task(view, 471);
    assertThat(running.isRunning()).isTrue();
    assertThat(view.reading().value(SchedDebug.cpu(running.cpu()), "curr->pid")).hasValue(471);
  }

  @Test
  void aTaskOfALaterKernel() {
    SchedDebug view = real(LATER);
    SchedTask task = task(view, 322);
    assertThat(task.name()).isEqualTo("deadline");
    assertThat(task.placement().label("flags")).isEqualTo("E");
    assertThat(task.group()).isEqualTo("/wl grp");
    assertThat(view.reading().value(task.row(), "vruntime")).hasValue(145_188_513);
    assertThat(view.reading().value(task.row(), "slice")).hasValue(2_100_000);
    assertThat(view.reading().value(task.row(), "prio")).hasValue(-1);
    assertThat(view.reading().value(task.row(), "wait-time")).hasValue(1_596_832_582_799L);
    assertThat(view.reading().value(task.row(), "node")).hasValue(1);
  }

  @Test
  void namesOfAnyBytes() {
    List<String> names = real("amd64-6.1-smp1").tasks().stream().map(SchedTask::name).toList();
    assertThat(names)
        .contains(
            "a) (b c",
            "tab\there\nnl",
            "new\nline\ttab",
            "\\xff\\xfe",
            "",
            ") S 1 1 1 1",
            "x) R 0 0 0",
            "\\xc3\\xa9\\xc3\\xa9\\xc3\\xa9\\xc3\\xa9\\xc3\\xa9\\xc3\\xa9\\xc3\\xa9\\xc3");
    assertThat(task(real(NUMA), 334).name()).isEqualTo("back\\slash\\n");
  }

  private static final String HEAD = "Sched Debug Version: v0.11, 9.9 #1\n";

  private static final String TASKS =
      "\nrunnable tasks:\n S task PID tree-key switches prio wait-time sum-exec sum-sleep\n-----\n";

  private static final String NUMBERS = " 7.000001 8 120 9.000002 10.000003 11.000004 /g\n";

  /** Made up: task numbers of all widths, and names of all lengths. */
  @Test
  void namesAndNumbersThatFillTheirFields() {
    SchedDebug view =
        madeUp(
            HEAD
                + "cpu#0\n"
                + TASKS
                + " S               a     1"
                + NUMBERS
                + " S 123456789012345 12345"
                + NUMBERS
                + " S 1   2   3   4   123456"
                + NUMBERS
                + ">R         1     2 4194304"
                + NUMBERS
                + " S "
                + "\n".repeat(15)
                + "    77"
                + NUMBERS
                + "\ncpu#1\n");
    assertThat(view.tasks())
        .extracting(task -> task.pid() + task.name())
        .containsExactly(
            "1a",
            "12345123456789012345",
            "1234561   2   3   4  ",
            "41943041     2",
            "77" + "\n".repeat(15));
    assertThat(view.tasks())
        .allSatisfy(task -> assertThat(view.reading().value(task.row(), "prio")).hasValue(120));
    assertThat(view.cpus()).hasSize(2);
    assertThat(tree.read(SchedDebug.FILE).problems()).isEmpty();
  }

  /** Made up: the width of a number, and the blanks before it, change nothing. */
  @Test
  void numbersPaddedOtherwiseAreReadAlike() {
    SchedDebug view =
        madeUp(
            HEAD
                + "cpu#0\n  .setting : 1\t(so to say)\n"
                + TASKS
                + " S               a     1\t"
                + "0".repeat(60)
                + NUMBERS.replace(" ", "\t").strip()
                + "\n\n");
    assertThat(tree.read(SchedDebug.FILE).problems()).isEmpty();
    assertThat(view.reading().value(view.tasks().getFirst().row(), "tree-key")).hasValue(7_000_001);
    assertThat(view.reading().value(SchedDebug.cpu(0), "setting")).hasValue(1);
  }

  /** Made up, after the source of Linux 4.9, which prints no state. */
  @Test
  void tasksOfAnOlderKernel() {
    SchedDebug view =
        madeUp(
            HEAD
                + "cpu#0, 3192.001 MHz\n"
                + "\nrunnable tasks:\n            task   PID         tree-key  switches  prio"
                + "     wait-time             sum-exec        sum-sleep\n-----\n"
                + "     ksoftirqd/0     3    335950.987417      8831   120         0.000000"
                + "       194.326388         0.000000 0 0 /\n"
                + "R            cat 12345         0.000000      4800     0         0.000000"
                + "       171.009506         0.000000 0 0 /\n\n");
    assertThat(view.tasks()).extracting(SchedTask::name).containsExactly("ksoftirqd/0", "cat");
    assertThat(view.tasks()).extracting(SchedTask::state).containsExactly("", ">R");
    assertThat(view.reading().value(view.tasks().getFirst().row(), "switches")).hasValue(8831);
    assertThat(view.reading().value(view.tasks().getFirst().row(), "node")).hasValue(0);
    assertThat(view.reading().value(SchedDebug.cpu(0), "MHz")).hasValue(3_192_001);
    assertThat(tree.read(SchedDebug.FILE).problems()).isEmpty();
  }

  /**
   * Made up, after the source of Linux 6.6: the previous heading, without a blank between state and
   * name.
   */
  @Test
  void tasksOfAKernelWhoseHeadingIsNotItsOwn() {
    SchedDebug view =
        madeUp(
            HEAD
                + "cpu#0\n"
                + TASKS
                + " S        kthreadd     2      1.000001 E      2.000002      3.000003     "
                + " 4.000004        55   120      6.000006      4.000004      7.000007     "
                + " 8.000008 0 9 /\n"
                + " Srcu_tasks_rude_    13      1.000001 N      2.000002 S     3.000003     "
                + " 4.000004        55   120      6.000006      4.000004      7.000007     "
                + " 8.000008 0 9 /\n\n");
    assertThat(tree.read(SchedDebug.FILE).problems()).isEmpty();
    assertThat(view.tasks())
        .extracting(SchedTask::name)
        .containsExactly("kthreadd", "rcu_tasks_rude_");
    assertThat(view.tasks())
        .extracting(task -> task.placement().label("flags"))
        .containsExactly("E", "N S");
    for (SchedTask task : view.tasks()) {
      assertThat(view.reading().value(task.row(), "tree-key")).hasValue(1_000_001);
      assertThat(view.reading().value(task.row(), "deadline")).hasValue(2_000_002);
      assertThat(view.reading().value(task.row(), "slice")).hasValue(3_000_003);
      assertThat(view.reading().value(task.row(), "sum-exec")).hasValue(4_000_004);
      assertThat(view.reading().value(task.row(), "switches")).hasValue(55);
      assertThat(view.reading().value(task.row(), "wait-time")).hasValue(6_000_006);
      assertThat(view.reading().value(task.row(), "sum-sleep")).hasValue(7_000_007);
      assertThat(view.reading().value(task.row(), "sum-block")).hasValue(8_000_008);
      assertThat(view.reading().value(task.row(), "group-id")).hasValue(9);
    }
  }

  @Test
  void aTaskKeepsItsRowFromCpuToCpu() throws IOException {
    try (Sampler<SchedDebug> sampler = SchedDebug.FILE.sampler(tree.root(), History.keepingAll())) {
      for (String moment : List.of("s0", "s1")) {
        Files.write(tree.root().resolve("sched_debug"), Corpus.bytes(NUMA, moment, "sched_debug"));
        assertThat(sampler.sample()).isEqualTo(Outcome.SAMPLED);
      }
      Row task = task(sampler.view(), 326).row();
      Interval interval = new Interval(sampler.history().playback());
      assertThat(interval.next()).isTrue();
      double seconds = interval.seconds();
      assertThat(figure("task", "%cpu", interval, task) * seconds / 100)
          .isCloseTo(5.716_817_360 - 4.698_345_215, within(1e-9));
      assertThat(figure("task", "%wait", interval, task) * seconds / 100)
          .isCloseTo(0.896_491_888 - 0.661_529_125, within(1e-9));
      assertThat(figure("task", "switches", interval, task) * seconds)
          .isCloseTo(172 - 124, within(1e-9));
      assertThat(figure("cfs_rq", "load_avg", interval, SchedDebug.cfsRunQueue(1, "/wl grp")))
          .isEqualTo(307);
      Row cpu = SchedDebug.cpu(1);
      SchedDebug before = Procfs.at(Corpus.tree(NUMA, "s0")).schedDebug();
      double local = 934 - before.reading().value(cpu, "ttwu_local").orElseThrow();
      double all = 1474 - before.reading().value(cpu, "ttwu_count").orElseThrow();
      assertThat(figure("cpu", "%local", interval, cpu)).isCloseTo(100 * local / all, within(1e-9));
      assertThat(figure("cpu", "running", interval, cpu)).isZero();
    }
  }

  private static double figure(String table, String name, Interval interval, Row row) {
    Figure wanted =
        SchedDebug.FILE.figures().stream()
            .filter(figure -> figure.table().equals(table) && figure.name().equals(name))
            .findFirst()
            .orElseThrow();
    return wanted.value(interval, row);
  }

  @Test
  void whereTheFileStands(@TempDir Path directory) throws IOException {
    byte[] text = Corpus.bytes("amd64-6.1-smp1", "s0", "sched_debug");
    Path root = Files.createDirectories(directory.resolve("proc"));
    Path moved = directory.resolve("sys/kernel/debug/sched/debug");
    try (Sampler<SchedDebug> sampler = SchedDebug.FILE.sampler(root)) {
      assertThat(sampler.sample()).as("neither").isEqualTo(Outcome.ABSENT);
      assertThat(sampler.problem().orElseThrow())
          .startsWith(root.resolve("sched_debug") + ": no such file")
          .contains("CONFIG_DEBUG_FS", "SCHED_DEBUG");
    }
    Files.createDirectories(directory.resolve("sys/kernel/debug"));
    try (Sampler<SchedDebug> sampler = SchedDebug.FILE.sampler(root)) {
      assertThat(sampler.sample()).as("debugfs is not mounted").isEqualTo(Outcome.ABSENT);
      assertThat(sampler.problem().orElseThrow()).startsWith(moved + ": no such file");
      Files.createDirectories(moved.getParent());
      Files.write(moved, text);
      assertThat(sampler.sample()).isEqualTo(Outcome.SAMPLED);
    }
    assertThat(Procfs.at(root).schedDebug().cpus()).hasSize(1);
    Files.write(root.resolve("sched_debug"), Corpus.bytes(NUMA, "s0", "sched_debug"));
    assertThat(Procfs.at(root).schedDebug().cpus()).as("the old place is the first").hasSize(8);

    Path elsewhere = Files.write(directory.resolve("elsewhere"), text);
    SchedDebug view = SchedDebug.at(elsewhere).read(root);
    assertThat(view.cpus()).hasSize(1);
    try (Sampler<SchedDebug> sampler = SchedDebug.at(elsewhere).sampler(root)) {
      assertThat(sampler.path()).isEqualTo(elsewhere.toString());
      assertThat(sampler.sample()).isEqualTo(Outcome.SAMPLED);
      assertThat(sampler.view().cpus()).hasSize(1);
    }
  }

  /** Made up: unknown lines are kept under the kernel's names. */
  @Test
  void whatIsUnknownIsKept() {
    SchedDebug view =
        madeUp(
            HEAD
                + "novel                                   : 1\n"
                + "cpu#0\n"
                + "  .novel                         : -2\n"
                + "  .pair                          : 3/4\n"
                + "  .clock                         : 5\n"
                + "\nscx_rq[0]:/a b\n"
                + "  .time                          : -6.000007\n"
                + "\nrunnable tasks:\n S task PID weight vruntime\n---\n"
                + " S               a     1 8 9.000000 10.000000 11 12 13 14 /\n\n");
    assertThat(tree.read(SchedDebug.FILE).problems())
        .singleElement()
        .satisfies(p -> assertThat(p.toString()).contains("a heading of tasks that is known"));
    assertThat(Tree.cells(view.reading()))
        .containsEntry("header[version=v0.11 kernel=9.9 #1].novel", 1L)
        .containsEntry("cpu[cpu=0].novel", -2L)
        .containsEntry("cpu[cpu=0].pair", 3L)
        .containsEntry("cpu[cpu=0].pair/2", 4L)
        .containsEntry("scx_rq[cpu=0 group=/a b].time", -6_000_007L)
        .containsEntry("task[pid=1 task=a].field1", 8L)
        .containsEntry("task[pid=1 task=a].field2", 9_000_000L)
        .hasSize(13);
    // A number in another unit than described has another name, which no figure uses.
    assertThat(Tree.cells(view.reading())).containsEntry("cpu[cpu=0].clock (count)", 5L);
    assertThat(view.reading().value(SchedDebug.cpu(0), "clock")).isEmpty();
  }

  /** Made up: numbers that should not be negative are kept as they are printed. */
  @Test
  void aNegativeNumberIsKept() {
    SchedDebug view =
        madeUp(HEAD + "cpu#0\n  .nr_switches : -3\n  .clock : -7.000001\n  .novel : -4.000001\n");
    Layout layout = view.reading().layout();
    for (String name : List.of("nr_switches", "clock", "novel")) {
      int cell = layout.cell(SchedDebug.cpu(0), Column.undescribed(name, Unit.COUNT));
      assertThat(layout.column(cell).signed()).as(name).isTrue();
      assertThat(view.reading().value(cell)).as(name).isNegative();
    }
  }

  /**
   * The heading of v0.11 does not name all numbers: their count does not show which are missing.
   */
  @Test
  void aWordThatTheHeadingLacksCostsTheNames() {
    String text = new String(Corpus.bytes("amd64-6.1-smp1", "s0", "sched_debug"), ISO_8859_1);
    for (String word : List.of("tree-key", "switches", "prio", "wait-time", "sum-exec")) {
      tree.with("sched_debug", text.replaceFirst("(task +PID.*) " + word, "$1"));
      Snapshot reading = tree.read(SchedDebug.FILE);
      assertThat(reading.problems())
          .singleElement()
          .satisfies(p -> assertThat(p.toString()).contains("a heading of tasks that is known"));
      assertThat(Tree.cells(reading).keySet())
          .as(word)
          .filteredOn(name -> name.startsWith("task["))
          .isNotEmpty()
          .allMatch(name -> name.contains("].field"));
    }
  }

  /** Made up: a real text in which one task has an extra number. */
  @Test
  void theFirstTaskMayBeTheOneWithMoreNumbers() {
    String text =
        new String(Corpus.bytes("amd64-6.12-smp4-numa2", "s0", "sched_debug"), ISO_8859_1);
    tree.with("sched_debug", text.replaceFirst("(R-kvfre.*) E ", "$1 E 7 "));
    Map<String, Long> cells = Tree.cells(tree.read(SchedDebug.FILE));
    assertThat(cells)
        .containsEntry("task[pid=4 task=kworker/R-kvfre].field2", 7L)
        .containsKey("task[pid=6 task=kworker/R-sync_].prio");
  }

  /** Made up: a real text in which one task has an extra number. */
  @Test
  void aTaskWithMoreNumbersThanTheOthersHasNoNames() {
    String text =
        new String(Corpus.bytes("amd64-6.12-smp4-numa2", "s0", "sched_debug"), ISO_8859_1);
    Map<String, Long> usual = Tree.cells(tree.with("sched_debug", text).read(SchedDebug.FILE));
    tree.with("sched_debug", text.replaceFirst("(R-sync_.*) E ", "$1 E 7 "));
    Snapshot reading = tree.read(SchedDebug.FILE);
    assertThat(reading.problems())
        .singleElement()
        .satisfies(problem -> assertThat(problem.toString()).contains("as the other tasks have"));
    Map<String, Long> cells = Tree.cells(reading);
    cells.keySet().removeIf(name -> name.contains("R-sync_"));
    usual.keySet().removeIf(name -> name.contains("R-sync_"));
    assertThat(cells).isEqualTo(usual);
    assertThat(Tree.cells(reading)).containsEntry("task[pid=6 task=kworker/R-sync_].field2", 7L);
  }

  /** Made up, each between valid ones. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        " S short\n",
        " S               a     x 7.000001 8 120\n",
        " S 1234567890123456 12345 7.000001 8 120\n",
        " S               a     1 7.000001 x 120 9.000002 10.000003 11.000004 /g\n",
        " S               a     1 7.0001 8 120 9.000002 10.000003 11.000004 /g\n",
        " S               a     1 7.000001 99999999999999999999 120 9.000002 1.000003 1.000004 /\n",
        "  .nr_running : 7\n",
        "\u0000\u00ff\n",
      })
  void aBadTaskCostsNothingElse(String line) {
    String good = " S            good     1" + NUMBERS;
    SchedDebug view =
        madeUp(HEAD + "cpu#0\n" + TASKS + good + line + good.replace("1 7", "2 7") + "\ncpu#1\n");
    Snapshot reading = tree.read(SchedDebug.FILE);
    assertThat(reading.problems()).isNotEmpty().allMatch(problem -> problem.line() == 8);
    assertThat(view.tasks())
        .filteredOn(task -> task.name().equals("good"))
        .extracting(SchedTask::pid)
        .containsExactly(1L, 2L);
    assertThat(view.tasks())
        .filteredOn(task -> task.name().equals("good"))
        .allSatisfy(
            task -> {
              assertThat(view.reading().value(task.row(), "sum-sleep")).hasValue(11_000_004);
              assertThat(task.group()).isEqualTo("/g");
            });
    assertThat(view.cpus()).hasSize(2);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "  .nr_running                    : x\n",
        "  .nr_running                    :\n",
        "  .nr_running                    : 1 2\n",
        "  .nr_running                    : 18446744073709551616\n",
        "  .clock                         : 1.5\n",
        "rubbish\n",
        "cpu#\n",
        "cfs_rq[0]\n",
        "\u0000\u00ff\n",
      })
  void aBadValueCostsNothingElse(String line) {
    SchedDebug view = madeUp(HEAD + "cpu#0\n" + line + "cpu#1\n  .nr_running : 1\n");
    Snapshot reading = tree.read(SchedDebug.FILE);
    assertThat(reading.problems()).isNotEmpty().allMatch(problem -> problem.line() == 3);
    assertThat(view.reading().value(SchedDebug.cpu(1), "nr_running")).hasValue(1);
  }

  @Test
  void aTextThatIsNone() {
    assertThatThrownBy(() -> madeUp("")).isInstanceOf(MalformedTextException.class);
    assertThatThrownBy(() -> madeUp("rubbish\n")).isInstanceOf(MalformedTextException.class);
    assertThatThrownBy(() -> madeUp(HEAD + "ktime : 1")).hasMessageContaining("a newline");
  }

  /** Made up: 3.14 without CONFIG_SCHEDSTATS, and a number in place of one of its constants. */
  @Test
  void constantsAreRecognizedByTheirFormsAndAreNoCounts() {
    String text =
        "Sched Debug Version: v0.11, 3.14.0 #1\ncpu#0\n  .nr_running : 1\n\nrunnable tasks:\n"
            + "            task   PID         tree-key  switches  prio     exec-runtime"
            + "         sum-exec        sum-sleep\n-----\n"
            + "        kthreadd     2        -3.000000        47   120               0 "
            + "              0               0.000000               0.000000"
            + "               0.000000 0 /\n";
    SchedDebug constants = madeUp(text);
    SchedTask task = task(constants, 2);
    assertThat(tree.read(SchedDebug.FILE).problems()).isEmpty();
    assertThat(constants.reading().value(task.row(), "switches")).hasValue(47);
    assertThat(constants.reading().value(task.row(), "sum-exec")).isEmpty();

    madeUp(text.replace("0.000000 0 /", "-0.000000 0 /"));
    assertThat(tree.read(SchedDebug.FILE).problems())
        .first()
        .satisfies(odd -> assertThat(odd.toString()).contains("without CONFIG_SCHEDSTATS"));
  }
}
