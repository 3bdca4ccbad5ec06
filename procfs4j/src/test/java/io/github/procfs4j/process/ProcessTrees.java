package io.github.procfs4j.process;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.github.procfs4j.Rewritten;
import io.github.procfs4j.model.Layout;
import io.github.procfs4j.model.Reading;
import io.github.procfs4j.testing.TarGz;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * Files of processes and threads that real kernels printed, byte for byte: {@code
 * src/test/resources/processes}, described in a README. Another directory of such archives can be
 * specified with {@code -Dprocfs.processes=DIRECTORY}.
 *
 * @param variant the kernel and machine
 * @param files the content of each, by its path, such as {@code s0/17/task/18/stat}
 */
public record ProcessTrees(String variant, Map<String, byte[]> files) {
  /** The moments, in their order. */
  public static final List<String> MOMENTS = List.of("s0", "s1", "s2");

  private static final Path ROOT =
      Path.of(System.getProperty("procfs.processes", "src/test/resources/processes"));

  private static final Map<String, ProcessTrees> READ = new ConcurrentHashMap<>();

  /** The kernels and machines. */
  public static Stream<String> variants() {
    try (Stream<Path> files = Files.list(ROOT)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(TarGz.ENDING))
          .map(name -> name.substring(0, name.length() - TarGz.ENDING.length()))
          .sorted()
          .toList()
          .stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The files of a kernel and machine. */
  public static ProcessTrees of(String variant) {
    return READ.computeIfAbsent(
        variant, name -> new ProcessTrees(name, TarGz.read(ROOT.resolve(name + TarGz.ENDING))));
  }

  /**
   * The directories of all processes and threads that have a file with this name, such as {@code
   * s0/17/task/18}.
   */
  public List<String> directories(String file) {
    return files.keySet().stream()
        .filter(path -> path.endsWith("/" + file))
        .map(path -> path.substring(0, path.lastIndexOf('/')))
        .toList();
  }

  /** The content of a file. */
  public byte[] bytes(String path) {
    return Objects.requireNonNull(files.get(path), path);
  }

  /** The process with this role in meta.txt; the first one if there are several. */
  public String pid(String role) {
    return new String(bytes("meta.txt"), ISO_8859_1)
        .lines()
        .filter(line -> line.endsWith(" " + role))
        .map(line -> line.substring(0, line.indexOf(' ')))
        .findFirst()
        .orElseThrow();
  }

  /** Writes the files of a moment, or of a directory in it, to a tree that can be sampled. */
  public Path unpack(String moment, Path root) {
    files.forEach(
        (path, bytes) -> {
          if (path.startsWith(moment + "/")) {
            write(root.resolve(path.substring(moment.length() + 1)), bytes);
          }
        });
    return root;
  }

  public static Path write(Path path, byte[] bytes) {
    try {
      Files.createDirectories(path.getParent());
      return Rewritten.with(path, bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The cells of a reading by column, in the only row that has any. */
  public static Map<String, Long> cells(Reading reading) {
    Map<String, Long> cells = new LinkedHashMap<>();
    Layout layout = reading.layout();
    for (int cell = 0; cell < layout.cells(); cell++) {
      cells.put(layout.column(cell).name(), reading.value(cell));
    }
    return cells;
  }
}
