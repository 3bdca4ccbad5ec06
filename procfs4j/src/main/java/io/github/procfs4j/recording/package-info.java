/**
 * Recordings: the change histories of many sources in a file that only grows, and that can be read
 * even if it is truncated.
 *
 * <p>Opening or creating a recording throws {@link java.io.IOException}; reading or writing it
 * later throws {@link io.github.procfs4j.recording.RecordingException}. An open {@link
 * io.github.procfs4j.recording.Recording} does not change and may be used by multiple threads; each
 * playback may be used by only one. A writer belongs to the thread of its recorder.
 */
@NullMarked
package io.github.procfs4j.recording;

import org.jspecify.annotations.NullMarked;
