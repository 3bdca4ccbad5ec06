package io.github.procfs4j.cli.waits;

import io.github.procfs4j.cli.jvm.JavaPrints;
import io.github.procfs4j.cli.options.CommandException;
import io.github.procfs4j.cli.options.DurationArgument;
import io.github.procfs4j.cli.options.Ending;
import io.github.procfs4j.cli.options.ListFormat;
import io.github.procfs4j.cli.options.Paths;
import io.github.procfs4j.cli.options.ProcOption;
import io.github.procfs4j.cli.options.ProcessesOption;
import io.github.procfs4j.cli.page.FlamePage;
import io.github.procfs4j.cli.terminal.Streams;
import io.github.procfs4j.io.NativeAccess;
import io.github.procfs4j.io.ResourceUsage;
import io.github.procfs4j.output.FileProblems;
import io.github.procfs4j.output.OutputFile;
import io.github.procfs4j.processes.ProcessFilter;
import io.github.procfs4j.processes.WaitTable;
import io.github.procfs4j.processes.Waits;
import io.github.procfs4j.sampling.Outcome;
import io.github.procfs4j.sampling.Recorder;
import io.github.procfs4j.sampling.Sampler;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code procfs waits}. */
@Command(
    name = "waits",
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
      "Sampling ends after --for, or at Ctrl-C, or when all processes have ended."
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
          + " --threads-like.",
      "",
      "Examples:",
      "  procfs waits pid:java",
      "  procfs waits pid:1234 --for 1m --every 5ms --threads-like http",
      "  procfs waits pid:1234 --java --html waits.html",
      "  procfs waits 'pid:*' --folded > waits.folded"
    })
public final class WaitsCommand implements Callable<Integer> {
  private static final long SHORTEST_PERIOD = 1_000_000;

  private final Streams streams;

  @Parameters(
      paramLabel = "PROCESSES",
      description = "The processes, as pid:N, pid:NAME, pid:/REGEX/ or pid:*.")
  private String processes = "";

  @Option(
      names = "--for",
      paramLabel = "DURATION",
      defaultValue = "10s",
      description = "How long to sample; ${DEFAULT-VALUE} by default.")
  private String duration = "";

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
          "Only threads in whose name the Java regular expression is found. It is the kernel's"
              + " name (comm), which has at most 15 bytes. A message says if there is none yet.")
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

  @Override
  public Integer call() throws IOException {
    Waits waits = waits();
    long nanos = DurationArgument.nanos("--for", duration);
    long period = DurationArgument.nanos("--every", every);
    check(nanos, period);
    if (html != null) {
      OutputFile.check(html, force).ifPresent(streams::say);
    }
    WaitResult result = sample(waits, nanos, period);
    if (folded) {
      FoldedStacks.of(result).forEach((stack, count) -> streams.out().line(stack + " " + count));
    } else if (format == ListFormat.JSON) {
      WaitsJson.write(result, streams.out());
    } else {
      WaitsText.print(result, top, streams.out());
    }
    streams.out().flush();
    if (folded) {
      WaitRemarks.of(result).forEach(streams::say);
    }
    if (html != null) {
      write(html, result);
    }
    return 0;
  }

  private Waits waits() {
    if (!processes.startsWith(ProcessesOption.PREFIX)) {
      throw CommandException.usage(
          "«" + processes + "» is not pid:N, pid:NAME, pid:/REGEX/ or pid:*");
    }
    ProcessFilter filter;
    try {
      filter = ProcessFilter.parse(processes.substring(ProcessesOption.PREFIX.length()));
    } catch (IllegalArgumentException e) {
      throw CommandException.usage(processes + ": " + e.getMessage());
    }
    Waits waits = Waits.at(root.directory()).matching(filter);
    if (threadsLike != null) {
      try {
        waits = waits.threadsLike(Pattern.compile(threadsLike));
      } catch (PatternSyntaxException e) {
        throw CommandException.usage("--threads-like: " + e.getDescription());
      }
    }
    return stacks ? waits.withStacks() : waits;
  }

  private void check(long nanos, long period) {
    if (period < SHORTEST_PERIOD) {
      throw CommandException.usage("--every: " + every + " is too short; the minimum is 1ms");
    }
    if (period > nanos) {
      throw CommandException.usage(
          "--every " + every + " is longer than --for " + duration + ": there would be one sample");
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

  private WaitResult sample(Waits waits, long nanos, long period) {
    JavaPrints prints = new JavaPrints();
    try (Sampler<WaitTable> sampler = waits.sampler()) {
      Listener listener = new Listener(sampler, prints);
      Recorder recorder =
          new Recorder(List.of(new Recorder.Track(sampler, Duration.ofNanos(period))), listener);
      listener.stop = recorder::stop;
      long cpu = cpuNanos();
      Ending.onSignal(recorder::stop, () -> recorder.run(Duration.ofNanos(nanos)));
      cpu = cpuNanos() - cpu;
      listener.await();
      if (listener.failed != null) {
        throw CommandException.environment(listener.failed);
      }
      if (threadsLike != null && sampler.view().threads().isEmpty()) {
        throw CommandException.environment(none("was"));
      }
      return WaitResult.of(
          sampler.view(),
          processes,
          listener.lastNanos - listener.firstNanos,
          period,
          listener.late,
          NativeAccess.isEnabled() ? cpu : -1,
          prints);
    }
  }

  private String none(String is) {
    return "--threads-like «%s»: no thread of %s %s like that; the names are those of the kernel, of at most 15 bytes"
        .formatted(threadsLike, processes, is);
  }

  private static long cpuNanos() {
    if (!NativeAccess.isEnabled()) {
      return 0;
    }
    ResourceUsage usage = new ResourceUsage();
    usage.read();
    return (usage.userMicros() + usage.systemMicros()) * 1000;
  }

  /** Receives the samples. */
  private final class Listener implements Recorder.Listener {
    private final Sampler<WaitTable> sampler;
    private final JavaPrints prints;
    Runnable stop = () -> {};
    long firstNanos;
    long lastNanos;
    long late;
    @Nullable String failed;
    private boolean isBegun;
    private @Nullable Thread printing;

    Listener(Sampler<WaitTable> sampler, JavaPrints prints) {
      this.sampler = sampler;
      this.prints = prints;
    }

    @Override
    public void sampled(int source, Sampler<?> of) {
      lastNanos = of.startNanos();
      if (!isBegun) {
        isBegun = true;
        firstNanos = lastNanos;
        if (sampler.view().processCount() == 0) {
          failed = processes + ": no such process";
        } else if (threadsLike != null && sampler.view().threads().isEmpty()) {
          streams.say(none("is") + "; one that is later is sampled from then on");
        }
      }
      if (sampler.view().processCount() == 0) {
        stop.run();
      } else if (java && prints.isDue(lastNanos) && (printing == null || !printing.isAlive())) {
        Set<Long> pids =
            sampler.view().threads().stream()
                .map(WaitTable.OfThread::pid)
                .collect(Collectors.toUnmodifiableSet());
        printing = Thread.ofPlatform().daemon().name("java prints").start(() -> prints.take(pids));
      }
    }

    @Override
    public void failed(int source, Sampler<?> of, Outcome outcome, boolean isNews) {
      failed = of.problem().orElse("could not be read");
      stop.run();
    }

    @Override
    public void late(int source, long ticks) {
      late += ticks;
    }

    /** Waits for the prints that have been requested, which have a time limit. */
    void await() {
      Optional<Thread> last = Optional.ofNullable(printing);
      try {
        if (last.isPresent()) {
          last.get().join(JavaPrints.LIMIT);
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private void write(Path page, WaitResult result) throws IOException {
    try (OutputFile to = OutputFile.create(page, force)) {
      try {
        FlamePage.write(
            "Waits of " + processes,
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
      streams.out().line();
      streams.out().wrapped("Page: " + page);
      streams.out().flush();
    }
  }
}
