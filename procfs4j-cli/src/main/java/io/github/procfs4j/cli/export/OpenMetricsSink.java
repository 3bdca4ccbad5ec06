package io.github.procfs4j.cli.export;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.procfs4j.cli.exposition.Format;
import io.github.procfs4j.cli.exposition.Labels;
import io.github.procfs4j.cli.exposition.Metric;
import io.github.procfs4j.cli.exposition.MetricTable;
import io.github.procfs4j.cli.exposition.Scale;
import io.github.procfs4j.recording.RecordingFacts;
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
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * OpenMetrics with the names of node_exporter, each sample with its time, as promtool expects for
 * the creation of blocks.
 */
final class OpenMetricsSink implements RowSink {
  private static final BigDecimal MICROS_OF_SECOND = BigDecimal.valueOf(1_000_000);

  private final OutputStream out;
  private final Families families = new Families();
  private final MetricTable metrics = MetricTable.get();
  private final Set<String> leftOut = new TreeSet<>();
  private final Values values = new Values();
  private final boolean isOfMany;
  private @Nullable RecordingFacts facts;
  private long withoutTime;

  /** The metrics of each field of a relation. */
  private final Map<Relation, List<Mapped>> mapped = new HashMap<>();

  /**
   * A metric of a field.
   *
   * @param name its name; null if that contains labels of the row
   */
  private record Mapped(
      int field, String column, Metric metric, Scale scale, @Nullable String name) {}

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
    facts = relations.recording().facts();
    mapped.clear();
  }

  @Override
  public boolean isWanted(Relation relation) {
    boolean isKnown =
        relation.content() == Relation.Content.SAMPLES
            && metrics.has(relation.source(), relation.table());
    if (!isKnown && relation.content() != Relation.Content.RECORDING) {
      leftOut.add(relation.fullName());
    }
    return isKnown;
  }

  private List<Mapped> map(Relation relation) {
    List<Mapped> found = new ArrayList<>();
    RecordingFacts known = facts;
    for (int f = 0; known != null && f < relation.fields().size(); f++) {
      Field field = relation.fields().get(f);
      if (field.role() != Field.Role.COLUMN) {
        continue;
      }
      int index = f;
      String column = field.kernelName();
      for (Metric metric : metrics.find(relation.source(), relation.table(), column)) {
        if (labels(relation).containsAll(metric.labelsOfRow())) {
          String name =
              metric.isNamedByRow() ? null : metric.name(relation.table(), column, label -> "");
          Scale.of(metric.factor(), known.ticksPerSecond(), known.pageSize())
              .ifPresent(scale -> found.add(new Mapped(index, column, metric, scale, name)));
        }
      }
    }
    return found;
  }

  private static Set<String> labels(Relation relation) {
    return relation.fields().stream()
        .filter(field -> field.role() == Field.Role.LABEL)
        .map(Field::name)
        .collect(Collectors.toSet());
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
    UnaryOperator<String> labels = name -> label(rows, name);
    for (Mapped of : mapped.computeIfAbsent(relation, this::map)) {
      String text = values.text(rows, of.field, relation.fields().get(of.field));
      if (text != null && of.metric.has(labels)) {
        String name =
            of.name == null ? of.metric.name(relation.table(), of.column, labels) : of.name;
        String value = of.scale.text(new BigDecimal(text));
        String line = name + labels(rows, of, labels) + " " + value + " " + seconds + "\n";
        String family = Format.OPENMETRICS_1.family(name, of.metric.type());
        String head = "# TYPE " + family + " " + of.metric.type().in(Format.OPENMETRICS_1) + "\n";
        families.add(family, head, line.getBytes(UTF_8));
      }
    }
  }

  private static String label(Rows rows, String name) {
    String value = rows.text(rows.relation().indexOf(name));
    return value == null ? "" : value;
  }

  private String labels(Rows rows, Mapped of, UnaryOperator<String> ofRow) {
    Labels labels = of.metric.labels(rows.relation().table(), of.column, ofRow);
    if (isOfMany) {
      labels =
          labels.with(
              new Labels.Label("instance", label(rows, "host")),
              new Labels.Label("recording", label(rows, "recording")));
    }
    return labels.text();
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
