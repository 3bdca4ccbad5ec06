package io.github.procfs4j.sampling;

import io.github.procfs4j.model.History;
import io.github.procfs4j.model.Interval;
import io.github.procfs4j.model.Layout;
import io.github.procfs4j.model.Playback;
import io.github.procfs4j.model.Sample;
import io.github.procfs4j.model.Source;
import io.github.procfs4j.printable.Printable;
import io.github.procfs4j.text.MalformedTextException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.lang.ref.Cleaner;
import java.nio.file.Path;
import java.util.List;
import java.util.NoSuchElementException;
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
 * <p>A sampler opens and reads nothing until it samples. It is used by one thread at a time: where
 * a second one samples or closes it meanwhile, that thread meets an {@link IllegalStateException},
 * and the first goes on undisturbed. {@link Shared} lets many threads have the samples of one
 * sampler.
 *
 * <p>To close it is final. The files of a sampler that was forgotten are closed when the garbage
 * collector has found it.
 *
 * @param <V> the typed view of what is sampled
 */
public abstract class Sampler<V> implements FileReading, Sample, AutoCloseable {
  private static final Layout NOTHING = new Layout.Builder().build();
  private static final Cleaner FORGOTTEN = Cleaner.create();
  private static final VarHandle USER;

  static {
    try {
      USER = MethodHandles.lookup().findVarHandle(Sampler.class, "user", Thread.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private final Source source;
  private final Path root;
  private final String path;
  private final @Nullable History history;

  /** The thread that samples or closes this now. Read and written through {@link #USER}. */
  private volatile @Nullable Thread user;

  /** Closes what samples have opened; null before the first. */
  private Cleaner.@Nullable Cleanable opened;

  private boolean isClosed;
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

  /**
   * Reads what is sampled. Unless the outcome is {@link Outcome#SAMPLED}, there are no cells until
   * the next sample, and {@link #problem} says why.
   *
   * @throws IllegalStateException if it is closed, or another thread is using it
   */
  public final Outcome sample() {
    enter();
    try {
      if (isClosed) {
        throw new IllegalStateException("the sampler of " + path + " is closed");
      }
      if (opened == null) {
        opened = FORGOTTEN.register(this, release());
      }
      return take();
    } finally {
      leave();
    }
  }

  private void enter() {
    if (!USER.compareAndSet(this, null, Thread.currentThread())) {
      Thread other = user;
      throw new IllegalStateException(
          "the sampler of "
              + path
              + " is in use by "
              + (other == null ? "another thread" : "thread " + other.getName())
              + "; a sampler can be used by one thread at a time; use Shared for several");
    }
  }

  private void leave() {
    USER.setRelease(this, null);
  }

  /** Makes a sample, as {@link #sample} says. */
  protected abstract Outcome take();

  /**
   * What closes all that samples open: nothing, unless it is overridden. It is asked for before the
   * first sample and run once, by {@link #close} or when this sampler was forgotten, so it must not
   * refer to the sampler.
   */
  protected Runnable release() {
    return () -> {};
  }

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
   * try (Sampler<Stat> stat = Procfs.mounted().sampler(Stat.FILE)) {
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
   * What had to be left out of the last sample, each with its place: fields that are not numbers,
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

  /**
   * The typed view of the last sample: one object, which shows each sample in turn, to the thread
   * that samples. {@link #copy} returns one that stays as it is.
   */
  public abstract V view();

  /**
   * A copy of the last sample as its typed view: it never changes, and may be kept or handed to
   * other threads. It holds all numbers of the sample.
   *
   * @throws NoSuchElementException if there is no sample: none was made yet, or the last one failed
   * @throws IllegalStateException if another thread is using the sampler
   */
  public final V copy() {
    enter();
    try {
      if (!hasSample) {
        throw new NoSuchElementException(
            "no sample of "
                + path
                + " to copy: "
                + problem().orElse(isClosed ? "it is closed" : "none was made yet"));
      }
      return viewOf(Snapshot.of(this));
    } finally {
      leave();
    }
  }

  /** The typed view of a reading of what is sampled. */
  protected abstract V viewOf(FileReading reading);

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

  /**
   * Closes what was kept open. The last sample and the history can still be asked; there are no
   * further samples. To close it again does nothing.
   *
   * @throws IllegalStateException if another thread is using it
   */
  @Override
  public final void close() {
    enter();
    try {
      isClosed = true;
      if (opened != null) {
        opened.clean();
      }
    } finally {
      leave();
    }
  }

  /**
   * What is sampled, and where this stands, such as {@code Sampler[/proc/stat, 513 numbers]};
   * {@link #text()} has the numbers.
   */
  @Override
  public String toString() {
    return "Sampler["
        + Printable.line(path)
        + (hasSample ? ", " + layout.cells() + " numbers" : ", no sample")
        + (failures == 0 ? "" : ", " + failures + " failed")
        + (isClosed ? ", closed" : "")
        + "]";
  }
}
