package io.github.procfs4j.cli.serve;

import io.github.procfs4j.cli.exposition.Format;
import io.github.procfs4j.cli.exposition.Labels;
import io.github.procfs4j.cli.exposition.NativeHistogram;
import io.github.procfs4j.cli.exposition.TextBuffer;
import io.github.procfs4j.cli.exposition.Type;
import io.github.procfs4j.cli.exposition.Value;
import io.github.procfs4j.sampling.Recorder;
import io.github.procfs4j.sampling.Sampler;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.ToLongFunction;

/**
 * Samples sources between scrapes, in a thread of its own, with samplers of its own: a scrape does
 * not shorten the interval of a rate. Of each figure it keeps a histogram, and for each scraper
 * that names itself the maximum since its last scrape.
 */
final class Between implements Recorder.Listener, AutoCloseable {
  /** How many scrapers have maxima at the same time. */
  static final int MOST_SCRAPERS = 32;

  /** How many figures a source has at most. A hostile text has as many rows as it likes. */
  static final int MOST_FIGURES = 500;

  /** After this time without a scrape, another scraper gets the place. */
  private static final long FORGOTTEN_NANOS = TimeUnit.HOURS.toNanos(1);

  private static final int NONE = -1;

  private final Recorder recorder;
  private final List<FigureSource> sources;
  private final Consumer<String> voice;

  /** The places of scrapers by their names, and when each of them scraped last. */
  private final Map<String, Integer> scrapers = new LinkedHashMap<>();

  private final long[] scraped = new long[MOST_SCRAPERS];
  private long samplingSince;
  private boolean hasSaidTooMany;

  /**
   * Samples after {@link #begin}.
   *
   * @param sources what is sampled, at least one source
   * @param every the time between samples
   * @param voice receives messages
   */
  Between(List<FigureSource> sources, Duration every, Consumer<String> voice) {
    this.sources = List.copyOf(sources);
    this.voice = voice;
    recorder =
        new Recorder(
            sources.stream().map(one -> new Recorder.Track(one.sampler(), every)).toList(), this);
  }

  /** Begins to sample; returns this. */
  Between begin() {
    Thread.ofPlatform().daemon().name("sampler").start(this::run);
    return this;
  }

  private void run() {
    try {
      recorder.run();
    } finally {
      sources.forEach(source -> source.sampler().close());
    }
  }

  @Override
  public synchronized void sampling(int source, Sampler<?> sampler) {
    samplingSince = System.nanoTime();
  }

  @Override
  public synchronized void sampled(int source, Sampler<?> sampler) {
    FigureSource one = sources.get(source);
    one.sampled(MOST_FIGURES, scrapers.values());
    if (one.leftOut() > 0 && !hasSaidTooMany) {
      hasSaidTooMany = true;
      voice.accept(
          "%s: %,d figures have no maxima and histograms, because a source has at most %,d"
              .formatted(one.name(), one.leftOut(), MOST_FIGURES));
    }
    one.took(System.nanoTime() - samplingSince);
  }

  @Override
  public synchronized void late(int source, long ticks) {
    sources.get(source).late(ticks);
  }

  /**
   * Writes what was sampled: the maxima since the last scrape by the same scraper, and, if the
   * format has them, histograms.
   *
   * @param scraper the name of the scraper; empty if it has none, and then no maxima are written
   * @return whether there was a place for the scraper; otherwise nothing is written
   */
  synchronized boolean write(Format format, String scraper, TextBuffer to) {
    boolean isKnown = scrapers.containsKey(scraper);
    int place = scraper.isEmpty() ? NONE : place(scraper);
    if (place == NONE && !scraper.isEmpty()) {
      return false;
    }
    Map<String, List<TrackedFigure>> families = new LinkedHashMap<>();
    for (FigureSource source : sources) {
      for (TrackedFigure figure : source.figures()) {
        families.computeIfAbsent(figure.name(), name -> new ArrayList<>()).add(figure);
      }
    }
    for (Map.Entry<String, List<TrackedFigure>> family : families.entrySet()) {
      if (format == Format.PROTOBUF) {
        writeHistograms(family.getKey(), family.getValue(), to);
      }
      if (place != NONE) {
        List<Value> maxima = takeMaxima(family.getValue(), place);
        if (isKnown && !maxima.isEmpty()) {
          format.write(
              to,
              family.getKey() + "_max",
              Type.GAUGE,
              family.getValue().getFirst().help()
                  + " The greatest value between two samples since the scraper's last scrape.",
              maxima);
        }
      }
    }
    writeCost(format, to);
    return true;
  }

  private static void writeHistograms(String name, List<TrackedFigure> figures, TextBuffer to) {
    Map<Labels, NativeHistogram> histograms = new LinkedHashMap<>();
    figures.forEach(figure -> histograms.put(figure.labels(), figure.histogram()));
    Format.PROTOBUF.writeHistograms(
        to, name, figures.getFirst().help() + " Each value between two samples.", histograms);
  }

  private static List<Value> takeMaxima(List<TrackedFigure> figures, int place) {
    List<Value> maxima = new ArrayList<>();
    for (TrackedFigure figure : figures) {
      double maximum = figure.takeMaximum(place);
      if (!Double.isNaN(maximum)) {
        maxima.add(new Value(figure.labels(), BigDecimal.valueOf(maximum).stripTrailingZeros()));
      }
    }
    return maxima;
  }

  /** The place of a scraper, which it gets if it has none; {@link #NONE} if all are taken. */
  private int place(String scraper) {
    long now = System.nanoTime();
    Integer known = scrapers.get(scraper);
    if (known == null) {
      scrapers.values().removeIf(place -> now - scraped[place] > FORGOTTEN_NANOS);
      int free = 0;
      while (scrapers.containsValue(free)) {
        free++;
      }
      if (free == MOST_SCRAPERS) {
        return NONE;
      }
      known = free;
      scrapers.put(scraper, known);
    }
    scraped[known] = now;
    return known;
  }

  private void writeCost(Format format, TextBuffer to) {
    format.write(
        to,
        "procfs_sampling_samples_total",
        Type.COUNTER,
        "Samples taken between scrapes.",
        values(FigureSource::samples, 0));
    format.write(
        to,
        "procfs_sampling_late_ticks_total",
        Type.COUNTER,
        "Samples between scrapes that were skipped because the one before was late.",
        values(FigureSource::lateTicks, 0));
    format.write(
        to,
        "procfs_sampling_seconds_total",
        Type.COUNTER,
        "How long sampling between scrapes has taken, in seconds.",
        values(FigureSource::nanos, SourceValues.NANO_DECIMALS));
  }

  private List<Value> values(ToLongFunction<FigureSource> value, int decimals) {
    return SourceValues.of(sources, FigureSource::name, value, decimals);
  }

  /** Ends sampling and closes the samplers, unless a read does not return. */
  @Override
  public void close() {
    recorder.stop();
  }
}
