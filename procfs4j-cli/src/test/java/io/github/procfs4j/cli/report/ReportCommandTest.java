package io.github.procfs4j.cli.report;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.procfs4j.cli.options.CommandException;
import io.github.procfs4j.cli.terminal.Output;
import io.github.procfs4j.cli.terminal.Streams;
import io.github.procfs4j.recording.DamagedRecordingException;
import io.github.procfs4j.recording.Recording;
import io.github.procfs4j.testing.Json;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class ReportCommandTest {
  @TempDir private Path directory;
  private Path recording = Path.of("");
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private @Nullable Exception failure;

  @BeforeEach
  void record() throws IOException {
    recording =
        RecordedTexts.record(
            directory,
            Stream.of("s0", "s1", "s2")
                .map(
                    sample ->
                        Map.of(
                            "stat",
                            RecordedTexts.printed(sample, "stat"),
                            "diskstats",
                            RecordedTexts.printed(sample, "diskstats")))
                .toList());
  }

  private int run(Object... arguments) {
    return new CommandLine(
            new ReportCommand(new Streams(new Output(out, 80, false), new Output(err, 80, false))))
        .setErr(new PrintWriter(err, true))
        .setExecutionExceptionHandler(
            (e, commandLine, result) -> {
              failure = e;
              return 1;
            })
        .execute(Arrays.stream(arguments).map(Object::toString).toArray(String[]::new));
  }

  @Test
  void tellsOfEverySource() {
    assertThat(run(recording, "--full")).isZero();
    assertThat(out.toString())
        .startsWith("Summary of 2")
        .contains("\n\nrecorded  2")
        .contains("host      made\\x1b[2Jup")
        .contains("\nstat  CPU time")
        .contains("\ncpu=all ")
        .contains("\ncontext switches ")
        .contains("\ndiskstats  ")
        .contains("\ndevice=");
  }

  @Test
  void tellsWhoWaitsForWhomByName() throws IOException {
    Files.createDirectories(directory.resolve("7"));
    Files.writeString(directory.resolve("7/comm"), "java\n");
    Files.writeString(directory.resolve("7/cmdline"), "java\0-jar\0/opt/holder.jar\0");
    String text =
        """
        1: POSIX  ADVISORY  WRITE 7 08:01:5 0 EOF
        1: -> POSIX  ADVISORY  WRITE 8 08:01:5 0 EOF
        """;
    Map<String, String> locks = Map.of("locks", text);
    assertThat(run(RecordedTexts.record(directory, List.of(locks, locks)), "--full")).isZero();
    assertThat(out.toString().replaceAll("\\s+", " "))
        .contains(" file locks waiters most held by waited for by ")
        .contains(" inode 08:01:5 1.00 1.00 1.00 7 holder.jar 8 ")
        .doesNotContain("POSIX");
  }

  @Test
  void aRecordingThatWasCutIsToldOfAsFarAsItGoes() throws IOException {
    byte[] bytes = Files.readAllBytes(recording);
    Path cut = Files.write(directory.resolve("cut"), Arrays.copyOf(bytes, bytes.length - 5));
    assertThat(run(cut)).isZero();
    assertThat(out.toString()).contains("! cut: the last ").contains("no samples");
  }

  @Test
  void aFailureIsToldWithItsReason() throws IOException {
    Path failed =
        RecordedTexts.record(
            directory,
            List.of(
                Map.of("stat", RecordedTexts.printed("s0", "stat")), Map.of("stat", "nonsense\n")));
    assertThat(run(failed)).isZero();
    assertThat(out.toString()).contains("! stat failed after ").contains("stat:1:");
  }

  @Test
  void whatIsNoRecordingIsRefused() throws IOException {
    assertThat(run(Files.writeString(directory.resolve("text"), "hello"))).isEqualTo(1);
    assertThat(failure).isInstanceOf(DamagedRecordingException.class);
    assertThat(run(directory)).isEqualTo(1);
    assertThat(failure)
        .isInstanceOf(CommandException.class)
        .hasMessage(directory + ": no file in it ends in .rec");
    assertThat(run(directory.resolve("absent"))).isEqualTo(1);
    assertThat(failure).isInstanceOf(IOException.class).hasMessageContaining("absent");
  }

  @Test
  void writesAPageBesides() throws IOException {
    Path page = directory.resolve("page.html");
    assertThat(run(recording, "--full", "--html", page)).isZero();
    assertThat(out.toString()).contains("cpu=all").endsWith("Page: " + page + "\n");
    assertThat(Files.readString(page, UTF_8))
        .startsWith("<!DOCTYPE html>")
        .contains("cpu=all")
        .contains("\"form\":\"stack\"")
        .contains("stat: cpu=1: present in 1 of 2 intervals")
        .contains("\"clock\":{\"begin\":" + begin() + ",\"pace\":");
    try (Stream<Path> files = Files.list(directory)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .noneMatch(name -> name.startsWith("."));
    }
  }

  @Test
  void writesOneJsonDocument() {
    assertThat(run(recording, "--format", "json")).isZero();
    assertThat(out.toString()).matches("[ -~]+\n");
    Object json = Json.parse(out.toString());
    assertThat(Json.members(json, "recording", "facts"))
        .isEqualTo(Map.of("host", "made\033[2Jup", "page_size", "16384"));
    assertThat(Json.members(json, "recording")).doesNotContainKeys("shown", "remarks");
    assertThat(Json.list(json, "sources"))
        .extracting(source -> Json.at(source, "source"))
        .containsExactlyInAnyOrder("stat", "diskstats");
    assertThat(run(recording, "--full", "--format", "text")).isZero();
    assertThat(out.toString()).contains("\ncpu=all ");
  }

  @Test
  void aPartAsJsonSaysWhichItIs() {
    assertThat(run(recording, "--format", "json", "--from", "0.0001s")).isZero();
    Object shown = Json.at(Json.parse(out.toString()), "recording", "shown");
    assertThat(Json.members(shown)).containsEntry("from_ns", "100000").containsKey("to_ns");
  }

  @Test
  void aRecordingWithoutASampleHasNoTimesInItsJson() throws IOException {
    Path empty = RecordedTexts.record(directory, List.of(Map.of("stat", "")));
    assertThat(run(empty, "--format", "json")).isZero();
    Object json = Json.parse(out.toString());
    assertThat(Json.members(json, "recording")).containsOnlyKeys("facts");
    Object source = Json.at(json, "sources", 0);
    assertThat(Json.members(source))
        .containsEntry("samples", "0")
        .containsEntry("nothing", "no samples");
    assertThat(Json.members(source, "failures", 0)).doesNotContainKey("after_ns");
  }

  @Test
  void thePageGoesWithTheJsonIfItHasAFile() throws IOException {
    Path page = directory.resolve("page.html");
    assertThat(run(recording, "--format", "json", "--html", page)).isZero();
    assertThat(Json.members(Json.parse(out.toString())))
        .containsOnlyKeys("recording", "sources", "summary");
    assertThat(Files.readString(page, UTF_8)).startsWith("<!DOCTYPE html>");
    assertThat(run(recording, "--format", "json", "--html", "-")).isEqualTo(2);
    assertThat(err.toString()).startsWith("--html - and --format json: ");
  }

  private long begin() throws IOException {
    try (Recording opened = Recording.open(recording)) {
      return opened.instant(opened.startNanos()).orElseThrow().toEpochMilli();
    }
  }

  @Test
  void replacesAPageOnlyIfForced() throws IOException {
    Path page = Files.writeString(directory.resolve("page.html"), "mine");
    assertThat(run(recording, "--html", page)).isEqualTo(1);
    assertThat(failure).isInstanceOf(FileAlreadyExistsException.class);
    assertThat(page).hasContent("mine");
    assertThat(out.toString()).isEmpty();
    assertThat(run(recording, "--html", page, "--force")).isZero();
    assertThat(Files.readString(page, UTF_8)).startsWith("<!DOCTYPE html>");
  }

  @Test
  void neverReplacesTheRecordingOrADirectory() throws IOException {
    byte[] before = Files.readAllBytes(recording);
    assertThat(run(recording, "--html", recording, "--force")).isEqualTo(1);
    assertThat(Files.readAllBytes(recording)).isEqualTo(before);
    assertThat(run(recording, "--html", directory, "--force")).isEqualTo(1);
    assertThat(run(recording, "--html", directory.resolve("no/page.html"))).isEqualTo(1);
    assertThat(failure).hasMessageContaining("there is no directory");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "-1h", "-1h30m", "0.0001s", ".0001", "2020-01-31T14:05:00Z"})
  void partsCanBeToldOf(String from) {
    assertThat(run(recording, "--full", "--from", from)).isZero();
    assertThat(out.toString()).contains("cpu=all");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"10s", "1m", "99999999999999999999d", "2200-01-01T00:00", "9999-12-31T00:00"})
  void whatIsOutsideIsRefused(String from) {
    assertThat(run(recording, "--from", from)).isEqualTo(2);
    assertThat(err.toString().lines().findFirst().orElseThrow())
        .startsWith("--from " + from + " is outside the recording: 2");
  }

  @ParameterizedTest
  @ValueSource(strings = {"soon", "1x", "1e3", "25:00", "2026-02-30T00:00:00", ""})
  void whatIsNoTimeIsRefused(String from) {
    assertThat(run(recording, "--from=" + from)).isEqualTo(2);
    assertThat(err.toString()).contains("not a time such as 10s");
  }

  @Test
  void theTimeOfTheClockIsFound() throws IOException {
    try (Recording read = Recording.open(recording)) {
      long middle = read.startNanos() + (read.endNanos() - read.startNanos()) / 2;
      Instant clock = read.instant(middle).orElseThrow();
      Span span = Span.of(read, clock.toString(), null);
      assertThat(span.fromNanos()).isBetween(middle - 1000, middle + 1000);
      assertThat(span.toNanos()).isEqualTo(read.endNanos());
    }
  }
}
