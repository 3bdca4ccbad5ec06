package io.github.procfs4j.sampling;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.procfs4j.Procfs;
import io.github.procfs4j.Rewritten;
import io.github.procfs4j.io.NativeAccess;
import io.github.procfs4j.model.History;
import io.github.procfs4j.model.Layout;
import io.github.procfs4j.model.TimeSeries;
import io.github.procfs4j.system.DiskStats;
import io.github.procfs4j.system.DiskStatsColumns;
import io.github.procfs4j.system.MemInfo;
import io.github.procfs4j.system.SchedDebug;
import io.github.procfs4j.system.Stat;
import io.github.procfs4j.system.StatColumns;
import io.github.procfs4j.system.Uptime;
import io.github.procfs4j.system.VmStat;
import io.github.procfs4j.testing.Corpus;
import io.github.procfs4j.text.MalformedTextException;
import io.github.procfs4j.text.Problem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Sampling files of a tree that are rewritten in place between samples, like those of the kernel.
 */
class SamplerTest {
  @TempDir Path root;

  static Stream<String> variants() {
    return Corpus.variants().stream();
  }

  /** Whether these tests read through the C library. */
  boolean isNative() {
    return true;
  }

  @Test
  void readsTheWayThatIsMeant() {
    assertThat(NativeAccess.isEnabled()).isEqualTo(isNative());
  }

  static SampledFile<?> file(String name) {
    return Procfs.sampledFiles().stream()
        .filter(file -> file.source().name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private void write(String file, byte[] bytes) throws IOException {
    Path path = root.resolve(file);
    Files.createDirectories(path.getParent());
    Rewritten.with(path, bytes);
  }

  private void write(String file, String text) throws IOException {
    write(file, text.getBytes(ISO_8859_1));
  }

  private static List<Long> values(FileReading reading) {
    return IntStream.range(0, reading.layout().cells()).mapToObj(reading::value).toList();
  }

  /** The last sample is equal to a new reading of the same file. */
  private void assertEqualsFreshReading(Sampler<?> sampler) {
    Snapshot fresh = Snapshot.of(file(sampler.source().name()), root);
    assertThat(sampler.layout().isSameAs(fresh.layout())).as("the same layout").isTrue();
    assertThat(values(sampler)).isEqualTo(values(fresh));
    assertThat(sampler.problems()).isEqualTo(fresh.problems());
    assertThat(sampler.problem()).isEmpty();
  }

  @Test
  void linesThatEndInCarriageReturnsReadTheSame() throws IOException {
    String variant = "amd64-6.12-smp4-numa2";
    for (String name : Corpus.FILES) {
      Snapshot printed = Snapshot.of(file(name), Corpus.tree(variant, "s1"));
      try (Sampler<?> sampler = file(name).sampler(root)) {
        for (String moment : List.of("s0", "s1")) {
          String text = new String(Corpus.bytes(variant, moment, name), ISO_8859_1);
          write(name, text.replace("\n", "\r\n"));
          assertThat(sampler.sample()).as(name).isEqualTo(Outcome.SAMPLED);
        }
        assertThat(sampler.problems()).as(name).isEmpty();
        assertThat(sampler.layout().isSameAs(printed.layout())).as(name).isTrue();
        assertThat(values(sampler)).as(name).isEqualTo(values(printed));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("variants")
  void everyMomentEqualsAFreshReading(String variant) throws IOException {
    for (String name : Corpus.FILES) {
      write(name, Corpus.bytes(variant, "s0", name));
      try (Sampler<?> sampler = file(name).sampler(root)) {
        Layout layout = null;
        List<Long> before = List.of();
        for (String moment : List.of("s0", "s1", "s2", "s2", "s1", "s0", "s1")) {
          write(name, Corpus.bytes(variant, moment, name));
          assertThat(sampler.sample()).isEqualTo(Outcome.SAMPLED);
          assertEqualsFreshReading(sampler);
          assertThat(sampler.bytes()).isEqualTo(Corpus.bytes(variant, moment, name).length);
          List<Long> now = values(sampler);
          if (sampler.isContinuation()) {
            assertThat(sampler.layout()).isSameAs(layout);
            assertThat(changes(sampler)).isEqualTo(differences(before, now));
          }
          layout = sampler.layout();
          before = now;
        }
      }
    }
  }

  private static List<String> changes(Sampler<?> sampler) {
    return IntStream.range(0, sampler.changes())
        .mapToObj(i -> sampler.changed(i) + " by " + sampler.delta(i))
        .toList();
  }

  private static List<String> differences(List<Long> before, List<Long> now) {
    return IntStream.range(0, now.size())
        .filter(cell -> !now.get(cell).equals(before.get(cell)))
        .mapToObj(cell -> cell + " by " + (now.get(cell) - before.get(cell)))
        .toList();
  }

  @ParameterizedTest
  @MethodSource("variants")
  void momentsOfTheSameRowsContinueOneAnother(String variant) throws IOException {
    for (String name : Corpus.STEADY) {
      write(name, Corpus.bytes(variant, "s0", name));
      try (Sampler<?> sampler = file(name).sampler(root)) {
        sampler.sample();
        assertThat(sampler.isContinuation()).as("the first").isFalse();
        assertThat(sampler.changes()).isZero();
        byte[] next = Corpus.bytes(variant, "s1", name);
        boolean isAnother = !Arrays.equals(next, Corpus.bytes(variant, "s0", name));
        write(name, next);
        sampler.sample();
        assertThat(sampler.isContinuation()).as(name).isTrue();
        assertThat(sampler.changes() > 0).as(name).isEqualTo(isAnother);
        sampler.sample();
        assertThat(sampler.isContinuation()).isTrue();
        assertThat(sampler.changes()).isZero();
      }
    }
  }

  @ParameterizedTest
  @MethodSource("variants")
  void theHistorySaysWhatWasSampled(String variant) throws IOException {
    for (String name : Corpus.FILES) {
      write(name, Corpus.bytes(variant, "s0", name));
      try (Sampler<?> sampler = file(name).sampler(root, History.keepingAll())) {
        List<List<Long>> expected = new ArrayList<>();
        List<Layout> layouts = new ArrayList<>();
        for (String moment : List.of("s0", "s1", "s2", "s1", "s0")) {
          write(name, Corpus.bytes(variant, moment, name));
          sampler.sample();
          expected.add(values(sampler));
          layouts.add(sampler.layout());
        }
        var playback = sampler.history().playback();
        for (int i = 0; i < expected.size(); i++) {
          assertThat(playback.next()).isTrue();
          assertThat(playback.layout()).isSameAs(layouts.get(i));
          List<Long> played =
              IntStream.range(0, playback.layout().cells()).mapToObj(playback::value).toList();
          assertThat(played).isEqualTo(expected.get(i));
          assertThat(playback.isAfterGap()).isFalse();
        }
        assertThat(playback.next()).isFalse();
      }
    }
  }

  @Test
  void timeWindowsAreInOrderAndDoNotOverlap() throws IOException {
    write("stat", Corpus.bytes("amd64-6.1-smp1", "s0", "stat"));
    try (Sampler<?> sampler = Stat.FILE.sampler(root)) {
      long last = System.nanoTime();
      for (int i = 0; i < 1000; i++) {
        sampler.sample();
        assertThat(sampler.startNanos()).isGreaterThanOrEqualTo(last);
        assertThat(sampler.endNanos()).isGreaterThanOrEqualTo(sampler.startNanos());
        last = sampler.endNanos();
      }
      assertThat(System.nanoTime()).isGreaterThanOrEqualTo(last);
    }
  }

  @Test
  void textsOfEverySizeAreWhole() throws IOException {
    try (Sampler<?> sampler = VmStat.FILE.sampler(root)) {
      for (int lines : new int[] {1, 700, 3, 10_000, 819, 820, 1, 10_001, 10_001}) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < lines; i++) {
          text.append("key").append(i).append(' ').append(i * 7L).append('\n');
        }
        write("vmstat", text.toString());
        assertThat(sampler.sample()).isEqualTo(Outcome.SAMPLED);
        assertThat(sampler.layout().cells()).isEqualTo(lines);
        assertThat(sampler.value(lines - 1)).isEqualTo((lines - 1) * 7L);
        assertThat(sampler.bytes()).isEqualTo(text.length());
      }
    }
  }

  @Test
  void aRowThatMovesKeepsItsSeriesAndACounterThatFellHasNoRate() throws IOException {
    // zram1 was removed and added before s2: its row moved and its counters fell.
    write("diskstats", Corpus.bytes("amd64-6.1-smp8-numa2", "s0", "diskstats"));
    try (Sampler<DiskStats> sampler = DiskStats.FILE.sampler(root, History.keepingAll())) {
      for (String moment : Corpus.MOMENTS) {
        write("diskstats", Corpus.bytes("amd64-6.1-smp8-numa2", moment, "diskstats"));
        sampler.sample();
      }
      DiskStats view = sampler.view();
      TimeSeries moved =
          sampler.history().series(view.device("zram1"), DiskStatsColumns.WRITES_COMPLETED);
      assertThat(moved.size()).isEqualTo(3);
      assertThat(moved.value(2)).isEqualTo(32);
      assertThat(moved.rate().size()).isEqualTo(1);
      assertThat(moved.rate().skipped()).isEqualTo(1);
      assertThat(moved.rate().min()).isNotNegative();
      TimeSeries left =
          sampler.history().series(view.device("sr0"), DiskStatsColumns.READS_COMPLETED);
      assertThat(left.size()).isEqualTo(2);
      TimeSeries came =
          sampler.history().series(view.device("zram2"), DiskStatsColumns.READS_COMPLETED);
      assertThat(came.size()).isEqualTo(1);
    }
  }

  @Test
  void aRowThatLeftAndCameBackIsTheSameRowWithAGap() throws IOException {
    List<String> moments = List.of("s0", "s2", "s0"); // sr0 is not in s2
    try (Sampler<DiskStats> sampler = DiskStats.FILE.sampler(root, History.keepingAll())) {
      for (String moment : moments) {
        write("diskstats", Corpus.bytes("amd64-6.1-smp8-numa2", moment, "diskstats"));
        sampler.sample();
      }
      TimeSeries series =
          sampler.history().series(sampler.view().device("sr0"), DiskStatsColumns.READS_COMPLETED);
      assertThat(series.size()).isEqualTo(2);
      assertThat(series.isAfterGap(0)).isFalse();
      assertThat(series.isAfterGap(1)).isTrue();
      assertThat(series.rate().size()).isZero();
      assertThat(series.rate().skipped()).isEqualTo(1);
    }
  }

  @Test
  void aCpuThatWentOfflineLeavesTheOthersTheirNumbers() throws IOException {
    try (Sampler<Stat> sampler = Stat.FILE.sampler(root, History.keepingAll())) {
      for (String moment : List.of("s1", "s2")) {
        write("stat", Corpus.bytes("amd64-6.1-smp8-numa2", moment, "stat"));
        sampler.sample();
      }
      TimeSeries cpu2 = sampler.history().series(Stat.cpu(2), StatColumns.CPU_USER);
      Stat before = Procfs.at(Corpus.tree("amd64-6.1-smp8-numa2", "s1")).stat();
      Stat after = Procfs.at(Corpus.tree("amd64-6.1-smp8-numa2", "s2")).stat();
      assertThat(before.ticks(Stat.cpu(2), StatColumns.CPU_USER)).hasValue(cpu2.value(0));
      assertThat(after.ticks(Stat.cpu(2), StatColumns.CPU_USER)).hasValue(cpu2.value(1));
    }
  }

  /** An invalid text, and the message about it. */
  private record Nonsense(String what, String text, String problem) {}

  private static List<Nonsense> nonsense() {
    byte[] binary = new byte[3000];
    new Random(7).nextBytes(binary);
    return List.of(
        new Nonsense("binary rubbish", new String(binary, ISO_8859_1), ": expected "),
        new Nonsense("empty", "", "found \u00abend of text\u00bb"),
        new Nonsense("a line of words", "no number here\n", ":1:"),
        new Nonsense("zeros", "\0".repeat(4096), ": expected "));
  }

  @Test
  void nonsenseHalfwayIsReportedAndSamplingGoesOn() throws IOException {
    for (String name : List.of("stat", "meminfo", "vmstat", "uptime")) {
      byte[] good = Corpus.bytes("amd64-6.1-smp1", "s0", name);
      byte[] later = Corpus.bytes("amd64-6.1-smp1", "s1", name);
      write(name, good);
      try (Sampler<?> sampler = file(name).sampler(root, History.keepingAll())) {
        int samples = 0;
        for (Nonsense nonsense : nonsense()) {
          write(name, good);
          assertThat(sampler.sample()).isEqualTo(Outcome.SAMPLED);
          assertEqualsFreshReading(sampler);
          for (int again = 0; again < 2; again++) {
            write(name, nonsense.text());
            assertThat(sampler.sample()).as(nonsense.what()).isEqualTo(Outcome.MALFORMED);
            assertThat(sampler.problem().orElseThrow())
                .as(nonsense.what())
                .startsWith(root.resolve(name) + ":")
                .contains(nonsense.problem());
            assertThat(sampler.layout().cells()).isZero();
            assertThat(sampler.changes()).isZero();
            assertThat(sampler.isContinuation()).isFalse();
          }
          write(name, later);
          assertThat(sampler.sample()).isEqualTo(Outcome.SAMPLED);
          assertThat(sampler.isContinuation()).isFalse();
          assertEqualsFreshReading(sampler);
          samples += 2;
        }
        assertThat(sampler.history().samples()).isEqualTo(samples);
      }
    }
  }

  @Test
  void aParserThatFailsUnexpectedlyIsAProblemOfThatTextAlone() throws IOException {
    SampledFile<Stat> frail =
        new SampledFile<>(
            Stat.FILE.source(),
            Stat.FILE.printing(),
            (in, out) -> {
              if (in.word().equals("bad")) {
                throw new IllegalStateException("no such thing");
              }
              in.unsigned();
              in.endLine();
              // The cell is not assigned to a row.
            },
            List.of(),
            Stat.FILE.view());
    String message =
        root.resolve("stat")
            + ":1:1: expected a text that its parser can read to the end,"
            + " found «one at which the parser fails»";
    try (Sampler<Stat> sampler = frail.sampler(root)) {
      write("stat", "bad 1\n");
      assertThat(sampler.sample()).isEqualTo(Outcome.MALFORMED);
      assertThat(sampler.problem()).contains(message);
      assertThatThrownBy(() -> frail.read(root))
          .isInstanceOf(MalformedTextException.class)
          .hasMessage(message)
          .hasRootCauseMessage("no such thing");
      write("stat", "unplaced 1\n");
      assertThat(sampler.sample()).isEqualTo(Outcome.MALFORMED);
      assertThat(sampler.problem()).contains(message);
      assertThatThrownBy(() -> frail.read(root))
          .hasRootCauseMessage("the last number of the text belongs to no row");
    }
  }

  @Test
  void noRateSpansASampleThatFailed() throws IOException {
    write("stat", "cpu  1 0 0 0\nctxt 100\n");
    try (Sampler<Stat> sampler = Stat.FILE.sampler(root, History.keepingAll())) {
      sampler.sample();
      write("stat", "cpu  1 0 0 0\nctxt 200\n");
      sampler.sample();
      write("stat", "rubbish\n");
      sampler.sample();
      write("stat", "cpu  1 0 0 0\nctxt 300\n");
      sampler.sample();
      write("stat", "cpu  1 0 0 0\nctxt 400\n");
      sampler.sample();
      Layout layout = sampler.layout();
      int cell = layout.cell(layout.row(4), "ctxt");
      TimeSeries series = sampler.history().series(layout.row(cell), layout.column(cell));
      assertThat(series.size()).isEqualTo(4);
      assertThat(series.isAfterGap(2)).isTrue();
      assertThat(series.isAfterGap(3)).isFalse();
      assertThat(series.rate().size()).isEqualTo(2);
      assertThat(series.rate().skipped()).isEqualTo(1);
    }
  }

  @Test
  void aBadFieldCostsOneCellForAsLongAsItIsBad() throws IOException {
    write("stat", "cpu  1 0 0 0\nprocesses 10\nctxt 100\n");
    try (Sampler<Stat> sampler = Stat.FILE.sampler(root)) {
      sampler.sample();
      assertThat(sampler.view().forks()).isEqualTo(10);
      write("stat", "cpu  1 0 0 0\nprocesses 1948031333x\nctxt 200\n");
      assertThat(sampler.sample()).isEqualTo(Outcome.SAMPLED);
      assertThat(sampler.view().contextSwitches()).isEqualTo(200);
      assertThat(sampler.problems())
          .extracting(Problem::toString)
          .containsExactly(
              root.resolve("stat")
                  + ":2:11: expected an unsigned number of at most 64 bits, found"
                  + " \u00ab1948031333x\u00bb");
      // The next sample is a replay: the problem is still there, in its place.
      write("stat", "cpu  1000 0 0 0\nprocesses 1948031333x\nctxt 300\n");
      assertThat(sampler.sample()).isEqualTo(Outcome.SAMPLED);
      assertThat(sampler.isContinuation()).isTrue();
      assertEqualsFreshReading(sampler);
      write("stat", "cpu  1000 0 0 0\nprocesses 11\nctxt 300\n");
      assertThat(sampler.sample()).isEqualTo(Outcome.SAMPLED);
      assertThat(sampler.problems()).isEmpty();
      assertThat(sampler.view().forks()).isEqualTo(11);
    }
  }

  @Test
  void aProblemKeepsItsPlaceWhileTheNumbersBeforeItGrow() throws IOException {
    write("stat", "cpu  1 2 x 4\nctxt 5\n");
    try (Sampler<Stat> sampler = Stat.FILE.sampler(root)) {
      sampler.sample();
      write("stat", "cpu  1 20000 x 4\nctxt 5\n");
      sampler.sample();
      assertThat(sampler.isContinuation()).isTrue();
      assertThat(sampler.problems().getFirst().column()).isEqualTo(14);
      assertEqualsFreshReading(sampler);
    }
  }

  @Test
  void aTextLearnedAgainThatHasTheSameRowsIsInTheHistoryToo() throws IOException {
    write("stat", "cpu  1 0 0 0\nctxt 100\n");
    try (Sampler<Stat> sampler = Stat.FILE.sampler(root, History.keepingAll())) {
      sampler.sample();
      Layout layout = sampler.layout();
      write("stat", "cpu  1 0 0 0\nctxt 200 \n"); // a blank where none was
      sampler.sample();
      assertThat(sampler.isContinuation()).isFalse();
      assertThat(sampler.layout()).isSameAs(layout);
      TimeSeries series = sampler.history().series(layout.row(4), layout.column(4));
      assertThat(series.value(1)).isEqualTo(200);
      assertThat(series.rate().size()).isEqualTo(1);
    }
  }

  @Test
  void aUnitThatChangesIsAnotherAmount() throws IOException {
    write("meminfo", "Novel: 7\n");
    try (Sampler<MemInfo> sampler = MemInfo.FILE.sampler(root)) {
      sampler.sample();
      assertThat(sampler.view().amount("Novel")).hasValue(7);
      write("meminfo", "Novel: 7 kB\n");
      sampler.sample();
      assertThat(sampler.view().amount("Novel")).hasValue(7 * 1024);
    }
  }

  @Test
  void anAbsentFileIsSampledOnceItComes() throws IOException {
    try (Sampler<Uptime> sampler = Uptime.FILE.sampler(root)) {
      for (int i = 0; i < 3; i++) {
        assertThat(sampler.sample()).isEqualTo(Outcome.ABSENT);
        assertThat(sampler.problem()).contains(root.resolve("uptime") + ": no such file");
        assertThat(sampler.endNanos()).isGreaterThanOrEqualTo(sampler.startNanos());
      }
      write("uptime", "1.00 2.00\n");
      assertThat(sampler.sample()).isEqualTo(Outcome.SAMPLED);
      assertThat(sampler.problem()).isEmpty();
      assertThat(sampler.view().sinceBootNanos()).isEqualTo(1_000_000_000L);
    }
  }

  @Test
  void anAbsentFileSaysWhatItDependsOn() {
    try (Sampler<DiskStats> sampler = DiskStats.FILE.sampler(root)) {
      assertThat(sampler.sample()).isEqualTo(Outcome.ABSENT);
      assertThat(sampler.problem().orElseThrow()).contains("CONFIG_BLOCK");
    }
  }

  @Test
  void aMissingRootIsAnAbsentFile() {
    try (Sampler<Uptime> sampler = Uptime.FILE.sampler(root.resolve("none"))) {
      assertThat(sampler.sample()).isEqualTo(Outcome.ABSENT);
    }
    assertThatThrownBy(() -> Procfs.at(root.resolve("none")).uptime())
        .isInstanceOf(UnreadableException.class)
        .hasMessage(root.resolve("none/uptime") + ": no such file");
  }

  @Test
  void aRootThatIsAFileHoldsNoFiles() throws IOException {
    write("file", "");
    try (Sampler<Uptime> sampler = Uptime.FILE.sampler(root.resolve("file"))) {
      assertThat(sampler.sample()).isEqualTo(Outcome.ABSENT);
      assertThat(sampler.problem().orElseThrow()).contains("not a directory");
    }
  }

  @Test
  void aDirectoryInPlaceOfTheFileIsNotReadableUntilItIsAFile() throws IOException {
    Files.createDirectory(root.resolve("uptime"));
    try (Sampler<Uptime> sampler = Uptime.FILE.sampler(root)) {
      for (int i = 0; i < 3; i++) {
        assertThat(sampler.sample()).isEqualTo(Outcome.INVALID);
        assertThat(sampler.problem()).contains(root.resolve("uptime") + ": is a directory");
      }
      Files.delete(root.resolve("uptime"));
      assertThat(sampler.sample()).isEqualTo(Outcome.ABSENT);
      write("uptime", "1.00 2.00\n");
      assertThat(sampler.sample()).isEqualTo(Outcome.SAMPLED);
      assertThat(sampler.problem()).isEmpty();
    }
    Files.delete(root.resolve("uptime"));
    Files.createDirectory(root.resolve("uptime"));
    assertThatThrownBy(() -> Procfs.at(root).uptime())
        .isInstanceOfSatisfying(
            UnreadableException.class, e -> assertThat(e.outcome()).isEqualTo(Outcome.INVALID))
        .hasMessage(root.resolve("uptime") + ": is a directory");
  }

  @Test
  void aFileOfACopiedTreeThatIsDeletedIsAbsentUntilItIsMadeAgain() throws IOException {
    write("uptime", "1.00 2.00\n");
    try (Sampler<Uptime> sampler = Uptime.FILE.sampler(root)) {
      assertThat(sampler.sample()).isEqualTo(Outcome.SAMPLED);
      Files.delete(root.resolve("uptime"));
      for (int i = 0; i < 3; i++) {
        assertThat(sampler.sample()).isEqualTo(Outcome.ABSENT);
        assertThat(sampler.problem().orElseThrow()).contains(root.resolve("uptime").toString());
      }
      write("uptime", "3.00 4.00\n");
      assertThat(sampler.sample()).isEqualTo(Outcome.SAMPLED);
      assertThat(sampler.view().sinceBootNanos()).isEqualTo(3_000_000_000L);
    }
  }

  @Test
  void aFileOfACopiedTreeThatIsReplacedIsReadAnew() throws IOException {
    write("uptime", "1.00 2.00\n");
    try (Sampler<Uptime> sampler = Uptime.FILE.sampler(root)) {
      for (int i = 1; i < 10; i++) {
        assertThat(sampler.sample()).isEqualTo(Outcome.SAMPLED);
        assertThat(sampler.view().sinceBootNanos()).isEqualTo(i * 1_000_000_000L);
        write("other", (i + 1) + ".00 2.00\n");
        Files.move(
            root.resolve("other"), root.resolve("uptime"), StandardCopyOption.REPLACE_EXISTING);
      }
      assertThat(sampler.isContinuation()).as("the same rows and columns").isTrue();
    }
  }

  /**
   * A program that rewrites a file in place first truncates it: a reading meanwhile returns a part
   * of it.
   */
  @Test
  void aFileThatIsCutWhileItIsReadYieldsNoWrongNumber() throws Exception {
    String text = "123456.78 90123.45\n";
    List<Long> whole = List.of(12_345_678L, 9_012_345L);
    write("uptime", text);
    AtomicBoolean isOver = new AtomicBoolean();
    Thread writer = Thread.ofPlatform().start(() -> cut(root.resolve("uptime"), text, isOver));
    try (Sampler<Uptime> sampler = Uptime.FILE.sampler(root)) {
      for (int i = 0; i < 2_000; i++) {
        assertThat(sampler.sample()).isIn(Outcome.SAMPLED, Outcome.MALFORMED);
        assertThat(values(sampler)).isIn(List.of(), whole.subList(0, 1), whole);
      }
    } finally {
      isOver.set(true);
      writer.join();
    }
  }

  private static void cut(Path file, String text, AtomicBoolean isOver) {
    for (int i = 0; !isOver.get(); i++) {
      String some = text.substring(0, i % (text.length() + 1));
      try {
        Rewritten.with(file, some.getBytes(ISO_8859_1));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  @Test
  void aRootThatVanishesTakesItsFilesAlongAndBringsThemBack() throws IOException {
    Path proc = root.resolve("proc");
    write("proc/net/dev", Corpus.bytes("amd64-6.1-smp1", "s0", "net/dev"));
    Path away = root.resolve("away");
    try (Sampler<?> sampler = file("net/dev").sampler(proc)) {
      assertThat(sampler.sample()).isEqualTo(Outcome.SAMPLED);
      Files.move(proc, away);
      assertThat(sampler.sample()).isEqualTo(Outcome.ABSENT);
      Files.createSymbolicLink(proc, away);
      assertThat(sampler.sample()).isEqualTo(Outcome.SAMPLED);
      Files.delete(proc);
      assertThat(sampler.sample()).isEqualTo(Outcome.ABSENT);
      write("proc/net", "no directory");
      assertThat(sampler.sample()).isEqualTo(Outcome.ABSENT);
    }
  }

  @Test
  void aFileElsewhereThanBelowTheRootIsLookedAtAgainToo() throws IOException {
    Path place = root.resolve("debug/sched/debug");
    write("debug/sched/debug", Corpus.bytes("amd64-6.1-smp1", "s0", "sched_debug"));
    try (Sampler<?> sampler = SchedDebug.at(place).sampler(root)) {
      assertThat(sampler.sample()).isEqualTo(Outcome.SAMPLED);
      Files.delete(place);
      assertThat(sampler.sample()).isEqualTo(Outcome.ABSENT);
      Files.delete(place.getParent());
      assertThat(sampler.sample()).isEqualTo(Outcome.ABSENT);
    }
  }

  @Test
  void theViewShowsEachSampleInTurnAndNothingAfterAFailure() throws IOException {
    write("stat", "cpu  1 0 0 0\nctxt 100\n");
    try (Sampler<Stat> sampler = Stat.FILE.sampler(root)) {
      Stat view = sampler.view();
      assertThat(view.ticks(Stat.allCpus(), StatColumns.CPU_USER)).as("before the first").isEmpty();
      sampler.sample();
      assertThat(view.contextSwitches()).isEqualTo(100);
      write("stat", "cpu  7 0 0 0\nctxt 100000\n");
      sampler.sample();
      assertThat(sampler.view()).isSameAs(view);
      assertThat(view.contextSwitches()).isEqualTo(100_000);
      assertThat(view.ticks(Stat.allCpus(), StatColumns.CPU_USER)).hasValue(7);
      write("stat", "");
      sampler.sample();
      assertThat(view.ticks(Stat.allCpus(), StatColumns.CPU_USER)).isEmpty();
      assertThat(view.cpus()).isEmpty();
      assertThatThrownBy(view::contextSwitches)
          .isInstanceOf(java.util.NoSuchElementException.class);
    }
  }

  @Test
  void aSamplerWithoutHistorySaysSo() throws IOException {
    write("uptime", "1.00 2.00\n");
    try (Sampler<Uptime> sampler = Uptime.FILE.sampler(root)) {
      assertThat(sampler.sample()).isEqualTo(Outcome.SAMPLED);
      assertThatThrownBy(sampler::history).isInstanceOf(IllegalStateException.class);
    }
  }

  @Test
  void aSnapshotStaysAsItWas() throws IOException {
    write("uptime", "1.00 2.00\n");
    Uptime before = Procfs.at(root).uptime();
    write("uptime", "9.00 9.00\n");
    assertThat(before.sinceBootNanos()).isEqualTo(1_000_000_000L);
    assertThat(before.reading().endNanos()).isGreaterThanOrEqualTo(before.reading().startNanos());
  }

  @Test
  void aFlappingSourceCostsLittleMemory() throws IOException {
    // Every other sample fails, so each successful one is a key frame.
    try (Sampler<Uptime> sampler = Uptime.FILE.sampler(root, History.keepingAll())) {
      long before = used();
      for (int i = 0; i < 4_000; i++) {
        write("uptime", i % 2 == 0 ? "1.00 2.00\n" : "");
        sampler.sample();
      }
      assertThat(sampler.history().samples()).isEqualTo(2_000);
      assertThat(used() - before).as("bytes kept").isLessThan(8 << 20);
    }
  }

  private static long used() {
    System.gc();
    return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
  }
}
