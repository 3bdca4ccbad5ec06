package io.github.procfs4j.cli.options;

/**
 * Thrown if the command cannot do what was requested: contains a sentence for the user, and the
 * exit code.
 */
public final class CommandException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /** An operation failed. */
  public static final int FAILED = 1;

  /** The command line is wrong, and nothing was done. */
  public static final int USAGE = 2;

  /** What was requested is not available here. */
  public static final int ENVIRONMENT = 3;

  private final int exitCode;

  private CommandException(int exitCode, String message) {
    super(message);
    this.exitCode = exitCode;
  }

  public static CommandException failed(String message) {
    return new CommandException(FAILED, message);
  }

  public static CommandException usage(String message) {
    return new CommandException(USAGE, message);
  }

  public static CommandException environment(String message) {
    return new CommandException(ENVIRONMENT, message);
  }

  /** With the exit code that shells use for a program that cannot be started. */
  public static CommandException of(int exitCode, String message) {
    return new CommandException(exitCode, message);
  }

  int exitCode() {
    return exitCode;
  }
}
