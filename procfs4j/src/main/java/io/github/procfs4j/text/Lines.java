package io.github.procfs4j.text;

/**
 * Tells in which line of a text a place is. Places that are asked for one behind the other cost
 * what lies between them: a text may have something wrong in each of its lines.
 */
final class Lines {
  private final String file;
  private final byte[] text;
  private int line = 1;
  private int lineStart;

  /** Up to here lines are counted. */
  private int counted;

  Lines(String file, byte[] text) {
    this.file = file;
    this.text = text;
  }

  /**
   * States that at one place of the text not what is expected stands.
   *
   * @param isNoted whether that is only to be noted, not thrown out of the parser
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
