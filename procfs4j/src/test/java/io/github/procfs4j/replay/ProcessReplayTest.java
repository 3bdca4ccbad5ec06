package io.github.procfs4j.replay;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.procfs4j.model.Layout;
import io.github.procfs4j.process.ProcessTexts;
import io.github.procfs4j.process.Smaps;
import io.github.procfs4j.process.SmapsRollup;
import io.github.procfs4j.replay.Replayed.Format;
import io.github.procfs4j.sampling.SampledFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** As {@link ReplayEqualsLearningTest}, for the memory of processes. */
class ProcessReplayTest {
  private static final int MUTATIONS = 5 * Integer.getInteger("procfs.mutations", 60);

  /** At least so many texts are replayed, and learned. */
  private static final int LEAST = MUTATIONS / 20 + 1;

  private static final long SEED = Long.getLong("procfs.seed", System.nanoTime());

  static Stream<Path> processes() {
    return ProcessTexts.withMemory().stream().filter(path -> path.endsWith("numapol"));
  }

  private static Format format(SampledFile<?> file) {
    return in -> {
      Layout.Builder builder = new Layout.Builder();
      file.parser().parse(in, builder);
      return Formats.layout(builder.build());
    };
  }

  @ParameterizedTest
  @MethodSource("processes")
  void onMutationsOfTheirMemory(Path process) throws IOException {
    for (SampledFile<?> file : List.of(Smaps.FILE, SmapsRollup.FILE)) {
      byte[] real = Files.readAllBytes(file.place().apply(process));
      long seed = SEED + process.hashCode();
      Replayed replayed = new Replayed(format(file), seed);
      Mutations next = new Mutations(seed);
      byte[] text = real;
      for (int i = 0;
          i < MUTATIONS || (i < 1_000 && Math.min(replayed.replays, replayed.relearned) < LEAST);
          i++) {
        try {
          replayed.next(text);
        } catch (AssertionError | RuntimeException e) {
          throw new AssertionError(process + ", seed " + SEED + ":\n" + Replayed.shown(text), e);
        }
        text = next.next(text, List.of(real));
      }
      assertThat(replayed.replays).as("replayed").isGreaterThanOrEqualTo(LEAST);
      assertThat(replayed.relearned).as("learned").isGreaterThanOrEqualTo(LEAST);
    }
  }
}
