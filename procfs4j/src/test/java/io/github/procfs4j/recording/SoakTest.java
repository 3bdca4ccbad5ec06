package io.github.procfs4j.recording;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.procfs4j.model.Layout;
import io.github.procfs4j.model.Playback;
import io.github.procfs4j.recording.Soak.Load;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.ToLongFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A long recording takes no more resources at its end than early on: {@code -Dprocfs.soak.minutes}
 * is the number of minutes of simulated time.
 */
class SoakTest {
  private static final int SECONDS = Integer.getInteger("procfs.soak.minutes", 15) * 60;

  private static final long MIB = 1 << 20;

  @TempDir Path directory;

  @Test
  @Timeout(36_000)
  void theEndTakesNoMoreThanTheBeginning() throws Exception {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                // The other compiler's memory grows for longer than a short run lasts.
                "-XX:TieredStopAtLevel=1",
                "-Xms48m", // all of it from the beginning, so that what is resident tells of the
                // rest
                "-Xmx48m",
                "-XX:+AlwaysPreTouch",
                "-XX:-UsePerfData",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                RecordingWriterTest.classPath(),
                Soak.class.getName(),
                directory.toString(),
                Integer.toString(SECONDS))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    List<String> lines = process.inputReader().readAllLines();
    assertThat(process.waitFor()).isZero();
    List<Load> loads = lines.subList(0, lines.size() - 1).stream().map(Load::of).toList();
    assertThat(loads).hasSize(8);
    List<Load> early = loads.subList(0, 4);
    List<Load> late = loads.subList(4, 8);
    Load end = late.getLast();
    assertThat(end.seconds()).isEqualTo(SECONDS);
    assertThat(most(late, Load::heap))
        .as("%s", loads)
        .isLessThan(most(early, Load::heap) + 2 * MIB);
    assertThat(most(late, Load::resident))
        .as("%s", loads)
        .isLessThan(most(early, Load::resident) + 8 * 1024);
    assertThat(most(late, Load::rolling))
        .as("%s", loads)
        .isLessThan(most(early, Load::rolling) * 11 / 10);
    assertThat(loads).extracting(Load::descriptors).containsOnly(end.descriptors());
    assertThat(end.descriptors()).isGreaterThan(120); // the table keeps 60 processes open
    assertThat(Integer.parseInt(lines.getLast())).isLessThan(20);
    assertThat(end.whole()).isGreaterThan(early.getFirst().whole() * 6);
    compare();
  }

  private static long most(List<Load> loads, ToLongFunction<Load> what) {
    return loads.stream().mapToLong(what).max().orElseThrow();
  }

  /** What was kept is the end of the complete recording, and long enough. */
  private void compare() throws IOException {
    try (Recording whole = Recording.open(Soak.whole(directory));
        Recording rolling = Recording.open(Soak.rolling(directory))) {
      assertThat(whole.isComplete()).isTrue();
      assertThat(rolling.isComplete()).isTrue();
      assertThat(rolling.endNanos()).isEqualTo(whole.endNanos());
      assertThat(rolling.endNanos() - rolling.startNanos())
          .isBetween(Soak.kept(SECONDS) - Soak.SECOND, 2 * Soak.kept(SECONDS) + Soak.SECOND);
      for (RecordedSource source : whole.sources()) {
        assertThat(source.samples()).isEqualTo(SECONDS);
        assertThat(source.failures()).isEmpty();
        Playback all = whole.playback(source);
        Playback kept = rolling.playback(rolling.sources().get(source.index()));
        assertThat(kept.next()).isTrue();
        Set<String> processes = new HashSet<>();
        do {
          assertThat(all.next()).isTrue();
          if (all.startNanos() >= kept.startNanos()) {
            assertThat(cells(kept)).isEqualTo(cells(all));
            kept.next();
          }
          all.layout()
              .tables()
              .forEach(
                  table ->
                      table.rows().forEach(row -> processes.add(String.join(" ", row.labels()))));
        } while (all.endNanos() < whole.endNanos() - Soak.SECOND / 2);
        assertThat(kept.next()).isFalse();
        if (source.name().equals("pid:*")) {
          assertThat(processes).hasSizeGreaterThan(SECONDS * Soak.COMING);
        }
      }
    }
  }

  private static Set<String> cells(Playback sample) {
    Set<String> cells = new HashSet<>();
    Layout layout = sample.layout();
    for (int cell = 0; cell < layout.cells(); cell++) {
      if (!layout.isHole(cell)) {
        cells.add(layout.row(cell) + " " + layout.column(cell).name() + " " + sample.value(cell));
      }
    }
    List<Long> times = new ArrayList<>(List.of(sample.startNanos(), sample.endNanos()));
    cells.add(times.toString());
    return cells;
  }
}
