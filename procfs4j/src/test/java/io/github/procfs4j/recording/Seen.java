package io.github.procfs4j.recording;

import io.github.procfs4j.model.Layout;
import io.github.procfs4j.model.Playback;
import io.github.procfs4j.model.Reading;
import java.util.ArrayList;
import java.util.List;
import java.util.SequencedMap;
import java.util.TreeMap;

/**
 * A sample as seen by a reader: when it was read, whether samples failed before it, and each number
 * by its table, row and column.
 */
record Seen(long startNanos, long endNanos, boolean isAfterGap, SequencedMap<String, Long> cells) {
  static Seen of(Reading reading, boolean isAfterGap) {
    SequencedMap<String, Long> cells = new TreeMap<>();
    Layout layout = reading.layout();
    for (int cell = 0; cell < layout.cells(); cell++) {
      if (layout.isHole(cell)) {
        continue;
      }
      cells.put(layout.row(cell) + " " + layout.column(cell), reading.value(cell));
    }
    return new Seen(reading.startNanos(), reading.endNanos(), isAfterGap, cells);
  }

  /** All samples of a source. */
  static List<Seen> of(Recording recording, int source) {
    List<Seen> seen = new ArrayList<>();
    Playback playback = recording.playback(recording.sources().get(source));
    while (playback.next()) {
      seen.add(of(playback, playback.isAfterGap()));
    }
    return seen;
  }

  /** All samples of all sources. */
  static List<List<Seen>> of(Recording recording) {
    return recording.sources().stream().map(source -> of(recording, source.index())).toList();
  }
}
