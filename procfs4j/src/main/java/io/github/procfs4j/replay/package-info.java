/**
 * The learned text, which replays changes, and the cursor with which it lets a plain parser read.
 * Independent of files and of /proc.
 */
@NullMarked
package io.github.procfs4j.replay;

import org.jspecify.annotations.NullMarked;
