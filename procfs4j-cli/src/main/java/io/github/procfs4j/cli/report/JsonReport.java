package io.github.procfs4j.cli.report;

import io.github.procfs4j.cli.terminal.JsonLines;
import io.github.procfs4j.model.Figure;
import io.github.procfs4j.model.Lack;
import io.github.procfs4j.model.Row;
import io.github.procfs4j.recording.Mark;
import io.github.procfs4j.recording.RecordedSource;
import io.github.procfs4j.recording.Recording;
import io.github.procfs4j.sampling.Self;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import tools.jackson.core.JsonGenerator;

/**
 * The report as JSON, the members of one object. Its content is a contract, specified in
 * docs/report-json.md.
 *
 * <p>Members without a value are omitted. Nothing is kept in memory: each source is written as it
 * comes.
 */
final class JsonReport implements Report {

  private final JsonGenerator json;
  private OptionalLong begin = OptionalLong.empty();
  private Optional<Unseen> unseen = Optional.empty();

  /** Creates a report that is written to an object that has begun. */
  JsonReport(JsonGenerator json) {
    this.json = json;
  }

  @Override
  public void begin(Recording recording, Span span) {
    unseen = Unseen.of(recording, span);
    begin = Overview.begin(recording);
    json.writeObjectPropertyStart("recording");
    if (begin.isPresent()) {
      time("begin", recording.instant(recording.startNanos()));
      time("end", recording.instant(recording.endNanos()));
      json.writeNumberProperty("begin_ns", recording.startNanos());
      json.writeNumberProperty("end_ns", recording.endNanos());
      json.writeNumberProperty("length_ns", recording.endNanos() - recording.startNanos());
    }
    if (!span.equals(Span.all(recording))) {
      json.writeObjectPropertyStart("shown");
      json.writeNumberProperty("from_ns", span.fromNanos() - recording.startNanos());
      json.writeNumberProperty("to_ns", span.toNanos() - recording.startNanos());
      json.writeEndObject();
    }
    json.writeObjectPropertyStart("facts");
    recording.facts().asMap().forEach(json::writeStringProperty);
    json.writeEndObject();
    marks(recording, Overview.marks(recording, span));
    remarks(json, Completeness.remarks(recording));
    json.writeEndObject();
    json.writeArrayPropertyStart("sources");
  }

  private void marks(Recording recording, List<Mark> marks) {
    if (marks.isEmpty()) {
      return;
    }
    json.writeArrayPropertyStart("marks");
    for (Mark mark : marks) {
      json.writeStartObject();
      if (begin.isPresent()) {
        json.writeNumberProperty("after_ns", mark.nanos() - begin.getAsLong());
      }
      time("time", recording.instant(mark.nanos()));
      json.writeStringProperty("text", mark.text());
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private void time(String name, Optional<Instant> instant) {
    instant.ifPresent(known -> json.writeStringProperty(name, known.toString()));
  }

  @Override
  public void end(MachineSummary summary) {
    json.writeEndArray();
    unseen.ifPresent(this::unseen);
    JsonSummary.write(summary, json);
  }

  @Override
  public void source(Findings findings) {
    RecordedSource source = findings.source();
    json.writeStartObject();
    json.writeStringProperty("source", source.name());
    json.writeStringProperty("purpose", source.purpose());
    json.writeNumberProperty("period_ns", source.period().toNanos());
    json.writeNumberProperty("samples", source.samples());
    json.writeNumberProperty("late_ticks", source.lateTicks());
    json.writeNumberProperty("intervals", findings.intervals().size());
    String nothing = Overview.nothing(findings);
    if (!nothing.isEmpty()) {
      json.writeStringProperty("nothing", nothing);
    }
    failures(source);
    remarks(
        json,
        findings instanceof ProcessUsage usage && usage.intervals().size() > 0
            ? Stream.concat(Overview.gaps(usage).stream(), Overview.notes(usage).stream()).toList()
            : Overview.gaps(findings));
    switch (findings) {
      case SourceFigures figures -> {
        tables(figures, figures.tables());
        LockedFiles.write(figures, json);
        notThere(figures);
      }
      case ProcessUsage usage -> JsonProcesses.write(usage, json);
      case OwnCost cost -> {
        tables(
            cost.figures(),
            cost.figures().tables().stream().filter(t -> t.isOf(Self.PROCESS)).toList());
        cost(cost);
      }
    }
    json.writeEndObject();
  }

  private void unseen(Unseen unseen) {
    json.writeObjectPropertyStart("unseen");
    json.writeNumberProperty("forks", unseen.forks());
    json.writeNumberProperty("seen", unseen.seen());
    json.writeBooleanProperty("with_threads", unseen.hasThreads());
    JsonLines.number(json, "machine_cpu_seconds", unseen.machineSeconds());
    JsonLines.number(json, "processes_cpu_seconds", unseen.processesSeconds());
    JsonLines.number(json, "interrupts_cpu_seconds", unseen.interruptSeconds());
    JsonLines.number(json, "rest_cpu_seconds", unseen.restSeconds());
    json.writeArrayPropertyStart("parents");
    for (Unseen.Parent parent : unseen.parents()) {
      json.writeStartObject();
      json.writeStringProperty("name", parent.name());
      JsonLines.number(json, "cpu_seconds", parent.seconds());
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeArrayPropertyStart("texts");
    unseen.texts().forEach(json::writeString);
    json.writeEndArray();
    json.writeEndObject();
  }

  private void failures(RecordedSource source) {
    if (source.failures().isEmpty()) {
      return;
    }
    json.writeArrayPropertyStart("failures");
    for (RecordedSource.Failure failure : source.failures()) {
      json.writeStartObject();
      begin.ifPresent(
          nanos -> json.writeNumberProperty("after_ns", Overview.after(failure, nanos)));
      json.writeStringProperty("outcome", failure.outcome());
      if (!failure.problem().isEmpty()) {
        json.writeStringProperty("problem", failure.problem());
      }
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private void tables(SourceFigures source, List<TableFigures> tables) {
    json.writeArrayPropertyStart("tables");
    for (TableFigures table : tables) {
      json.writeStartObject();
      json.writeStringProperty("table", RowFigures.cut(table.figures().getFirst().table()));
      Remarks remarks = Remarks.of(source, table);
      remarks(json, remarks.onEach());
      json.writeArrayPropertyStart("rows");
      table.busiestFirst().forEach(row -> row(row, remarks));
      table.rows().stream().filter(row -> !row.hasValues()).forEach(row -> row(row, remarks));
      json.writeEndArray();
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private void row(RowFigures row, Remarks remarks) {
    json.writeStartObject();
    labels(json, row.row());
    json.writeNumberProperty("intervals", row.present());
    json.writeArrayPropertyStart("figures");
    row.figures().forEach(this::figure);
    json.writeEndArray();
    remarks(json, remarks.on(row));
    json.writeEndObject();
  }

  private void figure(FigureValues values) {
    json.writeStartObject();
    json.writeStringProperty("name", RowFigures.cut(values.figure().name()));
    json.writeStringProperty("unit", RowFigures.cut(values.figure().unit()));
    Summary summary = values.summary();
    json.writeNumberProperty("intervals", summary.size());
    JsonLines.number(json, "min", summary.min());
    JsonLines.number(json, "mean", summary.mean());
    JsonLines.number(json, "p50", summary.p50());
    JsonLines.number(json, "p95", summary.p95());
    JsonLines.number(json, "p99", summary.p99());
    JsonLines.number(json, "max", summary.max());
    JsonLines.number(json, "max_at_seconds", values.peakAt());
    json.writeStringProperty("weighted_by", RowFigures.cut(values.figure().weightName()));
    JsonLines.number(json, "window_seconds", values.window());
    if (Arrays.stream(Lack.values()).anyMatch(lack -> values.count(lack) > 0)) {
      json.writeObjectPropertyStart("lacks");
      for (Lack lack : Lack.values()) {
        if (values.count(lack) > 0) {
          json.writeNumberProperty(Remark.kind(lack), values.count(lack));
        }
      }
      json.writeEndObject();
    }
    json.writeEndObject();
  }

  private void notThere(SourceFigures source) {
    List<Figure> figures = Overview.notThere(source);
    if (figures.isEmpty()) {
      return;
    }
    json.writeArrayPropertyStart("not_there");
    for (Figure figure : figures) {
      json.writeStartObject();
      json.writeStringProperty("name", figure.name());
      json.writeStringProperty("table", figure.table());
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private void cost(OwnCost cost) {
    if (cost.intervals().size() == 0) {
      return;
    }
    OwnCost.Total total = cost.total();
    json.writeObjectPropertyStart("cost");
    JsonLines.number(json, "cpu_percent", total.cpuPercent());
    JsonLines.number(json, "resident_bytes", total.resident());
    JsonLines.number(json, "allocated_bytes_per_second", total.allocated());
    JsonLines.number(json, "written_bytes", total.written());
    JsonLines.number(json, "written_bytes_per_sample", total.writtenPerSample());
    JsonLines.number(json, "late_ticks", total.late());
    JsonLines.number(json, "samples_percent", total.samplesPercent());
    JsonLines.number(json, "read_percent", total.readPercent());
    json.writeArrayPropertyStart("sources");
    for (OwnCost.SourceCost of : cost.ofSources()) {
      json.writeStartObject();
      json.writeStringProperty("source", of.source());
      JsonLines.number(json, "shortest_period_ns", of.shortestPeriod());
      JsonLines.number(json, "longest_period_ns", of.longestPeriod());
      JsonLines.number(json, "samples", of.samples());
      JsonLines.number(json, "late_ticks", of.late());
      JsonLines.number(json, "bytes_per_sample", of.bytes());
      JsonLines.number(json, "read_ns_per_sample", of.readNanos());
      JsonLines.number(json, "parse_ns_per_sample", of.parseNanos());
      JsonLines.number(json, "percent", of.percent());
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  /** Writes the labels of a row; long texts are truncated, as everywhere in the report. */
  static void labels(JsonGenerator json, Row row) {
    json.writeObjectPropertyStart("labels");
    List<String> names = row.table().labels();
    for (int i = 0; i < names.size(); i++) {
      json.writeStringProperty(RowFigures.cut(names.get(i)), RowFigures.cut(row.labels().get(i)));
    }
    json.writeEndObject();
    if (row.repeat() > 0) {
      json.writeNumberProperty("repeat", row.repeat());
    }
  }

  static void remarks(JsonGenerator json, List<Remark> remarks) {
    if (remarks.isEmpty()) {
      return;
    }
    json.writeArrayPropertyStart("remarks");
    for (Remark remark : remarks) {
      json.writeStartObject();
      json.writeStringProperty("kind", remark.kind());
      if (!remark.what().isEmpty()) {
        json.writeArrayPropertyStart("what");
        remark.what().forEach(json::writeString);
        json.writeEndArray();
      }
      if (remark.count() > 0) {
        json.writeNumberProperty("count", remark.count());
      }
      if (remark.of() > 0) {
        json.writeNumberProperty("of", remark.of());
      }
      json.writeStringProperty("text", remark.text());
      json.writeEndObject();
    }
    json.writeEndArray();
  }
}
