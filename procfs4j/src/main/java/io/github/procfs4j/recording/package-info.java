/**
 * Recordings: the change history of many sources in a file that only ever grows, and survives being
 * cut anywhere.
 *
 * <p>To open or create one throws an {@link java.io.IOException}; to read or write one further
 * throws a {@link io.github.procfs4j.recording.RecordingException}. An open {@link
 * io.github.procfs4j.recording.Recording} does not change and is for any number of threads; each
 * playback is for one. A writer belongs to the thread of its recorder.
 */
@NullMarked
package io.github.procfs4j.recording;

import org.jspecify.annotations.NullMarked;
