package io.github.procfs4j.jmh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.procfs4j.Procfs;
import io.github.procfs4j.processes.OwnProcess;
import io.github.procfs4j.processes.ProcessFile;
import io.github.procfs4j.processes.ProcessFilter;
import io.github.procfs4j.processes.Processes;
import io.github.procfs4j.system.Stat;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.openjdk.jmh.results.Result;

/** An iteration of which some sources could not be read. */
class IterationTest {
  private static final ProfilerOptions.Thresholds LIMITS = new ProfilerOptions.Thresholds(1, 1, 5);

  @TempDir Path empty;

  private static void begin(Watch watch) {
    watch.sampler().sample();
    watch.next();
  }

  private static List<String> labels(List<Result<?>> results) {
    return results.stream().map(Result::getLabel).toList();
  }

  @Test
  void withoutStatTheThreadsAreStillCounted() {
    OwnProcess self = Procfs.mounted().self();
    long tid = self.threads().stream().filter(t -> t.name().equals("main")).findFirst().get().tid();
    try (Watch machine = new Watch(Procfs.at(empty).sampler(Stat.FILE));
        Watch own = new Watch(self.table().sampler())) {
      begin(machine);
      begin(own);
      begin(machine);
      begin(own);
      Iteration iteration =
          new Iteration(
              machine,
              own,
              new OtherProcesses(self.pid()),
              Set.of(tid),
              List.of(machine.problem().orElseThrow()));
      assertThat(labels(iteration.results(10)))
          .contains("procfs.switches.voluntary", "procfs.faults.minor.norm")
          .noneMatch(label -> label.matches("procfs\\.(interrupts|softirqs|steal|cpu.others).*"));
      assertThat(iteration.disturbance(LIMITS).unknown())
          .anyMatch(unknown -> unknown.contains(empty.resolve("stat").toString()));
    }
  }

  @Test
  void withoutThreadsTheMachineIsStillCounted() {
    OwnProcess self = Procfs.mounted().self();
    try (Watch machine = new Watch(Procfs.mounted().sampler(Stat.FILE));
        Watch own = new Watch(self.table().sampler())) {
      begin(machine);
      begin(own);
      begin(machine);
      begin(own);
      Iteration iteration =
          new Iteration(machine, own, new OtherProcesses(self.pid()), Set.of(), List.of("why"));
      assertThat(labels(iteration.results(10)))
          .contains("procfs.interrupts", "procfs.softirqs.norm")
          .noneMatch(label -> label.matches("procfs\\.(switches|faults|run-delay|cpu.jvm).*"));
      assertThat(iteration.disturbance(LIMITS).unknown()).contains("why", "run delay");
      assertThat(labels(iteration.results(0))).noneMatch(label -> label.endsWith(".norm"));
    }
  }

  /**
   * Each number is divided by the time between its own two samples. A shell waits for children that
   * used so many ticks, by what it shows of them.
   */
  @ParameterizedTest
  @ValueSource(ints = {0, 5, 5000})
  void whatIsNotInTheTableIsTheRestOfTheCpus(int ofEnded) throws Exception {
    Tree tree = new Tree(empty);
    tree.machine(1000, 50);
    tree.process(100, "java", 1, 500, 0);
    tree.thread(100, 100, "java", 1_000_000, 5, 1);
    tree.thread(100, 101, "worker", 1_000_000, 7, 3);
    tree.process(200, "hog", 1, 70, 0);
    tree.process(300, "sh", 1, 0, 0);
    Processes all = Procfs.at(empty).processes();
    try (Watch machine = new Watch(Procfs.at(empty).sampler(Stat.FILE));
        Watch own =
            new Watch(
                all.matching(ProcessFilter.pids(100))
                    .with(ProcessFile.STATUS, ProcessFile.SCHEDSTAT)
                    .withThreads()
                    .sampler());
        Watch processes = new Watch(all.sampler())) {
      List<Watch> watches = List.of(machine, own, processes);
      watches.forEach(IterationTest::begin);
      Thread.sleep(250);
      tree.machine(1060, 54);
      tree.process(100, "java", 1, 525, 0);
      tree.thread(100, 100, "java", 31_000_000, 5, 1);
      tree.thread(100, 101, "worker", 201_000_000, 90_000_007, 13);
      tree.process(200, "hog", 1, 80, 0);
      tree.process(300, "sh", 1, 0, ofEnded);
      watches.forEach(IterationTest::begin);
      OtherProcesses others = new OtherProcesses(100);
      others.add(processes.interval());
      Iteration iteration = new Iteration(machine, own, others, Set.of(101L), List.of());

      double ticks = machine.interval().ticksPerSecond();
      double ofMachine = machine.interval().seconds();
      double ofOwn = own.interval().seconds();
      double used = 60 / ticks / ofMachine - 25 / ticks / ofOwn; // more than that of the hog
      double hog = 10 / ticks / processes.interval().seconds();
      double ended = Math.min(ofEnded / ticks / processes.interval().seconds(), used - hog);
      assertThat(score(iteration, "procfs.cpu.others")).isCloseTo(1e3 * used, within(1e-6));
      assertThat(score(iteration, "procfs.cpu.others.norm"))
          .isCloseTo(1e9 * used * ofMachine / 20, within(1e-3));
      assertThat(score(iteration, "procfs.steal"))
          .isCloseTo(1e3 * 4 / ticks / ofMachine, within(1e-6));
      assertThat(score(iteration, "procfs.run-delay")).isCloseTo(90 / ofOwn, within(1e-6));
      assertThat(score(iteration, "procfs.run-delay.norm")).isCloseTo(90e6 / 20, within(1e-3));
      assertThat(score(iteration, "procfs.cpu.jvm")).isCloseTo(30 / ofOwn, within(1e-6));
      assertThat(score(iteration, "procfs.switches.voluntary.norm")).isEqualTo(10 / 20.0);

      Disturbance disturbance = iteration.disturbance(new ProfilerOptions.Thresholds(1, 0, 3));
      assertThat(disturbance.excesses())
          .extracting(Disturbance.Excess::what)
          .containsExactly("run delay", "steal", "other processes");
      assertThat(disturbance.excesses().getFirst().percent())
          .isCloseTo(100 * 0.09 / ofOwn, within(1e-6));
      assertThat(cpus(disturbance, "hog (pid 200)")).isCloseTo(hog, within(1e-9));
      assertThat(cpus(disturbance, "ended children of sh (pid 300)"))
          .isCloseTo(ended, within(1e-9));
      assertThat(cpus(disturbance, "processes that are not visible here"))
          .isCloseTo(used - hog - ended, within(1e-9));
      assertThat(cpus(disturbance, "the hypervisor")).isPositive();
      assertThat(cpus(disturbance, "this JVM (java)")).isPositive();
      assertThat(disturbance.unknown()).isEmpty();
    }
  }

  private static double cpus(Disturbance disturbance, String name) {
    return disturbance.users().stream()
        .filter(user -> user.name().equals(name))
        .mapToDouble(Disturbance.User::cpus)
        .sum();
  }

  private static double score(Iteration iteration, String label) {
    return iteration.results(20).stream()
        .filter(result -> result.getLabel().equals(label))
        .findFirst()
        .orElseThrow()
        .getScore();
  }
}
