package io.github.procfs4j.processes;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.procfs4j.io.Buffer;
import io.github.procfs4j.io.Directory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The texts are made up, of lines of a real one. */
class MemoryWatchTest {
  private static final long SECOND = 1_000_000_000;
  private static final int MANY = 100;

  @TempDir Path root;
  private final Buffer buffer = new Buffer(8 << 10);
  private long now = 1;

  private void write(long faults, long scanned, long swapped) throws IOException {
    Files.write(
        root.resolve("vmstat"),
        ("nr_free_pages 5\npswpin 0\npswpout "
                + swapped
                + "\npgfault "
                + faults
                + "\npgscan_anon 0\npgscan_file "
                + scanned
                + "\npgscan_file_x "
                + faults
                + "\npgsteal_anon 0\npgsteal_file 0\noom_kill 0\n")
            .getBytes(US_ASCII));
  }

  private boolean mayHaveMoved(MemoryWatch watch, long seconds, int tasks) {
    now += seconds * SECOND;
    return watch.mayHaveMoved(now, tasks, buffer);
  }

  @Test
  void aChangeCountsForSomeSeconds() throws IOException {
    write(1, 1, 0);
    try (Directory directory = Directory.at(root);
        MemoryWatch watch = new MemoryWatch(directory)) {
      assertThat(mayHaveMoved(watch, 0, MANY)).as("before there is another text").isTrue();
      assertThat(mayHaveMoved(watch, 1, MANY)).isTrue();
      assertThat(mayHaveMoved(watch, 2, MANY)).isFalse();
      write(2, 1, 0);
      assertThat(mayHaveMoved(watch, 1, MANY)).as("other numbers").isFalse();
      write(2, 2, 0);
      assertThat(mayHaveMoved(watch, 1, MANY)).isTrue();
      assertThat(mayHaveMoved(watch, 1, MANY)).isTrue();
      assertThat(mayHaveMoved(watch, 1, MANY)).isFalse();
      write(2, 2, 1);
      assertThat(mayHaveMoved(watch, 1, MANY)).isTrue();
      assertThat(mayHaveMoved(watch, 5, MANY)).isFalse();
      assertThat(mayHaveMoved(watch, 1, 3)).as("of few processes statm is read").isTrue();
      assertThat(mayHaveMoved(watch, 1, MANY)).as("what happened meanwhile is unknown").isTrue();
    }
  }

  @Test
  void nothingIsConcludedWithoutTheNumbers() throws IOException {
    try (Directory directory = Directory.at(root);
        MemoryWatch watch = new MemoryWatch(directory)) {
      assertThat(mayHaveMoved(watch, 0, MANY)).isTrue();
      assertThat(mayHaveMoved(watch, 9, MANY)).isTrue();
      // As before Linux 5.8.
      Files.writeString(root.resolve("vmstat"), "pswpin 0\npswpout 0\npgscan_kswapd 0\n");
      assertThat(mayHaveMoved(watch, 9, MANY)).isTrue();
      assertThat(mayHaveMoved(watch, 9, MANY)).isTrue();
      write(1, 1, 1);
      assertThat(mayHaveMoved(watch, 9, MANY)).isTrue();
      assertThat(mayHaveMoved(watch, 9, MANY)).isFalse();
    }
  }
}
