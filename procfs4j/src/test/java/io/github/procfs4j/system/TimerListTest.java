package io.github.procfs4j.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.procfs4j.Procfs;
import io.github.procfs4j.model.Figure;
import io.github.procfs4j.model.History;
import io.github.procfs4j.model.Interval;
import io.github.procfs4j.model.Row;
import io.github.procfs4j.sampling.Outcome;
import io.github.procfs4j.sampling.Sampler;
import io.github.procfs4j.sampling.Snapshot;
import io.github.procfs4j.testing.Corpus;
import io.github.procfs4j.text.MalformedTextException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Texts are real if they are from the corpus; otherwise they are made up, as stated. */
class TimerListTest {
  private static final String NUMA = "amd64-6.1-smp8-numa2";

  private final Tree tree;

  TimerListTest(@TempDir Path root) {
    tree = new Tree(root);
  }

  private static TimerList real(String variant) {
    return Procfs.at(Corpus.tree(variant, "s1")).timerList();
  }

  private TimerList madeUp(String text) {
    tree.with("timer_list", text);
    return Procfs.at(tree.root()).timerList();
  }

  @Test
  void armedAndOverdueTimersByFunction() {
    assertThat(real(NUMA).byFunction())
        .hasSize(5)
        .containsEntry("tick_sched_timer", new TimersOfFunction(8, 6, 249_145, 0))
        .containsEntry("hrtimer_wakeup", new TimersOfFunction(50, 0, 0, 1_234_567))
        .containsEntry("posix_timer_fn", new TimersOfFunction(3, 0, 0, 0))
        .containsEntry("dl_task_timer", new TimersOfFunction(1, 0, 0, 0))
        .containsEntry("sched_rt_period_timer", new TimersOfFunction(1, 0, 0, 0));
  }

  @Test
  void aTimer() {
    TimerList view = real(NUMA);
    assertThat(view.nowNanos()).hasValue(27_268_249_145L);
    assertThat(view.timers()).hasSize(63);
    ArmedTimer tick = view.timers().getFirst();
    assertThat(tick.function()).isEqualTo("tick_sched_timer");
    assertThat(tick.cpu()).isEqualTo("0");
    assertThat(tick.clock()).isEqualTo("0");
    assertThat(tick.row().label("timer")).isEqualTo("00000000e73d3c60");
    assertThat(tick.softInNanos()).isEqualTo(-249_145);
    assertThat(tick.isOverdue()).isTrue();
    assertThat(tick.slackNanos()).isZero();
    ArmedTimer sleep = view.timers().get(9);
    assertThat(sleep.softExpiresNanos()).isEqualTo(42_500_354_408L);
    assertThat(sleep.expiresNanos()).isEqualTo(42_501_588_975L);
    assertThat(sleep.inNanos()).isEqualTo(15_233_339_830L);
    assertThat(sleep.slackNanos()).isEqualTo(1_234_567);
    assertThat(sleep.isOverdue()).isFalse();
  }

  @Test
  void clocksCpusAndDevices() {
    TimerList view = real(NUMA);
    assertThat(view.cpus()).hasSize(8).contains(TimerList.cpu(3));
    assertThat(view.clocks()).hasSize(64);
    assertThat(view.reading().value(view.clocks().get(1), "offset"))
        .hasValue(1_795_376_271_333_652_525L);
    assertThat(view.reading().value(TimerList.cpu(2), "nr_events")).hasValue(2080);
    assertThat(view.reading().value(TimerList.cpu(2), "idle_sleeptime")).hasValue(15_809_298_070L);
    assertThat(view.reading().value(TimerList.cpu(2), "no_such_name")).isEmpty();
    assertThat(view.devices()).hasSize(9);
    Row broadcast = view.devices().getFirst();
    assertThat(broadcast.text()).isEqualTo("cpu=broadcast device=hpet");
    assertThat(view.reading().value(broadcast, "tick_mode")).hasValue(1);
    assertThat(view.reading().value(broadcast, "next_event")).hasValue(Long.MAX_VALUE);
    Row lapic = view.devices().get(1);
    assertThat(lapic.text()).isEqualTo("cpu=0 device=lapic");
    assertThat(view.reading().value(lapic, "retries")).hasValue(8);
    assertThat(view.function(lapic, "event_handler")).contains("hrtimer_interrupt");
    assertThat(view.function(broadcast, "event_handler")).contains("tick_handle_oneshot_broadcast");
    assertThat(view.function(broadcast, "oneshot stopped")).isEmpty();
  }

  @Test
  void whatOtherVersionsAndMachinesPrint() {
    TimerList later = real("amd64-6.12-smp4-numa2");
    assertThat(later.reading().value(TimerList.cpu(0), "nohz")).hasValue(1);
    assertThat(later.reading().value(TimerList.cpu(0), "nohz_mode")).isEmpty();
    // This device has no such function, which is printed as 0x0.
    TimerList arm = real("arm64-6.1-smp4");
    assertThat(arm.function(arm.devices().getFirst(), "set_next_event")).contains("0x0");
  }

  /** Made up, after the source of Linux 3.10, with who started a timer and a mask of two words. */
  @Test
  void whatOlderKernelsAndLargeMachinesPrint() {
    TimerList view =
        madeUp(
            """
            Timer List Version: v0.7
            HRTIMER_MAX_CLOCK_BASES: 4
            now at 5 nsecs

            cpu: 0
             clock 0:
              .base:       ffff88003d60e6a8
              .get_time:   ktime_get
            active timers:
             #0: <ffff88003d60e780>, tick_sched_timer, S:01, hrtimer_start_range_ns, swapper/0/0
             # expires at 7-9 nsecs [in 2 to 4 nsecs]
              .nr_events      : 12

            Tick Device: mode:     1
            Broadcast device
            Clock Event Device: <NULL>
            tick_broadcast_mask: 00000003,ffffffff
            """);
    assertThat(view.reading().layout().table("started").orElseThrow().rows())
        .extracting(Row::text)
        .containsExactly("timer=ffff88003d60e780 by=hrtimer_start_range_ns, swapper/0/0");
    assertThat(view.reading().value(view.clocks().getFirst(), "base"))
        .hasValue(0xffff88003d60e6a8L);
    assertThat(Tree.cells(view.reading()))
        .containsEntry("broadcast[mask=tick_broadcast_mask].cpus32", 3L)
        .containsEntry("broadcast[mask=tick_broadcast_mask].cpus0", 0xffffffffL)
        .containsEntry("device[cpu=broadcast device=<NULL>].tick_mode", 1L);
    assertThat(view.timers())
        .singleElement()
        .satisfies(timer -> assertThat(timer.inNanos()).isEqualTo(4));
  }

  /** Made up: addresses are not shown to this reader, or are not hashed yet. */
  @Test
  void timersWithoutAnAddressAreToldApart() {
    String timer = " #0: <0000000000000000>, f, S:01\n # expires at 1-1 nsecs [in 1 to 1 nsecs]\n";
    TimerList view =
        madeUp(
            "Timer List Version: v0.9\ncpu: 0\n clock 0:\n  .base:       (____ptrval____)\n"
                + "active timers:\n"
                + timer
                + timer.replace("#0", "#1"));
    assertThat(view.timers()).hasSize(2);
    assertThat(view.byFunction().get("f")).isEqualTo(new TimersOfFunction(2, 0, 0, 0));
  }

  @Test
  void figuresOfTheRunningIntervals() throws IOException {
    try (Sampler<TimerList> sampler = TimerList.FILE.sampler(tree.root(), History.keepingAll())) {
      for (String moment : List.of("s1", "s2")) {
        Files.write(tree.root().resolve("timer_list"), Corpus.bytes(NUMA, moment, "timer_list"));
        assertThat(sampler.sample()).isEqualTo(Outcome.SAMPLED);
      }
      assertThat(sampler.view().cpus()).hasSize(7).doesNotContain(TimerList.cpu(1));
      Interval interval = new Interval(sampler.history().playback());
      assertThat(interval.next()).isTrue();
      double seconds = interval.seconds();
      assertThat(figure("events", interval, TimerList.cpu(2)) * seconds)
          .isCloseTo(2749 - 2080, within(1e-6));
      double idle = 18_548_081_780L - 15_809_298_070L + 318_987_790L - 277_434_040L;
      assertThat(figure("%idle", interval, TimerList.cpu(2)) * seconds)
          .isCloseTo(idle / 1e7, within(1e-6));
      assertThat(figure("events", interval, TimerList.cpu(1))).isNaN();
      // Six ticks are overdue in the text that the next interval ends with.
      Files.write(tree.root().resolve("timer_list"), Corpus.bytes(NUMA, "s1", "timer_list"));
      sampler.sample();
      Interval next = new Interval(sampler.history().playback());
      assertThat(next.next()).isTrue();
      assertThat(next.next()).isTrue();
      isAsInTheView(next, sampler.view());
      Row ticks = next.layout().table("timers_of").orElseThrow().rows().getFirst();
      assertThat(figure("overdue", next, ticks)).isEqualTo(6);
      assertThat(figure("overdue by", next, ticks)).isEqualTo(0.249145);
    }
  }

  private static void isAsInTheView(Interval next, TimerList view) {
    view.byFunction()
        .forEach(
            (function, timers) -> {
              Row row =
                  next.layout().table("timers_of").orElseThrow().rows().stream()
                      .filter(each -> each.label("function").equals(function))
                      .findFirst()
                      .orElseThrow();
              assertThat(figure("armed", next, row)).isEqualTo(timers.armed());
              assertThat(figure("overdue", next, row)).isEqualTo(timers.overdue());
              assertThat(figure("overdue by", next, row))
                  .isEqualTo(timers.longestOverdueNanos() / 1e6);
              assertThat(figure("slack", next, row)).isEqualTo(timers.mostSlackNanos() / 1e6);
            });
  }

  /** Made up: so many that not each of them is compared with each function. */
  @Test
  void manyTimersOfManyFunctions() throws IOException {
    StringBuilder text = new StringBuilder(HEAD);
    for (int i = 0; i < 240; i++) {
      text.append(
          " #%d: <ab>, f%d, S:01\n # expires at 5-%d nsecs [in %d to 900 nsecs]\n"
              .formatted(i, i % 100, 6 + i, 120 - i));
    }
    try (Sampler<TimerList> sampler = TimerList.FILE.sampler(tree.root(), History.keepingAll())) {
      for (int i = 0; i < 2; i++) {
        tree.with("timer_list", text.toString());
        assertThat(sampler.sample()).isEqualTo(Outcome.SAMPLED);
      }
      assertThat(sampler.view().byFunction()).hasSize(100);
      Interval interval = new Interval(sampler.history().playback());
      assertThat(interval.next()).isTrue();
      isAsInTheView(interval, sampler.view());
    }
  }

  private static double figure(String name, Interval interval, Row row) {
    Figure wanted =
        TimerList.FILE.figures().stream()
            .filter(figure -> figure.name().equals(name))
            .findFirst()
            .orElseThrow();
    return wanted.value(interval, row);
  }

  private static final String HEAD =
      "Timer List Version: v0.10\ncpu: 0\n clock 0:\nactive timers:\n";

  private static final String TIMER =
      " #0: <ab>, good, S:01\n # expires at 5-6 nsecs [in -1 to 1 nsecs]\n";

  /** Made up, each between valid ones. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        " #1: <ab>, f\n",
        " #1\n",
        " #1: <ab>\n",
        " #x: <ab>, f, S:01\n",
        " #1: <ab>, f, S:zz\n",
        " # expires at 5-6 nsecs [in 1 to 1 nsecs]\n",
        " # expires at 5\n",
        "nonsense\n",
        ": 7\n",
        "  .nr_events      : \n",
        "  .nr_events      : 18446744073709551616\n",
        "  .nr_events      : 5 apples\n",
        "Tick Device: mode: x\n",
        "tick_broadcast_mask: 0,\n",
        "cpu: \n",
        "\u0000\u00ff\n",
      })
  void aBadLineCostsNothingElse(String line) {
    TimerList view = madeUp(HEAD + TIMER + line + "cpu: 1\n clock 0:\nactive timers:\n" + TIMER);
    Snapshot reading = tree.read(TimerList.FILE);
    assertThat(reading.problems()).isNotEmpty().allMatch(problem -> problem.line() == 7);
    assertThat(view.timers()).extracting(ArmedTimer::cpu).containsExactly("0", "1");
    assertThat(view.byFunction().get("good")).isEqualTo(new TimersOfFunction(2, 2, 1, 1));
  }

  /** Made up: an extra column, and an unknown section, value and function. */
  @Test
  void whatIsUnknownIsKept() {
    TimerList view =
        madeUp(
            HEAD
                + "  .novel          : 7\n"
                + "  .novel_time     : 8 nsecs\n"
                + "  .novel_function : f\n"
                + "Tick Device: mode:     1\n"
                + "Per CPU device: 0\n"
                + "Clock Event Device: d\n"
                + " novel: -\n");
    assertThat(tree.read(TimerList.FILE).problems()).isEmpty();
    assertThat(view.reading().value(TimerList.cpu(0), "novel")).hasValue(7);
    assertThat(view.reading().value(TimerList.cpu(0), "novel_time")).hasValue(8);
    assertThat(view.function(view.devices().getFirst(), "novel")).contains("-");
  }

  @Test
  void aTextThatIsNone() {
    assertThatThrownBy(() -> madeUp("")).isInstanceOf(MalformedTextException.class);
    assertThatThrownBy(() -> madeUp("rubbish\n")).isInstanceOf(MalformedTextException.class);
    assertThatThrownBy(() -> madeUp(HEAD + "  .cut : 1")).hasMessageContaining("a newline");
  }
}
