package io.github.procfs4j.recording;

import io.github.procfs4j.model.ChangeReader;
import io.github.procfs4j.model.Column;
import java.util.ArrayList;
import java.util.List;

/** What opening a recording learns of a source, and where its layouts and samples stand. */
final class SourceIndex {
  final String name;
  final String purpose;
  final String reference;
  final long period;
  final List<RecordedSource.Failure> failures = new ArrayList<>();

  /** What rows that are put into slots have in common, in the order in which it was stated. */
  final List<SlotFormat.Shape> shapes = new ArrayList<>();

  /**
   * The pieces of the file that tell of this source, in order: for each the distance from the end
   * of the one before, then its length. A piece goes from the first record of the source in a block
   * to the last, and there may be records of others in between. A recording of a week has a piece
   * for each second; this takes five bytes for each.
   */
  final RecordWriter pieces = new RecordWriter();

  private long piecesEnd;
  private long block;
  private long from;
  private long to;
  private final ChangeReader samplesHere = ChangeReader.withoutCells();
  private final SourceReader reader;
  private long samples;
  private long late;
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
    while (reader.next()) {
      if (!samplesHere.isGap()) {
        if (samples == 0) {
          firstStart = samplesHere.startNanos();
        }
        lastEnd = samplesHere.endNanos();
        samples++;
      }
    }
    if (blockAt != block) {
      endPiece();
      block = blockAt;
      from = recordFrom;
    }
    to = recordTo;
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
    return new RecordedSource(index, name, purpose, reference, period, samples, late, failures);
  }
}
