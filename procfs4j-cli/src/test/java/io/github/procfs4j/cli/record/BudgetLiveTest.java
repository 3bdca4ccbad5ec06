package io.github.procfs4j.cli.record;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.procfs4j.cli.Command;
import io.github.procfs4j.cli.Run;
import io.github.procfs4j.cli.Tree;
import io.github.procfs4j.model.Interval;
import io.github.procfs4j.recording.Recording;
import io.github.procfs4j.sampling.Self;
import io.github.procfs4j.sampling.SelfColumns;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code procfs record --budget} in a separate process, on regular files.
 *
 * <p>It assumes that sampling a file 5,000 times a second takes more than 4 % of a CPU, because a
 * wake-up alone takes about 10 µs, and that other load does not suddenly double the cost.
 */
@Tag("alone")
class BudgetLiveTest {
  @TempDir private Path directory;

  /** The share of one CPU that the recording used from a time on. */
  private static double share(Recording recording, long fromNanos) {
    Interval interval = new Interval(recording.playback(recording.source("self").orElseThrow()));
    double seconds = 0;
    double cpu = 0;
    while (interval.next()) {
      if (interval.fromNanos() - recording.startNanos() >= fromNanos) {
        seconds += interval.seconds();
        cpu += interval.growth(Self.ROW, SelfColumns.SELF_CPU) / 1e9;
      }
    }
    assertThat(seconds).isPositive();
    return cpu / seconds;
  }

  private Path record(String... more) throws IOException, InterruptedException {
    Path file = directory.resolve(more.length + ".rec");
    String[] words = new String[6 + more.length];
    System.arraycopy(
        new String[] {"record", "stat@200us", "--root", Tree.REAL.toString(), "-o", "" + file},
        0,
        words,
        0,
        6);
    System.arraycopy(more, 0, words, 6, more.length);
    Run run = Command.end(new ProcessBuilder(Command.words(words)).start());
    assertThat(run.code()).isZero();
    if (more.length > 2) {
      assertThat(run.err()).startsWith("procfs: budget 2%: stat every ").contains("% expected");
      Run report = Run.of("report", file.toString(), "--full").isDone();
      assertThat(report.out().replaceAll("\\s+", " ")).contains("every 200 µs or less often");
    } else {
      assertThat(run.err()).isEmpty();
    }
    return file;
  }

  @Test
  void theBudgetIsHeldByWhatTheKernelSaysOfTheProcess() throws Exception {
    try (Recording free = Recording.open(record("--duration", "3s"))) {
      assertThat(share(free, 1_000_000_000L)).isGreaterThan(0.04);
    }
    try (Recording held = Recording.open(record("--duration", "8s", "--budget", "2%"))) {
      assertThat(held.facts().asMap()).containsEntry("budget", "2%");
      assertThat(share(held, 4_000_000_000L)).isBetween(0.001, 0.03);
      Interval interval = new Interval(held.playback(held.source("self").orElseThrow()));
      while (interval.next()) {
        double times =
            interval.amount(Self.SOURCE_TABLE.row("stat"), SelfColumns.SELF_SOURCE_PERIOD)
                / 200_000;
        assertThat(times).isGreaterThanOrEqualTo(2);
        assertThat(Long.bitCount((long) times))
            .as("the period doubles, how often depends on the machine: %s", times)
            .isEqualTo(1);
      }
    }
  }
}
