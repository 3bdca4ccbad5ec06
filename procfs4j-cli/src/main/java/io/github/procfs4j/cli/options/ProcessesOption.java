package io.github.procfs4j.cli.options;

import io.github.procfs4j.Procfs;
import io.github.procfs4j.processes.ProcessFile;
import io.github.procfs4j.processes.ProcessFilter;
import io.github.procfs4j.processes.Processes;
import io.github.procfs4j.processes.ThreadNames;
import io.github.procfs4j.processes.Waits;
import io.github.procfs4j.sampling.UnreadableException;
import io.github.procfs4j.text.MalformedTextException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Processes as sources, {@code pid:...}, and the files that are sampled for them. */
public final class ProcessesOption {
  /** The shortest time between samples of waits: each reads several files of each thread. */
  public static final long SHORTEST_PERIOD_OF_WAITS = 1_000_000;

  public static final String PREFIX = Processes.PREFIX;

  /** The file that is always sampled. */
  private static final String STAT = "stat";

  private static final Set<ProcessFile> USUAL =
      EnumSet.of(ProcessFile.IO, ProcessFile.SCHEDSTAT, ProcessFile.STATUS);

  /** Without {@code status}, which takes as long as the others together. */
  private static final Set<ProcessFile> USUAL_OF_ALL =
      EnumSet.of(ProcessFile.IO, ProcessFile.SCHEDSTAT);

  /** How late numbers may be that a process does not change itself. */
  private static final Duration LATENESS = Duration.ofSeconds(30);

  @Option(
      names = "--threads",
      description =
          "Also samples each thread of sources named pid:..., and, of the processes that usual and"
              + " all include, also the threads of those that used no CPU time.")
  private boolean threads;

  @Option(
      names = "--process-files",
      paramLabel = "FILE[,FILE...]",
      completionCandidates = FileNames.class,
      description =
          "The files that are sampled of each process: any of ${COMPLETION-CANDIDATES}; stat always"
              + " is. By default io and schedstat, for I/O and run delay, and for sources named"
              + " pid:... status, for context switches. smaps_rollup takes the kernel milliseconds"
              + " for each GiB of a process.")
  private @Nullable String files;

  @Option(
      names = "--java-names",
      description =
          "Samples threads, and names those of JVMs of the same user completely, also in waits:...;"
              + " the kernel keeps 15 bytes of a name. A JVM is asked for a print of its threads,"
              + " as jstack(1) does, when there are new ones, at most once a second. It stops all"
              + " its Java threads meanwhile; how long the prints took is shown. Until then threads"
              + " have the kernel's name.")
  private boolean javaNames;

  /** The complete names of threads; null if these are not requested. */
  private @Nullable ThreadNames names;

  /**
   * A source as requested.
   *
   * @param filter the filter of processes
   * @param period the period, as written; null if none was specified
   */
  public record Wish(ProcessFilter filter, @Nullable String period) {}

  /**
   * Reads {@code pid:N}, {@code pid:NAME}, {@code pid:/REGEX/} or {@code pid:*}, with or without
   * {@code @PERIOD}; throws a usage error for anything else.
   */
  public static Wish wish(String text) {
    return wish(text, PREFIX);
  }

  /** As {@link #wish(String)}, for another prefix than {@code pid:}. */
  public static Wish wish(String text, String prefix) {
    int at = text.lastIndexOf('@');
    boolean hasPeriod = at > text.lastIndexOf('/'); // otherwise it is part of a pattern, or missing
    String which = text.substring(prefix.length(), hasPeriod ? at : text.length());
    try {
      return new Wish(ProcessFilter.parse(which), hasPeriod ? text.substring(at + 1) : null);
    } catch (IllegalArgumentException e) {
      throw CommandException.usage(text + ": " + e.getMessage());
    }
  }

  /**
   * Throws a usage error if there are options for processes, but no processes are requested.
   *
   * @param hasWaits whether waits are requested, whose threads may have names
   */
  public void checkUnused(boolean hasWaits) {
    if (threads || files != null || (javaNames && !hasWaits)) {
      throw CommandException.usage(
          (threads ? "--threads" : files != null ? "--process-files" : "--java-names")
              + " is for sources that are processes, such as pid:java, or that include them");
    }
  }

  /**
   * The table of these processes. Throws a usage error if the files are wrong, and an environment
   * error if a number belongs to a thread.
   */
  public Processes processes(Path root, ProcessFilter filter) {
    checkIsProcess(root, filter);
    Processes chosen =
        named(Procfs.at(root).processes().matching(filter).with(files()).lateByAtMost(LATENESS));
    return threads || javaNames ? chosen.withThreads() : chosen;
  }

  /** The table of all processes, as part of a set of sources. */
  public Processes all(Path root) {
    Processes all = named(Procfs.at(root).processes().with(filesOfAll()).lateByAtMost(LATENESS));
    return threads ? all.withThreads() : all.withThreadsOfActive();
  }

  /**
   * The table of the descendants of a process, with their threads. None of its numbers is late: the
   * parent of a process that has ended shows whether it must be waited for.
   */
  public Processes tree(Path root, ProcessFilter.Descendants filter) {
    return named(Procfs.at(root).processes().matching(filter).with(USUAL).withThreads());
  }

  private Processes named(Processes processes) {
    return names == null ? processes : processes.withThreadNames(names);
  }

  /** These waits, with the complete names of threads if these are requested. */
  public Waits named(Waits waits) {
    return names == null ? waits : waits.withThreadNames(names);
  }

  /** Whether the complete names of Java threads are requested. */
  public boolean hasJavaNames() {
    return javaNames;
  }

  /** Sets the names of threads that all tables use from now on. */
  public void use(ThreadNames complete) {
    names = complete;
  }

  /** The files that are sampled in addition to stat of a process that is requested itself. */
  public Set<ProcessFile> files() {
    return files(USUAL);
  }

  /** The files that are sampled in addition to stat of all processes, as part of a set. */
  public Set<ProcessFile> filesOfAll() {
    return files(USUAL_OF_ALL);
  }

  /** The requested files, or the usual ones; throws a usage error for unknown files. */
  private Set<ProcessFile> files(Set<ProcessFile> usual) {
    if (files == null) {
      return usual;
    }
    Set<ProcessFile> wanted = EnumSet.noneOf(ProcessFile.class);
    for (String name : files.split(",", -1)) {
      if (!name.equals(STAT)) {
        wanted.add(file(name));
      }
    }
    return wanted;
  }

  private static ProcessFile file(String name) {
    return Arrays.stream(ProcessFile.values())
        .filter(file -> file.fileName().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                CommandException.usage(
                    "--process-files: «"
                        + name
                        + "» is not one of "
                        + String.join(", ", fileNames())
                        + Nearest.hint(name, fileNames())));
  }

  private static List<String> fileNames() {
    return Stream.concat(
            Stream.of(STAT), Arrays.stream(ProcessFile.values()).map(ProcessFile::fileName))
        .toList();
  }

  /** The kernel has directories for thread numbers too, although it does not list them. */
  private static void checkIsProcess(Path root, ProcessFilter filter) {
    if (filter instanceof ProcessFilter.Pids pids) {
      for (long pid : pids.pids()) {
        long process = processOf(root, pid);
        if (process != pid) {
          throw CommandException.environment(
              pid
                  + " is a thread of process "
                  + process
                  + ": pid:"
                  + process
                  + " --threads has it");
        }
      }
    }
  }

  private static long processOf(Path root, long pid) {
    try {
      return Procfs.at(root).process(pid).status().tgid();
    } catch (UnreadableException | MalformedTextException | NoSuchElementException e) {
      return pid; // further problems with it will be reported later
    }
  }

  /** The names of the files, for the shell's completion. */
  static final class FileNames implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return fileNames().iterator();
    }
  }
}
