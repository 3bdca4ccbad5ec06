package io.github.procfs4j.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.procfs4j.testing.RemarkableNumbers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Runs Jazzer on a family, in a separate JVM, which it instruments. Its output remains below {@code
 * target/fuzz}: the inputs that reach code that others do not, with which the next run continues,
 * those that found a fault, and a log.
 */
final class Fuzzer {
  /** No input is longer, unless a seed is. */
  private static final int LONGEST = 4096;

  /**
   * The fuzzer runs all seeds before it checks the time, some of them for half a second: a short
   * run gets this many seeds for each second, evenly selected. FoundInputsTest runs every one.
   */
  private static final int SEEDS_A_SECOND = 5;

  /**
   * Shorter runs, those of a build, begin with the same choices each time: what only chance finds
   * is for longer ones.
   */
  private static final int LONG = 60;

  /**
   * What looks up rows in maps while a layout is built. The fuzzer would compare the row with every
   * key of the map, each time: the cost of that is quadratic, and its own.
   */
  private static final String ROW_MAPS = "io.github.procfs4j.model.Layout**";

  /** A run ends after it has found this many different faults. */
  private static final int MOST_FOUND = 20;

  private final Family family;
  private final Path directory;

  Fuzzer(Family family) {
    this.family = family;
    directory = Path.of("target", "fuzz", family.toString()).toAbsolutePath();
  }

  /** The result of a run: its exit code and its log. */
  record Result(int code, Path log) {
    String text() throws IOException {
      return Files.readString(log, UTF_8);
    }
  }

  /** Fuzzes for this many seconds, or until a fault is found. */
  Result run(int seconds) throws IOException, InterruptedException {
    Path corpus = Files.createDirectories(directory.resolve("corpus"));
    Path seeds = seeds(SEEDS_A_SECOND * seconds);
    Path log = directory.resolve("log");
    List<String> words =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                family.heap(),
                "-Xss1m",
                "-XX:+UseSerialGC",
                "-XX:+EnableDynamicAgentLoading",
                "-XX:-UsePerfData",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-cp",
                System.getProperty("java.class.path"),
                "com.code_intelligence.jazzer.Jazzer",
                "--target_class=" + family.targetClass().getName(),
                "--instrumentation_includes=io.github.procfs4j.**",
                "--instrumentation_excludes=io.github.procfs4j.fuzz.**:" + ROW_MAPS,
                "--custom_hook_includes=io.github.procfs4j.**",
                "--custom_hook_excludes=" + ROW_MAPS,
                "--keep_going=" + MOST_FOUND,
                "--reproducer_path=" + directory,
                "-artifact_prefix=" + directory + "/",
                // The targets check CPU time; this is for inputs that never end.
                "-timeout=1200",
                "-rss_limit_mb=4096",
                "-max_total_time=" + seconds,
                "-print_final_stats=1"));
    if (family != Family.REPLAY && family != Family.RECORDINGS && family != Family.REPORTS) {
      words.add("-dict=" + dictionary());
    }
    if (seconds < LONG) {
      words.add("-seed=1");
    }
    words.add("-max_len=" + Math.max(LONGEST, longest(seeds)));
    words.add(corpus.toString());
    words.add(seeds.toString());
    Process process =
        new ProcessBuilder(words)
            .directory(Path.of("").toAbsolutePath().toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    try {
      return new Result(process.waitFor(), log);
    } finally {
      process.destroyForcibly();
    }
  }

  private Path seeds(int most) throws IOException {
    Path seeds = Files.createDirectories(directory.resolve("seeds"));
    try (Stream<Path> old = Files.list(seeds)) {
      for (Path file : old.toList()) {
        Files.delete(file);
      }
    }
    List<byte[]> all = family.seeds();
    int step = Math.max(1, Math.ceilDiv(all.size(), most));
    for (int number = 0; number < all.size(); number += step) {
      Files.write(seeds.resolve(Integer.toString(number)), all.get(number));
    }
    return seeds;
  }

  /** Words of texts that libFuzzer's own mutations would hardly create. */
  private Path dictionary() throws IOException {
    StringBuilder dictionary = new StringBuilder();
    for (byte[] name : Hostile.NAMES) {
      if (name.length > 0) {
        dictionary.append('"');
        for (byte b : name) {
          dictionary.append("\\x%02x".formatted(b));
        }
        dictionary.append("\"\n");
      }
    }
    for (String number : RemarkableNumbers.ALL) {
      if (!number.isEmpty() && number.chars().allMatch(c -> c < 0x7f)) {
        dictionary.append('"').append(number).append("\"\n");
      }
    }
    return Files.writeString(directory.resolve("dictionary"), dictionary);
  }

  private static long longest(Path directory) throws IOException {
    long longest = 0;
    try (Stream<Path> files = Files.list(directory)) {
      for (Path file : files.toList()) {
        longest = Math.max(longest, Files.size(file));
      }
    }
    return longest;
  }
}
