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
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.ToDoubleBiFunction;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * {@code /proc/sched_debug}, since Linux 5.13 {@code sched/debug} in debugfs: the run queues of
 * each CPU and all tasks.
 *
 * <pre>
 * Sched Debug Version: v0.11, 6.1.0-50-amd64 #1
 * ktime                                   : 30734.606365
 * sysctl_sched
 *   .sysctl_sched_latency                    : 24.000000
 * cpu#0, 2596.134 MHz
 *   .nr_running                    : 0
 * cfs_rq[0]:/wl grp
 *   .min_vruntime                  : 7747.967778
 * rt_rq[0]:
 *   .rt_time                       : 0.000000
 * runnable tasks:
 *  S            task   PID         tree-key  switches  prio     wait-time             sum-exec        sum-sleep
 * -------------------------------------------------------------------------------------------------------------
 * &gt;R              wl   471     72410.072369        47   120        35.104405      3665.435050        70.658135        70.658135 0 0 /
 * </pre>
 *
 * <p>Six decimals are nanoseconds printed as milliseconds. {@code kernel/sched/debug.c}
 *
 * <p>Tables: <b>header</b>; <b>cpu</b>; <b>cfs_rq</b> and <b>rt_rq</b>, identified by CPU and group
 * (the path of a cgroup, or an autogroup); <b>dl_rq</b>; and a similar table for run queues that a
 * newer kernel adds. <b>task</b>, identified by number and name, contains all tasks, not only
 * runnable ones. <b>placement</b>, which has no numbers, shows where each was found: its CPU, its
 * state ({@code >R} is the running one), flags ({@code E} eligible or {@code N} not, {@code S} with
 * a slice of its own), and group. A task that moves while the file is printed may be listed twice,
 * or not at all.
 *
 * <p>Versions v0.03 (Linux 2.6.21 with the patches that became 2.6.23) to v0.11 are known. All
 * lines of another version are kept as {@link UnknownLines}, and the version is a problem.
 *
 * <p>The heading names the columns of tasks, but the heading of v0.11 is wrong in many kernels.
 * Before Linux 6.12 it does not name the last columns, and from 6.6 until it was fixed it names
 * none of those added with the EEVDF scheduler, which are recognized by the letter after the first
 * number. So the number of its columns proves nothing, and it must be one of the three headings
 * that kernels print. Names are printed in a field of 15 bytes, with whatever bytes they contain,
 * including newlines.
 */
public final class SchedDebug extends View {
  private static final String SOURCE = "kernel/sched/debug.c";

  /** The known versions. */
  private static final Pattern VERSION = Pattern.compile("v0\\.(0[3-9]|10|11)(-v[0-9.]+)?");

  /** The version whose heading did not name all columns of tasks. */
  private static final String WITHOUT_ALL_NAMES = "v0.11";

  /** What its heading names after the number of a task, in all its forms. */
  private static final Set<List<String>> HEADINGS =
      Stream.of(
              "tree-key switches prio exec-runtime sum-exec sum-sleep",
              "tree-key switches prio wait-time sum-exec sum-sleep",
              "vruntime eligible deadline slice sum-exec switches prio wait-time sum-sleep"
                  + " sum-block node group-id")
          .map(names -> List.of(names.split(" ")))
          .collect(Collectors.toUnmodifiableSet());

  private static final Table HEADER = Table.of("header", "version", "kernel");
  private static final Table CPU = Table.of("cpu", "cpu");
  private static final Table CFS_RQ = Table.of("cfs_rq", "cpu", "group");
  private static final Table RT_RQ = Table.of("rt_rq", "cpu", "group");
  private static final Table DL_RQ = Table.of("dl_rq", "cpu");
  private static final Table TASK = Table.of("task", "pid", "task");

  /** The lines below an unknown heading. */
  private static final Table SECTION = Table.of("section", "heading");

  private static final Table PLACEMENT =
      Table.of("placement", "pid", "task", "cpu", "state", "flags", "group");

  private static final Descriptions HEADERS = SchedDebugColumns.HEADER_DESCRIPTIONS;
  private static final Descriptions CPUS = SchedDebugColumns.CPU_DESCRIPTIONS;
  private static final Descriptions QUEUES = SchedDebugColumns.RQ_DESCRIPTIONS;
  private static final Descriptions TASKS = SchedDebugColumns.TASK_DESCRIPTIONS;

  /** The file as a source, at its usual place in this kernel; for another place see {@link #at}. */
  public static final SampledFile<SchedDebug> FILE = file(SchedDebug::place);

  private SchedDebug(FileReading reading) {
    super(reading);
  }

  /**
   * {@return the file at a given path, if debugfs is mounted elsewhere; it then does not depend on
   * the root}
   *
   * @param path the path of {@code sched/debug}
   */
  public static SampledFile<SchedDebug> at(Path path) {
    Objects.requireNonNull(path, "path");
    return file(root -> path);
  }

  private static SampledFile<SchedDebug> file(UnaryOperator<Path> place) {
    return new SampledFile<>(
        new Source(
            "sched_debug",
            "The run queues of each CPU and all tasks, in the scheduler's own terms",
            Source.Mode.SAMPLED,
            "",
            "CONFIG_DEBUG_FS, mounted at /sys/kernel/debug, since Linux 5.13, and on the option"
                + " SCHED_DEBUG until 6.14",
            "root since Linux 5.13, because it is in debugfs",
            SOURCE),
        Printing.RECORDS,
        SchedDebug::parse,
        figures(),
        SchedDebug::new,
        place);
  }

  /**
   * The path of the file: {@code <root>/sched_debug}, as until Linux 5.12, unless that does not
   * exist and there is a {@code sys/kernel/debug} beside the root, readable or not. Then it is
   * {@code sched/debug} in that directory: {@code /sys/kernel/debug/sched/debug} for {@code /proc},
   * {@code /host/sys/kernel/debug/sched/debug} for {@code /host/proc}.
   */
  private static Path place(Path root) {
    Path old = root.resolve("sched_debug");
    Path debugfs = root.toAbsolutePath().normalize().resolveSibling("sys/kernel/debug");
    return !Files.exists(old) && Files.exists(debugfs) ? debugfs.resolve("sched/debug") : old;
  }

  private static List<Figure> figures() {
    List<Figure> figures = new ArrayList<>();
    figures.add(Figure.gauge(CPU, "running", "", SchedDebugColumns.CPU_NR_RUNNING));
    figures.add(Figure.rate(CPU, "switches", "/s", SchedDebugColumns.CPU_NR_SWITCHES));
    figures.add(Figure.rate(CPU, "wake-ups", "/s", SchedDebugColumns.CPU_TTWU_COUNT));
    figures.add(
        new Figure(
                CPU.name(),
                "%local",
                "%",
                Limits.SHARE,
                "Share of the wake-ups after which the woken task stayed on the waking CPU.",
                SOURCE,
                (i, row) ->
                    share(
                        i.growth(row, SchedDebugColumns.CPU_TTWU_LOCAL),
                        i.growth(row, SchedDebugColumns.CPU_TTWU_COUNT)))
            .weightedBy("wake-ups", (i, row) -> i.growth(row, SchedDebugColumns.CPU_TTWU_COUNT)));
    for (String name : List.of("nr_running", "load_avg", "runnable_avg", "util_avg")) {
      figures.add(Figure.gauge(CFS_RQ, name, "", QUEUES.column(name)));
    }
    figures.add(Figure.gauge(RT_RQ, "running", "", SchedDebugColumns.RQ_RT_NR_RUNNING));
    figures.add(Figure.gauge(DL_RQ, "running", "", SchedDebugColumns.RQ_DL_NR_RUNNING));
    figures.add(
        ofTask(
            "%cpu",
            "%",
            Limits.ofTime(100),
            "Share of the time that the task ran.",
            (i, row) -> i.perSecond(row, SchedDebugColumns.TASK_SUM_EXEC) / 10));
    figures.add(
        ofTask(
            "%wait",
            "%",
            Limits.ofTime(100),
            "Share of the time that the task was ready to run and waited for a CPU.",
            (i, row) -> i.perSecond(row, SchedDebugColumns.TASK_WAIT_TIME) / 10));
    figures.add(Figure.rate(TASK, "switches", "/s", SchedDebugColumns.TASK_SWITCHES));
    return figures;
  }

  private static double share(double part, double whole) {
    return whole == 0 ? Double.NaN : 100 * part / whole;
  }

  private static Figure ofTask(
      String name,
      String unit,
      Limits limits,
      String meaning,
      ToDoubleBiFunction<Interval, Row> formula) {
    return new Figure(TASK.name(), name, unit, limits, meaning, SOURCE, formula);
  }

  /**
   * The state after the lines read so far. How a line is read depends only on its own words and on
   * this state.
   */
  private static final class Parsing {
    private static final Pattern FIXED = Pattern.compile("-?[0-9]*\\.[0-9].*");
    private static final Pattern QUEUE = Pattern.compile("\\w+_rq\\[\\d+]:.*");

    /** The number of a task after the field for its name, in a field of at least five bytes. */
    private static final Pattern PID = Pattern.compile("( {0,4})([0-9]+)[ \\t].*", Pattern.DOTALL);

    private static final Pattern NUMBER = Pattern.compile("[^ \t]+");

    /** What Linux 2.6.23 to 4.2 counts only with CONFIG_SCHEDSTATS. */
    private static final List<String> UNCOUNTED = List.of("exec-runtime", "sum-exec", "sum-sleep");

    /** What these kernels print for the three without the option. */
    private static final List<String> CONSTANTS =
        List.of("0", "0", "0.000000", "0.000000", "0.000000");

    private static final int NAME_BYTES = 15;

    /** What the heading of Linux 6.6 should have named after the first number. */
    private static final List<String> EEVDF =
        List.of(
            "deadline",
            "slice",
            "sum-exec",
            "switches",
            "prio",
            "wait-time",
            "sum-exec",
            "sum-sleep",
            "sum-block");

    private final Layout.Builder out;
    private final String version;
    private Layout.Builder.RowBuilder row;
    private Descriptions columns = HEADERS;
    private String cpu = "";
    private Section section = Section.VALUES;
    private List<String> heading = List.of();
    private boolean isHeadingKnown = true;

    private final List<TaskLine> tasks = new ArrayList<>();

    /**
     * The numbers of a task, before it is known whether their count is right.
     *
     * @param headed how many numbers the heading names
     * @param named their columns if the count is right
     * @param placed their columns if it is not
     * @param odd the problem in that case
     */
    private record TaskLine(
        Layout.Builder.RowBuilder row,
        long count,
        int headed,
        List<Integer> cells,
        List<Column> named,
        List<Column> placed,
        MalformedTextException odd) {}

    private enum Section {
      /** Lines with a name and a number for the current row. */
      VALUES,
      /** The line that names the columns of tasks. */
      HEADING,
      /** Tasks, until an empty line. */
      TASKS
    }

    Parsing(Layout.Builder out, String version, String kernel) {
      this.out = out;
      this.version = version;
      row = out.row(HEADER, version, kernel);
      out.table(CPU).table(CFS_RQ).table(RT_RQ).table(DL_RQ).table(TASK).table(PLACEMENT);
    }

    void parseLine(Cursor line) {
      switch (section) {
        case VALUES -> values(line);
        case HEADING -> {
          section = Section.TASKS;
          MalformedTextException unknown = line.malformed("a heading of tasks that is known");
          heading = columnsOf(line.rest());
          isHeadingKnown = namesAll() || HEADINGS.contains(heading);
          if (!isHeadingKnown) {
            throw unknown;
          }
        }
        case TASKS -> {
          if (line.isNext("\n")) {
            section = Section.VALUES;
          } else if (line.isNext("-")) {
            line.rest();
          } else if (line.isNext("cpu#")) {
            section = Section.VALUES;
            values(line);
          } else {
            task(line);
          }
        }
      }
    }

    private boolean namesAll() {
      return !version.equals(WITHOUT_ALL_NAMES);
    }

    /**
     * The names after that of the task's number, without the last one, the group, which is not a
     * number.
     */
    private static List<String> columnsOf(String heading) {
      List<String> names = Arrays.asList(heading.split("[ \t]+"));
      return names.subList(names.indexOf("PID") + 1, names.size()).stream()
          .filter(name -> names.contains("PID") && !name.equals("group-path"))
          .toList();
    }

    private void values(Cursor line) {
      boolean isIndented = line.isNext(" ");
      if (line.isNext("cpu#")) {
        line.expect("cpu#");
        cpu(line);
      } else if (line.isNext("runnable tasks:")) {
        line.expect("runnable tasks:");
        section = Section.HEADING;
      } else if (line.isNext("sysctl_sched\n")) {
        line.expect("sysctl_sched");
      } else if (line.isNext("now at ")) {
        now(line);
      } else if (line.isNext("cfs_rq ")) {
        line.expect("cfs_rq ");
        row = out.newRow(CFS_RQ, cpu, line.rest()); // until 2.6.23, the address of the queue
        columns = QUEUES;
      } else if (!line.atLineEnd()) {
        if (QUEUE.matcher(line.wordAhead()).matches()) {
          queue(line);
        } else if (isIndented || line.lineAhead().contains(":")) {
          value(line);
        } else {
          unknown(line);
        }
      }
    }

    /**
     * What has been {@code ktime} since Linux 2.6.37, in milliseconds or, at first, in nanoseconds.
     */
    private void now(Cursor line) {
      line.expect("now at ");
      Column now = SchedDebugColumns.HEADER_NOW;
      if (isFixed(line)) {
        row.cell(now.as(true), line.millionths());
        line.expect(" msecs");
      } else {
        row.cell(now.as(now.name(), Unit.NANOSECONDS), line.unsigned());
        line.expect(" nsecs");
      }
    }

    private void cpu(Cursor line) {
      String words = line.word();
      cpu = words.replaceFirst("[,:]$", "");
      row = out.row(CPU, cpu);
      columns = CPUS;
      if (words.endsWith(":")) {
        line.rest(); // some kernels of phones print "Online" or "Offline"
      } else if (words.endsWith(",") && !line.atLineEnd()) {
        boolean isFixed = isFixed(line);
        row.cell(
            isFixed
                ? SchedDebugColumns.CPU_MHZ
                : Column.undescribed(SchedDebugColumns.CPU_MHZ.name() + " (count)", Unit.COUNT),
            isFixed ? line.thousandths() : line.unsigned());
        line.expect(" MHz");
      }
    }

    private void queue(Cursor line) {
      String name = line.until('[');
      String queueCpu = line.until(']');
      line.expect(":");
      String group = line.rest();
      row =
          switch (name) {
            case "cfs_rq" -> out.newRow(CFS_RQ, queueCpu, group);
            case "rt_rq" -> out.newRow(RT_RQ, queueCpu, group);
            case "dl_rq" -> out.newRow(DL_RQ, queueCpu);
            default -> out.newRow(Table.of(name, "cpu", "group"), queueCpu, group);
          };
      columns = QUEUES;
    }

    /** A heading: what follows does not belong to the current row. */
    private void unknown(Cursor line) {
      MalformedTextException problem = line.malformed("a known section heading");
      row = out.newRow(SECTION, line.rest());
      columns = Descriptions.NONE;
      throw problem;
    }

    /**
     * A name, a colon and a number, possibly followed by a slash and another number, or by a word
     * for it.
     */
    private void value(Cursor line) {
      if (line.isNext(".")) {
        line.expect(".");
      }
      String name = line.until(':').strip();
      Column column = column(line, columns, name);
      int cell = number(line, column);
      row.cell(Descriptions.alone(line, column), cell);
      if (line.isNext("/")) {
        line.expect("/");
        Column second = column(line, columns, name + "/2");
        row.cell(second, number(line, second));
      }
      if (line.wordAhead().startsWith("(")) {
        line.rest(); // the meaning of the number, such as "logarithmic" for 1
      }
    }

    /**
     * The column of the next number: nanoseconds printed as milliseconds if it has decimals,
     * otherwise a count. A number with decimals that is described as an integer was printed as if
     * it were nanoseconds: 0.000001 is 1. Where it had another meaning then, it is described with
     * {@code (decimals)} after its name. The kernel prints all numbers with decimals as signed.
     */
    private static Column column(Cursor line, Descriptions columns, String name) {
      if (line.atLineEnd()) {
        throw line.malformed("a number");
      }
      boolean isFixed = isFixed(line);
      Unit plain = isFixed ? Descriptions.NANOSECONDS_AS_MILLISECONDS : Unit.COUNT;
      String decimals = name + " (decimals)";
      Column column = columns.column(isFixed && columns.has(decimals) ? decimals : name, plain);
      boolean isAsDescribed = isFixed || column.unit().decimals() == 0;
      return isFixed
          ? column.as(true)
          : isAsDescribed ? column : column.as(name + " (count)", plain);
    }

    private static int number(Cursor line, Column column) {
      return isFixed(line) ? line.millionths() : Descriptions.number(line, column);
    }

    private static boolean isFixed(Cursor line) {
      return FIXED.matcher(line.wordAhead()).matches();
    }

    private void task(Cursor line) {
      int nameAt = nameAt(line);
      String mark = line.bytes(Math.min(2, nameAt)).strip();
      String state = nameAt == 1 ? mark.replace("R", ">R") : mark;
      line.bytes(nameAt == 3 ? 1 : 0);
      String name = line.bytes(NAME_BYTES).replaceFirst("^ +", "");
      String pid = line.word();
      List<String> flags = new ArrayList<>();
      String group = "";
      try {
        numbers(line, out.newRow(TASK, pid, name), flags);
        group = line.rest();
      } finally {
        out.newRow(PLACEMENT, pid, name, cpu, state, String.join(" ", flags), group);
      }
    }

    /**
     * Where the name begins: after a state of one byte until Linux 4.14, of two bytes, or, usually,
     * of two bytes and a blank. What follows the name shows which: a blank, and the number of the
     * task in five bytes, or more if it needs them.
     */
    private static int nameAt(Cursor line) {
      String ahead = line.ahead(40);
      for (int nameAt = 3; nameAt > 0; nameAt--) {
        int end = nameAt + NAME_BYTES;
        if (ahead.length() > end && ahead.charAt(end) == ' ') {
          var pid = PID.matcher(ahead.substring(end + 1));
          if (pid.matches() && pid.end(2) == Math.max(5, pid.group(2).length())) {
            return nameAt;
          }
        }
      }
      throw line.malformed("a task: its state, its name in 15 bytes, its number");
    }

    /** Reads the numbers of a task up to its group, and the flags between them. */
    private void numbers(Cursor line, Layout.Builder.RowBuilder task, List<String> flags) {
      String numbers = line.lineAhead().replaceFirst("[ \t]/.*", "").replace(" S ", " ");
      boolean isCounted = !hasConstants(numbers);
      long count =
          NUMBER.matcher(numbers).results().count()
              - (isCounted ? 0 : CONSTANTS.size() - UNCOUNTED.size());
      MalformedTextException odd =
          line.malformed("as many numbers as the other tasks have, not " + count);
      List<String> names = new ArrayList<>(isHeadingKnown ? heading : List.of());
      TaskLine read =
          new TaskLine(
              task,
              count,
              heading.size(),
              new ArrayList<>(),
              new ArrayList<>(),
              new ArrayList<>(),
              odd);
      tasks.add(read);
      int next = 0;
      int place = 0;
      while (!line.atLineEnd() && !line.isNext("/")) {
        String name = next < names.size() ? names.get(next) : "";
        if (next == 1 && !name.equals("eligible") && isFlag(line, "EN")) {
          if (isHeadingKnown) {
            names.subList(1, names.size()).clear();
            names.addAll(EEVDF);
          }
          flags.add(line.word());
        } else if (name.equals("eligible") && isFlag(line, "EN")) {
          flags.add(line.word());
          next++;
        } else if (name.equals("slice") && isFlag(line, "S")) {
          flags.add(line.word());
        } else if (name.equals(UNCOUNTED.getFirst()) && !isCounted) {
          for (String constant : CONSTANTS) {
            if (!line.wordAhead().equals(constant)) {
              throw line.malformed(
                  constant + ", the constant of kernels without CONFIG_SCHEDSTATS");
            }
            line.word();
          }
          next += UNCOUNTED.size();
          place += CONSTANTS.size();
        } else {
          if (next == names.size()) {
            names.add(unnamed(names, isFixed(line)));
          }
          read.named.add(column(line, TASKS, names.get(next++)));
          read.placed.add(column(line, TASKS, place(++place)));
          read.cells.add(number(line, read.named.getLast()));
        }
      }
    }

    /**
     * Whether constants stand in place of what is not counted: two integers, and three numbers with
     * decimals. Only their forms are compared, because a number that is read as one may become 0
     * later, and a text is read in the same way then.
     */
    private boolean hasConstants(String numbers) {
      int first = heading.indexOf(UNCOUNTED.getFirst());
      String[] words = numbers.strip().split("[ \t]+", -1);
      if (!heading.containsAll(UNCOUNTED) || words.length < first + CONSTANTS.size()) {
        return false;
      }
      for (int i = 0; i < CONSTANTS.size(); i++) {
        if (FIXED.matcher(words[first + i]).matches()
            != FIXED.matcher(CONSTANTS.get(i)).matches()) {
          return false;
        }
      }
      return true;
    }

    /**
     * Assigns columns to the numbers of all tasks. A task must have as many numbers as the heading
     * names or, in the version whose heading does not name all, as more than half of the tasks
     * have.
     */
    void nameTasks(Cursor in) {
      Map<Long, Long> alike =
          tasks.stream().collect(Collectors.groupingBy(TaskLine::count, Collectors.counting()));
      for (TaskLine task : tasks) {
        boolean isAlike =
            namesAll()
                ? task.count == task.headed
                : 2 * alike.getOrDefault(task.count, 0L) > tasks.size();
        List<Column> columns = isAlike ? task.named : task.placed;
        for (int i = 0; i < columns.size(); i++) {
          task.row.cell(columns.get(i), task.cells.get(i));
        }
        if (!isAlike) {
          in.note(task.odd);
        }
      }
    }

    /** Whether the next word is one of these letters. */
    private static boolean isFlag(Cursor line, String letters) {
      String ahead = line.ahead(2);
      return (ahead.endsWith(" ") || ahead.endsWith("\t")) && letters.contains(ahead.strip());
    }

    /** The name of a number that the heading does not name. */
    private static String unnamed(List<String> names, boolean isFixed) {
      return Stream.of("sum-block", "node", "group-id")
          .filter(name -> isFixed == name.equals("sum-block"))
          .filter(name -> names.contains("sum-exec") && !names.contains(name))
          .findFirst()
          .orElseGet(() -> place(names.size() + 1));
    }

    private static String place(int place) {
      return Descriptions.unnamed(place).name();
    }
  }

  private static void parse(Cursor in, Layout.Builder out) {
    in.expect("Sched Debug Version: ");
    String version = in.until(',');
    Parsing lines = new Parsing(out, version, in.rest());
    in.endLine();
    if (VERSION.matcher(version).matches()) {
      in.eachLine(lines::parseLine);
      lines.nameTasks(in);
    } else {
      UnknownLines.readAll(in, "a known version, v0.03 to v0.11, not " + version, out);
    }
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
   * {@return the row of the fair run queue of a group on a CPU; {@code /} is the group of all tasks
   * that are in no other group}
   *
   * @param cpu the kernel's number for the CPU, from 0
   * @param group the path of the cgroup, or the name of the autogroup
   */
  public static Row cfsRunQueue(int cpu, String group) {
    Objects.requireNonNull(group, "group");
    return CFS_RQ.row(Integer.toString(cpu), group);
  }

  /** {@return the online CPUs, in the order of the text} */
  public List<Row> cpus() {
    return rows(CPU);
  }

  /** {@return the fair run queues of all CPUs and groups, in the order of the text} */
  public List<Row> cfsRunQueues() {
    return rows(CFS_RQ);
  }

  /** {@return the real-time run queues of all CPUs, in the order of the text} */
  public List<Row> rtRunQueues() {
    return rows(RT_RQ);
  }

  /** {@return the deadline run queues of all CPUs, in the order of the text} */
  public List<Row> dlRunQueues() {
    return rows(DL_RQ);
  }

  /**
   * {@return a clock or a setting of the scheduler, such as {@code sysctl_sched_base_slice}}
   *
   * @param name the kernel's name for it
   */
  public OptionalLong amount(String name) {
    Objects.requireNonNull(name, "name");
    return rows(HEADER).stream()
        .findFirst()
        .map(header -> reading().value(header, name))
        .orElse(OptionalLong.empty());
  }

  /** {@return all tasks, by CPU} It is computed at each call. */
  public List<SchedTask> tasks() {
    List<Row> tasks = rows(TASK);
    List<Row> placements = rows(PLACEMENT); // each task line creates a row in both tables
    return IntStream.range(0, tasks.size())
        .mapToObj(i -> new SchedTask(tasks.get(i), placements.get(i)))
        .toList();
  }
}
