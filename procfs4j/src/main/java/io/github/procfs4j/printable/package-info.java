/**
 * Strings that anybody may have chosen, made fit to be printed. Knows nothing else; exported to the
 * command alone.
 */
@NullMarked
package io.github.procfs4j.printable;

import org.jspecify.annotations.NullMarked;
