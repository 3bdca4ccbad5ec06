/** The command {@code procfs}: its subcommands, and how they read, write and fail. */
@NullMarked
package io.github.procfs4j.cli;

import org.jspecify.annotations.NullMarked;
