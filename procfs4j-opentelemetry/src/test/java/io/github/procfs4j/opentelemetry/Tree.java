package io.github.procfs4j.opentelemetry;

import io.github.procfs4j.Procfs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.stream.Stream;

/**
 * A copy of a tree of the library's corpus, texts of a real kernel, of which files can be replaced.
 * Before the moment s2 of this machine with eight CPUs, one went offline, and disks came and left.
 */
record Tree(Path root) {
  static final Path CORPUS = Path.of("../procfs4j/src/test/resources/corpus/amd64-6.1-smp8-numa2");

  static Tree copy(Path directory, String moment) throws IOException {
    Tree tree = new Tree(directory.resolve("proc"));
    tree.goTo(moment);
    return tree;
  }

  Procfs procfs() {
    return Procfs.at(root);
  }

  /** Replaces all files by those of another moment. */
  void goTo(String moment) throws IOException {
    Path from = CORPUS.resolve(moment);
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        put(from.relativize(file).toString(), Files.readAllBytes(file));
      }
    }
  }

  /** Replaces a file in one step, as the kernel prints each text. */
  void put(String name, byte[] text) throws IOException {
    Path file = root.resolve(name);
    Files.createDirectories(file.getParent());
    Path next = file.resolveSibling(".next");
    Files.write(next, text);
    Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
  }

  String text(String name) throws IOException {
    return Files.readString(root.resolve(name));
  }

  void remove(String name) throws IOException {
    Files.delete(root.resolve(name));
  }
}
