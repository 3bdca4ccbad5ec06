package io.github.procfs4j.fuzz;

import com.sun.management.OperatingSystemMXBean;
import io.github.procfs4j.cli.Shown;
import io.github.procfs4j.model.Playback;
import io.github.procfs4j.recording.RecordedSource;
import io.github.procfs4j.recording.Recording;
import io.github.procfs4j.tables.Relation;
import io.github.procfs4j.tables.Relations;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Exports recordings and queries them, in a separate JVM, whose heap limits what is held at once.
 * The CPU time of all its threads counts.
 *
 * <p>What is written grows with the number of rows and fields, as that is what is asked for, so
 * only a part of the time is exported if there are many. Everything else that it costs has to be
 * bounded by the length of the recording.
 */
final class BulkExports {
  /** No more values are exported, each a field of a row. */
  private static final double MOST_VALUES = 200_000;

  /** Seconds for each MB, of which there is at least one, and for each million values. */
  private static final double SECONDS_A_MB = 1;

  private static final double SECONDS_A_MILLION = 3;

  /** The JVM compiles and loads classes, and the machine may be busy. */
  private static final double SECONDS_MORE = 3;

  private static final double BUSY = 3;

  private static final OperatingSystemMXBean SYSTEM =
      (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

  private BulkExports() {}

  /** The arguments: a directory to write to, then bulks, each with a format and options, or sql. */
  public static void main(String... arguments) throws IOException {
    Path directory = Path.of(arguments[0]);
    for (int i = 1; i < arguments.length; i += 2) {
      Bulk bulk = Bulk.valueOf(arguments[i]);
      String way = arguments[i + 1];
      Path file = directory.resolve("recording.rec");
      int length = BulkTest.LONG;
      Files.write(file, bulk.of(length));
      for (Values values = Values.of(file);
          values.ofSample > 10 * MOST_VALUES
              || (way.equals("jfr") && values.all > MOST_VALUES); // which takes all of a recording
          values = Values.of(file)) {
        length /= 2;
        Files.write(file, bulk.of(length));
      }
      String used = used(file, way, directory.resolve("out"));
      if (!used.isEmpty()) {
        used = used(file, way, directory.resolve("out"));
      }
      System.out.println(bulk + " " + way + " " + used);
      if (!used.isEmpty()) {
        throw new AssertionError(bulk + " as " + way + ": " + used);
      }
    }
  }

  /**
   * How many values of rows are exported, where a long text counts as several.
   *
   * @param all of all samples
   * @param ofSample the average of a sample
   * @param largest the relation with the most fields
   */
  private record Values(double all, double ofSample, Relation largest) {
    static Values of(Path file) throws IOException {
      try (Recording recording = Recording.open(file)) {
        List<Relation> relations = Relations.of(recording, "r").all();
        double all = 0;
        double ofSample = 0;
        for (RecordedSource source : recording.sources()) {
          int fields =
              relations.stream()
                  .filter(relation -> relation.source().equals(source.name()))
                  .mapToInt(relation -> relation.fields().size())
                  .max()
                  .orElse(0);
          double ofRow = fields + charactersOfRow(recording, source) / 10;
          all += source.rows() * ofRow;
          ofSample += source.rows() * ofRow / Math.max(1, source.samples());
        }
        Relation largest =
            relations.stream()
                .max(Comparator.comparingInt(relation -> relation.fields().size()))
                .orElseThrow();
        return new Values(all, ofSample, largest);
      }
    }

    /** The number of characters of labels, in the first row of the first sample. */
    private static double charactersOfRow(Recording recording, RecordedSource source) {
      Playback samples = recording.playback(source);
      return samples.next()
          ? samples.layout().tables().stream()
              .flatMap(table -> table.rows().stream().limit(1))
              .mapToInt(row -> row.labels().stream().mapToInt(String::length).sum())
              .max()
              .orElse(0)
          : 0;
    }
  }

  /** What it took; empty if that was within the limits. */
  private static String used(Path file, String way, Path out) throws IOException {
    Values values = Values.of(file);
    double exported = Math.min(values.all, Math.max(MOST_VALUES, 2 * values.ofSample));
    List<String> words = new ArrayList<>();
    if (way.equals("sql")) {
      long rows = Math.max(1, (long) MOST_VALUES / values.largest.fields().size());
      String query = "SELECT * FROM " + values.largest.fullName() + " LIMIT " + rows;
      words.addAll(List.of("sql", file.toString(), query, "--format", "csv"));
    } else {
      words.addAll(List.of("export", file.toString(), "--force", "-o", out.toString(), "--to"));
      words.addAll(List.of(way.split(" ")));
      if (values.all > exported && !way.equals("jfr")) {
        words.addAll(List.of("--until", millis(file, exported / values.all) + "ms"));
      }
    }
    long before = SYSTEM.getProcessCpuTime();
    Shown.Run run = Shown.run(80, words.toArray(String[]::new));
    double seconds = (SYSTEM.getProcessCpuTime() - before) / 1e9;
    delete(out);
    boolean isRefused =
        run.code() == 1
            && (run.err().contains("has no interval between two samples")
                || run.err().contains("a time that a file of this format cannot contain")
                || run.err().contains("times another day than before")
                || run.err().contains("too many open files"));
    if ((run.code() != 0 && !isRefused) || run.err().contains("memory")) {
      return "exit code " + run.code() + ": " + run.err();
    }
    double most =
        SECONDS_MORE
            + BUSY
                * (SECONDS_A_MB * Math.max(1, Files.size(file) / 1e6)
                    + SECONDS_A_MILLION * exported / 1e6);
    System.out.printf("  %.1f s of %.1f%n", seconds, most);
    return seconds <= most ? "" : "%.1f s of %.1f".formatted(seconds, most);
  }

  /** The milliseconds of a part of a recording. */
  private static long millis(Path file, double part) throws IOException {
    try (Recording recording = Recording.open(file)) {
      double nanos = (double) recording.endNanos() - recording.startNanos();
      return (long) Math.max(1, nanos / 1e6 * part);
    }
  }

  private static void delete(Path made) throws IOException {
    if (Files.exists(made)) {
      try (Stream<Path> all = Files.walk(made)) {
        for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(path);
        }
      }
    }
  }
}
