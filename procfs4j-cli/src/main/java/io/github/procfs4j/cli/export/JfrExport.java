package io.github.procfs4j.cli.export;

import io.github.procfs4j.cli.options.CommandException;
import io.github.procfs4j.jfr.type.EventDescription;
import io.github.procfs4j.jfr.type.EventTypes;
import io.github.procfs4j.model.Interval;
import io.github.procfs4j.model.Layout.TableLayout;
import io.github.procfs4j.model.Playback;
import io.github.procfs4j.model.Row;
import io.github.procfs4j.model.Source;
import io.github.procfs4j.processes.ProcessFigures;
import io.github.procfs4j.recording.RecordedSource;
import io.github.procfs4j.recording.Recording;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Comparator;
import java.util.HashSet;
import java.util.OptionalInt;
import java.util.PriorityQueue;
import java.util.Set;

/**
 * A recording as a file of JDK Flight Recorder: the same events that {@code procfs4j-jfr} would
 * have written, in the order of their times.
 */
final class JfrExport {
  private final Recording recording;

  /** The beginnings of the names of events, of which each source has its own. */
  private final Set<String> prefixes = new HashSet<>();

  JfrExport(Recording recording) {
    this.recording = recording;
  }

  /** Writes all events. Of each source, two samples at a time are in memory. */
  void write(OutputStream out) throws IOException {
    write(out, JfrChunks.EVENTS_OF_CHUNK);
  }

  void write(OutputStream out, int eventsOfChunk) throws IOException {
    PriorityQueue<Track> tracks = new PriorityQueue<>(Comparator.comparingLong(Track::startNanos));
    for (RecordedSource source : recording.sources()) {
      Track track = new Track(source);
      if (track.next()) {
        tracks.add(track);
      }
    }
    if (tracks.isEmpty()) {
      throw CommandException.failed(
          "the recording has no interval between two samples, so there are no events");
    }
    try (JfrChunks chunks = new JfrChunks(out, recording::instant, eventsOfChunk)) {
      while (!tracks.isEmpty()) {
        Track earliest = tracks.remove();
        earliest.write(chunks);
        if (earliest.next()) {
          tracks.add(earliest);
        }
      }
    }
  }

  /** The intervals of a source, one after the other. */
  private final class Track {
    private final Playback samples;
    private final Interval interval;
    private final EventTypes types;

    Track(RecordedSource source) {
      samples = recording.playback(source);
      double pageSize = orNaN(recording.facts().pageSize());
      double ticksPerSecond = orNaN(recording.facts().ticksPerSecond());
      interval = ProcessFigures.intervals(source.name(), samples, pageSize, ticksPerSecond);
      types = types(source, source.name());
    }

    private EventTypes types(RecordedSource source, String name) {
      EventTypes made =
          new EventTypes(name, description(source), EventTypes.figuresOf(source.name()), false);
      return prefixes.add(made.prefix()) ? made : types(source, name + "_2");
    }

    private static Source description(RecordedSource source) {
      return new Source(
          source.name(), "Recorded by procfs record", Source.Mode.SAMPLED, "", "", "", "");
    }

    private static double orNaN(OptionalInt fact) {
      return fact.isPresent() ? fact.getAsInt() : Double.NaN;
    }

    boolean next() {
      return interval.next();
    }

    long startNanos() {
      return samples.startNanos();
    }

    void write(JfrChunks chunks) throws IOException {
      long start = samples.startNanos();
      long end = samples.endNanos();
      for (TableLayout table : interval.layout().tables()) {
        EventDescription type = types.of(table, interval);
        for (Row row : types.rows(table, samples, interval).toList()) {
          chunks.write(type, start, end, interval, samples, row);
        }
      }
    }
  }
}
