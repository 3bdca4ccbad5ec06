package io.github.procfs4j.io;

/**
 * By how much the kernel may delay the sleeping thread that calls, to wake several at once: 50 µs
 * by default.
 */
public final class TimerSlack {
  private TimerSlack() {}

  /**
   * Lowers it to a nanosecond for the calling thread, where native access is enabled; else it
   * stays.
   */
  public static void lower() {
    NativeAccess calls = NativeAccess.granted();
    if (calls != null) {
      calls.timerSlack(1);
    }
  }
}
