package io.github.procfs4j.recording;

import io.github.procfs4j.model.Column;
import io.github.procfs4j.model.Playback;
import io.github.procfs4j.model.Row;
import io.github.procfs4j.model.TimeSeries;
import io.github.procfs4j.printable.Printable;
import io.github.procfs4j.sampling.FileReading;
import io.github.procfs4j.sampling.SampledFile;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * A recording, opened for reading. It describes its own contents and the meaning of its columns.
 *
 * <p>Opening reads the file once and checks every block. Blocks count up to the first truncated or
 * damaged one; what follows is {@linkplain #ignoredBytes ignored}, so that a recording whose writer
 * died, or is still writing, can be read. Only the positions of the samples of each source are kept
 * in memory (less than ten bytes for each second), not the samples.
 *
 * <p>An open recording does not change, even if its file is still being written; several threads
 * may play it back, each with its own playbacks.
 */
public final class Recording implements Closeable {
  /** About 35,000 years: a later time means that the file is damaged. */
  private static final long MOST_SECONDS = 1L << 40;

  private final RecordingFile file;
  private final Map<String, String> stated = new LinkedHashMap<>();
  private final List<SourceIndex> sources = new ArrayList<>();
  private final List<Column> columns = new ArrayList<>();

  /** The wall clock times by monotonic time. */
  private final TreeMap<Long, Instant> clocks = new TreeMap<>();

  private final List<Mark> marks = new ArrayList<>();
  private RecordingFacts facts = RecordingFacts.none();
  private long startNanos;
  private long endNanos;
  private long bytes;
  private long ignoredBytes;
  private boolean isComplete;

  private Recording(RecordingFile file) {
    this.file = file;
  }

  /**
   * Opens a recording.
   *
   * @param file the path of a regular file
   * @return the recording, which the caller closes
   * @throws DamagedRecordingException if the file is not a recording, or has a later version of the
   *     format
   * @throws IOException if it cannot be read
   */
  public static Recording open(Path file) throws IOException {
    RecordingFile opened = openFile(file);
    try {
      Recording recording = new Recording(opened);
      recording.readHeader();
      recording.readBlocks();
      recording.findStartAndEnd();
      return recording;
    } catch (IOException | RuntimeException e) {
      opened.close();
      throw e;
    }
  }

  /** Checks that a file begins as recordings do. */
  static void checkIsRecording(Path file) throws IOException {
    try (RecordingFile opened = openFile(file)) {
      new Recording(opened).readHeader();
    }
  }

  private static RecordingFile openFile(Path file) throws IOException {
    BasicFileAttributes found = Files.readAttributes(file, BasicFileAttributes.class);
    if (found.isDirectory()) {
      throw new DamagedRecordingException(file + ": a directory, not a recording");
    }
    if (!found.isRegularFile()) { // opening a FIFO would wait for its writer
      throw new DamagedRecordingException(file + ": not a regular file, so not a recording");
    }
    return new RecordingFile(file);
  }

  private void readHeader() throws IOException {
    byte[] header = new byte[Format.HEADER];
    int length = file.read(0, header, 0, header.length);
    byte[] magic = Format.MAGIC;
    if (!Arrays.equals(header, 0, magic.length, magic, 0, magic.length)) {
      throw new DamagedRecordingException(file + ": not a recording of procfs4j");
    }
    if (length < header.length) {
      throw new DamagedRecordingException(
          file + ": cut within its first " + header.length + " bytes");
    }
    int version = (int) Format.INT.get(header, magic.length);
    if (version < 1 || version > Format.VERSION) {
      throw new DamagedRecordingException(
          file
              + ": a recording of format version "
              + Integer.toUnsignedString(version)
              + "; this procfs4j reads those up to version "
              + Format.VERSION);
    }
  }

  /** Computed once, because it is requested for each of possibly thousands of sources. */
  private void findStartAndEnd() {
    List<SourceIndex> sampled = sources.stream().filter(source -> source.samples() > 0).toList();
    startNanos = sampled.stream().mapToLong(SourceIndex::firstStart).min().orElse(0);
    endNanos = sampled.stream().mapToLong(SourceIndex::lastEnd).max().orElse(0);
  }

  private void readBlocks() throws IOException {
    long size = file.size();
    long at = Format.HEADER;
    byte[] block = new byte[1 << 16];
    while (size - at >= Format.BLOCK_HEADER) {
      file.read(at, block, 0, Format.BLOCK_HEADER);
      int length = (int) Format.INT.get(block, 0);
      int checksum = (int) Format.INT.get(block, Integer.BYTES);
      if (length < 0 || length > Format.LONGEST_BLOCK || length > size - at - Format.BLOCK_HEADER) {
        break;
      }
      int whole = Format.BLOCK_HEADER + length;
      if (block.length < whole) {
        block = Arrays.copyOf(block, Math.max(whole, 2 * block.length));
      }
      int read = file.read(at + Format.BLOCK_HEADER, block, Format.BLOCK_HEADER, length);
      if (read < length || checksum != Format.checksum(block, whole)) {
        break;
      }
      try {
        RecordReader records = new RecordReader(block, Format.BLOCK_HEADER, whole);
        while (!records.isAtEnd()) {
          int from = records.at();
          readRecord(records.number(), records.body(), block, at, from, records.at());
        }
      } catch (IllegalArgumentException | IndexOutOfBoundsException | IllegalStateException e) {
        // The checksum is right, so the writer did not write this format.
        throw new DamagedRecordingException(
            file + ": the block at byte " + at + " is not as it should be: " + e.getMessage());
      }
      at += whole;
    }
    bytes = at;
    ignoredBytes = size - at;
    sources.forEach(SourceIndex::end);
    marks.sort(Comparator.comparingLong(Mark::nanos));
    facts = RecordingFacts.of(stated);
  }

  private void readRecord(
      long type, RecordReader in, byte[] block, long blockAt, int from, int to) {
    if (type < 0 || type > Format.MARK) {
      return; // added by a later version; not needed here
    }
    switch ((int) type) {
      case Format.FACT -> stated.put(in.string(), in.string());
      case Format.SOURCE -> {
        if (in.number() != sources.size()) {
          throw new IllegalArgumentException("a source out of turn");
        }
        if (sources.size() == Format.MOST_SOURCES) {
          throw new IllegalArgumentException("more than " + Format.MOST_SOURCES + " sources");
        }
        sources.add(new SourceIndex(in, columns));
      }
      case Format.COLUMN -> columns.add(LayoutFormat.readColumn(in));
      case Format.SHAPE -> source(in).shape(SlotFormat.readShape(in, columns));
      case Format.LAYOUT, Format.SAMPLES, Format.SLOTS, Format.ROWS ->
          source(in).read(type, in, block, blockAt, blockAt + from, blockAt + to);
      case Format.LATE -> {
        SourceIndex source = source(in);
        source.late(in.time(), in.length());
      }
      case Format.FAILURE ->
          source(in).failures.add(new RecordedSource.Failure(in.time(), in.string(), in.string()));
      case Format.CLOCK -> {
        long nanos = in.time();
        long seconds = in.signed();
        if (seconds < -MOST_SECONDS || seconds > MOST_SECONDS) {
          throw new IllegalArgumentException("a time of " + seconds + " s");
        }
        clocks.put(nanos, Instant.ofEpochSecond(seconds, in.upTo(999_999_999)));
      }
      case Format.END -> isComplete = true;
      case Format.MARK -> {
        if (marks.size() == Mark.MOST) {
          throw new IllegalArgumentException("more than " + Mark.MOST + " marks");
        }
        marks.add(new Mark(in.time(), in.string(Mark.MOST_BYTES)));
      }
      default -> {} // there is no type 0
    }
  }

  private SourceIndex source(RecordReader in) {
    return sources.get(in.upTo(sources.size() - 1));
  }

  /** {@return what its writer stated about the machine and itself} */
  public RecordingFacts facts() {
    return facts;
  }

  /** {@return the recorded sources} */
  public List<RecordedSource> sources() {
    List<RecordedSource> recorded = new ArrayList<>();
    for (int i = 0; i < sources.size(); i++) {
      recorded.add(sources.get(i).recorded(i));
    }
    return recorded;
  }

  /**
   * {@return the source with this name, if it was recorded}
   *
   * @param name the name of the source, such as {@code net/dev}
   */
  public Optional<RecordedSource> source(String name) {
    Objects.requireNonNull(name, "name");
    return sources().stream().filter(source -> source.name().equals(name)).findFirst();
  }

  /** {@return the marks, in the order of their times} A mark may be outside of all samples. */
  public List<Mark> marks() {
    return Collections.unmodifiableList(marks);
  }

  /** {@return the monotonic time of the first sample of any source; 0 if there is none} */
  public long startNanos() {
    return startNanos;
  }

  /** {@return the monotonic time after the last sample of any source; 0 if there is none} */
  public long endNanos() {
    return endNanos;
  }

  /**
   * {@return the wall clock time at a monotonic time, to about a millisecond; empty if the
   * recording does not contain it} If the clock was set while recording, monotonic times remain
   * correct, and this follows the clock, at most a second late.
   *
   * @param nanos the monotonic time in nanoseconds, as that of a sample
   */
  public Optional<Instant> instant(long nanos) {
    Map.Entry<Long, Instant> noted = clocks.floorEntry(nanos);
    if (noted == null) {
      noted = clocks.firstEntry();
    }
    return noted == null
        ? Optional.empty()
        : Optional.of(noted.getValue().plusNanos(nanos - noted.getKey()));
  }

  /**
   * {@return the times of the wall clock that the recorder noted, by monotonic time} From each of
   * them to the next one, {@link #instant} counts from it; before the first one, from the first.
   */
  public NavigableMap<Long, Instant> clocks() {
    return Collections.unmodifiableNavigableMap(clocks);
  }

  /** {@return whether its writer ended it; if not, it was truncated, or is still being written} */
  public boolean isComplete() {
    return isComplete;
  }

  /** {@return the length in bytes, up to the last complete block} */
  public long bytes() {
    return bytes;
  }

  /** {@return the number of bytes at its end that are not a complete block} */
  public long ignoredBytes() {
    return ignoredBytes;
  }

  /**
   * {@return how many bytes of the file the samples and layouts of a source take}
   *
   * @param source one of {@link #sources}
   * @throws IllegalArgumentException if the source belongs to another recording
   */
  public long bytes(RecordedSource source) {
    check(source);
    return sources.get(source.index()).bytes();
  }

  /**
   * {@return the ticks of a source that were skipped because the recorder was late, as they were
   * noticed}
   *
   * @param source one of {@link #sources}
   * @throws IllegalArgumentException if the source belongs to another recording
   */
  public List<LateTicks> lateTicks(RecordedSource source) {
    check(source);
    return Collections.unmodifiableList(sources.get(source.index()).lates);
  }

  /**
   * {@return the samples of a source, from the first} Reading them throws {@link
   * RecordingException} if the file can no longer be read.
   *
   * @param source one of {@link #sources}
   * @throws IllegalArgumentException if the source belongs to another recording
   * @throws IllegalStateException if this recording is closed, also while samples are read
   */
  public Playback playback(RecordedSource source) {
    check(source);
    file.checkOpen();
    return new FilePlayback(file, source.index(), sources.get(source.index()), columns);
  }

  /**
   * {@return the samples of a file, with its typed views}
   *
   * @param <V> the typed view of a sample
   * @param file the file, such as {@link io.github.procfs4j.system.Stat#FILE}
   * @throws IllegalArgumentException if it was not recorded; the message lists the recorded ones
   */
  public <V> RecordedSamples<V> samples(SampledFile<V> file) {
    return samples(required(file), file.view());
  }

  /**
   * {@return the samples of a source that is not a file, such as a process table, with views that
   * are created from its readings: {@code recording.samples(source, ProcessTable::of)}}
   *
   * @param <V> the typed view of a sample
   * @param source one of {@link #sources}
   * @param view creates the typed view of a reading
   * @throws IllegalArgumentException if the source belongs to another recording
   */
  public <V> RecordedSamples<V> samples(
      RecordedSource source, Function<? super FileReading, ? extends V> view) {
    Objects.requireNonNull(view, "view");
    check(source);
    return new RecordedSamples<>(this, source, view);
  }

  private void check(RecordedSource source) {
    Objects.requireNonNull(source, "source");
    if (source.index() >= sources.size()
        || !sources.get(source.index()).recorded(source.index()).equals(source)) {
      throw new IllegalArgumentException(
          "%s is not a source of %s, but of another recording".formatted(source.name(), file));
    }
  }

  /**
   * {@return the numbers of one row and column of a file over time; empty if no sample has them}
   * Unit and kind are those that were recorded.
   *
   * @param file the file, such as {@link io.github.procfs4j.system.Stat#FILE}
   * @param row the row, identified by its table and its labels
   * @param column the column, identified by its name
   * @throws IllegalArgumentException if the file was not recorded; the message lists the recorded
   *     ones
   * @throws IllegalStateException if this recording is closed
   */
  public TimeSeries series(SampledFile<?> file, Row row, Column column) {
    Objects.requireNonNull(column, "column");
    return series(required(file), row, column);
  }

  /**
   * As {@link #series(SampledFile, Row, Column)}, for any source.
   *
   * @param source one of {@link #sources}
   * @param row the row, identified by its table and its labels
   * @param column the column, identified by its name
   * @return the numbers over time; empty if no sample has them
   * @throws IllegalArgumentException if the source belongs to another recording
   * @throws IllegalStateException if this recording is closed
   */
  public TimeSeries series(RecordedSource source, Row row, Column column) {
    Objects.requireNonNull(column, "column");
    return TimeSeries.of(
        playback(source), Objects.requireNonNull(row, "row"), Objects.requireNonNull(column));
  }

  private RecordedSource required(SampledFile<?> file) {
    String name = file.source().name();
    return source(name)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    name
                        + " was not recorded, but: "
                        + sources().stream()
                            .map(RecordedSource::name)
                            .collect(Collectors.joining(", "))));
  }

  /**
   * Closes the file. What was read when the recording was opened remains available, but samples
   * cannot be read any more. Closing it again has no effect.
   */
  @Override
  public void close() throws IOException {
    file.close();
  }

  /** Such as {@code Recording[day.procfs, 4 sources, 60.0 s, complete]}. */
  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "Recording[%s, %d sources, %.1f s%s]",
        Printable.line(file.toString()),
        sources.size(),
        (endNanos - startNanos) / 1e9,
        isComplete ? ", complete" : "");
  }
}
