package io.github.procfs4j.fuzz;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;

/** Names that break careless output, and checks of what must not be written. */
final class Hostile {
  /** Bytes for names. */
  static final List<byte[]> NAMES =
      Stream.concat(
              Stream.of(
                      "\033[2J",
                      "\033]0;title\007",
                      "\u009b2J",
                      "\u202egpj.exe",
                      "\u2066x\u2069",
                      "\u2028",
                      "\ufeff",
                      "\u0301\u0301",
                      "\ud83d\ude00",
                      "\u00ad",
                      "\u3164",
                      "\u2764\ufe0f",
                      "<script>alert(1)</script>",
                      "</script>",
                      "</title><script>",
                      "\"><img/src=x/onerror=alert(1)>",
                      "'onclick='x",
                      "&lt;",
                      "&#0;",
                      "<!--",
                      "-->",
                      "]]>",
                      "=cmd|'/C",
                      "@SUM(1)",
                      "+1",
                      "-1",
                      "\t=1",
                      "\\040(deleted)",
                      "\\012x",
                      "\\x1b",
                      "a,b\"c",
                      "\"",
                      "\r",
                      "\n",
                      "\0",
                      "\177",
                      "%s%n%1$s",
                      "${x}",
                      "{\"a\":1}",
                      "(a)",
                      ") R 1",
                      ":",
                      "a:b",
                      "@",
                      "")
                  .map(name -> name.getBytes(UTF_8)),
              // Invalid UTF-8: a single byte, an extra byte, a missing byte, half of a surrogate
              // pair.
              Stream.of(
                      "\u00ff\u00fe",
                      "\u00c0\u00af",
                      "a\u00e2\u0080",
                      "\u00ed\u00a0\u0080",
                      "\u009b2J")
                  .map(name -> name.getBytes(ISO_8859_1)))
          .toList();

  private static final List<String> BOLD = List.of("\033[1m", "\033[0m");

  private Hostile() {}

  /** Without the escape sequences that the report itself writes. */
  static String withoutBold(String text) {
    String without = text;
    for (String sequence : BOLD) {
      without = without.replace(sequence, "");
    }
    return without;
  }

  /**
   * Checks that a text is one message that does not control the terminal: a line, and further ones
   * that begin with two spaces if it was wrapped.
   */
  static void holdLine(String text) {
    if (!text.endsWith("\n") || text.strip().replace("\n  ", "").indexOf('\n') >= 0) {
      throw new AssertionError("not one message: " + text);
    }
    holdText(text, List.of());
  }

  /**
   * Checks that a text does not control the terminal, and contains no name with invisible
   * characters unescaped.
   */
  static void holdText(String text, Collection<String> names) {
    for (int i = 0; i < text.length(); ) {
      int character = text.codePointAt(i);
      if (character != '\n' && steers(character)) {
        throw new AssertionError("U+%04X at %d of %s".formatted(character, i, text));
      }
      i += Character.charCount(character);
    }
    for (String name : names) {
      if (name.indexOf('\n') >= 0 && name.strip().indexOf('\n') >= 0 && text.contains(name)) {
        throw new AssertionError("a name goes on in the next line of " + text);
      }
    }
  }

  /**
   * Whether a character is not just visible: control characters, line ends, changes of the
   * direction of writing, invisible characters and non-characters.
   */
  static boolean steers(int c) {
    return c < 0x20
        || (c >= 0x7f && c <= 0x9f)
        || c == 0xad
        || c == 0x34f
        || c == 0x61c
        || (c >= 0x115f && c <= 0x1160)
        || (c >= 0x17b4 && c <= 0x17b5)
        || (c >= 0x180b && c <= 0x180f)
        || (c >= 0x200b && c <= 0x200f)
        || (c >= 0x2028 && c <= 0x202e)
        || (c >= 0x2060 && c <= 0x206f)
        || (c >= 0xd800 && c <= 0xdfff)
        || c == 0x3164
        || (c >= 0xfe00 && c <= 0xfe0f)
        || c == 0xfeff
        || c == 0xffa0
        || (c >= 0xfff9 && c <= 0xfffb)
        || (c & 0xfffe) == 0xfffe
        || (c >= 0xe0000 && c <= 0xe0fff);
  }
}
