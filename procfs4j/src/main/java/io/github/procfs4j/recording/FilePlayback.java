package io.github.procfs4j.recording;

import io.github.procfs4j.model.Column;
import io.github.procfs4j.model.Layout;
import io.github.procfs4j.model.Playback;
import io.github.procfs4j.model.changes.ChangeReader;
import java.io.IOException;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.function.IntConsumer;

/** The samples of a source, read from the file when they are requested. */
final class FilePlayback implements Playback {
  private final RecordingFile file;
  private final int source;
  private final RecordReader pieces;
  private final ChangeReader samples = new ChangeReader();
  private final SourceReader reader;
  private byte[] bytes = new byte[1 << 12];
  private RecordReader records = new RecordReader(bytes, 0, 0);
  private long at;
  private boolean isSample;
  private boolean isAfterGap;

  /**
   * Creates a playback of a source.
   *
   * @param source its number
   * @param index the positions of its records
   */
  FilePlayback(RecordingFile file, int source, SourceIndex index, List<Column> columns) {
    this.file = file;
    this.source = source;
    pieces = new RecordReader(index.pieces.bytes(), 0, index.pieces.size());
    reader = new SourceReader(columns, index.shapes, samples);
  }

  @Override
  public boolean next() {
    isSample = false;
    isAfterGap = false;
    samples.beginChanges();
    while (!isSample) {
      if (reader.next()) {
        isSample = !samples.isGap();
        isAfterGap |= samples.isGap();
      } else if (!records.isAtEnd()) {
        nextRecord();
      } else if (!pieces.isAtEnd()) {
        nextPiece();
      } else {
        return false;
      }
    }
    return true;
  }

  private void nextRecord() {
    long type = records.number();
    RecordReader in = records.body();
    if (SourceReader.reads(type) && in.number() == source) {
      reader.read(type, in, bytes);
    }
  }

  private void nextPiece() {
    at += pieces.number();
    int length = (int) pieces.number();
    read(length);
    at += length;
    records = new RecordReader(bytes, 0, length);
  }

  private void read(int length) {
    if (bytes.length < length) {
      bytes = new byte[length];
    }
    try {
      if (file.read(at, bytes, 0, length) < length) {
        throw new IOException(file + ": became shorter while it was read");
      }
    } catch (IOException e) {
      throw new RecordingException(e);
    }
  }

  @Override
  public boolean isAfterGap() {
    checkSample();
    return isAfterGap;
  }

  @Override
  public Layout layout() {
    checkSample();
    return reader.layout();
  }

  private void checkSample() {
    if (!isSample) {
      throw new NoSuchElementException("there is no sample here");
    }
  }

  @Override
  public long value(int cell) {
    checkSample();
    return samples.value(Objects.checkIndex(cell, reader.cells()));
  }

  @Override
  public boolean changed(IntConsumer cell) {
    checkSample();
    return samples.changed(cell);
  }

  @Override
  public void copyTo(long[] cells) {
    checkSample();
    samples.copyTo(cells);
  }

  @Override
  public long startNanos() {
    checkSample();
    return samples.startNanos();
  }

  @Override
  public long endNanos() {
    checkSample();
    return samples.endNanos();
  }

  /** The current sample, with a line for each row. */
  @Override
  public String toString() {
    return text();
  }
}
