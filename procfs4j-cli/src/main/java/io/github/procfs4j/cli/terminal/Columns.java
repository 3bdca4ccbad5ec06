package io.github.procfs4j.cli.terminal;

/** How many columns of a terminal printable text takes. */
final class Columns {
  private Columns() {}

  /** How many columns a text takes. */
  static int of(String text) {
    int columns = 0;
    for (int i = 0; i < text.length(); ) {
      int character = text.codePointAt(i);
      columns += of(character);
      i += Character.charCount(character);
    }
    return columns;
  }

  /** Where the beginning of a text ends that takes so many columns at most. */
  static int fitting(String text, int columns) {
    int room = columns;
    int i = 0;
    while (i < text.length()) {
      int character = text.codePointAt(i);
      room -= of(character);
      if (room < 0) {
        break;
      }
      i += Character.charCount(character);
    }
    return i;
  }

  private static int of(int character) {
    return character < ' ' ? 0 : 1;
  }
}
