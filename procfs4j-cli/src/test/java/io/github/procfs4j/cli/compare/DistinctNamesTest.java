package io.github.procfs4j.cli.compare;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Names that are made up. */
class DistinctNamesTest {
  private static final String LONG = "io.example.application/io.example.application.";

  @Test
  void theBeginningAndTheEndOfALongNameAreShown() {
    String name = LONG + "server.Main";
    String shown = new DistinctNames(List.of("postgres", name)).of(name);
    assertThat(shown)
        .hasSize(DistinctNames.LONGEST)
        .startsWith("io.example.applicat")
        .contains("…")
        .endsWith("server.Main");
    assertThat(new DistinctNames(List.of("postgres")).of("postgres")).isEqualTo("postgres");
  }

  @Test
  void namesThatWouldLookTheSameAreLonger() {
    String end = "x".repeat(30);
    List<String> names =
        List.of(LONG + "server" + end, LONG + "client" + end, LONG + "another one");
    DistinctNames shown = new DistinctNames(names);
    assertThat(names.stream().map(shown::of)).doesNotHaveDuplicates();
    assertThat(shown.of(names.get(0))).hasSizeGreaterThan(DistinctNames.LONGEST).contains("server");
    assertThat(shown.of(names.get(2))).hasSize(DistinctNames.LONGEST);
    String smile = "\ud83d\ude00".repeat(50);
    assertThat(new DistinctNames(List.of(smile)).of(smile).codePoints())
        .as("no half of a character")
        .hasSize(DistinctNames.LONGEST)
        .allMatch(point -> point == '…' || point == 0x1f600);
  }
}
