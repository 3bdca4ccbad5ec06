package io.github.procfs4j.fuzz;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.github.procfs4j.fuzz.MadeRecording.Fields;
import io.github.procfs4j.fuzz.MadeRecording.MadeTable;
import io.github.procfs4j.model.Column;
import io.github.procfs4j.model.Kind;
import io.github.procfs4j.model.Layout.TableLayout;
import io.github.procfs4j.model.Unit;
import io.github.procfs4j.process.ProcessStatColumns;
import io.github.procfs4j.sampling.SampledFile;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Recordings that claim much in few bytes, one for each thing of which a recording can have many.
 * All are made up, and unlike real ones.
 */
enum Bulk {
  /** Many rows, in many samples in which nothing changes. */
  STILL_ROWS {
    @Override
    void write(MadeRecording to, int length) {
      int rows = length / 10;
      int source = to.source("made-up");
      to.layout(source, "t", List.of("l"), to.columns(columns(1, false)), 1, labels(rows));
      to.samples(source, MadeRecording.key(1, rows, 1).add(MadeRecording.still(length / 6, true)));
    }
  },
  /** The same, with counters that alternately grow and fall. */
  CHANGING_ROWS {
    @Override
    void write(MadeRecording to, int length) {
      int rows = length / 10;
      int source = to.source("made-up");
      to.layout(source, "t", List.of("l"), to.columns(columns(1, true)), 1, labels(rows));
      Fields samples = MadeRecording.key(1, rows, 20);
      for (int i = 0; i < length / 10; i++) {
        samples.numbers(3, i == 0 ? 2_000_000_000L : 0, 1, i % rows, i % 3);
      }
      to.samples(source, samples);
    }
  },
  /** A row of many columns, in many samples. */
  COLUMNS {
    @Override
    void write(MadeRecording to, int length) {
      int columns = length / 60;
      int source = to.source("made-up");
      int first = to.columns(columns(columns, true));
      to.layout(source, "t", List.of(), first, columns, List.of(List.of()));
      to.samples(
          source, MadeRecording.key(1, columns, 0).add(MadeRecording.still(length / 6, true)));
    }
  },
  /** Many rows with all figures of CPUs. */
  CPUS {
    @Override
    void write(MadeRecording to, int length) {
      known(to, length, "stat", "cpu  1 1 1 1 1 1 1 1 1 1\ncpu0 1 1 1 1 1 1 1 1 1 1\n", 0, false);
    }
  },
  /** Many rows with all figures of disks. */
  DISKS {
    @Override
    void write(MadeRecording to, int length) {
      known(to, length, "diskstats", "8 0 sda 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1\n", 0, false);
    }
  },
  /** Many CPUs, each of which does something once. */
  CPUS_THAT_CHANGE {
    @Override
    void write(MadeRecording to, int length) {
      known(to, length, "stat", "cpu  1 1 1 1 1 1 1 1 1 1\ncpu0 1 1 1 1 1 1 1 1 1 1\n", 0, true);
    }
  },
  /** Many disks, each of which does something once. */
  DISKS_THAT_CHANGE {
    @Override
    void write(MadeRecording to, int length) {
      known(to, length, "diskstats", "8 0 sda 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1\n", 0, true);
    }
  },
  /** Many disks without any numbers, of each of which all figures are computed. */
  DISKS_WITHOUT_NUMBERS {
    @Override
    void write(MadeRecording to, int length) {
      int source = to.source("diskstats");
      to.columns(columns(1, true));
      List<String> labels = List.of("device");
      List<List<String>> rows = Collections.nCopies(length / 9, List.of("sda"));
      to.layout(source, "disk", labels, 0, 0, rows);
      to.samples(source, MadeRecording.key(1, 0, 0).add(MadeRecording.still(length / 9, true)));
    }
  },
  /** A function of timers and many timers, in many samples in which nothing changes. */
  TIMERS {
    @Override
    void write(MadeRecording to, int length) {
      timers(to, length, 1);
    }
  },
  /** Many functions, each of them with one timer. */
  FUNCTIONS_OF_TIMERS {
    @Override
    void write(MadeRecording to, int length) {
      timers(to, length, length / 20);
    }
  },
  /** Many locks with the same number, for which all others wait. */
  WAITERS {
    @Override
    void write(MadeRecording to, int length) {
      int source = to.source("locks");
      int number = to.columns(List.of(Column.undescribed("number", Unit.COUNT)));
      int rows = length / 16;
      List<String> ofLock = List.of("type", "file", "start");
      List<List<String>> locks = Collections.nCopies(rows, List.of("POSIX", "00:01:1", "0"));
      List<String> ofWaiter = List.of("type", "file", "depth");
      List<List<String>> waiters = Collections.nCopies(rows, List.of("POSIX", "00:01:1", "1"));
      to.layout(
          source,
          List.of(
              new MadeTable("lock", ofLock, number, 1, locks),
              new MadeTable("waiter", ofWaiter, number, 1, waiters)));
      Fields samples = MadeRecording.key(1, 2 * rows, 1);
      to.samples(source, samples.add(MadeRecording.still(length / 9, true)));
    }
  },
  /** Few rows of very many columns, of which one number of a row changes in each sample. */
  INTERRUPTS {
    @Override
    void write(MadeRecording to, int length) {
      int source = to.source("interrupts");
      int columns = Math.max(1, length / 160);
      int first = to.columns(columns(columns, true));
      int rows = 20;
      List<String> labels = List.of("irq", "name");
      to.layout(
          source,
          "interrupt",
          labels,
          first,
          columns,
          IntStream.range(0, rows).mapToObj(i -> List.of("" + i, "x")).toList());
      to.samples(source, MadeRecording.key(1, rows * columns, 1));
      to.samples(source, changing(length / 2, rows, columns));
    }
  },
  /** Few zones with free blocks of very many orders, of which one changes in each sample. */
  FREE_BLOCKS {
    @Override
    void write(MadeRecording to, int length) {
      int source = to.source("buddyinfo");
      int columns = Math.max(1, length / 160);
      int first =
          to.columns(
              IntStream.range(0, columns)
                  .mapToObj(i -> Column.undescribed("order" + i, Unit.COUNT))
                  .toList());
      int rows = 20;
      to.layout(
          source,
          "free",
          List.of("node", "zone"),
          first,
          columns,
          IntStream.range(0, rows).mapToObj(i -> List.of("" + i, "x")).toList());
      to.samples(source, MadeRecording.key(1, rows * columns, 1));
      to.samples(source, changing(length / 2, rows, columns));
    }
  },
  /** Many locks of different files, each of which is waited for once. */
  LOCKS {
    @Override
    void write(MadeRecording to, int length) {
      known(to, length, "locks", "1: POSIX  ADVISORY  WRITE 1 00:01:1 0 EOF\n", 0, true);
    }
  },
  /** As many sources as possible, each with an occasional sample. */
  SOURCES {
    @Override
    void write(MadeRecording to, int length) {
      int sources = Math.min(4096, length / 60);
      int column = to.columns(columns(1, true));
      for (int i = 0; i < sources; i++) {
        int source = to.source("s" + i);
        to.layout(source, "t", List.of(), column, 1, List.of(List.of()));
        to.samples(source, MadeRecording.key(1, 1, 1));
      }
      interleaved(to, sources, length);
    }
  },
  /** Some sources whose samples alternate. */
  INTERLEAVED {
    @Override
    void write(MadeRecording to, int length) {
      int column = to.columns(columns(1, true));
      for (int i = 0; i < 64; i++) {
        int source = to.source("s" + i);
        to.layout(source, "t", List.of(), column, 1, List.of(List.of()));
        to.samples(source, MadeRecording.key(1, 1, 1));
      }
      interleaved(to, 64, length);
    }
  },
  /** Sources whose records are so far apart that each is read separately. */
  SPREAD {
    @Override
    void write(MadeRecording to, int length) {
      int column = to.columns(columns(1, true));
      for (int i = 0; i < 100; i++) {
        int source = to.source("s" + i);
        to.layout(source, "t", List.of(), column, 1, List.of(List.of()));
        to.samples(source, MadeRecording.key(1, 1, 1));
      }
      interleaved(to, 100, length);
    }
  },
  /** A row of many columns, and then many rows that have one of them. */
  ROWS_WITHOUT_MOST_COLUMNS {
    @Override
    void write(MadeRecording to, int length) {
      int columns = length / 90;
      int source = to.source("made-up");
      int first = to.columns(columns(columns, true));
      to.layout(source, "t", List.of("l"), first, columns, labels(1));
      to.samples(source, MadeRecording.key(1, columns, 1));
      int rows = length / 30;
      to.layout(source, "t", List.of("l"), first, 1, labels(rows));
      to.samples(source, MadeRecording.key(2_000_000_001L, rows, 1));
      to.samples(source, MadeRecording.still(2, true));
    }
  },
  /** As many tables as possible in one layout, each with a row that changes in some samples. */
  TABLES_OF_A_LAYOUT {
    @Override
    void write(MadeRecording to, int length) {
      int source = to.source("made-up");
      int column = to.columns(columns(1, true));
      List<MadeTable> tables = new ArrayList<>();
      for (int i = 0; i < 256; i++) {
        tables.add(new MadeTable("t" + i, List.of(), column, 1, List.of(List.of())));
      }
      to.layout(source, tables);
      to.samples(source, MadeRecording.key(1, 256, 1));
      to.samples(source, changing(length, 256, 1));
    }
  },
  /** A clock that shows another day at each sample. */
  DAYS {
    @Override
    void write(MadeRecording to, int length) {
      int source = to.source("made-up");
      to.layout(source, "t", List.of(), to.columns(columns(1, true)), 1, List.of(List.of()));
      to.samples(source, MadeRecording.key(1, 1, 1));
      for (int i = 1; to.size() < length; i++) {
        Fields clock = new Fields().signed(1_000_000_000L * i).signed(86_400L * (i % 2));
        to.record(MadeRecording.CLOCK, clock.number(0));
        to.samples(source, MadeRecording.still(1, i == 1));
      }
    }
  },
  /** A layout for each sample, with a row with another name. */
  LAYOUTS {
    @Override
    void write(MadeRecording to, int length) {
      int source = to.source("made-up");
      int column = to.columns(columns(1, true));
      for (int i = 0; to.size() < length; i++) {
        to.layout(source, "t", List.of("l"), column, 1, List.of(List.of("r" + i)));
        to.samples(source, MadeRecording.key(1 + 1_000_000_000L * i, 1, 1));
      }
    }
  },
  /** A layout for each sample, with one of the tables that there may be. */
  TABLES {
    @Override
    void write(MadeRecording to, int length) {
      int source = to.source("made-up");
      int column = to.columns(columns(1, true));
      for (int i = 0; to.size() < length; i++) {
        to.layout(source, "t" + i % 256, List.of("l"), column, 1, List.of(List.of("r")));
        to.samples(source, MadeRecording.key(1 + 1_000_000_000L * i, 1, 1));
      }
    }
  },
  /** A layout for each sample, with a column with another name. */
  LAYOUTS_OF_COLUMNS {
    @Override
    void write(MadeRecording to, int length) {
      int source = to.source("made-up");
      for (int i = 0; to.size() < length; i++) {
        int column = to.columns(List.of(Column.undescribed("c" + i, Unit.COUNT)));
        to.layout(source, "t", List.of("l"), column, 1, List.of(List.of("r")));
        to.samples(source, MadeRecording.key(1 + 1_000_000_000L * i, 1, 1));
      }
    }
  },
  /** A layout for each sample, with a row with another name, which has another column. */
  LAYOUTS_OF_ROWS_AND_COLUMNS {
    @Override
    void write(MadeRecording to, int length) {
      int source = to.source("made-up");
      for (int i = 0; to.size() < length; i++) {
        int column = to.columns(List.of(Column.undescribed("c" + i, Unit.COUNT)));
        to.layout(source, "t", List.of("l"), column, 1, List.of(List.of("r" + i)));
        to.samples(source, MadeRecording.key(1 + 1_000_000_000L * i, 1, 1));
      }
    }
  },
  /** Columns whose names differ only in what is no letter of an identifier. */
  ALIKE_COLUMNS {
    @Override
    void write(MadeRecording to, int length) {
      int source = to.source("made-up");
      int columns = length / 40;
      int first =
          to.columns(
              IntStream.range(0, columns)
                  .mapToObj(
                      i ->
                          Column.undescribed(
                              Integer.toString(i, 36)
                                  .chars()
                                  .mapToObj(c -> Character.toString(0x100 + c))
                                  .collect(Collectors.joining()),
                              Unit.COUNT))
                  .toList());
      to.layout(source, "t", List.of(), first, columns, List.of(List.of()));
      to.samples(source, MadeRecording.key(1, columns, 1).add(MadeRecording.still(100, true)));
    }
  },
  /** Many rows in few layouts, in turn. */
  LARGE_LAYOUTS {
    @Override
    void write(MadeRecording to, int length) {
      int source = to.source("made-up");
      int column = to.columns(columns(1, true));
      int rows = Math.max(1, length / 100);
      for (int i = 0; to.size() < length; i++) {
        to.layout(source, "t", List.of("l"), column, 1, labels(rows));
        to.samples(source, MadeRecording.key(1 + 1_000_000_000L * i, rows, 1));
      }
    }
  },
  /** Rows that are distinguished by the number of equal ones before them. */
  REPEATS {
    @Override
    void write(MadeRecording to, int length) {
      int source = to.source("made-up");
      to.columns(columns(1, true));
      int rows = length / 5;
      Fields layout = new Fields().numbers(source, 0, 1).strings("t").numbers(1, 0, 0, 0, rows);
      for (int i = 0; i < rows; i++) {
        layout.number(i);
      }
      to.record(MadeRecording.LAYOUT, layout);
      to.samples(source, MadeRecording.key(1, 0, 0).add(MadeRecording.still(length / 6, true)));
    }
  },
  /** A label of half the file, which all rows share. */
  LONG_LABEL {
    @Override
    void write(MadeRecording to, int length) {
      int source = to.source("made-up");
      int column = to.columns(columns(1, true));
      int rows = length / 12;
      Fields layout = new Fields().numbers(source, rows, 3);
      layout.strings("t", "x".repeat(length / 2), "l").numbers(1, 0, 2, 2, 2, 1, column, rows);
      for (int i = 0; i < rows; i++) {
        layout.numbers(1, 1, i, 1 + 2L * i);
      }
      to.record(MadeRecording.LAYOUT, layout);
      to.samples(source, MadeRecording.key(1, rows, 1).add(MadeRecording.still(100, true)));
    }
  },
  /** As many labels as possible. */
  LABELS {
    @Override
    void write(MadeRecording to, int length) {
      int source = to.source("made-up");
      int column = to.columns(columns(1, true));
      int labels = 64;
      int rows = length / 140;
      Fields layout = new Fields().numbers(source, rows, 2).strings("t", "a label");
      layout.numbers(1, 0, labels).repeat(1, labels).numbers(1, column, rows);
      for (int i = 0; i < rows; i++) {
        layout.repeat(1, labels).numbers(i, 1 + 2L * i);
      }
      to.record(MadeRecording.LAYOUT, layout);
      to.samples(source, MadeRecording.key(1, rows, 1).add(MadeRecording.still(length / 6, true)));
    }
  },
  /** Processes that do nothing. */
  PROCESSES {
    @Override
    void write(MadeRecording to, int length) {
      int rows = length / 40;
      int source = processes(to, rows);
      to.samples(source, MadeRecording.still(length / 6, true));
    }
  },
  /** Processes of which another one changes with each sample. */
  PROCESSES_THAT_CHANGE {
    @Override
    void write(MadeRecording to, int length) {
      int rows = length / 40;
      int source = processes(to, rows);
      to.samples(source, changing(length / 2, rows + 1, PROCESS_COLUMNS.size()));
    }
  },
  /** Processes that all change with each sample. */
  PROCESSES_THAT_ALL_CHANGE {
    @Override
    void write(MadeRecording to, int length) {
      int rows = length / 400;
      changing(to, length, rows, rows);
    }
  },
  /** Many processes, of which each sample changes the same few. */
  PROCESSES_OF_WHICH_FEW_CHANGE {
    @Override
    void write(MadeRecording to, int length) {
      int rows = length / 100;
      changing(to, length, rows, Math.min(rows, 50));
    }
  },
  /** Processes of which one comes and one goes with each sample. */
  PROCESSES_THAT_COME {
    @Override
    void write(MadeRecording to, int length) {
      int rows = length / 40;
      int source = processes(to, rows);
      for (int i = 0; to.size() < length; i++) {
        int slot = 1 + i % rows;
        Fields change = new Fields().numbers(source, 1, slot, 1, slot, 2);
        change.strings(Integer.toString(rows + i), "1", "a", "b", "c").numbers(0, 0);
        to.record(MadeRecording.ROWS, change);
        to.samples(source, MadeRecording.still(1, i == 0));
      }
    }
  },
  /** Processes of which one gets another description with each sample. */
  PROCESSES_THAT_ARE_RENAMED {
    @Override
    void write(MadeRecording to, int length) {
      int rows = length / 40;
      int source = processes(to, rows);
      for (int i = 0; to.size() < length; i++) {
        Fields change = new Fields().numbers(source, 0, 0, 1, 1 + i % rows);
        to.record(MadeRecording.ROWS, change.strings("a", "b", "c" + i % 2));
        to.samples(source, MadeRecording.still(1, i == 0));
      }
    }
  },
  /** Processes that all end at once, each a child of the previous one, beside {@code stat}. */
  PROCESSES_THAT_END {
    @Override
    void write(MadeRecording to, int length) {
      int rows = length / 40;
      to.source("stat");
      int source = to.source("pid:*");
      int column = to.columns(List.of(ProcessStatColumns.PPID));
      Fields shape = new Fields().number(source).strings("process").number(5);
      shape.strings("pid", "start", "comm", "command", "name").numbers(3, 1, column);
      to.record(MadeRecording.SHAPE, shape);
      for (int times = 0; times < 2; times++) {
        Fields slots = new Fields().numbers(source, 1, 0, rows);
        Fields key = new Fields().number(0).signed(1 + times * 2_000_000_000L).numbers(1, rows);
        for (int i = 0; i < rows; i++) {
          slots.numbers(0, 1).strings(Integer.toString(i + 2), "1", "a", "b", "c").number(0);
          key.signed(i + 1);
        }
        to.record(MadeRecording.SLOTS, slots.number(0));
        to.samples(source, key);
        to.record(
            MadeRecording.ROWS, new Fields().numbers(source, rows).repeat(0, rows).numbers(0, 0));
        to.samples(source, MadeRecording.still(1, true));
      }
    }
  },
  /** As many marks as possible. */
  MARKS {
    @Override
    void write(MadeRecording to, int length) {
      for (int i = 0; i < 10_000 && to.size() < length; i++) {
        to.record(MadeRecording.MARK, new Fields().signed(i).strings("x".repeat(80)));
      }
    }
  },
  /** Threads that do nothing. */
  THREADS {
    @Override
    void write(MadeRecording to, int length) {
      int source = to.source("pid:*");
      int first = to.columns(List.copyOf(PROCESS_COLUMNS));
      Fields shape = new Fields().number(source).strings("thread").number(4);
      shape.strings("pid", "tid", "start", "comm").numbers(1, PROCESS_COLUMNS.size());
      IntStream.range(0, PROCESS_COLUMNS.size()).forEach(i -> shape.number(first + i));
      to.record(MadeRecording.SHAPE, shape);
      int rows = length / 40;
      Fields slots = new Fields().numbers(source, PROCESS_COLUMNS.size(), 0, rows);
      for (int i = 0; i < rows; i++) {
        slots.numbers(0, 1).strings(Integer.toString(i / 100), Integer.toString(i), "1", "a");
        slots.number(0);
      }
      to.record(MadeRecording.SLOTS, slots.number(0));
      to.samples(source, MadeRecording.key(1, rows * PROCESS_COLUMNS.size(), 1));
      to.samples(source, MadeRecording.still(length / 6, true));
    }
  },
  /** Rows that come and go in slots with many cells, nearly all without a column. */
  WIDE_SLOTS {
    @Override
    void write(MadeRecording to, int length) {
      int source = to.source("made-up");
      to.columns(columns(1, true));
      to.record(
          MadeRecording.SHAPE,
          new Fields().number(source).strings("t").number(1).strings("l").numbers(0, 1, 0));
      int stride = Math.min(4096, length / 4);
      to.record(
          MadeRecording.SLOTS,
          new Fields().numbers(source, stride, 0, 1, 0, 1).strings("r").numbers(0, 0));
      to.samples(source, MadeRecording.key(1, stride, 1));
      for (int i = 0; to.size() < length; i++) {
        Fields change = new Fields().number(source);
        if (i < 16) {
          change.numbers(0, 1, 1 + i, 1).strings("r" + i).numbers(0, 0);
        } else {
          int slot = 1 + i % 16;
          change.numbers(1, slot, 1, slot, 1).strings("r" + i).numbers(0, 0);
        }
        to.record(MadeRecording.ROWS, change);
        to.samples(source, MadeRecording.still(1, i == 0));
      }
    }
  },
  /** Many slots with all columns that a slot can have, which take no space. */
  SLOTS_OF_COLUMNS {
    @Override
    void write(MadeRecording to, int length) {
      int source = to.source("made-up");
      int columns = Math.min(1000, length / 60);
      int first = to.columns(columns(columns, true));
      Fields shape = new Fields().number(source).strings("t").number(1).strings("l");
      shape.numbers(0, columns);
      IntStream.range(0, columns).forEach(i -> shape.number(first + i));
      to.record(MadeRecording.SHAPE, shape);
      to.record(
          MadeRecording.SLOTS,
          new Fields().numbers(source, columns, 0, 1, 0, 1).strings("r").numbers(0, 0));
      to.samples(source, MadeRecording.key(1, columns, 1));
      int rows = (1 << 18) / columns - 1;
      Fields came = new Fields().numbers(source, 0, rows);
      for (int i = 0; i < rows; i++) {
        came.numbers(i == 0 ? 1 : 0, 1).strings("r" + i).number(0);
      }
      to.record(MadeRecording.ROWS, came.number(0));
      to.samples(source, MadeRecording.still(length / 6, true));
    }
  },
  /** Many slots, the last of which is taken and freed with each sample. */
  SLOTS {
    @Override
    void write(MadeRecording to, int length) {
      int source = to.source("made-up");
      to.columns(columns(1, true));
      to.record(
          MadeRecording.SHAPE,
          new Fields().number(source).strings("t").number(1).strings("l").numbers(0, 1, 0));
      int rows = length / 20;
      Fields slots = new Fields().numbers(source, 1, 0, rows);
      for (int i = 0; i < rows; i++) {
        slots.numbers(0, 1).strings(Integer.toString(i)).number(0);
      }
      to.record(MadeRecording.SLOTS, slots.number(0));
      to.samples(source, MadeRecording.key(1, rows, 1));
      for (int i = 0; to.size() < length; i++) {
        boolean isThere = i % 2 == 0;
        Fields change = new Fields().number(source);
        if (isThere) {
          change.numbers(1, rows - 1, 0, 0);
        } else {
          change.numbers(0, 1, rows - 1, 1).strings("x").numbers(0, 0);
        }
        to.record(MadeRecording.ROWS, change);
        to.samples(source, MadeRecording.still(1, i == 0));
      }
    }
  },
  /** A single row in the first sample and many in all others. */
  LATE_ROWS {
    @Override
    void write(MadeRecording to, int length) {
      int source = to.source("made-up");
      to.columns(columns(1, true));
      to.record(
          MadeRecording.SHAPE,
          new Fields().number(source).strings("t").number(1).strings("l").numbers(0, 1, 0));
      to.record(
          MadeRecording.SLOTS,
          new Fields().numbers(source, 1, 0, 1, 0, 1).strings("first").numbers(0, 0));
      to.samples(source, MadeRecording.key(1, 1, 1));
      int rows = length / 20;
      Fields change = new Fields().numbers(source, 0, rows);
      for (int i = 0; i < rows; i++) {
        change.numbers(i == 0 ? 1 : 0, 1).strings(Integer.toString(i)).number(0);
      }
      to.record(MadeRecording.ROWS, change.number(0));
      to.samples(source, MadeRecording.still(length / 6, true));
    }
  },
  /** As many shapes as possible. */
  SHAPES {
    @Override
    void write(MadeRecording to, int length) {
      int source = to.source("made-up");
      int columns = Math.max(1, length / 2048 - 8);
      int first = to.columns(columns(Math.min(columns, length / 200), true));
      columns = Math.min(columns, length / 200);
      for (int s = 0; s < 1024; s++) {
        Fields shape = new Fields().number(source).strings("t").number(0).numbers(0, columns);
        for (int i = 0; i < columns; i++) {
          shape.number(first + (i + s) % columns);
        }
        to.record(MadeRecording.SHAPE, shape);
      }
      to.record(MadeRecording.SLOTS, new Fields().numbers(source, columns, 0, 1, 0, 1, 0, 0));
      to.samples(source, MadeRecording.key(1, columns, 1));
      for (int i = 0; to.size() < length; i++) {
        to.record(MadeRecording.ROWS, new Fields().numbers(source, 1, 0, 1, 0, 1 + i % 1024, 0, 0));
        to.samples(source, MadeRecording.still(1, i == 0));
      }
    }
  },
  /** Countless failures. */
  FAILURES {
    @Override
    void write(MadeRecording to, int length) {
      int source = to.source("made-up");
      for (int i = 0; to.size() < length; i++) {
        to.record(MadeRecording.FAILURE, new Fields().numbers(source, i).strings("", ""));
      }
    }
  },
  /** Countless gaps, each followed by one sample. */
  GAPS {
    @Override
    void write(MadeRecording to, int length) {
      int source = to.source("made-up");
      to.layout(source, "t", List.of(), to.columns(columns(1, true)), 1, List.of(List.of()));
      for (int i = 1; to.size() < length; i++) {
        Fields samples = MadeRecording.key(1_000_000_000L * i, 1, 1);
        to.samples(source, samples.numbers(1, 20, 1, 1, 0, 1));
      }
    }
  },
  /** A clock that is set constantly. */
  CLOCKS {
    @Override
    void write(MadeRecording to, int length) {
      for (int i = 0; to.size() < length; i++) {
        to.record(MadeRecording.CLOCK, new Fields().signed(i).signed(i % 60).number(0));
      }
    }
  },
  /** Countless facts. */
  FACTS {
    @Override
    void write(MadeRecording to, int length) {
      for (int i = 0; to.size() < length; i++) {
        to.record(MadeRecording.FACT, new Fields().strings(Integer.toString(i, 36), ""));
      }
    }
  },
  /** Columns that no row has. */
  UNUSED_COLUMNS {
    @Override
    void write(MadeRecording to, int length) {
      while (to.size() < length) {
        to.columns(List.of(Column.undescribed("", Unit.COUNT)));
      }
    }
  },
  /** Numbers at both limits. */
  EXTREMES {
    @Override
    void write(MadeRecording to, int length) {
      int source = to.source("made-up");
      to.layout(source, "t", List.of(), to.columns(columns(2, true)), 2, List.of(List.of()));
      Fields samples = MadeRecording.key(-TIME, 2, 0);
      for (int i = 0; samples.size() < length; i++) {
        samples.number(4).signed(i == 0 ? TIME / (length / 20) : 0).number(1);
        samples.number(0).signed(Long.MAX_VALUE).number(0).signed(Long.MIN_VALUE);
      }
      to.samples(source, samples);
    }
  },
  /** Records of unknown types. */
  UNKNOWN {
    @Override
    void write(MadeRecording to, int length) {
      while (to.size() < length) {
        to.record(99, new Fields());
      }
    }
  };

  /** The time furthest from 0. */
  private static final long TIME = (1L << 62) - 1;

  private static final List<Column> PROCESS_COLUMNS = HostileProcesses.COLUMNS;

  abstract void write(MadeRecording to, int length);

  /** A recording of about this length. */
  byte[] of(int length) {
    MadeRecording recording = new MadeRecording();
    recording.record(MadeRecording.FACT, new Fields().strings("page_size", "4096"));
    recording.record(MadeRecording.FACT, new Fields().strings("ticks_per_second", "100"));
    write(recording, length);
    return recording.file();
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }

  private static List<Column> columns(int count, boolean areCounters) {
    List<Column> columns = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      columns.add(
          areCounters
              ? new Column("c" + i, Unit.COUNT, Kind.COUNTER, false, "", "", "", "")
              : Column.undescribed("c" + i, Unit.COUNT));
    }
    return columns;
  }

  private static List<List<String>> labels(int count) {
    return IntStream.range(0, count).mapToObj(i -> List.of(Integer.toString(i, 36))).toList();
  }

  /** Timers, nearly all of one function, in many samples in which nothing changes. */
  private static void timers(MadeRecording to, int length, int functions) {
    int source = to.source("timer_list");
    to.columns(columns(1, true));
    List<List<String>> names =
        IntStream.range(0, functions).mapToObj(i -> List.of("f" + i)).toList();
    List<String> labels = List.of("cpu", "clock", "function", "timer");
    List<List<String>> timers = Collections.nCopies(length / 20, List.of("0", "0", "f0", "t"));
    to.layout(
        source,
        List.of(
            new MadeTable("timers_of", List.of("function"), 0, 0, names),
            new MadeTable("timer", labels, 0, 0, timers)));
    to.samples(source, MadeRecording.key(1, 0, 0).add(MadeRecording.still(length / 9, true)));
  }

  /**
   * The first table of a text of a known file, with copies of its last row in place of its rows.
   *
   * @param areChanging whether a row grows with each sample
   */
  private static void known(
      MadeRecording to, int length, String name, String text, int table, boolean areChanging) {
    SampledFile<?> file = Objects.requireNonNull(Chosen.SAMPLED.get(name));
    TextSampler<?> sampler = new TextSampler<>(file).next(text.getBytes(US_ASCII));
    sampler.sample();
    TableLayout real = sampler.layout().tables().get(table);
    int columns = real.columns().size();
    int rows = length / (10 + 2 * columns);
    int source = to.source(name);
    List<String> like = real.rows().getLast().labels();
    List<List<String>> labels = new ArrayList<>();
    for (int i = 0; i < rows; i++) {
      List<String> here = new ArrayList<>(like);
      here.set(here.size() - 1, Integer.toString(i));
      labels.add(here);
    }
    to.layout(
        source,
        real.table().name(),
        real.table().labels(),
        to.columns(real.columns()),
        columns,
        labels);
    to.samples(source, MadeRecording.key(1, rows * columns, 1));
    to.samples(
        source,
        areChanging ? changing(length, rows, columns) : MadeRecording.still(length / 6, true));
  }

  /** Samples each of which changes a number of another row. */
  private static Fields changing(int length, int rows, int columns) {
    Fields samples = new Fields();
    for (int i = 0; samples.size() < length; i++) {
      samples
          .numbers(3)
          .signed(i == 0 ? 1_000_000_000 : 0)
          .numbers(1, (long) (i % rows) * columns, 20);
    }
    return samples;
  }

  /** Processes, the first of which change with each sample. */
  private static void changing(MadeRecording to, int length, int rows, int changing) {
    int source = processes(to, rows);
    Fields samples = new Fields();
    for (int i = 0; samples.size() < length; i++) {
      samples.number(2 + changing).signed(i == 0 ? 1_000_000_000 : 0).number(1);
      for (int row = 0; row < changing; row++) {
        samples.numbers(PROCESS_COLUMNS.size() - (row == 0 ? 0 : 1), 20);
      }
    }
    to.samples(source, samples);
  }

  /** Samples of sources in turn. */
  private static void interleaved(MadeRecording to, int sources, int length) {
    boolean isFirst = true;
    while (to.size() < length) {
      for (int i = 0; i < sources; i++) {
        to.samples(i, new Fields().numbers(3, isFirst ? 2_000_000_000 : 0, 1, 0, 2));
      }
      isFirst = false;
    }
  }

  /** Processes and the census, with a key frame. Returns the number of the source. */
  static int processes(MadeRecording to, int rows) {
    int source = to.source("pid:*");
    int census = to.columns(HostileProcesses.CENSUS);
    int first = to.columns(PROCESS_COLUMNS);
    Fields shape = new Fields().number(source).strings("census").number(0);
    shape.numbers(0, 3, census, census + 1, census + 2);
    to.record(MadeRecording.SHAPE, shape);
    Fields process = new Fields().number(source).strings("process").number(5);
    process.strings("pid", "start", "comm", "command", "name");
    process.numbers(3, PROCESS_COLUMNS.size());
    IntStream.range(0, PROCESS_COLUMNS.size()).forEach(i -> process.number(first + i));
    to.record(MadeRecording.SHAPE, process);
    Fields slots = new Fields().numbers(source, PROCESS_COLUMNS.size(), 0, rows + 1);
    slots.numbers(0, 1, 0);
    for (int i = 0; i < rows; i++) {
      slots.numbers(0, 2).strings(Integer.toString(i), "1", "a", "b", "c").number(0);
    }
    to.record(MadeRecording.SLOTS, slots.number(0));
    to.samples(source, MadeRecording.key(1, (rows + 1) * PROCESS_COLUMNS.size(), 1));
    return source;
  }
}
