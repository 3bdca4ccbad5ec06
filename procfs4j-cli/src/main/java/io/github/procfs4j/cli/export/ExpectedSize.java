package io.github.procfs4j.cli.export;

import io.github.procfs4j.cli.options.Amounts;
import io.github.procfs4j.cli.options.CommandException;
import io.github.procfs4j.cli.report.Span;
import io.github.procfs4j.recording.RecordedSource;
import io.github.procfs4j.recording.Recording;
import io.github.procfs4j.tables.Field;
import io.github.procfs4j.tables.Relation;
import io.github.procfs4j.tables.Relations;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * About how large an export will be. In a recording, a sample without changes takes three bytes,
 * however many rows it has; formats that write each row of each sample can make gigabytes of a few
 * kilobytes. An export that would be that much larger than its recordings is refused unless it is
 * forced.
 */
final class ExpectedSize {
  /** What any export may have. */
  static final long BYTES = 1 << 30;

  /** How much more it may have for each byte of the recordings. */
  static final long BYTES_A_BYTE = 1_000;

  /** The length of a small number with its comma, and of a time or label. */
  private static final int NUMBER = 3;

  private static final int OTHER = 8;

  /** The length of a number in a file for JFR. */
  private static final int BINARY = 6;

  /** What surrounds a name in JSON. */
  private static final int AROUND_NAME = 3;

  /** What is repeated in OpenMetrics for each value, besides its name. */
  private static final int SAMPLE = 60;

  private final ExportCommand.Format format;
  private double bytes;
  private double rows;
  private long length;

  private ExpectedSize(ExportCommand.Format format) {
    this.format = format;
  }

  /**
   * Throws an error if an export to a format would be too large.
   *
   * @param isWritten the relations that the format has
   */
  static void check(Job job, ExportCommand.Format format, Predicate<Relation> isWritten)
      throws IOException {
    ExpectedSize size = new ExpectedSize(format);
    for (int i = 0; i < job.recordings().size(); i++) {
      Optional<Relations> readable = job.recordings().readable(i);
      if (readable.isPresent()) {
        size.add(job, readable.get(), isWritten);
      }
    }
    size.check();
  }

  /** Throws an error if an export of all of a recording would be too large. */
  static void check(Recording recording, ExportCommand.Format format) {
    ExpectedSize size = new ExpectedSize(format);
    Relations relations = Relations.of(recording, "");
    for (String schema : relations.schemas().keySet()) {
      List<Relation> figures =
          relations.ofSchema(schema).stream()
              .filter(relation -> relation.content() == Relation.Content.FIGURES)
              .toList();
      if (!figures.isEmpty()) {
        size.add(recording, figures, 1);
      }
    }
    size.length = recording.bytes();
    size.check();
  }

  private void check() {
    double most = BYTES + (double) BYTES_A_BYTE * length;
    if (bytes > most) {
      throw CommandException.failed(
          String.format(
              Locale.ROOT,
              "%s would become about %s of %s in %,.0f rows: choose sources, or a part with --from"
                  + " and --until; -o - writes them to another program, and --force writes them"
                  + " nevertheless",
              text((double) length),
              text(bytes),
              format,
              rows));
    }
  }

  private static String text(double bytes) {
    return Amounts.size(BigDecimal.valueOf((long) bytes)).text();
  }

  private void add(Job job, Relations relations, Predicate<Relation> isWritten) {
    Recording recording = relations.recording();
    Span part = job.span(recording);
    Span all = Span.all(recording);
    double nanos = (double) all.toNanos() - all.fromNanos();
    double from = Math.max(part.fromNanos(), all.fromNanos());
    double wanted = Math.min(part.toNanos(), all.toNanos()) - from;
    double share = nanos > 0 ? Math.clamp(wanted / nanos, 0, 1) : 1;
    for (List<Relation> group : job.groups(relations)) {
      List<Relation> written = group.stream().filter(isWritten).toList();
      if (!written.isEmpty()) {
        add(recording, written, share);
      }
    }
    length += recording.bytes();
  }

  /** Adds the rows of relations of a source. */
  private void add(Recording recording, List<Relation> group, double share) {
    Map<String, RecordedSource> sources = new HashMap<>();
    recording.sources().forEach(source -> sources.put(source.name(), source));
    RecordedSource source = sources.get(group.getFirst().source());
    if (source == null || group.getFirst().content() == Relation.Content.RECORDING) {
      return; // facts and marks: as many as there are records
    }
    double ofRow = 0;
    double ofColumns = 0;
    long columns = 0;
    for (Relation relation : group) {
      double others = 0;
      for (Field field : relation.fields()) {
        boolean isColumn = field.role() == Field.Role.COLUMN || field.role() == Field.Role.FIGURE;
        double length = length(field, isColumn, format);
        ofColumns += isColumn ? length : 0;
        columns += isColumn ? 1 : 0;
        others += isColumn ? 0 : length;
      }
      ofRow = Math.max(ofRow, others);
    }
    double rowsOfSource = share * (double) source.rows();
    rows += rowsOfSource;
    bytes +=
        rowsOfSource * ofRow + share * (double) source.cells() * ofColumns / Math.max(1, columns);
  }

  /** The length of a value of a field; a small one, so that no export is refused in error. */
  private static double length(Field field, boolean isColumn, ExportCommand.Format format) {
    int value = isColumn ? NUMBER : OTHER;
    return switch (format) {
      case CSV -> value;
      case JSONL -> field.name().length() + AROUND_NAME + value;
      case OPENMETRICS -> isColumn ? SAMPLE : 0;
      case JFR -> BINARY;
      case PARQUET, PERFETTO -> 0; // what does not change takes next to nothing
    };
  }
}
