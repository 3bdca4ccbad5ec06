package io.github.procfs4j.cli.terminal;

import java.io.EOFException;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;

/**
 * Decodes what a terminal sends: characters, and the sequences of xterm, which all usual terminals
 * send for the keys that matter here. What is not known is one key of its own, so that no part of
 * it is taken for a character.
 */
public final class Keys {
  /** What {@link Input#read} returns if nothing came in time. */
  public static final int NOTHING = -2;

  /** What {@link Input#read} returns at the end. */
  public static final int END = -1;

  /** A terminal sends a sequence at once; a person does not press a key so soon after Escape. */
  private static final int SEQUENCE_MILLIS = 50;

  /** What is pasted beyond that is ignored. */
  private static final int LONGEST_PASTE = 1_000;

  private static final int LONGEST_SEQUENCE = 32;
  private static final char ESCAPE = '\033';
  private static final String PASTE_ENDS = ESCAPE + "[201~";

  private static final Map<String, Key.Kind> SEQUENCES =
      Map.ofEntries(
          Map.entry("[A", Key.Kind.UP),
          Map.entry("[B", Key.Kind.DOWN),
          Map.entry("[C", Key.Kind.RIGHT),
          Map.entry("[D", Key.Kind.LEFT),
          Map.entry("[H", Key.Kind.HOME),
          Map.entry("[F", Key.Kind.END),
          Map.entry("[Z", Key.Kind.BACK_TAB),
          Map.entry("[1~", Key.Kind.HOME),
          Map.entry("[4~", Key.Kind.END),
          Map.entry("[7~", Key.Kind.HOME),
          Map.entry("[8~", Key.Kind.END),
          Map.entry("[5~", Key.Kind.PAGE_UP),
          Map.entry("[6~", Key.Kind.PAGE_DOWN),
          Map.entry("OA", Key.Kind.UP),
          Map.entry("OB", Key.Kind.DOWN),
          Map.entry("OC", Key.Kind.RIGHT),
          Map.entry("OD", Key.Kind.LEFT),
          Map.entry("OH", Key.Kind.HOME),
          Map.entry("OF", Key.Kind.END));

  private final Input input;

  /** Where characters come from. */
  public interface Input {
    /**
     * The next character.
     *
     * @param millis how long to wait for it
     * @return the character, {@link #NOTHING}, or {@link #END}
     */
    int read(long millis) throws IOException;
  }

  /** Creates a decoder. */
  public Keys(Input input) {
    this.input = input;
  }

  /**
   * The next key; empty if none came in time.
   *
   * @param millis how long to wait for it
   * @throws java.io.EOFException if there is no terminal any more
   */
  public Optional<Key> next(long millis) throws IOException {
    int first = input.read(millis);
    if (first == NOTHING) {
      return Optional.empty();
    }
    if (first < 0) {
      throw new EOFException("the terminal is gone");
    }
    return Optional.of(
        switch (first) {
          case ESCAPE -> sequence();
          case '\r', '\n' -> Key.of(Key.Kind.ENTER);
          case '\t' -> Key.of(Key.Kind.TAB);
          case '\b', 0x7f -> Key.of(Key.Kind.BACKSPACE);
          default -> character(first);
        });
  }

  private Key character(int first) throws IOException {
    if (first < ' ') {
      return Key.of(Key.Kind.OTHER);
    }
    if (Character.isHighSurrogate((char) first)) {
      int second = input.read(SEQUENCE_MILLIS);
      return second > 0 && Character.isLowSurrogate((char) second)
          ? new Key(Key.Kind.CHARACTER, "" + (char) first + (char) second)
          : Key.of(Key.Kind.OTHER);
    }
    return new Key(Key.Kind.CHARACTER, String.valueOf((char) first));
  }

  private Key sequence() throws IOException {
    int second = input.read(SEQUENCE_MILLIS);
    if (second == NOTHING || second == END) {
      return Key.of(Key.Kind.ESCAPE);
    }
    StringBuilder sequence = new StringBuilder().append((char) second);
    if (second == 'O') {
      append(sequence);
    } else if (second == '[') {
      do {
        append(sequence);
      } while (!isComplete(sequence));
      if (sequence.toString().equals("[M")) { // the report of a mouse: three more characters
        append(sequence);
        append(sequence);
        append(sequence);
      } else if (sequence.toString().equals("[200~")) {
        return new Key(Key.Kind.PASTED, pasted());
      }
    }
    return Key.of(SEQUENCES.getOrDefault(sequence.toString(), Key.Kind.OTHER));
  }

  /** A sequence ends with a character from @ on, or when nothing follows. */
  private static boolean isComplete(StringBuilder sequence) {
    char last = sequence.charAt(sequence.length() - 1);
    return last == 0
        || (sequence.length() > 1 && last >= '@' && last <= '~' && last != '[')
        || sequence.length() >= LONGEST_SEQUENCE;
  }

  private void append(StringBuilder sequence) throws IOException {
    int next = input.read(SEQUENCE_MILLIS);
    sequence.append(next < 0 ? '\0' : (char) next);
  }

  private String pasted() throws IOException {
    StringBuilder text = new StringBuilder();
    StringBuilder end = new StringBuilder();
    while (!end.toString().equals(PASTE_ENDS)) {
      int next = input.read(SEQUENCE_MILLIS);
      if (next < 0) {
        return text.toString();
      }
      end.append((char) next);
      while (!PASTE_ENDS.startsWith(end.toString())) {
        if (text.length() < LONGEST_PASTE) {
          text.append(end.charAt(0));
        }
        end.deleteCharAt(0);
      }
    }
    return text.toString();
  }
}
