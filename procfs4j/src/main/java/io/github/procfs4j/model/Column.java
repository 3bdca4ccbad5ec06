package io.github.procfs4j.model;

import io.github.procfs4j.printable.Printable;
import java.util.Objects;

/**
 * The description of a column of a table.
 *
 * @param name the kernel's own name if it prints one, otherwise the name in its documentation
 * @param unit the unit of its cells
 * @param kind the kind of its cells
 * @param signed whether a cell is a signed number; otherwise it is unsigned, up to 2^64 - 1, stored
 *     as a 64-bit pattern
 * @param since the first kernel version that prints it, such as {@code 4.18}; empty for all
 *     relevant versions (3.10 and later)
 * @param requires the kernel option or architecture that it depends on; empty if there is none
 * @param meaning its meaning in one sentence, with pitfalls if there are any
 * @param reference the source of that: a manual page, or a file of the kernel's documentation or
 *     source
 */
public record Column(
    String name,
    Unit unit,
    Kind kind,
    boolean signed,
    String since,
    String requires,
    String meaning,
    String reference) {

  /** Keeps a single copy of the name, because columns are often looked up by it. */
  public Column {
    Objects.requireNonNull(kind, "kind");
    Objects.requireNonNull(meaning, "meaning");
    Objects.requireNonNull(reference, "reference");
    Objects.requireNonNull(requires, "requires");
    Objects.requireNonNull(since, "since");
    Objects.requireNonNull(unit, "unit");
    name = name.intern();
  }

  private static final String UNDESCRIBED =
      "Printed by this kernel and not described by this version of procfs4j.";

  /**
   * {@return a column that the kernel prints but that is not described here: kept under the
   * kernel's name, and treated as a gauge}
   *
   * @param name the kernel's name for it, or one that states its position
   * @param unit the unit of its numbers, as far as the text shows it
   */
  public static Column undescribed(String name, Unit unit) {
    Objects.requireNonNull(unit, "unit");
    return new Column(name, unit, Kind.GAUGE, false, "", "", UNDESCRIBED, "");
  }

  /**
   * {@return whether anything other than its name is known; otherwise it is only assumed to be a
   * gauge}
   */
  public boolean isDescribed() {
    return !meaning.equals(UNDESCRIBED);
  }

  /**
   * {@return the same description with another name and unit}
   *
   * @param otherName the name of the new column
   * @param otherUnit the unit of the new column
   */
  public Column as(String otherName, Unit otherUnit) {
    Objects.requireNonNull(otherName, "otherName");
    Objects.requireNonNull(otherUnit, "otherUnit");
    return new Column(otherName, otherUnit, kind, signed, since, requires, meaning, reference);
  }

  /**
   * {@return the same description with another sign}
   *
   * @param otherSigned whether its numbers may be negative
   */
  public Column as(boolean otherSigned) {
    return new Column(name, unit, kind, otherSigned, since, requires, meaning, reference);
  }

  /**
   * {@return the amount of a cell of this column, as precisely as a {@code double} can represent
   * it}
   *
   * @param cell the number as the kernel printed it, as a 64-bit pattern
   */
  public double amount(long cell) {
    return unit.amount(cell, signed);
  }

  /**
   * Whether a counter went backwards from one number to another. A growth of 2^63 or more counts as
   * backwards: the counter fell below 0 and was printed without its sign.
   */
  boolean wentBack(long from, long to) {
    return to - from < 0 || (signed ? to < from : Long.compareUnsigned(to, from) < 0);
  }

  /** Columns are equal if their names are: descriptions change between versions. */
  @Override
  public boolean equals(Object other) {
    return other instanceof Column column && name.equals(column.name);
  }

  @Override
  public int hashCode() {
    return Objects.hashCode(name);
  }

  @Override
  public String toString() {
    return Printable.line(name);
  }
}
