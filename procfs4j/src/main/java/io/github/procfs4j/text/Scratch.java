package io.github.procfs4j.text;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Room for the text that is held against the one kept, shared by many {@linkplain LearnedText
 * texts} that one thread replays one after the other: it stays in the caches, where room for each
 * of them would not.
 */
public final class Scratch {
  /** The number just read. */
  final NumberForm.Found found = new NumberForm.Found();

  private byte[] bytes = new byte[0];

  /** No room yet: it grows with the texts. */
  public Scratch() {}

  /** Copies a text here, which begins {@code at} in the memory, with eight zeros after it. */
  byte[] take(ByteBuffer from, int at, int length) {
    if (bytes.length < length + 1 + Long.BYTES) {
      bytes = new byte[Math.max(length + 1 + Long.BYTES, 2 * bytes.length)];
    }
    from.get(at, bytes, 0, length);
    LearnedText.EIGHT_BYTES.set(bytes, length, 0L);
    return bytes;
  }

  /** Gives a text that was taken the newline that its last line lacks; returns its length now. */
  static int end(byte[] taken, int length) {
    taken[length] = '\n';
    LearnedText.EIGHT_BYTES.set(taken, length + 1, 0L);
    return length + 1;
  }

  /** Leaves the array with what was taken to the caller, and goes on with another. */
  void leave(byte[] other) {
    bytes = other;
  }

  /** Copies what was taken to where it is kept: {@code to}, or a new array if it does not fit. */
  byte[] copy(int length, byte[] to) {
    int all = length + Long.BYTES;
    if (to.length < all) {
      return Arrays.copyOf(bytes, all + (to.length == 0 ? 0 : all / 8));
    }
    System.arraycopy(bytes, 0, to, 0, all);
    return to;
  }
}
