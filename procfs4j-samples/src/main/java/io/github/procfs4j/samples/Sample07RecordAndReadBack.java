package io.github.procfs4j.samples;

import io.github.procfs4j.Procfs;
import io.github.procfs4j.recording.RecordedSample;
import io.github.procfs4j.recording.Recording;
import io.github.procfs4j.recording.RecordingFacts;
import io.github.procfs4j.recording.RecordingWriter;
import io.github.procfs4j.sampling.Recorder;
import io.github.procfs4j.sampling.Sampler;
import io.github.procfs4j.system.MemInfo;
import io.github.procfs4j.system.Stat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * Writes a recording and reads its samples back, with times and typed views.
 *
 * <p>For a flight recorder in a program, or a test that checks afterwards what the machine did. The
 * command {@code procfs report} reads the same file. A recording describes its own contents, and
 * can be read while it is written and after its writer was killed.
 *
 * <p>A sample of a file takes a few hundred bytes and some ten microseconds; docs/performance.md
 * has the figures.
 */
public final class Sample07RecordAndReadBack {
  private Sample07RecordAndReadBack() {}

  /** Optional argument: the file, which must not exist and is kept. */
  public static void main(String[] args) throws IOException {
    Path file = args.length > 0 ? Path.of(args[0]) : temporaryFile();
    record(file, Duration.ofMillis(500));

    try (Recording recording = Recording.open(file)) {
      System.out.println(recording.facts().kernel().orElse("an unknown kernel"));
      for (RecordedSample<MemInfo> sample : recording.samples(MemInfo.FILE)) {
        System.out.printf(
            "%s  %,d bytes available%n", sample.instant(), sample.view().memAvailable());
      }
      System.out.printf("%,d bytes in %s%n", recording.bytes(), file);
    }
    if (args.length == 0) {
      Files.delete(file);
    }
  }

  /** Records two files, each at its own rate. */
  static void record(Path file, Duration time) throws IOException {
    Procfs proc = Procfs.mounted();
    RecordingFacts facts = RecordingFacts.ofMachine(proc.root()).with("command", "a sample");
    try (Sampler<Stat> stat = proc.sampler(Stat.FILE);
        Sampler<MemInfo> memory = proc.sampler(MemInfo.FILE)) {
      List<Recorder.Track> tracks =
          List.of(
              new Recorder.Track(stat, Duration.ofMillis(20)),
              new Recorder.Track(memory, Duration.ofMillis(100)));
      try (RecordingWriter writer = RecordingWriter.create(file, false, tracks, facts)) {
        new Recorder(tracks, writer).run(time); // another thread may stop it earlier
      }
    }
  }

  /** The name of a file that does not exist yet. */
  static Path temporaryFile() throws IOException {
    Path file = Files.createTempFile("sample-", ".rec");
    Files.delete(file);
    return file;
  }
}
