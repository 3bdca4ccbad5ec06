/**
 * Files that are written: created by this process, written through the descriptor that created
 * them, and given their names without races. Used for recordings and for the page of the command.
 */
@NullMarked
package io.github.procfs4j.output;

import org.jspecify.annotations.NullMarked;
