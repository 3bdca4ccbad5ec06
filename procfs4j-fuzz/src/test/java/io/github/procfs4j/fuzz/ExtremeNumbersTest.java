package io.github.procfs4j.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.procfs4j.cli.Shown;
import io.github.procfs4j.fuzz.MadeRecording.Fields;
import io.github.procfs4j.model.Column;
import io.github.procfs4j.model.Layout.TableLayout;
import io.github.procfs4j.model.Row;
import io.github.procfs4j.model.Table;
import io.github.procfs4j.process.ProcessIoColumns;
import io.github.procfs4j.process.ProcessSchedStatColumns;
import io.github.procfs4j.process.ProcessStatColumns;
import io.github.procfs4j.process.ProcessStatmColumns;
import io.github.procfs4j.processes.ProcessTable;
import io.github.procfs4j.sampling.SampledFile;
import java.io.IOException;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Recordings with impossible numbers, made up: cells that jump between 0, the greatest signed and
 * unsigned numbers, and what is negative if it is taken for signed. No sum, difference or product
 * of them is printed that has overflowed, or is not a number.
 */
class ExtremeNumbersTest {
  private static final long[] EXTREMES = {
    0, -1, 1, Long.MAX_VALUE, Long.MIN_VALUE, Long.MAX_VALUE - 1, 1L << 32, -2
  };

  private static final int SAMPLES = 8;
  private static final int ONE_IN = Integer.getInteger("procfs.one-in", 1);
  private static final int ROUNDS_OF_A_FILE = Math.ceilDiv(3, ONE_IN);
  private static final int ROUNDS = 4 * ROUNDS_OF_A_FILE;

  /** What a number that has overflowed, or is not a number, looks like. */
  private static final Pattern WRONG =
      Pattern.compile(
          "NaN|Infinity|\u221e|9,223,372,036,854,775,807|-\\d[\\d,.]*"
              + " (?:s|h|min|ms|forks|processes|threads)\\b");

  private static final Pattern NEGATIVE_COUNT =
      Pattern.compile("\"(first|last|most|came|ended|forks|late_ticks|count|intervals)\":-");

  @TempDir private Path directory;

  /** A row in a slot: its table, labels and columns. */
  private record Slot(Table table, List<String> labels, List<Column> columns) {}

  private static List<Column> columnsOf(Class<?>... classes) {
    Map<String, Column> columns = new LinkedHashMap<>();
    for (Class<?> described : classes) {
      for (Field field : described.getDeclaredFields()) {
        if (Modifier.isStatic(field.getModifiers()) && field.getType() == Column.class) {
          try {
            field.setAccessible(true);
            Column column = (Column) field.get(null);
            columns.putIfAbsent(column.name(), column);
          } catch (IllegalAccessException e) {
            throw new IllegalStateException(e);
          }
        }
      }
    }
    return List.copyOf(columns.values());
  }

  private static List<Slot> processes() {
    List<Column> columns =
        columnsOf(
            ProcessStatColumns.class,
            ProcessStatmColumns.class,
            ProcessIoColumns.class,
            ProcessSchedStatColumns.class);
    List<Slot> slots = new ArrayList<>();
    slots.add(new Slot(Table.of("census"), List.of(), HostileProcesses.CENSUS));
    for (int i = 1; i < 4; i++) {
      String pid = Integer.toString(i);
      slots.add(new Slot(ProcessTable.PROCESS, List.of(pid, "5", "a", "b", "c"), columns));
      slots.add(new Slot(ProcessTable.THREAD, List.of(pid, pid, "5", "a"), columns));
    }
    return slots;
  }

  private static List<Slot> rows(SampledFile<?> file, byte[] text) {
    TextSampler<?> sampler = new TextSampler<>(file).next(text);
    sampler.sample();
    List<Slot> slots = new ArrayList<>();
    for (TableLayout table : sampler.layout().tables()) {
      if (table.columns().isEmpty()) {
        continue; // such as the numbers of the processes of a control group: labels only
      }
      for (Row row : table.rows()) {
        if (row.repeat() == 0 && slots.size() < 20) {
          slots.add(new Slot(row.table(), row.labels(), table.columns()));
        }
      }
    }
    return slots;
  }

  /** Adds a source with these rows, some of whose numbers are extreme. */
  private static void add(MadeRecording to, String name, List<Slot> slots, Random random) {
    int source = to.source(name);
    int stride = slots.stream().mapToInt(slot -> slot.columns.size()).max().orElse(1);
    Fields rows = new Fields().numbers(source, stride, 0, slots.size());
    int shapes = 0;
    for (Slot slot : slots) {
      int first = to.columns(slot.columns);
      Table table = slot.table;
      Fields shape = new Fields().number(source).strings(table.name());
      shape.number(table.labels().size()).strings(table.labels().toArray(String[]::new));
      shape.numbers(table.labels().size() - table.identifying(), slot.columns.size());
      for (int i = 0; i < slot.columns.size(); i++) {
        shape.number(first + i);
      }
      to.record(MadeRecording.SHAPE, shape);
      rows.numbers(0, 1 + shapes++).strings(slot.labels.toArray(String[]::new)).number(0);
    }
    to.record(MadeRecording.SLOTS, rows.number(0));
    Fields samples = new Fields();
    int cells = stride * slots.size();
    boolean[] isExtreme = new boolean[cells];
    for (int cell = 0; cell < cells; cell++) {
      isExtreme[cell] = random.nextInt(3) == 0;
    }
    for (int sample = 0; sample < SAMPLES; sample++) {
      samples.number(0).signed(1_000_000_000L * (1 + sample)).numbers(1_000_000, cells);
      for (int cell = 0; cell < cells; cell++) {
        boolean isThere = cell % stride < slots.get(cell / stride).columns.size();
        samples.signed(
            !isThere
                ? 0
                : isExtreme[cell] ? EXTREMES[random.nextInt(EXTREMES.length)] : 100L * sample);
      }
    }
    to.samples(source, samples);
  }

  static Stream<String> files() {
    return ShortTexts.texts().stream()
        .map(ShortTexts.Text::file)
        .filter(Chosen.SAMPLED::containsKey)
        .distinct()
        .filter(file -> Math.floorMod(file.hashCode(), ONE_IN) % 6 == 0);
  }

  private static MadeRecording begin() {
    MadeRecording made = new MadeRecording();
    made.record(MadeRecording.FACT, new Fields().strings("page_size", "4096"));
    made.record(MadeRecording.FACT, new Fields().strings("ticks_per_second", "100"));
    return made;
  }

  @ParameterizedTest
  @MethodSource("files")
  void noNumberOfAFileOverflows(String name) throws IOException {
    byte[] text =
        ShortTexts.texts().stream()
            .filter(each -> each.file().equals(name))
            .findFirst()
            .orElseThrow()
            .bytes();
    List<Slot> rows = rows(Objects.requireNonNull(Chosen.SAMPLED.get(name)), text);
    for (int round = 0; round < ROUNDS_OF_A_FILE && !rows.isEmpty(); round++) {
      MadeRecording made = begin();
      add(made, name, rows, new Random(round));
      holds(made);
    }
  }

  @Test
  void noNumberOfProcessesOverflows() throws IOException {
    byte[] stat =
        ShortTexts.texts().stream()
            .filter(text -> text.file().equals("stat"))
            .findFirst()
            .orElseThrow()
            .bytes();
    for (int round = 0; round < ROUNDS; round++) {
      Random random = new Random(round);
      MadeRecording made = begin();
      add(made, "stat", rows(Objects.requireNonNull(Chosen.SAMPLED.get("stat")), stat), random);
      add(made, "pid:*", processes(), random);
      holds(made);
    }
  }

  private void holds(MadeRecording made) throws IOException {
    String file = Files.write(directory.resolve("extreme.rec"), made.file()).toString();
    for (List<String> words :
        List.of(
            List.of("report", file),
            List.of("report", file, "--full"),
            List.of("report", file, "--format", "json"),
            List.of("report", file, "--format", "csv"),
            List.of("info", file))) {
      Shown.Run run = Shown.run(200, words.toArray(String[]::new));
      assertThat(run.code()).as(run.err()).isZero();
      assertThat(WRONG.matcher(run.out()).results().map(found -> context(run.out(), found.start())))
          .as(words.toString())
          .isEmpty();
      assertThat(NEGATIVE_COUNT.matcher(run.out()).find()).as(run.out()).isFalse();
    }
  }

  private static String context(String out, int at) {
    return out.substring(Math.max(0, at - 100), Math.min(out.length(), at + 60));
  }
}
