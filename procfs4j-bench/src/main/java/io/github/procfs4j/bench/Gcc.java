package io.github.procfs4j.bench;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** Builds the C programs in the package of these classes. */
final class Gcc {
  /** Thrown if there is no gcc, or it failed; the message is a sentence for the user. */
  static final class NoCompilerException extends Exception {
    private static final long serialVersionUID = 1;

    NoCompilerException(String message) {
      super(message);
    }
  }

  private Gcc() {}

  /** Builds a source, and returns the result, in {@code directory}. */
  static Path build(Path directory, String source, String output, String... options)
      throws NoCompilerException, IOException, InterruptedException {
    Path copy = directory.resolve(source);
    try (InputStream in = Objects.requireNonNull(Gcc.class.getResourceAsStream(source))) {
      Files.copy(in, copy);
    }
    Path built = directory.resolve(output);
    List<String> command =
        Stream.concat(
                Stream.of("gcc", "-O2", "-o", built.toString(), copy.toString()),
                Stream.of(options))
            .toList();
    Process gcc;
    try {
      gcc = new ProcessBuilder(command).redirectErrorStream(true).start();
    } catch (IOException e) {
      throw new NoCompilerException(
          "gcc was not found, and the C program to compare with is built by it: install it"
              + " (apt-get install gcc libc6-dev, for example).");
    }
    String said = new String(gcc.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (gcc.waitFor() != 0) {
      throw new NoCompilerException(
          "gcc could not build "
              + source
              + ", which is compared with: "
              + said.strip().replaceAll("\\s*\\R\\s*", "; "));
    }
    return built;
  }
}
