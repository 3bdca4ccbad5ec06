package io.github.procfs4j.fidelity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.procfs4j.model.Layout;
import io.github.procfs4j.model.Row;
import io.github.procfs4j.sampling.Outcome;
import io.github.procfs4j.sampling.SampledFile;
import io.github.procfs4j.sampling.Sampler;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** The last two readings of sources, taken with samplers as in recordings. */
final class Readings implements AutoCloseable {
  private record Cell(String source, Row row, String column) {}

  private final List<Sampler<?>> samplers = new ArrayList<>();
  private Map<Cell, Long> before = new HashMap<>();
  private Map<Cell, Long> now = new HashMap<>();
  private long startBefore;
  private long startNow;
  private long endBefore;
  private long endNow;

  /** Adds this file below {@code root}. */
  Readings with(SampledFile<?> file, Path root) {
    return with(file.sampler(root));
  }

  /** Adds this sampler. */
  Readings with(Sampler<?> sampler) {
    samplers.add(sampler);
    return this;
  }

  /**
   * Reads all of them, in reverse order except the first time, so that the interval of the first
   * source contains those of the others. The test is skipped if the host does not have one of them.
   */
  void read() {
    before = now;
    now = new HashMap<>();
    startBefore = startNow;
    endBefore = endNow;
    for (Sampler<?> sampler : before.isEmpty() ? samplers : samplers.reversed()) {
      Outcome outcome = sampler.sample();
      assumeTrue(outcome == Outcome.SAMPLED, () -> sampler.problem().orElseThrow());
      if (sampler.equals(samplers.getFirst())) {
        startNow = sampler.startNanos();
        endNow = sampler.endNanos();
      }
      for (Layout.TableLayout table : sampler.layout().tables()) {
        for (Row row : table.rows()) {
          table
              .columns()
              .forEach(
                  column -> {
                    int cell = sampler.layout().cell(row, column);
                    if (cell != Layout.ABSENT) {
                      now.put(
                          new Cell(sampler.source().name(), row, column.name()),
                          sampler.value(cell));
                    }
                  });
        }
      }
    }
  }

  /** The time from one reading of the first source to the next, both included, in nanoseconds. */
  long nanos() {
    return endNow - startBefore;
  }

  /** The duration of both readings of the first source, in nanoseconds. */
  long nanosOfReading() {
    return endBefore - startBefore + endNow - startNow;
  }

  /** The growth of a column in the only row of a source. */
  long grew(String source, String column) {
    return grew(source, column, row -> true);
  }

  /** The growth of a column in the only row of a kind. */
  long grew(String source, String column, Predicate<Row> kind) {
    List<Cell> cells =
        now.keySet().stream()
            .filter(cell -> cell.source.equals(source) && cell.column.equals(column))
            .filter(cell -> kind.test(cell.row))
            .toList();
    assertThat(cells).as(source + " " + column).hasSize(1);
    return now.get(cells.getFirst()) - before.getOrDefault(cells.getFirst(), 0L);
  }

  /** The total growth of the rows that existed both times. */
  long allGrew(String source, String column) {
    return now.entrySet().stream()
        .filter(entry -> entry.getKey().source.equals(source))
        .filter(entry -> entry.getKey().column.equals(column))
        .filter(entry -> before.containsKey(entry.getKey()))
        .mapToLong(entry -> entry.getValue() - before.getOrDefault(entry.getKey(), 0L))
        .sum();
  }

  /** The current value of a row. */
  long now(String source, String column, Row row) {
    Long value = now.get(new Cell(source, row, column));
    assertThat(value).as(source + " " + column).isNotNull();
    return value;
  }

  /** The rows of a table. */
  List<Row> rows(String source, String table) {
    return now.keySet().stream()
        .filter(cell -> cell.source.equals(source) && cell.row.table().name().equals(table))
        .map(Cell::row)
        .distinct()
        .toList();
  }

  @Override
  public void close() {
    samplers.forEach(Sampler::close);
  }
}
