package io.github.procfs4j.model.changes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class VarintTest {
  private static Varint.Reader reader(String hex) {
    byte[] bytes = HexFormat.of().parseHex(hex);
    Varint.Reader reader = new Varint.Reader();
    reader.feed(bytes, 0, bytes.length);
    return reader;
  }

  @ParameterizedTest
  @CsvSource({
    "0, 00",
    "1, 01",
    "127, 7f",
    "128, 8001",
    "300, ac02",
    "16383, ff7f",
    "16384, 808001",
    "9223372036854775807, ffffffffffffffff7f",
    "-9223372036854775808, 80808080808080808001",
    "-1, ffffffffffffffffff01",
  })
  void isWrittenAndReadSo(long value, String hex) {
    byte[] bytes = new byte[Varint.MOST];
    int size = Varint.put(bytes, 0, value);
    assertThat(HexFormat.of().formatHex(bytes, 0, size)).isEqualTo(hex);
    Varint.Reader reader = reader(hex);
    assertThat(reader.next()).isEqualTo(value);
    assertThat(reader.isAtEnd()).isTrue();
  }

  @ParameterizedTest
  @CsvSource({"0, 00", "-1, 01", "1, 02", "-2, 03", "63, 7e", "-64, 7f", "64, 8001"})
  void mayBeNegativeInZigzag(long value, String hex) {
    byte[] bytes = new byte[Varint.MOST];
    int size = Varint.putZigzag(bytes, 0, value);
    assertThat(HexFormat.of().formatHex(bytes, 0, size)).isEqualTo(hex);
    assertThat(reader(hex).nextZigzag()).isEqualTo(value);
  }

  @Test
  void everyNumberComesBack() {
    Random random = new Random(5);
    byte[] bytes = new byte[2 * Varint.MOST];
    Varint.Reader reader = new Varint.Reader();
    for (int i = 0; i < 100_000; i++) {
      long value = random.nextLong() >> random.nextInt(64);
      int size = Varint.putZigzag(bytes, Varint.put(bytes, 0, value), value);
      reader.feed(bytes, 0, size);
      assertThat(reader.next()).isEqualTo(value);
      assertThat(reader.nextZigzag()).isEqualTo(value);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "80",
        "ff",
        "ffffffffffffffffff",
        "ffffffffffffffffff80",
        "80808080808080808002",
        "ffffffffffffffffff7f",
        "8080808080808080808001"
      })
  void whatIsCutOrTooLongIsNone(String hex) {
    assertThatIllegalArgumentException().isThrownBy(() -> reader(hex).next());
  }

  @Test
  void aCountIsBounded() {
    assertThat(reader("05").nextUpTo(5)).isEqualTo(5);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> reader("06").nextUpTo(5))
        .withMessage("6, where at most 5 is valid");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> reader("00").nextUpTo(-1))
        .withMessage("0, where no number is valid");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> reader("ffffffffffffffffff01").nextUpTo(Integer.MAX_VALUE));
    assertThatIllegalArgumentException().isThrownBy(() -> reader("0102").skip(3));
    assertThatIllegalArgumentException().isThrownBy(() -> reader("0102").skip(-1));
  }
}
