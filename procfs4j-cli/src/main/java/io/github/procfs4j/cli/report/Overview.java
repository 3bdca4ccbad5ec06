package io.github.procfs4j.cli.report;

import io.github.procfs4j.model.Figure;
import io.github.procfs4j.model.Lack;
import io.github.procfs4j.model.Limits;
import io.github.procfs4j.processes.ProcessFile;
import io.github.procfs4j.processes.ProcessMeasure;
import io.github.procfs4j.processes.ProcessTable;
import io.github.procfs4j.recording.Mark;
import io.github.procfs4j.recording.RecordedSource;
import io.github.procfs4j.recording.Recording;
import io.github.procfs4j.sampling.Descriptions;
import io.github.procfs4j.sampling.Outcome;
import io.github.procfs4j.sampling.Self;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.SequencedMap;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What a reader should know about a recording before its numbers. */
final class Overview {
  private static final int REMARKS = 12;

  /** The greatest number of marks that are listed. */
  private static final int MARKS = 100;

  /** The greatest number of failures that are reported for a source. */
  private static final int FAILURES = 20;

  /** The explanation of the usage of processes. */
  static final String USE =
      "Processes are listed by what they used over the whole time. total: from the first sample,"
          + " or from their later start, to the last sample that contains them; mean: while they"
          + " existed; peak: the most in one interval; there: how long they existed. Processes that"
          + " started and ended between two samples are not seen.";

  private Overview() {}

  /** The time, the length, the reported part, and the facts stated by its writer, by name. */
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
    for (Map.Entry<String, String> fact : recording.facts().asMap().entrySet()) {
      facts.put(fact.getKey(), fact.getValue());
    }
    return facts;
  }

  /**
   * The facts that people want to see first: nothing that the report shows elsewhere, and only the
   * version from the kernel's description of itself.
   */
  static SequencedMap<String, String> brief(Recording recording, Span span) {
    SequencedMap<String, String> facts = facts(recording, span);
    facts
        .keySet()
        .removeAll(
            List.of("created", "every", "booted", "ticks_per_second", "page_size", "left_out"));
    facts.computeIfPresent(
        "kernel", (name, text) -> text.replaceFirst("^(Linux) version (\\S+).*$", "$1 $2"));
    return facts;
  }

  /** The marks within a part of a recording; all of them if it is the complete recording. */
  static List<Mark> marks(Recording recording, Span span) {
    return span.equals(Span.all(recording))
        ? recording.marks()
        : recording.marks().stream()
            .filter(mark -> mark.nanos() >= span.fromNanos() && mark.nanos() <= span.toNanos())
            .toList();
  }

  /** These marks with their times, limited in number. */
  static List<String> texts(Recording recording, List<Mark> marks) {
    List<String> texts = new ArrayList<>();
    for (Mark mark : marks.subList(0, Math.min(marks.size(), MARKS))) {
      long after = mark.nanos() - recording.startNanos();
      texts.add(
          (after < 0 ? "-" : "")
              + Times.duration(Math.abs(after))
              + recording.instant(mark.nanos()).map(at -> " (" + Times.time(at) + ")").orElse("")
              + ": "
              + mark.text());
    }
    if (marks.size() > MARKS) {
      texts.add("and %,d more marks".formatted(marks.size() - MARKS));
    }
    return texts;
  }

  /** What is missing in the recording, in sentences. */
  static List<String> warnings(Recording recording) {
    List<String> warnings = new ArrayList<>(Remark.texts(Completeness.remarks(recording)));
    OptionalLong begin = begin(recording);
    for (RecordedSource source : recording.sources()) {
      source.failures().stream()
          .limit(FAILURES)
          .forEach(failure -> warnings.add(failed(source, failure, begin)));
      if (source.failures().size() > FAILURES) {
        warnings.add(
            "%s failed in other ways %,d more times"
                .formatted(source.name(), source.failures().size() - FAILURES));
      }
    }
    return warnings;
  }

  /**
   * How sampling a source failed, and when, in a sentence.
   *
   * @param begin the beginning of the recording
   */
  private static String failed(
      RecordedSource source, RecordedSource.Failure failure, OptionalLong begin) {
    boolean isRead = failure.outcome().equals(Outcome.SAMPLED.text());
    return "%s %s%s: %s"
        .formatted(
            source.name(),
            isRead ? "was not fully understood" : "failed",
            begin.isPresent() ? " after " + Times.duration(after(failure, begin.getAsLong())) : "",
            failure.problem().isEmpty() ? failure.outcome() : failure.problem());
  }

  /** The time from the beginning of the recording to a failure, in nanoseconds. */
  static long after(RecordedSource.Failure failure, long begin) {
    return Math.max(0, failure.nanos() - begin);
  }

  /** The time of the first sample, in monotonic nanoseconds; empty if there is none. */
  static OptionalLong begin(Recording recording) {
    return recording.sources().stream().anyMatch(source -> source.samples() > 0)
        ? OptionalLong.of(recording.startNanos())
        : OptionalLong.empty();
  }

  /** Whether periods were chosen to limit the cost of the recording to a share of a CPU. */
  static boolean hasBudget(Recording recording) {
    return recording.facts().value("budget").isPresent();
  }

  /** How often a source was sampled, as a sentence without a final period. */
  static String samples(RecordedSource source, boolean isWithinBudget) {
    return "every "
        + Times.duration(source.period().toNanos())
        + (isWithinBudget && !source.name().equals(Self.NAME) ? " or less often" : "")
        + ", "
        + counted(source.samples(), "sample")
        + (source.lateTicks() == 0
            ? ""
            : ", "
                + counted(source.lateTicks(), "tick")
                + " skipped because the recorder was late");
  }

  /** Why there is nothing to report for a source; empty if there is something. */
  static String nothing(Findings figures) {
    if (figures.intervals().size() > 0) {
      return "";
    }
    long samples = figures.source().samples();
    return samples == 0
        ? "no samples"
        : samples == 1
            ? "no interval, as there is only one sample"
            : "this part of the recording has fewer than two samples";
  }

  /** What is left out of a source because there is too much of it. */
  static List<Remark> inPart(Findings figures) {
    List<Remark> gaps = new ArrayList<>();
    if (figures.step() > 1) {
      gaps.add(
          new Remark(
              "every_nth",
              List.of(),
              figures.step(),
              0,
              ("only one of %,d samples is used: they have more changes than the length of the"
                      + " recording justifies; peaks in between are not seen")
                  .formatted(figures.step())));
    }
    if (figures instanceof SourceFigures source) {
      gaps.addAll(source.leftOut());
    }
    return gaps;
  }

  /** What is missing in the whole source. */
  static List<Remark> gaps(Findings figures) {
    List<Remark> gaps = inPart(figures);
    List<String> inTicks = figures.countedInTicks();
    if (!inTicks.isEmpty()) {
      gaps.add(
          Remark.of(
              "in_ticks",
              inTicks,
              String.join(", ", inTicks) + ": " + inTicks(figures.intervals().ticksPerSecond())));
    }
    if (figures.gaps() > 0) {
      int intervals = figures.intervals().size();
      gaps.add(
          new Remark(
              Remark.kind(Lack.GAP),
              List.of(),
              figures.gaps(),
              intervals,
              "rates are missing in "
                  + share(figures.gaps(), intervals)
                  + ": reading failed in between"));
    }
    if (figures instanceof SourceFigures source) {
      gaps.addAll(unnamed(source));
    }
    return gaps;
  }

  /** What is done about values that are counted in ticks. */
  static String inTicks(double ticksPerSecond) {
    double tick = 1e9 / ticksPerSecond;
    return "counted in ticks of %s, so values, peaks and curves are means over at least %s, of which a tick is %d %%"
        .formatted(
            Times.duration(Math.round(tick)),
            Times.duration(Math.round(tick * TickWindows.TICKS)),
            100 / TickWindows.TICKS);
  }

  /** The remark that numbers are named after their positions, with the range of these names. */
  private static List<Remark> unnamed(SourceFigures source) {
    List<String> names =
        source.tables().stream()
            .flatMap(table -> table.figures().stream())
            .map(Figure::name)
            .filter(Descriptions::isUnnamed)
            .distinct()
            .sorted(
                Comparator.comparingInt(String::length).thenComparing(Comparator.naturalOrder()))
            .toList();
    if (names.isEmpty()) {
      return List.of();
    }
    boolean isInEachRow =
        source.tables().stream()
            .flatMap(table -> table.rows().stream())
            .noneMatch(Remarks::isOfShortLine);
    String range =
        names.size() == 1 ? names.getFirst() : names.getFirst() + " to " + names.getLast();
    return List.of(
        Remark.of(
            "unnamed",
            names,
            "numbers are named after their positions ("
                + range
                + "), as the text does not say what they are, or its version is unknown"
                + (isInEachRow ? "" : "; not every row has all of them")));
  }

  /** Which processes and which of their files could not be read, and why, if that is known. */
  static List<Remark> refusals(ProcessUsage usage) {
    List<Remark> refusals = new ArrayList<>();
    if (usage.knowsReasons()) {
      refusals.addAll(Refusals.ofProcesses(usage::mostUnread));
      refusals.addAll(
          Refusals.ofFiles(usage.files(), usage.tables().getFirst().most(), usage::mostRefused));
    }
    return refusals;
  }

  /** What was skipped because the recorder was late, in a sentence for each number of ticks. */
  static List<String> late(Recording recording) {
    Map<Long, List<String>> names = new LinkedHashMap<>();
    for (RecordedSource source : recording.sources()) {
      if (source.lateTicks() > 0) {
        names.computeIfAbsent(source.lateTicks(), ticks -> new ArrayList<>()).add(source.name());
      }
    }
    return names.entrySet().stream()
        .map(
            late ->
                "%s%s: %s skipped because the recorder was late"
                    .formatted(
                        String.join(", ", late.getValue()),
                        late.getValue().size() == 1 ? "" : ", each",
                        counted(late.getKey(), "tick")))
        .limit(FAILURES)
        .toList();
  }

  /** What is missing for processes. */
  static List<Remark> notes(ProcessUsage usage) {
    List<Remark> notes = new ArrayList<>(refusals(usage));
    if (!usage.knowsReasons() && usage.mostUnread() > 0) {
      notes.add(
          new Remark(
              "unread",
              List.of(),
              usage.mostUnread(),
              0,
              "up to %,d of them could not be read; this recording does not contain the reason"
                  .formatted(usage.mostUnread())));
    }
    if (usage.mostReadByOpening() > 0) {
      notes.add(
          new Remark(
              "opened_each_time",
              List.of(),
              usage.mostReadByOpening(),
              0,
              "the files of up to %,d of them were opened for each sample, for lack of descriptors:"
                      .formatted(usage.mostReadByOpening())
                  + " this costs about twice as much"));
    }
    for (TaskUsage tasks : usage.tables()) {
      long known = tasks.busiest().stream().mapToLong(Busiest::known).max().orElse(0);
      for (Busiest busiest : tasks.busiest()) {
        // Kernel threads have no memory of their own, so nothing is missing.
        if (busiest.known() < known && busiest.measure() != ProcessMeasure.MEMORY) {
          String measure = busiest.measure().text();
          notes.add(
              new Remark(
                  "known",
                  List.of(measure),
                  busiest.known(),
                  known,
                  "%s: known for %,d of %s"
                      .formatted(measure, busiest.known(), counted(tasks, known))));
        }
      }
      if (known > 0) {
        notes.addAll(unknown(usage, tasks));
      }
      tasks.measures().forEach(measure -> odd(notes, tasks, measure));
    }
    return notes;
  }

  /** The measures about which nothing is known, and why. */
  private static List<Remark> unknown(ProcessUsage usage, TaskUsage tasks) {
    Map<String, List<String>> byReason = new LinkedHashMap<>();
    for (ProcessMeasure measure : tasks.unknown()) {
      byReason
          .computeIfAbsent(why(usage, tasks, measure), why -> new ArrayList<>())
          .add(measure.text());
    }
    return byReason.entrySet().stream()
        .map(
            e ->
                Remark.of(
                    "unknown",
                    e.getValue(),
                    "nothing is known of %s of the %s: %s"
                        .formatted(String.join(", ", e.getValue()), plural(tasks), e.getKey())))
        .toList();
  }

  private static String why(ProcessUsage usage, TaskUsage tasks, ProcessMeasure measure) {
    if (tasks.odd(measure).count(Lack.UNKNOWN_MACHINE) > 0) {
      return Remarks.UNKNOWN_MACHINE;
    }
    if (!usage.knowsReasons()) {
      return "not recorded, or not available there";
    }
    return measure.file().map(file -> why(usage, file)).orElse("stat does not contain it");
  }

  private static String why(ProcessUsage usage, ProcessFile file) {
    if (!usage.files().contains(file)) {
      return "not recorded";
    }
    return file.fileName()
        + (Refusals.isRefused(file, usage::mostRefused)
            ? " could not be read"
            : " does not contain it");
  }

  /** How often a measure was left out or was impossible, over all of them. */
  private static void odd(List<Remark> notes, TaskUsage tasks, ProcessMeasure measure) {
    TaskUsage.Odd odd = tasks.odd(measure);
    leftOut(notes, tasks, measure, Lack.WENT_BACK, "a counter went backwards");
    leftOut(notes, tasks, measure, Lack.NO_TIME, "no time passed");
    if (odd.beyondLimits() > 0) {
      Limits limits = measure.figure(tasks.table()).limits();
      notes.add(
          new Remark(
              "out_of_bounds",
              List.of(measure.text()),
              odd.beyondLimits(),
              0,
              "%s: %s of %s out of bounds (%s): %s"
                  .formatted(
                      measure.text(),
                      counted(odd.beyondLimits(), "value"),
                      plural(tasks),
                      limits.range(),
                      limits.remark())));
    }
    if (odd.intervalsBeyond() > 0) {
      Limits limits = measure.limitsOfAll();
      notes.add(
          new Remark(
              "all_out_of_bounds",
              List.of(measure.text()),
              odd.intervalsBeyond(),
              0,
              "%s: all %s together out of bounds (%s) in %s: %s"
                  .formatted(
                      measure.text(),
                      plural(tasks),
                      limits.range(),
                      counted(odd.intervalsBeyond(), "interval"),
                      limits.remark())));
    }
  }

  private static void leftOut(
      List<Remark> notes, TaskUsage tasks, ProcessMeasure measure, Lack lack, String reason) {
    long count = tasks.odd(measure).count(lack);
    if (count > 0) {
      notes.add(
          new Remark(
              Remark.kind(lack),
              List.of(measure.text()),
              count,
              0,
              "%s: %s of %s left out: %s"
                  .formatted(measure.text(), counted(count, "value"), plural(tasks), reason)));
    }
  }

  /** The numbers of processes or threads, as a sentence without a final period. */
  static String census(TaskUsage tasks) {
    return "%s at first, %,d at last, at most %,d at once; %,d started, %,d ended"
        .formatted(
            counted(tasks, tasks.first()), tasks.last(), tasks.most(), tasks.came(), tasks.ended());
  }

  private static String counted(TaskUsage tasks, long count) {
    return count == 1 ? "1 " + tasks.table().name() : "%,d %s".formatted(count, plural(tasks));
  }

  /** The plural of their kind. */
  static String plural(TaskUsage tasks) {
    return tasks.table().equals(ProcessTable.THREAD) ? "threads" : "processes";
  }

  /** Whether the measure shows the usage of exactly these processes or threads. */
  static boolean isWhole(ProcessUsage usage, TaskUsage tasks, ProcessMeasure measure) {
    return measure.scope() == ProcessMeasure.Scope.PROCESS
        || usage.hasThreads()
        || tasks.table().equals(ProcessTable.THREAD);
  }

  /** Which part of the usage a measure shows, in a few words; empty if all. */
  static String partOf(ProcessUsage usage, TaskUsage tasks, ProcessMeasure measure) {
    if (isWhole(usage, tasks, measure)) {
      return "";
    }
    return switch (measure.scope()) {
      case PROCESS -> "";
      case FIRST_THREAD -> "first threads only";
      case WITH_CHILDREN -> "with children that ended";
    };
  }

  /** A note on a measure, in a sentence; empty if there is none. */
  static String note(ProcessUsage usage, TaskUsage tasks, ProcessMeasure measure) {
    if (isWhole(usage, tasks, measure)) {
      return "";
    }
    return switch (measure.scope()) {
      case PROCESS -> "";
      case FIRST_THREAD ->
          "The kernel counts only the first thread of each process here; --threads records all.";
      case WITH_CHILDREN ->
          "Includes children that ended, all at once, as the kernel counts it; --threads records"
              + " them separately.";
    };
  }

  /** The figures of tables that are in no sample, except those that another table has. */
  static List<Figure> notThere(SourceFigures figures) {
    if (figures.intervals().size() == 0) {
      return List.of();
    }
    Set<String> there =
        figures.tables().stream()
            .flatMap(table -> table.figures().stream())
            .map(Figure::name)
            .collect(Collectors.toSet());
    Set<String> met = new HashSet<>();
    return figures.known().stream()
        .filter(figure -> !there.contains(figure.name()) && met.add(withTable(figure)))
        .toList();
  }

  /** The names of these figures, each with its table in parentheses. */
  static List<String> namesNotThere(SourceFigures figures) {
    return notThere(figures).stream().map(Overview::withTable).toList();
  }

  private static String withTable(Figure figure) {
    return figure.name() + " (" + figure.table() + ")";
  }

  /** The remarks on all rows of a table, limited in number. */
  static List<String> remarks(SourceFigures figures, TableFigures table) {
    return cut(Remarks.of(figures, table).onAll(table.rows()));
  }

  /** The first of many remarks, and the number of the others. */
  static List<String> cut(List<String> remarks) {
    return remarks.size() <= REMARKS + 1
        ? remarks
        : Stream.concat(
                remarks.stream().limit(REMARKS),
                Stream.of("and %,d more remarks".formatted(remarks.size() - REMARKS)))
            .toList();
  }

  private static String share(int part, int all) {
    return "%,d of %s".formatted(part, counted(all, "interval"));
  }

  static String counted(long count, String thing) {
    return "%,d %s%s".formatted(count, thing, count == 1 ? "" : "s");
  }
}
