package io.github.procfs4j.recording;

import io.github.procfs4j.model.Layout;
import io.github.procfs4j.model.Playback;
import io.github.procfs4j.model.Reading;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.WeakHashMap;

/**
 * A sample as seen by a reader: when it was read, whether samples failed before it, and each number
 * by its table, row and column.
 */
record Seen(long startNanos, long endNanos, boolean isAfterGap, SequencedMap<String, Long> cells) {
  /** The names of the cells of each layout, which most samples share. */
  private static final Map<Layout, List<String>> NAMES = new WeakHashMap<>();

  static Seen of(Reading reading, boolean isAfterGap) {
    SequencedMap<String, Long> cells = new LinkedHashMap<>();
    Layout layout = reading.layout();
    List<String> names = NAMES.computeIfAbsent(layout, Seen::names);
    for (int cell = 0; cell < layout.cells(); cell++) {
      if (!layout.isHole(cell)) {
        cells.put(names.get(cell), reading.value(cell));
      }
    }
    return new Seen(reading.startNanos(), reading.endNanos(), isAfterGap, cells);
  }

  private static List<String> names(Layout layout) {
    List<String> names = new ArrayList<>();
    for (int cell = 0; cell < layout.cells(); cell++) {
      names.add(layout.isHole(cell) ? "" : layout.row(cell) + " " + layout.column(cell));
    }
    return names;
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
