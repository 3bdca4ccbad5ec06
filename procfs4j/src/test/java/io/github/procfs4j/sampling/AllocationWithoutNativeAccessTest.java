package io.github.procfs4j.sampling;

import org.junit.jupiter.api.Tag;

/** The same, read through channels. */
@Tag("no-native")
class AllocationWithoutNativeAccessTest extends AllocationTest {
  /** The JDK says in objects which file stands at a name. */
  @Override
  int bytesOfALook() {
    return 2_000;
  }
}
