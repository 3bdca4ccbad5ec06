package io.github.procfs4j.cli.record;

import io.github.procfs4j.Procfs;
import io.github.procfs4j.cli.options.CommandException;
import io.github.procfs4j.cli.options.ProcessesOption;
import io.github.procfs4j.cli.options.RootOption;
import io.github.procfs4j.cli.options.Version;
import io.github.procfs4j.cli.report.Times;
import io.github.procfs4j.model.History;
import io.github.procfs4j.processes.ProcessTable;
import io.github.procfs4j.processes.Processes;
import io.github.procfs4j.recording.HistoryCopy;
import io.github.procfs4j.recording.LateTicks;
import io.github.procfs4j.recording.Mark;
import io.github.procfs4j.recording.RecordedSource;
import io.github.procfs4j.recording.RecordingFacts;
import io.github.procfs4j.sampling.Outcome;
import io.github.procfs4j.sampling.Recorder;
import io.github.procfs4j.sampling.Sampler;
import io.github.procfs4j.system.Cgroups;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The usual sources of {@code procfs record}, and in memory what they contained in the last
 * minutes: as changes, in a bounded number of bytes.
 *
 * <p>Each of them is read once when this is created; what cannot be read then is left out. After
 * that, the thread that samples the {@linkplain #tracks tracks} also calls {@link #noteClock},
 * {@link #late}, {@link #failed} and {@link #write}.
 */
public final class KeptSamples {
  private static final Duration CLOCK_DRIFT = Duration.ofMillis(1);

  /** Ticks that were skipped within this time are noted together. */
  private static final long LATE_NANOS = 1_000_000_000;

  /** The greatest number of failures that are noted of a source. */
  private static final int MOST_FAILURES = 1_000;

  /**
   * What is kept.
   *
   * @param time how long samples are kept
   * @param bytesOfFile the greatest number of bytes for the changes of each source
   * @param bytesOfProcesses as above, for the processes
   */
  public record Bounds(Duration time, long bytesOfFile, long bytesOfProcesses) {}

  /**
   * How often samples are taken.
   *
   * @param ofFiles the time between two samples of a source
   * @param ofMany as above, for control groups and processes, of which a sample reads many files
   */
  public record Periods(Duration ofFiles, Duration ofMany) {
    /** As {@code procfs record} has them: those of many files at most once a second. */
    public static Periods asRecorded(Duration every) {
      Duration shortest = Duration.ofNanos(Wishes.SHORTEST_OF_MANY);
      return new Periods(every, every.compareTo(shortest) < 0 ? shortest : every);
    }
  }

  private final Bounds bounds;
  private final List<Recorder.Track> tracks = new ArrayList<>();
  private final List<String> leftOut = new ArrayList<>();
  private final RecordingFacts facts;

  /** For each track, what was not sampled of it. Only the thread that samples uses this. */
  private final List<Missed> missed = new ArrayList<>();

  /** What was not sampled of a track; late ticks of each second together. */
  private static final class Missed {
    final Deque<LateTicks> late = new ArrayDeque<>();
    final Deque<RecordedSource.Failure> failures = new ArrayDeque<>();

    void forget(long before) {
      while (!late.isEmpty() && late.getFirst().nanos() < before) {
        late.removeFirst();
      }
      while (!failures.isEmpty() && failures.getFirst().nanos() < before) {
        failures.removeFirst();
      }
    }
  }

  /** The wall clock by monotonic time, whenever it went differently. */
  private final TreeMap<Long, Instant> clocks = new TreeMap<>();

  /**
   * Reads each source once.
   *
   * @param root where files have moved, and which control groups are meant
   * @param directory the directory of procfs
   * @param command the command, as a fact of recordings
   * @param hasArguments whether to keep the arguments of processes, too
   * @throws CommandException if none of the sources can be read
   */
  public KeptSamples(
      RootOption root,
      Path directory,
      String command,
      boolean hasArguments,
      Bounds bounds,
      Periods periods) {
    this.bounds = bounds;
    Procfs.usualFiles()
        .forEach(file -> add(root.placed(file).sampler(directory, ofFile()), periods.ofFiles()));
    Cgroups.usualFiles()
        .forEach(file -> add(root.placed(file).sampler(directory, ofFile()), periods.ofMany()));
    History ofProcesses = History.keeping(bounds.time(), bounds.bytesOfProcesses());
    Processes all = new ProcessesOption().all(directory);
    add((hasArguments ? all : all.withoutArguments()).sampler(ofProcesses), periods.ofMany());
    if (tracks.isEmpty()) {
      throw CommandException.environment(directory + ": none of the usual sources can be read");
    }
    RecordingFacts known =
        RecordingFacts.ofMachine(directory)
            .with("procfs4j", Version.text())
            .with("command", command)
            .with("every", Times.duration(periods.ofFiles().toNanos()).replace(" ", ""));
    facts =
        leftOut.isEmpty() ? known : known.with(FirstSamples.LEFT_OUT, String.join("; ", leftOut));
    tracks.forEach(track -> missed.add(new Missed()));
    noteClock(System.nanoTime());
  }

  private History ofFile() {
    return History.keeping(bounds.time(), bounds.bytesOfFile());
  }

  private void add(Sampler<?> sampler, Duration period) {
    Outcome outcome = sampler.sample();
    boolean isSampled = outcome == Outcome.SAMPLED;
    boolean isEmpty =
        sampler.view() instanceof ProcessTable table && isSampled && table.processCount() == 0;
    if (!isSampled || isEmpty) {
      leftOut.add(sampler.source().name() + ": " + (isSampled ? "empty" : outcome.text()));
      sampler.close();
      return;
    }
    tracks.add(new Recorder.Track(sampler, period));
  }

  /** The sources that are kept, with their histories, and how often each is to be sampled. */
  public List<Recorder.Track> tracks() {
    return List.copyOf(tracks);
  }

  /** The facts that recordings of them have. */
  public RecordingFacts facts() {
    return facts;
  }

  /** Notes that ticks of a track were skipped, as a listener of the recorder is told. */
  public void late(int source, long ticks) {
    long now = System.nanoTime();
    Deque<LateTicks> late = missed.get(source).late;
    LateTicks last = late.peekLast();
    if (last != null && now - last.nanos() < LATE_NANOS) {
      late.removeLast();
      late.addLast(new LateTicks(last.nanos(), last.ticks() + ticks));
    } else {
      late.addLast(new LateTicks(now, ticks));
    }
  }

  /** Notes that a sample of a track failed for another reason than the one before. */
  public void failed(int source, Outcome outcome, String problem) {
    Deque<RecordedSource.Failure> failures = missed.get(source).failures;
    if (failures.size() == MOST_FAILURES) {
      failures.removeFirst();
    }
    failures.addLast(new RecordedSource.Failure(System.nanoTime(), outcome.text(), problem));
  }

  /** Compares the wall clock with what is known of it. */
  public void noteClock(long now) {
    Instant instant = Instant.now();
    synchronized (clocks) {
      boolean isNews =
          time(now)
              .map(then -> Duration.between(then, instant).abs().compareTo(CLOCK_DRIFT) > 0)
              .orElse(true);
      if (isNews) {
        clocks.put(now, instant);
      }
      // The last one before what is kept is still needed.
      long oldest = now - 2 * bounds.time().toNanos();
      missed.forEach(one -> one.forget(oldest));
      while (clocks.size() > 1 && clocks.higherKey(clocks.firstKey()) < oldest) {
        clocks.pollFirstEntry();
      }
    }
  }

  /** The wall clock at a monotonic time; may be called by any thread. */
  public Optional<Instant> time(long nanos) {
    synchronized (clocks) {
      Map.Entry<Long, Instant> noted = clocks.floorEntry(nanos);
      noted = noted == null ? clocks.firstEntry() : noted;
      return noted == null
          ? Optional.empty()
          : Optional.of(noted.getValue().plusNanos(nanos - noted.getKey()));
    }
  }

  /**
   * Writes what is kept as a recording.
   *
   * @param marks marks of moments in that time
   * @param file the file, which must not exist
   * @return the number of samples
   * @throws IOException if the file cannot be created
   * @throws io.github.procfs4j.recording.RecordingException if it cannot be written
   */
  public long write(List<Mark> marks, Path file) throws IOException {
    TreeMap<Long, Instant> known;
    synchronized (clocks) {
      known = new TreeMap<>(clocks);
    }
    List<HistoryCopy.Missing> missing =
        missed.stream()
            .map(one -> new HistoryCopy.Missing(List.copyOf(one.late), List.copyOf(one.failures)))
            .toList();
    return HistoryCopy.write(tracks, missing, known, marks, facts, file, false);
  }
}
