/** The subcommands that sample repeatedly: {@code record}, and {@code cost}. */
@NullMarked
package io.github.procfs4j.cli.record;

import org.jspecify.annotations.NullMarked;
