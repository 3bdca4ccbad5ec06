package io.github.procfs4j.jfr;

import io.github.procfs4j.Procfs;
import io.github.procfs4j.jfr.type.EventTypes;
import io.github.procfs4j.printable.Printable;
import io.github.procfs4j.processes.ProcessFile;
import io.github.procfs4j.processes.ProcessFilter;
import io.github.procfs4j.processes.Processes;
import io.github.procfs4j.sampling.Durations;
import io.github.procfs4j.sampling.SampledFile;
import io.github.procfs4j.sampling.UnreadableException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The tables of procfs as event types of JDK Flight Recorder, from {@link Builder#register} until
 * they are {@linkplain #close closed}.
 *
 * {@snippet :
 * try (ProcfsEvents events =
 *     ProcfsEvents.of(Procfs.mounted())
 *         .with(Stat.FILE, Duration.ofMillis(100))
 *         .with("pressure/cpu")
 *         .withThreads(Duration.ofMillis(100))
 *         .register()) {
 *   // record
 * }
 * }
 *
 * <p>Each table is an event type of its own, such as {@code procfs4j.stat.cpu}, and each row of a
 * sample an event. The fields of an event are the labels of the row and the figures of the interval
 * since the previous sample; if there are none for a table, the rates of its counters and the
 * values of its gauges. A field without a value is NaN or, if it is a time or a whole number,
 * {@link Long#MIN_VALUE}; the JDK's tools show both as N/A. An event begins when reading begins and
 * ends when the sample has been taken.
 *
 * <p>Nothing is sampled unless a recording runs in which the events are enabled, as they are by
 * default. A period of a second or more is the default of the setting {@code period} of these event
 * types, which a recording may change: JFR then asks for the events, on its own thread. A shorter
 * period is kept by a daemon thread of this object, and a recording can only enable or disable the
 * events.
 *
 * <p>A source that is absent, may not be read or is malformed has no events. A line in the log of
 * the logger {@code io.github.procfs4j.jfr} gives the reason, once, and the events are back when
 * the source is.
 */
public final class ProcfsEvents implements AutoCloseable {
  private static final System.Logger LOGGER = System.getLogger("io.github.procfs4j.jfr");

  /** The sources of this JVM whose events are registered, by the beginning of their names. */
  private static final Set<String> REGISTERED = new HashSet<>();

  private final List<EventSource> sources;
  private final SamplingThread thread;
  private final AtomicBoolean isClosed = new AtomicBoolean();

  private ProcfsEvents(List<EventSource> sources, Consumer<String> log) {
    this.sources = sources;
    thread = new SamplingThread(sources, log);
  }

  /**
   * {@return a builder without sources}
   *
   * @param procfs the tree to read, such as {@link Procfs#mounted}
   */
  public static Builder of(Procfs procfs) {
    return new Builder(Objects.requireNonNull(procfs, "procfs"));
  }

  /**
   * Ends sampling and removes the event types. What was recorded remains. Closing it again has no
   * effect.
   */
  @Override
  public void close() {
    if (isClosed.compareAndSet(false, true)) {
      thread.close();
      sources.forEach(ProcfsEvents::close);
    }
  }

  private static void close(EventSource source) {
    source.close();
    synchronized (REGISTERED) {
      REGISTERED.remove(source.name());
    }
  }

  /** Such as {@code ProcfsEvents[procfs4j.stat, procfs4j.jvm]}. */
  @Override
  public String toString() {
    return sources.stream()
        .map(EventSource::name)
        .collect(Collectors.joining(", ", "ProcfsEvents[", "]"));
  }

  /** The sources whose tables become events. */
  public static final class Builder {
    /** In place of a name: the files with which a study of a machine begins. */
    private static final String USUAL = "usual";

    /** In place of a name: all files. */
    private static final String ALL = "all";

    /** In place of a name: the threads of this JVM. */
    private static final String THREADS = "self-threads";

    private static final Duration DEFAULT_PERIOD = Duration.ofSeconds(1);
    private static final Duration SHORTEST_PERIOD = Duration.ofMillis(1);

    private final Procfs procfs;
    private final Map<String, Wish> wishes = new LinkedHashMap<>();
    private boolean hasCells;
    private Consumer<String> log =
        text -> LOGGER.log(System.Logger.Level.WARNING, Printable.line(text));
    private boolean isLenient;

    /**
     * A source to be sampled.
     *
     * @param set the number of sources that were requested with it: the smallest set counts
     */
    private record Wish(int set, Opening source) {}

    /** Creates a source of events; called when they are registered. */
    private interface Opening {
      EventSource of(boolean hasCells, Consumer<String> log);
    }

    private Builder(Procfs procfs) {
      this.procfs = procfs;
    }

    /** Sends messages elsewhere, also those about sources that cannot be registered. */
    Builder reportingTo(Consumer<String> other) {
      log = other;
      isLenient = true;
      return this;
    }

    /**
     * Adds a file.
     *
     * @param file the file, such as {@link io.github.procfs4j.system.Stat#FILE}
     * @param period the time between two samples; if it is a second or more, recordings may change
     *     it
     * @return this
     * @throws IllegalArgumentException if the file was added before, or the period is shorter than
     *     a millisecond
     */
    public Builder with(SampledFile<?> file, Duration period) {
      return with(file, period, 1);
    }

    private Builder with(SampledFile<?> file, Duration period, int set) {
      String name = file.source().name();
      return add(
          name,
          period,
          set,
          (cells, to) ->
              new EventSource(
                  new EventTypes(name, file.source(), EventTypes.byTable(file.figures()), cells),
                  procfs.sampler(file),
                  period,
                  to));
    }

    /**
     * Adds a process table. The names of its event types begin with {@code procfs4j.pid_} and the
     * selected processes, such as {@code procfs4j.pid_java.process}. A process of which no number
     * has changed since the previous sample has no event. If numbers of more than a hundred
     * processes have changed, the hundred that used most CPU time have events, and a line in the
     * log says so, once; the same applies to threads.
     *
     * @param processes the processes, of the same tree
     * @param period the time between two samples
     * @return this
     * @throws IllegalArgumentException if these processes were added before, or the period is
     *     shorter than a millisecond
     */
    public Builder with(Processes processes, Duration period) {
      return add(
          processes.source().name(),
          period,
          1,
          (cells, to) -> ProcessSource.of(processes, period, cells, to));
    }

    /**
     * Adds the threads of this JVM: {@code procfs4j.jvm.thread}, with the Java thread in the field
     * {@code thread}. A thread dump shows which thread that is; dumps take at most two percent of
     * the time.
     *
     * @param period the time between two samples
     * @return this
     * @throws IllegalArgumentException if they were added before, or the period is shorter than a
     *     millisecond
     */
    public Builder withThreads(Duration period) {
      return add(
          OwnThreadSource.NAME,
          period,
          1,
          (cells, to) -> OwnThreadSource.of(procfs.self(), period, cells, to));
    }

    /**
     * Adds what a text names, as the argument of the {@linkplain Agent agent} does: a file such as
     * {@code pressure/cpu}, {@code usual} for {@link Procfs#usualFiles}, {@code all} for {@link
     * Procfs#sampledFiles}, {@code self-threads}, or {@code pid:} with the {@linkplain
     * ProcessFilter#parse short form} of a filter for processes, such as {@code pid:java} or {@code
     * pid:*}; {@code @} and a {@linkplain Durations period} may follow. Without one, the period is
     * a second. The period of a file that is named as well as part of a set is that for its name.
     * Of processes, {@code stat}, {@code io} and {@code schedstat} are sampled.
     *
     * @param source the text, such as {@code stat@100ms}
     * @return this
     * @throws IllegalArgumentException if there is no such source, it was added before, or the
     *     period is not one, or is shorter than a millisecond; the message says what is wrong
     */
    public Builder with(String source) {
      int at = source.lastIndexOf('@');
      at = at < source.lastIndexOf('/') ? -1 : at; // part of a pattern of command lines
      String name = at < 0 ? source : source.substring(0, at);
      Duration period = at < 0 ? DEFAULT_PERIOD : period(source, source.substring(at + 1));
      return switch (name) {
        case USUAL -> withAll(Procfs.usualFiles(), period);
        case ALL -> withAll(Procfs.sampledFiles(), period);
        case THREADS -> withThreads(period);
        default ->
            Processes.isSource(name) ? with(processes(name), period) : with(file(name), period);
      };
    }

    private Processes processes(String source) {
      try {
        return procfs
            .processes()
            .matching(ProcessFilter.parse(source.substring(Processes.PREFIX.length())))
            .with(ProcessFile.IO, ProcessFile.SCHEDSTAT);
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException(source + ": " + e.getMessage(), e);
      }
    }

    private static Duration period(String source, String text) {
      try {
        return Durations.parse(text);
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException(source + ": " + e.getMessage(), e);
      }
    }

    private Builder withAll(List<SampledFile<?>> files, Duration period) {
      files.forEach(file -> with(file, period, files.size()));
      return this;
    }

    private static SampledFile<?> file(String name) {
      return Procfs.sampledFile(name)
          .orElseThrow(
              () ->
                  new IllegalArgumentException(
                      "unknown source «"
                          + name
                          + "»; the sources are "
                          + Stream.concat(
                                  Procfs.sampledFiles().stream().map(file -> file.source().name()),
                                  Stream.of(THREADS, Processes.PREFIX + "NAME", USUAL, ALL))
                              .collect(Collectors.joining(", "))));
    }

    private Builder add(String name, Duration period, int set, Opening source) {
      if (period.compareTo(SHORTEST_PERIOD) < 0) {
        throw new IllegalArgumentException(
            name + ": a period of " + period + " is too short; the minimum is a millisecond");
      }
      Wish before = wishes.get(name);
      if (before != null && before.set == 1 && set == 1) {
        throw new IllegalArgumentException(name + " is given twice");
      }
      if (before == null || set < before.set) {
        wishes.put(name, new Wish(set, source));
      }
      return this;
    }

    /**
     * Adds the numbers that the kernel printed to the events, in fields whose names begin with
     * {@code cell_}: sizes in bytes, times in nanoseconds, everything else in the kernel's unit.
     *
     * @return this
     */
    public Builder withCells() {
      hasCells = true;
      return this;
    }

    /**
     * Reads each source once, to find out which tables it has, and registers their event types.
     *
     * @return the registered events, which the caller closes
     * @throws IllegalStateException if events of one of the sources are registered already
     * @throws io.github.procfs4j.sampling.UnreadableException if the threads of this JVM are wanted
     *     and this is not a procfs of the running kernel
     */
    public ProcfsEvents register() {
      List<EventSource> sources = new ArrayList<>();
      @Nullable ProcfsEvents registered = null;
      try {
        for (Wish wish : wishes.values()) {
          try {
            register(wish.source, sources);
          } catch (IllegalStateException | UnreadableException e) {
            if (!isLenient) {
              throw e;
            }
            log.accept(e.getMessage());
          }
        }
        registered = new ProcfsEvents(List.copyOf(sources), log);
        registered.thread.start();
        return registered;
      } finally {
        if (registered == null) {
          sources.forEach(ProcfsEvents::close);
        }
      }
    }

    private void register(Opening wanted, List<EventSource> registered) {
      EventSource source = wanted.of(hasCells, log);
      boolean isNew;
      synchronized (REGISTERED) {
        isNew = REGISTERED.add(source.name());
      }
      if (!isNew) {
        source.close();
        throw new IllegalStateException(
            source.name() + ": events of this source are registered already");
      }
      registered.add(source);
      source.look();
      source.handOver();
    }
  }
}
