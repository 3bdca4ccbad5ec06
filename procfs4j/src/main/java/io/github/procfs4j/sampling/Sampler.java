package io.github.procfs4j.sampling;

import io.github.procfs4j.model.History;
import io.github.procfs4j.model.Interval;
import io.github.procfs4j.model.Layout;
import io.github.procfs4j.model.Playback;
import io.github.procfs4j.model.Sample;
import io.github.procfs4j.model.Source;
import io.github.procfs4j.model.changes.ChangeHistory;
import io.github.procfs4j.printable.Printable;
import io.github.procfs4j.text.Problem;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.lang.ref.Cleaner;
import java.nio.file.Path;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Samples a source repeatedly: one file, or the files of many processes.
 *
 * <p>A sampler is itself the {@linkplain Sample reading} of its last sample: after {@link #sample}
 * has returned {@link Outcome#SAMPLED}, {@link #value} returns the current cells, and {@link
 * #changed} those that changed. In the steady state, with the same rows and columns as before, a
 * sample allocates nothing.
 *
 * <p>The steady state begins after a warm-up. The first two samples allocate what the sampler
 * keeps: buffers, the layout, and what the JDK needs to link the C functions. Later the JDK
 * allocates once more for each of these functions, 65 kB when a program calls it for the 127th
 * time: it then compiles a form of the method handle for this function alone. In a program that
 * samples one file, this is the 127th sample; it does not recur for further samplers. As long as
 * the JIT compiler replaces code, a sample may also allocate up to a few kB, because optimized code
 * that is abandoned has to create objects that it had avoided. New rows allocate when they come,
 * and a {@link History} without a limit allocates a chunk when the last one is full.
 *
 * <p>A sampler opens and reads nothing until it samples. It can be used by one thread at a time: if
 * a second thread samples or closes it meanwhile, that thread gets an {@link
 * IllegalStateException}, and the first one continues undisturbed. With {@link Shared}, many
 * threads can use the samples of one sampler.
 *
 * <p>Closing it is final. If a sampler is never closed, its files are closed when it is garbage
 * collected.
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
  private final @Nullable ChangeHistory history;

  /**
   * The thread that is currently sampling or closing this. Read and written through {@link #USER}.
   */
  private volatile @Nullable Thread user;

  /** Closes what samples have opened; null before the first sample. */
  private Cleaner.@Nullable Cleanable opened;

  private boolean isClosed;
  private Layout layout = NOTHING;
  private boolean isContinuation;
  private boolean hasSample;
  private long failures;
  private boolean hasTimes;
  private long startNanos;
  private long endNanos;

  /**
   * Creates a sampler.
   *
   * @param source the description of what is sampled
   * @param root the directory to which the name of the file is relative
   * @param path the path of the file, or of the directory in which files are looked up
   * @param history the history for its samples; null to keep only the last sample
   * @throws IllegalArgumentException if the history was not made by {@link History}
   */
  protected Sampler(Source source, Path root, String path, @Nullable History history) {
    this.source = source;
    this.root = root;
    this.path = path;
    this.history = history == null ? null : ChangeHistory.of(history);
  }

  /**
   * Takes a sample. Unless the outcome is {@link Outcome#SAMPLED}, there are no cells until the
   * next sample, and {@link #problem} gives the reason.
   *
   * @return {@link Outcome#SAMPLED} if there are new cells, otherwise the reason why there are none
   * @throws IllegalStateException if it is closed, or another thread is using it
   * @throws IllegalArgumentException if its history has samples of another sampler
   */
  public final Outcome sample() {
    enter();
    try {
      if (isClosed) {
        throw new IllegalStateException("the sampler of " + path + " is closed");
      }
      if (opened == null) {
        if (history != null) {
          history.reserveFor(this);
        }
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

  /**
   * Takes a sample, as described at {@link #sample}.
   *
   * @return {@link Outcome#SAMPLED} if there are new cells, otherwise the reason why there are none
   */
  protected abstract Outcome take();

  /**
   * {@return an action that closes everything that samples open; it does nothing unless overridden}
   * This method is called before the first sample, and the action is run once, by {@link #close} or
   * when this sampler is garbage collected. It must not refer to the sampler.
   */
  protected Runnable release() {
    return () -> {};
  }

  /**
   * Sets the times at which reading for the current sample began and ended, whether or not it
   * failed.
   *
   * @param start the monotonic time before reading, in nanoseconds
   * @param end the monotonic time after reading, in nanoseconds
   */
  protected final void readBetween(long start, long end) {
    hasTimes = true;
    startNanos = start;
    endNanos = end;
  }

  /**
   * Sets the layout of the sample that was just taken, and adds the sample to the history.
   *
   * @param now the layout, the same object as before if it did not change
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

  /** Marks the sample as failed, so that there are no cells, and adds a gap to the history. */
  protected final void keepGap() {
    forget();
    failures++;
    if (history != null) {
      history.appendGap();
    }
  }

  /** Removes all cells until the next sample. */
  protected final void forget() {
    layout = NOTHING;
    isContinuation = false;
    hasSample = false;
  }

  /** Whether there are cells, that is, the last sample did not fail. */
  final boolean hasSample() {
    return hasSample;
  }

  /** The number of samples that have failed so far. */
  final long failures() {
    return failures;
  }

  /**
   * {@return the changes from sample to sample, and the {@linkplain io.github.procfs4j.model.Figure
   * figures} computed from them, while sampling continues} After each {@link #sample}, {@link
   * Interval#next} moves to the interval that ends with it. It returns false after the first sample
   * and after a failed one. If several samples were taken since the last call, the interval spans
   * them.
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
   * <p>Each call returns a new object, whose first interval begins with the first sample that
   * {@code next} sees. In the steady state it allocates nothing. Page size and tick length are
   * those of the running kernel.
   */
  public final Interval intervals() {
    double pageSize = Double.NaN;
    double ticksPerSecond = Double.NaN;
    try {
      KernelConstants running = KernelConstants.ofRunningKernel();
      pageSize = running.pageSize();
      ticksPerSecond = running.ticksPerSecond();
    } catch (UnreadableException e) {
      // Figures that need them have no value, and give the reason.
    }
    return intervals(new SamplesAsMade(this), pageSize, ticksPerSecond);
  }

  /**
   * {@return the intervals between these samples of this source}
   *
   * @param samples the samples; only the returned object may move over them from now on
   * @param pageSize the page size in bytes, NaN if it is not known
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

  /**
   * {@return the monotonic time before the first byte was read for the last sample, in nanoseconds,
   * even if it failed}
   *
   * @throws NoSuchElementException if no sample was made yet
   */
  @Override
  public final long startNanos() {
    checkTimes();
    return startNanos;
  }

  /**
   * {@return the monotonic time after the last byte was read for the last sample, in nanoseconds,
   * even if it failed}
   *
   * @throws NoSuchElementException if no sample was made yet
   */
  @Override
  public final long endNanos() {
    checkTimes();
    return endNanos;
  }

  private void checkTimes() {
    if (!hasTimes) {
      throw new NoSuchElementException("no sample of " + path + " was made yet");
    }
  }

  /**
   * {@return why the last sample has no cells, in a sentence that names the file; empty if it has
   * cells}
   */
  public abstract Optional<String> problem();

  /**
   * {@return the parts of the text that had to be left out of the last sample, each with its
   * position: fields that are not numbers, lines of an unexpected form}
   */
  public abstract List<Problem> problems();

  /** {@return the description of what is sampled} */
  public final Source source() {
    return source;
  }

  @Override
  public final Path root() {
    return root;
  }

  /** {@return the path of the file, or of the directory in which files are looked up} */
  public final String path() {
    return path;
  }

  /**
   * {@return the typed view of the last sample: one object, which shows each sample in turn, for
   * the thread that samples} {@link #copy} returns an immutable one.
   */
  public abstract V view();

  /**
   * {@return an immutable copy of the last sample with its typed view, which may be kept or passed
   * to other threads} It contains all numbers of the sample.
   *
   * @throws NoSuchElementException if there is no sample: none was taken yet, or the last one
   *     failed
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

  /**
   * {@return the typed view of a reading of what is sampled}
   *
   * @param reading this sampler, or a recorded or copied sample of the same source
   */
  protected abstract V viewOf(FileReading reading);

  /**
   * {@return the samples so far}
   *
   * @throws IllegalStateException if this sampler has no history
   */
  public final History history() {
    if (history == null) {
      throw new IllegalStateException("this sampler keeps no history");
    }
    return history;
  }

  /** {@return the length of the text read for the last sample, in bytes; 0 if it failed} */
  public abstract int bytes();

  /**
   * Closes all open files. The last sample and the history remain available, but no further samples
   * can be taken. Closing it again has no effect.
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
   * The path and the state, such as {@code Sampler[/proc/stat, 513 numbers]}; {@link #text()}
   * contains the numbers.
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
