package io.github.procfs4j.recording;

import io.github.procfs4j.model.Layout;
import io.github.procfs4j.model.Playback;
import io.github.procfs4j.model.Sample;
import io.github.procfs4j.model.slots.LayoutChange;
import io.github.procfs4j.model.slots.SlotLayout;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The samples of a playback with what changed since the previous one, as a writer needs it. */
final class PlayedSample implements Sample {
  private final Playback played;

  /** What is added to all times. */
  private final long shift;

  private @Nullable Layout before;
  private long[] values = {};
  private boolean isContinuation;
  private int[] changed = {};
  private long[] deltas = {};
  private int changes;

  /** The number of cells that may have changed. */
  private int candidates;

  PlayedSample(Playback played, long shift) {
    this.played = played;
    this.shift = shift;
  }

  /** Compares the current sample of the playback with the one for which it was called before. */
  @SuppressWarnings("ReferenceEquality") // the layout of a sample that continues is the same object
  void take() {
    Layout layout = played.layout();
    Layout last = before;
    isContinuation =
        last != null && !played.isAfterGap() && (layout == last || layout.isSuccessorOf(last));
    if (values.length < layout.cells()) {
      values = Arrays.copyOf(values, layout.cells());
    }
    if (isContinuation && layout != last && layout instanceof SlotLayout slots) {
      clear(slots.change(), slots.stride());
    }
    changes = 0;
    candidates = 0;
    if (isContinuation && played.changed(this::note)) {
      Arrays.sort(changed, 0, candidates); // in which a cell may occur twice
      for (int i = 0; i < candidates; i++) {
        compare(changed[i]);
      }
    } else {
      for (int cell = 0; cell < layout.cells(); cell++) {
        makeRoom(changes);
        compare(cell);
      }
    }
    before = layout;
  }

  /** The cells of rows that left or came are 0. */
  private void clear(LayoutChange change, int stride) {
    change.left().forEach(slot -> clear(slot, stride));
    change.came().forEach(came -> clear(came.slot(), stride));
  }

  private void clear(int slot, int stride) {
    Arrays.fill(
        values,
        Math.min(values.length, slot * stride),
        Math.min(values.length, (slot + 1) * stride),
        0);
  }

  private void note(int cell) {
    makeRoom(candidates);
    changed[candidates++] = cell;
  }

  private void makeRoom(int used) {
    if (used == changed.length) {
      changed = Arrays.copyOf(changed, 2 * used + 8);
      deltas = Arrays.copyOf(deltas, changed.length);
    }
  }

  /** Notes the change of a cell; those before it have been compared. */
  private void compare(int cell) {
    if (cell >= played.layout().cells()) {
      return;
    }
    long value = played.value(cell);
    if (value != values[cell]) {
      changed[changes] = cell;
      deltas[changes++] = value - values[cell];
      values[cell] = value;
    }
  }

  @Override
  public boolean isContinuation() {
    return isContinuation;
  }

  @Override
  public int changes() {
    return changes;
  }

  @Override
  public int changed(int i) {
    return changed[i];
  }

  @Override
  public long delta(int i) {
    return deltas[i];
  }

  @Override
  public Layout layout() {
    return played.layout();
  }

  @Override
  public long value(int cell) {
    return played.value(cell);
  }

  @Override
  public long startNanos() {
    return played.startNanos() + shift;
  }

  @Override
  public long endNanos() {
    return played.endNanos() + shift;
  }
}
