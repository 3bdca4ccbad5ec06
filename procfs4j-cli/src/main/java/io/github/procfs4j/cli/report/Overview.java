package io.github.procfs4j.cli.report;

import io.github.procfs4j.model.Figure;
import io.github.procfs4j.model.Limits;
import io.github.procfs4j.process.ProcessMeasure;
import io.github.procfs4j.process.ProcessTable;
import io.github.procfs4j.recording.RecordedSource;
import io.github.procfs4j.recording.Recording;
import io.github.procfs4j.sampling.Descriptions;
import io.github.procfs4j.sampling.Self;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.stream.Stream;

/** What is to be known of a recording before its numbers are. */
final class Overview {
  private static final int ROW_NOTES = 5;

  /** How what is said of the use of processes is meant. */
  static final String USE =
      "Of processes, the busiest by what they used in all this time. total: from the first sample,"
          + " or their start after it, to the last sample that has them; mean: while they were"
          + " there; peak: in one interval; there: for how long. What started and ended between two"
          + " samples is not seen.";

  private Overview() {}

  /** When, how long, how much of it is told of, and what its writer noted, by name. */
  static SequencedMap<String, String> facts(Recording recording, Span span) {
    SequencedMap<String, String> facts = new LinkedHashMap<>();
    facts.put("recorded", Times.when(recording));
    Span all = Span.all(recording);
    if (!span.equals(all)) {
      facts.put(
          "shown",
          Times.duration(span.fromNanos() - all.fromNanos())
              + " to "
              + Times.duration(span.toNanos() - all.fromNanos())
              + " of it");
    }
    for (Map.Entry<String, String> fact : recording.facts().entrySet()) {
      facts.put(fact.getKey(), fact.getValue());
    }
    return facts;
  }

  /**
   * What of that a person wants to see first: nothing that the report tells elsewhere, and of the
   * kernel's description of itself its version.
   */
  static SequencedMap<String, String> brief(Recording recording, Span span) {
    SequencedMap<String, String> facts = facts(recording, span);
    facts.keySet().removeAll(List.of("created", "every", "ticks_per_second", "page_size"));
    facts.computeIfPresent(
        "kernel", (name, text) -> text.replaceFirst("^(Linux) version (\\S+).*$", "$1 $2"));
    return facts;
  }

  /** What makes the recording less than it should be, in sentences. */
  static List<String> warnings(Recording recording) {
    List<String> warnings = new ArrayList<>();
    if (recording.ignoredBytes() > 0) {
      warnings.add(
          "cut: the last %,d bytes are no whole block and were ignored"
              .formatted(recording.ignoredBytes()));
    } else if (!recording.isComplete()) {
      warnings.add("not ended by its writer: it was cut, or is still being written");
    }
    for (RecordedSource source : recording.sources()) {
      for (RecordedSource.Failure failure : source.failures()) {
        warnings.add(
            "%s failed after %s: %s"
                .formatted(
                    source.name(),
                    Times.duration(Math.max(0, failure.nanos() - recording.startNanos())),
                    failure.problem().isEmpty() ? failure.outcome() : failure.problem()));
      }
    }
    return warnings;
  }

  /** Whether periods were chosen so that the recording cost no more than a share of a CPU. */
  static boolean hasBudget(Recording recording) {
    return recording.facts().containsKey("budget");
  }

  /** How often a source was sampled, in a sentence without an end. */
  static String samples(RecordedSource source, boolean isWithinBudget) {
    return "every "
        + Times.duration(source.periodNanos())
        + (isWithinBudget && !source.name().equals(Self.NAME) ? " or more seldom" : "")
        + ", "
        + counted(source.samples(), "sample")
        + (source.lateTicks() == 0
            ? ""
            : ", " + counted(source.lateTicks(), "tick") + " left out as the recorder was late");
  }

  /** Why there is nothing to tell of a source; empty if there is. */
  static String nothing(Findings figures) {
    if (figures.intervals().size() > 0) {
      return "";
    }
    long samples = figures.source().samples();
    return samples == 0
        ? "nothing to tell"
        : samples == 1
            ? "there is no interval to tell of"
            : "no two samples lie in this part of the recording";
  }

  /** What is missing in all of a source, in sentences. */
  static List<String> gaps(Findings figures) {
    List<String> gaps = new ArrayList<>();
    if (figures.gaps() > 0) {
      gaps.add(
          "rates are missing in "
              + share(figures.gaps(), figures.intervals().size())
              + ": reading failed in between");
    }
    if (figures instanceof SourceFigures source) {
      source.tables().stream()
          .flatMap(table -> table.figures().stream())
          .map(Figure::name)
          .filter(Descriptions::isUnnamed)
          .findFirst()
          .ifPresent(
              name ->
                  gaps.add(
                      "numbers are named by their places ("
                          + name
                          + " and the like): the text does not tell what they are, or its version"
                          + " is not known"));
    }
    return gaps;
  }

  /** What is missing of processes, in sentences. */
  static List<String> notes(ProcessUsage usage) {
    List<String> notes = new ArrayList<>();
    if (usage.knowsReasons()) {
      notes.addAll(Refusals.ofProcesses(usage::mostUnread));
      notes.addAll(
          Refusals.ofFiles(usage.files(), usage.tables().getFirst().most(), usage::mostRefused));
    } else if (usage.mostUnread() > 0) {
      notes.add(
          "%,d of them at most could not be read; this recording does not tell why"
              .formatted(usage.mostUnread()));
    }
    if (usage.mostReadByOpening() > 0) {
      notes.add(
          "%,d of them at most were read by opening their files each time, for want of descriptors:"
                  .formatted(usage.mostReadByOpening())
              + " that costs about twice as much");
    }
    for (TaskUsage tasks : usage.tables()) {
      long known = tasks.busiest().stream().mapToLong(Busiest::known).max().orElse(0);
      for (Busiest busiest : tasks.busiest()) {
        // Kernel threads have no memory of their own: nobody misses it.
        if (busiest.known() < known && busiest.measure() != ProcessMeasure.MEMORY) {
          notes.add(
              "%s: known of %,d of %s"
                  .formatted(busiest.measure().text(), busiest.known(), counted(tasks, known)));
        }
      }
      if (known > 0) {
        notes.addAll(unknown(usage, tasks));
      }
    }
    return notes;
  }

  /** Of which measures nothing is known, and why. */
  private static List<String> unknown(ProcessUsage usage, TaskUsage tasks) {
    Map<String, List<String>> byReason = new LinkedHashMap<>();
    for (ProcessMeasure measure : tasks.unknown()) {
      byReason.computeIfAbsent(why(usage, measure), why -> new ArrayList<>()).add(measure.text());
    }
    return byReason.entrySet().stream()
        .map(
            e ->
                "nothing is known of %s of the %s: %s"
                    .formatted(String.join(", ", e.getValue()), plural(tasks), e.getKey()))
        .toList();
  }

  private static String why(ProcessUsage usage, ProcessMeasure measure) {
    if (!usage.knowsReasons()) {
      return "not recorded, or not to be had there";
    }
    return measure
        .file()
        .map(
            file ->
                usage.files().contains(file)
                    ? file.fileName() + " does not tell it"
                    : "not recorded")
        .orElse("stat does not tell it");
  }

  /** How many processes or threads there were, in a sentence without an end. */
  static String census(TaskUsage tasks) {
    return "%s at first, %,d at last, %,d at most at once; %,d came, %,d ended"
        .formatted(
            counted(tasks, tasks.first()), tasks.last(), tasks.most(), tasks.came(), tasks.ended());
  }

  private static String counted(TaskUsage tasks, long count) {
    return count == 1 ? "1 " + tasks.table().name() : "%,d %s".formatted(count, plural(tasks));
  }

  /** What they are. */
  static String plural(TaskUsage tasks) {
    return tasks.table().equals(ProcessTable.THREAD) ? "threads" : "processes";
  }

  /** Whether a measure of theirs is of just them. */
  static boolean isWhole(ProcessUsage usage, TaskUsage tasks, ProcessMeasure measure) {
    return measure.scope() == ProcessMeasure.Scope.PROCESS
        || usage.hasThreads()
        || tasks.table().equals(ProcessTable.THREAD);
  }

  /** What is to be known of a measure of theirs, in a sentence; empty if nothing is. */
  static String note(ProcessUsage usage, TaskUsage tasks, ProcessMeasure measure) {
    if (isWhole(usage, tasks, measure)) {
      return "";
    }
    return switch (measure.scope()) {
      case PROCESS -> "";
      case FIRST_THREAD ->
          "Of the first thread of each process alone, as the kernel tells it: --threads records"
              + " all.";
      case WITH_CHILDREN ->
          "With what children had that ended, all at once, as the kernel tells it: --threads"
              + " records it apart.";
    };
  }

  /** What is missing or odd in a row, in sentences. */
  static List<String> notes(SourceFigures figures, RowFigures row) {
    int all = figures.intervals().size();
    List<String> notes = new ArrayList<>();
    for (FigureValues figure : row.figures()) {
      beyond(figure, Limits.Side.BELOW, all).ifPresent(notes::add);
      beyond(figure, Limits.Side.ABOVE, all).ifPresent(notes::add);
    }
    FigureValues first = row.figures().getFirst();
    int withValue = first.summary().size();
    int uncounted = row.present() - withValue - row.wentBack() - figures.gaps();
    if (withValue > 0 && uncounted > row.present() / 10) {
      notes.add(
          "%s has a value in %s: in the others nothing was counted"
              .formatted(first.figure().name(), share(withValue, all)));
    }
    if (row.wentBack() > 0) {
      notes.add(share(row.wentBack(), all) + " left out: a counter went back");
    }
    if (row.present() < all) {
      notes.add("there in " + share(row.present(), all));
    }
    return notes;
  }

  /** That a figure came out as what it cannot be; empty if it never did. */
  private static Optional<String> beyond(FigureValues values, Limits.Side side, int intervals) {
    int count = values.count(side);
    if (count == 0) {
      return Optional.empty();
    }
    Limits limits = values.figure().limits();
    return Optional.of(
        "%s %s in %s: %s"
            .formatted(
                values.figure().name(),
                side == Limits.Side.BELOW
                    ? "below " + bound(values.figure(), limits.least())
                    : "above "
                        + (limits.whole() == null
                            ? bound(values.figure(), limits.most())
                            : limits.whole().name()),
                share(count, intervals),
                limits.remark()));
  }

  private static String bound(Figure figure, double bound) {
    Scale scale = Scale.of(figure.unit(), bound);
    return "%.0f %s".formatted(bound / scale.divisor(), scale.unit()).strip();
  }

  /** The notes on all rows of a table, those on many rows cut short. */
  static List<String> notes(SourceFigures figures, TableFigures table) {
    List<String> notes = new ArrayList<>();
    for (RowFigures row : table.busiestFirst()) {
      notes(figures, row).forEach(note -> notes.add(row.text() + ": " + note));
    }
    return notes.size() <= ROW_NOTES + 1
        ? notes
        : Stream.concat(
                notes.stream().limit(ROW_NOTES),
                Stream.of("and %,d more notes".formatted(notes.size() - ROW_NOTES)))
            .toList();
  }

  private static String share(int part, int all) {
    return "%,d of %s".formatted(part, counted(all, "interval"));
  }

  static String counted(long count, String thing) {
    return "%,d %s%s".formatted(count, thing, count == 1 ? "" : "s");
  }
}
