package io.github.procfs4j.cli.serve;

import io.github.procfs4j.cli.exposition.Labels;
import io.github.procfs4j.cli.exposition.Metric;
import io.github.procfs4j.cli.exposition.MetricTable;
import io.github.procfs4j.cli.exposition.Selection;
import io.github.procfs4j.model.Interval;
import io.github.procfs4j.model.Layout;
import io.github.procfs4j.model.Row;
import io.github.procfs4j.sampling.SampledFile;
import io.github.procfs4j.sampling.Sampler;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A source that is sampled between scrapes, its figures, and what that has cost.
 *
 * <p>It must only be used by one thread at a time.
 */
final class FigureSource {
  private final SampledFile<?> file;
  private final Selection selection;
  private final List<Metric> metrics;
  private final Sampler<?> sampler;
  private final Interval interval;

  /** The layout for which the figures are. */
  private @Nullable Layout layout;

  /** By name and labels. */
  private Map<String, TrackedFigure> figures = Map.of();

  private int leftOut;
  private long samples;
  private long lateTicks;
  private long nanos;

  FigureSource(SampledFile<?> file, Path root, Selection selection) {
    this.file = file;
    this.selection = selection;
    metrics = metrics(file.source().name());
    sampler = file.sampler(root);
    interval = sampler.intervals();
  }

  /** The figures of a source of which there are maxima and histograms. */
  static List<Metric> metrics(String source) {
    return MetricTable.figures().metrics().stream()
        .filter(metric -> metric.source().equals(source))
        .toList();
  }

  String name() {
    return file.source().name();
  }

  Sampler<?> sampler() {
    return sampler;
  }

  /** Its figures, in the order of the rows. */
  Collection<TrackedFigure> figures() {
    return figures.values();
  }

  /** How many figures are left out, because there would be too many. */
  int leftOut() {
    return leftOut;
  }

  /** How many samples were taken. */
  long samples() {
    return samples;
  }

  /** How many samples were skipped. */
  long lateTicks() {
    return lateTicks;
  }

  /** How long samples took, with their figures. */
  long nanos() {
    return nanos;
  }

  void late(long ticks) {
    lateTicks += ticks;
  }

  void took(long more) {
    nanos += more;
  }

  /**
   * A sample was taken: adds the values of the figures.
   *
   * @param most how many figures there may be
   * @param places the places of scrapers
   */
  @SuppressWarnings("ReferenceEquality") // the same object as long as nothing changes
  void sampled(int most, Collection<Integer> places) {
    samples++;
    boolean hasInterval = interval.next();
    if (layout != sampler.layout()) {
      layout = sampler.layout();
      plan(sampler.layout(), most);
    }
    if (hasInterval) {
      figures.values().forEach(figure -> figure.add(interval, places));
    }
  }

  /** Figures of rows that remain continue; those of rows that have gone are forgotten. */
  private void plan(Layout now, int most) {
    Map<String, TrackedFigure> planned = new LinkedHashMap<>();
    Map<String, TrackedFigure> before = new HashMap<>(figures);
    leftOut = 0;
    for (Layout.TableLayout table : now.tables()) {
      String name = table.table().name();
      List<Metric> ofTable = metrics.stream().filter(one -> one.table().equals(name)).toList();
      for (Row row : table.rows()) {
        UnaryOperator<String> labels =
            label -> row.table().labels().contains(label) ? row.label(label) : "";
        for (Metric metric : ofTable) {
          if (!metric.has(labels) || !selection.hasRow(labels)) {
            continue;
          }
          String metricName = metric.name(name, metric.column(), labels);
          Labels own = metric.labels(name, metric.column(), labels);
          String key = metricName + own.text();
          if (planned.containsKey(key)) {
            continue; // as among the metrics of scrapes, where it is said
          }
          if (planned.size() >= most) {
            leftOut++;
            continue;
          }
          TrackedFigure known = before.get(key);
          planned.put(
              key,
              known != null
                  ? known
                  : new TrackedFigure(
                      metric, file.figure(name, metric.column()), row, metricName, own));
        }
      }
    }
    figures = planned;
  }
}
