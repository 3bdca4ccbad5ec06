package io.github.procfs4j.recording;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.procfs4j.sampling.Outcome;
import io.github.procfs4j.sampling.Recorder;
import io.github.procfs4j.sampling.Sampler;
import io.github.procfs4j.system.MemInfo;
import io.github.procfs4j.system.Stat;
import io.github.procfs4j.system.SystemFiles;
import io.github.procfs4j.system.Uptime;
import io.github.procfs4j.testing.Corpus;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.net.URL;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecordingWriterTest {
  private static final Path TREES = Corpus.ROOT.resolve("amd64-6.1-smp8-numa2");

  @TempDir Path directory;

  private static List<Recorder.Track> tracks(Path root, long period) {
    return SystemFiles.ALL.stream()
        .map(file -> new Recorder.Track(file.sampler(root), Duration.ofNanos(period)))
        .toList();
  }

  private static RecordingWriter create(Path file, boolean replaces) throws IOException {
    return RecordingWriter.create(
        file, replaces, tracks(TREES.resolve("s0"), 7), RecordingFacts.none());
  }

  private static String mode(Path file) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
  }

  @Test
  void theFileIsItsOwnersAlone() throws IOException {
    Path file = directory.resolve("recording");
    create(file, false).close();
    assertThat(mode(file)).isEqualTo("rw-------");
  }

  @Test
  void aFileThatExistsIsLeftAsItIs() throws IOException {
    Path file = Files.writeString(directory.resolve("recording"), "dear\n");
    assertThatThrownBy(() -> create(file, false)).isInstanceOf(FileAlreadyExistsException.class);
    assertThat(file).hasContent("dear\n");
  }

  @Test
  void aFileThatIsReplacedIsReplacedByANewOne() throws IOException {
    Path file = Files.writeString(directory.resolve("recording"), "x".repeat(100_000));
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-rw-rw-"));
    Path alias = Files.createLink(directory.resolve("hard"), file);
    create(file, true).close();
    assertThat(mode(file)).isEqualTo("rw-------");
    Recording.open(file).close();
    assertThat(Files.size(file)).isLessThan(100_000);
    assertThat(alias).hasSize(100_000);
    create(file, true).close();
  }

  @Test
  void replacingWhatIsNotThereCreatesIt() throws IOException {
    Path file = directory.resolve("recording");
    create(file, true).close();
    assertThat(mode(file)).isEqualTo("rw-------");
  }

  private static Recorder.Listener counting(RecordingWriter writer, CountDownLatch latch) {
    return new Recorder.Listener() {
      @Override
      public void sampled(int source, Sampler<?> sampler) {
        latch.countDown();
        writer.sampled(source, sampler);
      }

      @Override
      public void failed(int source, Sampler<?> sampler, Outcome outcome, boolean isNews) {
        latch.countDown();
        writer.failed(source, sampler, outcome, isNews);
      }

      @Override
      public void idleUntil(long nanoTime) {
        writer.idleUntil(nanoTime);
      }
    };
  }

  /** A recorder is in the middle of something whenever the file is closed. */
  @Test
  void whatAnotherThreadClosesIsComplete() throws Exception {
    for (int i = 0; i < 20; i++) {
      Path file = directory.resolve("recording" + i);
      List<Recorder.Track> tracks = tracks(TREES.resolve("s0"), 1_000);
      RecordingWriter writer = RecordingWriter.create(file, false, tracks, RecordingFacts.none());
      CountDownLatch begun = new CountDownLatch(2 * tracks.size() + i);
      AtomicReference<Throwable> ended = new AtomicReference<>();
      Thread recorder =
          Thread.ofPlatform()
              .start(
                  () -> {
                    try {
                      new Recorder(tracks, counting(writer, begun)).run();
                    } catch (IllegalStateException e) {
                      ended.set(e);
                    }
                  });
      assertThat(begun.await(5, TimeUnit.MINUTES)).isTrue();
      writer.close();
      recorder.join();
      assertThat(ended.get()).hasMessageContaining("is closed");
      try (Recording recording = Recording.open(file)) {
        assertThat(recording.isComplete()).isTrue();
        assertThat(recording.sources().stream().mapToLong(RecordedSource::samples).sum())
            .isEqualTo(writer.samples());
      }
      tracks.forEach(track -> track.sampler().close());
    }
  }

  @Test
  void aMissingDirectoryIsSaid() {
    Path file = directory.resolve("none").resolve("recording");
    assertThatThrownBy(() -> create(file, false))
        .isInstanceOf(NoSuchFileException.class)
        .hasMessageContaining("none");
  }

  @Test
  void aStreamThatTakesNothingIsSaidAtOnce() throws IOException {
    Path full = Path.of("/dev/full");
    assumeTrue(Files.isWritable(full));
    List<Recorder.Track> tracks = tracks(TREES.resolve("s0"), 7);
    try (OutputStream out = new FileOutputStream(full.toFile())) {
      assertThatThrownBy(() -> RecordingWriter.to(out, "the output", tracks, RecordingFacts.none()))
          .isInstanceOf(IOException.class)
          .hasMessage("the output: No space left on device");
    }
  }

  @Test
  void whatGoesToAStreamIsARecording() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    List<Recorder.Track> tracks = tracks(TREES.resolve("s0"), 7);
    try (RecordingWriter writer =
        RecordingWriter.to(out, "the output", tracks, RecordingFacts.none())) {
      assertThat(writer.name()).isEqualTo("the output");
      assertThat(writer.isInPlace()).isTrue();
    }
    Path file = Files.write(directory.resolve("recording"), out.toByteArray());
    try (Recording recording = Recording.open(file)) {
      assertThat(recording.isComplete()).isTrue();
    }
  }

  @Test
  void closingTwiceEndsItOnce() throws IOException {
    Path file = directory.resolve("recording");
    RecordingWriter writer = create(file, false);
    writer.close();
    byte[] written = Files.readAllBytes(file);
    writer.close();
    assertThat(Files.readAllBytes(file)).isEqualTo(written);
  }

  @Test
  void anInterruptCostsNothing() throws IOException {
    try (Session session = new Session(directory, SystemFiles.ALL)) {
      session.show(TREES.resolve("s0"));
      session.tick();
      Thread.currentThread().interrupt();
      session.second();
      session.tick();
      session.end();
      try (Recording recording = Recording.open(session.file)) {
        assertThat(Seen.of(recording)).isEqualTo(session.given);
      }
      assertThat(Thread.interrupted()).isTrue();
    }
  }

  /**
   * At any time the file contains what was sampled up to a second before the recorder was last
   * idle.
   */
  @Test
  void whoeverIsKilledLosesASecondAtMost() throws Exception {
    Path file = directory.resolve("recording");
    List<Recorder.Track> tracks = tracks(TREES.resolve("s0"), 10_000_000);
    RecordingWriter writer = RecordingWriter.create(file, false, tracks, RecordingFacts.none());
    Queue<Long> made = new ConcurrentLinkedQueue<>();
    AtomicLong idle = new AtomicLong();
    Recorder.Listener listener =
        new Recorder.Listener() {
          @Override
          public void sampled(int source, Sampler<?> sampler) {
            made.add(sampler.startNanos());
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
            idle.set(System.nanoTime());
          }
        };
    Recorder recorder = new Recorder(tracks, listener);
    Thread thread = Thread.ofPlatform().start(() -> recorder.run());
    long began = System.nanoTime();
    int copies = 0;
    while (System.nanoTime() - began < 3_500_000_000L) {
      Thread.sleep(170);
      long lastIdle = idle.get();
      Path copy = directory.resolve("copy" + copies++);
      Files.copy(file, copy, StandardCopyOption.REPLACE_EXISTING);
      try (Recording recording = Recording.open(copy)) {
        long end = recording.endNanos();
        Optional<Long> missing = made.stream().filter(start -> start > end).findFirst();
        assertThat(lastIdle - missing.orElse(lastIdle)).isLessThan(1_000_000_000L);
        if (lastIdle - began > 2_000_000_000L) {
          assertThat(recording.source("stat").orElseThrow().samples()).isPositive();
        }
      }
    }
    recorder.stop();
    thread.join();
    writer.close();
    assertThat(copies).isGreaterThan(5);
  }

  @Test
  void aBlockIsWrittenEarlyWhereMuchHappens() throws IOException {
    try (Session session = new Session(directory, SystemFiles.ALL)) {
      session.remembers = false;
      session.show(TREES.resolve("s0"));
      long before = session.writer.bytes();
      for (int i = 0; i < 4_000 && session.writer.bytes() == before; i++) {
        session.show(TREES.resolve(i % 2 == 0 ? "s0" : "s2"));
        session.tick();
      }
      assertThat(session.writer.bytes() - before).isBetween(1L << 20, 3L << 20);
    }
  }

  /** A text, made up, that has more than a recording can contain costs only its own source. */
  @Test
  void aSampleThatNoReaderWouldAcceptIsLeftOut() throws IOException {
    Path root = Files.createDirectory(directory.resolve("root"));
    Files.writeString(root.resolve("uptime"), "1.00 2.00\n");
    List<Recorder.Track> tracks =
        Stream.of(Uptime.FILE, Stat.FILE, MemInfo.FILE)
            .map(file -> new Recorder.Track(file.sampler(root), Duration.ofSeconds(1)))
            .toList();
    Path file = directory.resolve("recording");
    String columns = "cpu" + " 1".repeat(Format.MOST_COLUMNS + 1) + "\n";
    String name = "x".repeat(Format.LONGEST_LAYOUT + 1) + ": 1 kB\n";
    try (RecordingWriter writer =
        RecordingWriter.create(file, false, tracks, RecordingFacts.none())) {
      for (String stat : List.of("cpu 1 2 3\n", columns, columns, "cpu 4 5 6\n")) {
        Files.writeString(root.resolve("stat"), stat);
        Files.writeString(
            root.resolve("meminfo"), stat.equals(columns) ? name : "MemTotal: 7 kB\n");
        for (int i = 0; i < tracks.size(); i++) {
          Sampler<?> sampler = tracks.get(i).sampler();
          assertThat(sampler.sample()).isEqualTo(Outcome.SAMPLED);
          writer.sampled(i, sampler);
        }
      }
    }
    try (Recording recording = Recording.open(file)) {
      assertThat(recording.source("uptime").orElseThrow().samples()).isEqualTo(4);
      RecordedSource stat = recording.source("stat").orElseThrow();
      assertThat(stat.samples()).isEqualTo(2);
      assertThat(stat.failures())
          .filteredOn(failure -> failure.outcome().equals("not recorded"))
          .singleElement()
          .returns(
              "more than 262144 columns of a source, which no recording can contain",
              RecordedSource.Failure::problem);
      RecordedSource memory = recording.source("meminfo").orElseThrow();
      assertThat(memory.samples()).isEqualTo(2);
      assertThat(memory.failures())
          .filteredOn(failure -> failure.outcome().equals("not recorded"))
          .singleElement()
          .returns(
              "names of columns of 16777217 bytes, more than 16777216, which no recording can"
                  + " contain",
              RecordedSource.Failure::problem);
    }
    tracks.forEach(track -> track.sampler().close());
  }

  /** Runs in a separate JVM, whose files may not grow beyond a limit. */
  static final class Limited {
    private Limited() {}

    public static void main(String[] args) throws IOException {
      Path file = Path.of(args[0]);
      RecordingWriter first = create(file, false);
      boolean isSecond = args.length > 2;
      RecordingWriter writer =
          isSecond ? first.second(Path.of(args[2]), RecordingFacts.none()) : first;
      Sampler<?> sampler = SystemFiles.ALL.get(2).sampler(Path.of(args[1]));
      try {
        while (true) {
          // Each is a first sample, so a lot is written.
          sampler.sample();
          writer.sampled(2, sampler);
          writer.failed(2, sampler, Outcome.FAILED, false);
          writer.idleUntil(System.nanoTime() + 1_000_000_000);
        }
      } catch (RecordingException e) {
        System.out.println(e.getMessage());
      }
      writer.close();
      first.close();
      System.out.println("closed");
    }
  }

  /** What such a program prints. */
  private static String limited(int kilobytes, String... arguments) throws Exception {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    String path = classPath();
    List<String> words =
        new ArrayList<>(
            List.of(
                "bash",
                "-c",
                "ulimit -f " + kilobytes + " && exec \"$@\"",
                "bash",
                java,
                "-XX:-UsePerfData",
                "-cp",
                path,
                Limited.class.getName()));
    words.addAll(List.of(arguments));
    Process process =
        new ProcessBuilder(words).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    String said = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor(5, TimeUnit.MINUTES)).isTrue();
    assertThat(process.exitValue()).isZero();
    return said;
  }

  @Test
  void whatWasWrittenBeforeTheFileCouldNotGrowIsReadable() throws Exception {
    Path file = directory.resolve("recording");
    assertThat(limited(100, file.toString(), TREES.resolve("s0").toString()).lines())
        .containsExactly(file + ": File too large; what was written before can be read", "closed");
    try (Recording recording = Recording.open(file)) {
      assertThat(recording.isComplete()).isFalse();
      assertThat(recording.source("vmstat").orElseThrow().samples()).isGreaterThan(10);
      assertThat(new IndependentReader(Files.readAllBytes(file)).ignored)
          .isEqualTo((int) recording.ignoredBytes());
    }
  }

  @Test
  void theMessageStatesThatNotEvenOneSampleWasWritten() throws Exception {
    Path file = directory.resolve("recording");
    assertThat(limited(8, file.toString(), TREES.resolve("s0").toString()).lines())
        .containsExactly(file + ": File too large; the recording contains no sample", "closed");
    try (Recording recording = Recording.open(file)) {
      assertThat(recording.sources()).isNotEmpty().allMatch(source -> source.samples() == 0);
    }
  }

  @Test
  void ifTheSecondFileCannotGrowTheMessageNamesTheFirst() throws Exception {
    Path file = directory.resolve("recording");
    Path next = RollingWriter.next(file);
    assertThat(
            limited(100, file.toString(), TREES.resolve("s0").toString(), next.toString()).lines())
        .containsExactly(
            next + ": File too large; what was written before can be read in " + file, "closed");
  }

  /** Where these classes are, the library and what tests share, whether or not they are modules. */
  static String classPath() {
    URL shared = Corpus.class.getProtectionDomain().getCodeSource().getLocation();
    return String.join(
        File.pathSeparator,
        directoryOf(Limited.class).toString(),
        directoryOf(RecordingWriter.class).toString(),
        Path.of(URI.create(shared.toString())).toString());
  }

  private static Path directoryOf(Class<?> type) {
    String resource = type.getName().replace('.', '/') + ".class";
    URL url = type.getResource("/" + resource);
    Path path = Path.of(URI.create(String.valueOf(url)));
    return path.resolve("../".repeat(Path.of(resource).getNameCount())).normalize();
  }
}
