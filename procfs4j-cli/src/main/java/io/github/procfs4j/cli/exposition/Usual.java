package io.github.procfs4j.cli.exposition;

import java.util.List;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/** The table {@code usual.tsv}: what node_exporter exports by default. */
public final class Usual {
  private static final List<String[]> LINES =
      MetricTable.lines("usual.tsv").stream().map(line -> line.split("\t", -1)).toList();

  private Usual() {}

  /** The names of the sources. */
  public static List<String> sources() {
    return LINES.stream().filter(line -> line[0].equals("source")).map(line -> line[1]).toList();
  }

  /** What is exported of a source. */
  public static Selection of(String source) {
    List<Pattern> metrics =
        lines("metric", source).stream().map(line -> Pattern.compile(line[2])).toList();
    List<Omission> omissions =
        lines("row", source).stream()
            .map(line -> new Omission(line[2], Pattern.compile(line[3])))
            .toList();
    return new Selection() {
      @Override
      public boolean hasMetric(String name) {
        return metrics.isEmpty()
            || metrics.stream().anyMatch(metric -> metric.matcher(name).matches());
      }

      @Override
      public boolean hasRow(UnaryOperator<String> labels) {
        return omissions.stream()
            .noneMatch(row -> row.values.matcher(labels.apply(row.label)).matches());
      }
    };
  }

  private record Omission(String label, Pattern values) {}

  private static List<String[]> lines(String kind, String source) {
    return LINES.stream().filter(line -> line[0].equals(kind) && line[1].equals(source)).toList();
  }
}
