package io.github.procfs4j.cli.page;

import static org.assertj.core.api.Assertions.assertThat;

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
}
