package io.github.procfs4j.cli.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.procfs4j.cli.Run;
import io.github.procfs4j.cli.Tree;
import io.github.procfs4j.cli.options.CommandException;
import io.github.procfs4j.model.Playback;
import io.github.procfs4j.recording.DamagedRecordingException;
import io.github.procfs4j.recording.RecordedSource;
import io.github.procfs4j.recording.Recording;
import io.github.procfs4j.recording.RecordingCopy;
import io.github.procfs4j.recording.RecordingFacts;
import io.github.procfs4j.recording.RecordingWriter;
import io.github.procfs4j.sampling.Outcome;
import io.github.procfs4j.sampling.Recorder;
import io.github.procfs4j.sampling.Sampler;
import io.github.procfs4j.system.Stat;
import io.github.procfs4j.system.Uptime;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code procfs info}, {@code cut} and {@code merge}. */
class CopiedRecordingsTest {
  private static final long TENTH = 100_000_000;

  @TempDir private Path directory;
  private Path tree;
  private Path file;
  private Path copy;

  @BeforeEach
  void prepare() throws IOException {
    tree = Tree.copy(directory);
    file = directory.resolve("x.rec");
    copy = directory.resolve("copy.rec");
  }

  /** Samples uptime, which counts them, and stat, which fails once; a tenth of a second apart. */
  private void record(Path to, int from, int count) throws Exception {
    record(to, from, count, true);
  }

  private void record(Path to, int from, int count, boolean hasMark) throws Exception {
    byte[] stat = Files.readAllBytes(tree.resolve("stat"));
    try (Sampler<?> uptimes = Uptime.FILE.sampler(tree);
        Sampler<?> stats = Stat.FILE.sampler(tree)) {
      List<Recorder.Track> tracks =
          List.of(
              new Recorder.Track(uptimes, Duration.ofNanos(TENTH)),
              new Recorder.Track(stats, Duration.ofNanos(TENTH)));
      try (RecordingWriter writer =
          RecordingWriter.create(to, false, tracks, RecordingFacts.ofMachine(tree))) {
        writer.late(0, 3);
        for (int i = from; i < from + count; i++) {
          if (i == from + count / 2) {
            if (hasMark) {
              writer.mark(System.nanoTime(), "half");
            }
            Files.writeString(tree.resolve("stat"), "nonsense\n");
          }
          Files.writeString(tree.resolve("uptime"), i + ".00 2.00\n");
          for (int track = 0; track < 2; track++) {
            Sampler<?> sampler = tracks.get(track).sampler();
            Outcome outcome = sampler.sample();
            if (outcome == Outcome.SAMPLED) {
              writer.sampled(track, sampler);
            } else {
              writer.failed(track, sampler, outcome, true);
            }
          }
          Files.write(tree.resolve("stat"), stat);
          Thread.sleep(5);
        }
      }
    }
  }

  private static List<String> numbers(Path recording, String source) throws IOException {
    List<String> numbers = new ArrayList<>();
    try (Recording opened = Recording.open(recording)) {
      Playback samples = opened.playback(opened.source(source).orElseThrow());
      while (samples.next()) {
        numbers.add((samples.isAfterGap() ? "after a gap " : "") + samples.value(0));
      }
    }
    return numbers;
  }

  /** The report without what states the recording itself. */
  private static String report(Path recording) {
    String json = Run.of("report", recording.toString(), "--format", "json").isDone().out();
    return json.substring(json.indexOf("\"sources\":"));
  }

  @Test
  void aCopyOfAllIsReportedLikeTheOriginal() throws Exception {
    record(file, 0, 20);
    Run run = Run.of("cut", file.toString(), "-o", copy.toString()).isDone();
    assertThat(run.out()).isEqualTo(copy + ": 39 samples\n");
    assertThat(report(copy)).isEqualTo(report(file)).contains("\"failures\":", "\"late_ticks\":3");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(copy)))
        .isEqualTo("rw-------");
    try (Recording opened = Recording.open(copy)) {
      assertThat(opened.isComplete()).isTrue();
      assertThat(opened.marks())
          .singleElement()
          .satisfies(m -> assertThat(m.text()).isEqualTo("half"));
      assertThat(opened.facts().value("cut").orElseThrow()).endsWith(" of x.rec");
    }
  }

  /** Processes come and go while they are sampled, so that rows come and go. */
  @Test
  void rowsThatComeAndGoAreCopied() throws Exception {
    Thread churn =
        Thread.ofPlatform()
            .daemon()
            .start(
                () -> {
                  try {
                    for (int i = 0; i < 30; i++) {
                      new ProcessBuilder("sleep", "0.05").start();
                      Thread.sleep(30);
                    }
                  } catch (IOException | InterruptedException e) {
                    throw new IllegalStateException(e);
                  }
                });
    Run.of("record", "pid:sleep@20ms", "--duration", "1500ms", "-o", file.toString());
    churn.join();
    Run.of("cut", file.toString(), "-o", copy.toString()).isDone();
    assertThat(report(copy)).isEqualTo(report(file)).contains("\"comm\":\"sleep\"");
    Run.of("cut", file.toString(), "--from", "700ms", "-o", copy.toString(), "--force").isDone();
    assertThat(numbers(copy, "pid:sleep")).isNotEmpty();
  }

  @Test
  void aPartHasTheSamplesAndSourcesThatWereChosen() throws Exception {
    record(file, 0, 20);
    List<Long> starts = new ArrayList<>();
    try (Recording opened = Recording.open(file)) {
      Playback samples = opened.playback(opened.source("uptime").orElseThrow());
      while (samples.next()) {
        starts.add(samples.startNanos() - opened.startNanos());
      }
    }
    String from = starts.get(5) / 1e9 - 1e-4 + "s";
    String to = starts.get(8) / 1e9 + 1e-4 + "s";
    Run.of("cut", file.toString(), "--from", from, "--until", to, "-o", copy.toString(), "uptime")
        .isDone();
    assertThat(numbers(copy, "uptime")).containsExactly("500", "600", "700", "800");
    try (Recording opened = Recording.open(copy)) {
      assertThat(opened.sources()).extracting(RecordedSource::name).containsExactly("uptime");
      assertThat(opened.marks()).isEmpty();
      assertThat(opened.instant(opened.startNanos())).isPresent();
    }
  }

  @Test
  void thatARecordingIsNotCompleteIsSaid() throws Exception {
    record(file, 0, 20);
    byte[] bytes = Files.readAllBytes(file);
    Files.write(file, Arrays.copyOf(bytes, bytes.length - 3));
    Run run = Run.of("cut", file.toString(), "-o", copy.toString());
    assertThat(run.code()).isZero();
    assertThat(run.err()).startsWith("procfs: " + file + ": ").contains("bytes");
    try (Recording opened = Recording.open(copy)) {
      assertThat(opened.isComplete()).isFalse();
    }
  }

  @Test
  void theSameSourceAtDifferentTimesHasAGapInBetween() throws Exception {
    record(file, 0, 3);
    Path later = directory.resolve("later.rec");
    record(later, 10, 3);
    for (String[] order :
        new String[][] {{file.toString(), later.toString()}, {later.toString(), file.toString()}}) {
      Run.of("merge", order[0], order[1], "-o", copy.toString(), "--force").isDone();
      assertThat(numbers(copy, "uptime"))
          .containsExactly("0", "100", "200", "after a gap 1000", "1100", "1200");
      try (Recording opened = Recording.open(copy)) {
        assertThat(opened.marks()).hasSize(2);
        assertThat(opened.facts().value("merged")).contains("x.rec and later.rec");
      }
    }
    Run.of("merge", file.toString(), file.toString(), "-o", directory + "/none.rec")
        .failed(CommandException.USAGE, "uptime was sampled in both at the same time; procfs cut");
    assertThat(directory.resolve("none.rec")).doesNotExist();
  }

  /** Made up: the later one has another monotonic clock. */
  @Test
  void clocksThatDisagreeAreReportedWithTheOffset() throws Exception {
    record(file, 0, 3);
    Path later = directory.resolve("later.rec");
    record(later, 10, 3);
    Path moved = directory.resolve("moved.rec");
    try (Recording opened = Recording.open(later)) {
      RecordingCopy.write(
          List.of(
              new RecordingCopy.Part(
                  opened, opened.sources(), Long.MIN_VALUE, Long.MAX_VALUE, -3_600_000_000_000L)),
          opened.facts(),
          moved,
          false);
    }
    Run run = Run.of("merge", file.toString(), moved.toString(), "-o", copy.toString());
    assertThat(run.code()).isZero();
    assertThat(run.err())
        .matches(
            "procfs: the clocks of the recordings disagree by 1 h: the times of the later one are"
                + " moved by that\n");
    assertThat(numbers(copy, "uptime"))
        .containsExactly("0", "100", "200", "after a gap 1000", "1100", "1200");
  }

  @Test
  void whatIsWrongIsSaidAndNothingIsWritten() throws Exception {
    record(file, 0, 4);
    String recording = file.toString();
    String out = copy.toString();
    Run.of("cut", recording, "--from", "1h", "-o", out)
        .failed(CommandException.USAGE, "--from 1h is outside the recording: ");
    Run.of("cut", recording, "-o", out, "loadavg")
        .failed(CommandException.USAGE, "loadavg was not recorded, but: uptime, stat");
    Run.of("cut", recording, "-o", "-").failed(CommandException.USAGE, "-o -: a recording is");
    Run.of("cut", recording).failed(CommandException.USAGE, "--output: OUT is missing");
    Run.of("cut", directory.resolve("proc/stat").toString(), "-o", out)
        .failed(CommandException.FAILED, "not a recording");
    Run.of("merge", recording, "-o", out).failed(CommandException.USAGE, "B is missing");
    Run.of("info", directory.toString()).failed(CommandException.FAILED, "a directory");
    assertThat(copy).doesNotExist();
    Files.writeString(copy, "precious");
    Run.of("cut", recording, "-o", out).failed(CommandException.USAGE, "--force replaces it");
    assertThat(copy).hasContent("precious");
  }

  /** In a directory that others may write to, anybody can remove it. */
  @Test
  void aCopyThatIsRemovedWhileItIsWrittenIsAnError() throws Exception {
    recordUptimes(50_000);
    AtomicReference<@Nullable Path> written = new AtomicReference<>(copy);
    Thread remover =
        Thread.ofPlatform()
            .start(
                () -> {
                  for (Path out = written.get(); out != null; out = written.get()) {
                    delete(out);
                  }
                });
    Run run;
    try {
      int tries = 0;
      do { // until it is removed before its end
        Path out = directory.resolve("copy" + tries++ + ".rec");
        written.set(out);
        run = Run.of("cut", file.toString(), "-o", out.toString());
      } while (run.code() == 0);
    } finally {
      written.set(null);
      remover.join();
    }
    run.failed(CommandException.FAILED, "was removed or replaced while it was written");
  }

  private void recordUptimes(int count) throws IOException {
    try (Sampler<?> uptimes = Uptime.FILE.sampler(tree);
        RecordingWriter writer =
            RecordingWriter.create(
                file,
                false,
                List.of(new Recorder.Track(uptimes, Duration.ofNanos(TENTH))),
                RecordingFacts.ofMachine(tree))) {
      for (int i = 0; i < count; i++) {
        uptimes.sample();
        writer.sampled(0, uptimes);
      }
    }
  }

  private static void delete(Path made) {
    try {
      Files.deleteIfExists(made);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Its writer was killed before it had noted the time. */
  @Test
  void aRecordingWithoutTheTimeCannotBeMerged() throws Exception {
    record(file, 0, 4);
    Path early = directory.resolve("early.rec");
    Files.write(early, beforeTheTime(Files.readAllBytes(file)));
    String also = Files.copy(early, directory.resolve("also.rec")).toString(); // of one machine
    Run.of("merge", early.toString(), also, "-o", copy.toString())
        .failed(CommandException.USAGE, early + ": has no time of the wall clock");
    assertThat(copy).doesNotExist();
  }

  /** The longest beginning of a recording in which there is no time of the wall clock. */
  private byte[] beforeTheTime(byte[] whole) throws IOException {
    int without = 0;
    for (int with = whole.length; with - without > 1; ) {
      int middle = (without + with) / 2;
      if (hasTime(Arrays.copyOf(whole, middle))) {
        with = middle;
      } else {
        without = middle;
      }
    }
    return Arrays.copyOf(whole, without);
  }

  private boolean hasTime(byte[] beginning) throws IOException {
    Path part = Files.write(directory.resolve("part.rec"), beginning);
    try (Recording recording = Recording.open(part)) {
      return recording.instant(recording.startNanos()).isPresent();
    } catch (DamagedRecordingException e) {
      return false; // too short for a recording
    }
  }

  @Test
  void whatARecordingContainsIsShown() throws Exception {
    record(file, 0, 20);
    Run run = Run.of("info", file.toString()).isDone();
    assertThat(run.out())
        .containsPattern("\nsize +[0-9.]+ KiB: complete\n")
        .containsPattern("\nuptime +100 ms +20 +0 s to [0-9.]+ m?s +3 +0 +0 +[0-9,.]+ (KiB|B)\n")
        .containsPattern(
            "\n"
                + "stat +100 ms +19 +[0-9.]+ [mµ]?s to [0-9.]+ m?s +0 +1, [0-9.]+ [mµ]?s +1"
                + " +[0-9.]+ KiB\n")
        .containsPattern("\nmark  [0-9.]+ m?s \\(..:..:..\\): half\n");
    byte[] whole = Files.readAllBytes(file);
    Files.write(copy, Arrays.copyOf(whole, whole.length - 3));
    assertThat(Run.of("info", copy.toString()).isDone().out())
        .containsPattern(
            "\nsize +[0-9.]+ K?i?B: cut: the last [0-9,]+ bytes are not a complete block");
  }

  /** Version 1 is the same without marks, and without sources whose rows come and go. */
  @Test
  void recordingsOfVersionOneAreReadByAllCommands() throws Exception {
    record(file, 0, 20, false);
    String json = report(file);
    byte[] bytes = Files.readAllBytes(file);
    assertThat(bytes["procfs4j".length()]).isEqualTo((byte) 2);
    bytes["procfs4j".length()] = 1;
    Files.write(file, bytes);
    assertThat(report(file)).isEqualTo(json);
    String old = file.toString();
    assertThat(Run.of("info", old).isDone().out()).contains("complete", "\nuptime");
    assertThat(Run.of("report", old).isDone().out()).startsWith("Summary of ");
    assertThat(Run.of("report", old, "uptime").isDone().out()).contains("uptime");
    Run.of("report", old, "--html", directory.resolve("page.html").toString()).isDone();
    Run.of("cut", old, "-o", copy.toString()).isDone();
    assertThat(report(copy)).isEqualTo(json);
    Path later = directory.resolve("later.rec");
    record(later, 20, 20);
    Path both = directory.resolve("both.rec");
    Run.of("merge", old, later.toString(), "-o", both.toString()).isDone();
    assertThat(numbers(both, "uptime")).hasSize(40);
    Path exported = directory.resolve("exported");
    Run.of("export", old, "--to", "csv", "-o", exported.toString(), "uptime.uptime").isDone();
    assertThat(Files.readAllLines(exported.resolve("uptime.uptime.csv"))).hasSize(21);
  }
}
