package io.github.procfs4j.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.stream.Stream;

/**
 * A copy of a tree of the {@link Corpus}, of which files can be replaced.
 *
 * @param root the directory used as {@code /proc}
 * @param variant the kernel
 */
public record CorpusCopy(Path root, String variant) {
  /** Of a machine with eight CPUs. */
  public static final String VARIANT = "amd64-6.1-smp8-numa2";

  /** Copies a moment of {@link #VARIANT} into a directory. */
  public static CorpusCopy of(Path directory, String moment) throws IOException {
    CorpusCopy copy = new CorpusCopy(directory.resolve("proc"), VARIANT);
    copy.goTo(moment);
    return copy;
  }

  /** Replaces all files by those of another moment. */
  public void goTo(String moment) throws IOException {
    Path from = Corpus.tree(variant, moment);
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        put(from.relativize(file).toString(), Files.readAllBytes(file));
      }
    }
  }

  /** Replaces a file in one step, as the kernel prints each text. */
  public void put(String name, byte[] text) throws IOException {
    Path file = root.resolve(name);
    Files.createDirectories(file.getParent());
    Path next = file.resolveSibling(".next");
    Files.write(next, text);
    Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
  }

  /** The text of a file. */
  public String text(String name) throws IOException {
    return Files.readString(root.resolve(name));
  }

  /** Removes a file. */
  public void remove(String name) throws IOException {
    Files.delete(root.resolve(name));
  }
}
