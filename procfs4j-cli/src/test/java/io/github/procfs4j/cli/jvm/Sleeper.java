package io.github.procfs4j.cli.jvm;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.spi.ToolProvider;

/** A Java program that starts a thread for each line that it reads, which is its name. */
final class Sleeper {
  private static final String SOURCE =
      """
      import java.io.BufferedReader;
      import java.io.InputStreamReader;

      class Sleeper {
        public static void main(String[] arguments) throws Exception {
          BufferedReader names = new BufferedReader(new InputStreamReader(System.in));
          for (String name = names.readLine(); name != null; name = names.readLine()) {
            new Thread(Sleeper::sleep, name).start();
            System.out.println();
          }
        }

        static void sleep() {
          try {
            Thread.sleep(600_000);
          } catch (InterruptedException e) {
            throw new AssertionError(e);
          }
        }
      }
      """;

  private Sleeper() {}

  /** Whether this is what the kernel keeps of the name of such a thread. */
  static boolean isShort(String name) {
    return name.startsWith("a rathe") && name.length() == 15;
  }

  /** The path of the command java of this JDK. */
  static String java() {
    return Path.of(System.getProperty("java.home"), "bin", "java").toString();
  }

  static Process start(Path directory) throws IOException {
    return start(directory, List.of(java()));
  }

  /**
   * Starts it.
   *
   * @param directory its working directory, into which it is compiled
   * @param java the words of a command line up to java
   */
  static Process start(Path directory, List<String> java) throws IOException {
    Path source = Files.writeString(directory.resolve("Sleeper.java"), SOURCE);
    assertThat(
            ToolProvider.findFirst("javac")
                .orElseThrow()
                .run(System.out, System.err, "--release", "17", source.toString()))
        .isZero();
    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
    List<String> words = new ArrayList<>(java);
    words.addAll(
        List.of(
            "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-cp", directory.toString(), "Sleeper"));
    return new ProcessBuilder(words).directory(directory.toFile()).start();
  }
}
