package io.github.procfs4j.processes;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.procfs4j.model.Column;
import io.github.procfs4j.model.History;
import io.github.procfs4j.model.Layout;
import io.github.procfs4j.model.Layout.TableLayout;
import io.github.procfs4j.model.Reading;
import io.github.procfs4j.model.Row;
import io.github.procfs4j.model.slots.SlotLayout;
import io.github.procfs4j.process.ProcessStat;
import io.github.procfs4j.process.ProcessStatColumns;
import io.github.procfs4j.process.ProcessTrees;
import io.github.procfs4j.sampling.Outcome;
import io.github.procfs4j.sampling.SampledFile;
import io.github.procfs4j.sampling.Sampler;
import io.github.procfs4j.sampling.Snapshot;
import io.github.procfs4j.sampling.UnreadableException;
import io.github.procfs4j.text.MalformedTextException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The process table over trees that real kernels printed, sampled as they change. */
class ProcessTableTest {
  @TempDir Path root;

  static Stream<String> variants() {
    return ProcessTrees.variants();
  }

  /** The content of a table: for each row its identifying labels, and its cells by column. */
  private static Map<String, Map<String, Long>> rows(Reading reading, String table) {
    Map<String, Map<String, Long>> rows = new TreeMap<>();
    Layout layout = reading.layout();
    for (TableLayout each : layout.tables()) {
      if (each.table().name().equals(table)) {
        for (Row row : each.rows()) {
          Map<String, Long> cells = new LinkedHashMap<>();
          for (Column column : each.columns()) {
            int cell = layout.cell(row, column);
            if (cell != Layout.ABSENT) {
              cells.put(column.name(), reading.value(cell));
            }
          }
          String key =
              String.join(" ", row.labels().subList(0, each.table().identifying()))
                  + " "
                  + row.label("comm");
          assertThat(rows.put(key, cells)).as("a row for each").isNull();
        }
      }
    }
    return rows;
  }

  /** The same content, read file by file and process by process. */
  private static Map<String, Map<String, Long>> fileByFile(
      Path root, Set<ProcessFile> files, boolean isOfThreads) throws IOException {
    Map<String, Map<String, Long>> rows = new TreeMap<>();
    for (Path process : numbers(root)) {
      List<Path> tasks = isOfThreads ? numbers(process.resolve("task")) : List.of(process);
      for (Path task : tasks) {
        Snapshot stat = Snapshot.of(ProcessStat.FILE, task);
        Map<String, Long> cells = new LinkedHashMap<>(ProcessTrees.cells(stat));
        for (ProcessFile file : files) {
          if (!isOfThreads || file.isOfThreads()) {
            cells.putAll(cellsIfAny(file.file(), task));
          }
        }
        String numbers = process.getFileName() + (isOfThreads ? " " + task.getFileName() : "");
        Row row = stat.layout().tables().getFirst().rows().getFirst();
        rows.put(numbers + " " + cells.get("starttime") + " " + row.label("comm"), cells);
      }
    }
    return rows;
  }

  private static Map<String, Long> cellsIfAny(SampledFile<?> file, Path task) {
    try {
      return ProcessTrees.cells(Snapshot.of(file, task));
    } catch (UnreadableException | MalformedTextException e) {
      return Map.of();
    }
  }

  private static List<Path> numbers(Path directory) throws IOException {
    if (!Files.isDirectory(directory)) {
      return List.of();
    }
    try (Stream<Path> names = Files.list(directory)) {
      return names.filter(name -> name.getFileName().toString().matches("\\d+")).toList();
    }
  }

  /** Changes the tree to another moment; files that still exist are overwritten in place. */
  private void turnTo(ProcessTrees trees, String moment) throws IOException {
    trees.unpack(moment, root);
    List<Path> deepestFirst;
    try (Stream<Path> all = Files.walk(root)) {
      deepestFirst = all.sorted(Comparator.reverseOrder()).toList();
    }
    Set<String> there = new HashSet<>();
    for (String file : trees.files().keySet()) {
      for (Path path = Path.of(file); path != null; path = path.getParent()) {
        there.add(path.toString());
      }
    }
    for (Path path : deepestFirst) {
      if (!path.equals(root) && !there.contains(moment + "/" + root.relativize(path))) {
        Files.delete(path);
      }
    }
  }

  /** Compares the cells that a sample reports as changed with those of the previous sample. */
  private static final class Follower {
    private long[] cells = new long[0];
    private Layout layout = new Layout.Builder().build();

    @SuppressWarnings("ReferenceEquality") // identity is meant
    void follow(Sampler<?> sampler) {
      Layout next = sampler.layout();
      if (!sampler.isContinuation()) {
        cells = new long[next.cells()];
        for (int cell = 0; cell < cells.length; cell++) {
          cells[cell] = sampler.value(cell);
        }
      } else {
        assertThat(next == layout || next.isSuccessorOf(layout)).isTrue();
        long[] now = Arrays.copyOf(cells, next.cells());
        if (next != layout) {
          SlotLayout slots = (SlotLayout) next;
          for (int slot : slots.change().left()) {
            clear(now, slot, slots.stride());
          }
          slots.change().came().forEach(came -> clear(now, came.slot(), slots.stride()));
        }
        int before = -1;
        for (int i = 0; i < sampler.changes(); i++) {
          assertThat(sampler.changed(i)).as("ascending").isGreaterThan(before);
          before = sampler.changed(i);
          now[before] += sampler.delta(i);
        }
        for (int cell = 0; cell < now.length; cell++) {
          assertThat(now[cell]).as("cell %s", cell).isEqualTo(sampler.value(cell));
        }
        cells = now;
      }
      layout = next;
    }

    private static void clear(long[] cells, int slot, int stride) {
      for (int cell = slot * stride; cell < Math.min(cells.length, (slot + 1) * stride); cell++) {
        cells[cell] = 0;
      }
    }
  }

  @ParameterizedTest
  @MethodSource("variants")
  void itHoldsWhatTheFilesSayOneByOne(String variant) throws IOException {
    ProcessTrees trees = ProcessTrees.of(variant);
    Set<ProcessFile> files = EnumSet.allOf(ProcessFile.class);
    Follower follower = new Follower();
    Set<String> processes = new TreeSet<>();
    Map<String, List<Map<String, Map<String, Long>>>> expected = new HashMap<>();
    try (Sampler<ProcessTable> sampler =
        Processes.at(root).with(files).withThreads().sampler(History.keepingAll())) {
      for (String moment : List.of("s0", "s1", "s1", "s2", "s0")) {
        turnTo(trees, moment);

        assertThat(sampler.sample()).isEqualTo(Outcome.SAMPLED);

        if (!expected.containsKey(moment)) {
          expected.put(
              moment, List.of(fileByFile(root, files, false), fileByFile(root, files, true)));
        }
        List<Map<String, Map<String, Long>>> rows =
            List.of(rows(sampler, "process"), rows(sampler, "thread"));
        assertThat(rows).isEqualTo(expected.get(moment));
        assertThat(sampler.problems()).isEmpty();
        follower.follow(sampler);
        processes.addAll(rows.getFirst().keySet());
      }
      assertThat(sampler.history().samples()).isEqualTo(5);
      assertThat(processes)
          .as("some came and went")
          .hasSizeGreaterThan(sampler.view().processes().size());
    }
  }

  /** With files that are kept open, and with files that are opened for each sample. */
  @ParameterizedTest
  @ValueSource(ints = {0, 1000})
  void aNumberThatIsGivenAgainIsAnotherRow(int descriptors) throws IOException {
    Path stat = root.resolve("17/stat");
    ProcessTrees trees = ProcessTrees.of("amd64-6.1-smp1");
    String text =
        new String(trees.bytes("s0/" + trees.pid("victim") + "/stat"), StandardCharsets.US_ASCII);
    String start = text.substring(text.lastIndexOf(')')).split(" ", -1)[20];
    ProcessTrees.write(stat, text.getBytes(StandardCharsets.US_ASCII));
    try (Sampler<ProcessTable> sampler =
        Processes.at(root).sampler(History.keepingAll(), new Descriptors(descriptors))) {
      assertThat(sampler.sample()).isEqualTo(Outcome.SAMPLED);
      Row before = sampler.view().process(17).orElseThrow().row();
      assertThat(before.label("start")).isEqualTo(start);

      // Made up, as if the process had ended and its number now belonged to another one.
      String later = text.replace(" " + start + " ", " " + (Long.parseLong(start) + 1) + " ");
      ProcessTrees.write(stat, later.getBytes(StandardCharsets.US_ASCII));
      assertThat(sampler.sample()).isEqualTo(Outcome.SAMPLED);
      Row after = sampler.view().process(17).orElseThrow().row();
      assertThat(after).isNotEqualTo(before);
      assertThat(sampler.history().series(before, ProcessStatColumns.MINFLT).size()).isEqualTo(1);
      assertThat(sampler.history().series(after, ProcessStatColumns.MINFLT).size()).isEqualTo(1);
    }
  }

  /**
   * Made up: without its start time, a process cannot be distinguished from the next one with its
   * number.
   */
  @Test
  void aProcessWithoutAStartIsNotRead() throws IOException {
    String stat =
        "17 (p) S 1 17 17 0 -1 4194560 1051 5309 3 4 19 381 10 615 20 0 1 0 %s 2314240 456"
            + " 18446744073709551615 0 0 0 0 0 0 0 4 65538 1 0 0 17 3 0 0 0 0 0 0 0 0 0 0 0 0 0\n";
    Path file = Files.createDirectories(root.resolve("17")).resolve("stat");
    Files.writeString(file, stat.formatted("1e3"));
    try (Sampler<ProcessTable> sampler = Processes.at(root).sampler()) {
      assertThat(sampler.sample()).isEqualTo(Outcome.SAMPLED);
      assertThat(sampler.view().processes()).isEmpty();
      assertThat(sampler.view().unread(Outcome.MALFORMED)).isEqualTo(1);
      assertThat(sampler.problems()).hasSize(1);
      Files.writeString(file, stat.formatted("52 "));
      sampler.sample();
      assertThat(sampler.view().processes()).hasSize(1);
      assertThat(sampler.problems()).isEmpty();
      Files.writeString(file, stat.formatted("5x "));
      sampler.sample();
      assertThat(sampler.view().processes()).isEmpty();
    }
  }

  /** Made up: five processes that do not have the same files, for different reasons. */
  @Test
  void whyFilesCouldNotBeReadIsCounted() throws IOException {
    String stat =
        " (p) S 1 17 17 0 -1 4194560 1051 5309 3 4 19 381 10 615 20 0 1 0 52 2314240 456"
            + " 18446744073709551615 0 0 0 0 0 0 0 4 65538 1 0 0 17 3 0 0 0 0 0 0 0 0 0 0 0 0 0\n";
    for (int pid = 17; pid <= 20; pid++) {
      Files.createDirectories(root.resolve(pid + "/io"));
      Files.writeString(root.resolve(pid + "/stat"), pid + stat);
    }
    Files.createDirectories(root.resolve("21"));
    Files.writeString(root.resolve("21/stat"), "nonsense");
    Files.delete(root.resolve("18/io"));
    Files.delete(root.resolve("19/io"));
    Files.writeString(root.resolve("19/io"), "nonsense");
    Files.delete(root.resolve("20/io"));
    Files.writeString(root.resolve("20/io"), "rchar: 1\n");

    Processes which = Processes.at(root).with(ProcessFile.IO);
    try (Sampler<ProcessTable> sampler = which.sampler()) {
      for (int sample = 0; sample < 2; sample++) {
        assertThat(sampler.sample()).isEqualTo(Outcome.SAMPLED);
        ProcessTable table = sampler.view();
        assertThat(table.processCount()).isEqualTo(4);
        assertThat(table.refused(ProcessFile.IO, Outcome.FAILED)).as("EISDIR").isEqualTo(1);
        assertThat(table.refused(ProcessFile.IO, Outcome.ABSENT)).isEqualTo(1);
        assertThat(table.refused(ProcessFile.IO, Outcome.MALFORMED)).isEqualTo(1);
        assertThat(table.refused(ProcessFile.IO, Outcome.DENIED)).isZero();
        assertThat(table.refused(ProcessFile.STATUS, Outcome.ABSENT)).as("not asked for").isZero();
        assertThat(table.unread()).isEqualTo(1);
        assertThat(table.unread(Outcome.MALFORMED)).isEqualTo(1);
        assertThat(table.unread(Outcome.DENIED)).isZero();
        assertThat(table.process(20).orElseThrow().io().rchar()).isEqualTo(1);
      }
    }
  }

  @Test
  void aTableOfNothingIsEmpty() {
    try (Sampler<ProcessTable> sampler = Processes.at(root).sampler()) {
      assertThat(sampler.sample()).isEqualTo(Outcome.SAMPLED);
      assertThat(sampler.view().processes()).isEmpty();
    }
  }

  @Test
  void aRootThatIsNotThereIsAbsentUntilItComes() throws IOException {
    Path later = root.resolve("later");
    try (Sampler<ProcessTable> sampler = Processes.at(later).sampler()) {
      assertThat(sampler.sample()).isEqualTo(Outcome.ABSENT);
      assertThat(sampler.problem())
          .hasValueSatisfying(problem -> assertThat(problem).contains(later.toString()));

      ProcessTrees trees = ProcessTrees.of("amd64-6.1-smp1");
      trees.unpack("s0", later);
      assertThat(sampler.sample()).isEqualTo(Outcome.SAMPLED);
      assertThat(sampler.problem()).isEmpty();
      assertThat(sampler.view().processes()).isNotEmpty();
    }
  }
}
