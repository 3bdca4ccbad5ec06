package io.github.procfs4j.cli.record;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.github.procfs4j.sampling.Recorder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * A thread that takes samples, so that a read that does not return (because a FUSE server hangs,
 * for example) delays neither the message about it nor the end of the recording.
 *
 * <p>A thread that could run but gets no CPU is not stalled: the machine is busy, and the sample
 * will end.
 */
public final class ReadingThread {
  private static final long NANOS_PER_MILLI = 1_000_000;

  /** The time that the current sample may take in total after a signal. */
  private static final long PATIENCE_NANOS = 1_000 * NANOS_PER_MILLI;

  /**
   * A sample that takes this long is reported, and abandoned when the time of recording is over.
   */
  private static final long STALL_NANOS = 5_000 * NANOS_PER_MILLI;

  /** Work that takes samples. All methods except {@link #run} are called from other threads. */
  interface Work {
    /** Does the work, on the thread. */
    void run();

    /** The sample that is currently being taken, if any. */
    Optional<Recorder.UnderWay> underWay();

    /** Ends the work after the current sample. */
    default void stop() {}

    /**
     * Ends the work without waiting for the current sample; returns that sample if this succeeded.
     */
    default Optional<Recorder.UnderWay> abandon() {
      return Optional.empty();
    }
  }

  private final Work work;
  private final IntFunction<String> names;
  private final Consumer<String> voice;

  /** The {@code stat} of the thread under procfs; null before it runs, and if there is none. */
  private volatile @Nullable Path stat;

  private boolean isStopped;
  private boolean hasEnded;
  private @Nullable Throwable failure;

  /** The time when the last reported sample began. */
  private long remarked;

  /**
   * Creates a thread that is not started yet.
   *
   * @param names the names of the sources by their numbers
   * @param voice receives messages about stalls
   */
  ReadingThread(Work work, IntFunction<String> names, Consumer<String> voice) {
    this.work = work;
    this.names = names;
    this.voice = voice;
  }

  /**
   * Does the work, and waits until it has ended or was abandoned. Exceptions of the work are thrown
   * here.
   *
   * @param durationNanos the time that it should take: a sample that stalls after that is abandoned
   * @return the abandoned sample, if any; its sampler must not be used
   */
  Optional<Recorder.UnderWay> run(long durationNanos) {
    long begin = System.nanoTime();
    Thread.ofPlatform().daemon().name("reader").start(this::work);
    Optional<Recorder.UnderWay> abandoned = await(begin, durationNanos);
    if (failure instanceof RuntimeException e) {
      throw e;
    }
    if (failure instanceof Error e) {
      throw e;
    }
    return abandoned;
  }

  private void work() {
    Throwable thrown = null;
    stat = statOfThisThread();
    try {
      work.run();
    } catch (RuntimeException | Error e) {
      thrown = e;
    }
    synchronized (this) {
      failure = thrown;
      hasEnded = true;
      notifyAll();
    }
  }

  /** Ends the work soon; may be called from any thread. */
  synchronized void stop() {
    work.stop();
    isStopped = true;
    notifyAll();
  }

  private synchronized Optional<Recorder.UnderWay> await(long begin, long durationNanos) {
    while (!hasEnded) {
      long now = System.nanoTime();
      Optional<Recorder.UnderWay> slow = work.underWay();
      long taken = slow.map(sample -> now - sample.sinceNanos()).orElse(0L);
      boolean isOver = isStopped || now - begin > durationNanos;
      if (taken >= (isStopped ? PATIENCE_NANOS : STALL_NANOS) && !isRunnable()) {
        if (!isOver) {
          slow.ifPresent(sample -> remark(sample, taken));
        } else {
          Optional<Recorder.UnderWay> abandoned = work.abandon();
          if (abandoned.isPresent()) {
            return abandoned;
          }
        }
      }
      try {
        wait((isStopped ? PATIENCE_NANOS / 4 : STALL_NANOS) / NANOS_PER_MILLI);
      } catch (InterruptedException e) {
        stop();
      }
    }
    return Optional.empty();
  }

  private static @Nullable Path statOfThisThread() {
    Path proc = Path.of("/proc");
    try {
      return proc.resolve(Files.readSymbolicLink(proc.resolve("thread-self"))).resolve("stat");
    } catch (IOException e) {
      return null;
    }
  }

  /** Whether the thread is running or runnable, according to the state after its name. */
  private boolean isRunnable() {
    Path here = stat;
    if (here == null) {
      return false;
    }
    try {
      String text = Files.readString(here, ISO_8859_1);
      return text.startsWith(") R", text.lastIndexOf(')'));
    } catch (IOException e) {
      return false;
    }
  }

  private void remark(Recorder.UnderWay sample, long takenNanos) {
    if (sample.sinceNanos() != remarked) {
      remarked = sample.sinceNanos();
      voice.accept(problem(sample, takenNanos) + "; nothing is sampled meanwhile");
    }
  }

  /** The message about a sample that has taken this long and has not ended. */
  String problem(Recorder.UnderWay sample, long takenNanos) {
    return String.format(
        Locale.ROOT,
        "%s: reading has not ended after %.1f s",
        names.apply(sample.source()),
        takenNanos / 1e9);
  }
}
