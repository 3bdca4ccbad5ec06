package io.github.procfs4j.replay;

import io.github.procfs4j.text.Problem;
import io.github.procfs4j.text.Words;

/**
 * Finds the line of a position in a text. Ascending positions cost only what lies between them,
 * because a text may have a problem in each of its lines.
 */
final class Lines {
  private final String file;
  private final byte[] text;
  private int line = 1;
  private int lineStart;

  /** Lines are counted up to here. */
  private int counted;

  Lines(String file, byte[] text) {
    this.file = file;
    this.text = text;
  }

  /** States that the text does not contain what is expected at a position. */
  Problem problem(int at, String expected) {
    if (at < lineStart) {
      restart();
    }
    while (counted < at) {
      count();
    }
    return new Problem(file, line, at - lineStart + 1, Words.shown(text, at), expected, 0);
  }

  /** The position of a problem; the end of the text for one after it. */
  int position(Problem problem) {
    if (problem.line() < line) {
      restart();
    }
    while (line < problem.line() && counted < text.length) {
      count();
    }
    return Math.min(lineStart + problem.column() - 1, text.length);
  }

  private void restart() {
    line = 1;
    lineStart = 0;
    counted = 0;
  }

  private void count() {
    if (text[counted++] == '\n') {
      line++;
      lineStart = counted;
    }
  }
}
