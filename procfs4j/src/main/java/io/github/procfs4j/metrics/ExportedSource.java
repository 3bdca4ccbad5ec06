package io.github.procfs4j.metrics;

import io.github.procfs4j.io.CoarseClock;
import io.github.procfs4j.model.Layout;
import io.github.procfs4j.printable.Printable;
import io.github.procfs4j.sampling.FileReading;
import io.github.procfs4j.sampling.Outcome;
import io.github.procfs4j.sampling.Sampler;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A source of which all series are exported, from one sample at a time. May be used by multiple
 * threads.
 *
 * <p>All values are computed once for a sample and published together. To read one of them takes a
 * look at the clock and at an array; the clock is a coarse one unless the sample is about to become
 * too old.
 *
 * <p>A source that cannot be read has no series. The first time, a line in the log of this package
 * gives the reason, and another one says when it is back.
 */
public final class ExportedSource implements AutoCloseable {
  /** How far the coarse clock may be behind: several times what it was on a busy machine. */
  private static final long MOST_BEHIND_NANOS = 50_000_000;

  private final Sampler<FileReading> sampler;
  private final SeriesFinder finder;
  private final long greatestAgeNanos;

  /** Guards the following fields, and is held while the source is read. */
  private final ReentrantLock lock = new ReentrantLock();

  private Map<Series.Key, Series> series = Map.of();
  private Plan plan = new Plan(List.of(), 0);
  private int slots;

  /** Slots for series to come. */
  private final Deque<Integer> free = new ArrayDeque<>();

  /** Slots of series that left at the last change, which may still be read. */
  private final List<Integer> leaving = new ArrayList<>();

  /** How the last attempt to sample ended. */
  private Outcome outcome = Outcome.ABSENT;

  private boolean hasOutcome;
  private boolean isReported;
  private boolean isClosed;

  /** The layout of which the series are; null while there are none. */
  private volatile @Nullable Layout seen;

  private volatile boolean hasSeries;

  /** The values in the last sample; null before the first one. */
  private volatile @Nullable Snapshot last;

  ExportedSource(Sampler<FileReading> sampler, Duration greatestAge, boolean eachCpu) {
    this.sampler = sampler;
    finder = new SeriesFinder(sampler.source().name(), eachCpu);
    greatestAgeNanos = TimeUnit.NANOSECONDS.convert(greatestAge);
  }

  /**
   * The series that came and left since the last call.
   *
   * @param came those that are there now and were not
   * @param left those that were there and are not now
   */
  public record Changes(List<Series> came, List<Series> left) {
    private static final Changes NONE = new Changes(List.of(), List.of());

    /** Copies the lists. */
    public Changes {
      came = List.copyOf(came);
      left = List.copyOf(left);
    }
  }

  /** {@return its name, such as {@code net/dev}} */
  public String name() {
    return sampler.source().name();
  }

  /** {@return the current series} */
  public Collection<Series> series() {
    lock.lock();
    try {
      return List.copyOf(series.values());
    } finally {
      lock.unlock();
    }
  }

  /**
   * {@return whether there are series} When they are read, it shows that {@link #refresh} is due;
   * without any, it does not.
   */
  public boolean hasSeries() {
    return hasSeries;
  }

  /** {@return whether it could be read when its series were last determined} */
  public boolean isRead() {
    return seen != null;
  }

  /**
   * {@return the values in a recent sample} If the last sample is older than the greatest age,
   * another one is taken, which all threads get that ask at the same time.
   */
  public Snapshot recent() {
    Snapshot now = last;
    return now != null && isRecent(now, CoarseClock.nanoTime() + MOST_BEHIND_NANOS)
        ? now
        : renew(System.nanoTime());
  }

  /** {@return the values in the last sample, however old it is} Takes one if there is none. */
  Snapshot last() {
    Snapshot now = last;
    return now != null ? now : recent();
  }

  private boolean isRecent(Snapshot snapshot, long asked) {
    return asked - snapshot.takenNanos() <= greatestAgeNanos;
  }

  private Snapshot renew(long asked) {
    lock.lock();
    try {
      Snapshot now = last;
      return now != null && isRecent(now, asked) ? now : publish(sample(asked));
    } finally {
      lock.unlock();
    }
  }

  /**
   * Determines the series of a recent sample. Those that left must no longer be read when this is
   * called again, because others then get their slots.
   *
   * @return what has changed since the last call
   */
  public Changes refresh() {
    long asked = System.nanoTime();
    lock.lock();
    try {
      Snapshot now = last;
      if (now != null && isRecent(now, asked) && !now.isOutdated()) {
        return Changes.NONE;
      }
      Layout layout = sample(asked);
      Changes changes = determine(layout);
      publish(layout);
      return changes;
    } finally {
      lock.unlock();
    }
  }

  /** Takes a sample unless there is a recent one. Returns its layout; null if there is none. */
  private @Nullable Layout sample(long asked) {
    if (isClosed) {
      return null;
    }
    if (!hasOutcome || asked - sampler.startNanos() > greatestAgeNanos) {
      hasOutcome = false; // if sampling throws, the next caller tries again
      outcome = sampler.sample();
      hasOutcome = true;
    }
    return outcome == Outcome.SAMPLED ? sampler.layout() : null;
  }

  /** Computes and publishes the values in the last sample, which has this layout. */
  @SuppressWarnings("ReferenceEquality") // the same object as long as nothing changes
  private Snapshot publish(@Nullable Layout layout) {
    Snapshot now =
        layout == null
            ? plan.nothing(
                isClosed ? System.nanoTime() : sampler.startNanos(), seen != null || !isReported)
            : plan.compute(sampler.view(), layout != seen);
    last = now;
    return now;
  }

  @SuppressWarnings("ReferenceEquality") // with the same layout there is nothing to compare
  private Changes determine(@Nullable Layout now) {
    report(now != null);
    if (now == seen) {
      return Changes.NONE;
    }
    free.addAll(leaving);
    leaving.clear();
    Map<Series.Key, Series> before = series;
    Map<Series.Key, Series> found = now == null ? new HashMap<>() : finder.find(now);
    List<Series> came = new ArrayList<>();
    found.replaceAll((key, value) -> keep(before.get(key), value, came));
    List<Series> left = new ArrayList<>();
    before.forEach(
        (key, value) -> {
          if (found.get(key) != value) {
            left.add(value);
            leaving.add(value.slot());
          }
        });
    series = found;
    hasSeries = !found.isEmpty();
    plan = new Plan(found.values(), slots);
    seen = now;
    return new Changes(came, left);
  }

  /** A series that was there before stays the same object. */
  private Series keep(@Nullable Series before, Series found, List<Series> came) {
    if (before != null && before.instrument().equals(found.instrument())) {
      before.computeAs(found);
      return before;
    }
    Integer slot = free.poll();
    found.place(slot == null ? slots++ : slot);
    came.add(found);
    return found;
  }

  private void report(boolean isRead) {
    if (isClosed) {
      return;
    }
    if (isRead && isReported) {
      log(System.Logger.Level.INFO, name() + " can be read again");
    } else if (!isRead && !isReported) {
      log(
          outcome == Outcome.ABSENT ? System.Logger.Level.INFO : System.Logger.Level.WARNING,
          "nothing is exported of " + name() + ": " + sampler.problem().orElse(outcome.text()));
    }
    isReported = !isRead;
  }

  static void log(System.Logger.Level level, String message) {
    System.getLogger(ExportedSource.class.getPackageName()).log(level, Printable.line(message));
  }

  /** Closes the source, which then has no series. Closing it again has no effect. */
  @Override
  public void close() {
    lock.lock();
    try {
      isClosed = true;
      sampler.close();
      determine(null);
      publish(null);
    } finally {
      lock.unlock();
    }
  }

  @Override
  public String toString() {
    return "ExportedSource[" + Printable.line(sampler.path()) + "]";
  }
}
