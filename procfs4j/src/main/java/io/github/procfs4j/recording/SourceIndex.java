package io.github.procfs4j.recording;

import io.github.procfs4j.model.ChangeReader;
import io.github.procfs4j.model.Column;
import io.github.procfs4j.model.Layout.TableLayout;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What opening a recording learns of a source, and where its layouts and samples stand. */
final class SourceIndex {
  final String name;
  final String purpose;
  final String reference;
  final long period;
  final List<RecordedSource.Failure> failures = new ArrayList<>();

  /** What rows that are put into slots have in common, in the order in which it was stated. */
  final List<SlotFormat.Shape> shapes = new ArrayList<>();

  /** So many bytes of other sources are read along with a piece rather than beginning another. */
  private static final int SMALL_GAP = 512;

  /**
   * The pieces of the file that hold the records of this source, in order: for each the distance
   * from the end of the one before, then its length. A piece ends with its block, or where more
   * than {@value #SMALL_GAP} bytes of other sources follow. A recording of a week has a piece for
   * each second; this takes five bytes for each.
   */
  final RecordWriter pieces = new RecordWriter(16);

  private long piecesEnd;
  private long block;
  private long from;
  private long to;
  private final ChangeReader samplesHere = ChangeReader.withoutCells();

  /** The names of all columns that each table ever has. */
  private final Map<String, Set<String>> columnsOfTable = new HashMap<>();

  /** How many places for numbers a sample has: for each row the columns that its table ever has. */
  private long places;

  private final SourceReader reader;
  private long samples;
  private long late;
  private long cells;
  private long rows;
  private long firstStart;
  private long lastEnd;

  /** From the fields of a record SOURCE, behind its number. */
  SourceIndex(RecordReader in, List<Column> columns) {
    period = in.number();
    name = in.string();
    purpose = in.string();
    reference = in.string();
    reader = new SourceReader(columns, shapes, samplesHere);
  }

  /**
   * Runs through a record, to count its samples and to find what is not as it should be.
   *
   * @param recordFrom where it begins in the file
   * @param recordTo where it ends
   */
  void read(
      long type, RecordReader in, byte[] bytes, long blockAt, long recordFrom, long recordTo) {
    reader.read(type, in, bytes);
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
    if (samples == 0) {
      firstStart = start;
    }
    lastEnd = end;
    samples++;
    cells += Math.max(places, reader.cells());
    rows += reader.rows();
  }

  private void countPlaces() {
    places = 0;
    for (TableLayout table : reader.layout().tables()) {
      Set<String> columns =
          columnsOfTable.computeIfAbsent(table.table().name(), name -> new HashSet<>());
      table.columns().forEach(column -> columns.add(column.name()));
      places += (long) columns.size() * table.rows().size();
    }
  }

  /** States that no record comes any more. */
  void end() {
    endPiece();
  }

  private void endPiece() {
    if (to > from) {
      pieces.number(from - piecesEnd).number(to - from);
      piecesEnd = to;
    }
  }

  void late(long ticks) {
    late += ticks;
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
