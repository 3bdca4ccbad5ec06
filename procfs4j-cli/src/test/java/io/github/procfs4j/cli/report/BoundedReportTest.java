package io.github.procfs4j.cli.report;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.sun.management.ThreadMXBean;
import io.github.procfs4j.cli.terminal.Output;
import io.github.procfs4j.recording.RecordedSource;
import io.github.procfs4j.recording.Recording;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.StringWriter;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The cost of reporting a recording grows with its length, not with its claimed content. The
 * recordings are made up: real ones are not like this.
 */
class BoundedReportTest {
  private static final int MIB = 1 << 20;
  private static final int SECOND = 1_000_000_000;

  @TempDir private Path directory;

  /** Builds records. */
  private static final class Records {
    final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    Records number(long number) {
      long rest = number;
      for (; rest > 0x7f; rest >>>= 7) {
        bytes.write((int) ((rest & 0x7f) | 0x80));
      }
      bytes.write((int) rest);
      return this;
    }

    Records numbers(long... numbers) {
      for (long number : numbers) {
        number(number);
      }
      return this;
    }

    Records string(String string) {
      bytes.writeBytes(number(string.length()).bytesOf(string));
      return this;
    }

    private byte[] bytesOf(String string) {
      return string.getBytes(UTF_8);
    }

    Records record(int type, Records fields) {
      numbers(type, fields.bytes.size());
      bytes.writeBytes(fields.bytes.toByteArray());
      return this;
    }

    /** A source without period or description, and a column, both without further meaning. */
    Records begin(int columns) {
      record(2, new Records().numbers(0, 7).string("made-up").string("").string(""));
      for (int i = 0; i < columns; i++) {
        record(
            3,
            new Records()
                .string("c" + i)
                .string("count")
                .numbers(1, 0)
                .string("gauge")
                .number(0)
                .string("")
                .string("")
                .string("")
                .string(""));
      }
      return this;
    }

    /**
     * Adds samples: a key frame with this many cells, all 0, then others that add 1 to the first
     * cell: a second apart, or all at the same time except the last.
     */
    Records samples(int cells, int changes, boolean isAtOnce) {
      Records samples = new Records().number(0);
      if (cells > 0) {
        samples.numbers(0, 2, isAtOnce ? 0 : 1, cells);
        samples.bytes.writeBytes(new byte[cells]);
      }
      for (int i = 0; i < changes; i++) {
        boolean changesPace = isAtOnce ? i == changes - 1 : i == 0;
        samples.numbers(3, changesPace ? 2L * SECOND : 0, isAtOnce ? 0 : 1, 0, 2);
      }
      return record(5, samples);
    }

    Path file(Path file) throws IOException {
      byte[] all = bytes.toByteArray();
      ByteBuffer whole = ByteBuffer.allocate(24 + all.length).order(ByteOrder.LITTLE_ENDIAN);
      whole.put("procfs4j".getBytes(UTF_8)).putInt(2).putInt(0).putInt(all.length);
      CRC32C crc = new CRC32C();
      crc.update(whole.array(), 16, 4);
      crc.update(all);
      whole.putInt((int) crc.getValue()).put(all);
      return Files.write(file, whole.array());
    }
  }

  /** A layout with this many rows, each with one cell; their labels share one long string. */
  private static Records layout(int rows, String label) {
    Records layout = new Records().numbers(0, rows, 3).string("t").string(label).string("l");
    layout.numbers(1, 0, 1, 2, 1, 0, rows);
    for (int row = 0; row < rows; row++) {
      layout.numbers(1, row, 1 + 2L * row); // cells are counted from the previous one
    }
    return layout;
  }

  /** {@code count} rows that hardly change in {@code count} samples. */
  private static Records rows(int count, boolean isAtOnce, String label) {
    return new Records().begin(1).record(4, layout(count, label)).samples(count, count, isAtOnce);
  }

  /**
   * One row, then {@code count} more slots of {@code count} cells each, nearly all of which are
   * free.
   */
  private static Records slots(int count) {
    Records all = new Records().begin(1);
    all.record(10, new Records().number(0).string("t").numbers(0, 0, 1, 0));
    all.record(11, new Records().numbers(0, count, 0, 1, 0, 1, 0, 0)).samples(count, 1, false);
    Records came = new Records().numbers(0, 0, count);
    for (int i = 1; i < count; i++) {
      came.numbers(i == 1 ? 1 : 0, 0);
    }
    return all.record(12, came.numbers(0, 1, 1, 0)).samples(0, 1, false);
  }

  @Test
  void rowsThatDoNotChangeAreNotLookedAt() throws IOException {
    int few = 2_500;
    int many = 4 * few;
    assertThat(figures(rows(many, false, "").file(directory.resolve("many"))))
        .isLessThan(5 * figures(rows(few, false, "").file(directory.resolve("few"))));
  }

  /** The number of figures computed to report a recording. */
  private static double figures(Path file) throws IOException {
    try (Recording recording = Recording.open(file)) {
      RecordedSource source = recording.source("made-up").orElseThrow();
      Samples samples = new Samples(recording);
      assertThat(SourceFigures.of(samples, source, Span.all(recording)).step()).isOne();
      return samples.spent();
    }
  }

  /** If no time passes there is no rate, so each row is examined in each such interval. */
  @Test
  void soManyFiguresAreComputedAsTheLengthJustifies() throws IOException {
    Path file = rows(4_000, true, "").file(directory.resolve("rows"));
    try (Recording recording = Recording.open(file)) {
      RecordedSource source = recording.source("made-up").orElseThrow();
      Samples samples = new Samples(recording);
      SourceFigures figures = SourceFigures.of(samples, source, Span.all(recording));
      assertThat(figures.step()).isGreaterThan(1);
      double most = Samples.FIGURES + (double) Samples.FIGURES_A_BYTE * Files.size(file);
      double looked = figures.intervals().size() * 4_000.0 * 2; // a row costs one more figure
      assertThat(looked).isBetween(most / 4, most);
      assertThat(samples.spent()).isLessThan(4 * most);
      assertThat(Overview.gaps(figures).getFirst().text())
          .startsWith("only one of " + figures.step() + " samples is used");
      // The growth of a counter is complete even if samples are skipped.
      Summary counted =
          figures.tables().getFirst().rows().getFirst().figures().getFirst().summary();
      assertThat(counted.max()).isEqualTo(4_000);
    }
  }

  @Test
  void aLabelOfManyRowsIsNotWrittenOutForEach() throws IOException {
    Path file = rows(5_000, false, "x".repeat(1 << 18)).file(directory.resolve("labels"));
    assertThat(allocated(file)).isLessThan(256 * MIB);
  }

  @Test
  void slotsHaveNoMoreCellsThanTheLengthJustifies() throws IOException {
    Recording.open(slots(500).file(directory.resolve("few"))).close();
    Path file = slots(4_000).file(directory.resolve("many"));
    assertThat(catchThrowable(() -> Recording.open(file)))
        .hasMessageContaining("16004000 cells, of which too few stand in the file");
  }

  /** The number of bytes that this thread allocates to report it. */
  private static long allocated(Path file) throws IOException {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadAllocatedBytes();
    try (Recording recording = Recording.open(file)) {
      StringWriter out = new StringWriter();
      ReportCommand.print(
          recording,
          Span.all(recording),
          ReportCommand.Format.TEXT,
          new Output(out, 80, false),
          false);
      assertThat(out.getBuffer().length()).isLessThan(MIB);
    }
    return threads.getCurrentThreadAllocatedBytes() - before;
  }
}
