package io.github.procfs4j.micrometer;

/** The thread that binding starts. While it registers meters, reading a meter does not. */
final class FirstSample {
  private FirstSample() {}

  /** Waits until all of them have ended. */
  static void await() {
    for (Thread thread : Thread.getAllStackTraces().keySet()) {
      if (thread.getName().equals("procfs4j first sample")) {
        try {
          thread.join();
        } catch (InterruptedException e) {
          throw new IllegalStateException(e);
        }
      }
    }
  }
}
