package io.github.procfs4j.cli.export;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * A line of the table {@code openmetrics.tsv}: which metric of node_exporter contains a field.
 *
 * @param relation the complete name of the relation
 * @param field the name of the field; {@code *} for all that no other line has
 * @param name the name of the metric, in which {@code {field}} is the name of the field
 * @param type its type: counter, gauge or unknown
 * @param factor by what the value is multiplied; {@code ticks} for the length of a tick
 * @param labels its labels with their values, in which {@code {cpu}} is a label of the row
 * @param condition which rows it contains: {@code cpu!=all}; all if empty
 */
record Metric(
    String relation,
    String field,
    String name,
    String type,
    String factor,
    List<String> labels,
    String condition) {
  private static final int COLUMNS = 7;

  /** Copies the list. */
  Metric {
    labels = List.copyOf(labels);
  }

  /** All lines. */
  static List<Metric> all() {
    try (InputStream in =
        Objects.requireNonNull(Metric.class.getResourceAsStream("openmetrics.tsv"))) {
      return new String(in.readAllBytes(), UTF_8)
          .lines()
          .filter(line -> !line.startsWith("#"))
          .map(line -> line.split("\t", COLUMNS))
          .map(
              word ->
                  new Metric(
                      word[0],
                      word[1],
                      word[2],
                      word[3],
                      word[4],
                      Stream.of(word[5].split(",")).filter(label -> !label.isEmpty()).toList(),
                      word[6]))
          .toList();
    } catch (IOException e) {
      throw new AssertionError("a resource of the command cannot be read", e);
    }
  }
}
