package io.github.procfs4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.procfs4j.cli.terminal.Output;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Test;

class TextTableTest {
  private static String table(int width) {
    StringWriter text = new StringWriter();
    new TextTable(1, new boolean[] {false, true, true, true})
        .add(List.of("disk", "reads", "writes", "time"))
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
  void aColumnWiderThanTheTerminalIsStillShown() {
    assertThat(table(3).lines()).hasSize(8);
  }
}
