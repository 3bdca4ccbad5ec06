package io.github.procfs4j.jmh;

import io.github.procfs4j.recording.RecordingException;
import io.github.procfs4j.recording.RecordingFacts;
import io.github.procfs4j.recording.RecordingWriter;
import io.github.procfs4j.sampling.Outcome;
import io.github.procfs4j.sampling.Recorder;
import io.github.procfs4j.sampling.Sampler;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Writes all samples of a process to a recording, if that is wanted. What cannot be written does
 * not affect the benchmark, and is reported.
 */
final class RawData implements Recorder.Listener, AutoCloseable {
  private static final long SECOND = 1_000_000_000;

  private @Nullable RecordingWriter writer;
  private @Nullable String problem;

  /**
   * Begins a recording.
   *
   * @param file the file, which must not exist; empty to record nothing
   */
  RawData(Optional<Path> file, List<Recorder.Track> tracks, RecordingFacts facts) {
    if (file.isPresent()) {
      try {
        writer = RecordingWriter.create(file.get(), false, tracks, facts);
      } catch (IOException e) {
        problem = "no recording: " + e;
      }
    }
  }

  @Override
  public void sampled(int source, Sampler<?> sampler) {
    write(to -> to.sampled(source, sampler));
  }

  @Override
  public void failed(int source, Sampler<?> sampler, Outcome outcome, boolean isNews) {
    write(to -> to.failed(source, sampler, outcome, isNews));
  }

  @Override
  public void late(int source, long ticks) {
    write(to -> to.late(source, ticks));
  }

  @Override
  public void idleUntil(long nanoTime) {
    write(to -> to.idleUntil(nanoTime));
  }

  /** Writes what is not in the file yet, as the next iteration may never begin. */
  void flush() {
    idleUntil(System.nanoTime() + SECOND);
  }

  private void write(Consumer<RecordingWriter> what) {
    if (writer != null) {
      try {
        what.accept(writer);
      } catch (RecordingException e) {
        problem = "the recording is incomplete: " + e.getMessage();
        writer = null;
      }
    }
  }

  /** Why there is no recording, or not all of it. */
  Optional<String> problem() {
    return Optional.ofNullable(problem);
  }

  @Override
  public void close() {
    write(RecordingWriter::close);
  }
}
