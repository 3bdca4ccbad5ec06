package io.github.procfs4j.cli.compare;

import io.github.procfs4j.cli.report.PresumedCounters;
import io.github.procfs4j.cli.report.Samples;
import io.github.procfs4j.cli.report.Shortcoming;
import io.github.procfs4j.cli.report.Span;
import io.github.procfs4j.model.Figure;
import io.github.procfs4j.model.Interval;
import io.github.procfs4j.model.Playback;
import io.github.procfs4j.processes.ProcessFigures;
import io.github.procfs4j.processes.ProcessTable;
import io.github.procfs4j.processes.Processes;
import io.github.procfs4j.recording.Mark;
import io.github.procfs4j.recording.RecordedSource;
import io.github.procfs4j.recording.Recording;
import io.github.procfs4j.sampling.Self;
import io.github.procfs4j.sampling.SelfColumns;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads what is compared of recordings, one after the other or several at the same time. */
final class RunReader {
  /** The processes of a recorded command: all that descend from its recorder. */
  private static final Pattern TREE = Pattern.compile(Processes.PREFIX + "\\d+/\\*");

  /** Processes that were given by their numbers, such as that of a benchmark by JMH's profiler. */
  private static final Pattern NUMBERED = Pattern.compile(Processes.PREFIX + "\\d+(,\\d+)*");

  private static final String BEGIN = "begin: ";
  private static final String END = "end: ";

  private final Cut cut;
  private final Predicate<Key> keep;

  /** The only figures that are read; null for all. */
  private final @Nullable Set<Key> wanted;

  private final int mostParts;

  /** Equal keys of different runs are one object. */
  private final Map<Key, Key> keys = new ConcurrentHashMap<>();

  /**
   * Creates a reader.
   *
   * @param cut the part of each recording
   * @param keep the figures of which all values are wanted
   */
  RunReader(Cut cut, Predicate<Key> keep) {
    this(cut, keep, null, Parts.MOST);
  }

  private RunReader(Cut cut, Predicate<Key> keep, @Nullable Set<Key> wanted, int parts) {
    this.cut = cut;
    this.keep = keep;
    this.wanted = wanted;
    mostParts = parts;
  }

  /** A reader of some figures in so many parts of a run. */
  static RunReader of(Cut cut, Set<Key> wanted, int parts) {
    return new RunReader(cut, key -> false, Set.copyOf(wanted), parts);
  }

  /**
   * Reads a recording.
   *
   * @throws Cut.OutsideException if it does not contain the part, or there is nothing to compare
   */
  Run read(Path file, String name) throws IOException, Cut.OutsideException {
    try (Recording recording = Recording.open(file)) {
      return read(recording, name);
    }
  }

  private Run read(Recording recording, String name) throws Cut.OutsideException {
    Optional<Double> time = time(recording);
    if (time.isEmpty() && recording.sources().stream().noneMatch(it -> it.samples() > 1)) {
      throw new Cut.OutsideException(
          recording.sources().stream().allMatch(source -> source.samples() == 0)
              ? "no samples"
              : "less than two samples of each source");
    }
    Span span = cut.of(recording);
    long origin = span.fromNanos();
    Parts parts = new Parts(0, (span.toNanos() - origin) / 1e9, mostParts);
    Samples samples = new Samples(recording);
    Map<Key, RunValue> values = new HashMap<>();
    Set<String> sources = new LinkedHashSet<>();
    Set<Shortcoming> shortcomings = Shortcoming.of(recording);
    if (cut.isOfSeveral(recording)) {
      shortcomings.add(Shortcoming.SEVERAL_MARKS);
    }
    int gaps = 0;
    int wentBack = 0;
    Names names = new Names(recording);
    Set<String> limited = new TreeSet<>();
    // What those with few figures leave of their share is for the others.
    List<RecordedSource> ascending =
        recording.sources().stream()
            .filter(source -> !source.name().equals(Self.NAME) && source.samples() >= 2)
            .sorted(Comparator.comparingLong(source -> source.cells() / source.samples()))
            .toList();
    long left = Room.of(recording.bytes());
    for (int i = 0; i < ascending.size(); i++) {
      RecordedSource source = ascending.get(i);
      String inComparison = names.of(source);
      if (wanted != null && wanted.stream().noneMatch(key -> key.source().equals(inComparison))) {
        continue;
      }
      long share = left / (ascending.size() - i);
      Read read = read(samples, source, span, parts, shortcomings, inComparison, share);
      if (read.reader.isKnown()) {
        sources.add(inComparison);
        read.reader.addTo(values, keys);
        gaps += read.reader.gaps();
        wentBack += read.reader.wentBack();
        left -= read.room.taken();
        if (read.room.isExceeded() || read.reader.isLimited()) {
          limited.add(inComparison);
        }
      }
    }
    time.ifPresent(seconds -> put(values, seconds));
    if (values.isEmpty() && wanted == null) {
      throw new Cut.OutsideException("less than two samples of everything that is compared");
    }
    int cpus = recording.facts().cpus().orElse(0);
    return new Run(
        name,
        recording.facts().host().orElse(""),
        recording.facts().kernel().orElse(""),
        cpus,
        (span.toNanos() - origin) / 1e9,
        parts.length(),
        recording.bytes(),
        sources,
        limited,
        values,
        wentBack,
        gaps,
        shortcomings,
        sources.contains(Key.SOURCE_OF_COMMAND)
            ? Disturbance.of(values, cpus, recorder(samples, span))
            : "");
  }

  /** What was read of a source. */
  private record Read(SourceReader reader, Room room) {}

  private Read read(
      Samples samples,
      RecordedSource source,
      Span span,
      Parts parts,
      Set<Shortcoming> shortcomings,
      String inComparison,
      long figures) {
    boolean isOfTasks = Processes.isSource(source.name());
    List<Figure> known =
        isOfTasks
            ? Stream.concat(
                    ProcessFigures.of(ProcessTable.PROCESS).stream(),
                    ProcessFigures.of(ProcessTable.THREAD).stream())
                .toList()
            : Samples.figures(source);
    double pageSize = Samples.orNaN(samples.recording().facts().pageSize());
    double ticks = Samples.orNaN(samples.recording().facts().ticksPerSecond());
    return samples.look(
        source,
        span,
        known,
        (step, budget) -> {
          if (step > 1) {
            shortcomings.add(Shortcoming.EVERY_NTH);
          }
          // A decrease in a sample that is not examined would not be noticed.
          PresumedCounters presumed =
              step == 1 && !isOfTasks
                  ? PresumedCounters.of(samples.of(source, step))
                  : PresumedCounters.none();
          Playback played = samples.of(source, step);
          Room room = new Room(figures);
          SourceReader reader =
              new SourceReader(
                  isOfTasks,
                  known,
                  presumed,
                  new Sums(inComparison, isOfTasks, parts, ticks, keep, wanted, room));
          reader.read(
              ProcessFigures.intervals(source.name(), played, pageSize, ticks),
              span.fromNanos(),
              span,
              budget);
          return new Read(reader, room);
        });
  }

  /** The names of sources in the comparison: numbers of processes differ from run to run. */
  private static final class Names {
    private final boolean isOneTree;
    private final boolean isOneNumbered;

    Names(Recording recording) {
      isOneTree = isOne(recording, TREE);
      isOneNumbered = isOne(recording, NUMBERED);
    }

    private static boolean isOne(Recording recording, Pattern pattern) {
      return recording.sources().stream().filter(it -> pattern.matcher(it.name()).matches()).count()
          == 1;
    }

    String of(RecordedSource source) {
      String name = source.name();
      if (isOneTree && TREE.matcher(name).matches()) {
        return Key.SOURCE_OF_COMMAND;
      }
      return isOneNumbered && NUMBERED.matcher(name).matches()
          ? Processes.PREFIX + "N"
          : ShortNames.shortened(name);
    }
  }

  /** How long the recorded command ran, in seconds. */
  private static Optional<Double> time(Recording recording) {
    if (recording.sources().stream().noneMatch(it -> TREE.matcher(it.name()).matches())) {
      return Optional.empty();
    }
    List<Mark> begins = new ArrayList<>();
    List<Mark> ends = new ArrayList<>();
    for (Mark mark : recording.marks()) {
      if (mark.text().startsWith(BEGIN)) {
        begins.add(mark);
      } else if (mark.text().startsWith(END)) {
        ends.add(mark);
      }
    }
    // Others may have left such marks in between.
    if (begins.isEmpty() || ends.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of((ends.getLast().nanos() - begins.getFirst().nanos()) / 1e9);
  }

  private void put(Map<Key, RunValue> values, double seconds) {
    Key key = new Key(Key.COMMAND, Key.COMMAND, Key.COMMAND, "time", "s", false);
    values.put(keys.computeIfAbsent(key, any -> any), new RunValue(seconds, 0, new float[0], null));
  }

  /** How many CPUs recording took on average; 0 if that is not known. */
  private static double recorder(Samples samples, Span span) {
    double used = 0;
    double seconds = 0;
    for (RecordedSource source : samples.recording().sources()) {
      if (source.name().equals(Self.NAME)) {
        Interval interval = new Interval(samples.of(source, 1));
        while (interval.next()) {
          double nanos = interval.growth(Self.ROW, SelfColumns.SELF_CPU);
          if (span.holds(interval) && !Double.isNaN(nanos)) {
            used += nanos / 1e9;
            seconds += interval.seconds();
          }
        }
      }
    }
    return seconds > 0 ? used / seconds : 0;
  }
}
