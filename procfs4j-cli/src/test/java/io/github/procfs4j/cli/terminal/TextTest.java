package io.github.procfs4j.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TextTest {
  private static final String ESCAPE = "\\\\(x\\p{XDigit}{2}|u\\p{XDigit}{4}|U\\p{XDigit}{8})";

  @Test
  void whatCouldSteerATerminalIsEscaped() {
    assertThat(Text.of("a\033[2J\u009b\u202e\ud800\t\r\n\u2028b\001"))
        .hasToString("a\\x1b[2J\\x9b\\u202e\\ud800\\x09\\x0d\\x0a\\u2028b\\x01");
    assertThat(Text.tabbed("a\tb\033")).hasToString("a\tb\\x1b");
  }

  /** As in wcwidth(3) of the GNU C library. */
  @ParameterizedTest
  @CsvSource({
    "abc, 3",
    "äöü, 3",
    "e\u0301, 1",
    "漢字, 4",
    "한글, 4",
    "\u1112\u1161\u11ab, 2",
    "ｱｲ, 2",
    "ＡＢ, 4",
    "🐧, 2",
    "☀, 1",
    "▁█…, 3",
    "\ud83c\udde9\ud83c\uddea, 2"
  })
  void widthIsCountedInColumns(String text, int columns) {
    assertThat(Text.of(text).columns()).isEqualTo(columns);
  }

  @Test
  void whatIsCutOffIsMarked() {
    assertThat(Text.of("abcdef").cut(6)).hasToString("abcdef");
    assertThat(Text.of("abcdef").cut(5)).hasToString("abcd…");
    assertThat(Text.of("漢字漢字").cut(6)).hasToString("漢字…");
    assertThat(Text.of("ae\u0301e\u0301e\u0301").cut(3)).hasToString("ae\u0301…");
    assertThat(Text.of("abc").cut(0)).hasToString("");
    assertThat(Text.strong("abcdef").plus("ghi").cut(4).styled("<", ">")).isEqualTo("<abc…>");
  }

  @Test
  void linesAreBrokenBetweenWordsAndLongWordsWhereTheLineEnds() {
    assertThat(wrapped(Text.of("one two three"), 8)).containsExactly("one two", "  three");
    assertThat(wrapped(Text.of("abcdefghij kl"), 6)).containsExactly("abcdef", "  ghij", "  kl");
    assertThat(wrapped(Text.of("漢字漢字"), 5)).containsExactly("漢字", "  漢", "  字");
    assertThat(wrapped(Text.of("ab"), 1)).containsExactly("ab");
    assertThat(wrapped(Text.of("12,345,678"), 8)).containsExactly("12,345,", "  678");
    assertThat(wrapped(Text.of("/usr/share/doc"), 9)).containsExactly("/usr/", "  share/", "  doc");
    assertThat(wrapped(Text.of("        a"), 6)).containsExactly("   a");
    assertThat(wrapped(Text.strong("one two"), 5)).containsExactly("<one>", "  <two>");
  }

  @Test
  void tabsReachToEachEighthColumn() {
    assertThat(Text.untabbed("\ta\t漢\t\tb\033"))
        .hasToString(" ".repeat(8) + "a" + " ".repeat(7) + "漢" + " ".repeat(14) + "b\\x1b");
  }

  /** Part of an escape would be a different text. */
  @Test
  void noEscapeIsTruncatedOrBroken() {
    int[] characters = {'a', ' ', '/', 0x1b, 0x9b, 0x202e, 0xe0001, '漢', '\\'};
    Random random = new Random(1);
    for (int i = 0; i < 5_000; i++) {
      String string =
          random
              .ints(random.nextInt(12), 0, characters.length)
              .map(at -> characters[at])
              .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
              .toString();
      Text text = Text.of(string);
      int columns = 12 + random.nextInt(12);
      assertThat(text.cut(columns).columns()).isLessThanOrEqualTo(columns);
      assertThat(text.cut(columns).toString().replace("…", "").replaceAll(ESCAPE, ""))
          .doesNotContainPattern("\\\\[xuU]");
      for (Text line : text.wrapped(columns, 2)) {
        assertThat(line.toString().replaceAll(ESCAPE, "")).doesNotContainPattern("\\\\[xuU]");
      }
    }
    assertThat(Text.of("ab\033c").cut(5)).hasToString("ab…");
    assertThat(Text.of("\033").cut(3)).hasToString("…");
  }

  private static List<String> wrapped(Text text, int columns) {
    return text.wrapped(columns, 2).stream().map(line -> line.styled("<", ">")).toList();
  }
}
