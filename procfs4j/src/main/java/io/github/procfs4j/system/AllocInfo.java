package io.github.procfs4j.system;

import io.github.procfs4j.model.Column;
import io.github.procfs4j.model.Figure;
import io.github.procfs4j.model.Interval;
import io.github.procfs4j.model.Layout;
import io.github.procfs4j.model.Limits;
import io.github.procfs4j.model.Row;
import io.github.procfs4j.model.Source;
import io.github.procfs4j.model.Table;
import io.github.procfs4j.model.Unit;
import io.github.procfs4j.sampling.Descriptions;
import io.github.procfs4j.sampling.FileReading;
import io.github.procfs4j.sampling.Printing;
import io.github.procfs4j.sampling.SampledFile;
import io.github.procfs4j.sampling.View;
import io.github.procfs4j.text.Cursor;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;

/**
 * {@code /proc/allocinfo}: the memory that the kernel has allocated for itself, by the place in its
 * source that requested it.
 *
 * <pre>
 * allocinfo - version: 1.0
 * #     &lt;size&gt;  &lt;calls&gt; &lt;tag info&gt;
 *    127664    31168 mm/page_ext.c:270 func:alloc_page_ext
 *         0        0 sound/core/timer.c:1688 [snd_timer] func:snd_timer_user_gparams
 * </pre>
 *
 * <p>A line for each place: two numbers, whose names the second line contains, the file and line,
 * the module in brackets unless it is part of the kernel, and the function. Since version 2.0, a
 * line may end in {@code accurate:no} if some of its allocations could not be counted. {@code
 * lib/alloc_tag.c}, Documentation/mm/allocation-profiling.rst.
 *
 * <p>A row is identified by module, place and function.
 */
public final class AllocInfo extends View {
  private static final Table ALLOCATION =
      Table.of("allocation", "module", "place", "function").describedBy("note");
  private static final Descriptions DESCRIPTIONS = AllocInfoColumns.DESCRIPTIONS;
  private static final String REFERENCE = "Documentation/mm/allocation-profiling.rst";
  private static final String FUNCTION = "func:";

  /** The file as a source. */
  public static final SampledFile<AllocInfo> FILE =
      new SampledFile<>(
          new Source(
              "allocinfo",
              "Memory allocated by the kernel, by the place in its source",
              Source.Mode.SAMPLED,
              "6.10",
              "CONFIG_MEM_ALLOC_PROFILING",
              "root",
              REFERENCE + ", lib/alloc_tag.c"),
          Printing.RECORDS,
          AllocInfo::parse,
          List.of(
              Figure.gauge(ALLOCATION, "size", "bytes", AllocInfoColumns.SIZE),
              Figure.gauge(ALLOCATION, "allocations", "", AllocInfoColumns.CALLS),
              new Figure(
                  ALLOCATION.name(),
                  "mean size",
                  "bytes",
                  Limits.AMOUNT,
                  "Mean size of an allocation.",
                  REFERENCE,
                  AllocInfo::meanSize)),
          AllocInfo::new);

  private AllocInfo(FileReading reading) {
    super(reading);
  }

  private static double meanSize(Interval interval, Row row) {
    double calls = interval.amount(row, AllocInfoColumns.CALLS);
    return calls == 0 ? Double.NaN : interval.amount(row, AllocInfoColumns.SIZE) / calls;
  }

  private static void parse(Cursor in, Layout.Builder out) {
    out.table(ALLOCATION);
    in.expectText();
    List<Column> columns = new ArrayList<>();
    in.eachLine(
        line -> {
          if (line.isNext("allocinfo - version: ")) {
            line.rest();
          } else if (line.isNext("#")) {
            columns.clear();
            columns.addAll(heading(line));
          } else {
            allocation(line, columns, out);
          }
        });
  }

  /**
   * The columns named as in {@code # <size> <calls> <tag info>}; empty if it is another heading.
   */
  private static List<Column> heading(Cursor line) {
    line.expect("#");
    String names = line.rest().strip();
    String tag = "<tag info>";
    if (!names.endsWith(tag)) {
      throw line.malformed("\u00ab" + tag + "\u00bb before this");
    }
    List<Column> columns = new ArrayList<>();
    for (String name : names.substring(0, names.length() - tag.length()).split("[<> ]+", -1)) {
      if (!name.isEmpty()) {
        columns.add(DESCRIPTIONS.column(name, Unit.COUNT));
      }
    }
    return columns;
  }

  private static void allocation(Cursor line, List<Column> columns, Layout.Builder out) {
    String ahead = line.lineAhead();
    int function = ahead.indexOf(" " + FUNCTION);
    if (function < 0) {
      throw line.malformed("numbers, a place and \u00ab" + FUNCTION + "\u00bb");
    }
    List<Integer> cells = new ArrayList<>();
    while (line.wordAhead().indexOf(':') < 0) {
      cells.add(line.unsigned());
    }
    String place = line.word();
    StringBuilder module = new StringBuilder();
    while (!line.wordAhead().startsWith(FUNCTION)) {
      module.append(module.isEmpty() ? "" : " ").append(line.word());
    }
    String name = line.word().substring(FUNCTION.length());
    Layout.Builder.RowBuilder row =
        out.newRow(ALLOCATION, withoutBrackets(module), place, name, line.rest().strip());
    boolean isAsHeaded = cells.size() == columns.size();
    for (int i = 0; i < cells.size(); i++) {
      row.cell(isAsHeaded ? columns.get(i) : Descriptions.unnamed(i + 1), cells.get(i));
    }
    if (!isAsHeaded) {
      throw line.malformed(
          "%d numbers, as the heading has, not %d".formatted(columns.size(), cells.size()));
    }
  }

  private static String withoutBrackets(CharSequence module) {
    String name = module.toString();
    return name.startsWith("[") && name.endsWith("]") ? name.substring(1, name.length() - 1) : name;
  }

  /** {@return the places, in the order of the text} */
  public List<Row> allocations() {
    return rows(ALLOCATION);
  }

  /**
   * {@return the bytes allocated at a place and not freed yet; empty if the kernel does not print
   * it}
   *
   * @param allocation a row of {@link #allocations}
   */
  public OptionalLong size(Row allocation) {
    return amount(allocation, AllocInfoColumns.SIZE);
  }

  /**
   * {@return the allocations made at a place and not freed yet; empty if the kernel does not print
   * it}
   *
   * @param allocation a row of {@link #allocations}
   */
  public OptionalLong calls(Row allocation) {
    return amount(allocation, AllocInfoColumns.CALLS);
  }

  /**
   * {@return whether all allocations of a place are counted: the kernel does not state the
   * contrary}
   *
   * @param allocation a row of {@link #allocations}
   */
  public static boolean isAccurate(Row allocation) {
    Objects.requireNonNull(allocation, "allocation");
    return !allocation.label("note").contains("accurate:no");
  }
}
