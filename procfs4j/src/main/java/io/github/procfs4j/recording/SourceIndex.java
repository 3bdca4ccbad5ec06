package io.github.procfs4j.recording;

import io.github.procfs4j.model.ChangeReader;
import io.github.procfs4j.model.Layout;
import java.util.ArrayList;
import java.util.List;

/** What opening a recording learns of a source, and where its layouts and samples stand. */
final class SourceIndex {
  static final Layout NOTHING = new Layout.Builder().build();

  final String name;
  final String purpose;
  final String reference;
  final long period;
  final List<RecordedSource.Failure> failures = new ArrayList<>();

  /**
   * The pieces of the file that tell of this source, in order: for each the distance from the end
   * of the one before, then twice its length, plus one if it is a layout. A recording of a week has
   * a piece for each second; this takes five bytes for each.
   */
  final RecordWriter pieces = new RecordWriter();

  private long piecesEnd;
  private Layout layout = NOTHING;
  private final ChangeReader reader = new ChangeReader();
  private long samples;
  private long late;
  private long firstStart;
  private long lastEnd;

  /** From the fields of a record SOURCE, behind its number. */
  SourceIndex(RecordReader in) {
    period = in.number();
    name = in.string();
    purpose = in.string();
    reference = in.string();
  }

  void layout(Layout next, long at, int size) {
    layout = next;
    reader.lose();
    add(at, size, 1);
  }

  /** Runs through the samples, to count them and to find what is not as it should be. */
  void samples(byte[] bytes, int from, int to, long at) {
    reader.feed(bytes, from, to);
    while (reader.next(layout.cells())) {
      if (!reader.isGap()) {
        if (samples == 0) {
          firstStart = reader.startNanos();
        }
        lastEnd = reader.endNanos();
        samples++;
      }
    }
    add(at, to - from, 0);
  }

  private void add(long at, int size, int isLayout) {
    pieces.number(at - piecesEnd).number(2L * size + isLayout);
    piecesEnd = at + size;
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
