package io.github.procfs4j.micrometer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.procfs4j.testing.CorpusCopy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A file that this user may not read, in a JVM of its own: root must not have the capabilities that
 * ignore permissions.
 */
class DeniedSourceTest {
  private static final List<String> WITHOUT_CAPABILITIES =
      List.of("setpriv", "--bounding-set=-dac_override,-dac_read_search");

  private static final String PROGRAM =
      """
      import io.github.procfs4j.Procfs;
      import io.github.procfs4j.micrometer.ProcfsMetrics;
      import io.github.procfs4j.system.MemInfo;
      import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
      import java.nio.file.Files;
      import java.nio.file.Path;
      import java.nio.file.attribute.PosixFilePermissions;
      import java.time.Duration;
      import java.util.List;

      class Program {
        public static void main(String[] args) throws Exception {
          Path root = Path.of(args[0]);
          Path file = root.resolve("meminfo");
          byte[] text = Files.readAllBytes(file);
          SimpleMeterRegistry registry = new SimpleMeterRegistry();
          try (ProcfsMetrics metrics =
              ProcfsMetrics.builder()
                  .procfs(Procfs.at(root))
                  .files(List.of(MemInfo.FILE))
                  .withoutOwnProcess()
                  .greatestAge(Duration.ZERO)
                  .build()) {
            permit(file, "---------");
            metrics.bindTo(registry);
            metrics.refresh();
            for (Thread thread : Thread.getAllStackTraces().keySet()) {
              if (thread.getName().equals("procfs4j first sample")) {
                thread.join(); // while it registers meters, reading a meter does not
              }
            }
            print(registry);
            print(registry);
            permit(file, "rw-------");
            print(registry);
            Files.delete(file);
            print(registry);
            print(registry);
            Files.write(file, text);
            print(registry);
          }
        }

        static void permit(Path file, String permissions) throws Exception {
          Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
        }

        static void print(SimpleMeterRegistry registry) {
          double sources = registry.get("linux.sources").gauge().value();
          System.out.println(sources + " " + (registry.getMeters().size() > 30));
        }
      }
      """;

  @TempDir private Path directory;

  @Test
  void thereAreMetersWhileItCanBeRead() throws Exception {
    CorpusCopy tree = CorpusCopy.of(directory, "s1");
    Path program = Files.writeString(directory.resolve("Program.java"), PROGRAM);
    Files.setPosixFilePermissions(
        tree.root().resolve("meminfo"), PosixFilePermissions.fromString("rw-------"));
    List<String> command = new ArrayList<>();
    if (Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0)) {
      assumeTrue(isThere("setpriv"), "there is no setpriv, of util-linux");
      command.addAll(WITHOUT_CAPABILITIES);
    }
    command.add(ProcessHandle.current().info().command().orElseThrow());
    command.add("-XX:TieredStopAtLevel=1");
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add(program.toString());
    command.add(tree.root().toString());
    Path log = directory.resolve("log");
    Process process = new ProcessBuilder(command).redirectError(log.toFile()).start();
    String output = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor()).as(Files.readString(log)).isZero();
    assertThat(output.lines())
        .containsExactly(
            "0.0 false", "0.0 false", "1.0 true", "0.0 false", "0.0 false", "1.0 true");
    // One line for each change, with the reason.
    assertThat(Files.readString(log).lines().filter(line -> line.contains("meminfo")))
        .satisfiesExactly(
            line -> assertThat(line).startsWith("WARNING: nothing is exported").contains("denied"),
            line -> assertThat(line).startsWith("INFO:").endsWith("can be read again"),
            line -> assertThat(line).startsWith("INFO: nothing").contains("no such file"),
            line -> assertThat(line).startsWith("INFO:").endsWith("can be read again"));
  }

  private static boolean isThere(String command) throws IOException, InterruptedException {
    return new ProcessBuilder("sh", "-c", "command -v " + command).start().waitFor() == 0;
  }
}
