package io.github.procfs4j.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import io.github.procfs4j.Procfs;
import io.github.procfs4j.sampling.Snapshot;
import io.github.procfs4j.testing.Corpus;
import io.github.procfs4j.text.MalformedTextException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UptimeTest {
  private final Tree tree;

  UptimeTest(@TempDir Path root) {
    tree = new Tree(root);
  }

  private Snapshot read(String text) {
    return tree.with("uptime", text).read(Uptime.FILE);
  }

  @Test
  void isInNanoseconds() {
    Uptime uptime = Procfs.at(Corpus.tree("amd64-6.1-smp8-numa2", "s0")).uptime();
    assertThat(uptime.sinceBootNanos()).isEqualTo(20_990_000_000L);
    assertThat(uptime.idleNanos()).isEqualTo(95_030_000_000L);
  }

  @Test
  void yearsFit() {
    // Made up: ten years on 1,024 CPUs.
    read("315360000.00 322928640000.99\n");
    assertThat(Procfs.at(tree.root()).uptime().sinceBootNanos())
        .isEqualTo(315_360_000L * 1_000_000_000L);
    assertThatThrownBy(() -> Procfs.at(tree.root()).uptime().idleNanos())
        .as("more than 292 years")
        .isInstanceOf(ArithmeticException.class);
  }

  @Test
  void ofOneNumberOrThreeNoneIsKnown() {
    assertThat(Tree.cells(read("1.00 2.00 3\n")))
        .containsOnly(
            entry("uptime[].field1", 100L),
            entry("uptime[].field2", 200L),
            entry("uptime[].field3", 300L));
    Snapshot single = read("2.00\n");
    assertThat(Tree.cells(single)).containsOnly(entry("uptime[].field1", 200L));
    assertThat(single.problems())
        .singleElement()
        .satisfies(p -> assertThat(p.toString()).contains("2 numbers before this, not 1"));
  }

  @Test
  void aBadFieldCostsThatCellOnly() {
    Snapshot reading = read("-1.00 2.00\n");
    assertThat(Tree.cells(reading)).containsOnlyKeys("uptime[].idle");
    assertThat(reading.problems()).hasSize(1);
    assertThatThrownBy(() -> Procfs.at(tree.root()).uptime().sinceBootNanos())
        .isInstanceOf(java.util.NoSuchElementException.class)
        .hasMessageContaining("uptime");
  }

  /** As printed by three versions of LXCFS (lxc/lxcfs). The last line is made up. */
  @ParameterizedTest
  @CsvSource({
    "41.0 41.0, 4100, 4100",
    "16186 0, 1618600, 0",
    "16186.5 0.25, 1618650, 25",
    "1.239 0.001, 123, 0"
  })
  void aNumberOfSecondsMayHaveAnyNumberOfDecimals(String text, long uptime, long idle) {
    Snapshot reading = read(text + "\n");
    assertThat(Tree.cells(reading))
        .isEqualTo(Map.of("uptime[].uptime", uptime, "uptime[].idle", idle));
    assertThat(reading.problems()).isEmpty();
  }

  /** As once printed by LXCFS. */
  @Test
  void aNegativeTimeIsRefusedForThat() {
    assertThatThrownBy(() -> read("-2147472001.22 -2147472001.22\n"))
        .isInstanceOf(MalformedTextException.class)
        .hasMessageContaining("uptime:1:1: expected a number not below 0, found");
  }

  @Test
  void aCopyWithoutANewlineLosesItsLastNumber() {
    Snapshot reading = read("350735.47 234388.90");
    assertThat(Tree.cells(reading)).isEqualTo(Map.of("uptime[].uptime", 35073547L));
    assertThat(reading.problems())
        .singleElement()
        .asString()
        .contains("uptime:1:11: expected a newline at the end of the text")
        .endsWith("found \u00ab234388.90\u00bb");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\n", "1.00 2.00\n\n", "1.00 2.00\n1.00 2.00\n", "a b\n", "1. 2.\n"})
  void whatIsNotOneLineOfTwoNumbersIsNotTaken(String text) {
    assertThatThrownBy(() -> read(text)).isInstanceOf(MalformedTextException.class);
  }
}
