package io.github.procfs4j.text;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Texts that share the room for the next one do not mix. */
class ScratchTest {
  private static final PlainParser NUMBERS =
      in -> {
        while (!in.atLineEnd()) {
          in.unsigned();
        }
        in.endLine();
      };

  private final Arena arena = Arena.ofAuto();

  private MemorySegment memory(long... numbers) {
    StringBuilder text = new StringBuilder("0");
    for (long number : numbers) {
      text.append(' ').append(number);
    }
    byte[] bytes = text.append('\n').toString().getBytes(US_ASCII);
    MemorySegment segment = arena.allocate(bytes.length);
    segment.copyFrom(MemorySegment.ofArray(bytes));
    return segment;
  }

  /** Replays a text that stands among others. */
  private boolean replay(LearnedText text, MemorySegment next) {
    MemorySegment among = arena.allocate(next.byteSize() + 14).fill((byte) '9');
    MemorySegment.copy(next, 0, among, 7, next.byteSize());
    return text.replay(among, 7, Math.toIntExact(next.byteSize()));
  }

  @Test
  void eachIsHeldAgainstItsOwnTextBefore() {
    Scratch scratch = new Scratch();
    long[][] values = {{1}, {10, 20, 30}, {7, 7, 7, 7, 7, 7, 7, 7}};
    LearnedText[] texts = new LearnedText[values.length];
    for (int t = 0; t < texts.length; t++) {
      texts[t] = new LearnedText(scratch);
      MemorySegment first = memory(values[t]);
      texts[t].learn("numbers", first, Math.toIntExact(first.byteSize()), NUMBERS);
    }
    SplittableRandom random = new SplittableRandom(1);
    for (int i = 0; i < 5_000; i++) {
      int t = random.nextInt(texts.length);
      int changed = random.nextInt(3);
      for (int c = 0; c < changed; c++) {
        // Of every width, so that texts outgrow the arrays in which they are kept.
        values[t][random.nextInt(values[t].length)] = random.nextLong() >>> random.nextInt(1, 64);
      }
      assertThat(replay(texts[t], memory(values[t]))).isTrue();
      assertThat(texts[t].changes()).isLessThanOrEqualTo(changed);
      for (int v = 0; v < values[t].length; v++) {
        assertThat(texts[t].value(v + 1)).isEqualTo(values[t][v]);
      }
      assertThat(replay(texts[t], memory(values[t]))).isTrue();
      assertThat(texts[t].changes()).as("the same text once more").isZero();
    }
  }

  @Test
  void aTextOfAnotherShapeHasToBeLearned() {
    Scratch scratch = new Scratch();
    LearnedText one = new LearnedText(scratch);
    LearnedText other = new LearnedText(scratch);
    one.learn("numbers", memory(1, 2), 6, NUMBERS);
    other.learn("numbers", memory(1, 2, 3), 8, NUMBERS);
    assertThat(replay(one, memory(1, 2, 3))).isFalse();
    assertThat(replay(other, memory(1, 2))).isFalse();
  }
}
