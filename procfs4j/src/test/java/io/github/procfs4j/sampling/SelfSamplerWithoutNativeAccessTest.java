package io.github.procfs4j.sampling;

import org.junit.jupiter.api.Tag;

/** The same where the kernel cannot be asked by getrusage(2). */
@Tag("no-native")
class SelfSamplerWithoutNativeAccessTest extends SelfSamplerTest {}
