package io.github.procfs4j.tables;

import java.math.BigDecimal;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/**
 * The rows of one or several relations, one after the other. Before the first {@link #next}, and
 * after it returned false, there is no row: other methods then throw a {@link
 * NoSuchElementException}.
 *
 * <p>Values are returned without boxing; each type has its method, which must not be called for a
 * field of another type. Do not implement this interface: methods may be added to it.
 */
public interface Rows {
  /**
   * Moves to the next row.
   *
   * @return false if there is none
   * @throws io.github.procfs4j.recording.RecordingException if the file can no longer be read
   */
  boolean next();

  /** {@return the relation of the current row} */
  Relation relation();

  /**
   * {@return whether the current row has no value in a field}
   *
   * @param field the index of the field in {@link Relation#fields}
   */
  boolean isNull(int field);

  /**
   * {@return the value of a field of the type {@link Field.Type#LONG}, {@link Field.Type#TIME} or
   * {@link Field.Type#SHORT_DECIMAL}; 0 if it is null}
   *
   * @param field the index of the field in {@link Relation#fields}
   */
  long number(int field);

  /**
   * {@return the value of a field of the type {@link Field.Type#DOUBLE}; NaN if it is null}
   *
   * @param field the index of the field in {@link Relation#fields}
   */
  double real(int field);

  /**
   * {@return the exact value of a field of the type {@link Field.Type#LONG}, {@link
   * Field.Type#SHORT_DECIMAL} or {@link Field.Type#DECIMAL}; null if there is none}
   *
   * @param field the index of the field in {@link Relation#fields}
   */
  @Nullable BigDecimal decimal(int field);

  /**
   * {@return the value of a field of the type {@link Field.Type#TEXT}; null if there is none} Texts
   * may be of unknown origin, and are not escaped.
   *
   * @param field the index of the field in {@link Relation#fields}
   */
  @Nullable String text(int field);
}
