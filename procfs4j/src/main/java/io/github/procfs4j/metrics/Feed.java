package io.github.procfs4j.metrics;

import java.util.Arrays;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The values of a source as one metrics library expects them: those of counters made steady, once
 * for each sample. May be used by multiple threads.
 */
public final class Feed {
  private final ExportedSource source;

  /** Called by the thread that is the first to see a sample. */
  private final Runnable renewed;

  /** Guards the following fields. */
  private final ReentrantLock lock = new ReentrantLock();

  private final SteadyCounters counters;

  /** {@link Series#computation} of slots, as far as the counters know it. */
  private int[] computations = {};

  /** {@link Snapshot#computations} of the latest snapshot. */
  private int[] noticed = {};

  /** The latest snapshot of the source that the counters have seen. */
  private @Nullable Snapshot latest;

  /** The snapshot with steady counters that was made last. */
  private volatile @Nullable Snapshot last;

  /**
   * Creates a feed without counters.
   *
   * @param source the source
   * @param reader what the library does with the values of counters
   */
  public Feed(ExportedSource source, SteadyCounters.Reader reader) {
    this(source, reader, () -> {});
  }

  /**
   * Creates a feed without counters.
   *
   * @param source the source
   * @param reader what the library does with the values of counters
   * @param renewed called when there are values of another sample, by a thread that asked for them,
   *     before it gets them
   */
  public Feed(ExportedSource source, SteadyCounters.Reader reader, Runnable renewed) {
    this.source = source;
    this.renewed = renewed;
    counters = new SteadyCounters(reader);
  }

  /** {@return the source} */
  public ExportedSource source() {
    return source;
  }

  /**
   * Adds a series that has come, before its first value is asked for.
   *
   * @param series the series
   */
  public void add(Series series) {
    if (!series.instrument().isCounter()) {
      return;
    }
    lock.lock();
    try {
      int slot = series.slot();
      counters.add(slot, series.instrument());
      if (slot >= computations.length) {
        computations = Arrays.copyOf(computations, Math.max(slot + 1, 2 * computations.length));
      }
      computations[slot] = series.computation();
      last = null; // it was made without this counter
    } finally {
      lock.unlock();
    }
  }

  /**
   * Removes a series that has left.
   *
   * @param series the series
   */
  public void remove(Series series) {
    lock.lock();
    try {
      counters.remove(series.slot());
    } finally {
      lock.unlock();
    }
  }

  /** {@return the values in a recent sample} */
  public Snapshot recent() {
    return fed(source.recent());
  }

  /**
   * {@return the values in the last sample, however old it is} After {@link
   * ExportedSource#refresh}, that is the sample whose series have been determined.
   */
  public Snapshot last() {
    return fed(source.last());
  }

  private Snapshot fed(Snapshot from) {
    Snapshot fed = last;
    if (fed == null || !fed.isMadeFrom(from)) {
      fed = renew(from);
      renewed.run();
    }
    return fed;
  }

  private Snapshot renew(Snapshot asked) {
    lock.lock();
    try {
      Snapshot from = latest;
      if (from == null || asked.takenNanos() - from.takenNanos() >= 0) {
        from = asked; // otherwise another thread has been faster, with a later one
        latest = from;
      }
      double[] values = from.copyOfValues();
      noticeOtherSums(from);
      counters.next(values);
      Snapshot to = from.with(values);
      last = to;
      return to;
    } finally {
      lock.unlock();
    }
  }

  @SuppressWarnings("ReferenceEquality") // the array is shared until series change
  private void noticeOtherSums(Snapshot from) {
    if (noticed != from.computations()) {
      noticed = from.computations();
      for (int slot = 0; slot < Math.min(noticed.length, computations.length); slot++) {
        if (computations[slot] != noticed[slot]) {
          computations[slot] = noticed[slot];
          counters.sumChanges(slot);
        }
      }
    }
  }
}
