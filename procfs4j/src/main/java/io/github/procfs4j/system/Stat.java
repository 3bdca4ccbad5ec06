package io.github.procfs4j.system;

import io.github.procfs4j.io.ProcfsDevices;
import io.github.procfs4j.model.Column;
import io.github.procfs4j.model.Figure;
import io.github.procfs4j.model.Interval;
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
import io.github.procfs4j.sampling.UnreadableException;
import io.github.procfs4j.sampling.View;
import io.github.procfs4j.text.Cursor;
import io.github.procfs4j.text.MalformedTextException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.function.ToDoubleBiFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * {@code /proc/stat}: CPU time, interrupts, context switches, forks, run queue.
 *
 * <pre>
 * cpu  1133 0 1946 57355 155 0 28 1058 0 0
 * cpu0 443 0 810 29038 19 0 4 539 0 0
 * intr 94490 0 0 15 61
 * ctxt 187437
 * btime 1795383151
 * processes 1800
 * procs_running 1
 * procs_blocked 0
 * softirq 39363 0 5763 3 300 5706 0 4 17165 0 10422
 * </pre>
 *
 * <p>Four tables. <b>cpu</b>: a line for each online CPU, identified by its number, and one for all
 * ({@code cpu=all}), which includes the time of CPUs that went offline; in ticks. <b>interrupt</b>:
 * the numbers after the total of {@code intr}, one for each interrupt number. <b>softirq</b>: the
 * numbers after the total of {@code softirq}, one for each kind in the kernel's order. The text
 * does not name the kinds; {@code softirqs} of the same root does, if it has as many. Without it,
 * ten kinds are those of Linux 2.6.32 and later; with any other count, each kind is identified by
 * its number from 0. <b>system</b>: both totals and every line with one number. <b>disk_io</b>, in
 * Linux 2.4: {@code disk_io: (3,0):(22272,17897,410702,4375,54750)}, a disk by its major number and
 * its place among those of that number.
 *
 * <p>If a number is missing in {@code intr}, the numbers after it would be taken for those of other
 * interrupts. In a copy of the file, this is detected from {@code interrupts} of the same root,
 * because an interrupt that has occurred there cannot have a 0 here, and from a list that has
 * become shorter. On a procfs the list is the kernel's own, which is complete, and {@code
 * interrupts} is not read. A line with missing numbers is a problem, and is kept as {@link
 * UnknownLines}. {@code fs/proc/stat.c}, proc_stat(5), Documentation/filesystems/proc.rst.
 */
public final class Stat extends View {
  private static final Descriptions DESCRIPTIONS = StatColumns.SYSTEM_DESCRIPTIONS;

  private static final Table CPU = Table.of("cpu", "cpu");
  private static final Table INTERRUPT = Table.of("interrupt", "irq");
  private static final Table SOFTIRQ = Table.of("softirq", "softirq");
  private static final Table SYSTEM = Table.of("system");
  private static final Table DISK_IO = Table.of("disk_io", "disk");
  private static final Row SYSTEM_ROW = SYSTEM.row();

  private static final OptionalLong NONE = OptionalLong.of(0);

  /** Numbers of interrupts are missing at unknown positions. */
  private static final int SHIFTED = Integer.MAX_VALUE;

  private static final ToDoubleBiFunction<Interval, Row> TIME = Stat::time;

  /** PID_MAX_LIMIT of {@code include/linux/threads.h}. */
  private static final int MOST_TASKS = 1 << 22;

  /** The number of modes that Linux 2.4 prints, the fewest of all kernels. */
  private static final int FEWEST_TIMES = 4;

  /** Modes that Linux 2.4 and its imitations do not print. */
  private static final List<Column> SINCE_2_6 =
      List.of(
          StatColumns.CPU_IOWAIT,
          StatColumns.CPU_IRQ,
          StatColumns.CPU_SOFTIRQ,
          StatColumns.CPU_STEAL);

  private static final String MISSING_MODES =
      "As a share of all time; %s count as 0 if the kernel does not print them."
          .formatted(
              Stream.concat(
                      SINCE_2_6.stream(),
                      Stream.of(StatColumns.CPU_GUEST, StatColumns.CPU_GUEST_NICE))
                  .map(Column::name)
                  .collect(Collectors.joining(", ")));

  /**
   * The kinds of Linux 2.6.32 and later, in the order of the kernel's enumeration, {@code
   * include/linux/interrupt.h}, named as {@code /proc/softirqs} does.
   */
  private static final List<String> SOFTIRQ_NAMES =
      List.of(
          "HI",
          "TIMER",
          "NET_TX",
          "NET_RX",
          "BLOCK",
          "IRQ_POLL",
          "TASKLET",
          "SCHED",
          "HRTIMER",
          "RCU");

  /** The file as a source. */
  public static final SampledFile<Stat> FILE = file(new Parser(List.of(), 0));

  private Stat(FileReading reading) {
    super(reading);
  }

  private static SampledFile<Stat> file(SampledFile.Parser parser) {
    return new SampledFile<>(
        new Source(
            "stat",
            "CPU time, interrupts, context switches, forks, run queue",
            Source.Mode.SAMPLED,
            "",
            "",
            "",
            "proc_stat(5), fs/proc/stat.c"),
        Printing.ONE_CALL,
        parser,
        figures(),
        Stat::new);
  }

  private static List<Figure> figures() {
    List<Figure> figures = new ArrayList<>();
    figures.add(
        share(
            "busy",
            "All time except idle and iowait.",
            (i, row) ->
                i.once(row, TIME)
                    - i.growth(row, StatColumns.CPU_IDLE)
                    - i.growthIfPrinted(row, StatColumns.CPU_IOWAIT)));
    figures.add(withoutGuest("user", "normal", StatColumns.CPU_USER, StatColumns.CPU_GUEST));
    figures.add(withoutGuest("nice", "lowered", StatColumns.CPU_NICE, StatColumns.CPU_GUEST_NICE));
    for (Column mode :
        List.of(
            StatColumns.CPU_SYSTEM,
            StatColumns.CPU_IOWAIT,
            StatColumns.CPU_IRQ,
            StatColumns.CPU_SOFTIRQ,
            StatColumns.CPU_STEAL,
            StatColumns.CPU_GUEST,
            StatColumns.CPU_GUEST_NICE)) {
      figures.add(share(mode).asPart());
    }
    figures.add(share(StatColumns.CPU_IDLE));
    figures.add(rate("context switches", "ctxt"));
    figures.add(rate("interrupts", "intr"));
    figures.add(rate("softirqs", "softirq"));
    figures.add(rate("forks", "processes"));
    figures.add(tasks("running", "procs_running"));
    figures.add(tasks("blocked", "procs_blocked"));
    return figures;
  }

  private static Figure tasks(String name, String key) {
    return Figure.gauge(SYSTEM, name, "", DESCRIPTIONS.column(key))
        .within(
            Limits.AMOUNT.partOf(
                "the %,d tasks that a kernel can have".formatted(MOST_TASKS),
                (interval, row) -> MOST_TASKS));
  }

  private static Figure share(Column mode) {
    return share(mode.name(), mode.meaning(), (i, row) -> i.growth(row, mode));
  }

  /**
   * The share of a mode without the guest time that is included in it. The kernel counts a guest's
   * tick before it counts the same tick for the mode, so the guest may be one tick ahead.
   */
  private static Figure withoutGuest(String name, String priority, Column mode, Column guest) {
    return share(
            name,
            "Time in user mode at %s priority, without guests; if the kernel does not print %s, guests are included."
                .formatted(priority, guest.name()),
            (i, row) -> i.growth(row, mode) - i.growthIfPrinted(row, guest))
        .within(Limits.SHARE.limited("mpstat(1)"))
        .asPart();
  }

  /**
   * A share of the time that the kernel counted for a CPU, as mpstat(1) defines it. It is weighted
   * by that time, because some short intervals contain two ticks and some none.
   */
  private static Figure share(
      String name, String meaning, ToDoubleBiFunction<Interval, Row> ticks) {
    return new Figure(
            CPU.name(),
            name,
            "%",
            Limits.SHARE,
            meaning + " " + MISSING_MODES,
            "mpstat(1)",
            (interval, row) -> 100 * ticks.applyAsDouble(interval, row) / interval.once(row, TIME))
        .weightedBy("ticks counted", TIME);
  }

  /**
   * The ticks of all modes. Guest time is already included in user and nice; if it is ahead of
   * these, its own ticks count, as in mpstat(1). A mode that this kernel does not print counts as
   * 0: the kernel has no such time, or counts it as another mode.
   */
  private static double time(Interval interval, Row row) {
    double ticks =
        Math.max(
                interval.growth(row, StatColumns.CPU_USER),
                interval.growthIfPrinted(row, StatColumns.CPU_GUEST))
            + Math.max(
                interval.growth(row, StatColumns.CPU_NICE),
                interval.growthIfPrinted(row, StatColumns.CPU_GUEST_NICE))
            + interval.growth(row, StatColumns.CPU_SYSTEM)
            + interval.growth(row, StatColumns.CPU_IDLE);
    for (int i = 0; i < SINCE_2_6.size(); i++) { // an iterator would be garbage
      ticks += interval.growthIfPrinted(row, SINCE_2_6.get(i));
    }
    return ticks;
  }

  private static Figure rate(String name, String key) {
    return Figure.rate(SYSTEM, name, "/s", DESCRIPTIONS.column(key));
  }

  /**
   * The plain parser.
   *
   * @param softirqs the kinds of softirqs as named by {@code softirqs} of the same root, in order;
   *     empty if they are not known
   * @param interrupts the minimum count of interrupt numbers, because the kernel's list may grow
   *     but never shrinks; {@link #SHIFTED} if {@code interrupts} of the same root shows that some
   *     are missing
   */
  private record Parser(List<String> softirqs, int interrupts) implements SampledFile.Parser {
    /** A parser that uses the softirqs and the interrupts of the kernel whose tree this is. */
    @Override
    public SampledFile.Parser at(Path root) {
      // The kernel's own text is complete, and reading other files with it would triple its cost.
      boolean isOfKernel = ProcfsDevices.haveFile(FILE.place().apply(root));
      int interrupts = isOfKernel ? 0 : fewestInterrupts(root);
      return new Parser(SoftIrqs.kinds(root), interrupts);
    }

    @Override
    public void parse(Cursor in, Layout.Builder out) {
      in.expectText();
      AlikeLines cpus = new AlikeLines(Stat::modes, 2);
      in.eachLine(line -> parseLine(line, out, cpus));
      cpus.name(in);
    }

    private void parseLine(Cursor line, Layout.Builder out, AlikeLines cpus) {
      if (line.atLineEnd()) {
        return; // OpenVZ prints an empty line
      }
      if (line.isNumberNext()) {
        UnknownLines.read(line, out);
        throw line.malformed("a name at the beginning of this line");
      }
      String key = line.wordAhead();
      int numbers = line.lineAhead().strip().split("[ \t]+").length - 1;
      hold(key, numbers, line, out);
      line.word();
      if (key.equals("intr")) {
        out.row(SYSTEM).cell(StatColumns.SYSTEM_INTR, line.unsigned());
        for (int irq = 0; !line.atLineEnd(); irq++) {
          out.row(INTERRUPT, Integer.toString(irq))
              .cell(StatColumns.INTERRUPT_COUNT, line.unsigned());
        }
      } else if (key.equals("softirq")) {
        out.row(SYSTEM).cell(StatColumns.SYSTEM_SOFTIRQ, line.unsigned());
        for (String kind : softirqNames(numbers - 1, softirqs)) {
          out.row(SOFTIRQ, kind).cell(StatColumns.SOFTIRQ_COUNT, line.unsigned());
        }
      } else if (key.equals("disk_io:")) {
        while (!line.atLineEnd()) {
          disk(line, out);
        }
      } else if (isCpu(key)) {
        String cpu = key.equals("cpu") ? "all" : key.substring(3);
        Layout.Builder.RowBuilder row = out.newRow(CPU, cpu);
        List<Integer> times = new ArrayList<>();
        while (!line.atLineEnd()) {
          times.add(line.unsigned());
        }
        cpus.add(row, times, line);
        if (modes(times.size()).isEmpty()) {
          throw line.malformed("at least %d numbers, not %d".formatted(FEWEST_TIMES, times.size()));
        }
      } else {
        Layout.Builder.RowBuilder row = out.row(SYSTEM);
        for (int place = 1; place == 1 || !line.atLineEnd(); place++) {
          row.cell(DESCRIPTIONS.column(name(key, place), Unit.COUNT), line.unsigned());
        }
      }
    }

    /** Reads {@code (major,place):(a,b,c,d,e)}. */
    private static void disk(Cursor line, Layout.Builder out) {
      line.wordAhead(); // over the blanks
      line.expect("(");
      Layout.Builder.RowBuilder row = out.newRow(DISK_IO, line.until(')'));
      line.expect(":");
      List<Integer> counts = new ArrayList<>();
      do {
        line.expect(counts.isEmpty() ? "(" : ",");
        counts.add(line.unsigned());
      } while (line.isNext(","));
      List<Column> columns = StatColumns.DISK_IO_COLUMNS;
      boolean isKnown = line.isNext(")") && counts.size() == columns.size();
      for (int i = 0; i < counts.size(); i++) {
        row.cell(isKnown ? columns.get(i) : Descriptions.unnamed(i + 1), counts.get(i));
      }
      if (!isKnown) {
        throw line.malformed("%d numbers in parentheses".formatted(columns.size()));
      }
      line.expect(")");
    }

    /** Keeps a line as its words if it does not have the required numbers. */
    private void hold(String key, int numbers, Cursor line, Layout.Builder out) {
      String expected = expected(key, numbers);
      if (!expected.isEmpty()) {
        MalformedTextException problem =
            line.malformed("%s after %s, not %d".formatted(expected, key, numbers));
        UnknownLines.read(line, out);
        throw problem;
      }
    }

    /**
     * The numbers that are required of a line, if this count of numbers is wrong; empty if it may
     * be right.
     */
    private String expected(String key, int numbers) {
      int inList = numbers - 1;
      if (key.equals("intr")) {
        return inList == 0 || inList >= interrupts
            ? ""
            : interrupts == SHIFTED
                ? "a number in its place for each source that interrupts has counted"
                : "at least %d numbers".formatted(interrupts + 1);
      }
      if (key.equals("softirq")) {
        return inList == 0 || !softirqNames(inList, softirqs).isEmpty()
            ? ""
            : "%d numbers".formatted(softirqs.size() + 1);
      }
      int described = described(key);
      return described == 0 || numbers == described ? "" : "%d numbers".formatted(described);
    }
  }

  /** The minimum count of interrupt numbers that {@link Parser} requires below {@code root}. */
  private static int fewestInterrupts(Path root) {
    List<Integer> counted =
        Interrupts.counted(root); // read first, so that the counts below are never older
    try {
      SampledFile.Parser unproven = (in, out) -> new Parser(List.of(), 0).parse(in, out);
      Stat stat = file(unproven).read(root);
      int listed = stat.rows(INTERRUPT).size();
      boolean isOfZeros = // as printed by others than the kernel
          IntStream.range(0, listed).allMatch(irq -> stat.interrupts(irq).equals(NONE));
      boolean isShifted =
          counted.stream().anyMatch(irq -> irq >= listed || stat.interrupts(irq).equals(NONE));
      return isShifted && !isOfZeros ? SHIFTED : listed;
    } catch (UnreadableException | MalformedTextException e) {
      return 0;
    }
  }

  /** The name of a number in a line, by its position among the numbers from 1. */
  private static String name(String key, int place) {
    return place == 1 ? key : key + "." + place;
  }

  /** How many numbers of a line are described; 0 if the line is not known. */
  private static int described(String key) {
    int count = 0;
    while (DESCRIPTIONS.has(name(key, count + 1))) {
      count++;
    }
    return count;
  }

  /**
   * The modes of a CPU line with this many times: each version appended to those of the previous
   * one, and the first printed 4.
   */
  private static List<Column> modes(int count) {
    return count < FEWEST_TIMES
        ? List.of()
        : StatColumns.CPU_COLUMNS.subList(0, Math.min(count, StatColumns.CPU_COLUMNS.size()));
  }

  private static boolean isCpu(String key) {
    return key.startsWith("cpu") && key.chars().skip(3).allMatch(Character::isDigit);
  }

  /**
   * The names of this many kinds: those of {@code softirqs} if it has that many; otherwise today's
   * if there are as many today; otherwise their numbers; none if {@code softirqs} has another
   * count.
   */
  private static List<String> softirqNames(int count, List<String> softirqs) {
    return Stream.of(softirqs, SOFTIRQ_NAMES)
        .filter(names -> names.size() == count)
        .findFirst()
        .orElseGet(
            () ->
                softirqs.isEmpty()
                    ? IntStream.range(0, count).mapToObj(Integer::toString).toList()
                    : List.of());
  }

  /**
   * {@return the row of a CPU by the kernel's number for it, whether or not it is online} Its
   * columns are {@link StatColumns#CPU_COLUMNS}.
   *
   * @param number the number, from 0
   */
  public static Row cpu(int number) {
    return CPU.row(Integer.toString(number));
  }

  /** {@return the row of all CPUs together, including the time of those that are offline now} */
  public static Row allCpus() {
    return CPU.row("all");
  }

  /**
   * {@return the row of the numbers that the file has once, such as {@link
   * StatColumns#SYSTEM_CTXT}} It identifies their series and handles.
   */
  public static Row system() {
    return SYSTEM_ROW;
  }

  /**
   * {@return the row of the interrupts with this number}
   *
   * @param irq the number of the interrupt, from 0
   */
  public static Row interrupt(int irq) {
    return INTERRUPT.row(Integer.toString(irq));
  }

  /**
   * {@return the row of a kind of softirq by the kernel's name for it, such as {@code NET_RX}, or
   * by its number from 0 if the name is not known}
   *
   * @param name the kernel's name for the kind, as in {@code softirqs}
   */
  public static Row softirq(String name) {
    Objects.requireNonNull(name, "name");
    return SOFTIRQ.row(name);
  }

  /**
   * {@return the rows of the online CPUs, each identified by its number, preceded by the row of
   * all}
   */
  public List<Row> cpus() {
    return rows(CPU);
  }

  /**
   * {@return how long a CPU was in a mode since boot, in ticks of USER_HZ; empty if the CPU is
   * offline or this kernel does not count the mode}
   *
   * @param cpu {@link #cpu} or {@link #allCpus}
   * @param mode one of {@link StatColumns#CPU_COLUMNS}
   */
  public OptionalLong ticks(Row cpu, Column mode) {
    Objects.requireNonNull(mode, "mode");
    return amount(cpu, mode);
  }

  /**
   * {@return how often interrupts with this number were handled since boot; empty if there is no
   * such number}
   *
   * @param irq the number of the interrupt, from 0
   */
  public OptionalLong interrupts(int irq) {
    return amount(interrupt(irq), StatColumns.INTERRUPT_COUNT);
  }

  /**
   * {@return how often softirqs of this kind were handled since boot; empty if there is no such
   * kind}
   *
   * @param name the kernel's name for the kind, as in {@code softirqs}
   */
  public OptionalLong softirqs(String name) {
    Objects.requireNonNull(name, "name");
    return amount(softirq(name), StatColumns.SOFTIRQ_COUNT);
  }

  /** {@return the number of interrupts handled since boot, including those without a number} */
  public long interrupts() {
    return amountOf(SYSTEM_ROW, StatColumns.SYSTEM_INTR);
  }

  /** {@return the number of softirqs handled since boot, of all kinds} */
  public long softirqs() {
    return amountOf(SYSTEM_ROW, StatColumns.SYSTEM_SOFTIRQ);
  }

  /** {@return the number of context switches since boot, on all CPUs} */
  public long contextSwitches() {
    return amountOf(SYSTEM_ROW, StatColumns.SYSTEM_CTXT);
  }

  /**
   * {@return when the machine was booted, in seconds since 1970 by the clock as it is set now;
   * changes when the clock is set}
   */
  public long bootTimeSeconds() {
    return amountOf(SYSTEM_ROW, StatColumns.SYSTEM_BTIME);
  }

  /** {@return the number of processes and threads created since boot: forks, vforks and clones} */
  public long forks() {
    return amountOf(SYSTEM_ROW, StatColumns.SYSTEM_PROCESSES);
  }

  /** {@return the number of threads that are runnable now, including the running ones} */
  public long running() {
    return amountOf(SYSTEM_ROW, StatColumns.SYSTEM_PROCS_RUNNING);
  }

  /** {@return the number of threads that are waiting for I/O now} */
  public long blocked() {
    return amountOf(SYSTEM_ROW, StatColumns.SYSTEM_PROCS_BLOCKED);
  }

  /**
   * {@return the number of any line with one number, by the kernel's key; empty if there is no such
   * line}
   *
   * @param key the first word of the line, such as {@code btime}
   */
  public OptionalLong amount(String key) {
    Objects.requireNonNull(key, "key");
    return amount(SYSTEM_ROW, DESCRIPTIONS.column(key, Unit.COUNT));
  }
}
