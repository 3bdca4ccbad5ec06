package io.github.procfs4j.replay;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class NumberFormTest {
  private static final BigInteger TWO_TO_64 = BigInteger.ONE.shiftLeft(64);
  private static final BigInteger TWO_TO_63 = BigInteger.ONE.shiftLeft(63);

  /** What a form must find, computed independently with patterns and exact arithmetic. */
  private record Oracle(long value, int end) {
    private static final Map<NumberForm, Pattern> PATTERNS =
        Map.of(
            NumberForm.UNSIGNED, Pattern.compile("()([0-9]+)()"),
            NumberForm.SIGNED, Pattern.compile("(-?)([0-9]+)()"),
            NumberForm.NEGATIVE, Pattern.compile("(-)([0-9]+)()"),
            NumberForm.HEXADECIMAL, Pattern.compile("()([0-9a-fA-F]+)()"),
            NumberForm.HUNDREDTHS, Pattern.compile("()([0-9]++)(?:[.]([0-9]+)|()(?![.]))"),
            NumberForm.THOUSANDTHS, Pattern.compile("()([0-9]+)[.]([0-9]{3})(?![0-9])"),
            NumberForm.MILLIONTHS, Pattern.compile("(-?)([0-9]+)[.]([0-9]{6})(?![0-9])"),
            NumberForm.LETTER, Pattern.compile("([A-Za-z])"),
            NumberForm.EXPLAINED_LETTER, Pattern.compile("([A-Za-z]) \\([a-z ]+\\)"));

    static Optional<Oracle> read(NumberForm form, String text) {
      Matcher matcher = Objects.requireNonNull(PATTERNS.get(form)).matcher(text);
      if (!matcher.lookingAt()) {
        return Optional.empty();
      }
      if (matcher.groupCount() == 1) {
        return Optional.of(new Oracle(matcher.group(1).charAt(0), matcher.end()));
      }
      int radix = form == NumberForm.HEXADECIMAL ? 16 : 10;
      String decimals = Objects.requireNonNullElse(matcher.group(3), "");
      if (form == NumberForm.HUNDREDTHS) {
        decimals = (decimals + "00").substring(0, 2);
      }
      BigInteger number = new BigInteger(matcher.group(1) + matcher.group(2) + decimals, radix);
      boolean isSigned = form.isSigned();
      BigInteger least = isSigned ? TWO_TO_63.negate() : BigInteger.ZERO;
      BigInteger beyond = isSigned ? TWO_TO_63 : TWO_TO_64;
      return number.compareTo(least) >= 0 && number.compareTo(beyond) < 0
          ? Optional.of(new Oracle(number.longValue(), matcher.end()))
          : Optional.empty();
    }
  }

  private static Optional<Oracle> read(NumberForm form, String text) {
    // It is surrounded by digits, which must not be read.
    byte[] bytes = ("98" + text + "76").getBytes(ISO_8859_1);
    NumberForm.Found found = new NumberForm.Found();
    return form.read(bytes, 2, bytes.length - 2, found)
        ? Optional.of(new Oracle(found.value, found.end - 2))
        : Optional.empty();
  }

  @ParameterizedTest
  @CsvSource({
    "UNSIGNED, 0, 0",
    "UNSIGNED, 7, 7",
    "UNSIGNED, 00000000000000000000000000000000007, 7",
    "UNSIGNED, 9223372036854775807, 9223372036854775807",
    "UNSIGNED, 9223372036854775808, -9223372036854775808",
    "UNSIGNED, 18446744073709551609, -7",
    "UNSIGNED, 18446744073709551615, -1",
    "UNSIGNED, 00018446744073709551615, -1",
    "SIGNED, 0, 0",
    "SIGNED, -0, 0",
    "SIGNED, -1, -1",
    "SIGNED, -007, -7",
    "SIGNED, 9223372036854775807, 9223372036854775807",
    "SIGNED, -9223372036854775808, -9223372036854775808",
    "HEXADECIMAL, 0, 0",
    "HEXADECIMAL, fF, 255",
    "HEXADECIMAL, 00000000000000000000000000000001f, 31",
    "HEXADECIMAL, ffffffffffffffff, -1",
    "NEGATIVE, -1, -1",
    "NEGATIVE, -1948031333, -1948031333",
    "NEGATIVE, -9223372036854775808, -9223372036854775808",
    "HUNDREDTHS, 41, 4100",
    "HUNDREDTHS, 41.0, 4100",
    "HUNDREDTHS, 1.5, 150",
    "HUNDREDTHS, 1.555, 155",
    "HUNDREDTHS, 1.99999999999999999999999, 199",
    "HUNDREDTHS, 0.00, 0",
    "HUNDREDTHS, 12.05, 1205",
    "HUNDREDTHS, 184467440737095516.15, -1",
    "THOUSANDTHS, 2596.134, 2596134",
    "THOUSANDTHS, 18446744073709551.615, -1",
    "MILLIONTHS, 0.000000, 0",
    "MILLIONTHS, -0.000001, -1",
    "MILLIONTHS, -12.500000, -12500000",
    "MILLIONTHS, 9223372036854.775807, 9223372036854775807",
    "MILLIONTHS, -9223372036854.775808, -9223372036854775808",
    "LETTER, S, 83",
    "LETTER, t, 116",
    "EXPLAINED_LETTER, S (sleeping), 83",
    "EXPLAINED_LETTER, t (tracing stop), 116",
  })
  void readsWhatFits64Bits(NumberForm form, String text, long value) {
    assertThat(read(form, text)).contains(new Oracle(value, text.length()));
  }

  @ParameterizedTest
  @CsvSource({
    "UNSIGNED, 18446744073709551616",
    "UNSIGNED, 18446744073709551620",
    "UNSIGNED, 28446744073709551615",
    "UNSIGNED, 99999999999999999999",
    "UNSIGNED, 100000000000000000000",
    "UNSIGNED, -1",
    "UNSIGNED, +1",
    "UNSIGNED, x",
    "UNSIGNED, ''",
    "SIGNED, 9223372036854775808",
    "SIGNED, -9223372036854775809",
    "SIGNED, -18446744073709551615",
    "SIGNED, 18446744073709551615",
    "SIGNED, -",
    "SIGNED, --1",
    "SIGNED, - 1",
    "HEXADECIMAL, 10000000000000000",
    "HEXADECIMAL, g",
    "HEXADECIMAL, -1",
    "NEGATIVE, 1",
    "NEGATIVE, -",
    "NEGATIVE, -9223372036854775809",
    "HUNDREDTHS, 1.",
    "HUNDREDTHS, .55",
    "HUNDREDTHS, -1.55",
    "HUNDREDTHS, 184467440737095516.16",
    "HUNDREDTHS, 184467440737095517.00",
    "HUNDREDTHS, 184467440737095517",
    "THOUSANDTHS, 1.12",
    "THOUSANDTHS, 1.1234",
    "THOUSANDTHS, -1.123",
    "THOUSANDTHS, 18446744073709551.616",
    "MILLIONTHS, 1.12345",
    "MILLIONTHS, 1.1234567",
    "MILLIONTHS, --1.123456",
    "MILLIONTHS, 9223372036854.775808",
    "MILLIONTHS, -9223372036854.775809",
    "MILLIONTHS, 18446744073709.551615",
    "LETTER, 5",
    "LETTER, ' '",
    "LETTER, [",
    "LETTER, `",
    "LETTER, ''",
    "EXPLAINED_LETTER, S",
    "EXPLAINED_LETTER, 'S '",
    "EXPLAINED_LETTER, S (",
    "EXPLAINED_LETTER, S ()",
    "EXPLAINED_LETTER, S (sleeping",
    "EXPLAINED_LETTER, S (Sleeping)",
    "EXPLAINED_LETTER, S (sleep1ng)",
    "EXPLAINED_LETTER, S  (sleeping)",
    "EXPLAINED_LETTER, S sleeping)",
    "EXPLAINED_LETTER, 5 (sleeping)",
  })
  void rejectsWhatDoesNot(NumberForm form, String text) {
    assertThat(read(form, text)).isEmpty();
  }

  @Test
  void hexadecimalHasNoPrefix() {
    assertThat(read(NumberForm.HEXADECIMAL, "0x1f")).contains(new Oracle(0, 1));
  }

  @Test
  void digitsOfOtherScriptsAreNone() {
    // U+0661 in UTF-8, and a byte that is a superscript two in ISO 8859-1.
    assertThat(read(NumberForm.UNSIGNED, "\u00d9\u00a1")).isEmpty();
    assertThat(read(NumberForm.UNSIGNED, "1\u00b2")).contains(new Oracle(1, 1));
  }

  @ParameterizedTest
  @EnumSource(NumberForm.class)
  void agreesWithExactArithmeticOnEveryCut(NumberForm form) {
    String[] longest = {
      "18446744073709551615",
      "-9223372036854775808",
      "00000000000000000000012345",
      "ffffffffffffffffff",
      "184467440737095516.155",
      "-9223372036854.7758089",
      "1.00.00",
      "--5",
      "S (disk sleep) (x)",
      "aZ t (tracing stop",
    };
    for (String text : longest) {
      for (int from = 0; from <= text.length(); from++) {
        for (int to = from; to <= text.length(); to++) {
          String cut = text.substring(from, to);
          assertThat(read(form, cut)).as(cut).isEqualTo(Oracle.read(form, cut));
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource(NumberForm.class)
  void agreesWithExactArithmeticOnAnything(NumberForm form) {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    String alphabet = "00112345678999-.abcF x\n/()";
    for (int i = 0; i < 10_000; i++) {
      StringBuilder text = new StringBuilder();
      if (random.nextInt(4) == 0) {
        text.append(random.nextBoolean() ? "R (running)" : "D (disk sleep)");
        text.deleteCharAt(random.nextInt(text.length()));
      } else if (random.nextBoolean()) {
        BigInteger near =
            BigInteger.ONE
                .shiftLeft(random.nextInt(66))
                .add(BigInteger.valueOf(random.nextInt(5) - 2L));
        text.append(random.nextInt(4) == 0 ? "-" : "")
            .append("0".repeat(random.nextInt(3)))
            .append(near.toString(form == NumberForm.HEXADECIMAL ? 16 : 10));
        if (random.nextBoolean() && text.length() > 7) {
          text.insert(text.length() - (random.nextBoolean() ? 2 : 6), '.');
        }
      }
      for (int rest = random.nextInt(12); rest > 0; rest--) {
        text.append(alphabet.charAt(random.nextInt(alphabet.length())));
      }
      assertThat(read(form, text.toString()))
          .as("seed %d, text «%s»", seed, text)
          .isEqualTo(Oracle.read(form, text.toString()));
    }
  }
}
