package io.github.procfs4j.recording;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.github.procfs4j.model.Column;
import io.github.procfs4j.model.Kind;
import io.github.procfs4j.model.Layout;
import io.github.procfs4j.model.Playback;
import io.github.procfs4j.model.Sample;
import io.github.procfs4j.model.SlotWalk;
import io.github.procfs4j.model.Table;
import io.github.procfs4j.model.Unit;
import io.github.procfs4j.model.slots.Slots;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Recordings of rows that come and go. */
class SlotRecordingTest {
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  @TempDir Path directory;

  private final long seed = Long.getLong("procfs.seed", System.nanoTime());
  private final Random random = new Random(seed);

  @RepeatedTest(20)
  void playbackIsWhatTheSamplesSaid() throws IOException {
    Path file = directory.resolve("recording");
    SlotWalk walk = new SlotWalk(random, 2 + random.nextInt(12));
    try (WalkRecorder recorder = new WalkRecorder(file)) {
      while (walk.samples() < 300) {
        recorder.add(walk);
        if (random.nextInt(10) == 0) {
          recorder.second();
        }
      }
    }
    try (Recording recording = Recording.open(file)) {
      RecordedSource source = recording.sources().getFirst();
      assertThat(source.samples()).isEqualTo(300);
      walk.assertPlayed(recording.playback(source), 0);
      walk.assertSeries(() -> recording.playback(source), 0);
      walk.assertIntervals(recording.playback(source), 0);
      assertThat(new IndependentReader(Files.readAllBytes(file)).samples())
          .isEqualTo(Seen.of(recording));
    } catch (AssertionError | RuntimeException e) {
      throw new AssertionError("seed " + seed, e);
    }
  }

  @Test
  void columnsOfRowsComeBackWithAllThatDescribesThem() throws IOException {
    Path file = directory.resolve("recording");
    ProcessTrees processes = new ProcessTrees(3);
    try (WalkRecorder recorder = new WalkRecorder(file)) {
      recorder.add(processes);
    }
    try (Recording recording = Recording.open(file)) {
      Playback playback = recording.playback(recording.sources().getFirst());
      assertThat(playback.next()).isTrue();
      assertThat(playback.layout().isSameAs(processes.layout())).isTrue();
      for (int cell = 0; cell < ProcessTrees.COLUMNS; cell++) {
        assertThat(playback.layout().column(cell))
            .usingRecursiveComparison()
            .isEqualTo(processes.layout().column(cell));
      }
      assertThat(playback.layout().row(0).table()).isEqualTo(ProcessTrees.TABLE);
    }
  }

  /** Processes of which one ends and one begins with each sample. */
  private static final class ProcessTrees implements Sample {
    static final int COLUMNS = 50;
    static final Table TABLE = Table.of("process", "pid", "start").describedBy("comm");
    private static final List<Column> OF_A_PROCESS = columns();

    private final Slots slots = new Slots(COLUMNS);
    private final int rows;
    private final List<Integer> changed = new ArrayList<>();
    private long time;
    private boolean isContinuation;

    ProcessTrees(int rows) {
      this.rows = rows;
      for (int pid = 0; pid < rows; pid++) {
        begin(pid);
      }
    }

    private static List<Column> columns() {
      List<Column> columns = new ArrayList<>();
      for (int i = 0; i < COLUMNS; i++) {
        columns.add(
            new Column("c" + i, Unit.TICKS, Kind.COUNTER, i % 2 == 0, "4." + i, "X", "Y.", "Z"));
      }
      return List.copyOf(columns);
    }

    private int begin(int pid) {
      return slots.add(
          TABLE.row(Integer.toString(100_000 + pid), Long.toString(time), "sleep"), OF_A_PROCESS);
    }

    /** The new one has six numbers that are not 0; the others do not change. */
    void next(int sample) {
      time += 100_000_000;
      slots.remove(sample * 7 % rows);
      int from = begin(rows + sample) * COLUMNS;
      changed.clear();
      for (int i = 0; i < 6; i++) {
        changed.add(from + 3 * i);
      }
      isContinuation = true;
    }

    @Override
    public boolean isContinuation() {
      return isContinuation;
    }

    @Override
    public int changes() {
      return changed.size();
    }

    @Override
    public int changed(int i) {
      return changed.get(i);
    }

    @Override
    public long delta(int i) {
      return 40L + i;
    }

    @Override
    public Layout layout() {
      return slots.layout();
    }

    @Override
    public long value(int cell) {
      return 0;
    }

    @Override
    public long startNanos() {
      return time;
    }

    @Override
    public long endNanos() {
      return time + 50_000;
    }
  }

  @Test
  void aProcessThatEndsAndOneThatBeginsTakeSomeTensOfBytes() throws IOException {
    try (WalkRecorder recorder = new WalkRecorder(directory.resolve("recording"))) {
      ProcessTrees processes = new ProcessTrees(500);
      recorder.add(processes);
      recorder.second();
      long before = recorder.writer.bytes();
      int labels = 0;
      for (int sample = 1; sample <= 1_000; sample++) {
        processes.next(sample);
        recorder.add(processes);
        labels += "100000".length() + Long.toString(processes.time).length() + "sleep".length();
        if (sample % 10 == 0) {
          recorder.second();
        }
      }
      // Six changes of two bytes each, including the times.
      assertThat((recorder.writer.bytes() - before - labels) / 1_000.0).isLessThan(45);
    }
  }

  @Test
  void ofALongRecordingLittleIsKept() throws IOException {
    Path file = directory.resolve("recording");
    int samples = 20_000;
    try (WalkRecorder recorder = new WalkRecorder(file)) {
      ProcessTrees processes = new ProcessTrees(500);
      recorder.add(processes);
      for (int sample = 1; sample < samples; sample++) {
        processes.next(sample);
        recorder.add(processes);
        if (sample % 10 == 0) {
          recorder.second();
        }
      }
    }
    long before = used();
    try (Recording recording = Recording.open(file)) {
      // A few bytes for each second, and the current rows.
      assertThat(used() - before).isLessThan(1 << 20);
      RecordedSource source = recording.sources().getFirst();
      assertThat(source.samples()).isEqualTo(samples);
      Playback playback = recording.playback(source);
      long allocated = THREADS.getCurrentThreadAllocatedBytes();
      while (playback.next()) {
        assertThat(playback.layout().cells()).isEqualTo(500 * ProcessTrees.COLUMNS);
      }
      allocated = THREADS.getCurrentThreadAllocatedBytes() - allocated;
      assertThat(used() - before).isLessThan(2 << 20);
      // A layout for each request: two references for each row, and the new rows.
      assertThat(allocated / samples).isLessThan(500 * 2 * 4 + 4_000);
    }
  }

  private static long used() {
    System.gc();
    return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
  }
}
