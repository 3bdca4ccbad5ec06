package io.github.procfs4j.spark;

import io.github.procfs4j.recording.DamagedRecordingException;
import io.github.procfs4j.recording.Recording;
import io.github.procfs4j.tables.Relation;
import io.github.procfs4j.tables.Relations;
import java.io.IOException;
import java.io.Serializable;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.jspecify.annotations.Nullable;

/**
 * What one reading of a recording shows about a table.
 *
 * @param host the name of the machine; null if it is not stated
 * @param fields the fields of the table; null if the recording lacks it
 * @param schemas the names of its schemas
 * @param earliest the earliest wall clock time of any sample; null if it is not known
 * @param latest the latest one
 * @param isComplete whether its writer ended it
 * @param ignoredBytes how many bytes at its end are no complete block
 * @param problem why it cannot be read; null if it can
 */
record Inspection(
    FoundFile file,
    @Nullable String host,
    @Nullable List<FieldShape> fields,
    Set<String> schemas,
    @Nullable Instant earliest,
    @Nullable Instant latest,
    boolean isComplete,
    long ignoredBytes,
    @Nullable String problem)
    implements Serializable {

  /** Inspects recordings. Most of a fleet have the same fields, which are then kept once. */
  static final class Inspector {
    private final String table;
    private final Configuration configuration;
    private final Map<Object, Object> known = new HashMap<>();

    Inspector(String table, Configuration configuration) {
      this.table = table;
      this.configuration = configuration;
    }

    Inspection of(FoundFile file) throws IOException {
      try (Recording recording = FetchedRecording.open(file, configuration)) {
        Relations relations = Relations.of(recording, file.path());
        Optional<Relation> relation = relations.find(table);
        Instant[] times =
            Clocks.of(recording).between(recording.startNanos(), recording.endNanos());
        return new Inspection(
            file,
            recording.facts().host().orElse(null),
            relation.map(FieldShape::of).map(this::same).orElse(null),
            same(Set.copyOf(relations.schemas().keySet())),
            times == null ? null : times[0],
            times == null ? null : times[1],
            recording.isComplete(),
            recording.ignoredBytes(),
            null);
      } catch (DamagedRecordingException e) {
        return new Inspection(
            file, null, null, Set.of(), null, null, false, 0, String.valueOf(e.getMessage()));
      }
    }

    @SuppressWarnings("unchecked") // what is equal has the same type
    private <T> T same(T object) {
      Object before = known.putIfAbsent(object, object);
      return before == null ? object : (T) before;
    }
  }
}
