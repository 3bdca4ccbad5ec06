/** Targets for a coverage-guided fuzzer, and what runs them; docs/fuzzing.md. */
@NullMarked
package io.github.procfs4j.fuzz;

import org.jspecify.annotations.NullMarked;
