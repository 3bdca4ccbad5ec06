package io.github.procfs4j.cli.report;

import static io.github.procfs4j.cli.report.MadeUpProcesses.process;
import static io.github.procfs4j.cli.report.MadeUpProcesses.thread;
import static io.github.procfs4j.process.ProcessStatColumns.FLAGS;
import static io.github.procfs4j.process.ProcessStatColumns.MAJFLT;
import static io.github.procfs4j.process.ProcessStatColumns.MINFLT;
import static io.github.procfs4j.process.ProcessStatColumns.RSS;
import static io.github.procfs4j.process.ProcessStatColumns.STIME;
import static io.github.procfs4j.process.ProcessStatColumns.UTIME;
import static io.github.procfs4j.process.ProcessStatColumns.VSIZE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.procfs4j.cli.page.Chart;
import io.github.procfs4j.cli.page.Lane;
import io.github.procfs4j.cli.page.Page;
import io.github.procfs4j.cli.page.PageWriter;
import io.github.procfs4j.cli.page.Section;
import io.github.procfs4j.cli.terminal.Output;
import io.github.procfs4j.process.ProcessIoColumns;
import io.github.procfs4j.process.ProcessSchedStatColumns;
import io.github.procfs4j.process.ProcessStatusColumns;
import io.github.procfs4j.processes.ProcessMeasure;
import io.github.procfs4j.testing.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ProcessUsageTest {
  private static final String HOSTILE = "\033[2J<b>\u202e\n</script>\u009b";

  private final MadeUpProcesses made = new MadeUpProcesses();

  private static String printed(ProcessUsage usage) {
    TextAndJson.of(usage).remarks("made up");
    StringWriter text = new StringWriter();
    new TerminalReport(new Output(text, 80, false)).source(usage);
    return text.toString();
  }

  private static Busiest by(ProcessMeasure measure, TaskUsage tasks) {
    return tasks.busiest().stream()
        .filter(busiest -> busiest.measure() == measure)
        .findFirst()
        .orElseThrow();
  }

  private static Busiest by(ProcessMeasure measure, ProcessUsage usage) {
    return by(measure, usage.tables().getFirst());
  }

  private static List<String> names(Busiest busiest) {
    return busiest.courses().stream().map(course -> course.use().text()).toList();
  }

  private static TaskUse use(Busiest busiest, int place) {
    return busiest.courses().get(place).use();
  }

  /**
   * One process exists all the time, another one for two and a half of ten seconds, a third one is
   * idle.
   */
  private ProcessUsage three() {
    for (int s = 0; s <= 10; s++) {
      List<MadeUpProcesses.Task> tasks = new ArrayList<>();
      tasks.add(
          process(1, 5, "java", "/usr/bin/java -jar x.jar")
              .with(UTIME, 1000 + 40L * s)
              .with(STIME, 500 + 10L * s)
              .with(RSS, 256));
      if (s >= 3 && s <= 5) {
        // It started half a second before it was seen, and kept a CPU busy.
        tasks.add(
            process(2, 10_250, "cc1", "cc1 -O2")
                .with(UTIME, 50 + 100L * (s - 3))
                .with(STIME, 0)
                .with(RSS, 1024));
      }
      tasks.add(process(3, 7, "idle", "[idle]").with(UTIME, 9).with(STIME, 9).with(RSS, 0));
      made.sample(tasks);
    }
    return made.usage();
  }

  /** The kernel prints 0 for a process that has ended and was not waited for, and while it ends. */
  @Test
  void aProcessThatEndsHasGrownAsMuchAsItHad() {
    long kernelThread = 0x20_8040;
    for (int s = 0; s <= 5; s++) {
      boolean hasEnded = s >= 4;
      made.sample(
          process(1, 5, "cache", "cache")
              .with(FLAGS, 0x40_0000)
              .with(VSIZE, hasEnded ? 0 : 1L << 30)
              .with(RSS, hasEnded ? 0 : 256L * (s + 1)),
          process(2, 5, "kthreadd", "").with(FLAGS, kernelThread).with(VSIZE, 0).with(RSS, 0));
    }
    ProcessUsage usage = made.usage();
    TaskUse cache = use(by(ProcessMeasure.MEMORY, usage), 0);
    assertThat(cache.text()).isEqualTo("1 cache");
    assertThat(cache.firstMemory()).isEqualTo(1 << 20);
    assertThat(cache.lastMemory()).isEqualTo(4 << 20);
    assertThat(cache.mean(ProcessMeasure.MEMORY)).as("while it had some").isEqualTo(3 << 20);
    assertThat(usage.mostGrowth().map(Peak::value)).containsExactly(3.0 * (1 << 20));
    assertThat(by(ProcessMeasure.MEMORY, usage).known()).as("that of the other is 0").isEqualTo(2);
  }

  @Test
  void moreCpuTimeThanThereAreCpusIsRemarked() {
    made.cpus(1);
    String printed = printed(three()).replaceAll("\\s+", " ");
    assertThat(printed)
        .contains(
            "! CPU: all processes together out of bounds (0 to the number of CPUs online at first)"
                + " in 2 intervals: the kernel counts in coarse steps, or CPUs came online")
        .doesNotContain("values of processes out")
        .contains("all 7.50 0.750 1.50"); // shown unchanged
  }

  @Test
  void oneProcessOnMoreCpusThanThereAreIsRemarked() {
    made.cpus(2);
    made.sample(process(1, 5, "java", "java").with(UTIME, 0).with(STIME, 0));
    made.sample(process(1, 5, "java", "java").with(UTIME, 201).with(STIME, 0));
    made.sample(process(1, 5, "java", "java").with(UTIME, 401).with(STIME, 0));
    assertThat(printed(made.usage()).replaceAll("\\s+", " "))
        .contains(
            "! CPU: 1 value of processes out of bounds (0 to the number of CPUs online at first):"
                + " the");
  }

  @Test
  void aSmallCaseLooksSo() {
    assertThat(printed(three()))
        .isEqualTo(
            """

            pid:*  Made up for a test
            every 1 s, 11 samples
            2 processes at first, 2 at last, at most 3 at once; 1 started, 1 ended
            ! nothing is known of I/O, page faults, context switches, run delay of the
              processes: not recorded, or not available there

            processes: CPU
                       total  system   mean   peak  there
                           s       s   CPUs   CPUs      s
            all         7.50          0.750  1.50   10.0   ▄▄▆██▄▄▄▄▄
            1 x.jar     5.00    1.00  0.500  0.500  10.0   ▄▄▄▄▄▄▄▄▄▄
            2 cc1 -O2   2.50    0     0.833  1.00    3.00    ▅██

            processes: memory
                       first   last  growth  swapped   mean   peak  there
                         MiB    MiB     MiB        B    MiB    MiB      s
            2 cc1 -O2   4.00   4.00       0        -   4.00   4.00   3.00    ▄▄▄
            1 x.jar     1.00   1.00       0        -   1.00   1.00  10.0   ▄▄▄▄▄▄▄▄▄▄
            """);
  }

  /** The same numbers as in the text, with units that do not depend on their size. */
  @Test
  void aSmallCaseAsJsonHasTheSameNumbers() {
    Object processes = Json.at(TextAndJson.of(three()).json(), "sources", 0, "processes");
    assertThat(Json.members(processes))
        .containsEntry("first", "2")
        .containsEntry("last", "2")
        .containsEntry("most", "3")
        .containsEntry("came", "1")
        .containsEntry("ended", "1");
    Object cpu = Json.at(processes, "measures", 0);
    assertThat(Json.members(cpu))
        .containsEntry("name", "CPU")
        .containsEntry("unit", "CPUs")
        .containsEntry("total_unit", "s")
        .containsEntry("detail", "system")
        .containsEntry("detail_unit", "s")
        .containsEntry("known", "3");
    assertThat(Json.members(cpu, "all"))
        .isEqualTo(
            Map.of(
                "total",
                "7.5",
                "mean",
                "0.75",
                "peak",
                "1.5",
                "peak_at_seconds",
                "4",
                "there_seconds",
                "10"));
    assertThat(Json.list(cpu, "busiest")).hasSize(2);
    Map<String, Object> second = Json.members(cpu, "busiest", 1);
    assertThat(second.get("labels"))
        .isEqualTo(
            Map.of(
                "pid", "2", "start", "10250", "comm", "cc1", "command", "cc1 -O2", "name",
                "cc1 -O2"));
    assertThat(second)
        .containsEntry("name", "2 cc1 -O2")
        .containsEntry("total", "2.5")
        .containsEntry("detail", "0")
        .containsEntry("peak", "1")
        .containsEntry("peak_at_seconds", "4")
        .containsEntry("there_seconds", "3");
    assertThat(Double.parseDouble(String.valueOf(second.get("mean"))))
        .isCloseTo(2.5 / 3, within(1e-9));
    Object memory = Json.at(processes, "measures", 1);
    assertThat(Json.members(memory)).doesNotContainKeys("all", "total_unit");
    assertThat(Json.members(memory, "busiest", 0))
        .containsEntry("peak", "4194304")
        .doesNotContainKeys("total", "detail");
  }

  @Test
  void whatStartedWithinAnIntervalCountsForAllThatItUsed() {
    Busiest cpu = by(ProcessMeasure.CPU, three());
    assertThat(names(cpu)).containsExactly("1 x.jar", "2 cc1 -O2");
    assertThat(use(cpu, 1).total(ProcessMeasure.CPU)).isCloseTo(2.5, within(1e-9));
    assertThat(use(cpu, 1).seconds(ProcessMeasure.CPU)).isCloseTo(3, within(1e-9));
    Values course = cpu.courses().get(1).values();
    assertThat(course.toArray(1))
        .containsExactly(
            Float.NaN, Float.NaN, 0.5f, 1, 1, Float.NaN, Float.NaN, Float.NaN, Float.NaN,
            Float.NaN);
  }

  /** It existed before, but did not match the filter. */
  @Test
  void whatWasMerelyNotSeenBeforeCountsFromWhenItIsSeen() {
    made.sample(process(1, 5, "a", "").with(UTIME, 0).with(STIME, 0));
    made.sample(
        process(1, 5, "a", "").with(UTIME, 10).with(STIME, 0),
        process(2, 9_000, "b", "").with(UTIME, 5_000).with(STIME, 0));
    made.sample(
        process(1, 5, "a", "").with(UTIME, 20).with(STIME, 0),
        process(2, 9_000, "b", "").with(UTIME, 5_001).with(STIME, 0));
    Busiest cpu = by(ProcessMeasure.CPU, made.usage());
    assertThat(names(cpu)).containsExactly("1 a", "2 b");
    assertThat(use(cpu, 1).total(ProcessMeasure.CPU)).isCloseTo(0.01, within(1e-9));
  }

  /** As in a container to which lxcfs shows its own uptime. */
  @Test
  void startsByAnotherClockAreNotTakenForNew() {
    made.sample(process(1, 5, "a", "").with(UTIME, 0).with(STIME, 0));
    made.sample(
        process(1, 5, "a", "").with(UTIME, 10).with(STIME, 0),
        process(2, 9_000_000, "b", "").with(UTIME, 5_000).with(STIME, 0));
    assertThat(names(by(ProcessMeasure.CPU, made.usage()))).containsExactly("1 a");
  }

  @Test
  void nothingCountsAcrossAGap() {
    made.sample(process(1, 5, "a", "").with(UTIME, 0).with(STIME, 0));
    made.gap();
    made.sample(
        process(1, 5, "a", "").with(UTIME, 5_000).with(STIME, 0),
        process(2, 10_050, "b", "").with(UTIME, 50).with(STIME, 0));
    made.sample(
        process(1, 5, "a", "").with(UTIME, 5_010).with(STIME, 0),
        process(2, 10_050, "b", "").with(UTIME, 51).with(STIME, 0));
    ProcessUsage usage = made.usage();
    assertThat(usage.gaps()).isEqualTo(1);
    Busiest cpu = by(ProcessMeasure.CPU, usage);
    assertThat(use(cpu, 0).total(ProcessMeasure.CPU)).isCloseTo(0.1, within(1e-9));
    assertThat(use(cpu, 1).total(ProcessMeasure.CPU)).isCloseTo(0.01, within(1e-9));
    assertThat(printed(usage)).contains("! rates are missing in 1 of 2 intervals");
  }

  @Test
  void eachMeasureHasItsOwnOrder() {
    for (int s = 0; s < 3; s++) {
      made.sample(
          process(1, 5, "a", "")
              .with(RSS, 10)
              .with(MINFLT, 5L * s)
              .with(ProcessIoColumns.READ_BYTES, 0)
              .with(ProcessIoColumns.WRITE_BYTES, 4096L * s),
          process(2, 5, "b", "")
              .with(RSS, 20)
              .with(MINFLT, 4L * s)
              .with(ProcessIoColumns.READ_BYTES, 2048L * s)
              .with(ProcessIoColumns.WRITE_BYTES, 1024L * s));
    }
    ProcessUsage usage = made.usage();
    Busiest memory = by(ProcessMeasure.MEMORY, usage);
    assertThat(names(memory)).containsExactly("2 b", "1 a");
    assertThat(use(memory, 0).mean(ProcessMeasure.MEMORY)).isEqualTo(20 * 4096);
    assertThat(use(memory, 0).total(ProcessMeasure.MEMORY)).isNaN();
    Busiest io = by(ProcessMeasure.IO, usage);
    assertThat(names(io)).containsExactly("1 a", "2 b");
    assertThat(use(io, 1).total(ProcessMeasure.IO)).isEqualTo(2 * 3072);
    assertThat(use(io, 1).detail(ProcessMeasure.IO)).isEqualTo(2 * 1024);
    assertThat(printed(usage)).contains("Includes children that ended");
  }

  /** Faults are counts: their total has no decimals, even if their mean has. */
  @Test
  void totalsOfWhatIsCountedAreWhole() {
    for (int s = 0; s < 4; s++) {
      made.sample(
          process(1, 5, "a", "").with(MINFLT, 40L * s).with(MAJFLT, s),
          process(2, 5, "b", "").with(MINFLT, s / 3).with(MAJFLT, 0));
    }
    assertThat(printed(made.usage()))
        .containsPattern("(?m)^1 a +123 +3 +41.0 +41.0 +3.00  ")
        .containsPattern("(?m)^2 b +1 +0 +0.333 +1.00 +3.00  ");
  }

  /** The file of a process only shows its first thread; its threads show everything. */
  @Test
  void whatIsCountedByThreadIsSummedUp() {
    for (int s = 0; s < 3; s++) {
      made.sample(
          process(7, 5, "a", "a")
              .with(ProcessStatusColumns.VOLUNTARY_CTXT_SWITCHES, 1L * s)
              .with(ProcessStatusColumns.NONVOLUNTARY_CTXT_SWITCHES, 0)
              .with(ProcessSchedStatColumns.RUN_DELAY, 0)
              .with(ProcessSchedStatColumns.PCOUNT, 1L * s),
          thread(7, 7, 5, "a")
              .with(ProcessStatusColumns.VOLUNTARY_CTXT_SWITCHES, 1L * s)
              .with(ProcessStatusColumns.NONVOLUNTARY_CTXT_SWITCHES, 0)
              .with(ProcessSchedStatColumns.RUN_DELAY, 0)
              .with(ProcessSchedStatColumns.PCOUNT, 1L * s),
          thread(7, 8, 5, "worker")
              .with(ProcessStatusColumns.VOLUNTARY_CTXT_SWITCHES, 10L * s)
              .with(ProcessStatusColumns.NONVOLUNTARY_CTXT_SWITCHES, 9L * s)
              .with(ProcessSchedStatColumns.RUN_DELAY, 300_000_000L * s)
              .with(ProcessSchedStatColumns.PCOUNT, 19L * s));
    }
    ProcessUsage usage = made.usage();
    Busiest switches = by(ProcessMeasure.SWITCHES, usage);
    assertThat(use(switches, 0).total(ProcessMeasure.SWITCHES)).isEqualTo(40);
    assertThat(use(switches, 0).detail(ProcessMeasure.SWITCHES)).isEqualTo(18);
    Busiest delay = by(ProcessMeasure.RUN_DELAY, usage);
    assertThat(use(delay, 0).total(ProcessMeasure.RUN_DELAY)).isCloseTo(0.6, within(1e-9));
    assertThat(use(delay, 0).detail(ProcessMeasure.RUN_DELAY)).isCloseTo(15, within(1e-9));
    assertThat(delay.courses().getFirst().values().toArray(1)).containsExactly(30, 30);
    assertThat(names(by(ProcessMeasure.RUN_DELAY, usage.tables().getLast())))
        .containsExactly("8 worker of 7");
    assertThat(printed(usage)).doesNotContain("first thread");
  }

  @Test
  void withoutThreadsItIsSaidOfWhomItTells() {
    for (int s = 0; s < 3; s++) {
      made.sample(process(7, 5, "a", "a").with(ProcessSchedStatColumns.RUN_DELAY, 1_000_000L * s));
    }
    assertThat(printed(made.usage()))
        .contains("The kernel counts only the first thread of each process")
        .doesNotContain("\nall ");
  }

  @Test
  void whatIsKnownOfSomeOnlyIsSaid() {
    made.readByOpening(17);
    for (int s = 0; s < 2; s++) {
      made.sample(
          process(1, 5, "a", "")
              .with(MINFLT, s)
              .with(MAJFLT, 0)
              .with(ProcessIoColumns.READ_BYTES, 1L * s)
              .with(ProcessIoColumns.WRITE_BYTES, 0),
          process(2, 5, "b", "").with(MINFLT, s).with(MAJFLT, 0));
    }
    assertThat(printed(made.usage()))
        .contains(
            "! I/O: known for 1 of 2 processes", "! the files of up to 17 of them were opened");
  }

  @Test
  void aPartOfTheTimeIsToldOfAlone() {
    three();
    ProcessUsage usage = made.usage(new Span(0, 2_000_000_000L));
    assertThat(usage.intervals().size()).isEqualTo(2);
    assertThat(names(by(ProcessMeasure.CPU, usage))).containsExactly("1 x.jar");
    assertThat(usage.tables().getFirst().came()).isZero();
  }

  @Test
  void aProcessThatTakesAnotherNameIsOne() {
    made.sample(process(1, 5, "sh", "sh x").with(UTIME, 0).with(STIME, 0));
    made.sample(process(1, 5, "sh", "sh x").with(UTIME, 10).with(STIME, 0));
    made.sample(process(1, 5, "cat", "/bin/cat").with(UTIME, 20).with(STIME, 0));
    Busiest cpu = by(ProcessMeasure.CPU, made.usage());
    assertThat(names(cpu)).containsExactly("1 cat");
    assertThat(cpu.courses().getFirst().values().toArray(1)).containsExactly(0.1f, 0.1f);
  }

  @Test
  void namesCannotSteerTheTerminalNorThePage() throws IOException {
    for (int s = 0; s < 3; s++) {
      made.sample(
          process(1, 5, HOSTILE, HOSTILE + " " + "x".repeat(2000))
              .with(UTIME, 10L * s)
              .with(STIME, 0),
          thread(1, 1, 5, HOSTILE).with(UTIME, 10L * s).with(STIME, 0));
    }
    ProcessUsage usage = made.usage();
    String text = printed(usage);
    assertThat(text).doesNotContainPattern("[\\p{Cntrl}\\u202e\\u0080-\\u009f&&[^\\n]]");
    assertThat(text).contains("1 \\x1b[2J<b>\\u202e\\x0a");
    assertThat(text.lines()).allMatch(line -> line.codePointCount(0, line.length()) <= 80);
    assertThat(page(usage))
        .doesNotContain("<b>", "\u202e", "</script>\u009b", "xxxxxxxxxx".repeat(9));
  }

  private static String page(ProcessUsage usage) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    PageWriter.write(
        Page.of(
            "page",
            List.of(
                new Lane(
                    "processes",
                    "Processes",
                    null,
                    List.of(PageProcesses.section(usage, null, "processes", new PageCharts()))))),
        out);
    return out.toString(UTF_8);
  }

  /** Forty processes: the page has ten of them, and the sum over all. */
  @Test
  void thePageHasTheBusiestAndTheSumOfTheOthers() {
    for (int s = 0; s < 4; s++) {
      List<MadeUpProcesses.Task> tasks = new ArrayList<>();
      for (int pid = 1; pid <= 40; pid++) {
        tasks.add(process(pid, 5, "p" + pid, "").with(UTIME, (long) pid * s).with(STIME, 0));
      }
      made.sample(tasks);
    }
    Section section = PageProcesses.section(made.usage(), null, "pid:*", new PageCharts());
    assertThat(section.charts()).extracting(Chart::title).containsExactly("processes: CPU");
    Chart chart = section.charts().getFirst();
    assertThat(chart.series()).hasSize(11);
    assertThat(chart.series().getFirst().name()).isEqualTo("40 p40");
    assertThat(chart.series().getLast().name()).isEqualTo("all others");
    assertThat(chart.note()).contains("The 10 that used the most", "the others are one sum");
    double sum = chart.series().stream().mapToDouble(series -> series.values()[1]).sum();
    assertThat(sum).isCloseTo(40 * 41 / 2 / 100.0, within(1e-5));
    assertThat(printed(made.usage()).lines().filter(line -> line.matches("\\d+ p\\d+ .*")))
        .hasSize(5);
  }

  /** A hundred come with each sample and leave with the next one. */
  @Test
  void thoseThatEndedAreNotAllKept() {
    int samples = 600;
    for (int s = 0; s < samples; s++) {
      List<MadeUpProcesses.Task> tasks = new ArrayList<>();
      tasks.add(process(1, 5, "steady", "").with(UTIME, s).with(STIME, 0));
      for (int i = 0; i < 100 && s > 0; i++) {
        long pid = 1000L + 100L * s + i;
        long start = 10_000 + 100L * s - 50;
        boolean isBusy = s == 7 && i == 3;
        tasks.add(process(pid, start, "short", "").with(UTIME, isBusy ? 5000 : 1).with(STIME, 0));
      }
      made.sample(tasks);
    }
    ProcessUsage usage = made.usage();
    TaskUsage processes = usage.tables().getFirst();
    assertThat(processes.came()).isEqualTo(100L * (samples - 1));
    assertThat(processes.ended()).isEqualTo(100L * (samples - 2));
    Busiest cpu = by(ProcessMeasure.CPU, usage);
    assertThat(names(cpu)).startsWith("1703 short", "1 steady");
    assertThat(cpu.allSum() * 100).isCloseTo(599 + 599 * 100 - 1 + 5000, within(0.5));
    assertThat(cpu.known()).as("of those that are kept").isLessThan(25_000);
  }

  @Test
  void aSingleSampleMakesNoInterval() {
    made.sample(process(1, 5, "a", "").with(UTIME, 0).with(STIME, 0));
    assertThat(printed(made.usage()))
        .endsWith("every 1 s, 1 sample; no interval, as there is only one sample\n");
  }
}
