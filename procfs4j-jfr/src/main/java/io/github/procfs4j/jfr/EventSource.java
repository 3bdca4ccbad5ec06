package io.github.procfs4j.jfr;

import io.github.procfs4j.jfr.type.EventDescription;
import io.github.procfs4j.jfr.type.EventTypes;
import io.github.procfs4j.model.Interval;
import io.github.procfs4j.model.Layout;
import io.github.procfs4j.model.Layout.TableLayout;
import io.github.procfs4j.model.Row;
import io.github.procfs4j.sampling.Outcome;
import io.github.procfs4j.sampling.Sampler;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A source and the events of its tables. JFR asks for the events of each table of its own accord,
 * on its own thread, if the period is a second or more; otherwise the {@link SamplingThread}
 * samples.
 */
class EventSource {
  /** JFR keeps periods of a second or more itself. */
  static final Duration SHORTEST_OF_JFR = Duration.ofSeconds(1);

  /** JFR asks for the tables of a source one after the other: they share a sample. */
  private static final long FRESH_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  private final EventTypes types;
  private final Sampler<?> sampler;
  private final Duration period;
  private final Consumer<String> log;

  /** Replaced when a table is added: it is also read by threads that must not wait for a sample. */
  private volatile Map<String, TableEvents> tables = Map.of();

  private volatile boolean mustForget;

  /** The tables that JFR refused. This and the following fields are guarded by the monitor. */
  private final Set<String> refused = new HashSet<>();

  /** The number of samples so far. */
  private long samples;

  private Outcome outcome = Outcome.SAMPLED;
  private @Nullable Layout layout;

  /** Begins with the sample that had unknown columns, of which the next one makes types. */
  private @Nullable Interval declaring;

  private boolean isOfJfr;
  private boolean isClosed;

  EventSource(EventTypes types, Sampler<?> sampler, Duration period, Consumer<String> log) {
    this.types = types;
    this.sampler = sampler;
    this.period = period;
    this.log = log;
  }

  final String name() {
    return types.prefix();
  }

  final Sampler<?> sampler() {
    return sampler;
  }

  final Duration period() {
    return period;
  }

  /**
   * Whether the sampling thread has to sample it: its period is too short for JFR, or none of its
   * tables is known yet, so that there is nothing that JFR could ask for.
   */
  final boolean needsThread() {
    Map<String, TableEvents> known = tables;
    return known.isEmpty()
        || (!isForJfr() && known.values().stream().anyMatch(TableEvents::isEnabled));
  }

  /** Takes two samples, from which the tables are known. */
  final synchronized void look() {
    sample();
    sample();
  }

  /** Lets JFR ask for events, if its period is long enough and its tables are known. */
  final synchronized void handOver() {
    if (!isOfJfr && !isClosed && !tables.isEmpty() && isForJfr()) {
      isOfJfr = true;
      tables.values().forEach(this::handOver);
    }
  }

  private boolean isForJfr() {
    return period.compareTo(SHORTEST_OF_JFR) >= 0;
  }

  private void handOver(TableEvents table) {
    table.runBy(() -> commit(table));
  }

  private synchronized void commit(TableEvents table) {
    if (isClosed) {
      return;
    }
    if (!table.isNew(samples) || System.nanoTime() - sampler.endNanos() > FRESH_NANOS) {
      sample();
    }
    if (outcome == Outcome.SAMPLED && table.isNew(samples)) {
      table.commit(samples);
    }
  }

  private void sample() {
    begin();
    took(sampler.sample());
  }

  /** A sample is about to be made. */
  final synchronized void begin() {
    if (mustForget) {
      mustForget = false;
      tables.values().forEach(TableEvents::forget);
    }
    tables.values().forEach(TableEvents::begin);
  }

  /** A sample was made, or failed: its events can be committed. */
  private void took(Outcome now) {
    tables.values().forEach(TableEvents::end);
    if (now != outcome && now != Outcome.SAMPLED) {
      log.accept(
          sampler.problem().orElse(sampler.path() + ": " + now)
              + "; no events until it can be read");
    }
    outcome = now;
    if (now == Outcome.SAMPLED) {
      samples++;
      sampled();
      declareTables();
    }
  }

  /** A sample was made; called before events are committed. */
  void sampled() {}

  /** What {@link #begin} began has ended. */
  final synchronized void commit(Outcome now) {
    took(now);
    if (now == Outcome.SAMPLED) {
      tables.values().forEach(table -> table.commit(samples));
    }
  }

  @SuppressWarnings("ReferenceEquality") // a layout remains the same as long as its columns do
  private void declareTables() {
    Interval interval = declaring;
    if (interval != null && interval.next()) {
      for (TableLayout table : interval.layout().tables()) {
        describe(table, interval).ifPresent(description -> declare(table, description));
      }
      declaring = null;
    }
    if (layout != sampler.layout()) {
      layout = sampler.layout();
      if (!layout.tables().stream().allMatch(types::isKnown)) {
        declaring = sampler.intervals();
        declaring.next();
      }
    }
  }

  /** The type of the events of a table; empty if it has none. */
  Optional<EventDescription> describe(TableLayout table, Interval interval) {
    return Optional.of(types.of(table, interval)).filter(type -> !type.fields().isEmpty());
  }

  /** The rows of a sample that have events. */
  Stream<Row> rows(TableLayout table, Interval interval) {
    return types.rows(table, sampler, interval);
  }

  private void declare(TableLayout table, EventDescription description) {
    String name = table.table().name();
    TableEvents before = tables.get(name);
    if (before != null) {
      if (before.description().equals(description)) {
        return;
      }
      before.unregister();
    }
    try {
      TableEvents declared =
          new TableEvents(
              description, table.table(), sampler, this::rows, isForJfr() ? period : null, samples);
      Map<String, TableEvents> more = new LinkedHashMap<>(tables);
      more.put(name, declared);
      tables = more;
      if (isOfJfr) {
        handOver(declared);
      }
    } catch (IllegalArgumentException | LinkageError e) { // more columns than a class can have
      if (refused.add(name)) {
        log.accept(description.name() + ": JFR refuses this type of events: " + e.getMessage());
      }
    }
  }

  /** The next events will cover the time from the next sample. */
  final void forget() {
    mustForget = true;
  }

  /** Ends all of it. */
  final synchronized void close() {
    isClosed = true;
    tables.values().forEach(TableEvents::unregister);
    tables = Map.of();
    try {
      sampler.close();
    } catch (IllegalStateException e) {
      log.accept(sampler.path() + " is not closed: " + e.getMessage()); // a read that does not end
    }
  }

  /** Such as {@code EventSource[procfs4j.stat]}. */
  @Override
  public String toString() {
    return "EventSource[" + name() + "]";
  }
}
