package io.github.procfs4j.jmh;

import io.github.procfs4j.Procfs;
import io.github.procfs4j.processes.OwnProcess;
import io.github.procfs4j.processes.OwnThread;
import io.github.procfs4j.recording.RecordingFacts;
import io.github.procfs4j.sampling.Outcome;
import io.github.procfs4j.sampling.Recorder;
import io.github.procfs4j.sampling.Sampler;
import io.github.procfs4j.system.Stat;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Samples the machine, its processes and the threads of this JVM at both borders of each iteration,
 * and if requested also in between, on another thread.
 *
 * <p>The threads of this JVM are sampled last before an iteration and first after it: their numbers
 * belong to the shortest time.
 */
final class Borders implements AutoCloseable {
  /** WorkerThreadFactories of JMH names its threads so, after the name of the benchmark. */
  private static final String WORKER = ".*-jmh-worker-\\d+";

  private static final int PROCESSES = 0;

  private final OwnProcess self;
  private final Watch processes;
  private final Watch machine;
  private final Watch own;

  /** From the outermost to the innermost. */
  private final List<Watch> inward;

  private final List<Recorder.Track> tracks;
  private final boolean isContinuous;
  private final RawData data;
  private OtherProcesses others;
  private @Nullable Recorder recorder;
  private @Nullable Thread thread;

  /**
   * Samplers for the iterations of one benchmark.
   *
   * @param period how often another thread samples within iterations; empty if none does
   * @param iteration about how long an iteration takes
   * @param recording the file for the samples; empty to record nothing
   * @param benchmark the name of the benchmark, with its parameters
   * @throws io.github.procfs4j.sampling.UnreadableException if that is not a procfs with this
   *     process
   */
  Borders(
      Procfs proc,
      Optional<Duration> period,
      Duration iteration,
      Optional<Path> recording,
      String benchmark) {
    self = proc.self();
    processes = new Watch(proc.processes().sampler());
    machine = new Watch(proc.sampler(Stat.FILE));
    own = new Watch(self.table().sampler());
    inward = List.of(processes, machine, own);
    isContinuous = period.isPresent();
    Duration between = period.orElse(iteration);
    tracks = inward.stream().map(watch -> new Recorder.Track(watch.sampler(), between)).toList();
    data =
        new RawData(
            recording,
            tracks,
            RecordingFacts.ofMachine(proc.root()).with("command", "JMH: " + benchmark));
    others = new OtherProcesses(self.pid());
  }

  /** The border before an iteration. */
  void begin() {
    stop();
    others = new OtherProcesses(self.pid());
    for (Watch watch : inward) {
      sample(watch);
      watch.next(); // what was before the iteration does not count
    }
    if (isContinuous) {
      start();
    }
  }

  /** The border after an iteration. */
  Iteration end() {
    stop();
    for (Watch watch : inward.reversed()) {
      sample(watch);
      if (watch.next() && watch == processes) {
        others.add(processes.interval());
      }
    }
    data.flush();
    List<String> problems = new ArrayList<>();
    inward.forEach(watch -> watch.problem().ifPresent(problems::add));
    data.problem().ifPresent(problems::add);
    Set<Long> benchmark = benchmarkThreads();
    if (benchmark.isEmpty()) {
      problems.add(
          self.namesProblem()
              .orElse("the benchmark's threads: no thread has a name that JMH gives them"));
    }
    return new Iteration(machine, own, others, benchmark, problems);
  }

  private void sample(Watch watch) {
    Sampler<?> sampler = watch.sampler();
    Outcome outcome = sampler.sample();
    int source = inward.indexOf(watch);
    if (outcome == Outcome.SAMPLED) {
      data.sampled(source, sampler);
    } else {
      data.failed(source, sampler, outcome, true);
    }
  }

  /**
   * The kernel's numbers of the threads that run the benchmark, determined after the last sample:
   * JMH keeps its threads from iteration to iteration. If virtual threads run it, those that carry
   * them count.
   */
  private Set<Long> benchmarkThreads() {
    List<OwnThread> threads = self.threads();
    Set<Long> workers = numbers(threads, thread -> thread.name().matches(WORKER));
    return workers.isEmpty() ? numbers(threads, OwnThread::isCarrier) : workers;
  }

  private static Set<Long> numbers(List<OwnThread> threads, Predicate<OwnThread> wanted) {
    return threads.stream()
        .filter(thread -> thread.javaName().isPresent())
        .filter(wanted)
        .map(OwnThread::tid)
        .collect(Collectors.toSet());
  }

  private void start() {
    recorder = new Recorder(tracks, new Within());
    thread = Thread.ofPlatform().daemon().name("procfs4j").start(recorder::run);
  }

  private void stop() {
    if (recorder == null || thread == null) {
      return;
    }
    recorder.stop();
    boolean isInterrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        isInterrupted = true;
      }
    }
    if (isInterrupted) {
      Thread.currentThread().interrupt();
    }
    recorder = null;
    thread = null;
  }

  /** Receives the samples within an iteration. */
  private final class Within implements Recorder.Listener {
    @Override
    public void sampled(int source, Sampler<?> sampler) {
      data.sampled(source, sampler);
      if (source == PROCESSES && processes.next()) {
        others.add(processes.interval()); // more of those that end are seen
      }
    }

    @Override
    public void failed(int source, Sampler<?> sampler, Outcome outcome, boolean isNews) {
      data.failed(source, sampler, outcome, isNews);
    }

    @Override
    public void late(int source, long ticks) {
      data.late(source, ticks);
    }

    @Override
    public void idleUntil(long nanoTime) {
      data.idleUntil(nanoTime);
    }
  }

  @Override
  public void close() {
    stop();
    data.close();
    inward.forEach(Watch::close);
  }
}
