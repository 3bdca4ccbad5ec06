package io.github.procfs4j.process;

import io.github.procfs4j.io.Buffer;
import io.github.procfs4j.io.Directory;
import io.github.procfs4j.model.Column;
import io.github.procfs4j.model.Row;
import io.github.procfs4j.model.Table;
import io.github.procfs4j.sampling.Descriptions;
import java.util.ArrayList;
import java.util.List;

/** What a sample of the process table says of itself: a table of one row. */
final class Census implements AutoCloseable {
  static final Table TABLE = Table.of("census");
  static final Row ROW = TABLE.row();

  /** The row is the first to be put into slots. */
  static final int SLOT = 0;

  private static final Descriptions DESCRIPTIONS = Descriptions.of(Census.class, "census");
  static final Column UPTIME = DESCRIPTIONS.column("uptime");
  static final Column PROCESSES = DESCRIPTIONS.column("processes");
  static final Column THREADS = DESCRIPTIONS.column("threads");
  static final Column READ_BY_OPENING = DESCRIPTIONS.column("read_by_opening");
  static final Column UNREAD = DESCRIPTIONS.column("unread");

  private final BootClock clock;
  private final List<Column> columns = new ArrayList<>();
  private final boolean hasThreads;
  private final long[] now = new long[5];
  private final long[] before = new long[5];
  private int processes;
  private int threads;
  private int readByOpening;
  private int unread;
  private long uptime;

  Census(Directory root, boolean hasThreads) {
    this.hasThreads = hasThreads;
    clock = new BootClock(root);
  }

  /** Begins a sample. */
  void begin(Buffer buffer) {
    processes = 0;
    threads = 0;
    readByOpening = 0;
    unread = 0;
    uptime = clock.now(buffer);
    if (columns.isEmpty()) {
      columns.addAll(List.of(PROCESSES, READ_BY_OPENING, UNREAD));
      if (hasThreads) {
        columns.add(THREADS);
      }
      if (uptime != BootClock.UNKNOWN) {
        columns.add(UPTIME);
      }
    }
  }

  /** Counts a task that was read. */
  void add(Task task) {
    if (task.tid == 0) {
      processes++;
    } else {
      threads++;
    }
    if (!task.isKept()) {
      readByOpening++;
    }
  }

  /** Counts a task that could not be read. */
  void addUnread() {
    unread++;
  }

  int readByOpening() {
    return readByOpening;
  }

  List<Column> columns() {
    return columns;
  }

  /** Ends the sample: its numbers count from now on. */
  void end() {
    for (int i = 0; i < columns.size(); i++) {
      before[i] = now[i];
      now[i] = number(columns.get(i));
    }
  }

  private long number(Column column) {
    if (column.equals(UPTIME)) {
      return uptime == BootClock.UNKNOWN ? now[columns.size() - 1] : uptime;
    } else if (column.equals(PROCESSES)) {
      return processes;
    } else if (column.equals(THREADS)) {
      return threads;
    } else {
      return column.equals(UNREAD) ? unread : readByOpening;
    }
  }

  long value(int cell) {
    return cell < now.length ? now[cell] : 0;
  }

  void addChanges(Changes to) {
    for (int i = 0; i < columns.size(); i++) {
      to.add(i, now[i] - before[i]);
    }
  }

  @Override
  public void close() {
    clock.close();
  }
}
