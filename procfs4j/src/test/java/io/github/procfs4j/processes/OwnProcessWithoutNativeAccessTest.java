package io.github.procfs4j.processes;

import org.junit.jupiter.api.Tag;

/** The same tests if getrusage(2) cannot be called. */
@Tag("no-native")
class OwnProcessWithoutNativeAccessTest extends OwnProcessTest {
  @Override
  boolean isNative() {
    return false;
  }
}
