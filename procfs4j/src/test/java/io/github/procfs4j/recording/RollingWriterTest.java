package io.github.procfs4j.recording;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.procfs4j.sampling.Outcome;
import io.github.procfs4j.sampling.Recorder;
import io.github.procfs4j.sampling.Sampler;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A recording that keeps the newest; see {@link SoakTest} for hours of it. */
class RollingWriterTest {
  private static final long SECOND = 1_000_000_000;
  private static final long TICK = SECOND / 10;
  private static final long EVER = Long.MAX_VALUE;

  @TempDir Path directory;

  private final SimulatedTime time = new SimulatedTime();
  private final List<Seen> given = new ArrayList<>();
  private Path root;
  private Path file;
  private Sampler<?> sampler;
  private Outcome last = Outcome.SAMPLED;

  @BeforeEach
  void open() throws IOException {
    root = Files.createDirectory(directory.resolve("proc"));
    file = Files.createDirectory(directory.resolve("output")).resolve("recording");
    sampler = time.of(Session.table("file").sampler(root));
  }

  @AfterEach
  void close() {
    sampler.close();
  }

  private RollingWriter create(long keptNanos, long mostBytes) throws IOException {
    return create(keptNanos, mostBytes, time);
  }

  private RollingWriter create(long keptNanos, long mostBytes, Clocks clocks) throws IOException {
    return RollingWriter.create(
        file,
        false,
        List.of(new Recorder.Track(sampler, Duration.ofNanos(TICK))),
        RecordingFacts.of(Map.of("host", "test", "created", "at first")),
        Duration.ofNanos(keptNanos),
        mostBytes,
        clocks);
  }

  /**
   * Makes a sample of a text, which fails if it is truncated, and advances time by a tenth of a
   * second.
   */
  private void tick(RollingWriter writer, String text) throws IOException {
    Files.writeString(root.resolve("file"), text);
    Outcome outcome = sampler.sample();
    if (outcome == Outcome.SAMPLED) {
      given.add(Seen.of(sampler, last != Outcome.SAMPLED));
      writer.sampled(0, sampler);
    } else {
      writer.failed(0, sampler, outcome, outcome != last);
    }
    last = outcome;
    time.pass(TICK);
    writer.idleUntil(time.nanoTime());
  }

  /** The content of the file: the end of the samples, except the last second. */
  private List<Seen> seen() throws IOException {
    try (Recording recording = Recording.open(file)) {
      assertThat(recording.ignoredBytes()).isZero();
      List<Seen> seen = Seen.of(recording, 0);
      if (seen.isEmpty()) {
        assertThat(given).hasSizeLessThanOrEqualTo(10);
        return seen;
      }
      int from = given.indexOf(seen.getFirst());
      assertThat(seen).isEqualTo(given.subList(from, from + seen.size()));
      assertThat(given.size() - from - seen.size()).isLessThanOrEqualTo(10);
      return seen;
    }
  }

  private long total() throws IOException {
    long total = 0;
    try (Stream<Path> files = Files.list(file.getParent())) {
      for (Path each : files.toList()) {
        total += Files.size(each);
      }
    }
    return total;
  }

  /** Rows that come and go, and counters in all of them. */
  private static String rows(int tick) {
    return "row%d %d 1 2\nother %d\n".formatted(tick / 7, tick, 10 * tick);
  }

  @Test
  void byTimeItHoldsSoMuchAndAtMostTwiceThat() throws IOException {
    long kept = 5 * SECOND + 3 * TICK; // the second file is written at other times
    long longest = 0;
    long newest = 0;
    try (RollingWriter writer = create(kept, EVER)) {
      for (int i = 0; i < 400; i++) {
        tick(writer, rows(i));
        List<Seen> seen = seen();
        long first = seen.isEmpty() ? time.nanoTime() : seen.getFirst().startNanos();
        long held = time.nanoTime() - first;
        assertThat(held).isLessThanOrEqualTo(2 * kept + SECOND);
        longest = Math.max(longest, held);
        if (!seen.isEmpty()) {
          // What was once on disk is never missing again.
          assertThat(seen.getLast().startNanos()).isGreaterThanOrEqualTo(newest);
          newest = seen.getLast().startNanos();
        }
        if (i > 60) {
          assertThat(held).isGreaterThanOrEqualTo(kept);
        }
        assertThat(writer.bytes()).isEqualTo(Files.size(file));
        assertThat(writer.isInPlace()).isTrue();
      }
    }
    assertThat(longest).isGreaterThan(2 * kept - SECOND);
    List<Seen> seen = seen();
    assertThat(seen.getLast()).isEqualTo(given.getLast());
    assertThat(file.getParent()).isDirectoryContaining(file::equals);
    assertThat(RollingWriter.next(file)).doesNotExist();
    try (Recording recording = Recording.open(file)) {
      assertThat(recording.isComplete()).isTrue();
    }
  }

  /** Reads the file whenever the writer reads a clock, which it does before each block. */
  private final class Looking implements Clocks {
    long newest;
    int rolls;
    boolean isBegun;
    private @Nullable Object key;

    @Override
    public long nanoTime() {
      look();
      return time.nanoTime();
    }

    @Override
    public Instant instant() {
      look();
      return time.instant();
    }

    private void look() {
      if (!isBegun) {
        return;
      }
      try {
        Object now = Files.readAttributes(file, BasicFileAttributes.class).fileKey();
        rolls += now.equals(key) ? 0 : 1;
        key = now;
        List<Seen> seen = seen();
        long last = seen.isEmpty() ? 0 : seen.getLast().startNanos();
        assertThat(last).isGreaterThanOrEqualTo(newest);
        newest = last;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  @Test
  void atNoInstantIsMissingWhatItHeldBefore() throws IOException {
    Looking looking = new Looking();
    // This makes the first file be written between the last block of the second one and its rename.
    try (RollingWriter writer = create(2 * SECOND + 7 * TICK, EVER, looking)) {
      looking.isBegun = true;
      for (int i = 0; i < 200; i++) {
        tick(writer, rows(i));
      }
    }
    assertThat(looking.rolls).isGreaterThan(5);
    assertThat(looking.newest).isGreaterThan(time.nanoTime() - 2 * SECOND);
  }

  @Test
  void bySizeItTakesNoMoreThanThat() throws IOException {
    long most = 120_000;
    long largest = 0;
    int dropped = 0;
    IntFunction<String> text = i -> "x%d %s\n".formatted(i % 9, "%d ".formatted(i * i).repeat(20));
    try (RollingWriter writer = create(EVER, most)) {
      for (int i = 0; i < 2_000; i++) {
        tick(writer, text.apply(i));
        assertThat(total()).isLessThanOrEqualTo(most);
        largest = Math.max(largest, total());
        if (i % 100 == 99 && seen().size() < given.size() - 10) {
          assertThat(Files.size(file)).isGreaterThan(most / 3 - 12_000);
          dropped++;
        }
      }
    }
    assertThat(largest).isGreaterThan(most * 3 / 4);
    assertThat(dropped).isGreaterThan(10);
  }

  @Test
  void whyItFailedIsSaidInWhatBeganLater() throws IOException {
    try (RollingWriter writer = create(2 * SECOND, EVER)) {
      for (int i = 0; i < 100; i++) {
        tick(writer, i < 10 ? rows(i) : "cut");
      }
    }
    try (Recording recording = Recording.open(file)) {
      assertThat(recording.sources().getFirst().samples()).isZero();
      assertThat(recording.sources().getFirst().failures())
          .singleElement()
          .satisfies(
              failure -> assertThat(failure.problem()).contains(root.resolve("file").toString()));
    }
  }

  @Test
  void lateTicksAreThoseOfTheFile() throws IOException {
    try (RollingWriter writer = create(2 * SECOND, EVER)) {
      for (int i = 0; i < 100; i++) {
        writer.late(0, 3);
        tick(writer, rows(i));
      }
    }
    try (Recording recording = Recording.open(file)) {
      assertThat(recording.sources().getFirst().lateTicks())
          .isBetween(60L, 120L)
          .isEqualTo(3L * recording.sources().getFirst().samples());
    }
  }

  @Test
  void factsStayButForTheTimeOfItsBeginning() throws IOException {
    try (RollingWriter writer = create(2 * SECOND, EVER)) {
      for (int i = 0; i < 100; i++) {
        tick(writer, rows(i));
      }
    }
    try (Recording recording = Recording.open(file)) {
      assertThat(recording.facts().asMap()).containsEntry("host", "test").containsKey("created");
      assertThat(
              Duration.between(
                  Instant.parse(recording.facts().value("created").orElseThrow()),
                  recording.instant(recording.startNanos()).orElseThrow()))
          .isLessThanOrEqualTo(Duration.ofNanos(TICK));
    }
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
  }

  @Test
  void whoHasItOpenReadsOn() throws IOException {
    try (RollingWriter writer = create(2 * SECOND, EVER)) {
      for (int i = 0; i < 30; i++) {
        tick(writer, rows(i));
      }
      List<Seen> before = seen();
      try (Recording recording = Recording.open(file)) {
        for (int i = 30; i < 100; i++) {
          tick(writer, rows(i));
        }
        assertThat(Seen.of(recording, 0)).isEqualTo(before);
      }
    }
  }

  @Test
  void whatIsThereIsNotReplacedUnasked() throws IOException {
    Files.writeString(file, "dear\n");
    assertThatThrownBy(() -> create(SECOND, EVER)).isInstanceOf(FileAlreadyExistsException.class);
    assertThat(file).hasContent("dear\n");
  }

  /** The names in the directory of the file. */
  private List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(file.getParent())) {
      return files.map(each -> each.getFileName().toString()).sorted().toList();
    }
  }

  @Test
  void whatHasTheNameOfTheSecondIsLeftAlone() throws IOException {
    Path precious = Files.writeString(directory.resolve("precious"), "dear\n");
    try (RollingWriter writer = create(2 * SECOND, EVER)) {
      Files.createSymbolicLink(RollingWriter.next(file), precious);
      for (int i = 0; i < 100; i++) {
        tick(writer, rows(i));
      }
      assertThat(names()).hasSize(3).anyMatch(name -> name.matches("\\.procfs-[0-9a-f]{16}"));
    }
    assertThat(names()).containsExactly("recording", "recording.next");
    assertThat(precious).hasContent("dear\n");
    assertThat(seen().size()).isLessThan(given.size());
  }

  @Test
  void aSecondThatAKilledRecorderHasLeftIsReplacedWithTheFirst() throws IOException {
    Files.writeString(file, "old\n");
    Files.writeString(RollingWriter.next(file), "old\n");
    RollingWriter.create(
            file,
            true,
            List.of(new Recorder.Track(sampler, Duration.ofNanos(TICK))),
            RecordingFacts.none(),
            Duration.ofNanos(2 * SECOND),
            EVER,
            time)
        .close();
    assertThat(names()).containsExactly("recording");
  }

  @Test
  void whereTheSecondIsTakenAwayItEndsAndTheFirstStays() throws IOException {
    RollingWriter writer = create(2 * SECOND, EVER);
    assertThatThrownBy(
            () -> {
              for (int i = 0; i < 100; i++) {
                tick(writer, rows(i));
                Files.deleteIfExists(RollingWriter.next(file));
              }
            })
        .isInstanceOf(RecordingException.class)
        .hasMessage(RollingWriter.next(file) + ": was removed or replaced while it was written");
    writer.close();
    assertThat(seen()).isEqualTo(given);
  }

  @Test
  void whatSomebodyHasPutInThePlaceOfTheFirstIsNotReplaced() throws IOException {
    RollingWriter writer = create(2 * SECOND, EVER);
    assertThatThrownBy(
            () -> {
              for (int i = 0; i < 100; i++) {
                tick(writer, rows(i));
                if (i == 30) {
                  Files.move(file, directory.resolve("moved"));
                  Files.writeString(file, "theirs\n");
                }
              }
            })
        .isInstanceOf(RecordingException.class)
        .hasMessageStartingWith(file + ": another file was put in its place");
    writer.close();
    assertThat(file).hasContent("theirs\n");
  }

  @Test
  void aFileThatIsRenamedStaysAndAnotherTakesItsPlace() throws IOException {
    Path saved = directory.resolve("saved");
    try (RollingWriter writer = create(2 * SECOND, EVER)) {
      for (int i = 0; i < 30; i++) {
        tick(writer, rows(i));
      }
      Files.move(file, saved);
      assertThat(writer.isInPlace()).isFalse();
      for (int i = 30; i < 100; i++) {
        tick(writer, rows(i));
      }
      assertThat(writer.isInPlace()).isTrue();
      seen();
    }
    try (Recording recording = Recording.open(saved)) {
      assertThat(Seen.of(recording, 0).getFirst()).isEqualTo(given.getFirst());
    }
  }
}
