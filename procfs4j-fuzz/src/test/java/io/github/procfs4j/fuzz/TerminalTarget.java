package io.github.procfs4j.fuzz;

import io.github.procfs4j.cli.Shown;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
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

  private static final Path FILE = TemporaryFile.create();
  private static final Path MADE = TemporaryFile.create();

  private TerminalTarget() {}

  /** Is called by the fuzzer. */
  public static void fuzzerTestOneInput(byte[] input) throws IOException {
    if (input.length == 0) {
      return;
    }
    int columns = NARROWEST + (input[0] & 0xff);
    Files.write(FILE, Framed.file(Arrays.copyOfRange(input, 1, input.length)));
    switch (columns % 8) {
      case 0 -> report(columns, "json");
      case 1 -> hold(columns, "report", "--full", FILE.toString());
      case 2 -> hold(columns, "info", FILE.toString());
      case 3 -> report(columns, "csv");
      case 4 -> {
        if (make(columns, "cut", FILE.toString()) == 0
            && hold(columns, "info", MADE.toString()) != 0) {
          throw new AssertionError("the copy cannot be read");
        }
      }
      case 5 -> make(columns, "merge", FILE.toString(), FILE.toString());
      case 6 -> {
        if (make(columns, "export", FILE.toString(), "--to", "jfr") == 0) {
          read(MADE);
        }
      }
      default -> hold(columns, "report", FILE.toString());
    }
  }

  /** Reports it in a format for programs. */
  private static void report(int columns, String format) {
    Shown.Run run = Shown.run(columns, "report", FILE.toString(), "--format", format);
    Screen.hold(run.out());
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
    Screen.holdMessages(run.err(), columns);
    if (run.code() != 0 && run.code() != 1 && run.code() != 2) {
      throw new AssertionError("exit code %d: %s".formatted(run.code(), run.err()));
    }
    if (run.code() != 0 && run.err().isEmpty()) {
      throw new AssertionError("exit code %d without a message".formatted(run.code()));
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
