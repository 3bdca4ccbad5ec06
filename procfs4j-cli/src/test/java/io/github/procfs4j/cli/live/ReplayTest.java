package io.github.procfs4j.cli.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.procfs4j.cli.Tree;
import io.github.procfs4j.cli.screens.Moment;
import io.github.procfs4j.cli.screens.State;
import io.github.procfs4j.model.History;
import io.github.procfs4j.sampling.Outcome;
import io.github.procfs4j.sampling.Sampler;
import io.github.procfs4j.system.Stat;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReplayTest {
  private static final long PERIOD = 100_000_000;
  private static final long LATER = 20 * PERIOD;

  @TempDir private Path directory;

  /** On a busy machine, all samples of a moment may take as long as many periods. */
  @Test
  void whatWasShownLateIsShownAgainButNoSourceThatEnded() throws IOException {
    Path tree = Tree.copy(directory);
    History history = History.keeping(Duration.ofMinutes(1), 1 << 20);
    try (Sampler<?> stat = Stat.FILE.sampler(tree, history)) {
      for (int i = 0; i < 2; i++) {
        assertThat(stat.sample()).isEqualTo(Outcome.SAMPLED);
      }
      long last = System.nanoTime();
      Track track = new Track("stat", PERIOD, history::playback);
      assertThat(at(true, tree, track, last + LATER).sections()).isNotEmpty();
      assertThat(at(false, tree, track, last).sections()).isNotEmpty();
      assertThat(at(false, tree, track, last + LATER).sections()).isEmpty();
    }
  }

  private static Moment at(boolean isOfMoments, Path tree, Track track, long nanos) {
    return new Replay(PERIOD, isOfMoments, 4096, 100)
        .at(List.of(track), new OwnersHere(tree), nanos, Optional.empty(), State.initial());
  }
}
