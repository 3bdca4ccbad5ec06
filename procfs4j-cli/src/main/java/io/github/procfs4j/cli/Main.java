package io.github.procfs4j.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.procfs4j.cli.terminal.Terminal;
import java.io.BufferedWriter;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.util.Arrays;
import java.util.List;
import java.util.function.BooleanSupplier;

/** The command {@code procfs} as a program. */
public final class Main {
  private Main() {}

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
      int code = execute(arguments, out, err);
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

  private static int execute(String[] arguments, PrintWriter out, PrintWriter err) {
    try {
      return isPlainShow(arguments)
          ? ShowCommand.show(List.of(arguments).subList(1, arguments.length), out, err)
          : ProcfsCommand.execute(arguments, out, err);
    } catch (StandardOutput.FailedException e) {
      throw e;
    } catch (RuntimeException e) {
      Messages.say(err, Messages.of(e));
      return Messages.exitCode(e);
    }
  }

  /**
   * Whether sources are to be shown and nothing else is said: what scripts start again and again.
   * It is understood without picocli, which takes three times as long as to start the JVM, read the
   * source and show it.
   */
  private static boolean isPlainShow(String[] arguments) {
    return arguments.length > 1
        && arguments[0].equals("show")
        && Arrays.stream(arguments).allMatch(Main::isWord);
  }

  /** Whether picocli would take it for what it is: no option, and no file of arguments. */
  private static boolean isWord(String argument) {
    return !argument.isEmpty() && Character.isLetter(argument.charAt(0));
  }
}
