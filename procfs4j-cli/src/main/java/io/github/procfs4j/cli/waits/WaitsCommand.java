package io.github.procfs4j.cli.waits;

import io.github.procfs4j.cli.options.CommandException;
import io.github.procfs4j.cli.options.DurationArgument;
import io.github.procfs4j.cli.options.Ending;
import io.github.procfs4j.cli.options.ListFormat;
import io.github.procfs4j.cli.options.Paths;
import io.github.procfs4j.cli.options.ProcOption;
import io.github.procfs4j.cli.options.ProcessesOption;
import io.github.procfs4j.cli.page.FlamePage;
import io.github.procfs4j.cli.program.Program;
import io.github.procfs4j.cli.terminal.Output;
import io.github.procfs4j.cli.terminal.Streams;
import io.github.procfs4j.output.FileProblems;
import io.github.procfs4j.output.OutputFile;
import io.github.procfs4j.printable.Printable;
import io.github.procfs4j.processes.ProcessFilter;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code procfs waits}. */
@Command(
    name = "waits",
    customSynopsis = {
      "procfs waits [OPTIONS] PROCESSES",
      "       procfs waits [OPTIONS] -- COMMAND [ARG...]"
    },
    description = {
      "Shows where threads wait: how much of the time each ran, was ready to run, or waited, and in"
          + " which system call, for which file or socket, in which function of the kernel.",
      "",
      "The threads of the processes are sampled for a time, without tracing and, for one's own"
          + " processes, without root. /proc/PID/task/TID/schedstat contains exactly how long a"
          + " thread ran and waited for a CPU; the rest of the time is divided among its waits in"
          + " the ratio in which samples found it in them, from syscall, wchan and stat. Threads"
          + " whose names differ only in numbers are a group. docs/waits.md describes how to read"
          + " the result and what it cannot show.",
      "",
      "Sampling ends after --for, or at Ctrl-C, or when all processes have ended.",
      "",
      "With -- COMMAND, the program COMMAND is started, without a shell, and sampled until it ends,"
          + " with all processes that descend from it. Its standard streams are those of this"
          + " command, and its exit code and signals are passed on as by procfs record. The result"
          + " is then on standard error. Threads that start later are looked for ten times a"
          + " second."
    },
    footer = {
      "",
      "table: first the groups, then the threads, those that waited least first. Below each are the"
          + " waits that took most of the time: state (S can be ended by signals, D cannot, as for"
          + " most waits for disks), system call, function of the kernel, file or socket. The line"
          + " all threads is about all of them, and so are those about further ones about the rest,"
          + " whatever --top is.",
      "",
      "json: one object with the members nanos, period_ns, late, cpu_ns, about (the numbers of the"
          + " table waits), all, groups and threads. Each of the last three has its shares, as"
          + " parts of 1; a group or thread also has its waits, all of them whatever --top is, each"
          + " with the number of samples that found it. Later versions may add members.",
      "",
      "--folded: a line for each wait: process, thread, state, call, the functions of the kernel"
          + " from the outermost, and file or socket, separated by semicolons, then its time in"
          + " microseconds: the input of flamegraph.pl (--countname us) and similar tools. In place"
          + " of the state and what follows, there are also running and runnable. The page draws"
          + " the same times, which are those of the shares in the table.",
      "",
      "Exit code 3 also means that there is no such process, or never was a thread like"
          + " --threads-like. With a command, the exit code is that of the command, 128 and the"
          + " number of the signal that killed it, 126 if it cannot be executed, or 127 if it does"
          + " not exist.",
      "",
      "Examples:",
      "  procfs waits pid:java",
      "  procfs waits pid:1234 --for 1m --every 5ms --threads-like http",
      "  procfs waits pid:1234 --java --html waits.html",
      "  procfs waits -- make -j8",
      "  procfs waits 'pid:*' --folded > waits.folded"
    })
public final class WaitsCommand implements Callable<Integer> {
  private static final String USUAL_DURATION = "10s";
  private static final int LONGEST_NAME = 200;

  private final Streams streams;

  @Parameters(
      paramLabel = "PROCESSES",
      arity = "0..1",
      description = "The processes, as pid:N, pid:NAME, pid:/REGEX/ or pid:*.")
  private String processes = "";

  /** The command to run, after {@code --}; empty if there is none. */
  private List<String> command = List.of();

  @Option(
      names = "--for",
      paramLabel = "DURATION",
      description = "How long to sample; " + USUAL_DURATION + " by default.")
  private @Nullable String duration;

  @Option(
      names = "--every",
      paramLabel = "PERIOD",
      defaultValue = "10ms",
      description = "The time between samples, at least 1ms; ${DEFAULT-VALUE} by default.")
  private String every = "";

  @Option(
      names = "--threads-like",
      paramLabel = "REGEX",
      description =
          "Only threads in whose name the Java regular expression is found: the kernel's (comm), of"
              + " at most 15 bytes, or with --java the complete one. A message says if there is"
              + " none yet.")
  private @Nullable String threadsLike;

  @Option(
      names = "--stacks",
      description =
          "Also reads the stacks in the kernel, which only root may; --folded and the page contain"
              + " them.")
  private boolean stacks;

  @Option(
      names = "--java",
      description =
          "Also requests prints of all threads from JVMs of the same user, once a second or less"
              + " often: they contain full names and top frames. A JVM stops all its Java threads"
              + " meanwhile; how long each print took is shown.")
  private boolean java;

  @Option(
      names = "--top",
      paramLabel = "N",
      defaultValue = "20",
      description =
          "How many groups and how many threads the table has; ${DEFAULT-VALUE} by default. A line"
              + " sums up the others.")
  private int top = 20;

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      defaultValue = "table",
      description = "One of ${COMPLETION-CANDIDATES}; ${DEFAULT-VALUE} by default.")
  private ListFormat format = ListFormat.TABLE;

  @Option(names = "--folded", description = "Prints folded stacks instead.")
  private boolean folded;

  @Option(
      names = "--html",
      converter = Paths.OfFile.class,
      paramLabel = "OUT.html",
      description =
          "Also writes a flame graph: a single page that needs no network. Only a regular file is"
              + " replaced, and links are not followed.")
  private @Nullable Path html;

  @Option(names = "--force", description = "Replaces OUT.html if it exists.")
  private boolean force;

  @Mixin private ProcOption root = new ProcOption();

  public WaitsCommand(Streams streams) {
    this.streams = streams;
  }

  /**
   * Sets the command to run while sampling.
   *
   * @param words its name and its arguments
   */
  public void command(List<String> words) {
    command = List.copyOf(words);
  }

  @Override
  public Integer call() throws IOException {
    ProcessFilter filter = command.isEmpty() ? filter() : null;
    long nanos = DurationArgument.nanos("--for", duration == null ? USUAL_DURATION : duration);
    long period = DurationArgument.nanos("--every", every);
    check(nanos, period);
    Pattern ignored = like(); // so that a wrong one is an error before a program is started
    if (html != null) {
      OutputFile.check(html, force).ifPresent(streams::say);
    }
    return filter == null
        ? around(period)
        : show(sampling(processes, filter, nanos, period).sample(), streams.out());
  }

  /** Samples a program while it runs; returns its exit code. */
  private int around(long period) throws IOException {
    if (!processes.isEmpty()) {
      throw CommandException.usage(processes + ": either this, or a command after --");
    }
    if (duration != null) {
      throw CommandException.usage("--for: with a command, sampling ends when it does");
    }
    if (folded || format == ListFormat.JSON) {
      throw CommandException.usage(
          (folded ? "--folded" : "--format json")
              + ": standard output is that of the command; --html writes a page");
    }
    if (!root.isMounted()) {
      throw CommandException.usage(
          "--root: the command runs here, so its processes are only in /proc");
    }
    Program program = new Program(command, name -> false, moment -> {}, name -> {});
    String name = Printable.truncated(program.name(), LONGEST_NAME);
    WaitResult result = sampling(name, program.tree(), Long.MAX_VALUE, period).around(program);
    int code = program.await();
    Ending.atOnceOnSignal(code);
    if (result.threads().isEmpty()) {
      streams.say(
          name
              + (threadsLike == null
                  ? ": it ended before its first sample"
                  : ": it had no thread like «" + threadsLike + "» that was sampled"));
      return code;
    }
    int ignored = show(result, streams.err());
    return code;
  }

  private int show(WaitResult result, Output out) throws IOException {
    if (folded) {
      FoldedStacks.of(result).forEach((stack, count) -> out.line(stack + " " + count));
    } else if (format == ListFormat.JSON) {
      WaitsJson.write(result, out);
    } else {
      WaitsText.print(result, top, out);
    }
    out.flush();
    if (folded) {
      WaitRemarks.of(result).forEach(streams::say);
    }
    if (html != null) {
      write(html, result, out);
    }
    return 0;
  }

  private WaitSampling sampling(String name, ProcessFilter filter, long nanos, long period) {
    return new WaitSampling(
        root.existing(), name, filter, like(), stacks, java, nanos, period, streams::say);
  }

  private ProcessFilter filter() {
    if (processes.isEmpty()) {
      throw CommandException.usage("PROCESSES or -- COMMAND is missing; see procfs waits --help");
    }
    if (!processes.startsWith(ProcessesOption.PREFIX)) {
      throw CommandException.usage(
          "«" + processes + "» is not pid:N, pid:NAME, pid:/REGEX/ or pid:*");
    }
    try {
      return ProcessFilter.parse(processes.substring(ProcessesOption.PREFIX.length()));
    } catch (IllegalArgumentException e) {
      throw CommandException.usage(processes + ": " + e.getMessage());
    }
  }

  private @Nullable Pattern like() {
    try {
      return threadsLike == null ? null : Pattern.compile(threadsLike);
    } catch (PatternSyntaxException e) {
      throw CommandException.usage("--threads-like: " + e.getDescription());
    }
  }

  private void check(long nanos, long period) {
    if (period < ProcessesOption.SHORTEST_PERIOD_OF_WAITS) {
      throw CommandException.usage("--every: " + every + " is too short; the minimum is 1ms");
    }
    if (period > nanos) {
      throw CommandException.usage(
          "--every "
              + every
              + " is longer than --for "
              + (duration == null ? USUAL_DURATION : duration)
              + ": there would be one sample");
    }
    if (top < 1) {
      throw CommandException.usage("--top: at least 1");
    }
    if (folded && format == ListFormat.JSON) {
      throw CommandException.usage("--folded and --format json: only one of them");
    }
    if (java && !root.isMounted()) {
      throw CommandException.usage("--java: only for the processes of /proc");
    }
  }

  private void write(Path page, WaitResult result, Output out) throws IOException {
    try (OutputFile to = OutputFile.create(page, force)) {
      try {
        FlamePage.write(
            "Waits of " + result.source(),
            WaitsText.headline(result)
                + ". The width of a box is the time that threads spent there, of all together.",
            WaitRemarks.of(result),
            FoldedStacks.frames(result),
            to.stream());
        to.putInPlace();
      } catch (IOException e) {
        to.delete();
        throw e instanceof FileSystemException
            ? e
            : new FileSystemException(page.toString(), null, FileProblems.reason(e));
      }
    }
    if (format == ListFormat.TABLE && !folded) {
      out.line();
      out.wrapped("Page: " + page);
      out.flush();
    }
  }
}
