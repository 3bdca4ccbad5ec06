package io.github.procfs4j.cli.record;

import io.github.procfs4j.cli.options.Messages;
import io.github.procfs4j.process.ProcessTable;
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
 * What is read before a recording begins: each source is tried once, and what tells of the machine
 * is read.
 */
public final class FirstSamples implements ReadingThread.Work {
  /** Outcomes not worth reporting for a source that was not requested by name. */
  private static final Set<Outcome> NOT_HERE =
      EnumSet.of(Outcome.ABSENT, Outcome.DENIED, Outcome.SWITCHED_OFF);

  private final List<Wishes.Wish> wishes;
  private final Path directory;
  private final Consumer<String> voice;
  private final List<Recorder.Track> tracks = new ArrayList<>();
  private final List<Set<Outcome>> said = new ArrayList<>();
  private final Map<Integer, ProcessNews> news = new HashMap<>();
  private RecordingFacts facts = RecordingFacts.none();
  private volatile Recorder.@Nullable UnderWay underWay;

  FirstSamples(List<Wishes.Wish> wishes, Path directory, Consumer<String> voice) {
    this.wishes = wishes;
    this.directory = directory;
    this.voice = voice;
  }

  /** Reads all of it, and says what cannot be read; a read that does not end is remarked. */
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
    facts = RecordingFacts.ofMachine(directory);
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
   * Tries a source, and says why if it cannot be read. It is then left out if it was not asked for,
   * and else tried again at each tick.
   */
  private void open(Wishes.Wish wish) {
    Sampler<?> sampler = wish.sampler().apply(directory);
    Outcome outcome = sampler.sample();
    if (!wish.isNamed() && NOT_HERE.contains(outcome)) {
      sampler.close();
      return;
    }
    tracks.add(new Recorder.Track(sampler, Duration.ofNanos(wish.periodNanos())));
    Optional<String> problem =
        sampler.problem().or(() -> Messages.notUnderstood(sampler.problems()));
    problem.ifPresent(voice);
    said.add(problem.isPresent() ? EnumSet.of(outcome) : EnumSet.noneOf(Outcome.class));
    ProcessNews ofProcesses = wish.news();
    if (ofProcesses != null) {
      news.put(tracks.size() - 1, ofProcesses);
      if (sampler.view() instanceof ProcessTable table && outcome == Outcome.SAMPLED) {
        ofProcesses.first(table).forEach(voice);
      }
    }
  }

  /** The sources that are to be sampled. */
  List<Recorder.Track> tracks() {
    return tracks;
  }

  /** What was said of each of them: how reading it failed, or that something was left out. */
  List<Set<Outcome>> said() {
    return said;
  }

  /** What there is to say of processes, by the number of their track. */
  Map<Integer, ProcessNews> news() {
    return news;
  }

  /** What tells of the machine. */
  RecordingFacts facts() {
    return facts;
  }
}
