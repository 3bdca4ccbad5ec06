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
 */
public record Section(
    String title,
    @Nullable Table table,
    List<Chart> charts,
    List<String> flat,
    @Nullable Tasks tasks) {

  public Section {
    charts = List.copyOf(charts);
    flat = List.copyOf(flat);
  }

  /** A section with nothing but charts. */
  public Section(String title, List<Chart> charts) {
    this(title, null, charts, List.of(), null);
  }
}
