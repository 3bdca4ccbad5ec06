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
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The working set of a process: how much of its memory it accesses within a time. The marks that
 * say which pages were accessed are cleared once ({@link ClearRefs#REFERENCED}), and what is marked
 * again is read from {@code smaps} as the window grows.
 *
 * <p>This acts on the process: it slows it down while the marks are cleared and read, and makes its
 * memory look unused to reclaim. docs/working-set.md tells what it costs and how far the numbers
 * are right.
 *
 * <p>The process that was cleared is the one that is read, even if its number is reused: {@code
 * clear_refs} is opened before {@code smaps}, both stay open, and writing succeeds only if the
 * process that it was opened for still lives, so that {@code smaps} in between was its too.
 *
 * <p>One thread may use it; {@link #stop} may be called from any.
 */
public final class WorkingSet implements AutoCloseable {
  private final Path process;
  private final WrittenFile clearRefs;
  private final Sampler<Smaps> smaps;
  private final Sampler<ProcessStatm> statm;
  private MemorySizes before = key -> OptionalLong.empty();
  private long clearNanos;
  private volatile boolean isStopped;
  private volatile @Nullable Thread thread;

  private WorkingSet(Path process, WrittenFile clearRefs) {
    this.process = process;
    this.clearRefs = clearRefs;
    smaps = Smaps.FILE.sampler(process);
    statm = ProcessStatm.FILE.sampler(process);
  }

  /** How a measurement came to its end. */
  public enum End {
    /** The time has passed. */
    COMPLETE,
    /** {@link #stop} was called, or the thread interrupted. */
    STOPPED,
    /** The process has ended. */
    PROCESS_ENDED,
    /** The process executes another program: its memory is new, and nothing of it was cleared. */
    PROGRAM_REPLACED
  }

  /**
   * What was accessed since the marks were cleared.
   *
   * @param nanos the window: from the end of clearing to the beginning of this reading, in
   *     nanoseconds. Pages that were cleared early or read late were watched for longer, by as much
   *     as clearing and reading took
   * @param readNanos how long this reading took, in nanoseconds: the memory map of the process was
   *     locked for reading for most of it
   * @param total the sizes of the whole process; {@link MemorySizes#referenced} is its working set,
   *     {@link MemorySizes#rss} what it is part of
   * @param kinds the same by kind of mapping
   */
  public record Window(
      long nanos, long readNanos, MemorySizes total, Map<MappingKind, MemorySizes> kinds) {
    /** Refuses null. */
    public Window {
      Objects.requireNonNull(kinds, "kinds");
      Objects.requireNonNull(total, "total");
    }
  }

  /**
   * Prepares to measure a process: its files are opened, and nothing is done to it yet.
   *
   * @param process its directory, such as {@code /proc/1234}
   * @throws UnreadableException if that cannot be done: as {@link ClearRefs#clear} says, and with
   *     {@link Outcome#NO_MEMORY} for a kernel thread and a zombie
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

  /** The sizes of the whole process before its marks were cleared. */
  public MemorySizes before() {
    return before;
  }

  /** How long clearing took, in nanoseconds; 0 before it was done. */
  public long clearNanos() {
    return clearNanos;
  }

  /**
   * Clears the marks, then reads what was accessed, every so often until so much time has passed;
   * readings that are due while another is under way are left out, but for that at the end.
   *
   * @param every from one reading to the next, positive
   * @param length until the last reading, at least {@code every}
   * @param seen is told of each window as it is read, on this thread
   * @return how it ended; what was seen until then is right
   * @throws UnreadableException if clearing is refused, or {@code smaps} cannot be read any more
   *     for another reason than that the process ended
   */
  public End measure(Duration every, Duration length, Consumer<Window> seen) {
    Objects.requireNonNull(seen, "seen");
    Objects.requireNonNull(length, "length");
    if (!every.isPositive() || every.compareTo(length) > 0) {
      throw new IllegalArgumentException("every " + every + " for " + length);
    }
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
        return End.STOPPED; // an interrupt may have closed the file, and another been opened
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

  /** Unlike smaps, which stays with the memory that it was opened for, statm tells of the new. */
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

  /** Ends {@link #measure} before its next reading; from any thread. */
  public void stop() {
    isStopped = true;
    LockSupport.unpark(thread);
  }

  /** Closes the files of the process. */
  @Override
  public void close() {
    clearRefs.close();
    smaps.close();
    statm.close();
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
