package io.github.procfs4j.system;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.procfs4j.Procfs;
import io.github.procfs4j.model.Figure;
import io.github.procfs4j.model.History;
import io.github.procfs4j.model.Interval;
import io.github.procfs4j.model.Layout;
import io.github.procfs4j.model.Row;
import io.github.procfs4j.sampling.Outcome;
import io.github.procfs4j.sampling.Sampler;
import io.github.procfs4j.sampling.Snapshot;
import io.github.procfs4j.testing.Corpus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Texts are real if they are from the corpus; otherwise they are made up, as stated. */
class LocksTest {
  private static final String NUMA = "amd64-6.1-smp8-numa2";

  private final Tree tree;

  LocksTest(@TempDir Path root) {
    tree = new Tree(root);
  }

  private static LockGraph real() {
    return Procfs.at(Corpus.tree(NUMA, "s1")).locks().graph();
  }

  private LockGraph madeUp(String text) {
    tree.with("locks", text);
    return Procfs.at(tree.root()).locks().graph();
  }

  @Test
  void whoHoldsAndWhoWaitsForWhom() {
    LockGraph graph = real();
    assertThat(graph.held()).hasSize(11);
    assertThat(graph.waiting())
        .extracting(lock -> lock + " < " + lock.waitsFor().orElseThrow())
        .containsExactly(
            "LEASE BREAKER READ 427 <none>:0 0 EOF < LEASE BREAKING READ 297 fe:00:25 0 EOF",
            "FLOCK ADVISORY WRITE 324 fe:00:21 0 EOF < FLOCK ADVISORY WRITE 297 fe:00:21 0 EOF",
            "OFDLCK ADVISORY WRITE -1 fe:00:20 0 EOF < OFDLCK ADVISORY WRITE -1 fe:00:20 5 24",
            "POSIX ADVISORY WRITE 320 fe:00:19 0 4 < POSIX ADVISORY WRITE 297 fe:00:19 0 9",
            "POSIX ADVISORY READ 321 fe:00:19 2 7 < POSIX ADVISORY WRITE 320 fe:00:19 0 4");
    assertThat(graph.heldBy(297)).hasSize(9);
    assertThat(graph.heldBy(320)).isEmpty();
    assertThat(graph.waitingOf(321)).hasSize(1);
    FileLock holder = graph.held().getLast();
    assertThat(holder.waiters()).containsExactly(graph.waiting().get(3));
    assertThat(holder.isWaiting()).isFalse();
    assertThat(holder.waitsFor()).isEmpty();
    assertThat(holder.number()).isEqualTo(11);
  }

  @Test
  void whatALockIs() {
    FileLock lease = real().held().get(1);
    assertThat(lease.kind()).isEqualTo("LEASE");
    assertThat(lease.mode()).isEqualTo("BREAKING");
    assertThat(lease.access()).isEqualTo("READ");
    assertThat(lease.pid()).hasValue(297);
    assertThat(lease.file()).isEqualTo("fe:00:25");
    assertThat(lease.start()).isZero();
    assertThat(lease.end()).isEmpty();
    FileLock ofd = real().held().get(7);
    assertThat(ofd.kind()).isEqualTo("OFDLCK");
    assertThat(ofd.pid()).isEmpty();
    assertThat(ofd.start()).isEqualTo(5);
    assertThat(ofd.end()).isEqualTo(OptionalLong.of(24));
  }

  @Test
  void theLongestChainWithTheNamesOfItsProcesses() {
    LockGraph graph = real();
    assertThat(graph.longestChains()).hasSize(1);
    List<FileLock> chain = graph.longestChains().getFirst();
    assertThat(chain).extracting(lock -> lock.pid().orElse(-1)).containsExactly(321L, 320L, 297L);
    assertThat(
            LockGraph.text(chain, pid -> pid == 320 ? Optional.empty() : Optional.of("name" + pid)))
        .isEqualTo(
            "name321(321) waits: POSIX READ fe:00:19 2-7"
                + " <- ?(320) waits: POSIX WRITE fe:00:19 0-4"
                + " <- name297(297) holds: POSIX WRITE fe:00:19 0-9");
    assertThat(LockGraph.text(graph.chain(graph.waiting().get(2)), pid -> Optional.empty()))
        .isEqualTo(
            "an open file waits: OFDLCK WRITE fe:00:20 0-EOF"
                + " <- an open file holds: OFDLCK WRITE fe:00:20 5-24");
  }

  @Test
  void namesAreThoseThatTheProcessesHaveNowAndHaveElsewhere() {
    tree.with("locks", "");
    Locks locks = Procfs.at(tree.root()).locks();
    for (String name : List.of("wl", "new\nline", "")) {
      tree.with("7/comm", name + "\n").with("7/cmdline", "");
      assertThat(locks.processName(7)).contains("[" + name + "]");
    }
    tree.with("7/comm", "java\n").with("7/cmdline", "/usr/bin/java\0-Xmx1g\0app.Main\0");
    assertThat(locks.processName(7)).contains("app.Main");
    assertThat(Procfs.at(tree.root()).process(7).name()).isEqualTo("app.Main");
    assertThat(locks.processName(8)).isEmpty();
    assertThat(locks.processName(-1)).isEmpty();
    assertThat(locks.processName(0)).isEmpty();
  }

  @Test
  void rowsNameTheirProcessesAndWhomTheyWaitFor() {
    tree.with("297/comm", "lock-holder\n").with("297/cmdline", "lock-holder\0");
    tree.with("321/comm", "java\n").with("321/cmdline", "java\0-jar\0/opt/blk.jar\0");
    tree.with("locks", new String(Corpus.bytes(NUMA, "s1", "locks"), ISO_8859_1));
    Layout layout = tree.read(Locks.FILE).layout();
    List<Row> locks = layout.table("lock").orElseThrow().rows();
    assertThat(locks.getLast().label("process")).isEqualTo("lock-holder");
    assertThat(locks)
        .filteredOn(lock -> lock.label("pid").equals("-1"))
        .isNotEmpty()
        .allMatch(lock -> lock.label("process").isEmpty());
    List<Row> waiters = layout.table("waiter").orElseThrow().rows();
    assertThat(waiters)
        .extracting(waiter -> waiter.label("process"))
        .containsExactly("", "", "", "", "blk.jar");
    assertThat(waiters)
        .extracting(waiter -> waiter.label("chain"))
        .containsExactly(
            "?(427) <- lock-holder(297)",
            "?(324) <- lock-holder(297)",
            "an open file <- an open file",
            "?(320) <- lock-holder(297)",
            "blk.jar(321) <- ?(320) <- lock-holder(297)");
  }

  /** Names only describe: a lock whose process has another name is the same lock, and continues. */
  @Test
  void namesAreLookedUpWhenATextIsLearnedAndTellNothingApart() {
    String lock = "1: POSIX  ADVISORY  WRITE 7 08:00:5 0 EOF\n";
    tree.with("locks", lock).with("7/comm", "a\n").with("7/cmdline", "a\0");
    try (Sampler<Locks> sampler = Locks.FILE.sampler(tree.root())) {
      sampler.sample();
      Row before = sampler.layout().table("lock").orElseThrow().rows().getFirst();
      tree.with("7/cmdline", "a\0b\0").with("locks", lock.replace("1:", "2:"));
      sampler.sample();
      assertThat(sampler.isContinuation()).as("replayed").isTrue();
      assertThat(sampler.layout().row(0).label("process")).isEqualTo("a");
      tree.with("locks", lock + lock.replace(" 7 ", " 8 ").replace("1:", "2:"));
      sampler.sample();
      List<Row> now = sampler.layout().table("lock").orElseThrow().rows();
      assertThat(now).extracting(row -> row.label("process")).containsExactly("a b", "");
      assertThat(now.getFirst()).isEqualTo(before);
    }
  }

  /**
   * Made up: a process that holds a lock for which another one waits may itself wait for a third.
   */
  @Test
  void aChainGoesOnWhereTheHolderWaitsItself() {
    LockGraph graph =
        madeUp(
            """
            1: POSIX  ADVISORY  WRITE 10 08:01:5 0 EOF
            2: FLOCK  ADVISORY  WRITE 20 08:01:6 0 EOF
            2: -> FLOCK  ADVISORY  WRITE 10 08:01:6 0 EOF
            3: FLOCK  ADVISORY  WRITE 30 08:01:7 0 EOF
            3: -> FLOCK  ADVISORY  WRITE 20 08:01:7 0 EOF
            1: -> POSIX  ADVISORY  WRITE 40 08:01:5 0 EOF
            """);
    // The last line is in a place where the kernel would not print it: its lock is found by its
    // number.
    assertThat(graph.longestChains()).hasSize(1);
    assertThat(graph.longestChains().getFirst())
        .extracting(lock -> lock.pid().orElse(-1))
        .containsExactly(40L, 10L, 10L, 20L, 20L, 30L);
  }

  /** Made up: flock(2) does not detect that two processes wait for each other. */
  @Test
  void aCircleEnds() {
    LockGraph graph =
        madeUp(
            """
            1: FLOCK  ADVISORY  WRITE 10 08:01:5 0 EOF
            1: -> FLOCK  ADVISORY  WRITE 20 08:01:5 0 EOF
            2: FLOCK  ADVISORY  WRITE 20 08:01:6 0 EOF
            2: -> FLOCK  ADVISORY  WRITE 10 08:01:6 0 EOF
            """);
    assertThat(graph.longestChains()).hasSize(2).allSatisfy(chain -> assertThat(chain).hasSize(4));
  }

  /** Made up: waiters of waiters, and two that wait for the same. */
  @Test
  void waitersAtAnyDepth() {
    LockGraph graph =
        madeUp(
            """
            5: POSIX  ADVISORY  WRITE 1 08:01:5 0 EOF
            5: -> POSIX  ADVISORY  WRITE 2 08:01:5 0 EOF
            5:  -> POSIX  ADVISORY  WRITE 3 08:01:5 0 EOF
            5:   -> POSIX  ADVISORY  WRITE 4 08:01:5 0 EOF
            5:  -> POSIX  ADVISORY  WRITE 5 08:01:5 0 EOF
            5: -> POSIX  ADVISORY  WRITE 6 08:01:5 0 EOF
            6: POSIX  MANDATORY WRITE 7 08:01:6 0 EOF
            """);
    assertThat(graph.waiting())
        .extracting(lock -> lock.waitsFor().orElseThrow().pid().orElseThrow())
        .containsExactly(1L, 2L, 3L, 2L, 1L);
    assertThat(graph.longestChains()).hasSize(1);
    assertThat(graph.longestChains().getFirst()).hasSize(4);
    assertThat(graph.held().getLast().mode()).isEqualTo("MANDATORY");
  }

  /** Made up: these are distinguished only by their order. */
  @Test
  void locksThatAreAlikeAreTwo() {
    String ofd = "OFDLCK ADVISORY  READ -1 08:01:5 0 EOF\n";
    LockGraph graph = madeUp("1: " + ofd + "2: " + ofd + "2: -> " + ofd + "2: -> " + ofd);
    assertThat(graph.held()).hasSize(2);
    assertThat(graph.held().getFirst().waiters()).isEmpty();
    assertThat(graph.held().getLast().waiters()).hasSize(2);
  }

  @Test
  void howManyWaitAndHowDeep() throws IOException {
    try (Sampler<Locks> sampler = Locks.FILE.sampler(tree.root(), History.keepingAll())) {
      for (String moment : List.of("s0", "s1")) {
        Files.write(tree.root().resolve("locks"), Corpus.bytes(NUMA, moment, "locks"));
        sampler.sample();
      }
      Interval interval = new Interval(sampler.history().playback());
      assertThat(interval.next()).isTrue();
      List<Row> locks = interval.layout().table("lock").orElseThrow().rows();
      assertThat(locks.stream().map(row -> figure("waiters", interval, row)))
          .containsExactly(0.0, 1.0, 0.0, 0.0, 0.0, 1.0, 0.0, 1.0, 0.0, 0.0, 2.0);
      assertThat(figure("chain", interval, locks.getLast())).isEqualTo(2);
      assertThat(figure("chain", interval, locks.getFirst())).isZero();
      List<Row> waiters = interval.layout().table("waiter").orElseThrow().rows();
      assertThat(waiters.stream().map(row -> figure("depth", interval, row)))
          .containsExactly(1.0, 1.0, 1.0, 1.0, 2.0);
    }
  }

  /** Made up: the kernel numbers locks in order. */
  @Test
  void whoWaitsForLocksThatAreNotInOrder() throws IOException {
    String text =
        """
        6: POSIX  ADVISORY  WRITE 7 08:01:6 0 EOF
        5: POSIX  ADVISORY  WRITE 1 08:01:5 0 EOF
        5: -> POSIX  ADVISORY  WRITE 2 08:01:5 0 EOF
        5:  -> POSIX  ADVISORY  WRITE 3 08:01:5 0 EOF
        5: POSIX  ADVISORY  WRITE 1 08:01:9 0 EOF
        5: -> POSIX  ADVISORY  WRITE 6 08:01:9 0 EOF
        """;
    try (Sampler<Locks> sampler = Locks.FILE.sampler(tree.root(), History.keepingAll())) {
      for (int i = 0; i < 2; i++) {
        Files.writeString(tree.root().resolve("locks"), text);
        sampler.sample();
      }
      Interval interval = new Interval(sampler.history().playback());
      assertThat(interval.next()).isTrue();
      List<Row> locks = interval.layout().table("lock").orElseThrow().rows();
      assertThat(locks.stream().map(row -> figure("waiters", interval, row)))
          .containsExactly(0.0, 3.0, 3.0);
      assertThat(locks.stream().map(row -> figure("chain", interval, row)))
          .containsExactly(0.0, 2.0, 2.0);
    }
  }

  private static double figure(String name, Interval interval, Row row) {
    Figure wanted =
        Locks.FILE.figures().stream()
            .filter(figure -> figure.name().equals(name))
            .findFirst()
            .orElseThrow();
    return wanted.value(interval, row);
  }

  @Test
  void aLockKeepsItsRowWhenItsNumberChanges() throws IOException {
    byte[] before = Corpus.bytes("arm64-6.1-smp4", "s0", "locks");
    byte[] after = Corpus.bytes("arm64-6.1-smp4", "s1", "locks");
    Path file = tree.root().resolve("locks");
    Files.write(file, before);
    try (Sampler<Locks> sampler = Locks.FILE.sampler(tree.root())) {
      assertThat(sampler.sample()).isEqualTo(Outcome.SAMPLED);
      List<Row> held = sampler.layout().table("lock").orElseThrow().rows();
      Files.write(file, after);
      assertThat(sampler.sample()).isEqualTo(Outcome.SAMPLED);
      Layout layout = sampler.layout();
      assertThat(layout.table("lock").orElseThrow().rows()).containsAll(held.subList(2, 5));
      assertThat(sampler.view().graph().held())
          .hasSameSizeAs(Procfs.at(Corpus.tree("arm64-6.1-smp4", "s1")).locks().graph().held());
    }
  }

  @Test
  void noLocksAtAllIsAText() {
    LockGraph graph = madeUp("");
    assertThat(graph.held()).isEmpty();
    assertThat(graph.waiting()).isEmpty();
    assertThat(graph.longestChains()).isEmpty();
  }

  /** Made up: what a newer kernel might print. */
  @Test
  void kindsAndWordsOfANewerKernelAreKept() {
    LockGraph graph = madeUp("1: LAYOUT ADVISORY  EXCL 10 08:01:5 0 EOF more words\n");
    Snapshot reading = tree.read(Locks.FILE);
    assertThat(reading.problems()).isEmpty();
    assertThat(graph.held()).extracting(FileLock::kind).containsExactly("LAYOUT");
    assertThat(reading.layout().table("appended").orElseThrow().rows())
        .extracting(row -> row.label("words"))
        .containsExactly("more words");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "7\n",
        "7:\n",
        "7: POSIX\n",
        "7: POSIX  ADVISORY  WRITE 297 fe:00:19 0\n",
        "7: POSIX  ADVISORY  WRITE x fe:00:19 0 EOF\n",
        "7: POSIX  ADVISORY  WRITE 297 fe:00:19 0 -1\n",
        "7: POSIX  ADVISORY  WRITE 297 fe:00:19 0 9223372036854775808\n",
        "7: POSIX  ADVISORY  WRITE 297 fe:00:19 99999999999999999999 EOF\n",
        "7: POSIX  ADVISORY  WRITE 297 fe:00:19 0 EOF((\n",
        "7: -> POSIX  ADVISORY  297 fe:00:19 0 9\n",
        "7 POSIX  ADVISORY  WRITE 297 fe:00:19 0 9\n",
        "x: POSIX  ADVISORY  WRITE 297 fe:00:19 0 9\n",
        "18446744073709551616: POSIX  ADVISORY  WRITE 297 fe:00:19 0 9\n",
        "7:   -> POSIX  ADVISORY  WRITE 297 fe:00:19 0 9\n",
        "\u0000\u00ff\n",
      })
  void aBadLineCostsNothingElse(String line) {
    String good = "1: POSIX  ADVISORY  WRITE 1 08:01:5 0 EOF\n";
    String waits = "1: -> POSIX  ADVISORY  WRITE 2 08:01:5 0 EOF\n";
    tree.with("locks", good + waits + line + good.replace("1:", "9:"));
    Snapshot reading = tree.read(Locks.FILE);
    assertThat(reading.problems()).isNotEmpty().allMatch(problem -> problem.line() == 3);
    assertThat(Tree.cells(reading).values()).contains(1L, 9L);
    LockGraph graph = Procfs.at(tree.root()).locks().graph();
    assertThat(graph.held().getFirst().waiters()).hasSize(1);
    assertThat(graph.held())
        .allSatisfy(lock -> assertThat(lock.start()).isZero())
        .allSatisfy(
            lock ->
                assertThat(lock.end())
                    .satisfiesAnyOf(e -> assertThat(e).isEmpty(), e -> assertThat(e).hasValue(9)));
  }

  /** Made up: the lock that it waits for could not be read. */
  @Test
  void aWaiterBehindABadLineWaitsForNobodyKnown() {
    LockGraph graph =
        madeUp(
            """
            1: POSIX  ADVISORY  WRITE 1 08:01:5 0 EOF
            2: rubbish
            2: -> POSIX  ADVISORY  WRITE 2 08:01:5 0 EOF
            """);
    assertThat(graph.waiting())
        .singleElement()
        .satisfies(waiter -> assertThat(waiter.number()).isEqualTo(2));
    assertThat(graph.held().getFirst().waiters()).isEmpty();
    assertThat(graph.waiting().getFirst().row().label("chain")).isEqualTo("?(2)");
  }

  @Test
  void bytesThatAreNotUtf8AreEscaped() {
    LockGraph graph = madeUp("1: \u00fe ADVISORY  WRITE 1 08:01:5 0 EOF\n");
    assertThat(graph.held().getFirst().kind()).isEqualTo("\\xfe");
  }
}
