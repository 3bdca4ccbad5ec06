package io.github.procfs4j.model;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Objects;

/**
 * The unit of the cells of a column, and how the number in a cell is converted to an amount.
 *
 * <p>A cell contains the number that the kernel printed; the amount is that number times {@link
 * #factor}, with the decimal point moved {@link #decimals} places. So a "kB" of the kernel, 1,024
 * bytes, has the unit bytes with factor 1024, and "123.45" seconds, whose cell is 12345, has the
 * unit seconds with two decimals.
 *
 * @param name the unit in the plural, as used in JSON: {@code bytes}, {@code ticks}, {@code pages}
 * @param factor the factor by which a cell is multiplied, at least 1
 * @param decimals the number of decimals in a cell, 0 for whole numbers
 */
public record Unit(String name, int factor, int decimals) {
  /** Things counted one by one: interrupts, faults, requests, processes. */
  public static final Unit COUNT = new Unit("count", 1, 0);

  /**
   * Numbers without a unit: the number of a device, of a state, or an amount whose unit is not in
   * the text.
   */
  public static final Unit NONE = new Unit("none", 1, 0);

  /** Bytes printed as bytes. */
  public static final Unit BYTES = new Unit("bytes", 1, 0);

  /** Bytes printed in the kernel's kB of 1,024. */
  public static final Unit KIBIBYTES = new Unit("bytes", 1024, 0);

  /** Pages of memory, whose size is {@code sysconf(_SC_PAGESIZE)}. */
  public static final Unit PAGES = new Unit("pages", 1, 0);

  /** Ticks of USER_HZ: {@code sysconf(_SC_CLK_TCK)} ticks are a second. */
  public static final Unit TICKS = new Unit("ticks", 1, 0);

  /** Sectors of 512 bytes, whatever the sector size of the device. */
  public static final Unit SECTORS = new Unit("sectors", 1, 0);

  /** Whole seconds. */
  public static final Unit SECONDS = new Unit("seconds", 1, 0);

  /** Seconds with two decimals. */
  public static final Unit CENTISECONDS = new Unit("seconds", 1, 2);

  /** Milliseconds. */
  public static final Unit MILLISECONDS = new Unit("milliseconds", 1, 0);

  /** Microseconds. */
  public static final Unit MICROSECONDS = new Unit("microseconds", 1, 0);

  /** Nanoseconds. */
  public static final Unit NANOSECONDS = new Unit("nanoseconds", 1, 0);

  /** A letter, as its ASCII code. */
  public static final Unit LETTER = new Unit("letter", 1, 0);

  /** A bit mask, in which the lowest bit represents the first member. */
  public static final Unit BITS = new Unit("bits", 1, 0);

  /** Checks factor and decimals. */
  public Unit {
    Objects.requireNonNull(name, "name");
    if (factor < 1 || decimals < 0) {
      throw new IllegalArgumentException("unit " + name + " with factor " + factor);
    }
  }

  /**
   * {@return the amount in a cell, as precisely as a {@code double} can represent it}
   *
   * @param cell the number as the kernel printed it, as a 64-bit pattern
   * @param signed whether that pattern is a signed number
   */
  public double amount(long cell, boolean signed) {
    double number = signed || cell >= 0 ? cell : (cell >>> 1) * 2.0 + (cell & 1);
    return number * factor / Math.pow(10, decimals);
  }

  /**
   * {@return the exact amount in a cell}
   *
   * @param cell the number as the kernel printed it, as a 64-bit pattern
   * @param signed whether that pattern is a signed number
   */
  public BigDecimal exactAmount(long cell, boolean signed) {
    BigInteger number =
        signed || cell >= 0
            ? BigInteger.valueOf(cell)
            : new BigInteger(Long.toUnsignedString(cell));
    return new BigDecimal(number.multiply(BigInteger.valueOf(factor)), decimals);
  }
}
