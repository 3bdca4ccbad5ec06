package io.github.procfs4j.sampling;

import org.junit.jupiter.api.Tag;

/** The same, read through channels. */
@Tag("no-native")
class AllocationWithoutNativeAccessTest extends AllocationTest {}
