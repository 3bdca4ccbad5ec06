package io.github.procfs4j.cli.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.procfs4j.model.Layout;
import io.github.procfs4j.model.Playback;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;

/** Examining some samples is as if the others had not been taken, and gaps remain gaps. */
class EveryNthTest {
  /** Ten samples with their numbers as times; before the sixth, reading failed. */
  private static final class Ten implements Playback {
    private int at = -1;

    @Override
    public boolean next() {
      return ++at < 10;
    }

    @Override
    public boolean isAfterGap() {
      return at == 5;
    }

    @Override
    public Layout layout() {
      return new Layout.Builder().build();
    }

    @Override
    public long value(int cell) {
      return at;
    }

    @Override
    public long startNanos() {
      return at;
    }

    @Override
    public long endNanos() {
      return at;
    }
  }

  private static List<String> looked(long step) {
    Playback samples = new EveryNth(new Ten(), 10, step);
    List<String> looked = new ArrayList<>();
    while (samples.next()) {
      looked.add((samples.isAfterGap() ? "gap " : "") + samples.startNanos());
    }
    return looked;
  }

  @Test
  void theFirstEachNthAndTheLastAreLookedAt() {
    assertThat(looked(1)).containsExactly("0", "1", "2", "3", "4", "gap 5", "6", "7", "8", "9");
    assertThat(looked(4)).containsExactly("0", "4", "gap 8", "9");
    assertThat(looked(100)).containsExactly("0", "gap 9");
  }

  @Test
  void thoseThatWantLessLeaveMoreToOthers() {
    assertThat(Samples.share(DoubleStream.of(5, 1, 2), 10)).isEqualTo(10);
    assertThat(Samples.share(DoubleStream.of(50, 1, 30), 11)).isEqualTo(5, within(1e-9));
  }
}
