package io.github.procfs4j.sampling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.procfs4j.Procfs;
import io.github.procfs4j.Rewritten;
import io.github.procfs4j.system.Stat;
import io.github.procfs4j.system.Uptime;
import io.github.procfs4j.testing.Corpus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** However often a file was read before, a reading is equal to a first reading. */
class SingleReadingsTest {
  @TempDir Path root;

  static Stream<String> variants() {
    return Corpus.variants().stream();
  }

  @ParameterizedTest
  @MethodSource("variants")
  void areThoseOfTheFirstTime(String variant) throws IOException {
    SingleReadings readings = new SingleReadings(root);
    for (String name : Corpus.FILES) {
      SampledFile<?> file = asReading(SamplerTest.file(name));
      Path path = root.resolve(name);
      Files.createDirectories(path.getParent());
      for (String moment : List.of("s0", "s1", "s2", "s2", "s0")) {
        Rewritten.with(path, Corpus.bytes(variant, moment, name));
        Object read;
        Object first;
        try {
          first = file.read(root);
        } catch (UnreadableException | io.github.procfs4j.text.MalformedTextException e) {
          assertThatExceptionOfType(e.getClass()).isThrownBy(() -> readings.read(file));
          continue;
        }
        read = readings.read(file);
        assertSame((Snapshot) read, (Snapshot) first);
      }
    }
  }

  private static SampledFile<Object> asReading(SampledFile<?> file) {
    return new SampledFile<>(
        file.source(), file.printing(), file.parser(), List.of(), reading -> reading, file.place());
  }

  private static void assertSame(Snapshot read, Snapshot first) {
    assertThat(read.layout().isSameAs(first.layout())).isTrue();
    for (int cell = 0; cell < first.layout().cells(); cell++) {
      assertThat(read.value(cell)).isEqualTo(first.value(cell));
    }
    assertThat(read.problems()).isEqualTo(first.problems());
  }

  @Test
  void onesThatFailAreForgotten() throws IOException {
    Procfs tree = Procfs.at(root);
    for (int i = 0; i < 3; i++) {
      assertThatExceptionOfType(UnreadableException.class).isThrownBy(tree::uptime);
      Files.writeString(root.resolve("uptime"), "1.0" + i + " 2.00\n");
      assertThat(tree.uptime().reading().value(0)).isEqualTo(100 + i);
      assertThat(tree.uptime().reading().value(0)).isEqualTo(100 + i);
      assertThat(tree.uptime().reading().value(0)).isEqualTo(100 + i);
      Files.delete(root.resolve("uptime"));
    }
  }

  @Test
  void anEarlierReadingDoesNotChange() throws IOException {
    Procfs tree = Procfs.at(root);
    Uptime before = null;
    for (int i = 0; i < 5; i++) {
      Files.writeString(root.resolve("uptime"), "1.0" + i + " 2.00\n");
      Uptime now = tree.uptime();
      assertThat(now.reading().value(0)).isEqualTo(100 + i);
      assertThat(before == null ? 99 + i : before.reading().value(0)).isEqualTo(99 + i);
      before = now;
    }
  }

  @Test
  void manyThreadsMayRead() {
    List<CompletableFuture<Void>> all =
        Stream.generate(
                () ->
                    CompletableFuture.runAsync(
                        () -> {
                          long last = 0;
                          for (int i = 0; i < 500; i++) {
                            long switches = Procfs.mounted().stat().contextSwitches();
                            assertThat(switches).isGreaterThanOrEqualTo(last);
                            last = switches;
                          }
                        }))
            .limit(4)
            .toList();
    all.forEach(CompletableFuture::join);
  }

  @Test
  void oneOfAFileThatWasReadBeforeAllocatesLittle() {
    Procfs proc = Procfs.mounted();
    long least = Long.MAX_VALUE;
    for (int attempt = 0; attempt < 20 && least > 16_384; attempt++) {
      long before = Allocations.allocated();
      Stat stat = proc.stat();
      least =
          Math.min(least, Allocations.allocated() - before - 8L * stat.reading().layout().cells());
    }
    assertThat(least).as("bytes beside the numbers").isLessThanOrEqualTo(16_384);
  }
}
