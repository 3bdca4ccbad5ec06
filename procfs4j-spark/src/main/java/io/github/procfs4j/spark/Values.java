package io.github.procfs4j.spark;

import io.github.procfs4j.tables.Field;
import io.github.procfs4j.tables.Relation;
import io.github.procfs4j.tables.Rows;
import java.math.BigDecimal;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.Decimal;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.unsafe.types.UTF8String;

/** Turns the rows of a relation into those of Spark. */
final class Values {
  private final Column[] columns;

  /** Returns the value of a field, which is not null, as Spark stores it. */
  private interface Value {
    Object of(Rows rows, int field);
  }

  private record Column(StructField to, int field, Value value) {}

  private Values(Column[] columns) {
    this.columns = columns;
  }

  /**
   * Those of a relation in the columns of a schema.
   *
   * @throws IllegalArgumentException if a column of the schema cannot hold the values of its field
   */
  static Values of(Relation relation, StructType schema) {
    Column[] columns = new Column[schema.length()];
    for (int i = 0; i < columns.length; i++) {
      StructField to = schema.fields()[i];
      int field = Schemas.indexOf(to, relation);
      columns[i] =
          new Column(
              to,
              field,
              field < 0 ? (rows, f) -> 0 : value(relation, relation.fields().get(field), to));
    }
    return new Values(columns);
  }

  private static Value value(Relation relation, Field from, StructField to) {
    DataType type = to.dataType();
    boolean isAmount =
        switch (from.type()) {
          case LONG, SHORT_DECIMAL, DECIMAL -> true;
          case TEXT, TIME, DOUBLE -> false;
        };
    if (from.type() == Field.Type.TEXT && type.equals(DataTypes.StringType)) {
      return (rows, field) -> UTF8String.fromString(rows.text(field));
    }
    if ((from.type() == Field.Type.TIME && type.equals(DataTypes.TimestampType))
        || (from.type() == Field.Type.LONG && type.equals(DataTypes.LongType))) {
      return Rows::number;
    }
    if (from.type() == Field.Type.DOUBLE && type.equals(DataTypes.DoubleType)) {
      return Rows::real;
    }
    if (isAmount && type.equals(DataTypes.LongType)) {
      return (rows, field) -> exact(rows, field).longValueExact();
    }
    if (isAmount && type instanceof DecimalType decimal) {
      int precision = decimal.precision();
      int scale = decimal.scale();
      if (from.type() == Field.Type.SHORT_DECIMAL
          && from.scale() == scale
          && precision >= Field.PRECISION_OF_LONG) {
        return (rows, field) -> Decimal.apply(rows.number(field), precision, scale);
      }
      return (rows, field) -> Decimal.apply(exact(rows, field).setScale(scale), precision, scale);
    }
    throw new IllegalArgumentException(
        "the column %s of the given schema has the type %s, but %s of %s is %s"
            .formatted(to.name(), type.sql(), from.name(), relation.fullName(), from.type()));
  }

  private static BigDecimal exact(Rows rows, int field) {
    BigDecimal exact = rows.decimal(field);
    if (exact == null) {
      throw new IllegalStateException("no number where there was one");
    }
    return exact;
  }

  /**
   * Copies the current row.
   *
   * @throws ArithmeticException if an amount does not fit into its column
   */
  void copy(Rows rows, GenericInternalRow row) {
    for (int i = 0; i < columns.length; i++) {
      Column column = columns[i];
      if (column.field < 0 || rows.isNull(column.field)) {
        row.setNullAt(i);
      } else {
        row.update(i, convert(rows, column));
      }
    }
  }

  private static Object convert(Rows rows, Column column) {
    try {
      return column.value.of(rows, column.field);
    } catch (ArithmeticException e) {
      ArithmeticException named =
          new ArithmeticException(
              "%s of %s does not fit into the type %s of the given schema"
                  .formatted(
                      rows.decimal(column.field), column.to.name(), column.to.dataType().sql()));
      named.initCause(e);
      throw named;
    }
  }
}
