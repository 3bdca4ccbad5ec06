package io.github.procfs4j.sampling;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.procfs4j.Procfs;
import io.github.procfs4j.Reported;
import io.github.procfs4j.Rewritten;
import io.github.procfs4j.model.Figure;
import io.github.procfs4j.model.History;
import io.github.procfs4j.model.Interval;
import io.github.procfs4j.model.Lack;
import io.github.procfs4j.model.Layout;
import io.github.procfs4j.model.Row;
import io.github.procfs4j.model.Table;
import io.github.procfs4j.process.ProcessFiles;
import io.github.procfs4j.process.ProcessTexts;
import io.github.procfs4j.process.ProcessTrees;
import io.github.procfs4j.processes.ProcessFigures;
import io.github.procfs4j.processes.ProcessTable;
import io.github.procfs4j.processes.Processes;
import io.github.procfs4j.system.AllocInfo;
import io.github.procfs4j.system.Cgroups;
import io.github.procfs4j.system.PressureStall;
import io.github.procfs4j.system.Stat;
import io.github.procfs4j.system.StatColumns;
import io.github.procfs4j.testing.Corpus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Figures while sampling continues. The numbers of the short texts are made up. */
class IntervalsTest {
  private static final Figure BUSY = Stat.FILE.figure("cpu", "busy");
  private static final Row ALL = Stat.allCpus();

  @TempDir Path root;

  private void stat(String cpu) throws IOException {
    Rewritten.with(root.resolve("stat"), ("cpu  " + cpu + "\nctxt 1\n").getBytes(ISO_8859_1));
  }

  @Test
  void eachSampleEndsAnInterval() throws IOException {
    stat("10 0 0 90 0 0 0");
    try (Sampler<Stat> sampler = Stat.FILE.sampler(root)) {
      Interval interval = sampler.intervals();
      assertThat(interval.next()).as("before the first sample").isFalse();
      sampler.sample();
      long from = sampler.endNanos();
      assertThat(interval.next()).as("after the first sample").isFalse();

      stat("35 0 0 165 0 0 0");
      sampler.sample();
      assertThat(interval.next()).isTrue();
      assertThat(BUSY.value(interval, ALL)).isEqualTo(25);
      assertThat(interval.fromNanos()).isLessThanOrEqualTo(from);
      assertThat(interval.toNanos()).isBetween(sampler.startNanos(), sampler.endNanos());
      assertThat(interval.next()).as("twice for one sample").isFalse();

      stat("135 0 0 165 0 0 0");
      sampler.sample();
      assertThat(interval.next()).isTrue();
      assertThat(BUSY.value(interval, ALL)).isEqualTo(100);
    }
  }

  @Test
  void spansTheSamplesThatWereNotLookedAt() throws IOException {
    stat("0 0 0 0 0 0 0");
    try (Sampler<Stat> sampler = Stat.FILE.sampler(root)) {
      sampler.sample();
      Interval interval = sampler.intervals();
      assertThat(interval.next()).isFalse();
      for (int i = 1; i <= 10; i++) {
        stat(i + " 0 0 " + (i < 6 ? i : 5) + " 0 0 0");
        sampler.sample();
      }
      assertThat(interval.next()).isTrue();
      assertThat(interval.growth(ALL, StatColumns.CPU_USER)).isEqualTo(10);
      assertThat(interval.growth(ALL, StatColumns.CPU_IDLE)).isEqualTo(5);
    }
  }

  @Test
  void noFigureSpansAGap() throws IOException {
    stat("0 0 0 0 0 0 0");
    try (Sampler<Stat> sampler = Stat.FILE.sampler(root)) {
      Interval interval = sampler.intervals();
      sampler.sample();
      assertThat(interval.next()).isFalse();
      Rewritten.with(root.resolve("stat"), "rubbish\n".getBytes(ISO_8859_1));
      sampler.sample();
      assertThat(interval.next()).as("after a sample that failed").isFalse();
      stat("5 0 0 5 0 0 0");
      sampler.sample();
      assertThat(interval.next()).isTrue();
      assertThat(interval.isAfterGap()).isTrue();
      assertThat(BUSY.value(interval, ALL)).isNaN();
      assertThat(interval.lack()).isEqualTo(Lack.GAP);
      stat("10 0 0 5 0 0 0");
      sampler.sample();
      assertThat(interval.next()).isTrue();
      assertThat(interval.isAfterGap()).isFalse();
      assertThat(BUSY.value(interval, ALL)).isEqualTo(100);
    }
  }

  static Stream<String> variants() {
    return Corpus.variants().stream();
  }

  /** For each file of each kernel, at moments between which rows came and went. */
  @ParameterizedTest
  @MethodSource("variants")
  void theFiguresAreThoseOfTheHistory(String variant) throws IOException {
    KernelConstants kernel = KernelConstants.ofRunningKernel();
    for (String name : Corpus.FILES) {
      SampledFile<?> file = SamplerTest.file(name);
      List<Double> asMade = new ArrayList<>();
      try (Sampler<?> sampler = file.sampler(root, History.keepingAll())) {
        Interval interval = sampler.intervals();
        Path path = root.resolve(name);
        Files.createDirectories(path.getParent());
        for (String moment : List.of("s0", "s1", "s2", "s2", "", "s1", "s0", "s1")) {
          Rewritten.with(
              path, moment.isEmpty() ? new byte[0] : Corpus.bytes(variant, moment, name));
          sampler.sample();
          if (interval.next()) {
            add(file.figures(), interval, asMade);
          }
        }
        List<Double> kept = new ArrayList<>();
        Interval played =
            new Interval(sampler.history().playback(), kernel.pageSize(), kernel.ticksPerSecond());
        while (played.next()) {
          add(file.figures(), played, kept);
        }
        assertThat(asMade).as(name).hasSameSizeAs(kept);
        for (int i = 0; i < kept.size(); i++) {
          assertThat(asMade.get(i)).as(name).isEqualTo(kept.get(i));
        }
      }
    }
  }

  private static void add(List<Figure> figures, Interval interval, List<Double> values) {
    for (Layout.TableLayout table : interval.layout().tables()) {
      for (Figure figure : figures) {
        if (figure.table().equals(table.table().name())) {
          table.rows().forEach(row -> values.add(figure.value(interval, row)));
        }
      }
    }
  }

  @Test
  void processesHaveTheirFigures() {
    try (Sampler<ProcessTable> sampler = Processes.at(Path.of("/proc")).sampler()) {
      Interval interval = sampler.intervals();
      sampler.sample();
      assertThat(interval.next()).isFalse();
      sampler.sample();
      assertThat(interval.next()).isTrue();
      Figure cpu = ProcessFigures.of(ProcessTable.PROCESS, "user");
      List<Row> rows = interval.layout().table("process").orElseThrow().rows();
      assertThat(rows).isNotEmpty();
      assertThat(rows).anySatisfy(row -> assertThat(cpu.value(interval, row)).isNotNegative());
    }
  }

  /** Two texts with the same lines. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Texts(byte[] one, byte[] other) {}

  private static Texts texts(String one, String other) {
    return new Texts(one.getBytes(ISO_8859_1), other.getBytes(ISO_8859_1));
  }

  /** Texts of all kernels. Where lines come and go between moments, the other one is made up. */
  private static List<Texts> steady(String name) throws IOException {
    List<Texts> all = new ArrayList<>();
    if (name.equals("zoneinfo")) {
      // Of Linux 2.6.14, which counts numa_miss by CPU. The grown number is made up.
      String old = Reported.text("23-zoneinfo-2614", name);
      all.add(texts(old, old.replace("numa_miss:      26392398", "numa_miss:      26392408")));
    }
    for (String variant : Corpus.variants()) {
      if (Corpus.CHURNING.contains(name)) {
        String text = new String(Corpus.bytes(variant, "s1", name), ISO_8859_1);
        all.add(texts(text, text.replaceAll("(nr_switches|nr_events|now at)(\\D+)\\d", "$1$29")));
      } else {
        all.add(new Texts(Corpus.bytes(variant, "s0", name), Corpus.bytes(variant, "s1", name)));
      }
    }
    return all;
  }

  @ParameterizedTest
  @FieldSource("io.github.procfs4j.testing.Corpus#FILES")
  @Tag("alone") // by C2, which finds that some objects need not be allocated
  void anIntervalAllocatesNothing(String name) throws IOException {
    SampledFile<?> file = SamplerTest.file(name);
    for (Texts texts : steady(name)) {
      assertAllocatesNothing(file, root.resolve(name), texts);
    }
  }

  private void assertAllocatesNothing(SampledFile<?> file, Path path, Texts texts)
      throws IOException {
    Files.createDirectories(path.getParent());
    try (Sampler<?> sampler = file.sampler(root)) {
      Allocations.assertIntervalsAllocateNothing(
          sampler,
          table -> figures(file.figures(), table),
          i -> Rewritten.with(path, i % 2 == 0 ? texts.one : texts.other));
    }
  }

  private static List<Figure> figures(List<Figure> all, Table table) {
    return all.stream().filter(figure -> figure.table().equals(table.name())).toList();
  }

  /**
   * Except {@code pressure/irq}, whose lines and figures are those of {@code pressure/io}, and what
   * no kernel of the corpus has.
   */
  @Test
  void theCorpusHasAllFilesWithFigures() {
    assertThat(Procfs.sampledFiles())
        .filteredOn(
            file ->
                !file.figures().isEmpty()
                    && !List.of(PressureStall.IRQ, AllocInfo.FILE).contains(file)
                    && !Cgroups.isSource(file.source().name()))
        .extracting(file -> file.source().name())
        .isSubsetOf(Corpus.FILES);
  }

  static Stream<SampledFile<?>> filesOfProcesses() {
    return ProcessFiles.SAMPLED.stream();
  }

  @ParameterizedTest
  @MethodSource("filesOfProcesses")
  @Tag("alone") // by C2
  void anIntervalOfAProcessAllocatesNothing(SampledFile<?> file) throws IOException {
    String name = file.source().name().substring("pid/".length());
    assertAllocatesNothing(file, root.resolve(name), ofProcess(name));
  }

  /** Two texts of a process. Those of its memory are of one moment: the other one is made up. */
  private static Texts ofProcess(String name) throws IOException {
    if (name.startsWith("smaps") || name.equals("numa_maps")) {
      String text =
          Files.readString(
              ProcessTexts.of("amd64-6.1-smp8-numa2", "s1", "numapol").resolve(name), ISO_8859_1);
      String grown = text.replaceAll("(Rss: +|anon=)[1-8]", "$19");
      assertThat(grown).isNotEqualTo(text);
      return texts(text, grown);
    }
    ProcessTrees trees = ProcessTrees.of("amd64-6.1-smp1");
    String process =
        trees.directories(name).stream()
            .filter(path -> path.startsWith("s0/") && !path.contains("/task/"))
            .map(path -> path.substring("s0".length()) + "/" + name)
            .filter(path -> trees.files().containsKey("s1" + path))
            .findFirst()
            .orElseThrow();
    return new Texts(trees.bytes("s0" + process), trees.bytes("s1" + process));
  }

  @Test
  @Tag("alone") // by C2
  void anIntervalOfTheCostOfRecordingAllocatesNothing() throws IOException {
    try (Sampler<?> sampler = SelfSampler.with(List.of(), null).getFirst().sampler()) {
      Allocations.assertIntervalsAllocateNothing(
          sampler, table -> figures(Self.FIGURES, table), i -> {});
    }
  }

  @Test
  void aFigureThatIsNotThereIsAnsweredWithThoseThatAre() {
    assertThatThrownBy(() -> Stat.FILE.figure("cpu", "busyness"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(
            "stat has no figure «busyness» of its table «cpu», but: cpu/busy, ");
    assertThatThrownBy(() -> ProcessFigures.of(ProcessTable.PROCESS, "busyness"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("process has no figure «busyness», but: ");
    assertThat(Procfs.sampledFiles())
        .allSatisfy(
            file ->
                assertThat(file.figures())
                    .allSatisfy(
                        figure ->
                            assertThat(file.figure(figure.table(), figure.name()))
                                .isSameAs(figure)));
  }
}
