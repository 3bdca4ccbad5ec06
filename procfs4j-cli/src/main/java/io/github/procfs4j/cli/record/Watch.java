package io.github.procfs4j.cli.record;

import io.github.procfs4j.cli.options.Amounts;
import io.github.procfs4j.cli.options.Messages;
import io.github.procfs4j.cli.report.Times;
import io.github.procfs4j.processes.ProcessFilter;
import io.github.procfs4j.processes.ProcessTable;
import io.github.procfs4j.recording.RecordingSink;
import io.github.procfs4j.sampling.Outcome;
import io.github.procfs4j.sampling.Recorder;
import io.github.procfs4j.sampling.Sampler;
import io.github.procfs4j.sampling.Self;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.IntConsumer;

/**
 * Monitors a recording: passes samples on to the file, and reports problems, each of them once for
 * each source, however often it occurs.
 */
public final class Watch implements Recorder.Listener {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT);

  private final RecordingSink writer;
  private final Consumer<String> voice;
  private final List<Set<Outcome>> said;
  private final Map<Integer, ProcessNews> processes;

  /** The reasons that were reported why sources could not be read. */
  private final Set<String> problems = new HashSet<>();

  private final OwnCpu ownCpu = new OwnCpu();
  private final long startNanos = System.nanoTime();

  /** The action when nothing is left to record. */
  private Runnable end = () -> {};

  /** The action when the process has ended to which a source belongs. */
  private IntConsumer endOf = source -> {};

  /** The sources that belong to one process, which has ended. */
  private final Set<Integer> ended = new HashSet<>();

  private Consumer<Self> afterSelf = self -> {};

  private Consumer<ProcessTable> ofTree = table -> {};

  private Runnable atIdle = () -> {};

  /** Whether it was reported that the file is not in its place. */
  private boolean isAway;

  /** Whether there was a sample of a requested source, not counting the cost of recording. */
  private boolean hasSample;

  private final LiveNumbers numbers = new LiveNumbers();
  private final Marks marks;
  private final LocalTime began = LocalTime.now(ZoneId.systemDefault());
  private boolean isLive;

  private volatile long samples;
  private volatile long bytes;
  private volatile long late;

  /**
   * Creates a monitor of what is written.
   *
   * @param marks the marks of the recording
   * @param voice receives messages
   * @param said for each source, what was reported before the recording began: how reading failed,
   *     or that part of it could not be parsed
   * @param processes for each source of processes, by its number, the messages about them
   */
  public Watch(
      RecordingSink writer,
      Marks marks,
      Consumer<String> voice,
      List<Set<Outcome>> said,
      Map<Integer, ProcessNews> processes) {
    this.writer = writer;
    this.marks = marks;
    this.voice = voice;
    this.said = List.copyOf(said);
    this.processes = Map.copyOf(processes);
  }

  /** Sets the action for when everything that is recorded has ended. */
  void atEnd(Runnable action) {
    end = action;
  }

  /** Sets the action for when the process has ended to which a source belongs. */
  void atEndOf(IntConsumer action) {
    endOf = action;
  }

  /** Sets the action after each sample of the cost of recording. */
  void afterSelf(Consumer<Self> action) {
    afterSelf = action;
  }

  /** Sets the action after each sample of the tree of a program. */
  void ofTree(Consumer<ProcessTable> action) {
    ofTree = action;
  }

  /** Sets the action when everything that was due has been sampled. */
  void atIdle(Runnable action) {
    atIdle = action;
  }

  @Override
  public void sampled(int source, Sampler<?> sampler) {
    writer.sampled(source, sampler);
    if (sampler.view() instanceof Self self) {
      afterSelf.accept(self);
      return;
    }
    hasSample = true;
    if (isLive) {
      numbers.sampled(source, sampler);
    }
    if (!sampler.isContinuation()
        && !sampler.problems().isEmpty()
        && said.get(source).add(Outcome.SAMPLED)) {
      Messages.notUnderstood(sampler.problems()).ifPresent(voice);
    }
    ProcessNews news = processes.get(source);
    if (news != null && sampler.view() instanceof ProcessTable table) {
      if (news.isOf(ProcessFilter.Descendants.class)) {
        ofTree.accept(table);
      }
      news.after(table).forEach(what -> tell(what, news));
    }
  }

  private void tell(String what, ProcessNews news) {
    if (news.haveEnded()) {
      sayEnded(what);
    } else {
      voice.accept(what);
    }
  }

  private void sayEnded(String what) {
    boolean isOver =
        processes.size() + ended.size() == said.size()
            && processes.values().stream().allMatch(ProcessNews::haveEnded);
    voice.accept(what + (isOver ? "; nothing is left to record" : "; the other sources continue"));
    if (isOver) {
      end.run();
    }
  }

  /** Its number may soon be that of another process, which was not requested. */
  private static boolean hasEnded(Sampler<?> sampler, Outcome outcome) {
    return Wishes.isOfProcess(sampler.source().name())
        && (outcome == Outcome.GONE
            || (outcome == Outcome.ABSENT
                && !Files.exists(Path.of(sampler.path()).resolveSibling("stat"))));
  }

  @Override
  public void failed(int source, Sampler<?> sampler, Outcome outcome, boolean isNews) {
    writer.failed(source, sampler, outcome, isNews);
    if (hasEnded(sampler, outcome)) {
      endOf.accept(source);
      if (ended.add(source)) {
        sayEnded(sampler.source().name() + ": the process has ended");
      }
      return;
    }
    if (said.get(source).add(outcome)) {
      String problem = sampler.problem().orElse(sampler.path());
      if (problems.add(problem)) { // sources of one control group have one when it is removed
        voice.accept(problem + "; sampling continues");
      }
    }
  }

  @Override
  public void late(int source, long ticks) {
    writer.late(source, ticks);
  }

  @Override
  public void idleUntil(long nanoTime) {
    marks.takeOver(System.nanoTime());
    writer.idleUntil(nanoTime);
    samples = writer.samples();
    if (!isAway && bytes != writer.bytes() && !writer.isInPlace()) {
      isAway = true;
      voice.accept(away(writer) + "; recording continues");
    }
    bytes = writer.bytes();
    late = writer.late();
    atIdle.run();
  }

  /** Whether any requested source was sampled. */
  public boolean hasSample() {
    return hasSample;
  }

  /** The message about a recording that is not {@linkplain RecordingSink#isInPlace in place}. */
  static String away(RecordingSink writer) {
    return writer.name() + ": no longer exists: it was removed or renamed";
  }

  /** Computes what {@link #status} shows of the machine; must be called before the first sample. */
  void beLive() {
    isLive = true;
  }

  /**
   * The current state, in as many words as there is room for; may be called from any thread, but
   * only one at a time.
   *
   * @param columns the width of the line
   */
  String status(int columns) {
    List<String> parts = new ArrayList<>();
    long now = System.nanoTime();
    marks.news(now).ifPresent(text -> parts.add("mark: " + LiveText.shortened(text)));
    parts.addAll(numbers.texts());
    String share = ownCpu.share();
    if (!share.isEmpty()) {
      parts.add("own CPU " + share + " %");
    }
    parts.add("since " + TIME.format(began));
    parts.add(Times.duration(now - startNanos));
    parts.add(String.format(Locale.ROOT, "%,d samples", samples));
    parts.add(Amounts.size(BigDecimal.valueOf(bytes)).text());
    parts.add(String.format(Locale.ROOT, "%,d late", late));
    return LiveText.of(parts, columns);
  }
}
