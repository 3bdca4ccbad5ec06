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
 * A thread on which samples are made, so that a read that does not return (a FUSE server that
 * hangs, say) holds up neither the news of it nor the end of the recording.
 *
 * <p>A thread that could run but gets no CPU is not stalled: the machine is busy, and the sample
 * will end.
 */
public final class ReadingThread {
  private static final long NANOS_PER_MILLI = 1_000_000;

  /** How long the sample under way may take in all once a signal has come. */
  private static final long PATIENCE_NANOS = 1_000 * NANOS_PER_MILLI;

  /** A sample that takes this long is remarked, and abandoned when the time to record is over. */
  private static final long STALL_NANOS = 5_000 * NANOS_PER_MILLI;

  /** Work that makes samples. All but {@link #run} is called from other threads. */
  interface Work {
    /** Does the work, on the thread. */
    void run();

    /** The sample that is being made now, if any. */
    Optional<Recorder.UnderWay> underWay();

    /** Ends the work after the sample under way. */
    default void stop() {}

    /** Ends the work without waiting for the sample under way: that one, if it could be done. */
    default Optional<Recorder.UnderWay> abandon() {
      return Optional.empty();
    }
  }

  private final Work work;
  private final IntFunction<String> names;
  private final Consumer<String> voice;

  /** The {@code stat} of the thread under procfs; null until it runs, and where there is none. */
  private volatile @Nullable Path stat;

  private boolean isStopped;
  private boolean hasEnded;
  private @Nullable Throwable failure;

  /** When the sample that was remarked last began. */
  private long remarked;

  /**
   * A thread that is not started yet.
   *
   * @param names the names of the sources by their numbers
   * @param voice what to remark a stall with
   */
  ReadingThread(Work work, IntFunction<String> names, Consumer<String> voice) {
    this.work = work;
    this.names = names;
    this.voice = voice;
  }

  /**
   * Does the work, and waits until it has ended or was abandoned. What it throws is thrown here.
   *
   * @param durationNanos how long it is to take: a sample that stalls beyond that is abandoned
   * @return the sample that was abandoned, if one was; its sampler must be left alone
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

  /** Ends the work soon, from any thread. */
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

  /** Whether the kernel says that the thread runs or could run: the state after its name. */
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

  /** What there is to say of a sample that has taken so long and not ended. */
  String problem(Recorder.UnderWay sample, long takenNanos) {
    return String.format(
        Locale.ROOT,
        "%s: reading has not ended after %.1f s",
        names.apply(sample.source()),
        takenNanos / 1e9);
  }
}
