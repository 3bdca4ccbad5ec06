/** The subcommand that samples where threads wait. */
@NullMarked
package io.github.procfs4j.cli.waits;

import org.jspecify.annotations.NullMarked;
