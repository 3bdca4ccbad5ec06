package io.github.procfs4j.tables;

import java.math.BigDecimal;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The arrays of chunks; only those of the fields' types exist. */
abstract class ChunkArrays implements Chunks {
  /** The greatest number of values of a chunk, unless a single row has more. */
  private static final int MOST_VALUES = 1 << 18;

  final Relation relation;

  /** The indexes of the requested fields. */
  final int[] fields;

  final boolean[][] nulls;
  final long[][] numbers;
  final double[][] reals;
  final @Nullable BigDecimal[][] decimals;
  final @Nullable String[][] texts;

  /** The greatest number of rows of a chunk: fewer if there are very many fields. */
  final int most;

  int size;

  ChunkArrays(Relation relation, int[] fields) {
    this.relation = relation;
    this.fields = fields.clone();
    most = Math.clamp(MOST_VALUES / Math.max(1, fields.length), 1, MOST);
    nulls = new boolean[fields.length][most];
    numbers = new long[fields.length][];
    reals = new double[fields.length][];
    decimals = new @Nullable BigDecimal[fields.length][];
    texts = new @Nullable String[fields.length][];
    for (int i = 0; i < fields.length; i++) {
      switch (relation.fields().get(fields[i]).type()) {
        case LONG, TIME, SHORT_DECIMAL -> numbers[i] = new long[most];
        case DOUBLE -> reals[i] = new double[most];
        case DECIMAL -> decimals[i] = new @Nullable BigDecimal[most];
        case TEXT -> texts[i] = new @Nullable String[most];
      }
    }
  }

  @Override
  public int size() {
    return size;
  }

  @Override
  public boolean[] nulls(int index) {
    return nulls[index];
  }

  @Override
  public long[] numbers(int index) {
    return numbers[index];
  }

  @Override
  public double[] reals(int index) {
    return reals[index];
  }

  @Override
  public @Nullable BigDecimal[] decimals(int index) {
    return decimals[index];
  }

  @Override
  public @Nullable String[] texts(int index) {
    return texts[index];
  }

  /** The relation and the requested fields. */
  @Override
  public String toString() {
    return "Chunks[" + relation.fullName() + " " + Arrays.toString(fields) + "]";
  }
}
