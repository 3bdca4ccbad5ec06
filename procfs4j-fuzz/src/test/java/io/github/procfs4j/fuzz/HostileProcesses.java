package io.github.procfs4j.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.procfs4j.model.Column;
import io.github.procfs4j.model.Layout;
import io.github.procfs4j.model.Row;
import io.github.procfs4j.model.Source;
import io.github.procfs4j.model.Table;
import io.github.procfs4j.model.Unit;
import io.github.procfs4j.model.slots.Slots;
import io.github.procfs4j.process.CommandLine;
import io.github.procfs4j.process.ProcessStatColumns;
import io.github.procfs4j.processes.ProcessTable;
import io.github.procfs4j.sampling.FileReading;
import io.github.procfs4j.sampling.Outcome;
import io.github.procfs4j.sampling.Sampler;
import io.github.procfs4j.text.Problem;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** A table of processes, with a thread each, whose names are hostile. */
final class HostileProcesses extends Sampler<Optional<Object>> {
  static final List<Column> CENSUS =
      List.of(
          Column.undescribed("uptime", Unit.CENTISECONDS),
          Column.undescribed("processes", Unit.COUNT),
          Column.undescribed("threads", Unit.COUNT));

  static final List<Column> COLUMNS =
      List.of(
          ProcessStatColumns.UTIME,
          ProcessStatColumns.STIME,
          ProcessStatColumns.MINFLT,
          ProcessStatColumns.VSIZE,
          ProcessStatColumns.RSS);

  private static final long SECOND = 1_000_000_000;

  private final Slots slots = new Slots(COLUMNS.size());
  private final List<Row> rows = new ArrayList<>();
  private long samples;

  /** For each cell that changed, its number and its change. */
  private final List<long[]> changes = new ArrayList<>();

  /** Processes with these names and commands, alternately. */
  HostileProcesses(List<String> strings) {
    super(
        new Source(
            NameTarget.PROCESSES, "All processes", Source.Mode.SAMPLED, "", "", "", "proc(5)"),
        Path.of("/proc"),
        "/proc",
        null);
    slots.add(Table.of("census").row(), CENSUS);
    for (int i = 0; i < strings.size(); i += 2) {
      String comm = strings.get(i);
      String command = i + 1 < strings.size() ? strings.get(i + 1) : comm;
      String pid = Integer.toString(100 + i);
      String name = CommandLine.of(command.getBytes(UTF_8)).name(comm);
      rows.add(ProcessTable.PROCESS.row(pid, "5", comm, command, name));
      rows.add(ProcessTable.THREAD.row(pid, pid, "5", comm));
    }
  }

  /**
   * The first sample has half of the rows; the second one has all of them, with another name for
   * the first row; after that the last row leaves and comes back.
   */
  @Override
  @SuppressWarnings("ReferenceEquality") // identity is meant
  protected Outcome take() {
    samples++;
    Layout before = layout();
    int present = slots.slots() - 1;
    int wanted =
        samples == 1
            ? (rows.size() + 1) / 2
            : samples % 2 == 0 ? rows.size() : Math.max(1, rows.size() - 1);
    for (int slot = present; slot > wanted; slot--) {
      slots.remove(slot);
    }
    for (int i = present; i < wanted; i++) {
      slots.add(rows.get(i), COLUMNS);
    }
    if (samples == 2) {
      Row first = slots.row(1);
      List<String> labels = new ArrayList<>(first.labels());
      Collections.reverse(labels.subList(first.table().identifying(), labels.size()));
      slots.describe(1, new Row(first.table(), labels, 0));
    }
    Layout layout = slots.layout();
    readBetween(samples * SECOND, samples * SECOND + 1000);
    keep(layout, samples > 1 && (layout == before || layout.isSuccessorOf(before)));
    changes.clear();
    for (int cell = 0; isContinuation() && cell < layout.cells(); cell++) {
      boolean stayed = cell < before.cells() && !before.isHole(cell);
      long was = stayed ? (samples - 1) * (100 + cell) : 0;
      if (value(cell) != was) {
        changes.add(new long[] {cell, value(cell) - was});
      }
    }
    return Outcome.SAMPLED;
  }

  @Override
  public long value(int cell) {
    return layout().isHole(cell) ? 0 : samples * (100 + cell);
  }

  @Override
  public int changes() {
    return changes.size();
  }

  @Override
  public int changed(int i) {
    return (int) changes.get(i)[0];
  }

  @Override
  public long delta(int i) {
    return changes.get(i)[1];
  }

  @Override
  public Optional<String> problem() {
    return Optional.empty();
  }

  @Override
  public List<Problem> problems() {
    return List.of();
  }

  @Override
  public Optional<Object> view() {
    return Optional.empty();
  }

  @Override
  protected Optional<Object> viewOf(FileReading reading) {
    return Optional.empty();
  }

  @Override
  public int bytes() {
    return 0;
  }
}
