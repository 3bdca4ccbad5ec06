package io.github.procfs4j.tables;

import io.github.procfs4j.printable.Printable;
import java.util.Objects;

/**
 * A field of a relation.
 *
 * @param name its name, unique within the relation even if case is ignored; it consists of ASCII
 *     letters, digits and underscores
 * @param type the type of its values
 * @param scale the number of decimals of a {@link Type#DECIMAL}; 0 for other types
 * @param role what it belongs to
 * @param kernelName the name of the label, column or figure that it contains; empty for others
 * @param unit the unit of its values; empty if they have none
 * @param meaning its meaning, in one sentence; empty if it is not known
 */
public record Field(
    String name, Type type, int scale, Role role, String kernelName, String unit, String meaning) {
  /** The number of digits of a decimal number: more than any amount has. */
  public static final int PRECISION = 38;

  /** The number of digits of a decimal number that is stored in 64 bits. */
  public static final int PRECISION_OF_LONG = 18;

  /** Checks for null. */
  public Field {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(type, "type");
    Objects.requireNonNull(role, "role");
    Objects.requireNonNull(kernelName, "kernelName");
    Objects.requireNonNull(unit, "unit");
    Objects.requireNonNull(meaning, "meaning");
  }

  /** The types of values. Any value may be null. */
  public enum Type {
    /** A text of unknown origin: {@link Rows#text}. */
    TEXT,
    /** A time of the wall clock, in microseconds since 1970 UTC: {@link Rows#number}. */
    TIME,
    /** A whole number of 64 bits with a sign: {@link Rows#number}. */
    LONG,
    /**
     * A number with {@link Field#scale} decimals and at most {@value Field#PRECISION_OF_LONG}
     * digits: {@link Rows#number} returns it without the decimal point.
     */
    SHORT_DECIMAL,
    /**
     * A number with {@link Field#scale} decimals and at most {@value Field#PRECISION} digits: a
     * column with an amount in this recording that no shorter type can represent. {@link
     * Rows#decimal}.
     */
    DECIMAL,
    /** A number in double precision: {@link Rows#real}. */
    DOUBLE
  }

  /** What fields belong to. */
  public enum Role {
    /** The machine and the recording. */
    ORIGIN,
    /** When something was read or happened. */
    TIME,
    /** A label of a row, or which of several rows with the same labels it is. */
    LABEL,
    /** A column of a table. */
    COLUMN,
    /** A figure of an interval. */
    FIGURE,
    /** Anything else. */
    OTHER
  }

  /** The name and the type, such as {@code user LONG}. */
  @Override
  public String toString() {
    return Printable.line(name) + " " + type;
  }
}
