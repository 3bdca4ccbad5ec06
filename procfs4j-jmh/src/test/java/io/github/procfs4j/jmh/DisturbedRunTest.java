package io.github.procfs4j.jmh;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.results.format.ResultFormatType;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;

/**
 * A benchmark in a process of its own, beside a process that uses CPU time and without it. Other
 * programs may run, too: what is compared is whether that process is named, and with which share.
 */
class DisturbedRunTest {
  private static final int RUNS = Integer.getInteger("procfs.disturbed-runs", 1);

  /** In the name of the disturber, so that it is not that of another test at the same time. */
  private final String mark = UUID.randomUUID().toString().substring(0, 8);

  @TempDir Path directory;

  @Test
  void aloneTheDisturberIsNotNamed() throws Exception {
    // The options of this JVM are not passed on, so there is no native access.
    RunResult alone = run(Runs.of("sum", "").jvmArgs("-XX:TieredStopAtLevel=1"));
    assertThat(Runs.disturbed(alone).iterations()).hasSize(2);
    assertThat(share(alone)).isZero();
    assertThat(output()).doesNotContain(mark).doesNotContain("restricted method");
  }

  /** With more than one run, each of them must name what loads the machine. */
  @Test
  void besideADisturberEachRunNamesIt() throws Exception {
    Process disturber = disturber();
    try {
      for (int run = 0; run < RUNS; run++) {
        RunResult result =
            run(
                Runs.of("sum", "")
                    .resultFormat(ResultFormatType.JSON)
                    .result(directory.resolve("json").toString()));
        assertThat(Runs.disturbed(result).iterations())
            .hasSize(2)
            .allMatch(iteration -> iteration.disturbance().isDisturbed());
        assertThat(share(result)).isGreaterThan(0.03); // of a CPU, even if many others want one
        assertThat(Runs.disturbed(result).getScore()).isEqualTo(2);
        assertThat(result.getSecondaryResults()).doesNotContainKey(DisturbedResult.SCORE_LABEL);
        assertThat(output())
            .contains("2 of 2 iterations were disturbed")
            .contains("no iteration was undisturbed");
        assertThat(Files.readString(directory.resolve("json")))
            .contains("\"procfs.disturbed\"")
            .contains("\"procfs.run-delay.norm\"");
      }
    } finally {
      disturber.destroyForcibly().waitFor();
    }
  }

  private Process disturber() throws IOException {
    int threads = Math.max(2, Runtime.getRuntime().availableProcessors() / 8);
    Process disturber =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                Disturber.class.getName(),
                mark,
                Integer.toString(threads))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    assertThat(disturber.getInputStream().read()).isEqualTo('\n');
    return disturber;
  }

  private RunResult run(ChainedOptionsBuilder options) throws Exception {
    return Runs.run(options.forks(1), directory.resolve("output"));
  }

  private String output() throws IOException {
    return Files.readString(directory.resolve("output"));
  }

  /** The smallest share of a CPU of the disturber in an iteration. */
  private double share(RunResult result) {
    return Runs.disturbed(result).iterations().stream()
        .mapToDouble(
            iteration ->
                iteration.disturbance().users().stream()
                    .filter(user -> user.name().contains(mark))
                    .mapToDouble(Disturbance.User::cpus)
                    .sum())
        .min()
        .orElseThrow();
  }
}
