package io.github.procfs4j.cli.sql;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The statements of a text in SQL, which semicolons separate, except those in quotes and comments.
 * Both are as in DuckDB, whose lexer is that of PostgreSQL.
 */
final class Statements {
  private static final Pattern WORD = Pattern.compile("[\\p{L}_][\\p{L}\\p{N}_$]*");
  private static final Pattern TAG = Pattern.compile("\\$([\\p{L}_][\\p{L}\\p{N}_]*)?\\$");

  private final String text;
  private final List<String> found = new ArrayList<>();
  private int at;

  private Statements(String text) {
    this.text = text;
  }

  /** The statements, without those that consist of blanks and comments. */
  static List<String> of(String text) {
    Statements statements = new Statements(text);
    statements.split();
    return statements.found;
  }

  private void split() {
    int begin = 0;
    boolean isEmpty = true;
    while (at < text.length()) {
      char c = text.charAt(at);
      if (c == ';') {
        add(begin, isEmpty);
        begin = ++at;
        isEmpty = true;
      } else if (text.startsWith("--", at)) {
        at = after("\n");
      } else if (text.startsWith("/*", at)) {
        skipComment();
      } else {
        isEmpty &= Character.isWhitespace(c);
        skipToken(c);
      }
    }
    add(begin, isEmpty);
  }

  private void add(int begin, boolean isEmpty) {
    if (!isEmpty) {
      found.add(text.substring(begin, at).strip());
    }
  }

  /** The position after the next occurrence, or the end of the text. */
  private int after(String end) {
    int found = text.indexOf(end, at);
    return found < 0 ? text.length() : found + end.length();
  }

  /** Comments may be nested. */
  private void skipComment() {
    int depth = 0;
    do {
      if (text.startsWith("/*", at)) {
        depth++;
        at += 2;
      } else if (text.startsWith("*/", at)) {
        depth--;
        at += 2;
      } else {
        at++;
      }
    } while (depth > 0 && at < text.length());
    at = Math.min(at, text.length());
  }

  private void skipToken(char c) {
    Matcher word = matcher(WORD);
    Matcher tag = matcher(TAG);
    if (c == '\'' || c == '"') {
      skipQuoted(c, false);
    } else if ((c == 'e' || c == 'E') && text.startsWith("'", at + 1)) {
      at++;
      skipQuoted('\'', true);
    } else if (word.lookingAt()) {
      at = word.end();
    } else if (tag.lookingAt()) {
      at = tag.end();
      at = after(tag.group());
    } else {
      at++;
    }
  }

  private Matcher matcher(Pattern pattern) {
    return pattern.matcher(text).region(at, text.length());
  }

  /** A doubled quote ends one text and begins another, which is as good. */
  private void skipQuoted(char quote, boolean hasEscapes) {
    at++;
    while (at < text.length() && text.charAt(at) != quote) {
      at += hasEscapes && text.charAt(at) == '\\' ? 2 : 1;
    }
    at = Math.min(at + 1, text.length());
  }
}
