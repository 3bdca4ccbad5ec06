package io.github.procfs4j.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.abort;

import io.github.procfs4j.bench.ProcessBench.Effort;
import io.github.procfs4j.bench.ProcessBench.Subject;
import io.github.procfs4j.processes.ProcessFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A run of the benchmark of the process table, as small as possible: checks that it measures, not
 * the results.
 */
class ProcessBenchTest {
  private static final Effort LITTLE = new Effort(0, 3, 3);

  @TempDir Path directory;

  private ProcessBench bench() throws IOException, InterruptedException {
    try {
      return new ProcessBench(CReader.build(directory), directory, LITTLE);
    } catch (Gcc.NoCompilerException e) {
      return abort(String.valueOf(e.getMessage()));
    }
  }

  private Crowd crowd() throws IOException, InterruptedException {
    try {
      return new Crowd(Crowd.program(directory));
    } catch (Gcc.NoCompilerException e) {
      return abort(String.valueOf(e.getMessage()));
    }
  }

  @Test
  void allCasesOfFewProcesses() throws Exception {
    List<Result> results = bench().measure(new Subject("process/stat/10", List.of(), 10));
    assertThat(results)
        .extracting(Result::kase)
        .containsExactly(
            "kept",
            "opened",
            "kept, paced",
            "opened, paced",
            "first",
            "heap",
            "kernel",
            "listing",
            "no fork",
            "fork",
            "comes",
            "goes");
    assertThat(results).extracting(Result::source).containsOnly("process/stat/10");
    Result kept = results.getFirst();
    Result opened = results.get(1);
    assertThat(kept.ns()).isPositive().isEqualTo(opened.ns());
    assertThat(kept.reference()).isPositive();
    assertThat(kept.text()).as("bytes of stat").isBetween(100, 600);
    assertThat(kept.spread()).isNotNegative();
  }

  @Test
  void fourFilesAreLongerThanOne() throws Exception {
    List<ProcessFile> more = List.of(ProcessFile.STATM, ProcessFile.IO, ProcessFile.SCHEDSTAT);
    ProcessBench bench = bench();
    int one = bench.measure(new Subject("one", List.of(), 10)).getFirst().text();
    int four = bench.measure(new Subject("four", more, 10)).getFirst().text();
    assertThat(four).isGreaterThan(one + 50);
  }

  @Test
  void ofASubjectThatTakesTooManyDescriptorsAsManyProcessesAsFit() {
    Subject four =
        new Subject("process/four/4000", List.of(ProcessFile.STATM, ProcessFile.IO), 4_000);
    Subject smaller = four.within(10_000);
    assertThat(smaller.count()).isEqualTo(1_500);
    assertThat(smaller.name()).isEqualTo("process/four/1500");
    assertThat(smaller.files()).isEqualTo(four.files());
    assertThat(smaller.within(10_000)).isEqualTo(smaller);
  }

  @Test
  void aCrowdComesAndGoesAndEndsWithItsParent() throws Exception {
    List<Long> pids;
    try (Crowd crowd = crowd()) {
      crowd.more(12);
      pids = crowd.pids();
      assertThat(pids).hasSize(12).allMatch(ProcessBenchTest::isThere);
      crowd.fewer(5);
      assertThat(crowd.pids()).isEqualTo(pids.subList(0, 7)).allMatch(ProcessBenchTest::isThere);
      assertThat(pids.subList(7, 12)).noneMatch(ProcessBenchTest::isThere);
      assertThatThrownBy(() -> crowd.more(1_000_000)).isInstanceOf(IOException.class);
    }
    long until = System.nanoTime() + 300_000_000_000L;
    while (pids.stream().anyMatch(ProcessBenchTest::isThere) && System.nanoTime() < until) {
      Thread.sleep(10);
    }
    assertThat(pids).noneMatch(ProcessBenchTest::isThere);
  }

  /** A zombie that has not been waited for yet does not count. */
  private static boolean isThere(long pid) {
    try {
      String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
      return !stat.substring(stat.lastIndexOf(')')).startsWith(") Z");
    } catch (IOException e) {
      return false;
    }
  }
}
