package io.github.procfs4j.printable;

/**
 * Escapes text of unknown origin for a terminal or a log: a device, a process or an argument of the
 * command may be named {@code ESC [ 2 J}.
 */
public final class Printable {
  private Printable() {}

  /**
   * The text on one line: characters that would control a terminal, break the line, change the
   * direction of writing or be invisible are shown as <code>&#92;x1b</code>, <code>&#92;u202e
   * </code> or <code>&#92;U000e0001</code>.
   */
  public static String line(String text) {
    return escape(text, "");
  }

  /** As {@link #line}, but tabs remain. */
  public static String tabbed(String text) {
    return escape(text, "\t");
  }

  /** As {@link #line}, but tabs and newlines remain. */
  public static String lines(String text) {
    return escape(text, "\t\n");
  }

  private static String escape(String text, String kept) {
    StringBuilder printable = null;
    for (int i = 0; i < text.length(); ) {
      int character = text.codePointAt(i);
      int length = Character.charCount(character);
      if (!isPrintable(character) && kept.indexOf(character) < 0) {
        if (printable == null) {
          printable = new StringBuilder(text.length() + 16).append(text, 0, i);
        }
        printable.append(escape(character));
      } else if (printable != null) {
        printable.appendCodePoint(character);
      }
      i += length;
    }
    return printable == null ? text : printable.toString();
  }

  /** The length shows where the escape ends, so that it can be kept in one piece. */
  private static String escape(int character) {
    String form = character < 0x100 ? "\\x%02x" : character < 0x10000 ? "\\u%04x" : "\\U%08x";
    return String.format(form, character);
  }

  /**
   * An index of a printable text; if it is within an escape, the index where that begins.
   *
   * @param text the text as from {@link #line}
   */
  public static int outsideOfEscape(String text, int index) {
    int start = text.lastIndexOf('\\', index - 1);
    if (start < 0 || index >= text.length()) {
      return index;
    }
    int length =
        switch (text.charAt(start + 1)) {
          case 'x' -> 4;
          case 'u' -> 6;
          case 'U' -> 10;
          default -> 0;
        };
    return index < start + length ? start : index;
  }

  /** A text of at most this many characters, with an ellipsis in place of what was left out. */
  public static String truncated(String text, int most) {
    return text.codePointCount(0, text.length()) <= most
        ? text
        : text.substring(0, text.offsetByCodePoints(0, most - 1)) + "\u2026";
  }

  /** Whether a character is visible or a blank, without any other effect. */
  public static boolean isPrintable(int character) {
    return switch (Character.getType(character)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.UNASSIGNED ->
          false;
      case Character.NON_SPACING_MARK, Character.OTHER_LETTER -> !isInvisible(character);
      default -> true;
    };
  }

  /**
   * Whether it is an invisible letter or mark, with which two different names would look the same:
   * those with Unicode's property Default_Ignorable_Code_Point, which the JDK does not provide.
   */
  private static boolean isInvisible(int character) {
    return switch (character) {
      case 0x34f, 0x115f, 0x1160, 0x17b4, 0x17b5, 0x180b, 0x180c, 0x180d, 0x180f, 0x3164, 0xffa0 ->
          true;
      default ->
          (character >= 0xfe00 && character <= 0xfe0f)
              || (character >= 0xe0100 && character <= 0xe01ef);
    };
  }
}
