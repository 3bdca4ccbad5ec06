package io.github.procfs4j.cli.report;

import io.github.procfs4j.model.Row;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Figures that people look at first, by the rules of the summary.
 *
 * @param resource the resource of the machine that they are about
 * @param source the source that has them
 * @param table the table whose rows have them
 * @param figures the names of the figures
 * @param rows which of the rows
 */
public record Headline(
    String resource, String source, String table, List<String> figures, Predicate<Row> rows) {
  /**
   * All of them, except those of processes: resource by resource, of each the one first that is
   * shown if nothing is worth mentioning.
   */
  public static List<Headline> all() {
    return Arrays.stream(MachineSummary.Resource.values()).flatMap(Headline::of).toList();
  }

  private static Stream<Headline> of(MachineSummary.Resource resource) {
    return Stream.concat(Stream.of(Rules.usual(resource)), Rules.of(resource).stream())
        .filter(rule -> !rule.watch().source().equals(Watch.PROCESSES))
        .filter(rule -> rule.watch().kind() != Watch.Kind.OTHER)
        .distinct()
        .map(
            rule ->
                new Headline(
                    resource.text(),
                    rule.watch().source(),
                    rule.watch().table(),
                    rule.watch().figures(),
                    rule.watch().rows()));
  }
}
