package io.github.procfs4j.cli.terminal;

import java.lang.Character.UnicodeScript;
import java.util.EnumSet;
import java.util.Set;

/**
 * The number of terminal columns of printable text: two for each East Asian wide character and each
 * emoji, none for a mark that combines with the previous character.
 */
final class Columns {
  /** Below this, each character takes one column, and no tables have to be loaded. */
  private static final int FIRST_OTHER = 0x300;

  private Columns() {}

  /** The number of columns of a text. */
  static int of(String text) {
    int columns = 0;
    for (int i = 0; i < text.length(); ) {
      int character = text.codePointAt(i);
      columns += of(character);
      i += Character.charCount(character);
    }
    return columns;
  }

  /**
   * The end of the longest part of a text that begins at an index and takes at most this many
   * columns.
   */
  static int fitting(String text, int from, int columns) {
    int room = columns;
    int i = from;
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
    return character >= FIRST_OTHER ? Other.of(character) : character < ' ' ? 0 : 1;
  }

  /** The other characters. */
  private static final class Other {
    // Ranges: the first and the last character of each.

    /** Vowels and final consonants of Hangul, which are combined with the previous syllable. */
    private static final int[] JOINED = {0x1160, 0x11ff, 0xd7b0, 0xd7fb};

    /**
     * Wide characters that do not belong to a script: punctuation, enclosed letters, full-width
     * forms.
     */
    private static final int[] WIDE = {
      0x2329, 0x232a, 0x2e80, 0x303e, 0x3040, 0x33ff, 0x4dc0, 0x4dff, 0xfe10, 0xfe19, 0xfe30,
      0xfe6f, 0xff01, 0xff60, 0xffe0, 0xffe6, 0x1f200, 0x1f265
    };

    /** Half-width forms, and the letters that form flags in pairs. */
    private static final int[] NARROW = {0xff61, 0xffdc, 0x1f1e6, 0x1f1ff};

    private static final Set<UnicodeScript> WIDE_SCRIPTS =
        EnumSet.of(
            UnicodeScript.HAN,
            UnicodeScript.HANGUL,
            UnicodeScript.HIRAGANA,
            UnicodeScript.KATAKANA,
            UnicodeScript.BOPOMOFO,
            UnicodeScript.YI,
            UnicodeScript.TANGUT,
            UnicodeScript.NUSHU,
            UnicodeScript.KHITAN_SMALL_SCRIPT);

    /** As wcwidth(3), computed from the Unicode properties in the JDK. */
    static int of(int character) {
      int type = Character.getType(character);
      if (type == Character.NON_SPACING_MARK
          || type == Character.ENCLOSING_MARK
          || isIn(character, JOINED)) {
        return 0;
      }
      return isWide(character) ? 2 : 1;
    }

    private static boolean isWide(int character) {
      return !isIn(character, NARROW)
          && (isIn(character, WIDE)
              || Character.isEmojiPresentation(character)
              || WIDE_SCRIPTS.contains(UnicodeScript.of(character)));
    }

    private static boolean isIn(int character, int[] ranges) {
      for (int i = 0; i < ranges.length; i += 2) {
        if (character >= ranges[i] && character <= ranges[i + 1]) {
          return true;
        }
      }
      return false;
    }
  }
}
