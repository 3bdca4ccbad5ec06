package io.github.procfs4j;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.github.procfs4j.sampling.SampledFile;
import io.github.procfs4j.sampling.Snapshot;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * Texts of old and foreign kernels that people posted because a reader of procfs failed on them,
 * with names of hosts and people replaced: {@code src/test/resources/reported}. Each directory is a
 * root.
 */
public final class Reported {
  private static final Path ROOT = Path.of("src/test/resources/reported");

  private Reported() {}

  /** The root of a tree. */
  public static Path tree(String name) {
    return ROOT.resolve(name);
  }

  /** A reading of a file of a tree. */
  public static Snapshot read(String tree, SampledFile<?> file) {
    return Snapshot.of(file, tree(tree));
  }

  /** The text of a file of a tree; each byte is a character. */
  public static String text(String tree, String file) {
    try {
      return Files.readString(tree(tree).resolve(file), ISO_8859_1);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The texts of a file in all trees. */
  public static List<String> texts(SampledFile<?> file) {
    try (Stream<Path> trees = Files.list(ROOT)) {
      return trees
          .sorted()
          .map(tree -> tree.getFileName().toString())
          .filter(tree -> Files.exists(tree(tree).resolve(file.source().name())))
          .map(tree -> text(tree, file.source().name()))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
