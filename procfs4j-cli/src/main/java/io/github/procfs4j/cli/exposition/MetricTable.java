package io.github.procfs4j.cli.exposition;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/** The tables {@code metrics.tsv} and, in the same form, {@code figures.tsv}. */
public final class MetricTable {
  private final List<Metric> metrics;

  private MetricTable(List<Metric> metrics) {
    this.metrics = metrics;
  }

  private static MetricTable read(String resource) {
    return new MetricTable(lines(resource).stream().map(Metric::parse).toList());
  }

  private static final class Loaded {
    static final MetricTable METRICS = read("metrics.tsv");
  }

  private static final class LoadedFigures {
    static final MetricTable FIGURES = read("figures.tsv");
  }

  /** What columns are called, by node_exporter. The table is read once. */
  public static MetricTable get() {
    return Loaded.METRICS;
  }

  /**
   * What figures of which there are maxima and histograms are called; the name of a figure is in
   * place of that of a column. The table is read once.
   */
  public static MetricTable figures() {
    return LoadedFigures.FIGURES;
  }

  /** The lines of a table, without comments. */
  static List<String> lines(String resource) {
    try (InputStream in =
        Objects.requireNonNull(MetricTable.class.getResourceAsStream(resource), resource)) {
      return new String(in.readAllBytes(), UTF_8)
          .lines()
          .filter(line -> !line.startsWith("#"))
          .toList();
    } catch (IOException e) {
      throw new AssertionError("a resource of the command cannot be read", e);
    }
  }

  /** All lines. */
  public List<Metric> metrics() {
    return metrics;
  }

  /** The names of the sources that have metrics. */
  public Set<String> sources() {
    Set<String> sources = new LinkedHashSet<>();
    metrics.forEach(metric -> sources.add(metric.source()));
    return sources;
  }

  /** Whether any column of a table has a metric. */
  public boolean has(String source, String table) {
    return metrics.stream().anyMatch(metric -> metric.isOf(source, table));
  }

  /** The metrics that contain a column. */
  public List<Metric> find(String source, String table, String column) {
    List<Metric> ofTable = metrics.stream().filter(metric -> metric.isOf(source, table)).toList();
    List<Metric> exact = ofTable.stream().filter(metric -> metric.isExact(column)).toList();
    if (!exact.isEmpty()) {
      return exact;
    }
    List<Metric> patterns = ofTable.stream().filter(metric -> metric.isPattern(column)).toList();
    return patterns.stream()
        .filter(metric -> metric.column().equals(patterns.getFirst().column()))
        .toList();
  }
}
