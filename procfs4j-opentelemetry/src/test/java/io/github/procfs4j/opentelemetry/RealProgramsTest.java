package io.github.procfs4j.opentelemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.procfs4j.Procfs;
import io.opentelemetry.proto.metrics.v1.Metric;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.autoconfigure.AutoConfiguredOpenTelemetrySdk;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * The SDK and the Java agent, each with the exporter for OTLP, find this module by themselves, and
 * send what the kernel prints.
 */
@EnabledIfSystemProperty(
    named = "procfs.real-programs",
    matches = "true",
    disabledReason = "real programs are used with -Pfull")
class RealProgramsTest {
  private static final String AGENT = "io.opentelemetry.javaagent.OpenTelemetryAgent";
  private static final Map<String, String> USER = Map.of("cpu.mode", "user");

  @TempDir private Path directory;

  private static Map<String, String> properties(Receiver receiver) {
    return Map.of(
        "otel.exporter.otlp.endpoint", receiver.url(),
        "otel.exporter.otlp.protocol", "http/protobuf",
        "otel.exporter.otlp.compression", "gzip",
        "otel.metric.export.interval", "200",
        "otel.traces.exporter", "none",
        "otel.logs.exporter", "none",
        "procfs4j.greatest.age", "50ms");
  }

  private static double userSeconds() throws IOException {
    String line = Files.readAllLines(Path.of("/proc/stat")).getFirst();
    return Long.parseLong(line.split(" +", -1)[1]) / 100.0;
  }

  /** What arrives lies between what the kernel printed before and after. */
  private static void check(Receiver receiver) throws Exception {
    receiver.await("system.cpu.time");
    double before = userSeconds();
    receiver.forget(); // what was read before may still arrive, but not twice
    receiver.await("system.cpu.time");
    receiver.forget();
    Metric time = receiver.await("system.cpu.time");
    assertThat(Receiver.value(time, USER)).isBetween(before, userSeconds());
    assertThat(time.getUnit()).isEqualTo("s");
    assertThat(time.getSum().getIsMonotonic()).isTrue();
    Metric total = receiver.await("system.memory.limit");
    assertThat(Receiver.value(total, Map.of()))
        .isEqualTo((double) Procfs.mounted().memInfo().memTotal());
    assertThat(Receiver.points(receiver.await("process.memory.usage"))).hasSize(1);
    assertThat(Receiver.points(receiver.await("linux.sources"))).hasSize(1);
  }

  @Test
  void theSdkFindsThisModule() throws Exception {
    try (Receiver receiver = new Receiver();
        OpenTelemetrySdk sdk =
            AutoConfiguredOpenTelemetrySdk.builder()
                .addPropertiesSupplier(() -> properties(receiver))
                .build()
                .getOpenTelemetrySdk()) {
      assertThat(sdk).isNotNull();
      check(receiver);
    }
  }

  @Test
  void aWrongFileNameIsReported() throws IOException {
    try (Receiver receiver = new Receiver()) {
      assertThatThrownBy(
              () ->
                  AutoConfiguredOpenTelemetrySdk.builder()
                      .addPropertiesSupplier(() -> properties(receiver))
                      .addPropertiesSupplier(() -> Map.of("procfs4j.files", "stat,wrong"))
                      .build())
          .hasStackTraceContaining("procfs4j.files: «wrong» is none of usual, all, stat");
    }
  }

  @Test
  void theAgentFindsItsExtension() throws Exception {
    Path agent = agent();
    Path extension = extension();
    try (Receiver receiver = new Receiver()) {
      List<String> command = new ArrayList<>();
      command.add(ProcessHandle.current().info().command().orElseThrow());
      command.add("-XX:TieredStopAtLevel=1");
      command.add("-javaagent:" + agent);
      command.add("-Dotel.javaagent.extensions=" + extension.getParent());
      properties(receiver).forEach((key, value) -> command.add("-D" + key + "=" + value));
      command.add("-cp");
      command.add(location(Waiting.class).toString());
      command.add(Waiting.class.getName());
      Path output = directory.resolve("output");
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(output.toFile())
              .start();
      try {
        Receiver.await(() -> !process.isAlive() || receiver.has("system.cpu.time"));
        assertThat(process.isAlive()).as(Files.readString(output)).isTrue();
        check(receiver);
      } finally {
        process.destroy();
        process.waitFor();
      }
      assertThat(Files.readString(output)).doesNotContain("ERROR").doesNotContain("WARN");
    }
  }

  private static Path agent() throws URISyntaxException {
    try {
      Class<?> agent = Class.forName(AGENT, false, RealProgramsTest.class.getClassLoader());
      return location(agent);
    } catch (ClassNotFoundException e) {
      assumeTrue(false, "the agent is not among the dependencies: it is with -Pfull");
      throw new AssertionError(e);
    }
  }

  private static Path location(Class<?> type) throws URISyntaxException {
    return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
  }

  /** A jar such as the build packs: the classes of this module and of the library. */
  private Path extension() throws IOException, URISyntaxException {
    Path jar = Files.createDirectory(directory.resolve("extensions")).resolve("procfs4j.jar");
    try (FileSystem zip = FileSystems.newFileSystem(jar, Map.of("create", "true"))) {
      for (Class<?> type : List.of(Procfs.class, ProcfsTelemetry.class)) {
        Path from = location(type);
        if (Files.isDirectory(from)) {
          copy(from, zip.getPath("/"));
        } else {
          try (FileSystem packed = FileSystems.newFileSystem(from)) {
            copy(packed.getPath("/"), zip.getPath("/"));
          }
        }
      }
    }
    return jar;
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Path target = to.resolve(from.relativize(file).toString());
        if (!file.endsWith("module-info.class") && !Files.exists(target)) {
          Files.createDirectories(target.getParent());
          Files.copy(file, target);
        }
      }
    }
  }
}
