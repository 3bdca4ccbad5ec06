package io.github.procfs4j.micrometer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A program in a JVM that grants no native access, with the class path and with modules. */
class WithoutNativeAccessTest {
  /** Of no package of this module, which would otherwise be looked for in the module. */
  private static final String PROGRAM =
      """
      import io.github.procfs4j.micrometer.ProcfsMetrics;
      import io.micrometer.core.instrument.simple.SimpleMeterRegistry;

      class Program {
        public static void main(String[] args) {
          SimpleMeterRegistry registry = new SimpleMeterRegistry();
          try (ProcfsMetrics metrics = new ProcfsMetrics()) {
            metrics.bindTo(registry);
            metrics.refresh();
            System.out.println(registry.getMeters().size() + " meters");
          }
        }
      }
      """;

  @TempDir private Path directory;

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void everythingIsExportedWithoutAWarning(boolean areModules) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(ProcessHandle.current().info().command().orElseThrow());
    command.add("-XX:TieredStopAtLevel=1");
    String path = System.getProperty("java.class.path");
    if (areModules) {
      // Only what is needed: the names of some other jars are not fit for modules.
      String modules =
          Arrays.stream(path.split(":", -1))
              .filter(
                  place -> place.matches(".*(procfs4j|micrometer-(core|commons|observation)).*"))
              .filter(place -> !place.contains("test-classes"))
              .reduce((one, other) -> one + ":" + other)
              .orElseThrow();
      command.addAll(List.of("-p", modules, "--add-modules", "io.github.procfs4j.micrometer"));
    }
    Path program = Files.writeString(directory.resolve("Program.java"), PROGRAM);
    command.addAll(
        areModules ? List.of(program.toString()) : List.of("-cp", path, program.toString()));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor()).as(output).isZero();
    assertThat(output).matches("[1-9]\\d\\d+ meters\n");
  }
}
