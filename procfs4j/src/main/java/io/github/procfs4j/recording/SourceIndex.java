package io.github.procfs4j.recording;

import io.github.procfs4j.model.Column;
import io.github.procfs4j.model.Layout.TableLayout;
import io.github.procfs4j.model.changes.ChangeReader;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * What is learned about a source when a recording is opened, including the positions of its layouts
 * and samples.
 */
final class SourceIndex {
  final String name;
  final String purpose;
  final String reference;
  final long period;
  final List<RecordedSource.Failure> failures = new ArrayList<>();

  /** The skipped ticks, as they were noticed. */
  final List<LateTicks> lates = new ArrayList<>();

  /** The shapes of the rows in slots, in the order in which they were described. */
  final List<SlotFormat.Shape> shapes = new ArrayList<>();

  /**
   * Up to this many bytes of other sources are included in a piece, instead of beginning another
   * one.
   */
  private static final int SMALL_GAP = 512;

  /**
   * The pieces of the file with the records of this source, in order: for each, the distance from
   * the end of the previous one, and its length. A piece ends with its block, or where more than
   * {@value #SMALL_GAP} bytes of other sources follow. A recording of a week has a piece for each
   * second; this takes five bytes for each.
   */
  final RecordWriter pieces = new RecordWriter(16);

  private long piecesEnd;
  private long block;
  private long from;
  private long to;
  private final ChangeReader samplesHere = ChangeReader.withoutCells();

  private final SourceLimits limits = new SourceLimits();

  /**
   * The number of values in a sample: for each row the number of columns that its table ever has.
   */
  private long places;

  private final SourceReader reader;
  private long samples;
  private long late;
  private long bytes;
  private long cells;
  private long rows;
  private long firstStart;
  private long lastEnd;

  /** Created from the fields of a record SOURCE, after its number. */
  SourceIndex(RecordReader in, List<Column> columns) {
    period = in.length();
    name = in.string();
    purpose = in.string();
    reference = in.string();
    reader = new SourceReader(columns, shapes, samplesHere);
  }

  /**
   * Reads a record to count its samples and to check it.
   *
   * @param recordFrom its first position in the file
   * @param recordTo the position after it
   */
  void read(
      long type, RecordReader in, byte[] bytes, long blockAt, long recordFrom, long recordTo) {
    reader.read(type, in, bytes);
    this.bytes += recordTo - recordFrom;
    if (type == Format.LAYOUT) {
      countPlaces();
    } else if (type == Format.SLOTS) {
      places = 0;
    }
    while (reader.next()) {
      if (!samplesHere.isGap()) {
        if (reader.cells() > Format.mostCells(recordTo)) {
          throw new IllegalArgumentException(
              reader.cells() + " cells, of which too few stand in the file");
        }
        count(samplesHere.startNanos(), samplesHere.endNanos());
      }
    }
    if (blockAt != block || recordFrom - to > SMALL_GAP) {
      endPiece();
      block = blockAt;
      from = recordFrom;
    }
    to = recordTo;
  }

  private void count(long start, long end) {
    if (end < start || (samples > 0 && start < lastEnd)) {
      throw new IllegalArgumentException("a sample that ends or begins before it can");
    }
    Format.time(start);
    Format.time(end);
    if (samples == 0) {
      firstStart = start;
    }
    lastEnd = end;
    samples++;
    cells += Math.max(places, reader.cells());
    rows += reader.rows();
  }

  private void countPlaces() {
    limits.add(reader.layout());
    places = 0;
    for (TableLayout table : reader.layout().tables()) {
      places += (long) limits.columns(table.table().name()) * table.rows().size();
    }
  }

  /** Adds a shape, from a record of its own. */
  void shape(SlotFormat.Shape shape) {
    if (shapes.size() == Format.MOST_SHAPES) {
      throw new IllegalArgumentException("more than " + Format.MOST_SHAPES + " shapes");
    }
    limits.add(shape.table(), shape.columns());
    shapes.add(shape);
  }

  /** Ends the index, after the last record. */
  void end() {
    endPiece();
  }

  private void endPiece() {
    if (to > from) {
      pieces.number(from - piecesEnd).number(to - from);
      piecesEnd = to;
    }
  }

  void late(long nanos, long ticks) {
    late = Math.min(late + ticks, Format.MOST_NANOS);
    lates.add(new LateTicks(nanos, ticks));
  }

  long bytes() {
    return bytes;
  }

  long samples() {
    return samples;
  }

  long firstStart() {
    return firstStart;
  }

  long lastEnd() {
    return lastEnd;
  }

  RecordedSource recorded(int index) {
    return new RecordedSource(
        index,
        name,
        purpose,
        reference,
        Duration.ofNanos(period),
        samples,
        cells,
        rows,
        late,
        failures);
  }
}
