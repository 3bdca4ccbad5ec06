package io.github.procfs4j.metrics;

import io.github.procfs4j.model.Figure;
import io.github.procfs4j.model.Layout;
import io.github.procfs4j.printable.Printable;
import io.github.procfs4j.sampling.FileReading;
import io.github.procfs4j.sampling.Outcome;
import io.github.procfs4j.sampling.Sampler;
import io.github.procfs4j.sampling.Shared;
import io.github.procfs4j.sampling.SharedReader;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * A source of which all series are exported, from one sample at a time. May be used by multiple
 * threads.
 *
 * <p>A source that cannot be read has no series. The first time, a line in the log of this package
 * gives the reason, and another one says when it is back.
 */
public final class ExportedSource implements AutoCloseable {
  private final Shared<FileReading> shared;
  private final SharedReader<FileReading> reader;
  private final SeriesFinder finder;

  /** Guards the following fields. Never held while the source is read for values. */
  private final ReentrantLock lock = new ReentrantLock();

  private Map<Series.Key, Series> series = Map.of();
  private boolean isReported;

  /** The layout of which the series are; null while there are none. */
  private volatile @Nullable Layout seen;

  ExportedSource(
      Sampler<FileReading> sampler, List<Figure> figures, Duration greatestAge, boolean eachCpu) {
    shared = Shared.of(sampler, greatestAge);
    reader = shared.reader();
    finder = new SeriesFinder(sampler.source().name(), figures, eachCpu, reader);
  }

  /**
   * The series that came and left since the last call.
   *
   * @param came those that are there now and were not
   * @param left those that were there and are not now
   */
  public record Changes(List<Series> came, List<Series> left) {
    /** Copies the lists. */
    public Changes {
      came = List.copyOf(came);
      left = List.copyOf(left);
    }
  }

  /** {@return its name, such as {@code net/dev}} */
  public String name() {
    return shared.source().name();
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

  /** {@return whether it could be read when its series were last determined} */
  public boolean isRead() {
    return seen != null;
  }

  /**
   * Determines the series of a recent sample.
   *
   * @return what has changed since the last call
   */
  @SuppressWarnings("ReferenceEquality") // with the same layout there is nothing to compare
  public Changes refresh() {
    lock.lock();
    try {
      Layout now = layout().orElse(null);
      if (now == seen) {
        return new Changes(List.of(), List.of());
      }
      Map<Series.Key, Series> before = series;
      Map<Series.Key, Series> found = now == null ? new HashMap<>() : finder.find(now);
      List<Series> came = new ArrayList<>();
      found.replaceAll((key, value) -> keep(before.get(key), value, came));
      List<Series> left = new ArrayList<>();
      before.forEach(
          (key, value) -> {
            if (found.get(key) != value) {
              left.add(value);
            }
          });
      series = found;
      seen = now;
      return new Changes(came, left);
    } finally {
      lock.unlock();
    }
  }

  /** A series that was there before stays the same object. */
  private static Series keep(@Nullable Series before, Series found, List<Series> came) {
    if (before != null && before.instrument().equals(found.instrument())) {
      return before;
    }
    came.add(found);
    return found;
  }

  /** The layout of a recent sample; empty if the source cannot be read or this is closed. */
  private Optional<Layout> layout() {
    try {
      Optional<Layout> layout = shared.read(FileReading::layout);
      if (seen == null && layout.isPresent()) {
        reader.read((reading, interval) -> true); // the first interval begins with this sample
      }
      report(layout.isPresent());
      return layout;
    } catch (IllegalStateException e) {
      return Optional.empty(); // closed
    }
  }

  private void report(boolean isRead) {
    if (isRead && isReported) {
      log(System.Logger.Level.INFO, name() + " can be read again");
    } else if (!isRead && !isReported) {
      Outcome outcome = shared.outcome();
      log(
          outcome == Outcome.ABSENT ? System.Logger.Level.INFO : System.Logger.Level.WARNING,
          "nothing is exported of " + name() + ": " + shared.problem().orElse(outcome.text()));
    }
    isReported = !isRead;
  }

  static void log(System.Logger.Level level, String message) {
    System.getLogger(ExportedSource.class.getPackageName()).log(level, Printable.line(message));
  }

  /**
   * {@return a value of a recent sample; NaN if the source cannot be read or this is closed}
   *
   * @param function computes it; must not call this object
   */
  public double value(ToDoubleFunction<FileReading> function) {
    try {
      return shared.readDouble(function);
    } catch (IllegalStateException e) {
      return Double.NaN; // closed
    }
  }

  /**
   * Passes a recent sample to a visitor, unless the source cannot be read or this is closed.
   *
   * @param visitor must not call this object
   */
  public void visit(Consumer<FileReading> visitor) {
    try {
      shared.visit(visitor);
    } catch (IllegalStateException e) {
      // Closed.
    }
  }

  /**
   * {@return whether a sample has rows and columns whose series have not been determined}
   *
   * @param reading the sample that is being read
   */
  @SuppressWarnings("ReferenceEquality") // the same object as long as nothing changes
  public boolean isChanged(FileReading reading) {
    return reading.layout() != seen;
  }

  /** Closes the source, which then has no series. Closing it again has no effect. */
  @Override
  public void close() {
    shared.close();
  }

  @Override
  public String toString() {
    return "ExportedSource[" + shared + "]";
  }
}
