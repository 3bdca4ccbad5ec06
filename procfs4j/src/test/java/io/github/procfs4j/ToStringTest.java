package io.github.procfs4j;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.procfs4j.model.Layout;
import io.github.procfs4j.model.Row;
import io.github.procfs4j.model.Table;
import io.github.procfs4j.model.TimeSeries;
import io.github.procfs4j.process.WorkingSet;
import io.github.procfs4j.processes.ProcessTable;
import io.github.procfs4j.recording.RecordedPlayback;
import io.github.procfs4j.sampling.Sampler;
import io.github.procfs4j.sampling.Shared;
import io.github.procfs4j.system.Locks;
import io.github.procfs4j.system.MemInfo;
import io.github.procfs4j.system.Stat;
import io.github.procfs4j.system.StatColumns;
import io.github.procfs4j.testing.Corpus;
import java.io.IOException;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The texts of objects in logs and debuggers. */
class ToStringTest {
  /** Builders of other objects, which have no value to show. */
  private static final Set<Class<?>> WITHOUT_VALUES =
      Set.of(Layout.Builder.class, Layout.Builder.RowBuilder.class, TimeSeries.Builder.class);

  @TempDir private Path directory;

  private static Stream<Class<?>> types() {
    return Api.types()
        .filter(type -> !type.isInterface() && !Modifier.isAbstract(type.getModifiers()))
        .filter(type -> !type.isEnum() && !Throwable.class.isAssignableFrom(type))
        .filter(type -> !WITHOUT_VALUES.contains(type))
        .filter(
            type ->
                Arrays.stream(type.getMethods())
                    .anyMatch(
                        method ->
                            !Modifier.isStatic(method.getModifiers())
                                && method.getDeclaringClass() != Object.class));
  }

  @Test
  void everyClassShowsItsValues() throws IOException, NoSuchMethodException {
    Instances instances = new Instances(directory);
    for (Class<?> type : types().toList()) {
      assertThat(type.getMethod("toString").getDeclaringClass())
          .as("the class in which toString of %s is written", type.getName())
          .isNotEqualTo(Object.class);
    }
    assertThat(types())
        .filteredOn(type -> instances.of(type).isEmpty())
        .as("classes of which there is no object here; not every kernel lets a WorkingSet be made")
        .isSubsetOf(WorkingSet.class);
    instances
        .byClass()
        .forEach(
            (type, object) ->
                assertThat(object.toString())
                    .as("a %s in words", type.getName())
                    .isNotEmpty()
                    .doesNotContain("Lambda", "null")
                    .doesNotContainPattern("@[0-9a-f]{5,}")
                    .doesNotContainPattern("[\\p{Cntrl}&&[^\n]]"));
  }

  @Test
  void nothingIsReadForIt() throws IOException {
    Instances instances = new Instances(directory);
    Map<Object, String> texts = new LinkedHashMap<>();
    instances.byClass().values().forEach(object -> texts.put(object, object.toString()));
    try (Stream<Path> files = Files.walk(instances.root())) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
    texts.forEach((object, text) -> assertThat(object).hasToString(text));
  }

  @Test
  void aViewShowsEachRowWithAmountsInTheirUnits() {
    Procfs proc = Procfs.at(Corpus.tree("i686-6.1-smp2", "s0"));
    MemInfo memory = proc.memInfo();
    assertThat(memory.toString())
        .startsWith("meminfo: MemTotal " + memory.memTotal() + " bytes, MemFree ")
        .contains(", HugePages_Total 16, ");
    Stat stat = proc.stat();
    assertThat(stat.toString().lines().toList())
        .hasSameSizeAs(
            stat.reading().layout().tables().stream()
                .flatMap(table -> table.rows().stream())
                .toList())
        .anyMatch(
            line ->
                line.startsWith(
                    "cpu=0: user "
                        + stat.ticks(Stat.cpu(0), StatColumns.CPU_USER).getAsLong()
                        + " ticks, nice "));
    assertThat(stat.reading().text(Stat.cpu(77))).isEqualTo("cpu=77 is not there");
  }

  @Test
  void whatHasNoSampleSaysSo() throws IOException {
    Procfs nothing = Procfs.at(directory.resolve("nothing"));
    Sampler<Stat> sampler = nothing.sampler(Stat.FILE);
    Sampler<ProcessTable> processes = nothing.processes().sampler();
    Shared<Locks> locks = nothing.shared(Locks.FILE, Duration.ZERO);
    assertThat(sampler.toString()).endsWith("stat, no sample]");
    assertThat(sampler.view()).hasToString("no rows");
    assertThat(sampler.intervals()).hasToString("Interval[not begun]");
    assertThat(sampler.handle(Stat.cpu(0), StatColumns.CPU_USER))
        .hasToString("cpu[cpu=0]: user absent");
    sampler.sample();
    processes.sample();
    locks.outcome();
    assertThat(sampler.toString()).endsWith("stat, no sample, 1 failed]");
    assertThat(processes.view()).hasToString("no rows");
    sampler.close();
    locks.close();
    assertThat(sampler.toString()).endsWith(", 1 failed, closed]");
    assertThat(locks.reader().toString()).endsWith("old, closed]]");
    Instances instances = new Instances(directory);
    RecordedPlayback<?> playback = instances.of(RecordedPlayback.class).orElseThrow();
    while (playback.next()) {
      assertThat(playback.toString()).contains("cpu=0: user ");
    }
    assertThat(playback).hasToString("no sample");
    assertThat(playback.liveView()).hasToString("no sample");
  }

  @Test
  void stringsFromElsewhereCannotSteerATerminal() {
    Row row = new Row(Table.of("device", "name"), List.of("\033[2J\u202e"), 0);
    assertThat(row).hasToString("device[name=\\x1b[2J\\u202e]");
    assertThat(row.text()).isEqualTo("name=\033[2J\u202e");
  }
}
