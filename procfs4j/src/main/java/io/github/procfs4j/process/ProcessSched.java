package io.github.procfs4j.process;

import io.github.procfs4j.model.Column;
import io.github.procfs4j.model.Figure;
import io.github.procfs4j.model.Layout;
import io.github.procfs4j.model.Limits;
import io.github.procfs4j.model.Row;
import io.github.procfs4j.model.Source;
import io.github.procfs4j.model.Table;
import io.github.procfs4j.model.Unit;
import io.github.procfs4j.sampling.Descriptions;
import io.github.procfs4j.sampling.FileReading;
import io.github.procfs4j.sampling.Printing;
import io.github.procfs4j.sampling.SampledFile;
import io.github.procfs4j.sampling.View;
import io.github.procfs4j.text.Cursor;
import java.util.List;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * {@code /proc/<pid>/sched}: a thread in the scheduler's own terms.
 *
 * <pre>
 * khugepaged (59, #threads: 1)
 * -------------------------------------------------------------------
 * se.exec_start                                :         37915.254857
 * nr_switches                                  :                   11
 * current_node=0, numa_group_id=0
 * numa_faults node=0 task_private=0 task_shared=0 group_private=0 group_shared=0
 * </pre>
 *
 * <p>One row of the numbers of the thread, and a row for each NUMA node. Times are milliseconds
 * with six decimals. The name of the thread in the first line may itself contain ends of lines. A
 * line that is not described here is kept under the kernel's name; the prefix {@code
 * se.statistics.}, which Linux 5.15 and earlier print before some names, is left out. {@code
 * kernel/sched/debug.c} ({@code proc_sched_show_task}).
 */
public final class ProcessSched extends View {
  private static final Table SCHED = Table.of("sched");
  private static final Table NUMA_FAULTS = Table.of("numa_faults", "node");
  private static final Row ROW = SCHED.row();
  private static final Descriptions DESCRIPTIONS = ProcessSchedColumns.DESCRIPTIONS;
  private static final String REFERENCE = "kernel/sched/debug.c";
  private static final String OLD_PREFIX = "se.statistics.";

  /** Longer than the name of a thread (15 bytes, 63 of a kernel worker), its numbers and a rule. */
  private static final int LONGEST_HEAD = 200;

  private static final int MOST_DECIMALS = 6;

  private static final Pattern HEAD =
      Pattern.compile("(.*) (\\([0-9]+, #threads:[ \\t]*)[^\n]*\\)\n-{20,}", Pattern.DOTALL);

  /** The file as a source; its root is the directory of a process or thread. */
  public static final SampledFile<ProcessSched> FILE =
      new SampledFile<>(
          new Source(
              "pid/sched",
              "A thread in the scheduler's own terms: run time, waits, sleeps, wake-ups,"
                  + " migrations",
              Source.Mode.SAMPLED,
              "2.6.23",
              "CONFIG_SCHED_DEBUG, until Linux 6.14",
              "",
              REFERENCE),
          Printing.ONE_CALL,
          ProcessSched::parse,
          figures(),
          ProcessSched::new,
          directory -> directory.resolve("sched"));

  private ProcessSched(FileReading reading) {
    super(reading);
  }

  private static List<Figure> figures() {
    return List.of(
        share("running", "ran", ProcessSchedColumns.SE_SUM_EXEC_RUNTIME),
        share("waiting", "waited for a CPU", ProcessSchedColumns.WAIT_SUM),
        share("sleeping", "slept interruptibly", ProcessSchedColumns.SUM_SLEEP_RUNTIME),
        share("blocked", "slept uninterruptibly", ProcessSchedColumns.SUM_BLOCK_RUNTIME),
        share("iowait", "slept for I/O", ProcessSchedColumns.IOWAIT_SUM),
        Figure.rate(SCHED, "voluntary", "/s", ProcessSchedColumns.NR_VOLUNTARY_SWITCHES),
        Figure.rate(SCHED, "involuntary", "/s", ProcessSchedColumns.NR_INVOLUNTARY_SWITCHES),
        Figure.rate(SCHED, "wake-ups", "/s", ProcessSchedColumns.NR_WAKEUPS),
        Figure.rate(SCHED, "migrations", "/s", ProcessSchedColumns.SE_NR_MIGRATIONS));
  }

  private static Figure share(String name, String did, Column milliseconds) {
    boolean isRunning = milliseconds.equals(ProcessSchedColumns.SE_SUM_EXEC_RUNTIME);
    return new Figure(
        SCHED.name(),
        name,
        "%",
        isRunning ? Limits.ofTime(100) : Limits.AMOUNT,
        "Share of the time in which the thread "
            + did
            + "."
            + (isRunning ? "" : " Added when it ends, so a long one appears in one interval."),
        milliseconds.reference(),
        (interval, row) -> interval.perSecond(row, milliseconds) / 10);
  }

  private static void parse(Cursor in, Layout.Builder out) {
    Layout.Builder.RowBuilder row = out.row(SCHED);
    Matcher head = HEAD.matcher(in.ahead(LONGEST_HEAD));
    if (!head.lookingAt()) {
      throw in.malformed("the name of a thread, its number, its number of threads, and a rule");
    }
    in.bytes(head.end(2));
    row.cell(ProcessSchedColumns.THREADS, in.unsigned());
    if (in.isNext(")")) {
      in.expect(")"); // a number that is none has been skipped up to the end of the line
    }
    in.endLine();
    in.word();
    in.endLine();
    in.eachLine(
        line -> {
          String ahead = line.lineAhead();
          if (ahead.indexOf(':') >= 0) {
            String key = line.until(':').strip();
            number(
                line, key.startsWith(OLD_PREFIX) ? key.substring(OLD_PREFIX.length()) : key, row);
          } else if (ahead.startsWith("numa_faults node=")) {
            line.expect("numa_faults node=");
            pairs(line, out.newRow(NUMA_FAULTS, line.word()));
          } else {
            pairs(line, row);
          }
        });
  }

  private static void number(Cursor line, String key, Layout.Builder.RowBuilder row) {
    boolean hasDecimals = line.wordAhead().indexOf('.') >= 0;
    Column column =
        DESCRIPTIONS.column(
            key, hasDecimals ? Descriptions.NANOSECONDS_AS_MILLISECONDS : Unit.COUNT);
    if (hasDecimals != (column.unit().decimals() == MOST_DECIMALS)) {
      column =
          Column.undescribed(
              key + (hasDecimals ? " (decimals)" : " (whole)"),
              hasDecimals ? Descriptions.NANOSECONDS_AS_MILLISECONDS : Unit.COUNT);
    }
    int cell = hasDecimals ? line.millionths() : Descriptions.number(line, column);
    row.cell(Descriptions.alone(line, column), cell);
  }

  /** Names and numbers with an equals sign between them, such as {@code current_node=0,}. */
  private static void pairs(Cursor line, Layout.Builder.RowBuilder row) {
    while (!line.atLineEnd()) {
      if (line.wordAhead().indexOf('=') < 1) {
        throw line.malformed("a name and \u00ab=\u00bb");
      }
      Column column = DESCRIPTIONS.column(line.until('='), Unit.COUNT);
      row.cell(column, Descriptions.number(line, column));
      if (line.isNext(",")) {
        line.expect(",");
      }
    }
  }

  /**
   * {@return the amount in a column, in its unit; empty if this kernel does not print it} Times are
   * milliseconds with decimals: {@link #nanos} returns those.
   *
   * @param column the column, a constant of {@link ProcessSchedColumns}
   */
  public OptionalLong amount(Column column) {
    return amount(ROW, column);
  }

  /**
   * {@return a time in nanoseconds; empty if this kernel does not print it, or not now}
   *
   * @param time a column in milliseconds, such as {@link ProcessSchedColumns#WAIT_SUM}
   * @throws IllegalArgumentException if the column is not in milliseconds
   */
  public OptionalLong nanos(Column time) {
    if (!time.unit().equals(Descriptions.NANOSECONDS_AS_MILLISECONDS)) {
      throw new IllegalArgumentException(time.name() + " is not a time in milliseconds");
    }
    return reading().value(ROW, time.name());
  }

  /** {@return {@code nr_voluntary_switches}: how often the thread waited for something} */
  public long voluntarySwitches() {
    return amountOf(ROW, ProcessSchedColumns.NR_VOLUNTARY_SWITCHES);
  }

  /**
   * {@return {@code nr_involuntary_switches}: how often the thread lost the CPU although it could
   * have continued}
   */
  public long involuntarySwitches() {
    return amountOf(ROW, ProcessSchedColumns.NR_INVOLUNTARY_SWITCHES);
  }

  /** {@return {@code se.nr_migrations}: how often the thread was moved to another CPU} */
  public long migrations() {
    return amountOf(ROW, ProcessSchedColumns.SE_NR_MIGRATIONS);
  }

  /** {@return the NUMA nodes on which faults are counted, each a row, in the order of the text} */
  public List<Row> nodes() {
    return rows(NUMA_FAULTS);
  }
}
