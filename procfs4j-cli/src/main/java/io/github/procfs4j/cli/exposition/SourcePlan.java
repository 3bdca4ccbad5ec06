package io.github.procfs4j.cli.exposition;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.procfs4j.metrics.SteadyCounters;
import io.github.procfs4j.model.Column;
import io.github.procfs4j.model.Layout;
import io.github.procfs4j.model.Layout.TableLayout;
import io.github.procfs4j.model.Reading;
import io.github.procfs4j.model.Row;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What is written of samples with one layout: for each series, the text that precedes its value,
 * and its cell. So a sample costs no more than its numbers.
 *
 * <p>A series whose name and labels another one has is left out: a scraper rejects a text that has
 * both. So is a family that another source has, and what exceeds a number of series.
 *
 * <p>It must only be used by one thread at a time.
 */
public final class SourcePlan {
  /** Enough for 700 interrupts on 256 CPUs. A hostile text has as many as it likes. */
  static final int MOST_SERIES = 200_000;

  private final Map<String, Family> families = new LinkedHashMap<>();
  private final Map<String, Series> series = new HashMap<>();
  private final LeftOut twice = new LeftOut("another series has the name and labels");
  private final LeftOut tooMany =
      new LeftOut("a source has at most %,d series".formatted(MOST_SERIES));

  /** What a plan needs to know, besides layouts. */
  public record Context(
      String source, Selection selection, OptionalInt ticksPerSecond, OptionalInt pageSize) {}

  /**
   * Plans for a layout.
   *
   * @param taken the {@linkplain #names names} of families that other sources have
   * @param before the plan for the previous sample, if there was one: counters continue
   */
  public SourcePlan(
      Context context, Layout layout, Set<String> taken, @Nullable SourcePlan before) {
    MetricTable metrics = MetricTable.get();
    for (TableLayout table : layout.tables()) {
      for (Column column : table.columns()) {
        for (Metric metric : metrics.find(context.source, table.table().name(), column.name())) {
          Optional<Scale> scale =
              Scale.of(metric.factor(), context.ticksPerSecond, context.pageSize);
          if (scale.isPresent()) {
            add(context, layout, table, column, metric, scale.get(), taken);
          }
        }
      }
    }
    if (before != null) {
      series.forEach((text, one) -> one.continues(before.series.get(text)));
    }
  }

  private void add(
      Context context,
      Layout layout,
      TableLayout table,
      Column column,
      Metric metric,
      Scale scale,
      Set<String> taken) {
    String tableName = table.table().name();
    for (Row row : table.rows()) {
      int cell = layout.cell(row, column);
      UnaryOperator<String> labels = label -> label(row, label);
      if (cell == Layout.ABSENT || !metric.has(labels) || !context.selection.hasRow(labels)) {
        continue;
      }
      String name = metric.name(tableName, column.name(), labels);
      if (context.selection.hasMetric(name)) {
        Labels own = metric.labels(tableName, column.name(), labels);
        add(name, own, metric, layout.column(cell), cell, scale, taken);
      }
    }
  }

  private static String label(Row row, String name) {
    return row.table().labels().contains(name) ? row.label(name) : "";
  }

  private void add(
      String name,
      Labels labels,
      Metric metric,
      Column column,
      int cell,
      Scale scale,
      Set<String> taken) {
    String unique = Format.familyOf(name, metric.type());
    String text = name + labels.text() + " ";
    Family family = families.get(unique);
    if (taken.contains(unique)
        || (family != null && !family.is(name, metric.type()))
        || series.containsKey(text)) {
      twice.add(text);
      return;
    }
    if (series.size() == MOST_SERIES) {
      tooMany.add(text);
      return;
    }
    if (family == null) {
      String help = metric.help().isEmpty() ? column.meaning() : metric.help();
      family = new Family(name, metric.type(), help);
      families.put(unique, family);
    }
    Series one =
        new Series(text, labels, metric.type(), cell, column.signed(), scale.of(column.unit()));
    family.series.add(one);
    series.put(text, one);
  }

  /** The names by which its families must differ from those of other sources. */
  public Set<String> names() {
    return families.keySet();
  }

  /** What is left out, and why: a sentence for each reason. */
  public List<String> leftOut() {
    return Stream.of(twice, tooMany).filter(some -> some.count > 0).map(LeftOut::text).toList();
  }

  private static final class LeftOut {
    private final String reason;
    private String first = "";
    private int count;

    LeftOut(String reason) {
      this.reason = reason;
    }

    void add(String series) {
      first = count == 0 ? series.strip() : first;
      count++;
    }

    String text() {
      return "left out, because %s: %s%s"
          .formatted(reason, first, count > 1 ? " (and %,d more)".formatted(count - 1) : "");
    }
  }

  /** Writes the values of a sample. */
  public void write(Reading reading, Format format, TextBuffer to) {
    if (format == Format.PROTOBUF) {
      writeMessages(reading, to);
      return;
    }
    for (Family family : families.values()) {
      int begin = to.length();
      to.put(format.isOpenMetrics() ? family.openMetricsHead : family.textHead);
      int end = to.length();
      for (Series one : family.series) {
        one.write(reading, to);
      }
      if (to.length() == end) {
        to.truncate(begin);
      }
    }
  }

  private void writeMessages(Reading reading, TextBuffer to) {
    FamilyMessage message = new FamilyMessage();
    for (Family family : families.values()) {
      message.begin(family.name, family.type, family.help);
      for (Series one : family.series) {
        one.write(reading, message);
      }
      message.writeTo(to);
    }
  }

  private static final class Family {
    private final String name;
    private final Type type;
    private final String help;
    private final byte[] textHead;
    private final byte[] openMetricsHead;
    private final List<Series> series = new ArrayList<>();

    Family(String name, Type type, String help) {
      this.name = name;
      this.type = type;
      this.help = help;
      textHead = Format.TEXT.head(name, type, help);
      openMetricsHead = Format.OPENMETRICS_1.head(name, type, help);
    }

    boolean is(String otherName, Type otherType) {
      return name.equals(otherName) && type == otherType;
    }
  }

  private static final class Series {
    private final byte[] text;
    private final Labels labels;
    private final boolean isCounter;
    private final int cell;
    private final boolean isSigned;
    private final Scale scale;
    private final boolean isTime;
    private boolean hasLast;
    private long last;

    /** The labels for messages; null as long as none was written. */
    private byte @Nullable [] encoded;

    Series(String text, Labels labels, Type type, int cell, boolean isSigned, Scale scale) {
      this.text = text.getBytes(UTF_8);
      this.labels = labels;
      isCounter = type == Type.COUNTER;
      this.cell = cell;
      this.isSigned = isSigned;
      this.scale = scale;
      isTime = isCounter && (scale.decimals() > 0 || scale.divisor() > 1);
    }

    void continues(@Nullable Series before) {
      if (before != null && before.scale.equals(scale)) {
        hasLast = before.hasLast;
        last = before.last;
      }
    }

    void write(Reading reading, TextBuffer to) {
      long value = reading.value(cell);
      if (isWritten(value)) {
        to.put(text);
        scale.write(steady(value), isSigned, to);
        to.put('\n');
      }
    }

    void write(Reading reading, FamilyMessage to) {
      long value = reading.value(cell);
      if (isWritten(value)) {
        byte[] known = encoded;
        if (known == null) {
          known = labels.encoded();
          encoded = known;
        }
        to.add(known, scale.value(steady(value), isSigned));
      }
    }

    /** A negative number is no counter. */
    private boolean isWritten(long value) {
      return !isCounter || !isSigned || value >= 0;
    }

    /** The kernel corrects times backwards by some ticks: they stay until it has made up for it. */
    private long steady(long value) {
      if (!isTime) {
        return value;
      }
      if (hasLast
          && Long.compareUnsigned(value, last) < 0
          && SteadyCounters.isCorrection(scale.value(last - value, false))) {
        return last;
      }
      hasLast = true;
      last = value;
      return value;
    }
  }
}
