package io.github.procfs4j.processes;

import io.github.procfs4j.model.Column;
import io.github.procfs4j.model.Figure;
import io.github.procfs4j.model.Interval;
import io.github.procfs4j.model.Layout.TableLayout;
import io.github.procfs4j.model.Limits;
import io.github.procfs4j.model.Row;
import io.github.procfs4j.model.Table;
import io.github.procfs4j.printable.Printable;
import io.github.procfs4j.sampling.FileReading;
import io.github.procfs4j.sampling.View;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Where threads waited, as counted by all samples so far.
 *
 * <p>Table <b>thread</b>: a row for each thread that was sampled, with the time that it ran and
 * waited for a CPU. Table <b>wait</b>: a row for each wait in which a thread was found, and one,
 * with the state {@code R}, for when it was not waiting. Rows remain when a thread has ended. Table
 * <b>waits</b>: what the samples state about themselves.
 */
public final class WaitTable extends View {
  private static final String COMM = "comm";
  private static final String PROCESS = "process";
  private static final String NAME = "name";

  /** A row for each thread; {@code process} is the name of its process. */
  public static final Table THREAD =
      Table.of("thread", "pid", "tid", "start").describedBy(COMM).describedBy(PROCESS);

  /** A row for each wait of a thread. */
  public static final Table WAIT =
      Table.of("wait", "pid", "tid", "start", "state", "call", "function", "on", "stack")
          .describedBy(COMM);

  /** The same with a further label: see {@link Waits#withThreadNames}. */
  static final Table NAMED_THREAD = THREAD.describedBy(NAME);

  static final Table NAMED_WAIT = WAIT.describedBy(NAME);

  /** What the samples state about themselves, in one row. */
  public static final Table ABOUT = Table.of("waits");

  static final Row ABOUT_ROW = ABOUT.row();

  /** The character that separates the functions of a stack in its label. */
  static final String BETWEEN = ";";

  /** The figures. */
  public static final List<Figure> FIGURES =
      List.of(
          share(
              "running",
              WaitTableColumns.THREAD_RUNNING,
              "Share of the time in which the thread ran on a CPU, from schedstat."),
          share(
              "run delay",
              WaitTableColumns.THREAD_RUN_DELAY,
              "Share of the time in which the thread was ready and waited for a CPU, from"
                  + " schedstat, with the delay in which samples found it."),
          new Figure(
              WAIT.name(),
              "found",
              "%",
              Limits.SHARE,
              "Share of the time for which the thread was found in this wait. The time between two"
                  + " samples is divided between two waits if they found different ones.",
              "procfs4j",
              WaitTable::found));

  /** Of the time that passed between the readings of this thread, not between the samples. */
  private static double found(Interval interval, Row row) {
    double time = interval.growth(row, WaitTableColumns.WAIT_TIME);
    if (!(time > 0)) {
      return time;
    }
    Row thread = interval.onceForAll(THREADS).row(row);
    return thread == null
        ? Double.NaN
        : 100 * (time / interval.growth(thread, WaitTableColumns.THREAD_ELAPSED));
  }

  private static final Function<Interval, ThreadRows> THREADS = WaitTable::threadRows;

  private static ThreadRows threadRows(Interval interval) {
    return new ThreadRows(
        interval.layout().table(THREAD.name()).map(TableLayout::table).orElse(null));
  }

  /** Rows of threads in the table that a layout has, whose descriptive labels may differ. */
  private record ThreadRows(@Nullable Table table) {
    @Nullable Row row(Row of) {
      int identifying = THREAD.identifying();
      if (table == null
          || table.identifying() != identifying
          || of.table().identifying() < identifying) {
        return null; // of a recording that this library has not written
      }
      List<String> labels = new ArrayList<>(of.labels().subList(0, identifying));
      labels.addAll(Collections.nCopies(table.labels().size() - labels.size(), ""));
      return new Row(table, labels, 0);
    }
  }

  private static Figure share(String name, Column time, String meaning) {
    return new Figure(
        THREAD.name(),
        name,
        "%",
        Limits.AMOUNT,
        meaning,
        "Documentation/scheduler/sched-stats.rst",
        (i, row) -> 100 * i.growth(row, time) / i.growth(row, WaitTableColumns.THREAD_ELAPSED));
  }

  WaitTable(FileReading reading) {
    super(reading);
  }

  /**
   * {@return the view of a reading of waits, such as one from a recording}
   *
   * @param reading a sample of a source whose name {@link Waits#isSource} accepts
   */
  public static WaitTable of(FileReading reading) {
    return new WaitTable(Objects.requireNonNull(reading, "reading"));
  }

  /** {@return the threads that were sampled, with their waits, in no particular order} */
  public List<OfThread> threads() {
    Map<List<String>, List<Wait>> waits = new LinkedHashMap<>();
    for (Row row : rows(WAIT)) {
      waits.computeIfAbsent(row.labels().subList(0, 3), key -> new ArrayList<>()).add(wait(row));
    }
    return rows(THREAD).stream()
        .map(row -> new OfThread(row, waits.getOrDefault(row.labels().subList(0, 3), List.of())))
        .toList();
  }

  private Wait wait(Row row) {
    String stack = row.label("stack");
    return new Wait(
        row.label("state"),
        row.label("call"),
        row.label("function"),
        row.label("on"),
        stack.isEmpty() ? List.of() : Arrays.asList(stack.split(BETWEEN, -1)),
        amountOf(row, WaitTableColumns.WAIT_SAMPLES),
        amountOf(row, WaitTableColumns.WAIT_TIME));
  }

  /** {@return the number of processes in the last sample} */
  public long processCount() {
    return about(WaitTableColumns.WAITS_PROCESSES);
  }

  /**
   * {@return a number that the samples state about themselves; 0 if it is not there}
   *
   * @param column one of the columns of the table {@code waits}, such as {@link
   *     WaitTableColumns#WAITS_CALLS_HIDDEN}
   */
  public long about(Column column) {
    Objects.requireNonNull(column, "column");
    return amount(ABOUT_ROW, column).orElse(0);
  }

  /**
   * A wait in which a thread was found. Texts are empty if they are not known or do not apply; they
   * may be of unknown origin, and are not escaped.
   *
   * @param state the letter of the thread, as in proc_pid_stat(5): {@code S} for a wait that
   *     signals end, {@code D} for one that they do not, mostly for a disk; {@code R} if it ran or
   *     was ready to run
   * @param call the name of the system call, or its number if that has no name
   * @param function the function of the kernel, from {@code wchan}
   * @param on the file or socket whose descriptor is the call's first argument
   * @param stack the functions of the kernel, the innermost one first
   * @param samples how often
   * @param nanos for how long, in nanoseconds: the times between successive samples that found it,
   *     and half of each time between a sample that found it and one that found another
   */
  public record Wait(
      String state,
      String call,
      String function,
      String on,
      List<String> stack,
      long samples,
      long nanos) {
    /** Copies the list. */
    public Wait {
      Objects.requireNonNull(state, "state");
      Objects.requireNonNull(call, "call");
      Objects.requireNonNull(function, "function");
      Objects.requireNonNull(on, "on");
      Objects.requireNonNull(stack, "stack");
      stack = List.copyOf(stack);
    }

    /** {@return whether it is not a wait: the thread ran, or was ready to run} */
    public boolean isRunning() {
      return state.equals("R");
    }

    /** Such as {@code Wait[S futex futex_wait_queue, 87 samples]}. */
    @Override
    public String toString() {
      List<String> words = new ArrayList<>(List.of(state, call, function, on));
      words.removeIf(String::isEmpty);
      return Printable.line("Wait[" + String.join(" ", words) + ", " + samples + " samples]");
    }
  }

  /** A thread and its waits. */
  public final class OfThread {
    private final Row row;
    private final List<Wait> waits;

    private OfThread(Row row, List<Wait> waits) {
      this.row = row;
      this.waits = List.copyOf(waits);
    }

    /** {@return the number of its process} */
    public long pid() {
      return Long.parseLong(row.label("pid"));
    }

    /** {@return the kernel's number of the thread} */
    public long tid() {
      return Long.parseLong(row.label("tid"));
    }

    /** {@return when it started, in ticks since boot} */
    public long start() {
      return Long.parseLong(row.label("start"));
    }

    /** {@return its name, at most 15 bytes} */
    public String comm() {
      return row.label(COMM);
    }

    /**
     * {@return its complete name if that {@linkplain Waits#withThreadNames was sampled}, otherwise
     * {@link #comm}}
     */
    public String name() {
      return ProcessTable.name(row);
    }

    /** {@return a short name of its process, as {@link ProcessEntry#name}} */
    public String processName() {
      return row.label(PROCESS);
    }

    /** {@return the waits in which it was found, and how often it was found running} */
    public List<Wait> waits() {
      return waits;
    }

    /** {@return the number of samples in which it was read} */
    public long samples() {
      return amountOf(row, WaitTableColumns.THREAD_SAMPLES);
    }

    /** {@return the time from its first to its last sample, in nanoseconds} */
    public long elapsedNanos() {
      return amountOf(row, WaitTableColumns.THREAD_ELAPSED);
    }

    /**
     * {@return the time that it ran meanwhile, in nanoseconds, from {@code schedstat}; empty if the
     * kernel does not count it}
     */
    public OptionalLong runningNanos() {
      return amount(row, WaitTableColumns.THREAD_RUNNING);
    }

    /**
     * {@return the time that it was ready meanwhile and waited for a CPU, in nanoseconds; empty if
     * the kernel does not count it} It is that of {@code schedstat}, in which the kernel adds a
     * delay when it ends, without what was before the first sample, and with the delay in which the
     * last samples found the thread.
     */
    public OptionalLong runDelayNanos() {
      return amount(row, WaitTableColumns.THREAD_RUN_DELAY);
    }

    /** The line of its row. */
    @Override
    public String toString() {
      return reading().text(row);
    }
  }
}
