package io.github.procfs4j.metrics;

import io.github.procfs4j.model.Figure;
import io.github.procfs4j.sampling.FileReading;
import io.github.procfs4j.sampling.SampledFile;
import io.github.procfs4j.sampling.Sampler;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** The sources that a bridge exports. */
public final class Exported implements AutoCloseable {
  private final List<ExportedSource> sources;

  private Exported(List<ExportedSource> sources) {
    this.sources = List.copyOf(sources);
  }

  /**
   * {@return the sources of a choice} Nothing is read yet.
   *
   * @param choice what to export
   */
  public static Exported of(Choice choice) {
    Path root = choice.proc().root();
    List<ExportedSource> sources = new ArrayList<>();
    for (SampledFile<?> file : choice.files().get()) {
      sources.add(source(choice, plain(file).sampler(root), file.figures()));
    }
    if (choice.ownProcess()) {
      sources.add(source(choice, new OwnProcessSampler(choice.proc()), List.of()));
    }
    if (choice.processes() > 0) {
      Sampler<FileReading> busiest = new BusiestSampler(choice.proc(), choice.processes());
      sources.add(source(choice, busiest, List.of()));
    }
    return new Exported(sources);
  }

  private static ExportedSource source(
      Choice choice, Sampler<FileReading> sampler, List<Figure> figures) {
    return new ExportedSource(sampler, figures, choice.greatestAge(), choice.eachCpu());
  }

  /** The same file without its typed view. */
  private static SampledFile<FileReading> plain(SampledFile<?> file) {
    return new SampledFile<>(
        file.source(),
        file.printing(),
        file.parser(),
        file.figures(),
        Function.identity(),
        file.place());
  }

  /** {@return the sources} */
  public List<ExportedSource> sources() {
    return sources;
  }

  /** Closes all sources. Closing them again has no effect. */
  @Override
  public void close() {
    sources.forEach(ExportedSource::close);
  }
}
