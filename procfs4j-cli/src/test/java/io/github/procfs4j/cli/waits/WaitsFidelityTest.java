package io.github.procfs4j.cli.waits;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.procfs4j.cli.Run;
import io.github.procfs4j.testing.CProgram;
import io.github.procfs4j.testing.Json;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The shares that the command shows are those that the threads of a program measured themselves:
 * the time that each spent in its call, without the CPU time of the call. That includes the time
 * until it got a CPU after its wait, which the command shows separately.
 *
 * <p>Without {@code -Pfull} the program is sampled for a second only, in which shares are not
 * exact: then only the waits themselves are compared.
 */
@Tag("alone")
@SuppressWarnings("NullAway") // what is missing fails the test
class WaitsFidelityTest {
  private static final double TOLERANCE = 0.02;
  private static final int SECONDS = Integer.getInteger("procfs.waits.seconds", 1);
  private static final int ENOUGH = 10;

  /** The calls in which each thread waits, besides the one in which it sleeps. */
  private static final Map<String, List<String>> CALLS =
      Map.of(
          "sleep", List.of("clock_nanosleep"),
          "pipe", List.of("read"),
          "futex", List.of("futex"),
          "disk", List.of("fsync", "pwrite64"),
          "lock", List.of("flock"),
          "socket", List.of("recvfrom"));

  /** The time, and the time that each thread has waited, in nanoseconds. */
  private record Counts(long nanos, Map<String, Long> waited) {
    static Counts of(Process program, BufferedReader answers) throws IOException {
      program.getOutputStream().write('\n');
      program.getOutputStream().flush();
      String[] words = answers.readLine().split(" ", -1);
      Map<String, Long> waited = new HashMap<>();
      for (int i = 1; i < words.length; i++) {
        String[] parts = words[i].split("[=,]", -1);
        waited.put(parts[0], Long.valueOf(parts[2]));
      }
      return new Counts(Long.parseLong(words[0]), waited);
    }
  }

  @Test
  void sharesAreThoseThatTheThreadsMeasured() throws Exception {
    // On a disk: the default directory for temporary files may be in memory.
    Path directory = Files.createTempDirectory(Path.of("target"), "waits").toAbsolutePath();
    Process program =
        new ProcessBuilder(
                CProgram.compiled(directory, "waiting").toString(),
                directory.resolve("file").toString())
            .start();
    try (BufferedReader answers = program.inputReader(US_ASCII)) {
      Counts before = Counts.of(program, answers);
      Run run =
          Run.of(
                  "waits",
                  "pid:" + program.pid(),
                  "--threads-like",
                  "^w-",
                  "--for",
                  SECONDS + "s",
                  "--every",
                  "10ms",
                  "--format",
                  "json")
              .isDone();
      Counts after = Counts.of(program, answers);
      Set<String> checked = new HashSet<>();
      for (Object thread : (List<?>) ((Map<?, ?>) Json.parse(run.out())).get("threads")) {
        checked.add(check((Map<?, ?>) thread, before, after));
      }
      assertThat(checked).isEqualTo(CALLS.keySet());
    } finally {
      program.destroyForcibly().waitFor();
    }
  }

  /** Compares a thread with what it measured; returns what it waits for. */
  private static String check(Map<?, ?> thread, Counts before, Counts after) {
    String kind = thread.get("name").toString().replaceFirst(".* w-", "");
    double share = 0;
    for (Object wait : (List<?>) thread.get("waits")) {
      Map<?, ?> of = (Map<?, ?>) wait;
      if (CALLS.getOrDefault(kind, List.of()).contains(String.valueOf(of.get("call")))) {
        share += number(of.get("share"));
      }
    }
    if (!kind.equals("disk")) { // which may be faster than the period
      assertThat(share).as(kind).isPositive();
    }
    double expected =
        (double) (after.waited.get(kind) - before.waited.get(kind)) / (after.nanos - before.nanos);
    if (SECONDS >= ENOUGH) {
      assertThat(share)
          .as("%s: the thread itself measured %s", thread, expected)
          .isBetween(expected - number(thread.get("runnable")) - TOLERANCE, expected + TOLERANCE);
    }
    return kind;
  }

  private static double number(Object of) {
    return Double.parseDouble(of.toString());
  }
}
