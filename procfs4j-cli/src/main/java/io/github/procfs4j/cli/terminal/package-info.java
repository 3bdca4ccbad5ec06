/** What the command knows of the terminal, and what may be written to one. */
@NullMarked
package io.github.procfs4j.cli.terminal;

import org.jspecify.annotations.NullMarked;
