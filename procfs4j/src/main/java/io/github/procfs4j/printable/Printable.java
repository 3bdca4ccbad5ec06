package io.github.procfs4j.printable;

import java.util.Objects;

/**
 * Escapes text of unknown origin for a terminal or a log. Anyone can name a process, a device or a
 * file such that printing the name clears the screen or hides a line: labels, command lines and the
 * texts of exceptions of other programs are to be printed through these methods.
 */
public final class Printable {
  private Printable() {}

  /**
   * The text on one line: characters that would control a terminal, break the line, change the
   * direction of writing or be invisible are shown as <code>&#92;x1b</code>, <code>&#92;u202e
   * </code> or <code>&#92;U000e0001</code>.
   *
   * @param text any text
   * @return the text itself if nothing has to be escaped
   */
  public static String line(String text) {
    return escape(text, "");
  }

  /**
   * As {@link #line}, but tabs remain.
   *
   * @param text any text
   * @return the text itself if nothing has to be escaped
   */
  public static String tabbed(String text) {
    return escape(text, "\t");
  }

  /**
   * As {@link #line}, but tabs and newlines remain.
   *
   * @param text any text
   * @return the text itself if nothing has to be escaped
   */
  public static String lines(String text) {
    return escape(text, "\t\n");
  }

  private static String escape(String text, String kept) {
    Objects.requireNonNull(text, "text");
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
   * Moves an index out of an escape, so that a text is not cut within one.
   *
   * @param text a text from {@link #line}
   * @param index an index
   * @return the index where the escape begins if it is within one, otherwise the index
   */
  public static int outsideOfEscape(String text, int index) {
    Objects.requireNonNull(text, "text");
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

  /**
   * Shortens a text, with an ellipsis in place of what was left out. Escapes nothing.
   *
   * @param text any text
   * @param most how many characters it may have, at least 1
   * @return the text itself if it is short enough
   */
  public static String truncated(String text, int most) {
    Objects.requireNonNull(text, "text");
    return text.codePointCount(0, text.length()) <= most
        ? text
        : text.substring(0, text.offsetByCodePoints(0, most - 1)) + "\u2026";
  }

  /**
   * Whether a character is visible or a blank, without any other effect.
   *
   * @param character a code point
   * @return whether {@link #line} leaves it as it is
   */
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
