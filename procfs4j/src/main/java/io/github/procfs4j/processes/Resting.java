package io.github.procfs4j.processes;

import io.github.procfs4j.io.KeptFile;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The tasks that rest: their files were not read for the last sample, and need not be read for the
 * next one if their evidence is the same again.
 *
 * <p>What is needed to find that out is kept here, adjacent in memory, so that a sample does not
 * touch the objects of each task that it has nothing to do with. Everything else about them is
 * decided by {@link Task}: a task whose evidence differs in a single byte, or is missing, wakes and
 * is sampled as any other.
 */
final class Resting {
  /** The longest text that is kept, which is that of a cache line. */
  private static final int WIDTH = 64;

  /** Of how many tasks the evidence is read before any of it is compared. */
  private static final int AT_ONCE = 64;

  /** The length of the {@code statm} of a task without memory, which need not be read. */
  private static final int NO_MEMORY = -2;

  private final Batch batch = new Batch();
  private @Nullable Task[] tasks = new Task[AT_ONCE];
  private KeptFile[] runs = new KeptFile[AT_ONCE];
  private KeptFile[] memories = new KeptFile[AT_ONCE];
  private byte[] knownRuns = new byte[AT_ONCE * WIDTH];
  private byte[] knownMemories = new byte[AT_ONCE * WIDTH];
  private int[] lengths = new int[2 * AT_ONCE];
  private long[] dues = new long[AT_ONCE];
  private int count;

  private final Census census;

  /** The tasks that woke and have not been taken yet. */
  private final ArrayList<Task> woken = new ArrayList<>();

  private int[] waking = new int[AT_ONCE];

  /**
   * Creates an empty collection.
   *
   * @param census counts the tasks that rest
   */
  Resting(Census census) {
    this.census = census;
  }

  /** The number of tasks that rest. */
  int count() {
    return count;
  }

  /** Lets a task rest if it may; returns whether it does. */
  boolean add(Task task) {
    Probe probe = task.probeAtRest();
    KeptFile ofRuns = task.runs();
    if (probe == null || ofRuns == null || probe.runsLength() > WIDTH) {
      return false;
    }
    KeptFile ofMemory = task.memory();
    int memoryLength = ofMemory == null ? NO_MEMORY : probe.memoryLength();
    if (memoryLength > WIDTH) {
      return false;
    }
    if (count == dues.length) {
      grow();
    }
    int seat = count++;
    woken.ensureCapacity(count); // all may wake in one sample, which then causes no garbage
    tasks[seat] = task;
    runs[seat] = ofRuns;
    memories[seat] = ofMemory == null ? ofRuns : ofMemory;
    lengths[2 * seat] = probe.runsLength();
    lengths[2 * seat + 1] = memoryLength;
    probe.copyRuns(knownRuns, seat * WIDTH);
    if (memoryLength > 0) {
      probe.copyMemory(knownMemories, seat * WIDTH);
    }
    dues[seat] = task.due();
    task.rest(this, seat);
    census.rests(task, 1);
    return true;
  }

  private void grow() {
    int more = 2 * count;
    tasks = Arrays.copyOf(tasks, more);
    runs = Arrays.copyOf(runs, more);
    memories = Arrays.copyOf(memories, more);
    knownRuns = Arrays.copyOf(knownRuns, more * WIDTH);
    knownMemories = Arrays.copyOf(knownMemories, more * WIDTH);
    lengths = Arrays.copyOf(lengths, 2 * more);
    dues = Arrays.copyOf(dues, more);
    waking = new int[more];
  }

  /** Wakes the task with this place, which the last one takes. */
  void wake(int seat) {
    Task task = tasks[seat];
    if (task == null) {
      return;
    }
    census.rests(task, -1);
    task.rest(null, 0);
    woken.add(task);
    int last = --count;
    Task moved = tasks[last];
    tasks[last] = null;
    if (seat != last && moved != null) {
      tasks[seat] = moved;
      runs[seat] = runs[last];
      memories[seat] = memories[last];
      System.arraycopy(knownRuns, last * WIDTH, knownRuns, seat * WIDTH, WIDTH);
      System.arraycopy(knownMemories, last * WIDTH, knownMemories, seat * WIDTH, WIDTH);
      lengths[2 * seat] = lengths[2 * last];
      lengths[2 * seat + 1] = lengths[2 * last + 1];
      dues[seat] = dues[last];
      moved.rest(this, seat);
    }
  }

  /** Wakes those that have ended, as a listing showed. */
  void wakeEnded() {
    for (int seat = count - 1; seat >= 0; seat--) {
      Task task = tasks[seat];
      if (task != null && task.hasEnded) {
        wake(seat);
      }
    }
  }

  /** The tasks that woke since they were last taken; the caller removes them. */
  List<Task> woken() {
    return woken;
  }

  /**
   * Reads the evidence, and wakes the tasks for which it is not the same as before or which are
   * due.
   *
   * @param isMemoryShown whether the memory of each task is sampled, and thus evidence
   * @return the total length of what was read
   */
  int ask(Lateness lateness, boolean isMemoryShown) {
    boolean isMemoryAsked = isMemoryShown || lateness.mayHaveMoved();
    int bytes = 0;
    int wakes = 0;
    for (int from = 0; from < count; from += AT_ONCE) {
      int to = Math.min(from + AT_ONCE, count);
      batch.clear();
      int first = batch.reserve(2 * AT_ONCE) - 2 * from;
      for (int seat = from; seat < to; seat++) {
        bytes += Math.max(0, batch.read(first + 2 * seat, runs[seat]));
        if (isMemoryAsked && lengths[2 * seat + 1] > 0) {
          bytes += Math.max(0, batch.read(first + 2 * seat + 1, memories[seat]));
        }
      }
      for (int seat = from; seat < to; seat++) {
        if (!lateness.isAllowed()
            || lateness.now() - dues[seat] > 0
            || !batch.isEqual(first + 2 * seat, knownRuns, seat * WIDTH, lengths[2 * seat])
            || (isMemoryAsked && !hasSameMemory(first + 2 * seat + 1, seat))) {
          waking[wakes++] = seat;
        }
      }
    }
    for (int i = wakes - 1; i >= 0; i--) { // a place that is taken by the last task was asked
      wake(waking[i]);
    }
    return bytes;
  }

  private boolean hasSameMemory(int text, int seat) {
    int length = lengths[2 * seat + 1];
    return length == NO_MEMORY
        || (length > 0 && batch.isEqual(text, knownMemories, seat * WIDTH, length));
  }
}
