package io.github.procfs4j.fuzz;

import io.github.procfs4j.cli.Shown;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * Any recording, reported by the command to a terminal of any width, as text or as JSON: {@link
 * Screen} checks the output.
 *
 * <p>The input is a byte for the width of the terminal, and the recording in the form of {@link
 * Framed}.
 */
public final class TerminalTarget {
  /** The narrowest terminal in which everything fits. */
  static final int NARROWEST = 20;

  private static final Path FILE = TemporaryFile.create();

  private TerminalTarget() {}

  /** Is called by the fuzzer. */
  public static void fuzzerTestOneInput(byte[] input) throws IOException {
    if (input.length == 0) {
      return;
    }
    int columns = NARROWEST + (input[0] & 0xff);
    Files.write(FILE, Framed.file(Arrays.copyOfRange(input, 1, input.length)));
    boolean isForPrograms = columns % 4 == 0;
    Shown.Run run =
        Shown.run(columns, "report", FILE.toString(), "--format", isForPrograms ? "json" : "text");
    if (isForPrograms) {
      Screen.hold(run.out());
    } else {
      Screen.hold(run.out(), columns);
    }
    Screen.holdMessages(run.err(), columns);
    if (run.code() != (run.err().isEmpty() ? 0 : 1)) {
      throw new AssertionError("exit code %d: %s".formatted(run.code(), run.err()));
    }
  }
}
