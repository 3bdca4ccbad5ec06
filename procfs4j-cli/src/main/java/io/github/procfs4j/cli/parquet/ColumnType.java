package io.github.procfs4j.cli.parquet;

import io.github.procfs4j.tables.Field;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Arrays;

/** How the values of a field are stored: physical and logical types of Parquet's specification. */
final class ColumnType {
  static final int INT64 = 2;
  static final int DOUBLE = 5;
  static final int BYTE_ARRAY = 6;
  static final int FIXED = 7;

  /** The number of bytes of a decimal number with 38 digits. */
  static final int DECIMAL_BYTES = 16;

  private static final int OPTIONAL = 1;
  private static final int UTF8 = 0;
  private static final int DECIMAL = 5;

  private ColumnType() {}

  static int physical(Field field) {
    return switch (field.type()) {
      case LONG, TIME, SHORT_DECIMAL -> INT64;
      case DOUBLE -> DOUBLE;
      case TEXT -> BYTE_ARRAY;
      case DECIMAL -> FIXED;
    };
  }

  /** Writes the element of the schema for a field. */
  static void describe(Field field, Thrift out) {
    out.begin().i32(1, physical(field));
    if (physical(field) == FIXED) {
      out.i32(2, DECIMAL_BYTES);
    }
    out.i32(3, OPTIONAL).text(4, field.name());
    switch (field.type()) {
      case TEXT -> out.i32(6, UTF8).begin(10).begin(1).end().end();
      // Microseconds, not adjusted to UTC: for readers a time without a time zone.
      case TIME -> out.begin(10).begin(8).flag(1, false).begin(2).begin(2).end().end().end().end();
      case SHORT_DECIMAL -> decimal(field, Field.PRECISION_OF_LONG, out);
      case DECIMAL -> decimal(field, Field.PRECISION, out);
      default -> {
        // a number as it is
      }
    }
    out.end();
  }

  private static void decimal(Field field, int precision, Thrift out) {
    out.i32(6, DECIMAL).i32(7, field.scale()).i32(8, precision);
    out.begin(10).begin(5).i32(1, field.scale()).i32(2, precision).end().end();
  }

  /** The bytes of a decimal number, the most significant one first. */
  static byte[] bytes(BigDecimal number, int scale) {
    BigInteger unscaled = number.setScale(scale).unscaledValue();
    byte[] shortest = unscaled.toByteArray();
    byte[] bytes = new byte[DECIMAL_BYTES];
    Arrays.fill(bytes, (byte) (unscaled.signum() < 0 ? -1 : 0));
    System.arraycopy(shortest, 0, bytes, bytes.length - shortest.length, shortest.length);
    return bytes;
  }
}
