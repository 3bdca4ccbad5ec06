package io.github.procfs4j.cli.options;

import io.github.procfs4j.model.Column;
import io.github.procfs4j.model.Kind;
import io.github.procfs4j.model.Unit;
import java.math.BigDecimal;
import java.util.Set;

/**
 * Amounts for people: sizes in binary multiples, letters as they are, bit masks as hexadecimal
 * numbers, everything else exact, with grouped digits.
 */
public final class Amounts {
  private static final String[] SIZES = {"B", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB", "ZiB"};

  /** The unit of cells that are always written in hexadecimal. */
  private static final String ADDRESS = "address";

  /** The units of plain numbers: what is counted has no name, or nothing is counted. */
  private static final Set<String> MERE_NUMBERS = Set.of(Unit.COUNT.name(), Unit.NONE.name());

  private Amounts() {}

  /** An amount and its unit, which is empty for plain numbers. */
  public record Amount(String number, String unit) {
    /** Both, as written in a row. */
    public String text() {
      return unit.isEmpty() ? number : number + " " + unit;
    }
  }

  /** The amount in a cell of the column. */
  public static Amount of(Column column, long cell) {
    if (isNoLimit(column, cell)) {
      return new Amount("no limit", "");
    }
    if (isSize(column)) {
      return size(column.unit().amount(cell, column.signed()));
    }
    String unit = column.unit().name();
    if (unit.equals(ADDRESS)) {
      return new Amount(Long.toHexString(cell), "");
    }
    if (unit.equals(Unit.LETTER.name())) {
      return new Amount(Character.toString((char) cell), "");
    }
    if (unit.equals(Unit.BITS.name())) {
      return new Amount("0x" + Long.toHexString(cell), "");
    }
    String digits = digits(column, cell);
    return column.kind() == Kind.IDENTIFIER
        ? new Amount(digits, "")
        : new Amount(grouped(digits), unit(column));
  }

  /**
   * Whether it is what the kernel prints if there is no limit: the greatest number of pages, as a
   * size in bytes ({@code PAGE_COUNTER_MAX}, include/linux/page_counter.h).
   */
  private static boolean isNoLimit(Column column, long cell) {
    return isSize(column) && column.name().contains("limit") && cell > Long.MAX_VALUE - (1 << 20);
  }

  /**
   * All digits of the amount in the cell. Numbers that only need a decimal point avoid the class
   * BigDecimal, which takes about 30 ms to load because it computes tables.
   */
  private static String digits(Column column, long cell) {
    int decimals = column.unit().decimals();
    if (column.unit().factor() != 1) {
      return exact(column, cell).toPlainString();
    }
    boolean isNegative = column.signed() && cell < 0;
    String digits = isNegative ? Long.toString(cell).substring(1) : Long.toUnsignedString(cell);
    if (decimals > 0) {
      String padded = "0".repeat(Math.max(0, decimals + 1 - digits.length())) + digits;
      int point = padded.length() - decimals;
      digits = padded.substring(0, point) + "." + padded.substring(point);
    }
    return isNegative ? "-" + digits : digits;
  }

  /**
   * The unit of all amounts of a column; empty for plain numbers, and if each amount has its own
   * unit.
   */
  public static String unit(Column column) {
    String unit = column.unit().name();
    boolean isNone =
        isSize(column) || column.kind() == Kind.IDENTIFIER || MERE_NUMBERS.contains(unit);
    return isNone ? "" : unit;
  }

  /** Whether the unit is chosen for each amount separately. */
  public static boolean isSize(Column column) {
    return column.unit().name().equals(Unit.BYTES.name());
  }

  /** The exact amount in a cell of the column, in the column's unit. */
  public static BigDecimal exact(Column column, long cell) {
    return column.unit().exactAmount(cell, column.signed());
  }

  /** A number of bytes. */
  public static Amount size(BigDecimal bytes) {
    return size(bytes.doubleValue());
  }

  private static Amount size(double bytes) {
    double number = bytes;
    int multiple = 0;
    while (Math.abs(number) >= 1023.95 && multiple < SIZES.length - 1) {
      number /= 1024;
      multiple++;
    }
    return new Amount(
        multiple == 0 ? grouped(Long.toString((long) number)) : tenths(number), SIZES[multiple]);
  }

  /** Formats with one decimal, rounded like a formatter, which takes 10 ms to load. */
  private static String tenths(double number) {
    long tenths = Math.round(Math.abs(number) * 10);
    return (number < 0 ? "-" : "") + tenths / 10 + "." + tenths % 10;
  }

  /** A number with all its decimals, with digits grouped by thousands. */
  static String grouped(BigDecimal number) {
    return grouped(number.toPlainString());
  }

  private static String grouped(String digits) {
    int first = digits.startsWith("-") ? 1 : 0;
    int point = digits.indexOf('.');
    StringBuilder grouped = new StringBuilder(digits);
    for (int i = (point < 0 ? digits.length() : point) - 3; i > first; i -= 3) {
      grouped.insert(i, ',');
    }
    return grouped.toString();
  }
}
