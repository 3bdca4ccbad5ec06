package io.github.procfs4j.bench;

import java.nio.ByteBuffer;

/**
 * The obvious way to read the numbers of a text: byte by byte, every number, every time. It checks
 * nothing and has no names. It is the reference for {@linkplain
 * io.github.procfs4j.replay.LearnedText replay}.
 */
final class PlainLoop {
  private long[] values = new long[1 << 16];

  /** Reads texts one after the other; returns the total count of numbers. */
  int all(ByteBuffer[] texts, int[] lengths) {
    int numbers = 0;
    for (int i = 0; i < texts.length; i++) {
      numbers += read(texts[i], lengths[i]);
    }
    return numbers;
  }

  /** Reads all numbers; returns their count. */
  int read(ByteBuffer text, int length) {
    int numbers = 0;
    int at = 0;
    while (at < length) {
      int digit = text.get(at++) - '0';
      if (digit >= 0 && digit <= 9) {
        long value = 0;
        while (digit >= 0 && digit <= 9) {
          value = value * 10 + digit;
          digit = text.get(at++) - '0'; // a text ends in a newline
        }
        values[numbers++] = value;
      }
    }
    return numbers;
  }

  long value(int number) {
    return values[number];
  }
}
