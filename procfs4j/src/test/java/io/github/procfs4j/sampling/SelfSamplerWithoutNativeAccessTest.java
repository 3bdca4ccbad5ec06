package io.github.procfs4j.sampling;

import org.junit.jupiter.api.Tag;

/** The same tests if getrusage(2) cannot be called. */
@Tag("no-native")
class SelfSamplerWithoutNativeAccessTest extends SelfSamplerTest {
  /** The JDK adds user and system time, of each of which the kernel prints whole ticks. */
  @Override
  long resolution() {
    return 2 * 10_000_000;
  }
}
