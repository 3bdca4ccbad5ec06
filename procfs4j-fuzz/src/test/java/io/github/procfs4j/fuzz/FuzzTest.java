package io.github.procfs4j.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Fuzzes each family, or those of {@code -Dfuzz.families}, for {@code -Dfuzz.seconds}; for a few
 * seconds, only one family, because each takes about 12 seconds to start, and {@link
 * FoundInputsTest} runs seeds of all families. Faults are reported with the input, which then
 * belongs below {@code src/test/resources/found}, where {@link FoundInputsTest} runs it.
 */
class FuzzTest {
  private static final int SECONDS = Integer.getInteger("fuzz.seconds", 2);
  private static final Pattern RUNS = Pattern.compile("stat::number_of_executed_units: (\\d+)");

  private static final int FEW = 10;

  private static final String CHOSEN = System.getProperty("fuzz.families", "");

  static List<Family> families() {
    if (!CHOSEN.isEmpty()) {
      return Stream.of(CHOSEN.split(","))
          .map(name -> Family.valueOf(name.toUpperCase(Locale.ROOT)))
          .toList();
    }
    return SECONDS < FEW ? List.of(Family.RECORDINGS) : List.of(Family.values());
  }

  @ParameterizedTest
  @MethodSource("families")
  @Timeout(value = 1, unit = TimeUnit.DAYS) // as long as requested
  void findsNothing(Family family) throws IOException, InterruptedException {
    Fuzzer.Result result = new Fuzzer(family).run(SECONDS);
    String log = result.text();
    int found = log.indexOf("\n== ");
    // The exit code is 0 after few faults, as the fuzzer goes on.
    assertThat(found)
        .as(() -> result.log() + ":\n" + log.substring(Math.max(0, found)))
        .isNegative();
    assertThat(result.code()).as(log).isZero();
    Matcher runs = RUNS.matcher(log);
    assertThat(runs.find()).as(log).isTrue();
    // Without coverage it would run too, but find almost nothing.
    assertThat(log).contains("Instrumented io.github.procfs4j.");
    // The number depends on the machine; FoundInputsTest checks that no seed finds a fault.
    assertThat(Long.parseLong(runs.group(1))).isPositive();
  }
}
