package io.github.procfs4j.text;

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

  /**
   * An exception that states that the text does not contain what is expected at a position.
   *
   * @param isNoted whether it is only noted, not thrown out of the parser
   */
  MalformedTextException malformed(int at, String expected, boolean isNoted) {
    if (at < lineStart) {
      line = 1;
      lineStart = 0;
      counted = 0;
    }
    for (; counted < at; counted++) {
      if (text[counted] == '\n') {
        line++;
        lineStart = counted + 1;
      }
    }
    return MalformedTextException.at(file, line, lineStart, text, at, expected, isNoted);
  }
}
