package io.github.procfs4j.cli;

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
}
