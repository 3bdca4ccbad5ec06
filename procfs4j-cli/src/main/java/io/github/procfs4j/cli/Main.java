package io.github.procfs4j.cli;

import io.github.procfs4j.cli.manual.HelpTexts;
import io.github.procfs4j.cli.options.CommandException;
import io.github.procfs4j.cli.options.Ending;
import io.github.procfs4j.cli.options.Messages;
import io.github.procfs4j.cli.show.ShowCommand;
import io.github.procfs4j.cli.terminal.StandardOutput;
import io.github.procfs4j.cli.terminal.Streams;
import io.github.procfs4j.cli.terminal.Terminal;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.BooleanSupplier;

/** The command {@code procfs} as a program. */
public final class Main {
  private Main() {}

  /** Runs the command and ends the JVM with its exit code. */
  public static void main(String[] arguments) {
    // Numbers are formatted independently of the locale: 1,234 is never 1.234.
    Locale.setDefault(Locale.Category.FORMAT, Locale.ROOT);
    int code = CommandException.FAILED;
    Streams streams = Streams.standard();
    Thread.setDefaultUncaughtExceptionHandler(
        (thread, thrown) -> streams.say(Messages.fault(thrown)));
    try {
      code = run(arguments, streams, () -> Terminal.isPipe(Terminal.OUTPUT));
    } catch (LinkageError e) {
      // Jars and libraries of the JDK are opened when first needed.
      streams.say(
          "a part of this program or of the JDK cannot be loaded: there are too many open files"
              + " (allow more with ulimit -n), or the installation is incomplete");
    } catch (OutOfMemoryError e) {
      streams.say(
          "out of memory: allow the JVM more (-Xmx, in PROCFS_JAVA_OPTS), or ask for fewer"
              + " sources");
    } catch (RuntimeException | Error e) {
      streams.say(Messages.fault(e));
    } finally {
      Ending.exit(code);
    }
  }

  /**
   * Runs the command; returns its exit code.
   *
   * @param isPipe whether another program reads the output, so that writing fails only when that
   *     program has read enough
   */
  public static int run(String[] arguments, Streams streams, BooleanSupplier isPipe) {
    try {
      int code = execute(arguments, streams);
      streams.out().flush();
      return code;
    } catch (StandardOutput.FailedException e) {
      if (isPipe.getAsBoolean()) {
        return 0;
      }
      streams.say(Messages.of(e));
      return CommandException.FAILED;
    }
  }

  private static int execute(String[] arguments, Streams streams) {
    try {
      if (isPlainShow(arguments)) {
        return ShowCommand.show(List.of(arguments).subList(1, arguments.length), streams);
      }
      return HelpTexts.print(arguments, streams) ? 0 : ProcfsCommand.execute(arguments, streams);
    } catch (StandardOutput.FailedException e) {
      throw e;
    } catch (RuntimeException e) {
      streams.say(Messages.of(e));
      return Messages.exitCode(e);
    }
  }

  /**
   * Whether the command only shows sources without options, as scripts do repeatedly. This is
   * parsed without picocli, which takes three times as long as starting the JVM, reading a source
   * and showing it.
   */
  private static boolean isPlainShow(String[] arguments) {
    return arguments.length > 1
        && arguments[0].equals("show")
        && Arrays.stream(arguments).allMatch(Main::isWord);
  }

  /** Whether picocli would not treat it as an option. */
  private static boolean isWord(String argument) {
    return !argument.isEmpty() && Character.isLetter(argument.charAt(0));
  }
}
