package io.github.procfs4j.text;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.Objects;

/** Bytes of a text as a string. */
public final class Words {
  /** The number of bytes that a message shows. */
  private static final int SHOWN = 40;

  private Words() {}

  /**
   * {@return the bytes decoded as UTF-8 if they are valid UTF-8, otherwise with every byte beyond
   * ASCII as {@code \xNN}: names from the kernel may contain any bytes}
   *
   * @param text the array with the bytes
   * @param from the index of the first byte
   * @param to the index after the last byte
   */
  public static String of(byte[] text, int from, int to) {
    Objects.requireNonNull(text, "text");
    try {
      return UTF_8.newDecoder().decode(ByteBuffer.wrap(text, from, to - from)).toString();
    } catch (CharacterCodingException e) {
      StringBuilder escaped = new StringBuilder();
      for (int i = from; i < to; i++) {
        if (text[i] < 0) {
          escaped.append(String.format("\\x%02x", text[i]));
        } else {
          escaped.append((char) text[i]);
        }
      }
      return escaped.toString();
    }
  }

  /**
   * {@return what a message shows of a text: up to 40 bytes of the line, with every byte that is
   * not printable ASCII as {@code \xNN}, because the message may go to a terminal; {@code end of
   * line} or {@code end of text} if there is nothing to show}
   *
   * @param text the array with the bytes
   * @param from the index of the first byte to show
   */
  public static String shown(byte[] text, int from) {
    Objects.requireNonNull(text, "text");
    if (from == text.length) {
      return "end of text";
    }
    StringBuilder shown = new StringBuilder();
    for (int i = from; i < text.length && i < from + SHOWN && text[i] != '\n'; i++) {
      if (text[i] < ' ' || text[i] == 0x7f) {
        shown.append(String.format("\\x%02x", text[i]));
      } else {
        shown.append((char) text[i]);
      }
    }
    return shown.isEmpty() ? "end of line" : shown.toString();
  }
}
