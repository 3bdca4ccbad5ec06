package io.github.procfs4j.metrics;

import java.util.Arrays;

/**
 * The values of counters for a metrics library, which takes each fall for a new start at 0.
 *
 * <p>The kernel corrects times backwards by some ticks, such as the idle time of a CPU. A time that
 * fell by less than three seconds keeps its last value until the kernel's number has passed it, as
 * in node_exporter. Any other fall is a new start: a 32-bit number has wrapped, or a device was
 * removed and added again. A sum of which the parts have changed, such as that of all CPUs when one
 * is removed, is neither: it continues from its last value.
 *
 * <p>Counters are in slots, and their numbers in arrays, because all of them are computed for each
 * sample. It must only be used by one thread at a time.
 */
public final class SteadyCounters {
  /** {@code jumpBackSeconds} of node_exporter's {@code cpu_linux.go}. */
  private static final double CORRECTION_SECONDS = 3;

  /** What a metrics library does with the values of a counter. */
  public enum Reader {
    /** It looks for falls itself, as Prometheus does: they are shown to it. */
    OF_TOTALS,
    /** It must not see a fall: after a new start, the counter continues from its last value. */
    OF_TOTALS_THAT_NEVER_FALL,
    /**
     * It adds up the differences itself, also that between 0 and the first value: the counter
     * begins at 0, never falls, and keeps its last value where there is none, as no sum survives a
     * NaN.
     */
    OF_GROWTH
  }

  /** What is in a slot. */
  private static final byte NOTHING = 0;

  private static final byte WITHOUT_NUMBER = 1;

  /** It has a number, to which nothing is added. */
  private static final byte PLAIN = 2;

  private static final byte ADDED_TO = 3;
  private static final byte OF_OTHER_PARTS = 4;

  private final Reader reader;
  private byte[] states = {};
  private boolean[] areTimes = {};
  private double[] last = {};
  private double[] added = {};

  /**
   * Creates empty slots.
   *
   * @param reader what the library does with the values
   */
  public SteadyCounters(Reader reader) {
    this.reader = reader;
  }

  /**
   * Puts a counter that has not seen a number yet into a slot.
   *
   * @param slot the slot
   * @param instrument its instrument
   */
  public void add(int slot, Instrument instrument) {
    if (slot >= states.length) {
      int length = Math.max(slot + 1, 2 * states.length);
      states = Arrays.copyOf(states, length);
      areTimes = Arrays.copyOf(areTimes, length);
      last = Arrays.copyOf(last, length);
      added = Arrays.copyOf(added, length);
    }
    states[slot] = WITHOUT_NUMBER;
    areTimes[slot] = instrument.unit().equals(Instrument.SECONDS);
    last[slot] = 0;
    added[slot] = 0;
  }

  /**
   * Empties a slot.
   *
   * @param slot the slot
   */
  public void remove(int slot) {
    if (slot < states.length) {
      states[slot] = NOTHING;
    }
  }

  /**
   * The next number of a counter is a sum of other parts than the last one.
   *
   * @param slot the slot
   */
  public void sumChanges(int slot) {
    if (slot < states.length && isStarted(slot)) {
      states[slot] = OF_OTHER_PARTS;
    }
  }

  /**
   * Replaces the kernel's numbers by values for the library: NaN if there is none, unless the
   * library adds up differences.
   *
   * @param values the numbers by slot; NaN if there is none
   */
  public void next(double[] values) {
    int slots = Math.min(values.length, states.length);
    for (int slot = 0; slot < slots; slot++) {
      if (states[slot] == PLAIN && values[slot] >= last[slot]) {
        last[slot] = values[slot];
      } else if (states[slot] != NOTHING) {
        values[slot] = next(slot, values[slot]);
      }
    }
  }

  /**
   * {@return whether a time that fell was corrected by the kernel, rather than started again}
   *
   * @param seconds by how much it fell
   */
  public static boolean isCorrection(double seconds) {
    return seconds < CORRECTION_SECONDS;
  }

  private double next(int slot, double number) {
    if (!(number >= 0)) { // negative or NaN
      return reader == Reader.OF_GROWTH ? last[slot] + added[slot] : Double.NaN;
    }
    if (!isStarted(slot)) {
      start(slot, number);
    } else if (number < last[slot]) {
      if (areTimes[slot] && isCorrection(last[slot] - number)) {
        return last[slot] + added[slot];
      }
      added[slot] = reader == Reader.OF_TOTALS ? 0 : added[slot] + last[slot] - number;
    }
    states[slot] = added[slot] == 0 ? PLAIN : ADDED_TO;
    last[slot] = number;
    return number + added[slot];
  }

  private boolean isStarted(int slot) {
    return states[slot] == PLAIN || states[slot] == ADDED_TO;
  }

  private void start(int slot, double number) {
    if (states[slot] == OF_OTHER_PARTS) {
      added[slot] += last[slot] - number;
    } else {
      added[slot] = reader == Reader.OF_GROWTH ? -number : 0;
    }
  }
}
