package io.github.procfs4j.spark;

import io.github.procfs4j.tables.Relation;
import io.github.procfs4j.tables.Rows;
import java.io.Serializable;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.LongPredicate;
import java.util.function.Predicate;
import org.apache.spark.sql.catalyst.util.DateTimeUtils;
import org.apache.spark.sql.sources.And;
import org.apache.spark.sql.sources.EqualNullSafe;
import org.apache.spark.sql.sources.EqualTo;
import org.apache.spark.sql.sources.Filter;
import org.apache.spark.sql.sources.GreaterThan;
import org.apache.spark.sql.sources.GreaterThanOrEqual;
import org.apache.spark.sql.sources.In;
import org.apache.spark.sql.sources.IsNotNull;
import org.apache.spark.sql.sources.LessThan;
import org.apache.spark.sql.sources.LessThanOrEqual;
import org.apache.spark.sql.sources.Or;
import org.apache.spark.sql.sources.StringStartsWith;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/**
 * The conditions of a query that are applied before rows are made: on times, and on texts such as
 * labels and hosts. Spark applies them again, so they may let rows pass, but must not drop one that
 * meets them.
 *
 * @param all the conditions, all of which must be met
 */
record Filters(List<Filter> all) implements Serializable {
  /** The column with the time of a row. */
  private static final String TIME = "time";

  /** Creates conditions on columns of something. */
  private interface Columns<T> {
    Predicate<T> text(String column, Predicate<String> condition);

    Predicate<T> time(String column, LongPredicate condition);

    Predicate<T> present(String column);
  }

  /** What is known of all rows of a recording. */
  private record Origin(String recording, @Nullable String host) {}

  /** Whether a condition can be applied here to a table with this schema. */
  static boolean isSupported(Filter filter, StructType schema) {
    return switch (filter) {
      case And and -> isSupported(and.left(), schema) && isSupported(and.right(), schema);
      case Or or -> isSupported(or.left(), schema) && isSupported(or.right(), schema);
      case EqualTo equal -> isComparable(equal.attribute(), equal.value(), schema);
      case EqualNullSafe equal -> isComparable(equal.attribute(), equal.value(), schema);
      case In in ->
          Arrays.stream(in.values())
              .allMatch(value -> value == null || isComparable(in.attribute(), value, schema));
      case GreaterThan greater -> isTime(greater.attribute(), greater.value(), schema);
      case GreaterThanOrEqual greater -> isTime(greater.attribute(), greater.value(), schema);
      case LessThan less -> isTime(less.attribute(), less.value(), schema);
      case LessThanOrEqual less -> isTime(less.attribute(), less.value(), schema);
      case StringStartsWith starts -> isText(starts.attribute(), starts.value(), schema);
      case IsNotNull present -> indexOf(present.attribute(), schema) >= 0;
      default -> false;
    };
  }

  private static boolean isComparable(String column, @Nullable Object value, StructType schema) {
    return isText(column, value, schema) || isTime(column, value, schema);
  }

  private static boolean isText(String column, @Nullable Object value, StructType schema) {
    int index = indexOf(column, schema);
    return index >= 0
        && value instanceof String
        && schema.fields()[index].dataType().equals(DataTypes.StringType);
  }

  private static boolean isTime(String column, @Nullable Object value, StructType schema) {
    int index = indexOf(column, schema);
    return index >= 0
        && (value instanceof Timestamp || value instanceof Instant)
        && schema.fields()[index].dataType().equals(DataTypes.TimestampType);
  }

  private static int indexOf(String column, StructType schema) {
    return Arrays.asList(schema.fieldNames()).indexOf(column);
  }

  private static long micros(Object value) {
    return value instanceof Timestamp timestamp
        ? DateTimeUtils.fromJavaTimestamp(timestamp)
        : DateTimeUtils.instantToMicros((Instant) value);
  }

  /** The conditions on the rows of a relation. */
  Predicate<Rows> on(Relation relation, StructType schema) {
    return test(
        new Columns<Rows>() {
          private int field(String column) {
            return Schemas.indexOf(schema.fields()[indexOf(column, schema)], relation);
          }

          @Override
          public Predicate<Rows> text(String column, Predicate<String> condition) {
            int field = field(column);
            return rows -> {
              String text = field < 0 ? null : rows.text(field);
              return text != null && condition.test(text);
            };
          }

          @Override
          public Predicate<Rows> time(String column, LongPredicate condition) {
            int field = field(column);
            return rows -> field >= 0 && !rows.isNull(field) && condition.test(rows.number(field));
          }

          @Override
          public Predicate<Rows> present(String column) {
            int field = field(column);
            return rows -> field >= 0 && !rows.isNull(field);
          }
        });
  }

  /** Whether rows of this recording, of this host, may meet the conditions. */
  boolean mayPass(String recording, @Nullable String host) {
    return test(new Columns<Origin>() {
          @Override
          public Predicate<Origin> text(String column, Predicate<String> condition) {
            return switch (column) {
              case "recording" -> origin -> condition.test(origin.recording());
              case "host" ->
                  origin -> {
                    String name = origin.host();
                    return name != null && condition.test(name);
                  };
              default -> origin -> true;
            };
          }

          @Override
          public Predicate<Origin> time(String column, LongPredicate condition) {
            return origin -> true;
          }

          @Override
          public Predicate<Origin> present(String column) {
            return origin -> true;
          }
        })
        .test(new Origin(recording, host));
  }

  private <T> Predicate<T> test(Columns<T> columns) {
    Predicate<T> whole = row -> true;
    for (Filter filter : all) {
      whole = whole.and(test(filter, columns));
    }
    return whole;
  }

  private static <T> Predicate<T> test(Filter filter, Columns<T> columns) {
    return switch (filter) {
      case And and -> test(and.left(), columns).and(test(and.right(), columns));
      case Or or -> test(or.left(), columns).or(test(or.right(), columns));
      case EqualTo equal -> oneOf(equal.attribute(), new Object[] {equal.value()}, columns);
      case EqualNullSafe equal -> oneOf(equal.attribute(), new Object[] {equal.value()}, columns);
      case In in -> oneOf(in.attribute(), in.values(), columns);
      case GreaterThan greater -> {
        long than = micros(greater.value());
        yield columns.time(greater.attribute(), micros -> micros > than);
      }
      case GreaterThanOrEqual greater -> {
        long than = micros(greater.value());
        yield columns.time(greater.attribute(), micros -> micros >= than);
      }
      case LessThan less -> {
        long than = micros(less.value());
        yield columns.time(less.attribute(), micros -> micros < than);
      }
      case LessThanOrEqual less -> {
        long than = micros(less.value());
        yield columns.time(less.attribute(), micros -> micros <= than);
      }
      case StringStartsWith starts -> {
        String prefix = starts.value();
        yield columns.text(starts.attribute(), text -> text.startsWith(prefix));
      }
      case IsNotNull present -> columns.present(present.attribute());
      default -> throw new IllegalArgumentException("not supported: " + filter);
    };
  }

  private static <T> Predicate<T> oneOf(
      String column, @Nullable Object[] values, Columns<T> columns) {
    Set<Object> texts = new HashSet<>();
    Set<Long> times = new HashSet<>();
    for (Object value : values) {
      if (value instanceof String) {
        texts.add(value);
      } else if (value != null) {
        times.add(micros(value));
      }
    }
    return times.isEmpty()
        ? columns.text(column, texts::contains)
        : columns.time(column, times::contains);
  }

  /** The earliest time that meets the conditions, in microseconds since 1970. */
  long fromMicros() {
    return all.stream().mapToLong(Filters::fromMicros).max().orElse(Long.MIN_VALUE);
  }

  private static long fromMicros(Filter filter) {
    return switch (filter) {
      case And and -> Math.max(fromMicros(and.left()), fromMicros(and.right()));
      case Or or -> Math.min(fromMicros(or.left()), fromMicros(or.right()));
      case GreaterThan greater when greater.attribute().equals(TIME) -> micros(greater.value());
      case GreaterThanOrEqual greater when greater.attribute().equals(TIME) ->
          micros(greater.value());
      case EqualTo equal when equal.attribute().equals(TIME) -> micros(equal.value());
      default -> Long.MIN_VALUE;
    };
  }

  /** The latest time that meets the conditions. */
  long toMicros() {
    return all.stream().mapToLong(Filters::toMicros).min().orElse(Long.MAX_VALUE);
  }

  private static long toMicros(Filter filter) {
    return switch (filter) {
      case And and -> Math.min(toMicros(and.left()), toMicros(and.right()));
      case Or or -> Math.max(toMicros(or.left()), toMicros(or.right()));
      case LessThan less when less.attribute().equals(TIME) -> micros(less.value());
      case LessThanOrEqual less when less.attribute().equals(TIME) -> micros(less.value());
      case EqualTo equal when equal.attribute().equals(TIME) -> micros(equal.value());
      default -> Long.MAX_VALUE;
    };
  }

  /** Whether the time is limited. */
  boolean limitTime() {
    return fromMicros() != Long.MIN_VALUE || toMicros() != Long.MAX_VALUE;
  }
}
