package io.github.procfs4j.cli.screens;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Curves as text. */
class CurveTest {
  private static final float[] VALUES = {10, 90, 20, Float.NaN, Float.NaN, 30, 100};

  @Test
  void eachCharacterShowsAValue() {
    assertThat(Curve.of(VALUES, 1, 1, 100, 9, true)).isEqualTo("  ▂█▃  ▄█");
    assertThat(Curve.of(VALUES, 1, 1, 100, 3, true)).isEqualTo(" ▄█");
  }

  /** The last character grows, and the others remain as they were. */
  @Test
  void eachCharacterShowsTheGreatestOfSeveral() {
    assertThat(Curve.of(VALUES, 2, 1, 100, 4, false)).isEqualTo("@-=@");
    assertThat(Curve.of(VALUES, 2, 2, 100, 4, true)).isEqualTo("▂█ █");
  }

  @Test
  void nothingHasNoCurve() {
    assertThat(Curve.of(new float[0], 5, 3, 100, 2, true)).isEqualTo("  ");
  }
}
