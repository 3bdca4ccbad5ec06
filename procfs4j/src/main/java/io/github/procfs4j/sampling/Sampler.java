package io.github.procfs4j.sampling;

import io.github.procfs4j.model.History;
import io.github.procfs4j.model.Interval;
import io.github.procfs4j.model.Layout;
import io.github.procfs4j.model.Playback;
import io.github.procfs4j.model.Sample;
import io.github.procfs4j.model.Source;
import io.github.procfs4j.text.MalformedTextException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Samples a source again and again: one file, or the files of many processes.
 *
 * <p>A sampler is itself the {@linkplain Sample reading} of its last sample: after {@link #sample}
 * has returned {@link Outcome#SAMPLED}, {@link #value} gives the cells as they are now, and {@link
 * #changed} which of them are new. In the steady state, the same rows and columns as before, a
 * sample allocates nothing.
 *
 * <p>A sampler is used by one thread at a time.
 *
 * @param <V> the typed view of what is sampled
 */
public abstract class Sampler<V> implements FileReading, Sample, AutoCloseable {
  private static final Layout NOTHING = new Layout.Builder().build();

  private final Source source;
  private final Path root;
  private final String path;
  private final @Nullable History history;

  private Layout layout = NOTHING;
  private boolean isContinuation;
  private boolean hasSample;
  private long failures;
  private long startNanos;
  private long endNanos;

  /**
   * A sampler.
   *
   * @param source the description of what is sampled
   * @param root the directory that the file's name is relative to
   * @param path the path of the file, or of the directory that files are looked for in
   * @param history where it keeps its samples; null if it knows its last one only
   */
  protected Sampler(Source source, Path root, String path, @Nullable History history) {
    this.source = source;
    this.root = root;
    this.path = path;
    this.history = history;
  }

  /** A sampler that keeps its samples in {@code history}. */
  public static <V> Sampler<V> into(History history, SampledFile<V> file, Path root) {
    return new FileSampler<>(file, root, history);
  }

  /** A sampler that knows its last sample only. */
  public static <V> Sampler<V> withoutHistory(SampledFile<V> file, Path root) {
    return new FileSampler<>(file, root, null);
  }

  /**
   * Reads what is sampled. Unless the outcome is {@link Outcome#SAMPLED}, there are no cells until
   * the next sample, and {@link #problem} says why.
   */
  public abstract Outcome sample();

  /**
   * States when reading for the sample that is being made began and ended, whether it failed or
   * not.
   */
  protected final void readBetween(long start, long end) {
    startNanos = start;
    endNanos = end;
  }

  /**
   * States which cells the sample that was just made has, and adds it to the history.
   *
   * @param continues as {@link #isContinuation}
   */
  protected final void keep(Layout now, boolean continues) {
    layout = now;
    isContinuation = continues;
    hasSample = true;
    if (history != null) {
      history.append(this);
    }
  }

  /** States that the sample failed, so that there are no cells, and adds that to the history. */
  protected final void keepGap() {
    forget();
    failures++;
    if (history != null) {
      history.appendGap();
    }
  }

  /** There are no cells until the next sample. */
  protected final void forget() {
    layout = NOTHING;
    isContinuation = false;
    hasSample = false;
  }

  /** Whether there are cells: the last sample did not fail. */
  final boolean hasSample() {
    return hasSample;
  }

  /** How many samples have failed so far. */
  final long failures() {
    return failures;
  }

  /**
   * What changed from sample to sample, and the {@linkplain io.github.procfs4j.model.Figure
   * figures} of that, while sampling goes on. After each {@link #sample}, {@link Interval#next}
   * moves to the interval that ends with it. It is false after the first sample and after one that
   * failed. Where several samples were made since, the interval spans them.
   *
   * <pre>{@code
   * Figure busy = Stat.FILE.figure("cpu", "busy");
   * try (Sampler<Stat> stat = Sampler.withoutHistory(Stat.FILE, Path.of("/proc"))) {
   *   Interval second = stat.intervals();
   *   while (true) {
   *     stat.sample();
   *     if (second.next()) {
   *       System.out.println(busy.value(second, Stat.allCpus()) + " %");
   *     }
   *     Thread.sleep(1000);
   *   }
   * }
   * }</pre>
   *
   * <p>Each call returns other intervals, that begin with the first sample that {@code next} sees.
   * In the steady state they allocate nothing. The sizes of pages and ticks are those of the
   * running kernel.
   */
  public final Interval intervals() {
    double pageSize = Double.NaN;
    double ticksPerSecond = Double.NaN;
    try {
      KernelConstants running = KernelConstants.ofRunningKernel();
      pageSize = running.pageSize();
      ticksPerSecond = running.ticksPerSecond();
    } catch (UnreadableException e) {
      // Figures that need them have no value, and say so.
    }
    return intervals(new SamplesAsMade(this), pageSize, ticksPerSecond);
  }

  /**
   * The intervals between these samples of this source.
   *
   * @param pageSize in bytes, NaN if it is not known
   * @param ticksPerSecond USER_HZ, NaN if it is not known
   */
  protected Interval intervals(Playback samples, double pageSize, double ticksPerSecond) {
    return new Interval(samples, pageSize, ticksPerSecond);
  }

  @Override
  public final Layout layout() {
    return layout;
  }

  @Override
  public final boolean isContinuation() {
    return isContinuation;
  }

  @Override
  public final long startNanos() {
    return startNanos;
  }

  @Override
  public final long endNanos() {
    return endNanos;
  }

  /** Why the last sample yielded no cells, in a sentence that names the file; empty if it did. */
  public abstract Optional<String> problem();

  /**
   * What had to be left out of the last sample, each with its place: fields that are no numbers,
   * lines of another shape.
   */
  public abstract List<MalformedTextException> problems();

  /** The description of what is sampled. */
  public final Source source() {
    return source;
  }

  @Override
  public final Path root() {
    return root;
  }

  /** The path of the file, or of the directory that files are looked for in. */
  public final String path() {
    return path;
  }

  /** The typed view of the last sample: one object, which shows each sample in turn. */
  public abstract V view();

  /**
   * The samples so far.
   *
   * @throws IllegalStateException if this sampler keeps none
   */
  public final History history() {
    if (history == null) {
      throw new IllegalStateException("this sampler keeps no history");
    }
    return history;
  }

  /** The length of what was read for the last sample, in bytes. */
  public abstract int bytes();

  /** Closes what was kept open. The history stays. */
  @Override
  public abstract void close();
}
