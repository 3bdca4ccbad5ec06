package io.github.procfs4j.testing;

import static org.junit.jupiter.api.Assumptions.abort;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/** Programs in C that tests start, compiled from the resources of this package. */
public final class CProgram {
  private CProgram() {}

  /** The program with this name; the test is skipped if it cannot be compiled here. */
  public static Path compiled(Path directory, String name) throws IOException {
    Path program = directory.resolve(name);
    if (Files.exists(program)) {
      return program;
    }
    Path source = directory.resolve(name + ".c");
    try (InputStream in =
        Objects.requireNonNull(CProgram.class.getResourceAsStream(name + ".c"), name)) {
      Files.copy(in, source, StandardCopyOption.REPLACE_EXISTING); // after a failed attempt
    }
    Process compiler;
    try {
      compiler =
          new ProcessBuilder("cc", "-O1", "-pthread", "-o", program.toString(), source.toString())
              .inheritIO()
              .start();
    } catch (IOException e) {
      return abort("there is no C compiler: " + e.getMessage());
    }
    try {
      assumeTrue(compiler.waitFor(5, TimeUnit.MINUTES), "the C compiler does not end");
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
    assumeTrue(compiler.exitValue() == 0, "the C compiler cannot compile " + name + ".c");
    return program;
  }
}
