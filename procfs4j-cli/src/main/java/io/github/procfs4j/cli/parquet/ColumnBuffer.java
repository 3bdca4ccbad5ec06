package io.github.procfs4j.cli.parquet;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.procfs4j.tables.Chunks;
import io.github.procfs4j.tables.Field;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The values of a column in a row group. Equal ones that follow each other are kept once, and
 * counted, so that what is unchanged costs next to nothing.
 */
final class ColumnBuffer {
  /** Texts up to this length are worth a place in the statistics. */
  private static final int MOST_OF_TEXT = 64;

  /** Numbers that repeat this often on average are not worth being stored as differences. */
  private static final int LONG_RUN = 16;

  /** A dictionary may have this many entries, or one for this many numbers. */
  private static final int FEW = 1 << 9;

  private static final int SHARE = 8;

  /** About the memory of an entry of a dictionary besides its bytes. */
  private static final int MEMORY_OF_ENTRY = 100;

  private final Field field;
  private final int type;

  /** Runs of 1 for rows that have a value, and of 0 for others. */
  private final Runs levels = new Runs();

  /** Numbers, the bits of reals, or the indexes of texts and decimals. */
  private final Runs values = new Runs();

  private final Map<Object, Integer> indexOf = new HashMap<>();
  private final List<byte[]> entries = new ArrayList<>();
  private long bytesOfEntries;

  private final Encodings encodings;
  private final Dictionary dictionary;
  private final Runs indexes;
  private final Bytes indexed;
  private final Bytes plain;

  /** The memory that columns need while they are written, which they are one after the other. */
  static final class Workspace {
    private final Encodings encodings = new Encodings();
    private final Dictionary dictionary = new Dictionary();
    private final Runs indexes = new Runs();
    private final Bytes indexed = new Bytes();
    private final Bytes plain = new Bytes();
  }

  ColumnBuffer(Field field, Workspace shared) {
    this.field = field;
    type = ColumnType.physical(field);
    encodings = shared.encodings;
    dictionary = shared.dictionary;
    indexes = shared.indexes;
    indexed = shared.indexed;
    plain = shared.plain;
  }

  Field field() {
    return field;
  }

  /** About how many bytes of memory it takes. */
  long memory() {
    return (Long.BYTES + Integer.BYTES) * ((long) values.size() + levels.size()) + bytesOfEntries;
  }

  /** Adds all rows of a chunk. */
  void add(Chunks chunk, int index) {
    boolean[] nulls = chunk.nulls(index);
    switch (field.type()) {
      case LONG, TIME, SHORT_DECIMAL -> numbers(nulls, chunk.numbers(index), chunk.size());
      case DOUBLE -> reals(nulls, chunk.reals(index), chunk.size());
      case TEXT -> objects(nulls, chunk.texts(index), chunk.size());
      case DECIMAL -> objects(nulls, chunk.decimals(index), chunk.size());
    }
  }

  private void numbers(boolean[] nulls, long[] numbers, int size) {
    for (int row = 0; row < size; ) {
      int end = end(nulls, row, size);
      if (!nulls[row]) {
        int first = row;
        for (int i = row + 1; i < end; i++) {
          if (numbers[i] != numbers[first]) {
            values.add(numbers[first], i - first);
            first = i;
          }
        }
        values.add(numbers[first], end - first);
      }
      row = end;
    }
  }

  private void reals(boolean[] nulls, double[] reals, int size) {
    for (int row = 0; row < size; ) {
      int end = end(nulls, row, size);
      if (!nulls[row]) {
        for (int i = row; i < end; i++) {
          values.add(Double.doubleToRawLongBits(reals[i]), 1);
        }
      }
      row = end;
    }
  }

  private void objects(boolean[] nulls, @Nullable Object[] objects, int size) {
    for (int row = 0; row < size; ) {
      int end = end(nulls, row, size);
      if (!nulls[row]) {
        int first = row;
        for (int i = row + 1; i <= end; i++) {
          if (i == end || !same(objects[i], objects[first])) {
            values.add(entry(objects[first]), i - first);
            first = i;
          }
        }
      }
      row = end;
    }
  }

  @SuppressWarnings("ReferenceEquality") // equal ones that follow each other are usually the same
  private static boolean same(@Nullable Object one, @Nullable Object other) {
    return one == other;
  }

  private int entry(@Nullable Object object) {
    Integer known = indexOf.get(object);
    if (known != null) {
      return known;
    }
    byte[] bytes =
        switch (object) {
          case BigDecimal number -> ColumnType.bytes(number, field.scale());
          case null, default -> String.valueOf(object).getBytes(UTF_8);
        };
    entries.add(bytes);
    bytesOfEntries += MEMORY_OF_ENTRY + 2 * bytes.length;
    indexOf.put(object, entries.size() - 1);
    return entries.size() - 1;
  }

  /** Where the rows end that have a value, or have none, as this one; adds their levels. */
  private int end(boolean[] nulls, int row, int size) {
    int end = row + 1;
    while (end < size && nulls[end] == nulls[row]) {
      end++;
    }
    levels.add(nulls[row] ? 0 : 1, end - row);
    return end;
  }

  /** Adds what is stored to the pages, and forgets it. */
  void flush(Pages pages) {
    pages.begin(levels, encodings);
    if (values.size() == 0) {
      pages.values(Encodings.PLAIN, plain);
    } else if (type == ColumnType.BYTE_ARRAY || type == ColumnType.FIXED) {
      flushEntries(pages);
    } else {
      flushNumbers(pages);
    }
    levels.clear();
    values.clear();
    indexOf.clear();
    entries.clear();
    bytesOfEntries = 0;
    indexed.clear();
    plain.clear();
  }

  private void flushEntries(Pages pages) {
    byte[] least = entries.getFirst();
    byte[] greatest = least;
    for (byte[] entry : entries) {
      if (type == ColumnType.BYTE_ARRAY) {
        plain.int32(entry.length);
      }
      plain.add(entry, 0, entry.length);
      least = compare(entry, least) < 0 ? entry : least;
      greatest = compare(entry, greatest) > 0 ? entry : greatest;
    }
    pages.dictionary(entries.size(), plain);
    index(values, entries.size());
    pages.values(Encodings.RLE_DICTIONARY, indexed);
    if (Math.max(least.length, greatest.length) <= MOST_OF_TEXT) {
      pages.limits(least, greatest);
    }
  }

  /** Texts are compared as bytes without a sign, decimals have one in their first byte. */
  private int compare(byte[] one, byte[] other) {
    if (type == ColumnType.FIXED && one[0] < 0 != other[0] < 0) {
      return Byte.compare(one[0], other[0]);
    }
    return Arrays.compareUnsigned(one, other);
  }

  private void index(Runs runs, int size) {
    int width = Encodings.width(size - 1);
    indexed.add(width);
    encodings.hybrid(runs, width, indexed);
  }

  private void flushNumbers(Pages pages) {
    limits(pages);
    boolean hasDictionary = lookUp();
    if (hasDictionary) {
      index(indexes, dictionary.size());
    }
    int encoding = Encodings.PLAIN;
    if (!hasDictionary || values.total() < (long) LONG_RUN * values.size()) {
      encoding = type == ColumnType.INT64 ? deltas() : reals();
      long size = indexed.size() + (long) Long.BYTES * dictionary.size();
      hasDictionary = hasDictionary && size < plain.size();
    }
    if (hasDictionary) {
      plain.clear();
      for (int i = 0; i < dictionary.size(); i++) {
        plain.int64(dictionary.number(i));
      }
      pages.dictionary(dictionary.size(), plain);
      pages.values(Encodings.RLE_DICTIONARY, indexed);
    } else {
      pages.values(encoding, plain);
    }
  }

  /** Makes a dictionary of the numbers; false if they are too different for one. */
  private boolean lookUp() {
    dictionary.clear();
    indexes.clear();
    for (int run = 0; run < values.size(); run++) {
      indexes.add(dictionary.index(values.number(run)), values.count(run));
      if (dictionary.size() > FEW && dictionary.size() > indexes.total() / SHARE) {
        return false;
      }
    }
    return true;
  }

  private int deltas() {
    encodings.deltas(values, plain);
    return Encodings.DELTA_BINARY_PACKED;
  }

  private int reals() {
    Encodings.plain(values, plain);
    return Encodings.PLAIN;
  }

  private void limits(Pages pages) {
    if (type == ColumnType.INT64) {
      long least = Long.MAX_VALUE;
      long greatest = Long.MIN_VALUE;
      for (int run = 0; run < values.size(); run++) {
        least = Math.min(least, values.number(run));
        greatest = Math.max(greatest, values.number(run));
      }
      pages.limits(int64(least), int64(greatest));
      return;
    }
    double least = Double.POSITIVE_INFINITY;
    double greatest = Double.NEGATIVE_INFINITY;
    for (int run = 0; run < values.size(); run++) {
      double real = Double.longBitsToDouble(values.number(run));
      least = Math.min(least, real);
      greatest = Math.max(greatest, real);
    }
    if (!Double.isNaN(least)) { // they are NaN if any value is
      // As the specification wants it, zero is the negative one below, and the positive one above.
      pages.limits(
          int64(Double.doubleToRawLongBits(least == 0 ? -0.0 : least)),
          int64(Double.doubleToRawLongBits(greatest == 0 ? 0.0 : greatest)));
    }
  }

  private static byte[] int64(long number) {
    Bytes bytes = new Bytes();
    bytes.int64(number);
    return Arrays.copyOf(bytes.array(), Long.BYTES);
  }
}
