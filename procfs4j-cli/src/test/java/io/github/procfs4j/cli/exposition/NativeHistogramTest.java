package io.github.procfs4j.cli.exposition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;
import static org.assertj.core.api.Assertions.within;

import io.github.procfs4j.cli.exposition.ExposedMessages.Histogram;
import java.io.IOException;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The buckets of a native histogram. */
class NativeHistogramTest {
  private static Histogram of(double... numbers) throws IOException {
    NativeHistogram histogram = new NativeHistogram();
    for (double number : numbers) {
      histogram.add(number);
    }
    TextBuffer text = new TextBuffer();
    Format.PROTOBUF.writeHistograms(text, "h", "help", Map.of(Labels.NONE, histogram));
    return Objects.requireNonNull(ExposedMessages.parse(text.toBytes()).histograms().get("h{}"));
  }

  /** A bucket contains its upper limit, as le does. */
  @Test
  void haveLimitsThatBelongToThem() throws IOException {
    Histogram histogram = of(1, 2, 2, 0.25, Math.nextUp(1.0), 0, 0x1p-200);
    assertThat(histogram.count()).isEqualTo(7);
    assertThat(histogram.zeros()).isEqualTo(2);
    assertThat(histogram.sum()).isCloseTo(6.25, within(1e-9));
    assertThat(histogram.schema()).isEqualTo(3);
    assertThat(histogram.buckets())
        .containsExactly(
            entry(0.25, 1L), entry(1.0, 1L), entry(Math.pow(2, 1 / 8.0), 1L), entry(2.0, 2L));
  }

  @Test
  void areNoneAtFirst() throws IOException {
    assertThat(of().count()).isZero();
    assertThat(of().buckets()).isEmpty();
  }

  /** Each number is in the bucket whose limits are around it, at any resolution. */
  @Test
  void areWhereTheNumbersAre() throws IOException {
    Random random = new Random(26);
    double[] numbers = random.doubles(5_000).map(d -> Math.pow(10, 40 * d - 20)).toArray();
    Histogram histogram = of(numbers);
    assertThat(histogram.schema()).isZero();
    assertThat(histogram.buckets()).hasSizeLessThanOrEqualTo(NativeHistogram.MOST_BUCKETS);
    histogram
        .buckets()
        .forEach(
            (limit, inBucket) -> {
              double factor = Math.pow(2, Math.pow(2, -histogram.schema()));
              long expected = 0;
              for (double number : numbers) {
                expected += number > limit / factor && number <= limit ? 1 : 0;
              }
              assertThat(inBucket).as("%s", limit).isEqualTo(expected);
            });
    assertThat(histogram.buckets().values().stream().mapToLong(n -> n).sum()).isEqualTo(5_000);
  }
}
