package io.github.procfs4j.jmh;

/** Makes strings of unknown origin, such as the names of processes, safe to print. */
final class OneLine {
  private OneLine() {}

  /**
   * The text on one line: characters that would control a terminal, break the line, change the
   * direction of writing or be invisible are shown by their numbers, such as <code>&#92;x1b</code>.
   */
  static String of(String text) {
    StringBuilder line = new StringBuilder();
    text.codePoints()
        .forEach(
            character -> {
              if (isHarmless(character)) {
                line.appendCodePoint(character);
              } else {
                line.append(String.format(character < 0x100 ? "\\x%02x" : "\\u%04x", character));
              }
            });
    return line.toString();
  }

  /** As {@link #of}, with an ellipsis in place of what is beyond this many characters. */
  static String truncated(String text, int most) {
    String line = of(text);
    return line.codePointCount(0, line.length()) <= most
        ? line
        : line.substring(0, line.offsetByCodePoints(0, most - 1)) + "\u2026";
  }

  private static boolean isHarmless(int character) {
    return switch (Character.getType(character)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.UNASSIGNED ->
          false;
      default -> true;
    };
  }
}
