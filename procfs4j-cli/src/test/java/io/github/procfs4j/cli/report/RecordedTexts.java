package io.github.procfs4j.cli.report;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.procfs4j.Procfs;
import io.github.procfs4j.recording.RecordingFacts;
import io.github.procfs4j.recording.RecordingWriter;
import io.github.procfs4j.sampling.Outcome;
import io.github.procfs4j.sampling.Recorder;
import io.github.procfs4j.sampling.Sampler;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.locks.LockSupport;

/** Makes recordings of texts that represent what a kernel prints over time. */
public final class RecordedTexts {
  private RecordedTexts() {}

  /** A text that a kernel printed. */
  static String printed(String sample, String file) {
    try (InputStream in =
        Objects.requireNonNull(
            RecordedTexts.class.getResourceAsStream(sample + "/" + file), file)) {
      return new String(in.readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** A text that a kernel printed, in a file. */
  public static String read(Path file) {
    try {
      return new String(Files.readAllBytes(file), UTF_8);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /**
   * Records files that are rewritten in place between the samples.
   *
   * @param samples the text of each file, for each sample
   */
  public static Path record(Path directory, List<Map<String, String>> samples) throws IOException {
    return record(directory, samples, false);
  }

  /** As {@link #record(Path, List)}, where each sample may be in a block of its own. */
  public static Path record(Path directory, List<Map<String, String>> samples, boolean isInBlocks)
      throws IOException {
    return record(directory, samples, isInBlocks, Map.of());
  }

  /**
   * As {@link #record(Path, List)}, with marks.
   *
   * @param marks the text of the mark that is set at the time of a sample of the first source, by
   *     the number of the sample from 0
   */
  public static Path record(
      Path directory, List<Map<String, String>> samples, Map<Integer, String> marks)
      throws IOException {
    return record(directory, samples, false, marks);
  }

  private static Path record(
      Path directory,
      List<Map<String, String>> samples,
      boolean isInBlocks,
      Map<Integer, String> marks)
      throws IOException {
    List<Recorder.Track> tracks = new ArrayList<>();
    for (String file : samples.getFirst().keySet()) {
      Files.createDirectories(directory.resolve(file).getParent());
    }
    for (var file : Procfs.sampledFiles()) {
      if (samples.getFirst().containsKey(file.source().name())) {
        tracks.add(new Recorder.Track(file.sampler(directory), Duration.ofSeconds(1)));
      }
    }
    Path recording = directory.resolve("recording.procfs");
    try (RecordingWriter writer =
        RecordingWriter.create(
            recording,
            true,
            tracks,
            RecordingFacts.of(Map.of("host", "made\033[2Jup", "page_size", "16384")))) {
      for (int number = 0; number < samples.size(); number++) {
        Map<String, String> sample = samples.get(number);
        for (Map.Entry<String, String> text : sample.entrySet()) {
          Path file = directory.resolve(text.getKey());
          Files.createDirectories(file.getParent());
          Files.writeString(file, text.getValue());
        }
        for (int i = 0; i < tracks.size(); i++) {
          Sampler<?> sampler = tracks.get(i).sampler();
          Outcome outcome = sampler.sample();
          if (outcome == Outcome.SAMPLED) {
            writer.sampled(i, sampler);
          } else {
            writer.failed(i, sampler, outcome, true);
          }
        }
        String mark = marks.get(number);
        Sampler<?> first = tracks.getFirst().sampler();
        long middle = first.startNanos() + (first.endNanos() - first.startNanos()) / 2;
        if (mark != null && !writer.mark(middle, mark)) {
          throw new AssertionError("the mark was not written");
        }
        if (isInBlocks) {
          writer.idleUntil(System.nanoTime() + Duration.ofSeconds(2).toNanos());
        }
        LockSupport.parkNanos(2_000_000);
      }
    }
    tracks.forEach(track -> track.sampler().close());
    return recording;
  }
}
