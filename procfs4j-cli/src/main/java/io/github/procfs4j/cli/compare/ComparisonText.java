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
    Text.strong(sentences.verdict(outcomes)).wrapped(out.columns(), 2).forEach(out::line);
    boolean isTooFew = comparison.method() == RunComparison.Method.TOO_FEW_RUNS;
    List<Difference> listed =
        comparison.withoutRepetitions(
            isTooFew ? largest(comparison, Integer.MAX_VALUE).toList() : comparison.found());
    List<Difference> shown = listed.subList(0, Math.min(most, listed.size()));
    shown.forEach(difference -> line(isTooFew ? "? " : "  ", sentences.of(difference)));
    if (!isTooFew) {
      more(listed.size());
    }
    sentences.note(shown).ifPresent(note -> line("  ", note));
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

  /** The differences in which the runs overlap least, of those the strongest. */
  static Stream<Difference> largest(RunComparison comparison, int most) {
    record Weighed(Difference difference, double delta, double strength, double separation) {}
    return comparison.all().stream()
        .filter(it -> !it.key().isOfCommand() && !Double.isNaN(it.p()))
        .map(it -> new Weighed(it, Math.abs(it.delta()), it.strength(), it.separation()))
        .sorted(
            Comparator.comparingDouble(Weighed::delta)
                .thenComparingDouble(Weighed::strength)
                .thenComparingDouble(Weighed::separation)
                .reversed()
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
