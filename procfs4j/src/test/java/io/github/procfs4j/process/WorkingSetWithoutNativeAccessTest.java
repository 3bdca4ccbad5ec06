package io.github.procfs4j.process;

import org.junit.jupiter.api.Tag;

/** The same tests in a JVM without native access. */
@Tag("no-native")
class WorkingSetWithoutNativeAccessTest extends WorkingSetTest {}
