package io.github.procfs4j.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Test;

class TextTableTest {
  private static String table(int width) {
    StringWriter text = new StringWriter();
    new TextTable(1, false, true, true, true)
        .head(List.of("disk", "reads", "writes", "time"))
        .add(List.of("a\tb", "1", "1,234,567", "-"))
        .print(new Output(text, width, false), width);
    return text.toString();
  }

  @Test
  void columnsAreAligned() {
    assertThat(table(100))
        .isEqualTo(
            """
            disk    reads     writes  time
            a\\x09b      1  1,234,567     -
            """);
  }

  @Test
  void whatIsTooWideGoesOnBelow() {
    assertThat(table(24))
        .isEqualTo(
            """
            disk    reads     writes
            a\\x09b      1  1,234,567

            disk    time
            a\\x09b     -
            """);
  }

  @Test
  void numbersAreWholeHoweverNarrowTheTerminalIs() {
    assertThat(table(3)).contains(" 1,234,567\n");
  }

  @Test
  void textsAreWrappedInTheirColumnsOrCut() {
    assertThat(texts(new TextTable(1, false, true, false)))
        .isEqualTo(
            """
            a name    42  一二三四
              of          五六七
              more
              words
            """);
    assertThat(texts(new TextTable(1, false, true, false).cut())).isEqualTo("a name …  42  一二三…\n");
  }

  private static String texts(TextTable table) {
    StringWriter text = new StringWriter();
    table.add(List.of("a name of more words", "42", "一二三四五六七"));
    table.print(new Output(text, 22, false), 22);
    return text.toString();
  }

  @Test
  void aNumberThatIsWiderThanTheLineIsBrokenAfterAComma() {
    StringWriter text = new StringWriter();
    new TextTable(1, false, true)
        .add(List.of("bytes", "18,446,744,073,709,551,615"))
        .add(List.of("more", "7"))
        .print(new Output(text, 20, true), 20);
    assertThat(text)
        .hasToString(
            """
            bytes    18,446,744,
                    073,709,551,
                             615
            more               7
            """);
  }

  @Test
  void aTitleStandsWhereTheHeadIsBlankOrAbove() {
    assertThat(titled("disk"))
        .isEqualTo(
            """
            disk    reads
            nvme0n1    17  ▁▁▁▁▁
            """);
    assertThat(titled("disks of the machine"))
        .isEqualTo(
            """
            disks of the machine
                    reads
            nvme0n1    17  ▁▁▁▁▁
            """);
  }

  private static String titled(String title) {
    StringWriter text = new StringWriter();
    new TextTable(1, false, true)
        .title(title)
        .spaced(1, 5)
        .head(List.of("", "reads"))
        .add(List.of("nvme0n1", "17"), width -> "▁".repeat(Math.min(5, width)))
        .print(new Output(text, 20, false), 20);
    return text.toString();
  }
}
