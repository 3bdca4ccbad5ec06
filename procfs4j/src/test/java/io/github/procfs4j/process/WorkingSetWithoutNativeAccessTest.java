package io.github.procfs4j.process;

import org.junit.jupiter.api.Tag;

/** The same in a JVM that was not granted native access. */
@Tag("no-native")
class WorkingSetWithoutNativeAccessTest extends WorkingSetTest {}
