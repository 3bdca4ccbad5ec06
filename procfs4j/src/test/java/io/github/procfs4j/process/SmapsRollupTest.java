package io.github.procfs4j.process;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.procfs4j.sampling.Outcome;
import io.github.procfs4j.sampling.Sampler;
import io.github.procfs4j.sampling.Snapshot;
import io.github.procfs4j.sampling.UnreadableException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SmapsRollupTest {
  private static final Path MM = ProcessTexts.of("amd64-6.1-smp8-numa2", "s1", "mm");
  private static final Pattern LINE = Pattern.compile("([A-Za-z_]+): +([0-9]+) kB");
  private static final List<String> CUT = List.of("Pss", "Pss_Dirty", "SwapPss", "Locked");

  @TempDir private Path directory;

  static Stream<Path> processes() {
    return ProcessTexts.withMemory().stream();
  }

  /** Checks that the sums of the mappings are the kernel's sums. */
  static void assertSums(Smaps smaps, SmapsRollup rollup) {
    MemorySizes total = smaps.total();
    int compared = 0;
    for (var column : rollup.reading().layout().tables().getFirst().columns()) {
      String key = column.name();
      if (key.startsWith("address_") || key.matches("Pss_(Anon|File|Shmem)")) {
        continue;
      }
      long expected = rollup.amount(key).orElseThrow();
      if (CUT.contains(key)) {
        assertThat(total.amount(key).orElseThrow())
            .as(key)
            .isBetween(expected - smaps.mappings().size() * 1024L, expected);
      } else {
        assertThat(total.amount(key)).as(key).hasValue(expected);
      }
      compared++;
    }
    assertThat(compared).isGreaterThan(12);
  }

  @ParameterizedTest
  @MethodSource("processes")
  void everyNumberIsUnderItsKey(Path process) {
    SmapsRollup rollup = SmapsRollup.FILE.read(process);
    int cells = 2;
    for (String line :
        ProcessTexts.text(process.resolve("smaps_rollup")).lines().skip(1).toList()) {
      Matcher field = LINE.matcher(line);
      assertThat(field.matches()).as(line).isTrue();
      assertThat(rollup.amount(field.group(1)))
          .as(line)
          .hasValue(Long.parseLong(field.group(2)) * 1024);
      cells++;
    }
    assertThat(rollup.reading().layout().cells()).isEqualTo(cells).isGreaterThan(18);
    assertThat(((Snapshot) rollup.reading()).problems()).isEmpty();
  }

  @Test
  void hasNames() {
    SmapsRollup rollup = SmapsRollup.ifAny(MM).orElseThrow();
    assertThat(rollup.rss()).hasValue(22012 * 1024);
    assertThat(rollup.pss()).hasValue(11224 * 1024);
    assertThat(rollup.pssDirty()).hasValue(9253 * 1024);
    assertThat(rollup.pssAnon()).hasValue(6854 * 1024);
    assertThat(rollup.pssFile()).hasValue(1554 * 1024);
    assertThat(rollup.pssShmem()).hasValue(2816 * 1024);
    assertThat(rollup.locked()).hasValue(320 * 1024);
    assertThat(rollup.swapPss()).hasValue(5632 * 1024);
    assertThat(rollup.size()).as("not printed here").isEmpty();
    assertThat(rollup.amount("address_end")).as("no size").isEmpty();
  }

  @Test
  void theSpanOfAddressesIsTwoCells() {
    var reading = SmapsRollup.FILE.read(MM).reading();
    assertThat(reading.value(0)).isEqualTo(0x55edc815a000L);
    assertThat(reading.value(1)).isEqualTo(0x7ffd46390000L);
    assertThat(reading.layout().column(0)).isEqualTo(Smaps.START);
    assertThat(reading.layout().column(1)).isEqualTo(Smaps.END);
  }

  @Test
  void isReplayedWhileTheProcessGrows() throws IOException {
    String text = ProcessTexts.text(MM.resolve("smaps_rollup"));
    Path file = directory.resolve("smaps_rollup");
    Files.writeString(file, text, ISO_8859_1);
    try (Sampler<SmapsRollup> sampler = SmapsRollup.FILE.sampler(directory)) {
      sampler.sample();
      Files.writeString(
          file,
          text.replace("55edc815a000-7ffd46390000", "400000-7ffd46391000")
              .replace("Rss:               22012 kB", "Rss:              122012 kB"),
          ISO_8859_1);
      assertThat(sampler.sample()).isEqualTo(Outcome.SAMPLED);
      assertThat(sampler.isContinuation()).isTrue();
      assertThat(sampler.view().rss()).hasValue(122012L * 1024);
      assertThat(sampler.value(0)).isEqualTo(0x400000);
    }
  }

  @Test
  void anotherHeadIsAProblemAndTheRestCounts() throws IOException {
    Files.writeString(
        directory.resolve("smaps_rollup"),
        """
        1000-2000 ---p 00000000 00:00 0                          [heap]
        Rss:       8 kB
        Pss:       x kB
        """,
        ISO_8859_1);
    SmapsRollup rollup = SmapsRollup.FILE.read(directory);
    assertThat(((Snapshot) rollup.reading()).problems().toString())
        .contains("smaps_rollup:1:", "[rollup]", "smaps_rollup:3:12");
    assertThat(rollup.rss()).hasValue(8 * 1024);
    assertThat(rollup.pss()).isEmpty();
  }

  @Test
  void anEmptyTextIsNoMemory() throws IOException {
    Files.createFile(directory.resolve("smaps_rollup"));
    assertThat(SmapsRollup.ifAny(directory)).isEmpty();
    assertThat(SmapsRollup.FILE.read(directory).rss()).isEmpty();
  }

  @Test
  void aProcessThatIsNotThereIsNotOneWithoutMemory() {
    assertThatThrownBy(() -> SmapsRollup.ifAny(directory.resolve("4711")))
        .isInstanceOfSatisfying(
            UnreadableException.class, e -> assertThat(e.outcome()).isEqualTo(Outcome.ABSENT));
  }

  /** A child that sleeps, so that nothing changes between the two readings. */
  @Test
  void isTheSumOfTheMappingsOfALiveProcess() throws Exception {
    assumeTrue(Files.exists(Path.of("/proc/self/smaps_rollup")), "no smaps_rollup here");
    Process child = new ProcessBuilder("cat").start();
    try {
      Path process = Path.of("/proc", Long.toString(child.pid()));
      while (!Files.readString(process.resolve("comm")).equals("cat\n")
          || !Files.readString(process.resolve("stat")).contains(") S ")) {
        Thread.sleep(5);
      }
      // Memory shared with others may change, so it is tried more than once.
      for (int attempt = 1; ; attempt++) {
        SmapsRollup before = SmapsRollup.ifAny(process).orElseThrow();
        Smaps smaps = Smaps.FILE.read(process);
        SmapsRollup after = SmapsRollup.ifAny(process).orElseThrow();
        if (isSame(before, after) || attempt == 20) {
          assertSums(smaps, after);
          assertThat(((Snapshot) smaps.reading()).problems()).isEmpty();
          assertThat(smaps.byKind())
              .containsKeys(
                  MappingKind.HEAP, MappingKind.STACK, MappingKind.FILE, MappingKind.KERNEL);
          return;
        }
      }
    } finally {
      child.destroyForcibly();
    }
  }

  private static boolean isSame(SmapsRollup before, SmapsRollup after) {
    for (int cell = 0; cell < before.reading().layout().cells(); cell++) {
      if (before.reading().value(cell) != after.reading().value(cell)) {
        return false;
      }
    }
    return true;
  }
}
