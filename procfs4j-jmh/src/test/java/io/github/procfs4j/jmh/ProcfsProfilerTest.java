package io.github.procfs4j.jmh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.procfs4j.Procfs;
import io.github.procfs4j.model.Playback;
import io.github.procfs4j.recording.RecordedSample;
import io.github.procfs4j.recording.RecordedSource;
import io.github.procfs4j.recording.Recording;
import io.github.procfs4j.recording.RecordingFacts;
import io.github.procfs4j.system.Stat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.profile.ProfilerException;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.RunnerException;

/** The profiler in this JVM, as JMH uses it with no forks, and in forks. */
class ProcfsProfilerTest {
  private static final List<String> OF_THREADS =
      List.of(
          "switches.voluntary",
          "switches.involuntary",
          "faults.minor",
          "faults.major",
          "run-delay",
          "cpu.jvm");

  private static final List<String> OF_MACHINE = List.of("interrupts", "softirqs");
  private static final List<String> IN_TICKS = List.of("steal", "cpu.others");

  @TempDir Path directory;

  /** The labels of these numbers for each second and for each operation. */
  private static List<String> labels(List<String> names) {
    return names.stream()
        .flatMap(name -> Stream.of("procfs." + name, "procfs." + name + ".norm"))
        .toList();
  }

  private Path output() {
    return directory.resolve("output");
  }

  @Test
  void threeThreadsInThisJvmAreCountedTogether() throws Exception {
    RunResult result = Runs.run(Runs.of("sleep", "").forks(0).threads(3), output());
    assertThat(result.getSecondaryResults().keySet())
        .containsAll(labels(OF_THREADS))
        .containsAll(labels(OF_MACHINE))
        .containsAll(labels(IN_TICKS))
        .contains(DisturbedResult.LABEL);
    // Each operation gives up its CPU once. The threads are counted up to now, and JMH's barriers
    // add a few; operations that are under way at the end of an iteration are counted as well.
    assertThat(Runs.secondary(result, "procfs.switches.voluntary.norm").getScore())
        .isBetween(0.9, 1.5);
    assertThat(Runs.secondary(result, "procfs.interrupts").getScore()).isPositive();
    assertThat(Runs.secondary(result, "procfs.run-delay").getScore()).isPositive();
    assertThat(Files.readString(output()))
        .contains("of 2 iterations")
        .contains("score of all iterations: ");
  }

  /** An iteration of a millisecond is shorter than the kernel's tick. */
  @Test
  void singleShotsLeaveOutNumbersInTicks() throws Exception {
    RunResult result =
        Runs.run(
            Runs.of("sleep", "").forks(0).mode(Mode.SingleShotTime).measurementIterations(3),
            output());
    assertThat(result.getSecondaryResults().keySet())
        .containsAll(labels(OF_THREADS))
        .containsAll(labels(OF_MACHINE))
        .doesNotContainAnyElementsOf(labels(IN_TICKS));
    assertThat(Runs.disturbed(result).iterations())
        .hasSize(3)
        .allSatisfy(
            iteration ->
                assertThat(iteration.disturbance().unknown())
                    .anyMatch(unknown -> unknown.contains("too short")));
    assertThat(Files.readString(output())).contains("  not known: the CPU time of others: ");
  }

  /** Each fork is a process with a first iteration of its own. */
  @Test
  void fiveForksAreOneRun() throws Exception {
    RunResult result =
        Runs.run(
            Runs.of("sleep", "").forks(5).warmupIterations(0).measurementIterations(2), output());
    List<DisturbedResult.Iteration> iterations = Runs.disturbed(result).iterations();
    assertThat(iterations).extracting(DisturbedResult.Iteration::number).containsOnly(1, 2);
    assertThat(iterations)
        .hasSize(10)
        .extracting(DisturbedResult.Iteration::pid)
        .doesNotContain(ProcessHandle.current().pid());
    assertThat(iterations.stream().map(DisturbedResult.Iteration::pid).distinct()).hasSize(5);
    assertThat(Runs.secondary(result, "procfs.switches.voluntary.norm").getScore())
        .isBetween(0.9, 1.5);
    assertThat(Files.readString(output())).contains("of 10 iterations");
  }

  @Test
  void withoutAPeriodNothingIsReadBetweenTheBorders() throws Exception {
    try (Recording recording = recorded("", directory.resolve("made/here"))) {
      for (RecordedSource source : recording.sources()) {
        assertThat(samples(recording, source)).as(source.name()).isEqualTo(2 * 3); // a warm-up, too
      }
      List<RecordedSample<Stat>> stat = new ArrayList<>();
      recording.samples(Stat.FILE).forEach(stat::add);
      for (int i = 0; i < stat.size(); i += 2) {
        long between = stat.get(i + 1).reading().startNanos() - stat.get(i).reading().endNanos();
        assertThat(between).isGreaterThan(i == 0 ? 100_000_000 : 300_000_000); // all that is timed
      }
    }
  }

  @Test
  void withAPeriodAnotherThreadReads() throws Exception {
    try (Recording recording = recorded("period=20;", directory.resolve("made"))) {
      for (RecordedSource source : recording.sources()) {
        assertThat(samples(recording, source))
            .as("%s: more than at the borders", source.name())
            .isGreaterThan(2 * 3);
      }
    }
    assertThat(Thread.getAllStackTraces().keySet())
        .noneMatch(thread -> thread.getName().equals("procfs4j"));
  }

  private static int samples(Recording recording, RecordedSource source) {
    Playback playback = recording.playback(source);
    int samples = 0;
    while (playback.next()) {
      samples++;
    }
    return samples;
  }

  private Recording recorded(String options, Path to) throws IOException, RunnerException {
    Runs.run(Runs.of("sum", options + "record=" + to).forks(0), output());
    try (Stream<Path> files = Files.list(to)) {
      List<Path> all = files.toList();
      assertThat(all)
          .singleElement()
          .extracting(file -> file.getFileName().toString())
          .asString()
          .matches("io\\.github\\.procfs4j\\.jmh\\.Summing\\.sum\\S*-\\d+-\\d+\\.rec");
      return Recording.open(all.getFirst());
    }
  }

  @Test
  void aDirectoryThatVanishesDoesNotEndTheBenchmark() throws Exception {
    ProcfsProfiler profiler = new ProcfsProfiler("record=" + directory.resolve("gone"));
    assertThat(profiler.getDescription()).isNotEmpty();
    Files.delete(directory.resolve("gone"));
    try (RawData data =
        new RawData(
            Optional.of(directory.resolve("gone/file")), List.of(), RecordingFacts.none())) {
      data.flush();
      assertThat(data.problem()).hasValueSatisfying(p -> assertThat(p).contains("no recording: "));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "zap, zap is not a recognized option",
    "others=many, others",
    "others=-1, others must be 0 percent or more",
    "steal=NaN, steal must be 0 percent or more",
    "period=0, period must be 1 millisecond or more",
    "period, period",
    "record=/dev/null/here, record needs a directory",
  })
  void aWrongOptionIsAnsweredInOneLine(String option, String problem) {
    assertThatThrownBy(() -> new ProcfsProfiler("runDelay=2; " + option))
        .isInstanceOf(ProfilerException.class)
        .hasMessageMatching("ProcfsProfiler: .*")
        .hasMessageContaining(problem)
        .hasMessageContaining("the options are runDelay, steal, others, period, record and help");
  }

  @Test
  void helpListsTheOptions() {
    assertThatThrownBy(() -> new ProcfsProfiler("help"))
        .isInstanceOf(ProfilerException.class)
        .hasMessageContaining("runDelay=PERCENT")
        .hasMessageContaining("record=DIRECTORY");
  }

  /** JMH reports it and runs nothing. */
  @Test
  void jmhReportsAWrongOption() {
    assertThatThrownBy(() -> Runs.run(Runs.of("sum", "zap=1").forks(0), output()))
        .isInstanceOf(RunnerException.class)
        .hasStackTraceContaining("ProcfsProfiler: zap is not a recognized option");
  }

  @Test
  void aTreeThatIsNoProcfsIsRefused() {
    assertThatThrownBy(() -> new ProcfsProfiler("", Procfs.at(directory)))
        .isInstanceOf(ProfilerException.class)
        .hasMessageContaining(directory.toString());
  }
}
