package io.github.procfs4j.process;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.procfs4j.Procfs;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tryout.SampleProcesses;

/**
 * The process table for programs that may not see everything, or have no descriptors left, each in
 * a separate JVM. Tests that need root, because they become another user or mount a separate /proc,
 * are skipped without it.
 */
class OtherUsersTest {
  private static final String NOBODY = "65534";
  private static final Pattern RESULT =
      Pattern.compile(
          "(\\d+) processes, (\\d+) with io, self (\\w+), init (\\w+), (\\d+) unread, opening"
              + " (\\w+)");

  @TempDir Path scratch;

  /** The content of a sample. */
  private record Result(
      int processes, int withIo, boolean self, boolean init, int unread, boolean opening) {}

  @BeforeEach
  void thereIsProc() {
    assumeTrue(Files.isReadable(Path.of("/proc/self/stat")), "there is no /proc");
  }

  private static void assumeRoot(String why) throws IOException {
    assumeTrue(
        Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0), "needs root: " + why);
  }

  /** A copy of the classes that any user may read. */
  private String classes() throws IOException, URISyntaxException {
    Files.setPosixFilePermissions(scratch, PosixFilePermissions.fromString("rwxr-xr-x"));
    Path library =
        Path.of(Procfs.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    Path copy = scratch.resolve("classes");
    if (Files.isDirectory(library)) {
      copy(library, copy);
    } else {
      Files.copy(library, scratch.resolve("library.jar"));
    }
    String program = "tryout/SampleProcesses.class";
    Path compiled = Path.of("target/test-classes").resolve(program);
    Files.createDirectories(copy.resolve("tryout"));
    Files.copy(compiled, copy.resolve(program));
    return copy + ":" + scratch.resolve("library.jar");
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> all = Files.walk(from, new FileVisitOption[0])) {
      for (Path each : all.toList()) {
        Path target = to.resolve(from.relativize(each).toString());
        if (Files.isDirectory(each)) {
          Files.createDirectories(target);
        } else {
          Files.copy(each, target);
        }
      }
    }
  }

  /**
   * The command that runs the program, for a shell.
   *
   * @param late "late" to let numbers be late, otherwise empty
   */
  private String program(String root, int free, String late)
      throws IOException, URISyntaxException {
    return String.join(
        " ",
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "--enable-native-access=ALL-UNNAMED",
        "-Xshare:auto",
        "-cp",
        classes(),
        SampleProcesses.class.getName(),
        root,
        Integer.toString(free),
        late);
  }

  private List<Result> run(String script) throws IOException, InterruptedException {
    return lines(script).stream().map(OtherUsersTest::result).toList();
  }

  /** The output of a script that must not print errors. */
  private List<String> lines(String script) throws IOException, InterruptedException {
    Path out = scratch.resolve("out");
    Path err = scratch.resolve("err");
    ProcessBuilder builder = new ProcessBuilder("sh", "-c", script);
    builder.environment().keySet().removeAll(List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS"));
    Process process = builder.redirectOutput(out.toFile()).redirectError(err.toFile()).start();
    try {
      assertThat(process.waitFor(5, TimeUnit.MINUTES)).isTrue();
    } finally {
      process.destroyForcibly();
    }
    String errors = Files.readString(err, UTF_8);
    assumeTrue(
        !errors.matches("(?s).*(unshare|mount|setpriv):.*"), () -> "not permitted here: " + errors);
    assertThat(errors).isEmpty();
    return Files.readAllLines(out, UTF_8);
  }

  private static Result result(String line) {
    Matcher parts = RESULT.matcher(line);
    assertThat(parts.matches()).as(line).isTrue();
    return new Result(
        Integer.parseInt(parts.group(1)),
        Integer.parseInt(parts.group(2)),
        parts.group(3).equals("there"),
        parts.group(4).equals("there"),
        Integer.parseInt(parts.group(5)),
        Boolean.parseBoolean(parts.group(6)));
  }

  @Test
  void whoMayNotTraceTheOthersSeesTheirStatAndNotTheirIo() throws Exception {
    assumeRoot("becomes another user");
    List<Result> results =
        run(
            "exec setpriv --reuid="
                + NOBODY
                + " --regid="
                + NOBODY
                + " --clear-groups "
                + program("/proc", -1, ""));
    assertThat(results)
        .hasSize(4)
        .allSatisfy(
            each -> {
              assertThat(each.init).isTrue();
              assertThat(each.self).isTrue();
              assertThat(each.withIo).isBetween(1, each.processes - 1);
              assertThat(each.unread).isZero();
            });
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "late"})
  void withHidepidTheOthersAreSimplyNotThere(String late) throws Exception {
    assumeRoot("mounts a /proc of its own");
    Path proc = Files.createDirectory(scratch.resolve("proc"));
    List<Result> results =
        run(
            "exec unshare --mount sh -c 'mount -t proc -o hidepid=2 proc "
                + proc
                + " && exec setpriv --reuid="
                + NOBODY
                + " --regid="
                + NOBODY
                + " --clear-groups "
                + program(proc.toString(), -1, late)
                + "'");
    assertThat(results)
        .hasSize(4)
        .allSatisfy(
            each -> {
              assertThat(each.init).isFalse();
              assertThat(each.self).isTrue();
              assertThat(each.unread).isZero();
            });
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "late"})
  void withHidepidThatShowsNumbersTheOthersAreCounted(String late) throws Exception {
    assumeRoot("mounts a /proc of its own");
    Path proc = Files.createDirectory(scratch.resolve("proc"));
    List<Result> results =
        run(
            "exec unshare --mount sh -c 'mount -t proc -o hidepid=1 proc "
                + proc
                + " && exec setpriv --reuid="
                + NOBODY
                + " --regid="
                + NOBODY
                + " --clear-groups "
                + program(proc.toString(), -1, late)
                + "'");
    assertThat(results)
        .hasSize(4)
        .allSatisfy(
            each -> {
              assertThat(each.init).isFalse();
              assertThat(each.self).isTrue();
              assertThat(each.unread).isPositive();
            });
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "late"})
  void whereDescriptorsAreUsedUpProcessesAreReadOneAfterTheOther(String late) throws Exception {
    List<Result> results = run("ulimit -n 100; exec " + program("/proc", 8, late));
    assertThat(results)
        .hasSize(4)
        .allSatisfy(
            each -> {
              assertThat(each.self).isTrue();
              assertThat(each.init).isTrue();
              assertThat(each.opening).isTrue();
              assertThat(each.unread).isZero();
            });
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "late"})
  void whereNoneIsLeftThatIsSaidAndItGoesOnOnceThereAreSome(String late) throws Exception {
    List<String> lines = lines("ulimit -n 100; exec " + program("/proc", 0, late));
    assertThat(lines).hasSize(4);
    assertThat(lines.subList(1, 3))
        .containsOnly("/proc: too many open files; allow more of them (ulimit -n)");
    assertThat(lines.get(3)).matches(RESULT);
  }
}
