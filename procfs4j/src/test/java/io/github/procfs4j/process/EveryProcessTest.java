package io.github.procfs4j.process;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.procfs4j.model.Column;
import io.github.procfs4j.model.Layout;
import io.github.procfs4j.model.Row;
import io.github.procfs4j.model.Unit;
import io.github.procfs4j.sampling.Outcome;
import io.github.procfs4j.sampling.SampledFile;
import io.github.procfs4j.sampling.Sampler;
import io.github.procfs4j.sampling.Snapshot;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * All files of all processes and threads of all kernels: each number is in the cell, and each word
 * in the label, in which a separate, naive parser puts it, and there is nothing else; the typed
 * views return the same.
 */
class EveryProcessTest {
  /** The files whose texts are in the archives; smaps and smaps_rollup have separate texts. */
  private static final List<SampledFile<?>> FILES =
      List.of(
          ProcessStat.FILE,
          ProcessStatm.FILE,
          ProcessStatus.FILE,
          ProcessIo.FILE,
          ProcessSchedStat.FILE);

  @TempDir Path root;

  static Stream<String> variants() {
    return ProcessTrees.variants();
  }

  private static String name(SampledFile<?> file) {
    return file.source().name().substring("pid/".length());
  }

  private interface EachFile {
    void is(SampledFile<?> file, String directory, String text);
  }

  private void eachFile(String variant, EachFile each) {
    ProcessTrees processes = ProcessTrees.of(variant);
    for (SampledFile<?> file : FILES) {
      List<String> directories = processes.directories(name(file));
      assertThat(directories).as(name(file)).hasSizeGreaterThan(200);
      for (String directory : directories) {
        byte[] bytes = processes.bytes(directory + "/" + name(file));
        ProcessTrees.write(root.resolve(name(file)), bytes);
        each.is(file, directory, new String(bytes, ISO_8859_1));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("variants")
  void eachNumberAndWordIsWhereANaiveParserPutsIt(String variant) {
    eachFile(
        variant,
        (file, directory, text) -> {
          Snapshot reading = Snapshot.of(file, root);
          Naive naive = new Naive(file, text);
          assertThat(reading.problems()).as(directory).isEmpty();
          assertThat(ProcessTrees.cells(reading)).as(directory).isEqualTo(naive.cells);
          assertThat(words(reading)).as(directory).isEqualTo(naive.words);
        });
  }

  /** The rows of words, such as {@code Groups=4 24}. */
  private static List<String> words(Snapshot reading) {
    return reading.layout().table("word").stream()
        .flatMap(table -> table.rows().stream())
        .map(row -> row.label("key") + "=" + row.label("value"))
        .toList();
  }

  /** The result of a naive parser. */
  private static final class Naive {
    private static final Set<String> WORDS =
        Set.of(
            "Name",
            "Umask",
            "Groups",
            "Speculation_Store_Bypass",
            "SpeculationIndirectBranch",
            "Cpus_allowed",
            "Cpus_allowed_list",
            "Mems_allowed",
            "Mems_allowed_list",
            "x86_Thread_features",
            "x86_Thread_features_locked");

    final Map<String, Long> cells = new LinkedHashMap<>();
    final List<String> words = new ArrayList<>();

    Naive(SampledFile<?> file, String text) {
      switch (name(file)) {
        case "stat" -> {
          String[] field = text.substring(text.lastIndexOf(')') + 2).strip().split(" ", -1);
          cells.put("state", (long) field[0].charAt(0));
          numbers(ProcessStatColumns.COLUMNS.subList(1, 50), field, 1);
        }
        case "statm" -> numbers(ProcessStatmColumns.COLUMNS, text.strip().split(" ", -1), 0);
        case "schedstat" ->
            numbers(ProcessSchedStatColumns.COLUMNS, text.strip().split(" ", -1), 0);
        case "io" -> text.lines().forEach(line -> put(line.split(": ", 2)));
        default -> {
          for (String line : text.substring(0, text.length() - 1).split("\n", -1)) {
            status(line.substring(0, line.indexOf(':')), line.substring(line.indexOf(':') + 2));
          }
        }
      }
    }

    private void numbers(List<Column> columns, String[] field, int first) {
      assertThat(field).hasSize(columns.size() + first);
      for (int i = 0; i < columns.size(); i++) {
        put(columns.get(i).name(), field[i + first]);
      }
    }

    private void put(String... keyAndNumber) {
      String number = keyAndNumber[1].strip();
      cells.put(
          keyAndNumber[0],
          number.startsWith("-") ? Long.parseLong(number) : Long.parseUnsignedLong(number));
    }

    private void status(String key, String value) {
      String[] field = value.strip().split("[\t/]", -1);
      if (WORDS.contains(key)) {
        words.add(key + "=" + (key.equals("Name") ? Escapes.bytes(value) : value.strip()));
      } else if (key.equals("State")) {
        cells.put(key, (long) value.charAt(0));
      } else if (key.matches("Uid|Gid")) {
        put(key + "_real", field[0]);
        put(key + "_effective", field[1]);
        put(key + "_saved", field[2]);
        put(key + "_filesystem", field[3]);
      } else if (key.equals("SigQ")) {
        put(key, field[0]);
        put("SigQ_limit", field[1]);
      } else if (key.startsWith("NS")) {
        for (int i = 0; i < field.length; i++) {
          put(key + (i == 0 ? "" : "_" + i), field[i]);
        }
      } else if (key.equals("untag_mask") || key.matches("(Sig|Shd|Cap)...")) {
        cells.put(key, Long.parseUnsignedLong(value.replace("0x", ""), 16));
      } else {
        put(key, value.replace(" kB", ""));
      }
    }
  }

  /** Escapes bytes that are not UTF-8 like the library. */
  private static final class Escapes {
    static String bytes(String latin) {
      byte[] bytes = latin.getBytes(ISO_8859_1);
      return io.github.procfs4j.text.Words.of(bytes, 0, bytes.length);
    }
  }

  @ParameterizedTest
  @MethodSource("variants")
  void accessorsSayWhatStandsInTheirColumn(String variant) {
    Map<String, Integer> compared = new HashMap<>();
    eachFile(
        variant,
        (file, directory, text) -> {
          if (!directory.startsWith("s1/")) {
            return;
          }
          Snapshot reading = Snapshot.of(file, root);
          Object view = file.read(root);
          for (Method method : accessors(view.getClass())) {
            OptionalLong expected = amount(reading, column(file, method));
            assertThat(value(method, view)).as("%s %s", directory, method).isEqualTo(expected);
            compared.merge(file.source().name(), expected.isPresent() ? 1 : 0, Integer::sum);
          }
        });
    assertThat(compared).hasSize(5).allSatisfy((name, count) -> assertThat(count).isPositive());
  }

  private static OptionalLong amount(Snapshot reading, Column column) {
    Layout layout = reading.layout();
    for (int cell = 0; cell < layout.cells(); cell++) {
      if (layout.column(cell).equals(column)) {
        return OptionalLong.of(
            layout
                .column(cell)
                .unit()
                .exactAmount(reading.value(cell), column.signed())
                .longValue());
      }
    }
    return OptionalLong.empty();
  }

  private static OptionalLong value(Method method, Object view) {
    try {
      Object value = method.invoke(view);
      return value instanceof OptionalLong optional
          ? optional
          : OptionalLong.of(value instanceof Character letter ? letter : (Long) value);
    } catch (ReflectiveOperationException e) {
      if (e.getCause() instanceof NoSuchElementException) {
        return OptionalLong.empty();
      }
      throw new LinkageError(method.toString(), e);
    }
  }

  /** The methods without parameters that return a number, except the label of stat. */
  private static List<Method> accessors(Class<?> view) {
    return Arrays.stream(view.getDeclaredMethods())
        .filter(method -> Modifier.isPublic(method.getModifiers()))
        .filter(method -> method.getParameterCount() == 0)
        .filter(
            method ->
                Set.of(long.class, char.class, OptionalLong.class).contains(method.getReturnType()))
        .filter(method -> !(view == ProcessStat.class && method.getName().equals("pid")))
        .toList();
  }

  private static Column column(SampledFile<?> file, Method method) {
    return columns(file).stream()
        .filter(column -> plain(column.name()).equals(plain(method.getName())))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no column for " + method));
  }

  private static List<Column> columns(SampledFile<?> file) {
    return switch (name(file)) {
      case "stat" -> ProcessStatColumns.COLUMNS;
      case "statm" -> ProcessStatmColumns.COLUMNS;
      case "status" -> ProcessStatusColumns.COLUMNS;
      case "io" -> ProcessIoColumns.COLUMNS;
      default -> ProcessSchedStatColumns.COLUMNS;
    };
  }

  private static String plain(String name) {
    return name.replaceAll("[^A-Za-z0-9]", "").toLowerCase(Locale.ROOT);
  }

  /** The process table has them in one row. */
  @Test
  void columnsOfAllFilesHaveNamesOfTheirOwn() {
    List<String> names = new ArrayList<>();
    for (SampledFile<?> file : FILES) {
      columns(file).forEach(column -> names.add(column.name()));
    }
    assertThat(names).doesNotHaveDuplicates().hasSizeGreaterThan(100);
  }

  @ParameterizedTest
  @MethodSource("variants")
  void whatChangesFromMomentToMomentIsReplayed(String variant) {
    ProcessTrees processes = ProcessTrees.of(variant);
    for (SampledFile<?> file : FILES) {
      int replayed = 0;
      int changed = 0;
      for (String directory : processes.directories(name(file))) {
        if (!directory.startsWith("s0/")) {
          continue;
        }
        String process = directory.substring(3) + "/" + name(file);
        List<String> before = List.of();
        try (Sampler<?> sampler = file.sampler(root)) {
          for (String moment : ProcessTrees.MOMENTS) {
            byte[] bytes = processes.files().get(moment + "/" + process);
            if (bytes == null) {
              break; // it has ended
            }
            ProcessTrees.write(root.resolve(name(file)), bytes);
            assertThat(sampler.sample()).isEqualTo(Outcome.SAMPLED);
            Snapshot fresh = Snapshot.of(file, root);
            assertThat(ProcessTrees.cells(sampler)).isEqualTo(ProcessTrees.cells(fresh));
            List<String> words = described(fresh);
            assertThat(described(sampler)).isEqualTo(words);
            assertThat(sampler.isContinuation())
                .as(moment + "/" + process)
                .isEqualTo(words.equals(before));
            before = words;
            replayed += sampler.isContinuation() ? 1 : 0;
            changed += sampler.changes();
          }
        }
      }
      assertThat(replayed).as(name(file)).isGreaterThan(100);
      assertThat(changed).as(name(file)).isGreaterThan(20);
    }
  }

  /** Everything except numbers: rows, their labels, columns. */
  private static List<String> described(io.github.procfs4j.model.Reading reading) {
    return reading.layout().tables().stream()
        .flatMap(
            table ->
                Stream.concat(
                    table.rows().stream().map(Row::toString),
                    table.columns().stream().map(Column::toString)))
        .toList();
  }

  @ParameterizedTest
  @MethodSource("variants")
  void statusAndStatAndCommTellTheSameName(String variant) {
    ProcessTrees processes = ProcessTrees.of(variant);
    int odd = 0;
    for (String directory : processes.directories("status")) {
      if (!directory.startsWith("s1/") || directory.contains("task")) {
        continue;
      }
      Path of = root.resolve(directory);
      processes.unpack(directory, of);
      ProcessDirectory process = ProcessDirectory.of(root.resolve("s1"), pid(of));
      assertThat(process.status().name()).isEqualTo(process.comm());
      assertThat(process.stat().comm()).isEqualTo(process.comm());
      assertThat(process.cpuset()).startsWith("/");
      odd += process.comm().matches("(?s).*[^ -~].*|.*[\\\\)].*") ? 1 : 0;
    }
    assertThat(odd).as("names that are not plain").isGreaterThan(4);
  }

  private static long pid(Path directory) {
    return Long.parseLong(Objects.requireNonNull(directory.getFileName()).toString());
  }

  @Test
  void aColumnOfWhichTheKernelPrintsNothingIsAbsent() {
    ProcessTrees processes = ProcessTrees.of("amd64-6.1-smp8-numa2");
    processes.unpack("s0/" + processes.pid("kthreadd"), root);
    ProcessStatus status = ProcessStatus.FILE.read(root);
    assertThat(status.vmRSS()).isEmpty();
    assertThat(status.amount(ProcessStatusColumns.VM_RSS)).isEmpty();
    assertThat(status.amount(Column.undescribed("nonsense", Unit.COUNT))).isEmpty();
    ProcessTrees.write(root.resolve("io"), "rchar: 5\n".getBytes(ISO_8859_1));
    assertThatThrownBy(() -> ProcessIo.FILE.read(root).wchar())
        .isInstanceOf(NoSuchElementException.class)
        .hasMessageContaining("wchar");
  }
}
