package io.github.procfs4j.cli.compare;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.procfs4j.cli.options.RecordingFiles;
import io.github.procfs4j.cli.report.Shortcoming;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Runs of which only the means of all figures are kept, in a table: a line for each figure. */
final class RunTable {
  private RunTable() {}

  /** The runs in a table beside this class. */
  static List<Run> read(String name) {
    try (BufferedReader in =
        new BufferedReader(
            new InputStreamReader(
                Objects.requireNonNull(RunTable.class.getResourceAsStream(name), name), UTF_8))) {
      List<Map<Key, RunValue>> values = new ArrayList<>();
      Set<String> sources = new TreeSet<>();
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        String[] words = line.split("\t", -1);
        Key key =
            new Key(
                words[0], words[1], words[2], words[3], words[4], Boolean.parseBoolean(words[5]));
        sources.add(key.source());
        double resolution = Double.parseDouble(words[6]);
        for (int run = 0; run < words.length - 7; run++) {
          if (values.size() <= run) {
            values.add(new HashMap<>());
          }
          String word = words[run + 7];
          if (!word.isEmpty()) {
            values
                .get(run)
                .put(key, new RunValue(Double.parseDouble(word), resolution, new float[0], null));
          }
        }
      }
      List<Run> runs = new ArrayList<>();
      for (Map<Key, RunValue> ofRun : values) {
        runs.add(
            new Run(
                "run" + runs.size(),
                "",
                "",
                2,
                1,
                1,
                0,
                sources,
                Set.of(),
                ofRun,
                0,
                0,
                EnumSet.noneOf(Shortcoming.class),
                ""));
      }
      return runs;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Writes the table of the recordings in a directory: how the table was made, from which the
   * figures of other processes were removed.
   */
  public static void main(String[] arguments) throws Exception {
    RecordingFiles given = RecordingFiles.of(List.of(arguments[0]));
    RunReader reader = new RunReader(Cut.NOTHING, key -> false);
    List<Run> runs = new ArrayList<>();
    for (Path file : given.files()) {
      runs.add(reader.read(file, file.toString()));
    }
    Set<Key> keys = new TreeSet<>();
    runs.forEach(run -> keys.addAll(run.values().keySet()));
    List<String> lines = new ArrayList<>();
    for (Key key : keys) {
      double resolution =
          runs.stream()
              .map(run -> run.values().get(key))
              .filter(Objects::nonNull)
              .mapToDouble(RunValue::resolution)
              .max()
              .orElse(0);
      lines.add(
          String.join(
                  "\t",
                  key.source(),
                  key.table(),
                  key.row(),
                  key.figure(),
                  key.unit(),
                  Boolean.toString(key.isSum()),
                  Float.toString((float) resolution))
              + "\t"
              + runs.stream()
                  .map(run -> run.values().get(key))
                  .map(value -> value == null ? "" : Float.toString((float) value.mean()))
                  .collect(Collectors.joining("\t")));
    }
    Files.write(Path.of(arguments[1]), lines);
  }
}
