package io.github.procfs4j.jfr;

import io.github.procfs4j.sampling.Outcome;
import io.github.procfs4j.sampling.Recorder;
import io.github.procfs4j.sampling.Sampler;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import jdk.jfr.FlightRecorder;
import jdk.jfr.FlightRecorderListener;
import jdk.jfr.Recording;
import jdk.jfr.RecordingState;
import org.jspecify.annotations.Nullable;

/**
 * A daemon thread that samples the sources that JFR cannot ask for, as long as a recording runs and
 * any of their events is enabled.
 */
final class SamplingThread implements FlightRecorderListener {
  /** How often events that were disabled are looked at again while a recording runs. */
  private static final long LOOK_MILLIS = 1000;

  /** How long closing waits for a sample that is being taken. */
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final List<EventSource> sources;
  private final Consumer<String> log;
  private final Thread thread;

  /** This and the following fields are guarded by the monitor of this. */
  private final Set<Recording> running = new HashSet<>();

  private List<EventSource> sampled = List.of();
  private @Nullable Recorder recorder;
  private boolean isClosed;

  SamplingThread(List<EventSource> sources, Consumer<String> log) {
    this.sources = sources;
    this.log = log;
    thread = Thread.ofPlatform().daemon().name("procfs4j events").unstarted(this::run);
  }

  void start() {
    FlightRecorder.addListener(this);
    thread.start();
  }

  @Override
  public void recorderInitialized(FlightRecorder recorder) {
    recorder.getRecordings().forEach(this::recordingStateChanged);
  }

  @Override
  public synchronized void recordingStateChanged(Recording recording) {
    if (recording.getState() != RecordingState.RUNNING) {
      running.remove(recording);
    } else if (running.add(recording) && running.size() == 1) {
      sources.forEach(EventSource::forget); // no event is about the time before
    }
    reconsider();
    notifyAll();
  }

  /** Stops the recorder if it does not sample what it should. */
  private synchronized void reconsider() {
    if (recorder != null && !wanted().equals(sampled)) {
      recorder.stop();
    }
  }

  private List<EventSource> wanted() {
    return isClosed || running.isEmpty()
        ? List.of()
        : sources.stream().filter(EventSource::needsThread).toList();
  }

  private void run() {
    try {
      Recorder next = nextRecorder();
      while (next != null) {
        next.run();
        next = nextRecorder();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      log.accept("no more events from " + thread.getName() + ": " + e);
    }
  }

  /** Waits until there is something to sample; null if this was closed. */
  private synchronized @Nullable Recorder nextRecorder() throws InterruptedException {
    sampled.forEach(EventSource::handOver);
    List<EventSource> wanted = wanted();
    while (!isClosed && wanted.isEmpty()) {
      sampled = List.of();
      wait(running.isEmpty() ? 0 : LOOK_MILLIS);
      wanted = wanted();
    }
    if (isClosed) {
      return null;
    }
    List<EventSource> next = wanted;
    next.stream().filter(source -> !sampled.contains(source)).forEach(EventSource::forget);
    sampled = next;
    recorder =
        new Recorder(
            next.stream()
                .map(source -> new Recorder.Track(source.sampler(), source.period()))
                .toList(),
            new Committer(next));
    return recorder;
  }

  /** Commits the events of each sample. */
  private final class Committer implements Recorder.Listener {
    private final List<EventSource> of;

    Committer(List<EventSource> of) {
      this.of = of;
    }

    @Override
    public void sampling(int source, Sampler<?> sampler) {
      of.get(source).begin();
    }

    @Override
    public void sampled(int source, Sampler<?> sampler) {
      of.get(source).commit(Outcome.SAMPLED);
    }

    @Override
    public void failed(int source, Sampler<?> sampler, Outcome outcome, boolean isNews) {
      of.get(source).commit(outcome);
    }

    @Override
    public void idleUntil(long nanoTime) {
      reconsider();
    }
  }

  /** Ends the thread; waits for a sample that is being taken, unless it does not end. */
  void close() {
    FlightRecorder.removeListener(this);
    synchronized (this) {
      isClosed = true;
      reconsider();
      notifyAll();
    }
    try {
      thread.join(PATIENCE);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
