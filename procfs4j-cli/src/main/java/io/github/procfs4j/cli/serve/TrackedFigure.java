package io.github.procfs4j.cli.serve;

import io.github.procfs4j.cli.exposition.Labels;
import io.github.procfs4j.cli.exposition.Metric;
import io.github.procfs4j.cli.exposition.NativeHistogram;
import io.github.procfs4j.model.Figure;
import io.github.procfs4j.model.Interval;
import io.github.procfs4j.model.Row;
import java.util.Arrays;
import java.util.Collection;

/**
 * A figure of a row: all of its values in a histogram, and maxima that are forgotten when they have
 * been scraped.
 *
 * <p>It must only be used by one thread at a time.
 */
final class TrackedFigure {
  private final Metric metric;
  private final Figure figure;
  private final Row row;
  private final String name;
  private final Labels labels;
  private final double factor;
  private final NativeHistogram histogram = new NativeHistogram();

  /** By the place of the scraper; NaN if there is none. */
  private final double[] maxima = new double[Between.MOST_SCRAPERS];

  TrackedFigure(Metric metric, Figure figure, Row row, String name, Labels labels) {
    this.metric = metric;
    this.figure = figure;
    this.row = row;
    this.name = name;
    this.labels = labels;
    factor = Double.parseDouble(metric.factor());
    Arrays.fill(maxima, Double.NaN);
  }

  String name() {
    return name;
  }

  Labels labels() {
    return labels;
  }

  String help() {
    return metric.help();
  }

  NativeHistogram histogram() {
    return histogram;
  }

  /**
   * Adds its value in an interval, if it has one.
   *
   * @param places the places of scrapers
   */
  void add(Interval interval, Collection<Integer> places) {
    double value = figure.value(interval, row) * factor;
    if (value >= 0) { // not NaN
      histogram.add(value);
      for (int place : places) {
        if (!(value <= maxima[place])) {
          maxima[place] = value;
        }
      }
    }
  }

  /** The maximum for a scraper, which is forgotten; NaN if there was no value. */
  double takeMaximum(int place) {
    double maximum = maxima[place];
    maxima[place] = Double.NaN;
    return maximum;
  }
}
