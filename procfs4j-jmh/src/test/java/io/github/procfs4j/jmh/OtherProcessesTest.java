package io.github.procfs4j.jmh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.procfs4j.Procfs;
import io.github.procfs4j.model.Interval;
import io.github.procfs4j.processes.ProcessTable;
import io.github.procfs4j.sampling.Outcome;
import io.github.procfs4j.sampling.Sampler;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who used how much, in a made-up tree with lines of {@code stat} in the form of Linux 6.18. */
class OtherProcessesTest {
  private static final int OWN = 100;

  @TempDir Path root;

  private Tree tree;

  @BeforeEach
  void before() throws IOException {
    tree = new Tree(root);
    tree.machine(1, 0);
  }

  /** Makes changes between two samples, and returns what was used, in ticks. */
  private Map<String, Long> used(Change change) throws IOException {
    try (Sampler<ProcessTable> table = Procfs.at(root).processes().sampler()) {
      Interval interval = table.intervals();
      assertThat(table.sample()).isEqualTo(Outcome.SAMPLED);
      interval.next();
      change.make();
      assertThat(table.sample()).isEqualTo(Outcome.SAMPLED);
      assertThat(interval.next()).isTrue();
      OtherProcesses others = new OtherProcesses(OWN);
      others.add(interval);
      double ticks = interval.ticksPerSecond() * interval.seconds();
      Map<String, Long> used =
          others.users(1).stream()
              .collect(
                  Collectors.toMap(
                      Disturbance.User::name, user -> Math.round(user.cpus() * ticks)));
      assertThat((others.cpus() + others.cpusOfEnded()) * ticks)
          .isCloseTo(used.values().stream().mapToDouble(Long::doubleValue).sum(), within(1e-6));
      used.put("own children", Math.round(others.cpusOfOwnChildren() * ticks));
      return used;
    }
  }

  /** Changes the tree. */
  private interface Change {
    void make() throws IOException;
  }

  @Test
  void processesOfOneNameAreAddedUp() throws IOException {
    tree.process(1, "init", 0, 5, 7);
    tree.process(300, "hog", 1, 1000, 0);
    tree.process(301, "hog", 1, 2000, 0);
    tree.process(302, "cat", 1, 3000, 0);
    assertThat(
            used(
                () -> {
                  tree.process(300, "hog", 1, 1040, 0);
                  tree.process(301, "hog", 1, 2010, 0);
                  tree.process(302, "cat", 1, 3001, 0);
                }))
        .containsOnly(
            Map.entry("hog (2 processes)", 50L),
            Map.entry("cat (pid 302)", 1L),
            Map.entry("own children", 0L));
  }

  @Test
  void theBenchmarksOwnProcessAndItsChildrenAreNotOthers() throws IOException {
    tree.process(1, "init", 0, 5, 0);
    tree.process(OWN, "java", 1, 1000, 0);
    tree.process(101, "tool", OWN, 10, 0);
    tree.process(102, "helper", 101, 10, 0);
    tree.process(103, "brief", OWN, 3, 0);
    assertThat(
            used(
                () -> {
                  tree.process(OWN, "java", 1, 1500, 8); // it waited for 103, which used 5 more
                  tree.process(101, "tool", OWN, 30, 0);
                  tree.process(102, "helper", 101, 11, 0);
                  tree.ended(103);
                }))
        .containsOnly(Map.entry("own children", 26L));
  }

  @Test
  void whatEndedCountsAsFarAsItsParentShowsIt() throws IOException {
    tree.process(1, "init", 0, 5, 0);
    tree.process(200, "make", 1, 10, 90);
    tree.process(201, "cc", 200, 500, 60);
    tree.process(202, "as", 201, 7, 0);
    assertThat(
            used(
                () -> {
                  // cc had waited for as (9 ticks), and make for cc (500 + 30 + 60 + 9).
                  tree.process(200, "make", 1, 10, 90 + 599);
                  tree.ended(201);
                  tree.ended(202);
                }))
        .containsOnly(
            Map.entry("ended children of make [as, cc] (pid 200)", 32L),
            Map.entry("own children", 0L));
  }

  @Test
  void theSlotOfOneThatEndedMayBeTakenByAnother() throws IOException {
    tree.process(1, "init", 0, 5, 0);
    tree.process(200, "make", 1, 10, 90);
    tree.process(201, "cc", 200, 500, 60);
    tree.process(202, "as", 201, 300, 0);
    assertThat(
            used(
                () -> {
                  tree.process(200, "make", 1, 10, 90 + 580 + 300);
                  tree.ended(201);
                  tree.ended(202);
                  tree.process(400, "new", 1, 13, 0, 100_000);
                  tree.process(401, "newer", 1, 14, 0, 100_000);
                }))
        .containsOnly(
            Map.entry("ended children of make [as, cc] (pid 200)", 20L),
            Map.entry("new (pid 400)", 13L),
            Map.entry("newer (pid 401)", 14L),
            Map.entry("own children", 0L));
  }

  @Test
  void whatWasNotWaitedForIsNotInvented() throws IOException {
    tree.process(1, "init", 0, 5, 0);
    tree.process(200, "sh", 1, 10, 0);
    tree.process(201, "job", 200, 500, 0);
    assertThat(used(() -> tree.ended(201))).containsOnly(Map.entry("own children", 0L));
  }

  @Test
  void aProcessThatStartedMeanwhileCountsFromItsStart() throws IOException {
    tree.process(1, "init", 0, 5, 0);
    assertThat(
            used(
                () -> {
                  Files.writeString(root.resolve("uptime"), "1001.00 1.00\n");
                  tree.process(400, "new", 1, 13, 0, 100_050);
                  tree.process(401, "hidden before", 1, 99, 0, 5);
                }))
        .containsOnly(Map.entry("new (pid 400)", 13L), Map.entry("own children", 0L));
  }

  @Test
  void namesAreSafeToPrint() throws IOException {
    tree.process(1, "init", 0, 5, 0);
    tree.process(2, "a\u001b[2J" + "b".repeat(100), 1, 0, 0);
    assertThat(used(() -> tree.process(2, "a\u001b[2J" + "b".repeat(100), 1, 3, 0)).keySet())
        .anyMatch(name -> name.startsWith("a\\x1b[2Jbb") && name.contains("b… (pid 2)"));
  }
}
