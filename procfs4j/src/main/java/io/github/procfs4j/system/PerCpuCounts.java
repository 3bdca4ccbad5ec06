package io.github.procfs4j.system;

import io.github.procfs4j.model.Column;
import io.github.procfs4j.model.Figure;
import io.github.procfs4j.model.Interval;
import io.github.procfs4j.model.Limits;
import io.github.procfs4j.model.Row;
import io.github.procfs4j.model.Table;
import io.github.procfs4j.model.Unit;
import io.github.procfs4j.sampling.Descriptions;
import io.github.procfs4j.sampling.FileReading;
import io.github.procfs4j.sampling.View;
import io.github.procfs4j.text.Cursor;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.ToDoubleBiFunction;

/**
 * A table with a row for each thing that is counted and a column for each CPU, {@code cpu0}, {@code
 * cpu1} and so on, named after the heading of the text: {@code interrupts} and {@code softirqs}.
 *
 * <p>A CPU is a column, not a row, because there may be hundreds of them: rows are what people
 * compare, and the rate of one column in a row is that of one source on one CPU.
 */
public abstract sealed class PerCpuCounts extends View permits Interrupts, SoftIrqs {
  private static final String CPU = "cpu";
  static final int MOST_DIGITS = 9;

  private static final ToDoubleBiFunction<Interval, Row> ALL = Interval::growthOfAll;

  private final Table table;

  PerCpuCounts(FileReading reading, Table table) {
    super(reading);
    this.table = table;
  }

  /**
   * Reads the heading, {@code CPU0 CPU2 ...}, and returns its columns; without it the text cannot
   * be read.
   */
  static List<Column> head(Cursor in, Descriptions descriptions) {
    List<Column> columns = new ArrayList<>();
    while (columns.isEmpty() || !in.atLineEnd()) {
      if (in.atLineEnd() || !in.isNext("CPU")) {
        throw in.malformed("the head, CPU0 and so on");
      }
      String number = in.word().substring(CPU.length());
      if (number.isEmpty()
          || number.length() > MOST_DIGITS
          || !number.chars().allMatch(c -> c >= '0' && c <= '9')) {
        throw in.malformed("CPU with its number before this place");
      }
      columns.add(descriptions.column(CPU + number, Unit.COUNT));
    }
    in.endLine();
    return columns;
  }

  /** The growth rate of the rows of a table of this kind, and the share of one CPU. */
  static List<Figure> figures(Table table, String name, String reference) {
    return List.of(
        new Figure(
            table.name(),
            name,
            "/s",
            Limits.AMOUNT,
            "Number a second, over all CPUs that are listed at both ends of the interval.",
            reference,
            (i, row) -> i.once(row, ALL) / i.secondsPassed()),
        new Figure(
                table.name(),
                "on busiest CPU",
                "%",
                Limits.SHARE,
                "Share on the CPU that had the most in this interval; an even distribution over n"
                    + " CPUs is 100 % / n.",
                "defined here: the largest growth of any column / the growth of all",
                PerCpuCounts::shareOfBusiest)
            .weightedBy("events", ALL));
  }

  private static double shareOfBusiest(Interval interval, Row row) {
    double all = interval.once(row, ALL);
    // What is not counted by CPU has a single counter, which shows nothing about the distribution.
    return all == 0 || interval.has(row, Interrupts.TOTAL)
        ? Double.NaN
        : interval.greatestGrowth(row) / all * 100;
  }

  /** The rows, in the order of the text. */
  final List<Row> rows() {
    return rows(table);
  }

  /** {@return the numbers of the CPUs that are listed, in the order of the text} */
  public final List<Integer> cpus() {
    List<Integer> cpus = new ArrayList<>();
    for (Column column : columns()) {
      cpus.add(cpuOf(column));
    }
    return cpus;
  }

  /**
   * {@return the count on one CPU since boot; empty if the row or the CPU does not exist}
   *
   * @param row a row of this file
   * @param cpu the kernel's number for the CPU, from 0
   */
  public final OptionalLong count(Row row, int cpu) {
    return amount(row, column(cpu));
  }

  /**
   * {@return the count since boot on all listed CPUs together; empty if the row does not exist or
   * has no count}
   *
   * @param row a row of this file
   */
  public OptionalLong total(Row row) {
    long total = 0;
    boolean isAny = false;
    for (Column column : columns()) {
      OptionalLong count = amount(row, column);
      total += count.orElse(0);
      isAny |= count.isPresent();
    }
    return isAny ? OptionalLong.of(total) : OptionalLong.empty();
  }

  /**
   * {@return the listed CPU with the highest count of a row since boot, the first one of several;
   * empty if all counts are zero}
   *
   * @param row a row of this file
   */
  public final OptionalInt busiestCpu(Row row) {
    OptionalInt busiest = OptionalInt.empty();
    long most = 0;
    for (Column column : columns()) {
      long count = amount(row, column).orElse(0);
      if (count > most) {
        most = count;
        busiest = OptionalInt.of(cpuOf(column));
      }
    }
    return busiest;
  }

  /**
   * {@return the share, from 0 to 1, of {@link #busiestCpu} in {@link #total}; empty if all counts
   * are zero} Defined here; an even distribution over <i>n</i> CPUs is 1 / <i>n</i>.
   *
   * @param row a row of this file
   */
  public final OptionalDouble shareOfBusiestCpu(Row row) {
    OptionalInt busiest = busiestCpu(row);
    return busiest.isEmpty()
        ? OptionalDouble.empty()
        : OptionalDouble.of(
            (double) count(row, busiest.getAsInt()).orElseThrow() / total(row).orElseThrow());
  }

  /**
   * {@return the column of a CPU, for requests to a history}
   *
   * @param cpu the kernel's number for the CPU, from 0
   */
  public static Column column(int cpu) {
    return Interrupts.DESCRIPTIONS.column(CPU + cpu, Unit.COUNT);
  }

  private List<Column> columns() {
    return reading().layout().table(table.name()).stream()
        .flatMap(layout -> layout.columns().stream())
        .filter(PerCpuCounts::isOfCpu)
        .toList();
  }

  private static boolean isOfCpu(Column column) {
    return column.name().startsWith(CPU) && !column.name().contains("#");
  }

  private static int cpuOf(Column column) {
    return Integer.parseInt(column.name().substring(CPU.length()));
  }
}
