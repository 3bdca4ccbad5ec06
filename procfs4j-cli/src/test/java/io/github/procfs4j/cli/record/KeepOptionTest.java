package io.github.procfs4j.cli.record;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.procfs4j.cli.Run;
import io.github.procfs4j.cli.Tree;
import io.github.procfs4j.cli.options.CommandException;
import io.github.procfs4j.recording.Recording;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code procfs record --keep}; what is kept is tested with the writer. */
class KeepOptionTest {
  @TempDir private Path directory;
  private Path file;

  @BeforeEach
  void nameFile() {
    file = directory.resolve("test.rec");
  }

  private Run record(String... arguments) {
    List<String> all =
        new ArrayList<>(
            List.of("record", "uptime", "-o", file.toString(), "--root", Tree.REAL.toString()));
    all.addAll(List.of(arguments));
    return Run.of(all.toArray(String[]::new));
  }

  @Test
  void theNewestIsKeptAndReported() throws IOException {
    Run run = record("--keep", "1s", "--every", "10ms", "--duration", "3500ms").isDone();

    assertThat(run.out()).contains("Summary of");
    assertThat(Run.of("report", file.toString(), "--full").isDone().out())
        .containsPattern("keep +1s");
    try (Recording recording = Recording.open(file)) {
      assertThat(recording.isComplete()).isTrue();
      assertThat(recording.facts().asMap()).containsEntry("keep", "1s");
      assertThat(recording.endNanos() - recording.startNanos())
          .isBetween(900_000_000L, 3_200_000_000L);
      assertThat(run.lines().getLast()).startsWith(file + ": ");
    }
    assertThat(directory).isDirectoryNotContaining("glob:**.next");
  }

  @ParameterizedTest
  @ValueSource(strings = {"1MB", "1.5GiB", "1000kB", "7d", "1h"})
  void timesAndSizesAreTaken(String keep) throws IOException {
    record("--keep", keep, "--duration", "10ms").isDone();
    assertThat(file).exists();
  }

  @ParameterizedTest
  @CsvSource({
    "100, «100» is neither a duration",
    "100mb, «100mb» is neither a duration",
    "B, «B» is neither a duration",
    "soon, «soon» is not a duration",
    "999kB, 999kB is too small; the minimum is 1MB",
    "999ms, 999ms is too short; the minimum is 1s"
  })
  void whatIsNeitherIsAnError(String keep, String message) {
    record("--keep", keep).failed(CommandException.USAGE, "--keep: " + message);
    assertThat(file).doesNotExist();
  }

  @Test
  void whatStandsBesideIsNotReplacedUnasked() throws IOException {
    Path next = Files.writeString(directory.resolve("test.rec.next"), "dear\n");
    record("--keep", "1h").failed(CommandException.USAGE, next + ": already exists");
    assertThat(next).hasContent("dear\n");
    record("--keep", "1h", "--force", "--duration", "10ms").isDone();
  }

  @Test
  void whatIsNoFileCannotBeKeptShort() {
    Run.of("record", "uptime", "-o", "/dev/null", "--force", "--keep", "1h")
        .failed(
            CommandException.USAGE,
            "/dev/null: is a pipe, a socket or a device",
            "- is standard output");
  }
}
