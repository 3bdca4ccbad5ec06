package io.github.procfs4j.fuzz;

import io.github.procfs4j.model.Column;
import io.github.procfs4j.model.Interval;
import io.github.procfs4j.model.Layout;
import io.github.procfs4j.model.Playback;
import io.github.procfs4j.model.Row;
import io.github.procfs4j.recording.DamagedRecordingException;
import io.github.procfs4j.recording.RecordedSource;
import io.github.procfs4j.recording.Recording;
import io.github.procfs4j.recording.RecordingCopy;
import io.github.procfs4j.recording.RecordingCopy.Part;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Any bytes as a recording: it is rejected with {@link DamagedRecordingException}, or all of it can
 * be played and copied, quickly and with memory bounded by its length. The copy has the same
 * samples.
 *
 * <p>The input is a file in the form of {@link Framed}, because otherwise no mutation would pass
 * the checksums.
 */
public final class RecordingTarget {
  /** The greatest number of rows of a layout that are examined. */
  private static final int MOST_ROWS = 1000;

  /** The greatest number of cells of a source that are compared with those of a copy. */
  private static final long MOST_COMPARED = 1 << 16;

  private static final Path FILE = TemporaryFile.create();
  private static final Path COPY = TemporaryFile.create();

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
      copy(recording, bytes.length);
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

  /** Writes a copy, and twice the recording, one after the other, as one. */
  private static void copy(Recording recording, int length) throws IOException {
    List<RecordedSource> sources = recording.sources();
    Part all = new Part(recording, sources, Long.MIN_VALUE, Long.MAX_VALUE, 0);
    Limits limits = new Limits(5, (64L << 20) + 20_000L * length);
    limits.hold("copying", () -> RecordingCopy.write(List.of(all), recording.facts(), COPY, true));
    try (Recording copy = Recording.open(COPY)) {
      if (copy.marks().size() != recording.marks().size()
          || copy.isComplete() != recording.isComplete()) {
        throw new AssertionError("marks or the end are not copied");
      }
      for (int i = 0; i < sources.size(); i++) {
        compare(recording, sources.get(i), copy, copy.sources().get(i));
      }
    }
    long shift = recording.endNanos() - recording.startNanos() + 1;
    Part later = new Part(recording, sources, Long.MIN_VALUE, Long.MAX_VALUE, shift);
    try {
      RecordingCopy.write(List.of(all, later), recording.facts(), COPY, true);
    } catch (IllegalArgumentException e) {
      return; // later than any time
    }
    try (Recording twice = Recording.open(COPY)) {
      for (int i = 0; i < sources.size(); i++) {
        if (twice.sources().get(i).samples() != 2 * sources.get(i).samples()) {
          throw new AssertionError("samples are missing after merging");
        }
      }
    }
  }

  private static void compare(
      Recording one, RecordedSource of, Recording other, RecordedSource is) {
    if (!of.name().equals(is.name())
        || of.samples() != is.samples()
        || of.lateTicks() != is.lateTicks()
        || of.failures().size() != is.failures().size()) {
      throw new AssertionError(of + " was copied as " + is);
    }
    Playback played = one.playback(of);
    Playback copied = other.playback(is);
    long cells = 0;
    while (played.next() && copied.next() && cells < MOST_COMPARED) {
      if (played.startNanos() != copied.startNanos()
          || played.endNanos() != copied.endNanos()
          || (cells > 0 && played.isAfterGap() && !copied.isAfterGap())
          || played.layout().cells() != copied.layout().cells()) {
        throw new AssertionError("another sample at " + played.startNanos());
      }
      for (int cell = 0; cell < played.layout().cells(); cell++) {
        if (played.value(cell) != copied.value(cell)) {
          throw new AssertionError("cell " + cell + " at " + played.startNanos());
        }
      }
      cells += 1 + played.layout().cells();
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
