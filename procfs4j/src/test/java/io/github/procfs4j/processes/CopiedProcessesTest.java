package io.github.procfs4j.processes;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.procfs4j.io.Listing;
import io.github.procfs4j.process.ProcessStatColumns;
import io.github.procfs4j.process.ProcessStatmColumns;
import io.github.procfs4j.process.ProcessTrees;
import io.github.procfs4j.sampling.Allocations;
import io.github.procfs4j.sampling.Outcome;
import io.github.procfs4j.sampling.Sampler;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The process table over a tree whose files are replaced, deleted and created while it is sampled.
 */
class CopiedProcessesTest {
  private static final ProcessTrees TREES = ProcessTrees.of("amd64-6.1-smp1");

  @TempDir private Path root;
  private Path process = Path.of("");

  @BeforeEach
  void unpack() {
    process = TREES.unpack("s0/1", root.resolve("1"));
  }

  private static Sampler<ProcessTable> sampler(Processes which, int descriptors) {
    return which.sampler(null, new Descriptors(descriptors));
  }

  private static ProcessEntry only(Sampler<ProcessTable> sampler) {
    assertThat(sampler.sample()).isEqualTo(Outcome.SAMPLED);
    assertThat(sampler.view().processes()).hasSize(1);
    return sampler.view().processes().getFirst();
  }

  /** Another file takes the place of {@code stat}, with another number of minor faults. */
  private void replaceStat(long faults) throws IOException {
    String stat = new String(TREES.bytes("s0/1/stat"), ISO_8859_1);
    int end = stat.lastIndexOf(')');
    String[] words = stat.substring(end + 2).split(" ", -1);
    words[7] = Long.toString(faults);
    Path other =
        Files.writeString(
            root.resolve("other"), stat.substring(0, end + 2) + String.join(" ", words));
    Files.move(other, process.resolve("stat"), StandardCopyOption.ATOMIC_MOVE);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1_000})
  void aFileThatIsReplacedIsRead(int descriptors) throws IOException {
    try (Sampler<ProcessTable> sampler = sampler(Processes.at(root), descriptors)) {
      for (int i = 0; i < 5; i++) {
        replaceStat(1_000 + i);
        assertThat(only(sampler).amount(ProcessStatColumns.MINFLT)).hasValue(1_000 + i);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1_000})
  void aDirectoryThatIsReplacedIsRead(int descriptors) throws IOException {
    try (Sampler<ProcessTable> sampler = sampler(Processes.at(root), descriptors)) {
      only(sampler);
      Path other = TREES.unpack("s0/1", root.resolve("other"));
      Files.move(process, root.resolve("away"));
      Files.move(other, process);
      replaceStat(4_711);
      assertThat(only(sampler).amount(ProcessStatColumns.MINFLT)).hasValue(4_711);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1_000})
  void aProcessWhoseFileIsDeletedHasNoRowUntilItIsMadeAgain(int descriptors) throws IOException {
    try (Sampler<ProcessTable> sampler = sampler(Processes.at(root), descriptors)) {
      only(sampler);
      Files.delete(process.resolve("stat"));
      assertThat(sampler.sample()).isEqualTo(Outcome.SAMPLED);
      assertThat(sampler.view().processes()).isEmpty();
      sampler.sample();
      replaceStat(1);
      for (int i = 0; i < EmptyDirectories.LISTINGS; i++) {
        assertThat(sampler.sample()).isEqualTo(Outcome.SAMPLED);
      }
      assertThat(only(sampler).amount(ProcessStatColumns.MINFLT)).hasValue(1);
    }
  }

  /** The values of a deleted file other than {@code stat} are absent, not the previous ones. */
  @Test
  void aFileThatIsDeletedIsAbsent() throws IOException {
    Processes which = Processes.at(root).with(ProcessFile.STATM);
    try (Sampler<ProcessTable> sampler = sampler(which, 1_000)) {
      assertThat(only(sampler).amount(ProcessStatmColumns.RESIDENT)).isPresent();
      Files.delete(process.resolve("statm"));
      assertThat(only(sampler).amount(ProcessStatmColumns.RESIDENT)).isEmpty();
    }
  }

  /** Examining a directory allocates, and all are examined for the first sample. */
  @Test
  void emptyDirectoriesDoNotMakeEachSampleCostWhatTheFirstDid() throws IOException {
    for (int number = 1_000; number < 2_000; number++) {
      Files.createDirectory(root.resolve(Integer.toString(number)));
    }
    try (Sampler<ProcessTable> sampler = sampler(Processes.at(root), 1_000)) {
      long before = Allocations.allocated();
      only(sampler);
      long first = Allocations.allocated() - before;
      for (int i = 1; i < EmptyDirectories.LISTINGS; i++) {
        sampler.sample();
      }
      long all = Allocations.allocated() - before;
      assertThat(all).isLessThan(4 * first);
    }
  }

  @Test
  void emptyDirectoriesAreLookedIntoNowAndThen() {
    TaskList tasks = new TaskList();
    Listing listing = new Listing();
    int count = 1_000;
    for (int number = 1; number <= count; number++) {
      listing.add(number);
    }
    int listings = 10 * EmptyDirectories.LISTINGS;
    int[] looks = new int[count + 1];
    for (int i = 0; i < listings; i++) {
      int[] now = {0};
      tasks.compare(
          listing,
          number -> {
            looks[(int) number]++;
            now[0]++;
            tasks.isEmpty(number);
          });
      assertThat(now[0])
          .isLessThanOrEqualTo(i == 0 ? count : Math.ceilDiv(count, EmptyDirectories.LISTINGS));
    }
    for (int number = 1; number <= count; number++) {
      assertThat(looks[number]).as("directory %d", number).isBetween(10, 12);
    }
  }
}
