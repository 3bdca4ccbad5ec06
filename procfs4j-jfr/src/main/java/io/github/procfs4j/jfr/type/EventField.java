package io.github.procfs4j.jfr.type;

import io.github.procfs4j.model.Interval;
import io.github.procfs4j.model.Reading;
import io.github.procfs4j.model.Row;
import java.lang.annotation.Annotation;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A field of an event.
 *
 * @param name its name, a Java identifier that no other field of the event has
 * @param label its name as people know it
 * @param description its meaning
 * @param type its type, one of those that JFR supports
 * @param units the annotations of JFR from which tools know its unit
 * @param value computes its value
 */
public record EventField(
    String name,
    String label,
    String description,
    Class<?> type,
    List<UnitAnnotation> units,
    Value value) {

  /** Stands for a missing time or whole number: the JDK's tools show it as N/A, as they do NaN. */
  public static final long ABSENT = Long.MIN_VALUE;

  /**
   * An annotation of JFR that states a unit.
   *
   * @param type the annotation
   * @param value its value; null if it has none
   */
  public record UnitAnnotation(Class<? extends Annotation> type, @Nullable String value) {}

  /** Computes the value of a field. */
  @FunctionalInterface
  public interface Value {
    /**
     * The value of a row.
     *
     * @param interval the interval that ends with a sample
     * @param sample that sample
     * @param row the row
     * @return an object of the type of the field; null is possible only for references
     */
    @Nullable Object of(Interval interval, Reading sample, Row row);
  }

  /** Copies the list. */
  public EventField {
    units = List.copyOf(units);
  }
}
