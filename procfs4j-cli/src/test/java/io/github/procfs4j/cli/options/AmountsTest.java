package io.github.procfs4j.cli.options;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.procfs4j.model.Column;
import io.github.procfs4j.model.Kind;
import io.github.procfs4j.model.Unit;
import org.junit.jupiter.api.Test;

class AmountsTest {
  private static String text(Unit unit, Kind kind, long cell) {
    return Amounts.of(new Column("x", unit, kind, false, "", "", "", ""), cell).text();
  }

  @Test
  void anAddressIsHexadecimal() {
    Unit address = new Unit("address", 1, 0);
    assertThat(text(address, Kind.IDENTIFIER, 0x7ffd46390000L)).isEqualTo("7ffd46390000");
    assertThat(text(address, Kind.IDENTIFIER, 0xffffffffff600000L)).isEqualTo("ffffffffff600000");
  }

  @Test
  void otherIdentifiersAreDecimalAndSizesBinary() {
    assertThat(text(Unit.COUNT, Kind.IDENTIFIER, 123456)).isEqualTo("123456");
    assertThat(text(Unit.COUNT, Kind.GAUGE, 123456)).isEqualTo("123,456");
    assertThat(text(Unit.KIBIBYTES, Kind.IDENTIFIER, 4)).isEqualTo("4.0 KiB");
  }

  @Test
  void numbersAreGroupedAndExact() {
    assertThat(text(Unit.TICKS, Kind.COUNTER, -1)).isEqualTo("18,446,744,073,709,551,615 ticks");
    assertThat(text(Unit.COUNT, Kind.COUNTER, 999)).isEqualTo("999");
    assertThat(text(Unit.NONE, Kind.COUNTER, 999)).isEqualTo("999");
    assertThat(text(Unit.CENTISECONDS, Kind.COUNTER, 123_456_789))
        .isEqualTo("1,234,567.89 seconds");
    assertThat(text(Unit.CENTISECONDS, Kind.COUNTER, 5)).isEqualTo("0.05 seconds");
    assertThat(text(new Unit("jiffies", 1_000_000, 6), Kind.GAUGE, 7))
        .isEqualTo("7.000000 jiffies");
  }

  @Test
  void negativeNumbersAreGroupedBehindTheirSign() {
    assertThat(signed(Unit.COUNT, -100)).isEqualTo("-100");
    assertThat(signed(Unit.COUNT, -1000)).isEqualTo("-1,000");
    assertThat(signed(new Unit("milliseconds", 1, 3), -5)).isEqualTo("-0.005 milliseconds");
    assertThat(signed(Unit.COUNT, Long.MIN_VALUE)).isEqualTo("-9,223,372,036,854,775,808");
  }

  private static String signed(Unit unit, long cell) {
    return Amounts.of(new Column("x", unit, Kind.GAUGE, true, "", "", "", ""), cell).text();
  }

  @Test
  void sizesHaveOneDecimalOfTheirMultiple() {
    assertThat(text(Unit.BYTES, Kind.GAUGE, 1023)).isEqualTo("1,023 B");
    assertThat(text(Unit.BYTES, Kind.GAUGE, 1024)).isEqualTo("1.0 KiB");
    assertThat(text(Unit.KIBIBYTES, Kind.GAUGE, 1_047_526)).isEqualTo("1023.0 MiB");
    assertThat(text(Unit.KIBIBYTES, Kind.GAUGE, 24_140_064)).isEqualTo("23.0 GiB");
    assertThat(text(Unit.BYTES, Kind.GAUGE, -1)).isEqualTo("16.0 EiB");
  }
}
