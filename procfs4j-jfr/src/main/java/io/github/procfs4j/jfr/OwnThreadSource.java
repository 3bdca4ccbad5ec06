package io.github.procfs4j.jfr;

import io.github.procfs4j.jfr.type.EventDescription;
import io.github.procfs4j.jfr.type.EventField;
import io.github.procfs4j.jfr.type.EventTypes;
import io.github.procfs4j.model.Interval;
import io.github.procfs4j.model.Layout.TableLayout;
import io.github.procfs4j.model.Row;
import io.github.procfs4j.processes.OwnProcess;
import io.github.procfs4j.processes.OwnThread;
import io.github.procfs4j.processes.ProcessTable;
import io.github.procfs4j.sampling.Sampler;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The threads of this JVM, with the Java threads that they run. */
final class OwnThreadSource extends EventSource {
  /** The name of the source, from which those of the events are made. */
  static final String NAME = "jvm";

  /** Dumps of threads, which stop the JVM, take at most this part of the time. */
  private static final int PART_OF_TIME = 50;

  /** On a busy machine a dump only seems to take long. */
  private static final long LONGEST_WAIT_NANOS = 1_000_000_000;

  /**
   * A thread that has not been matched after so many attempts runs no Java thread. The first one
   * takes a dump, and matches none: the thread may have got its number after the sample.
   */
  private static final int ATTEMPTS = 3;

  /** What all threads of a process have in common, or other fields show. */
  private static final Set<String> OF_THE_PROCESS =
      Set.of(
          "pid",
          "start",
          "threads",
          "rss",
          "vsize",
          "VmRSS",
          "RssAnon",
          "RssFile",
          "RssShmem",
          "VmSwap",
          "VmSize",
          "guest",
          "faults",
          "switches",
          "State");

  private final OwnProcess self;
  private final Sampler<ProcessTable> sampler;
  private final Consumer<String> log;
  private final Map<Row, Match> matches = new HashMap<>();
  private long nextDumpNanos = System.nanoTime();
  private boolean hasNamesProblem;
  private @Nullable EventDescription described;
  private @Nullable EventDescription ofThreads;

  /** What is known about a kernel thread. */
  private static final class Match {
    private int attempts;
    private @Nullable Thread thread;
  }

  private OwnThreadSource(
      OwnProcess self,
      EventTypes types,
      Sampler<ProcessTable> sampler,
      Duration period,
      Consumer<String> log) {
    super(types, sampler, period, log);
    this.self = self;
    this.sampler = sampler;
    this.log = log;
  }

  static OwnThreadSource of(
      OwnProcess self, Duration period, boolean hasCells, Consumer<String> log) {
    Sampler<ProcessTable> sampler = self.table().sampler();
    EventTypes types =
        new EventTypes(
            NAME, sampler.source(), EventTypes.figuresOf(sampler.source().name()), hasCells);
    return new OwnThreadSource(self, types, sampler, period, log);
  }

  @Override
  Optional<EventDescription> describe(TableLayout table, Interval interval) {
    Optional<EventDescription> all = super.describe(table, interval);
    return table.table().name().equals(ProcessTable.THREAD.name())
        ? all.map(this::ofThreads)
        : Optional.empty();
  }

  @SuppressWarnings("ReferenceEquality") // it is the same as long as its fields are
  private EventDescription ofThreads(EventDescription description) {
    EventDescription made = ofThreads;
    if (made == null || description != described) {
      List<EventField> fields = new ArrayList<>();
      description.fields().stream()
          .filter(field -> !OF_THE_PROCESS.contains(field.name()))
          .forEach(fields::add);
      fields.add(
          new EventField(
              "thread",
              "Java thread",
              "The Java thread that it runs; none for a thread of the JVM itself, or one that has"
                  + " just been created.",
              Thread.class,
              List.of(),
              (interval, sample, row) -> thread(row)));
      made =
          new EventDescription(
              description.name(),
              description.label(),
              description.description(),
              description.category(),
              fields);
      described = description;
      ofThreads = made;
    }
    return made;
  }

  private @Nullable Thread thread(Row row) {
    Match match = matches.get(row);
    return match == null ? null : match.thread;
  }

  @Override
  void sampled() {
    List<Row> rows = sampler.layout().rows(ProcessTable.THREAD);
    matches.keySet().retainAll(rows);
    rows.forEach(row -> matches.computeIfAbsent(row, added -> new Match()));
    long now = System.nanoTime();
    boolean hasNew = matches.values().stream().anyMatch(match -> match.attempts == 0);
    boolean hasOpen = matches.values().stream().anyMatch(match -> match.attempts < ATTEMPTS);
    if (hasNew ? now - nextDumpNanos >= 0 : hasOpen) {
      match(rows);
      long end = System.nanoTime();
      nextDumpNanos =
          hasNew ? end + Math.min(PART_OF_TIME * (end - now), LONGEST_WAIT_NANOS) : nextDumpNanos;
    }
  }

  private void match(List<Row> rows) {
    Map<String, Thread> threads = new HashMap<>();
    for (OwnThread thread : self.threads(sampler.view())) {
      thread.javaThread().ifPresent(java -> threads.put(Long.toString(thread.tid()), java));
    }
    for (Row row : rows) {
      Match match = matches.get(row);
      Thread thread = threads.get(row.label("tid"));
      if (match != null && match.thread == null) {
        match.thread = thread;
        match.attempts = thread == null ? match.attempts + 1 : ATTEMPTS;
      }
    }
    if (!hasNamesProblem) {
      self.namesProblem()
          .ifPresent(
              problem -> {
                hasNamesProblem = true;
                log.accept("threads have only the kernel's names: " + problem);
              });
    }
  }
}
