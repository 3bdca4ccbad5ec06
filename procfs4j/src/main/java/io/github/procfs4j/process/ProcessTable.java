package io.github.procfs4j.process;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.procfs4j.model.Layout;
import io.github.procfs4j.model.Row;
import io.github.procfs4j.model.Table;
import io.github.procfs4j.sampling.FileReading;
import io.github.procfs4j.sampling.Outcome;
import io.github.procfs4j.sampling.SampledFile;
import io.github.procfs4j.sampling.View;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * The processes of a machine, or some of them, as they were in one sample; with their threads, if
 * those were asked for.
 *
 * <p>Table <b>process</b>, and <b>thread</b>: a row for each, with the columns of {@code stat} and
 * of the {@linkplain ProcessFile files} that were asked for, side by side. What tells rows apart is
 * the number and, as numbers are given again, the time of the start in ticks since boot; the name
 * and the command line describe. A row is whole or not there: what was read of a process that ended
 * meanwhile does not count. A row lacks the columns of a file that the kernel does not show to this
 * user, or that the process does not have, as kernel threads have no memory of their own.
 *
 * <p>Table <b>census</b>: what a sample says of itself.
 *
 * <p>The files of one process are read within microseconds of each other, those of all of them one
 * process after the other, all between {@linkplain io.github.procfs4j.model.Reading#startNanos the
 * beginning} and the end of the sample.
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

  ProcessTable(FileReading reading) {
    super(reading);
  }

  /** The view of a reading of a process table, such as one of a recording. */
  public static ProcessTable of(FileReading reading) {
    return new ProcessTable(Objects.requireNonNull(reading, "reading"));
  }

  /**
   * What a person knows a process or thread by: of a process {@link CommandLine#name}, of a thread
   * its own name.
   *
   * @param row one of {@link #PROCESS} or {@link #THREAD}; also one of a recording that was made
   *     before there was a label for it, and has no more than the arguments in one piece
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

  /** The processes, in no particular order. */
  public List<ProcessEntry> processes() {
    return entries(PROCESS);
  }

  /** The threads of all processes; none unless they were asked for. */
  public List<ProcessEntry> threads() {
    return entries(THREAD);
  }

  private List<ProcessEntry> entries(Table table) {
    return rows(table).stream().map(row -> new ProcessEntry(reading(), row)).toList();
  }

  /** How many processes there are. */
  public long processCount() {
    return rows(PROCESS).size();
  }

  /** The process that has this number now. */
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
   * How many processes and threads were read by opening their files and closing them again, as no
   * more descriptors were to be kept: each of them cost about twice what it could.
   */
  public long readByOpening() {
    return amountOf(Census.ROW, Census.READ_BY_OPENING);
  }

  /**
   * How many processes and threads were listed and have no row, as their {@code stat} could not be
   * read.
   */
  public long unread() {
    return amountOf(Census.ROW, Census.UNREAD);
  }

  /**
   * How many of those for one reason: {@link Outcome#DENIED} if they are not shown to this user
   * ({@code hidepid=1} of proc(5)), {@link Outcome#NO_DESCRIPTOR} if none was left for them, {@link
   * Outcome#MALFORMED} if it was not the text that it should be; {@link Outcome#FAILED} is
   * everything else.
   */
  public long unread(Outcome reason) {
    Objects.requireNonNull(reason, "reason");
    return refused(ProcessStat.FILE, reason);
  }

  /**
   * How many processes have a row without the columns of a file, for one reason: {@link
   * Outcome#ABSENT} if this kernel has no such file, {@link Outcome#DENIED} if it is not shown to
   * this user, {@link Outcome#NO_MEMORY} if they have none to tell of, as kernel threads, {@link
   * Outcome#MALFORMED} if it was not the text that it should be; {@link Outcome#FAILED} is
   * everything else. 0 if the file was not asked for.
   */
  public long refused(ProcessFile file, Outcome reason) {
    Objects.requireNonNull(reason, "reason");
    return refused(file.file(), reason);
  }

  private long refused(SampledFile<?> file, Outcome reason) {
    return reading().amountIfPrinted(Census.ROW, Census.refused(file, reason)).orElse(0);
  }

  /** Whether a layout is that of a process table. */
  static boolean isOne(Layout layout) {
    return layout.table(Census.TABLE.name()).isPresent();
  }
}
