package io.github.procfs4j.system;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.github.procfs4j.model.History;
import io.github.procfs4j.model.Interval;
import io.github.procfs4j.model.Row;
import io.github.procfs4j.sampling.SampledFile;
import io.github.procfs4j.sampling.Sampler;
import io.github.procfs4j.testing.Corpus;

/** The interval between two texts of a file, sampled one after the other in place. */
final class IntervalOf {
  private final SampledFile<?> file;
  private final Interval interval;

  private IntervalOf(SampledFile<?> file, Interval interval) {
    this.file = file;
    this.interval = interval;
  }

  static IntervalOf texts(Tree tree, SampledFile<?> file, String before, String after) {
    String name = file.source().name();
    tree.with(name, before);
    try (Sampler<?> sampler = file.sampler(tree.root(), History.keepingAll())) {
      sampler.sample();
      tree.with(name, after);
      sampler.sample();
      Interval interval = new Interval(sampler.history().playback());
      if (!interval.next()) {
        throw new AssertionError("no interval");
      }
      return new IntervalOf(file, interval);
    }
  }

  static IntervalOf moments(
      Tree tree, SampledFile<?> file, String variant, String before, String after) {
    String name = file.source().name();
    return texts(
        tree,
        file,
        new String(Corpus.bytes(variant, before, name), ISO_8859_1),
        new String(Corpus.bytes(variant, after, name), ISO_8859_1));
  }

  Interval interval() {
    return interval;
  }

  double seconds() {
    return interval.seconds();
  }

  /** The value of a figure by its name. */
  double figure(String name, Row row) {
    return file.figures().stream()
        .filter(figure -> figure.name().equals(name) && figure.table().equals(row.table().name()))
        .findFirst()
        .orElseThrow()
        .value(interval, row);
  }

  /** The weight of a figure. */
  double weight(String name, Row row) {
    return file.figures().stream()
        .filter(figure -> figure.name().equals(name) && figure.table().equals(row.table().name()))
        .findFirst()
        .orElseThrow()
        .weight()
        .applyAsDouble(interval, row);
  }
}
