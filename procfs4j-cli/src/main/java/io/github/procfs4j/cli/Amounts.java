package io.github.procfs4j.cli;

import io.github.procfs4j.model.Column;
import io.github.procfs4j.model.Kind;
import io.github.procfs4j.model.Unit;
import java.math.BigDecimal;
import java.util.Locale;

/**
 * Amounts for people: sizes in binary multiples, letters as such, sets of bits as hexadecimal
 * numbers, everything else exact, its digits grouped.
 */
final class Amounts {
  private static final String[] SIZES = {"B", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB", "ZiB"};

  /** What is written in hexadecimal everywhere. */
  private static final String ADDRESS = "address";

  private Amounts() {}

  /** An amount and what it is measured in; that is empty for mere numbers. */
  record Amount(String number, String unit) {
    /** Both, as they are written in a row. */
    String text() {
      return unit.isEmpty() ? number : number + " " + unit;
    }
  }

  /** What a cell of the column states. */
  static Amount of(Column column, long cell) {
    BigDecimal amount = exact(column, cell);
    if (isSize(column)) {
      return size(amount);
    }
    if (column.unit().name().equals(ADDRESS)) {
      return new Amount(Long.toHexString(cell), "");
    }
    if (column.unit().equals(Unit.LETTER)) {
      return new Amount(Character.toString((char) cell), "");
    }
    if (column.unit().equals(Unit.BITS)) {
      return new Amount("0x" + Long.toHexString(cell), "");
    }
    return column.kind() == Kind.IDENTIFIER
        ? new Amount(amount.toPlainString(), "")
        : new Amount(grouped(amount), unit(column));
  }

  /**
   * The unit of all amounts of a column; empty for mere numbers, and where each amount has its own.
   */
  static String unit(Column column) {
    String unit = column.unit().name();
    boolean isNone =
        isSize(column) || column.kind() == Kind.IDENTIFIER || unit.equals(Unit.COUNT.name());
    return isNone ? "" : unit;
  }

  /** Whether the unit is chosen anew for each amount. */
  static boolean isSize(Column column) {
    return column.unit().name().equals(Unit.BYTES.name());
  }

  /** What a cell of the column states, in the column's unit. */
  static BigDecimal exact(Column column, long cell) {
    return column.unit().exactAmount(cell, column.signed());
  }

  /** So many bytes. */
  static Amount size(BigDecimal bytes) {
    double number = bytes.doubleValue();
    int multiple = 0;
    while (Math.abs(number) >= 1023.95 && multiple < SIZES.length - 1) {
      number /= 1024;
      multiple++;
    }
    return new Amount(
        multiple == 0 ? grouped(bytes) : String.format(Locale.ROOT, "%.1f", number),
        SIZES[multiple]);
  }

  /** A number with all its decimals, its digits grouped by thousands. */
  static String grouped(BigDecimal number) {
    return String.format(Locale.ROOT, "%,." + Math.max(0, number.scale()) + "f", number);
  }
}
