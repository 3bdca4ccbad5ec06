package io.github.procfs4j.cli.export;

import static io.github.procfs4j.cli.protobuf.Schema.get;
import static io.github.procfs4j.cli.protobuf.Schema.isKnown;
import static io.github.procfs4j.cli.protobuf.Schema.required;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.Message;
import io.github.procfs4j.Procfs;
import io.github.procfs4j.cli.Run;
import io.github.procfs4j.cli.protobuf.Schema;
import io.github.procfs4j.recording.Recording;
import io.github.procfs4j.recording.RecordingFacts;
import io.github.procfs4j.recording.RecordingWriter;
import io.github.procfs4j.sampling.Outcome;
import io.github.procfs4j.sampling.Recorder;
import io.github.procfs4j.sampling.Sampler;
import io.github.procfs4j.system.Stat;
import io.github.procfs4j.system.Uptime;
import io.github.procfs4j.tables.Field;
import io.github.procfs4j.tables.Relation;
import io.github.procfs4j.tables.Relations;
import io.github.procfs4j.tables.Rows;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A trace for Perfetto, decoded by Google's library for protocol buffers with the part of
 * Perfetto's published schema that concerns tracks: whatever is not of it would be unknown there.
 */
class PerfettoExportTest {
  private static final int INSTANT = 3;
  private static final int COUNTER = 4;

  @TempDir private Path directory;

  private final Map<Long, Message> tracks = new HashMap<>();

  /** The values of each counter by their times. */
  private final Map<Long, NavigableMap<Long, Number>> counters = new HashMap<>();

  private final List<String> instants = new ArrayList<>();

  /** protos/perfetto/trace in the sources of Perfetto: names, numbers and types as there. */
  private static Descriptor trace() {
    return new Schema()
        .message("Trace", "1:packet:TracePacket[]")
        .message(
            "TracePacket",
            "8:timestamp:uint64",
            "10:trusted_packet_sequence_id:uint32",
            "11:track_event:TrackEvent",
            "13:sequence_flags:uint32",
            "60:track_descriptor:TrackDescriptor")
        .message(
            "TrackDescriptor",
            "1:uuid:uint64",
            "2:name:string",
            "3:process:ProcessDescriptor",
            "4:thread:ThreadDescriptor",
            "5:parent_uuid:uint64",
            "8:counter:CounterDescriptor")
        .message("ProcessDescriptor", "1:pid:int32", "6:process_name:string")
        .message("ThreadDescriptor", "1:pid:int32", "2:tid:int32", "5:thread_name:string")
        .message(
            "CounterDescriptor",
            "3:unit:int32",
            "4:unit_multiplier:int64",
            "5:is_incremental:bool",
            "6:unit_name:string")
        .message(
            "TrackEvent",
            "9:type:int32",
            "11:track_uuid:uint64",
            "23:name:string",
            "30:counter_value:int64",
            "44:double_counter_value:double")
        .type("Trace");
  }

  private void read(Path file) throws Exception {
    Descriptor trace = trace();
    DynamicMessage decoded = DynamicMessage.parseFrom(trace, Files.readAllBytes(file));
    assertThat(decoded.getUnknownFields().asMap()).isEmpty();
    boolean isFirst = true;
    for (Object element : (List<?>) decoded.getField(trace.findFieldByName("packet"))) {
      Message packet = (Message) element;
      isKnown(packet);
      assertThat(required(packet, "trusted_packet_sequence_id")).isEqualTo(1);
      // Readers ignore a sequence until it begins so.
      assertThat(Objects.equals(get(packet, "sequence_flags"), 1)).isEqualTo(isFirst);
      isFirst = false;
      if (get(packet, "track_descriptor") instanceof Message track) {
        long uuid = (Long) required(track, "uuid");
        assertThat(uuid).as("0 is the track of all events without one").isPositive();
        Message before = tracks.put(uuid, track); // a process with a new name is described again
        assertThat(before == null || path(before).matches("(process|thread) \\d.*")).isTrue();
        assertThat(path(before == null ? track : before)).isEqualTo(path(track));
        if (get(track, "parent_uuid") instanceof Long parent) {
          assertThat(tracks).containsKey(parent);
        }
      } else {
        event((Long) required(packet, "timestamp"), (Message) required(packet, "track_event"));
      }
    }
  }

  private void event(long nanos, Message event) {
    long uuid = (Long) required(event, "track_uuid");
    Message track = Objects.requireNonNull(tracks.get(uuid), "a track that is described later");
    if (get(track, "counter") == null) {
      assertThat(required(event, "type")).isEqualTo(INSTANT);
      instants.add(nanos + " " + required(event, "name"));
    } else {
      assertThat(required(event, "type")).isEqualTo(COUNTER);
      Object whole = get(event, "counter_value");
      Object real = get(event, "double_counter_value");
      assertThat(whole == null).isNotEqualTo(real == null);
      Number before =
          counters
              .computeIfAbsent(uuid, counter -> new TreeMap<>())
              .put(nanos, (Number) (whole == null ? real : whole));
      assertThat(before).as("one value at a time").isNull();
    }
  }

  /** This machine, with a made-up source of numbers with decimals, and marks. */
  private Path record() throws IOException {
    Path recording = directory.resolve("here.rec");
    Procfs proc = Procfs.mounted();
    List<Sampler<?>> samplers =
        List.of(
            proc.sampler(Stat.FILE),
            proc.sampler(Uptime.FILE),
            proc.processes().withThreads().sampler());
    List<Recorder.Track> recorded =
        samplers.stream()
            .map(sampler -> new Recorder.Track(sampler, Duration.ofMillis(10)))
            .toList();
    try (RecordingWriter writer =
        RecordingWriter.create(
            recording, true, recorded, RecordingFacts.of(Map.of("host", "here")))) {
      for (int i = 0; i < 6; i++) {
        for (int source = 0; source < samplers.size(); source++) {
          assertThat(samplers.get(source).sample()).isEqualTo(Outcome.SAMPLED);
          writer.sampled(source, samplers.get(source));
        }
        assertThat(writer.mark(samplers.getFirst().endNanos(), "mark " + i + " \u001b\"ä"))
            .isTrue();
      }
    }
    samplers.forEach(Sampler::close);
    return recording;
  }

  @Test
  void everyNumberIsOnItsTrackAtItsTime() throws Exception {
    Path recording = record();
    Path out = directory.resolve("out.perfetto");
    Run.of("export", recording.toString(), "--to", "perfetto", "-o", out.toString()).isDone();
    read(out);
    Map<String, Long> byPath = new HashMap<>();
    Set<String> described = new HashSet<>();
    tracks.forEach(
        (uuid, track) -> {
          if (get(track, "parent_uuid") instanceof Long parent) {
            String path = path(Objects.requireNonNull(tracks.get(parent)));
            assertThat(byPath.put(path + "/" + required(track, "name"), uuid)).isNull();
          } else {
            assertThat(described.add(path(track))).as("one track for each of them").isTrue();
          }
        });
    int numbers = 0;
    List<String> marks = new ArrayList<>();
    try (Recording opened = Recording.open(recording)) {
      Relations relations = Relations.of(opened, "here");
      for (Relation relation : relations.all()) {
        for (Rows rows = relations.rows(relation); rows.next(); ) {
          if (relation.fullName().equals("recording.marks")) {
            marks.add(
                rows.number(relation.indexOf("at_ns")) + " " + rows.text(relation.indexOf("text")));
          } else if (relation.content() == Relation.Content.SAMPLES) {
            numbers += check(rows, byPath);
          }
        }
      }
    }
    assertThat(numbers).isGreaterThan(1000);
    assertThat(instants).isEqualTo(marks).hasSize(6);
    assertThat(described).anyMatch(path -> path.startsWith("process "));
    assertThat(described).anyMatch(path -> path.startsWith("thread "));
  }

  /** What a track is called where it is shown. */
  private static String path(Message track) {
    if (get(track, "process") instanceof Message process) {
      assertThat((String) required(process, "process_name")).isNotEmpty();
      return "process " + required(process, "pid");
    }
    if (get(track, "thread") instanceof Message thread) {
      assertThat((String) required(thread, "thread_name")).isNotEmpty();
      return "thread %s %s".formatted(required(thread, "pid"), required(thread, "tid"));
    }
    return (String) required(track, "name");
  }

  private int check(Rows rows, Map<String, Long> byPath) {
    Relation relation = rows.relation();
    Map<String, @Nullable String> labels = new HashMap<>();
    StringBuilder words = new StringBuilder(relation.fullName());
    for (int f = 0; f < relation.fields().size(); f++) {
      Field field = relation.fields().get(f);
      if (field.role() == Field.Role.LABEL && !rows.isNull(f)) {
        labels.put(field.kernelName(), rows.text(f));
        words.append(' ').append(rows.text(f));
      }
    }
    String path =
        labels.containsKey("tid")
            ? "thread %s %s".formatted(labels.get("pid"), labels.get("tid"))
            : labels.containsKey("pid") ? "process " + labels.get("pid") : words.toString();
    int numbers = 0;
    for (int f = 0; f < relation.fields().size(); f++) {
      Field field = relation.fields().get(f);
      if (field.role() == Field.Role.COLUMN && field.type() != Field.Type.TEXT && !rows.isNull(f)) {
        String track = path + "/" + field.kernelName();
        assertThat(byPath.get(track)).as(track).isNotNull();
        NavigableMap<Long, Number> values =
            Objects.requireNonNull(counters.get(byPath.get(track)), track);
        Number value = values.floorEntry(rows.number(relation.indexOf("end_ns"))).getValue();
        assertThat(value)
            .as(track)
            .isEqualTo(
                field.type() == Field.Type.LONG
                    ? (Number) rows.number(f)
                    : Objects.requireNonNull(rows.decimal(f)).doubleValue());
        numbers++;
      }
    }
    return numbers;
  }
}
