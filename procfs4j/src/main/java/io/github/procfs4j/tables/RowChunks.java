package io.github.procfs4j.tables;

/** Chunks of rows that are read one by one. */
final class RowChunks extends ChunkArrays {
  private final Rows rows;

  RowChunks(Relation relation, int[] fields, Rows rows) {
    super(relation, fields);
    this.rows = rows;
  }

  @Override
  public boolean next() {
    size = 0;
    while (size < most && rows.next()) {
      for (int i = 0; i < fields.length; i++) {
        int field = fields[i];
        nulls[i][size] = rows.isNull(field);
        switch (relation.fields().get(field).type()) {
          case LONG, TIME, SHORT_DECIMAL -> numbers[i][size] = rows.number(field);
          case DOUBLE -> reals[i][size] = rows.real(field);
          case DECIMAL -> decimals[i][size] = rows.decimal(field);
          case TEXT -> texts[i][size] = rows.text(field);
        }
      }
      size++;
    }
    return size > 0;
  }
}
