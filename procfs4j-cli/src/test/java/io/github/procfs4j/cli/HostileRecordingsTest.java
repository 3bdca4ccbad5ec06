package io.github.procfs4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.procfs4j.cli.options.CommandException;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Recordings created by mutation, with valid checksums: each is shown, or rejected with one
 * sentence. They once caused an internal error, or controlled the terminal.
 */
public class HostileRecordingsTest {
  @TempDir private Path directory;

  public static Stream<Path> recordings() throws IOException, URISyntaxException {
    Path place =
        Path.of(
            Objects.requireNonNull(HostileRecordingsTest.class.getResource("report/hostile"))
                .toURI());
    try (Stream<Path> files = Files.list(place)) {
      return files.sorted().toList().stream();
    }
  }

  @ParameterizedTest
  @MethodSource("recordings")
  void isShownOrRefusedInOneSentence(Path recording) {
    String page = directory.resolve("page.html").toString();
    for (List<String> more :
        List.of(
            List.<String>of(),
            List.of("--from", "1s"),
            List.of("--until", "1s"),
            List.of("--html", page))) {
      String[] words =
          Stream.concat(Stream.of("report", recording + ""), more.stream()).toArray(String[]::new);
      Run run = Run.of(words);
      assertThat(run.out()).doesNotContainPattern("[\\p{Cntrl}\\p{Cf}&&[^\\n]]");
      assertThat(run.err()).doesNotContain("internal error", "Exception");
      if (run.code() == 0) {
        assertThat(run.err()).isEmpty();
      } else {
        run.failed(run.code() == 2 ? 2 : CommandException.FAILED);
      }
    }
  }
}
