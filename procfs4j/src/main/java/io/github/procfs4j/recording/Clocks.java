package io.github.procfs4j.recording;

import java.time.Instant;

/** The clocks used by a recording: those of the machine, or of a test. */
interface Clocks {
  Clocks OF_THIS_MACHINE =
      new Clocks() {
        @Override
        public long nanoTime() {
          return System.nanoTime();
        }

        @Override
        public Instant instant() {
          return Instant.now();
        }
      };

  /** Whether the wall clock time at a monotonic time is known. */
  default boolean areKnown() {
    return true;
  }

  /** Monotonic time, in nanoseconds. */
  long nanoTime();

  /** The time of the wall clock. */
  Instant instant();
}
