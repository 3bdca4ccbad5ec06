package io.github.procfs4j.cli.live;

import io.github.procfs4j.cli.options.Amounts;
import io.github.procfs4j.cli.options.Messages;
import io.github.procfs4j.cli.options.RootOption;
import io.github.procfs4j.cli.record.KeptSamples;
import io.github.procfs4j.cli.record.OwnCpu;
import io.github.procfs4j.cli.record.RecordCommand;
import io.github.procfs4j.cli.report.Times;
import io.github.procfs4j.cli.screens.Moment;
import io.github.procfs4j.cli.screens.Range;
import io.github.procfs4j.cli.screens.Series;
import io.github.procfs4j.cli.screens.State;
import io.github.procfs4j.cli.screens.Status;
import io.github.procfs4j.cli.screens.Subject;
import io.github.procfs4j.model.History;
import io.github.procfs4j.model.Interval;
import io.github.procfs4j.model.Playback;
import io.github.procfs4j.output.OutputFile;
import io.github.procfs4j.processes.ProcessTable;
import io.github.procfs4j.processes.Processes;
import io.github.procfs4j.recording.Mark;
import io.github.procfs4j.recording.RecordingException;
import io.github.procfs4j.recording.RecordingFacts;
import io.github.procfs4j.sampling.Outcome;
import io.github.procfs4j.sampling.Recorder;
import io.github.procfs4j.sampling.Sampler;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.ConcurrentModificationException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * The machine on which this runs, or another root. A thread samples it; the samples of the last ten
 * minutes are kept in memory, as a recording has them: as changes.
 */
final class ThisMachine implements Course, Recorder.Listener, AutoCloseable {
  private static final Duration KEPT = Duration.ofMinutes(10);
  private static final long MEBIBYTE = 1 << 20;

  /** The bounds of the histories: together less than 50 MB. */
  private static final long BYTES_OF_PROCESSES = 28 * MEBIBYTE;

  private static final long BYTES_OF_FILE = MEBIBYTE;

  /** A read that takes this long is reported. */
  private static final long STALL_NANOS = 2_000_000_000;

  /** After so many attempts to compute something between two samples, sampling waits for it. */
  private static final int MOST_ATTEMPTS = 20;

  private static final int RESIDENT = 1;

  private final KeptSamples kept;
  private final List<Recorder.Track> tracks;
  private final List<Track> played = new ArrayList<>();
  private final List<Interval> intervals = new ArrayList<>();
  private final Recorder recorder;

  /** When the first sample that is kept of each source ended; 0 if that is not known. */
  private final long[] firsts;

  /** The number of samples that each source had dropped then. */
  private final long[] dropped;

  private final Replay replay;
  private final Runnable news;
  private final OwnCpu cpu = new OwnCpu();
  private final OwnersHere owners;
  private final Meters meters;
  private final AtomicReference<@Nullable Runnable> wish = new AtomicReference<>();

  /** Sampling passes it after each round. */
  private final Semaphore turn = new Semaphore(1);

  /** Why sources cannot be read, by name. */
  private final Map<String, String> problems = new LinkedHashMap<>();

  /** What became of the last {@link #write}. */
  private final AtomicReference<String> written = new AtomicReference<>("");

  private volatile Moment latest;
  private volatile long[] moments;
  private volatile String cost = "";
  private volatile @Nullable Throwable failure;
  private volatile boolean hasThreads;
  private volatile int zoom = 1;

  /** The marks of the time that is kept. */
  private final List<Mark> marks = new ArrayList<>();

  private boolean isSampled;

  /**
   * Prepares sampling: each source is read once, and what is not here is left out.
   *
   * @param news called by another thread whenever there is a new moment
   */
  ThisMachine(RootOption root, long stepNanos, Runnable news) {
    Path directory = root.directory();
    this.news = news;
    owners = new OwnersHere(directory);
    meters = new Meters(owners);
    Duration period = Duration.ofNanos(stepNanos);
    kept =
        new KeptSamples(
            root,
            directory,
            "procfs live",
            true,
            new KeptSamples.Bounds(KEPT, BYTES_OF_FILE, BYTES_OF_PROCESSES),
            new KeptSamples.Periods(period, period));
    tracks = kept.tracks();
    tracks.forEach(track -> add(track.sampler(), period));
    RecordingFacts facts = kept.facts();
    replay =
        new Replay(
            stepNanos,
            true,
            facts.pageSize().stream().asDoubleStream().findFirst().orElse(Double.NaN),
            facts.ticksPerSecond().stream().asDoubleStream().findFirst().orElse(Double.NaN));
    recorder = new Recorder(tracks, this);
    firsts = new long[tracks.size()];
    dropped = new long[tracks.size()];
    latest = Moment.unknown(System.nanoTime(), Optional.of(Instant.now()));
    moments = new long[] {latest.nanos()};
  }

  private void add(Sampler<?> sampler, Duration period) {
    played.add(
        new Track(sampler.source().name(), period.toNanos(), () -> sampler.history().playback()));
    Interval interval = sampler.intervals();
    boolean ignored = interval.next(); // begins with the sample that was just taken
    intervals.add(interval);
  }

  /** Begins to sample. */
  void start() {
    Thread.ofPlatform()
        .daemon()
        .name("sampler")
        .start(
            () -> {
              try {
                recorder.run(Duration.ofNanos(Long.MAX_VALUE));
              } catch (RuntimeException | Error e) {
                failure = e;
                news.run();
              }
            });
  }

  @Override
  public void sampled(int source, Sampler<?> sampler) {
    isSampled = true;
    synchronized (problems) {
      problems.remove(sampler.source().name());
    }
    if (intervals.get(source).next()) {
      if (Processes.isSource(sampler.source().name())) {
        owners.update(intervals.get(source).layout().rows(ProcessTable.PROCESS), System.nanoTime());
      }
      meters.withThreads(hasThreads);
      meters.withPoints(Meters.POINTS * zoom);
      meters.add(sampler.source().name(), intervals.get(source));
    }
  }

  @Override
  public void failed(int source, Sampler<?> sampler, Outcome outcome, boolean isNews) {
    isSampled = true;
    String name = sampler.source().name();
    meters.forget(name);
    String problem = sampler.problem().orElse(name + ": " + outcome.text());
    if (isNews) {
      kept.failed(source, outcome, problem);
    }
    synchronized (problems) {
      problems.put(name, problem);
    }
  }

  @Override
  public void late(int source, long ticks) {
    kept.late(source, ticks);
  }

  @Override
  public void idleUntil(long nanoTime) {
    if (isSampled) {
      isSampled = false;
      long now = System.nanoTime();
      kept.noteClock(now);
      latest = meters.moment(now, kept.time(now));
      keep(now);
      cost = cost();
      news.run();
    }
    Runnable wished = wish.getAndSet(null);
    if (wished != null) {
      wished.run();
    }
    turn.acquireUninterruptibly();
    turn.release();
  }

  /** Keeps a moment, and drops those that are earlier than the samples that are kept. */
  private void keep(long now) {
    for (int i = 0; i < firsts.length; i++) {
      History history = tracks.get(i).sampler().history();
      // Playing the first sample takes a while, and it is the same until samples are dropped.
      if (firsts[i] == 0 || history.dropped() != dropped[i]) {
        Playback samples = history.playback();
        firsts[i] = samples.next() ? samples.endNanos() : now;
        dropped[i] = history.dropped();
      }
    }
    long oldest = Arrays.stream(firsts).max().orElse(now);
    long first = Math.max(oldest, now - KEPT.toNanos());
    synchronized (marks) {
      boolean ignored = marks.removeIf(mark -> mark.nanos() <= first);
    }
    moments =
        LongStream.concat(Arrays.stream(moments), LongStream.of(now))
            .filter(nanos -> nanos > first || nanos == now)
            .toArray();
  }

  private String cost() {
    String share = cpu.share();
    String memory = "";
    try {
      String[] pages =
          Files.readString(Path.of("/proc/self/statm"), StandardCharsets.ISO_8859_1).split(" ", -1);
      double bytes = Double.parseDouble(pages[RESIDENT]) * replay.pageSize();
      memory = Double.isNaN(bytes) ? "" : Amounts.size(BigDecimal.valueOf((long) bytes)).text();
    } catch (IOException | RuntimeException e) {
      // The cost is shown as far as it is known.
    }
    return "own"
        + (share.isEmpty() ? "" : " CPU " + share + " %")
        + (memory.isEmpty() ? "" : " " + memory);
  }

  @Override
  public void update() {
    Throwable thrown = failure;
    if (thrown instanceof RuntimeException e) {
      throw e;
    }
    if (thrown instanceof Error e) {
      throw e;
    }
  }

  @Override
  public Range range() {
    synchronized (marks) {
      return Range.of(moments, replay.stepNanos(), marks);
    }
  }

  @Override
  public Moment moment(State state) {
    Moment now = latest;
    boolean lacksThreads = state.hasThreads() && !hasThreads;
    hasThreads = state.hasThreads();
    zoom = state.zoom();
    if (state.at().isEmpty() && !lacksThreads) {
      return now;
    }
    long nanos = state.at().orElse(now.nanos());
    return between(() -> replay.at(played, owners, nanos, kept.time(nanos), state));
  }

  @Override
  public Series series(Subject subject) {
    return between(() -> replay.series(played, subject, latest.nanos()));
  }

  /** What is computed from the samples that are kept, while none is added. */
  private <T> T between(Supplier<T> computed) {
    for (int i = 0; i < MOST_ATTEMPTS; i++) {
      try {
        return computed.get();
      } catch (ConcurrentModificationException e) {
        // A sample was added meanwhile: again.
      }
    }
    turn.acquireUninterruptibly(); // on a busy machine, samples may never leave enough time
    try {
      while (true) {
        try {
          return computed.get();
        } catch (ConcurrentModificationException e) {
          // One of the samples of this round: the next round waits.
        }
      }
    } finally {
      turn.release();
    }
  }

  @Override
  public String mark(long nanos, String text) {
    synchronized (marks) {
      if (marks.size() == Mark.MOST) {
        return "there are %,d marks already".formatted(Mark.MOST);
      }
      marks.add(new Mark(nanos, text));
      marks.sort(Comparator.comparingLong(Mark::nanos));
    }
    return "marked: " + text + "; w writes it with the recording";
  }

  @Override
  public Status status(boolean isUnicode) {
    String problem;
    synchronized (problems) {
      problem = problems.isEmpty() ? "" : problems.values().iterator().next();
    }
    Optional<Recorder.UnderWay> slow = recorder.underWay();
    if (slow.isPresent()) {
      long taken = System.nanoTime() - slow.get().sinceNanos();
      if (taken > STALL_NANOS) {
        problem =
            played.get(slow.get().source()).name()
                + ": reading has not ended after "
                + Times.duration(taken)
                + "; nothing is sampled meanwhile";
      }
    }
    return new Status(kept.facts().host().orElse(""), "live", cost, problem, true, isUnicode);
  }

  /** The samples are written between two ticks, by the thread that takes them. */
  @Override
  public String write() {
    Path file = RecordCommand.defaultFile();
    wish.set(
        () -> {
          written.set(written(file));
          news.run();
        });
    return "writing " + file + " after the next sample";
  }

  /** The page is that of a recording, which is removed again. */
  @Override
  public String page() {
    Path page = Pages.beside(String.valueOf(RecordCommand.defaultFile()));
    wish.set(
        () -> {
          try {
            Path directory = Files.createTempDirectory("procfs-live");
            Path file = directory.resolve("page.rec");
            long ignored = copy(file);
            Pages.write(
                file,
                "procfs live",
                page,
                written,
                () -> {
                  remove(file);
                  remove(directory);
                  news.run();
                });
          } catch (RecordingException | IOException e) {
            written.set(Messages.of(e));
            news.run();
          }
        });
    return "writing " + page + " after the next sample";
  }

  private static void remove(Path file) {
    try {
      Files.delete(file);
    } catch (IOException e) {
      // It is in the directory for temporary files.
    }
  }

  @Override
  public String news() {
    return written.getAndSet("");
  }

  private String written(Path file) {
    try {
      Optional<String> danger = OutputFile.check(file, false);
      long samples = copy(file);
      return "%s: %,d samples; procfs report shows it".formatted(file, samples)
          + danger.map(warning -> "; " + warning).orElse("");
    } catch (RecordingException | IOException e) {
      return Messages.of(e);
    }
  }

  private long copy(Path file) throws IOException {
    List<Mark> marked;
    synchronized (marks) {
      marked = List.copyOf(marks);
    }
    return kept.write(marked, file);
  }

  @Override
  public void close() {
    recorder.stop();
  }
}
