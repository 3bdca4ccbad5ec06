package io.github.procfs4j.replay;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Reading eight digits at a time gives the same numbers as reading byte by byte. */
class DigitsTest {
  private static final Set<NumberForm> FAST =
      EnumSet.of(
          NumberForm.UNSIGNED, NumberForm.SIGNED, NumberForm.HEXADECIMAL, NumberForm.HUNDREDTHS);

  private static final String AFTER = "0123456789.-abcFx \n\t/:\u0000\u0080\u00ff";

  private static String read(NumberForm form, byte[] text, int length, boolean isFast) {
    NumberForm.Found found = new NumberForm.Found();
    boolean isRead =
        isFast ? Digits.read(form, text, 1, length, found) : form.read(text, 1, length, found);
    return isRead ? found.value + " up to " + found.end : "none";
  }

  @ParameterizedTest
  @EnumSource(NumberForm.class)
  void equalTheNumbersOfTheForm(NumberForm form) {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    int numbers = 0;
    for (int digits = 0; digits < 24; digits++) {
      for (int i = 0; i < 400; i++) {
        StringBuilder text = new StringBuilder(" ");
        for (int d = 0; d < digits; d++) {
          text.append((char) ('0' + random.nextInt(10)));
        }
        if (random.nextBoolean()) {
          text.append(".25".substring(0, random.nextInt(4)));
        }
        for (int rest = random.nextInt(4); rest > 0; rest--) {
          text.append(AFTER.charAt(random.nextInt(AFTER.length())));
        }
        text.append('\n');
        byte[] bytes = text.toString().getBytes(ISO_8859_1);
        byte[] followed = Arrays.copyOf(bytes, bytes.length + Long.BYTES);
        String number = read(form, followed, bytes.length, false);
        assertThat(read(form, followed, bytes.length, true))
            .as("seed %d, text «%s»", seed, text)
            .isEqualTo(number);
        numbers += number.equals("none") ? 0 : 1;
      }
    }
    if (FAST.contains(form)) {
      assertThat(numbers).as("numbers among the texts").isGreaterThan(5_000);
    }
  }
}
