package io.github.procfs4j.cli.page;

import java.io.IOException;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The scripts of the page. They are modules, each with its imports and exports, so that tools and
 * readers see what depends on what; but a page that is opened from a file cannot load modules, so
 * they are joined into one script, without these statements. No two of them may declare the same
 * name.
 */
final class Scripts {
  /** The modules, each after those that it imports. */
  static final List<String> MODULES =
      List.of(
          "unpack.js",
          "reduce.js",
          "numbers.js",
          "state.js",
          "theme.js",
          "model.js",
          "strip.js",
          "heatmap.js",
          "groups.js",
          "chart.js",
          "overview.js",
          "tasks.js",
          "lanes.js",
          "search.js",
          "page.js");

  private static final Pattern IMPORT =
      Pattern.compile("^import \\{[^}]*\\} from '\\./[a-z]+\\.js';\n", Pattern.MULTILINE);
  private static final Pattern EXPORT =
      Pattern.compile("^export (?=(async function|function|class|const|let) )", Pattern.MULTILINE);

  private Scripts() {}

  /** The library for charts and all modules as one script. */
  static String joined() throws IOException {
    StringBuilder joined = new StringBuilder("'use strict';\n");
    joined.append(PageWriter.resource("uplot/uPlot.iife.min.js"));
    for (String module : MODULES) {
      String text = IMPORT.matcher(PageWriter.resource(module)).replaceAll("");
      joined.append(EXPORT.matcher(text).replaceAll(""));
    }
    return joined.toString();
  }
}
