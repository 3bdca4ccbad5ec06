/** {@code procfs sql}: queries over recordings. */
@NullMarked
package io.github.procfs4j.cli.sql;

import org.jspecify.annotations.NullMarked;
