package io.github.procfs4j.io;

/**
 * By how much the kernel may delay the sleeping thread that calls, to wake several at once: 50 µs
 * if nobody asks otherwise.
 */
public final class TimerSlack {
  private static final int PR_SET_TIMERSLACK = 29;

  private TimerSlack() {}

  /**
   * Lowers it to a nanosecond for the calling thread, where native access is enabled; else it
   * stays.
   */
  public static void lower() {
    if (CLibrary.isEnabled()) {
      try {
        int ignored = (int) CLibrary.Functions.PRCTL.invokeExact(PR_SET_TIMERSLACK, 1L);
      } catch (Throwable e) {
        throw CLibrary.unexpected(e);
      }
    }
  }
}
