package io.github.procfs4j.cli.compare;

import io.github.procfs4j.cli.terminal.Output;
import io.github.procfs4j.cli.terminal.Text;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** A comparison of runs for people. */
final class ComparisonText {
  /** Further lines of a difference begin under its text. */
  private static final int INDENT = 4;

  private final RunComparison comparison;
  private final Sentences sentences;
  private final Output out;
  private final int most;

  /**
   * Creates a writer.
   *
   * @param most the greatest number of differences
   */
  ComparisonText(RunComparison comparison, Output out, int most) {
    this.comparison = comparison;
    this.out = out;
    this.most = most;
    sentences = new Sentences(comparison);
  }

  void print(List<Outcome> outcomes) {
    sentences.runs().forEach(line -> line("", line));
    sentences.remarks().forEach(remark -> line("! ", remark));
    out.line();
    sentences
        .time()
        .ifPresent(
            time -> {
              Text.strong(time).wrapped(out.columns(), 2).forEach(out::line);
              out.line();
            });
    Text.strong(sentences.verdict()).wrapped(out.columns(), 2).forEach(out::line);
    if (comparison.method() == RunComparison.Method.TOO_FEW_RUNS) {
      largest();
    } else {
      comparison.found().stream()
          .limit(most)
          .forEach(difference -> line("  ", sentences.of(difference)));
      more(comparison.found().size());
    }
    out.line();
    sentences.others().forEach(other -> line("", other));
    sentences.unmatched().forEach(unmatched -> line("", unmatched));
    for (Outcome outcome : outcomes) {
      out.line();
      line("", sentences.of(outcome));
      outcome.met().stream()
          .limit(most)
          .forEach(difference -> line("  ", sentences.of(difference)));
      more(outcome.met().size());
    }
  }

  /** The differences that look largest if none can be shown. */
  private void largest() {
    largest(comparison, most).forEach(difference -> line("? ", sentences.of(difference)));
  }

  /** The differences in which the runs overlap least, of those the strongest. */
  static Stream<Difference> largest(RunComparison comparison, int most) {
    record Weighed(Difference difference, double delta, double strength) {}
    return comparison.all().stream()
        .filter(it -> !it.key().isOfCommand() && !Double.isNaN(it.p()))
        .map(it -> new Weighed(it, Math.abs(it.delta()), it.strength()))
        .sorted(
            Comparator.comparingDouble((Weighed it) -> -it.delta)
                .thenComparing(Comparator.comparingDouble(Weighed::strength).reversed())
                .thenComparing(it -> it.difference.key()))
        .limit(most)
        .map(Weighed::difference);
  }

  private void more(int all) {
    if (all > most) {
      line("  ", "and " + Sentences.counted(all - most, "more difference") + "; --top shows more");
    }
  }

  private void line(String before, String text) {
    Text.of(before).plus(Text.of(text)).wrapped(out.columns(), INDENT).forEach(out::line);
  }
}
