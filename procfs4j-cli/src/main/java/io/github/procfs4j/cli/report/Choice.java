package io.github.procfs4j.cli.report;

import io.github.procfs4j.cli.options.CommandException;
import io.github.procfs4j.model.Figure;
import io.github.procfs4j.model.Layout;
import io.github.procfs4j.model.Playback;
import io.github.procfs4j.model.Row;
import io.github.procfs4j.printable.Printable;
import io.github.procfs4j.processes.ProcessFigures;
import io.github.procfs4j.processes.ProcessTable;
import io.github.procfs4j.processes.Processes;
import io.github.procfs4j.recording.RecordedSource;
import io.github.procfs4j.recording.Recording;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Which parts of a recording are wanted.
 *
 * @param sources the names of sources; all if there are none
 * @param rows the values of labels that a row must have
 * @param figures the names of figures; all of a file, and the {@link #USUAL usual} ones of
 *     processes if there are none
 * @param group how processes are added up; null if they are not
 */
record Choice(
    List<String> sources,
    Map<String, String> rows,
    List<String> figures,
    @Nullable Grouping group) {
  /** The figures of processes that people need most. */
  private static final List<String> USUAL = List.of("cpu", "rss", "Pss", "I/O", "run delay");

  /** The figures of a process that the kernel only counts for its first thread. */
  private static final Set<String> OF_FIRST_THREAD =
      Set.of(
          "switches",
          "voluntary switches",
          "involuntary switches",
          "running",
          "run delay",
          "delay per timeslice",
          "run per timeslice",
          "timeslices",
          "block I/O wait");

  /** How many values of a label a message names. */
  private static final int SHOWN = 8;

  private static final int LONGEST = 60;

  /** The names of the halves of a number. */
  static final String HIGH = "high half";

  static final String LOW = "low half";

  /** The number of values of a half. */
  static final int HALF = 1 << 16;

  /** The choice that consists of these words: names of sources, and labels with values. */
  static Choice of(List<String> words, List<String> figures, @Nullable Grouping group) {
    List<String> sources = new ArrayList<>();
    Map<String, String> rows = new LinkedHashMap<>();
    for (String word : words) {
      int equals = word.indexOf('=');
      // The name of a source of processes may contain a pattern, and that an equals sign.
      if (equals > 0 && !Processes.isSource(word)) {
        rows.put(word.substring(0, equals), word.substring(equals + 1));
      } else {
        sources.add(word);
      }
    }
    return new Choice(List.copyOf(sources), rows, List.copyOf(figures), group);
  }

  /** Whether it leaves anything out. */
  boolean isPart() {
    return !sources.isEmpty() || !rows.isEmpty() || !figures.isEmpty() || group != null;
  }

  /** It in words, as given by the user. */
  String text() {
    List<String> words = new ArrayList<>(sources);
    rows.forEach((label, value) -> words.add(label + "=" + value));
    figures.forEach(figure -> words.add("--figure " + figure));
    if (group != null) {
      words.add("--group " + group);
    }
    return String.join(" ", words);
  }

  /** The chosen sources; an error if one of them is not in the recording. */
  List<RecordedSource> sources(Recording recording) {
    for (String name : sources) {
      if (recording.source(name).isEmpty()) {
        throw CommandException.usage(
            "«%s» is not in the recording, which contains %s"
                .formatted(
                    name,
                    recording.sources().stream()
                        .map(RecordedSource::name)
                        .collect(Collectors.joining(", "))));
      }
    }
    if (group != null
        && recording.sources().stream().noneMatch(source -> Processes.isSource(source.name()))) {
      throw CommandException.usage(
          "--group: the recording has no processes, which procfs record usual records");
    }
    return recording.sources().stream()
        .filter(source -> sources.isEmpty() || sources.contains(source.name()))
        .filter(source -> group == null || Processes.isSource(source.name()))
        .toList();
  }

  /** A clause that names some values that the labels of rows have; empty if no row has them. */
  String others(Recording recording) {
    StringBuilder text = new StringBuilder();
    for (String label : rows.keySet()) {
      Set<String> values = values(recording, label);
      if (!values.isEmpty()) {
        text.append("; ").append(label).append(" is ");
        text.append(
            values.stream()
                .limit(SHOWN)
                .map(value -> Printable.truncated(value, LONGEST))
                .collect(Collectors.joining(", ")));
        text.append(values.size() > SHOWN ? " or another" : "");
      }
    }
    return text.toString();
  }

  /** The values of a label in the chosen sources; some if there are more than are shown. */
  @SuppressWarnings("ReferenceEquality") // the layout is the same as long as no row comes or goes
  private Set<String> values(Recording recording, String label) {
    Set<String> values = new TreeSet<>();
    for (RecordedSource source : sources(recording)) {
      Playback samples = recording.playback(source);
      Layout last = null;
      while (values.size() <= SHOWN && samples.next()) {
        if (samples.layout() != last) {
          last = samples.layout();
          last.tables().stream()
              .flatMap(table -> table.rows().stream())
              .filter(row -> row.table().labels().contains(label))
              .map(row -> row.label(label))
              .forEach(values::add);
        }
      }
    }
    return values;
  }

  /** The figures of a source to compute. */
  List<Figure> figures(RecordedSource source) {
    if (!Processes.isSource(source.name())) {
      return Samples.figures(source).stream().filter(figure -> isWanted(figure.name())).toList();
    }
    List<String> names = figures.isEmpty() ? USUAL : figures;
    Stream<Figure> ofProcesses =
        ProcessFigures.of(ProcessTable.PROCESS).stream()
            .filter(figure -> names.contains(figure.name()));
    Stream<Figure> ofThreads =
        ProcessFigures.of(ProcessTable.THREAD).stream()
            .filter(figure -> names.contains(figure.name()) && !figure.name().equals("rss"));
    return group == null
        ? Stream.concat(ofProcesses, ofThreads).toList()
        : Stream.concat(group.attribute(), ofProcesses).toList();
  }

  /** Whether a figure of this name is wanted. */
  boolean isWanted(String figure) {
    return figures.isEmpty() || figures.contains(figure);
  }

  /** Whether a row is wanted. */
  boolean isWanted(Row row) {
    return rows.entrySet().stream()
        .allMatch(
            entry ->
                row.table().labels().contains(entry.getKey())
                    && row.label(entry.getKey()).equals(entry.getValue()));
  }

  /** The name of a figure, with a mark if it shows only a part of a process. */
  static String marked(Figure figure) {
    boolean isPart =
        figure.table().equals(ProcessTable.PROCESS.name())
            && OF_FIRST_THREAD.contains(figure.name());
    return isPart ? figure.name() + " (first thread)" : figure.name();
  }
}
