/** What the subcommands have in common: options, arguments, messages and exit codes. */
@NullMarked
package io.github.procfs4j.cli.options;

import org.jspecify.annotations.NullMarked;
