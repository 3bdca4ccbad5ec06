package io.github.procfs4j.recording;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.procfs4j.model.Column;
import io.github.procfs4j.model.Kind;
import io.github.procfs4j.model.Layout;
import io.github.procfs4j.model.Playback;
import io.github.procfs4j.model.Source;
import io.github.procfs4j.model.Table;
import io.github.procfs4j.model.Unit;
import io.github.procfs4j.sampling.Printing;
import io.github.procfs4j.sampling.Recorder;
import io.github.procfs4j.sampling.SampledFile;
import io.github.procfs4j.sampling.Sampler;
import io.github.procfs4j.system.MemInfo;
import io.github.procfs4j.system.SystemFiles;
import io.github.procfs4j.testing.Corpus;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RoundTripTest {
  private static final Path TREES = Corpus.ROOT.resolve("amd64-6.1-smp8-numa2");

  @TempDir Path directory;

  /**
   * Layouts change, sources fail and come back, numbers become invalid, ticks are skipped.
   *
   * @param given receives the samples
   */
  private Path eventful(String variant, List<List<Seen>> given) throws IOException {
    try (Session session = new Session(directory, SystemFiles.ALL)) {
      session.tick(); // no file is there yet
      for (String moment : List.of("s0", "s1", "s1", "s2", "s0")) {
        session.show(Corpus.tree(variant, moment));
        session.tick();
        session.tick();
        session.second();
        session.write("uptime", "of no use\n");
        session.write("meminfo", "MemTotal:        123 ");
        session.tick();
        session.writer.late(1, 3);
        session.tick();
      }
      session.show(Corpus.tree(variant, "s2"));
      session.tick();
      session.end();
      given.addAll(session.given);
      assertThat(session.writer.samples())
          .isEqualTo(given.stream().mapToLong(List::size).sum())
          .isEqualTo((Corpus.FILES.size() - 2) * 21L + 2 * 11);
      assertThat(session.writer.late()).isEqualTo(15);
      assertThat(session.writer.bytes()).isEqualTo(Files.size(session.file));
      return session.file;
    }
  }

  static List<String> variants() {
    return Corpus.variants();
  }

  @ParameterizedTest
  @MethodSource("variants")
  void playbackIsWhatTheSamplersGave(String variant) throws IOException {
    List<List<Seen>> given = new ArrayList<>();
    try (Recording recording = Recording.open(eventful(variant, given))) {
      assertThat(Seen.of(recording)).isEqualTo(given);
      assertThat(given.get(1).stream().filter(Seen::isAfterGap)).hasSize(6);
      assertThat(recording.isComplete()).isTrue();
      assertThat(recording.ignoredBytes()).isZero();
      assertThat(recording.facts()).isEqualTo(Session.FACTS);
      assertThat(recording.sources())
          .extracting(RecordedSource::name)
          .isEqualTo(SystemFiles.ALL.stream().map(file -> file.source().name()).toList());
      assertThat(recording.startNanos()).isEqualTo(given.getFirst().getFirst().startNanos());
      assertThat(recording.endNanos())
          .isEqualTo(
              given.stream().flatMap(List::stream).mapToLong(Seen::endNanos).max().orElseThrow());
      RecordedSource meminfo = recording.source("meminfo").orElseThrow();
      assertThat(meminfo.lateTicks()).isEqualTo(15);
      assertThat(meminfo.failures())
          .extracting(RecordedSource.Failure::outcome)
          .containsExactly(
              "absent", "malformed", "malformed", "malformed", "malformed", "malformed");
    }
  }

  @ParameterizedTest
  @MethodSource("variants")
  void anotherReaderMadeFromTheDocumentReadsTheSame(String variant) throws IOException {
    Path file = eventful(variant, new ArrayList<>());
    IndependentReader other = new IndependentReader(Files.readAllBytes(file));
    try (Recording recording = Recording.open(file)) {
      assertThat(other.samples()).isEqualTo(Seen.of(recording));
      assertThat(other.facts).isEqualTo(recording.facts().asMap());
      assertThat(other.hasEnd).isTrue();
      assertThat(other.ignored).isZero();
      assertThat(other.clocks).isNotEmpty();
      for (IndependentReader.Clock clock : other.clocks) {
        assertThat(recording.instant(clock.nanos()))
            .contains(Instant.ofEpochSecond(clock.seconds(), clock.nanoseconds()));
      }
      for (int i = 0; i < other.sources.size(); i++) {
        IndependentReader.Source source = other.sources.get(i);
        RecordedSource recorded = recording.sources().get(i);
        assertThat(recorded.name()).isEqualTo(source.name);
        assertThat(recorded.period().toNanos()).isEqualTo(source.period).isEqualTo(100_000_000);
        assertThat(recorded.purpose()).isEqualTo(source.purpose).isNotEmpty();
        assertThat(recorded.reference()).isEqualTo(source.reference).isNotEmpty();
        assertThat(recorded.lateTicks()).isEqualTo(source.lateTicks);
        assertThat(recorded.samples()).isEqualTo(source.samples.size());
        assertThat(recorded.failures())
            .extracting(f -> f.nanos() + " " + f.outcome() + ": " + f.problem())
            .isEqualTo(source.failures)
            .isNotEmpty();
      }
      assertThat(other.columns)
          .contains(
              new IndependentReader.Column(
                  "MemFree", "bytes", BigInteger.valueOf(1024), 0, "gauge", false));
    }
  }

  @Test
  @SuppressWarnings("ReferenceEquality") // identity is meant
  void columnsComeBackWithAllThatDescribesThem() throws IOException {
    try (Session session = new Session(directory, SystemFiles.ALL)) {
      session.show(TREES.resolve("s0"));
      session.tick();
      session.end();
      try (Recording recording = Recording.open(session.file)) {
        for (SampledFile<?> file : inTheCorpus()) {
          Playback playback =
              recording.playback(recording.source(file.source().name()).orElseThrow());
          assertThat(playback.next()).isTrue();
          try (Sampler<?> sampler = file.sampler(session.root)) {
            sampler.sample();
            assertThat(playback.layout().isSameAs(sampler.layout())).isTrue();
            IdentityHashMap<Column, Column> compared = new IdentityHashMap<>();
            for (int cell = 0; cell < sampler.layout().cells(); cell++) {
              Column played = playback.layout().column(cell);
              Column sampled = sampler.layout().column(cell);
              if (compared.put(played, sampled) != sampled) {
                assertThat(played).usingRecursiveComparison().isEqualTo(sampled);
              }
            }
          }
        }
      }
    }
  }

  /** The kernels of the corpus do not have all files. */
  private static List<SampledFile<?>> inTheCorpus() {
    List<SampledFile<?>> files = new ArrayList<>(SystemFiles.ALL);
    files.removeIf(file -> !Corpus.FILES.contains(file.source().name()));
    return files;
  }

  private static SampledFile<?> oneNumber(String name, Column column) {
    return new SampledFile<>(
        new Source(name, "A number.", Source.Mode.SAMPLED, "", "", "", ""),
        Printing.ONE_CALL,
        (in, out) ->
            in.eachLine(line -> out.row(Table.of("table", "of"), name).cell(column, line.signed())),
        List.of(),
        reading -> reading);
  }

  @Test
  void columnsOfOneNameAndManyMeaningsStayApart() throws IOException {
    Unit unit = new Unit("beans", 12, 3);
    List<Column> columns =
        List.of(
            new Column("n", unit, Kind.COUNTER, false, "", "", "One.", ""),
            new Column("n", unit, Kind.COUNTER, true, "", "", "One.", ""),
            new Column("n", unit, Kind.COUNTER, false, "", "", "Another.", ""),
            new Column("n", unit, Kind.COUNTER, false, "6.1", "", "One.", ""),
            new Column("n", unit, Kind.COUNTER, false, "", "CONFIG_N", "One.", ""),
            new Column("n", unit, Kind.COUNTER, false, "", "", "One.", "n.c"),
            new Column("n", unit, Kind.GAUGE, false, "", "", "One.", ""),
            new Column("n", Unit.COUNT, Kind.COUNTER, false, "", "", "One.", ""));
    List<SampledFile<?>> files = new ArrayList<>();
    columns.forEach(column -> files.add(oneNumber("file" + files.size(), column)));
    try (Session session = new Session(directory, files)) {
      for (SampledFile<?> file : files) {
        session.write(file.source().name(), "-9223372036854775808\n");
      }
      session.tick();
      for (SampledFile<?> file : files) {
        session.write(file.source().name(), "9223372036854775807\n");
      }
      session.tick();
      session.end();
      try (Recording recording = Recording.open(session.file)) {
        assertThat(Seen.of(recording)).isEqualTo(session.given);
        for (int i = 0; i < columns.size(); i++) {
          Playback playback = recording.playback(recording.sources().get(i));
          assertThat(playback.next()).isTrue();
          assertThat(playback.layout().column(0))
              .usingRecursiveComparison()
              .isEqualTo(columns.get(i));
        }
      }
    }
  }

  @Test
  void theRecorderRecords() throws IOException {
    Path root = TREES.resolve("s0");
    Path file = directory.resolve("recording");
    List<Recorder.Track> tracks =
        inTheCorpus().stream()
            .map(f -> new Recorder.Track(f.sampler(root), Duration.ofMillis(20)))
            .toList();
    RecordingWriter writer = RecordingWriter.create(file, false, tracks, RecordingFacts.none());
    new Recorder(tracks, writer).run(Duration.ofMillis(200));
    writer.close();
    tracks.forEach(track -> track.sampler().close());
    try (Recording recording = Recording.open(file)) {
      for (RecordedSource source : recording.sources()) {
        assertThat(source.samples()).isPositive();
        assertThat(source.samples() + source.lateTicks()).isGreaterThanOrEqualTo(11);
        assertThat(source.failures()).isEmpty();
      }
    }
  }

  @Test
  void aProblemIsNotedOnceForEachKind() throws IOException {
    // Made up: two lines that differ from sample to sample, and a third from the second one on.
    try (Session session = new Session(directory, List.of(MemInfo.FILE))) {
      for (int i = 0; i < 30; i++) {
        String third = i == 0 ? "" : "Dirty: 5 kB " + i + "\n";
        session.write(
            "meminfo", "MemTotal: 9 kB\nMemFree: x" + i + " kB\nRates " + i + "\n" + third);
        session.tick();
      }
      session.end();
      try (Recording recording = Recording.open(session.file)) {
        assertThat(recording.sources().getFirst().failures())
            .extracting(failure -> failure.problem().replaceFirst("^.*?meminfo:", ""))
            .containsExactly(
                "2:10: expected an unsigned number of at most 64 bits, found «x0 kB»",
                "3:1: expected a name that ends in «:», found «Rates 0»",
                "4:13: expected the end of the line, found «1»");
      }
    }
  }

  @Test
  void recordingsWithoutASampleAreRead() throws IOException {
    try (Session session = new Session(directory, SystemFiles.ALL)) {
      session.tick();
      session.second();
      session.tick();
      session.end();
      try (Recording recording = Recording.open(session.file)) {
        assertThat(Seen.of(recording)).allMatch(List::isEmpty);
        assertThat(recording.startNanos()).isZero();
        assertThat(recording.sources()).allMatch(source -> source.failures().size() == 1);
        assertThat(recording.sources().getFirst().failures().getFirst().problem())
            .contains("proc/stat");
      }
    }
  }

  @Test
  void layoutsOfAllShapesComeBack() throws IOException {
    Table table = Table.of("t", "a", "b");
    Table bare = Table.of("bare");
    Column one = Column.undescribed("one", Unit.COUNT);
    Column two = Column.undescribed("two", Unit.COUNT);
    Column three = Column.undescribed("three", Unit.COUNT);
    Layout.Builder builder = new Layout.Builder();
    builder.table(Table.of("empty", "label"));
    builder.newRow(table, "", "\n\u001b[2J\ud83d\ude00").cell(two, 5).cell(three, 0);
    builder.newRow(table, "x", "y").cell(one, 4).cell(two, 1);
    builder.newRow(table, "x", "y").cell(three, 2);
    builder.newRow(table, "x", "none");
    builder.row(bare.row()).cell(one, 3);
    Table described = Table.of("described", "a").describedBy("b");
    builder.newRow(described, "x", "y").cell(one, 6);
    builder.newRow(described, "x", "z").cell(one, 7);
    Layout layout = builder.build();
    RecordWriter out = new RecordWriter();
    List<Column> columns = new ArrayList<>();
    LayoutFormat.write(
        out,
        layout,
        column -> {
          if (!columns.contains(column)) {
            columns.add(column);
          }
          return columns.indexOf(column);
        });
    Layout read =
        LayoutFormat.readLayout(
            new RecordReader(out.bytes(), 0, out.size()), columns, new HashMap<>());
    assertThat(read.isSameAs(layout)).isTrue();
    assertThat(read.tables()).isEqualTo(layout.tables());
  }
}
