package io.github.procfs4j.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.EOFException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class KeysTest {
  /** The keys of these characters, after which nothing comes. */
  private static List<Key> keys(String typed) throws IOException {
    int[] at = {0};
    Keys keys = new Keys(millis -> at[0] < typed.length() ? typed.charAt(at[0]++) : Keys.NOTHING);
    List<Key> all = new ArrayList<>();
    for (Optional<Key> key = keys.next(1); key.isPresent(); key = keys.next(1)) {
      all.add(key.get());
    }
    return all;
  }

  private static String names(String typed) throws IOException {
    return keys(typed).stream()
        .map(key -> key.kind() == Key.Kind.CHARACTER ? key.text() : key.kind().name())
        .collect(Collectors.joining(" "));
  }

  @Test
  void charactersAreKeys() throws IOException {
    assertThat(names("aé漢\uD83D\uDE00?")).isEqualTo("a é 漢 \uD83D\uDE00 ?");
  }

  @Test
  void keysOfTheKeypadAreKnownInEachForm() throws IOException {
    assertThat(names("\033[A\033OA\033[B\033[C\033[D\033[5~\033[6~\033[H\033[1~\033[F\033OF"))
        .isEqualTo("UP UP DOWN RIGHT LEFT PAGE_UP PAGE_DOWN HOME HOME END END");
    assertThat(names("\r\n\b\u007f\t\033[Z"))
        .isEqualTo("ENTER ENTER BACKSPACE BACKSPACE TAB BACK_TAB");
  }

  @Test
  void escapeAloneIsAKey() throws IOException {
    assertThat(names("\033")).isEqualTo("ESCAPE");
  }

  /** The characters of a report that is not known are not commands. */
  @Test
  void reportsOfAMouseAndUnknownSequencesAreNoCharacters() throws IOException {
    assertThat(names("\033[Mqqqw")).isEqualTo("OTHER w");
    assertThat(names("\033[<0;12;13Mw")).isEqualTo("OTHER w");
    assertThat(names("\033[1;5Cw\033[24~w\033[?1;2cw")).isEqualTo("OTHER w OTHER w OTHER w");
    assertThat(names("\001\004")).isEqualTo("OTHER OTHER");
  }

  /** A pasted q does not end the program. */
  @Test
  void pastedTextIsOneKey() throws IOException {
    assertThat(keys("\033[200~quit w\n\033[201x\033[201~q"))
        .containsExactly(
            new Key(Key.Kind.PASTED, "quit w\n\033[201x"), new Key(Key.Kind.CHARACTER, "q"));
    assertThat(keys("\033[200~" + "x".repeat(5_000) + "\033[201~q"))
        .extracting(key -> key.text().length())
        .containsExactly(1_000, 1);
  }

  @Test
  void theEndOfInputIsTheEndOfTheTerminal() {
    assertThatThrownBy(() -> new Keys(millis -> Keys.END).next(1)).isInstanceOf(EOFException.class);
  }

  /** Whatever comes, decoding ends, and takes at least one character for each key. */
  @Test
  void randomBytesAreKeys() throws IOException {
    long seed = Long.getLong("procfs.seed", System.nanoTime());
    Random random = new Random(seed);
    String some = "\033\033\033[[O~M<;0129qAHé\uD83D\uDE00\n";
    for (int i = 0; i < 2_000; i++) {
      StringBuilder typed = new StringBuilder();
      for (int n = random.nextInt(40); n > 0; n--) {
        typed.append(some.charAt(random.nextInt(some.length())));
      }
      assertThat(keys(typed.toString()).size())
          .as("seed %d", seed)
          .isLessThanOrEqualTo(typed.length());
    }
  }
}
