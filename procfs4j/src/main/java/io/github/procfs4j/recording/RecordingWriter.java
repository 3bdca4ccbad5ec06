package io.github.procfs4j.recording;

import io.github.procfs4j.model.ChangeWriter;
import io.github.procfs4j.model.Column;
import io.github.procfs4j.model.Layout;
import io.github.procfs4j.model.Layout.TableLayout;
import io.github.procfs4j.model.Row;
import io.github.procfs4j.model.Source;
import io.github.procfs4j.sampling.Outcome;
import io.github.procfs4j.sampling.Recorder;
import io.github.procfs4j.sampling.Sampler;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Writes what a {@link Recorder} samples to a file, as it comes.
 *
 * <p>Samples are gathered and appended as one checksummed block before they are a second old. A
 * file that was cut, because the machine or the process died, holds every block that was written
 * whole; nothing needs to be repaired. The file is readable by its owner only, as it tells what the
 * machine did.
 *
 * <p>Errors of writing are thrown out of the recorder as {@link UncheckedIOException}; what was
 * written before stays readable.
 */
public final class RecordingWriter implements Recorder.Listener, Closeable {
  private static final long BLOCK_NANOS = 1_000_000_000;

  private final Path file;
  private final FileChannel channel;
  private final List<Recorder.Track> tracks;
  private final ChangeWriter[] changes;
  private final @Nullable Layout[] written;
  private final boolean[] isBroken;
  private final Map<String, Integer> strings = new HashMap<>();
  private final List<String> newStrings = new ArrayList<>();
  private final Map<Description, Integer> columns = new HashMap<>();
  private final List<Column> newColumns = new ArrayList<>();
  private final RecordWriter block = new RecordWriter();
  private final RecordWriter body = new RecordWriter();
  private final ByteBuffer blockHeader =
      ByteBuffer.allocate(Format.BLOCK_HEADER).order(ByteOrder.LITTLE_ENDIAN);
  private final byte[] blockLength = new byte[4];

  private long lastBlock = System.nanoTime();
  private long bytes;
  private long samples;
  private long late;

  /**
   * All that describes a column: what counts as the same column in a history may be described anew
   * in a recording.
   */
  private record Description(Column column, String unit, int factor, int decimals, String kind) {
    static Description of(Column column) {
      return new Description(
          column,
          column.unit().name(),
          column.unit().factor(),
          column.unit().decimals(),
          column.kind().text());
    }
  }

  private RecordingWriter(Path file, FileChannel channel, List<Recorder.Track> tracks) {
    this.file = file;
    this.channel = channel;
    this.tracks = List.copyOf(tracks);
    changes = new ChangeWriter[tracks.size()];
    for (int i = 0; i < changes.length; i++) {
      changes[i] = new ChangeWriter(1 << 12);
    }
    written = new Layout[tracks.size()];
    isBroken = new boolean[tracks.size()];
  }

  /**
   * Begins a recording of what the recorder of these tracks will sample.
   *
   * @param file the file, which must not exist unless {@code replaces}
   * @param replaces whether a file that exists is replaced
   * @param facts what a reader should know of the recording, by the names that
   *     docs/recording-format.md lists
   * @throws java.nio.file.FileAlreadyExistsException if it exists and is not to be replaced
   */
  public static RecordingWriter create(
      Path file, boolean replaces, List<Recorder.Track> tracks, Map<String, String> facts)
      throws IOException {
    Set<StandardOpenOption> options =
        replaces
            ? EnumSet.of(
                StandardOpenOption.WRITE,
                StandardOpenOption.CREATE,
                StandardOpenOption.TRUNCATE_EXISTING)
            : EnumSet.of(StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW);
    FileChannel channel =
        Files.getFileStore(file.toAbsolutePath().getParent()).supportsFileAttributeView("posix")
            ? FileChannel.open(
                file,
                options,
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))
            : FileChannel.open(file, options.toArray(StandardOpenOption[]::new));
    RecordingWriter writer = new RecordingWriter(file, channel, tracks);
    try {
      writer.begin(facts);
    } catch (UncheckedIOException e) {
      channel.close();
      throw e.getCause();
    }
    return writer;
  }

  private void begin(Map<String, String> facts) {
    ByteBuffer header = ByteBuffer.allocate(Format.HEADER).order(ByteOrder.LITTLE_ENDIAN);
    header.put(Format.MAGIC).putInt(Format.VERSION).putInt(0).flip();
    write(header);
    body.clear();
    body.number(facts.size());
    facts.forEach((name, value) -> body.string(name).string(value));
    block.record(Format.FACTS, body);
    for (int i = 0; i < tracks.size(); i++) {
      Source source = tracks.get(i).sampler().source();
      body.clear();
      body.number(i)
          .number(tracks.get(i).periodNanos())
          .string(source.name())
          .string(source.purpose())
          .string(source.reference());
      block.record(Format.SOURCE, body);
    }
    writeBlock();
  }

  @Override
  public void sampled(int source, Sampler<?> sampler) {
    ChangeWriter changesHere = changes[source];
    Layout layout = sampler.layout();
    if (written[source] != layout) {
      flush(source);
      layout(source, layout);
      written[source] = layout;
      changesHere.key(sampler);
    } else if (isBroken[source] || !sampler.isContinuation()) {
      changesHere.key(sampler);
    } else {
      changesHere.changes(sampler);
    }
    isBroken[source] = false;
    samples++;
  }

  @Override
  public void failed(int source, Sampler<?> sampler, Outcome outcome, boolean isNews) {
    changes[source].gap(sampler.startNanos(), sampler.endNanos());
    isBroken[source] = true;
    if (isNews) {
      body.clear();
      body.number(source)
          .signed(sampler.startNanos())
          .string(outcome.text())
          .string(sampler.problem().orElse(""));
      block.record(Format.FAILURE, body);
    }
  }

  @Override
  public void late(int source, long ticks) {
    late += ticks;
    body.clear();
    body.number(source).signed(System.nanoTime()).number(ticks);
    block.record(Format.LATE, body);
  }

  @Override
  public void idleUntil(long nanoTime) {
    if (nanoTime - lastBlock >= BLOCK_NANOS) {
      flushAll();
    }
  }

  private void flushAll() {
    for (int i = 0; i < changes.length; i++) {
      flush(i);
    }
    clock(Format.CLOCK);
    writeBlock();
  }

  private void clock(int type) {
    Instant now = Instant.now();
    body.clear();
    body.signed(System.nanoTime()).signed(now.getEpochSecond()).number(now.getNano());
    block.record(type, body);
  }

  private void flush(int source) {
    ChangeWriter changesHere = changes[source];
    if (changesHere.size() > 0) {
      body.clear();
      body.number(source).raw(changesHere.bytes(), changesHere.size());
      block.record(Format.SAMPLES, body);
      changesHere.clear();
    }
  }

  /**
   * What a layout refers to is written before it: the strings, then the columns, then the layout
   * itself.
   */
  private void layout(int source, Layout layout) {
    RecordWriter record = new RecordWriter();
    record.number(source).number(layout.cells()).number(layout.tables().size());
    for (TableLayout table : layout.tables()) {
      record.number(string(table.table().name()));
      strings(record, table.table().labels());
      record.number(table.columns().size());
      for (Column column : table.columns()) {
        record.number(column(column));
      }
      record.number(table.rows().size());
      for (Row row : table.rows()) {
        for (String label : row.labels()) {
          record.number(string(label));
        }
        record.number(row.repeat());
        int last = Layout.ABSENT;
        for (Column column : table.columns()) {
          int cell = layout.cell(row, column);
          // 0: no cell; else the distance from the cell that follows the last one, which is mostly
          // none.
          record.number(cell == Layout.ABSENT ? 0 : 1 + zigzag(cell - (last + 1)));
          last = cell == Layout.ABSENT ? last : cell;
        }
      }
    }
    writeNew();
    block.record(Format.LAYOUT, record);
  }

  private static long zigzag(long value) {
    return (value << 1) ^ (value >> 63);
  }

  private void strings(RecordWriter record, List<String> values) {
    record.number(values.size());
    for (String value : values) {
      record.number(string(value));
    }
  }

  private int string(String value) {
    return strings.computeIfAbsent(
        value,
        added -> {
          newStrings.add(added);
          return strings.size();
        });
  }

  private int column(Column column) {
    return columns.computeIfAbsent(
        Description.of(column),
        added -> {
          newColumns.add(column);
          return columns.size();
        });
  }

  private void writeNew() {
    RecordWriter described = new RecordWriter();
    described.number(newColumns.size());
    for (Column column : newColumns) {
      described
          .number(string(column.name()))
          .number(string(column.unit().name()))
          .number(column.unit().factor())
          .number(column.unit().decimals())
          .number(string(column.kind().text()))
          .number(column.signed() ? 1 : 0)
          .number(string(column.since()))
          .number(string(column.requires()))
          .number(string(column.meaning()))
          .number(string(column.reference()));
    }
    if (!newStrings.isEmpty()) {
      body.clear();
      body.number(newStrings.size());
      newStrings.forEach(body::string);
      block.record(Format.STRINGS, body);
      newStrings.clear();
    }
    if (!newColumns.isEmpty()) {
      block.record(Format.COLUMNS, described);
      newColumns.clear();
    }
  }

  private void writeBlock() {
    int size = block.size();
    blockHeader.clear().putInt(size);
    blockHeader.get(0, blockLength);
    blockHeader.putInt(Format.checksum(blockLength, block.bytes(), 0, size)).flip();
    ByteBuffer payload = ByteBuffer.wrap(block.bytes(), 0, size);
    write(blockHeader);
    write(payload);
    block.clear();
    lastBlock = System.nanoTime();
  }

  private void write(ByteBuffer buffer) {
    try {
      bytes += buffer.remaining();
      while (buffer.hasRemaining()) {
        channel.write(buffer);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(
          file + ": " + e.getMessage() + "; what was written before can be read", e);
    }
  }

  /** How many bytes were written. */
  public long bytes() {
    return bytes;
  }

  /** How many samples were made, of all sources together. */
  public long samples() {
    return samples;
  }

  /** How many ticks were left out, of all sources together. */
  public long late() {
    return late;
  }

  /** Writes what is left, and that the recording ended as it should. */
  @Override
  public void close() {
    try (channel) {
      for (int i = 0; i < changes.length; i++) {
        flush(i);
      }
      clock(Format.END);
      writeBlock();
    } catch (IOException e) {
      throw new UncheckedIOException(file + ": " + e.getMessage(), e);
    }
  }
}
