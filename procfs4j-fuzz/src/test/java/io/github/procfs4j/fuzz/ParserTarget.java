package io.github.procfs4j.fuzz;

import io.github.procfs4j.model.Column;
import io.github.procfs4j.model.Figure;
import io.github.procfs4j.model.Interval;
import io.github.procfs4j.model.Layout;
import io.github.procfs4j.model.Row;
import io.github.procfs4j.model.changes.ChangeHistory;
import io.github.procfs4j.sampling.OnceFile;
import io.github.procfs4j.sampling.SampledFile;
import io.github.procfs4j.text.MalformedTextException;
import io.github.procfs4j.text.Problem;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Objects;

/**
 * Any text, for each plain parser: it becomes a layout whose cells are numbers of the text, or is
 * rejected as malformed, soon and with little memory. Typed views and figures of the layout throw
 * only documented exceptions.
 *
 * <p>The input is a line with the name of the file, then the text.
 */
public final class ParserTarget {
  private ParserTarget() {}

  /** Is called by the fuzzer. */
  public static void fuzzerTestOneInput(byte[] input) {
    Chosen chosen = Chosen.of(input);
    byte[] text = chosen.rest();
    new Limits(2, (16L << 20) + 8000L * text.length)
        .hold(
            "all",
            () -> {
              switch (chosen.file()) {
                case SampledFile<?> file -> sampled(file, text);
                case OnceFile<?> file -> once(file, text);
                default -> throw new AssertionError(chosen.file());
              }
            });
  }

  private static void sampled(SampledFile<?> file, byte[] text) {
    TextSampler<?> sampler = new TextSampler<>(file).next(text);
    new Limits(1, (1L << 20) + 4000L * text.length).hold("learning", sampler::sample);
    if (sampler.rejected().isPresent()) {
      rejected(text, sampler.rejected().get());
      return;
    }
    sampler.problems().stream()
        .filter(Problem::hasPlace)
        .forEach(problem -> checkPlace(text, problem));
    layout(sampler.layout());
    Numbers.hold(text, sampler);
    // These take ten times as long as everything else, so they are not run for every text.
    if (text.length % 8 == 0) {
      Accessors.call(
          Objects.requireNonNull((Object) sampler.view()),
          List.of(NoSuchElementException.class, ArithmeticException.class));
      figures(file, sampler);
    }
  }

  /** Checks that the parser itself rejected the text, at a position in the text. */
  private static void rejected(byte[] text, MalformedTextException rejection) {
    if (rejection.getCause() != null) {
      throw new AssertionError("an unexpected exception", rejection.getCause());
    }
    checkPlace(text, rejection.problem());
  }

  private static void checkPlace(byte[] text, Problem problem) {
    int line = 1;
    int at = 0;
    while (line < problem.line() && at < text.length) {
      line += text[at++] == '\n' ? 1 : 0;
    }
    if (line != problem.line() || problem.column() < 1 || at + problem.column() - 1 > text.length) {
      throw new AssertionError("a place beyond the text: " + problem);
    }
  }

  private static void layout(Layout layout) {
    for (int cell = 0; cell < layout.cells(); cell++) {
      if (layout.isHole(cell)) {
        throw new AssertionError("cell " + cell + " is a hole");
      }
      Row row = layout.row(cell);
      Column column = layout.column(cell);
      if (layout.cell(row, column) != cell) {
        throw new AssertionError(
            "cell %d is %s of %s, which is cell %d"
                .formatted(cell, column, row, layout.cell(row, column)));
      }
    }
  }

  private static void figures(SampledFile<?> file, TextSampler<?> sampler) {
    ChangeHistory history = ChangeHistory.keeping(1);
    history.append(sampler);
    sampler.grow(1);
    sampler.sample();
    history.append(sampler);
    Interval interval = new Interval(history.playback(), 4096, 100);
    while (interval.next()) {
      for (Layout.TableLayout table : interval.layout().tables()) {
        for (Figure figure : file.figures()) {
          if (figure.table().equals(table.table().name())) {
            for (Row row : table.rows()) {
              var _ = figure.value(interval, row);
              var _ = figure.weight().applyAsDouble(interval, row);
            }
          }
        }
      }
    }
  }

  private static void once(OnceFile<?> file, byte[] text) {
    try {
      Object value = file.parser().apply("/proc/" + file.source().name(), text);
      Accessors.call(
          Objects.requireNonNull(value),
          List.of(NoSuchElementException.class, MalformedTextException.class));
    } catch (MalformedTextException e) {
      rejected(text, e);
    }
  }
}
