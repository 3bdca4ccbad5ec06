package io.github.procfs4j.io;

/**
 * The time by which the kernel may delay the wake-up of the calling thread, to wake up several
 * threads at once: 50 µs by default.
 */
public final class TimerSlack {
  private TimerSlack() {}

  /** Sets it to a nanosecond for the calling thread if native access is enabled. */
  public static void lower() {
    NativeAccess calls = NativeAccess.granted();
    if (calls != null) {
      calls.timerSlack(1);
    }
  }
}
