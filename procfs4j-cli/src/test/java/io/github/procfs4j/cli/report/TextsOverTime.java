package io.github.procfs4j.cli.report;

import io.github.procfs4j.model.History;
import io.github.procfs4j.model.Layout;
import io.github.procfs4j.model.Playback;
import io.github.procfs4j.recording.RecordedSource;
import io.github.procfs4j.sampling.Outcome;
import io.github.procfs4j.sampling.SampledFile;
import io.github.procfs4j.sampling.Sampler;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** Samples of texts of a file as if they had been printed a second apart. */
final class TextsOverTime implements Playback {
  private static final long SECOND = 1_000_000_000;

  private final Playback samples;
  private int at = -1;

  private TextsOverTime(Playback samples) {
    this.samples = samples;
  }

  /** Samples of these texts, the first at the time 0. */
  static Playback of(SampledFile<?> file, Path directory, List<String> texts) throws IOException {
    Path place = file.place().apply(directory);
    Path path =
        file.gathering().files().isEmpty()
            ? place
            : place.resolve(file.gathering().files().getFirst());
    Files.createDirectories(path.getParent());
    try (Sampler<?> sampler = file.sampler(directory, History.keepingAll())) {
      for (String text : texts) {
        Files.writeString(path, text);
        Outcome outcome = sampler.sample();
        if (outcome != Outcome.SAMPLED || !sampler.problems().isEmpty()) {
          throw new AssertionError(outcome + " " + sampler.problem() + sampler.problems());
        }
      }
      return new TextsOverTime(sampler.history().playback());
    }
  }

  static SourceFigures figures(SampledFile<?> file, Path directory, List<String> texts)
      throws IOException {
    RecordedSource source =
        new RecordedSource(
            0,
            file.source().name(),
            "Texts of a test",
            "",
            Duration.ofNanos(SECOND),
            texts.size(),
            0,
            0,
            0,
            List.of());
    return SourceFigures.of(source, of(file, directory, texts), 0, new Span(0, Long.MAX_VALUE));
  }

  @Override
  public boolean next() {
    at++;
    return samples.next();
  }

  @Override
  public boolean isAfterGap() {
    return samples.isAfterGap();
  }

  @Override
  public Layout layout() {
    return samples.layout();
  }

  @Override
  public long value(int cell) {
    return samples.value(cell);
  }

  @Override
  public long startNanos() {
    return at * SECOND;
  }

  @Override
  public long endNanos() {
    return at * SECOND;
  }
}
