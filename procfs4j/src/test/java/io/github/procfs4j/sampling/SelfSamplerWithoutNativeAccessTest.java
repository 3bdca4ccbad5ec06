package io.github.procfs4j.sampling;

import org.junit.jupiter.api.Tag;

/** The same tests if getrusage(2) cannot be called. */
@Tag("no-native")
class SelfSamplerWithoutNativeAccessTest extends SelfSamplerTest {}
