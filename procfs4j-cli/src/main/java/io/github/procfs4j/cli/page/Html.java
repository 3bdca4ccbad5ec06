package io.github.procfs4j.cli.page;

import io.github.procfs4j.printable.Printable;
import java.util.regex.Pattern;

/**
 * Escapes text for HTML. Names come from processes and devices, and may contain anything: markup,
 * terminal escapes, marks that change the direction of writing, halves of surrogate pairs.
 */
final class Html {
  /** Letters that are written from right to left; chart.js has the same. */
  private static final String LEFTWARD =
      "[\\u0590-\\u08ff\\ufb1d-\\ufdff\\ufe70-\\ufefc"
          + "\\x{10800}-\\x{10fff}\\x{1e800}-\\x{1efff}]";

  private static final Pattern LEFTWARD_WORDS =
      Pattern.compile(LEFTWARD + "+(?: +" + LEFTWARD + "+)*");

  private Html() {}

  /**
   * Returns {@code text} escaped so that a reader sees exactly this text, both as content and in a
   * quoted attribute. Markup is escaped; every character that would not be displayed as itself
   * becomes visible ({@code \n}, {@code \x1b}, {@code \u2028}).
   */
  static String escape(String text) {
    StringBuilder html = new StringBuilder(text.length() + 16);
    text.codePoints().forEach(c -> append(html, c));
    return html.toString();
  }

  /**
   * Returns {@code text} escaped as by {@link #escape}, as content only: words that are written
   * from right to left do not move the numbers and names beside them.
   */
  static String content(String text) {
    return LEFTWARD_WORDS.matcher(escape(text)).replaceAll("<bdi>$0</bdi>");
  }

  /**
   * Returns {@code text} as an identifier: as by {@link #visible}, but two texts that differ stay
   * different, because backslashes are doubled.
   */
  static String identity(String text) {
    return visible(text.replace("\\", "\\\\"));
  }

  /**
   * Returns {@code text} with every character visible that would not be displayed as itself, for
   * scripts that show it as text. Markup is unchanged.
   */
  static String visible(String text) {
    StringBuilder visible = new StringBuilder(text.length() + 16);
    text.codePoints().forEach(c -> appendVisible(visible, c));
    return visible.toString();
  }

  private static void append(StringBuilder html, int c) {
    switch (c) {
      case '&' -> html.append("&amp;");
      case '<' -> html.append("&lt;");
      case '>' -> html.append("&gt;");
      case '"' -> html.append("&quot;");
      case '\'' -> html.append("&#39;");
      default -> appendVisible(html, c);
    }
  }

  private static void appendVisible(StringBuilder text, int c) {
    switch (c) {
      case '\n' -> text.append("\\n");
      case '\t' -> text.append("\\t");
      case '\r' -> text.append("\\r");
      default -> {
        if (isSeen(c)) {
          text.appendCodePoint(c);
        } else if (c <= 0xff) {
          text.append("\\x%02x".formatted(c));
        } else if (c <= 0xffff) {
          text.append("\\u%04x".formatted(c));
        } else {
          text.append("\\U%08x".formatted(c));
        }
      }
    }
  }

  private static boolean isSeen(int c) {
    return Printable.isPrintable(c) && Character.getType(c) != Character.PRIVATE_USE;
  }
}
