package io.github.procfs4j.cli.export;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.procfs4j.tables.Field;
import io.github.procfs4j.tables.Relation;
import io.github.procfs4j.tables.Relations;
import io.github.procfs4j.tables.Rows;
import java.io.IOException;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * OpenMetrics with the names of node_exporter, each sample with its time, as promtool expects for
 * the creation of blocks.
 */
final class OpenMetricsSink implements RowSink {
  private static final BigDecimal MICROS_OF_SECOND = BigDecimal.valueOf(1_000_000);

  private final OutputStream out;
  private final Families families = new Families();
  private final List<Metric> metrics = Metric.all();
  private final Set<String> leftOut = new TreeSet<>();
  private final Values values = new Values();
  private final boolean isOfMany;
  private OptionalInt ticksPerSecond = OptionalInt.empty();
  private long withoutTime;

  /** The metrics of each field of a relation. */
  private final Map<Relation, List<Mapped>> mapped = new HashMap<>();

  private record Mapped(int field, Metric metric, String name) {}

  /**
   * Creates a sink.
   *
   * @param isOfMany whether there are several recordings, so that a label has to name them
   */
  OpenMetricsSink(OutputStream out, boolean isOfMany) {
    this.out = out;
    this.isOfMany = isOfMany;
  }

  @Override
  public void begin(Relations relations) {
    ticksPerSecond = relations.recording().facts().ticksPerSecond();
    mapped.clear();
  }

  @Override
  public boolean isWanted(Relation relation) {
    boolean isKnown =
        metrics.stream().anyMatch(metric -> metric.relation().equals(relation.fullName()));
    if (!isKnown && relation.content() != Relation.Content.RECORDING) {
      leftOut.add(relation.fullName());
    }
    return isKnown;
  }

  private List<Mapped> map(Relation relation) {
    List<Mapped> found = new ArrayList<>();
    for (int f = 0; f < relation.fields().size(); f++) {
      Field field = relation.fields().get(f);
      if (field.role() != Field.Role.COLUMN) {
        continue;
      }
      int index = f;
      List<Metric> own =
          metrics.stream()
              .filter(metric -> metric.relation().equals(relation.fullName()))
              .filter(metric -> metric.field().equals(field.name()))
              .toList();
      (own.isEmpty()
              ? metrics.stream()
                  .filter(metric -> metric.relation().equals(relation.fullName()))
                  .filter(metric -> metric.field().equals("*"))
                  .toList()
              : own)
          .forEach(
              metric ->
                  found.add(
                      new Mapped(index, metric, metric.name().replace("{field}", field.name()))));
    }
    return found;
  }

  @Override
  public void write(Rows rows) throws IOException {
    Relation relation = rows.relation();
    int time = relation.indexOf("time");
    if (rows.isNull(time)) {
      withoutTime++;
      return;
    }
    String seconds =
        BigDecimal.valueOf(rows.number(time))
            .divide(MICROS_OF_SECOND)
            .setScale(3, RoundingMode.FLOOR)
            .toPlainString();
    for (Mapped of : mapped.computeIfAbsent(relation, this::map)) {
      if (!rows.isNull(of.field) && matches(rows, of.metric.condition())) {
        String value = value(rows, of);
        if (value != null) {
          write(rows, of, value, seconds);
        }
      }
    }
  }

  private void write(Rows rows, Mapped of, String value, String seconds) throws IOException {
    String family =
        of.metric.type().equals("counter") && of.name.endsWith("_total")
            ? of.name.substring(0, of.name.length() - "_total".length())
            : of.name;
    String line = of.name + labels(rows, of.metric) + " " + value + " " + seconds + "\n";
    families.add(family, "# TYPE " + family + " " + of.metric.type() + "\n", line.getBytes(UTF_8));
  }

  private @Nullable String value(Rows rows, Mapped of) {
    Field field = rows.relation().fields().get(of.field);
    String text = values.text(rows, of.field, field);
    if (text == null) {
      return null;
    }
    BigDecimal amount = new BigDecimal(text);
    if (of.metric.factor().equals("ticks")) {
      return ticksPerSecond.isEmpty()
          ? null
          : Double.toString(amount.doubleValue() / ticksPerSecond.getAsInt());
    }
    return amount.multiply(new BigDecimal(of.metric.factor())).stripTrailingZeros().toPlainString();
  }

  private static boolean matches(Rows rows, String condition) {
    if (condition.isEmpty()) {
      return true;
    }
    boolean isNegated = condition.contains("!=");
    String[] words = condition.split("!?=", 2);
    return words[1].equals(label(rows, words[0])) != isNegated;
  }

  private static String label(Rows rows, String name) {
    String value = rows.text(rows.relation().indexOf(name));
    return value == null ? "" : value;
  }

  private String labels(Rows rows, Metric metric) {
    List<String> labels = new ArrayList<>();
    for (String label : metric.labels()) {
      String[] words = label.split("=", 2);
      String value = words[1];
      if (value.startsWith("{")) {
        String[] source = value.substring(1, value.length() - 1).split("\\|", -1);
        value = label(rows, source[0]);
        value = source.length > 1 ? value.toLowerCase(Locale.ROOT) : value;
      }
      labels.add(words[0] + "=\"" + escaped(value) + "\"");
    }
    if (isOfMany) {
      labels.add("instance=\"" + escaped(label(rows, "host")) + "\"");
      labels.add("recording=\"" + escaped(label(rows, "recording")) + "\"");
    }
    return labels.isEmpty() ? "" : "{" + String.join(",", labels) + "}";
  }

  private static String escaped(String label) {
    return label.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
  }

  @Override
  public void end() throws IOException {
    families.writeTo(out);
    out.write("# EOF\n".getBytes(UTF_8));
    families.close();
  }

  /** What node_exporter has no names for. */
  Set<String> leftOut() {
    return leftOut;
  }

  /** How many rows have no time of the wall clock. */
  long withoutTime() {
    return withoutTime;
  }
}
