/** The subcommands that show the current state: {@code show}, {@code sources} and {@code wss}. */
@NullMarked
package io.github.procfs4j.cli.show;

import org.jspecify.annotations.NullMarked;
