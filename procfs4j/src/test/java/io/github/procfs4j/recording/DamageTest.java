package io.github.procfs4j.recording;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.management.ThreadMXBean;
import io.github.procfs4j.model.Playback;
import io.github.procfs4j.model.SlotWalk;
import io.github.procfs4j.model.slots.Slots;
import io.github.procfs4j.system.SystemFiles;
import io.github.procfs4j.testing.Corpus;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DamageTest {
  private static final Path TREES = Corpus.ROOT.resolve("amd64-6.1-smp8-numa2");

  @TempDir Path directory;
  private Path damaged = Path.of("");
  private int walks;

  @BeforeEach
  void nameTheFile() {
    damaged = directory.resolve("damaged");
  }

  /** A recording of a few blocks: layouts, changes, a gap. */
  private byte[] small() throws IOException {
    try (Session session =
        new Session(directory, List.of(Session.table("t"), SystemFiles.ALL.getLast()))) {
      int fraction = 0;
      for (String text : List.of("a 1 2\nb 3\n", "b 5\na 1 2\n", "a 1\nc 18446744073709551615\n")) {
        session.write("t", text);
        session.write("uptime", "10.5" + fraction++ + " 7.89\n");
        session.tick();
        session.second();
        session.write("t", text.replace('1', '7'));
        session.tick();
        session.second();
      }
      Files.delete(session.root.resolve("uptime"));
      session.tick();
      session.end();
      return Files.readAllBytes(session.file);
    }
  }

  /** A recording of rows that come and go, in a few blocks. */
  private byte[] slots() throws IOException {
    Path file = directory.resolve("slots" + walks++);
    Random random = new Random(walks);
    SlotWalk walk = new SlotWalk(random, 5);
    try (WalkRecorder recorder = new WalkRecorder(file)) {
      while (walk.samples() < 25) {
        recorder.add(walk);
        if (random.nextInt(3) == 0) {
          recorder.second();
        }
      }
    }
    return Files.readAllBytes(file);
  }

  private byte[] recording(boolean isOfSlots) throws IOException {
    return isOfSlots ? slots() : small();
  }

  private List<List<Seen>> seen(byte[] file) throws IOException {
    Files.write(damaged, file);
    try (Recording recording = Recording.open(damaged)) {
      return Seen.of(recording);
    }
  }

  private static byte[] upTo(byte[] file, int end) {
    return Arrays.copyOf(file, end);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void cutAtAnyByteAllWholeBlocksAreRead(boolean isOfSlots) throws IOException {
    byte[] file = recording(isOfSlots);
    List<Integer> ends = Pieces.ends(file);
    assertThat(ends).hasSizeGreaterThan(8).last().isEqualTo(file.length);
    for (int block = 0; block < ends.size() - 1; block++) {
      List<List<Seen>> whole = new IndependentReader(upTo(file, ends.get(block))).samples();
      for (int cut = ends.get(block); cut < ends.get(block + 1); cut++) {
        Files.write(damaged, upTo(file, cut));
        try (Recording recording = Recording.open(damaged)) {
          assertThat(recording.ignoredBytes()).isEqualTo(cut - ends.get(block));
          assertThat(recording.isComplete()).isFalse();
          assertThat(Seen.of(recording)).isEqualTo(whole);
        }
      }
    }
    assertThat(seen(upTo(file, ends.get(2)))).isNotEqualTo(seen(upTo(file, ends.get(1))));
  }

  /** The kernel refuses to read what a process has at address 0. */
  @Test
  void aFileThatCannotBeReadIsNamed() {
    Path memory = Path.of("/proc/self/mem");
    assumeTrue(Files.isReadable(memory));
    assertThatThrownBy(() -> Recording.open(memory))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith("/proc/self/mem: ");
  }

  @Test
  void cutWithinTheHeaderItIsNoRecording() throws IOException {
    byte[] header = Pieces.header(1);
    for (int cut = 0; cut < header.length; cut++) {
      Files.write(damaged, upTo(header, cut));
      assertThatThrownBy(() -> Recording.open(damaged))
          .isInstanceOf(DamagedRecordingException.class)
          .hasMessageStartingWith(damaged + ": ")
          .hasMessageContaining(cut < 8 ? "not a recording" : "cut");
    }
    assertThat(seen(header)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void withAnyByteOtherThanWrittenTheBlocksBeforeItAreRead(boolean isOfSlots) throws IOException {
    byte[] file = recording(isOfSlots);
    List<Integer> ends = Pieces.ends(file);
    Random random = new Random(1);
    for (int block = 0; block < ends.size() - 1; block++) {
      List<List<Seen>> whole = new IndependentReader(upTo(file, ends.get(block))).samples();
      for (int at = ends.get(block); at < ends.get(block + 1); at++) {
        for (int flip : new int[] {1 << random.nextInt(8), 1 + random.nextInt(255)}) {
          byte[] flipped = file.clone();
          flipped[at] ^= (byte) flip;
          Files.write(damaged, flipped);
          try (Recording recording = Recording.open(damaged)) {
            assertThat(recording.ignoredBytes()).isEqualTo(file.length - ends.get(block));
            assertThat(Seen.of(recording)).isEqualTo(whole);
          }
        }
      }
    }
  }

  @Test
  void inTheHeaderOnlyTheReservedBytesMayBeOther() throws IOException {
    byte[] file = small();
    List<List<Seen>> whole = new IndependentReader(file).samples();
    for (int at = 0; at < 16; at++) {
      byte[] flipped = file.clone();
      flipped[at] ^= 0x10;
      if (at < 12) {
        assertThatThrownBy(() -> seen(flipped))
            .isInstanceOf(DamagedRecordingException.class)
            .hasMessageContaining(at < 8 ? "not a recording" : "version");
      } else {
        assertThat(seen(flipped)).isEqualTo(whole);
      }
    }
  }

  /**
   * Changed bytes with a valid checksum: read as something else, or rejected, but never another
   * failure.
   */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void nonsenseUnderAValidChecksumIsRefusedOrRead(boolean isOfSlots) throws IOException {
    byte[] file = recording(isOfSlots);
    List<Integer> ends = Pieces.ends(file);
    Random random = new Random(2);
    int refused = 0;
    for (int block = 0; block < ends.size() - 1; block++) {
      int from = ends.get(block) + 8;
      int to = ends.get(block + 1);
      for (int at = from + random.nextInt(5); at < to; at += 1 + random.nextInt(8)) {
        byte[] records = Arrays.copyOfRange(file, from, to);
        records[at - from] =
            (byte) new int[] {0, 0xff, 0x80, random.nextInt(256)}[random.nextInt(4)];
        try {
          seen(Pieces.join(upTo(file, from - 8), Pieces.block(records)));
        } catch (DamagedRecordingException e) {
          assertThat(e).hasMessageContaining("the block at byte " + (from - 8));
          refused++;
        }
      }
    }
    assertThat(refused).isGreaterThan(50);
  }

  @Test
  void randomRecordsAreRefusedOrSkipped() throws IOException {
    Random random = new Random(3);
    byte[] begin =
        Pieces.join(
            Pieces.header(1),
            Pieces.block(Pieces.source(0, "s"), Pieces.column("a"), Pieces.layout(0, 1)));
    byte[] inSlots =
        Pieces.join(
            Pieces.header(2),
            Pieces.block(
                Pieces.source(0, "s"),
                Pieces.column("a"),
                Pieces.shape(),
                Pieces.slots(1, "x", "y", "z")));
    for (int i = 0; i < 8_000; i++) {
      byte[] fields = new byte[random.nextInt(40)];
      random.nextBytes(fields);
      if (i % 2 == 0 && fields.length > 0) {
        fields[0] = 0; // the only source
      }
      int type = random.nextInt(15);
      byte[] record = Pieces.record(type, out -> out.raw(fields, fields.length));
      try {
        seen(Pieces.join(i % 4 < 2 ? begin : inSlots, Pieces.block(record)));
      } catch (DamagedRecordingException e) {
        assertThat(e).hasMessageContaining("the block at byte");
      }
    }
  }

  @Test
  void aLayoutInWhichACellHasTwoPlacesIsRefused() {
    for (int second : new int[] {0, 1}) {
      byte[] layout =
          Pieces.record(
              4,
              out -> {
                out.number(0).number(2).number(1).string("t");
                out.number(1).number(0).number(0).number(1).number(0);
                out.number(2).number(0).number(1); // the first row: cell 0
                return out.number(1).number(1 + 2L * second); // the second one
              });
      byte[] file =
          Pieces.join(
              Pieces.header(1), Pieces.block(Pieces.source(0, "s"), Pieces.column("a"), layout));
      if (second == 1) {
        assertThatCode(() -> seen(file)).doesNotThrowAnyException();
      } else {
        assertThatThrownBy(() -> seen(file))
            .isInstanceOf(DamagedRecordingException.class)
            .hasMessageContaining("cell 0 has two places");
      }
    }
  }

  @Test
  void randomBytesAreIgnored() throws IOException {
    Random random = new Random(4);
    for (int i = 0; i < 1_000; i++) {
      byte[] noise = new byte[random.nextInt(200)];
      random.nextBytes(noise);
      Files.write(damaged, Pieces.join(Pieces.header(1), noise));
      try (Recording recording = Recording.open(damaged)) {
        assertThat(recording.ignoredBytes()).isEqualTo(noise.length);
        assertThat(recording.sources()).isEmpty();
      }
    }
  }

  @Test
  void zerosBehindTheEndAsAfterACrashAreIgnored() throws IOException {
    byte[] file = small();
    Files.write(damaged, Pieces.join(file, new byte[4096]));
    try (Recording recording = Recording.open(damaged)) {
      assertThat(recording.ignoredBytes()).isEqualTo(4096);
      assertThat(Seen.of(recording)).isEqualTo(new IndependentReader(file).samples());
    }
  }

  @Test
  void aHugeClaimAllocatesNothing() throws IOException {
    // Sparse: the file appears to have 2 GiB after these claims.
    for (int claim : new int[] {Integer.MAX_VALUE, -1, (1 << 26) + 1, 1 << 30}) {
      byte[] block = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putInt(claim).array();
      Files.write(damaged, Pieces.join(Pieces.header(1), block));
      try (RandomAccessFile grown = new RandomAccessFile(damaged.toFile(), "rw")) {
        grown.setLength(1L << 31);
      }
      assertThat(allocated(() -> Recording.open(damaged).close())).isLessThan(1 << 20);
    }
    // Within a block: each count claims the greatest number that it can represent.
    byte[] begin = Pieces.join(Pieces.source(0, "s"), Pieces.column("a"));
    for (int i = 0; i < 6; i++) {
      int fields = i;
      byte[] layout =
          Pieces.record(
              4,
              out -> {
                out.number(0);
                for (int f = 0; f < fields; f++) {
                  out.number(1);
                }
                return out.number(Integer.MAX_VALUE);
              });
      Files.write(damaged, Pieces.join(Pieces.header(1), Pieces.block(begin, layout)));
      assertThat(
              allocated(
                  () ->
                      assertThatThrownBy(() -> Recording.open(damaged))
                          .isInstanceOf(DamagedRecordingException.class)))
          .isLessThan(1 << 20);
    }
  }

  private interface Action {
    void run() throws IOException;
  }

  private static long allocated(Action action) throws IOException {
    var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    action.run();
    long before = threads.getCurrentThreadAllocatedBytes();
    action.run();
    return threads.getCurrentThreadAllocatedBytes() - before;
  }

  @Test
  void laterVersionsAreRefusedByName() throws IOException {
    for (int version : new int[] {0, 3, -1}) {
      assertThatThrownBy(() -> seen(Pieces.header(version)))
          .isInstanceOf(DamagedRecordingException.class)
          .hasMessage(
              "%s: a recording of format version %s; this procfs4j reads those up to version 2",
              damaged, Integer.toUnsignedString(version));
    }
  }

  @Test
  void whatALaterVersionAddsIsSkipped() throws IOException {
    byte[] unknown = Pieces.record(4711, out -> out.string("whatever"));
    byte[] samples =
        Pieces.record(5, out -> out.number(0).number(0).signed(100).number(5).number(1).signed(-7));
    List<byte[]> records =
        List.of(
            unknown,
            Pieces.record(0, out -> out),
            Pieces.record(1, out -> out.string("name").string("value").number(9)),
            Pieces.record(
                2, out -> out.number(0).number(7).string("s").string("").string("").string("x")),
            longer(Pieces.column("a")),
            longer(longer(Pieces.layout(0, 1), 0)),
            samples,
            Pieces.record(6, out -> out.number(0).signed(5).number(2).string("more")),
            Pieces.record(7, out -> out.number(0).signed(5).string("o").string("p").string("q")),
            Pieces.record(8, out -> out.signed(5).signed(6).number(7).number(8)),
            Pieces.record(9, out -> out.number(1)));
    Files.write(
        damaged, Pieces.join(Pieces.header(1), Pieces.block(records.toArray(byte[][]::new))));
    try (Recording recording = Recording.open(damaged)) {
      assertThat(recording.facts().asMap()).containsEntry("name", "value");
      assertThat(recording.isComplete()).isTrue();
      RecordedSource source = recording.source("s").orElseThrow();
      assertThat(source.lateTicks()).isEqualTo(2);
      assertThat(source.failures()).containsExactly(new RecordedSource.Failure(5, "o", "p"));
      List<Seen> seen = Seen.of(recording, 0);
      assertThat(seen).hasSize(1);
      assertThat(seen.getFirst().cells()).containsEntry("t[] a", -7L);
      assertThat(new IndependentReader(Files.readAllBytes(damaged)).samples())
          .containsExactly(seen);
    }
  }

  /** The same record with one more field at its end. */
  private static byte[] longer(byte[] record) {
    return longer(record, 77);
  }

  private static byte[] longer(byte[] record, int field) {
    return Pieces.record(
        record[0],
        out ->
            out.raw(Arrays.copyOfRange(record, 2, record.length), record.length - 2).number(field));
  }

  @Test
  void moreSourcesOrShapesThanThereCanBeAreRefused() throws IOException {
    byte[][] sources = new byte[Format.MOST_SOURCES + 1][];
    Arrays.setAll(sources, i -> Pieces.source(i, "s" + i));
    byte[] shape = Pieces.record(10, o -> o.number(0).string("t").number(0).number(0).number(0));
    byte[][] shapes = new byte[Format.MOST_SHAPES + 2][];
    Arrays.setAll(shapes, i -> i == 0 ? Pieces.source(0, "s") : shape);
    isTheFirstTooMany(sources, "more than 4096 sources");
    isTheFirstTooMany(shapes, "more than 1024 shapes");
  }

  /** What counts is what a source has in all layouts together. */
  @Test
  void moreTablesLabelsOrColumnsThanThereCanBeAreRefused() throws IOException {
    byte[] source = Pieces.source(0, "s");
    byte[] other = Pieces.source(1, "other");
    List<String> names = names("t", Format.MOST_TABLES + 1);
    isTheFirstTooMany(
        new byte[][] {
          source,
          other,
          tables(0, names.subList(1, names.size()), List.of(), 0),
          tables(1, names.subList(0, 1), List.of(), 0),
          tables(0, names.subList(0, 1), List.of(), 0)
        },
        "more than 256 tables of a source");
    List<String> labels = names("l", Format.MOST_LABELS + 1);
    isTheFirstTooMany(
        new byte[][] {
          source,
          tables(0, List.of("t", "u"), labels.subList(1, labels.size()), 0),
          tables(0, List.of("v"), labels.subList(0, 1), 0),
          tables(0, List.of("u"), labels.subList(0, 1), 0)
        },
        "more than 64 labels of a table");
    int columns = Format.MOST_COLUMNS / Format.MOST_TABLES;
    byte[] described =
        Pieces.join(names("c", columns + 1).stream().map(Pieces::column).toArray(byte[][]::new));
    List<String> most = names.subList(1, names.size());
    isTheFirstTooMany(
        new byte[][] {
          source,
          described,
          tables(0, most, List.of(), columns),
          tables(0, most.subList(0, 1), List.of(), 1),
          tables(0, most.subList(0, 1), List.of(), columns + 1)
        },
        "more than 262144 columns of a source");
    byte[] shape =
        Pieces.record(10, o -> o.number(0).string("other").number(0).number(0).number(1).number(0));
    isTheFirstTooMany(
        new byte[][] {source, described, tables(0, most, List.of(), columns), shape},
        "more than 256 tables of a source");
  }

  private static List<String> names(String prefix, int count) {
    return IntStream.range(0, count).mapToObj(i -> prefix + i).toList();
  }

  /** A layout of tables, each with a row that has these labels and the first columns. */
  private static byte[] tables(int source, List<String> names, List<String> labels, int columns) {
    return Pieces.record(
        4,
        out -> {
          long cells = (long) names.size() * columns;
          out.number(source).number(cells).number((long) names.size() + labels.size());
          names.forEach(out::string);
          labels.forEach(out::string);
          out.number(names.size());
          for (int table = 0; table < names.size(); table++) {
            out.number(table).number(labels.size());
            for (int label = 0; label < labels.size(); label++) {
              out.number((long) names.size() + label);
            }
            out.number(columns);
            for (int column = 0; column < columns; column++) {
              out.number(column);
            }
            out.number(1);
            labels.forEach(label -> out.number(0));
            out.number(0);
            for (int column = 0; column < columns; column++) {
              out.number(column > 0 ? 1 : 1 + 2L * table * columns);
            }
          }
          return out;
        });
  }

  private void isTheFirstTooMany(byte[][] records, String message) throws IOException {
    byte[][] fewer = Arrays.copyOf(records, records.length - 1);
    Recording.open(Files.write(directory.resolve("most"), file(fewer))).close();
    Path file = Files.write(directory.resolve("more"), file(records));
    assertThatThrownBy(() -> Recording.open(file))
        .isInstanceOf(DamagedRecordingException.class)
        .hasMessageContaining(message);
  }

  @Test
  void whatBreaksTheFormatIsRefused() throws IOException {
    byte[] source = Pieces.source(0, "s");
    byte[] columns = Pieces.join(Pieces.column("a"), Pieces.column("b"));
    byte[] layout = Pieces.layout(0, 1);
    byte[] key =
        Pieces.record(5, o -> o.number(0).number(0).signed(1).number(1).number(1).signed(7));
    byte[] change =
        Pieces.record(5, o -> o.number(0).number(3).signed(1).number(1).number(0).signed(7));
    byte[] gap = Pieces.record(5, o -> o.number(0).number(1).signed(1).number(1));
    byte[] later =
        Pieces.record(5, o -> o.number(0).number(0).signed(9).number(1).number(1).signed(7));
    byte[] endless =
        Pieces.record(5, o -> o.number(0).number(0).signed(9).number(-2).number(1).signed(7));
    assertThat(seen(file(source, columns, layout, key, change, gap, later))).hasSize(1);
    for (byte[][] broken :
        List.of(
            new byte[][] {Pieces.source(1, "s")},
            new byte[][] {layout},
            new byte[][] {source, layout},
            new byte[][] {source, columns, layout, later, key},
            new byte[][] {source, columns, layout, endless},
            new byte[][] {source, key},
            new byte[][] {source, columns, layout, change},
            new byte[][] {source, columns, layout, key, gap, change},
            new byte[][] {source, columns, layout, key, layout, change},
            new byte[][] {source, columns, Pieces.layout(0, 2), key},
            new byte[][] {
              source,
              columns,
              layout,
              key,
              Pieces.record(5, o -> o.number(0).number(3).signed(1).number(1).number(1).signed(7))
            },
            new byte[][] {
              source,
              columns,
              layout,
              key,
              Pieces.record(5, o -> o.number(0).number(-1).signed(1).number(1))
            },
            new byte[][] {Pieces.record(8, o -> o.signed(0).signed(Long.MIN_VALUE).number(0))},
            new byte[][] {Pieces.record(8, o -> o.signed(0).signed(0).number(1_000_000_000))},
            new byte[][] {new byte[] {1, 100, 0}},
            new byte[][] {new byte[] {1, -1}})) {
      assertThatThrownBy(() -> seen(file(broken)))
          .isInstanceOf(DamagedRecordingException.class)
          .hasMessageStartingWith(damaged + ": the block at byte 16 ");
    }
  }

  @Test
  void whatBreaksTheFormatOfSlotsIsRefused() throws IOException {
    byte[] begin = Pieces.join(Pieces.source(0, "s"), Pieces.column("a"), Pieces.shape());
    byte[] slots = Pieces.slots(1, "x", "y");
    byte[] key =
        Pieces.record(
            5, o -> o.number(0).number(0).signed(1).number(1).number(2).signed(7).signed(8));
    byte[] change =
        Pieces.record(5, o -> o.number(0).number(3).signed(1).number(1).number(1).signed(5));
    byte[] leaves = rows(o -> o.number(1).number(1).number(0).number(0));
    byte[] comes = rows(o -> came(o.number(0).number(1), 1, 1, "z").number(0));
    byte[] described = rows(o -> o.number(0).number(0).number(1).number(1).string("new"));
    List<Seen> seen =
        seen(file(begin, slots, key, change, leaves, comes, change, described, change)).getFirst();
    assertThat(seen)
        .extracting(Seen::cells)
        .containsExactly(
            new TreeMap<>(Map.of("t[id=x] a", 7L, "t[id=y] a", 8L)),
            new TreeMap<>(Map.of("t[id=x] a", 7L, "t[id=y] a", 13L)),
            new TreeMap<>(Map.of("t[id=x] a", 7L, "t[id=z] a", 5L)),
            new TreeMap<>(Map.of("t[id=x] a", 7L, "t[id=z comm=new] a", 10L)));
    assertThat(new IndependentReader(Files.readAllBytes(damaged)).samples()).containsExactly(seen);
    for (byte[][] broken :
        List.of(
            new byte[][] {slots}, // no source
            new byte[][] {Pieces.source(0, "s"), slots}, // no shape
            new byte[][] {Pieces.source(0, "s"), Pieces.shape()}, // no column
            new byte[][] {begin, comes}, // no slots
            new byte[][] {begin, Pieces.layout(0, 1), comes},
            new byte[][] {begin, slots, change}, // no key frame
            new byte[][] {begin, slots, key, slots, change},
            new byte[][] {begin, slots, key, leaves, change}, // the cell no longer exists
            new byte[][] {begin, slots, key, leaves, leaves},
            new byte[][] {begin, slots, comes}, // not free
            new byte[][] {begin, slots, key, leaves, described},
            new byte[][] {
              begin, slots, rows(o -> came(o.number(0).number(1), 2, 1, "x").number(0))
            },
            new byte[][] {
              begin, slots, rows(o -> came(o.number(0).number(1), 3, 1, "z").number(0))
            },
            new byte[][] {
              begin, slots, rows(o -> came(o.number(0).number(1), 2, 2, "z").number(0))
            },
            new byte[][] {begin, slots, rows(o -> o.number(0).number(0))}, // cut
            new byte[][] {begin, Pieces.slots(0)},
            new byte[][] {begin, Pieces.slots(Slots.MOST_CELLS + 1)},
            new byte[][] {begin, Pieces.slots(Slots.MOST_CELLS, "x", "y")},
            new byte[][] {
              begin,
              slots,
              Pieces.record(5, o -> o.number(0).number(0).signed(1).number(1).number(3))
            })) {
      assertThatThrownBy(() -> seen(file(broken)))
          .isInstanceOf(DamagedRecordingException.class)
          .hasMessageStartingWith(damaged + ": the block at byte 16 ");
    }
  }

  private static byte[] rows(UnaryOperator<RecordWriter> difference) {
    return Pieces.record(12, out -> difference.apply(out.number(0)));
  }

  private static RecordWriter came(RecordWriter out, int slot, int shape, String label) {
    return out.number(slot).number(shape).string(label).string("").number(0);
  }

  @Test
  void aHugeClaimOfSlotsAllocatesNothing() throws IOException {
    byte[] begin = Pieces.join(Pieces.source(0, "s"), Pieces.column("a"), Pieces.shape());
    byte[] far = rows(o -> came(o.number(0).number(1), 1 << 20, 1, "z").number(0));
    byte[] key = Pieces.record(5, o -> o.number(0).number(0).signed(1).number(1).number(1 << 25));
    List<byte[]> claims = new ArrayList<>();
    claims.add(file(begin, Pieces.slots(1), far));
    claims.add(file(begin, Pieces.slots(1 << 25, "x"), key));
    for (int fields = 0; fields < 3; fields++) {
      int zeros = fields;
      claims.add(
          file(
              begin,
              Pieces.slots(1, "x"),
              rows(
                  out -> {
                    for (int i = 0; i < zeros; i++) {
                      out.number(0);
                    }
                    return out.number(Integer.MAX_VALUE);
                  })));
    }
    for (int type : new int[] {10, 11}) {
      claims.add(file(begin, Pieces.record(type, o -> o.number(0).number(Integer.MAX_VALUE))));
    }
    for (byte[] claim : claims) {
      Files.write(damaged, claim);
      assertThat(
              allocated(
                  () ->
                      assertThatThrownBy(() -> Recording.open(damaged))
                          .isInstanceOf(DamagedRecordingException.class)))
          .isLessThan(1 << 20);
    }
    // A key frame of a megabyte: opening reads the cells, and does not keep them.
    byte[] longKey =
        Pieces.record(
            5,
            out -> {
              out.number(0).number(0).signed(1).number(1).number(1 << 20);
              return out.raw(new byte[1 << 20], 1 << 20);
            });
    String[] rows = new String[1 << 8];
    Arrays.setAll(rows, i -> "r" + i);
    Files.write(damaged, file(begin, Pieces.slots(1 << 12, rows), longKey));
    assertThat(allocated(() -> Recording.open(damaged).close())).isLessThan(4 << 20);
    // As many cells as a row can have, without any bytes for them: nothing is kept for them.
    byte[] empty = Pieces.record(5, o -> o.number(0).number(0).signed(1).number(1).number(0));
    byte[] wide = rows(o -> came(o.number(0).number(1), 0, 1, "z").number(0));
    byte[] none = Pieces.record(5, o -> o.number(0).number(2).signed(1).number(1));
    Files.write(damaged, file(begin, Pieces.slots(1 << 12), empty, wide, none));
    assertThat(
            allocated(
                () -> {
                  try (Recording recording = Recording.open(damaged)) {
                    Playback playback = recording.playback(recording.sources().getFirst());
                    assertThat(playback.next()).isTrue();
                    assertThat(playback.next()).isTrue();
                    assertThat(playback.layout().cells()).isEqualTo(1 << 12);
                    assertThat(playback.value((1 << 12) - 1)).isZero();
                  }
                }))
        .isLessThan(1 << 20);
  }

  private static byte[] file(byte[]... records) {
    return Pieces.join(Pieces.header(1), Pieces.block(records));
  }

  @Test
  void whatIsNoFileOfThisKindIsRefused() throws IOException {
    assertThatThrownBy(() -> Recording.open(directory))
        .isInstanceOf(DamagedRecordingException.class)
        .hasMessage(directory + ": a directory, not a recording");
    assertThatThrownBy(() -> seen("procfs4k is not that\n".getBytes(US_ASCII)))
        .isInstanceOf(DamagedRecordingException.class)
        .hasMessage(damaged + ": not a recording of procfs4j");
    assertThatThrownBy(() -> Recording.open(directory.resolve("none")))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("none");
  }

  @Test
  void whileItIsWrittenTheWholeBlocksAreRead() throws IOException {
    List<List<Seen>> earlier = new ArrayList<>();
    try (Session session = new Session(directory, SystemFiles.ALL)) {
      session.show(TREES.resolve("s0"));
      session.tick();
      session.second();
      session.given.forEach(seen -> earlier.add(List.copyOf(seen)));
      try (Recording recording = Recording.open(session.file)) {
        session.show(TREES.resolve("s2"));
        session.tick();
        session.tick();
        session.second();
        session.tick();
        assertThat(recording.isComplete()).isFalse();
        assertThat(recording.ignoredBytes()).isZero();
        assertThat(Seen.of(recording)).isEqualTo(earlier);
      }
      try (Recording recording = Recording.open(session.file)) {
        assertThat(Seen.of(recording))
            .isEqualTo(
                session.given.stream()
                    .map(seen -> seen.subList(0, Math.max(0, seen.size() - 1)))
                    .toList());
      }
    }
  }
}
