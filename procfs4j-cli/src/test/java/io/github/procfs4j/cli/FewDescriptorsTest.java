package io.github.procfs4j.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.procfs4j.recording.Recording;
import java.io.BufferedReader;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.spi.ToolProvider;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The command with a low limit of open files (RLIMIT_NOFILE), so that anything may fail: a source,
 * the file that is written, a part of the JDK. It reports that on one line, with what to do.
 */
class FewDescriptorsTest {
  /** Words that a user must not see. */
  private static final String OF_JAVA =
      "internal error|Exception|Error\\b|\\bjava\\.|\\bjdk\\.|\\.java:|\\tat ";

  /** The jars created from the entries of the module or class path. */
  private static final Map<String, String> JARS = new HashMap<>();

  /** Each of them takes a descriptor; an installation has five. */
  private static int jarsOnThePath;

  @TempDir private static Path jars;
  @TempDir private Path directory;

  /** A jar remains open, as in an installation; classes in directories are opened one by one. */
  @BeforeAll
  static void makeJars() {
    assumeTrue(Command.has("bash"), "there is no bash");
    ToolProvider tool = ToolProvider.findFirst("jar").orElseThrow();
    for (String word : Command.words()) {
      for (String place : word.split(":", -1)) {
        jarsOnThePath += place.startsWith("/") ? 1 : 0;
        if (Files.isDirectory(Path.of(place))) {
          String jar = jars.resolve(JARS.size() + ".jar").toString();
          assertThat(tool.run(System.out, System.err, "cf0", jar, "-C", place, ".")).isZero();
          JARS.put(place, jar);
        }
      }
    }
  }

  private Run run(int most, String... arguments) throws Exception {
    return Command.shell(line(most, arguments));
  }

  private static String line(int most, String... arguments) {
    String line = Command.line(arguments);
    for (String place : JARS.keySet()) {
      line =
          line.replace(place + ":", JARS.get(place) + ":")
              .replace(place + "'", JARS.get(place) + "'");
    }
    return "ulimit -n " + most + " && exec " + line;
  }

  private Path recording() {
    return directory.resolve("x.rec");
  }

  private String[] words(String line) {
    return Stream.of(line.split(" "))
        .map(word -> word.replace("FILE", recording().toString()))
        .map(word -> word.replace("PAGE", directory.resolve("x.html").toString()))
        .map(word -> word.replace("TREE", Tree.REAL.toString()))
        .toArray(String[]::new);
  }

  static Stream<Arguments> few() {
    return Stream.of(8, 12, 18)
        .flatMap(
            most ->
                Stream.of(
                        "show stat",
                        "sources",
                        "record all --duration 50ms -o FILE",
                        "record --root TREE --duration 50ms -o FILE",
                        "record pid:* --duration 50ms -o FILE")
                    .map(line -> Arguments.of(most, line)));
  }

  @ParameterizedTest
  @MethodSource("few")
  void itSaysWhatToDo(int most, String line) throws Exception {
    Run run = run(most, words(line));
    assertThat(run.err().lines())
        .allSatisfy(said -> assertThat(said).startsWith("procfs: ").doesNotContainPattern(OF_JAVA));
    if (run.code() != 0) {
      assertThat(run.code()).isBetween(1, 3);
      assertThat(run.err().lines()).last().asString().contains("ulimit -n");
    }
    if (Files.exists(recording())) {
      try (Recording recording =
          Recording.open(recording())) { // any file there must be a recording
        assertThat(recording.sources()).isNotEmpty();
      }
    }
  }

  @Test
  void aRecordingIsMadeAndReportedWhereThereAreEnough() throws Exception {
    int enough = 32 + jarsOnThePath;
    assertThat(run(enough, words("record --root TREE --duration 200ms -o FILE")).code()).isZero();
    assertThat(run(enough, words("report FILE")).code()).isZero();
    assertThat(run(enough, words("report --html PAGE FILE")).code()).isZero();
    assertThat(run(enough, words("record pid:* --force --duration 200ms -o FILE")).code()).isZero();
  }

  /** Connections beyond the limit of files wait until others are closed, which costs nothing. */
  @Test
  void clientsWaitUntilThereAreEnough() throws Exception {
    Process process =
        new ProcessBuilder(
                "bash",
                "-c",
                line(40 + jarsOnThePath, words("serve --listen 127.0.0.1:0 --root TREE")))
            .start();
    BufferedReader out = process.inputReader();
    BufferedReader err = process.errorReader();
    URI metrics = URI.create(out.readLine());
    assertThat(metrics.toURL().openStream().readAllBytes()).isNotEmpty();
    List<Socket> sockets = new ArrayList<>();
    for (int i = 0; i < 60; i++) { // too many even if no jar is open
      sockets.add(new Socket(metrics.getHost(), metrics.getPort()));
    }
    String said = err.readLine();
    while (!said.contains("no connection can be accepted")) {
      said = err.readLine();
    }
    assertThat(said).contains("Too many open files");
    for (Socket socket : sockets) {
      socket.close();
    }
    assertThat(metrics.toURL().openStream().readAllBytes()).isNotEmpty();
    assertThat(err.readLine()).isEqualTo("procfs: connections are accepted again");
    process.toHandle().destroy(); // the streams remain open
    // Connections that waited may reach the limit again before the server has closed the others.
    assertThat(err.lines())
        .allMatch(
            line ->
                line.contains("no connection can be accepted")
                    || line.equals("procfs: connections are accepted again"));
    assertThat(process.waitFor()).isZero();
  }
}
