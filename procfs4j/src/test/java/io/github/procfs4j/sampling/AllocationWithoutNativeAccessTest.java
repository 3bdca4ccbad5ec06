package io.github.procfs4j.sampling;

import org.junit.jupiter.api.Tag;

/** The same tests, reading through channels. */
@Tag("no-native")
class AllocationWithoutNativeAccessTest extends AllocationTest {
  /** The JDK uses objects to identify the file with a name. */
  @Override
  int bytesOfALook() {
    return 2_000;
  }
}
