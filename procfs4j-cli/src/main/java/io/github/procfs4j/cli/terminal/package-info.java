/** The terminal, and what may be written to it. */
@NullMarked
package io.github.procfs4j.cli.terminal;

import org.jspecify.annotations.NullMarked;
