package io.github.procfs4j.cli.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ScaleTest {
  @ParameterizedTest
  @CsvSource({
    "bytes, 1536, KiB, 1.50",
    "bytes/s, 999, B/s, 999.0",
    "bytes/s, 1e9, MiB/s, 953.7",
    "bytes, 17179869184, GiB, 16.0",
    "%, 7, %, 7.00",
    "/s, 9999, /s, 9999",
    "/s, 10000, k/s, 10.0",
    "/s, 250000, k/s, 250.0",
    "/s, 3400000, M/s, 3.40",
    "pages/s, 250000, k pages/s, 250.0",
    "ms, 0.5, µs, 500.0",
    "µs, 102100, ms, 102.1",
    "ns, 2500000000, s, 2.50",
    "s, 0.0102, ms, 10.2",
    "s, 86400, s, 86400",
    "ms/s, 1500, s/s, 1.50",
    "ms, 0, ms, 0",
    "'', 3, '', 3.00"
  })
  void theUnitIsChosenByTheHighest(String unit, double most, String shown, String number) {
    Scale scale = Scale.of(unit, most);
    assertThat(scale.unit()).isEqualTo(shown);
    assertThat(scale.text(most)).isEqualTo(number);
  }

  @Test
  void noNumberIsRoundedToNothing() {
    Scale scale = Scale.of("/s", 50);
    assertThat(scale.text(0.0004)).isEqualTo("<0.001");
    assertThat(scale.text(0)).isEqualTo("0");
    assertThat(scale.text(-0.0001)).isEqualTo("0");
    assertThat(scale.text(Double.NaN)).isEqualTo("-");
  }

  @ParameterizedTest
  @CsvSource({
    "100, 100.0",
    "12.345, 12.3",
    "9.996, 10.0",
    "1.2345, 1.23",
    "0.99996, 1.00",
    "0.123456, 0.123",
    "0.099999, 0.100",
    "0.012345, 0.0123",
    "0.001234, 0.0012",
    "0.0006, 0.0006",
    "-0.012345, -0.0123"
  })
  void eachNumberHasThreeDigitsOrAsManyAsFit(double number, String text) {
    assertThat(Scale.of("%", 100).text(number)).isEqualTo(text);
  }

  /** What is shown as 1.00 is shown as 1 itself is, not as 1.000. */
  @ParameterizedTest
  @ValueSource(strings = {"bytes", "bytes/s", "/s", "pages/s", "ns", "µs", "ms", "s", "%", ""})
  void aNumberNearABorderIsShownAsTheBorder(String unit) {
    double[] distances = {1e-9, 2e-6, 4e-5, 6e-5, 3e-4, 4e-4, 6e-4, 3e-3, 4e-3, 6e-3, 0.03};
    for (Units.Prefixed prefixed : Units.of(unit).units()) {
      for (double border : new double[] {0.1, 1, 10, 100, 1000, 1024, 10_000}) {
        for (double distance : distances) {
          check(unit, border * prefixed.divisor() * (1 - distance));
          check(unit, border * prefixed.divisor() * (1 + distance));
        }
      }
    }
  }

  private static void check(String unit, double number) {
    Scale scale = Scale.of(unit, number);
    String text = scale.text(number);
    if (!text.startsWith("<")) {
      double shown = Double.parseDouble(text) * scale.divisor();
      Scale ofShown = Scale.of(unit, shown);
      assertThat(text + " " + scale.unit())
          .as("%s %s", number, unit)
          .isEqualTo(ofShown.text(shown) + " " + ofShown.unit());
    }
  }

  /** For one burst in ten minutes, the mean is shown as precisely as the maximum. */
  @Test
  void theMeanOfABurstIsTold() {
    double[] values = new double[600];
    double[] weights = new double[600];
    Arrays.fill(weights, 1);
    values[300] = 1.5e9;
    assertThat(texts("bytes/s", values, weights))
        .containsExactly("MiB/s", "0", "2.38", "0", "0", "0", "1431");
    values[300] = 0.2;
    assertThat(texts("ms", values, weights))
        .containsExactly("µs", "0", "0.333", "0", "0", "0", "200.0");
    values[300] = 150_000;
    assertThat(texts("pages/s", values, weights))
        .containsExactly("k pages/s", "0", "0.250", "0", "0", "0", "150.0");
    values[300] = 990e9;
    assertThat(texts("bytes/s", values, weights))
        .as("in MiB/s it would need seven characters")
        .containsExactly("GiB/s", "0", "1.54", "0", "0", "0", "922.0");
  }

  private static List<String> texts(String unit, double[] values, double[] weights) {
    Summary summary = Summary.of(values, weights);
    Scale scale = Scale.of(unit, summary);
    List<String> texts = new ArrayList<>(List.of(scale.unit()));
    texts.addAll(summary.texts(scale));
    return texts;
  }

  @Test
  void numbersThatAreAlikeAreToldApart() {
    Summary summary = Summary.of(new double[] {2.200e10, 2.201e10}, new double[] {1, 1});
    List<String> texts = summary.texts(Scale.of("bytes", summary));
    assertThat(texts.getFirst()).isEqualTo("20.489");
    assertThat(texts.getLast()).isEqualTo("20.498");
  }
}
