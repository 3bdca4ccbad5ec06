package io.github.procfs4j.cli.report;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.procfs4j.model.Column;
import io.github.procfs4j.model.Interval;
import io.github.procfs4j.model.Kind;
import io.github.procfs4j.model.Layout;
import io.github.procfs4j.model.Playback;
import io.github.procfs4j.model.Row;
import io.github.procfs4j.model.Table;
import io.github.procfs4j.model.Unit;
import io.github.procfs4j.model.slots.Slots;
import io.github.procfs4j.process.CommandLine;
import io.github.procfs4j.processes.ProcessFigures;
import io.github.procfs4j.processes.ProcessTable;
import io.github.procfs4j.recording.RecordedSource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

/**
 * Made-up samples of a process table: a second apart, the first 100 seconds after boot, with 100
 * ticks a second and pages of 4,096 bytes.
 */
final class MadeUpProcesses {
  private static final long SECOND = 1_000_000_000;
  private static final Row CENSUS = Table.of("census").row();

  private final Slots slots = new Slots(16);
  private final Map<Row, Integer> slotOfRow = new HashMap<>();
  private final List<Layout> layouts = new ArrayList<>();
  private final List<long[]> cells = new ArrayList<>();
  private final List<Boolean> gaps = new ArrayList<>();
  private long readByOpening;
  private long cpus = 64;
  private long reading;
  private boolean gap;

  /** A process or thread in one sample. */
  record Task(Row row, SequencedMap<Column, Long> values) {
    Task with(Column column, long value) {
      SequencedMap<Column, Long> more = new LinkedHashMap<>(values);
      more.put(column, value);
      return new Task(row, more);
    }
  }

  static Task process(long pid, long start, String comm, String command) {
    return new Task(
        ProcessTable.PROCESS.row(
            Long.toString(pid),
            Long.toString(start),
            comm,
            command,
            command.isEmpty()
                ? comm
                : CommandLine.of(command.replace(' ', '\0').getBytes(UTF_8)).name(comm)),
        new LinkedHashMap<>());
  }

  static Task thread(long pid, long tid, long start, String comm) {
    return new Task(
        ProcessTable.THREAD.row(Long.toString(pid), Long.toString(tid), Long.toString(start), comm),
        new LinkedHashMap<>());
  }

  private static Column column(String name, Kind kind, Unit unit) {
    return new Column(name, unit, kind, false, "", "", "", "");
  }

  /** Sets how many are read by opening their files, from the next sample on. */
  void readByOpening(long many) {
    readByOpening = many;
  }

  /** Sets the number of CPUs in all samples. */
  void cpus(long many) {
    cpus = many;
  }

  /** Sets how long it takes to read each sample, in nanoseconds. */
  void reading(long nanos) {
    reading = nanos;
  }

  /** Adds a failed reading before the next sample. */
  void gap() {
    gap = true;
  }

  void sample(Task... tasks) {
    sample(List.of(tasks));
  }

  void sample(List<Task> tasks) {
    List<Task> all = new ArrayList<>();
    SequencedMap<Column, Long> census = new LinkedHashMap<>();
    census.put(column("processes", Kind.GAUGE, Unit.COUNT), count(tasks, ProcessTable.PROCESS));
    census.put(column("threads", Kind.GAUGE, Unit.COUNT), count(tasks, ProcessTable.THREAD));
    census.put(column("cpus", Kind.GAUGE, Unit.COUNT), cpus);
    census.put(column("read_by_opening", Kind.GAUGE, Unit.COUNT), readByOpening);
    census.put(column("unread", Kind.GAUGE, Unit.COUNT), 0L);
    census.put(column("uptime", Kind.COUNTER, Unit.CENTISECONDS), 10_000L + 100L * layouts.size());
    all.add(new Task(CENSUS, census));
    all.addAll(tasks);
    Map<Row, Task> here = new HashMap<>();
    all.forEach(task -> here.put(task.row, task));
    slotOfRow
        .entrySet()
        .removeIf(
            entry -> {
              boolean hasLeft = !here.containsKey(entry.getKey());
              if (hasLeft) {
                slots.remove(entry.getValue());
              }
              return hasLeft;
            });
    for (Task task : all) {
      Integer slot = slotOfRow.get(task.row);
      if (slot == null) {
        slotOfRow.put(task.row, slots.add(task.row, List.copyOf(task.values.keySet())));
      } else {
        slots.describe(slot, task.row);
      }
    }
    long[] values = new long[slots.cells()];
    here.forEach(
        (row, task) -> {
          int cell = slotOfRow.getOrDefault(row, 0) * slots.stride();
          for (long value : task.values.values()) {
            values[cell++] = value;
          }
        });
    layouts.add(slots.layout());
    cells.add(values);
    gaps.add(gap);
    gap = false;
  }

  private static long count(List<Task> tasks, Table table) {
    return tasks.stream().filter(task -> task.row.table().equals(table)).count();
  }

  ProcessUsage usage() {
    return usage(new Span(0, Long.MAX_VALUE));
  }

  ProcessUsage usage(Span span) {
    return usage(span, 0);
  }

  /** Keeps this number of values over time of each measure. */
  ProcessUsage usage(Span span, int values) {
    RecordedSource source =
        new RecordedSource(
            0,
            "pid:*",
            "Made up for a test",
            "",
            Duration.ofNanos(SECOND),
            layouts.size(),
            0,
            0,
            0,
            List.of());
    return ProcessUsage.of(
        source,
        Samples::new,
        samples -> ProcessFigures.intervals(samples, 4096, 100),
        0,
        span,
        values);
  }

  /** The intervals between the samples. */
  Interval intervals() {
    return ProcessFigures.intervals(new Samples(), 4096, 100);
  }

  private final class Samples implements Playback {
    private int at = -1;

    @Override
    public boolean next() {
      at++;
      return at < layouts.size();
    }

    @Override
    public boolean isAfterGap() {
      return gaps.get(at);
    }

    @Override
    public Layout layout() {
      return layouts.get(at);
    }

    @Override
    public long value(int cell) {
      return cells.get(at)[cell];
    }

    @Override
    public long startNanos() {
      return at * SECOND - reading / 2;
    }

    @Override
    public long endNanos() {
      return at * SECOND + reading / 2;
    }
  }
}
