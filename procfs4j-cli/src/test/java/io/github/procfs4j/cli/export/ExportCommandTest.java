package io.github.procfs4j.cli.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.procfs4j.cli.Run;
import io.github.procfs4j.cli.report.RecordedTexts;
import io.github.procfs4j.model.Figure;
import io.github.procfs4j.model.Interval;
import io.github.procfs4j.model.Playback;
import io.github.procfs4j.model.Row;
import io.github.procfs4j.recording.Recording;
import io.github.procfs4j.system.DiskStats;
import io.github.procfs4j.system.Stat;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openjdk.jmc.common.item.IItemCollection;
import org.openjdk.jmc.common.item.ItemFilters;
import org.openjdk.jmc.flightrecorder.JfrLoaderToolkit;

class ExportCommandTest {
  /** More than fit in a chunk of the first test. */
  private static final int SAMPLES = 30;

  @TempDir private Path directory;
  private Path recording = Path.of("");

  /** The beginning of a made-up text, followed by that of a real kernel. */
  private static String stat(int sample) {
    return "cpu  %d 0 %d 0 0 0 0 0 0 0\nctxt %d\nintr 0\nprocesses 1\n"
        .formatted(300 + 75 * sample, 100 + 25 * sample, 1000 * sample);
  }

  private static String diskstats(int sample) {
    return "8 0 sda %d 0 80 40 0 0 0 0 0 %d 0\n".formatted(10 + 5 * sample, sample);
  }

  @BeforeEach
  void record() throws IOException {
    Path recorded =
        RecordedTexts.record(
            directory,
            IntStream.range(0, SAMPLES)
                .mapToObj(i -> Map.of("stat", stat(i), "diskstats", diskstats(i)))
                .toList());
    recording = Files.move(recorded, directory.resolve("week.rec"));
  }

  private static List<RecordedEvent> events(Path file, String type) throws IOException {
    return RecordingFile.readAllEvents(file).stream()
        .filter(event -> event.getEventType().getName().equals(type))
        .toList();
  }

  @Test
  void everyEventHasTheFiguresAndTheTimesOfItsSample() throws IOException {
    Path out = directory.resolve("out.jfr");
    try (Recording opened = Recording.open(recording);
        OutputStream stream = Files.newOutputStream(out)) {
      new JfrExport(opened).write(stream, 10);
      List<RecordedEvent> events = events(out, "procfs4j.diskstats.disk");
      assertThat(events).hasSize(SAMPLES - 1);
      List<RecordedEvent> unused = new ArrayList<>(events);
      Playback samples = opened.playback(opened.source("diskstats").orElseThrow());
      Interval interval = new Interval(samples, Double.NaN, Double.NaN);
      Figure reads = DiskStats.FILE.figure("disk", "r/s");
      Figure wait = DiskStats.FILE.figure("disk", "r_await");
      while (interval.next()) {
        RecordedEvent event = unused.removeFirst();
        Row sda = interval.layout().table("disk").orElseThrow().rows().getFirst();
        assertThat(event.getString("device")).isEqualTo("sda");
        assertThat(event.getDouble("r_s")).isEqualTo(reads.value(interval, sda));
        assertThat(event.getDuration("r_await").toNanos())
            .isEqualTo(Math.round(1e6 * wait.value(interval, sda)));
        assertThat(event.getDuration("w_await")).isEqualTo(Duration.ofSeconds(Long.MIN_VALUE));
        assertThat(event.getDuration("interval").toNanos())
            .isEqualTo(interval.toNanos() - interval.fromNanos());
        assertThat(event.getDuration())
            .isEqualTo(Duration.ofNanos(samples.endNanos() - samples.startNanos()));
        assertThat(
                Duration.between(
                        opened.instant(samples.startNanos()).orElseThrow(), event.getStartTime())
                    .abs())
            .isLessThan(Duration.ofMillis(1));
      }
      assertThat(unused).isEmpty();
    }
  }

  @Test
  void theToolsOfTheJdkAndMissionControlReadIt() throws Exception {
    Path out = directory.resolve("week.jfr");
    try (Recording opened = Recording.open(recording);
        OutputStream stream = Files.newOutputStream(out)) {
      new JfrExport(opened).write(stream, 50);
    }
    assertThat(jfr("summary", out.toString()))
        .contains("Chunks: " + Math.ceilDiv(events(out), 50))
        .containsOnlyOnce("procfs4j.stat.cpu ")
        .containsPattern("procfs4j.stat.cpu +" + (SAMPLES - 1) + " ")
        .containsPattern("procfs4j.stat.system +" + (SAMPLES - 1) + " ")
        .containsPattern("procfs4j.diskstats.disk +" + (SAMPLES - 1) + " ");
    assertThat(jfr("print", "--events", "procfs4j.stat.cpu", out.toString()))
        .contains("cpu = \"all\"")
        .contains("user = 75.00%");
    assertThat(jfr("view", "procfs4j.stat.cpu", out.toString())).contains("75.00%");

    IItemCollection items = JfrLoaderToolkit.loadEvents(out.toFile());
    IItemCollection disks = items.apply(ItemFilters.type("procfs4j.diskstats.disk"));
    assertThat(disks.hasItems()).isTrue();
    assertThat(disks.stream().mapToLong(of -> of.getItemCount()).sum()).isEqualTo(SAMPLES - 1);
    assertThat(disks.stream().map(of -> of.getType().getName())).containsOnly("diskstats disk");
  }

  private static int events(Path file) throws IOException {
    return RecordingFile.readAllEvents(file).size();
  }

  private String jfr(String... arguments) throws Exception {
    List<String> words = new ArrayList<>();
    words.add(Path.of(System.getProperty("java.home"), "bin", "jfr").toString());
    words.addAll(List.of(arguments));
    Path out = directory.resolve("printed");
    int code =
        new ProcessBuilder(words)
            .redirectErrorStream(true)
            .redirectOutput(out.toFile())
            .start()
            .waitFor();
    String text = Files.readString(out);
    assertThat(code).as(text).isZero();
    return text;
  }

  @Test
  void theFileIsNamedAfterTheRecordingAndOnlyItsOwnersFile() throws IOException {
    Run run = Run.of("export", recording.toString(), "--to", "jfr").isDone();
    Path out = directory.resolve("week.jfr");
    assertThat(run.out()).startsWith(out + ": ").hasLineCount(1);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(out)))
        .isEqualTo("rw-------");
    List<RecordedEvent> events = events(out, "procfs4j.stat.cpu");
    assertThat(events).hasSize(SAMPLES - 1);
    assertThat(events)
        .allSatisfy(event -> assertThat(event.getFloat("user")).isEqualTo(0.75f, within(1e-6f)));
    assertThat(events.getFirst().getEventType().getField("user").getContentType())
        .isEqualTo("jdk.jfr.Percentage");

    Run.of("export", recording.toString(), "--to", "jfr").failed(2, "week.jfr", "--force");
    Run.of("export", recording.toString(), "--to", "jfr", "--force").isDone();
  }

  @Test
  void whatCannotBeExportedIsRefusedInALine() throws IOException {
    String file = recording.toString();
    Run.of("export", file).failed(2, "--to: FORMAT is missing");
    Run.of("export", file, "--to", "pdf")
        .failed(2, "--to: «pdf» is not one of csv, jsonl, parquet, openmetrics, perfetto, jfr");
    Run.of("export", file, "--to", "jfr", "-o", file, "--force")
        .failed(1, "is the recording itself");
    Run.of("export", directory.resolve("none").toString(), "--to", "jfr").failed(1, "none");
    Path other = Files.writeString(directory.resolve("other"), "no recording");
    Run.of("export", other.toString(), "--to", "jfr").failed(1, "not a recording");
    assertThat(directory.resolve("other.jfr")).doesNotExist();
  }

  /** A made-up recording without samples. */
  @Test
  void aRecordingWithOneSampleHasNoEvents() throws IOException {
    Path one = RecordedTexts.record(directory, List.of(Map.of("stat", stat(0))));
    Run.of("export", one.toString(), "--to", "jfr").failed(1, "no interval");
    assertThat(Stat.FILE.figures()).isNotEmpty();
  }
}
