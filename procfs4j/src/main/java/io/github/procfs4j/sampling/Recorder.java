package io.github.procfs4j.sampling;

import io.github.procfs4j.io.TimerSlack;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Runs many samplers, each with its own period, on one clock and one thread.
 *
 * <p>All periods count from one origin: the ticks of a source are at origin + <i>n</i> × period,
 * whatever came before, so that delays do not add up. A tick that could not begin before the next
 * one of its source was due is <em>late</em>: it is skipped, counted and reported. Nothing is done
 * twice to catch up. A period may be changed while the recorder runs; the ticks are then on the
 * grid of the new period, with the same origin.
 *
 * <p>If the last of the tracks is a {@linkplain SelfSampler#with sampler of the cost of recording},
 * the recorder passes it the cost of each sample. It also samples before all others and after they
 * have ended.
 *
 * <pre>{@code
 * Recorder recorder = new Recorder(tracks, writer);
 * Thread thread = Thread.ofPlatform().start(recorder::run);
 * recorder.stop(); // from any thread
 * thread.join();
 * }</pre>
 *
 * <p><b>Threads.</b> {@link #run} samples on the calling thread, and calls the listener there; no
 * other thread is created. While it runs, the samplers belong to that thread, and only it may
 * change a period. {@link #stop}, {@link #finish}, {@link #abandon} and {@link #underWay} may be
 * called from any thread. If another thread closes a sampler or uses it meanwhile, {@code run}
 * throws an {@link IllegalStateException}.
 *
 * <p><b>Ending.</b> {@link #run} returns when its time is over, after {@link #stop} or {@link
 * #finish}, or when its thread is interrupted: the current sample is finished, no further one is
 * started, and {@link Listener#idleUntil} is called once more. After an interrupt the thread's
 * interrupt status is set when {@code run} returns. Stops and interrupts are final: from then on
 * {@code run} samples nothing. An exception of the listener also ends {@code run}, which throws it
 * and may be called again. The samplers remain open.
 */
public final class Recorder {
  /** Receives the samples, on the recorder's thread. */
  @FunctionalInterface
  public interface Listener {
    /**
     * A sample of the {@code source}-th source is about to be made.
     *
     * @param source the index of its track, from 0
     * @param sampler its sampler, which must not be used now
     */
    default void sampling(int source, Sampler<?> sampler) {}

    /**
     * A sample of the {@code source}-th source was made.
     *
     * @param source the index of its track, from 0
     * @param sampler its sampler, which contains the sample until the next one
     */
    void sampled(int source, Sampler<?> sampler);

    /**
     * A sample of the {@code source}-th source failed.
     *
     * @param source the index of its track, from 0
     * @param sampler its sampler, whose {@link Sampler#problem} gives the reason
     * @param outcome how the attempt ended; never {@link Outcome#SAMPLED}
     * @param isNews whether the previous sample succeeded, or failed for another reason
     */
    default void failed(int source, Sampler<?> sampler, Outcome outcome, boolean isNews) {}

    /**
     * This number of ticks of the {@code source}-th source was skipped because the recorder was
     * late.
     *
     * @param source the index of its track, from 0
     * @param ticks the number of ticks, at least 1
     */
    default void late(int source, long ticks) {}

    /**
     * Everything that was due is done, and nothing is due before this monotonic time.
     *
     * @param nanoTime the time, as {@link System#nanoTime} returns it
     */
    default void idleUntil(long nanoTime) {}
  }

  /**
   * A sampler and its period.
   *
   * @param sampler the sampler, used only by the recorder's thread while it runs
   * @param period the time from one tick to the next
   */
  public record Track(Sampler<?> sampler, Duration period) {
    /** Checks that the period is positive. */
    public Track {
      Objects.requireNonNull(sampler, "sampler");
      checkPeriod(period);
    }
  }

  private static long checkPeriod(Duration period) {
    if (period.isNegative() || period.isZero()) {
      throw new IllegalArgumentException("a period of " + period);
    }
    return TimeUnit.NANOSECONDS.convert(period);
  }

  /**
   * A sample that is being taken.
   *
   * @param source the number of its track
   * @param sinceNanos when it began, on the monotonic clock
   */
  public record UnderWay(int source, long sinceNanos) {}

  /**
   * Over intervals as short as a tick of the kernel, rates of CPU time are meaningless: two ticks.
   */
  private static final long SHORT_NANOS = 20_000_000;

  /** No sample is being taken. */
  private static final int NONE = -1;

  private final List<Track> tracks;
  private final Listener listener;

  /** Locked while the listener is called. */
  private final Object calling = new Object();

  private boolean isAbandoned;

  private final long[] periods;
  private final long[] due;

  /** When the last sample of each source began. */
  private final long[] begun;

  private final @Nullable Outcome[] last;

  /** The last of the samplers, if it samples the cost of the others. */
  private final @Nullable SelfSampler self;

  private long origin;

  /** Whether there are samples that {@link #self} has not included yet. */
  private boolean isSelfBehind;

  private final AtomicBoolean isRunning = new AtomicBoolean();
  private volatile boolean stopped;

  /** Whether each source is sampled once more before the end. */
  private volatile boolean isFinishing;

  private volatile @Nullable Thread thread;
  private boolean isInterrupted;

  /** The source that is being sampled; {@code since} is the time when the sample began. */
  private volatile int sampling = NONE;

  private volatile long samplingSince;

  /**
   * Creates a recorder of these tracks, at least one.
   *
   * @param tracks the tracks, which are sampled in this order if they are due at the same time
   * @param listener receives the samples
   * @throws IllegalArgumentException if there are none, or there is a {@link SelfSampler} for other
   *     tracks
   */
  public Recorder(List<Track> tracks, Listener listener) {
    Objects.requireNonNull(listener, "listener");
    if (tracks.isEmpty()) {
      throw new IllegalArgumentException("nothing to record");
    }
    this.tracks = List.copyOf(tracks);
    this.listener = Objects.requireNonNull(listener, "listener");
    periods = tracks.stream().mapToLong(track -> checkPeriod(track.period())).toArray();
    due = new long[tracks.size()];
    begun = new long[tracks.size()];
    last = new Outcome[tracks.size()];
    self = tracks.getLast().sampler() instanceof SelfSampler last ? last : null;
    if (self != null) {
      if (self.tracks() != tracks.size()) {
        throw new IllegalArgumentException(
            "%d tracks, and a sampler of the cost of %d".formatted(tracks.size(), self.tracks()));
      }
      for (int i = 0; i < periods.length; i++) {
        self.period(i, periods[i]);
      }
    }
  }

  /**
   * Samples on the calling thread, at once and then at each tick, until {@link #stop} or an
   * interrupt.
   *
   * @throws IllegalStateException if another thread runs it
   */
  public void run() {
    run(Long.MAX_VALUE);
  }

  /**
   * As {@link #run()}, but for at most this time; the tick at the very end is included. It may be
   * called again, and then starts a new grid; once the recorder was stopped, it samples nothing.
   *
   * @param duration the time; if it is zero, each source is sampled once, and if it is negative,
   *     none is
   * @throws IllegalStateException if another thread runs it
   */
  public void run(Duration duration) {
    run(TimeUnit.NANOSECONDS.convert(duration));
  }

  private void run(long durationNanos) {
    if (!isRunning.compareAndSet(false, true)) {
      throw new IllegalStateException("the recorder is already running, on " + thread);
    }
    thread = Thread.currentThread();
    try {
      sampleFor(durationNanos);
    } finally {
      if (isInterrupted) {
        Thread.currentThread().interrupt();
      }
      isRunning.set(false);
    }
  }

  private void sampleFor(long durationNanos) {
    TimerSlack.lower();
    origin = System.nanoTime();
    Arrays.fill(due, origin);
    if (self != null && !stopped && durationNanos >= 0) {
      tick(tracks.size() - 1, durationNanos);
    }
    while (!stopped && !isFinishing) {
      long next = earliest();
      if (next - origin > durationNanos || next - origin < 0) {
        break;
      }
      sleepUntil(next);
      if (isFinishing) {
        break;
      }
      for (int i = 0; i < due.length && !stopped; i++) {
        if (due[i] - next <= 0) {
          tick(i, durationNanos - (due[i] - origin));
        }
      }
      idle();
    }
    if (isFinishing && !stopped) {
      for (int i = 0; i < due.length - (self == null ? 0 : 1) && !stopped; i++) {
        long now = System.nanoTime();
        if (now - begun[i] >= SHORT_NANOS) {
          sample(i, now);
        }
      }
      idle();
    }
    if (isSelfBehind) {
      sample(tracks.size() - 1, System.nanoTime());
    }
  }

  private void idle() {
    synchronized (calling) {
      if (!isAbandoned) {
        listener.idleUntil(earliest());
      }
    }
  }

  /**
   * {@return the time from one tick of a source to the next}
   *
   * @param source the index of its track, from 0
   * @throws IndexOutOfBoundsException if there is no such track
   */
  public Duration period(int source) {
    return Duration.ofNanos(periods[Objects.checkIndex(source, periods.length)]);
  }

  /**
   * Changes the period of a source. The next tick is the first of the new grid that is still to
   * come.
   *
   * @param source the index of its track, from 0
   * @param period the time from one tick to the next
   * @throws IllegalArgumentException if the period is not positive
   * @throws IllegalStateException if the recorder runs on another thread
   * @throws IndexOutOfBoundsException if there is no such track
   */
  public void period(int source, Duration period) {
    Objects.checkIndex(source, periods.length);
    long nanos = checkPeriod(period);
    if (isRunning.get() && !Thread.currentThread().equals(thread)) {
      throw new IllegalStateException("only the recorder's own thread may change a period");
    }
    // A tick that is already due, and whose turn comes next, is not lost.
    long now = System.nanoTime() - origin;
    long from = Math.min(now + 1, due[source] - origin);
    due[source] = origin + Math.ceilDiv(from, nanos) * nanos;
    periods[source] = nanos;
    if (self != null) {
      self.period(source, nanos);
    }
  }

  /**
   * Ends {@link #run} after the current sample, and makes each later one return at once; may be
   * called from any thread, before {@code run}, and more than once.
   */
  public void stop() {
    stopped = true;
    LockSupport.unpark(thread);
  }

  /**
   * Ends {@link #run} as {@link #stop} does, but not before each source has been sampled once more,
   * so that the last samples contain what has happened until now; except sources that were sampled
   * within the last 20 ms. May be called from any thread.
   */
  public void finish() {
    isFinishing = true;
    LockSupport.unpark(thread);
  }

  /** {@return the sample that is currently being taken, if any; may be called from any thread} */
  public Optional<UnderWay> underWay() {
    long since = samplingSince;
    int source = sampling;
    return source == NONE ? Optional.empty() : Optional.of(new UnderWay(source, since));
  }

  /**
   * Ends {@link #run} without waiting for the current sample, which never ends if a read does not
   * return; may be called from any thread. Once this method has returned, the listener is not
   * called any more, so another thread can finish what the listener began. The sampler of that
   * sample still belongs to the recorder's thread.
   *
   * @return the sample that was being taken, which is lost
   */
  public Optional<UnderWay> abandon() {
    stop();
    synchronized (calling) {
      isAbandoned = true;
      return underWay();
    }
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
    while (left > 0 && !stopped && !isFinishing && !Thread.currentThread().isInterrupted()) {
      LockSupport.parkNanos(this, left);
      left = time - System.nanoTime();
    }
    if (Thread.interrupted()) { // also if there was no time to sleep
      isInterrupted = true; // set again when run returns: the last calls of the listener may block
      stop();
    }
  }

  /** Ticks after the end, in {@code left} nanoseconds, are not late. */
  private void tick(int i, long left) {
    long now = System.nanoTime();
    long late = Math.min(now - due[i], left) / periods[i];
    if (late > 0) {
      synchronized (calling) {
        if (isAbandoned) {
          return;
        }
        listener.late(i, late);
      }
      due[i] += late * periods[i];
      if (self != null) {
        self.late(i, late);
      }
    }
    due[i] += periods[i];
    sample(i, now);
  }

  private void sample(int i, long beginNanos) {
    Sampler<?> sampler = tracks.get(i).sampler();
    synchronized (calling) {
      if (isAbandoned) {
        return;
      }
      listener.sampling(i, sampler);
    }
    samplingSince = beginNanos;
    begun[i] = beginNanos;
    sampling = i;
    Outcome outcome = sampler.sample();
    synchronized (calling) {
      if (isAbandoned) {
        return;
      }
      sampling = NONE;
      if (outcome == Outcome.SAMPLED) {
        listener.sampled(i, sampler);
      } else {
        listener.failed(i, sampler, outcome, outcome != last[i]);
      }
    }
    last[i] = outcome;
    if (self != null) {
      self.sampled(i, sampler, outcome, System.nanoTime() - beginNanos);
      isSelfBehind = i < tracks.size() - 1;
    }
  }

  /** Such as {@code Recorder[3 tracks, running]}. */
  @Override
  public String toString() {
    return "Recorder["
        + tracks.size()
        + " tracks"
        + (isRunning.get() ? ", running" : "")
        + (stopped ? ", stopped" : "")
        + "]";
  }
}
