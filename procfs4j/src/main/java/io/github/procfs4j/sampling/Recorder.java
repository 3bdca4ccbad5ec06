package io.github.procfs4j.sampling;

import io.github.procfs4j.io.TimerSlack;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Runs many samplers, each with its own period, on one clock and one thread.
 *
 * <p>All periods count from one origin: the ticks of a source are at origin + <i>n</i> × period,
 * whatever came before, so that delays do not add up. A tick that could not be begun before the
 * next one of its source was due is <em>late</em>: it is left out, counted and reported. Nothing is
 * done twice to catch up.
 */
public final class Recorder {
  /** What is told of the samples as they are made, on the recorder's thread. */
  public interface Listener {
    /** A sample of the {@code source}-th source was made. */
    void sampled(int source, Sampler<?> sampler);

    /**
     * A sample of the {@code source}-th source failed.
     *
     * @param isNews whether the one before it did not fail, or failed otherwise
     */
    void failed(int source, Sampler<?> sampler, Outcome outcome, boolean isNews);

    /** So many ticks of the {@code source}-th source were left out, as the recorder was late. */
    void late(int source, long ticks);

    /** All that was due is done, and nothing will be before this monotonic time. */
    void idleUntil(long nanoTime);
  }

  /**
   * A sampler and how often it samples.
   *
   * @param sampler the sampler, used by the recorder's thread alone while it runs
   * @param periodNanos nanoseconds from one tick to the next
   */
  public record Track(Sampler<?> sampler, long periodNanos) {
    /** Checks that the period is positive. */
    public Track {
      if (periodNanos <= 0) {
        throw new IllegalArgumentException("a period of " + periodNanos + " ns");
      }
    }
  }

  private final List<Track> tracks;
  private final Listener listener;
  private final long[] due;
  private final @Nullable Outcome[] last;
  private volatile boolean stopped;
  private volatile @Nullable Thread thread;

  /** A recorder of these tracks, at least one. */
  public Recorder(List<Track> tracks, Listener listener) {
    if (tracks.isEmpty()) {
      throw new IllegalArgumentException("nothing to record");
    }
    this.tracks = List.copyOf(tracks);
    this.listener = listener;
    due = new long[tracks.size()];
    last = new Outcome[tracks.size()];
  }

  /**
   * Samples on the calling thread, at once and then at each tick, until {@link #stop} or until so
   * much time has passed; the tick at the very end is still made.
   *
   * @param durationNanos how long; {@link Long#MAX_VALUE} for ever
   */
  public void run(long durationNanos) {
    thread = Thread.currentThread();
    TimerSlack.lower();
    long origin = System.nanoTime();
    for (int i = 0; i < due.length; i++) {
      due[i] = origin;
    }
    while (!stopped) {
      long next = earliest();
      if (next - origin > durationNanos || next - origin < 0) {
        break;
      }
      sleepUntil(next);
      for (int i = 0; i < due.length && !stopped; i++) {
        if (due[i] - next <= 0) {
          tick(i, durationNanos - (due[i] - origin));
        }
      }
      listener.idleUntil(earliest());
    }
  }

  /** Ends {@link #run} after the sample under way; from any thread. */
  public void stop() {
    stopped = true;
    LockSupport.unpark(thread);
  }

  private long earliest() {
    long earliest = due[0];
    for (long time : due) {
      if (time - earliest < 0) {
        earliest = time;
      }
    }
    return earliest;
  }

  private void sleepUntil(long time) {
    long left = time - System.nanoTime();
    while (left > 0 && !stopped) {
      LockSupport.parkNanos(this, left);
      if (Thread.interrupted()) {
        stop(); // an interrupt is how a thread is asked to end; a set status would keep it from
        // ever sleeping again
      }
      left = time - System.nanoTime();
    }
  }

  /** Ticks that would come after {@code left} more nanoseconds, the end, are not late. */
  private void tick(int i, long left) {
    Track track = tracks.get(i);
    long late = Math.min(System.nanoTime() - due[i], left) / track.periodNanos();
    if (late > 0) {
      listener.late(i, late);
      due[i] += late * track.periodNanos();
    }
    due[i] += track.periodNanos();
    Outcome outcome = track.sampler().sample();
    if (outcome == Outcome.SAMPLED) {
      listener.sampled(i, track.sampler());
    } else {
      listener.failed(i, track.sampler(), outcome, outcome != last[i]);
    }
    last[i] = outcome;
  }
}
