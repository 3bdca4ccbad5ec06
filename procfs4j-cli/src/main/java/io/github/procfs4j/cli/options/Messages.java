package io.github.procfs4j.cli.options;

import io.github.procfs4j.Procfs;
import io.github.procfs4j.cli.terminal.StandardOutput;
import io.github.procfs4j.model.Source;
import io.github.procfs4j.output.FileProblems;
import io.github.procfs4j.sampling.UnreadableException;
import io.github.procfs4j.text.Problem;
import io.github.procfs4j.text.ProcfsException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** The messages of the command on standard error, one line each. */
public final class Messages {
  private Messages() {}

  /** The message for the user. */
  public static String of(Exception e) {
    return switch (e) {
      case CommandException known -> message(known);
      case ProcfsException known -> message(known);
      case StandardOutput.FailedException failed -> message(failed);
      case UncheckedIOException io -> FileProblems.text(Objects.requireNonNull(io.getCause()));
      case FileAlreadyExistsException exists -> exists.getFile() + ": " + inTheWay(exists);
      case IOException io -> FileProblems.text(io);
      default -> fault(e);
    };
  }

  /** A fault of this program: the line that its authors need. */
  public static String fault(Throwable e) {
    return "internal error: please report this line and the command: " + e + " at " + place(e);
  }

  /**
   * What the kernel's configuration says about the option that a source depends on, as the
   * continuation of a message; empty if it is set or not known.
   */
  public static String without(Source source, Path root) {
    return Procfs.at(root)
        .missingOption(source.requires())
        .map(option -> "; this kernel was built without " + option + ", as its config.gz says")
        .orElse("");
  }

  /** A position of a text that could not be parsed; the rest of the text counts. */
  public static String notUnderstood(Problem problem) {
    return "not understood: " + problem;
  }

  /**
   * The first of several such positions, and the number of further ones; empty if there is none.
   */
  public static Optional<String> notUnderstood(List<Problem> problems) {
    if (problems.isEmpty()) {
      return Optional.empty();
    }
    int more = problems.size() - 1;
    return Optional.of(
        notUnderstood(problems.getFirst()) + (more > 0 ? " (and " + more + " more)" : ""));
  }

  /** What is in the way of a file to be written, and what to do. */
  private static String inTheWay(FileAlreadyExistsException e) {
    Path file = Path.of(e.getFile());
    if (e.getReason() == null) {
      return "already exists; --force replaces it";
    }
    // For example /dev/stdout, a link that leads to a pipe or a terminal.
    boolean isStream = Files.exists(file) && !Files.isRegularFile(file) && !Files.isDirectory(file);
    return e.getReason() + (isStream ? "; - is standard output" : "");
  }

  private static String message(Exception e) {
    return e.getMessage() == null ? e.toString() : e.getMessage();
  }

  private static String place(Throwable e) {
    StackTraceElement[] trace = e.getStackTrace();
    return trace.length == 0 ? "an unknown place" : trace[0].toString();
  }

  /** The corresponding exit code. */
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
