package io.github.procfs4j;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.procfs4j.testing.Corpus;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A user who runs a sampling program sees only its own output and no warning from the JVM, on the
 * class path and on the module path, with or without native access.
 */
class NoWarningTest {
  @TempDir Path scratch;

  static Stream<Arguments> waysToRunIt() {
    String library = Compiled.library();
    String program = Compiled.tests();
    List<String> classPath = List.of("--class-path", library + File.pathSeparator + program);
    List<String> modulePath =
        List.of(
            "--module-path",
            library,
            "--add-modules",
            "io.github.procfs4j",
            "--class-path",
            program);
    return Stream.of(
        Arguments.of("class path", classPath),
        Arguments.of("class path, granted", with("ALL-UNNAMED", classPath)),
        Arguments.of("class path, refused", refused(classPath)),
        Arguments.of("module path", modulePath),
        Arguments.of("module path, granted", with("io.github.procfs4j", modulePath)),
        Arguments.of("module path, refused", refused(modulePath)));
  }

  private static List<String> with(String module, List<String> options) {
    return Stream.concat(Stream.of("--enable-native-access=" + module), options.stream()).toList();
  }

  private static List<String> refused(List<String> options) {
    return Stream.concat(Stream.of("--illegal-native-access=deny"), options.stream()).toList();
  }

  private record Ended(int status, String out, String err) {}

  private Ended run(List<String> options) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(options);
    command.add("tryout.SampleStat");
    command.add(Corpus.tree("amd64-6.1-smp1", "s0").toAbsolutePath().toString());
    ProcessBuilder builder = new ProcessBuilder(command);
    // What these add to stderr would not come from the library.
    builder.environment().keySet().removeAll(List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS"));
    Path out = scratch.resolve("out");
    Path err = scratch.resolve("err");
    Process process = builder.redirectOutput(out.toFile()).redirectError(err.toFile()).start();
    try {
      assertThat(process.waitFor(5, TimeUnit.MINUTES)).isTrue();
    } finally {
      process.destroyForcibly();
    }
    return new Ended(
        process.exitValue(), Files.readString(out, UTF_8), Files.readString(err, UTF_8));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("waysToRunIt")
  void samplingIsSilent(String way, List<String> options) throws Exception {
    Ended ended = run(options);
    assertThat(ended.err()).isEmpty();
    assertThat(ended.out()).isEqualTo("SAMPLED 11483\n".repeat(3));
    assertThat(ended.status()).isZero();
  }

  @Test
  @Tag("no-native")
  void thisJvmGrantsNothing() {
    assertThat(Procfs.class.getModule().isNativeAccessEnabled()).isFalse();
    assertThat(Procfs.at(Corpus.tree("amd64-6.1-smp1", "s0")).stat().contextSwitches())
        .isEqualTo(11483);
  }
}
