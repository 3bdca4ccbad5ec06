package io.github.procfs4j.micrometer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.procfs4j.Procfs;
import io.github.procfs4j.printable.Printable;
import io.github.procfs4j.system.Swaps;
import io.github.procfs4j.system.Uptime;
import io.github.procfs4j.testing.Log;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Names that would clear the screen of whoever reads the log, add lines to it, turn the direction
 * of writing around or be invisible. They are made up.
 */
class HostileMessagesTest {
  private static final String HOSTILE = "a\u001b[2Jb\u202ec\u009bd\u2028e\u3164f";

  @TempDir private Path directory;

  /** The path of the tree, and the tags in the message of the registry. */
  @Test
  void theLogEscapesPathsAndTags() throws IOException {
    Path root = Files.createDirectory(directory.resolve(HOSTILE + "\nprocfs4j: fine"));
    Files.write(
        root.resolve("swaps"),
        ("Filename Type Size Used Priority\n/" + HOSTILE + " file 1024 512 -2\n").getBytes(UTF_8));
    Files.writeString(root.resolve("uptime"), HOSTILE);
    SimpleMeterRegistry registry = new SimpleMeterRegistry();
    List<Tag> tags =
        List.of(Tag.of("host", HOSTILE), Tag.of("device", "/" + HOSTILE), Tag.of("state", "used"));
    Timer.builder("linux.paging.usage").tags(tags).register(registry);
    try (Log log = new Log();
        ProcfsMetrics metrics =
            ProcfsMetrics.builder()
                .procfs(Procfs.at(root))
                .files(List.of(Swaps.FILE, Uptime.FILE))
                .withoutOwnProcess()
                .tags(List.of(Tag.of("host", HOSTILE)))
                .build()) {
      metrics.bindTo(registry);
      metrics.refresh();
      FirstSample.await();
      assertThat(log.lines())
          .hasSize(2)
          .allSatisfy(line -> assertThat(line).isEqualTo(Printable.line(line)))
          .anySatisfy(line -> assertThat(line).contains("linux.paging.usage"))
          .anySatisfy(line -> assertThat(line).contains("uptime", "\\x1b[2Jb\\u202ec"));
    }
  }

  /** The message is that of the registry, which may contain tags. */
  @Test
  void theLogEscapesWhyARegistryRefusesAMeter() throws IOException {
    Files.write(
        directory.resolve("swaps"),
        ("Filename Type Size Used Priority\n/" + HOSTILE + " file 1024 512 -2\n").getBytes(UTF_8));
    SimpleMeterRegistry registry =
        new SimpleMeterRegistry() {
          @Override
          protected <T> Gauge newGauge(Meter.Id id, @Nullable T object, ToDoubleFunction<T> value) {
            if (id.getName().startsWith("linux.paging")) {
              throw new IllegalArgumentException("not " + id);
            }
            return super.newGauge(id, object, value);
          }
        };
    try (Log log = new Log();
        ProcfsMetrics metrics =
            ProcfsMetrics.builder()
                .procfs(Procfs.at(directory))
                .files(List.of(Swaps.FILE))
                .withoutOwnProcess()
                .build()) {
      metrics.bindTo(registry);
      metrics.refresh();
      FirstSample.await();
      assertThat(log.lines())
          .isNotEmpty()
          .allSatisfy(line -> assertThat(line).isEqualTo(Printable.line(line)))
          .anySatisfy(line -> assertThat(line).contains("no meter", "\\x1b[2Jb\\u202ec"));
    }
  }
}
