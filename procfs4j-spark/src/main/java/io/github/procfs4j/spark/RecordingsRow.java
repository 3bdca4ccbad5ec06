package io.github.procfs4j.spark;

import io.github.procfs4j.recording.Recording;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.catalyst.util.DateTimeUtils;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.unsafe.types.UTF8String;
import org.jspecify.annotations.Nullable;

/** A row of the table of the recordings themselves. */
final class RecordingsRow {
  static final StructType SCHEMA =
      new StructType()
          .add("host", DataTypes.StringType, true, "Name of the machine.")
          .add("recording", DataTypes.StringType, true, "Path of the file.")
          .add("kernel", DataTypes.StringType, true, "/proc/version of the machine.")
          .add("earliest", DataTypes.TimestampType, true, "Earliest time of a sample.")
          .add("latest", DataTypes.TimestampType, true, "Latest time of a sample.")
          .add("begin_ns", DataTypes.LongType, true, "Monotonic time of the first sample.")
          .add("end_ns", DataTypes.LongType, true, "Monotonic time after the last sample.")
          .add("bytes", DataTypes.LongType, true, "Length of the file.")
          .add("is_complete", DataTypes.BooleanType, true, "Whether its writer ended it.")
          .add("ignored_bytes", DataTypes.LongType, true, "Bytes at its end that are no block.")
          .add("problem", DataTypes.StringType, true, "Why it cannot be read.");

  private final Map<String, @Nullable Object> values = new LinkedHashMap<>();

  private RecordingsRow(FoundFile file) {
    text("recording", file.path());
    values.put("bytes", file.bytes());
  }

  static RecordingsRow of(FoundFile file, Recording recording) {
    RecordingsRow row = new RecordingsRow(file);
    row.text("host", recording.facts().host().orElse(null));
    row.text("kernel", recording.facts().kernel().orElse(null));
    if (recording.sources().stream().anyMatch(source -> source.samples() > 0)) {
      Instant[] times = Clocks.of(recording).between(recording.startNanos(), recording.endNanos());
      row.values.put("earliest", times == null ? null : micros(times[0]));
      row.values.put("latest", times == null ? null : micros(times[1]));
      row.values.put("begin_ns", recording.startNanos());
      row.values.put("end_ns", recording.endNanos());
    }
    row.values.put("is_complete", recording.isComplete());
    row.values.put("ignored_bytes", recording.ignoredBytes());
    return row;
  }

  static RecordingsRow unreadable(FoundFile file, String problem) {
    RecordingsRow row = new RecordingsRow(file);
    row.text("problem", problem);
    return row;
  }

  private void text(String name, @Nullable String text) {
    values.put(name, text == null ? null : UTF8String.fromString(text));
  }

  private static @Nullable Long micros(Instant instant) {
    try {
      return DateTimeUtils.instantToMicros(instant);
    } catch (ArithmeticException e) {
      return null; // too far away
    }
  }

  /** Its values in the columns of a schema. */
  InternalRow in(StructType wanted) {
    GenericInternalRow row = new GenericInternalRow(wanted.length());
    for (int i = 0; i < wanted.length(); i++) {
      Object value = values.get(wanted.fields()[i].name());
      if (value == null) {
        row.setNullAt(i);
      } else {
        row.update(i, Objects.requireNonNull(value));
      }
    }
    return row;
  }
}
