package io.github.procfs4j.recording;

import io.github.procfs4j.sampling.Recorder;
import java.io.Closeable;

/**
 * A recording that is being written, and that receives what a {@link Recorder} samples. The methods
 * of the listener throw an {@link IllegalStateException} if it is closed, an {@link
 * IllegalArgumentException} for a sampler of another source than that of the track, and an {@link
 * IndexOutOfBoundsException} if there is no such track.
 *
 * <p>Only the recorder's thread calls the methods of the listener. All others may be called from
 * any thread; they wait for a sample that is being written.
 */
public sealed interface RecordingSink extends Recorder.Listener, Closeable
    permits RecordingWriter, RollingWriter {
  /** {@return its name in messages: the file, as specified, or the name of the stream} */
  String name();

  /**
   * {@return whether the file is still where it was created} If not, it was removed, renamed or
   * replaced; writing continues, into the original file.
   */
  boolean isInPlace();

  /** {@return the number of bytes of the recording} */
  long bytes();

  /**
   * {@return the number of samples of all sources that are in the file, or will be within a second}
   */
  long samples();

  /** {@return the number of skipped ticks of all sources} */
  long late();

  /**
   * Notes that the last sample of a source was {@linkplain Recorder#abandon abandoned}.
   *
   * @param source the number of its track
   * @param startNanos when the sample began
   * @param endNanos when it was abandoned
   * @param problem the reason, in a sentence that names the source
   */
  void abandoned(int source, long startNanos, long endNanos, String problem);

  /**
   * Marks a moment. It is in the file within a second, as samples are. May be called from any
   * thread.
   *
   * @param nanos the monotonic time, as {@link System#nanoTime} returns it
   * @param text what happened then: 1 to {@link Mark#MOST_BYTES} bytes of UTF-8
   * @return false if nothing was written, because the recording has {@link Mark#MOST} marks already
   * @throws IllegalArgumentException if the text is empty or too long, or the time is further from
   *     0 than 2<sup>62</sup>
   */
  boolean mark(long nanos, String text);

  /**
   * Writes the remaining data and a note that the recording is complete; after a write error, only
   * closes the file. Errors are thrown as {@link RecordingException}. Closing it again has no
   * effect.
   */
  @Override
  void close();
}
