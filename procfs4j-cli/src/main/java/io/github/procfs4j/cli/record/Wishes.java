package io.github.procfs4j.cli.record;

import io.github.procfs4j.Procfs;
import io.github.procfs4j.cli.options.CommandException;
import io.github.procfs4j.cli.options.KnownSource;
import io.github.procfs4j.cli.options.ProcessOption;
import io.github.procfs4j.cli.options.ProcessesOption;
import io.github.procfs4j.cli.options.RootOption;
import io.github.procfs4j.processes.ProcessFilter;
import io.github.procfs4j.processes.Waits;
import io.github.procfs4j.sampling.SampledFile;
import io.github.procfs4j.sampling.Sampler;
import io.github.procfs4j.system.Cgroups;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The sources that {@code procfs record} is requested to sample, each once, in the order of the
 * command line.
 *
 * <p>A source may be requested by name and as part of a set, such as {@code all}. It is then
 * sampled at the period specified for its name; otherwise at that of the smallest requested set
 * that contains it; otherwise at that of {@code --every}.
 *
 * <p>Both sets include all processes, unless processes are requested by name as well; but at most
 * once a second, because that takes as long as all files. So do control groups as part of {@code
 * usual}: a sample of them opens a dozen files.
 */
public final class Wishes {

  /** The shortest period of all processes as part of a set, and of control groups as usual. */
  static final long SHORTEST_OF_MANY = 1_000_000_000;

  private static final String OTHERS = "all is every source, and pid:NAME or pid:N is a process";

  private final ProcessesOption processes;
  private final ProcessOption process;
  private final RootOption root;
  private final long everyNanos;

  /** The specified periods, by name of the source or the set. */
  private final Map<String, Long> periods = new HashMap<>();

  private final Set<String> named = new HashSet<>();
  private final Map<String, Wish> wishes = new LinkedHashMap<>();

  /**
   * A source to be sampled at a period.
   *
   * @param sampler creates the sampler for a root
   * @param isNamed whether it was requested by name, not as part of a set
   * @param news the messages about it if it consists of processes
   */
  record Wish(
      String name,
      Function<Path, Sampler<?>> sampler,
      long periodNanos,
      boolean isNamed,
      @Nullable ProcessNews news) {}

  private Wishes(
      ProcessesOption processes, ProcessOption process, RootOption root, long everyNanos) {
    this.processes = processes;
    this.process = process;
    this.root = root;
    this.everyNanos = everyNanos;
  }

  /**
   * The requests in these sources of a command line; throws a usage error if one is unknown or
   * occurs twice.
   */
  static List<Wish> of(
      List<String> sources,
      ProcessesOption processes,
      ProcessOption process,
      RootOption root,
      long everyNanos) {
    Wishes wishes = new Wishes(processes, process, root, everyNanos);
    List<String> asked = sources.isEmpty() ? List.of(KnownSource.USUAL) : sources;
    asked.stream().filter(source -> !isFiltered(source)).forEach(wishes::name);
    asked.forEach(wishes::add);
    if (asked.stream().noneMatch(Wishes::isProcesses)) {
      if (!wishes.hasSet()) {
        processes.checkUnused(asked.stream().anyMatch(Waits::isSource));
      } else {
        wishes.addAllProcesses();
      }
    }
    return new ArrayList<>(wishes.wishes.values());
  }

  private static boolean isProcesses(String source) {
    return source.startsWith(ProcessesOption.PREFIX);
  }

  /** Whether it consists of a prefix and a filter of processes. */
  private static boolean isFiltered(String source) {
    return isProcesses(source) || Waits.isSource(source);
  }

  private static String nameOf(String source) {
    int at = source.lastIndexOf('@');
    return at < 0 ? source : source.substring(0, at);
  }

  /** Records a requested name, and its period if one is specified. */
  private void name(String source) {
    String name = nameOf(source);
    if (!named.add(name)) {
      throw twice(name);
    }
    if (!name.equals(source)) {
      periods.put(name, RecordCommand.period(source, source.substring(name.length() + 1)));
    }
  }

  private static CommandException twice(String name) {
    return CommandException.usage(name + " is given twice");
  }

  private void add(String source) {
    String name = nameOf(source);
    if (isProcesses(source)) {
      addProcesses(source);
    } else if (Waits.isSource(source)) {
      addWaits(source);
    } else if (name.equals(KnownSource.ALL)) {
      Procfs.sampledFiles().forEach(this::add);
    } else if (name.equals(KnownSource.USUAL)) {
      Procfs.usualFiles().forEach(this::add);
      Cgroups.usualFiles().forEach(this::add);
    } else {
      add(file(name));
    }
  }

  /** The processes of a program, in addition to what was requested, at the period of --every. */
  static Wish ofTree(ProcessFilter.Descendants tree, ProcessesOption processes, long everyNanos) {
    String name = ProcessesOption.PREFIX + tree;
    return new Wish(
        name,
        directory -> processes.tree(directory, tree).sampler(),
        everyNanos,
        true,
        new ProcessNews(name, tree, processes.files()));
  }

  private boolean hasSet() {
    return named.contains(KnownSource.USUAL) || named.contains(KnownSource.ALL);
  }

  private void addAllProcesses() {
    ProcessFilter all = ProcessFilter.all();
    String name = ProcessesOption.PREFIX + all;
    String smallest = named.contains(KnownSource.USUAL) ? KnownSource.USUAL : KnownSource.ALL;
    long period = periods.getOrDefault(smallest, periods.getOrDefault(KnownSource.ALL, everyNanos));
    wishes.put(
        name,
        new Wish(
            name,
            directory -> processes.all(directory).sampler(),
            Math.max(SHORTEST_OF_MANY, period),
            false,
            null));
  }

  private void addProcesses(String source) {
    ProcessesOption.Wish wish = ProcessesOption.wish(source);
    String name = ProcessesOption.PREFIX + wish.filter();
    String period = wish.period();
    Wish added =
        new Wish(
            name,
            directory -> processes.processes(directory, wish.filter()).sampler(),
            period == null ? everyNanos : RecordCommand.period(source, period),
            true,
            new ProcessNews(name, wish.filter(), processes.files()));
    if (wishes.putIfAbsent(name, added) != null) {
      throw twice(name);
    }
  }

  private void addWaits(String source) {
    ProcessesOption.Wish wish = ProcessesOption.wish(source, Waits.PREFIX);
    String name = Waits.PREFIX + wish.filter();
    String period = wish.period();
    long periodNanos = period == null ? everyNanos : RecordCommand.period(source, period);
    if (periodNanos < ProcessesOption.SHORTEST_PERIOD_OF_WAITS) {
      throw CommandException.usage(
          source
              + (period == null ? ": the period of --every" : ": a period of " + period)
              + " is too short for waits; the minimum is 1ms, because a sample reads several files"
              + " of each thread");
    }
    Wish added =
        new Wish(name, directory -> waits(directory, wish.filter()), periodNanos, true, null);
    if (wishes.putIfAbsent(name, added) != null) {
      throw twice(name);
    }
  }

  private Sampler<?> waits(Path directory, ProcessFilter filter) {
    Procfs procfs = Procfs.at(directory);
    if (filter instanceof ProcessFilter.Pids pids) {
      for (long pid : pids.pids()) {
        if (procfs.process(pid).isGone()) {
          throw CommandException.environment("no process " + pid);
        }
      }
    }
    return processes.named(procfs.waits().matching(filter)).sampler();
  }

  private void add(SampledFile<?> file) {
    String name = file.source().name();
    wishes.putIfAbsent(
        name,
        new Wish(
            name,
            directory -> placed(file, directory).sampler(directory),
            periodNanos(file),
            named.contains(name),
            null));
  }

  /** The file where the user has it; that of a process in its directory. */
  private SampledFile<?> placed(SampledFile<?> file, Path directory) {
    return isOfProcess(file.source().name())
        ? file.in(directory.relativize(process.directory(directory).orElseThrow()))
        : root.placed(file);
  }

  /** Whether a source is a file of the one process that the user named. */
  static boolean isOfProcess(String source) {
    return source.startsWith(KnownSource.OF_PROCESS);
  }

  private long periodNanos(SampledFile<?> file) {
    String name = file.source().name();
    boolean isOfGroups = Cgroups.usualFiles().contains(file);
    boolean isUsual = isOfGroups || Procfs.usualFiles().contains(file);
    Long own = periods.get(name);
    Long ofUsual = isUsual ? periods.get(KnownSource.USUAL) : null;
    Long wished = own != null ? own : ofUsual != null ? ofUsual : periods.get(KnownSource.ALL);
    long period = wished == null ? everyNanos : wished;
    boolean isOnlyUsual = !named.contains(name) && !named.contains(KnownSource.ALL);
    return isOfGroups && isOnlyUsual ? Math.max(SHORTEST_OF_MANY, period) : period;
  }

  private static boolean isTaken(KnownSource source) {
    return source instanceof KnownSource.Sampled && !source.isOfProcess();
  }

  private SampledFile<?> file(String name) {
    if (name.matches("[0-9]+")) {
      throw CommandException.usage(
          "«" + name + "» is not a source; the process of this number is pid:" + name);
    }
    KnownSource known = KnownSource.of(name, Wishes::isTaken, OTHERS);
    if (known.isOfProcess() && !process.isGiven()) {
      throw CommandException.usage(
          name + " belongs to one process: give its number with --pid; pid:N records the process");
    }
    return switch (known) {
      case KnownSource.Sampled sampled -> sampled.file();
      case KnownSource.Once once ->
          throw CommandException.usage(
              name + " never changes and is not sampled; procfs show " + name + " shows it");
    };
  }
}
