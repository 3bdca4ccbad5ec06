package io.github.procfs4j.recording;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import io.github.procfs4j.Corpus;
import io.github.procfs4j.system.SystemFiles;
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
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DamageTest {
  private static final Path TREES = Corpus.ROOT.resolve("amd64-6.1-smp8-numa2");

  @TempDir Path directory;
  private Path damaged = Path.of("");

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

  private List<List<Seen>> seen(byte[] file) throws IOException {
    Files.write(damaged, file);
    try (Recording recording = Recording.open(damaged)) {
      return Seen.of(recording);
    }
  }

  private static byte[] upTo(byte[] file, int end) {
    return Arrays.copyOf(file, end);
  }

  @Test
  void cutAtAnyByteAllWholeBlocksAreRead() throws IOException {
    byte[] file = small();
    List<Integer> ends = Pieces.ends(file);
    assertThat(ends).hasSize(9).last().isEqualTo(file.length);
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

  @Test
  void withAnyByteOtherThanWrittenTheBlocksBeforeItAreRead() throws IOException {
    byte[] file = small();
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
   * Bytes changed under a checksum that holds: read as something else, or refused, never anything
   * else.
   */
  @Test
  void nonsenseUnderAValidChecksumIsRefusedOrRead() throws IOException {
    byte[] file = small();
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
    for (int i = 0; i < 4_000; i++) {
      byte[] fields = new byte[random.nextInt(40)];
      random.nextBytes(fields);
      if (i % 2 == 0 && fields.length > 0) {
        fields[0] = 0; // the source that there is
      }
      int type = random.nextInt(12);
      byte[] record = Pieces.record(type, out -> out.raw(fields, fields.length));
      try {
        seen(Pieces.join(begin, Pieces.block(record)));
      } catch (DamagedRecordingException e) {
        assertThat(e).hasMessageContaining("the block at byte");
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
    // Sparse: there seem to be 2 GiB behind the claims.
    for (int claim : new int[] {Integer.MAX_VALUE, -1, (1 << 26) + 1, 1 << 30}) {
      byte[] block = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putInt(claim).array();
      Files.write(damaged, Pieces.join(Pieces.header(1), block));
      try (RandomAccessFile grown = new RandomAccessFile(damaged.toFile(), "rw")) {
        grown.setLength(1L << 31);
      }
      assertThat(allocated(() -> Recording.open(damaged).close())).isLessThan(1 << 20);
    }
    // Within a block: each count claims as much as fits into its number.
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
    assertThatThrownBy(() -> seen(Pieces.header(2)))
        .isInstanceOf(DamagedRecordingException.class)
        .hasMessage(damaged + ": a recording of format version 2; this procfs4j reads version 1");
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
      assertThat(recording.facts()).containsEntry("name", "value");
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

  /** The same record with a field more at its end. */
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
  void whatBreaksTheFormatIsRefused() throws IOException {
    byte[] source = Pieces.source(0, "s");
    byte[] columns = Pieces.join(Pieces.column("a"), Pieces.column("b"));
    byte[] layout = Pieces.layout(0, 1);
    byte[] key =
        Pieces.record(5, o -> o.number(0).number(0).signed(1).number(1).number(1).signed(7));
    byte[] change =
        Pieces.record(5, o -> o.number(0).number(3).signed(1).number(1).number(0).signed(7));
    byte[] gap = Pieces.record(5, o -> o.number(0).number(1).signed(1).number(1));
    assertThat(seen(file(source, columns, layout, key, change, gap, key))).hasSize(1);
    for (byte[][] broken :
        List.of(
            new byte[][] {Pieces.source(1, "s")},
            new byte[][] {layout},
            new byte[][] {source, layout},
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
