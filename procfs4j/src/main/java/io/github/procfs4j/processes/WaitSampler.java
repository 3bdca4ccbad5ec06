package io.github.procfs4j.processes;

import io.github.procfs4j.io.Directory;
import io.github.procfs4j.io.Errno;
import io.github.procfs4j.model.Column;
import io.github.procfs4j.model.History;
import io.github.procfs4j.model.Interval;
import io.github.procfs4j.model.Kind;
import io.github.procfs4j.model.Playback;
import io.github.procfs4j.model.Row;
import io.github.procfs4j.model.Table;
import io.github.procfs4j.sampling.FileReading;
import io.github.procfs4j.sampling.Outcome;
import io.github.procfs4j.text.Problem;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Counts the waits of threads: see {@link Waits}. */
final class WaitSampler extends SlottedSampler<WaitTable> {
  /** The most rows of threads and waits; further waits are merged, further threads left out. */
  private static final int MOST_ROWS = 200_000;

  private static final List<Column> OF_ALL =
      List.of(
          WaitTableColumns.WAITS_SAMPLES,
          WaitTableColumns.WAITS_PROCESSES,
          WaitTableColumns.WAITS_THREADS,
          WaitTableColumns.WAITS_UNREAD,
          WaitTableColumns.WAITS_CALLS_HIDDEN,
          WaitTableColumns.WAITS_FUNCTIONS_HIDDEN,
          WaitTableColumns.WAITS_STACKS_HIDDEN,
          WaitTableColumns.WAITS_UNSTEADY,
          WaitTableColumns.WAITS_MERGED,
          WaitTableColumns.WAITS_READ_BY_OPENING);
  private static final List<Column> OF_WAIT =
      List.of(WaitTableColumns.WAIT_SAMPLES, WaitTableColumns.WAIT_TIME);
  private static final List<Column> OF_THREAD =
      List.of(
          WaitTableColumns.THREAD_SAMPLES,
          WaitTableColumns.THREAD_ELAPSED,
          WaitTableColumns.THREAD_RUNNING,
          WaitTableColumns.THREAD_RUN_DELAY);
  private static final int SAMPLES = 0;
  private static final int ELAPSED = 1;
  private static final int TIME = 1;
  private static final int RUNNING = 2;
  private static final int RUN_DELAY = 3;
  static final Pattern NUMBER = Pattern.compile("[0-9]{1,18}");

  /** Of a thread whose run time the kernel does not count. */
  private static final List<Column> OF_UNCOUNTED = OF_THREAD.subList(0, RUNNING);

  private final Directory directory;
  private final WaitingThreads threads;
  private final WaitReader reader;
  private final WaitRows rows = new WaitRows(OF_ALL.size());
  private final int about = rows.add(WaitTable.ABOUT_ROW, OF_ALL);
  private final WaitTable view = new WaitTable(this);

  /** The complete names of threads; null if they are not shown. */
  private final @Nullable ThreadNames names;

  /**
   * Whether the kernel counts how long threads run. If it does not, it prints zeros; but so it does
   * for a thread that has not run yet.
   */
  private boolean countsRuns;

  private long namesVersion;

  /** The values of the row about all. */
  private final long[] counts = new long[OF_ALL.size()];

  WaitSampler(Waits which, @Nullable History history, Descriptors descriptors) {
    super(which.source(), which.root(), history);
    Path root = which.root();
    directory = Directory.at(root);
    threads = new WaitingThreads(directory, which, descriptors);
    reader = new WaitReader(root, which.hasStacks());
    names = which.names();
    countsRuns = reader.countsRuns(directory);
  }

  @Override
  protected Interval intervals(Playback samples, double pageSize, double ticksPerSecond) {
    return ProcessFigures.intervals(source().name(), samples, pageSize, ticksPerSecond);
  }

  @Override
  protected Outcome take() {
    long begin = System.nanoTime();
    reader.begin();
    namesVersion = names == null ? 0 : names.version();
    if (!areFound(threads.find())) {
      readBetween(begin, System.nanoTime());
      keepGap();
      return failure();
    }
    for (Column gauge : OF_ALL) {
      if (gauge.kind() == Kind.GAUGE) {
        counts[OF_ALL.indexOf(gauge)] = 0;
      }
    }
    List<WaitingThread> all = threads.all();
    for (int i = 0; i < all.size(); i++) { // an iterator would be garbage in each sample
      sample(all.get(i));
    }
    threads.dropEnded();
    add(WaitTableColumns.WAITS_SAMPLES, 1);
    add(WaitTableColumns.WAITS_PROCESSES, threads.processes());
    counts[OF_ALL.indexOf(WaitTableColumns.WAITS_UNSTEADY)] = reader.unsteady();
    for (int i = 0; i < counts.length; i++) {
      rows.set(about, i, counts[i]);
    }
    readBetween(begin, System.nanoTime());
    boolean continues = rows.complete();
    keep(rows.layout(), continues);
    return Outcome.SAMPLED;
  }

  private void add(Column column, long by) {
    counts[OF_ALL.indexOf(column)] += by;
  }

  private void sample(WaitingThread thread) {
    int result = reader.read(thread);
    long now = System.nanoTime();
    if (!thread.isKept) {
      thread.close();
    }
    if (result == -Errno.ESRCH || result == -Errno.ENOENT) {
      thread.hasEnded = true;
    } else if (result < 0 || !hasRow(thread, now)) {
      add(WaitTableColumns.WAITS_UNREAD, 1);
    } else {
      long passed = now - thread.lastNanos;
      if (result == WaitReader.OTHER) {
        int before = thread.waitSlot;
        thread.waitSlot = wait(thread);
        thread.isReady = reader.state.equals(WaitReader.RUNS);
        if (before != WaitingThread.NO_SLOT && before != thread.waitSlot) {
          rows.add(before, TIME, passed / 2); // it ended somewhere in between
          passed -= passed / 2;
        }
      }
      rows.add(thread.waitSlot, SAMPLES, 1);
      rows.add(thread.waitSlot, TIME, passed);
      rows.add(thread.slot, SAMPLES, 1);
      long elapsed = now - thread.firstNanos;
      rows.set(thread.slot, ELAPSED, elapsed);
      if (thread.isCounted) {
        long running = reader.running() - thread.firstRunning;
        rows.set(thread.slot, RUNNING, running);
        rows.set(
            thread.slot,
            RUN_DELAY,
            thread.ready.sample(
                now,
                thread.isReady,
                running,
                reader.runDelay() - thread.firstDelay,
                reader.slices(),
                elapsed));
      }
      thread.lastNanos = now;
      add(WaitTableColumns.WAITS_THREADS, 1);
      add(WaitTableColumns.WAITS_CALLS_HIDDEN, thread.isCallHidden ? 1 : 0);
      add(WaitTableColumns.WAITS_FUNCTIONS_HIDDEN, thread.isFunctionHidden ? 1 : 0);
      add(WaitTableColumns.WAITS_STACKS_HIDDEN, thread.isStackHidden ? 1 : 0);
      add(WaitTableColumns.WAITS_READ_BY_OPENING, thread.isKept ? 0 : 1);
    }
  }

  /** Whether a thread has a row; a new one gets one, unless there are too many. */
  private boolean hasRow(WaitingThread thread, long now) {
    lookUp(thread);
    if (thread.slot != WaitingThread.NO_SLOT) {
      if (!thread.comm.equals(thread.shownComm)
          || !thread.name.equals(thread.shownName)
          || !thread.processName.equals(thread.shownProcess)) {
        rows.describe(thread.slot, row(thread));
        thread.waits.values().forEach(wait -> rows.describe(wait, renamed(wait, thread)));
      }
    } else if (rows.count() < MOST_ROWS) {
      countsRuns |= reader.areRunsCounted();
      thread.isCounted = countsRuns;
      thread.firstRunning = reader.running();
      thread.firstDelay = reader.runDelay();
      thread.firstNanos = now;
      thread.lastNanos = now;
      thread.slot = rows.add(row(thread), thread.isCounted ? OF_THREAD : OF_UNCOUNTED);
    }
    thread.shownComm = thread.comm;
    thread.shownName = thread.name;
    thread.shownProcess = thread.processName;
    return thread.slot != WaitingThread.NO_SLOT;
  }

  /** Looks up the complete name of a thread, if it may have changed. */
  private void lookUp(WaitingThread thread) {
    if (names == null) {
      return;
    }
    if (thread.namesVersion != namesVersion || !thread.comm.equals(thread.shownComm)) {
      thread.namesVersion = namesVersion;
      String name = thread.comm;
      if (NUMBER.matcher(thread.start).matches()) { // in a copied tree it may be anything
        long start = Long.parseLong(thread.start);
        name = names.name(thread.pid, thread.tid, start, thread.comm).orElse(name);
      }
      thread.name = CommandLines.shortened(name);
    }
  }

  private Row row(WaitingThread thread) {
    List<String> labels =
        new ArrayList<>(
            List.of(
                Long.toString(thread.pid),
                Long.toString(thread.tid),
                thread.start,
                thread.comm,
                thread.processName));
    return row(names == null ? WaitTable.THREAD : WaitTable.NAMED_THREAD, labels, thread);
  }

  private Row row(Table table, List<String> labels, WaitingThread thread) {
    if (names != null) {
      labels.add(thread.name);
    }
    return new Row(table, labels, 0);
  }

  /** The row of a wait with the names that its thread has now. */
  private Row renamed(int slot, WaitingThread thread) {
    Row before = rows.row(slot);
    List<String> labels = new ArrayList<>(before.labels().subList(0, before.table().identifying()));
    labels.add(thread.comm);
    return row(before.table(), labels, thread);
  }

  /** The slot of the wait in which the thread was found now. */
  private int wait(WaitingThread thread) {
    String key =
        String.join("\0", reader.state, reader.name, reader.function, reader.on, reader.stack);
    Integer known = thread.waits.get(key);
    if (known != null) {
      return known;
    }
    boolean isMerged = rows.count() >= MOST_ROWS;
    if (isMerged) {
      add(WaitTableColumns.WAITS_MERGED, 1);
      Integer merged = thread.waits.get(reader.state);
      if (merged != null) {
        return merged;
      }
    }
    List<String> labels =
        new ArrayList<>(
            List.of(
                Long.toString(thread.pid),
                Long.toString(thread.tid),
                thread.start,
                reader.state,
                isMerged ? "" : reader.name,
                isMerged ? "" : reader.function,
                isMerged ? "" : reader.on,
                isMerged ? "" : reader.stack,
                thread.comm));
    Table table = names == null ? WaitTable.WAIT : WaitTable.NAMED_WAIT;
    int slot = rows.add(row(table, labels, thread), OF_WAIT);
    thread.waits.put(isMerged ? reader.state : key, slot);
    return slot;
  }

  @Override
  public List<Problem> problems() {
    return reader.problems();
  }

  @Override
  public WaitTable view() {
    return view;
  }

  @Override
  protected WaitTable viewOf(FileReading reading) {
    return new WaitTable(reading);
  }

  @Override
  long cell(int cell) {
    return rows.value(cell);
  }

  @Override
  Changes rowChanges() {
    return rows.changes();
  }

  @Override
  public int bytes() {
    return reader.bytes();
  }

  @Override
  protected Runnable release() {
    return closing(threads, directory);
  }

  /** Does not refer to the sampler, which could never be forgotten then. */
  private static Runnable closing(WaitingThreads threads, Directory directory) {
    return () -> {
      threads.close();
      directory.close();
    };
  }
}
