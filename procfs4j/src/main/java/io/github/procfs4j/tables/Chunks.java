package io.github.procfs4j.tables;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * The rows of a relation by column, many at a time: for writers and queries that work on columns.
 * All samples of a stretch of time are read before their rows are returned, and the rows with the
 * same labels follow each other there: columns then change little from row to row.
 *
 * <p>The arrays belong to this object, which fills them again; only the first {@link #size}
 * elements count. Where a value is null, {@link #nulls} is true, and the element in the array of
 * values is meaningless. Do not implement this interface: methods may be added to it.
 */
public interface Chunks {
  /** The greatest number of rows of a chunk. */
  int MOST = 2048;

  /**
   * Moves to the next chunk, which has at least one row.
   *
   * @return false if there is none
   * @throws io.github.procfs4j.recording.RecordingException if the file can no longer be read
   */
  boolean next();

  /** {@return the number of rows} */
  int size();

  /**
   * {@return for each row, whether it has no value in a field}
   *
   * @param index the index of the field among those that were requested
   */
  boolean[] nulls(int index);

  /**
   * {@return the values of a field of the type {@link Field.Type#LONG}, {@link Field.Type#TIME} or
   * {@link Field.Type#SHORT_DECIMAL}}
   *
   * @param index the index of the field among those that were requested
   */
  long[] numbers(int index);

  /**
   * {@return the values of a field of the type {@link Field.Type#DOUBLE}}
   *
   * @param index the index of the field among those that were requested
   */
  double[] reals(int index);

  /**
   * {@return the values of a field of the type {@link Field.Type#DECIMAL}}
   *
   * @param index the index of the field among those that were requested
   */
  @Nullable BigDecimal[] decimals(int index);

  /**
   * {@return the values of a field of the type {@link Field.Type#TEXT}} Equal texts that follow
   * each other are usually the same object.
   *
   * @param index the index of the field among those that were requested
   */
  @Nullable String[] texts(int index);
}
