/** The subcommand that answers scrapes. */
@NullMarked
package io.github.procfs4j.cli.serve;

import org.jspecify.annotations.NullMarked;
