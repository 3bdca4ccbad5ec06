package io.github.procfs4j.fuzz;

import io.github.procfs4j.cli.Shown;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A terminal that accepts only control characters of the command itself: the ends of lines, and the
 * beginning and end of bold. Everything else must be a visible character.
 */
final class Screen {
  private static final String BOLD = "\033[1m";
  private static final String PLAIN = "\033[0m";

  /**
   * The name of a class, which only a developer understands, such as {@code java.io.IOException}.
   */
  private static final Pattern CLASS =
      Pattern.compile("\\b(java|javax|jdk|sun|io\\.github|picocli|tools)\\.\\w|Exception|Error\\b");

  /** The part of a text that a message quotes. */
  private static final Pattern CITED = Pattern.compile("«[^»]*+»", Pattern.DOTALL);

  /** The line that a recorder redraws, until it is erased with blanks. */
  private static final Pattern LIVE = Pattern.compile("(?:\r(?! *\r)[^\r\n]*+)++\r *\r");

  private Screen() {}

  /** What remains visible after that line has been erased; the line is checked, too. */
  static String withoutLive(String written, int columns) {
    return LIVE.matcher(written)
        .replaceAll(
            live -> {
              hold(live.group().replace('\r', '\n'), columns);
              return "";
            });
  }

  /**
   * Checks that output in lines of this many columns does not control the terminal, contains
   * nothing invisible, no wider line, and no bold text that does not end on its line.
   */
  static void hold(String written, int columns) {
    hold(written);
    int line = 0;
    for (String text : written.split("\n", -1)) {
      line++;
      int wide = Shown.columns(Hostile.withoutBold(text));
      if (wide > columns) {
        throw new AssertionError(
            "line %d takes %d columns of %d: %s".formatted(line, wide, columns, text));
      }
    }
  }

  /** As {@link #hold(String, int)}, for output that is not wrapped for a terminal. */
  static void hold(String written) {
    Hostile.holdText(Hostile.withoutBold(written), List.of());
    for (String line : written.split("\n", -1)) {
      boolean isBold = false;
      for (int at = line.indexOf('\033'); at >= 0; at = line.indexOf('\033', at + 1)) {
        boolean begins = line.startsWith(BOLD, at);
        if (begins == isBold || (!begins && !line.startsWith(PLAIN, at))) {
          throw new AssertionError("bold begins or ends twice: " + line);
        }
        isBold = begins;
      }
      if (isBold) {
        throw new AssertionError("bold does not end: " + line);
      }
    }
  }

  /** Checks that messages are suitable for users: none mentions an internal error or a class. */
  static void holdMessages(String written, int columns) {
    hold(written, columns);
    String own = CITED.matcher(written.replaceAll("\n {1,2}", " ")).replaceAll("");
    if (own.contains("internal error") || own.contains("null") || CLASS.matcher(own).find()) {
      throw new AssertionError("not for a user: " + written);
    }
  }
}
