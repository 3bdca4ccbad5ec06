package io.github.procfs4j.cli.record;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.procfs4j.cli.terminal.Text;
import java.util.List;
import org.junit.jupiter.api.Test;

class LiveTextTest {
  private static final List<String> PARTS =
      List.of("busy 12 %", "avail 3.1 GiB", LiveText.shortened("\033[2J".repeat(9)), "0 late");

  @Test
  void wholePartsAreShownAsFarAsThereIsRoom() {
    assertThat(LiveText.of(PARTS, 9)).isEqualTo("busy 12 %");
    assertThat(LiveText.of(PARTS, 5)).isEqualTo("busy…");
    assertThat(LiveText.of(PARTS, 17))
        .as("the next ones may be shorter")
        .isEqualTo("busy 12 %  0 late");
    assertThat(LiveText.of(PARTS, 400)).startsWith("busy 12 %  avail 3.1 GiB  \\x1b[2J");
    assertThat(LiveText.of(List.of(), 80)).isEmpty();
  }

  @Test
  void itIsNeverWiderThanTheLine() {
    for (int columns = 1; columns <= 400; columns++) {
      String line = LiveText.of(PARTS, columns);
      assertThat(Text.of(line).columns()).isBetween(1, columns);
      assertThat(line).doesNotContain("\033");
    }
  }
}
