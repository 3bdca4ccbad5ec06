package io.github.procfs4j.processes;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.procfs4j.io.Errno;
import io.github.procfs4j.io.KeptFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BatchTest {
  @TempDir Path root;
  private final Batch batch = new Batch();
  private byte[] kept = {};
  private int length = -1;

  /**
   * Reads these texts as those of one task; returns whether they are the same as when last kept.
   */
  private boolean isSame(byte[]... texts) throws IOException {
    int first = batch.reserve(texts.length);
    int begin = batch.length();
    for (int i = 0; i < texts.length; i++) {
      try (KeptFile file = KeptFile.at(Files.write(root.resolve("text"), texts[i]), i % 2 == 0)) {
        assertThat(batch.read(first + i, file)).isEqualTo(texts[i].length);
      }
    }
    for (int i = 0; i < texts.length; i++) {
      byte[] read = new byte[batch.length(first + i)];
      batch.texts().get(batch.begin(first + i), read);
      assertThat(read).isEqualTo(texts[i]);
    }
    int end = batch.length();
    boolean isSame = batch.isSame(begin, end, kept, length);
    kept = batch.keep(begin, end, kept);
    length = end - begin;
    return isSame;
  }

  private static byte[] text(String text) {
    return text.getBytes(US_ASCII);
  }

  @Test
  void theSameTextsAreTheSameAndOthersAreNot() throws IOException {
    assertThat(isSame(text("1\n"), text("2\n"))).isFalse();
    assertThat(isSame(text("1\n"), text("2\n"))).isTrue();
    assertThat(isSame(text("1\n"), text("3\n"))).isFalse();
    assertThat(isSame(text("2\n"), text("3\n"))).isFalse();
    assertThat(isSame(text("2\n"), text("3\n"))).isTrue();
    batch.clear();
    assertThat(isSame(text("2\n"), text("3\n"))).isTrue();
  }

  @Test
  void aLineThatMovesFromOneTextToTheNextIsAChange() throws IOException {
    assertThat(isSame(text("1\n2\n"), text("3\n"))).isFalse();
    assertThat(isSame(text("1\n"), text("2\n3\n"))).isFalse();
    assertThat(isSame(text("1\n2\n3\n"), text(""))).isFalse();
    assertThat(isSame(text("1\n2\n3\n"), text(""))).isTrue();
    assertThat(isSame(text("1\n2\n3\n"))).isFalse();
  }

  @Test
  void thatATextCannotBeReadAnyMoreIsAChange() throws IOException {
    assertThat(isSame(text(""))).isFalse();
    int first = batch.reserve(1);
    int begin = batch.length();
    try (KeptFile file = KeptFile.at(root.resolve("none"), true)) {
      assertThat(batch.read(first, file)).isEqualTo(-Errno.ENOENT);
    }
    assertThat(batch.length(first)).isEqualTo(-Errno.ENOENT);
    assertThat(batch.isSame(begin, batch.length(), kept, length)).isFalse();
  }

  @Test
  void textsOfEverySizeAreWholeAndStayWhereTheyAre() throws IOException {
    Random random = new Random(1);
    for (int size : new int[] {1, 0, 100, 40_000, 3, 70_000, 200_000, 32_768, 4_096}) {
      byte[] text = new byte[size];
      random.nextBytes(text);
      isSame(text("before\n"), text, text("behind\n"));
      assertThat(isSame(text("before\n"), text, text("behind\n"))).isTrue();
    }
    assertThat(batch.isFull()).isTrue();
    batch.clear();
    assertThat(batch.isFull()).isFalse();
    assertThat(batch.length()).isZero();
  }
}
