package io.github.procfs4j.jfr;

import io.github.procfs4j.jfr.type.EventDescription;
import io.github.procfs4j.jfr.type.EventField;
import io.github.procfs4j.jfr.type.EventField.UnitAnnotation;
import io.github.procfs4j.model.Interval;
import io.github.procfs4j.model.Layout.TableLayout;
import io.github.procfs4j.model.Row;
import io.github.procfs4j.model.Table;
import io.github.procfs4j.sampling.Sampler;
import java.lang.constant.ConstantDescs;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import jdk.jfr.AnnotationElement;
import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.EventFactory;
import jdk.jfr.FlightRecorder;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.Period;
import jdk.jfr.StackTrace;
import jdk.jfr.ValueDescriptor;
import org.jspecify.annotations.Nullable;

/** The events of a table: one event for each row of a sample, all with the times of the reading. */
final class TableEvents {
  static {
    // JFR of JDK 25 fails if it is the first in a JVM to use this package, whose classes depend on
    // each other: creating a type then ends with an ExceptionInInitializerError.
    Objects.requireNonNull(ConstantDescs.CD_int);
  }

  private final EventDescription description;
  private final Table table;
  private final Sampler<?> sampler;
  private final BiFunction<TableLayout, Interval, Stream<Row>> rows;
  private final EventFactories.Shape shape;
  private final EventFactory factory;

  /** Committed once for each row: what is committed is a copy, and the times remain. */
  private final Event event;

  private @Nullable Runnable hook;
  private Interval interval;

  /** The number of the last sample that it has used. */
  private long seen;

  /**
   * Registers the type.
   *
   * @param rows the rows of a sample that have events
   * @param period how often JFR asks for events by default; null if they come unasked
   * @param seen the number of the sample from which the table is known
   */
  TableEvents(
      EventDescription description,
      Table table,
      Sampler<?> sampler,
      BiFunction<TableLayout, Interval, Stream<Row>> rows,
      @Nullable Duration period,
      long seen) {
    this.description = description;
    this.table = table;
    this.sampler = sampler;
    this.rows = rows;
    this.seen = seen;
    shape = EventFactories.Shape.of(description, period);
    factory =
        EventFactories.register(
            shape,
            () -> EventFactory.create(annotations(description, period), fields(description)));
    event = factory.newEvent();
    interval = begunInterval();
  }

  private static List<AnnotationElement> annotations(
      EventDescription description, @Nullable Duration period) {
    List<AnnotationElement> annotations = new ArrayList<>();
    annotations.add(new AnnotationElement(Name.class, description.name()));
    annotations.add(new AnnotationElement(Label.class, description.label()));
    annotations.add(new AnnotationElement(Description.class, description.description()));
    annotations.add(
        new AnnotationElement(Category.class, description.category().toArray(String[]::new)));
    annotations.add(new AnnotationElement(StackTrace.class, false));
    if (period != null) {
      annotations.add(new AnnotationElement(Period.class, period.toMillis() + " ms"));
    }
    return annotations;
  }

  private static List<ValueDescriptor> fields(EventDescription description) {
    return description.fields().stream()
        .map(field -> new ValueDescriptor(field.type(), field.name(), annotations(field)))
        .toList();
  }

  private static List<AnnotationElement> annotations(EventField field) {
    List<AnnotationElement> annotations = new ArrayList<>();
    annotations.add(new AnnotationElement(Label.class, field.label()));
    annotations.add(new AnnotationElement(Description.class, field.description()));
    for (UnitAnnotation unit : field.units()) {
      annotations.add(
          unit.value() == null
              ? new AnnotationElement(unit.type())
              : new AnnotationElement(unit.type(), unit.value()));
    }
    return annotations;
  }

  /** An interval that begins with the last sample. */
  private Interval begunInterval() {
    Interval begun = sampler.intervals();
    begun.next();
    return begun;
  }

  EventDescription description() {
    return description;
  }

  boolean isEnabled() {
    return event.isEnabled();
  }

  /** Whether it has not used the sample of this number. */
  boolean isNew(long sample) {
    return seen != sample;
  }

  /** Lets JFR ask for its events. */
  void runBy(Runnable asked) {
    hook = asked;
    FlightRecorder.addPeriodicEvent(event.getClass(), asked);
  }

  void begin() {
    event.begin();
  }

  void end() {
    event.end();
  }

  /** The next interval will begin with the next sample: nothing is known of the time until then. */
  void forget() {
    interval = sampler.intervals();
  }

  /** Commits the events of the last sample, which has this number. */
  void commit(long sample) {
    seen = sample;
    if (interval.next() && event.isEnabled()) {
      interval
          .layout()
          .table(table.name())
          .ifPresent(layout -> rows.apply(layout, interval).forEach(this::commit));
    }
  }

  private void commit(Row row) {
    List<EventField> fields = description.fields();
    for (int i = 0; i < fields.size(); i++) {
      event.set(i, fields.get(i).value().of(interval, sampler, row));
    }
    event.commit();
  }

  void unregister() {
    if (hook != null) {
      FlightRecorder.removePeriodicEvent(hook);
    }
    EventFactories.unregister(shape, factory);
  }
}
