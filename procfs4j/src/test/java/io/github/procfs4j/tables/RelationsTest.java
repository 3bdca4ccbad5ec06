package io.github.procfs4j.tables;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.procfs4j.model.Column;
import io.github.procfs4j.model.Figure;
import io.github.procfs4j.model.Interval;
import io.github.procfs4j.model.Kind;
import io.github.procfs4j.model.Layout;
import io.github.procfs4j.model.Layout.TableLayout;
import io.github.procfs4j.model.Playback;
import io.github.procfs4j.model.Row;
import io.github.procfs4j.model.SlotWalk;
import io.github.procfs4j.model.Source;
import io.github.procfs4j.model.Table;
import io.github.procfs4j.model.Unit;
import io.github.procfs4j.recording.RecordedSource;
import io.github.procfs4j.recording.Recording;
import io.github.procfs4j.recording.Session;
import io.github.procfs4j.recording.WalkRecorder;
import io.github.procfs4j.sampling.Printing;
import io.github.procfs4j.sampling.SampledFile;
import io.github.procfs4j.system.DiskStats;
import io.github.procfs4j.system.MemInfo;
import io.github.procfs4j.system.SystemFiles;
import io.github.procfs4j.tables.Field.Role;
import io.github.procfs4j.testing.Corpus;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RelationsTest {
  private static final int ONE_IN = Integer.getInteger("procfs.one-in", 1);

  @TempDir private Path directory;

  static List<String> variants() {
    List<String> all = Corpus.variants();
    return IntStream.range(0, all.size()).filter(i -> i % ONE_IN == 0).mapToObj(all::get).toList();
  }

  /** A recording with gaps and late ticks of all files that a kernel printed. */
  private Recording eventful(String variant) throws IOException {
    try (Session session = new Session(directory, SystemFiles.ALL)) {
      session.tick(); // no file is there yet
      for (String moment : List.of("s0", "s1", "s2")) {
        session.show(Corpus.tree(variant, moment));
        session.tick();
        session.tick();
        session.second();
        session.write("meminfo", "MemTotal:        123 ");
        session.tick();
        session.writer.late(1, 3);
      }
      session.show(Corpus.tree(variant, "s2"));
      session.tick();
      session.end();
      return Recording.open(session.file);
    }
  }

  /** All numbers and labels of a recording, found by looking up each row and column by name. */
  private static List<String> cells(Recording recording, RecordedSource source) {
    List<String> cells = new ArrayList<>();
    Playback samples = recording.playback(source);
    while (samples.next()) {
      Layout layout = samples.layout();
      long middle = samples.startNanos() + (samples.endNanos() - samples.startNanos()) / 2;
      Instant time = recording.instant(middle).orElseThrow();
      for (TableLayout table : layout.tables()) {
        for (Row row : table.rows()) {
          String where =
              "%s %s %d %d %d "
                  .formatted(
                      table.table().name(),
                      row.text(),
                      ChronoUnit.MICROS.between(Instant.EPOCH, time),
                      samples.startNanos(),
                      samples.endNanos());
          for (Column column : table.columns()) {
            int cell = layout.cell(row, column);
            if (cell != Layout.ABSENT) {
              Column here = layout.column(cell);
              cells.add(
                  where
                      + column.name()
                      + " "
                      + here.unit().name()
                      + " "
                      + (here.unit().equals(Unit.LETTER)
                          ? Amount.letter(samples.value(cell))
                          : here.unit()
                              .exactAmount(samples.value(cell), here.signed())
                              .toPlainString()));
            }
          }
        }
      }
    }
    return cells;
  }

  /** The same, read through the relations. */
  private static List<String> read(Relations relations, String schema) {
    List<String> cells = new ArrayList<>();
    List<Relation> ofSamples =
        relations.ofSchema(schema).stream()
            .filter(relation -> relation.content() == Relation.Content.SAMPLES)
            .toList();
    if (ofSamples.isEmpty()) {
      return cells;
    }
    Rows rows = relations.rows(ofSamples);
    while (rows.next()) {
      Relation relation = rows.relation();
      StringBuilder labels = new StringBuilder();
      long repeat = 0;
      for (int f = 0; f < relation.fields().size(); f++) {
        Field field = relation.fields().get(f);
        if (field.role() == Role.LABEL && !rows.isNull(f)) {
          if (field.type() == Field.Type.LONG) {
            repeat = rows.number(f);
          } else {
            labels.append(labels.isEmpty() ? "" : " ");
            labels.append(field.kernelName()).append('=').append(rows.text(f));
          }
        }
      }
      String where =
          "%s %s%s %d %d %d "
              .formatted(
                  relation.table(),
                  labels,
                  repeat > 0 ? " #" + (repeat + 1) : "",
                  rows.number(relation.indexOf("time")),
                  rows.number(relation.indexOf("begin_ns")),
                  rows.number(relation.indexOf("end_ns")));
      for (int f = 0; f < relation.fields().size(); f++) {
        Field field = relation.fields().get(f);
        if (field.role() == Role.COLUMN && !rows.isNull(f)) {
          cells.add(where + field.kernelName() + " " + field.unit() + " " + value(rows, f, field));
        }
      }
    }
    return cells;
  }

  private static @Nullable String value(Rows rows, int f, Field field) {
    BigDecimal exact = field.type() == Field.Type.TEXT ? null : rows.decimal(f);
    return switch (field.type()) {
      case TEXT -> rows.text(f);
      case LONG, SHORT_DECIMAL -> {
        BigDecimal number = BigDecimal.valueOf(rows.number(f), field.scale());
        assertThat(exact).isEqualTo(number);
        yield number.toPlainString();
      }
      default -> exact == null ? null : exact.toPlainString();
    };
  }

  @ParameterizedTest
  @MethodSource("variants")
  void everyCellIsInItsRelation(String variant) throws IOException {
    try (Recording recording = eventful(variant)) {
      Relations relations = Relations.of(recording, "eventful");
      int cells = 0;
      for (RecordedSource source : recording.sources()) {
        List<String> expected = cells(recording, source);
        String schema =
            relations.schemas().entrySet().stream()
                .filter(entry -> entry.getValue().equals(source.name()))
                .findFirst()
                .orElseThrow()
                .getKey();
        assertThat(read(relations, schema))
            .as(source.name())
            .containsExactlyInAnyOrderElementsOf(expected);
        cells += expected.size();
      }
      assertThat(cells).isGreaterThan(10_000);
    }
  }

  @ParameterizedTest
  @MethodSource("variants")
  void figuresAreThoseOfTheIntervals(String variant) throws IOException {
    try (Recording recording = eventful(variant)) {
      Relations relations = Relations.of(recording, "eventful");
      Relation disks = relations.find("diskstats.disk_figures").orElseThrow();
      Rows rows = relations.rows(disks);
      Interval interval =
          new Interval(recording.playback(recording.source("diskstats").orElseThrow()));
      int missing = 0;
      while (interval.next()) {
        for (Row row : interval.layout().table("disk").orElseThrow().rows()) {
          assertThat(rows.next()).isTrue();
          assertThat(rows.text(disks.indexOf("device"))).isEqualTo(row.label("device"));
          assertThat(rows.number(disks.indexOf("begin_ns"))).isEqualTo(interval.fromNanos());
          assertThat(rows.number(disks.indexOf("end_ns"))).isEqualTo(interval.toNanos());
          String remarks = rows.text(disks.indexOf("remarks"));
          for (Field field : disks.fields()) {
            if (field.role() == Role.FIGURE) {
              Figure figure = DiskStats.FILE.figure("disk", field.kernelName());
              double expected = figure.value(interval, row);
              int f = disks.indexOf(field.name());
              assertThat(rows.real(f)).isEqualTo(Double.valueOf(expected));
              assertThat(rows.isNull(f)).isEqualTo(Double.isNaN(expected));
              if (Double.isNaN(expected)) {
                missing++;
                assertThat(remarks)
                    .contains(
                        field.name()
                            + ": "
                            + String.valueOf(interval.lack())
                                .toLowerCase(Locale.ROOT)
                                .replace('_', ' '));
              }
            }
          }
        }
      }
      assertThat(rows.next()).isFalse();
      assertThat(missing).as("figures without a value").isPositive();
    }
  }

  @Test
  void gapsLateTicksMarksAndFactsAreRelations() throws IOException {
    try (Recording recording = eventful(Corpus.variants().getFirst())) {
      Relations relations = Relations.of(recording, "eventful");
      assertThat(texts(relations, "recording.facts", "host", "name", "value"))
          .contains("überhost host überhost", "überhost procfs4j test");
      assertThat(texts(relations, "recording.gaps", "source", "reason"))
          .filteredOn(gap -> gap.startsWith("meminfo "))
          .hasSize(4)
          .first()
          .asString()
          .startsWith("meminfo absent: ");
      assertThat(texts(relations, "recording.late_ticks", "source", "ticks"))
          .containsExactly("meminfo 3", "meminfo 3", "meminfo 3");
      assertThat(texts(relations, "recording.failures", "source", "outcome"))
          .contains("meminfo malformed", "vmstat absent");
      assertThat(texts(relations, "recording.sources", "source", "schema"))
          .contains("net/dev net_dev", "stat stat");
      assertThat(texts(relations, "recording.fields", "relation", "field", "unit"))
          .contains("meminfo.meminfo Active_anon bytes", "stat.cpu user ticks")
          .doesNotHaveDuplicates();
      assertThat(texts(relations, "recording.marks", "text")).isEmpty();
    }
  }

  /** The rows of a relation as texts, in which null is distinct from every text. */
  private static List<String> rows(Relations relations, Relation relation, int[] fields) {
    List<String> texts = new ArrayList<>();
    for (Rows rows = relations.rows(relation); rows.next(); ) {
      StringBuilder text = new StringBuilder();
      for (int field : fields) {
        text.append('|');
        if (!rows.isNull(field)) {
          switch (relation.fields().get(field).type()) {
            case TEXT -> text.append('«').append(rows.text(field));
            case DOUBLE -> text.append(rows.real(field));
            case DECIMAL -> text.append(rows.decimal(field));
            default -> text.append(rows.number(field));
          }
        }
      }
      texts.add(text.toString());
    }
    return texts;
  }

  /** The same, read by column. */
  private static List<String> chunks(Relations relations, Relation relation, int[] fields) {
    List<String> texts = new ArrayList<>();
    Chunks chunks = relations.chunks(relation, fields, Long.MIN_VALUE, Long.MAX_VALUE);
    while (chunks.next()) {
      for (int row = 0; row < chunks.size(); row++) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < fields.length; i++) {
          text.append('|');
          if (!chunks.nulls(i)[row]) {
            switch (relation.fields().get(fields[i]).type()) {
              case TEXT -> text.append('«').append(chunks.texts(i)[row]);
              case DOUBLE -> text.append(chunks.reals(i)[row]);
              case DECIMAL -> text.append(chunks.decimals(i)[row]);
              default -> text.append(chunks.numbers(i)[row]);
            }
          }
        }
        texts.add(text.toString());
      }
    }
    return texts;
  }

  private static void assertChunksAreRows(Relations relations) {
    for (Relation relation : relations.all()) {
      int[] all = IntStream.range(0, relation.fields().size()).toArray();
      assertThat(chunks(relations, relation, all))
          .as(relation.fullName())
          .containsExactlyInAnyOrderElementsOf(rows(relations, relation, all));
      int[] some = {all.length - 1, all.length / 2, 1};
      assertThat(chunks(relations, relation, some))
          .as(relation.fullName())
          .containsExactlyInAnyOrderElementsOf(rows(relations, relation, some));
    }
  }

  @ParameterizedTest
  @MethodSource("variants")
  void chunksHaveTheSameRows(String variant) throws IOException {
    try (Recording recording = eventful(variant)) {
      assertChunksAreRows(Relations.of(recording, "chunks"));
    }
  }

  private static List<String> texts(Relations relations, String name, String... fields) {
    Relation relation = relations.find(name).orElseThrow();
    List<String> texts = new ArrayList<>();
    for (Rows rows = relations.rows(relation); rows.next(); ) {
      List<String> values = new ArrayList<>();
      for (String field : fields) {
        int f = relation.indexOf(field);
        values.add(
            relation.fields().get(f).type() == Field.Type.TEXT
                ? String.valueOf(rows.text(f))
                : String.valueOf(rows.decimal(f)));
      }
      texts.add(String.join(" ", values));
    }
    return texts;
  }

  @Test
  void rowsThatComeAndGoAreThoseOfThePlayback() throws IOException {
    for (int seed = 0; seed < 5; seed++) {
      Path file = directory.resolve("walk" + seed);
      SlotWalk walk = new SlotWalk(new Random(seed), 20);
      try (WalkRecorder recorder = new WalkRecorder(file)) {
        for (int i = 0; i < 200; i++) {
          recorder.add(walk);
          if (i % 50 == 0) {
            recorder.second();
          }
        }
      }
      try (Recording recording = Recording.open(file)) {
        RecordedSource source = recording.sources().getFirst();
        Relations relations = Relations.of(recording, "walk");
        assertThat(read(relations, relations.schemas().firstEntry().getKey()))
            .containsExactlyInAnyOrderElementsOf(cells(recording, source));
        assertChunksAreRows(relations);
      }
    }
  }

  private static final Column WIDE = Column.undescribed("wide", Unit.KIBIBYTES);
  private static final Column SIGNED = Column.undescribed("WIDE", Unit.COUNT).as(true);
  private static final Column PARTS = Column.undescribed("a time, in s", Unit.CENTISECONDS);
  private static final Column LETTER =
      new Column("state", Unit.LETTER, Kind.IDENTIFIER, false, "", "", "", "");

  /** A made-up file with names and numbers as bad as they can be. */
  private static final SampledFile<?> BAD =
      new SampledFile<>(
          new Source("bad'; DROP--", "A table.", Source.Mode.SAMPLED, "", "", "", ""),
          Printing.ONE_CALL,
          (in, out) ->
              in.eachLine(
                  line ->
                      out.newRow(Table.of("time\"", "time"), line.word())
                          .cell(WIDE, line.unsigned())
                          .cell(SIGNED, line.signed())
                          .cell(PARTS, line.unsigned())
                          .cell(LETTER, line.unsigned())),
          List.of(),
          reading -> reading);

  @Test
  void theLargestNumbersAreExactAndNamesNeedNoQuotes() throws IOException {
    try (Session session = new Session(directory, List.of(BAD))) {
      session.write(
          "bad'; DROP--", "x 18446744073709551615 -9223372036854775808 3 82\nx 1 2 5 1\n");
      session.tick();
      session.write("bad'; DROP--", "x 3 -1 18446744073709551615 49\nx 2 2 5 35\n");
      session.tick();
      session.end();
      try (Recording recording = Recording.open(session.file)) {
        Relations relations = Relations.of(recording, "bad");
        Relation relation = relations.find("BAD_DROP.time").orElseThrow();
        assertThat(relation.fields())
            .extracting(Field::toString)
            .containsExactly(
                "host TEXT",
                "recording TEXT",
                "time TIME",
                "begin_ns LONG",
                "end_ns LONG",
                "time_2 TEXT",
                "repeat LONG",
                "wide DECIMAL",
                "WIDE_2 LONG",
                "a_time_in_s DECIMAL",
                "state TEXT");
        assertThat(
                texts(
                    relations,
                    "bad_drop.time",
                    "time_2",
                    "repeat",
                    "wide",
                    "wide_2",
                    "a_time_in_s",
                    "state"))
            .containsExactly(
                "x 0 18889465931478580853760 -9223372036854775808 0.03 R",
                "x 1 1024 2 0.05 #1",
                "x 0 3072 -1 184467440737095516.15 1",
                "x 1 2048 2 0.05 #35");
        assertThat(read(relations, "bad_DROP"))
            .containsExactlyInAnyOrderElementsOf(cells(recording, recording.sources().getFirst()));
        assertChunksAreRows(relations);
      }
    }
  }

  @Test
  void aPartOfTheTimeHasItsSamplesOnly() throws IOException {
    try (Session session = new Session(directory, List.of(MemInfo.FILE))) {
      session.show(Corpus.tree(Corpus.variants().getFirst(), "s0"));
      for (int i = 0; i < 5; i++) {
        session.tick();
      }
      session.end();
      try (Recording recording = Recording.open(session.file)) {
        Relations relations = Relations.of(recording, "part");
        Relation memory = relations.find("meminfo.meminfo").orElseThrow();
        int begin = memory.indexOf("begin_ns");
        List<Long> begins = new ArrayList<>();
        for (Rows rows = relations.rows(memory); rows.next(); ) {
          begins.add(rows.number(begin));
        }
        assertThat(begins).hasSize(5);
        Rows part = relations.rows(List.of(memory), begins.get(1), begins.get(3));
        assertThat(part.next()).isTrue();
        assertThat(part.number(begin)).isEqualTo(begins.get(1));
        assertThat(part.next()).isTrue();
        assertThat(part.next()).isFalse();
        assertThatThrownBy(part::relation).isInstanceOf(java.util.NoSuchElementException.class);
        assertThatThrownBy(
                () ->
                    relations.rows(
                        List.of(memory, relations.find("meminfo.meminfo_figures").orElseThrow())))
            .isInstanceOf(IllegalArgumentException.class);
        Relations others = Relations.of(recording, "others");
        assertThatThrownBy(() -> relations.rows(others.find("meminfo.meminfo").orElseThrow()))
            .isInstanceOf(IllegalArgumentException.class)
            .hasMessageContaining("another recording");
      }
    }
  }

  @Test
  void namesOfFieldsDifferEvenIfCaseIsIgnored() throws IOException {
    try (Recording recording = eventful(Corpus.variants().getFirst())) {
      for (Relation relation : Relations.of(recording, "names").all()) {
        Set<String> names = new HashSet<>();
        for (Field field : relation.fields()) {
          assertThat(field.name()).matches("[A-Za-z_][A-Za-z0-9_]*");
          assertThat(names.add(field.name().toLowerCase(Locale.ROOT))).as("" + field).isTrue();
        }
      }
    }
  }
}
