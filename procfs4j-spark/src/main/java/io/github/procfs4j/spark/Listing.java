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
      addAll(match, files, found);
    }
  }

  /**
   * Adds a file, or everything below a directory. Not with {@link FileSystem#listFiles}, which on a
   * local file system starts a process for each file to find out who may read it.
   */
  private static void addAll(FileStatus status, FileSystem files, Map<String, FoundFile> found)
      throws IOException {
    if (!status.isDirectory()) {
      String path = status.getPath().toString();
      found.put(path, new FoundFile(path, status.getLen()));
      return;
    }
    RemoteIterator<FileStatus> below = files.listStatusIterator(status.getPath());
    while (below.hasNext()) {
      FileStatus next = below.next();
      String name = next.getPath().getName();
      if (!name.startsWith("_") && !name.startsWith(".")) {
        addAll(next, files, found);
      }
    }
  }
}
