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
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * {@code /proc/swaps}: the swap areas that are in use, how full they are, and in which order they
 * are filled.
 *
 * <pre>
 * Filename                                Type            Size            Used            Priority
 * /dev/vdc2                               partition       19452           9532            10
 * /data/swap&#92;040file                      file            8184            0               -2
 * </pre>
 *
 * <p>A line for each area below a heading that names the columns; a column that a newer kernel adds
 * is kept under the name that the heading gives it. Sizes are in units of 1,024 bytes. Blanks,
 * newlines and backslashes of a path are printed in octal; the label contains the characters
 * themselves. The path of a deleted file is followed by {@code " (deleted)"}. {@code mm/swapfile.c}
 * ({@code swap_show}), proc_swaps(5).
 *
 * <p>An area that was removed and added again is the same row.
 */
public final class Swaps extends View {
  private static final Table SWAP = Table.of("swap", "filename", "type");
  private static final Descriptions DESCRIPTIONS = SwapsColumns.DESCRIPTIONS;

  /** The file as a source. */
  public static final SampledFile<Swaps> FILE =
      new SampledFile<>(
          new Source(
              "swaps",
              "Swap areas, their use and priority",
              Source.Mode.SAMPLED,
              "",
              "CONFIG_SWAP",
              "",
              "proc_swaps(5), mm/swapfile.c"),
          Printing.RECORDS,
          Swaps::parse,
          figures(),
          Swaps::new);

  private Swaps(FileReading reading) {
    super(reading);
  }

  private static List<Figure> figures() {
    return List.of(
        new Figure(
            SWAP.name(),
            "used",
            "%",
            Limits.SHARE,
            "Used share of the area.",
            "Used of Size, proc_swaps(5)",
            Swaps::share),
        Figure.gauge(SWAP, "used size", "bytes", SwapsColumns.USED)
            .within(Limits.AMOUNT.partOf(SwapsColumns.SIZE)));
  }

  private static double share(Interval interval, Row row) {
    double size = interval.amount(row, SwapsColumns.SIZE);
    return size == 0 ? Double.NaN : 100 * interval.amount(row, SwapsColumns.USED) / size;
  }

  private static void parse(Cursor in, Layout.Builder out) {
    out.table(SWAP);
    List<Column> columns =
        new ArrayList<>(List.of(SwapsColumns.SIZE, SwapsColumns.USED, SwapsColumns.PRIORITY));
    in.eachLine(
        line -> {
          // Paths are absolute or in brackets, so none begins like the heading.
          if (line.isNext("Filename")) {
            heading(line, columns);
          } else {
            area(line, columns, out);
          }
        });
  }

  private static void heading(Cursor line, List<Column> columns) {
    line.expect("Filename");
    if (!line.word().equals("Type")) {
      throw line.malformed("\u00abType\u00bb before this");
    }
    columns.clear();
    while (!line.atLineEnd()) {
      columns.add(DESCRIPTIONS.column(line.word(), Unit.COUNT));
    }
  }

  private static void area(Cursor line, List<Column> columns, Layout.Builder out) {
    String path = unescaped(line.word());
    Layout.Builder.RowBuilder row = out.newRow(SWAP, path, line.word());
    List<Column> named = new ArrayList<>();
    List<Integer> cells = new ArrayList<>();
    for (int place = 3; !line.atLineEnd(); place++) {
      Column column =
          place - 3 < columns.size() ? columns.get(place - 3) : Descriptions.unnamed(place);
      named.add(column);
      cells.add(Descriptions.number(line, column));
    }
    boolean isAsHeaded = cells.size() == columns.size();
    for (int i = 0; i < cells.size(); i++) {
      Column column = named.get(i);
      row.cell(isAsHeaded ? column : Descriptions.unnamed(i + 3).as(column.signed()), cells.get(i));
    }
    if (!isAsHeaded) {
      throw line.malformed(columns.size() + " numbers, as the heading has, not " + cells.size());
    }
  }

  /** What {@code seq_file_path} escapes: space, tab, newline and backslash, each as \ooo. */
  private static String unescaped(String path) {
    return path.replace("\\040", " ")
        .replace("\\011", "\t")
        .replace("\\012", "\n")
        .replace("\\134", "\\");
  }

  /** {@return the swap areas, in the order of the text} */
  public List<Row> areas() {
    return rows(SWAP);
  }

  /**
   * {@return the row of the area at this path, such as {@code /dev/sda2}; empty if no such area is
   * in use}
   *
   * @param path the path as the kernel prints it
   */
  public Optional<Row> area(String path) {
    Objects.requireNonNull(path, "path");
    return areas().stream().filter(row -> row.label("filename").equals(path)).findFirst();
  }

  /**
   * {@return the size of an area, in bytes; empty if it is not in use}
   *
   * @param area a row of {@link #areas}
   */
  public OptionalLong size(Row area) {
    return amount(area, SwapsColumns.SIZE);
  }

  /**
   * {@return the used part of an area, in bytes; empty if the area is not in use}
   *
   * @param area a row of {@link #areas}
   */
  public OptionalLong used(Row area) {
    return amount(area, SwapsColumns.USED);
  }

  /**
   * {@return the used share of an area, from 0 to 1; empty if the area is not in use or has no
   * size}
   *
   * @param area a row of {@link #areas}
   */
  public OptionalDouble usedShare(Row area) {
    OptionalLong size = size(area);
    OptionalLong used = used(area);
    return size.isPresent() && used.isPresent() && size.getAsLong() > 0
        ? OptionalDouble.of((double) used.getAsLong() / size.getAsLong())
        : OptionalDouble.empty();
  }

  /**
   * {@return the priority of an area: areas with a higher one are filled first, areas with the same
   * one in turn} Negative if the kernel chose it because {@code swapon} specified none. Empty if
   * the area is not in use.
   *
   * @param area a row of {@link #areas}
   */
  public OptionalLong priority(Row area) {
    return amount(area, SwapsColumns.PRIORITY);
  }
}
