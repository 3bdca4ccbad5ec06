package io.github.procfs4j.cli;

import io.github.procfs4j.Procfs;
import io.github.procfs4j.recording.RecordingFacts;
import io.github.procfs4j.recording.RecordingSink;
import io.github.procfs4j.recording.RecordingWriter;
import io.github.procfs4j.recording.RollingWriter;
import io.github.procfs4j.sampling.Outcome;
import io.github.procfs4j.sampling.Recorder;
import io.github.procfs4j.sampling.Sampler;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.LongBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A program that makes many recordings of the same files at once, each with its own thread,
 * samplers, recorder and writer, until it is killed. They begin one after the other, so that each
 * is killed at a different stage.
 *
 * <p>Each recording has a log, in memory that outlives the program, with the times of all samples
 * and of the end of idle periods.
 */
final class ManyRecorders {
  static final long PERIOD = 10_000_000;

  /** Every other one keeps only this much, in nanoseconds. */
  static final long KEPT = 700_000_000;

  /** From the beginning of one recorder to that of the next. */
  private static final long APART = 120_000_000;

  private ManyRecorders() {}

  /** The arguments are the root, the directory to write to, and the number of recorders. */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    Path root = Path.of(arguments[0]);
    Path directory = Path.of(arguments[1]);
    for (int i = 0; i < Integer.parseInt(arguments[2]); i++) {
      long begin = System.nanoTime();
      Recorder recorder = recorder(root, recording(directory, i), log(directory, i), keepsAll(i));
      new Thread(() -> recorder.run(), "recorder " + i).start();
      Thread.sleep(Math.max(0, APART - (System.nanoTime() - begin)) / 1_000_000);
    }
    System.out.println("recording");
  }

  static Path recording(Path directory, int i) {
    return directory.resolve(i + ".rec");
  }

  static boolean keepsAll(int i) {
    return i % 2 == 0;
  }

  static Path log(Path directory, int i) {
    return directory.resolve(i + ".log");
  }

  private static Recorder recorder(Path root, Path file, Path log, boolean keepsAll)
      throws IOException {
    List<Recorder.Track> tracks = new ArrayList<>();
    for (var sampled : Procfs.sampledFiles()) {
      if (RewrittenFiles.NAMES.contains(sampled.source().name())) {
        tracks.add(new Recorder.Track(sampled.sampler(root), Duration.ofNanos(PERIOD)));
      }
    }
    RecordingFacts facts = RecordingFacts.of(Map.of("host", "test"));
    RecordingSink writer =
        keepsAll
            ? RecordingWriter.create(file, false, tracks, facts)
            : RollingWriter.create(
                file, false, tracks, facts, Duration.ofNanos(KEPT), Long.MAX_VALUE);
    return new Recorder(tracks, new Logged(writer, Log.create(log)));
  }

  /**
   * The end of the last idle period, followed by the start times of the samples of all sources, in
   * order.
   */
  record Log(LongBuffer longs) {
    private static final int MOST = 1 << 16;

    static Log create(Path file) throws IOException {
      try (FileChannel channel =
          FileChannel.open(
              file,
              StandardOpenOption.CREATE_NEW,
              StandardOpenOption.READ,
              StandardOpenOption.WRITE)) {
        return new Log(
            channel
                .map(FileChannel.MapMode.READ_WRITE, 0, MOST * Long.BYTES)
                .order(ByteOrder.nativeOrder())
                .asLongBuffer());
      }
    }

    static Log read(Path file) throws IOException {
      return new Log(
          ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.nativeOrder()).asLongBuffer());
    }

    void sample(int i, long startNanos) {
      longs.put(1 + i, startNanos);
    }

    void idleUntil(long nanoTime) {
      longs.put(0, nanoTime);
    }

    long idleUntil() {
      return longs.get(0);
    }

    List<Long> samples() {
      List<Long> starts = new ArrayList<>();
      for (int i = 1; longs.get(i) != 0; i++) {
        starts.add(longs.get(i));
      }
      return starts;
    }
  }

  /** A writer and the log beside it. */
  private static final class Logged implements Recorder.Listener {
    private final RecordingSink writer;
    private final Log log;
    private int samples;

    Logged(RecordingSink writer, Log log) {
      this.writer = writer;
      this.log = log;
    }

    @Override
    public void sampled(int source, Sampler<?> sampler) {
      log.sample(samples++, sampler.startNanos()); // first: all that is recorded is in the log
      writer.sampled(source, sampler);
    }

    @Override
    public void failed(int source, Sampler<?> sampler, Outcome outcome, boolean isNews) {
      writer.failed(source, sampler, outcome, isNews);
    }

    @Override
    public void late(int source, long ticks) {
      writer.late(source, ticks);
    }

    @Override
    public void idleUntil(long nanoTime) {
      writer.idleUntil(nanoTime);
      log.idleUntil(nanoTime);
    }
  }
}
