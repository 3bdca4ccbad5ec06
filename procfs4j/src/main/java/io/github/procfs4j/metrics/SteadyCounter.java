package io.github.procfs4j.metrics;

/**
 * The value of a counter for a metrics library, which takes each fall for a new start at 0.
 *
 * <p>The kernel corrects times backwards by some ticks, such as the idle time of a CPU. A time that
 * fell by less than three seconds keeps its last value until the kernel's number has passed it, as
 * in node_exporter. Any other fall is a new start: a 32-bit number has wrapped, or a device was
 * removed and added again.
 *
 * <p>It must only be used by one thread at a time.
 */
public final class SteadyCounter {
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

  private final boolean isTime;
  private final Reader reader;
  private boolean isStarted;
  private double last;
  private double added;

  /**
   * Creates a counter that has not seen a number yet.
   *
   * @param instrument its instrument
   * @param reader what the library does with the values
   */
  public SteadyCounter(Instrument instrument, Reader reader) {
    isTime = instrument.unit().equals(Instrument.SECONDS);
    this.reader = reader;
  }

  /**
   * {@return the value for the library; NaN if there is none, unless the library adds up
   * differences}
   *
   * @param number the kernel's number; NaN if there is none
   */
  public double next(double number) {
    if (Double.isNaN(number) || number < 0) {
      return reader == Reader.OF_GROWTH ? last + added : Double.NaN;
    }
    if (!isStarted) {
      isStarted = true;
      added = reader == Reader.OF_GROWTH ? -number : 0;
    } else if (number < last) {
      if (isTime && last - number < CORRECTION_SECONDS) {
        return last + added;
      }
      added += reader == Reader.OF_TOTALS ? 0 : last - number;
    }
    last = number;
    return last + added;
  }
}
