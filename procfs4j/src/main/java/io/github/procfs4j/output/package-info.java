/**
 * Files that are written: made by this process, written through the descriptor that made them, and
 * given their names without a race. For the recording and for the command's page.
 */
@NullMarked
package io.github.procfs4j.output;

import org.jspecify.annotations.NullMarked;
