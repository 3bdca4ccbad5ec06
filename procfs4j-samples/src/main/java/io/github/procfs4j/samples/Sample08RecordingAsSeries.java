package io.github.procfs4j.samples;

import io.github.procfs4j.model.Figure;
import io.github.procfs4j.model.Interval;
import io.github.procfs4j.model.Rates;
import io.github.procfs4j.model.TimeSeries;
import io.github.procfs4j.recording.RecordedSource;
import io.github.procfs4j.recording.Recording;
import io.github.procfs4j.recording.RecordingFacts;
import io.github.procfs4j.system.Stat;
import io.github.procfs4j.system.StatColumns;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/**
 * Turns a recording into arrays of numbers: for a plot, a notebook or a statistics library.
 *
 * <p>A {@link TimeSeries} is one number over time, in the unit that was recorded; its rate leaves
 * out intervals that span a gap or in which the counter went backwards. A figure combines several
 * numbers and is evaluated interval by interval.
 *
 * <p>A series reads the samples of one source from the file, a few million numbers a second, and
 * keeps 24 bytes for each point.
 */
public final class Sample08RecordingAsSeries {
  private Sample08RecordingAsSeries() {}

  /** Optional argument: a recording with the source {@code stat}. */
  public static void main(String[] args) throws IOException {
    if (args.length > 0) {
      print(Path.of(args[0]));
    } else {
      Path file = Sample07RecordAndReadBack.temporaryFile();
      Sample07RecordAndReadBack.record(file, Duration.ofMillis(300));
      print(file);
      Files.delete(file);
    }
  }

  private static void print(Path file) throws IOException {
    try (Recording recording = Recording.open(file)) {
      TimeSeries switches = recording.series(Stat.FILE, Stat.system(), StatColumns.SYSTEM_CTXT);
      double[] amounts = switches.toAmounts();
      long[] nanos = switches.toTimesNanos();
      System.out.printf(
          "%d points in %.3f s, unit %s%n",
          amounts.length,
          amounts.length == 0 ? 0 : (nanos[nanos.length - 1] - nanos[0]) / 1e9,
          switches.unit().name());

      Rates rates = switches.rate();
      System.out.printf(
          "context switches/s: mean %.0f, max %.0f; %d intervals without a rate%n",
          rates.mean(), rates.max(), rates.skipped());

      RecordingFacts facts = recording.facts();
      RecordedSource stat = recording.source("stat").orElseThrow();
      Interval interval =
          new Interval(
              recording.playback(stat),
              facts.pageSize().isPresent() ? facts.pageSize().getAsInt() : Double.NaN,
              facts.ticksPerSecond().isPresent() ? facts.ticksPerSecond().getAsInt() : Double.NaN);
      Figure busy = Stat.FILE.figure("cpu", "busy");
      double busiest = Double.NaN;
      while (interval.next()) {
        double value = busy.value(interval, Stat.allCpus());
        busiest = Double.isNaN(busiest) ? value : Math.max(busiest, value);
      }
      System.out.printf("CPUs busy: %.1f %% in the busiest interval%n", busiest);
    }
  }
}
