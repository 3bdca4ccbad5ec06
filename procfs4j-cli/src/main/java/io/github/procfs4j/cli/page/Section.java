package io.github.procfs4j.cli.page;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A part of a lane: a table, then charts.
 *
 * @param title the heading
 * @param table a table of texts; null if there is none
 * @param charts the charts, in the order of reading
 * @param flat what is not drawn because it did not change, in words
 * @param tasks processes and threads; null if there are none
 * @param folded tables after the charts that are folded until a reader opens them
 */
public record Section(
    String title,
    @Nullable Table table,
    List<Chart> charts,
    List<String> flat,
    @Nullable Tasks tasks,
    List<Folded> folded) {

  public Section {
    charts = List.copyOf(charts);
    flat = List.copyOf(flat);
    folded = List.copyOf(folded);
  }

  /** A section without folded tables. */
  public Section(
      String title,
      @Nullable Table table,
      List<Chart> charts,
      List<String> flat,
      @Nullable Tasks tasks) {
    this(title, table, charts, flat, tasks, List.of());
  }

  /** A section with nothing but charts. */
  public Section(String title, List<Chart> charts) {
    this(title, null, charts, List.of(), null);
  }

  /**
   * A folded table.
   *
   * @param title what is shown of it while it is folded
   * @param table the table
   */
  public record Folded(String title, Table table) {}
}
