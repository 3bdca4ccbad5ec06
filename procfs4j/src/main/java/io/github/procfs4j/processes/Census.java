package io.github.procfs4j.processes;

import io.github.procfs4j.io.Buffer;
import io.github.procfs4j.io.Directory;
import io.github.procfs4j.model.Column;
import io.github.procfs4j.model.Row;
import io.github.procfs4j.model.Table;
import io.github.procfs4j.model.Unit;
import io.github.procfs4j.sampling.Outcome;
import io.github.procfs4j.sampling.SampledFile;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** What a sample of the process table states about itself: a table with one row. */
final class Census implements AutoCloseable {
  static final Table TABLE = Table.of("census");
  static final Row ROW = TABLE.row();

  /** The row is the first one to be put into slots. */
  static final int SLOT = 0;

  static final Column UPTIME = CensusColumns.UPTIME;
  static final Column PROCESSES = CensusColumns.PROCESSES;
  static final Column THREADS = CensusColumns.THREADS;
  static final Column READ_BY_OPENING = CensusColumns.READ_BY_OPENING;
  static final Column CPUS = CensusColumns.CPUS;
  static final Column UNREAD = CensusColumns.UNREAD;
  static final Column SKIPPED = CensusColumns.SKIPPED;
  static final Column UNPROBED = CensusColumns.UNPROBED;
  static final Column GREATEST_AGE = CensusColumns.GREATEST_AGE;

  /**
   * The reasons why a file of an existing process may have no text; any other reason counts as the
   * last one.
   */
  private static final List<Outcome> REASONS =
      List.of(
          Outcome.ABSENT,
          Outcome.DENIED,
          Outcome.NO_MEMORY,
          Outcome.NO_DESCRIPTOR,
          Outcome.MALFORMED,
          Outcome.FAILED);

  private static final Map<String, Map<Outcome, Column>> REFUSALS = new ConcurrentHashMap<>();

  /** The index in {@link #counts} at which the counts by file and reason begin. */
  private static final int FIRST_REASON = 3;

  private final Directory root;
  private final BootClock clock;
  private final TaskFiles files;
  private final boolean hasThreads;

  /** How late numbers may be, in nanoseconds. */
  private final long lateness;

  private final List<Column> columns = new ArrayList<>();

  /** The counts of this sample, in the order of the columns, without the last ones. */
  private final int[] counts;

  /** The same of the tasks that rest. */
  private final int[] countsOfResting;

  private int resting;
  private int restingThreads;
  private long[] now = {};
  private long[] before = {};
  private int threads;
  private int skipped;
  private int unprobed;
  private int cpus;
  private long uptime;

  /**
   * Creates a census.
   *
   * @param files the files of each process
   * @param lateness how late numbers may be, in nanoseconds
   */
  Census(Directory root, TaskFiles files, boolean hasThreads, long lateness) {
    this.root = root;
    this.files = files;
    this.hasThreads = hasThreads;
    this.lateness = lateness;
    counts = new int[FIRST_REASON + files.shown() * REASONS.size()];
    countsOfResting = new int[counts.length];
    clock = new BootClock(root);
  }

  /**
   * The column that counts how often a file could not be read for a reason; a column that no row
   * has if the reason is not counted.
   */
  static Column refused(SampledFile<?> file, Outcome reason) {
    return REFUSALS
        .computeIfAbsent(file.source().name(), name -> refusals(file))
        .getOrDefault(reason, CensusColumns.REFUSED);
  }

  private static Map<Outcome, Column> refusals(SampledFile<?> file) {
    Map<Outcome, Column> columns = new EnumMap<>(Outcome.class);
    for (Outcome reason : REASONS) {
      String name = TaskFiles.name(file) + "_" + reason.name().toLowerCase(Locale.ROOT);
      columns.put(reason, CensusColumns.REFUSED.as(name, Unit.COUNT));
    }
    return columns;
  }

  /** Begins a sample. */
  void begin(Buffer buffer) {
    Arrays.fill(counts, 0);
    threads = 0;
    skipped = 0;
    unprobed = 0;
    if (columns.isEmpty()) {
      uptime = clock.now(buffer);
      cpus = OnlineCpus.count(root, buffer);
      columns.addAll(List.of(PROCESSES, READ_BY_OPENING, UNREAD));
      for (int f = 0; f < files.shown(); f++) {
        for (Outcome reason : REASONS) {
          columns.add(refused(files.file(f), reason));
        }
      }
      if (hasThreads) {
        columns.add(THREADS);
      }
      if (lateness != Lateness.NONE) {
        columns.addAll(List.of(SKIPPED, UNPROBED, GREATEST_AGE));
      }
      if (cpus != OnlineCpus.UNKNOWN) {
        columns.add(CPUS);
      }
      if (uptime != BootClock.UNKNOWN) {
        columns.add(UPTIME);
      }
      now = new long[columns.size()];
      before = new long[columns.size()];
    } else if (columns.getLast().equals(UPTIME)) { // otherwise the text has no uptime
      uptime = clock.now(buffer);
    }
  }

  /**
   * Counts a process that rests, or no longer does, in all samples from now on.
   *
   * @param by 1 or -1
   */
  void rests(Task process, int by) {
    resting += by;
    restingThreads += by * readThreads(process.threads);
    countsOfResting[0] += by;
    if (!process.hasAll()) {
      addRefusals(process, countsOfResting, by);
    }
  }

  /** Counts the processes that rest in this sample. */
  void addResting() {
    for (int i = 0; i < counts.length; i++) {
      counts[i] += countsOfResting[i];
    }
    skipped += resting;
    threads += restingThreads;
  }

  /** Counts a task that was read. */
  void add(Task task) {
    if (task.tid == 0) {
      counts[0]++;
      if (!task.hasAll()) {
        addRefusals(task, counts, 1);
      }
      skipped += task.isSkipped() ? 1 : 0;
      unprobed += task.isUncounted() ? 1 : 0;
    } else {
      threads++;
    }
    if (!task.isKept()) {
      counts[1]++;
    }
  }

  /** Counts threads that were not read again because their process is idle. */
  void addIdle(TaskList known) {
    threads += readThreads(known);
  }

  private static int readThreads(TaskList known) {
    int read = 0;
    for (int i = 0; i < known.count(); i++) {
      read += known.get(i).isRead() ? 1 : 0;
    }
    return read;
  }

  private void addRefusals(Task process, int[] to, int by) {
    for (int f = 0; f < files.shown(); f++) {
      Outcome reason = process.refusalOf(f);
      if (reason != null) {
        to[place(f, reason)] += by;
      }
    }
  }

  private static int place(int f, Outcome reason) {
    int place = REASONS.indexOf(reason);
    return FIRST_REASON + f * REASONS.size() + (place < 0 ? REASONS.size() - 1 : place);
  }

  /** Counts a task whose {@code stat} could not be read. */
  void addUnread(Outcome reason) {
    counts[2]++;
    counts[place(0, reason)]++;
  }

  int readByOpening() {
    return counts[1];
  }

  List<Column> columns() {
    return columns;
  }

  /** Ends the sample: its counts become the current values. */
  void end() {
    System.arraycopy(now, 0, before, 0, now.length);
    int i = 0;
    while (i < counts.length) {
      now[i] = counts[i];
      i++;
    }
    if (hasThreads) {
      now[i++] = threads;
    }
    if (lateness != Lateness.NONE) {
      now[i++] = skipped;
      now[i++] = unprobed;
      now[i++] = lateness;
    }
    if (cpus != OnlineCpus.UNKNOWN) {
      now[i++] = cpus;
    }
    if (i < now.length && uptime != BootClock.UNKNOWN) {
      now[i] = uptime;
    }
  }

  long value(int cell) {
    return cell < now.length ? now[cell] : 0;
  }

  void addChanges(Changes to) {
    for (int i = 0; i < now.length; i++) {
      to.add(i, now[i] - before[i]);
    }
  }

  @Override
  public void close() {
    clock.close();
  }
}
