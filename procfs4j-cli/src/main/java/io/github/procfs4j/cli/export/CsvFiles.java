package io.github.procfs4j.cli.export;

import io.github.procfs4j.output.FileProblems;
import io.github.procfs4j.output.OutputFile;
import io.github.procfs4j.output.OutputTree;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The CSV files of a directory, which get their names when all of them are complete. */
final class CsvFiles implements Closeable {
  private final Path directory;
  private final boolean force;
  private final Map<Path, OutputFile> files = new LinkedHashMap<>();
  private @Nullable OutputTree tree;
  private boolean isComplete;
  private long bytes;

  CsvFiles(Path directory, boolean force) {
    this.directory = directory;
    this.force = force;
  }

  /** Opens the file of a relation. */
  OutputStream open(String relation) throws IOException {
    OutputTree into = tree == null ? begin() : tree;
    tree = into;
    String name = relation + ".csv";
    Path path = directory.resolve(name);
    OutputFile file = into.createApart(List.of(), name, force);
    files.put(path, file);
    OutputStream out = file.stream();
    return new OutputStream() {
      @Override
      public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
      }

      @Override
      public void write(byte[] more, int from, int length) throws IOException {
        try {
          out.write(more, from, length);
        } catch (IOException e) {
          throw new FileSystemException(path.toString(), null, FileProblems.reason(e));
        }
        bytes += length;
      }
    };
  }

  /** Throws an exception if there is something that is not a directory. */
  static void checkIsDirectory(Path directory) throws IOException {
    if (Files.exists(directory, LinkOption.NOFOLLOW_LINKS) && !Files.isDirectory(directory)) {
      throw new FileSystemException(
          directory.toString(), null, "is not a directory, in which files of this format are put");
    }
  }

  private OutputTree begin() throws IOException {
    checkIsDirectory(directory);
    if (force && Files.isDirectory(directory)) {
      return OutputTree.of(directory);
    }
    try {
      return OutputTree.create(directory, PosixFilePermissions.fromString("rwx------"));
    } catch (FileAlreadyExistsException e) {
      throw new FileAlreadyExistsException(
          directory.toString(), null, "exists; --force replaces files in a directory");
    }
  }

  void putInPlace() throws IOException {
    for (OutputFile file : files.values()) {
      file.putInPlace();
    }
    isComplete = true;
  }

  int count() {
    return files.size();
  }

  long bytes() {
    return bytes;
  }

  /** Closes all files, and removes them unless all are complete. */
  @Override
  public void close() throws IOException {
    for (OutputFile file : files.values()) {
      if (!isComplete) {
        file.delete();
      }
      file.close();
    }
    if (tree != null) {
      tree.close();
    }
    if (!isComplete && tree != null && !force) {
      Files.deleteIfExists(directory);
    }
  }
}
