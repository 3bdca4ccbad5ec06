package io.github.procfs4j.system;

import io.github.procfs4j.model.Column;
import io.github.procfs4j.model.Interval;
import io.github.procfs4j.model.Layout;
import io.github.procfs4j.model.Reading;
import io.github.procfs4j.model.Row;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;

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

  /** The free pages in blocks of order {@code from} and higher: NaN if any count is missing. */
  static double pages(Interval interval, Row row, int from) {
    return pages(
        interval.layout(),
        row,
        from,
        column -> interval.has(row, column),
        column -> interval.amount(row, column));
  }

  /** As {@link #pages(Interval, Row, int)}, for a single reading. */
  static double pages(Reading reading, Row row, int from) {
    return pages(
        reading.layout(),
        row,
        from,
        column -> reading.layout().cell(row, column) != Layout.ABSENT,
        column -> {
          int cell = reading.layout().cell(row, column);
          return cell == Layout.ABSENT ? Double.NaN : column.amount(reading.value(cell));
        });
  }

  private static double pages(
      Layout layout, Row row, int from, Predicate<Column> has, ToDoubleFunction<Column> amount) {
    List<Column> columns =
        layout.table(row.table().name()).map(Layout.TableLayout::columns).orElse(List.of());
    boolean isAny = false;
    double pages = 0;
    for (Column column : columns) {
      String name = column.name();
      if (name.startsWith(AT_LEAST)) {
        // A bound replaces a count, so that count is missing below, unless no row has it.
        if (has.test(column) && orderOf(name.substring(AT_LEAST.length())) >= from) {
          return Double.NaN;
        }
      } else if (orderOf(name) >= 0) {
        isAny = true;
        if (orderOf(name) >= from) {
          pages += Math.scalb(amount.applyAsDouble(column), orderOf(name));
        }
      }
    }
    return isAny ? pages : Double.NaN;
  }

  /** The order in the name of a column, -1 if it is not named after one. */
  private static int orderOf(String name) {
    if (!name.startsWith(ORDER) || name.length() == ORDER.length() || name.length() > 8) {
      return -1;
    }
    int order = 0;
    for (int i = ORDER.length(); i < name.length(); i++) {
      if (!Character.isDigit(name.charAt(i))) {
        return -1;
      }
      order = 10 * order + name.charAt(i) - '0';
    }
    return order;
  }
}
