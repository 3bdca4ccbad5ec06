package io.github.procfs4j.cli.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.procfs4j.cli.Command;
import io.github.procfs4j.cli.Run;
import io.github.procfs4j.cli.options.CommandException;
import io.github.procfs4j.cli.report.RecordedTexts;
import io.github.procfs4j.recording.Recording;
import io.github.procfs4j.tables.Relation;
import io.github.procfs4j.tables.Relations;
import io.github.procfs4j.tables.Rows;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Exports that cannot be completed: what is left is complete or removed, and the message says so.
 * The texts are made up.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public class BadExportsTest {
  private static final int ONE_IN = Integer.getInteger("procfs.one-in", 1);
  private static final int SAMPLES = 1000;
  private static final int DISKS = 1001;

  @TempDir private Path directory;
  private Path large = Path.of("");
  private Path small = Path.of("");

  private static String disks(int count, int sample) {
    StringBuilder text = new StringBuilder();
    for (int disk = 0; disk < count; disk++) {
      text.append("8 %d sd%d %d 0 80 40 0 0 0 0 0 7 0\n".formatted(disk, disk, sample + disk));
    }
    return text.toString();
  }

  /** One with a million rows, and one with three hundred. */
  @BeforeAll
  public void record(@TempDir Path scratch) throws IOException {
    large = record(scratch, "large.rec", DISKS, SAMPLES);
    small = record(scratch, "small.rec", 3, 100);
  }

  private static Path record(Path scratch, String name, int disks, int samples) throws IOException {
    Path place = Files.createDirectory(scratch.resolve("of-" + name));
    Path recorded =
        RecordedTexts.record(
            place,
            IntStream.range(0, samples)
                .mapToObj(
                    sample ->
                        Map.of("diskstats", disks(disks, sample), "uptime", sample + ".25 1.00\n"))
                .toList());
    return Files.move(recorded, scratch.resolve(name));
  }

  private static String[] words(Path recording, String format, Path out) {
    return new String[] {"export", recording.toString(), "--to", format, "-o", out.toString()};
  }

  /** Enough for a small disk; OpenMetrics is written only when everything has been read. */
  private Path enough(String format) {
    return format.equals("openmetrics") ? small : large;
  }

  /** 300 rows of a thousand columns in a thousand samples without changes, in 33 kB. */
  @Test
  public void aSmallRecordingDoesNotBecomeGigabytesUnasked() throws Exception {
    Path still = Path.of("src/test/resources/io/github/procfs4j/cli/export/many-still-rows.rec");
    Path out = directory.resolve("of-still-rows");
    for (String format : List.of("jsonl", "jfr")) {
      Run run = Run.of(words(still, format, out));
      run.failed(
          CommandException.FAILED,
          "32.1 KiB would become about ",
          "GiB of " + format + " in 300,000 rows: choose sources",
          "--force writes them nevertheless");
      assertThat(out).doesNotExist();
    }
    // What does not change takes no space, or the names are not those of node_exporter.
    for (String format : List.of("parquet", "openmetrics")) {
      Path made = directory.resolve(format + "-of-still-rows");
      assertThat(Run.of(words(still, format, made)).code()).isZero();
    }
    Run piped =
        Command.shell(
            Command.line("export", still.toString(), "-o", "-", "--to", "jsonl")
                + " | head -c 100 | wc -c");
    assertThat(piped.out().strip()).isEqualTo("100");
  }

  /** The message names what was given, and no name that would have been in it. */
  @ParameterizedTest
  @ValueSource(strings = {"csv", "parquet"})
  public void aPipeIsNoDirectory(String format) throws Exception {
    Path pipe = directory.resolve("pipe-" + format);
    assertThat(Command.shell("mkfifo " + pipe).code()).isZero();
    List<String> words = new ArrayList<>(List.of(words(small, format, pipe)));
    String message = pipe + ": is not a directory, in which files of this format are put";
    Run.of(words.toArray(String[]::new)).failed(CommandException.FAILED, message);
    words.add("--force");
    Run.of(words.toArray(String[]::new)).failed(CommandException.FAILED, message);
  }

  /** Everything below a directory, but directories. */
  private static List<Path> files(Path place) throws IOException {
    try (Stream<Path> all = Files.walk(place)) {
      return all.filter(Files::isRegularFile).toList();
    }
  }

  /** A file that may not grow represents a full disk; it needs no privilege. */
  @ParameterizedTest
  @ValueSource(strings = {"csv", "jsonl", "openmetrics", "perfetto", "parquet"})
  public void whatDoesNotFitIsRemovedAndSaid(String format) throws Exception {
    assumeTrue(Command.has("bash"), "bash is not installed");
    Path place = Files.createDirectory(directory.resolve("limited-" + format));
    Path out = place.resolve("out");
    // 8 kB are enough for facts, but not for most numbers; several files are written at once.
    Run run =
        Command.shell("ulimit -f 8; exec env LC_ALL=C " + Command.line(words(large, format, out)));
    run.failed(CommandException.FAILED, "File too large");
    if (!format.equals("parquet")) {
      assertThat(place).isEmptyDirectory();
      return;
    }
    assertThat(run.err()).contains("/large.parquet: ", "; files written before it stay");
    areComplete(out);
  }

  /** Each file can be read to its end. */
  private static void areComplete(Path out) throws IOException {
    if (Files.notExists(out)) {
      return; // not even the first one was complete
    }
    for (Path file : files(out)) {
      assertThat(file.toString()).endsWith("/large.parquet").doesNotContain("/.procfs");
      assertThat(ReadBack.rows(file)).isPositive();
    }
    try (Stream<Path> entries = Files.list(out)) {
      assertThat(entries).noneMatch(entry -> entry.getFileName().toString().startsWith("."));
    }
  }

  /** With a real full disk, if this user may mount one. */
  @ParameterizedTest
  @ValueSource(strings = {"csv", "jsonl", "openmetrics", "perfetto", "parquet"})
  public void aFullDiskLeavesNothingIncomplete(String format) throws Exception {
    Path disk = Files.createDirectory(directory.resolve("disk-" + format));
    Run mount = Command.shell("mount -t tmpfs -o size=64k none " + disk);
    assumeTrue(mount.code() == 0, () -> "a small disk cannot be mounted: " + mount.err());
    try {
      Path out = disk.resolve("out");
      Run run =
          Command.shell("exec env LC_ALL=C " + Command.line(words(enough(format), format, out)));
      run.failed(CommandException.FAILED, "No space left on device", disk.toString());
      if (format.equals("parquet")) {
        areComplete(out);
      } else {
        assertThat(files(disk)).isEmpty();
      }
    } finally {
      assertThat(Command.shell("umount " + disk).code()).isZero();
    }
  }

  /** Its reader has read enough, as with any output. */
  @ParameterizedTest
  @ValueSource(strings = {"csv diskstats.disk", "jsonl diskstats", "perfetto"})
  public void aMillionRowsIntoAClosedPipeAreNoError(String format) throws Exception {
    assumeTrue(Command.has("bash"), "bash is not installed");
    List<String> words = new ArrayList<>(List.of("export", large.toString(), "-o", "-", "--to"));
    words.addAll(List.of(format.split(" ")));
    Run run =
        Command.shell(
            "{ "
                + Command.line(words.toArray(String[]::new))
                + "; echo $? >&2; } | head -c 100 | wc -c");
    assertThat(run.out().strip()).isEqualTo("100");
    assertThat(run.err().lines().toList()).last().isEqualTo("0");
    assertThat(run.err()).doesNotContain("rror", "roken");
  }

  @Test
  public void aMillionRowsAreAllThere() throws Exception {
    Run run =
        Command.shell(
            Command.line("export", large.toString(), "-o", "-", "--to", "csv", "diskstats.disk")
                + " | wc -l");
    assertThat(run.isDone().out().strip()).isEqualTo(String.valueOf(1 + DISKS * SAMPLES));
  }

  /**
   * Whatever ends it, no file with its final name is incomplete; a signal also removes the rest.
   */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "csv TERM",
        "jsonl TERM",
        "parquet TERM",
        "perfetto TERM",
        "csv KILL",
        "jsonl KILL",
        "parquet KILL"
      })
  public void anExportThatIsKilledLeavesNothingIncomplete(String formatAndSignal) throws Exception {
    String format = formatAndSignal.split(" ", -1)[0];
    String signal = formatAndSignal.split(" ", -1)[1];
    Path place = Files.createDirectory(directory.resolve("killed-" + format + signal));
    Path out = place.resolve("out");
    Process process = new ProcessBuilder(Command.words(words(large, format, out))).start();
    while (process.isAlive() && files(place).stream().noneMatch(BadExportsTest::isBegun)) {
      Thread.sleep(5);
    }
    Command.shell("kill -%s %d".formatted(signal, process.pid()));
    assertThat(process.waitFor(5, TimeUnit.MINUTES)).isTrue();
    assumeTrue(process.exitValue() != 0, "it was done before");
    List<Path> left = files(place);
    if (signal.equals("TERM")) {
      assertThat(process.exitValue()).isEqualTo(128 + 15);
      assertThat(left).allMatch(file -> file.toString().endsWith("/large.parquet"));
    }
    for (Path file : left) {
      if (!place.relativize(file).toString().matches("(.*/)?[.].*")) {
        assertThat(format).as("%s", file).isEqualTo("parquet");
        assertThat(ReadBack.rows(file)).isPositive();
      }
    }
  }

  private static boolean isBegun(Path file) {
    try {
      return Files.size(file) > 1000;
    } catch (IOException e) {
      return false; // it was renamed
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"csv", "jsonl", "openmetrics", "perfetto", "parquet"})
  public void whatCanBeReadOfACutRecordingIsExported(String format) throws IOException {
    byte[] bytes = Files.readAllBytes(small);
    int exported = 0;
    int parts = 40;
    for (int part = 0; part <= parts; part++) {
      Path cut = Files.createDirectories(directory.resolve(format)).resolve("cut" + part + ".rec");
      Files.write(cut, Arrays.copyOf(bytes, bytes.length * part / parts));
      Path out = cut.resolveSibling("out" + part);
      Run run = Run.of(words(cut, format, out));
      long samples = -1;
      try (Recording opened = Recording.open(cut)) {
        Relations relations = Relations.of(opened, "cut");
        for (Relation relation : relations.all()) {
          if (relation.fullName().equals("diskstats.disk")) {
            samples = 0;
            for (Rows rows = relations.rows(relation); rows.next(); samples++) {
              assertThat(rows.relation()).isEqualTo(relation);
            }
          }
        }
      } catch (IOException | RuntimeException e) {
        run.failed(CommandException.FAILED, cut.getFileName().toString());
        assertThat(out).doesNotExist();
        continue;
      }
      assertThat(run.code()).as("%d: %s", part, run.err()).isZero();
      if (part < parts) {
        assertThat(run.err().replaceAll("\\s+", " "))
            .containsPattern(cut.getFileName() + ": (cut: the last|not ended by its writer)");
      } else {
        assertThat(run.err()).doesNotContain("cut: the last", "not ended");
      }
      exported += samples > 0 ? 1 : 0;
      if (format.equals("csv") && samples > 0) {
        assertThat(Files.readAllLines(out.resolve("diskstats.disk.csv")))
            .hasSize((int) samples + 1);
      }
    }
    assertThat(exported).isPositive();
  }

  static List<String> someFormats() {
    List<String> all = List.of("csv", "jsonl", "openmetrics", "perfetto", "parquet");
    return all.subList(0, Math.ceilDiv(all.size(), ONE_IN));
  }

  @ParameterizedTest
  @MethodSource("someFormats")
  public void whatIsBeingRecordedIsExportedAsFarAsItIsThere(String format) throws Exception {
    Path growing = directory.resolve("growing-" + format + ".rec");
    Process recorder =
        new ProcessBuilder(
                Command.words("record", "stat@10ms", "--duration", "5m", "-o", growing.toString()))
            .redirectErrorStream(true)
            .redirectOutput(directory.resolve("log-" + format).toFile())
            .start();
    try {
      awaitSamples(growing, recorder);
      Path out = directory.resolve("grown-" + format);
      assertThat(Run.of(words(growing, format, out)).code()).isZero();
      assertThat(files(directory).stream().filter(file -> file.startsWith(out)))
          .isNotEmpty()
          .allMatch(file -> file.toFile().length() > 0);
      assertThat(recorder.isAlive()).isTrue();
    } finally {
      recorder.destroy();
      recorder.waitFor();
    }
  }

  private static void awaitSamples(Path recording, Process recorder)
      throws IOException, InterruptedException {
    for (long samples = 0; samples < 2; Thread.sleep(20)) {
      Command.awaitRecording(recording, recorder);
      try (Recording opened = Recording.open(recording)) {
        samples = opened.source("stat").map(source -> source.samples()).orElse(0L);
      }
    }
  }

  /** Of many recordings, those that cannot be read do not cost the others. */
  @ParameterizedTest
  @ValueSource(strings = {"csv", "jsonl", "openmetrics", "perfetto", "parquet"})
  public void whatCannotBeReadOfManyIsNamedAndLeftOut(String format) throws IOException {
    Path many = Files.createDirectory(directory.resolve("many-" + format));
    Path first = Files.writeString(many.resolve("a.rec"), "not a recording");
    Path last = Files.createFile(many.resolve("z.rec"));
    Path out = directory.resolve("of-many-" + format);
    Run none = Run.of(words(many, format, out));
    assertThat(none.code()).isEqualTo(CommandException.FAILED);
    assertThat(none.err()).contains("left out: " + first + ": ", last + ": not a recording");
    assertThat(out).doesNotExist();

    Files.copy(small, many.resolve(small.getFileName()));
    Run run = Run.of(words(many, format, out));
    assertThat(run.code()).isEqualTo(CommandException.FAILED);
    assertThat(run.err()).contains("left out: " + first + ": ", "left out: " + last + ": ");
    Path alone = directory.resolve("alone-" + format);
    assertThat(Run.of(words(small, format, alone)).code()).isZero();
    assertThat(size(out)).isGreaterThanOrEqualTo(size(alone));
  }

  /** A part of the time of a fleet is not in each of its recordings. */
  @ParameterizedTest
  @ValueSource(strings = {"jsonl", "parquet"})
  public void whatIsOutsideThePartIsNamedAndLeftOut(String format) throws IOException {
    Path many = Files.createDirectory(directory.resolve("parts-" + format));
    Files.copy(small, many.resolve("a.rec"));
    Files.createLink(many.resolve("b.rec"), large);
    long nanos;
    try (Recording recording = Recording.open(small)) {
      nanos = recording.endNanos() - recording.startNanos();
    }
    String[] words = words(many, format, directory.resolve("part-" + format));
    words = Arrays.copyOf(words, words.length + 3);
    words[words.length - 3] = "uptime";
    words[words.length - 2] = "--from";
    words[words.length - 1] = nanos / 1_000_000 + 2 + "ms";
    Run run = Run.of(words);
    assertThat(run.code()).isEqualTo(CommandException.FAILED);
    assertThat(run.err())
        .contains("left out: " + many.resolve("a.rec") + ": --from ", " is outside the recording");
    assertThat(size(directory.resolve("part-" + format))).isPositive();
  }

  private static long size(Path place) throws IOException {
    long size = 0;
    for (Path file : files(place)) {
      size += Files.size(file);
    }
    return size;
  }

  @ParameterizedTest
  @ValueSource(strings = {"csv", "jsonl", "openmetrics", "perfetto", "parquet"})
  public void whatIsEmptyOrNotARecordingIsRefused(String format) throws IOException {
    Path empty = Files.createFile(directory.resolve("empty-" + format + ".rec"));
    Path other =
        Files.writeString(directory.resolve("other-" + format + ".rec"), "not a recording");
    for (Path file : List.of(empty, other)) {
      Path out = directory.resolve("out-" + format);
      Run.of(words(file, format, out)).failed(CommandException.FAILED, file.toString());
      assertThat(out).doesNotExist();
    }
  }
}
