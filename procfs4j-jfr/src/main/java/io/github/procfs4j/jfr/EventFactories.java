package io.github.procfs4j.jfr;

import io.github.procfs4j.jfr.type.EventDescription;
import io.github.procfs4j.jfr.type.EventField;
import io.github.procfs4j.jfr.type.EventField.UnitAnnotation;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.function.Supplier;
import jdk.jfr.EventFactory;
import org.jspecify.annotations.Nullable;

/**
 * The types of events that were registered once and are not used at present. JFR makes classes for
 * each type, which the JVM never unloads, so a type that is registered again is the same one.
 */
final class EventFactories {
  /** Guarded by its monitor. */
  private static final Map<Shape, Queue<EventFactory>> UNUSED = new HashMap<>();

  private EventFactories() {}

  /** Everything that JFR is told about a type. */
  record Shape(
      String name,
      String label,
      String description,
      List<String> category,
      List<Field> fields,
      @Nullable Duration period) {
    static Shape of(EventDescription type, @Nullable Duration period) {
      return new Shape(
          type.name(),
          type.label(),
          type.description(),
          type.category(),
          type.fields().stream().map(Field::of).toList(),
          period);
    }
  }

  /** Everything that JFR is told about a field. */
  record Field(
      String name, String label, String description, Class<?> type, List<UnitAnnotation> units) {
    static Field of(EventField field) {
      return new Field(
          field.name(), field.label(), field.description(), field.type(), field.units());
    }
  }

  /** A registered type. */
  static EventFactory register(Shape shape, Supplier<EventFactory> creation) {
    EventFactory known;
    synchronized (UNUSED) {
      Queue<EventFactory> unused = UNUSED.get(shape);
      known = unused == null ? null : unused.poll();
    }
    if (known == null) {
      return creation.get();
    }
    known.register();
    return known;
  }

  /** Ends a registration. */
  static void unregister(Shape shape, EventFactory factory) {
    factory.unregister();
    synchronized (UNUSED) {
      UNUSED.computeIfAbsent(shape, unknown -> new ArrayDeque<>()).add(factory);
    }
  }
}
