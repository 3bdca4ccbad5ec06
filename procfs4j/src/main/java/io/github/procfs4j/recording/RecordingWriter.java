package io.github.procfs4j.recording;

import io.github.procfs4j.model.Column;
import io.github.procfs4j.model.Layout;
import io.github.procfs4j.model.Sample;
import io.github.procfs4j.model.Source;
import io.github.procfs4j.model.changes.ChangeWriter;
import io.github.procfs4j.model.slots.LayoutChange.SlotRow;
import io.github.procfs4j.model.slots.SlotLayout;
import io.github.procfs4j.output.FileProblems;
import io.github.procfs4j.output.OutputFile;
import io.github.procfs4j.printable.Printable;
import io.github.procfs4j.sampling.Outcome;
import io.github.procfs4j.sampling.Recorder;
import io.github.procfs4j.sampling.Sampler;
import io.github.procfs4j.sampling.SelfSampler;
import io.github.procfs4j.text.Problem;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * Writes the samples of a {@link Recorder} to a file while they are taken.
 *
 * <p>Samples are collected and appended as a block with a checksum before they are a second old. If
 * the process is killed, the file contains every complete block; nothing needs to be repaired. If
 * the machine crashes, it contains what the kernel had written to disk by then, because this class
 * never waits for the disk. The file is readable only by its owner, because it shows what the
 * machine did: this process creates it with mode 0600, writes only through the descriptor that
 * created it, and locks it, so that a second recorder of the same file is rejected
 * (docs/security.md).
 *
 * <p>On a write error the recorder throws a {@link RecordingException}; what was written before
 * remains readable, and nothing more is written.
 *
 * <p>After {@link #close}, which may be called from any thread, the recording is complete, and the
 * recorder, if it still runs, ends with an {@link IllegalStateException}.
 */
public final class RecordingWriter implements RecordingSink {
  /**
   * The greatest number of kinds of problems noted for a source: a hostile text may have any
   * number.
   */
  private static final int MOST_LEFT_OUT = 10;

  private static final long BLOCK_NANOS = 1_000_000_000;

  /** A block with this length is written even if it is not a second old. */
  private static final int LONG_BLOCK = 1 << 20;

  /** The greatest size of collected samples of one source before they are added to the block. */
  private static final int LONG_SAMPLES = 1 << 16;

  /** How far the wall clock may deviate from the last record before it is recorded again. */
  private static final Duration CLOCK_DRIFT = Duration.ofMillis(1);

  private static final long CLOCK_NANOS = 60_000_000_000L;

  private String name;

  /** The name of the recording that this one is to replace; null if it replaces none. */
  private @Nullable String first;

  private final Clocks clocks;
  private final List<Written> sources;
  private final ChangeWriter[] changes;
  private final @Nullable Layout[] written;
  private final List<ShapeNumbers> shapes = new ArrayList<>();
  private final List<SourceLimits> limits = new ArrayList<>();
  private final boolean[] isBroken;

  /** The kinds of problems, by source, that were noted for texts of which a part was left out. */
  private final List<Set<String>> leftOut = new ArrayList<>();

  /** The numbers of columns, by their complete description. */
  private final Map<List<Object>, Integer> columns = new HashMap<>();

  private final RecordWriter block = new RecordWriter();
  private final RecordWriter body = new RecordWriter();
  private OutputStream out = OutputStream.nullOutputStream();

  /** The file to which it is written; null for a stream. */
  private @Nullable OutputFile file;

  /** Nothing more is written: writing failed, or it was closed. */
  private boolean isOver;

  private int marks;
  private boolean isClosed;

  private long lastBlock;
  private @Nullable Instant clock;
  private long clockNanos;
  private int longestBlock;
  private long bytes;
  private long samples;

  /** The number of samples in complete blocks of the file. */
  private long writtenSamples;

  private long late;

  /**
   * A source that is written.
   *
   * @param period the requested time from one sample to the next
   */
  record Written(Source source, Duration period) {
    static List<Written> of(List<Recorder.Track> tracks) {
      return tracks.stream()
          .map(track -> new Written(track.sampler().source(), track.period()))
          .toList();
    }
  }

  private RecordingWriter(String name, List<Written> sources, Clocks clocks) {
    this.name = name;
    this.clocks = clocks;
    this.sources = sources;
    changes = new ChangeWriter[sources.size()];
    Arrays.setAll(changes, i -> new ChangeWriter(1 << 12));
    written = new Layout[sources.size()];
    isBroken = new boolean[sources.size()];
    sources.forEach(source -> leftOut.add(new HashSet<>()));
    sources.forEach(source -> shapes.add(new ShapeNumbers()));
    sources.forEach(source -> limits.add(new SourceLimits()));
    clearBlock();
  }

  /**
   * Begins a recording of what the recorder of these tracks will sample. A file to be replaced
   * remains unchanged until the recording has begun.
   *
   * @param file the file, which must not exist unless {@code replaces}
   * @param replaces whether an existing regular file is replaced by a new one, unless another
   *     process is recording to it; a link, a pipe or a device is never replaced
   * @param tracks the tracks of the recorder, in the same order
   * @param facts facts that a reader should know about the recording
   * @return the writer, which is the listener of the recorder, and which the caller closes
   * @throws java.nio.file.FileAlreadyExistsException if the file exists and must not be replaced
   * @throws java.nio.file.FileSystemException with the reason, if it cannot be written for another
   *     reason
   */
  public static RecordingWriter create(
      Path file, boolean replaces, List<Recorder.Track> tracks, RecordingFacts facts)
      throws IOException {
    Objects.requireNonNull(tracks, "tracks");
    RecordingWriter writer = create(file, replaces, tracks, facts, Clocks.OF_THIS_MACHINE);
    reportSizeTo(tracks, writer::size);
    return writer;
  }

  /**
   * Begins a recording to a stream, such as standard output. Only its receiver can report on it.
   *
   * @param out the stream; it is closed with the writer
   * @param name its name in messages
   * @param tracks the tracks of the recorder, in the same order
   * @param facts as for {@link #create}
   * @return the writer, which is the listener of the recorder, and which the caller closes
   * @throws IOException if the stream cannot be written
   */
  public static RecordingWriter to(
      OutputStream out, String name, List<Recorder.Track> tracks, RecordingFacts facts)
      throws IOException {
    Objects.requireNonNull(tracks, "tracks");
    Objects.requireNonNull(name, "name");
    RecordingWriter writer = new RecordingWriter(name, Written.of(tracks), Clocks.OF_THIS_MACHINE);
    writer.describe(facts);
    writer.begin(out);
    reportSizeTo(tracks, writer::size);
    return writer;
  }

  /** Passes the number of written bytes to a sampler of the cost of recording, if there is one. */
  static void reportSizeTo(List<Recorder.Track> tracks, LongSupplier size) {
    for (Recorder.Track track : tracks) {
      if (track.sampler() instanceof SelfSampler self) {
        self.writes(size);
      }
    }
  }

  static RecordingWriter create(
      Path file, boolean replaces, List<Recorder.Track> tracks, RecordingFacts facts, Clocks clocks)
      throws IOException {
    return of(file, replaces, Written.of(tracks), facts, clocks);
  }

  /** Begins a recording of samples that are {@linkplain #add added}. */
  static RecordingWriter of(
      Path file, boolean replaces, List<Written> sources, RecordingFacts facts, Clocks clocks)
      throws IOException {
    RecordingWriter writer = new RecordingWriter(file.toString(), sources, clocks);
    writer.describe(facts);
    writer.begin(OutputFile.create(file, replaces));
    return writer;
  }

  /** Removes a file in the same directory that was left over by a killed recorder. */
  void removeLeftOver(Path beside) throws IOException {
    requireFile().removeLeftOver(String.valueOf(beside.getFileName()));
  }

  /**
   * Begins a second recording, in another file of the same directory, with the wanted name if
   * possible.
   */
  RecordingWriter second(Path wanted, RecordingFacts facts) throws IOException {
    OutputFile made = requireFile().second(String.valueOf(wanted.getFileName()));
    RecordingWriter writer = new RecordingWriter(made.path().toString(), sources, clocks);
    writer.first = name;
    writer.describe(facts);
    writer.begin(made);
    return writer;
  }

  private void begin(OutputFile made) throws IOException {
    file = made;
    try {
      begin(made.stream());
      made.putInPlace();
    } catch (IOException e) {
      isOver = true;
      made.delete();
      throw e;
    }
  }

  private void begin(OutputStream stream) throws IOException {
    out = stream;
    try {
      byte[] header = Arrays.copyOf(Format.MAGIC, Format.HEADER);
      Format.INT.set(header, Format.MAGIC.length, Format.VERSION);
      write(header, header.length);
      writeBlock();
    } catch (RecordingException e) {
      throw e.getCause();
    }
  }

  private void describe(RecordingFacts facts) {
    facts.asMap().forEach((name, value) -> add(Format.FACT, begin().string(name).string(value)));
    for (int i = 0; i < sources.size(); i++) {
      Source source = sources.get(i).source();
      add(
          Format.SOURCE,
          begin()
              .number(i)
              .number(TimeUnit.NANOSECONDS.convert(sources.get(i).period()))
              .string(source.name())
              .string(source.purpose())
              .string(source.reference()));
    }
    noteClock();
  }

  /** Begins a record to be {@linkplain #add added}, without fields. */
  private RecordWriter begin() {
    body.clear();
    return body;
  }

  private void add(int type, RecordWriter fields) {
    block.number(type).number(fields.size()).raw(fields.bytes(), fields.size());
  }

  /** Checks that this recording is open, and that the sampler is of the source of the track. */
  private void check(int source, Sampler<?> sampler) {
    checkOpen(source);
    Source expected = sources.get(source).source();
    if (!sampler.source().equals(expected)) {
      throw new IllegalArgumentException(
          "%s: track %d is of %s, not of %s".formatted(name, source, expected, sampler.source()));
    }
  }

  private void checkOpen(int source) {
    checkOpen();
    Objects.checkIndex(source, changes.length);
  }

  private void checkOpen() {
    if (isClosed) {
      throw new IllegalStateException("the recording " + name + " is closed");
    }
  }

  @Override
  public synchronized void sampled(int source, Sampler<?> sampler) {
    check(source, sampler);
    add(source, sampler);
    noteLeftOut(source, sampler);
  }

  /** Notes what could not be read of a text whose rest counts: the first problem of each kind. */
  private void noteLeftOut(int source, Sampler<?> sampler) {
    Set<String> kinds = leftOut.get(source);
    for (Problem problem : sampler.problems()) {
      if (kinds.size() < MOST_LEFT_OUT && kinds.add(problem.kind())) {
        boolean isLast = kinds.size() == MOST_LEFT_OUT;
        addFailure(
            source,
            sampler.startNanos(),
            Outcome.SAMPLED.text(),
            problem + (isLast ? " (problems of other kinds are not recorded)" : ""));
      }
    }
  }

  @SuppressWarnings("ReferenceEquality") // the layout of a sample that continues is the same object
  void add(int source, Sample sample) {
    Format.time(sample.startNanos());
    Format.time(sample.endNanos());
    ChangeWriter changesHere = changes[source];
    Layout layout = sample.layout();
    boolean isKey = isBroken[source] || !sample.isContinuation();
    if (written[source] != layout) {
      flush(source);
      try {
        isKey |= !describe(source, layout, written[source]);
      } catch (SourceLimits.ExceededException e) {
        refuse(source, sample, String.valueOf(e.getMessage()));
        return;
      }
      written[source] = layout;
      if (block.size() >= LONG_BLOCK) {
        flushAll(); // a layout and a key may both be long
      }
    }
    if (isKey) {
      changesHere.key(sample);
    } else {
      changesHere.changes(sample);
    }
    isBroken[source] = false;
    samples++;
    if (changesHere.size() >= LONG_SAMPLES) {
      flush(source);
    }
    if (block.size() >= LONG_BLOCK) {
      flushAll();
    }
  }

  /**
   * Leaves out a sample that no reader would accept: the others of the recording are worth more.
   */
  private void refuse(int source, Sample sample, String reason) {
    addGap(source, sample.startNanos(), sample.endNanos());
    Set<String> kinds = leftOut.get(source);
    if (kinds.size() < MOST_LEFT_OUT && kinds.add(reason)) {
      addFailure(
          source, sample.startNanos(), "not recorded", reason + ", which no recording can contain");
    }
  }

  /**
   * Writes a layout; returns whether it was written as a change of the previous one.
   *
   * @throws SourceLimits.ExceededException if no reader would accept it; no layout is then written
   */
  private boolean describe(int source, Layout layout, @Nullable Layout before) {
    RecordWriter record = new RecordWriter().number(source);
    if (!(layout instanceof SlotLayout slots)) {
      checkLength(
          "names of columns",
          layout.tables().stream()
              .flatMap(table -> table.columns().stream())
              .mapToLong(column -> column.name().length())
              .sum());
      limits.get(source).add(layout);
      LayoutFormat.write(record, layout, this::numberOf);
      checkLength("a description of rows and columns", record.size());
      add(Format.LAYOUT, record);
      return false;
    }
    ToIntFunction<SlotRow> shapeOf = row -> numberOf(source, row);
    if (before instanceof SlotLayout earlier
        && slots.isSuccessorOf(earlier)
        && slots.cells() <= Format.mostCells(bytes)) {
      SlotFormat.write(record, slots.change(), earlier.slots(), shapeOf);
      add(Format.ROWS, record);
      return true;
    }
    shapes.get(source).forgetLists();
    SlotFormat.write(record.number(slots.stride()), slots.whole(), 0, shapeOf);
    add(Format.SLOTS, record);
    return false;
  }

  /** A block has room for a layout of this length, its columns and a key. */
  private static void checkLength(String what, long length) {
    if (length > Format.LONGEST_LAYOUT) {
      throw new SourceLimits.ExceededException(
          "%s of %d bytes, more than %d".formatted(what, length, Format.LONGEST_LAYOUT));
    }
  }

  /** The number of the shape of a row; describes the shape first if it is new. */
  private int numberOf(int source, SlotRow row) {
    return shapes
        .get(source)
        .of(
            new SlotFormat.Shape(row.row().table(), row.columns()),
            this::numberOf,
            shape -> {
              limits.get(source).add(shape.table(), shape.columns());
              RecordWriter record = new RecordWriter().number(source);
              SlotFormat.write(record, shape, this::numberOf);
              add(Format.SHAPE, record);
            });
  }

  /** The number of a column; describes the column first if it is new. */
  private int numberOf(Column column) {
    List<Object> description =
        List.of(
            column.name(),
            column.unit(),
            column.kind(),
            column.signed(),
            column.since(),
            column.requires(),
            column.meaning(),
            column.reference());
    return columns.computeIfAbsent(
        description,
        added -> {
          RecordWriter fields = begin();
          LayoutFormat.write(fields, column);
          add(Format.COLUMN, fields);
          return columns.size();
        });
  }

  @Override
  public synchronized void failed(int source, Sampler<?> sampler, Outcome outcome, boolean isNews) {
    check(source, sampler);
    addGap(source, sampler.startNanos(), sampler.endNanos());
    if (isNews) {
      addFailure(source, sampler.startNanos(), outcome.text(), sampler.problem().orElse(""));
    }
  }

  @Override
  public synchronized void abandoned(int source, long startNanos, long endNanos, String problem) {
    checkOpen(source);
    addGap(source, startNanos, endNanos);
    addFailure(source, startNanos, "abandoned", problem);
  }

  @Override
  public synchronized boolean mark(long nanos, String text) {
    Objects.requireNonNull(text, "text");
    checkOpen();
    String checked = Mark.checked(text);
    Format.time(nanos);
    if (marks == Mark.MOST) {
      return false;
    }
    marks++;
    add(Format.MARK, begin().signed(nanos).string(checked));
    return true;
  }

  /** Copies a mark of another recording, whose text a later version may no longer accept. */
  void addMark(long nanos, String text) {
    if (marks < Mark.MOST) {
      marks++;
      add(Format.MARK, begin().signed(Format.time(nanos)).string(Mark.truncated(text)));
    }
  }

  void addFailure(int source, long nanos, String outcome, String problem) {
    add(
        Format.FAILURE,
        begin().number(source).signed(Format.time(nanos)).string(outcome).string(problem));
  }

  void addGap(int source, long startNanos, long endNanos) {
    changes[source].gap(startNanos, endNanos);
    isBroken[source] = true;
  }

  @Override
  public synchronized void late(int source, long ticks) {
    checkOpen(source);
    addLate(source, clocks.nanoTime(), ticks);
  }

  void addLate(int source, long nanos, long ticks) {
    late += ticks;
    add(Format.LATE, begin().number(source).signed(Format.time(nanos)).number(ticks));
  }

  @Override
  public synchronized void idleUntil(long nanoTime) {
    checkOpen();
    if (nanoTime - lastBlock >= BLOCK_NANOS) {
      flushAll();
    }
  }

  /** Writes everything collected, even if it is not a second old. */
  void flushAll() {
    for (int i = 0; i < changes.length; i++) {
      flush(i);
    }
    noteClock();
    writeBlock();
  }

  private void flush(int source) {
    ChangeWriter changesHere = changes[source];
    if (changesHere.size() > 0) {
      add(Format.SAMPLES, begin().number(source).raw(changesHere.bytes(), changesHere.size()));
      changesHere.clear();
    }
  }

  /**
   * Records both clocks, unless a reader could compute them: once a minute, and when the wall clock
   * was set or slewed, or advanced while the machine was suspended.
   */
  private void noteClock() {
    if (!clocks.areKnown()) {
      return;
    }
    long nanos = clocks.nanoTime();
    Instant now = clocks.instant();
    long passed = nanos - clockNanos;
    if (clock == null
        || passed >= CLOCK_NANOS
        || isFurther(Duration.between(clock, now).minusNanos(passed))) {
      add(Format.CLOCK, begin().signed(nanos).signed(now.getEpochSecond()).number(now.getNano()));
      clock = now;
      clockNanos = nanos;
    }
  }

  /** Copies of made-up recordings may have clocks that are centuries apart. */
  private static boolean isFurther(Duration drift) {
    return drift.abs().compareTo(CLOCK_DRIFT) > 0;
  }

  private void clearBlock() {
    block.clear();
    block.raw(new byte[Format.BLOCK_HEADER], Format.BLOCK_HEADER);
    lastBlock = clocks.nanoTime();
  }

  private void writeBlock() {
    int size = block.size();
    if (size - Format.BLOCK_HEADER > Format.LONGEST_BLOCK) {
      isOver = true;
      throw new RecordingException(
          new IOException(name + ": a block of " + size + " bytes, which no reader accepts"));
    }
    byte[] encoded = block.bytes();
    Format.INT.set(encoded, 0, size - Format.BLOCK_HEADER);
    Format.INT.set(encoded, Integer.BYTES, Format.checksum(encoded, size));
    write(encoded, size);
    writtenSamples = samples;
    longestBlock = Math.max(longestBlock, size);
    clearBlock();
  }

  private void write(byte[] encoded, int size) {
    if (isOver) {
      throw new IllegalStateException(name + ": nothing can be written any more");
    }
    try {
      out.write(encoded, 0, size);
      bytes += size;
    } catch (IOException e) {
      // A part of the block may have been written: what came after it could not be read.
      isOver = true;
      String problem = name + ": " + FileProblems.reason(e) + rest();
      throw new RecordingException(problem, new IOException(problem, e));
    }
  }

  /** What can be read in spite of a write error, for its message. */
  private String rest() {
    if (first != null) {
      return "; what was written before can be read in " + first;
    }
    return bytes == 0
        ? ""
        : writtenSamples == 0
            ? "; the recording contains no sample"
            : "; what was written before can be read";
  }

  @Override
  public synchronized String name() {
    return name;
  }

  @Override
  public synchronized boolean isInPlace() {
    return file == null || file.isInPlace();
  }

  /** Throws an exception if what was written can no longer be found at the path of the file. */
  void checkInPlace() throws IOException {
    requireFile().checkInPlace();
  }

  /**
   * Replaces another recording, which is no longer written.
   *
   * @throws IOException if a file of another user is in that place, or this file was removed
   */
  void replace(RecordingWriter other) throws IOException {
    requireFile().replace(other.requireFile());
    name = other.name;
    first = null;
  }

  private OutputFile requireFile() {
    return Objects.requireNonNull(file);
  }

  @Override
  public synchronized long bytes() {
    return bytes;
  }

  /** The number of bytes written or waiting for the next block. */
  synchronized long size() {
    long size = bytes + block.size() - Format.BLOCK_HEADER;
    for (ChangeWriter waiting : changes) {
      size += waiting.size();
    }
    return size;
  }

  /** The length of the longest block. */
  int longestBlock() {
    return longestBlock;
  }

  @Override
  public synchronized long samples() {
    return samples;
  }

  @Override
  public synchronized long late() {
    return late;
  }

  @Override
  public synchronized void close() {
    if (isClosed) {
      return;
    }
    isClosed = true;
    try {
      if (!isOver) {
        for (int i = 0; i < changes.length; i++) {
          flush(i);
        }
        add(Format.END, begin());
        writeBlock();
      }
    } finally {
      isOver = true;
      closeFile();
    }
  }

  /** Writes the remaining data, and closes it without stating that the recording is complete. */
  synchronized void closeIncomplete() {
    flushAll();
    abandon();
  }

  /** Closes the file, which is no longer wanted, without a change. */
  void abandon() {
    isClosed = true;
    isOver = true;
    closeFile();
  }

  /** Removes the file, which is no longer wanted. */
  void delete() throws IOException {
    isOver = true;
    requireFile().delete();
  }

  private void closeFile() {
    try {
      (file == null ? out : file).close();
    } catch (IOException e) {
      throw new RecordingException(name + ": " + FileProblems.reason(e), e);
    }
  }

  /** Such as {@code RecordingWriter[day.procfs, 60 samples]}. */
  @Override
  public synchronized String toString() {
    return "RecordingWriter["
        + Printable.line(name)
        + ", "
        + samples
        + " samples"
        + (isClosed ? ", closed" : isOver ? ", failed" : "")
        + "]";
  }
}
