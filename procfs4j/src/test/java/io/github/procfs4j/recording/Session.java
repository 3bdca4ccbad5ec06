package io.github.procfs4j.recording;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.procfs4j.Rewritten;
import io.github.procfs4j.model.Column;
import io.github.procfs4j.model.Source;
import io.github.procfs4j.model.Table;
import io.github.procfs4j.model.Unit;
import io.github.procfs4j.sampling.Outcome;
import io.github.procfs4j.sampling.Printing;
import io.github.procfs4j.sampling.Recorder;
import io.github.procfs4j.sampling.SampledFile;
import io.github.procfs4j.sampling.Sampler;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Samples regular files and records them, tick by tick on request of the test, and keeps the
 * samples.
 */
public final class Session implements AutoCloseable {
  /** The facts in every recording made here. */
  public static final RecordingFacts FACTS =
      RecordingFacts.of(Map.of("procfs4j", "test", "host", "überhost"));

  final Path root;
  public final Path file;
  public final RecordingWriter writer;
  final List<List<Seen>> given = new ArrayList<>();

  /** Whether to keep the samples, which takes longer than everything else. */
  public boolean remembers = true;

  private final List<Sampler<?>> samplers = new ArrayList<>();
  private final @Nullable Outcome[] last;
  private final boolean[] isAfterGap;

  public Session(Path directory, List<? extends SampledFile<?>> files) throws IOException {
    root = Files.createDirectories(directory.resolve("proc"));
    file = directory.resolve("recording");
    List<Recorder.Track> tracks = new ArrayList<>();
    for (SampledFile<?> sampled : files) {
      Sampler<?> sampler = sampled.sampler(root);
      samplers.add(sampler);
      tracks.add(new Recorder.Track(sampler, Duration.ofMillis(100)));
      given.add(new ArrayList<>());
    }
    last = new Outcome[samplers.size()];
    isAfterGap = new boolean[samplers.size()];
    writer = RecordingWriter.create(file, false, tracks, FACTS);
  }

  /** A table of numbers, a line for each row: its label, then its cells. */
  public static SampledFile<?> table(String name) {
    List<Column> columns = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      columns.add(Column.undescribed("column" + i, Unit.COUNT));
    }
    return new SampledFile<>(
        new Source(name, "A table.", Source.Mode.SAMPLED, "", "", "", ""),
        Printing.ONE_CALL,
        (in, out) ->
            in.eachLine(
                line -> {
                  var row = out.newRow(Table.of("table", "name"), line.word());
                  for (int i = 0; !line.atLineEnd(); i++) {
                    row.cell(columns.get(i), line.unsigned());
                  }
                }),
        List.of(),
        reading -> reading);
  }

  /** Rewrites a file in place, as if the kernel printed it again. */
  public void write(String name, String text) throws IOException {
    Files.createDirectories(root.resolve(name).getParent());
    Rewritten.with(root.resolve(name), text.getBytes(UTF_8));
  }

  /** Makes all files those of a directory: files that are not there are removed. */
  public void show(Path tree) throws IOException {
    for (Sampler<?> sampler : samplers) {
      String name = sampler.source().name();
      Path path = root.resolve(name);
      Files.createDirectories(path.getParent());
      if (Files.exists(tree.resolve(name))) {
        Files.write(path, Files.readAllBytes(tree.resolve(name)));
      } else {
        Files.deleteIfExists(path);
      }
    }
  }

  /** Samples all files. */
  public void tick() {
    for (int i = 0; i < samplers.size(); i++) {
      tick(i);
    }
  }

  void tick(int i) {
    Sampler<?> sampler = samplers.get(i);
    Outcome outcome = sampler.sample();
    if (outcome == Outcome.SAMPLED) {
      if (remembers) {
        given.get(i).add(Seen.of(sampler, isAfterGap[i]));
      }
      isAfterGap[i] = false;
      writer.sampled(i, sampler);
    } else {
      isAfterGap[i] = true;
      writer.failed(i, sampler, outcome, outcome != last[i]);
    }
    last[i] = outcome;
  }

  /** Makes the writer believe that a second has passed. */
  public void second() {
    writer.idleUntil(System.nanoTime() + 1_000_000_000);
  }

  /** Ends the recording before the test ends. */
  public void end() {
    close();
  }

  @Override
  public void close() {
    writer.close();
    samplers.forEach(Sampler::close);
  }
}
