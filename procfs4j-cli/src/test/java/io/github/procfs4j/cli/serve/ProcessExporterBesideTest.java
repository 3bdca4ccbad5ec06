package io.github.procfs4j.cli.serve;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.procfs4j.cli.Command;
import io.github.procfs4j.cli.exposition.ExposedText;
import io.github.procfs4j.cli.exposition.Format;
import io.github.procfs4j.cli.exposition.TextBuffer;
import io.github.procfs4j.processes.Processes;
import io.github.procfs4j.sampling.KernelConstants;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** process-exporter and this show the same of processes that sleep. */
@EnabledIfSystemProperty(
    named = "procfs.real-programs",
    matches = "true",
    disabledReason = "real programs are used with -Pfull")
class ProcessExporterBesideTest {
  private static final Path PROGRAM =
      Path.of(
          System.getProperty("procfs.process-exporter", "/usr/bin/prometheus-process-exporter"));

  /** No other program has this name. */
  private static final String NAME = "procfs-sleeper";

  @TempDir private Path directory;

  @Test
  void hasTheSameNumbers() throws Exception {
    assumeTrue(Files.isExecutable(PROGRAM), "there is no " + PROGRAM);
    Path sleeper = Files.copy(Path.of("/bin/sleep"), directory.resolve(NAME));
    assertThat(sleeper.toFile().setExecutable(true)).isTrue();
    int port = Command.freePort();
    List<Process> started = new ArrayList<>();
    try (ProcessGroups groups =
        new ProcessGroups(
            Processes.at(Path.of("/proc")).sampler(),
            1000,
            KernelConstants.ofRunningKernel(),
            message -> {})) {
      for (int i = 0; i < 3; i++) {
        started.add(new ProcessBuilder(sleeper.toString(), "1000").start());
      }
      started.add(
          new ProcessBuilder(
                  PROGRAM.toString(),
                  "-procnames=" + NAME,
                  "-children=false",
                  "-threads=false",
                  "-web.listen-address=127.0.0.1:" + port)
              .redirectErrorStream(true)
              .redirectOutput(directory.resolve("log").toFile())
              .start());
      ExposedText theirs = theirs(port);
      groups.sample(List.of());
      TextBuffer text = new TextBuffer();
      groups.write(Format.TEXT, text);
      ExposedText ours = ExposedText.parse(new String(text.toBytes(), UTF_8));

      Map<String, String> types = theirs.types();
      ours.types().forEach((name, type) -> assertThat(types.get(name)).as(name).isEqualTo(type));
      List<String> compared = new ArrayList<>();
      theirs
          .values()
          .forEach(
              (series, value) -> {
                Double here = ours.values().get(series);
                if (here != null && series.contains(NAME)) {
                  assertThat(here).as(series).isEqualTo(value);
                  compared.add(series);
                }
              });
      assertThat(compared)
          .hasSize(8)
          .contains("namedprocess_namegroup_num_procs{groupname=" + NAME + "}");
    } finally {
      for (Process process : started) {
        process.destroy();
        process.waitFor();
      }
    }
  }

  /** Asks until there is an answer with the processes. */
  private static ExposedText theirs(int port) throws InterruptedException {
    URI metrics = URI.create("http://127.0.0.1:" + port + "/metrics");
    while (true) { // the timeout of the test ends this
      try (InputStream in = metrics.toURL().openStream()) {
        String text = new String(in.readAllBytes(), UTF_8);
        String wanted =
            text.replaceAll("(?m)^(?!(# (TYPE|HELP) )?namedprocess_namegroup_).*\n", "");
        ExposedText exposed = ExposedText.parse(wanted);
        if (Double.valueOf(3)
            .equals(
                exposed.values().get("namedprocess_namegroup_num_procs{groupname=" + NAME + "}"))) {
          return exposed;
        }
      } catch (IOException e) {
        // it has not started yet
      }
      Thread.sleep(100);
    }
  }
}
