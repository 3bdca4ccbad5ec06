package io.github.procfs4j.cli.report;

import io.github.procfs4j.cli.terminal.Text;
import io.github.procfs4j.printable.Printable;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Names of rows that have to be shortened. What identifies a path, such as that of a control group,
 * is its end, and of a container in it the first digits of its identifier.
 */
final class RowNames {
  /**
   * A path alone, or one that is the first of several labels with their names; its beginning may
   * have been left out already.
   */
  private static final Pattern WITH_PATH =
      Pattern.compile("([^ =/]++=)?(…?/[^ ]*+)((?: [^ =]++=[^ ]*+| #[0-9]++)*+)");

  /** The identifier of a container, which may be shortened already. */
  private static final Pattern IDENTIFIER =
      Pattern.compile("[0-9a-f]{32,}+…?|(?<![0-9a-f])[0-9a-f]{12,31}…");

  /** Container tools identify a container by this many of its digits. */
  private static final int LEAST_DIGITS = 12;

  /** A place in the source of the kernel, and at the end the function. */
  private static final Pattern PLACE = Pattern.compile("[^ :]++:[0-9]++ .*");

  private static final String ELLIPSIS = "…";

  /** The widest column of names beside numbers. */
  private static final int WIDEST = 28;

  private RowNames() {}

  /**
   * A name of at most this many characters: of a path, directories are left out at the beginning
   * and digits at the end of identifiers, but the last identifier stays; other names are cut at
   * their end.
   */
  static String shortened(String name, int most) {
    if (length(name) <= most) {
      return name;
    }
    Matcher parts = WITH_PATH.matcher(name);
    if (!parts.matches()) {
      return Printable.truncated(name, most);
    }
    String before = parts.group(1) == null ? "" : parts.group(1);
    String after = parts.group(3);
    int room = most - length(before) - length(after);
    return room < 2 ? Printable.truncated(name, most) : before + path(parts.group(2), room) + after;
  }

  private static String path(String text, int most) {
    String path = text.substring(text.indexOf('/'));
    int last = path.lastIndexOf('/');
    Matcher identifiers = IDENTIFIER.matcher(path);
    while (identifiers.find()) {
      last = path.lastIndexOf('/', identifiers.start());
    }
    for (int from = 0; ; from = path.indexOf('/', from + 1)) {
      String end = (from == 0 && path.equals(text) ? "" : ELLIPSIS) + path.substring(from);
      if (length(withDigits(end, LEAST_DIGITS)) <= most) {
        int digits = LEAST_DIGITS;
        while (digits < most && length(withDigits(end, digits + 1)) <= most) {
          digits++;
        }
        return withDigits(end, digits);
      }
      if (from >= last) {
        return Printable.truncated(withDigits(end, LEAST_DIGITS), most);
      }
    }
  }

  private static String withDigits(String path, int most) {
    return IDENTIFIER
        .matcher(path)
        .replaceAll(
            found ->
                found.group().length() <= most + 1
                    ? found.group()
                    : found.group().substring(0, most) + ELLIPSIS);
  }

  /**
   * Whether names have lines of their own in a table of this width because a column of them would
   * be too narrow: it would cut the end of a path, or the function at a place in the source of the
   * kernel, or make two of them look the same.
   */
  static boolean areTooLong(List<String> names, int columns) {
    int room = Math.min(WIDEST, columns / 4);
    Set<String> whole = new HashSet<>();
    Set<String> cut = new HashSet<>();
    for (String name : names) {
      Text text = Text.of(name);
      if (text.columns() > room && (hasPath(name) || PLACE.matcher(name).matches())) {
        return true;
      }
      if (whole.add(name)) {
        cut.add(text.cut(room).toString());
      }
    }
    return cut.size() < whole.size();
  }

  /** Whether it is the path of a control group or a file, or a row whose first label is one. */
  static boolean hasPath(String name) {
    return WITH_PATH.matcher(name).matches();
  }

  private static int length(String text) {
    return text.codePointCount(0, text.length());
  }
}
