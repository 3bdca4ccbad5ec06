package io.github.procfs4j.cli.compare;

import io.github.procfs4j.cli.options.CommandException;
import io.github.procfs4j.cli.options.DurationArgument;
import io.github.procfs4j.cli.options.Paths;
import io.github.procfs4j.cli.record.RecordCommand;
import io.github.procfs4j.cli.terminal.Streams;
import io.github.procfs4j.output.OutputFile;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code procfs study}. */
@Command(
    name = "study",
    description = {
      "Runs two commands in turn, records each run, and compares the runs: which of the two is"
          + " slower, and what else differs.",
      "",
      "There are -n pairs of runs. In each pair, chance decides which command comes first, so that"
          + " what changes over time (caches, temperature, other programs) does not favor one of"
          + " them. Each command is run by sh -c; its standard output is discarded. Like procfs"
          + " record -- COMMAND, each run records the usual sources and the processes of the"
          + " command, into files of a new directory: a/01.rec, b/01.rec and so on. procfs diff"
          + " DIR/a -- DIR/b compares them again.",
      "",
      "A run is disturbed if other processes used more than 5 %% of the time of the CPUs, or the"
          + " hypervisor took more than 1 %%. Disturbed runs are named. With --repeat they are"
          + " repeated, up to three times, and the disturbed recording is moved to the directory"
          + " disturbed."
    },
    footer = {
      "",
      "If a command fails, that is, its exit code is not 0, the study ends with exit code 5: runs"
          + " of a command that fails cannot be compared with others. SIGINT (Ctrl-C), SIGTERM and"
          + " SIGHUP end it with exit code 128 and the number of the signal; a command that runs"
          + " gets the signal first. In both cases the recordings stay, that of the last run in the"
          + " directory failed, and a message states how many complete runs there are. Exit code 2"
          + " also means that the directory exists; 4, that a --fail-if is met; 1, that one cannot"
          + " be decided. procfs diff --help describes rules.",
      "",
      "Examples:",
      "  procfs study --a 'gzip -c big' --b 'zstd -c big'",
      "  procfs study -n 20 --repeat --a './old --bench' --b './new --bench' -o study",
      "  procfs study --a ./old --b ./new --html comparison.html",
      "  procfs study --a ./old --b ./new --fail-if 'command time > +5 %%'"
    })
public final class StudyCommand implements Callable<Integer> {
  /** The exit code if a command fails. */
  static final int COMMAND_FAILED = 5;

  private static final int MOST_RUNS = 1_000;

  private static final DateTimeFormatter NAME =
      DateTimeFormatter.ofPattern("'study-'yyyyMMdd-HHmmss", Locale.ROOT);

  private final Streams streams;

  @Option(
      names = {"-n", "--runs"},
      paramLabel = "N",
      defaultValue = "10",
      description = "How often each command runs; ${DEFAULT-VALUE} by default.")
  private int runs = 10;

  @Option(names = "--a", required = true, paramLabel = "COMMAND", description = "The command A.")
  private String a = "";

  @Option(names = "--b", required = true, paramLabel = "COMMAND", description = "The command B.")
  private String b = "";

  @Option(
      names = {"-o", "--output"},
      paramLabel = "DIR",
      converter = Paths.OfFileOrDirectory.class,
      description =
          "The directory of the recordings, which is created; by default study-YYYYMMDD-HHMMSS, in"
              + " local time, in the current directory.")
  private @Nullable Path output;

  @Option(
      names = "--every",
      paramLabel = "PERIOD",
      defaultValue = "100ms",
      description = "The time between samples; ${DEFAULT-VALUE} by default.")
  private String every = "";

  @Option(
      names = "--pause",
      paramLabel = "DURATION",
      defaultValue = "2s",
      description =
          "How long to wait before each run, so that the machine settles; ${DEFAULT-VALUE} by"
              + " default.")
  private String pause = "";

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "The seed of the order, which is printed; by default another one each time.")
  private @Nullable Long seed;

  @Option(names = "--repeat", description = "Repeats disturbed runs.")
  private boolean repeat;

  @Mixin private ComparisonOptions options = new ComparisonOptions();

  private Interruption interruption = new Interruption(signal -> {});

  /** Creates the command, without options, with these streams. */
  public StudyCommand(Streams streams) {
    this.streams = streams;
  }

  @Override
  public Integer call() throws IOException {
    options.check();
    if (runs < 1 || runs > MOST_RUNS) {
      throw CommandException.usage("-n: from 1 to " + MOST_RUNS);
    }
    if (a.isBlank() || b.isBlank()) {
      throw CommandException.usage((a.isBlank() ? "--a" : "--b") + ": a command is missing");
    }
    long pauseNanos = DurationArgument.nanos("--pause", pause);
    Path directory =
        output == null ? Path.of(LocalDateTime.now(ZoneId.systemDefault()).format(NAME)) : output;
    boolean isPageInside = options.page().isIn(directory);
    if (!isPageInside) {
      options.page().check(List.of(), streams);
    }
    OutputFile.danger(directory).ifPresent(streams::say);
    create(directory);
    if (isPageInside) {
      options.page().check(List.of(), streams);
    }
    long seedOfOrder = seed == null ? new SplittableRandom().nextInt(1_000_000) : seed;
    streams.say(
        "%s: %s of each command; the order is that of --seed %d"
            .formatted(directory, Sentences.counted(runs, "run"), seedOfOrder));
    Study study =
        new Study(
            directory,
            runs,
            repeat,
            (isA, file) -> run(isA ? a : b, file, pauseNanos),
            StudyCommand::disturbance,
            streams::say);
    interruption =
        new Interruption(
            signal ->
                streams.say(
                    "interrupted by SIG%s%s; %s".formatted(signal, study.abandon(), study.kept())));
    interruption.endOnSignal();
    if (!study.run(new SplittableRandom(seedOfOrder))) {
      streams.say("the study ends; " + study.kept());
      return COMMAND_FAILED;
    }
    return options.compare(study.ofA(), study.ofB(), streams);
  }

  private static void create(Path directory) throws IOException {
    try {
      Study.create(directory);
    } catch (FileAlreadyExistsException e) {
      throw CommandException.usage(directory + ": already exists; -o names another directory");
    }
  }

  /** Runs a command after a pause; returns its exit code. */
  private int run(String command, Path file, long pauseNanos) throws IOException {
    settle(pauseNanos);
    try {
      return RecordCommand.around(
          List.of("sh", "-c", "exec >/dev/null\n" + command),
          file,
          every,
          streams,
          interruption::note);
    } finally {
      interruption.endOnSignal();
      interruption.endIfNoted();
    }
  }

  private static String disturbance(Path file) throws IOException {
    try {
      return new RunReader(Cut.NOTHING, key -> false).read(file, "").disturbance();
    } catch (Cut.OutsideException e) {
      return ""; // the comparison will say why it is not compared
    }
  }

  private static void settle(long nanos) {
    try {
      Thread.sleep(nanos / 1_000_000, (int) (nanos % 1_000_000));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw CommandException.failed("interrupted");
    }
  }
}
