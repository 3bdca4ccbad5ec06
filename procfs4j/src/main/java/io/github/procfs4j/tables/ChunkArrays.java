package io.github.procfs4j.tables;

import java.math.BigDecimal;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The arrays of chunks; only those of the fields' types exist. */
abstract class ChunkArrays implements Chunks {
  final Relation relation;

  /** The indexes of the requested fields. */
  final int[] fields;

  final boolean[][] nulls;
  final long[][] numbers;
  final double[][] reals;
  final @Nullable BigDecimal[][] decimals;
  final @Nullable String[][] texts;
  int size;

  ChunkArrays(Relation relation, int[] fields) {
    this.relation = relation;
    this.fields = fields.clone();
    nulls = new boolean[fields.length][MOST];
    numbers = new long[fields.length][];
    reals = new double[fields.length][];
    decimals = new @Nullable BigDecimal[fields.length][];
    texts = new @Nullable String[fields.length][];
    for (int i = 0; i < fields.length; i++) {
      switch (relation.fields().get(fields[i]).type()) {
        case LONG, TIME, SHORT_DECIMAL -> numbers[i] = new long[MOST];
        case DOUBLE -> reals[i] = new double[MOST];
        case DECIMAL -> decimals[i] = new @Nullable BigDecimal[MOST];
        case TEXT -> texts[i] = new @Nullable String[MOST];
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
