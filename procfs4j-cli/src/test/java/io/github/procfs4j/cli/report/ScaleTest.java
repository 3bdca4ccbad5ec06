package io.github.procfs4j.cli.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScaleTest {
  @ParameterizedTest
  @CsvSource({
    "bytes, 1536, KiB, 1.50",
    "bytes/s, 999, B/s, 999.0",
    "bytes/s, 1e9, MiB/s, 953.7",
    "bytes, 17179869184, GiB, 16.0",
    "%, 7, %, 7.0",
    "/s, 99999, /s, 99999",
    "/s, 250000, k/s, 250.0",
    "pages/s, 250000, k pages/s, 250.0",
    "ms, 0.5, ms, 0.500",
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
    assertThat(scale.text(0.01)).isEqualTo("<0.1");
    assertThat(scale.text(0)).isEqualTo("0.0");
    assertThat(scale.text(-0.001)).isEqualTo("0.0");
    assertThat(scale.text(Double.NaN)).isEqualTo("-");
  }

  @Test
  void numbersThatAreAlikeAreToldApart() {
    Summary summary = Summary.of(new double[] {2.200e10, 2.201e10}, new double[] {1, 1});
    List<String> texts = summary.texts(Scale.of("bytes", summary));
    assertThat(texts.getFirst()).isEqualTo("20.489");
    assertThat(texts.getLast()).isEqualTo("20.498");
  }
}
