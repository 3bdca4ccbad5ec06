package io.github.procfs4j.tables;

import io.github.procfs4j.recording.RecordedSource;
import io.github.procfs4j.recording.Recording;
import io.github.procfs4j.tables.SourceShape.Gap;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The relations that describe the recording itself. */
final class About {
  /** Their schema. */
  static final String SCHEMA = "recording";

  private static final Relation FACTS =
      relation(
          "facts",
          "What the writer of the recording stated about the machine and itself.",
          Fields.text("name", "Name of the fact; docs/recording-format.md lists those in use."),
          Fields.text("value", "Its value."));

  private static final Relation SOURCES =
      relation(
          "sources",
          "The recorded sources.",
          Fields.text("source", "Name of the source."),
          Fields.text("schema", "The schema of its relations."),
          Fields.text("purpose", "Its purpose in a performance study."),
          Fields.number("period_ns", "nanoseconds", "The requested time between two samples."),
          Fields.number("samples", "count", "How many samples there are."),
          Fields.number("late_ticks", "count", "How many samples were left out for lateness."),
          Fields.number("bytes", "bytes", "How many bytes of the file its samples take."));

  private static final Relation FIELDS =
      relation(
          "fields",
          "The fields of all relations of this recording.",
          Fields.text("relation", "Complete name of the relation."),
          Fields.text("field", "Name of the field."),
          Fields.text("type", "Its type."),
          Fields.text("kernel_name", "The label, column or figure that it contains."),
          Fields.text("unit", "The unit of its values."),
          Fields.text("meaning", "Its meaning."));

  private static final Relation MARKS =
      relation(
          "marks",
          "The marks, in the order of their times.",
          Fields.time("time", "Wall clock time of the mark, UTC."),
          Fields.nanos("at_ns", "Monotonic time of the mark."),
          Fields.text("text", "Its text."));

  private static final Relation GAPS =
      relation(
          "gaps",
          "Times without samples of a source, because reading failed.",
          Fields.text("source", "Name of the source."),
          Fields.time("begin", "Wall clock time of the beginning, UTC."),
          Fields.time("end", "Wall clock time of the end, UTC."),
          Fields.nanos("begin_ns", "Monotonic time: the end of the last sample before the gap."),
          Fields.nanos("end_ns", "Monotonic time: the beginning of the first sample after it."),
          Fields.text("reason", "The last failure of the source before its end."));

  private static final Relation FAILURES =
      relation(
          "failures",
          "Sampling began to fail, or failed for a new reason.",
          Fields.text("source", "Name of the source."),
          Fields.time("time", "Wall clock time, UTC."),
          Fields.nanos("at_ns", "Monotonic time."),
          Fields.text("outcome", "The kind of failure."),
          Fields.text("problem", "The message."));

  private static final Relation LATE_TICKS =
      relation(
          "late_ticks",
          "Samples that were left out because the recorder was late.",
          Fields.text("source", "Name of the source."),
          Fields.time("time", "Wall clock time at which this was noticed, UTC."),
          Fields.nanos("at_ns", "Monotonic time at which this was noticed."),
          Fields.number("ticks", "count", "How many samples were left out."));

  static final List<Relation> RELATIONS =
      List.of(FACTS, SOURCES, FIELDS, MARKS, GAPS, FAILURES, LATE_TICKS);

  private final Origin origin;
  private final Relations relations;
  private final Recording recording;

  About(Origin origin, Relations relations) {
    this.origin = origin;
    this.relations = relations;
    recording = origin.recording();
  }

  private static Relation relation(String name, String meaning, Field... fields) {
    List<Field> all = new ArrayList<>(List.of(Fields.HOST, Fields.RECORDING));
    all.addAll(Arrays.asList(fields));
    return new Relation(SCHEMA, name, Relation.Content.RECORDING, "", "", meaning, all);
  }

  Rows rows(Relation relation) {
    return new ListedRows(
        relation,
        switch (relation.name()) {
          case "facts" -> facts();
          case "sources" -> ofSources(this::source);
          case "fields" -> fields();
          case "marks" -> marks();
          case "gaps" -> ofSources(this::gaps);
          case "failures" -> ofSources(this::failures);
          default -> ofSources(this::lateTicks);
        });
  }

  private @Nullable Object[] row(@Nullable Object... values) {
    @Nullable Object[] row = new @Nullable Object[values.length + 2];
    row[TableShape.HOST] = origin.host();
    row[TableShape.RECORDING] = origin.name();
    System.arraycopy(values, 0, row, 2, values.length);
    return row;
  }

  private @Nullable Long micros(long nanos) {
    long micros = origin.micros(nanos);
    return micros == Origin.UNKNOWN ? null : micros;
  }

  private List<@Nullable Object[]> facts() {
    List<@Nullable Object[]> rows = new ArrayList<>();
    recording.facts().asMap().forEach((name, value) -> rows.add(row(name, value)));
    return rows;
  }

  private List<@Nullable Object[]> ofSources(
      Function<RecordedSource, List<@Nullable Object[]>> rows) {
    List<@Nullable Object[]> all = new ArrayList<>();
    recording.sources().forEach(source -> all.addAll(rows.apply(source)));
    return all;
  }

  private List<@Nullable Object[]> source(RecordedSource source) {
    return List.<@Nullable Object[]>of(
        row(
            source.name(),
            relations.schema(source),
            source.purpose(),
            source.period().toNanos(),
            source.samples(),
            source.lateTicks(),
            recording.bytes(source)));
  }

  private List<@Nullable Object[]> fields() {
    List<@Nullable Object[]> rows = new ArrayList<>();
    for (Relation relation : relations.all()) {
      for (Field field : relation.fields()) {
        rows.add(
            row(
                relation.fullName(),
                field.name(),
                field.type().name(),
                field.kernelName(),
                field.unit(),
                field.meaning()));
      }
    }
    return rows;
  }

  private List<@Nullable Object[]> marks() {
    List<@Nullable Object[]> rows = new ArrayList<>();
    recording
        .marks()
        .forEach(mark -> rows.add(row(micros(mark.nanos()), mark.nanos(), mark.text())));
    return rows;
  }

  private List<@Nullable Object[]> gaps(RecordedSource source) {
    List<@Nullable Object[]> rows = new ArrayList<>();
    for (Gap gap : relations.shape(source).gaps()) {
      String reason = null;
      for (RecordedSource.Failure failure : source.failures()) {
        if (failure.nanos() <= gap.toNanos()) {
          reason = failure.outcome() + ": " + failure.problem();
        }
      }
      rows.add(
          row(
              source.name(),
              micros(gap.fromNanos()),
              micros(gap.toNanos()),
              gap.fromNanos(),
              gap.toNanos(),
              reason));
    }
    return rows;
  }

  private List<@Nullable Object[]> failures(RecordedSource source) {
    List<@Nullable Object[]> rows = new ArrayList<>();
    for (RecordedSource.Failure failure : source.failures()) {
      rows.add(
          row(
              source.name(),
              micros(failure.nanos()),
              failure.nanos(),
              failure.outcome(),
              failure.problem()));
    }
    return rows;
  }

  private List<@Nullable Object[]> lateTicks(RecordedSource source) {
    List<@Nullable Object[]> rows = new ArrayList<>();
    recording
        .lateTicks(source)
        .forEach(
            late -> rows.add(row(source.name(), micros(late.nanos()), late.nanos(), late.ticks())));
    return rows;
  }
}
