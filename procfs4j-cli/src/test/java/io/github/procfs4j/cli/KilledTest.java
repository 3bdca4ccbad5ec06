package io.github.procfs4j.cli;

import static io.github.procfs4j.cli.ManyRecorders.KEPT;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.procfs4j.cli.ManyRecorders.Log;
import io.github.procfs4j.cli.RewrittenFiles.Recorded;
import io.github.procfs4j.recording.Recording;
import io.github.procfs4j.recording.RecordingWriter;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Kills {@code -Dprocfs.kills} recorders at random moments: each recording contains everything
 * except the last second, and agrees with an undisturbed recorder of the same files.
 */
class KilledTest {
  /** {@code -Dprocfs.seed=N} tries other moments; the message of a failed run contains its seed. */
  private static final long SEED = Long.getLong("procfs.seed", 20_261_123);

  private static final int KILLS = Integer.getInteger("procfs.kills", 40);
  private static final int RECORDERS = 8;
  private static final int PROGRAMS = KILLS / RECORDERS;
  private static final int COMMANDS = PROGRAMS;
  private static final int AT_ONCE = 3;

  private static final long SECOND = 1_000_000_000;

  @TempDir private Path directory;

  /** A killed recording, and the times between which it was killed. */
  private record Killed(Path place, long nanos, long endNanos) {}

  @Test
  void recordersThatAreKilledLoseTheLastSecondAtMost() throws Exception {
    Random random = new Random(SEED);
    Path undisturbed = directory.resolve("undisturbed");
    List<Killed> killed;
    try (RewrittenFiles files = new RewrittenFiles(directory.resolve("proc"), SEED)) {
      Process other = start(undisturbed, files.root, 1);
      try {
        killed =
            inParallel(
                PROGRAMS,
                i -> {
                  Path place = directory.resolve("killed" + i);
                  int samples; // half a second to four, if the machine has time
                  synchronized (random) {
                    samples = 100 + random.nextInt(600);
                  }
                  Process program = start(place, files.root, RECORDERS);
                  while (Log.read(ManyRecorders.log(place, 0)).samples().size() < samples) {
                    assertThat(program.isAlive()).isTrue();
                    Thread.sleep(20);
                  }
                  long killedAt = kill(program);
                  return new Killed(place, killedAt, System.nanoTime());
                });
        Thread.sleep(1_500); // so that everything that the killed ones may have seen is recorded
      } finally {
        kill(other);
      }
      files.end();
      check(files, undisturbed, killed);
    }
  }

  private static void check(RewrittenFiles files, Path undisturbed, List<Killed> killed)
      throws IOException {
    Map<String, Map<Integer, Recorded>> seen = new HashMap<>();
    try (Recording recording = Recording.open(ManyRecorders.recording(undisturbed, 0))) {
      for (String name : RewrittenFiles.NAMES) {
        Map<Integer, Recorded> byText = new HashMap<>();
        files.check(recording, name).forEach(sample -> byText.put(sample.text(), sample));
        byText.remove(-1);
        seen.put(name, byText);
      }
    }
    int recordings = 0;
    int samples = 0;
    int compared = 0;
    int dropped = 0;
    List<Long> missing = new ArrayList<>();
    for (Killed program : killed) {
      for (int i = 0; i < RECORDERS; i++) {
        Path file = ManyRecorders.recording(program.place, i);
        try (Recording recording = Recording.open(file)) {
          assertThat(recording.isComplete()).isFalse();
          for (String name : RewrittenFiles.NAMES) {
            for (Recorded sample : files.check(recording, name)) {
              Recorded other = Objects.requireNonNull(seen.get(name)).get(sample.text());
              if (other != null) {
                assertThat(sample.cells()).isEqualTo(other.cells());
                compared++;
              }
              samples++;
            }
          }
          Log log = Log.read(ManyRecorders.log(program.place, i));
          long from = ManyRecorders.keepsAll(i) ? Long.MIN_VALUE : program.endNanos - KEPT;
          dropped += checkMade(recording, log, from);
          if (recording.endNanos() > 0) {
            missing.add(program.nanos - recording.endNanos());
          }
        } catch (AssertionError e) {
          throw new AssertionError(file + ", seed " + SEED + ": " + e.getMessage(), e);
        }
        recordings++;
      }
    }
    assertThat(recordings).isEqualTo(PROGRAMS * RECORDERS);
    // Ten times as many on a quiet machine.
    assertThat(samples).isGreaterThan(recordings * 20);
    assertThat(compared).as("of %s samples", samples).isGreaterThan(samples / 2);
    assertThat(dropped).isGreaterThan(recordings);
    // By the clock too: a busy machine may delay some, but not most.
    missing.sort(null);
    assertThat(missing).hasSizeGreaterThan(recordings / 2);
    assertThat(missing.get(missing.size() / 2)).isBetween(0L, SECOND);
  }

  /**
   * Checks that the recording contains the samples that were taken, at least those from a time on,
   * and that the first missing one was taken less than a second before the recorder was last idle.
   *
   * @return how many were dropped because they were taken before that time
   */
  private static int checkMade(Recording recording, Log log, long from) {
    List<Long> made = log.samples();
    List<Long> recorded = new ArrayList<>();
    for (var source : recording.sources()) {
      var playback = recording.playback(source);
      while (playback.next()) {
        recorded.add(playback.startNanos());
      }
    }
    recorded.sort(null);
    int first = recorded.isEmpty() ? 0 : made.indexOf(recorded.getFirst());
    int end = first + recorded.size();
    assertThat(recorded).isEqualTo(made.subList(first, end));
    if (first > 0) {
      assertThat(made.get(first - 1)).isLessThan(from);
    }
    if (end < made.size()) {
      assertThat(log.idleUntil() - made.get(end)).isLessThan(SECOND);
    }
    return first;
  }

  @Test
  void theCommandThatIsKilledLeavesARecordingAndAReport() throws Exception {
    Random random = new Random(SEED);
    try (RewrittenFiles files = new RewrittenFiles(directory.resolve("proc"), SEED)) {
      List<Killed> killed =
          inParallel(
              COMMANDS,
              i -> {
                long wait;
                synchronized (random) {
                  wait = random.nextLong(2000);
                }
                Path file = directory.resolve(i + ".rec");
                Process command =
                    new ProcessBuilder(
                            Command.words(
                                "record",
                                "stat",
                                "uptime",
                                "--every",
                                "10ms",
                                "--root",
                                files.root.toString(),
                                "-o",
                                file.toString()))
                        .redirectErrorStream(true)
                        .start();
                Command.awaitRecording(file, command);
                Thread.sleep(wait);
                long killedAt = kill(command);
                return new Killed(file, killedAt, System.nanoTime());
              });
      files.end();
      List<Long> missing = new ArrayList<>();
      for (Killed command : killed) {
        try (Recording recording = Recording.open(command.place)) {
          assertThat(recording.isComplete()).isFalse();
          for (String name : RewrittenFiles.NAMES) {
            files.check(recording, name);
          }
          if (recording.endNanos() > 0) {
            missing.add(command.nanos - recording.endNanos());
          }
        }
        Run report = Run.of("report", command.place.toString()).isDone();
        assertThat(report.out()).contains("stat");
      }
      missing.sort(null);
      assertThat(missing.get(missing.size() / 2)).isBetween(0L, SECOND);
    }
  }

  private interface Killing {
    Killed of(int i) throws IOException, InterruptedException;
  }

  private static List<Killed> inParallel(int count, Killing killing) throws Exception {
    List<Future<Killed>> running = new ArrayList<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE)) {
      for (int i = 0; i < count; i++) {
        int number = i;
        running.add(threads.submit(() -> killing.of(number)));
      }
    }
    List<Killed> killed = new ArrayList<>();
    for (Future<Killed> each : running) {
      killed.add(each.get());
    }
    return killed;
  }

  /** Kills a process; returns the time just before that. */
  private static long kill(Process process) throws InterruptedException {
    long now = System.nanoTime();
    assertThat(process.isAlive()).isTrue();
    process.destroyForcibly(); // SIGKILL
    process.waitFor();
    return now;
  }

  private static Process start(Path place, Path root, int recorders) throws IOException {
    Files.createDirectory(place);
    String path = place(ManyRecorders.class) + File.pathSeparator + place(RecordingWriter.class);
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-XX:-UsePerfData",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                path,
                ManyRecorders.class.getName(),
                root.toString(),
                place.toString(),
                Integer.toString(recorders))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    assertThat(process.inputReader().readLine()).isEqualTo("recording");
    return process;
  }

  /** The directory or jar that a class is in, whether or not it is in a module. */
  private static Path place(Class<?> type) {
    String name = type.getName().replace('.', '/') + ".class";
    String url = String.valueOf(type.getResource("/" + name));
    try {
      String place = url.substring(0, url.length() - name.length());
      return Path.of(new URI(place.replaceFirst("^jar:", "").replaceFirst("!/$", "")));
    } catch (URISyntaxException e) {
      throw new AssertionError(e);
    }
  }
}
