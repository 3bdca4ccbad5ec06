package io.github.procfs4j.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.procfs4j.cli.report.ReportCommand;
import io.github.procfs4j.cli.terminal.Terminal;
import java.io.BufferedWriter;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.BooleanSupplier;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExecutionException;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.UsageMessageSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.RunLast;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.UnmatchedArgumentException;

/** The command {@code procfs}. */
@Command(
    name = "procfs",
    subcommands = {
      RecordCommand.class,
      ReportCommand.class,
      ShowCommand.class,
      SourcesCommand.class,
      WssCommand.class,
      CompletionCommand.class
    },
    description = {
      "Samples, records, shows and reports the performance data that Linux prints under /proc.",
      "",
      "A source is a file below /proc: stat, meminfo, vmstat...; procfs sources lists them. What a"
          + " source holds is a set of tables of rows and columns, in the kernel's own terms."
    },
    footer = {
      "",
      "Examples:",
      "  procfs record --duration 10s           what this machine does",
      "  procfs record stat@1ms meminfo         these only, until Ctrl-C",
      "  procfs report FILE --html OUT          a recording as a page with charts",
      "  procfs show stat --format json         one reading, for a program",
      "  procfs sources                         what can be read here",
      "  procfs wss 1234                        how much memory a process really uses"
    })
public final class Main {
  private static final int NARROWEST_HELP = 72;
  private static final int WIDEST_HELP = 100;

  // Of these two picocli asks the options, not the fields.
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

  Main() {}

  /** Runs the command and ends the JVM with its exit code. */
  public static void main(String[] arguments) {
    int code = CommandException.FAILED;
    try {
      code =
          run(
              arguments,
              new FileOutputStream(FileDescriptor.out),
              new FileOutputStream(FileDescriptor.err),
              () -> Terminal.isPipe(Terminal.OUTPUT));
    } catch (RuntimeException | Error e) {
      System.err.println("procfs: internal error: " + e);
    } finally {
      Ending.exit(code);
    }
  }

  /**
   * Runs the command with these as standard output and error; returns its exit code.
   *
   * @param isPipe whether another program reads the output, so that writing there fails only once
   *     that has seen enough
   */
  static int run(
      String[] arguments, OutputStream output, OutputStream error, BooleanSupplier isPipe) {
    PrintWriter out =
        new PrintWriter(
            new BufferedWriter(new OutputStreamWriter(new StandardOutput(output), UTF_8)));
    PrintWriter err = new PrintWriter(new OutputStreamWriter(error, UTF_8), true);
    try {
      int code = execute(commandLine().setOut(out).setErr(err), arguments);
      out.flush();
      return code;
    } catch (StandardOutput.FailedException e) {
      if (isPipe.getAsBoolean()) {
        return 0;
      }
      Messages.say(err, Messages.of(e));
      return CommandException.FAILED;
    }
  }

  /** The command with all that belongs to it. */
  static CommandLine commandLine() {
    CommandLine commandLine =
        new CommandLine(new Main())
            .registerConverter(ShowCommand.Format.class, new ByName<>(ShowCommand.Format.values()))
            .registerConverter(
                SourcesCommand.Format.class, new ByName<>(SourcesCommand.Format.values()))
            .setUsageHelpWidth(Math.clamp(Terminal.columns(), NARROWEST_HELP, WIDEST_HELP))
            .setColorScheme(CommandLine.Help.defaultColorScheme(Ansi.OFF));
    commandLine.getCommandSpec().version("procfs " + Version.text());
    describe(commandLine);
    commandLine.getSubcommands().values().forEach(Main::describe);
    return commandLine;
  }

  /** What the help of all commands has in common. */
  private static void describe(CommandLine commandLine) {
    UsageMessageSpec usage = commandLine.getCommandSpec().usageMessage();
    Map<String, String> codes = new LinkedHashMap<>();
    codes.put(" 0", "It was done.");
    codes.put(" 1", "It failed: something could not be written, or is not what it should be.");
    codes.put(" 2", "The command line is at fault; nothing was done.");
    codes.put(
        " 3",
        "It cannot be done here: a file or directory of procfs is not there, or may not be read.");
    usage
        .headerHeading("")
        .synopsisHeading("Usage: ")
        .descriptionHeading("%n")
        .parameterListHeading("%n")
        .optionListHeading("%n")
        .commandListHeading("%nCommands:%n")
        .exitCodeListHeading("%nExit codes:%n")
        .exitCodeList(codes)
        .sortOptions(false);
  }

  private static int execute(CommandLine commandLine, String[] arguments) {
    PrintWriter err = commandLine.getErr();
    try {
      CommandLine.ParseResult parsed = commandLine.parseArgs(arguments);
      if (!parsed.hasSubcommand()
          && !parsed.isUsageHelpRequested()
          && !parsed.isVersionHelpRequested()) {
        throw CommandException.usage(
            "no command was given; there are "
                + String.join(", ", commandLine.getSubcommands().keySet())
                + ", and procfs --help tells more");
      }
      return new RunLast().execute(parsed);
    } catch (ParameterException e) {
      Messages.say(err, message(e));
      return CommandException.USAGE;
    } catch (CommandException e) {
      Messages.say(err, Messages.of(e));
      return e.exitCode();
    } catch (ExecutionException e) {
      Exception cause = e.getCause() instanceof Exception known ? known : e;
      if (cause instanceof StandardOutput.FailedException failed) {
        throw failed;
      }
      Messages.say(err, Messages.of(cause));
      return Messages.exitCode(cause);
    }
  }

  /** What picocli says, in one line and in the words of the other errors. */
  private static String message(ParameterException e) {
    CommandLine command = e.getCommandLine();
    if (e instanceof UnmatchedArgumentException unmatched) {
      String first = unmatched.getUnmatched().getFirst();
      boolean isOption = first.startsWith("-");
      Collection<String> known =
          isOption
              ? command.getCommandSpec().optionsMap().keySet()
              : command.getSubcommands().keySet();
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
    String message = String.valueOf(e.getMessage());
    return message.substring(0, 1).toLowerCase(Locale.ROOT) + message.substring(1);
  }
}
