package io.github.procfs4j.system;

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
import io.github.procfs4j.sampling.View;
import io.github.procfs4j.text.Cursor;
import io.github.procfs4j.text.MalformedTextException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.function.ToDoubleBiFunction;

/**
 * {@code /proc/schedstat}: how long tasks ran and waited to run on each CPU, and how load was
 * balanced between CPUs.
 *
 * <pre>
 * version 15
 * timestamp 4294897485
 * cpu0 0 0 1103 386 636 388 5699813454 3601413857 1215
 * domain0 0f 473 451 14 3411 18 0 0 451 30 26 ...
 * </pre>
 *
 * <p>A line for each online CPU, followed by one for each scheduling domain that contains it, from
 * the narrowest to the widest, with the mask of the domain's CPUs. The meaning of the numbers
 * depends on the version: see {@link SchedCpu#columns} for a CPU and {@link SchedDomain#columns}
 * for a domain. Version 17 prints the domain's name before its mask.
 *
 * <p>The lines of an unknown version are kept as {@link UnknownLines}, and the version is a
 * problem. A line with another count of numbers than its version prints is a problem too, and its
 * numbers are kept under generated names; but the line of a CPU may have more, because
 * distributions have appended some.
 *
 * <p>A domain is identified by its CPU, its number and its CPUs: when a CPU comes or goes, domains
 * are rebuilt, and become new rows. Documentation/scheduler/sched-stats.rst, {@code
 * kernel/sched/stats.c}.
 */
public final class SchedStat extends View {
  private static final Table SCHEDSTAT = Table.of("schedstat", "version");
  private static final Table CPU = Table.of("cpu", "cpu");
  private static final Table DOMAIN = Table.of("domain", "cpu", "domain", "name", "cpus");
  private static final Descriptions DESCRIPTIONS = SchedStatColumns.SCHEDSTAT_DESCRIPTIONS;
  private static final String DOCUMENT = "Documentation/scheduler/sched-stats.rst";

  private static final String FIRST_WITH_NAMES = "17";

  /** The file as a source. */
  public static final SampledFile<SchedStat> FILE =
      new SampledFile<>(
          new Source(
              "schedstat",
              "The scheduler by CPU and domain: run time, waiting time, and load balancing",
              Source.Mode.SAMPLED,
              "",
              "CONFIG_SCHEDSTATS",
              "",
              DOCUMENT + ", kernel/sched/stats.c"),
          Printing.RECORDS,
          (in, out) -> new Parser(out).parse(in),
          figures(),
          SchedStat::new);

  private SchedStat(FileReading reading) {
    super(reading);
  }

  private static List<Figure> figures() {
    return List.of(
        cpu(
            "running",
            "%",
            Limits.ofTime(100),
            "Share of the time in which tasks ran on the CPU.",
            (i, row) ->
                nanos(i, row, SchedStatColumns.CPU_RQ_CPU_TIME) / i.secondsPassed() / 1e9 * 100),
        cpu(
            "run delay",
            "ms/s",
            Limits.AMOUNT,
            "Time that tasks waited to run on the CPU, summed over tasks, a second: 1000 means"
                + " that one task was always waiting.",
            (i, row) -> nanos(i, row, SchedStatColumns.CPU_RUN_DELAY) / i.secondsPassed() / 1e6),
        cpu(
                "delay per timeslice",
                "ms",
                Limits.AMOUNT,
                "Mean time that a task waited before it ran.",
                SchedStat::delayPerTimeslice)
            .weightedBy("timeslices", SchedStat::timeslices),
        cpu(
            "timeslices",
            "/s",
            Limits.AMOUNT,
            SchedStatColumns.CPU_PCOUNT.meaning(),
            (i, row) -> timeslices(i, row) / i.secondsPassed()),
        domain(
            "balancing",
            "/s",
            "Attempts to balance load in the domain, whether the CPU was busy, idle or newly idle.",
            SchedDomain.LB_COUNT),
        domain(
            "tasks moved",
            "/s",
            "Tasks that were moved to the CPU to balance load in the domain.",
            SchedDomain.LB_GAINED),
        domain(
            "remote wakeups",
            "/s",
            SchedStatColumns.DOMAIN_TTWU_WAKE_REMOTE.meaning(),
            List.of(SchedStatColumns.DOMAIN_TTWU_WAKE_REMOTE)));
  }

  private static Figure cpu(
      String name,
      String unit,
      Limits limits,
      String meaning,
      ToDoubleBiFunction<Interval, Row> formula) {
    return new Figure(CPU.name(), name, unit, limits, meaning, DOCUMENT, formula);
  }

  private static Figure domain(String name, String unit, String meaning, List<Column> columns) {
    return new Figure(
        DOMAIN.name(),
        name,
        unit,
        Limits.AMOUNT,
        meaning,
        DOCUMENT,
        (i, row) -> {
          double sum = 0;
          for (int c = 0; c < columns.size(); c++) { // a stream or an iterator is an allocation
            sum += i.perSecond(row, columns.get(c));
          }
          return sum;
        });
  }

  private static double delayPerTimeslice(Interval interval, Row row) {
    double timeslices = timeslices(interval, row);
    return timeslices == 0
        ? Double.NaN
        : nanos(interval, row, SchedStatColumns.CPU_RUN_DELAY) / 1e6 / timeslices;
  }

  /**
   * The growth of a time. Until version 14 the text does not show the unit of times; what is then
   * missing is the time in nanoseconds.
   */
  private static double nanos(Interval interval, Row row, Column time) {
    boolean isKnown = isInNanos(interval.layout(), row, time);
    return interval.growth(row, isKnown ? time : SchedStatColumns.CPU_RQ_CPU_TIME);
  }

  private static boolean isInNanos(Layout layout, Row row, Column time) {
    int cell = layout.cell(row, time);
    return cell != Layout.ABSENT && layout.column(cell).unit().equals(time.unit());
  }

  private static double timeslices(Interval interval, Row row) {
    boolean isOld =
        interval.layout().cell(row, SchedStatColumns.CPU_UNTIL_14_PCNT) != Layout.ABSENT;
    return interval.growth(
        row, isOld ? SchedStatColumns.CPU_UNTIL_14_PCNT : SchedStatColumns.CPU_PCOUNT);
  }

  /** What has been read of one text. */
  private static final class Parser {
    private final Layout.Builder out;
    private String version = "";
    private boolean isUnknownSaid;

    private final AlikeLines cpus = new AlikeLines(this::ofCpu, 2);

    private String cpu = "";

    /** The number of domains of the CPU read so far: they are numbered from 0. */
    private int domains;

    Parser(Layout.Builder out) {
      this.out = out;
    }

    void parse(Cursor in) {
      in.expectText();
      in.eachLine(this::line);
      cpus.name(in);
    }

    /**
     * The columns of a CPU with this many numbers. Some distributions append some to those of a
     * version.
     */
    private List<Column> ofCpu(int count) {
      List<Column> columns = SchedCpu.columns(version);
      return count < columns.size() ? List.of() : columns;
    }

    private void line(Cursor line) {
      if (line.wordAhead().equals("version")) {
        version(line);
      } else if (isKnown()) {
        known(line);
      } else {
        MalformedTextException unknown = unknown(line);
        UnknownLines.read(line, out);
        if (!isUnknownSaid) {
          isUnknownSaid = true;
          throw unknown;
        }
      }
    }

    private boolean isKnown() {
      return !SchedCpu.columns(version).isEmpty();
    }

    private static MalformedTextException unknown(Cursor line) {
      return line.malformed(
          "a known version (10, 11, 12, 14, 15, 16 or 17), without which numbers have no names");
    }

    private void version(Cursor line) {
      line.word();
      line.wordAhead(); // skips the blanks
      MalformedTextException unknown = unknown(line);
      version = line.word();
      out.row(SCHEDSTAT, version);
      if (!isKnown()) {
        isUnknownSaid = true;
        throw unknown;
      }
    }

    private void known(Cursor line) {
      if (line.isNumberNext()) {
        cpu = "";
        UnknownLines.read(line, out);
        throw line.malformed("a name at the beginning of this line");
      }
      String key = line.word();
      if (isNumbered(key, "cpu")) {
        cpu = key.substring("cpu".length());
        domains = 0;
        List<Integer> cells = numbers(line);
        List<Column> columns = SchedCpu.columns(version);
        Layout.Builder.RowBuilder row = out.newRow(CPU, cpu);
        cpus.add(row, cells, line);
        hold(line, cells.size() >= columns.size(), columns, cells, "a CPU");
      } else if (isNumbered(key, "domain")) {
        domain(line, key.substring("domain".length()));
      } else {
        Layout.Builder.RowBuilder row = out.row(SCHEDSTAT, version);
        int cell = line.unsigned();
        Column column = DESCRIPTIONS.column(key, Unit.COUNT);
        row.cell(DESCRIPTIONS.has(key) ? Descriptions.alone(line, column) : column, cell);
        for (int place = 2; !line.atLineEnd(); place++) {
          row.cell(Column.undescribed(key + "." + place, Unit.COUNT), line.unsigned());
        }
      }
    }

    private void domain(Cursor line, String domain) {
      if (!domain.equals(Integer.toString(domains))) {
        cpu = ""; // a line is missing, perhaps the line of another CPU
      }
      if (cpu.isEmpty()) {
        throw line.malformed("a line of a CPU before those of its domains, from domain0 on");
      }
      domains++;
      boolean hasName = version.equals(FIRST_WITH_NAMES);
      String name = hasName ? line.word() : "";
      Layout.Builder.RowBuilder row = out.newRow(DOMAIN, cpu, domain, name, line.word());
      List<Integer> cells = numbers(line);
      List<Column> columns = SchedDomain.columns(version);
      boolean isKnown = cells.size() == columns.size();
      name(row, cells, isKnown ? columns : List.of(), hasName ? 4 : 3);
      hold(line, isKnown, columns, cells, "a domain");
    }

    private static List<Integer> numbers(Cursor line) {
      List<Integer> cells = new ArrayList<>();
      while (!line.atLineEnd()) {
        cells.add(line.unsigned());
      }
      return cells;
    }

    /** Assigns each number its column, or one that is named after its position. */
    private static void name(
        Layout.Builder.RowBuilder row, List<Integer> cells, List<Column> columns, int firstPlace) {
      for (int i = 0; i < cells.size(); i++) {
        row.cell(
            i < columns.size() ? columns.get(i) : Descriptions.unnamed(firstPlace + i),
            cells.get(i));
      }
    }

    private void hold(
        Cursor line, boolean isKnown, List<Column> columns, List<Integer> cells, String what) {
      if (!isKnown) {
        throw line.malformed(
            "%d numbers of %s in version %s, not %d"
                .formatted(columns.size(), what, version, cells.size()));
      }
    }

    private static boolean isNumbered(String key, String prefix) {
      return key.length() > prefix.length()
          && key.startsWith(prefix)
          && key.chars().skip(prefix.length()).allMatch(c -> c >= '0' && c <= '9');
    }
  }

  /** {@return the version of the format, such as {@code 15}; empty if the text names none} */
  public String version() {
    return rows(SCHEDSTAT).stream().findFirst().map(row -> row.label("version")).orElse("");
  }

  /**
   * {@return when the text was printed, in jiffies} The kernel starts counting five minutes before
   * 2^32, so jiffies wrap soon on 32-bit kernels.
   */
  public OptionalLong timestamp() {
    return amount(SCHEDSTAT.row(version()), SchedStatColumns.SCHEDSTAT_TIMESTAMP);
  }

  /**
   * {@return the online CPUs, each identified by its number} Their columns are in {@link SchedCpu}.
   */
  public List<Row> cpus() {
    return rows(CPU);
  }

  /**
   * {@return the row of a CPU by the kernel's number for it, whether or not it is online}
   *
   * @param number the number, from 0
   */
  public static Row cpu(int number) {
    return CPU.row(Integer.toString(number));
  }

  /**
   * {@return the domains of all CPUs, from the narrowest to the widest} Their columns are in {@link
   * SchedDomain}.
   */
  public List<Row> domains() {
    return rows(DOMAIN);
  }

  /**
   * {@return the domains that contain a CPU, from the narrowest to the widest; none if the kernel
   * has created none, as on a single CPU} Their labels contain what else the kernel prints: the
   * name ({@code SMT}, {@code MC}, {@code NUMA}; since version 17) and the mask of the domain's
   * CPUs.
   *
   * @param cpu the kernel's number for the CPU, from 0
   */
  public List<Row> domains(int cpu) {
    return domains().stream()
        .filter(row -> row.label("cpu").equals(Integer.toString(cpu)))
        .toList();
  }

  /**
   * {@return how long tasks ran on a CPU since boot, in nanoseconds; empty if it is offline, or
   * before version 15, when the unit of times is not known}
   *
   * @param cpu a row of {@link #cpus}
   */
  public OptionalLong runNanos(Row cpu) {
    return nanos(cpu, SchedStatColumns.CPU_RQ_CPU_TIME);
  }

  /**
   * {@return how long tasks waited to run on a CPU since boot, summed over tasks, in nanoseconds;
   * empty if it is offline, or before version 15, when the unit of times is not known}
   *
   * @param cpu a row of {@link #cpus}
   */
  public OptionalLong runDelayNanos(Row cpu) {
    return nanos(cpu, SchedStatColumns.CPU_RUN_DELAY);
  }

  private OptionalLong nanos(Row cpu, Column time) {
    return isInNanos(reading().layout(), cpu, time) ? amount(cpu, time) : OptionalLong.empty();
  }

  /**
   * {@return the mean time since boot that a task waited before it ran on a CPU, in nanoseconds;
   * empty if the CPU is offline or no task ran} Documentation/scheduler/sched-stats.rst.
   *
   * @param cpu a row of {@link #cpus}
   */
  public OptionalDouble delayPerTimesliceNanos(Row cpu) {
    long timeslices = amount(cpu, SchedStatColumns.CPU_PCOUNT).orElse(0);
    OptionalLong delay = runDelayNanos(cpu);
    return timeslices == 0 || delay.isEmpty()
        ? OptionalDouble.empty()
        : OptionalDouble.of((double) delay.getAsLong() / timeslices);
  }
}
