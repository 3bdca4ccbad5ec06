package io.github.procfs4j.spark;

import io.github.procfs4j.recording.DamagedRecordingException;
import io.github.procfs4j.recording.Recording;
import io.github.procfs4j.tables.Relation;
import io.github.procfs4j.tables.Relations;
import io.github.procfs4j.tables.Rows;
import java.io.IOException;
import java.util.List;
import java.util.function.Predicate;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.connector.metric.CustomTaskMetric;
import org.apache.spark.sql.connector.read.PartitionReader;
import org.jspecify.annotations.Nullable;

/** Reads the rows of a part of a recording. */
final class PartReader implements PartitionReader<InternalRow> {
  private final Part part;
  private final RecordedScan.Factory query;
  private final ReadMetrics metrics = new ReadMetrics();
  private final GenericInternalRow row;

  private boolean isOpened;
  private @Nullable Recording recording;
  private @Nullable Selection selection;

  /** The rows to return. */
  private record Selection(Rows rows, Predicate<Rows> condition, Values values) {}

  PartReader(Part part, RecordedScan.Factory query) {
    this.part = part;
    this.query = query;
    row = new GenericInternalRow(query.wanted().length());
  }

  @Override
  public boolean next() throws IOException {
    if (!isOpened) {
      isOpened = true;
      selection = open();
    }
    Selection selected = selection;
    if (selected == null) {
      return false;
    }
    while (selected.rows.next()) {
      if (selected.condition.test(selected.rows)) {
        try {
          selected.values.copy(selected.rows, row);
        } catch (ArithmeticException e) {
          throw new IOException(part.file().path() + ": " + e.getMessage(), e);
        }
        return true;
      }
    }
    return false;
  }

  /** Opens the recording; returns null if it has no rows to return. */
  private @Nullable Selection open() throws IOException {
    Recording opened;
    try {
      opened = FetchedRecording.open(part.file(), query.configuration().value());
    } catch (DamagedRecordingException e) {
      if (!query.ignoresCorrupt()) {
        throw new IOException(Fleet.corrupt(String.valueOf(e.getMessage())), e);
      }
      if (part.isFirst()) {
        metrics.corrupt();
      }
      return null;
    }
    recording = opened;
    if (part.isFirst()) {
      metrics.read(opened.isComplete(), opened.ignoredBytes());
    }
    String name = part.file().path();
    if (!query.filters().mayPass(name, opened.facts().host().orElse(null))) {
      return null;
    }
    long from = part.fromNanos(opened);
    long to = part.toNanos(opened);
    if (query.filters().limitTime() && !Schemas.isAboutRecordings(query.table())) {
      long[] limits =
          Clocks.of(opened).nanosOf(query.filters().fromMicros(), query.filters().toMicros());
      if (limits == null) {
        return null;
      }
      from = Math.max(from, limits[0]);
      to = Math.min(to, limits[1]);
    }
    if (from >= to) {
      return null;
    }
    Relations relations = Relations.of(opened, name);
    Relation relation = relations.find(query.table()).orElse(null);
    return relation == null
        ? null
        : new Selection(
            relations.rows(List.of(relation), from, to),
            query.filters().on(relation, query.schema()),
            Values.of(relation, query.wanted()));
  }

  @Override
  public InternalRow get() {
    return row;
  }

  @Override
  public CustomTaskMetric[] currentMetricsValues() {
    return metrics.values();
  }

  @Override
  public void close() throws IOException {
    Recording opened = recording;
    if (opened != null) {
      opened.close();
    }
  }
}
