package io.github.procfs4j.cli.record;

import io.github.procfs4j.cli.report.Times;
import io.github.procfs4j.recording.RecordingFacts;
import io.github.procfs4j.recording.RecordingWriter;
import io.github.procfs4j.sampling.Recorder;
import io.github.procfs4j.sampling.Self;
import io.github.procfs4j.sampling.SelfSampler;
import java.io.FileOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** {@code --budget}: the share of one CPU that recording may take, and its enforcement. */
public final class BudgetOption {
  /** Frequent enough for the code to be compiled, and rare enough for others to use the caches. */
  private static final Duration TRIAL_PERIOD = Duration.ofMillis(10);

  /** The duration of a trial, and of the warm-up before it. */
  private static final Duration TRIAL = Duration.ofMillis(400);

  private static final String NOWHERE = "/dev/null";

  /**
   * The greatest number of changes that are reported, so that a recording of a week does not report
   * thousands.
   */
  private static final int MOST_SAID = 20;

  @Option(
      names = "--budget",
      paramLabel = "SHARE",
      description =
          "The share of one CPU that recording may take, such as 0.5%%, in CPU time of the whole"
              + " process. The given periods are then the shortest ones. They are doubled, those"
              + " of expensive sources first, up to 10s, until recording stays within that share."
              + " This is tried before the recording begins and checked while it goes on, and"
              + " changes are reported.")
  private @Nullable String text;

  private @Nullable Budget budget;
  private List<String> names = List.of();
  private int said;
  private boolean isExceeded;

  /** What the user typed; null if there is no budget. */
  @Nullable String text() {
    return text;
  }

  /** Checks what the user typed before anything is done. */
  void check() {
    if (text != null) {
      double ignored = Budget.share(text);
    }
  }

  /** Measures the cost of these tracks, then chooses and reports the first periods. */
  void begin(List<Recorder.Track> tracks, Consumer<String> voice) throws IOException {
    if (text == null) {
      return;
    }
    names = tracks.stream().map(track -> track.sampler().source().name()).toList();
    long[] shortest = tracks.stream().mapToLong(track -> track.period().toNanos()).toArray();
    Budget begun = new Budget(Budget.share(text), shortest);
    budget = begun;
    Budget.Change change = trial(tracks, begun);
    String expected = percent(begun.used()) + " expected";
    voice.accept(
        "budget "
            + text
            + ": "
            + switch (change) {
              case EXCEEDED -> "all periods at their longest; even so ";
              case NONE -> "all periods as requested; ";
              default -> periods(shortest, begun) + rest(shortest, begun) + "; ";
            }
            + expected);
  }

  /** Samples everything at the same period, in a recording that is discarded. */
  private static Budget.Change trial(List<Recorder.Track> tracks, Budget budget)
      throws IOException {
    List<Recorder.Track> often =
        SelfSampler.with(
            tracks.stream()
                .map(track -> new Recorder.Track(track.sampler(), TRIAL_PERIOD))
                .toList(),
            null);
    try (RecordingWriter writer = nowhere(often);
        var self = often.getLast().sampler()) {
      Recorder recorder = new Recorder(often, writer);
      recorder.run(TRIAL);
      Costs from = Costs.of((Self) self.view());
      recorder.run(TRIAL);
      return budget.begin(from, Costs.of((Self) self.view()));
    }
  }

  /** A recording that is written like any other, and discarded. */
  public static RecordingWriter nowhere(List<Recorder.Track> tracks) throws IOException {
    return RecordingWriter.to(
        new FileOutputStream(NOWHERE), NOWHERE, tracks, RecordingFacts.none());
  }

  /** Sets the chosen periods of a recorder that has not started yet. */
  void apply(Recorder recorder) {
    Budget chosen = budget;
    if (chosen != null) {
      for (int i = 0; i < names.size(); i++) {
        recorder.period(i, Duration.ofNanos(chosen.period(i)));
      }
    }
  }

  /** Evaluates the measured costs, and changes the periods of the recorder if necessary. */
  void after(Self self, Recorder recorder, Consumer<String> voice) {
    Budget chosen = budget;
    if (chosen == null) {
      return;
    }
    long[] before = new long[names.size()];
    for (int i = 0; i < before.length; i++) {
      before[i] = chosen.period(i);
    }
    switch (chosen.after(Costs.of(self))) {
      case NONE -> {}
      case EXCEEDED -> {
        if (!isExceeded) {
          isExceeded = true;
          voice.accept(
              "budget %s: cannot be met; it takes %s even with the longest periods"
                  .formatted(text, percent(chosen.used())));
        }
      }
      case LONGER, SHORTER -> {
        apply(recorder);
        if (said < MOST_SAID) {
          said++;
          voice.accept(
              "budget %s: it took %s%s; now %s%s"
                  .formatted(
                      text,
                      percent(chosen.used()),
                      chosen.isSaving() ? ", to make up for excess use before" : "",
                      periods(before, chosen),
                      said < MOST_SAID ? "" : "; further changes are recorded but not printed"));
        }
      }
    }
  }

  /** The changed periods, each with its sources. */
  private String periods(long[] before, Budget chosen) {
    Map<Long, List<String>> changed = new TreeMap<>();
    for (int i = 0; i < before.length; i++) {
      if (chosen.period(i) != before[i]) {
        changed.computeIfAbsent(chosen.period(i), period -> new ArrayList<>()).add(names.get(i));
      }
    }
    List<String> texts = new ArrayList<>();
    changed.forEach(
        (period, of) -> texts.add(String.join(", ", of) + " every " + Times.duration(period)));
    return String.join("; ", texts);
  }

  private static String rest(long[] shortest, Budget chosen) {
    for (int i = 0; i < shortest.length; i++) {
      if (chosen.period(i) == shortest[i]) {
        return "; the rest as requested";
      }
    }
    return "";
  }

  private static String percent(double share) {
    return String.format(Locale.ROOT, "%.2f %%", share * 100);
  }
}
