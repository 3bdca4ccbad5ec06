package io.github.procfs4j.cli;

import io.github.procfs4j.sampling.UnreadableException;
import io.github.procfs4j.text.MalformedTextException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.List;
import java.util.Optional;

/** What the command says on standard error: a line for each thing. */
final class Messages {
  private Messages() {}

  /** What went wrong, for the user. */
  static String of(Exception e) {
    return switch (e) {
      case CommandException known -> message(known);
      case MalformedTextException malformed -> message(malformed);
      case UnreadableException unreadable -> message(unreadable);
      case UncheckedIOException io -> message(io);
      case FileSystemException file -> file.getFile() + ": " + reason(file);
      case IOException io -> message(io);
      default -> "internal error: " + e + " at " + place(e);
    };
  }

  /** What had to be left out of a text, the rest of which counts; empty if nothing. */
  static Optional<String> leftOut(List<MalformedTextException> problems) {
    if (problems.isEmpty()) {
      return Optional.empty();
    }
    int more = problems.size() - 1;
    return Optional.of(
        "left out: "
            + problems.getFirst().getMessage()
            + (more > 0 ? " (and " + more + " more)" : ""));
  }

  /** Why, without the name of the file. */
  static String reason(IOException e) {
    return switch (e) {
      case FileSystemException other when other.getReason() != null -> other.getReason();
      case NoSuchFileException absent -> "no such file or directory";
      case AccessDeniedException denied -> "permission denied";
      case FileAlreadyExistsException exists -> "exists already";
      case NotDirectoryException directory -> "not a directory";
      default -> message(e);
    };
  }

  private static String message(Exception e) {
    return e.getMessage() == null ? e.toString() : e.getMessage();
  }

  private static String place(Exception e) {
    StackTraceElement[] trace = e.getStackTrace();
    return trace.length == 0 ? "an unknown place" : trace[0].toString();
  }

  /** The exit code that tells of it. */
  static int exitCode(Exception e) {
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
