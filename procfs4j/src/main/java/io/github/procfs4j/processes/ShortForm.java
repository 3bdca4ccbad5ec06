package io.github.procfs4j.processes;

import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** The short forms of filters, as written on a command line. */
final class ShortForm {
  private static final String ALL = "*";
  private static final String SLASH = "/";
  private static final Pattern NUMBER = Pattern.compile("[+-]?[0-9]+");
  private static final Pattern POSITIVE = Pattern.compile("0*[1-9][0-9]{0,17}");

  private ShortForm() {}

  static ProcessFilter parse(String text) {
    if (text.isEmpty()) {
      throw new IllegalArgumentException(
          "an empty text does not name processes; use a number, a name, /pattern/ or, for all, *");
    }
    if (text.equals(ALL)) {
      return ProcessFilter.all();
    }
    if (text.startsWith(SLASH)) {
      return commandLine(text);
    }
    if (!NUMBER.matcher(text).matches()) {
      return ProcessFilter.named(text);
    }
    if (!POSITIVE.matcher(text).matches()) {
      throw new IllegalArgumentException(
          "«" + text + "» is not the number of a process, which is 1 or more");
    }
    return ProcessFilter.pids(Long.parseLong(text));
  }

  private static ProcessFilter commandLine(String text) {
    if (text.length() == 1 || !text.endsWith(SLASH)) {
      throw new IllegalArgumentException(
          "a pattern of command lines is enclosed in slashes, as in /java.*-jar/");
    }
    String pattern = text.substring(1, text.length() - 1);
    if (pattern.isEmpty()) {
      throw new IllegalArgumentException("an empty pattern; use * for all processes");
    }
    try {
      return ProcessFilter.commandLine(Pattern.compile(pattern));
    } catch (PatternSyntaxException e) {
      throw new IllegalArgumentException(
          "not a regular expression: "
              + e.getDescription()
              + (e.getIndex() < 0 ? "" : " at character " + (e.getIndex() + 1)),
          e);
    }
  }
}
