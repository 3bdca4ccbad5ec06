package io.github.procfs4j.jmh;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.procfs4j.Procfs;
import io.github.procfs4j.processes.OwnProcess;
import io.github.procfs4j.system.Stat;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
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
}
