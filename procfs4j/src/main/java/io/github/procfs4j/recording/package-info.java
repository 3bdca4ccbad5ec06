/**
 * Recordings: the change history of many sources in a file that only ever grows, and survives being
 * cut anywhere.
 */
@NullMarked
package io.github.procfs4j.recording;

import org.jspecify.annotations.NullMarked;
