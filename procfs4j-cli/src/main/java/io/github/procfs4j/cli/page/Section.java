package io.github.procfs4j.cli.page;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A part of the page: a summary table, then charts.
 *
 * @param title the heading
 * @param summary the table, if there is one
 * @param charts the charts, in the order of reading
 */
public record Section(String title, @Nullable Table summary, List<Chart> charts) {

  public Section {
    charts = List.copyOf(charts);
  }
}
