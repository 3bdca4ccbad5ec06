package io.github.procfs4j.spark;

import io.github.procfs4j.recording.RecordingFacts;
import io.github.procfs4j.recording.RecordingWriter;
import io.github.procfs4j.sampling.Outcome;
import io.github.procfs4j.sampling.Recorder;
import io.github.procfs4j.sampling.SampledFile;
import io.github.procfs4j.sampling.Sampler;
import io.github.procfs4j.testing.Corpus;
import io.github.procfs4j.testing.CorpusCopy;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Recordings of texts that real kernels printed, or of texts that a test made up. */
final class Recorded {
  private Recorded() {}

  /** Records the three moments of a kernel, each several times. */
  static void corpus(
      String variant, Path file, Path scratch, int times, List<? extends SampledFile<?>> files)
      throws IOException {
    CorpusCopy tree = new CorpusCopy(scratch.resolve("proc-" + variant), variant);
    tree.goTo(Corpus.MOMENTS.getFirst());
    try (Session session = new Session(tree.root(), file, variant, files)) {
      for (int i = 0; i < times; i++) {
        for (String moment : Corpus.MOMENTS) {
          tree.goTo(moment);
          session.tick();
        }
      }
    }
  }

  /** Samples files and records them whenever the test wants. */
  static final class Session implements AutoCloseable {
    final RecordingWriter writer;
    private final List<Sampler<?>> samplers;
    private final @Nullable Outcome[] last;

    Session(Path root, Path file, String host, List<? extends SampledFile<?>> files)
        throws IOException {
      this(file, host, root, files.stream().<Sampler<?>>map(f -> f.sampler(root)).toList());
    }

    Session(Path file, String host, Path root, List<Sampler<?>> samplers) throws IOException {
      this.samplers = samplers;
      List<Recorder.Track> tracks =
          samplers.stream().map(s -> new Recorder.Track(s, Duration.ofMillis(100))).toList();
      last = new Outcome[samplers.size()];
      writer =
          RecordingWriter.create(
              file, false, tracks, RecordingFacts.ofMachine(root).with("host", host));
    }

    void tick() {
      for (int i = 0; i < samplers.size(); i++) {
        Outcome outcome = samplers.get(i).sample();
        if (outcome == Outcome.SAMPLED) {
          writer.sampled(i, samplers.get(i));
        } else {
          writer.failed(i, samplers.get(i), outcome, outcome != last[i]);
        }
        last[i] = outcome;
      }
    }

    /** Makes the writer write what it has, as if a second had passed. */
    void second() {
      writer.idleUntil(System.nanoTime() + 1_000_000_000);
    }

    @Override
    public void close() {
      writer.close();
      samplers.forEach(Sampler::close);
    }
  }
}
