package io.github.procfs4j.spark;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocatedFileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RemoteIterator;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;

/** Finds the files that paths, directories and patterns name. */
final class Listing {
  private Listing() {}

  /**
   * All files, ordered by path. Directories are listed with everything below them, except what
   * begins with {@code _} or {@code .}, as in Spark's own file formats.
   */
  static List<FoundFile> of(CaseInsensitiveStringMap options, Configuration configuration) {
    List<String> paths = paths(options);
    if (paths.isEmpty()) {
      throw new IllegalArgumentException("no path is given: load(\"…\")");
    }
    Map<String, FoundFile> found = new LinkedHashMap<>();
    try {
      for (String path : paths) {
        add(new Path(path), configuration, found);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return found.values().stream().sorted(Comparator.comparing(FoundFile::path)).toList();
  }

  private static List<String> paths(CaseInsensitiveStringMap options) {
    List<String> paths = new ArrayList<>();
    String several = options.get("paths");
    if (several != null) { // a JSON array, when load() is called with several
      try {
        paths.addAll(List.of(new ObjectMapper().readValue(several, String[].class)));
      } catch (JsonProcessingException e) {
        throw new IllegalArgumentException("the option \"paths\" is not a JSON array", e);
      }
    }
    String one = options.get("path");
    if (one != null) {
      paths.add(one);
    }
    return paths;
  }

  private static void add(Path pattern, Configuration configuration, Map<String, FoundFile> found)
      throws IOException {
    FileSystem files = pattern.getFileSystem(configuration);
    FileStatus[] matches = files.globStatus(pattern);
    if (matches == null || matches.length == 0) {
      throw new FileNotFoundException(pattern + ": no such file or directory");
    }
    for (FileStatus match : matches) {
      if (match.isDirectory()) {
        Path directory = match.getPath();
        RemoteIterator<LocatedFileStatus> below = files.listFiles(directory, true);
        while (below.hasNext()) {
          FileStatus file = below.next();
          if (!isHidden(directory, file.getPath())) {
            put(file, found);
          }
        }
      } else {
        put(match, found);
      }
    }
  }

  private static void put(FileStatus file, Map<String, FoundFile> found) {
    String path = file.getPath().toString();
    found.put(path, new FoundFile(path, file.getLen()));
  }

  /** Whether the file, or a directory between it and the listed one, is hidden. */
  private static boolean isHidden(Path directory, Path file) {
    int depth = directory.depth();
    for (Path path = file; path != null && path.depth() > depth; path = path.getParent()) {
      if (path.getName().startsWith("_") || path.getName().startsWith(".")) {
        return true;
      }
    }
    return false;
  }
}
