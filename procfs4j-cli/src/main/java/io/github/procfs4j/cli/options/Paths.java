package io.github.procfs4j.cli.options;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import picocli.CommandLine.ITypeConverter;

/** Paths as users type them. */
public final class Paths {
  private Paths() {}

  /** The path of a file or directory. */
  public static Path of(String text) {
    if (text.isEmpty()) { // which Java would treat as the current directory
      throw CommandException.usage("an empty string is not the name of a file");
    }
    try {
      return Path.of(text);
    } catch (InvalidPathException e) {
      throw CommandException.usage(
          "«" + text + "» cannot be the name of a file here: " + e.getReason());
    }
  }

  /** Parses the path of a file or a directory; only that of a directory may end in a slash. */
  public static final class OfFileOrDirectory implements ITypeConverter<Path> {
    /** Called by picocli. */
    public OfFileOrDirectory() {}

    @Override
    public Path convert(String text) {
      Path path = of(text);
      if (text.endsWith("/") && !Files.isDirectory(path)) { // Java ignores the slash
        throw CommandException.usage("«" + text + "» is not a directory");
      }
      return path;
    }
  }

  /** Parses the path of a file that is not a directory. */
  public static final class OfFile implements ITypeConverter<Path> {
    /** Called by picocli. */
    public OfFile() {}

    @Override
    public Path convert(String text) {
      if (text.endsWith("/")) { // which Java would ignore
        throw CommandException.usage(
            "«" + text + "» ends in a slash, so it is a directory, not a file");
      }
      return of(text);
    }
  }
}
