package io.github.procfs4j.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.procfs4j.cli.terminal.Streams;
import java.io.ByteArrayOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A run of the command in this JVM.
 *
 * @param code the exit code
 * @param out what it wrote to standard output
 * @param err what it wrote to standard error
 */
public record Run(int code, String out, String err) {
  public static Run of(String... arguments) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    int code = Main.run(arguments, Streams.of(out, err), () -> false);
    return new Run(code, out.toString(UTF_8), err.toString(UTF_8));
  }

  /** The same run, with all tables of the recording that it made before its own output. */
  public Run withTables(Path recording) {
    return code == 0 && Files.exists(recording)
        ? new Run(code, of("report", "--full", recording.toString()).isDone().out + out, err)
        : this;
  }

  /** The lines of standard output. */
  public List<String> lines() {
    return out.lines().toList();
  }

  public Run isDone() {
    assertThat(err).isEmpty();
    assertThat(code).isZero();
    return this;
  }

  /** Checks that it failed with this exit code, and gave the reason in one line. */
  public Run failed(int expected, String... parts) {
    assertThat(err).startsWith("procfs: ").endsWith("\n").hasLineCount(1);
    assertThat(List.of(parts)).allSatisfy(part -> assertThat(err).contains(part));
    assertThat(code).isEqualTo(expected);
    return this;
  }
}
