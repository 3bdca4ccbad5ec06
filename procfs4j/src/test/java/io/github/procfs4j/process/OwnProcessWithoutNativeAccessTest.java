package io.github.procfs4j.process;

import org.junit.jupiter.api.Tag;

/** The same where the kernel cannot be asked by getrusage(2). */
@Tag("no-native")
class OwnProcessWithoutNativeAccessTest extends OwnProcessTest {
  @Override
  boolean isNative() {
    return false;
  }
}
