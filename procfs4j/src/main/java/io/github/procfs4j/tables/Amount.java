package io.github.procfs4j.tables;

import io.github.procfs4j.model.Column;
import io.github.procfs4j.model.Unit;
import java.math.BigInteger;

/** How the cells of a unit become the values of a field. */
final class Amount {
  /** Smaller numbers fit into the short types, with a factor of at most {@link #USUAL_FACTOR}. */
  static final long SURELY_SHORT = 1L << 49;

  /** The greatest factor in use: bytes in the kernel's kB. */
  static final int USUAL_FACTOR = 1024;

  private static final long MOST_OF_SHORT_DECIMAL = 999_999_999_999_999_999L;

  private Amount() {}

  /** The type of a field if no amount is too large for it. */
  static Field.Type shortType(Unit unit) {
    if (unit.equals(Unit.LETTER)) {
      return Field.Type.TEXT;
    }
    return unit.decimals() == 0
        ? Field.Type.LONG
        : unit.decimals() <= Field.PRECISION_OF_LONG
            ? Field.Type.SHORT_DECIMAL
            : Field.Type.DECIMAL;
  }

  /** Whether a cell has a value of this type. */
  static boolean fits(Field.Type type, Column column, long cell) {
    if (type != Field.Type.LONG && type != Field.Type.SHORT_DECIMAL) {
      return true;
    }
    BigInteger amount = column.unit().exactAmount(cell, column.signed()).unscaledValue();
    return type == Field.Type.LONG
        ? amount.bitLength() < Long.SIZE
        : amount.abs().compareTo(BigInteger.valueOf(MOST_OF_SHORT_DECIMAL)) <= 0;
  }

  /** A letter, or any other number with a mark that distinguishes it from letters. */
  static String letter(long cell) {
    return cell > ' ' && cell < 0x7f && cell != '#'
        ? String.valueOf((char) cell)
        : "#" + Long.toUnsignedString(cell);
  }
}
