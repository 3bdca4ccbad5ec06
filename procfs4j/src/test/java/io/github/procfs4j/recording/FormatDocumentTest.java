package io.github.procfs4j.recording;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Checks docs/recording-format.md against the code. */
class FormatDocumentTest {
  private static final Path DOCUMENT = Path.of("../docs/recording-format.md");
  private static final Pattern BYTES =
      Pattern.compile(" {4}((?:[0-9a-f]{2} )*[0-9a-f]{2})(?: .*)?");

  @TempDir Path directory;

  /** The bytes of the document's example. */
  private static byte[] example() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (String line : after("## An example").lines().toList()) {
      Matcher matcher = BYTES.matcher(line);
      if (matcher.matches()) {
        bytes.writeBytes(HexFormat.ofDelimiter(" ").parseHex(matcher.group(1)));
      }
    }
    return bytes.toByteArray();
  }

  private static String after(String heading) throws IOException {
    String document = Files.readString(DOCUMENT);
    return document.substring(document.indexOf(heading));
  }

  private static Seen seen(long start, long duration, long uptime, long idle) {
    return new Seen(
        start,
        start + duration,
        false,
        new TreeMap<>(Map.of("uptime[] uptime", uptime, "uptime[] idle", idle)));
  }

  @Test
  void theExampleIsARecording() throws IOException {
    Path file = Files.write(directory.resolve("example"), example());
    try (Recording recording = Recording.open(file)) {
      assertThat(recording.isComplete()).isTrue();
      assertThat(recording.ignoredBytes()).isZero();
      assertThat(recording.facts().asMap()).containsExactly(Map.entry("host", "example"));
      assertThat(recording.sources())
          .containsExactly(
              new RecordedSource(
                  0,
                  "uptime",
                  "Time since boot",
                  "proc(5)",
                  Duration.ofMillis(100),
                  3,
                  6,
                  3,
                  0,
                  List.of(
                      new RecordedSource.Failure(
                          5_316_416_121_890L,
                          "malformed",
                          "proc/uptime:1:9: expected a newline: the text is cut, found «end of"
                              + " text»"))));
      assertThat(Seen.of(recording, 0))
          .containsExactly(
              seen(5_316_093_062_041L, 209_040, 35_073_547, 23_438_890),
              seen(5_316_212_124_735L, 73_637, 35_073_557, 23_438_890),
              seen(5_316_311_150_750L, 25_277, 35_073_567, 23_438_908))
          .isEqualTo(new IndependentReader(Files.readAllBytes(file)).samples().getFirst());
      assertThat(recording.instant(5_316_093_062_041L))
          .contains(Instant.parse("2026-11-22T23:01:07.659265423Z"));
    }
  }

  @Test
  void theTableOfTypesHoldsTheNumbersOfTheCode() throws IOException {
    String types =
        after("## Records")
            .lines()
            .filter(line -> line.matches("\\| \\d.*"))
            .reduce("", String::concat);
    assertThat(types)
        .containsSubsequence(
            "| " + Format.FACT + " | FACT |",
            "| " + Format.SOURCE + " | SOURCE |",
            "| " + Format.COLUMN + " | COLUMN |",
            "| " + Format.LAYOUT + " | LAYOUT |",
            "| " + Format.SAMPLES + " | SAMPLES |",
            "| " + Format.LATE + " | LATE |",
            "| " + Format.FAILURE + " | FAILURE |",
            "| " + Format.CLOCK + " | CLOCK |",
            "| " + Format.END + " | END |",
            "| " + Format.SHAPE + " | SHAPE |",
            "| " + Format.SLOTS + " | SLOTS |",
            "| " + Format.ROWS + " | ROWS |",
            "| " + Format.MARK + " | MARK |");
    assertThat(after("## File")).contains("(2^26)").contains("version (u32): " + Format.VERSION);
    assertThat(Format.LONGEST_BLOCK).isEqualTo(1 << 26);
  }
}
