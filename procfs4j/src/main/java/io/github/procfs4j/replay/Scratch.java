package io.github.procfs4j.replay;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Memory for the text that is compared with the kept one, shared by many {@linkplain LearnedText
 * texts} that one thread replays one after the other. One shared array stays in the caches; an
 * array for each text would not.
 */
public final class Scratch {
  /** The number just read. */
  final NumberForm.Found found = new NumberForm.Found();

  private byte[] bytes = new byte[0];

  /** Creates an empty object, which grows with the texts. */
  public Scratch() {}

  /**
   * Copies a text, which begins {@code at} this position of the buffer, and appends eight zeros.
   */
  byte[] take(ByteBuffer from, int at, int length) {
    if (bytes.length < length + 1 + Long.BYTES) {
      bytes = new byte[Math.max(length + 1 + Long.BYTES, 2 * bytes.length)];
    }
    from.get(at, bytes, 0, length);
    EightBytes.clear(bytes, length);
    return bytes;
  }

  /** Appends the newline that the last line of a copied text lacks; returns the new length. */
  static int end(byte[] taken, int length) {
    taken[length] = '\n';
    EightBytes.clear(taken, length + 1);
    return length + 1;
  }

  /** Leaves the array with the copied text to the caller, and continues with another one. */
  void leave(byte[] other) {
    bytes = other;
  }

  /** Copies the text to where it is kept: {@code to}, or a new array if it does not fit. */
  byte[] copy(int length, byte[] to) {
    int all = length + Long.BYTES;
    if (to.length < all) {
      return Arrays.copyOf(bytes, all + (to.length == 0 ? 0 : all / 8));
    }
    System.arraycopy(bytes, 0, to, 0, all);
    return to;
  }
}
