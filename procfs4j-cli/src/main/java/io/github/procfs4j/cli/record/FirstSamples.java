package io.github.procfs4j.cli.record;

import io.github.procfs4j.cli.options.Messages;
import io.github.procfs4j.processes.ProcessTable;
import io.github.procfs4j.processes.WaitTable;
import io.github.procfs4j.recording.RecordingFacts;
import io.github.procfs4j.sampling.Outcome;
import io.github.procfs4j.sampling.Recorder;
import io.github.procfs4j.sampling.Sampler;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Reads what is needed before a recording begins: each source once, and the facts about the
 * machine.
 */
public final class FirstSamples implements ReadingThread.Work {
  /** Outcomes not worth reporting for a source that was not requested by name. */
  private static final Set<Outcome> NOT_HERE =
      EnumSet.of(Outcome.ABSENT, Outcome.DENIED, Outcome.SWITCHED_OFF);

  /** The fact that names the sources of a set that are not recorded, and states why. */
  static final String LEFT_OUT = "left_out";

  private final List<Wishes.Wish> wishes;
  private final Path directory;
  private final Consumer<String> voice;
  private final List<Recorder.Track> tracks = new ArrayList<>();
  private final List<Set<Outcome>> said = new ArrayList<>();
  private final Map<Integer, ProcessNews> news = new HashMap<>();
  private final List<String> leftOut = new ArrayList<>();
  private RecordingFacts facts = RecordingFacts.none();
  private volatile Recorder.@Nullable UnderWay underWay;

  FirstSamples(List<Wishes.Wish> wishes, Path directory, Consumer<String> voice) {
    this.wishes = wishes;
    this.directory = directory;
    this.voice = voice;
  }

  /** Reads all of it, and reports what cannot be read, including a read that does not end. */
  void read() {
    new ReadingThread(this, this::name, voice).run(Long.MAX_VALUE);
  }

  @Override
  public void run() {
    for (int i = 0; i < wishes.size(); i++) {
      underWay = new Recorder.UnderWay(i, System.nanoTime());
      open(wishes.get(i));
    }
    underWay = new Recorder.UnderWay(wishes.size(), System.nanoTime());
    RecordingFacts ofMachine = RecordingFacts.ofMachine(directory);
    facts = leftOut.isEmpty() ? ofMachine : ofMachine.with(LEFT_OUT, String.join("; ", leftOut));
    underWay = null;
  }

  @Override
  public Optional<Recorder.UnderWay> underWay() {
    return Optional.ofNullable(underWay);
  }

  private String name(int source) {
    return source < wishes.size()
        ? wishes.get(source).name()
        : "version, sys/kernel/hostname, stat";
  }

  /**
   * Reads a source once, and reports the reason if it cannot be read. Such a source is left out if
   * it was not requested by name, which is a fact of the recording; otherwise it is tried again at
   * each tick.
   */
  private void open(Wishes.Wish wish) {
    Sampler<?> sampler = wish.sampler().apply(directory);
    Outcome outcome = sampler.sample();
    if (!wish.isNamed() && (NOT_HERE.contains(outcome) || isEmpty(outcome, sampler))) {
      leftOut.add(wish.name() + ": " + (outcome == Outcome.SAMPLED ? "empty" : outcome.text()));
      sampler.close();
      return;
    }
    tracks.add(new Recorder.Track(sampler, Duration.ofNanos(wish.periodNanos())));
    Optional<String> problem =
        sampler.problem().or(() -> Messages.notUnderstood(sampler.problems()));
    String without = outcome == Outcome.ABSENT ? Messages.without(sampler.source(), directory) : "";
    problem.map(text -> text + without).ifPresent(voice);
    said.add(problem.isPresent() ? EnumSet.of(outcome) : EnumSet.noneOf(Outcome.class));
    if (outcome == Outcome.SAMPLED
        && sampler.view() instanceof WaitTable table
        && table.processCount() == 0) {
      voice.accept(wish.name() + ProcessNews.NONE_YET);
    }
    ProcessNews ofProcesses = wish.news();
    if (ofProcesses != null) {
      news.put(tracks.size() - 1, ofProcesses);
      if (sampler.view() instanceof ProcessTable table && outcome == Outcome.SAMPLED) {
        ofProcesses.first(table).forEach(voice);
      }
    }
  }

  /** Whether it is the process table of a tree without processes. */
  private static boolean isEmpty(Outcome outcome, Sampler<?> sampler) {
    return outcome == Outcome.SAMPLED
        && sampler.view() instanceof ProcessTable table
        && table.processCount() == 0;
  }

  /** The sources to sample. */
  List<Recorder.Track> tracks() {
    return tracks;
  }

  /** What was reported for each of them: how reading failed, or that something was left out. */
  List<Set<Outcome>> said() {
    return said;
  }

  /** The messages about processes, by the number of their track. */
  Map<Integer, ProcessNews> news() {
    return news;
  }

  /** The facts about the machine. */
  RecordingFacts facts() {
    return facts;
  }
}
