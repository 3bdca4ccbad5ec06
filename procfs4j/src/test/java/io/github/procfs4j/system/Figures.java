package io.github.procfs4j.system;

import io.github.procfs4j.Rewritten;
import io.github.procfs4j.model.Figure;
import io.github.procfs4j.model.History;
import io.github.procfs4j.model.Interval;
import io.github.procfs4j.model.Row;
import io.github.procfs4j.sampling.Outcome;
import io.github.procfs4j.sampling.SampledFile;
import io.github.procfs4j.sampling.Sampler;
import io.github.procfs4j.testing.Corpus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;

/**
 * The figures of two texts sampled one after the other in place. A rate is multiplied by the length
 * of the interval, so that it does not depend on it.
 */
record Figures(Map<String, Double> values) {
  /** The figures for two moments of the corpus. */
  static Figures of(Path root, SampledFile<?> file, String variant, String from, String to)
      throws IOException {
    String name = file.source().name();
    return of(root, file, Corpus.bytes(variant, from, name), Corpus.bytes(variant, to, name));
  }

  /** The figures for two texts. */
  static Figures of(Path root, SampledFile<?> file, byte[] from, byte[] to) throws IOException {
    Path path = root.resolve(file.source().name());
    Files.createDirectories(path.getParent());
    try (Sampler<?> sampler = file.sampler(root, History.keepingAll())) {
      Rewritten.with(path, from);
      sample(sampler);
      LockSupport.parkNanos(1_000_000);
      Rewritten.with(path, to);
      sample(sampler);
      Interval interval = new Interval(sampler.history().playback());
      interval.next();
      Map<String, Double> values = new TreeMap<>();
      for (Figure figure : file.figures()) {
        interval.layout().table(figure.table()).stream()
            .flatMap(table -> table.rows().stream())
            .forEach(row -> values.put(name(row, figure.name()), value(interval, figure, row)));
      }
      return new Figures(values);
    }
  }

  private static void sample(Sampler<?> sampler) {
    if (sampler.sample() != Outcome.SAMPLED) {
      throw new AssertionError(sampler.problem().orElse(""));
    }
  }

  private static double value(Interval interval, Figure figure, Row row) {
    double value = figure.value(interval, row);
    return figure.unit().endsWith("/s") ? value * interval.seconds() : value;
  }

  private static String name(Row row, String figure) {
    return row + "." + figure;
  }

  /** The value of a figure; NaN if it has none for the row. */
  double of(Row row, String figure) {
    Double value = values.get(name(row, figure));
    if (value == null) {
      throw new AssertionError("no " + name(row, figure) + " in " + values.keySet());
    }
    return value;
  }
}
