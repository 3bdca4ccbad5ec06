package io.github.procfs4j.system;

import io.github.procfs4j.model.Column;
import io.github.procfs4j.model.Figure;
import io.github.procfs4j.model.Interval;
import io.github.procfs4j.model.Limits;
import io.github.procfs4j.model.Row;
import io.github.procfs4j.model.Source;
import io.github.procfs4j.model.Table;
import io.github.procfs4j.process.ProcessDirectory;
import io.github.procfs4j.sampling.FileReading;
import io.github.procfs4j.sampling.Printing;
import io.github.procfs4j.sampling.SampledFile;
import io.github.procfs4j.sampling.View;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.ToDoubleBiFunction;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/**
 * {@code /proc/locks}: the file locks that are held, and the requests that wait for them.
 *
 * <pre>
 * 2: LEASE  BREAKING  READ 297 fe:00:25 0 EOF
 * 2: -&gt; LEASE  BREAKER   READ 427 &lt;none&gt;:0 0 EOF
 * 8: OFDLCK ADVISORY  WRITE -1 fe:00:20 5 24
 * 11: POSIX  ADVISORY  WRITE 297 fe:00:19 0 9
 * 11: -&gt; POSIX  ADVISORY  WRITE 320 fe:00:19 0 4
 * 11:  -&gt; POSIX  ADVISORY  READ 321 fe:00:19 2 7
 * </pre>
 *
 * <p>A line for each lock and, with {@code ->}, for each request that waits for it: directly or,
 * indented one more blank for each step, after another waiter. A line contains a running number,
 * the same for a lock and its waiters; the kind; the mode; the access; the process (-1 for locks of
 * an open file description, which belong to no process); the file as major and minor number of its
 * device, in hexadecimal, and its inode; the first and the last byte. {@code fs/locks.c},
 * proc_locks(5).
 *
 * <p>Two tables, <b>lock</b> and <b>waiter</b>. Everything except the running number identifies the
 * lock, so all of it is labels; the number is assigned when the file is read. The name of the
 * process is not in the text. It is looked up below the same root when the text is learned, and
 * only describes the row. So do the path of the file, by which the process has opened it, if the
 * reader may know that, and the chain of those for whom a waiter waits. Words that a newer kernel
 * appends to a line are kept in the table <b>appended</b>. The kernel does not show locks of
 * processes outside the reader's PID namespace.
 */
public final class Locks extends View {
  /** The words that identify a lock, in the order of the line. */
  static final List<String> WORDS =
      List.of("kind", "mode", "access", "pid", "file", "start", "end");

  static final Table LOCK =
      Table.of("lock", WORDS.toArray(String[]::new)).describedBy("process").describedBy("path");
  static final Table WAITER =
      Table.of(
              "waiter",
              Stream.concat(WORDS.stream(), Stream.of("depth", "waits_for")).toArray(String[]::new))
          .describedBy("process")
          .describedBy("chain")
          .describedBy("path");
  static final Table APPENDED = Table.of("appended", "lock", "words");
  static final Column NUMBER = LocksColumns.NUMBER;

  private static final String SOURCE = "fs/locks.c";

  /**
   * Whether locks or waiters are not in the order of their numbers, in which the kernel prints
   * them: a number could not be read, or a recording contains something else.
   */
  private static final ToDoubleFunction<Interval> DISORDER = Locks::disorder;

  /** The waiters of each lock, by the number of the lock, if they are not in order. */
  private static final Function<Interval, Map<Double, Waiters>> WAITERS = Locks::waiters;

  /** The file as a source. */
  public static final SampledFile<Locks> FILE =
      new SampledFile<>(
          new Source(
              "locks",
              "File locks: which processes hold them and which wait",
              Source.Mode.SAMPLED,
              "",
              "CONFIG_FILE_LOCKING",
              "",
              "proc_locks(5), " + SOURCE),
          Printing.RECORDS,
          new LocksParser(pid -> Optional.empty(), (file, pid) -> ""),
          List.of(
              figure(
                  LOCK,
                  "waiters",
                  "Requests that wait for this lock, directly or for another waiter.",
                  Locks::waiters),
              figure(
                  LOCK,
                  "chain",
                  "Length of the longest chain of requests that wait for this lock.",
                  Locks::chain),
              figure(
                  WAITER,
                  "depth",
                  "Distance of this request from the lock: 1 waits for the lock itself. The label"
                      + " chain shows what it waits for.",
                  (interval, waiter) -> recordedDepth(waiter))),
          Locks::new);

  private Locks(FileReading reading) {
    super(reading);
  }

  private static Figure figure(
      Table table, String name, String meaning, ToDoubleBiFunction<Interval, Row> formula) {
    return new Figure(table.name(), name, "", Limits.AMOUNT, meaning, SOURCE, formula);
  }

  private static double waiters(Interval interval, Row lock) {
    double number = interval.amount(lock, NUMBER);
    if (Double.isNaN(number)) {
      return number;
    }
    if (interval.onceForAllAsDouble(DISORDER) > 0) {
      return waitersOf(interval, number).count;
    }
    List<Row> waiters = TableOf.rows(interval.layout(), WAITER.name());
    int first = firstOf(interval, waiters, number);
    int after = first;
    while (after < waiters.size() && interval.amount(waiters.get(after), NUMBER) == number) {
      after++;
    }
    return after - first;
  }

  private static double chain(Interval interval, Row lock) {
    double number = interval.amount(lock, NUMBER);
    if (Double.isNaN(number)) {
      return number;
    }
    if (interval.onceForAllAsDouble(DISORDER) > 0) {
      return waitersOf(interval, number).longest;
    }
    List<Row> waiters = TableOf.rows(interval.layout(), WAITER.name());
    double longest = 0;
    for (int i = firstOf(interval, waiters, number);
        i < waiters.size() && interval.amount(waiters.get(i), NUMBER) == number;
        i++) {
      longest = Math.max(longest, recordedDepth(waiters.get(i)));
    }
    return longest;
  }

  /** The index of the first waiter whose number is not smaller. */
  private static int firstOf(Interval interval, List<Row> waiters, double number) {
    int from = 0;
    int to = waiters.size();
    while (from < to) {
      int middle = (from + to) >>> 1;
      if (interval.amount(waiters.get(middle), NUMBER) < number) {
        from = middle + 1;
      } else {
        to = middle;
      }
    }
    return from;
  }

  /**
   * How many locks have not a greater number than the one before them, and how many waiters have a
   * smaller one or none.
   */
  private static double disorder(Interval interval) {
    return disorder(interval, TableOf.rows(interval.layout(), LOCK.name()), true)
        + disorder(interval, TableOf.rows(interval.layout(), WAITER.name()), false);
  }

  private static int disorder(Interval interval, List<Row> rows, boolean mustGrow) {
    double last = mustGrow ? -1 : 0;
    int disorder = 0;
    for (int i = 0; i < rows.size(); i++) {
      double number = interval.amount(rows.get(i), NUMBER);
      disorder += (mustGrow ? number > last : number >= last) ? 0 : 1;
      last = number;
    }
    return disorder;
  }

  /** The waiters of a lock: how many there are, and the greatest of their depths. */
  private static final class Waiters {
    static final Waiters NONE = new Waiters();

    int count;
    double longest;
  }

  private static Waiters waitersOf(Interval interval, double number) {
    return interval.onceForAll(WAITERS).getOrDefault(number, Waiters.NONE);
  }

  private static Map<Double, Waiters> waiters(Interval interval) {
    Map<Double, Waiters> waiters = new HashMap<>();
    for (Row row : TableOf.rows(interval.layout(), WAITER.name())) {
      double number = interval.amount(row, NUMBER);
      if (!Double.isNaN(number)) {
        Waiters here = waiters.computeIfAbsent(number, it -> new Waiters());
        here.count++;
        here.longest = Math.max(here.longest, recordedDepth(row));
      }
    }
    return waiters;
  }

  /** NaN if a recording contains something else. */
  private static double recordedDepth(Row waiter) {
    return waiter.numericLabel("depth");
  }

  static int depth(Row waiter) {
    return Integer.parseInt(waiter.label("depth"));
  }

  /**
   * {@return the locks and the requests that wait for them, in this reading} Computed at each call.
   */
  public LockGraph graph() {
    return new LockGraph(reading(), rows(LOCK), rows(WAITER));
  }

  /**
   * {@return the current name of a process, from {@link ProcessDirectory#name}} Empty if the
   * process has ended, and for the -1 of a lock that belongs to no process.
   *
   * @param pid the number of the process in the PID namespace of the procfs
   */
  public Optional<String> processName(long pid) {
    return LocksParser.nameOf(reading().root(), pid);
  }
}
