package io.github.procfs4j.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.procfs4j.recording.Recording;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The command in a separate JVM, as run by the launcher. */
public final class Command {
  private static final List<String> START = start();

  private Command() {}

  private static List<String> start() {
    List<String> java =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-XX:-UsePerfData"));
    String modules = System.getProperty("jdk.module.path");
    if (modules == null) {
      java.addAll(
          List.of(
              "--enable-native-access=ALL-UNNAMED",
              "-cp",
              Stream.of(System.getProperty("java.class.path").split(":", -1))
                  .map(place -> Path.of(place).toAbsolutePath().toString())
                  .collect(Collectors.joining(":")),
              Main.class.getName()));
      return java;
    }
    // As the launcher.
    java.add("--enable-native-access=io.github.procfs4j,duckdb.jdbc,org.jline.terminal.ffm");
    List<String> words = BuiltCommand.words(java, modules);
    words.add("io.github.procfs4j.cli/" + Main.class.getName());
    return words;
  }

  /** The words that run it: java, its options, and these arguments. */
  public static List<String> words(String... arguments) {
    List<String> words = new ArrayList<>(START);
    words.addAll(List.of(arguments));
    return words;
  }

  /** The same as a line for a shell. */
  public static String line(String... arguments) {
    return String.join(
        " ",
        words(arguments).stream().map(word -> "'" + word.replace("'", "'\\''") + "'").toList());
  }

  /** Waits for the end of a process, whose output fits in the buffers of the pipes. */
  public static Run end(Process process) throws IOException, InterruptedException {
    if (!process.waitFor(5, TimeUnit.MINUTES)) {
      process.destroyForcibly();
      throw new AssertionError("did not end: " + process.info());
    }
    return new Run(
        process.exitValue(),
        new String(process.getInputStream().readAllBytes(), UTF_8),
        new String(process.getErrorStream().readAllBytes(), UTF_8));
  }

  /** Runs a line in bash. */
  public static Run shell(String line) throws IOException, InterruptedException {
    return end(new ProcessBuilder("bash", "-c", line).start());
  }

  /** A port of the loopback interface on which nobody listens at the moment. */
  public static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  /** Whether there is such a program. */
  public static boolean has(String program) {
    return Stream.of(System.getenv("PATH").split(":"))
        .anyMatch(place -> Files.isExecutable(Path.of(place, program)));
  }

  /** Waits until a recording contains two samples of each source. */
  public static void awaitTwoSamples(Path file, Process process)
      throws IOException, InterruptedException {
    awaitRecording(file, process);
    while (true) {
      try (Recording recording = Recording.open(file)) {
        if (recording.sources().stream().allMatch(source -> source.samples() > 1)) {
          return;
        }
      }
      assertThat(process.isAlive()).isTrue();
      Thread.sleep(20);
    }
  }

  /** Waits until a recording has its first samples. */
  public static void awaitRecording(Path file, Process process)
      throws IOException, InterruptedException {
    while (!Files.exists(file) || Files.size(file) == 0) {
      assertThat(process.isAlive()).isTrue();
      Thread.sleep(20);
    }
    Thread.sleep(300);
  }
}
