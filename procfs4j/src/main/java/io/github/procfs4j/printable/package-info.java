/** Escapes strings of unknown origin, such as the names of processes, for printing. */
@NullMarked
package io.github.procfs4j.printable;

import org.jspecify.annotations.NullMarked;
