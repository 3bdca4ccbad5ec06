package io.github.procfs4j.cli.record;

import io.github.procfs4j.cli.jvm.JavaNames;
import io.github.procfs4j.cli.options.Amounts;
import io.github.procfs4j.cli.options.CommandException;
import io.github.procfs4j.cli.options.DurationArgument;
import io.github.procfs4j.cli.options.Ending;
import io.github.procfs4j.cli.options.KnownSource;
import io.github.procfs4j.cli.options.LiveLine;
import io.github.procfs4j.cli.options.Messages;
import io.github.procfs4j.cli.options.Paths;
import io.github.procfs4j.cli.options.ProcessOption;
import io.github.procfs4j.cli.options.ProcessesOption;
import io.github.procfs4j.cli.options.RootOption;
import io.github.procfs4j.cli.options.Version;
import io.github.procfs4j.cli.program.Program;
import io.github.procfs4j.cli.report.ProgramCost;
import io.github.procfs4j.cli.report.ReportCommand;
import io.github.procfs4j.cli.report.Unseen;
import io.github.procfs4j.cli.terminal.Output;
import io.github.procfs4j.cli.terminal.StandardOutput;
import io.github.procfs4j.cli.terminal.Streams;
import io.github.procfs4j.io.Children;
import io.github.procfs4j.output.OutputFile;
import io.github.procfs4j.recording.RecordedSource;
import io.github.procfs4j.recording.Recording;
import io.github.procfs4j.recording.RecordingException;
import io.github.procfs4j.recording.RecordingFacts;
import io.github.procfs4j.recording.RecordingSink;
import io.github.procfs4j.sampling.Recorder;
import io.github.procfs4j.sampling.SelfSampler;
import io.github.procfs4j.system.Cgroups;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.zone.ZoneRules;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code procfs record}. */
@Command(
    name = "record",
    customSynopsis = "procfs record [OPTIONS] [SOURCE[@PERIOD]...] [-- COMMAND [ARG...]]",
    description = {
      "Samples sources into a file, then prints the report.",
      "",
      "Recording ends after --duration, or at Ctrl-C, SIGTERM or SIGHUP. A signal while the report"
          + " is printed ends the command, with exit code 0, as the file is complete by then. If"
          + " the command is killed, the file lacks at most the last second. On a terminal, a line"
          + " shows, as far as there is room: how busy the CPUs are, the available memory, the"
          + " resource for lack of which tasks were stalled most (pressure/*), the process that"
          + " uses most CPU time, each over about a second; then the share of one CPU that"
          + " recording takes (over the last ten seconds), when it began, how long ago that was,"
          + " samples, size of the file, and ticks that were skipped because they came too late. A"
          + " new mark is shown first for ten seconds. A source that cannot be read or understood"
          + " is reported once and tried again at each tick, while the others continue.",
      "",
      "The cost of recording is recorded too, once a second, as the source self: CPU time, memory,"
          + " and the time that each source takes. The report ends with it.",
      "",
      "Processes are sources, too: pid:1234 is the process with this number, pid:java are those"
          + " with this name (comm, of which the kernel keeps 15 bytes), pid:/REGEX/ those in"
          + " whose command line the Java regular expression is found, and pid:* all. Processes"
          + " selected by name or pattern are recorded whenever they start. The end of a process"
          + " given by number is reported; if nothing else is left to record, the recording ends."
          + " The files of a process that has not run are read again only after 15 to 30 s, because"
          + " its numbers cannot have changed, except those that others change, such as state,"
          + " parent, priority and all of smaps_rollup: these may be up to 30 s old."
          + " waits:java, with the same forms, counts where the threads of processes wait, as"
          + " procfs waits does. pid/sched, pid/numa_maps, pid/limits and others are files of the"
          + " one process, or thread, that --pid and --tid name, until it ends.",
      "",
      "With -- COMMAND, the program COMMAND is started, without a shell, and recorded while it"
          + " runs: its processes and threads, and all that descend from them, are a further"
          + " source, at the period of --every. Its start and its end are marked. Its standard"
          + " streams are those of this command, and its exit code is passed on. So are SIGINT,"
          + " SIGTERM, SIGHUP, SIGUSR1 (unless --mark-on uses it), SIGUSR2 and SIGWINCH, except"
          + " those that a terminal sends: it sends them to the program itself. SIGTSTP stops both,"
          + " and SIGCONT lets both go on. SIGQUIT is ignored. Then standard error shows what it"
          + " cost, in total and by process, and what the rest of the machine did meanwhile."
          + " Processes that it leaves behind are named; they go on, but are not recorded any"
          + " longer. If writing the file fails, the program goes on.",
      "",
      "While a file is recorded, procfs mark FILE TEXT marks a moment in it. For this the recorder"
          + " creates FILE.marks beside it, and removes it in the end."
    },
    footer = {
      "",
      "Durations and periods are a number and a unit: ns, us, ms, s, m (minutes), h or d. A period"
          + " is at least 100us, because waking up and having the kernel print a file takes a good"
          + " part of that.",
      "",
      "Exit code 1 also means that writing the file failed, in which case it can be read up to that"
          + " point; that it contains no sample; or that too few files may be open (ulimit -n)."
          + " The usual sources need 48 open files, and each further one needs one more. Exit code"
          + " 2 also means that the file exists and --force is not given; 3, that no source could"
          + " be read at the start, or that no process has the given number. With a command, the"
          + " exit code is that of the command, 128 and the number of the signal that killed it,"
          + " 126 if it cannot be executed, or 127 if it does not exist.",
      "",
      "A read that does not return, for example because a file server hangs, is reported after some"
          + " seconds. Nothing else is sampled meanwhile, but a signal ends the recording. That"
          + " sample is then omitted, and the report says so.",
      "",
      "Examples:",
      "  procfs record --duration 10s",
      "  procfs record stat@1ms meminfo@10ms diskstats",
      "  procfs record all@1s --duration 1h",
      "  procfs record all@1s stat@10ms 'pid:*@1s'",
      "  procfs record --every 1s --duration 7d -o week.rec",
      "  procfs record --keep 1h -o last.rec",
      "  procfs record --duration 1m -o - | gzip > minute.rec.gz",
      "  procfs record 'pid:*@1s' stat --duration 1m",
      "  procfs record all@100ms --budget 0.5%%",
      "  procfs record pid:java 'pid:/postgres: .*writer/@100ms' --threads",
      "  procfs record pid/sched@100ms pid/numa_maps@1s --pid 1234",
      "  procfs record --root /host/proc",
      "  procfs record -o build.rec -- make -j4"
    })
public final class RecordCommand implements Callable<Integer> {
  /** A wake-up takes up to 50 µs on an idle machine, and printing a file 5 to 20 µs. */
  private static final String SHORTEST_PERIOD = "100us";

  private static final DateTimeFormatter NAME =
      DateTimeFormatter.ofPattern("'procfs-'yyyyMMdd-HHmmss'.rec'", Locale.ROOT);

  /** The period of a source whose process has ended. */
  private static final Duration NEVER = Duration.ofDays(36_500);

  private final Streams streams;

  /** The command to run, with its arguments; empty if there is none. */
  private List<String> command = List.of();

  @SuppressWarnings("NullAway.Init")
  @Spec
  private CommandSpec spec;

  @Parameters(
      paramLabel = "SOURCE[@PERIOD]",
      arity = "0..*",
      completionCandidates = KnownSource.SampledNames.class,
      description =
          "What to sample and, if not as given by --every, how often: ${COMPLETION-CANDIDATES};"
              + " all: each of them that can be read here (once a second is often enough, as the"
              + " kernel holds locks while it prints pagetypeinfo, slabinfo and locks); usual, the"
              + " default: stat, meminfo, vmstat, diskstats, uptime, net/dev, pressure/* and, at"
              + " most once a second, cgroup/cpu, memory, io, pids and pressure of its own control"
              + " group; pid:N, pid:NAME, pid:/REGEX/ or pid:* for processes. They can be combined:"
              + " the period given for the source itself comes first, then that of usual, then that"
              + " of all. usual and all include all processes, at most once a second, and the"
              + " threads of those that used CPU time, unless processes are given as well. What the"
              + " kernel does not have is left out of them, as procfs info FILE shows.")
  private List<String> sources = List.of();

  @Option(
      names = "--every",
      paramLabel = "PERIOD",
      defaultValue = "100ms",
      description = "The time between samples; ${DEFAULT-VALUE} by default.")
  private String every = "";

  @Option(
      names = "--duration",
      paramLabel = "DURATION",
      description = "How long to record; until Ctrl-C by default.")
  private @Nullable String duration;

  @Option(
      names = {"-o", "--output"},
      converter = Paths.OfFile.class,
      paramLabel = "FILE",
      description =
          "The file to write; by default procfs-YYYYMMDD-HHMMSS.rec, in local time, in the current"
              + " directory. It is a new file that only its owner can read: only a regular file is"
              + " replaced, links are not followed, and pipes and devices are refused. - is"
              + " standard output; there is then no report.")
  private @Nullable Path output;

  @Option(
      names = "--force",
      description = "Replaces the file if it exists, unless it is being recorded to.")
  private boolean force;

  @Mixin private BudgetOption budget = new BudgetOption();

  @Mixin private Marks marks = new Marks();

  @Mixin private KeepOption keep = new KeepOption();

  @Mixin private ProcessesOption processes = new ProcessesOption();

  @Mixin private ProcessOption process = new ProcessOption();

  @Mixin private RootOption root = new RootOption();

  /** Whether others go on when the command has ended, so that nothing is printed then. */
  private boolean isPartOfMore;

  /** Receives the names of the signals that end a program. */
  private Consumer<String> ending = name -> {};

  /** Whether descendants of the program stay descendants when their parents end. */
  private boolean adoptsOrphans;

  /** The complete names of Java threads; null if they are not requested. */
  private @Nullable JavaNames names;

  /** What an abandoned thread is still reading, in words; null if there is none. */
  private @Nullable String stalled;

  public RecordCommand(Streams streams) {
    this.streams = streams;
  }

  @Override
  public Integer call() throws IOException {
    List<Wishes.Wish> wishes =
        Wishes.of(sources, processes, process, root, period("--every", every));
    budget.check();
    marks.check();
    long nanos = duration == null ? Long.MAX_VALUE : positive("--duration", duration);
    keep.check();
    Path file = file();
    keep.check(file, force);
    Path directory = root.directory();
    if (process.directory(directory).isPresent()
        && wishes.stream().noneMatch(wish -> Wishes.isOfProcess(wish.name()))) {
      throw CommandException.usage("--pid is for sources of one process, such as pid/sched");
    }
    root.checkGroup(wishes.stream().map(Wishes.Wish::name).toList(), directory);
    // The report needs the JDK's file of time zones. An update may have removed it by then.
    ZoneRules ignored = ZoneId.systemDefault().getRules();
    Program program = command.isEmpty() ? null : program(directory);
    if (program != null) {
      wishes = new ArrayList<>(wishes);
      wishes.add(Wishes.ofTree(program.tree(), processes, period("--every", every)));
    }
    if (processes.hasJavaNames()) {
      if (!directory.equals(Path.of("/proc"))) {
        throw CommandException.usage("--java-names: only for the processes of /proc");
      }
      names = new JavaNames(this::say);
      processes.use(names);
    }
    FirstSamples first = new FirstSamples(wishes, directory, this::say);
    try {
      first.read();
      noneOfASet(wishes, first, directory).ifPresent(this::say);
      if (first.tracks().stream().noneMatch(RecordCommand::isOfGroup)) {
        Optional<String> without = root.withoutGroups();
        without.ifPresent(this::say);
        if (without.isPresent()) {
          return CommandException.ENVIRONMENT;
        }
      }
      if (first.tracks().stream().allMatch(track -> track.sampler().problem().isPresent())) {
        return CommandException.ENVIRONMENT;
      }
      budget.begin(first.tracks(), this::say);
      List<Recorder.Track> tracks = SelfSampler.with(first.tracks(), OwnAllocation.known());
      if (program != null) {
        return around(program, first, tracks, file);
      }
      String summary = record(first, tracks, nanos, file, null);
      if (StandardOutput.isMeant(file)) {
        return 0;
      }
      Ending.atOnceOnSignal(0);
      report(file);
      streams.out().line();
      streams.out().wrapped(summary);
      return 0;
    } finally {
      if (stalled == null) { // otherwise closing a file may stall too
        first.tracks().forEach(track -> track.sampler().close());
      }
    }
  }

  /**
   * Records the usual sources while a command runs, and prints nothing about it. Afterwards,
   * signals are still handled as if the command ran.
   *
   * @param command its name and its arguments
   * @param file the recording, which must not exist
   * @param every the time between samples
   * @param ending receives the names of SIGINT, SIGTERM and SIGHUP, without SIG, if these come;
   *     they are passed on to the command
   * @return the exit code of the command
   */
  public static int around(
      List<String> command, Path file, String every, Streams streams, Consumer<String> ending)
      throws IOException {
    RecordCommand record = new RecordCommand(streams);
    record.ending = ending;
    new CommandLine(record)
        .setExpandAtFiles(false)
        .parseArgs("--every", every, "--output", file.toString());
    record.command(command);
    record.isPartOfMore = true;
    return record.call();
  }

  /** The program to run; throws an error if that is impossible. */
  private Program program(Path directory) {
    if (duration != null) {
      throw CommandException.usage("--duration: with a command, the recording ends when it does");
    }
    if (output != null && StandardOutput.isMeant(output)) {
      throw CommandException.usage("-o -: standard output is that of the command");
    }
    if (!directory.equals(Path.of("/proc"))) {
      throw CommandException.usage(
          "--root: the command runs here, so its processes are only in /proc");
    }
    adoptsOrphans = Children.adoptOrphans();
    return new Program(command, marks::uses, marks::add, ending);
  }

  /** Records while the program runs, and prints what it cost; returns its exit code. */
  private int around(Program program, FirstSamples first, List<Recorder.Track> tracks, Path file)
      throws IOException {
    String summary;
    try {
      summary = record(first, tracks, Long.MAX_VALUE, file, program);
    } catch (IOException | CommandException | RecordingException e) {
      if (!program.hasBegun()) {
        throw e;
      }
      say(Messages.of(e));
      return program.await();
    }
    int code = program.await();
    if (isPartOfMore) {
      return code;
    }
    Ending.atOnceOnSignal(code);
    try (Recording recording = Recording.open(file)) {
      Output err = streams.err();
      RecordedSource tree = recording.source(ProcessesOption.PREFIX + program.tree()).orElseThrow();
      ProgramCost.of(recording, tree)
          .print(
              err,
              program.name(),
              program.ending(),
              program.endNanos() - program.beginNanos(),
              ProgramUsage.total(),
              ProgramUsage::isAlive);
      if (!adoptsOrphans) {
        err.wrapped(
            "Native access is not enabled: processes whose parent ended before they were first"
                + " sampled are missing, and the total of processes that were in no sample.");
      }
      Unseen.texts(recording).forEach(err::wrapped);
      err.wrapped(summary);
      err.flush();
    } catch (IOException e) {
      say(Messages.of(e));
    }
    return code;
  }

  /**
   * Sets the command to run while recording.
   *
   * @param words its name and its arguments
   */
  public void command(List<String> words) {
    command = List.copyOf(words);
  }

  static long period(String what, String text) {
    long nanos = positive(what, text);
    if (nanos < DurationArgument.nanos(what, SHORTEST_PERIOD)) {
      throw CommandException.usage(
          what
              + ": a period of "
              + text
              + " is too short; the minimum is "
              + SHORTEST_PERIOD
              + ", because waking up and having the kernel print a file takes a good part of that");
    }
    return nanos;
  }

  static long positive(String what, String text) {
    long nanos = DurationArgument.nanos(what, text);
    if (nanos == 0) {
      throw CommandException.usage(
          what + ": «" + text + "» is not a time; it must be longer than 0");
    }
    return nanos;
  }

  /** The file of a recording that begins now, unless the user names another one. */
  public static Path defaultFile() {
    return Path.of(LocalDateTime.now(ZoneId.systemDefault()).format(NAME));
  }

  /**
   * The file to record to; throws an error if that is impossible, and prints a warning if it is
   * unsafe.
   */
  private Path file() throws IOException {
    Path file = output == null ? defaultFile() : output;
    if (!StandardOutput.isMeant(file)) {
      Optional<String> danger = OutputFile.check(file, force);
      if (!isPartOfMore) {
        danger.ifPresent(this::say);
      }
    } else if (streams.out().isTerminal()) {
      throw CommandException.usage(
          "-o -: standard output is a terminal, and a recording is not text: redirect it");
    }
    return file;
  }

  private static boolean isOfGroup(Recorder.Track track) {
    return Cgroups.isSource(track.sampler().source().name()) && track.sampler().problem().isEmpty();
  }

  /** The message if no source of the requested sets can be read. */
  private static Optional<String> noneOfASet(
      List<Wishes.Wish> wishes, FirstSamples first, Path directory) {
    List<String> ofSets =
        wishes.stream().filter(wish -> !wish.isNamed()).map(Wishes.Wish::name).toList();
    boolean isNone =
        first.tracks().stream()
            .noneMatch(track -> ofSets.contains(track.sampler().source().name()));
    return ofSets.isEmpty() || !isNone
        ? Optional.empty()
        : Optional.of(
            "%s: none of %s can be read; is it a procfs tree?"
                .formatted(directory, String.join(", ", ofSets)));
  }

  /** Records until the time has passed or a signal comes; returns the final message. */
  private String record(
      FirstSamples first,
      List<Recorder.Track> tracks,
      long nanos,
      Path file,
      @Nullable Program program)
      throws IOException {
    RecordingFacts facts = facts(first.facts());
    RecordingSink writer = keep.create(file, force, tracks, facts);
    boolean hasSample;
    try (writer) {
      marks.begin(writer, StandardOutput.isMeant(file) ? null : file, force, this::say);
      try (LiveLine line = new LiveLine(streams.err())) {
        Watch watch = new Watch(writer, marks, this::say, first.said(), first.news());
        Recorder recorder = new Recorder(tracks, watch);
        watch.atEnd(recorder::stop);
        watch.atEndOf(source -> recorder.period(source, NEVER));
        budget.apply(recorder);
        watch.afterSelf(self -> budget.after(self, recorder, this::say));
        if (streams.err().isTerminal() && program == null) {
          watch.beLive();
          line.start(() -> watch.status(streams.err().columns() - 1));
        }
        ReadingThread thread =
            new ReadingThread(
                new Sampling(recorder, nanos, program == null),
                i -> tracks.get(i).sampler().source().name(),
                this::say);
        Runnable sampling =
            () -> thread.run(nanos).ifPresent(sample -> abandon(sample, thread, writer));
        if (program == null) {
          Ending.onSignal(thread::stop, sampling);
        } else {
          watch.ofTree(program::sampled);
          watch.atIdle(program::begin);
          program.prepare(thread::stop);
          sampling.run();
        }
        hasSample = watch.hasSample();
      } finally {
        marks.end();
      }
    }
    if (names != null) {
      names.cost().forEach(this::say);
    }
    if (!writer.isInPlace()) {
      throw CommandException.failed(
          Watch.away(writer) + "; if it was renamed, procfs report shows it under its new name");
    }
    if (!hasSample) {
      String why = stalled == null ? whyNone(tracks) : stalled;
      throw CommandException.failed(file + ": contains no sample: " + why);
    }
    return String.format(
        Locale.ROOT,
        "%s: %,d samples, %s; procfs report shows it again; --html makes a page",
        file,
        writer.samples(),
        Amounts.size(BigDecimal.valueOf(writer.bytes())).text());
  }

  /** The recording itself, as work of a thread. */
  private record Sampling(Recorder recorder, long nanos, boolean endsAtOnce)
      implements ReadingThread.Work {
    @Override
    public void run() {
      recorder.run(Duration.ofNanos(nanos));
    }

    @Override
    public Optional<Recorder.UnderWay> underWay() {
      return recorder.underWay();
    }

    @Override
    public void stop() {
      if (endsAtOnce) {
        recorder.stop();
      } else {
        recorder.finish();
      }
    }

    @Override
    public Optional<Recorder.UnderWay> abandon() {
      return recorder.abandon();
    }
  }

  private void abandon(Recorder.UnderWay sample, ReadingThread thread, RecordingSink writer) {
    long now = System.nanoTime();
    stalled = thread.problem(sample, now - sample.sinceNanos());
    String problem = stalled + "; that sample is omitted";
    writer.abandoned(sample.source(), sample.sinceNanos(), now, problem);
    say(problem);
  }

  /** Why there is no sample of any of these tracks. */
  public static String whyNone(List<Recorder.Track> tracks) {
    return tracks.stream()
        .flatMap(track -> track.sampler().problem().stream())
        .findFirst()
        .orElse("it ended before the first one was due");
  }

  private void report(Path file) throws IOException {
    try (Recording recording = Recording.open(file)) {
      ReportCommand.print(recording, streams.out());
    }
  }

  /** The facts about the machine, with facts about this recording. */
  private RecordingFacts facts(RecordingFacts ofMachine) {
    RecordingFacts facts =
        ofMachine
            .with("procfs4j", Version.text())
            .with(
                "command",
                "procfs "
                    + String.join(" ", spec.commandLine().getParseResult().originalArgs())
                    + (command.isEmpty() ? "" : " -- " + String.join(" ", command)))
            .with("every", every);
    if (process.text().isPresent()) {
      facts = facts.with("pid/*", process.text().get());
    }
    return budget.text() == null ? facts : facts.with("budget", budget.text());
  }

  private void say(String message) {
    streams.say(message);
  }
}
