/** The program that a subcommand starts, observes, and waits for. */
@NullMarked
package io.github.procfs4j.cli.program;

import org.jspecify.annotations.NullMarked;
