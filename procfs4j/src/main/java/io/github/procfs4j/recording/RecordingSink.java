package io.github.procfs4j.recording;

import io.github.procfs4j.sampling.Recorder;
import java.io.Closeable;

/** A recording in the making, to which a {@link Recorder} tells what it samples. */
public sealed interface RecordingSink extends Recorder.Listener, Closeable
    permits RecordingWriter, RollingWriter {
  /** What it is called in messages: the file, as it was given, or the stream. */
  String name();

  /**
   * Whether the file is still to be found where it was created. If not, it was removed, or renamed,
   * or another one put in its place: writing goes on, into the file that it was.
   */
  boolean isInPlace();

  /** How many bytes the recording has. */
  long bytes();

  /** How many samples are in the file, or will be in a second: of all sources together. */
  long samples();

  /** How many ticks were left out, of all sources together. */
  long late();

  /**
   * Notes that the last sample of a source was {@linkplain Recorder#abandon abandoned}.
   *
   * @param source the number of its track
   * @param startNanos when the sample began
   * @param endNanos when it was given up
   * @param problem the reason, in a sentence that names the source
   */
  void abandoned(int source, long startNanos, long endNanos, String problem);

  /**
   * Writes what is left, and that the recording ended as it should; after an error of writing only
   * closes the file. Errors are thrown as {@link RecordingException}.
   */
  @Override
  void close();
}
