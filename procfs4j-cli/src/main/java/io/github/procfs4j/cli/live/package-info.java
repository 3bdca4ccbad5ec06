/** The subcommand that shows what a machine does, now and before. */
@NullMarked
package io.github.procfs4j.cli.live;

import org.jspecify.annotations.NullMarked;
