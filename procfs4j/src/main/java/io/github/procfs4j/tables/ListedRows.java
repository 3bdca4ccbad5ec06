package io.github.procfs4j.tables;

import io.github.procfs4j.printable.Printable;
import java.math.BigDecimal;
import java.util.List;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/** Rows that are in memory: those about the recording. Each is an array of strings and longs. */
final class ListedRows implements Rows {
  private final Relation relation;
  private final List<@Nullable Object[]> rows;
  private int at = -1;

  ListedRows(Relation relation, List<@Nullable Object[]> rows) {
    this.relation = relation;
    this.rows = rows;
  }

  @Override
  public boolean next() {
    at = Math.min(at + 1, rows.size());
    return at < rows.size();
  }

  private @Nullable Object value(int field) {
    if (at < 0 || at >= rows.size()) {
      throw new NoSuchElementException("there is no row here");
    }
    return rows.get(at)[field];
  }

  @Override
  public Relation relation() {
    if (at < 0 || at >= rows.size()) {
      throw new NoSuchElementException("there is no row here");
    }
    return relation;
  }

  @Override
  public boolean isNull(int field) {
    return value(field) == null;
  }

  @Override
  public long number(int field) {
    return value(field) instanceof Long number ? number : 0;
  }

  @Override
  public double real(int field) {
    throw new UnsupportedOperationException("no field is of the type DOUBLE");
  }

  @Override
  public @Nullable BigDecimal decimal(int field) {
    return value(field) instanceof Long number ? BigDecimal.valueOf(number) : null;
  }

  @Override
  public @Nullable String text(int field) {
    return (String) value(field);
  }

  /** What its rows are of. */
  @Override
  public String toString() {
    return Printable.line("Rows[" + relation.fullName() + "]");
  }
}
