package io.github.procfs4j.process;

import io.github.procfs4j.io.WrittenFile;
import io.github.procfs4j.printable.Printable;
import io.github.procfs4j.sampling.Outcome;
import io.github.procfs4j.sampling.Sampler;
import io.github.procfs4j.sampling.UnreadableException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The working set of a process: how much of its memory it accesses within a window of time. The
 * marks of accessed pages are cleared once ({@link ClearRefs#REFERENCED}), and the pages that have
 * been marked again are read from {@code smaps} as the window grows.
 *
 * <p>This affects the process: it is slowed down while the marks are cleared and read, and its
 * memory looks unused to reclaim. docs/working-set.md explains the cost and the accuracy.
 *
 * <p>The process that is read is the one whose marks were cleared, even if its number is reused:
 * {@code clear_refs} is opened before {@code smaps}, both stay open, and writing succeeds only if
 * the process for which it was opened is still alive, so {@code smaps}, opened in between, belongs
 * to it too.
 *
 * <p>Only one thread at a time may use it: if a second one measures or closes it meanwhile, that
 * thread gets an {@link IllegalStateException}. Any thread may call {@link #stop}. Closing is
 * final.
 */
public final class WorkingSet implements AutoCloseable {
  private final Path process;
  private final WrittenFile clearRefs;
  private final Sampler<Smaps> smaps;
  private final Sampler<ProcessStatm> statm;
  private MemorySizes before = key -> OptionalLong.empty();
  private long clearNanos;
  private volatile boolean isStopped;

  /** The thread that was the last to measure, which {@link #stop} wakes up. */
  private volatile @Nullable Thread thread;

  private final AtomicReference<@Nullable Thread> user = new AtomicReference<>();
  private boolean isClosed;

  private WorkingSet(Path process, WrittenFile clearRefs) {
    this.process = process;
    this.clearRefs = clearRefs;
    smaps = Smaps.FILE.sampler(process);
    statm = ProcessStatm.FILE.sampler(process);
  }

  /** How a measurement ended. */
  public enum End {
    /** The time has passed. */
    COMPLETE,
    /** {@link #stop} was called, or the thread interrupted. */
    STOPPED,
    /** The process has ended. */
    PROCESS_ENDED,
    /** The process executed another program: its memory is new, and was not cleared. */
    PROGRAM_REPLACED
  }

  /**
   * The memory accessed since the marks were cleared.
   *
   * @param nanos the window: from the end of clearing to the beginning of this reading, in
   *     nanoseconds. Pages that were cleared early or read late were observed for longer, by up to
   *     the time that clearing and reading took
   * @param readNanos the time that this reading took, in nanoseconds; the memory map of the process
   *     was locked for reading during most of it
   * @param total the sizes of the whole process; {@link MemorySizes#referenced} is its working set,
   *     {@link MemorySizes#rss} the memory that it is part of
   * @param kinds the sizes by kind of mapping
   */
  public record Window(
      long nanos, long readNanos, MemorySizes total, Map<MappingKind, MemorySizes> kinds) {
    /** Checks for null. */
    public Window {
      Objects.requireNonNull(kinds, "kinds");
      Objects.requireNonNull(total, "total");
    }
  }

  /**
   * Prepares to measure a process: opens its files, without affecting it yet.
   *
   * @param process its directory, such as {@code /proc/1234}
   * @return the measurement, which the caller closes
   * @throws UnreadableException if that fails, as described at {@link ClearRefs#clear}; the outcome
   *     is {@link Outcome#NO_MEMORY} for a kernel thread and a zombie
   */
  public static WorkingSet of(Path process) {
    WorkingSet set = new WorkingSet(process, ClearRefs.open(process));
    try {
      set.before = set.readOrThrow().total();
      return set;
    } catch (RuntimeException e) {
      set.close();
      throw e;
    }
  }

  private Smaps readOrThrow() {
    Outcome outcome = smaps.sample();
    if (outcome != Outcome.SAMPLED) {
      throw unreadable(outcome);
    }
    statm.sample(); // open from now on
    if (!smaps.view().hasMemory()) {
      throw new UnreadableException(
          Outcome.NO_MEMORY,
          process + ": has no memory: it is a kernel thread, or a process that has ended");
    }
    return smaps.view();
  }

  private UnreadableException unreadable(Outcome outcome) {
    return new UnreadableException(outcome, smaps.problem().orElseThrow());
  }

  /** {@return the sizes of the whole process before its marks were cleared} */
  public MemorySizes before() {
    return before;
  }

  /** {@return the time that clearing took, in nanoseconds; 0 before it was done} */
  public long clearNanos() {
    return clearNanos;
  }

  /**
   * Clears the marks, then repeatedly reads what was accessed until the time has passed. Readings
   * that are due while another one is in progress are skipped, except the last.
   *
   * @param every the time from one reading to the next, positive
   * @param length the time until the last reading, at least {@code every}
   * @param seen receives each window when it has been read, on this thread
   * @return how it ended; the windows received until then are valid
   * @throws UnreadableException if clearing fails, or {@code smaps} can no longer be read although
   *     the process has not ended
   * @throws IllegalArgumentException if {@code every} is not positive or longer than {@code length}
   * @throws IllegalStateException if it is closed, or another thread is measuring
   */
  public End measure(Duration every, Duration length, Consumer<Window> seen) {
    Objects.requireNonNull(seen, "seen");
    Objects.requireNonNull(length, "length");
    if (!every.isPositive() || every.compareTo(length) > 0) {
      throw new IllegalArgumentException("every " + every + " for " + length);
    }
    enter();
    try {
      if (isClosed) {
        throw new IllegalStateException("the working set of " + process + " is closed");
      }
      return measureAlone(every, length, seen);
    } finally {
      user.set(null);
    }
  }

  private void enter() {
    Thread other = user.compareAndExchange(null, Thread.currentThread());
    if (other != null) {
      throw new IllegalStateException(
          "the working set of " + process + " is in use by thread " + other.getName());
    }
  }

  private End measureAlone(Duration every, Duration length, Consumer<Window> seen) {
    thread = Thread.currentThread();
    if (isStopped) {
      return End.STOPPED;
    }
    try {
      clearNanos = ClearRefs.REFERENCED.clear(clearRefs, process);
    } catch (UnreadableException e) {
      if (Thread.currentThread().isInterrupted()) {
        return End.STOPPED;
      } else if (e.outcome() == Outcome.GONE) {
        return End.PROCESS_ENDED;
      }
      throw e;
    }
    long cleared = System.nanoTime();
    long period = every.toNanos();
    long last = length.toNanos();
    long due = 0;
    while (due < last) {
      long passed = System.nanoTime() - cleared;
      due = Math.min(last, Math.max(due, passed - passed % period) + period);
      sleepUntil(cleared + due);
      if (isStopped) {
        return End.STOPPED;
      }
      Outcome outcome = smaps.sample();
      if (Thread.currentThread().isInterrupted()) {
        return End.STOPPED; // an interrupt may have closed the file, and it may have been reopened
      }
      if (outcome == Outcome.GONE) {
        return End.PROCESS_ENDED;
      } else if (outcome != Outcome.SAMPLED) {
        throw unreadable(outcome);
      }
      Smaps view = smaps.view();
      if (!view.hasMemory()) {
        return hasMemory() ? End.PROGRAM_REPLACED : End.PROCESS_ENDED;
      }
      seen.accept(
          new Window(
              smaps.startNanos() - cleared,
              smaps.endNanos() - smaps.startNanos(),
              view.total(),
              view.byKind()));
    }
    return End.COMPLETE;
  }

  /**
   * Unlike smaps, which stays bound to the memory for which it was opened, statm shows the new
   * memory.
   */
  private boolean hasMemory() {
    return statm.sample() == Outcome.SAMPLED && statm.view().size() > 0;
  }

  private void sleepUntil(long time) {
    long left = time - System.nanoTime();
    while (left > 0 && !isStopped) {
      LockSupport.parkNanos(this, left);
      if (Thread.currentThread().isInterrupted()) {
        isStopped = true;
      }
      left = time - System.nanoTime();
    }
  }

  /** Ends {@link #measure} before its next reading; may be called from any thread. */
  public void stop() {
    isStopped = true;
    LockSupport.unpark(thread);
  }

  /**
   * Closes the files of the process. Closing it again has no effect.
   *
   * @throws IllegalStateException if another thread is measuring
   */
  @Override
  public void close() {
    enter();
    try {
      isClosed = true;
      clearRefs.close();
      smaps.close();
      statm.close();
    } finally {
      user.set(null);
    }
  }

  /** Such as {@code WorkingSet[/proc/1234]}. */
  @Override
  public String toString() {
    return "WorkingSet["
        + Printable.line(process.toString())
        + (clearNanos == 0 ? "" : ", cleared in " + clearNanos + " ns")
        + (isStopped ? ", stopped" : "")
        + "]";
  }
}
