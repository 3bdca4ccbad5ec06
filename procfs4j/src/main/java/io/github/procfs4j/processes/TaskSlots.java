package io.github.procfs4j.processes;

import io.github.procfs4j.model.Column;
import io.github.procfs4j.model.Layout;
import io.github.procfs4j.model.slots.Slots;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The rows of the process table in {@link Slots}: a task keeps its slot, and so its cells, as long
 * as it exists. Tasks that come or go cause no work for the others, and of those that stay, only
 * the changed ones are examined.
 */
final class TaskSlots {
  private static final @Nullable Task[] NO_TASKS = {};

  private final Census census;
  private final TaskList processes;

  /** The complete names of threads; null if they are not shown. */
  private final @Nullable ThreadNames names;

  /** Whether rows contain the arguments of processes. */
  private final boolean hasArguments;

  private long version;

  /**
   * Null before the first sample, and when rows became too wide: all of them are then put in again.
   */
  private @Nullable Slots slots;

  private @Nullable Task[] taskOfSlot = NO_TASKS;
  private int stride;
  private final Changes changes = new Changes();

  /** The slots whose cells changed; the others are not examined. */
  private final BitSet changedSlots = new BitSet();

  TaskSlots(Census census, TaskList processes, @Nullable ThreadNames names, boolean hasArguments) {
    this.census = census;
    this.processes = processes;
    this.names = names;
    this.hasArguments = hasArguments;
  }

  /** Begins a sample. */
  void begin() {
    version = names == null ? 0 : names.version();
  }

  /** Puts the row of a task into a slot, or updates the words that describe it. */
  void place(Task task) {
    boolean isNamed = names != null && task.tid != 0 && task.lookUp(names, version);
    if (task.isRelearned()) {
      displace(task);
    }
    Slots places = slots;
    if (task.slot != Task.NO_SLOT) {
      task.came = false;
      if (task.isChanged()) {
        changedSlots.set(task.slot);
      }
      if (places != null && (isNamed || task.isRenamed())) {
        places.describe(task.slot, task.rowNow(hasArguments));
      }
    } else {
      List<Column> columns = task.columns();
      stride = Math.max(stride, columns.size());
      if (places == null || columns.size() > places.stride()) {
        slots = null; // all rows will be put into wider slots
      } else {
        put(task, places);
      }
    }
  }

  private void put(Task task, Slots places) {
    task.slot = places.add(task.rowNow(hasArguments), task.columns());
    task.came = true;
    changedSlots.set(task.slot);
    if (task.slot >= taskOfSlot.length) {
      taskOfSlot = Arrays.copyOf(taskOfSlot, Math.max(task.slot + 1, 2 * taskOfSlot.length));
    }
    taskOfSlot[task.slot] = task;
  }

  /** Removes the row of a task. */
  void displace(Task task) {
    Slots places = slots;
    if (task.slot != Task.NO_SLOT) {
      if (places != null) {
        places.remove(task.slot);
      }
      taskOfSlot[task.slot] = null;
      task.slot = Task.NO_SLOT;
    }
  }

  /** Forgets all rows: the next sample does not continue the previous ones. */
  void startOver() {
    slots = null;
    changes.clear();
  }

  /**
   * Completes a sample: notes the changes of the cells.
   *
   * @return whether it continues the previous sample
   */
  boolean complete() {
    Slots places = slots;
    changes.clear();
    if (places == null) {
      putAllAgain();
    } else {
      census.addChanges(changes);
      int width = places.stride();
      for (int slot = changedSlots.nextSetBit(0);
          slot >= 0;
          slot = changedSlots.nextSetBit(slot + 1)) {
        Task task = taskOfSlot[slot];
        if (task != null) {
          task.addChanges(slot * width, changes);
        }
      }
    }
    changedSlots.clear();
    return places != null;
  }

  private void putAllAgain() {
    stride = Math.max(stride, census.columns().size());
    Slots fresh = new Slots(stride);
    slots = fresh;
    Arrays.fill(taskOfSlot, null);
    fresh.add(Census.ROW, census.columns());
    for (int i = 0; i < processes.count(); i++) {
      Task process = processes.get(i);
      putInto(process, fresh);
      for (int t = 0; t < process.threads.count(); t++) {
        putInto(process.threads.get(t), fresh);
      }
    }
  }

  private void putInto(Task task, Slots fresh) {
    if (task.isRead()) {
      put(task, fresh);
    }
  }

  /** The layout of the completed sample. */
  Layout layout() {
    return Objects.requireNonNull(slots).layout();
  }

  /** The changes since the previous sample. */
  Changes changes() {
    return changes;
  }

  /** The number in a cell; 0 if there is no sample. */
  long value(int cell) {
    Slots places = slots;
    if (places == null) {
      return 0;
    }
    int slot = cell / places.stride();
    int within = cell % places.stride();
    if (slot == Census.SLOT) {
      return census.value(within);
    }
    Task task = slot < taskOfSlot.length ? taskOfSlot[slot] : null;
    return task == null ? 0 : task.value(within);
  }
}
