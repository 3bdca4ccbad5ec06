package io.github.procfs4j.cli.report;

/**
 * Text that may come from anywhere, made fit for a terminal or a page: what would steer a terminal,
 * or turn the direction of what follows, is shown as its code.
 */
final class Printable {
  private Printable() {}

  static String text(String any) {
    if (any.codePoints().allMatch(Printable::isPlain)) {
      return any;
    }
    StringBuilder text = new StringBuilder();
    any.codePoints()
        .forEach(
            code -> {
              if (isPlain(code)) {
                text.appendCodePoint(code);
              } else if (code == '\n') {
                text.append("\\n");
              } else if (code == '\t') {
                text.append("\\t");
              } else if (code < 0x100) {
                text.append("\\x%02x".formatted(code));
              } else {
                text.append("\\u{%x}".formatted(code));
              }
            });
    return text.toString();
  }

  private static boolean isPlain(int code) {
    return switch (Character.getType(code)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.UNASSIGNED,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          false;
      default -> true;
    };
  }

  /** Text in at most so many columns; what was cut off is marked. */
  static String cut(String text, int columns) {
    int length = text.codePointCount(0, text.length());
    return length <= columns
        ? text
        : text.substring(0, text.offsetByCodePoints(0, Math.max(0, columns - 1))) + "…";
  }
}
