package io.github.procfs4j.recording;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.procfs4j.model.ChangeReader;
import io.github.procfs4j.model.Column;
import io.github.procfs4j.model.Kind;
import io.github.procfs4j.model.Layout;
import io.github.procfs4j.model.Playback;
import io.github.procfs4j.model.Row;
import io.github.procfs4j.model.Table;
import io.github.procfs4j.model.Unit;
import io.github.procfs4j.model.Varint;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A recording, opened to be read. What it holds, and what its columns mean, it says itself.
 *
 * <p>Opening reads the file once and checks every block. Blocks count up to the first that is cut
 * or damaged; what follows is {@linkplain #ignoredBytes ignored}, so that a recording whose writer
 * died, or is still writing, can be read.
 */
public final class Recording implements Closeable {
  private final Path file;
  private final FileChannel channel;
  private final Map<String, String> facts = new LinkedHashMap<>();
  private final List<SourceReader> sources = new ArrayList<>();
  private final List<String> strings = new ArrayList<>();
  private final List<Column> columns = new ArrayList<>();
  private final List<Clock> clocks = new ArrayList<>();
  private long ignoredBytes;
  private boolean isComplete;

  /** Where the monotonic and the wall clock stood at the same time. */
  private record Clock(long nanos, Instant instant) {}

  /**
   * What is known of a source: where its samples stand in the file, and which layout holds for
   * them.
   */
  private static final class SourceReader {
    final String name;
    final String purpose;
    final String reference;
    final long period;
    final List<RecordedSource.Failure> failures = new ArrayList<>();
    final List<Layout> layouts = new ArrayList<>();
    long[] offset = new long[16];
    int[] length = new int[16];
    int[] layout = new int[16];
    int pieces;
    long samples;
    long late;
    long firstStart;
    long lastEnd;

    /**
     * Runs through all samples as they are found, to count them and to find what is not as it
     * should be.
     */
    final ChangeReader check = new ChangeReader();

    SourceReader(String name, String purpose, String reference, long period) {
      this.name = name;
      this.purpose = purpose;
      this.reference = reference;
      this.period = period;
    }

    void add(long at, int size) {
      if (pieces == offset.length) {
        offset = Arrays.copyOf(offset, pieces * 2);
        length = Arrays.copyOf(length, pieces * 2);
        layout = Arrays.copyOf(layout, pieces * 2);
      }
      offset[pieces] = at;
      length[pieces] = size;
      layout[pieces] = layouts.size() - 1;
      pieces++;
    }
  }

  private Recording(Path file, FileChannel channel) {
    this.file = file;
    this.channel = channel;
  }

  /**
   * Opens a recording.
   *
   * @throws DamagedRecordingException if the file is none, or of a later version of the format
   * @throws IOException if it cannot be read
   */
  public static Recording open(Path file) throws IOException {
    if (Files.isDirectory(file)) {
      throw new DamagedRecordingException(file + ": a directory, not a recording");
    }
    FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
    try {
      Recording recording = new Recording(file, channel);
      recording.scan();
      return recording;
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  private void scan() throws IOException {
    long size = channel.size();
    ByteBuffer header = ByteBuffer.allocate(Format.HEADER).order(ByteOrder.LITTLE_ENDIAN);
    readFully(header, 0);
    header.flip();
    byte[] magic = new byte[Math.min(Format.MAGIC.length, header.remaining())];
    header.get(magic);
    if (!Arrays.equals(magic, Format.MAGIC) || header.remaining() < Integer.BYTES) {
      throw new DamagedRecordingException(file + ": not a recording of procfs4j");
    }
    int version = header.getInt();
    if (version != Format.VERSION) {
      throw new DamagedRecordingException(
          file
              + ": a recording of format version "
              + version
              + "; this procfs4j reads version "
              + Format.VERSION);
    }
    long at = Format.HEADER;
    byte[] payload = new byte[1 << 16];
    ByteBuffer blockHeader =
        ByteBuffer.allocate(Format.BLOCK_HEADER).order(ByteOrder.LITTLE_ENDIAN);
    byte[] lengthBytes = new byte[Integer.BYTES];
    while (true) {
      blockHeader.clear();
      readFully(blockHeader, at);
      if (blockHeader.hasRemaining()) {
        break;
      }
      int length = blockHeader.getInt(0);
      if (length < 0 || length > Format.LONGEST_BLOCK || length > size - at - Format.BLOCK_HEADER) {
        break;
      }
      if (payload.length < length) {
        payload = new byte[Math.max(length, Math.min(payload.length * 2, Format.LONGEST_BLOCK))];
      }
      ByteBuffer into = ByteBuffer.wrap(payload, 0, length);
      readFully(into, at + Format.BLOCK_HEADER);
      blockHeader.get(0, lengthBytes);
      if (into.hasRemaining()
          || blockHeader.getInt(Integer.BYTES)
              != Format.checksum(lengthBytes, payload, 0, length)) {
        break;
      }
      try {
        block(payload, length, at + Format.BLOCK_HEADER);
      } catch (IllegalArgumentException | IndexOutOfBoundsException | IllegalStateException e) {
        // The checksum holds: whoever wrote this did not write this format.
        throw new DamagedRecordingException(
            file + ": the block at byte " + at + " is not as it should be: " + e.getMessage());
      }
      at += Format.BLOCK_HEADER + length;
    }
    ignoredBytes = Math.max(0, channel.size() - at);
  }

  private void readFully(ByteBuffer into, long at) throws IOException {
    long position = at;
    while (into.hasRemaining()) {
      int read = channel.read(into, position);
      if (read < 0) {
        return;
      }
      position += read;
    }
  }

  private void block(byte[] payload, int length, long fileOffset) {
    Varint.Reader in = new Varint.Reader();
    in.feed(payload, 0, length);
    while (!in.isAtEnd()) {
      int type = in.nextUpTo(Integer.MAX_VALUE);
      int size = in.nextUpTo(in.left());
      int from = in.at();
      in.skip(size);
      Varint.Reader body = new Varint.Reader();
      body.feed(payload, from, from + size);
      switch (type) {
        case Format.FACTS -> {
          for (int i = count(body); i > 0; i--) {
            facts.put(string(body, payload), string(body, payload));
          }
        }
        case Format.STRINGS -> {
          for (int i = count(body); i > 0; i--) {
            strings.add(string(body, payload));
          }
        }
        case Format.COLUMNS -> {
          for (int i = count(body); i > 0; i--) {
            columns.add(column(body));
          }
        }
        case Format.SOURCE -> {
          if (body.nextUpTo(sources.size()) != sources.size()) {
            throw new IllegalArgumentException("a source out of turn");
          }
          long period = body.next();
          String name = string(body, payload);
          sources.add(new SourceReader(name, string(body, payload), string(body, payload), period));
        }
        case Format.LAYOUT -> {
          SourceReader source = source(body);
          source.layouts.add(layout(body));
        }
        case Format.SAMPLES -> samples(body, payload, fileOffset);
        case Format.LATE -> {
          SourceReader source = source(body);
          body.nextZigzag();
          source.late += body.next();
        }
        case Format.FAILURE -> {
          SourceReader source = source(body);
          long nanos = body.nextZigzag();
          source.failures.add(
              new RecordedSource.Failure(nanos, string(body, payload), string(body, payload)));
        }
        case Format.CLOCK, Format.END -> {
          long nanos = body.nextZigzag();
          long seconds = body.nextZigzag();
          int nano = body.nextUpTo(999_999_999);
          if (Math.abs(seconds) > Instant.MAX.getEpochSecond()) {
            throw new IllegalArgumentException("a time of " + seconds + " s");
          }
          clocks.add(new Clock(nanos, Instant.ofEpochSecond(seconds, nano)));
          isComplete |= type == Format.END;
        }
        default -> {
          // A later version added it; it says nothing that this one has to know.
        }
      }
    }
  }

  private void samples(Varint.Reader body, byte[] payload, long fileOffset) {
    SourceReader source = source(body);
    if (source.layouts.isEmpty()) {
      source.layouts.add(new Layout.Builder().build()); // only gaps so far
    }
    int from = body.at();
    int size = body.left();
    source.add(fileOffset + from, size);
    source.check.feed(payload, from, from + size);
    int cells = source.layouts.getLast().cells();
    while (source.check.next(cells)) {
      if (!source.check.isGap()) {
        if (source.samples == 0) {
          source.firstStart = source.check.startNanos();
        }
        source.lastEnd = source.check.endNanos();
        source.samples++;
      }
    }
  }

  private SourceReader source(Varint.Reader in) {
    return sources.get(in.nextUpTo(sources.size() - 1));
  }

  /**
   * A number of things of which each takes a byte at least: more than there are bytes cannot be.
   */
  private static int count(Varint.Reader in) {
    return in.nextUpTo(in.left());
  }

  private static String string(Varint.Reader in, byte[] payload) {
    int length = count(in);
    String string = new String(payload, in.at(), length, UTF_8);
    in.skip(length);
    return string;
  }

  private String stringRef(Varint.Reader in) {
    return strings.get(in.nextUpTo(strings.size() - 1));
  }

  private Column column(Varint.Reader in) {
    String name = stringRef(in);
    Unit unit = new Unit(stringRef(in), in.nextUpTo(Integer.MAX_VALUE), in.nextUpTo(18));
    Kind kind = Kind.of(stringRef(in));
    boolean signed = in.next() != 0;
    return new Column(
        name, unit, kind, signed, stringRef(in), stringRef(in), stringRef(in), stringRef(in));
  }

  private Layout layout(Varint.Reader in) {
    int cells = in.nextUpTo(Integer.MAX_VALUE);
    Layout.Builder builder = new Layout.Builder();
    for (int t = count(in); t > 0; t--) {
      String name = stringRef(in);
      List<String> labels = new ArrayList<>();
      for (int i = count(in); i > 0; i--) {
        labels.add(stringRef(in));
      }
      Table table = new Table(name, labels);
      builder.table(table);
      List<Column> tableColumns = new ArrayList<>();
      for (int i = count(in); i > 0; i--) {
        tableColumns.add(columns.get(in.nextUpTo(columns.size() - 1)));
      }
      for (int i = count(in); i > 0; i--) {
        List<String> values = new ArrayList<>();
        for (int l = 0; l < labels.size(); l++) {
          values.add(stringRef(in));
        }
        int repeat = in.nextUpTo(Integer.MAX_VALUE);
        Layout.Builder.RowBuilder row = builder.row(new Row(table, values, repeat));
        int last = Layout.ABSENT;
        for (Column column : tableColumns) {
          long code = in.next();
          if (code != 0) {
            long zigzag = code - 1;
            long cell = last + 1 + ((zigzag >>> 1) ^ -(zigzag & 1));
            if (cell < 0 || cell >= cells) {
              throw new IllegalArgumentException("cell " + cell + " of " + cells);
            }
            last = (int) cell;
            row.cell(column, last);
          }
        }
      }
    }
    Layout layout = builder.build();
    if (layout.cells() != cells) {
      throw new IllegalArgumentException(layout.cells() + " cells, not " + cells);
    }
    return layout;
  }

  /** What its writer stated about it, by the names that docs/recording-format.md lists. */
  public Map<String, String> facts() {
    return Collections.unmodifiableMap(facts);
  }

  /** The recorded sources. */
  public List<RecordedSource> sources() {
    List<RecordedSource> recorded = new ArrayList<>();
    for (int i = 0; i < sources.size(); i++) {
      SourceReader source = sources.get(i);
      recorded.add(
          new RecordedSource(
              i,
              source.name,
              source.purpose,
              source.reference,
              source.period,
              source.samples,
              source.late,
              source.failures));
    }
    return recorded;
  }

  /** The source of this name, if it was recorded. */
  public Optional<RecordedSource> source(String name) {
    return sources().stream().filter(source -> source.name().equals(name)).findFirst();
  }

  /** The monotonic time of the first sample of any source; 0 if there is none. */
  public long startNanos() {
    return sources.stream()
        .filter(source -> source.samples > 0)
        .mapToLong(source -> source.firstStart)
        .min()
        .orElse(0);
  }

  /** The monotonic time after the last sample of any source; 0 if there is none. */
  public long endNanos() {
    return sources.stream()
        .filter(source -> source.samples > 0)
        .mapToLong(source -> source.lastEnd)
        .max()
        .orElse(0);
  }

  /**
   * What the wall clock showed at a monotonic time, by the nearest time at which both were noted;
   * empty if they never were. Where the clock was set meanwhile, monotonic times stay right and
   * this follows the clock.
   */
  public Optional<Instant> instant(long nanos) {
    @Nullable Clock nearest = null;
    for (Clock clock : clocks) {
      if (nearest == null || Math.abs(clock.nanos - nanos) < Math.abs(nearest.nanos - nanos)) {
        nearest = clock;
      }
    }
    return nearest == null
        ? Optional.empty()
        : Optional.of(nearest.instant.plusNanos(nanos - nearest.nanos));
  }

  /** Whether its writer ended it; if not, it was cut, or is still being written. */
  public boolean isComplete() {
    return isComplete;
  }

  /** How many bytes at its end are no whole block. */
  public long ignoredBytes() {
    return ignoredBytes;
  }

  /** The samples of a source, from the first. */
  public Playback playback(RecordedSource source) {
    return new FilePlayback(sources.get(source.index()));
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }

  private final class FilePlayback implements Playback {
    private final SourceReader source;
    private final ChangeReader reader = new ChangeReader();
    private byte[] bytes = new byte[0];
    private int piece = -1;
    private boolean isAfterGap;

    FilePlayback(SourceReader source) {
      this.source = source;
    }

    @Override
    public boolean next() {
      isAfterGap = false;
      while (true) {
        if (piece >= 0 && reader.next(layout().cells())) {
          if (!reader.isGap()) {
            return true;
          }
          isAfterGap = true;
        } else if (piece + 1 < source.pieces) {
          feed(++piece);
        } else {
          return false;
        }
      }
    }

    private void feed(int next) {
      int length = source.length[next];
      if (bytes.length < length) {
        bytes = new byte[length];
      }
      try {
        ByteBuffer into = ByteBuffer.wrap(bytes, 0, length);
        readFully(into, source.offset[next]);
        if (into.hasRemaining()) {
          throw new IOException(file + ": became shorter while it was read");
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      reader.feed(bytes, 0, length);
    }

    @Override
    public boolean isAfterGap() {
      return isAfterGap;
    }

    @Override
    public Layout layout() {
      if (piece < 0) {
        throw new NoSuchElementException("there is no sample here");
      }
      return source.layouts.get(source.layout[piece]);
    }

    @Override
    public long value(int cell) {
      return reader.value(cell);
    }

    @Override
    public long startNanos() {
      return reader.startNanos();
    }

    @Override
    public long endNanos() {
      return reader.endNanos();
    }
  }
}
