package io.github.procfs4j.cli.options;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * The recordings that arguments name, and the words that follow them.
 *
 * @param files the recordings
 * @param exported directories to which recordings were exported as Parquet
 * @param words the words after the last file
 */
public record RecordingFiles(List<Path> files, List<Path> exported, List<String> words) {
  /** The ending of recordings: those files of a directory count. */
  public static final String ENDING = ".rec";

  /** Copies the lists. */
  public RecordingFiles {
    files = List.copyOf(files);
    exported = List.copyOf(exported);
    words = List.copyOf(words);
  }

  /**
   * The leading arguments are files, or directories whose recordings are meant, as long as there is
   * something with such a name; the first one always is.
   */
  public static RecordingFiles of(List<String> arguments) throws IOException {
    return of(arguments, argument -> Files.exists(path(argument)));
  }

  /**
   * As {@link #of(List)}, as long as the arguments are files.
   *
   * @param isFile whether an argument other than the first one is a file or a directory
   */
  public static RecordingFiles of(List<String> arguments, Predicate<String> isFile)
      throws IOException {
    List<Path> files = new ArrayList<>();
    List<Path> exported = new ArrayList<>();
    int at = 0;
    for (; at < arguments.size(); at++) {
      if (at > 0 && (arguments.get(at).isEmpty() || !isFile.test(arguments.get(at)))) {
        break;
      }
      if (arguments.get(at).isEmpty()) {
        throw CommandException.usage("the name of the recording is empty");
      }
      Path path = path(arguments.get(at));
      if (has(path, "host=*")) {
        if (has(path, "*" + ENDING)) {
          throw CommandException.usage(
              path
                  + ": both recordings and exported directories (host=...) are in it, maybe the"
                  + " same numbers twice: name the files, or keep them apart");
        }
        exported.add(path);
      } else if (Files.isDirectory(path)) {
        files.addAll(recordings(path));
      } else {
        files.add(path);
      }
    }
    return new RecordingFiles(files, exported, arguments.subList(at, arguments.size()));
  }

  private static boolean has(Path directory, String glob) throws IOException {
    if (!Files.isDirectory(directory)) {
      return false;
    }
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory, glob)) {
      return entries.iterator().hasNext();
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
  }

  private static Path path(String argument) {
    try {
      return Path.of(argument);
    } catch (InvalidPathException e) {
      return Path.of("/proc/self/no such file"); // a query may contain anything
    }
  }

  private static List<Path> recordings(Path directory) throws IOException {
    List<Path> files = new ArrayList<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory, "*" + ENDING)) {
      entries.forEach(files::add);
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
    if (files.isEmpty()) {
      throw CommandException.failed(directory + ": no file in it ends in " + ENDING);
    }
    files.sort(null);
    return files;
  }

  /** A name for each file: that of the file without its ending, or its path if others have it. */
  public List<String> names() {
    Map<String, Integer> counts = new HashMap<>();
    files.forEach(file -> counts.merge(stem(file), 1, Integer::sum));
    Set<String> taken = new HashSet<>();
    List<String> names = new ArrayList<>();
    for (Path file : files) {
      String name = counts.getOrDefault(stem(file), 0) == 1 ? stem(file) : file.toString();
      String candidate = name;
      for (int i = 2; !taken.add(candidate); i++) {
        candidate = name + " (" + i + ")"; // the same file twice
      }
      names.add(candidate);
    }
    return names;
  }

  /** The name of a file without the ending of recordings. */
  public static String stem(Path file) {
    String name = file.getFileName().toString();
    return name.endsWith(ENDING) ? name.substring(0, name.length() - ENDING.length()) : name;
  }
}
