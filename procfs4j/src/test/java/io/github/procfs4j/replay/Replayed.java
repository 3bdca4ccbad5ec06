package io.github.procfs4j.replay;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.procfs4j.text.Cursor;
import io.github.procfs4j.text.MalformedTextException;
import io.github.procfs4j.text.Problem;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A learned text that receives successive texts, replayed if possible and learned otherwise, and is
 * compared each time with the same text learned from scratch: both must be equal.
 */
final class Replayed {
  /**
   * A format: reads a text and returns its meaning as any strings, which must be equal for equal
   * texts. Cells are identified by their numbers.
   */
  interface Format extends Function<Cursor, List<String>> {}

  private static final int FIRST_CAPACITY = 64;

  private final Format format;
  private final Random random;

  /** Whether texts may be truncated, like those of copied files. */
  private final boolean mayBeCut;

  private final LearnedText text = new LearnedText();

  /** Two alternating buffers, as in a sampler: each text is followed by what was there before. */
  private ByteBuffer here = memory(FIRST_CAPACITY);

  private ByteBuffer before = memory(FIRST_CAPACITY);

  private List<String> meaning = List.of();
  private List<Long> values = List.of();
  private boolean isLearned;

  int replays;
  int relearned;
  int rejected;

  Replayed(Format format, long seed) {
    this(format, seed, false);
  }

  Replayed(Format format, long seed, boolean mayBeCut) {
    this.format = format;
    this.random = new Random(seed);
    this.mayBeCut = mayBeCut;
  }

  private record Fresh(List<String> meaning, List<Long> values, List<String> problems) {}

  private static ByteBuffer memory(int bytes) {
    byte[] sevens = new byte[bytes + 64];
    Arrays.fill(sevens, (byte) '7');
    return ByteBuffer.allocateDirect(sevens.length).put(0, sevens);
  }

  /** Puts a text into memory as reading does, over what was there. */
  private ByteBuffer into(byte[] bytes) {
    ByteBuffer into = before;
    before = here;
    if (into.capacity() < bytes.length + 64) {
      into = memory(bytes.length * 2);
    }
    into.put(0, bytes);
    here = into;
    // Half of the time, an access beyond the text throws an exception; otherwise it reads what a
    // longer text left there.
    return random.nextBoolean() ? into.slice(0, bytes.length) : into;
  }

  /** Passes the next text; returns whether it was replayed. */
  boolean next(byte[] bytes) {
    ByteBuffer now = into(bytes);
    @Nullable Fresh fresh = fresh(bytes);
    boolean replayed = text.replay(now, bytes.length);
    if (replayed) {
      replays++;
      assertThat(isLearned).as("nothing was learned that could be replayed").isTrue();
      assertThat(fresh).as("replayed, and learning rejects it").isNotNull();
      assertChanges(Objects.requireNonNull(fresh).values());
    } else {
      isLearned = learn(now, bytes.length);
      assertThat(isLearned).as("learned from the start").isEqualTo(fresh != null);
      assertThat(text.changes()).isZero();
    }
    if (fresh == null) {
      rejected++;
      assertThat(text.cells()).isZero();
      assertThat(text.problems()).isEmpty();
      assertThat(text.replay(now, bytes.length)).as("a rejected text replayed").isFalse();
    } else {
      relearned += replayed ? 0 : 1;
      assertThat(text.cells()).as("cells").isEqualTo(fresh.values().size());
      assertThat(values(text)).as("values").isEqualTo(fresh.values());
      assertThat(meaning).as("meaning").isEqualTo(fresh.meaning());
      assertThat(messages(text)).as("problems").isEqualTo(fresh.problems());
      values = fresh.values();
    }
    return replayed;
  }

  private boolean learn(ByteBuffer now, int length) {
    try {
      text.learn("text", now, length, in -> meaning = format.apply(in), () -> mayBeCut);
      return true;
    } catch (MalformedTextException e) {
      text.forget();
      return false;
    }
  }

  private @Nullable Fresh fresh(byte[] bytes) {
    LearnedText fresh = new LearnedText();
    List<String> found = new ArrayList<>();
    try {
      fresh.learn(
          "text",
          ByteBuffer.wrap(Arrays.copyOf(bytes, bytes.length + 8)),
          bytes.length,
          in -> found.addAll(format.apply(in)),
          () -> mayBeCut);
    } catch (MalformedTextException e) {
      return null;
    }
    return new Fresh(found, values(fresh), messages(fresh));
  }

  private static List<Long> values(LearnedText text) {
    return IntStream.range(0, text.cells()).mapToObj(text::value).toList();
  }

  /** The problems, and which numbers are negative where they should not be. */
  private static List<String> messages(LearnedText text) {
    return Stream.concat(
            text.problems().stream().map(Problem::toString),
            IntStream.range(0, text.cells())
                .filter(text::isNegative)
                .mapToObj(cell -> "cell " + cell + " is negative"))
        .toList();
  }

  private void assertChanges(List<Long> now) {
    List<String> expected = new ArrayList<>();
    for (int cell = 0; cell < now.size(); cell++) {
      long change = now.get(cell) - values.get(cell);
      if (change != 0) {
        expected.add(cell + " by " + change);
      }
    }
    List<String> changes = new ArrayList<>();
    for (int i = 0; i < text.changes(); i++) {
      changes.add(text.changed(i) + " by " + text.delta(i));
    }
    assertThat(changes).as("changes").isEqualTo(expected);
  }

  /** A text as it may be shown in a failure. */
  static String shown(byte[] bytes) {
    return new String(bytes, ISO_8859_1);
  }
}
