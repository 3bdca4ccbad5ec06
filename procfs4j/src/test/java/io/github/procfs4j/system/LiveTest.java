package io.github.procfs4j.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.procfs4j.Procfs;
import io.github.procfs4j.model.Kind;
import io.github.procfs4j.model.Layout;
import io.github.procfs4j.sampling.Outcome;
import io.github.procfs4j.sampling.SampledFile;
import io.github.procfs4j.sampling.Sampler;
import io.github.procfs4j.sampling.Snapshot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/**
 * Uses the running kernel. Assumes that {@code /proc} is a procfs in which stat, meminfo and uptime
 * are readable by all users, and nothing about versions, devices or values except what is true on
 * every kernel. Skipped if there is no such {@code /proc}.
 */
@EnabledIf("isLinux")
class LiveTest {
  private static final Path PROC = Path.of("/proc");

  static boolean isLinux() {
    return Files.isReadable(PROC.resolve("stat"))
        && Files.isReadable(PROC.resolve("meminfo"))
        && Files.isReadable(PROC.resolve("uptime"));
  }

  @Test
  void everySourceIsReadOrSaysWhyNot() {
    for (SampledFile<?> file : Procfs.sampledFiles()) {
      Path path = file.place().apply(PROC);
      try (Sampler<?> sampler = file.sampler(PROC)) {
        Outcome outcome = sampler.sample();
        if (outcome == Outcome.SWITCHED_OFF) {
          assertThat(sampler.problem()).isPresent(); // the kernel's decision
        } else if (Cgroups.isSource(file.source().name())) {
          // The controller may not be enabled for this group.
          assertThat(outcome).as(file.source().name()).isIn(Outcome.SAMPLED, Outcome.ABSENT);
          assertThat(sampler.problems()).as(file.source().name()).isEmpty();
        } else if (Files.isReadable(path)) {
          assertThat(outcome).as(file.source().name()).isEqualTo(Outcome.SAMPLED);
          assertThat(sampler.problems()).as(file.source().name()).isEmpty();
          assertThat(sampler.problem()).isEmpty();
        } else {
          assertThat(outcome).isIn(Outcome.ABSENT, Outcome.DENIED);
          assertThat(sampler.problem()).isPresent();
        }
      }
    }
  }

  @Test
  void samplingAgainAndAgainIsWhatReadingAnewIs() throws Exception {
    for (SampledFile<?> file : Procfs.sampledFiles()) {
      if (!Files.isReadable(file.place().apply(PROC))) {
        continue;
      }
      try (Sampler<?> sampler = file.sampler(PROC)) {
        Outcome first = sampler.sample();
        if (first == Outcome.SWITCHED_OFF || Cgroups.isSource(file.source().name())) {
          continue; // CgroupsTest has groups of its own
        }
        for (int i = 0; i < 50; i++) {
          assertThat(sampler.sample()).isEqualTo(Outcome.SAMPLED);
          Thread.sleep(1);
        }
        Snapshot before = Snapshot.of(file, PROC);
        assertThat(sampler.sample()).isEqualTo(Outcome.SAMPLED);
        Snapshot after = Snapshot.of(file, PROC);
        Layout layout = sampler.layout();
        if (!before.layout().isSameAs(layout) || !after.layout().isSameAs(layout)) {
          continue; // a device or a CPU has just come or gone
        }
        for (int cell = 0; cell < layout.cells(); cell++) {
          // Values that did not change around the sample must be in it.
          if (before.value(cell) == after.value(cell)
              && layout.column(cell).kind() == Kind.COUNTER) {
            assertThat(sampler.value(cell))
                .as("%s %s", layout.row(cell), layout.column(cell))
                .isEqualTo(before.value(cell));
          }
        }
      }
    }
  }

  @Test
  void theMachineIsOneThatRuns() {
    Procfs procfs = Procfs.mounted();
    assertThat(procfs.memInfo().memTotal())
        .isGreaterThan(procfs.memInfo().memFree())
        .isGreaterThan(1 << 20);
    assertThat(procfs.uptime().sinceBootNanos()).isPositive();
    assertThat(procfs.stat().cpus()).hasSizeGreaterThan(1);
    assertThat(procfs.stat().running()).isPositive();
    assertThat(procfs.stat().forks()).isPositive();
  }

  /** Two processes, one of which waits for the other; flock(1) is part of util-linux. */
  @Test
  void whoHoldsAndWhoWaitsIsNamed(@TempDir Path directory) throws Exception {
    String file = Files.createFile(directory.resolve("locked")).toString();
    Process holder = started("flock", "--no-fork", file, "sleep", "600");
    try {
      await(() -> !Procfs.mounted().locks().graph().heldBy(holder.pid()).isEmpty());
      Process waiter = started("flock", file, "true");
      try {
        // The holder executes sleep once it has the lock.
        String name = "flock " + file + " true";
        String expected =
            "%s: %s(%d) <- sleep 600(%d)".formatted(name, name, waiter.pid(), holder.pid());
        await(() -> waiting().contains(expected));
      } finally {
        waiter.destroyForcibly();
      }
    } finally {
      holder.destroyForcibly();
    }
  }

  private static List<String> waiting() {
    return Snapshot.of(Locks.FILE, PROC).layout().table("waiter").stream()
        .flatMap(table -> table.rows().stream())
        .map(row -> row.label("process") + ": " + row.label("chain"))
        .toList();
  }

  private static Process started(String... command) {
    try {
      return new ProcessBuilder(command).redirectErrorStream(true).start();
    } catch (IOException e) {
      return Assumptions.abort("flock(1) is not installed: " + e.getMessage());
    }
  }

  private static void await(BooleanSupplier condition) throws InterruptedException {
    for (int i = 0; !condition.getAsBoolean(); i++) {
      assertThat(i).as("waited for in vain").isLessThan(1000);
      Thread.sleep(20);
    }
  }
}
