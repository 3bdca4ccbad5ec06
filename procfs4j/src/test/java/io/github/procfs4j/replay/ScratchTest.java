package io.github.procfs4j.replay;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Texts that share the memory for the next text do not affect each other. */
class ScratchTest {
  private static final PlainParser NUMBERS =
      in -> {
        while (!in.atLineEnd()) {
          in.unsigned();
        }
        in.endLine();
      };

  private ByteBuffer memory(long... numbers) {
    StringBuilder text = new StringBuilder("0");
    for (long number : numbers) {
      text.append(' ').append(number);
    }
    byte[] bytes = text.append('\n').toString().getBytes(US_ASCII);
    return ByteBuffer.allocateDirect(bytes.length).put(0, bytes);
  }

  /** Replays a text in a buffer with others. */
  private boolean replay(LearnedText text, ByteBuffer next) {
    byte[] nines = new byte[next.capacity() + 14];
    Arrays.fill(nines, (byte) '9');
    ByteBuffer among = ByteBuffer.allocateDirect(nines.length).put(0, nines);
    among.put(7, next, 0, next.capacity());
    return text.replay(among, 7, next.capacity());
  }

  @Test
  void eachIsHeldAgainstItsOwnTextBefore() {
    Scratch scratch = new Scratch();
    long[][] values = {{1}, {10, 20, 30}, {7, 7, 7, 7, 7, 7, 7, 7}};
    LearnedText[] texts = new LearnedText[values.length];
    for (int t = 0; t < texts.length; t++) {
      texts[t] = new LearnedText(scratch);
      ByteBuffer first = memory(values[t]);
      texts[t].learn("numbers", first, first.capacity(), NUMBERS);
    }
    SplittableRandom random = new SplittableRandom(1);
    for (int i = 0; i < 5_000; i++) {
      int t = random.nextInt(texts.length);
      int changed = random.nextInt(3);
      for (int c = 0; c < changed; c++) {
        // Numbers of every width, so that texts outgrow the arrays in which they are kept.
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
