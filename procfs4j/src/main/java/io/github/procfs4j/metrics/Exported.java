package io.github.procfs4j.metrics;

import io.github.procfs4j.Procfs;
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
    Procfs proc = choice.proc();
    Path root = proc.root();
    List<ExportedSource> sources = new ArrayList<>();
    for (SampledFile<?> file : choice.files()) {
      sources.add(source(choice, plain(file).sampler(root)));
    }
    if (choice.ownProcess()) {
      sources.add(source(choice, new OwnProcessSampler(proc)));
    }
    if (choice.processes() > 0) {
      sources.add(source(choice, new BusiestSampler(proc, choice.processes())));
    }
    return new Exported(sources);
  }

  private static ExportedSource source(Choice choice, Sampler<FileReading> sampler) {
    return new ExportedSource(sampler, choice.greatestAge(), choice.eachCpu());
  }

  /** The same file without its typed view. */
  private static SampledFile<FileReading> plain(SampledFile<?> file) {
    return new SampledFile<>(
        file.source(),
        file.printing(),
        file.parser(),
        file.figures(),
        Function.identity(),
        file.place(),
        file.gathering());
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
