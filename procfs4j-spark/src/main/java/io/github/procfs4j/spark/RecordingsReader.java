package io.github.procfs4j.spark;

import io.github.procfs4j.recording.DamagedRecordingException;
import io.github.procfs4j.recording.Recording;
import java.io.IOException;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.connector.metric.CustomTaskMetric;
import org.apache.spark.sql.connector.read.PartitionReader;
import org.jspecify.annotations.Nullable;

/** Reads the row that describes a recording, or states why it cannot be read. */
final class RecordingsReader implements PartitionReader<InternalRow> {
  private final Part part;
  private final RecordedScan.Factory query;
  private final ReadMetrics metrics = new ReadMetrics();
  private @Nullable InternalRow row;

  RecordingsReader(Part part, RecordedScan.Factory query) {
    this.part = part;
    this.query = query;
  }

  @Override
  public boolean next() throws IOException {
    if (row != null) {
      return false;
    }
    row = read().in(query.wanted());
    return true;
  }

  private RecordingsRow read() throws IOException {
    try (Recording recording = FetchedRecording.open(part.file(), query.configuration().value())) {
      metrics.read(recording.isComplete(), recording.ignoredBytes());
      return RecordingsRow.of(part.file(), recording);
    } catch (DamagedRecordingException e) {
      metrics.corrupt();
      return RecordingsRow.unreadable(part.file(), String.valueOf(e.getMessage()));
    }
  }

  @Override
  public InternalRow get() {
    InternalRow current = row;
    if (current == null) {
      throw new IllegalStateException("there is no row here");
    }
    return current;
  }

  @Override
  public CustomTaskMetric[] currentMetricsValues() {
    return metrics.values();
  }

  @Override
  public void close() {}
}
