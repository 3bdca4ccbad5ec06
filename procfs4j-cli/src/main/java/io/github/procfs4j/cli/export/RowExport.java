package io.github.procfs4j.cli.export;

import io.github.procfs4j.cli.report.Span;
import io.github.procfs4j.tables.Relation;
import io.github.procfs4j.tables.Relations;
import io.github.procfs4j.tables.Rows;
import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;

/** Reads the rows of the wanted relations and passes them to a sink. */
final class RowExport {
  private final Job job;
  private final Progress progress;

  RowExport(Job job, Progress progress) {
    this.job = job;
    this.progress = progress;
  }

  void write(RowSink sink) throws IOException {
    for (int i = 0; i < job.recordings().size(); i++) {
      Optional<Relations> readable = job.recordings().readable(i);
      if (readable.isPresent()) {
        write(readable.get(), sink);
      }
    }
    sink.end();
  }

  private void write(Relations relations, RowSink sink) throws IOException {
    Span span = job.span(relations.recording());
    sink.begin(relations);
    List<List<Relation>> groups =
        job.groups(relations).stream().map(sink::wanted).filter(group -> !group.isEmpty()).toList();
    if (sink.isByTime()) {
      merge(sink, relations, groups, span);
    } else {
      for (List<Relation> group : groups) {
        progress.at(group.getFirst().schema());
        Rows rows = relations.rows(group, span.fromNanos(), span.toNanos());
        while (rows.next()) {
          sink.write(rows);
          progress.row();
        }
      }
    }
  }

  /** The rows of a source, of which the current one has this time. */
  private record Track(Rows rows, long nanos) {}

  private void merge(RowSink sink, Relations relations, List<List<Relation>> groups, Span span)
      throws IOException {
    PriorityQueue<Track> tracks = new PriorityQueue<>(Comparator.comparingLong(Track::nanos));
    for (List<Relation> group : groups) {
      next(relations.rows(group, span.fromNanos(), span.toNanos()), tracks);
    }
    while (!tracks.isEmpty()) {
      Track earliest = tracks.remove();
      sink.write(earliest.rows);
      progress.row();
      next(earliest.rows, tracks);
    }
  }

  private static void next(Rows rows, PriorityQueue<Track> tracks) {
    if (rows.next()) {
      tracks.add(new Track(rows, nanos(rows)));
    }
  }

  /** The end of the sample or interval; others come first. */
  private static long nanos(Rows rows) {
    return rows.relation().content() == Relation.Content.RECORDING
        ? Long.MIN_VALUE
        : rows.number(rows.relation().indexOf("end_ns"));
  }
}
