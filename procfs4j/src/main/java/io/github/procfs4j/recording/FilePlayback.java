package io.github.procfs4j.recording;

import io.github.procfs4j.model.ChangeReader;
import io.github.procfs4j.model.Column;
import io.github.procfs4j.model.Layout;
import io.github.procfs4j.model.Playback;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.NoSuchElementException;

/** The samples of a source, read from the file as they are asked for. */
final class FilePlayback implements Playback {
  private final RecordingFile file;
  private final RecordReader pieces;
  private final List<Column> columns;
  private final ChangeReader reader = new ChangeReader();
  private Layout layout = SourceIndex.NOTHING;
  private byte[] bytes = new byte[1 << 12];
  private long at;
  private boolean isSample;
  private boolean isAfterGap;

  FilePlayback(RecordingFile file, SourceIndex source, List<Column> columns) {
    this.file = file;
    this.columns = columns;
    pieces = new RecordReader(source.pieces.bytes(), 0, source.pieces.size());
  }

  @Override
  public boolean next() {
    isSample = false;
    isAfterGap = false;
    while (!isSample) {
      if (reader.next(layout.cells())) {
        isSample = !reader.isGap();
        isAfterGap |= reader.isGap();
      } else if (pieces.isAtEnd()) {
        return false;
      } else {
        nextPiece();
      }
    }
    return true;
  }

  private void nextPiece() {
    at += pieces.number();
    long coded = pieces.number();
    int length = (int) (coded >> 1);
    read(length);
    at += length;
    if ((coded & 1) == 0) {
      reader.feed(bytes, 0, length);
    } else {
      layout = LayoutFormat.readLayout(new RecordReader(bytes, 0, length), columns);
      reader.lose();
    }
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
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public boolean isAfterGap() {
    return isAfterGap;
  }

  @Override
  public Layout layout() {
    if (!isSample) {
      throw new NoSuchElementException("there is no sample here");
    }
    return layout;
  }

  @Override
  public long value(int cell) {
    return reader.value(cell);
  }

  @Override
  public long startNanos() {
    return reader.startNanos();
  }

  @Override
  public long endNanos() {
    return reader.endNanos();
  }
}
