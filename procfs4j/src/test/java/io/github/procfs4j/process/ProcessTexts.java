package io.github.procfs4j.process;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Files of processes that real kernels printed: {@code src/test/resources/processes}. */
public final class ProcessTexts {
  private static final Path ROOT = Path.of("src/test/resources/processes");

  private ProcessTexts() {}

  /** The directories of all processes. */
  public static List<Path> directories() {
    try (Stream<Path> paths = Files.walk(ROOT, 3)) {
      return paths.filter(path -> ROOT.relativize(path).getNameCount() == 3).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The directories of processes that have memory. */
  public static List<Path> withMemory() {
    return directories().stream().filter(d -> Files.exists(d.resolve("smaps_rollup"))).toList();
  }

  /** The directory of one process. */
  public static Path of(String variant, String moment, String process) {
    return ROOT.resolve(variant).resolve(moment).resolve(process);
  }

  /** The text of a file; each byte is a character. */
  static String text(Path file) {
    try {
      return Files.readString(file, ISO_8859_1);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
