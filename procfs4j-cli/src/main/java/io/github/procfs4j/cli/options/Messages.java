package io.github.procfs4j.cli.options;

import io.github.procfs4j.cli.terminal.StandardOutput;
import io.github.procfs4j.output.FileProblems;
import io.github.procfs4j.sampling.UnreadableException;
import io.github.procfs4j.text.MalformedTextException;
import io.github.procfs4j.text.ProcfsException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** What the command says on standard error: a line for each thing. */
public final class Messages {
  private Messages() {}

  /** What went wrong, for the user. */
  public static String of(Exception e) {
    return switch (e) {
      case CommandException known -> message(known);
      case ProcfsException known -> message(known);
      case StandardOutput.FailedException failed -> message(failed);
      case UncheckedIOException io -> FileProblems.text(Objects.requireNonNull(io.getCause()));
      case FileAlreadyExistsException exists -> exists.getFile() + ": " + inTheWay(exists);
      case IOException io -> FileProblems.text(io);
      default -> "internal error: " + e + " at " + place(e);
    };
  }

  /** A place of a text that was not understood; the rest of the text counts. */
  public static String notUnderstood(MalformedTextException problem) {
    return "not understood: " + problem.getMessage();
  }

  /** The first of several such places, and how many more there are; empty if there is none. */
  public static Optional<String> notUnderstood(List<MalformedTextException> problems) {
    if (problems.isEmpty()) {
      return Optional.empty();
    }
    int more = problems.size() - 1;
    return Optional.of(
        notUnderstood(problems.getFirst()) + (more > 0 ? " (and " + more + " more)" : ""));
  }

  /** What stands where a file was to be written, and what to do. */
  private static String inTheWay(FileAlreadyExistsException e) {
    Path file = Path.of(e.getFile());
    if (e.getReason() == null) {
      return "already exists; --force replaces it";
    }
    // Such as /dev/stdout, a link that leads to a pipe or a terminal.
    boolean isStream = Files.exists(file) && !Files.isRegularFile(file) && !Files.isDirectory(file);
    return e.getReason() + (isStream ? "; - is standard output" : "");
  }

  private static String message(Exception e) {
    return e.getMessage() == null ? e.toString() : e.getMessage();
  }

  private static String place(Exception e) {
    StackTraceElement[] trace = e.getStackTrace();
    return trace.length == 0 ? "an unknown place" : trace[0].toString();
  }

  /** The exit code that tells of it. */
  public static int exitCode(Exception e) {
    return switch (e) {
      case CommandException known -> known.exitCode();
      case UnreadableException unreadable ->
          switch (unreadable.outcome()) {
            case ABSENT, GONE, NO_MEMORY, DENIED, INVALID, SWITCHED_OFF ->
                CommandException.ENVIRONMENT;
            default -> CommandException.FAILED;
          };
      case FileAlreadyExistsException exists -> CommandException.USAGE;
      default -> CommandException.FAILED;
    };
  }
}
