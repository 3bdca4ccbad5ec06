package io.github.procfs4j.fuzz;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.github.procfs4j.testing.RemarkableNumbers;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Successive texts specified by an input: the number of edits (a byte), four bytes for each of
 * them, and then, up to the end and separated by NULs, the initial texts. The four bytes specify
 * the operation, its position (two bytes) and a parameter. Each edit is applied to the result of
 * the previous ones.
 */
final class Edits {
  private static final int LENGTH = 4;

  /** Edits may double a text; this is the greatest length. */
  private static final int LONGEST_TEXT = 1 << 15;

  private final byte[] edits;
  private final List<byte[]> texts;
  private byte[] text;
  private int at;
  private boolean isOver;

  private Edits(byte[] edits, List<byte[]> texts) {
    this.edits = edits;
    this.texts = texts;
    text = texts.getFirst();
  }

  static Edits of(byte[] input) {
    int count = input.length == 0 ? 0 : input[0] & 0xff;
    int end = Math.min(1 + LENGTH * count, input.length);
    byte[] edits = input.length == 0 ? input : Arrays.copyOfRange(input, 1, end);
    List<byte[]> texts = new ArrayList<>();
    int from = end;
    for (int i = from; i < input.length; i++) {
      if (input[i] == 0) {
        texts.add(Arrays.copyOfRange(input, from, i));
        from = i + 1;
      }
    }
    texts.add(Arrays.copyOfRange(input, Math.min(from, input.length), input.length));
    return new Edits(edits, texts);
  }

  /** The input with these edits, four numbers each, of these texts. */
  static byte[] input(int[][] edits, byte[]... texts) {
    ByteArrayOutputStream input = new ByteArrayOutputStream();
    input.write(edits.length);
    for (int[] edit : edits) {
      for (int number : edit) {
        input.write(number);
      }
    }
    for (int i = 0; i < texts.length; i++) {
      if (i > 0) {
        input.write(0);
      }
      input.writeBytes(texts[i]);
    }
    return input.toByteArray();
  }

  /** Whether there is another text; there is at least one. */
  boolean hasNext() {
    return !isOver;
  }

  /** The next text. */
  byte[] next() {
    byte[] now = text;
    while (at + LENGTH <= edits.length) {
      int what = edits[at] & 0xf;
      double where = ((edits[at + 1] & 0xff) << 8 | (edits[at + 2] & 0xff)) / 65536.0;
      int how = edits[at + 3] & 0xff;
      at += LENGTH;
      if (what == 0) {
        text = how % 2 == 0 ? now : texts.get((how >> 1) % texts.size());
        return now;
      }
      now = edited(now, what, where, how);
      if (now.length > LONGEST_TEXT) {
        now = Arrays.copyOf(now, LONGEST_TEXT);
      }
    }
    isOver = true;
    return now;
  }

  private static byte[] edited(byte[] text, int what, double where, int how) {
    String now = new String(text, ISO_8859_1);
    int at = (int) (where * (now.length() + 1));
    int[] number = number(now, where);
    int from = number[0];
    int to = number[1];
    String digits = now.substring(from, to);
    String edited =
        switch (what) {
          case 1, 2 -> now.substring(0, from) + grown(digits, (byte) how) + now.substring(to);
          case 3 ->
              now.substring(0, from)
                  + RemarkableNumbers.ALL.get(how % RemarkableNumbers.ALL.size())
                  + now.substring(to);
          case 4 -> now.substring(0, from) + "9".repeat(how % 24) + now.substring(to);
          case 5 -> allGrown(now, from, 1 + (how & 0xf), 1 + (how >> 4));
          case 6 -> now.substring(0, at) + (char) how + now.substring(at);
          case 7 -> now.substring(0, at) + now.substring(Math.min(at + 1 + how % 4, now.length()));
          case 8 ->
              now.substring(0, at) + (char) how + now.substring(Math.min(at + 1, now.length()));
          case 9 -> {
            String blanks = (how > 127 ? "\t" : " ").repeat(1 + how % 16);
            yield now.substring(0, from) + blanks + now.substring(from);
          }
          case 10 -> now.substring(0, from).stripTrailing() + now.substring(from);
          case 11 -> inLines(now, at, how % 3);
          case 12 -> now.substring(0, at) + (how % 2 == 0 ? "" : "\n");
          case 13 -> {
            String slice = now.substring(at, Math.min(at + how % 64, now.length()));
            yield now.substring(0, from) + slice + now.substring(from);
          }
          case 14 ->
              from > 0 && now.charAt(from - 1) == '-'
                  ? now.substring(0, from - 1) + now.substring(from)
                  : now.substring(0, from) + "-" + now.substring(from);
          default -> now.substring(0, from) + "0".repeat(how % 48) + now.substring(from);
        };
    return edited.getBytes(ISO_8859_1);
  }

  /** The beginning and end of a number; if there is none, the end of the text. */
  private static int[] number(String text, double where) {
    int count = 0;
    for (int i = 0; i < text.length(); i++) {
      count += isBegin(text, i) ? 1 : 0;
    }
    int wanted = (int) (where * count);
    for (int i = 0; i < text.length(); i++) {
      if (isBegin(text, i) && wanted-- == 0) {
        return new int[] {i, end(text, i)};
      }
    }
    return new int[] {text.length(), text.length()};
  }

  private static boolean isBegin(String text, int at) {
    return isDigit(text.charAt(at)) && (at == 0 || !isDigit(text.charAt(at - 1)));
  }

  private static int end(String text, int begin) {
    int end = begin;
    while (end < text.length() && isDigit(text.charAt(end))) {
      end++;
    }
    return end;
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  private static String grown(String digits, int by) {
    return digits.isEmpty() || digits.length() > 18
        ? digits
        : Long.toString(Math.abs(Long.parseLong(digits) + by));
  }

  private static String allGrown(String text, int from, int every, int by) {
    StringBuilder grown = new StringBuilder(text.substring(0, from));
    int count = 0;
    int at = from;
    while (at < text.length()) {
      int end = end(text, at);
      if (end == at) {
        grown.append(text.charAt(at++));
      } else {
        String digits = text.substring(at, end);
        grown.append(count++ % every == 0 ? grown(digits, by) : digits);
        at = end;
      }
    }
    return grown.toString();
  }

  private static String inLines(String text, int at, int how) {
    int from = text.lastIndexOf('\n', at - 1) + 1;
    int end = text.indexOf('\n', at);
    int to = end < 0 ? text.length() : end + 1;
    if (to < from) {
      return text;
    }
    String line = text.substring(from, to);
    return switch (how) {
      case 0 -> text.substring(0, to) + line + text.substring(to);
      case 1 -> text.substring(0, from) + text.substring(to);
      default -> line + text.substring(0, from) + text.substring(to);
    };
  }
}
