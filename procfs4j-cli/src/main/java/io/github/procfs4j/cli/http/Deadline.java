package io.github.procfs4j.cli.http;

import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;

/** Closes something, unless this ends in time: whatever waits for it then fails. */
final class Deadline {
  private final Thread timer;

  Deadline(Duration time, Closeable late) {
    timer = Thread.ofVirtual().start(() -> await(time, late));
  }

  private static void await(Duration time, Closeable late) {
    try {
      Thread.sleep(time);
      late.close();
    } catch (InterruptedException | IOException e) {
      // In time, or closed already.
    }
  }

  /** It was in time. */
  void end() {
    timer.interrupt();
  }
}
