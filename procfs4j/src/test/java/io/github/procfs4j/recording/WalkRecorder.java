package io.github.procfs4j.recording;

import io.github.procfs4j.model.Sample;
import io.github.procfs4j.model.SlotWalk;
import io.github.procfs4j.sampling.Recorder;
import io.github.procfs4j.sampling.Sampler;
import io.github.procfs4j.system.SystemFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** Records samples that were not read from a file, under the name of a file. */
public final class WalkRecorder implements AutoCloseable {
  public final RecordingWriter writer;
  private final Sampler<?> sampler;

  public WalkRecorder(Path file) throws IOException {
    sampler = SystemFiles.ALL.getFirst().sampler(Path.of(""));
    writer =
        RecordingWriter.create(
            file,
            false,
            List.of(new Recorder.Track(sampler, Duration.ofMillis(1))),
            RecordingFacts.none());
  }

  /** Makes the next sample of a walk, or gap. */
  public void add(SlotWalk walk) {
    if (walk.next()) {
      writer.add(0, walk);
    } else {
      writer.addGap(0, walk.startNanos(), walk.endNanos());
    }
  }

  public void add(Sample sample) {
    writer.add(0, sample);
  }

  /** Makes the writer believe that a second has passed. */
  public void second() {
    writer.idleUntil(System.nanoTime() + 1_000_000_000);
  }

  @Override
  public void close() {
    writer.close();
    sampler.close();
  }
}
