package io.github.procfs4j.metrics;

import io.github.procfs4j.model.Column;
import io.github.procfs4j.model.Layout;
import io.github.procfs4j.model.Row;
import io.github.procfs4j.model.Source;
import io.github.procfs4j.sampling.FileReading;
import io.github.procfs4j.sampling.Outcome;
import io.github.procfs4j.sampling.Sampler;
import io.github.procfs4j.sampling.UnreadableException;
import io.github.procfs4j.text.Problem;
import io.github.procfs4j.text.ProcfsException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A source of numbers that no single file has. Each sample states its cells one by one; as long as
 * these are the same as before, so is the layout.
 */
abstract class ComputedSampler extends Sampler<FileReading> {
  private record Cell(Row row, Column column) {}

  private List<Cell> cells = List.of();
  private List<Cell> cellsBefore = List.of();
  private long[] values = {};
  private int[] all = {};
  private @Nullable String problem;

  ComputedSampler(Source source, Path root) {
    super(source, root, root.resolve(source.name()).toString(), null);
  }

  /**
   * Computes a sample, by a call of {@link #add} for each cell.
   *
   * @throws ProcfsException if a file that is needed cannot be read
   */
  abstract void compute();

  final void add(Row row, Column column, long value) {
    int cell = cells.size();
    cells.add(new Cell(row, column));
    if (cell == values.length) {
      values = Arrays.copyOf(values, 2 * cell + 8);
    }
    values[cell] = value;
  }

  @Override
  protected final Outcome take() {
    long start = System.nanoTime();
    cells = new ArrayList<>();
    Outcome outcome = Outcome.SAMPLED;
    try {
      compute();
    } catch (ProcfsException e) {
      problem = e.getMessage();
      outcome = e instanceof UnreadableException u ? u.outcome() : Outcome.MALFORMED;
    }
    readBetween(start, System.nanoTime());
    if (outcome == Outcome.SAMPLED) {
      problem = null;
      boolean isSame = hasCells() && cells.equals(cellsBefore);
      keep(isSame ? layout() : describe(), false);
      cellsBefore = cells;
    } else {
      cells = List.of();
      keepGap();
    }
    return outcome;
  }

  private boolean hasCells() {
    return layout().cells() > 0;
  }

  private Layout describe() {
    Layout.Builder builder = new Layout.Builder();
    for (int i = 0; i < cells.size(); i++) {
      builder.row(cells.get(i).row()).cell(cells.get(i).column(), i);
    }
    all = new int[cells.size()];
    Arrays.setAll(all, i -> i);
    return builder.build();
  }

  @Override
  public final long value(int cell) {
    return values[Objects.checkIndex(cell, cells.size())];
  }

  @Override
  public final Optional<String> problem() {
    return Optional.ofNullable(problem);
  }

  @Override
  public final List<Problem> problems() {
    return List.of();
  }

  @Override
  public final FileReading view() {
    return this;
  }

  @Override
  protected final FileReading viewOf(FileReading reading) {
    return reading;
  }

  // No sample continues another one, so what changed is not asked for.

  @Override
  public final int changes() {
    return cells.size();
  }

  @Override
  public final int changed(int i) {
    return all[Objects.checkIndex(i, cells.size())];
  }

  @Override
  public final long delta(int i) {
    return value(i);
  }

  @Override
  public final int bytes() {
    return 0;
  }
}
