package io.github.procfs4j.output;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import org.jspecify.annotations.Nullable;

/** Why the kernel denies access to a file, and which privilege is missing. */
final class Denial {
  private static final String DENIED = "permission denied";

  private Denial() {}

  /** The reason, as far as it can be determined. */
  static String text(@Nullable String file) {
    return file == null ? DENIED : DENIED + reason(Path.of(file).toAbsolutePath());
  }

  private static String reason(Path file) {
    Path last = file.getRoot();
    for (int i = 1; i <= file.getNameCount(); i++) {
      Path path = file.getRoot().resolve(file.subpath(0, i));
      if (isDenied(path, LinkOption.NOFOLLOW_LINKS)) {
        return ": " + owned(last) + "; searching it requires CAP_DAC_READ_SEARCH";
      }
      if (isDenied(path)) {
        return path.startsWith("/proc")
            ? ": "
                + path
                + " leads to files of a process, which only its user and those with"
                + " CAP_SYS_PTRACE may follow"
            : ": " + path + " is a link to a place that this user may not access";
      }
      if (Files.exists(path)) {
        last = path;
      }
    }
    return ": " + owned(last);
  }

  private static boolean isDenied(Path path, LinkOption... options) {
    try {
      Files.readAttributes(path, BasicFileAttributes.class, options);
      return false;
    } catch (AccessDeniedException e) {
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  private static String owned(Path path) {
    try {
      PosixFileAttributes found = Files.readAttributes(path, PosixFileAttributes.class);
      String mode = PosixFilePermissions.toString(found.permissions());
      return path + " belongs to " + found.owner().getName() + " and has the mode " + mode;
    } catch (IOException e) {
      return path.toString();
    }
  }
}
