package io.github.procfs4j.processes;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.procfs4j.model.Layout;
import io.github.procfs4j.model.Row;
import io.github.procfs4j.model.Table;
import io.github.procfs4j.process.CommandLine;
import io.github.procfs4j.process.ProcessStat;
import io.github.procfs4j.sampling.FileReading;
import io.github.procfs4j.sampling.Outcome;
import io.github.procfs4j.sampling.SampledFile;
import io.github.procfs4j.sampling.View;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * The processes of a machine, or some of them, in one sample, with their threads if these were
 * requested.
 *
 * <p>Table <b>process</b>, and <b>thread</b>: a row for each, with the columns of {@code stat} and
 * of the {@linkplain ProcessFile files} that were requested. A row is identified by the number and,
 * because numbers are reused, by the start time in ticks since boot; the name and the command line
 * only describe it. A thread may have a further label, {@code name}, with its {@linkplain
 * Processes#withThreadNames complete name}. A row is complete or absent: what was read of a process
 * that ended meanwhile does not count. A row lacks the columns of a file that the kernel does not
 * show to this user, or that the process does not have; kernel threads, for example, have no memory
 * of their own.
 *
 * <p>Table <b>census</b>: what a sample states about itself.
 *
 * <p>The files of one process are read within microseconds of each other, and processes one after
 * the other, all between {@linkplain io.github.procfs4j.model.Reading#startNanos the beginning} and
 * the end of the sample.
 */
public final class ProcessTable extends View {
  private static final String COMM = "comm";
  private static final String COMMAND = "command";
  private static final String NAME = "name";

  /** A row for each process. */
  public static final Table PROCESS =
      Table.of("process", "pid", "start").describedBy(COMM).describedBy(COMMAND).describedBy(NAME);

  /** A row for each thread. */
  public static final Table THREAD = Table.of("thread", "pid", "tid", "start").describedBy(COMM);

  /** The same with a further label: see {@link Processes#withThreadNames}. */
  static final Table NAMED_THREAD = THREAD.describedBy(NAME);

  ProcessTable(FileReading reading) {
    super(reading);
  }

  /**
   * {@return the view of a reading of a process table, such as one from a recording}
   *
   * @param reading a sample of a source whose name {@link Processes#isSource} accepts
   */
  public static ProcessTable of(FileReading reading) {
    return new ProcessTable(Objects.requireNonNull(reading, "reading"));
  }

  /**
   * {@return the display name of a process or thread: for a process {@link CommandLine#name}, for a
   * thread its complete name if that was sampled, otherwise the kernel's name}
   *
   * @param row a row of {@link #PROCESS} or {@link #THREAD}; also one from a recording made before
   *     there was a label for the name, which only has the arguments as one string
   */
  public static String name(Row row) {
    List<String> labels = row.table().labels();
    if (labels.contains(NAME)) {
      return row.label(NAME);
    }
    String comm = labels.contains(COMM) ? row.label(COMM) : "";
    return labels.contains(COMMAND)
        ? CommandLine.of(row.label(COMMAND).getBytes(UTF_8)).name(comm)
        : comm;
  }

  /** {@return the processes, in no particular order} */
  public List<ProcessEntry> processes() {
    return entries(PROCESS);
  }

  /** {@return the threads of all processes; empty unless they were requested} */
  public List<ProcessEntry> threads() {
    return entries(THREAD);
  }

  private List<ProcessEntry> entries(Table table) {
    return rows(table).stream().map(row -> new ProcessEntry(reading(), row)).toList();
  }

  /** {@return the number of processes} */
  public long processCount() {
    return rows(PROCESS).size();
  }

  /**
   * {@return the process that has this number now}
   *
   * @param pid its number in the PID namespace of the procfs
   */
  public Optional<ProcessEntry> process(long pid) {
    String label = Long.toString(pid);
    for (Row row : rows(PROCESS)) {
      if (row.label("pid").equals(label)) {
        return Optional.of(new ProcessEntry(reading(), row));
      }
    }
    return Optional.empty();
  }

  /**
   * {@return the number of processes and threads that were read by opening and closing their files,
   * because no more descriptors could be kept: each of them cost about twice as much as necessary}
   */
  public long readByOpening() {
    return amountOf(Census.ROW, Census.READ_BY_OPENING);
  }

  /**
   * {@return the number of processes whose files were not read for this sample, because they cannot
   * have changed; 0 unless numbers {@linkplain Processes#lateByAtMost may be late}}
   */
  public long skipped() {
    return reading().amountIfPrinted(Census.ROW, Census.SKIPPED).orElse(0);
  }

  /**
   * {@return the number of processes whose files were read because the kernel does not show whether
   * they have run: their {@code schedstat} is absent, refused, malformed or zero; 0 unless numbers
   * {@linkplain Processes#lateByAtMost may be late}} All of them are, if the kernel was built
   * without CONFIG_SCHED_INFO. A kernel thread that never ran is one of them.
   */
  public long unprobed() {
    return reading().amountIfPrinted(Census.ROW, Census.UNPROBED).orElse(0);
  }

  /**
   * {@return how late numbers may be in this sample that others than the process can change: what
   * was given to {@link Processes#lateByAtMost}; zero if none may be late}
   */
  public Duration greatestAge() {
    return Duration.ofNanos(
        reading().amountIfPrinted(Census.ROW, Census.GREATEST_AGE).orElse(Lateness.NONE));
  }

  /**
   * {@return the number of processes and threads that were listed but have no row, because their
   * {@code stat} could not be read}
   */
  public long unread() {
    return amountOf(Census.ROW, Census.UNREAD);
  }

  /**
   * {@return the number of those with one reason: {@link Outcome#DENIED} if they are not shown to
   * this user ({@code hidepid=1} of proc(5)), {@link Outcome#NO_DESCRIPTOR} if none was left for
   * them, {@link Outcome#MALFORMED} if the text was malformed; {@link Outcome#FAILED} is everything
   * else}
   *
   * @param reason one of these reasons; the number is 0 for any other
   */
  public long unread(Outcome reason) {
    Objects.requireNonNull(reason, "reason");
    return refused(ProcessStat.FILE, reason);
  }

  /**
   * {@return the number of processes that have a row without the columns of a file, for one reason:
   * {@link Outcome#ABSENT} if this kernel has no such file, {@link Outcome#DENIED} if it is not
   * shown to this user, {@link Outcome#NO_MEMORY} if they have no memory, as kernel threads, {@link
   * Outcome#MALFORMED} if the text was malformed; {@link Outcome#FAILED} is everything else} 0 if
   * the file was not requested.
   *
   * @param file a file in the directories of processes
   * @param reason one of these reasons; the number is 0 for any other
   */
  public long refused(ProcessFile file, Outcome reason) {
    Objects.requireNonNull(reason, "reason");
    return refused(file.file(), reason);
  }

  private long refused(SampledFile<?> file, Outcome reason) {
    return reading().amountIfPrinted(Census.ROW, Census.refused(file, reason)).orElse(0);
  }

  /** Whether a layout belongs to a process table. */
  static boolean isOne(Layout layout) {
    return layout.table(Census.TABLE.name()).isPresent();
  }
}
