package io.github.procfs4j.cli.exposition;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.procfs4j.model.Unit;
import java.math.BigDecimal;
import java.util.OptionalInt;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Cells as values. */
class ScaleTest {
  @ParameterizedTest
  @CsvSource({
    "1, 0, 0",
    "1, 7, 7",
    "1, 1200, 1200",
    "512, 3, 1536",
    "0.001, 0, 0",
    "0.001, 5, 0.005",
    "0.001, 5000, 5",
    "0.001, 12340, 12.34",
    "0.000000001, 1, 0.000000001",
    "0.000000001, 14599587906, 14.599587906",
    "tick, 1, 0.01",
    "tick, 100, 1",
    "tick, 123456789, 1234567.89",
    "page, 2, 8192",
    "1, 9223372036854775807, 9223372036854775807",
    "1, -1, 18446744073709551615",
    "512, 9223372036854775807, 4722366482869645213184",
    "512, 36028797018963967, 18446744073709551104",
    "0.001, -1000, 18446744073709550.616"
  })
  void areExact(String factor, long cell, BigDecimal value) {
    assertThat(new BigDecimal(text(factor, Unit.COUNT, 100, cell))).isEqualByComparingTo(value);
  }

  @Test
  void areAsTheyWerePrintedInKilobytes() {
    assertThat(text("kB", Unit.KIBIBYTES, 100, 2384)).isEqualTo("2384");
    assertThat(text("1", Unit.KIBIBYTES, 100, 2384)).isEqualTo("2441216");
    assertThat(text("1", Unit.CENTISECONDS, 100, 12_345)).isEqualTo("123.45");
  }

  @Test
  void haveTheTicksOfOtherArchitectures() {
    assertThat(text("tick", Unit.TICKS, 1_024, 1_536)).isEqualTo("1.5");
    assertThat(text("tick", Unit.TICKS, 1_000, 1_536)).isEqualTo("1.536");
    assertThat(text("tick", Unit.TICKS, 1, 1_536)).isEqualTo("1536");
    assertThat(Scale.of("tick", OptionalInt.empty(), OptionalInt.of(4096))).isEmpty();
    assertThat(Scale.of("page", OptionalInt.of(100), OptionalInt.empty())).isEmpty();
  }

  /** The numbers of a recording are written by another method. */
  @Test
  void areTheSameForAmounts() {
    Random random = new Random(26);
    for (int i = 0; i < 10_000; i++) {
      long cell = random.nextLong() >>> random.nextInt(64);
      String factor = new String[] {"1", "512", "0.001", "tick", "page"}[i % 5];
      Scale scale = scale(factor, 100);
      assertThat(new BigDecimal(text(factor, Unit.COUNT, 100, cell)))
          .isEqualByComparingTo(scale.text(Unit.COUNT.exactAmount(cell, false)));
    }
  }

  private static Scale scale(String factor, int ticks) {
    return Scale.of(factor, OptionalInt.of(ticks), OptionalInt.of(4096)).orElseThrow();
  }

  private static String text(String factor, Unit unit, int ticks, long cell) {
    TextBuffer text = new TextBuffer();
    scale(factor, ticks).of(unit).write(cell, false, text);
    return new String(text.toBytes(), UTF_8);
  }
}
