package io.github.procfs4j.sampling;

import org.junit.jupiter.api.Tag;

/** The same tests, reading through channels. */
@Tag("no-native")
class SamplerWithoutNativeAccessTest extends SamplerTest {
  @Override
  boolean isNative() {
    return false;
  }
}
