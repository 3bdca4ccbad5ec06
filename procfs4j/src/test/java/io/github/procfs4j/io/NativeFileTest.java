package io.github.procfs4j.io;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;

class NativeFileTest extends KeptFileTest {
  @Override
  KeptFile at(Path path, boolean isPrintedByOneCall) {
    assumeTrue(NativeAccess.isEnabled(), "native access is not enabled");
    return new NativeFile(null, path, isPrintedByOneCall);
  }
}
