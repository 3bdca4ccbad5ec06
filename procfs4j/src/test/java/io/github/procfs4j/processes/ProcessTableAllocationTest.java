package io.github.procfs4j.processes;

import static io.github.procfs4j.sampling.Allocations.assertAllocatesNothing;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.procfs4j.model.Figure;
import io.github.procfs4j.model.History;
import io.github.procfs4j.model.Table;
import io.github.procfs4j.process.ProcessTrees;
import io.github.procfs4j.sampling.Allocations;
import io.github.procfs4j.sampling.Sampler;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** While no process comes or goes, the process table does not allocate a single byte. */
class ProcessTableAllocationTest {
  private static final String VARIANT = "amd64-6.1-smp1";
  private static final int SAMPLES = Allocations.SAMPLES / 3;
  private static final ProcessFile[] FILES = {
    ProcessFile.STATM, ProcessFile.STATUS, ProcessFile.IO, ProcessFile.SCHEDSTAT
  };

  /**
   * With no descriptors, so that all files are opened for each sample, or with as many as needed.
   */
  private static Sampler<ProcessTable> sampler(Processes which, int descriptors) {
    return which.sampler(History.keeping(1 << 20), new Descriptors(descriptors));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1_000})
  void nothingOnTheRunningKernel(int descriptors, @TempDir Path directory) throws IOException {
    try (Tasks tasks = new Tasks(directory)) {
      long[] pids = {tasks.pid(), tasks.child(), tasks.child()};
      Processes which =
          Processes.at(Path.of("/proc"))
              .matching(ProcessFilter.pids(pids))
              .with(FILES)
              .withThreads();
      try (Sampler<ProcessTable> sampler = sampler(which, descriptors)) {
        assertAllocatesNothing(sampler, SAMPLES, i -> {});
        assertThat(sampler.view().processes()).hasSize(pids.length);
        assertThat(sampler.view().readByOpening()).isEqualTo(descriptors == 0 ? 6 : 0);
      }
    }
  }

  @Test
  void nothingWhereFilesAreOnlyReadIfTheyMayHaveChanged(@TempDir Path directory)
      throws IOException {
    try (Tasks tasks = new Tasks(directory)) {
      long[] pids = new long[40];
      for (int i = 0; i < pids.length; i++) {
        pids[i] = tasks.child();
      }
      Processes which =
          Processes.at(Path.of("/proc"))
              .matching(ProcessFilter.pids(pids))
              .with(ProcessFile.IO)
              .lateByAtMost(Duration.ofMillis(100));
      try (Sampler<ProcessTable> sampler = sampler(which, 1_000)) {
        assertAllocatesNothing(sampler, SAMPLES, i -> {});
        assertThat(sampler.view().processes()).hasSize(pids.length);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1_000})
  void nothingWhereNumbersGrowFromSampleToSample(int descriptors, @TempDir Path root)
      throws IOException {
    assertNothing(descriptors, false, root);
  }

  @Test
  @Tag("alone") // by C2, which finds that some objects need not be allocated
  void nothingForFigures(@TempDir Path root) throws IOException {
    assertNothing(1_000, true, root);
  }

  /** The figures of processes and threads; the census has none. */
  private static List<Figure> figures(Table table) {
    return table.equals(ProcessTable.PROCESS) || table.equals(ProcessTable.THREAD)
        ? ProcessFigures.of(table)
        : List.of();
  }

  private static void assertNothing(int descriptors, boolean hasFigures, Path root)
      throws IOException {
    ProcessTrees trees = ProcessTrees.of(VARIANT);
    List<String> pids =
        trees.directories("stat").stream()
            .filter(path -> path.startsWith("s0/") && !path.contains("/task/"))
            .map(path -> path.substring("s0/".length()))
            .filter(pid -> trees.files().containsKey("s1/" + pid + "/stat"))
            .limit(3)
            .toList();
    assertThat(pids).hasSize(3);
    pids.forEach(pid -> trees.unpack("s0/" + pid, root.resolve(pid)));
    List<FileChannel> channels = new ArrayList<>();
    Processes which = Processes.at(root).with(FILES);
    try (Sampler<ProcessTable> sampler = sampler(which, descriptors)) {
      for (String pid : pids) {
        channels.add(FileChannel.open(root.resolve(pid + "/stat"), StandardOpenOption.WRITE));
      }
      Allocations.Change change =
          i -> {
            for (int f = 0; f < pids.size(); f++) {
              String path = "s" + (i & 1) + "/" + pids.get(f) + "/stat";
              ByteBuffer text = ByteBuffer.wrap(trees.bytes(path));
              channels.get(f).truncate(text.remaining());
              channels.get(f).write(text, 0);
            }
          };
      assertAllocatesNothing(sampler, SAMPLES, change);
      assertThat(sampler.changes()).isPositive();
      if (hasFigures) {
        Allocations.assertIntervalsAllocateNothing(
            sampler, ProcessTableAllocationTest::figures, change);
      }
    } finally {
      for (FileChannel channel : channels) {
        channel.close();
      }
    }
  }
}
