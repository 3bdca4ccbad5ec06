package io.github.procfs4j.recording;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.github.procfs4j.model.Playback;
import io.github.procfs4j.sampling.SampledFile;
import io.github.procfs4j.system.SystemFiles;
import io.github.procfs4j.testing.Corpus;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The cost of long recordings. */
class LongRecordingTest {
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  @TempDir Path directory;

  private static void count(List<long[]> cells, int sample) {
    for (int row = 0; row < cells.size(); row++) {
      for (int i = 0; i < 20; i++) {
        // Some counters grow slowly, some fast, most not at all.
        cells.get(row)[i] += i == 0 ? 1 : i == 1 ? 977L * row : sample % 10 == i ? 12 : 0;
      }
    }
  }

  private static String text(List<long[]> cells) {
    StringBuilder text = new StringBuilder();
    for (int row = 0; row < cells.size(); row++) {
      text.append("row").append(row);
      for (long cell : cells.get(row)) {
        text.append(' ').append(cell);
      }
      text.append('\n');
    }
    return text.toString();
  }

  @Test
  void fiveSourcesOverSixtyThousandSamples() throws IOException {
    List<SampledFile<?>> files = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      files.add(Session.table("file" + i));
    }
    int samples = 60_000;
    List<long[]> cells = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      cells.add(new long[20]);
    }
    Path file;
    List<String> names = files.stream().map(f -> f.source().name()).toList();
    long bytes;
    List<Seen> last = new ArrayList<>();
    try (Session session = new Session(directory, files)) {
      file = session.file;
      for (int sample = 0; sample < samples; sample++) {
        if (sample % 100 == 0) {
          count(cells, sample / 100);
          session.write(names.get(sample / 100 % 5), text(cells));
          for (int i = 0; sample == 0 && i < 5; i++) {
            session.write(names.get(i), text(cells));
          }
        }
        session.remembers = sample == samples - 1;
        session.tick();
        if (sample % 10 == 0) {
          session.second();
        }
      }
      session.end();
      session.given.forEach(seen -> last.add(seen.getLast()));
      bytes = session.writer.bytes();
    }
    // Usually nothing changed: the size of a sample is that of its header and times.
    assertThat((double) bytes / samples / 5).isLessThan(12);

    long before = THREADS.getCurrentThreadAllocatedBytes();
    try (Recording recording = Recording.open(file)) {
      long opened = THREADS.getCurrentThreadAllocatedBytes() - before;
      assertThat(opened).as("allocated to open %,d bytes", bytes).isLessThan(3 << 20);
      for (RecordedSource source : recording.sources()) {
        assertThat(source.samples()).isEqualTo(samples);
        before = THREADS.getCurrentThreadAllocatedBytes();
        Playback playback = recording.playback(source);
        int played = 0;
        while (playback.next()) {
          played++;
          if (played == samples) {
            assertThat(Seen.of(playback, false)).isEqualTo(last.get(source.index()));
          }
        }
        assertThat(played).isEqualTo(samples);
        assertThat(THREADS.getCurrentThreadAllocatedBytes() - before).isLessThan(1 << 20);
      }
    }
  }

  @Test
  void aChangeTakesThreeBytesAtMost() throws IOException {
    try (Session session = new Session(directory, List.of(Session.table("file")))) {
      List<long[]> cells = new ArrayList<>();
      for (int i = 0; i < 10; i++) {
        cells.add(new long[20]);
      }
      session.write("file", text(cells));
      session.tick();
      session.second();
      session.remembers = false;
      long bytes = session.writer.bytes();
      long changes = 0;
      for (int sample = 1; sample <= 1_000; sample++) {
        List<long[]> old = cells.stream().map(long[]::clone).toList();
        count(cells, sample);
        for (int row = 0; row < 10; row++) {
          for (int i = 0; i < 20; i++) {
            changes += old.get(row)[i] == cells.get(row)[i] ? 0 : 1;
          }
        }
        session.write("file", text(cells));
        session.tick();
        if (sample % 10 == 0) {
          session.second();
        }
      }
      assertThat(changes).isGreaterThan(10_000);
      assertThat((double) (session.writer.bytes() - bytes) / changes).isLessThan(3);
    }
  }

  @Test
  void writingABlockAllocatesNextToNothing() throws IOException {
    try (Session session = new Session(directory, SystemFiles.ALL)) {
      session.show(Corpus.tree("amd64-6.1-smp8-numa2", "s0"));
      for (int i = 0; i < 50; i++) {
        session.tick();
        session.second();
      }
      session.tick();
      long before = THREADS.getCurrentThreadAllocatedBytes();
      session.second();
      assertThat(THREADS.getCurrentThreadAllocatedBytes() - before).isLessThan(1_000);
    }
  }

  /** Rows that come and go with each sample, each with a new name: nothing is kept of them. */
  @Test
  void rowsThatNeverComeBackLeaveNothingBehind() throws IOException {
    long before = used();
    try (Session session = new Session(directory, List.of(Session.table("file")))) {
      session.remembers = false;
      String rest = "x".repeat(8_000);
      for (int sample = 0; sample < 1_500; sample++) {
        session.write("file", sample + rest + " 1 2 3\nother" + sample + rest + " 4\n");
        session.tick();
        if (sample % 50 == 0) {
          session.second();
        }
      }
      session.end();
      assertThat(Files.size(session.file)).isGreaterThan(24_000_000);
      assertThat(used() - before).isLessThan(8 << 20);
      try (Recording recording = Recording.open(session.file)) {
        assertThat(recording.sources().getFirst().samples()).isEqualTo(1_500);
        assertThat(used() - before).isLessThan(8 << 20);
      }
    }
  }

  private static long used() {
    System.gc();
    return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
  }
}
