package io.github.procfs4j.cli.report;

import io.github.procfs4j.cli.page.Fact;
import io.github.procfs4j.cli.terminal.Output;
import io.github.procfs4j.cli.terminal.Text;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The summary as lines of text. */
final class TerminalSummary {
  /** The greatest number of lines on a terminal of the usual width; others show the same. */
  static final int LINES = 25;

  /** The greatest number of findings for a resource, and of processes in lists, if it fits. */
  private static final int[][] SIZES = {{4, 5}, {3, 5}, {2, 5}, {1, 5}, {1, 3}};

  private TerminalSummary() {}

  static void print(MachineSummary summary, Output out) {
    SummaryTexts texts = new SummaryTexts(summary);
    int[] fitting =
        Arrays.stream(SIZES)
            .filter(size -> lines(texts, SummaryTexts.COLUMNS, size).size() <= LINES)
            .findFirst()
            .orElse(SIZES[SIZES.length - 1]);
    lines(new SummaryTexts(summary, out.columns()), out.columns(), fitting).forEach(out::line);
  }

  private static List<Text> lines(SummaryTexts texts, int columns, int[] size) {
    List<Fact> all = texts.lines(size[0], size[1]);
    int width = TerminalLines.widest(all.stream().map(Fact::name).toList()) + 2;
    List<Text> lines = new ArrayList<>(Text.strong(texts.title()).wrapped(columns, 2));
    for (Fact fact : all) {
      lines.addAll(Text.strong(fact.name()).left(width).plus(fact.value()).wrapped(columns, width));
    }
    return lines;
  }
}
