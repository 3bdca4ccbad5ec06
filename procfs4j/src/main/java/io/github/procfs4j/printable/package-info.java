/**
 * Escapes strings of unknown origin for printing. Depends on nothing else; exported only to the
 * command.
 */
@NullMarked
package io.github.procfs4j.printable;

import org.jspecify.annotations.NullMarked;
