package io.github.procfs4j.fidelity;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Compares what was done with what sources showed: each line is checked against its bounds, and
 * kept as a line of the tables in docs/fidelity.md.
 */
final class FidelityTable {
  /** For {@code most}: the activity of others on the machine has no bound. */
  static final long NONE = Long.MAX_VALUE;

  private static final String HEAD =
      """
      | work | source, column | the process itself says | the source says | at least | at most | why |
      | --- | --- | --- | --- | --- | --- | --- |
      """;

  private final List<String> lines = new ArrayList<>();

  /** The unit of a number. */
  enum Unit {
    COUNT,
    BYTES,
    NANOS;

    String text(long number) {
      return switch (this) {
        case COUNT -> String.format(Locale.ROOT, "%,d", number);
        case BYTES -> String.format(Locale.ROOT, "%,d B", number);
        case NANOS -> String.format(Locale.ROOT, "%,.3f ms", number / 1e6);
      };
    }
  }

  /**
   * Checks what a source showed against bounds.
   *
   * @param work what was done
   * @param source the source and column
   * @param own what the process itself counted
   * @param said what the source showed
   * @param least the lower bound
   * @param most the upper bound, {@link #NONE} if there is none
   * @param why the reason for the bounds
   */
  void check(
      String work,
      String source,
      Unit unit,
      long own,
      long said,
      long least,
      long most,
      String why) {
    lines.add(
        String.join(
            " | ",
            "| " + work,
            "`" + source + "`",
            unit.text(own),
            unit.text(said),
            unit.text(least),
            most == NONE ? "" : unit.text(most),
            why + " |"));
    assertThat(said)
        .as("%s, of which %s says %s: %s", work, source, unit.text(said), why)
        .isBetween(least, most);
  }

  /** Writes the lines to a file with this name in the build directory. */
  void write(String name) {
    try {
      Path directory = Files.createDirectories(Path.of("target", "fidelity"));
      Files.writeString(directory.resolve(name + ".md"), HEAD + String.join("\n", lines) + "\n");
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
