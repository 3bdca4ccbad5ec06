package io.github.procfs4j.fuzz;

import io.github.procfs4j.model.Column;
import io.github.procfs4j.model.Interval;
import io.github.procfs4j.model.Layout;
import io.github.procfs4j.model.Playback;
import io.github.procfs4j.model.Row;
import io.github.procfs4j.recording.DamagedRecordingException;
import io.github.procfs4j.recording.RecordedSource;
import io.github.procfs4j.recording.Recording;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Any bytes as a recording: it is rejected with {@link DamagedRecordingException}, or all of it can
 * be played, quickly and with memory bounded by its length.
 *
 * <p>The input is a file in the form of {@link Framed}, because otherwise no mutation would pass
 * the checksums.
 */
public final class RecordingTarget {
  /** The greatest number of rows of a layout that are examined. */
  private static final int MOST_ROWS = 1000;

  private static final Path FILE = TemporaryFile.create();

  private RecordingTarget() {}

  /** Is called by the fuzzer. */
  public static void fuzzerTestOneInput(byte[] input) throws IOException {
    byte[] bytes = Framed.file(input);
    Files.write(FILE, bytes);
    Limits opening = new Limits(1, (1L << 20) + 1000L * bytes.length);
    try {
      opening.hold("opening", () -> Recording.open(FILE).close());
    } catch (DamagedRecordingException e) {
      return;
    }
    try (Recording recording = Recording.open(FILE)) {
      if (recording.ignoredBytes() < 0 || recording.ignoredBytes() > bytes.length) {
        throw new AssertionError(recording.ignoredBytes() + " bytes ignored");
      }
      recording.facts();
      recording.instant(recording.startNanos());
      recording.instant(recording.endNanos());
      for (RecordedSource source : recording.sources()) {
        // Cells are kept up to the last one ever written, with room for twice as many.
        long cells = play(recording, source);
        new Limits(5, (16L << 20) + 10_000L * bytes.length + 4 * Long.BYTES * cells)
            .hold("playing", () -> play(recording, source));
        new Limits(5, (16L << 20) + 10_000L * bytes.length + 8 * Long.BYTES * cells)
            .hold("intervals", () -> intervals(recording, source));
      }
    }
  }

  /** Plays all samples of all sources, and their intervals. */
  static void playAll(Recording recording) {
    for (RecordedSource source : recording.sources()) {
      play(recording, source);
      intervals(recording, source);
    }
  }

  /** Plays all samples; returns the greatest number of cells of a sample. */
  @SuppressWarnings("ReferenceEquality") // identity is meant
  private static long play(Recording recording, RecordedSource source) {
    long samples = 0;
    long cells = 0;
    Playback playback = recording.playback(source);
    Layout before = new Layout.Builder().build();
    while (playback.next()) {
      samples++;
      Layout layout = playback.layout();
      cells = Math.max(cells, layout.cells());
      if (layout != before) {
        before = layout;
        look(playback);
      }
    }
    if (samples != source.samples()) {
      throw new AssertionError(samples + " samples played of " + source.samples());
    }
    return cells;
  }

  /** The intervals, as used by a report. */
  private static void intervals(Recording recording, RecordedSource source) {
    Interval interval = new Interval(recording.playback(source));
    while (interval.next()) {
      var _ = interval.seconds();
    }
  }

  private static void look(Playback playback) {
    Layout layout = playback.layout();
    int rows = 0;
    for (Layout.TableLayout table : layout.tables()) {
      for (Row row : table.rows()) {
        if (rows++ == MOST_ROWS) {
          return;
        }
        row.text();
        for (Column column : table.columns()) {
          int cell = layout.cell(row, column);
          if (cell != Layout.ABSENT) {
            if (!layout.row(cell).equals(row)) {
              throw new AssertionError("cell " + cell + " of " + row + " is of another row");
            }
            layout.column(cell).amount(playback.value(cell));
          }
        }
      }
    }
  }
}
