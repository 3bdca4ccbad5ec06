package io.github.procfs4j.cli;

import io.github.procfs4j.cli.compare.ComparisonOptions;
import io.github.procfs4j.cli.compare.DiffCommand;
import io.github.procfs4j.cli.compare.StudyCommand;
import io.github.procfs4j.cli.export.ExportCommand;
import io.github.procfs4j.cli.live.LiveCommand;
import io.github.procfs4j.cli.manual.Completion;
import io.github.procfs4j.cli.options.ByName;
import io.github.procfs4j.cli.options.CommandException;
import io.github.procfs4j.cli.options.ListFormat;
import io.github.procfs4j.cli.options.Messages;
import io.github.procfs4j.cli.options.Nearest;
import io.github.procfs4j.cli.options.Paths;
import io.github.procfs4j.cli.options.Version;
import io.github.procfs4j.cli.record.CostCommand;
import io.github.procfs4j.cli.record.MarkCommand;
import io.github.procfs4j.cli.record.RecordCommand;
import io.github.procfs4j.cli.report.CutCommand;
import io.github.procfs4j.cli.report.Grouping;
import io.github.procfs4j.cli.report.InfoCommand;
import io.github.procfs4j.cli.report.MergeCommand;
import io.github.procfs4j.cli.report.PartOrder;
import io.github.procfs4j.cli.report.ReportCommand;
import io.github.procfs4j.cli.serve.ServeCommand;
import io.github.procfs4j.cli.show.ShowCommand;
import io.github.procfs4j.cli.show.SourcesCommand;
import io.github.procfs4j.cli.show.WssCommand;
import io.github.procfs4j.cli.sql.SqlCommand;
import io.github.procfs4j.cli.terminal.Streams;
import io.github.procfs4j.cli.waits.WaitsCommand;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExecutionException;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.UsageMessageSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.RunLast;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.UnmatchedArgumentException;

/** The command line of {@code procfs}, as defined for picocli. */
@Command(
    name = "procfs",
    versionProvider = ProcfsCommand.Versions.class,
    description = {
      "Samples, records, shows and reports the performance data that Linux publishes under /proc.",
      "",
      "A source is a file below /proc: stat, meminfo, vmstat...; procfs sources lists them. It"
          + " contains tables of rows and columns, named as in the kernel."
    },
    footer = {
      "",
      "Examples:",
      "  procfs record --duration 10s           what this machine does",
      "  procfs record stat@1ms meminfo         these only, until Ctrl-C",
      "  procfs live                            what it does now, and did a moment ago",
      "  procfs mark FILE 'deploy started'      marks this moment in a recording",
      "  procfs report FILE --html OUT          a recording as a page with charts",
      "  procfs report DIRECTORY                the hosts of many recordings, outliers first",
      "  procfs diff A... -- B...               what differs between runs, and how sure that is",
      "  procfs study --a COMMAND --b COMMAND   runs both, records them, and compares the runs",
      "  procfs export FILE --to jfr            a recording for JDK Mission Control",
      "  procfs serve                           answers scrapes of Prometheus",
      "  procfs sql FILE QUERY                  an answer from recordings, in SQL",
      "  procfs info FILE                       what a recording contains",
      "  procfs cut FILE --from -10m -o OUT     a part of it as a recording of its own",
      "  procfs show stat --format json         one reading, for a program",
      "  procfs sources                         what can be read here",
      "  procfs cost                            what sampling that costs",
      "  procfs wss 1234                        how much memory a process really uses",
      "  procfs waits pid:java                  where threads wait",
      "  procfs help record                     all about record, like record --help"
    })
final class ProcfsCommand {
  /** Help is wrapped by this program, because picocli breaks {@code pid:NAME} at its colon. */
  private static final int UNWRAPPED_HELP = 5_000;

  private static final String RECORD = "record";

  private static final String DIFF = "diff";

  private static final String WAITS = "waits";

  /**
   * Separates the arguments of {@code record} and {@code waits} from a command to run, and the
   * recordings of {@code diff}.
   */
  private static final String SEPARATOR = "--";

  private static final String COMPLETION = "completion";

  /** All commands, in the order of the help. */
  private static final Map<String, Function<Streams, Object>> COMMANDS = new LinkedHashMap<>();

  static {
    COMMANDS.put(RECORD, RecordCommand::new);
    COMMANDS.put("live", LiveCommand::new);
    COMMANDS.put("mark", MarkCommand::new);
    COMMANDS.put("report", ReportCommand::new);
    COMMANDS.put(DIFF, DiffCommand::new);
    COMMANDS.put("study", StudyCommand::new);
    COMMANDS.put("info", InfoCommand::new);
    COMMANDS.put("cut", CutCommand::new);
    COMMANDS.put("merge", MergeCommand::new);
    COMMANDS.put("export", ExportCommand::new);
    COMMANDS.put("serve", ServeCommand::new);
    COMMANDS.put("sql", SqlCommand::new);
    COMMANDS.put("show", ShowCommand::new);
    COMMANDS.put("sources", SourcesCommand::new);
    COMMANDS.put("cost", CostCommand::new);
    COMMANDS.put("wss", WssCommand::new);
    COMMANDS.put(WAITS, WaitsCommand::new);
    COMMANDS.put(COMPLETION, CompletionCommand::new);
  }

  // picocli evaluates these two as options; the fields are not read.
  @SuppressWarnings("UnusedVariable")
  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      scope = ScopeType.INHERIT,
      description = "Shows this help and exits.")
  private boolean isHelp;

  @SuppressWarnings("UnusedVariable")
  @Option(
      names = {"-V", "--version"},
      versionHelp = true,
      description = "Prints the version and exits.")
  private boolean isVersion;

  private ProcfsCommand() {}

  /** Executes the arguments; returns the exit code. */
  static int execute(String[] words, Streams streams) {
    List<String> all = List.of(options(words));
    String first = all.isEmpty() ? "" : all.getFirst();
    int separator = Set.of(RECORD, DIFF, WAITS).contains(first) ? all.indexOf(SEPARATOR) : -1;
    String[] arguments =
        all.subList(0, separator < 0 ? all.size() : separator).toArray(String[]::new);
    CommandLine commandLine = commandLine(arguments, streams);
    if (separator >= 0) {
      List<String> rest = all.subList(separator + 1, all.size());
      if (!first.equals(DIFF)) {
        run(first, rest, commandLine);
      } else {
        Objects.requireNonNull(commandLine.getSubcommands().get(DIFF))
            .<DiffCommand>getCommand()
            .others(rest);
      }
    }
    try {
      return parseAndExecute(commandLine, arguments);
    } catch (ParameterException e) {
      throw CommandException.usage(message(e));
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      Exception cause = e.getCause() instanceof Exception known ? known : e;
      streams.say(Messages.of(cause));
      return Messages.exitCode(cause);
    }
  }

  /** Passes a command to the subcommand after whose own arguments it is. */
  private static void run(String subcommand, List<String> command, CommandLine commandLine) {
    if (command.isEmpty()) {
      throw CommandException.usage("a command is missing after " + SEPARATOR);
    }
    CommandLine of = Objects.requireNonNull(commandLine.getSubcommands().get(subcommand));
    if (subcommand.equals(RECORD)) {
      of.<RecordCommand>getCommand().command(command);
    } else {
      of.<WaitsCommand>getCommand().command(command);
    }
  }

  /**
   * Replaces {@code help}, {@code help COMMAND} and {@code version} by the corresponding options.
   */
  private static String[] options(String[] words) {
    String first = words.length == 0 ? "" : words[0];
    Stream<String> rest = Arrays.stream(words).skip(1);
    return switch (first) {
      case "--" -> rest.toArray(String[]::new);
      case "version" -> Stream.concat(Stream.of("--version"), rest).toArray(String[]::new);
      case "help" ->
          // With --help, picocli would not report an unknown command.
          (words.length == 1 || COMMANDS.containsKey(words[1])
                  ? Stream.concat(rest, Stream.of("--help"))
                  : rest)
              .toArray(String[]::new);
      default -> words;
    };
  }

  /**
   * The command with what is needed to parse these arguments. Reflection takes about ten
   * milliseconds for each subcommand, so subcommands that are not used are not included.
   */
  private static CommandLine commandLine(String[] arguments, Streams streams) {
    String first = arguments.length == 0 ? "" : arguments[0];
    boolean isAlone = COMMANDS.containsKey(first) && !first.equals(COMPLETION);
    return commandLine(isAlone ? Set.of(first) : COMMANDS.keySet(), streams);
  }

  /** The command with all its subcommands. */
  static CommandLine commandLine(Streams streams) {
    return commandLine(COMMANDS.keySet(), streams);
  }

  private static CommandLine commandLine(Set<String> commands, Streams streams) {
    CommandLine commandLine = new CommandLine(new ProcfsCommand());
    COMMANDS.forEach(
        (name, command) -> {
          if (commands.contains(name)) {
            commandLine.addSubcommand(command.apply(streams));
          }
        });
    commandLine
        .setOut(streams.out().prose())
        .setErr(streams.err().prose())
        .registerConverter(Path.class, Paths::of)
        .registerConverter(ShowCommand.Format.class, new ByName<>(ShowCommand.Format.values()))
        .registerConverter(ReportCommand.Format.class, new ByName<>(ReportCommand.Format.values()))
        .registerConverter(
            ComparisonOptions.Format.class, new ByName<>(ComparisonOptions.Format.values()))
        .registerConverter(ExportCommand.Format.class, new ByName<>(ExportCommand.Format.values()))
        .registerConverter(SqlCommand.Format.class, new ByName<>(SqlCommand.Format.values()))
        .registerConverter(PartOrder.class, new ByName<>(PartOrder.values()))
        .registerConverter(Grouping.class, new ByName<>(Grouping.values()))
        .registerConverter(ListFormat.class, new ByName<>(ListFormat.values()))
        .registerConverter(Completion.Shell.class, new ByName<>(Completion.Shell.values()))
        .setExpandAtFiles(false) // a file named @x is a file
        .setUsageHelpWidth(UNWRAPPED_HELP)
        .setColorScheme(CommandLine.Help.defaultColorScheme(Ansi.OFF));
    describe(commandLine);
    commandLine.getSubcommands().values().forEach(ProcfsCommand::describe);
    return commandLine;
  }

  /** What {@code --version} prints. */
  static final class Versions implements IVersionProvider {
    @Override
    public String[] getVersion() {
      return new String[] {"procfs " + Version.text()};
    }
  }

  /** Sets what the help of all commands has in common. */
  private static void describe(CommandLine commandLine) {
    UsageMessageSpec usage = commandLine.getCommandSpec().usageMessage();
    Map<String, String> codes = new LinkedHashMap<>();
    codes.put(" 0", "Success.");
    codes.put(
        " 1", "Failure: something could not be written, or is malformed; or an internal error.");
    codes.put(" 2", "The command line is wrong; nothing was done.");
    codes.put(
        " 3", "Not possible here: a file or directory of procfs is missing or may not be read.");
    usage
        .headerHeading("")
        .synopsisHeading("Usage: ")
        .descriptionHeading("%n")
        .parameterListHeading("%n")
        .optionListHeading("%n")
        .commandListHeading("%nCommands:%n")
        .exitCodeListHeading("%nExit codes:%n")
        .exitCodeList(codes)
        .abbreviateSynopsis(true)
        .sortOptions(false);
  }

  private static int parseAndExecute(CommandLine commandLine, String[] arguments) {
    CommandLine.ParseResult parsed = commandLine.parseArgs(arguments);
    if (!parsed.hasSubcommand()
        && !parsed.isUsageHelpRequested()
        && !parsed.isVersionHelpRequested()) {
      throw CommandException.usage(
          "a command is missing: "
              + Nearest.or(List.copyOf(commandLine.getSubcommands().keySet()))
              + "; see procfs --help");
    }
    return new RunLast().execute(parsed);
  }

  /** picocli's message, on one line and worded like the other errors. */
  private static String message(ParameterException e) {
    CommandLine command = e.getCommandLine();
    if (e instanceof UnmatchedArgumentException unmatched) {
      String first = unmatched.getUnmatched().getFirst();
      Set<String> options = command.getCommandSpec().optionsMap().keySet();
      // After -- a known option is an argument.
      boolean isOption = first.startsWith("-") && !options.contains(first);
      Collection<String> known = isOption ? options : command.getSubcommands().keySet();
      String what =
          isOption ? "unknown option" : known.isEmpty() ? "unexpected argument" : "unknown command";
      return what
          + " «"
          + first
          + "»"
          + Nearest.to(first, known)
              .map(near -> "; did you mean " + near + "?")
              .orElse("; see " + command.getCommandSpec().qualifiedName() + " --help");
    }
    if (e instanceof MissingParameterException missing && !missing.getMissing().isEmpty()) {
      ArgSpec first = missing.getMissing().getFirst();
      String option = first instanceof OptionSpec named ? named.longestName() + ": " : "";
      return option
          + first.paramLabel()
          + " is missing; see "
          + command.getCommandSpec().qualifiedName()
          + " --help";
    }
    ArgSpec given = e.getArgSpec();
    if (given != null && e.getCause() instanceof CommandException why) {
      String name = given instanceof OptionSpec named ? named.longestName() : given.paramLabel();
      return name + ": " + why.getMessage();
    }
    String message = String.valueOf(e.getMessage());
    return message.substring(0, 1).toLowerCase(Locale.ROOT) + message.substring(1);
  }
}
