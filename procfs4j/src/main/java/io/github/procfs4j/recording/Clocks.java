package io.github.procfs4j.recording;

import java.time.Instant;

/** The clocks by which a recording is made: those of the machine, or of a test. */
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

  /** Monotonic time, in nanoseconds. */
  long nanoTime();

  /** What the wall clock shows. */
  Instant instant();
}
