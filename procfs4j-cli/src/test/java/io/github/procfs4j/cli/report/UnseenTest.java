package io.github.procfs4j.cli.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.procfs4j.cli.Run;
import io.github.procfs4j.cli.report.MadeUpProcesses.Task;
import io.github.procfs4j.process.ProcessStatColumns;
import io.github.procfs4j.recording.Recording;
import io.github.procfs4j.testing.Json;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With made-up processes, a second apart, unless stated otherwise; a tick is 10 ms. */
class UnseenTest {
  private static final double TICKS = 100;
  private static final Span ALL = new Span(0, Long.MAX_VALUE);

  private final MadeUpProcesses samples = new MadeUpProcesses();

  private static Task process(long pid, long parent, long own, long ofChildren) {
    return started(pid, 0, parent, own, ofChildren);
  }

  private static Task started(long pid, long start, long parent, long own, long ofChildren) {
    return named(pid, start, "p" + pid, parent, own, ofChildren);
  }

  private static Task named(
      long pid, long start, String comm, long parent, long own, long ofChildren) {
    return MadeUpProcesses.process(pid, start, comm, "")
        .with(ProcessStatColumns.PPID, parent)
        .with(ProcessStatColumns.UTIME, own)
        .with(ProcessStatColumns.STIME, 0)
        .with(ProcessStatColumns.CUTIME, ofChildren)
        .with(ProcessStatColumns.CSTIME, 0);
  }

  @TempDir private Path directory;

  /** Of a recording in which a program starts many others. */
  @Test
  void theJsonHasTheNumbersOfTheText() throws IOException {
    Path file = MachineSummaryTest.staged("forks", directory);
    Object unseen =
        Json.at(
            Json.parse(Run.of("report", file.toString(), "--format", "json").isDone().out()),
            "unseen");
    try (Recording recording = Recording.open(file)) {
      Unseen expected = Unseen.of(recording, Span.all(recording)).orElseThrow();
      assertThat(expected.texts()).isNotEmpty();
      assertThat(Json.at(unseen, "texts")).isEqualTo(expected.texts());
      assertThat(Json.at(unseen, "forks")).isEqualTo(Long.toString(expected.forks()));
      assertThat(Json.at(unseen, "seen")).isEqualTo(Long.toString(expected.seen()));
      assertThat(Double.parseDouble(String.valueOf(Json.at(unseen, "rest_cpu_seconds"))))
          .isEqualTo(expected.restSeconds());
      assertThat(Double.parseDouble(String.valueOf(Json.at(unseen, "machine_cpu_seconds"))))
          .isEqualTo(expected.machineSeconds());
      assertThat(Json.list(unseen, "parents"))
          .extracting(parent -> Json.at(parent, "name"))
          .isEqualTo(expected.parents().stream().map(Unseen.Parent::name).toList());
    }
    String text = Run.of("report", file.toString()).isDone().out().replaceAll("\\s+", " ");
    assertThat(Json.list(unseen, "texts"))
        .allSatisfy(sentence -> assertThat(text).contains(String.valueOf(sentence)));
  }

  private Unseen unseen(long forks, double busy, double interrupts) {
    return Unseen.of(
            samples.intervals(),
            ALL,
            TICKS,
            (from, to) -> new Unseen.Machine(forks, busy, interrupts))
        .orElseThrow();
  }

  @Test
  void whatAParentWaitedForAndWasNotSeenIsNamed() {
    samples.sample(process(10, 1, 0, 1_000), process(11, 10, 50, 0));
    // 11 used 20 more before it ended, and others 100.
    samples.sample(process(10, 1, 30, 1_170));
    Unseen unseen = unseen(40, 160, 10);
    assertThat(unseen.parents())
        .singleElement()
        .satisfies(
            parent -> {
              assertThat(parent.name()).isEqualTo("10 p10");
              assertThat(parent.seconds()).isEqualTo(1.2);
            });
    assertThat(unseen.processesSeconds()).isEqualTo(0.3);
    assertThat(unseen.restSeconds()).isEqualTo(1.2);
    assertThat(unseen.texts())
        .containsExactly(
            "40 of 40 forks were not seen: processes that started and ended between two samples, or"
                + " threads, which are not recorded",
            "1.20 s of the 1.60 s of CPU time of the machine belong to no process that was seen;"
                + " probably to children of 10 p10 (1.20 s)");
  }

  /** Otherwise the life of a child that was seen would count again as that of an unseen one. */
  @Test
  void theTimesOfThoseThatEndTogetherWithTheirParentAreThoseOfItsParent() {
    samples.sample(process(10, 1, 0, 0), process(11, 10, 7, 0), process(12, 11, 900, 0));
    samples.sample(process(10, 1, 0, 907));
    assertThat(unseen(0, 0, 0).parents()).isEmpty();
  }

  @Test
  void whatStartedIsSeenAndCountsFromItsStart() {
    samples.sample(process(10, 1, 5, 0));
    samples.sample(process(10, 1, 5, 0), started(20, 10_050, 10, 40, 0));
    samples.sample(process(10, 1, 5, 60), started(21, 10_150, 10, 10, 0));
    Unseen unseen = unseen(2, 70, 0);
    assertThat(unseen.seen()).isEqualTo(2);
    assertThat(unseen.processesSeconds()).isEqualTo(0.5);
    assertThat(unseen.parents())
        .singleElement()
        .satisfies(parent -> assertThat(parent.seconds()).isEqualTo(0.2));
    assertThat(unseen.texts())
        .containsExactly(
            "0.20 s of the 0.70 s of CPU time of the machine belong to no process that was seen;"
                + " probably to children of 10 p10 (0.20 s)");
  }

  @Test
  void aParentHasTheNameOfTheProgramThatItBecame() {
    samples.sample(named(10, 0, "forked", 1, 0, 0));
    samples.sample(named(10, 0, "program", 1, 10, 100));
    assertThat(unseen(0, 110, 0).parents())
        .extracting(Unseen.Parent::name)
        .containsExactly("10 program");
  }

  @Test
  void forksIncludeThreads() {
    samples.sample(process(10, 1, 0, 0), MadeUpProcesses.thread(10, 10, 0, "p10"));
    samples.sample(
        process(10, 1, 0, 0),
        MadeUpProcesses.thread(10, 10, 0, "p10"),
        MadeUpProcesses.thread(10, 15, 10_050, "t").with(ProcessStatColumns.UTIME, 0));
    Unseen unseen = unseen(3, 0, 0);
    assertThat(unseen.seen()).isEqualTo(1);
    assertThat(unseen.texts())
        .containsExactly(
            "2 of 3 forks were not seen: processes or threads that started and ended between two"
                + " samples");
  }

  @Test
  void ifNothingWasMissedNothingIsSaid() {
    samples.sample(process(10, 1, 0, 0));
    samples.sample(process(10, 1, 95, 0));
    assertThat(unseen(0, 105, 9).texts()).isEmpty();
  }
}
