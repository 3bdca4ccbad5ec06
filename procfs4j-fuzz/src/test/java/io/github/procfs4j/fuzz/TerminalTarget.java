package io.github.procfs4j.fuzz;

import io.github.procfs4j.cli.Shown;
import io.github.procfs4j.cli.sql.SqlCommand;
import io.github.procfs4j.recording.DamagedRecordingException;
import io.github.procfs4j.recording.RecordedSource;
import io.github.procfs4j.recording.Recording;
import io.github.procfs4j.tables.Relation;
import io.github.procfs4j.tables.Relations;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import jdk.jfr.consumer.RecordingFile;

/**
 * Any recording, given to a command that reads one, on a terminal of any width: {@link Screen}
 * checks the output. What a command makes of the recording can be read.
 *
 * <p>The input is a byte for the width of the terminal and the command, and the recording in the
 * form of {@link Framed}.
 */
public final class TerminalTarget {
  /** The narrowest terminal in which everything fits. */
  static final int NARROWEST = 20;

  /** Of an exported file, so many events are read. */
  private static final int MOST_EVENTS = 1000;

  /** An export or query takes as long as there are cells: no more of them. */
  private static final long MOST_CELLS = 1 << 18;

  /** The formats of exports; jfr is the one of inputs that found something. */
  private static final List<String> FORMATS =
      List.of("csv", "jsonl", "parquet", "jfr", "perfetto", "openmetrics");

  private static final Path FILE = TemporaryFile.create();
  private static final Path MADE = TemporaryFile.create();
  private static final Path MADE_DIRECTORY = MADE.resolveSibling(MADE.getFileName() + ".d");

  private TerminalTarget() {}

  /** Is called by the fuzzer. */
  public static void fuzzerTestOneInput(byte[] input) throws IOException {
    if (input.length == 0) {
      return;
    }
    int columns = NARROWEST + (input[0] & 0xff);
    Files.write(FILE, Framed.file(Arrays.copyOfRange(input, 1, input.length)));
    int more = columns / 8;
    switch (columns % 8) {
      case 0 -> report(columns, "json");
      case 1 -> hold(columns, "report", "--full", FILE.toString());
      case 2 -> hold(columns, "info", FILE.toString());
      case 3 -> {
        if (more % 2 == 0) {
          report(columns, "csv");
        } else {
          query(columns, more / 2);
        }
      }
      case 4 -> {
        if (make(columns, "cut", FILE.toString()) == 0
            && hold(columns, "info", MADE.toString()) != 0) {
          throw new AssertionError("the copy cannot be read");
        }
      }
      case 5 -> make(columns, "merge", FILE.toString(), FILE.toString());
      case 6 -> export(columns, FORMATS.get(more % FORMATS.size()), more / FORMATS.size() % 2 > 0);
      default -> {
        if (more % 4 == 3) {
          hold(columns, "report", FILE.toString(), FILE.toString());
        } else {
          hold(columns, "report", FILE.toString());
        }
      }
    }
  }

  /** Reports it in a format for programs. */
  private static void report(int columns, String format) {
    Shown.Run run = Shown.run(columns, "report", FILE.toString(), "--format", format);
    Screen.hold(run.out().replace('\t', ' ')); // tabs of labels stay in CSV
    holdEnd(columns, run);
  }

  /** Makes another file of it; returns the exit code. */
  private static int make(int columns, String... words) {
    return hold(
        columns,
        Stream.concat(Stream.of(words), Stream.of("-o", MADE.toString(), "--force"))
            .toArray(String[]::new));
  }

  private static int hold(int columns, String... words) {
    Shown.Run run = Shown.run(columns, words);
    Screen.hold(run.out(), columns);
    holdEnd(columns, run);
    return run.code();
  }

  private static void holdEnd(int columns, Shown.Run run) {
    Screen.holdMessages(Screen.withoutLive(run.err(), columns), columns);
    if (run.code() != 0 && run.code() != 1 && run.code() != 2) {
      throw new AssertionError("exit code %d: %s".formatted(run.code(), run.err()));
    }
    if (run.code() != 0 && run.err().isEmpty()) {
      throw new AssertionError("exit code %d without a message".formatted(run.code()));
    }
  }

  private static void export(int columns, String format, boolean isFigures) throws IOException {
    if (cells() > MOST_CELLS) {
      return;
    }
    List<String> words = new ArrayList<>(List.of("export", FILE.toString(), "--to", format));
    if (isFigures) {
      words.add("--figures");
    }
    switch (format) {
      case "jfr" -> {
        if (make(columns, "export", FILE.toString(), "--to", format) == 0) {
          read(MADE);
        }
      }
      case "csv", "parquet" -> {
        words.addAll(List.of("-o", MADE_DIRECTORY.toString()));
        try {
          hold(columns, words.toArray(String[]::new));
        } finally {
          delete(MADE_DIRECTORY);
        }
      }
      case "perfetto" -> make(columns, words.toArray(String[]::new));
      default -> {
        words.addAll(List.of("-o", "-"));
        Shown.Run run = Shown.run(columns, words.toArray(String[]::new));
        Screen.hold(run.out());
        holdEnd(columns, run);
      }
    }
  }

  /** Asks for some rows of one of its relations. */
  private static void query(int columns, int choice) throws IOException {
    String relation = "recording.sources";
    if (cells() > MOST_CELLS) {
      return;
    }
    try (Recording recording = Recording.open(FILE)) {
      List<Relation> all = Relations.of(recording, "fuzzed").all();
      relation = all.get(choice % all.size()).fullName();
    } catch (DamagedRecordingException e) {
      // The command says so.
    }
    SqlCommand.Format[] formats = SqlCommand.Format.values();
    String format = formats[choice / 2 % formats.length].toString();
    String query = "SELECT * FROM " + relation + " LIMIT 20";
    Shown.Run run = Shown.run(columns, "sql", FILE.toString(), query, "--format", format);
    Screen.hold(run.out().replace('\t', ' '));
    Screen.hold(Screen.withoutLive(run.err(), columns));
    if (run.code() != 0 && (run.code() != 1 || run.err().isEmpty())) {
      throw new AssertionError("exit code %d: %s".formatted(run.code(), run.err()));
    }
    String message = run.err().replaceAll("\\s", ""); // a narrow line has not room for the path
    if (run.code() != 0 && !message.contains(FILE.toString())) {
      throw new AssertionError("a query of an existing relation: " + run.err());
    }
  }

  /** How many cells its samples have; none if it cannot be read. */
  private static long cells() throws IOException {
    try (Recording recording = Recording.open(FILE)) {
      long cells = 0;
      for (RecordedSource source : recording.sources()) {
        cells += source.cells() + 20 * source.rows();
      }
      return cells;
    } catch (DamagedRecordingException e) {
      return 0;
    }
  }

  private static void delete(Path directory) throws IOException {
    if (Files.exists(directory)) {
      try (Stream<Path> all = Files.walk(directory)) {
        for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(path);
        }
      }
    }
  }

  private static void read(Path events) throws IOException {
    try (RecordingFile file = new RecordingFile(events)) {
      for (int i = 0; i < MOST_EVENTS && file.hasMoreEvents(); i++) {
        var _ = file.readEvent().toString();
      }
    }
  }
}
