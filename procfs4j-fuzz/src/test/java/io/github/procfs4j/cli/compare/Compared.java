package io.github.procfs4j.cli.compare;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.procfs4j.cli.page.PageWriter;
import io.github.procfs4j.cli.terminal.JsonLines;
import io.github.procfs4j.cli.terminal.Output;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.StringWriter;
import java.io.Writer;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The output of {@code procfs diff} for two recordings, all of it made by this thread. */
public final class Compared {
  private final RunComparison comparison;
  private final List<Outcome> outcomes;

  private Compared(RunComparison comparison, List<Outcome> outcomes) {
    this.comparison = comparison;
    this.outcomes = outcomes;
  }

  /**
   * Compares two recordings.
   *
   * @param conditions what is given with {@code --fail-if}; those that name nothing are left out
   * @return the comparison; empty if there is nothing to compare in one of them
   */
  public static Optional<Compared> of(Path a, Path b, List<String> conditions) throws IOException {
    List<Condition> wanted = conditions.stream().map(Condition::of).toList();
    RunReader reader =
        new RunReader(
            Cut.NOTHING, key -> wanted.stream().anyMatch(condition -> condition.needsValues(key)));
    try {
      Run ofA = reader.read(a, "a");
      Run ofB = reader.read(b, "b");
      RunComparison comparison = new RunComparison(List.of(ofA), List.of(ofB), List.of());
      List<Outcome> outcomes =
          wanted.stream()
              .filter(
                  condition -> comparison.all().stream().anyMatch(it -> condition.names(it.key())))
              .map(condition -> Outcome.of(condition, comparison))
              .toList();
      return Optional.of(new Compared(comparison, outcomes));
    } catch (Cut.OutsideException e) {
      return Optional.empty();
    }
  }

  /** How many figures differ. */
  public int found() {
    return comparison.found().size();
  }

  /** How many figures were tested. */
  public int tested() {
    return comparison.tested();
  }

  /** As a text, to a terminal. */
  public String text() {
    StringWriter written = new StringWriter();
    Output out = new Output(written, 80, true);
    new ComparisonText(comparison, out, Integer.MAX_VALUE).print(outcomes);
    out.flush();
    return written.toString();
  }

  /** As a page. */
  public String page() throws IOException {
    ByteArrayOutputStream written = new ByteArrayOutputStream();
    PageWriter.write(ComparisonPage.of(comparison, outcomes, Cut.NOTHING, 20), written);
    return written.toString(UTF_8);
  }

  /** As a text, as JSON and as a page, discarding the output. */
  public void nowhere() throws IOException {
    Output out = new Output(Writer.nullWriter(), 80, true);
    new ComparisonText(comparison, out, 20).print(outcomes);
    JsonLines.write(out, json -> ComparisonJson.write(comparison, outcomes, json));
    page();
  }
}
