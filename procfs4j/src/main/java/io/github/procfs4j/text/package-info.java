/**
 * Bytes and numbers: the cursor with which a plain parser reads, and the learned text that replays
 * changes. Independent of files and of /proc.
 */
@NullMarked
package io.github.procfs4j.text;

import org.jspecify.annotations.NullMarked;
