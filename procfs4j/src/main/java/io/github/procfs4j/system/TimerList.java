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
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.ToDoubleBiFunction;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * {@code /proc/timer_list}: the armed high-resolution timers, by CPU and clock, and the devices
 * that wake up the CPUs for them.
 *
 * <pre>
 * Timer List Version: v0.9
 * HRTIMER_MAX_CLOCK_BASES: 8
 * now at 27268249145 nsecs
 *
 * cpu: 0
 *  clock 0:
 *   .base:       000000008918b112
 *   .index:      0
 *   .resolution: 1 nsecs
 *   .get_time:   ktime_get
 *   .offset:     0 nsecs
 * active timers:
 *  #0: &lt;00000000e73d3c60&gt;, tick_sched_timer, S:01
 *  # expires at 27268000000-27268000000 nsecs [in -249145 to -249145 nsecs]
 *   .expires_next   : 27276000000 nsecs
 *   .nr_events      : 9463
 * jiffies: 4294899042
 * </pre>
 *
 * <p>followed, for each device, by {@code Tick Device: mode: 1}, {@code Per CPU device: 0} or
 * {@code Broadcast device}, {@code Clock Event Device: lapic}, and lines of a name and a number or
 * a function. {@code kernel/time/timer_list.c}. Versions v0.3 (Linux 2.6.21) to v0.10 (6.12) are
 * known. All lines of another version are kept as {@link UnknownLines}, and the version is a
 * problem. Until Linux 2.6.27 a timer has a single expiry, not a range: {@code # expires at
 * 27268000000 nsecs [in -249145 nsecs]}.
 *
 * <p>Tables: <b>header</b>; <b>clock</b>, identified by CPU and number; <b>timer</b>, identified by
 * CPU, clock, function and address, which the kernel hashes; <b>cpu</b>; <b>device</b>, identified
 * by its CPU or {@code broadcast}, and its name; <b>broadcast</b>, CPU masks in words of 32 CPUs.
 * Two tables have no numbers: <b>timers_of</b>, with a row for each function that has timers, and
 * <b>function</b>, the functions that a clock or device calls, with their roles. Until Linux 4.10
 * the line of a timer may also contain who started it (CONFIG_TIMER_STATS): these words are in
 * <b>started</b>.
 */
public final class TimerList extends View {
  private static final String SOURCE = "kernel/time/timer_list.c";
  private static final String HEAD = "Timer List Version: ";

  /** The known versions. */
  private static final Pattern VERSION = Pattern.compile("v0\\.([3-9]|10)");

  private static final Table HEADER = Table.of("header", "version");
  private static final Table CLOCK = Table.of("clock", "cpu", "clock");
  private static final Table TIMER = Table.of("timer", "cpu", "clock", "function", "timer");
  private static final Table TIMERS_OF = Table.of("timers_of", "function");
  private static final Table STARTED = Table.of("started", "timer", "by");
  private static final Table CPU = Table.of("cpu", "cpu");
  private static final Table DEVICE = Table.of("device", "cpu", "device");
  private static final Table BROADCAST = Table.of("broadcast", "mask");
  private static final Table FUNCTION = Table.of("function", "cpu", "of", "role", "function");

  private static final Descriptions HEADERS = TimerListColumns.HEADER_DESCRIPTIONS;
  private static final Descriptions CLOCKS = TimerListColumns.CLOCK_DESCRIPTIONS;
  private static final Descriptions CPUS = TimerListColumns.CPU_DESCRIPTIONS;
  private static final Descriptions DEVICES = TimerListColumns.DEVICE_DESCRIPTIONS;
  private static final Descriptions MASKS = TimerListColumns.BROADCAST_DESCRIPTIONS;

  /** So many comparisons take no longer than a table of the functions. */
  private static final int FEW = 1 << 13;

  private static final Function<Interval, Map<String, Armed>> BY_FUNCTION = TimerList::byFunction;

  /** The file as a source. */
  public static final SampledFile<TimerList> FILE =
      new SampledFile<>(
          new Source(
              "timer_list",
              "Armed timers by CPU and clock, and the devices that wake the CPUs up",
              Source.Mode.SAMPLED,
              "",
              "",
              "root",
              SOURCE),
          Printing.RECORDS,
          TimerList::parse,
          List.of(
              Figure.rate(CPU, "events", "/s", TimerListColumns.CPU_NR_EVENTS),
              Figure.rate(CPU, "retries", "/s", TimerListColumns.CPU_NR_RETRIES),
              Figure.rate(CPU, "hangs", "/s", TimerListColumns.CPU_NR_HANGS),
              Figure.rate(CPU, "idle calls", "/s", TimerListColumns.CPU_IDLE_CALLS),
              Figure.rate(CPU, "tick stops", "/s", TimerListColumns.CPU_IDLE_SLEEPS),
              new Figure(
                  CPU.name(),
                  "%idle",
                  "%",
                  Limits.ofTime(100),
                  "Share of the time that the CPU slept in idle, with or without outstanding I/O,"
                      + " as accounted by the tick code. If iowait_sleeptime is not printed, it"
                      + " counts as 0, because idle_sleeptime then includes it; Linux 2.6.35 to 3.1"
                      + " includes it in both.",
                  "kernel/time/tick-sched.c",
                  (i, row) ->
                      (i.growth(row, TimerListColumns.CPU_IDLE_SLEEPTIME)
                              + i.growthIfPrinted(row, TimerListColumns.CPU_IOWAIT_SLEEPTIME))
                          / i.secondsPassed()
                          / 1e7),
              figure("armed", "", "Armed timers of this function.", TimerList::armed),
              figure(
                  "overdue",
                  "",
                  "Armed timers of this function whose earliest expiry has passed.",
                  TimerList::overdue),
              figure(
                  "overdue by",
                  "ms",
                  "Time by which the most overdue timer is overdue.",
                  TimerList::overdueMillis),
              figure(
                  "slack",
                  "ms",
                  "Largest delay allowed for one of them so that wake-ups can be shared.",
                  TimerList::slackMillis)),
          TimerList::new);

  private TimerList(FileReading reading) {
    super(reading);
  }

  private static Figure figure(
      String name, String unit, String meaning, ToDoubleBiFunction<Interval, Row> formula) {
    return new Figure(TIMERS_OF.name(), name, unit, Limits.AMOUNT, meaning, SOURCE, formula);
  }

  /** The time to the earliest expiry; for a timer without a range, to its only expiry. */
  private static double earliestIn(Interval interval, Row timer) {
    boolean isRange =
        interval.layout().cell(timer, TimerListColumns.TIMER_SOFT_IN) != Layout.ABSENT;
    return interval.amount(
        timer, isRange ? TimerListColumns.TIMER_SOFT_IN : TimerListColumns.TIMER_IN);
  }

  private static double armed(Interval interval, Row function) {
    return areMany(interval) ? armedOf(interval, function).count : count(interval, function, false);
  }

  private static double overdue(Interval interval, Row function) {
    return areMany(interval)
        ? armedOf(interval, function).overdue
        : count(interval, function, true);
  }

  /** The timers of a function, or those that are overdue. */
  private static double count(Interval interval, Row function, boolean isOverdue) {
    List<Row> timers = TableOf.rows(interval.layout(), TIMER.name());
    int count = 0;
    for (int i = 0; i < timers.size(); i++) {
      boolean counts =
          isOf(function, timers.get(i)) && (!isOverdue || earliestIn(interval, timers.get(i)) < 0);
      count += counts ? 1 : 0;
    }
    return count;
  }

  private static double overdueMillis(Interval interval, Row function) {
    double most = 0;
    if (areMany(interval)) {
      most = armedOf(interval, function).longest;
    } else {
      List<Row> timers = TableOf.rows(interval.layout(), TIMER.name());
      for (int i = 0; i < timers.size(); i++) {
        if (isOf(function, timers.get(i))) {
          most = Math.max(most, -earliestIn(interval, timers.get(i)));
        }
      }
    }
    return most / 1e6;
  }

  private static double slackMillis(Interval interval, Row function) {
    double most = Double.NEGATIVE_INFINITY;
    if (areMany(interval)) {
      most = armedOf(interval, function).slack;
    } else {
      List<Row> timers = TableOf.rows(interval.layout(), TIMER.name());
      for (int i = 0; i < timers.size(); i++) {
        if (isOf(function, timers.get(i))) {
          most = Math.max(most, slack(interval, timers.get(i)));
        }
      }
    }
    return most == Double.NEGATIVE_INFINITY ? Double.NaN : most / 1e6;
  }

  private static double slack(Interval interval, Row timer) {
    return interval.amount(timer, TimerListColumns.TIMER_EXPIRES)
        - interval.amount(timer, TimerListColumns.TIMER_SOFT_EXPIRES);
  }

  /** The timers of a function. */
  private static final class Armed {
    static final Armed NONE = new Armed();

    int count;
    int overdue;
    double longest;
    double slack = Double.NEGATIVE_INFINITY;
  }

  /**
   * Whether comparing each timer with each function would take longer than a table of the
   * functions, which has to be allocated.
   */
  private static boolean areMany(Interval interval) {
    return (long) TableOf.rows(interval.layout(), TIMER.name()).size()
            * TableOf.rows(interval.layout(), TIMERS_OF.name()).size()
        > FEW;
  }

  private static Armed armedOf(Interval interval, Row function) {
    return interval.onceForAll(BY_FUNCTION).getOrDefault(function.label("function"), Armed.NONE);
  }

  private static Map<String, Armed> byFunction(Interval interval) {
    Map<String, Armed> functions = new HashMap<>();
    for (Row timer : TableOf.rows(interval.layout(), TIMER.name())) {
      Armed armed = functions.computeIfAbsent(timer.label("function"), name -> new Armed());
      double earliest = earliestIn(interval, timer);
      armed.count++;
      armed.overdue += earliest < 0 ? 1 : 0;
      armed.longest = Math.max(armed.longest, -earliest);
      armed.slack = Math.max(armed.slack, slack(interval, timer));
    }
    return functions;
  }

  private static boolean isOf(Row function, Row timer) {
    return timer.label("function").equals(function.label("function"));
  }

  /**
   * The state after the lines read so far. How a line is read depends only on its own words and on
   * this state.
   */
  private static final class Parsing {
    private static final Pattern NUMBER = Pattern.compile("-?[0-9]+");
    private static final Pattern HEXADECIMAL = Pattern.compile("[0-9a-f]+");
    private static final Pattern RANGE = Pattern.compile("[^-]+-.+");

    private final Layout.Builder out;
    private final Layout.Builder.RowBuilder header;

    private Section section = Section.HEADER;
    private String cpu = "";
    private String clock = "";
    private String deviceName = "";

    /** The timer whose second line comes next. */
    private Layout.Builder.@Nullable RowBuilder timer;

    /** The number in the first line of a device, before the name of the device is known. */
    private int tickMode = Cursor.NONE;

    private enum Section {
      HEADER,
      CLOCK,
      CPU,
      DEVICE
    }

    Parsing(Layout.Builder out, String version) {
      this.out = out;
      header = out.row(HEADER, version);
      out.table(CLOCK).table(TIMER).table(CPU);
    }

    void parseLine(Cursor line) {
      if (line.isNext(" # expires at ")) {
        expiry(line);
      } else if (line.isNext(" #")) {
        timer(line);
      } else if (!line.atLineEnd()) {
        timer = null;
        heading(line);
      }
    }

    private void timer(Cursor line) {
      timer = null;
      line.expect(" #");
      int position = line.unsigned();
      String address = "";
      String function = "";
      try {
        line.expect(":");
        address = line.until(',').replaceAll("[<>]", "");
        function = line.until(',');
      } finally {
        // The number has to belong to some row, whatever follows.
        timer =
            out.newRow(TIMER, cpu, clock, function, address)
                .cell(TimerListColumns.TIMER_POSITION, position);
        out.row(TIMERS_OF, function);
      }
      line.expect(" S:");
      timer.cell(TimerListColumns.TIMER_STATE, line.hexadecimal());
      if (line.isNext(", ")) {
        line.expect(", ");
        out.newRow(STARTED, address, line.rest());
      }
    }

    private void expiry(Cursor line) {
      Layout.Builder.RowBuilder of = timer;
      timer = null;
      if (of == null) {
        throw line.malformed("a timer before its expiry");
      }
      line.expect(" # expires at ");
      boolean isRange = RANGE.matcher(line.wordAhead()).matches();
      if (!isRange && line.lineAhead().contains(" to ")) {
        throw line.malformed("a range of expiry");
      }
      if (isRange) {
        upTo("-", line, of, TimerListColumns.TIMER_SOFT_EXPIRES, line.unsigned());
      }
      upTo(" nsecs [in ", line, of, TimerListColumns.TIMER_EXPIRES, line.unsigned());
      if (isRange) {
        upTo(" to ", line, of, TimerListColumns.TIMER_SOFT_IN, line.signed());
      }
      // At first, version v0.3 printed past times as unsigned numbers near 2^64.
      boolean isSigned = line.wordAhead().startsWith("-") || isRange;
      upTo(
          " nsecs]",
          line,
          of,
          TimerListColumns.TIMER_IN,
          isSigned ? line.signed() : line.unsigned());
    }

    /** Adds a number that was just read, under its column only if it is followed by {@code end}. */
    private static void upTo(
        String end, Cursor line, Layout.Builder.RowBuilder row, Column column, int cell) {
      row.cell(line.isNext(end) ? column : Descriptions.alone(line, column), cell);
      line.expect(end);
    }

    private void heading(Cursor line) {
      if (line.isNext("cpu: ")) {
        line.expect("cpu: ");
        cpu = line.word();
        section = Section.CPU;
        out.row(CPU, cpu);
      } else if (line.isNext("clock ")) {
        line.expect("clock ");
        clock = line.until(':');
        section = Section.CLOCK;
        out.row(CLOCK, cpu, clock);
      } else if (line.isNext("active timers:")) {
        line.expect("active timers:");
        section = Section.CPU;
      } else if (line.isNext("now at ")) {
        line.expect("now at ");
        upTo(" nsecs", line, header, TimerListColumns.HEADER_NOW, line.unsigned());
      } else if (line.isNext("Tick Device:")) {
        line.expect("Tick Device: mode:");
        endDevice();
        section = Section.DEVICE;
        cpu = "";
        deviceName = "";
        tickMode = line.unsigned();
      } else if (line.isNext("Per CPU device:")) {
        line.expect("Per CPU device:");
        cpu = line.word();
      } else if (line.isNext("Broadcast device")) {
        line.expect("Broadcast device");
        cpu = "broadcast";
      } else if (line.isNext("Clock Event Device:")) {
        line.expect("Clock Event Device:");
        deviceName = line.rest();
        endDevice();
      } else if (line.isNext("tick_broadcast_")) {
        mask(line);
      } else {
        named(line);
      }
    }

    /** Adds the number in the first line of a device to the device's row. */
    void endDevice() {
      if (tickMode != Cursor.NONE) {
        out.row(DEVICE, cpu, deviceName).cell(TimerListColumns.DEVICE_TICK_MODE, tickMode);
        tickMode = Cursor.NONE;
      }
    }

    /** A mask of CPUs in 32-bit words, the highest CPUs first. */
    private void mask(Cursor line) {
      String name = line.until(':');
      List<Integer> words = new ArrayList<>();
      try {
        words.add(line.hexadecimal());
        while (line.isNext(",")) {
          line.expect(",");
          words.add(line.hexadecimal());
        }
      } finally {
        Layout.Builder.RowBuilder row = out.newRow(BROADCAST, name);
        for (int i = 0; i < words.size(); i++) {
          int cpus = 32 * (words.size() - 1 - i);
          row.cell(MASKS.column("cpus" + cpus, Unit.COUNT), words.get(i));
        }
      }
    }

    /** A name, a colon, and a number, perhaps of nanoseconds, or a function. */
    private void named(Cursor line) {
      if (line.isNext(".")) {
        line.expect(".");
      }
      String name = line.until(':').strip();
      if (line.atLineEnd()) {
        throw line.malformed("a number or a function");
      }
      String value = line.wordAhead();
      boolean isBase = name.equals("base");
      boolean isAddress = isBase && HEXADECIMAL.matcher(value).matches();
      boolean isDescribed = !isBase && !columns().column(name, Unit.COUNT).reference().isEmpty();
      if (!isAddress && !isDescribed && !NUMBER.matcher(value).matches()) {
        String of = section == Section.CLOCK ? "clock " + clock : deviceName;
        out.newRow(FUNCTION, cpu, of, name, line.rest());
        return;
      }
      // A column that is described as nanoseconds contains nanoseconds even if the text does not
      // state the unit.
      boolean isSigned = columns().column(name, Unit.COUNT).signed();
      int cell = isAddress ? line.hexadecimal() : isSigned ? line.signed() : line.unsigned();
      boolean isNanos = line.isNext(" nsecs");
      Column column = columns().column(name, isNanos ? Unit.NANOSECONDS : Unit.COUNT);
      row().cell(isNanos ? column : Descriptions.alone(line, column), cell);
      if (isNanos) {
        line.expect(" nsecs");
      }
    }

    private Descriptions columns() {
      return switch (section) {
        case HEADER -> HEADERS;
        case CLOCK -> CLOCKS;
        case CPU -> CPUS;
        case DEVICE -> DEVICES;
      };
    }

    private Layout.Builder.RowBuilder row() {
      return switch (section) {
        case HEADER -> header;
        case CLOCK -> out.row(CLOCK, cpu, clock);
        case CPU -> out.row(CPU, cpu);
        case DEVICE -> out.row(DEVICE, cpu, deviceName);
      };
    }
  }

  private static void parse(Cursor in, Layout.Builder out) {
    in.expect(HEAD);
    String version = in.word();
    Parsing lines = new Parsing(out, version);
    in.endLine();
    if (VERSION.matcher(version).matches()) {
      in.eachLine(lines::parseLine);
      lines.endDevice();
    } else {
      UnknownLines.readAll(in, "a known version, v0.3 to v0.10, not " + version, out);
    }
  }

  /**
   * {@return the monotonic time to which expiries are relative, in nanoseconds since boot,
   * excluding suspended time: the time at which printing began}
   */
  public OptionalLong nowNanos() {
    return rows(HEADER).stream()
        .findFirst()
        .map(header -> amount(header, TimerListColumns.HEADER_NOW))
        .orElse(OptionalLong.empty());
  }

  /** {@return the online CPUs, in the order of the text} */
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
   * {@return the devices that wake up one CPU each, or many by broadcast, in the order of the text}
   */
  public List<Row> devices() {
    return rows(DEVICE);
  }

  /** {@return the clocks of all CPUs, in the order of the text} */
  public List<Row> clocks() {
    return rows(CLOCK);
  }

  /**
   * {@return the function that a device calls in a role, such as {@code hrtimer_interrupt} for
   * {@code event_handler}; empty if none is printed}
   *
   * @param device one of {@link #devices}
   * @param role the text before the colon, such as {@code set_next_event}
   */
  public Optional<String> function(Row device, String role) {
    Objects.requireNonNull(role, "role");
    return rows(FUNCTION).stream()
        .filter(row -> row.label("cpu").equals(device.label("cpu")))
        .filter(row -> row.label("of").equals(device.label("device")))
        .filter(row -> row.label("role").equals(role))
        .map(row -> row.label("function"))
        .findFirst();
  }

  /**
   * {@return the armed timers, by CPU and clock and then by expiry} Computed at each call. Until
   * Linux 2.6.27 a timer has a single expiry, which is both its earliest and its latest.
   */
  public List<ArmedTimer> timers() {
    List<ArmedTimer> timers = new ArrayList<>();
    for (Row row : rows(TIMER)) {
      OptionalLong expires = amount(row, TimerListColumns.TIMER_EXPIRES);
      OptionalLong in = amount(row, TimerListColumns.TIMER_IN);
      if (expires.isPresent() && in.isPresent()) {
        timers.add(
            new ArmedTimer(
                row,
                amount(row, TimerListColumns.TIMER_SOFT_EXPIRES).orElse(expires.getAsLong()),
                expires.getAsLong(),
                amount(row, TimerListColumns.TIMER_SOFT_IN).orElse(in.getAsLong()),
                in.getAsLong()));
      }
    }
    return timers;
  }

  /**
   * {@return the timers of each function, by its name: what wakes up the machine, and what is late}
   * Computed at each call.
   */
  public SortedMap<String, TimersOfFunction> byFunction() {
    SortedMap<String, TimersOfFunction> byFunction = new TreeMap<>();
    for (ArmedTimer timer : timers()) {
      byFunction.merge(timer.function(), TimersOfFunction.of(timer), TimersOfFunction::and);
    }
    return byFunction;
  }
}
