package io.github.procfs4j.cli.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

/** Values are equal to those of a list, however they are stored. */
class ValuesTest {
  @RepeatedTest(50)
  void areWhatWasAdded() {
    Random random = new Random();
    Values values = new Values();
    List<Float> expected = new ArrayList<>();
    for (int step = 0; step < 30; step++) {
      float value = random.nextInt(4);
      int count = random.nextInt(150);
      if (random.nextInt(3) == 0) {
        value = Float.NaN;
        values.padTo(expected.size() + count);
      } else {
        for (int i = 0; i < count; i++) {
          values.add(value);
        }
      }
      for (int i = 0; i < count; i++) {
        expected.add(value);
      }
    }
    assertThat(values.size()).isEqualTo(expected.size());
    assertThat(values.toArray(1)).containsExactly(expected.toArray(new Float[0]));
    assertThat(values.isConstant()).isEqualTo(expected.stream().distinct().count() <= 1);
  }

  @Test
  void nothingButOneNumberIsConstant() {
    Values values = new Values();
    for (int i = 0; i < 200; i++) {
      values.add(7);
    }
    assertThat(values.isConstant()).isTrue();
    values.add(8);
    assertThat(values.isConstant()).isFalse();
    assertThat(values.get(199)).isEqualTo(7);
  }

  @Test
  void infinityIsNoneAndNegativeZeroIsZero() {
    Values values = new Values();
    values.add(Double.POSITIVE_INFINITY);
    values.add(-0.0);
    assertThat(values.toArray(1)).containsExactly(Float.NaN, 0.0f);
  }
}
