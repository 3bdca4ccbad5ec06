package io.github.procfs4j.cli;

import io.github.procfs4j.sampling.Recorder;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * Runs a recorder on a thread of its own, so that a read that does not return (a FUSE server that
 * hangs, say) holds up neither the end of the recording nor the news of it.
 */
final class RecorderThread {
  private static final long NANOS_PER_MILLI = 1_000_000;

  /** How long the sample under way may take in all once a signal has come. */
  private static final long PATIENCE_NANOS = 1_000 * NANOS_PER_MILLI;

  /** A sample that takes this long is remarked, and abandoned when the time to record is over. */
  private static final long STALL_NANOS = 5_000 * NANOS_PER_MILLI;

  private final Recorder recorder;
  private final IntFunction<String> names;
  private final Consumer<String> voice;

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
  RecorderThread(Recorder recorder, IntFunction<String> names, Consumer<String> voice) {
    this.recorder = recorder;
    this.names = names;
    this.voice = voice;
  }

  /**
   * Records until the time has passed or {@link #stop} is called. What the recorder throws is
   * thrown here.
   *
   * @return the sample that was abandoned, if one was; its sampler must be left alone
   */
  Optional<Recorder.UnderWay> run(long durationNanos) {
    long begin = System.nanoTime();
    Thread.ofPlatform().daemon().name("recorder").start(() -> record(durationNanos));
    Optional<Recorder.UnderWay> abandoned = await(begin, durationNanos);
    if (failure instanceof RuntimeException e) {
      throw e;
    }
    if (failure instanceof Error e) {
      throw e;
    }
    return abandoned;
  }

  private void record(long durationNanos) {
    Throwable thrown = null;
    try {
      recorder.run(durationNanos);
    } catch (RuntimeException | Error e) {
      thrown = e;
    }
    synchronized (this) {
      failure = thrown;
      hasEnded = true;
      notifyAll();
    }
  }

  /** Ends the recording soon, from any thread. */
  synchronized void stop() {
    recorder.stop();
    isStopped = true;
    notifyAll();
  }

  private synchronized Optional<Recorder.UnderWay> await(long begin, long durationNanos) {
    while (!hasEnded) {
      long now = System.nanoTime();
      Optional<Recorder.UnderWay> slow = recorder.underWay();
      long taken = slow.map(sample -> now - sample.sinceNanos()).orElse(0L);
      boolean isOver = isStopped || now - begin > durationNanos;
      if (isOver && taken >= (isStopped ? PATIENCE_NANOS : STALL_NANOS)) {
        Optional<Recorder.UnderWay> abandoned = recorder.abandon();
        if (abandoned.isPresent()) {
          return abandoned;
        }
      } else if (taken >= STALL_NANOS) {
        slow.ifPresent(sample -> remark(sample, taken));
      }
      try {
        wait((isStopped ? PATIENCE_NANOS / 4 : STALL_NANOS) / NANOS_PER_MILLI);
      } catch (InterruptedException e) {
        stop();
      }
    }
    return Optional.empty();
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
        "%s: reading it has not ended after %.1f s",
        names.apply(sample.source()),
        takenNanos / 1e9);
  }
}
