package io.github.procfs4j.cli.exposition;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * A line of the table {@code metrics.tsv}: which metric of node_exporter contains a column.
 *
 * @param source the name of the source
 * @param table the name of the table; {@code *} for any
 * @param column the name of the column, or what it begins with, followed by {@code *}
 * @param name the name of the metric
 * @param type its type
 * @param factor by what amounts are multiplied: {@link Scale#of(String, java.util.OptionalInt,
 *     java.util.OptionalInt)}
 * @param labels its labels
 * @param rows which rows it contains
 * @param help its meaning; empty if that of the column is enough
 */
public record Metric(
    String source,
    String table,
    String column,
    Template name,
    Type type,
    String factor,
    List<LabelTemplate> labels,
    List<Condition> rows,
    String help) {
  private static final String ANY = "*";
  private static final String TABLE = "table";

  /** The names in templates that are not labels of a row. */
  private static final Set<String> SPECIAL = Set.of(ANY, TABLE);

  private static final int FIELDS = 9;

  /** A label and the template of its value. */
  record LabelTemplate(String name, Template value) {}

  /** A condition on a label of a row. */
  record Condition(String label, String value, boolean isNegated) {}

  static Metric parse(String line) {
    String[] field = line.split("\t", -1);
    if (field.length != FIELDS) {
      throw new IllegalArgumentException(line);
    }
    return new Metric(
        field[0],
        field[1],
        field[2],
        Template.parse(field[3]),
        Type.valueOf(field[4].toUpperCase(Locale.ROOT)),
        field[5],
        labels(field[6]),
        conditions(field[7]),
        field[8]);
  }

  private static List<LabelTemplate> labels(String text) {
    List<LabelTemplate> labels = new ArrayList<>();
    for (String label : words(text)) {
      String[] pair = label.split("=", 2);
      labels.add(new LabelTemplate(pair[0], Template.parse(pair[1])));
    }
    return List.copyOf(labels);
  }

  private static List<Condition> conditions(String text) {
    List<Condition> conditions = new ArrayList<>();
    for (String condition : words(text)) {
      String[] pair = condition.split("!?=", 2);
      conditions.add(new Condition(pair[0], pair[1], condition.contains("!=")));
    }
    return List.copyOf(conditions);
  }

  private static String[] words(String text) {
    return text.isEmpty() ? new String[0] : text.split(",", -1);
  }

  /** The names of its labels. */
  public List<String> labelNames() {
    return labels.stream().map(LabelTemplate::name).toList();
  }

  /** Whether its name contains labels of a row. */
  public boolean isNamedByRow() {
    return !name.names().stream().allMatch(SPECIAL::contains);
  }

  /** The labels of a row that it needs. */
  public Set<String> labelsOfRow() {
    Set<String> names = new HashSet<>(name.names());
    labels.forEach(label -> names.addAll(label.value.names()));
    rows.forEach(row -> names.add(row.label));
    names.removeAll(SPECIAL);
    return names;
  }

  boolean isOf(String source, String table) {
    return this.source.equals(source) && (this.table.equals(ANY) || this.table.equals(table));
  }

  boolean isExact(String column) {
    return this.column.equals(column);
  }

  boolean isPattern(String column) {
    return this.column.endsWith(ANY) && column.startsWith(beginning());
  }

  private String beginning() {
    return column.substring(0, column.length() - ANY.length());
  }

  /**
   * The name of the metric for a row.
   *
   * @param of the name of the column
   * @param labels the labels of the row by name
   */
  public String name(String table, String of, UnaryOperator<String> labels) {
    return Names.metric(name.fill(values(table, of, labels)));
  }

  /**
   * Its labels for a row.
   *
   * @param of the name of the column
   * @param labelsOfRow the labels of the row by name
   */
  public Labels labels(String table, String of, UnaryOperator<String> labelsOfRow) {
    return new Labels(
        labels.stream()
            .map(
                label ->
                    new Labels.Label(label.name, label.value.fill(values(table, of, labelsOfRow))))
            .toList());
  }

  private UnaryOperator<String> values(String table, String of, UnaryOperator<String> labels) {
    return name ->
        switch (name) {
          case ANY -> of.substring(Math.min(of.length(), beginning().length()));
          case TABLE -> table;
          default -> labels.apply(name);
        };
  }

  /** Whether a row with these labels belongs to it. */
  public boolean has(UnaryOperator<String> labels) {
    return rows.stream()
        .allMatch(row -> labels.apply(row.label).equals(row.value) != row.isNegated);
  }
}
