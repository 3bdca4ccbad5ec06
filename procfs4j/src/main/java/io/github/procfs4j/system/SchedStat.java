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
import io.github.procfs4j.sampling.Sampler;
import io.github.procfs4j.sampling.View;
import io.github.procfs4j.text.Cursor;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.function.ToDoubleBiFunction;

/**
 * {@code /proc/schedstat}: for how long tasks ran and waited to run on each CPU, and what was done
 * to balance load between CPUs.
 *
 * <pre>
 * version 15
 * timestamp 4294897485
 * cpu0 0 0 1103 386 636 388 5699813454 3601413857 1215
 * domain0 0f 473 451 14 3411 18 0 0 451 30 26 ...
 * </pre>
 *
 * <p>A line for each online CPU and behind it one for each scheduling domain that it is in, from
 * the narrowest out, with the mask of the domain's CPUs. What the numbers of a domain mean depends
 * on the version: 15 tells of balancing while idle, busy and newly idle, 8 numbers each; 16 has
 * busy before idle; 17 prints the domain's name before the mask, and 11 numbers each, with four
 * kinds of imbalance in place of one.
 *
 * <p>Of another version the nine numbers of a CPU are read as ever, as they have kept their places;
 * those of a domain, which each version so far has moved, are kept under generated names; and the
 * version is a problem. A line that has more numbers than its version should is read as far as that
 * goes where it is of a CPU, as distributions have added some at its end, and kept under generated
 * names where it is of a domain.
 *
 * <p>A domain is known by its CPU, its number and its CPUs: when a CPU comes or goes, domains are
 * made anew, and are others. Documentation/scheduler/sched-stats.rst, {@code kernel/sched/stats.c}.
 */
public final class SchedStat extends View {
  private static final Table SCHEDSTAT = Table.of("schedstat", "version");
  private static final Table CPU = Table.of("cpu", "cpu");
  private static final Table DOMAIN = Table.of("domain", "cpu", "domain", "name", "cpus");
  private static final Descriptions COLUMNS =
      Descriptions.of(SchedStat.class, "schedstat", "schedstat.");
  private static final String DOCUMENT = "Documentation/scheduler/sched-stats.rst";

  private static final int FIRST_WITH_NAMES = 17;

  /** The file as a source. */
  public static final SampledFile<SchedStat> FILE =
      new SampledFile<>(
          new Source(
              "schedstat",
              "The scheduler by CPU and domain: time run and waited, and balancing of load",
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
            (i, row) -> i.perSecond(row, SchedCpu.RQ_CPU_TIME) / 1e9 * 100),
        cpu(
            "run delay",
            "ms/s",
            Limits.AMOUNT,
            "Time that tasks waited to run on the CPU, summed over tasks, in each second: 1000 is"
                + " one task always waiting.",
            (i, row) -> i.perSecond(row, SchedCpu.RUN_DELAY) / 1e6),
        cpu(
                "delay per timeslice",
                "ms",
                Limits.AMOUNT,
                "Mean time that a task waited before it ran.",
                SchedStat::delayPerTimeslice)
            .weighedBy((i, row) -> i.growth(row, SchedCpu.PCOUNT)),
        cpu(
            "timeslices",
            "/s",
            Limits.AMOUNT,
            SchedCpu.PCOUNT.meaning(),
            (i, row) -> i.perSecond(row, SchedCpu.PCOUNT)),
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
            SchedDomain.TTWU_WAKE_REMOTE.meaning(),
            List.of(SchedDomain.TTWU_WAKE_REMOTE)));
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
        (i, row) -> columns.stream().mapToDouble(column -> i.perSecond(row, column)).sum());
  }

  private static double delayPerTimeslice(Interval interval, Row row) {
    double timeslices = interval.growth(row, SchedCpu.PCOUNT);
    return timeslices == 0
        ? Double.NaN
        : interval.growth(row, SchedCpu.RUN_DELAY) / 1e6 / timeslices;
  }

  /** What was read so far of one text. */
  private static final class Parser {
    private final Layout.Builder out;
    private String version = "";
    private List<Column> domainColumns = List.of();
    private boolean hasNames = true;
    private boolean isVersionMissed;
    private String cpu = "";

    Parser(Layout.Builder out) {
      this.out = out;
    }

    void parse(Cursor in) {
      in.expectText();
      in.eachLine(
          line -> {
            line(line);
            if (version.isEmpty() && !isVersionMissed) {
              isVersionMissed = true;
              throw line.malformed("the version before this line");
            }
          });
    }

    private void line(Cursor line) {
      String key = line.word();
      if (key.equals("version")) {
        version(line);
      } else if (isNumbered(key, "cpu")) {
        cpu = key.substring("cpu".length());
        Layout.Builder.RowBuilder row = out.newRow(CPU, cpu);
        for (Column column : SchedCpu.COLUMNS) {
          row.cell(column, line.unsigned());
        }
        Descriptions.rest(line, row, 1 + SchedCpu.COLUMNS.size());
      } else if (isNumbered(key, "domain")) {
        domain(line, key.substring("domain".length()));
      } else {
        Layout.Builder.RowBuilder row = out.row(SCHEDSTAT, version);
        row.cell(COLUMNS.column(key, Unit.COUNT), line.unsigned());
        for (int place = 2; !line.atLineEnd(); place++) {
          row.cell(Column.undescribed(key + "." + place, Unit.COUNT), line.unsigned());
        }
      }
    }

    private void version(Cursor line) {
      version = line.word();
      domainColumns = SchedDomain.columns(version);
      hasNames = !version.matches("[0-9]{1,9}") || Integer.parseInt(version) >= FIRST_WITH_NAMES;
      if (domainColumns.isEmpty()) {
        throw line.malformed("version 15, 16 or 17 before this place, not " + version);
      }
    }

    private void domain(Cursor line, String domain) {
      if (cpu.isEmpty()) {
        throw line.malformed("a line of a CPU before those of its domains");
      }
      String name = hasNames ? line.word() : "";
      Layout.Builder.RowBuilder row = out.newRow(DOMAIN, cpu, domain, name, line.word());
      List<Integer> cells = new ArrayList<>();
      while (!line.atLineEnd()) {
        cells.add(line.unsigned());
      }
      boolean isKnown = cells.size() == domainColumns.size();
      int before = hasNames ? 3 : 2;
      for (int i = 0; i < cells.size(); i++) {
        row.cell(
            isKnown ? domainColumns.get(i) : Descriptions.unnamed(before + i + 1), cells.get(i));
      }
      if (!isKnown && !domainColumns.isEmpty()) {
        throw line.malformed(
            "%d numbers of a domain in version %s, not %d"
                .formatted(domainColumns.size(), version, cells.size()));
      }
    }

    private static boolean isNumbered(String key, String prefix) {
      return key.length() > prefix.length()
          && key.startsWith(prefix)
          && key.chars().skip(prefix.length()).allMatch(c -> c >= '0' && c <= '9');
    }
  }

  /** The version of the format, such as {@code 15}; empty if the text names none. */
  public String version() {
    return rows(SCHEDSTAT).stream().findFirst().map(row -> row.label("version")).orElse("");
  }

  /**
   * When this was printed, in jiffies; the kernel counts them from five minutes before 2^32 on, so
   * that they wrap soon on 32-bit kernels.
   */
  public OptionalLong timestamp() {
    return amountIfPrinted(SCHEDSTAT.row(version()), COLUMNS.column("timestamp"));
  }

  /** The CPUs that are online, each known by its number. Their columns are {@link SchedCpu}. */
  public List<Row> cpus() {
    return rows(CPU);
  }

  /** The row of a CPU by the kernel's number for it, whether it is online or not. */
  public static Row cpu(int number) {
    return CPU.row(Integer.toString(number));
  }

  /** The domains of all CPUs, from the narrowest out. Their columns are {@link SchedDomain}. */
  public List<Row> domains() {
    return rows(DOMAIN);
  }

  /**
   * The domains that a CPU is in, from the narrowest out: none where the kernel has made none, as
   * on a single CPU. Their labels tell what else the kernel prints: the name ({@code SMT}, {@code
   * MC}, {@code NUMA}; since version 17) and the mask of the domain's CPUs.
   */
  public List<Row> domains(int cpu) {
    return domains().stream()
        .filter(row -> row.label("cpu").equals(Integer.toString(cpu)))
        .toList();
  }

  /**
   * A number of a CPU or of a domain, in its column's unit; empty if it is not there or this
   * version does not print it.
   *
   * @param row {@link #cpu} or one of {@link #domains}
   * @param column one of {@link SchedCpu} or {@link SchedDomain}
   */
  public OptionalLong amount(Row row, Column column) {
    return amountIfPrinted(row, column);
  }

  /** For how long tasks ran on a CPU since boot, in nanoseconds; empty if it is offline. */
  public OptionalLong runNanos(Row cpu) {
    return amountIfPrinted(cpu, SchedCpu.RQ_CPU_TIME);
  }

  /**
   * For how long tasks waited to run on a CPU since boot, summed over tasks, in nanoseconds; empty
   * if it is offline.
   */
  public OptionalLong runDelayNanos(Row cpu) {
    return amountIfPrinted(cpu, SchedCpu.RUN_DELAY);
  }

  /**
   * For how long a task waited before it ran on a CPU, the mean since boot, in nanoseconds; empty
   * if the CPU is offline or none ran. Documentation/scheduler/sched-stats.rst.
   */
  public OptionalDouble delayPerTimesliceNanos(Row cpu) {
    long timeslices = amountIfPrinted(cpu, SchedCpu.PCOUNT).orElse(0);
    OptionalLong delay = runDelayNanos(cpu);
    return timeslices == 0 || delay.isEmpty()
        ? OptionalDouble.empty()
        : OptionalDouble.of((double) delay.getAsLong() / timeslices);
  }

  /** A sampler of the same file. */
  public Sampler<SchedStat> sampler() {
    return FILE.sampler(reading().root());
  }
}
