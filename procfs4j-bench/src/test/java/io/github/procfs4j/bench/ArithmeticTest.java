package io.github.procfs4j.bench;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What the benchmark computes from its times, and the texts that it creates. */
class ArithmeticTest {
  @Test
  void theMedianIsTheMiddleOrTheMeanOfTheMiddleTwo() {
    assertThat(Statistics.median(new long[] {9, 1, 5})).isEqualTo(5);
    assertThat(Statistics.median(new long[] {9, 1, 5, 6})).isEqualTo(5.5);
    assertThatThrownBy(() -> Statistics.median(new long[0]))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void theMeanOfRatiosIsGeometric() {
    assertThat(Statistics.geometricMean(List.of(2.0, 0.5))).isEqualTo(1, within(1e-12));
    assertThat(Statistics.geometricMean(List.of(1.0, 4.0))).isEqualTo(2, within(1e-12));
    assertThat(Statistics.geometricMean(List.of())).isNaN();
  }

  @Test
  void theSpreadIsHalfOfWhatLiesBetweenTheQuartilesOfTheRatios() {
    long[] ones = {10, 10, 10, 10, 10, 10, 10, 10};
    assertThat(Statistics.spread(new long[] {90, 10, 12, 11, 14, 13, 15, 1}, ones))
        .as("of 0.1, 1.0, 1.1, 1.2, 1.3, 1.4, 1.5 and 9")
        .isEqualTo((1.4 - 1.1) / 2, within(1e-12));
    assertThat(Statistics.spread(new long[] {10, 20, 30}, new long[] {5, 10, 15})).isZero();
  }

  @Test
  void theSummaryHoldsTheProcessTableAgainstBothWaysOfReadingInC() {
    List<String> lines =
        Summary.of(
            List.of(
                new Result("process/stat/100", "kept", 114, 100, 0, 300),
                new Result("process/four/100", "kept", 116, 100, 32, 300),
                new Result("process/machine", "kept", 110, 100, 1000, 300),
                new Result("process/stat/100", "opened", 60, 100, 0, 300)),
            Double.NaN,
            Double.NaN);
    assertThat(lines).hasSize(4);
    assertThat(said(lines, "processes, worst (process/four/100)"))
        .contains("1.16", "at most 1.15: MISSED");
    assertThat(said(lines, "processes, worst (process/stat/100)"))
        .contains("0.60", "at most 0.65: met");
    assertThat(said(lines, "process/stat/100, garbage")).contains("at most 0.00: met");
    assertThat(said(lines, "process/four/100, garbage")).contains("at most 0.00: MISSED");
  }

  @Test
  void aLineOfTheTableHasAnEmptyFieldForWhatThereIsNot() {
    assertThat(Result.TSV_HEADER.split("\t")).hasSize(7);
    assertThat(new Result("stat", "live", 110, 100, 0, 55).tsv())
        .isEqualTo("stat\tlive\t110.0\t100.0\t1.100\t0.0\t");
    assertThat(new Result("stat", "history", 7, Double.NaN, 2.5, 55).tsv())
        .isEqualTo("stat\thistory\t7.0\t\t\t2.5\t");
    assertThat(new Result("process/stat/100", "kept", 110, 100, 0, 55, 0.0214).tsv())
        .isEqualTo("process/stat/100\tkept\t110.0\t100.0\t1.100\t0.0\t0.021");
    assertThat(new Result("stat", "live", 110, 100, 0, 55).nsPerByte()).isEqualTo(2);
    assertThat(new Result("process/stat/100", "first", 110, 100, 0, 0).nsPerByte()).isNaN();
  }

  @Test
  void theSummaryHoldsTheWorstAgainstItsTargetAndTheMeanAgainstItsOwn() {
    List<String> lines =
        Summary.of(
            List.of(
                new Result("stat", "live", 101, 100, 0, 1000),
                new Result("uptime", "live", 121, 100, 0, 17),
                new Result("stat", "paced", 130, 100, 0, 1000),
                new Result("stat", "replay 100%", 300, 100, 0, 1000),
                new Result("stat", "replay 1%", 140, 100, 0, 1000),
                new Result("uptime", "replay 1%", 140, 100, 0, 17),
                new Result("stat", "history", 29, Double.NaN, 0, 1000)),
            3.5,
            8.2);
    assertThat(lines).filteredOn(line -> line.startsWith("live, worst (uptime)")).hasSize(1);
    assertThat(said(lines, "live, worst")).contains("1.21", "at most 1.10: MISSED");
    assertThat(said(lines, "live, geometric mean")).contains("1.11", "at most 1.05: MISSED");
    assertThat(said(lines, "paced, worst")).contains("1.30", "at most 1.35: met");
    assertThat(said(lines, "stat, replay of 100 %")).contains("3.00", "at most 1.20: MISSED");
    assertThat(said(lines, "stat, replay of 1 %")).contains("0.14", "at most 0.15: met");
    assertThat(said(lines, "uptime, replay of 1 %")).doesNotContain("at most");
    assertThat(said(lines, "a change in a history")).contains("3.50", "at most 3.00: MISSED");
    assertThat(said(lines, "the times of a sample")).contains("8.20").doesNotContain("at most");
    assertThat(said(lines, "a change appended")).contains("29.00", "at most 30.00: met");
  }

  private static String said(List<String> lines, String of) {
    return lines.stream().filter(line -> line.startsWith(of)).findFirst().orElseThrow();
  }

  @Test
  void aTextChangesInSoManyNumbersAndInNothingElse() {
    String text = "cpu0 10 0 7\npadded:      123 kB\nup 12.34 x9 18446744073709551615\n";
    ChangingText changing = new ChangingText(text.getBytes(US_ASCII), start -> true);
    assertThat(changing.numbers()).as("not those in names, nor the longest").isEqualTo(5);
    assertThat(changing.count(0)).isZero();
    assertThat(changing.count(0.01)).isEqualTo(1);
    assertThat(changing.count(1)).isEqualTo(5);
    for (double share : new double[] {0.2, 0.4, 1}) {
      for (int i = 0; i < 1000; i++) {
        String before = text(changing);
        changing.change(share);
        String after = text(changing);
        assertThat(after.replaceAll("\\d+", "N").replaceAll(" +", " "))
            .isEqualTo(text.replaceAll("\\d+", "N").replaceAll(" +", " "));
        assertThat(differences(numbers(before), numbers(after))).isEqualTo(changing.count(share));
        assertThat(after).contains("x9 18446744073709551615");
      }
    }
  }

  private static String text(ChangingText changing) {
    return new String(changing.bytes(), US_ASCII);
  }

  private static List<String> numbers(String text) {
    return Pattern.compile("[\\d.]+").matcher(text).results().map(MatchResult::group).toList();
  }

  private static int differences(List<String> one, List<String> other) {
    List<Integer> differing = new ArrayList<>();
    for (int i = 0; i < one.size(); i++) {
      if (!one.get(i).equals(other.get(i))) {
        differing.add(i);
      }
    }
    return differing.size();
  }
}
