package io.github.procfs4j.system;

import io.github.procfs4j.model.Column;
import io.github.procfs4j.model.Interval;
import io.github.procfs4j.model.Layout;
import io.github.procfs4j.model.Reading;
import io.github.procfs4j.model.Row;
import java.util.List;

/**
 * Free blocks counted by their order: a block of order <i>n</i> is 2<sup><i>n</i></sup> contiguous
 * pages. The columns are named {@code order0}, {@code order1} and so on.
 */
final class Orders {
  private static final String ORDER = "order";

  /**
   * The prefix of columns that contain a lower bound; the name of the column whose bound it is
   * follows.
   */
  private static final String AT_LEAST = "at_least_";

  /** No memory has as many pages as a block of a greater order. */
  private static final int GREATEST = 63;

  /** A count and a bound for each order. */
  private static final int MOST_COLUMNS = 2 * (GREATEST + 1);

  private Orders() {}

  static String name(int order) {
    return ORDER + order;
  }

  static String name(String order) {
    return ORDER + order;
  }

  static String atLeast(String column) {
    return AT_LEAST + column;
  }

  /** How the numbers of a row are requested. */
  private interface Numbers<T> {
    boolean has(T of, Row row, Column column);

    double amount(T of, Row row, Column column);
  }

  private static final Numbers<Interval> OF_INTERVAL =
      new Numbers<>() {
        @Override
        public boolean has(Interval of, Row row, Column column) {
          return of.has(row, column);
        }

        @Override
        public double amount(Interval of, Row row, Column column) {
          return of.amount(row, column);
        }
      };

  private static final Numbers<Reading> OF_READING =
      new Numbers<>() {
        @Override
        public boolean has(Reading of, Row row, Column column) {
          return of.layout().cell(row, column) != Layout.ABSENT;
        }

        @Override
        public double amount(Reading of, Row row, Column column) {
          int cell = of.layout().cell(row, column);
          return cell == Layout.ABSENT ? Double.NaN : column.amount(of.value(cell));
        }
      };

  /** The free pages in blocks of order {@code from} and higher: NaN if any count is missing. */
  static double pages(Interval interval, Row row, int from) {
    return pages(interval.layout(), row, from, interval, OF_INTERVAL);
  }

  /** As {@link #pages(Interval, Row, int)}, for a single reading. */
  static double pages(Reading reading, Row row, int from) {
    return pages(reading.layout(), row, from, reading, OF_READING);
  }

  private static <T> double pages(Layout layout, Row row, int from, T of, Numbers<T> numbers) {
    List<Column> columns = TableOf.columns(layout, row.table().name());
    if (columns.size() > MOST_COLUMNS) {
      return Double.NaN; // not of a kernel, and to look through them for each figure takes long
    }
    boolean isAny = false;
    double pages = 0;
    for (int c = 0; c < columns.size(); c++) {
      Column column = columns.get(c);
      boolean isBound = column.name().startsWith(AT_LEAST);
      int order = orderOf(column.name(), isBound ? AT_LEAST.length() : 0);
      if (isBound) {
        // A bound replaces a count, so that count is missing below, unless no row has it.
        if (order >= from && numbers.has(of, row, column)) {
          return Double.NaN;
        }
      } else if (order >= 0) {
        isAny = true;
        if (order >= from) {
          pages += Math.scalb(numbers.amount(of, row, column), order);
        }
      }
    }
    return isAny ? pages : Double.NaN;
  }

  /** The order that the name of a column states from a position on, -1 if it states none. */
  private static int orderOf(String name, int from) {
    int first = from + ORDER.length();
    if (!name.startsWith(ORDER, from) || name.length() == first || name.length() > from + 8) {
      return -1;
    }
    int order = 0;
    for (int i = first; i < name.length(); i++) {
      if (!Character.isDigit(name.charAt(i))) {
        return -1;
      }
      order = 10 * order + name.charAt(i) - '0';
    }
    return order <= GREATEST ? order : -1;
  }
}
