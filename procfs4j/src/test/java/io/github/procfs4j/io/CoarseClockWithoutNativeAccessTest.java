package io.github.procfs4j.io;

import org.junit.jupiter.api.Tag;

/** The same tests without native access, where it is the usual clock. */
@Tag("no-native")
class CoarseClockWithoutNativeAccessTest extends CoarseClockTest {}
