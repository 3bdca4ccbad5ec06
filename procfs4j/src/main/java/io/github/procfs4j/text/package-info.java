/**
 * Bytes and numbers: the cursor that a plain parser reads with, and the learned text that replays
 * what changed. Knows nothing of files or of /proc.
 */
@NullMarked
package io.github.procfs4j.text;

import org.jspecify.annotations.NullMarked;
