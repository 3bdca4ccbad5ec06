package io.github.procfs4j.cli.terminal;

import java.util.Objects;

/**
 * A key that was pressed.
 *
 * @param kind which kind of key
 * @param text the character, or the text that was pasted; empty for all other kinds
 */
public record Key(Kind kind, String text) {
  /** Checks for null. */
  public Key {
    Objects.requireNonNull(kind, "kind");
    Objects.requireNonNull(text, "text");
  }

  /** Kinds of keys. */
  public enum Kind {
    /** A character. */
    CHARACTER,
    /** A text that was pasted: not the keys of which it consists. */
    PASTED,
    UP,
    DOWN,
    LEFT,
    RIGHT,
    PAGE_UP,
    PAGE_DOWN,
    HOME,
    END,
    ENTER,
    ESCAPE,
    TAB,
    /** Shift and Tab. */
    BACK_TAB,
    BACKSPACE,
    /** Something else that a terminal sends, such as the report of a mouse. */
    OTHER
  }

  /** A key other than a character. */
  static Key of(Kind kind) {
    return new Key(kind, "");
  }

  /** Whether it is this character. */
  public boolean is(char character) {
    return kind == Kind.CHARACTER && text.length() == 1 && text.charAt(0) == character;
  }
}
