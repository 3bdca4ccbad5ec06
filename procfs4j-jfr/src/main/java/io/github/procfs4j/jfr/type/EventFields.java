package io.github.procfs4j.jfr.type;

import io.github.procfs4j.jfr.type.EventField.UnitAnnotation;
import io.github.procfs4j.jfr.type.EventField.Value;
import io.github.procfs4j.model.Column;
import io.github.procfs4j.model.Figure;
import io.github.procfs4j.model.Layout;
import io.github.procfs4j.model.Reading;
import io.github.procfs4j.model.Row;
import io.github.procfs4j.model.Table;
import io.github.procfs4j.model.Unit;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import jdk.jfr.DataAmount;
import jdk.jfr.Frequency;
import jdk.jfr.Percentage;
import jdk.jfr.Timespan;
import jdk.jfr.ValueDescriptor;

/**
 * The fields of an event, in order, with names that are Java identifiers and units that JFR knows:
 * shares are fractions of 1, times whole nanoseconds.
 */
final class EventFields {
  private static final List<UnitAnnotation> NO_UNIT = List.of();
  private static final UnitAnnotation SHARE = new UnitAnnotation(Percentage.class, null);
  private static final UnitAnnotation BYTES =
      new UnitAnnotation(DataAmount.class, DataAmount.BYTES);
  private static final UnitAnnotation PER_SECOND = new UnitAnnotation(Frequency.class, null);
  private static final UnitAnnotation NANOSECONDS =
      new UnitAnnotation(Timespan.class, Timespan.NANOSECONDS);

  private static final double NANOS_PER_SECOND = 1e9;
  private static final double PERCENT = 100;

  private final List<EventField> all = new ArrayList<>();

  /** The names in use; JFR gives the first ones to fields of each event. */
  private final Set<String> names =
      new HashSet<>(Set.of("startTime", "duration", "eventThread", "stackTrace"));

  List<EventField> all() {
    return List.copyOf(all);
  }

  /** The labels of a row. Rows with the same labels are numbered after the last of them. */
  void labels(Table table) {
    int last = table.labels().size() - 1;
    for (int i = 0; i <= last; i++) {
      int index = i;
      add(
          table.labels().get(i),
          table.labels().get(i),
          i < table.identifying() ? "Identifies the row." : "Describes the row.",
          String.class,
          NO_UNIT,
          (interval, sample, row) ->
              row.labels().get(index)
                  + (index == last && row.repeat() > 0 ? " #" + (row.repeat() + 1) : ""));
    }
  }

  /** The length of the interval over which figures are computed. */
  void interval() {
    add(
        "interval",
        "interval",
        "Since when the figures are computed: the time since the previous sample. The event itself"
            + " lasts as long as the reading of the file.",
        long.class,
        List.of(NANOSECONDS),
        (interval, sample, row) -> nanos(interval.seconds() * NANOS_PER_SECOND));
  }

  void figure(Figure figure) {
    String unit = figure.unit();
    switch (unit) {
      case "%" -> share(figure);
      case "bytes" -> figure(figure, figure.name(), List.of(BYTES));
      case "bytes/s" -> figure(figure, figure.name(), List.of(BYTES, PER_SECOND));
      case "/s" -> figure(figure, figure.name(), List.of(PER_SECOND));
      case "ns" -> time(figure, 1);
      case "µs" -> time(figure, 1e3);
      case "ms" -> time(figure, 1e6);
      case "s" -> time(figure, NANOS_PER_SECOND);
      default -> figure(figure, labelWithUnit(figure.name(), unit), NO_UNIT);
    }
  }

  private void figure(Figure figure, String label, List<UnitAnnotation> units) {
    add(
        figure.name(),
        label,
        meaning(figure),
        double.class,
        units,
        (interval, sample, row) -> figure.value(interval, row));
  }

  /** A share needs no more than seven digits. */
  private void share(Figure figure) {
    add(
        figure.name(),
        figure.name(),
        meaning(figure),
        float.class,
        List.of(SHARE),
        (interval, sample, row) -> (float) (figure.value(interval, row) / PERCENT));
  }

  private void time(Figure figure, double nanos) {
    add(
        figure.name(),
        figure.name(),
        meaning(figure),
        long.class,
        List.of(NANOSECONDS),
        (interval, sample, row) -> nanos(figure.value(interval, row) * nanos));
  }

  private static String meaning(Figure figure) {
    return meaning(figure.meaning(), figure.reference());
  }

  private static String meaning(String meaning, String reference) {
    return reference.isEmpty() ? meaning : meaning + " Source: " + reference;
  }

  private static String labelWithUnit(String name, String unit) {
    return unit.isEmpty() || unit.equals(Unit.COUNT.name()) || unit.equals(Unit.NONE.name())
        ? name
        : name + " (" + unit + ")";
  }

  private static long nanos(double nanos) {
    return Math.abs(nanos) < Long.MAX_VALUE ? Math.round(nanos) : EventField.ABSENT; // also for NaN
  }

  /** A column of letters, which are words rather than numbers: the state of a thread. */
  void letter(Column column) {
    add(
        column.name(),
        column.name(),
        meaning(column.meaning(), column.reference()),
        String.class,
        NO_UNIT,
        (interval, sample, row) -> {
          int cell = sample.layout().cell(row, column);
          return cell == Layout.ABSENT ? null : Character.toString((int) sample.value(cell));
        });
  }

  /** What the kernel printed in a column. */
  void cell(Column column) {
    Unit unit = column.unit();
    BigDecimal nanos = nanosOf(unit.name());
    boolean isTime = nanos.signum() > 0;
    boolean isBytes = unit.name().equals(Unit.BYTES.name());
    boolean isWhole = unit.decimals() == 0 || isTime;
    BigDecimal factor = isTime ? nanos : BigDecimal.ONE;
    Value whole = (interval, sample, row) -> whole(sample, row, column, factor);
    Value decimal = (interval, sample, row) -> decimal(sample, row, column);
    add(
        "cell_" + column.name(),
        "cell " + labelWithUnit(column.name(), isTime || isBytes ? "" : unit.name()),
        meaning(column.meaning(), column.reference()),
        isWhole ? long.class : double.class,
        isTime ? List.of(NANOSECONDS) : isBytes ? List.of(BYTES) : NO_UNIT,
        isWhole ? whole : decimal);
  }

  /** The nanoseconds of a unit; 0 if it is not one of time. */
  private static BigDecimal nanosOf(String unit) {
    return BigDecimal.valueOf(
        switch (unit) {
          case "nanoseconds" -> 1L;
          case "microseconds" -> 1_000L;
          case "milliseconds" -> 1_000_000L;
          case "seconds" -> 1_000_000_000L;
          default -> 0L;
        });
  }

  /** An exact amount; absent if a long, which is signed, cannot hold it. */
  private static long whole(Reading sample, Row row, Column column, BigDecimal factor) {
    int cell = sample.layout().cell(row, column);
    if (cell == Layout.ABSENT) {
      return EventField.ABSENT;
    }
    Column here = sample.layout().column(cell);
    try {
      return here.unit()
          .exactAmount(sample.value(cell), here.signed())
          .multiply(factor)
          .longValueExact();
    } catch (ArithmeticException e) {
      return EventField.ABSENT;
    }
  }

  private static double decimal(Reading sample, Row row, Column column) {
    int cell = sample.layout().cell(row, column);
    return cell == Layout.ABSENT
        ? Double.NaN
        : sample.layout().column(cell).amount(sample.value(cell));
  }

  private void add(
      String wanted,
      String label,
      String description,
      Class<?> type,
      List<UnitAnnotation> units,
      Value value) {
    String name = identifier(wanted);
    String unique = name;
    for (int i = 2; !names.add(unique); i++) {
      unique = name + "_" + i;
    }
    all.add(new EventField(unique, label, description, type, units, value));
  }

  /**
   * A Java identifier that resembles a name: {@code util} for {@code %util}, {@code run_delay} for
   * {@code run delay}.
   */
  static String identifier(String name) {
    StringBuilder identifier = new StringBuilder();
    boolean isPending = false;
    for (int at = 0; at < name.length(); at++) {
      char c = name.charAt(at);
      if (c == '$' || !Character.isJavaIdentifierPart(c) || Character.isIdentifierIgnorable(c)) {
        isPending = !identifier.isEmpty();
        continue;
      }
      if (isPending || (identifier.isEmpty() && !Character.isJavaIdentifierStart(c))) {
        identifier.append('_');
      }
      identifier.append(c);
      isPending = false;
    }
    if (identifier.isEmpty()) {
      return "unnamed";
    }
    return isKeyword(identifier) ? identifier + "_" : identifier.toString();
  }

  /** Whether JFR refuses it as a name. */
  private static boolean isKeyword(CharSequence identifier) {
    try {
      return new ValueDescriptor(int.class, identifier.toString()).getName().isEmpty();
    } catch (IllegalArgumentException e) {
      return true;
    }
  }
}
