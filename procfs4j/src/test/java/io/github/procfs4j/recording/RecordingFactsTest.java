package io.github.procfs4j.recording;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a recording states about its machine. */
class RecordingFactsTest {
  @Test
  void theRunningMachineIsKnown() {
    Instant before = Instant.now();
    RecordingFacts facts = RecordingFacts.ofMachine(Path.of("/proc"));
    assertThat(facts.kernel().orElseThrow()).startsWith("Linux version ");
    assertThat(facts.host().orElseThrow()).isNotEmpty();
    assertThat(facts.cpus().orElseThrow())
        .isGreaterThanOrEqualTo(Runtime.getRuntime().availableProcessors());
    assertThat(facts.bootTime().orElseThrow()).isBefore(before);
    assertThat(facts.root()).contains(Path.of("/proc"));
    assertThat(facts.created().orElseThrow()).isBetween(before, Instant.now());
    assertThat(facts.ticksPerSecond().orElseThrow()).isPositive();
    assertThat(Integer.bitCount(facts.pageSize().orElseThrow())).isEqualTo(1);
    assertThat(facts.writerVersion()).isEmpty();
    assertThat(facts.command()).isEmpty();
  }

  @Test
  void aTreeWithoutFilesLeavesThemOut(@TempDir Path root) throws IOException {
    RecordingFacts facts = RecordingFacts.ofMachine(root);
    assertThat(facts.asMap().keySet())
        .containsExactly("root", "created", "ticks_per_second", "page_size");
    Files.writeString(root.resolve("version"), "Linux version 6.1\n");
    Files.writeString(root.resolve("stat"), "cpu  1\ncpu0 1\ncpu3 1\nbtime 1795383151\n");
    RecordingFacts more = RecordingFacts.ofMachine(root);
    assertThat(more.kernel()).contains("Linux version 6.1");
    assertThat(more.cpus()).hasValue(2);
    assertThat(more.bootTime()).contains(Instant.ofEpochSecond(1795383151));
    assertThat(more.host()).isEmpty();
    Files.writeString(root.resolve("version"), "x".repeat(10_000));
    Files.writeString(root.resolve("stat"), "not a stat\n");
    RecordingFacts odd = RecordingFacts.ofMachine(root);
    assertThat(odd.kernel().orElseThrow()).hasSize(4096).endsWith("\u2026");
    assertThat(odd.bootTime()).isEmpty();
  }

  /** Made up like Linux 2.4 without SMP, which does not list the only CPU. */
  @Test
  void withoutAListOfCpusTheirNumberIsNotKnown(@TempDir Path root) throws IOException {
    Files.writeString(root.resolve("stat"), "cpu  1 2 3 4\nbtime 1074012345\n");
    RecordingFacts facts = RecordingFacts.ofMachine(root);
    assertThat(facts.bootTime()).isPresent();
    assertThat(facts.asMap()).doesNotContainKey("cpus");
  }

  @Test
  void aRecordingHasThemAgain(@TempDir Path directory) throws IOException {
    RecordingFacts facts =
        RecordingFacts.ofMachine(Path.of("/proc")).with("command", "a test").with("own", "x");
    Path file = directory.resolve("recording");
    RecordingWriter.create(file, false, List.of(), facts).close();
    try (Recording recording = Recording.open(file)) {
      assertThat(recording.facts()).isEqualTo(facts).hasSameHashCodeAs(facts);
      assertThat(recording.facts().command()).contains("a test");
      assertThat(recording.facts().value("own")).contains("x");
      assertThat(recording.facts().asMap().keySet())
          .containsExactlyElementsOf(facts.asMap().keySet());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "x", "-1", "0", "4096 ", "99999999999999999999", "\0"})
  void whatIsNoNumberOrTimeOrPathIsMissing(String odd) {
    RecordingFacts facts =
        RecordingFacts.of(
            Map.of(
                "page_size",
                odd,
                "ticks_per_second",
                odd,
                "cpus",
                odd,
                "booted",
                odd,
                "created",
                odd,
                "root",
                odd + "\0"));
    assertThat(facts.pageSize()).isEmpty();
    assertThat(facts.ticksPerSecond()).isEmpty();
    assertThat(facts.cpus()).isEmpty();
    assertThat(facts.bootTime()).isEmpty();
    assertThat(facts.created()).isEmpty();
    assertThat(facts.root()).isEmpty();
    assertThat(facts.value("page_size")).as("as it stands").contains(odd);
  }

  @Test
  void theyNeverChange() {
    Map<String, String> stated = new HashMap<>(Map.of("host", "one"));
    RecordingFacts facts = RecordingFacts.of(stated);
    stated.put("host", "other");
    assertThat(facts.with("host", "another").host()).contains("another");
    assertThat(facts.host()).contains("one");
    assertThatThrownBy(() -> facts.asMap().put("host", "x"))
        .isInstanceOf(UnsupportedOperationException.class);
    assertThat(facts).hasToString("RecordingFacts{host=one}");
    assertThat(facts).isNotEqualTo(RecordingFacts.none());
    assertThat(RecordingFacts.none().asMap()).isEmpty();
  }

  @Test
  @SuppressWarnings("NullAway") // what is not to be done
  void nullsAreRefused() {
    Map<String, String> facts = new HashMap<>();
    facts.put("host", null);
    for (Runnable use :
        List.<Runnable>of(
            () -> RecordingFacts.of(facts),
            () -> RecordingFacts.of(null),
            () -> RecordingFacts.none().with("host", null),
            () -> RecordingFacts.none().with(null, "x"),
            () -> RecordingFacts.none().value(null),
            () -> RecordingFacts.ofMachine(null))) {
      assertThatThrownBy(use::run).isInstanceOf(NullPointerException.class);
    }
  }
}
