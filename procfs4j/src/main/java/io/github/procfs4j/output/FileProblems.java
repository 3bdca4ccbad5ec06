package io.github.procfs4j.output;

import java.io.EOFException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.channels.ClosedChannelException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Describes errors with files. The message of the JDK's exceptions may be the name of the file, two
 * names, or nothing, and the reason may only be in the name of the class.
 */
public final class FileProblems {
  /**
   * The messages of {@code java.io}: the name of the file, followed by the kernel's description.
   */
  private static final Pattern NAME_AND_REASON =
      Pattern.compile("(.*) \\(([^()]+)\\)", Pattern.DOTALL);

  private FileProblems() {}

  /** The name of the file, if it is known, and the reason. */
  public static String text(IOException e) {
    String file = file(e);
    return file == null ? reason(e) : file + ": " + reason(e);
  }

  private static @Nullable String file(IOException e) {
    return switch (e) {
      case FileSystemException file -> file.getFile();
      case FileNotFoundException file when nameAndReason(file).matches() ->
          nameAndReason(file).replaceFirst("$1");
      default -> null;
    };
  }

  /** The reason, without the name of the file. */
  public static String reason(IOException e) {
    return switch (e) {
      case FileSystemException file when file.getReason() != null ->
          inWords(file.getFile(), file.getReason());
      case NoSuchFileException moved when moved.getOtherFile() != null ->
          "was removed before it could become " + moved.getOtherFile();
      case NoSuchFileException absent -> "no such file or directory";
      case AccessDeniedException denied -> Denial.text(denied.getFile());
      case FileAlreadyExistsException exists -> "exists already";
      case NotDirectoryException file -> "not a directory";
      case DirectoryNotEmptyException directory -> "the directory is not empty";
      case FileSystemLoopException loop -> "symbolic links lead back to themselves";
      case FileSystemException other -> "cannot be read or written";
      case FileNotFoundException file when nameAndReason(file).matches() ->
          inWords(nameAndReason(file).replaceFirst("$1"), nameAndReason(file).replaceFirst("$2"));
      case EOFException end -> "it ends too early";
      case ClosedChannelException closed -> "it was closed meanwhile";
      case InterruptedIOException interrupted -> "it was interrupted";
      case CharacterCodingException bytes -> "it is not text in UTF-8";
      default -> {
        String message = e.getMessage();
        Throwable cause = e.getCause();
        // Created from only a cause, its message begins with the class name of the cause.
        if (cause instanceof IOException io
            && (message == null || message.equals(cause.toString()))) {
          yield reason(io);
        }
        yield message == null ? "reading or writing failed" : message;
      }
    };
  }

  /** The kernel's description, and what to do about a limit of this process or a permission. */
  private static String inWords(@Nullable String file, String reason) {
    return switch (reason) {
      case "Too many open files" -> "too many open files; allow more of them (ulimit -n)";
      case "Permission denied" -> Denial.text(file);
      default -> reason;
    };
  }

  private static Matcher nameAndReason(FileNotFoundException e) {
    return NAME_AND_REASON.matcher(String.valueOf(e.getMessage()));
  }
}
