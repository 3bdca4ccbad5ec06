package io.github.procfs4j.cli.export;

import static java.util.Comparator.comparing;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.procfs4j.cli.options.CommandException;
import io.github.procfs4j.cli.report.RecordedTexts;
import io.github.procfs4j.jfr.type.EventDescription;
import io.github.procfs4j.jfr.type.EventTypes;
import io.github.procfs4j.model.Interval;
import io.github.procfs4j.model.Layout.TableLayout;
import io.github.procfs4j.model.Playback;
import io.github.procfs4j.model.Row;
import io.github.procfs4j.recording.Recording;
import io.github.procfs4j.recording.RecordingException;
import io.github.procfs4j.system.DiskStats;
import io.github.procfs4j.testing.Json;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openjdk.jmc.flightrecorder.JfrLoaderToolkit;

/** Recordings that are strange or damaged, as files of JDK Flight Recorder. Texts are made up. */
class StrangeExportTest {
  private static final int PARTS = 50;
  private static final String MOST = "18446744073709551615";

  @TempDir private Path directory;

  private static String disk(String name, int reads) {
    return "8 0 %s %d 0 80 40 0 0 0 0 0 %d 0\n".formatted(name, reads, reads);
  }

  private Path export(Path recording) throws IOException {
    Path out = directory.resolve("out.jfr");
    try (Recording opened = Recording.open(recording);
        OutputStream stream = Files.newOutputStream(out)) {
      new JfrExport(opened).write(stream, 10);
    }
    return out;
  }

  /** What the parser of the JDK reads, in the order of time; that of Mission Control agrees. */
  private static List<RecordedEvent> read(Path file) throws Exception {
    List<RecordedEvent> events = RecordingFile.readAllEvents(file);
    assertThat(
            JfrLoaderToolkit.loadEvents(file.toFile()).stream()
                .mapToLong(of -> of.getItemCount())
                .sum())
        .isEqualTo(events.size());
    return events.stream().sorted(comparing(RecordedEvent::getStartTime)).toList();
  }

  @Test
  void labelsMayContainAnything() throws Exception {
    List<String> names =
        List.of(
            "\"",
            "\\",
            "a\\\"b",
            "\u001b[2Jx",
            "<i>&amp;",
            "${x}",
            "%n%s",
            "ä\uD83D\uDE00",
            "x".repeat(3000));
    Path recording =
        RecordedTexts.record(
            directory,
            IntStream.range(1, 4)
                .mapToObj(
                    i ->
                        Map.of(
                            "diskstats",
                            String.join("", names.stream().map(name -> disk(name, i)).toList())))
                .toList());
    Path out = export(recording);
    List<RecordedEvent> events = read(out);
    assertThat(events).extracting(event -> event.getString("device")).containsAll(names);
    assertThat(events).hasSize(2 * names.size());
    Object printed = Json.parse(jfr("print", "--json", out.toString()));
    assertThat(Json.list(printed, "recording", "events"))
        .extracting(event -> Json.at(event, "values", "device"))
        .containsAll(names);
    assertThat(jfr("summary", out.toString())).contains("procfs4j.diskstats.disk");
  }

  private String jfr(String... arguments) throws Exception {
    List<String> words = new ArrayList<>();
    words.add(Path.of(System.getProperty("java.home"), "bin", "jfr").toString());
    words.addAll(
        List.of(
            "-J-XX:TieredStopAtLevel=1", "-J-Dfile.encoding=UTF-8", "-J-Dstdout.encoding=UTF-8"));
    words.addAll(Arrays.asList(arguments));
    Path printed = directory.resolve("printed");
    int code =
        new ProcessBuilder(words)
            .redirectErrorStream(true)
            .redirectOutput(printed.toFile())
            .start()
            .waitFor();
    assertThat(code).as("%s", printed).isZero();
    return Files.readString(printed);
  }

  @Test
  void numbersMayBeTheLargest() throws Exception {
    List<Map<String, String>> samples = new ArrayList<>();
    for (String number : List.of("0", MOST, "9223372036854775808", "1")) {
      samples.add(
          Map.of(
              "meminfo",
              "MemTotal: %s kB\nMemFree: %s kB\nMemAvailable: 1 kB\n".formatted(MOST, number),
              "diskstats",
              "8 0 sda 1 %s 1 %s 1 1 1 1 1 1 1\n".formatted(number, number)));
    }
    List<RecordedEvent> events = read(export(RecordedTexts.record(directory, samples)));
    assertThat(events).hasSize(2 * (samples.size() - 1));
    for (RecordedEvent event : events) {
      for (var field : event.getFields()) {
        if (field.getTypeName().equals("double")) {
          assertThat(event.getDouble(field.getName())).as(field.getName()).isNotInfinite();
        }
      }
    }
    assertThat(events)
        .filteredOn(event -> event.hasField("MemFree"))
        .extracting(event -> event.getDouble("MemFree"))
        .containsExactly(0x1p74, 0x1p73, 1024.0);
  }

  @Test
  void noRateSpansAGap() throws Exception {
    List<Map<String, String>> samples = new ArrayList<>();
    for (String text :
        List.of(disk("sda", 1), disk("sda", 2), "rubbish", disk("sda", 9), disk("sda", 10))) {
      samples.add(Map.of("diskstats", text));
    }
    List<RecordedEvent> events = read(export(RecordedTexts.record(directory, samples)));
    assertThat(events)
        .extracting(event -> Double.isNaN(event.getDouble("r_s")))
        .containsExactly(false, true, false);
  }

  /** The chunks have the new time, but the parser of the JDK goes on with that of the first one. */
  @Test
  void theClockMayBeSetBack() throws Exception {
    Path recording =
        RecordedTexts.record(
            directory,
            IntStream.range(1, 22).mapToObj(i -> Map.of("diskstats", disk("sda", i))).toList());
    Path out = directory.resolve("out.jfr");
    Instant noon = Instant.parse("2026-03-29T12:00:00Z");
    try (Recording opened = Recording.open(recording);
        OutputStream stream = Files.newOutputStream(out)) {
      Playback samples = opened.playback(opened.source("diskstats").orElseThrow());
      Interval interval = new Interval(samples);
      EventTypes types =
          new EventTypes(
              "diskstats", DiskStats.FILE.source(), EventTypes.figuresOf("diskstats"), false);
      long begin = opened.startNanos();
      int[] asked = new int[1];
      try (JfrChunks chunks =
          new JfrChunks(
              stream,
              nanos ->
                  Optional.of(noon.minus(Duration.ofHours(asked[0]++)).plusNanos(nanos - begin)),
              10)) {
        while (interval.next()) {
          for (TableLayout table : interval.layout().tables()) {
            EventDescription type = types.of(table, interval);
            for (Row row : types.rows(table, samples, interval).toList()) {
              chunks.write(type, samples.startNanos(), samples.endNanos(), interval, samples, row);
            }
          }
        }
      }
    }
    List<RecordedEvent> events = read(out);
    assertThat(events).hasSize(20);
    assertThat(events)
        .allMatch(event -> !event.getStartTime().isBefore(noon))
        .allMatch(event -> event.getStartTime().isBefore(noon.plusSeconds(60)));
    assertThat(jfr("summary", out.toString())).contains("Chunks: 2");
  }

  @Test
  void ofADamagedRecordingWhatCanBeReadIsExported() throws Exception {
    Path recording =
        RecordedTexts.record(
            directory,
            IntStream.range(1, 31).mapToObj(i -> Map.of("diskstats", disk("sda", i))).toList());
    byte[] bytes = Files.readAllBytes(recording);
    Path cut = directory.resolve("cut.rec");
    int most = 0;
    int refused = 0;
    for (int part = 0; part <= PARTS; part++) {
      int length = bytes.length * part / PARTS;
      Files.write(cut, Arrays.copyOf(bytes, length));
      try {
        int events = read(export(cut)).size();
        assertThat(events).as("of the first %d bytes", length).isBetween(most, 29);
        most = events;
      } catch (IOException | CommandException | RecordingException e) {
        refused++;
        assertThat(e.getMessage()).isNotBlank();
        assertThat(most).as("events of a shorter part").isZero();
      }
    }
    assertThat(most).as("events of all of it").isEqualTo(29);
    assertThat(refused).isPositive();
  }
}
