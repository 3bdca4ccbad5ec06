package io.github.procfs4j.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.procfs4j.Compiled;
import io.github.procfs4j.testing.Corpus;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tryout.WarmUp;

/**
 * What a sampler allocates until it is warm, as {@link io.github.procfs4j.sampling.Sampler} states
 * it, in a JVM of its own. That only interprets, because a compiler would make it differ from run
 * to run.
 */
class WarmUpTest {
  private static final String VARIANT = "amd64-6.1-smp1";

  /** By then the JDK has customized the handles of all C functions: after 127 calls of each. */
  private static final int LAST = 150;

  /** The C functions that are called for a sample outside procfs, with a few to spare. */
  private static final int FUNCTIONS = 9;

  private static final long MOST_FOR_A_FUNCTION = 100_000;

  @TempDir private Path directory;

  private record Allocated(int sample, long bytes) {}

  private List<Allocated> run(String kind) throws IOException, InterruptedException {
    Path root = directory.resolve("proc");
    ProcessTrees trees = ProcessTrees.of(VARIANT);
    String pid = trees.directories("stat").getFirst();
    trees.unpack(pid, root.resolve(pid.substring("s0/".length())));
    Files.write(root.resolve("uptime"), Corpus.bytes(VARIANT, "s0", "uptime"));
    Path out = directory.resolve("out");
    ProcessBuilder builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xint",
            "--enable-native-access=ALL-UNNAMED",
            "--class-path",
            Compiled.library() + File.pathSeparator + Compiled.tests(),
            "tryout.WarmUp",
            kind,
            root.toString());
    builder.environment().keySet().removeAll(List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS"));
    Process process = builder.redirectErrorStream(true).redirectOutput(out.toFile()).start();
    try {
      assertThat(process.waitFor(5, TimeUnit.MINUTES)).isTrue();
    } finally {
      process.destroyForcibly();
    }
    assertThat(process.exitValue()).as(Files.readString(out)).isZero();
    List<Allocated> allocated = new ArrayList<>();
    for (String line : Files.readAllLines(out)) {
      String[] words = line.split(" ", -1);
      allocated.add(new Allocated(Integer.parseInt(words[0]), Long.parseLong(words[1])));
    }
    return allocated;
  }

  @ParameterizedTest
  @ValueSource(strings = {"uptime", "processes"})
  void afterItsFirstSamplesOnlyTheJdkAllocatesOncePerFunction(String kind) throws Exception {
    List<Allocated> allocated = run(kind);
    assertThat(allocated).as("the first sample").first().returns(0, Allocated::sample);
    assertThat(allocated)
        .filteredOn(sample -> sample.sample() > 1)
        .as("of %,d samples", WarmUp.SAMPLES)
        .hasSizeBetween(1, FUNCTIONS)
        .allSatisfy(
            sample -> {
              assertThat(sample.sample()).isLessThanOrEqualTo(LAST);
              assertThat(sample.bytes()).isLessThanOrEqualTo(MOST_FOR_A_FUNCTION);
            });
  }
}
