package io.github.procfs4j;

import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import tryout.SampleStat;

/** Where the compiled classes are, for a JVM that a test starts. */
public final class Compiled {
  private static final Path TESTS = Path.of("target/test-classes");

  private Compiled() {}

  /** The directory or jar of the library. */
  public static String library() {
    return place(Procfs.class);
  }

  /** The directory of the tests. Of a patched module, the location is that of the module. */
  public static String tests() {
    return Files.exists(TESTS.resolve("tryout/SampleStat.class"))
        ? TESTS.toString()
        : place(SampleStat.class);
  }

  private static String place(Class<?> one) {
    try {
      return Path.of(one.getProtectionDomain().getCodeSource().getLocation().toURI()).toString();
    } catch (URISyntaxException e) {
      throw new AssertionError(e);
    }
  }
}
