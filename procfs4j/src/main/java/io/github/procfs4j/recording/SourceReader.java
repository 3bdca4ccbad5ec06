package io.github.procfs4j.recording;

import io.github.procfs4j.model.Column;
import io.github.procfs4j.model.Layout;
import io.github.procfs4j.model.changes.ChangeReader;
import io.github.procfs4j.model.slots.LayoutChange;
import io.github.procfs4j.model.slots.Slots;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads the records of one source that contain its layouts and samples. */
final class SourceReader {
  private static final Layout NOTHING = new Layout.Builder().build();

  private final List<Column> columns;
  private final List<SlotFormat.Shape> shapes;
  private final ChangeReader samples;

  /** The long strings of the layout. */
  private final Map<String, String> strings = new HashMap<>();

  private Layout layout = NOTHING;
  private int rows;

  /** The slots of the layout, if it consists of slots. */
  private @Nullable Slots slots;

  /** The last slots, which contain all shapes. */
  private @Nullable Slots lastSlots;

  /** A reader of samples, whose layouts refer to these columns and shapes. */
  SourceReader(List<Column> columns, List<SlotFormat.Shape> shapes, ChangeReader samples) {
    this.columns = columns;
    this.shapes = shapes;
    this.samples = samples;
  }

  /** Whether records of this type are read here. */
  static boolean reads(long type) {
    return type == Format.LAYOUT
        || type == Format.SAMPLES
        || type == Format.SLOTS
        || type == Format.ROWS;
  }

  /** Reads the fields of a record after the number of its source. */
  void read(long type, RecordReader in, byte[] bytes) {
    switch ((int) type) {
      case Format.LAYOUT -> {
        layout = LayoutFormat.readLayout(in, columns, strings);
        rows = layout.tables().stream().mapToInt(table -> table.rows().size()).sum();
        slots = null;
        samples.lose();
      }
      case Format.SLOTS -> {
        int stride = in.upTo(Slots.MOST_CELLS);
        Slots fresh = lastSlots == null ? new Slots(stride) : lastSlots.fresh(stride);
        lastSlots = fresh;
        slots = fresh;
        change(in, fresh);
        samples.lose();
      }
      case Format.ROWS -> {
        if (slots == null) {
          throw new IllegalArgumentException("rows of no slots");
        }
        change(in, slots);
      }
      case Format.SAMPLES -> samples.feed(bytes, in.at(), in.at() + in.left());
      default -> throw new IllegalArgumentException("a record of type " + type);
    }
  }

  private void change(RecordReader in, Slots changed) {
    LayoutChange change = SlotFormat.readChange(in, changed, shapes);
    samples.change(change, changed.stride(), changed.cells());
  }

  /** Moves to the next sample of the last record of samples; returns false if there is none. */
  boolean next() {
    return samples.next(cells());
  }

  /** The number of cells of a sample. */
  int cells() {
    return slots == null ? layout.cells() : slots.cells();
  }

  /** The number of rows of a sample, or of its slots. */
  int rows() {
    return slots == null ? rows : slots.slots();
  }

  Layout layout() {
    return slots == null ? layout : slots.layout();
  }
}
