package io.github.procfs4j.cli.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class HtmlTest {

  @Test
  void nothingEndsAnAttributeOrBeginsAnElement() {
    assertThat(Html.escape("<a b='c' d=\"e\">&f"))
        .isEqualTo("&lt;a b=&#39;c&#39; d=&quot;e&quot;&gt;&amp;f");
  }

  @Test
  void whatWouldNotBeSeenIsWrittenOut() {
    assertThat(Html.escape("\u001b[2J\n\t\r\u007f")).isEqualTo("\\x1b[2J\\n\\t\\r\\x7f");
    assertThat(Html.escape("\u202e\u2028\ufeff\udc00")).isEqualTo("\\u202e\\u2028\\ufeff\\udc00");
    assertThat(Html.escape("\udb40\udc41")).isEqualTo("\\U000e0041");
  }

  @Test
  void whatIsSeenStays() {
    assertThat(Html.escape("(kworker/0:1) ünï 🙂 \\n")).isEqualTo("(kworker/0:1) ünï 🙂 \\n");
  }

  @Test
  void wordsFromRightToLeftAreIsolatedInContent() {
    assertThat(Html.content("1 \u05d0\u05d1 \u0645\u0631 2, <\u05d0> x"))
        .isEqualTo("1 <bdi>\u05d0\u05d1 \u0645\u0631</bdi> 2, &lt;<bdi>\u05d0</bdi>&gt; x");
    assertThat(Html.content("26 sda")).isEqualTo("26 sda");
  }

  /** All that Unicode has, except for what is shown as an escape. */
  @Test
  void eachCharacterFromRightToLeftIsIsolated() {
    assertThat(IntStream.rangeClosed(0, Character.MAX_CODE_POINT).filter(HtmlTest::isLeftward))
        .hasSizeGreaterThan(1_000)
        .allSatisfy(c -> assertThat(Html.content(Character.toString(c))).startsWith("<bdi>"));
  }

  static boolean isLeftward(int c) {
    return switch (Character.getDirectionality(c)) {
      case Character.DIRECTIONALITY_RIGHT_TO_LEFT,
          Character.DIRECTIONALITY_RIGHT_TO_LEFT_ARABIC,
          Character.DIRECTIONALITY_ARABIC_NUMBER ->
          Html.visible(Character.toString(c)).equals(Character.toString(c));
      default -> false;
    };
  }

  @Test
  void textsThatLookAlikeHaveDifferentIdentities() {
    assertThat(Html.visible("a\nb")).isEqualTo(Html.visible("a\\nb"));
    assertThat(Html.identity("a\nb")).isEqualTo("a\\nb");
    assertThat(Html.identity("a\\nb")).isEqualTo("a\\\\nb");
    assertThat(Html.identity("cpu=3")).isEqualTo("cpu=3");
  }
}
