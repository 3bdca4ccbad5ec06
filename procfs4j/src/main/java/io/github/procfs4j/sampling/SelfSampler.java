package io.github.procfs4j.sampling;

import io.github.procfs4j.io.Buffer;
import io.github.procfs4j.io.KeptFile;
import io.github.procfs4j.io.NativeAccess;
import io.github.procfs4j.io.ResourceUsage;
import io.github.procfs4j.model.Column;
import io.github.procfs4j.model.Layout;
import io.github.procfs4j.text.Problem;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Samples the cost of recording itself, as the last track of a {@link Recorder}, which passes it
 * the duration of each sample. Its own cost is included.
 *
 * <pre>{@code
 * List<Track> tracks = SelfSampler.with(tracksOfFiles, null);
 * try (RecordingWriter writer = RecordingWriter.create(file, false, tracks, facts)) {
 *   new Recorder(tracks, writer).run(duration);
 * }
 * }</pre>
 *
 * <p>CPU time is that of the process of this JVM, not only of the recording thread. It comes from
 * getrusage(2) or, if native access is not enabled, from {@link ProcessHandle}, which returns it in
 * steps of a hundredth of a second and allocates memory.
 */
public final class SelfSampler extends Sampler<Self> {
  /** Its period: short enough to show changes, and long enough to cost almost nothing. */
  public static final Duration SAMPLING_PERIOD = Duration.ofSeconds(1);

  private static final Path DIRECTORY = Path.of("/proc/self");
  private static final long UNKNOWN = -1;
  private static final long NANOS_PER_MICRO = 1_000;

  private static final List<Column> OF_SOURCE =
      List.of(
          SelfColumns.SELF_SOURCE_PERIOD,
          SelfColumns.SELF_SOURCE_SAMPLES,
          SelfColumns.SELF_SOURCE_LATE,
          SelfColumns.SELF_SOURCE_BYTES,
          SelfColumns.SELF_SOURCE_READ,
          SelfColumns.SELF_SOURCE_PARSE);
  private static final int PERIOD = 0;
  private static final int SAMPLES = 1;
  private static final int LATE = 2;
  private static final int BYTES = 3;
  private static final int READ = 4;
  private static final int PARSE = 5;

  private final List<String> names;

  /** The current values of the columns of each source. */
  private final long[][] counts;

  private final @Nullable LongSupplier allocated;
  private @Nullable LongSupplier written;

  private final @Nullable ResourceUsage usage =
      NativeAccess.isEnabled() ? new ResourceUsage() : null;
  private final KeptFile statm = KeptFile.at(DIRECTORY.resolve("statm"), true);
  private final Buffer buffer = new Buffer(256);
  private final Self view = new Self(this);

  private long[] values = {};
  private int[] changed = {};
  private long[] deltas = {};
  private int cells;
  private int changes;

  private SelfSampler(List<String> names, @Nullable LongSupplier allocated) {
    super(Self.SOURCE, DIRECTORY, DIRECTORY.toString(), null);
    this.names = names;
    this.allocated = allocated;
    counts = new long[names.size()][OF_SOURCE.size()];
  }

  /**
   * {@return these tracks, followed by one for their cost}
   *
   * @param tracks the tracks whose cost is to be sampled
   * @param allocated returns how many bytes the JVM has allocated since it was started: {@code
   *     com.sun.management.ThreadMXBean.getTotalThreadAllocatedBytes}, which is in a module that
   *     the library does not require; null if it is not known
   */
  public static List<Recorder.Track> with(
      List<Recorder.Track> tracks, @Nullable LongSupplier allocated) {
    List<String> names = new ArrayList<>();
    tracks.forEach(track -> names.add(track.sampler().source().name()));
    names.add(Self.NAME);
    List<Recorder.Track> all = new ArrayList<>(tracks);
    all.add(new Recorder.Track(new SelfSampler(names, allocated), SAMPLING_PERIOD));
    return List.copyOf(all);
  }

  /**
   * Sets the supplier of the size of the recording in bytes.
   *
   * @param bytes returns the number of bytes written so far
   * @throws IllegalStateException after the first sample, which determines the columns, unless
   *     there was a supplier by then
   */
  public void writes(LongSupplier bytes) {
    Objects.requireNonNull(bytes, "bytes");
    if (values.length > 0 && written == null) {
      throw new IllegalStateException("the cost of a recording is already being sampled");
    }
    written = bytes;
  }

  /** The number of tracks, including its own. */
  int tracks() {
    return counts.length;
  }

  void period(int source, long nanos) {
    counts[source][PERIOD] = nanos;
  }

  void late(int source, long ticks) {
    counts[source][LATE] += ticks;
  }

  /** Receives that a sample was taken, or failed, and the total time that it took. */
  void sampled(int source, Sampler<?> sampler, Outcome outcome, long tookNanos) {
    long[] of = counts[source];
    long read = sampler.endNanos() - sampler.startNanos();
    of[SAMPLES]++;
    of[BYTES] += outcome == Outcome.SAMPLED ? sampler.bytes() : 0;
    of[READ] += read;
    of[PARSE] += Math.max(0, tookNanos - read);
  }

  @Override
  protected Outcome take() {
    long start = System.nanoTime();
    boolean isFirst = values.length == 0;
    changes = 0;
    cells = 0;
    long resident = resident();
    long cpu = cpu();
    Layout layout = isFirst ? describe(cpu, resident) : layout();
    sampleProcess(layout, cpu, resident);
    for (long[] of : counts) {
      for (long count : of) {
        add(count);
      }
    }
    readBetween(start, System.nanoTime());
    keep(layout, !isFirst);
    return Outcome.SAMPLED;
  }

  private void sampleProcess(Layout layout, long cpu, long resident) {
    if (layout.cell(Self.ROW, SelfColumns.SELF_CPU) != Layout.ABSENT) {
      add(cpu);
    }
    if (usage != null) {
      add(usage.userMicros());
      add(usage.systemMicros());
    }
    if (layout.cell(Self.ROW, SelfColumns.SELF_RESIDENT) != Layout.ABSENT) {
      add(resident == UNKNOWN ? values[cells] : resident);
    }
    if (allocated != null) {
      add(allocated.getAsLong());
    }
    if (written != null) {
      add(written.getAsLong());
    }
  }

  /** Sets the value of the next cell. */
  private void add(long value) {
    long delta = value - values[cells];
    if (delta != 0) {
      values[cells] = value;
      changed[changes] = cells;
      deltas[changes] = delta;
      changes++;
    }
    cells++;
  }

  /** The layout from now on, with the cells in the order in which they are added. */
  private Layout describe(long cpu, long resident) {
    Layout.Builder builder = new Layout.Builder();
    List<Column> ofProcess = new ArrayList<>();
    if (cpu != UNKNOWN) {
      ofProcess.add(SelfColumns.SELF_CPU);
    }
    if (usage != null) {
      ofProcess.addAll(List.of(SelfColumns.SELF_USER, SelfColumns.SELF_SYSTEM));
    }
    if (resident != UNKNOWN) {
      ofProcess.add(SelfColumns.SELF_RESIDENT);
    }
    if (allocated != null) {
      ofProcess.add(SelfColumns.SELF_ALLOCATED);
    }
    if (written != null) {
      ofProcess.add(SelfColumns.SELF_WRITTEN);
    }
    int cell = row(builder.row(Self.ROW), ofProcess, 0);
    for (String name : names) {
      cell = row(builder.newRow(Self.SOURCE_TABLE, name), OF_SOURCE, cell);
    }
    values = new long[cell];
    changed = new int[cell];
    deltas = new long[cell];
    return builder.build();
  }

  private static int row(Layout.Builder.RowBuilder row, List<Column> columns, int first) {
    int cell = first;
    for (Column column : columns) {
      row.cell(column, cell++);
    }
    return cell;
  }

  /** Pages in RAM, the second number of {@code /proc/self/statm}; or that it is unknown. */
  private long resident() {
    int length = statm.read(buffer);
    ByteBuffer text = buffer.bytes();
    long number = 0;
    boolean isSecond = false;
    for (int at = 0; at < length; at++) {
      byte b = text.get(at);
      if (b == ' ' && isSecond) {
        return number;
      }
      if (b == ' ') {
        isSecond = true;
        number = 0;
      } else {
        number = number * 10 + b - '0';
      }
    }
    return UNKNOWN;
  }

  /** CPU time of this process in nanoseconds; or that it is unknown. */
  private long cpu() {
    if (usage == null) {
      Optional<Duration> byTicks = ProcessHandle.current().info().totalCpuDuration();
      return byTicks.map(Duration::toNanos).orElse(UNKNOWN);
    }
    usage.read();
    return (usage.userMicros() + usage.systemMicros()) * NANOS_PER_MICRO;
  }

  @Override
  public Optional<String> problem() {
    return Optional.empty();
  }

  @Override
  public List<Problem> problems() {
    return List.of();
  }

  @Override
  public Self view() {
    return view;
  }

  @Override
  protected Self viewOf(FileReading reading) {
    return new Self(reading);
  }

  @Override
  public long value(int cell) {
    return values[Objects.checkIndex(cell, values.length)];
  }

  @Override
  public int changes() {
    return changes;
  }

  @Override
  public int changed(int i) {
    return changed[Objects.checkIndex(i, changes)];
  }

  @Override
  public long delta(int i) {
    return deltas[Objects.checkIndex(i, changes)];
  }

  @Override
  public int bytes() {
    return buffer.length();
  }

  @Override
  protected Runnable release() {
    return statm::close;
  }
}
